//! Text in columns: how wide it is, how it is made harmless, where its lines may break.
//!
//! Widths are summed character by character, as terminals without shaping and miette do it.

use unicode_width::UnicodeWidthChar;

use crate::text::name::{is_obeyed, sign};

/// The columns of one character as [`glyph`] shows it.
pub(crate) fn glyph_width(c: char) -> usize {
    match c {
        '\t' => TAB.len(),
        '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => 0,
        _ if harmful(c) => 1,
        _ => c.width().unwrap_or(1),
    }
}

/// A tab is always this wide: in an elided line there are no stops to align with.
const TAB: &str = "    ";

/// Append `c` so that a terminal neither obeys it nor hides it. A byte order mark and variation selectors, which would change the
/// width of their neighbours, are left out.
pub(crate) fn glyph(c: char, out: &mut String) {
    match c {
        '\t' => out.push_str(TAB),
        '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => {}
        _ if harmful(c) => out.push(sign(c)),
        GLUE => out.push(' '),
        _ => out.push(c),
    }
}

/// A blank at which no line breaks.
const GLUE: char = '\u{a0}';

/// Control characters, and the invisible ones that reorder or join their neighbours.
fn harmful(c: char) -> bool {
    c.is_control()
        || is_obeyed(c)
        || matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}')
}

/// The columns of a text.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(glyph_width).sum()
}

/// `text` on one line, harmless: messages quote values of untrusted files.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, line) in text.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        if i > 0 {
            out.push(' ');
        }
        line.chars().for_each(|c| glyph(c, &mut out));
    }
    out
}

/// Break `text` into harmless lines, the first at most `first` columns wide, the others at most `rest`. A line break in the text is
/// kept. ASCII words stay whole unless one alone is wider than a line; wide characters may part anywhere except before closing and
/// after opening punctuation. At least one line comes back.
#[must_use]
pub fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines = Vec::new();
    // An equation is read in one piece.
    for paragraph in text.replace(" = ", "\u{a0}=\u{a0}").lines() {
        wrap_paragraph(paragraph, first, rest, &mut lines);
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

fn wrap_paragraph(text: &str, first: usize, rest: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut used = 0;
    let mut gap = 0;
    for piece in pieces(text.trim_end()) {
        let limit = if lines.is_empty() { first } else { rest }.max(2);
        let wide = width(piece);
        if piece.chars().all(|c| c == ' ') {
            gap = wide;
            continue;
        }
        if used + gap + wide > limit && used > 0 {
            lines.push(std::mem::take(&mut line));
            (used, gap) = (0, 0);
        }
        line.push_str(&" ".repeat(gap));
        used += std::mem::take(&mut gap);
        for c in piece.chars() {
            let limit = if lines.is_empty() { first } else { rest }.max(2);
            if used + glyph_width(c) > limit && used > 0 {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            glyph(c, &mut line);
            used += glyph_width(c);
        }
    }
    lines.push(line);
}

/// Runs of characters between which a line may break.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices();
        let (_, mut before) = chars.next()?;
        let end = chars
            .find(|&(_, c)| {
                let parts = may_break(before, c);
                before = c;
                parts
            })
            .map_or(rest.len(), |(at, _)| at);
        let (piece, tail) = rest.split_at(end);
        rest = tail;
        Some(piece)
    })
}

fn may_break(before: char, after: char) -> bool {
    if before == ' ' || after == ' ' {
        return before != after;
    }
    if closes(after) || opens(before) || before == GLUE || after == GLUE {
        return false;
    }
    // A number keeps its unit: 2件, 31日, 711号.
    glyph_width(before) > 1 || glyph_width(after) > 1 && !before.is_ascii_digit()
}

fn closes(c: char) -> bool {
    "，。、；：！？）》】」』〉〕”’…—·％‰℃,.;:!?)]}%\"'".contains(c)
}

fn opens(c: char) -> bool {
    "（《【「『〈〔“‘([{$￥¥".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_punctuation_hangs_on() {
        assert_eq!(
            wrap("总计应为 natural_person 之和", 12, 16),
            ["总计应为", "natural_person", "之和"]
        );
        assert_eq!(wrap("一二三四，五六", 8, 8), ["一二三", "四，五六"]);
        assert_eq!(wrap("一二三《四五》", 8, 8), ["一二三", "《四五》"]);
        assert_eq!(wrap("截至1月31日", 8, 8), ["截至1月", "31日"]);
        assert_eq!(wrap("新收 2 = 3", 8, 8), ["新收", "2 = 3"]);
        assert_eq!(wrap("abcdefghij", 4, 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("a\n\nb", 9, 9), ["a", "", "b"]);
        assert_eq!(wrap("", 9, 9), [""]);
    }

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        assert_eq!(one_line("a\u{1b}[31mb\n c\u{202e}"), "a␛[31mb c\u{fffd}");
        assert_eq!(wrap("\u{1b}\u{9b}", 9, 9), ["␛\u{fffd}"]);
    }
}

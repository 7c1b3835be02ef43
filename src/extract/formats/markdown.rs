//! Markdown as a reader of the rendered page sees it: what is not shown is blanked, place by place, and what is shown otherwise than it
//! is written is noted.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::extract::layout::Reach;
use crate::text::{normalize::is_gap, source::Span};

/// A place that is shown otherwise than it is read, and why.
pub(crate) struct Noted {
    pub(crate) span: Span,
    pub(crate) cause: &'static str,
    /// Whether it counts wherever it stands.
    pub(crate) reach: Reach,
}

/// Elements of HTML that only dress text.
const DRESS: [&str; 20] = [
    "a",
    "b",
    "blockquote",
    "br",
    "center",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "p",
    "small",
    "span",
    "strong",
    "u",
    "wbr",
];
/// Attributes that change nothing in text.
const PLAIN: [&str; 9] = [
    "align", "valign", "href", "target", "rel", "name", "id", "class", "title",
];

/// The text with a blank for each character that is not shown: as long as it was.
pub(crate) fn shown(text: &str) -> (String, Vec<Noted>) {
    let mut reader = Reader {
        text,
        kept: Vec::new(),
        tables: Vec::new(),
        noted: Vec::new(),
        in_table: 0,
        in_image: 0,
        in_meta: 0,
        removed: Vec::new(),
        html: None,
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.event(&event, range);
    }
    reader.end_html();
    (reader.blanked(), reader.noted)
}

struct Reader<'t> {
    text: &'t str,
    /// What is shown as it is written.
    kept: Vec<Range<usize>>,
    tables: Vec<Range<usize>>,
    noted: Vec<Noted>,
    in_table: usize,
    in_image: usize,
    in_meta: usize,
    /// Tags and comments, which are not shown.
    removed: Vec<Range<usize>>,
    /// The block of HTML that has begun.
    html: Option<Range<usize>>,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Html(_) => match &mut self.html {
                Some(block) if block.end == range.start => block.end = range.end,
                _ => {
                    self.end_html();
                    self.html = Some(range);
                }
            },
            _ => {
                self.end_html();
                self.inline(event, range);
            }
        }
    }

    fn inline(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Table(_)) => {
                self.in_table += 1;
                self.tables.push(range);
            }
            Event::End(TagEnd::Table) => self.in_table -= 1,
            Event::Start(Tag::Image { .. }) => {
                self.removed.push(range.clone());
                if self.in_table > 0 {
                    self.note(range, "embedded");
                }
                self.in_image += 1;
            }
            Event::End(TagEnd::Image) => self.in_image -= 1,
            Event::Start(Tag::Link { .. }) => self.removed.push(range),
            Event::Start(Tag::MetadataBlock(_)) => self.in_meta += 1,
            Event::End(TagEnd::MetadataBlock(_)) => self.in_meta -= 1,
            Event::Start(Tag::Item) => {
                let digits = self.text[range.clone()].bytes().take_while(u8::is_ascii_digit).count();
                self.kept.push(range.start..range.start + digits);
            }
            Event::Start(Tag::Strikethrough)
                if self.in_table > 0 || self.text[range.clone()].contains(char::is_numeric) =>
            {
                self.note(range, "struck");
            }
            Event::FootnoteReference(_) if self.in_table > 0 => self.note(range, "markup"),
            Event::InlineHtml(_) => self.markup(range),
            Event::Text(shown) => self.words(shown, range),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) if self.in_image == 0 => {
                self.kept.push(range)
            }
            _ => {}
        }
    }

    fn words(&mut self, shown: &str, range: Range<usize>) {
        let written = &self.text[range.clone()];
        if self.in_image > 0 {
            return;
        }
        if self.in_meta > 0 && written.contains('|') && written.contains(char::is_numeric) {
            self.noted.push(Noted {
                span: Span::new(range.start, range.end),
                cause: "markup",
                reach: Reach::Anywhere,
            });
        }
        if written.starts_with('&') && written != shown {
            if !shown.chars().any(char::is_alphanumeric) && !shown.chars().all(is_gap) {
                return self.kept.push(range);
            }
            self.removed.push(range.clone());
            if !shown.chars().all(is_gap) {
                self.note(range, "markup");
            }
            return;
        }
        self.kept.push(range);
    }

    fn note(&mut self, range: Range<usize>, cause: &'static str) {
        self.noted.push(Noted {
            span: Span::new(range.start, range.end),
            cause,
            reach: Reach::Report,
        });
    }

    fn end_html(&mut self) {
        if let Some(range) = self.html.take() {
            self.markup(range);
        }
    }

    /// HTML: the text in it is shown, its tags and comments are not.
    fn markup(&mut self, range: Range<usize>) {
        let mut at = range.start;
        let mut is_plain = true;
        let mut has_text = false;
        while at < range.end {
            let rest = &self.text[at..range.end];
            let end = match rest.strip_prefix('<') {
                Some(_) if rest.starts_with("<!--") => rest[4..].find("-->").map_or(rest.len(), |end| end + 7),
                Some(behind) if behind.starts_with(['!', '?']) => rest.find('>').map_or(rest.len(), |end| end + 1),
                Some(behind) if behind.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {
                    let (end, dresses) = tag(rest);
                    is_plain &= dresses;
                    end
                }
                _ => {
                    let mut behind = rest.char_indices().skip(1);
                    let end = behind.find(|(_, c)| *c == '<').map_or(rest.len(), |(at, _)| at);
                    has_text |= rest[..end].contains(char::is_alphanumeric);
                    self.kept.push(at..at + end);
                    end
                }
            };
            if self.kept.last().is_none_or(|kept| kept.start != at) {
                self.removed.push(at..at + end);
            }
            at += end.max(1);
        }
        // A tag within a line stands for itself; what is between two of them is told apart by Markdown.
        let is_tag = !has_text && !self.text[range.clone()].starts_with("<!");
        if !is_plain && (has_text || is_tag) {
            self.note(range, "markup");
        }
    }

    fn blanked(&self) -> String {
        let mut kept = self.kept.clone();
        kept.sort_by_key(|range| range.start);
        let (mut kept, mut tables) = (kept.into_iter().peekable(), self.tables.iter().peekable());
        let mut removed = self.removed.clone();
        removed.sort_by_key(|range| (range.start, range.end));
        let mut removed = removed.into_iter().peekable();
        let mut blanked = String::with_capacity(self.text.len());
        for (at, c) in self.text.char_indices() {
            while kept.next_if(|range| range.end <= at).is_some() {}
            while tables.next_if(|range| range.end <= at).is_some() {}
            while removed.next_if(|range| range.end <= at).is_some() {}
            let is_in = |range: Option<&Range<usize>>| range.is_some_and(|range| range.contains(&at));
            // Marks of Markdown stay: they tell lines and cells. So do cells beyond the columns of a table: not all programs hide them.
            let is_mark = is_in(tables.peek().copied()) || c.is_ascii_punctuation() && c != '|';
            if is_in(kept.peek()) || c.is_ascii_whitespace() || is_mark && !is_in(removed.peek()) {
                blanked.push(c);
            } else {
                blanked.extend(std::iter::repeat_n(' ', c.len_utf8()));
            }
        }
        blanked
    }
}

/// The bytes of the tag that a text begins with, and whether it only dresses text.
fn tag(text: &str) -> (usize, bool) {
    let mut quote = None;
    let end = text.char_indices().find(|(_, c)| match quote {
        Some(open) => {
            if *c == open {
                quote = None;
            }
            false
        }
        None => {
            if matches!(c, '"' | '\'') {
                quote = Some(*c);
            }
            *c == '>'
        }
    });
    let end = end.map_or(text.len(), |(at, _)| at + 1);
    let inner = text[..end].trim_start_matches(['<', '/']).trim_end_matches(['>', '/']);
    let (name, attributes) = inner
        .split_once(|c: char| c.is_ascii_whitespace())
        .unwrap_or((inner, ""));
    let is_dress = DRESS.iter().any(|known| name.eq_ignore_ascii_case(known));
    // What stands in a value is no name, but none of these is as long.
    let mut names = attributes
        .split('=')
        .filter_map(|piece| piece.split_ascii_whitespace().next_back())
        .filter(|piece| !piece.ends_with(['"', '\'']));
    let is_plain = names.all(|name| PLAIN.iter().any(|known| name.eq_ignore_ascii_case(known)));
    (end, is_dress && is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blanked(text: &str) -> String {
        let (shown, _) = shown(text);
        assert_eq!(shown.len(), text.len(), "places stay");
        shown
    }

    #[test]
    fn what_is_not_shown_is_blank() {
        assert_eq!(blanked("a <!-- 九9 --> b"), "a               b");
        assert_eq!(blanked("x\n\n[9]: /224 \"7\"\n"), "x\n\n[ ]: /    \" \"\n");
        assert_eq!(blanked("[看](http://9)"), " 看           ");
        assert_eq!(blanked("```9\n<!-- 8 -->\n```"), "``` \n<!-- 8 -->\n```");
        assert_eq!(blanked("|a|b|\n|-|-|\n|1|2|3|\n"), "|a|b|\n|-|-|\n|1|2|3|\n");
    }

    #[test]
    fn what_is_shown_otherwise_is_noted() {
        let causes = |text: &str| shown(text).1.iter().map(|noted| noted.cause).collect::<Vec<_>>();
        assert_eq!(causes("~~9~~224"), ["struck"]);
        assert_eq!(causes("&#50;24"), ["markup"]);
        assert_eq!(causes("224<sup>1</sup>"), ["markup", "markup"]);
        assert_eq!(causes("<table><tr><td>9</td></tr></table>\n"), ["markup"]);
        assert_eq!(causes("<div align=\"center\">\n\n标题\n\n</div>\n"), [""; 0]);
        assert_eq!(causes("2<br>24 &nbsp; <b>2</b>"), [""; 0]);
    }
}

//! From a place inside a text's value to its place in the source.
//!
//! Folding, quotes, indentation and escapes change white space and lengths, but neither order nor number of the other
//! characters. So value and source are walked together, and what matches makes up runs.

use std::ops::Range;

use crate::{
    document::model::{Style, Text},
    text::source::Span,
};

/// A stretch of a value and where it stands in the source.
#[derive(Clone, Copy, Debug)]
struct Run {
    value: usize,
    value_len: usize,
    source: usize,
    source_len: usize,
}

impl Run {
    /// Whether value and source are the same bytes; an escape is not.
    const fn is_verbatim(self) -> bool {
        self.value_len == self.source_len
    }

    const fn value_end(self) -> usize {
        self.value + self.value_len
    }
}

/// The places of one text's characters. Made once by [`Text::places`], it answers for any number of ranges.
#[derive(Clone, Debug)]
pub struct Places {
    node: Span,
    /// In order. Empty where value and source could not be matched.
    runs: Vec<Run>,
}

impl Text {
    /// The place of a byte range of this text's value, where `node` is the text's place in `source`. White space at the
    /// ends of the range does not count. The whole node where the text is an alias and stands elsewhere.
    #[must_use]
    pub fn place(&self, node: Span, source: &str, range: Range<usize>) -> Span {
        self.places(node, source).place(range)
    }

    /// The places of all of this text; takes one walk through it.
    #[must_use]
    pub fn places(&self, node: Span, source: &str) -> Places {
        let written = source.get(node.start..node.end).unwrap_or("");
        let runs = match self.style {
            Style::Plain => align(&self.text, written, 0, node.start, verbatim),
            Style::SingleQuoted => {
                inner(written, '\'').and_then(|written| align(&self.text, written, 1, node.start, single_quoted))
            }
            Style::DoubleQuoted => {
                inner(written, '"').and_then(|written| align(&self.text, written, 1, node.start, double_quoted))
            }
            Style::Printed => align_lines(&self.text, written, node.start),
            Style::Inferred => None,
            Style::Block => {
                let header = written.find('\n').map_or(written.len(), |at| at + 1);
                align(&self.text, &written[header..], header, node.start, verbatim)
            }
        };
        Places {
            node,
            runs: runs.unwrap_or_default(),
        }
    }
}

impl Places {
    /// The place of a byte range of the value.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Span {
        let first = self.runs.partition_point(|run| run.value_end() <= range.start);
        let last = self.runs.partition_point(|run| run.value < range.end);
        if first < last {
            let start = self.runs[first];
            let end = self.runs[last - 1];
            let skip = if start.is_verbatim() {
                range.start.saturating_sub(start.value)
            } else {
                0
            };
            let len = if end.is_verbatim() {
                (range.end - end.value).min(end.source_len)
            } else {
                end.source_len
            };
            return Span::new(start.source + skip, end.source + len);
        }
        // Nothing but white space: what lies between its neighbours.
        match (
            first.checked_sub(1).and_then(|at| self.runs.get(at)),
            self.runs.get(first),
        ) {
            (Some(before), Some(after)) => Span::new(before.source + before.source_len, after.source),
            _ => self.node,
        }
    }
}

fn inner(written: &str, quote: char) -> Option<&str> {
    written.strip_prefix(quote)?.strip_suffix(quote)
}

/// Match a value with what is written; none where they differ.
fn align(
    value: &str,
    written: &str,
    from: usize,
    node: usize,
    next: impl Fn(&str) -> Option<(Option<char>, usize)>,
) -> Option<Vec<Run>> {
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    for (offset, c) in value.char_indices() {
        if c.is_whitespace() {
            continue;
        }
        let (found, len) = loop {
            let (found, len) = next(&written[at..])?;
            if let Some(found) = found.filter(|c| !c.is_whitespace()) {
                break (found, len);
            }
            at += len;
        };
        if found != c {
            return None;
        }
        let source = node + from + at;
        let verbatim = len == c.len_utf8() && written[at..].starts_with(c);
        match runs.last_mut() {
            Some(run)
                if verbatim
                    && run.is_verbatim()
                    && run.value_end() == offset
                    && run.source + run.source_len == source =>
            {
                run.value_len += len;
                run.source_len += len;
            }
            _ => runs.push(Run {
                value: offset,
                value_len: c.len_utf8(),
                source,
                source_len: len,
            }),
        }
        at += len;
    }
    Some(runs)
}

/// In a longer text a line that is not found as it is is not looked for further: it would be looked for in all the rest.
const LONG: usize = 1 << 16;

/// Match a value with what is written, where lines may have been left out between those of the value.
fn align_lines(value: &str, written: &str, node: usize) -> Option<Vec<Run>> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut at, mut offset) = (0, 0);
    for line in value.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            let value = offset + (line.len() - line.trim_start().len());
            if let Some(found) = written[at..].find(words) {
                let found = found + at;
                runs.push(Run {
                    value,
                    value_len: words.len(),
                    source: node + found,
                    source_len: words.len(),
                });
                at = found + words.len();
            } else if written.len() > LONG {
                return None;
            } else {
                // Backslashes may have been taken away.
                let lines = written[at..]
                    .split_inclusive('\n')
                    .scan(at, |at, line| Some(std::mem::replace(at, *at + line.len())));
                let mut of_lines = lines.filter_map(|start| {
                    let start =
                        start + (written[start..].len() - written[start..].trim_start_matches(['#', '>', ' ']).len());
                    align(words, &written[start..], 0, node + start, backslashed)
                });
                let found = of_lines.next()?;
                at = found.last().map_or(at, |run| run.source + run.source_len - node);
                runs.extend(found.into_iter().map(|run| Run {
                    value: run.value + value,
                    ..run
                }));
            }
        }
        offset += line.len();
    }
    Some(runs)
}

fn verbatim(rest: &str) -> Option<(Option<char>, usize)> {
    let c = rest.chars().next()?;
    Some((Some(c), c.len_utf8()))
}

fn backslashed(rest: &str) -> Option<(Option<char>, usize)> {
    match rest.strip_prefix('\\').and_then(|behind| behind.chars().next()) {
        Some(c) if c.is_ascii_punctuation() => Some((Some(c), 1 + c.len_utf8())),
        _ => verbatim(rest),
    }
}

fn single_quoted(rest: &str) -> Option<(Option<char>, usize)> {
    if rest.starts_with("''") {
        return Some((Some('\''), 2));
    }
    verbatim(rest)
}

fn double_quoted(rest: &str) -> Option<(Option<char>, usize)> {
    if rest.starts_with('\\') {
        return yaml_escape(rest);
    }
    verbatim(rest)
}

/// The character that an escape at the start of `rest` stands for (none: a break that is not there) and its length.
/// JSON's escapes are among YAML's.
pub(crate) fn yaml_escape(rest: &str) -> Option<(Option<char>, usize)> {
    let c = rest.chars().nth(1)?;
    let hex = |from: usize, len: usize| {
        let digits = rest.get(from..from + len)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let simple = match c {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        ' ' => ' ',
        '"' => '"',
        '/' => '/',
        '\\' => '\\',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        '\n' => return Some((None, 2)),
        '\r' => return Some((None, if rest[2..].starts_with('\n') { 3 } else { 2 })),
        'x' => return Some((char::from_u32(hex(2, 2)?), 4)),
        'U' => return char::from_u32(hex(2, 8)?).map(|c| (Some(c), 10)),
        'u' => {
            let high = hex(2, 4)?;
            if let Some(c) = char::from_u32(high) {
                return Some((Some(c), 6));
            }
            let low = rest[6..].starts_with("\\u").then(|| hex(8, 4))??;
            let pair = [u16::try_from(high).ok()?, u16::try_from(low).ok()?];
            let c = char::decode_utf16(pair).next()?.ok()?;
            return Some((Some(c), 12));
        }
        _ => return None,
    };
    Some((Some(simple), 2))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::document::{format::Format, limits::Limits, parse::parse};

    /// Where `wanted` in the value of `a` stands in the source.
    fn find<'s>(source: &'s str, wanted: &str) -> &'s str {
        let (document, defects) = parse(source, Format::Yaml, &Limits::default());
        assert!(defects.is_empty(), "{defects:?}");
        let document = document.unwrap();
        let node = document.root.get("a").unwrap();
        let crate::document::model::Value::Text(text) = &node.value else {
            panic!("not a text: {source}")
        };
        let start = text.text.find(wanted).unwrap();
        let place = text.place(node.span, source, start..start + wanted.len());
        &source[place.start..place.end]
    }

    #[test]
    fn plain_and_folded() {
        assert_eq!(find("中: 文\na: 本年收到申请\n", "收到"), "收到");
        assert_eq!(find("a: 本年 收到\n   申请十件\n", "收到 申请"), "收到\n   申请");
        assert_eq!(find("中: 文\na: >-\n  本年收到\n  申请十件\n", "到 申"), "到\n  申");
    }

    #[test]
    fn block() {
        assert_eq!(find("a: | # 注：第一\n  第一\n\n  第二段\n", "第二"), "第二");
        assert_eq!(find("a: |2-\r\n   甲\r\n   乙\r\n", "甲\n 乙"), "甲\r\n   乙");
        assert_eq!(find("a: |\n  # 不是注释\n  文\n", "不是"), "不是");
    }

    #[test]
    fn quoted() {
        assert_eq!(find("a: '甲''乙'\n", "'乙"), "''乙");
        assert_eq!(find("a: '甲''乙'\n", "乙"), "乙");
        assert_eq!(find("a: \"甲\\u4e59丙\\t丁\"\n", "乙"), "\\u4e59");
        assert_eq!(find("a: \"甲\\u4e59丙\\t丁\"\n", "丙\t丁"), "丙\\t丁");
        assert_eq!(find("a: \"甲\\\n   乙丙\"\n", "甲乙"), "甲\\\n   乙");
        assert_eq!(find("a: \"\\u3000甲\\\"乙\\\"\"\n", "\"乙"), "\\\"乙");
        assert_eq!(find("a: \"\\ud83d\\ude00甲\"\n", "甲"), "甲");
    }

    #[test]
    fn white_space_lies_between_its_neighbours() {
        assert_eq!(find("a: 甲　乙\n", "　"), "　");
        assert_eq!(find("a: 甲\n  乙\n", " "), "\n  ");
    }

    #[test]
    fn an_alias_is_shown_whole() {
        assert_eq!(find("x: &b 甲乙丙\na: *b\n", "乙"), "*b");
        assert_eq!(find("x: &b 甲乙丙\na: *b\n", "甲乙丙"), "*b");
    }

    #[test]
    fn ranges_out_of_bounds_do_not_panic() {
        let source = "a: 甲乙";
        let (document, _) = parse(source, Format::Yaml, &Limits::default());
        let document = document.unwrap();
        let node = document.root.get("a").unwrap();
        let crate::document::model::Value::Text(text) = &node.value else {
            panic!()
        };
        let places = text.places(node.span, source);
        assert_eq!(places.place(0..100), Span::new(3, 9));
        assert_eq!(places.place(50..60), node.span);
        assert_eq!(places.place(0..0), node.span);
        let other = Span::new(100, 200);
        assert_eq!(text.place(other, source, 0..3), other);
    }
}

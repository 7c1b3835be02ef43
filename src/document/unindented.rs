//! Prose pasted under `key: |` without the spaces before its lines, which tell YAML where a block text ends.

use crate::text::source::Span;

/// Prose outside the block text that it is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UnindentedProse {
    /// The first line that is not indented.
    pub line: Span,
    /// The key of the block text.
    pub key: Span,
}

/// A line without the white space at its ends.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    indent: usize,
    words: &'t str,
}

impl Line<'_> {
    fn span(self) -> Span {
        Span::new(self.start + self.indent, self.start + self.indent + self.words.len())
    }

    /// Whether a block text begins behind it (`key: |`, `key: >-  # …`).
    fn opens_block(self) -> bool {
        let bare = self.words.split(" #").next().unwrap_or_default().trim_end();
        let head = bare.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+'));
        let key = head.strip_suffix(['|', '>']).unwrap_or_default();
        key.trim_end().ends_with(':') && key.ends_with([' ', '\t'])
    }

    /// Whether it is more likely data than prose: a key with its colon, an item, a comment, the mark of a document.
    fn is_data(self) -> bool {
        let key = self
            .words
            .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "_-.\"'".contains(c));
        let is_key = key.len() < self.words.len()
            && (key == ":" || [": ", ":\t", "："].iter().any(|colon| key.starts_with(colon)));
        is_key
            || self.words.starts_with(['#', '{', '}', '[', ']', '&', '*', '!', '%'])
            || self.words.starts_with("- ")
            || matches!(self.words, "-" | "---" | "...")
    }

    /// Whether it is more than a word, which may be a key that lacks its colon.
    fn is_sentence(self) -> bool {
        self.words.contains(['，', '。', '；', '、']) || self.words.split_whitespace().count() > 4
    }
}

/// The prose without indentation over which a parser stumbled at byte `at`, if that is what it was.
pub(crate) fn unindented_prose(text: &str, at: usize) -> Option<UnindentedProse> {
    let end = at + text[at..].find('\n').unwrap_or(text.len() - at);
    let mut start = 0;
    let lines = text[..end].split_inclusive('\n').map(|line| {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let found = Line {
            start,
            indent,
            words: line[indent..].trim_end(),
        };
        start += line.len();
        found
    });
    let lines: Vec<Line<'_>> = lines.filter(|line| !line.words.trim().is_empty()).collect();
    let head = lines.iter().rposition(|line| line.opens_block())?;
    let below = &lines[head + 1..];
    let first = below.iter().position(|line| line.indent <= lines[head].indent)?;
    let line = below[first];
    // The parser may have gone on to the next key before it gave up.
    let (last, prose) = below[first..].split_last()?;
    let is_prose = !line.is_data() && prose.iter().all(|line| !line.is_data());
    let is_meant = is_prose && (first == 0 || line.is_sentence()) && (line.start == last.start || !prose.is_empty());
    let key = lines[head].words.split(':').next().unwrap_or_default();
    let from = lines[head].span().start;
    is_meant.then(|| UnindentedProse {
        line: line.span(),
        key: Span::new(from, from + key.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::unindented_prose;

    /// What is found where the parser stumbles over `at`.
    fn found<'t>(text: &'t str, at: &str) -> Option<(&'t str, &'t str)> {
        let at = text.find(at).map_or(text.len(), |found| found);
        let found = unindented_prose(text, at)?;
        Some((
            &text[found.line.start..found.line.end],
            &text[found.key.start..found.key.end],
        ))
    }

    #[test]
    fn prose_below_a_block_header() {
        let all = "year: 2023\noverview: |\n\n本年度认真贯彻。\n一、主动公开：共100条。\nproactive:\n";
        assert_eq!(found(all, "本年度"), Some(("本年度认真贯彻。", "overview")));
        assert_eq!(found(all, "一、"), Some(("本年度认真贯彻。", "overview")));
        assert_eq!(found(all, "proactive"), Some(("本年度认真贯彻。", "overview")));
        let rest = "overview: >- # 概况\n  第一段。\n第二段，未缩进。\nproactive:\n";
        assert_eq!(found(rest, "proactive"), Some(("第二段，未缩进。", "overview")));
        let inside = "part:\n  text: |\n  Written at the depth of its key\n  b: 1\n";
        assert_eq!(found(inside, "b: 1"), Some(("Written at the depth of its key", "text")));
    }

    #[test]
    fn white_space_that_does_not_indent_is_part_of_the_line() {
        let text = "overview: |\n\u{2028}本年度认真贯彻。\n";
        assert_eq!(found(text, "本年度"), Some(("\u{2028}本年度认真贯彻。", "overview")));
    }

    #[test]
    fn what_is_no_prose() {
        // A key that lacks its colon, a defect elsewhere, a text that is as it should be.
        assert_eq!(found("overview: |\n  第一段。\nproactive\nb: 1\n", "b: 1"), None);
        assert_eq!(
            found("overview: |\n  第一段。\nproblems: |\n  第二段。\nyear 2023\n", "year"),
            None
        );
        assert_eq!(found("overview: |\n  第一段。\nyear：2023，\nb: 1\n", "b: 1"), None);
        assert_eq!(found("overview: |\nproactive: {a: 1\nb: 2\n", "b: 2"), None);
        assert_eq!(found("overview: 一\n第二段。\nb: 2\n", "b: 2"), None);
    }
}

//! What a report looks like, whatever file it came in: lines of text and rows of tables, with their places in the text
//! that a person reads.

use std::{borrow::Cow, collections::BTreeSet};

use crate::text::source::Span;

/// The readable text of a report and what stands in it.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The text as a person reads it; all places are in it.
    pub text: String,
    /// Lines and rows, in their order.
    pub blocks: Vec<Block>,
    /// Whether the file itself tells rows and columns, so that a blank cell is one for certain.
    pub is_grid: bool,
    /// The blocks that the file itself calls headings.
    pub titles: BTreeSet<usize>,
    /// Whether a backslash in the text makes the mark behind it a character like others, as in Markdown.
    pub has_escapes: bool,
    /// What a page says of itself beside what it shows, in the window's frame and to search engines: behind all blocks in the text.
    pub about: Vec<Span>,
    /// What the file shows and the text does not say, or the other way round.
    pub unlike: Vec<Unlike>,
}

/// Where what a person sees of a file and what is read of it are not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlike {
    /// The block it stands in or before.
    pub block: usize,
    /// Its place, or the place where it would stand.
    pub span: Span,
    /// What it is; a key of the `causes` of `not-as-shown`.
    pub cause: &'static str,
    /// The beginning of what stands there, or its name in the file.
    pub value: String,
    /// Where it counts.
    pub reach: Reach,
}

/// Where something may change what the report says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Wherever it stands in the file.
    Anywhere,
    /// Within the report, from its title to its end.
    Report,
    /// Within the report, but for a table that is one of the form's: there it is the report.
    BesideTables,
}

/// A piece of the readable text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A line or a paragraph, without white space at its ends.
    Line(Span),
    /// A row of a table.
    Row(LayoutRow),
}

/// Cells side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayoutRow {
    /// The table it is in, counted from 0.
    pub table: usize,
    /// The cells, blank ones too.
    pub cells: Vec<LayoutCell>,
    /// Whether the row ends with its last cell. Where a text gives one cell after the other it is not told where rows end.
    pub closed: bool,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayoutCell {
    /// What stands in it, without white space at its ends; for a blank cell the space for it, which may be empty.
    pub span: Span,
    /// The first column it covers, where the file tells columns.
    pub column: Option<usize>,
}

impl Block {
    /// The place of all of it.
    pub fn span(&self) -> Span {
        match self {
            Self::Line(span) => *span,
            Self::Row(row) => match (row.cells.first(), row.cells.last()) {
                (Some(first), Some(last)) => Span::new(first.span.start, last.span.end.max(first.span.start)),
                _ => Span::default(),
            },
        }
    }
}

impl Layout {
    /// The words at a place with a blank for each backslash that only makes a mark a character: as long as they stand there, so that
    /// places in them are places in the text.
    pub fn words(&self, span: Span) -> Cow<'_, str> {
        let words = &self.text[span.start..span.end];
        if !self.has_escapes || !words.contains('\\') {
            return Cow::Borrowed(words);
        }
        let mut blanked = String::with_capacity(words.len());
        let mut chars = words.chars().peekable();
        while let Some(c) = chars.next() {
            let mark = if c == '\\' {
                chars.next_if(char::is_ascii_punctuation)
            } else {
                None
            };
            match mark {
                Some(mark) => blanked.extend([' ', mark]),
                None => blanked.push(c),
            }
        }
        Cow::Owned(blanked)
    }

    /// The words at a place as they are meant: without backslashes that only make a mark a character.
    pub fn meant(&self, span: Span) -> Cow<'_, str> {
        let words = &self.text[span.start..span.end];
        if self.has_escapes {
            unescaped(words)
        } else {
            Cow::Borrowed(words)
        }
    }
}

/// `span` without white space at its ends.
pub(crate) fn trimmed(text: &str, span: Span) -> Span {
    let inner = &text[span.start..span.end];
    let start = span.start + (inner.len() - inner.trim_start_matches(crate::text::normalize::is_gap).len());
    let kept = inner.trim_matches(crate::text::normalize::is_gap).len();
    Span::new(start, start + kept)
}

/// A text without the backslashes that stand before marks.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        plain.push_str(before);
        let escaped = behind.chars().next().filter(char::is_ascii_punctuation);
        plain.push(escaped.unwrap_or('\\'));
        rest = &behind[escaped.map_or(0, char::len_utf8)..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backslashes_of_markdown_are_none() {
        let text = r"1\. 概况 \\ a\b";
        let all = Span::new(0, text.len());
        let layout = |has_escapes| Layout {
            text: text.to_owned(),
            has_escapes,
            ..Layout::default()
        };
        assert_eq!(layout(true).words(all), r"1 . 概况  \ a\b", "as long as it was");
        assert_eq!(layout(true).meant(all), r"1. 概况 \ a\b");
        assert_eq!(layout(false).words(all), text);
        assert_eq!(layout(false).meant(all), text);
    }
}

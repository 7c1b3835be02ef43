//! Named text with a line index: what every place in a finding refers to.

use std::path::{Path, PathBuf};

/// A range of bytes in a [`Source`], on character boundaries; `end` is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte, counted from 0.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// A span over `start..end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The number of bytes covered.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether no byte is covered.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// A place as people count it: lines and columns from 1, columns in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values; a byte order mark does not count.
    pub column: usize,
}

/// A text and its name, as findings show it. The text is UTF-8; offsets are into this text, which is the file itself
/// unless the file had to be decoded from another encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    path: PathBuf,
    text: String,
    line_starts: Vec<usize>,
    /// How many characters begin before each so many bytes; only of a text with a long line, whose columns would be counted over and over.
    counted: Vec<usize>,
}

/// The distance of the places at which characters are counted, in bytes.
const STRIDE: usize = 4096;

impl Source {
    /// Index `text`, which findings will call `path`.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(
                text.bytes()
                    .enumerate()
                    .filter(|(_, byte)| *byte == b'\n')
                    .map(|(at, _)| at + 1),
            )
            .collect::<Vec<usize>>();
        let ends = line_starts[1..].iter().copied().chain([text.len()]);
        let is_long = line_starts
            .iter()
            .zip(ends)
            .any(|(start, end)| end - start > 2 * STRIDE);
        let mut counted = Vec::new();
        if is_long {
            let mut count = 0;
            for at in (0..text.len()).step_by(STRIDE) {
                counted.push(count);
                count += characters(text.as_bytes(), at, (at + STRIDE).min(text.len()));
            }
        }
        Self {
            path: path.into(),
            text,
            line_starts,
            counted,
        }
    }

    /// The name under which findings show the text.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of lines; an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The line that holds byte `offset`, counted from 0.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset) - 1
    }

    /// The bytes of line `line` (from 0), without its line break; empty past the end.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let Some(&start) = self.line_starts.get(line) else {
            return Span::new(self.text.len(), self.text.len());
        };
        let end = self.line_starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let end = if self.text.as_bytes()[start..end].ends_with(b"\r") {
            end - 1
        } else {
            end
        };
        Span::new(start, end)
    }

    /// The place of byte `offset`, clamped to the text.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let line = self.line_of(offset);
        let (start, bytes) = (self.line_starts[line], self.text.as_bytes());
        let (first, last) = (start.div_ceil(STRIDE), offset / STRIDE);
        let column = if first < last && last < self.counted.len() {
            let between = self.counted[last] - self.counted[first];
            characters(bytes, start, first * STRIDE) + between + characters(bytes, last * STRIDE, offset)
        } else {
            characters(bytes, start, offset)
        };
        Position {
            line: line + 1,
            column: column + 1,
        }
    }

    /// The text under `span`, clamped.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        let span = self.clamp(span);
        &self.text[span.start..span.end]
    }

    /// `span` within the text and on character boundaries.
    #[must_use]
    pub fn clamp(&self, span: Span) -> Span {
        let start = self.floor(span.start);
        Span::new(start, self.floor(span.end).max(start))
    }

    fn floor(&self, offset: usize) -> usize {
        // str::floor_char_boundary is younger than the Rust we promise to build with.
        let offset = offset.min(self.text.len());
        (0..=offset)
            .rev()
            .find(|at| self.text.is_char_boundary(*at))
            .unwrap_or(0)
    }
}

/// How many characters begin in a range of bytes; a byte order mark is none.
fn characters(text: &[u8], start: usize, end: usize) -> usize {
    let begins =
        |at: &usize| text[*at] & 0xc0 != 0x80 && !(text[*at] == 0xef && text[*at..].starts_with(&[0xef, 0xbb, 0xbf]));
    (start..end).filter(begins).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_long_line_are_those_of_a_short_one() {
        for piece in ["a", "字", "é\u{feff}", "字\u{1f600}a"] {
            let text = format!("首\n{}", piece.repeat(5000));
            let source = Source::new("x", text.clone());
            for (offset, _) in text.char_indices().filter(|(at, _)| at % 7 < 2) {
                let line_start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
                let before = text[line_start..offset].chars().filter(|c| *c != '\u{feff}').count();
                assert_eq!(source.position(offset).column, before + 1, "{piece} {offset}");
            }
        }
    }
}

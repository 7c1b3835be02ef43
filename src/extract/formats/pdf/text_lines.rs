//! Glyphs to lines of text, in the order in which they are seen.

use super::{
    geometry::Rect,
    marks::{Glyph, Line},
};
use crate::extract::formats::typography::{Level, Typography};

/// Something that is shown otherwise than it is read: a cause of `not-as-shown`, and what stands there.
pub(super) type Note = (&'static str, String);

/// A line of text.
#[derive(Clone, Debug, Default)]
pub(super) struct TextLine {
    /// Empty if nobody sees any of it.
    pub text: String,
    pub place: Option<Rect>,
    /// The height of most of its letters.
    pub size: f64,
    /// How long the part of it is that a line cannot end in.
    pub first_piece: f64,
    pub notes: Vec<Note>,
}

/// The lines that some glyphs stand on, from the top; what is drawn across a line is struck out by `level`, lines in the order of their
/// heights.
pub(super) fn lines(mut glyphs: Vec<&Glyph>, level: &[Line]) -> Vec<TextLine> {
    glyphs.sort_by(|a, b| b.origin.1.total_cmp(&a.origin.1));
    let mut lines = Vec::new();
    let mut rest = glyphs.as_slice();
    while let Some(first) = rest.first() {
        let (mut base, mut size) = (first.origin.1, first.size);
        let mut end = 0;
        for glyph in rest {
            if base - glyph.origin.1 > 0.45 * size.max(glyph.size) {
                break;
            }
            // A raised mark comes first, and is no measure of the line.
            if glyph.size > size * 1.1 {
                (base, size) = (glyph.origin.1, glyph.size);
            }
            end += 1;
        }
        let (line, behind) = rest.split_at(end.max(1));
        lines.push(text_line(line.to_vec(), (base, size), level));
        rest = behind;
    }
    lines
}

fn text_line(mut glyphs: Vec<&Glyph>, (base, size): (f64, f64), level: &[Line]) -> TextLine {
    glyphs.sort_by(|a, b| a.place.left.total_cmp(&b.place.left));
    let first = level.partition_point(|line| line.at < base + 0.12 * size);
    let last = level.partition_point(|line| line.at < base + 0.62 * size);
    let across = &level[first.min(last)..last];
    let mut line = TextLine {
        size,
        ..TextLine::default()
    };
    let mut before: Option<&Glyph> = None;
    let mut is_first_piece = true;
    for glyph in glyphs {
        let center = glyph.place.center().0;
        let is_struck = across.iter().any(|line| line.from <= center && center <= line.to);
        if let Some(cause) = glyph.unlike {
            line.note(cause, &glyph.text);
        }
        if glyph.is_unseen {
            continue;
        }
        if is_struck {
            line.note("struck", &glyph.text);
        }
        let rise = (glyph.origin.1 - base) / size;
        let is_small = glyph.size < 0.8 * size;
        let shown = Typography {
            level: match rise {
                _ if rise > 0.2 || rise > 0.1 && is_small => Level::Raised,
                _ if rise < -0.2 || rise < -0.05 && is_small => Level::Lowered,
                _ => Level::Line,
            },
            is_struck,
        };
        let gap = before.map_or(0.0, |before| glyph.place.left - before.place.right);
        let space = space(&line.text, &glyph.text, gap / size);
        is_first_piece &= line.text.is_empty() || space.is_empty() && !is_breakable(&line.text, &glyph.text);
        if is_first_piece {
            line.first_piece = glyph.place.right - line.place.map_or(glyph.place.left, |place| place.left);
        }
        line.text.push_str(space);
        line.text.push_str(&shown.apply(&glyph.text));
        line.place = Some(line.place.map_or(glyph.place, |place| place.with(&glyph.place)));
        before = Some(glyph);
    }
    line
}

impl TextLine {
    /// Note a glyph; those side by side are one note.
    fn note(&mut self, cause: &'static str, text: &str) {
        match self.notes.last_mut() {
            Some((last, value)) if *last == cause => value.push_str(text),
            _ => self.notes.push((cause, text.to_owned())),
        }
    }
}

const fn is_narrow(c: char) -> bool {
    c.is_ascii_graphic()
}

/// What stands between two pieces of text for a gap, in sizes of the letters. Words are apart by a fifth or more; Chinese letters are set
/// apart to fill a line.
fn space(before: &str, behind: &str, gap: f64) -> &'static str {
    let are_words = before.ends_with(is_narrow) && behind.starts_with(is_narrow);
    match gap {
        _ if before.is_empty() => "",
        _ if gap > 2.2 => "    ",
        _ if gap > 1.0 || are_words && gap > 0.18 => " ",
        _ => "",
    }
}

/// Whether a line may end between two pieces of text.
fn is_breakable(before: &str, behind: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%' | '-' | '/');
    let closes = |c: char| "，。；：、？！）》”’】〕,.;:?!)%".contains(c);
    let opens = |c: char| "（《“‘【〔(".contains(c);
    !(before.ends_with(is_part) && behind.starts_with(is_part) || behind.starts_with(closes) || before.ends_with(opens))
}

/// The text of lines under each other, as one: a line was broken where it was full.
pub(super) fn joined<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let mut joined = String::new();
    for line in lines.filter(|line| !line.is_empty()) {
        if joined.ends_with(is_narrow) && line.starts_with(is_narrow) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

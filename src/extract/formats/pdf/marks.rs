//! What is drawn on a page, as it is shown: glyphs, lines, grounds and pictures, in the order in which they are drawn.

use super::geometry::Rect;
use crate::extract::formats::contrast::Color;

/// A character, or several that one glyph stands for.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub text: String,
    /// Where it stands on its line.
    pub origin: (f64, f64),
    /// From its left to where the next one stands, from below its line to above it.
    pub place: Rect,
    /// The height of its letters.
    pub size: f64,
    /// When it was drawn.
    pub order: usize,
    /// Its ink; none where that is not known.
    pub ink: Option<Color>,
    /// What keeps it from being seen, or makes it another than is read: a cause of `not-as-shown`.
    pub unlike: Option<&'static str>,
    /// Whether it is not read, for nobody sees it.
    pub is_unseen: bool,
}

/// A straight line, or a rectangle as thin as one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Whether it goes from left to right.
    pub is_level: bool,
    /// Its height where it is level, else its distance from the left.
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

/// What covers what was drawn before it, or is the ground of what comes behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cover {
    pub place: Rect,
    /// When it was drawn.
    pub order: usize,
    /// Its colour; none where that is not known, as of a picture.
    pub color: Option<Color>,
    /// Whether all of its place is of this colour: it is no curved shape, and nothing shows through.
    pub is_full: bool,
}

/// A page as it is drawn.
#[derive(Default)]
pub(super) struct Marks {
    pub size: (f64, f64),
    pub glyphs: Vec<Glyph>,
    pub lines: Vec<Line>,
    pub covers: Vec<Cover>,
    /// Shapes that are neither lines nor grounds: a digit may be drawn as one.
    pub shapes: Vec<Rect>,
    /// What is laid over the page when it is opened, such as fields of a form, with its kind.
    pub annotations: Vec<(Rect, String)>,
    /// How many things were drawn.
    pub order: usize,
}

impl Marks {
    /// The next thing that is drawn.
    pub(super) fn next(&mut self) -> usize {
        self.order += 1;
        self.order
    }
}

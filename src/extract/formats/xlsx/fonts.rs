//! Fonts: what of them tells whether text is seen, of a cell's style and of a part of its text alike.

use super::colours::{Colours, Named};
use crate::extract::formats::{
    contrast::{BLACK, Color, is_seen},
    package::{theme::is_symbol, xml::Tag},
    typography::{Level, Typography},
};

/// Text this small, in points, is a line to the eye.
const SMALLEST: f64 = 2.5;
/// The size where nothing says it.
pub(super) const USUAL_SIZE: f64 = 11.0;

/// What is said of letters; none where nothing is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Font {
    pub ink: Option<Named>,
    pub size: Option<f64>,
    pub typography: Typography,
    pub is_symbol: bool,
}

impl Font {
    /// Take over what an element says.
    pub(super) fn set(&mut self, tag: &Tag<'_>) {
        let value = tag.plain("val");
        let is_on = !matches!(value.as_deref(), Some("0" | "false"));
        match tag.name() {
            b"color" => self.ink = Named::of(tag),
            b"sz" => self.size = value.and_then(|size| size.trim().parse().ok()),
            b"strike" => self.typography.is_struck = is_on,
            b"vertAlign" => {
                self.typography.level = match value.as_deref() {
                    Some("superscript") => Level::Raised,
                    Some("subscript") => Level::Lowered,
                    _ => Level::Line,
                }
            }
            b"name" | b"rFont" => self.is_symbol = value.is_some_and(|font| is_symbol(&font)),
            _ => {}
        }
    }

    /// Its size in points.
    pub(super) fn points(&self) -> f64 {
        self.size.unwrap_or(USUAL_SIZE)
    }

    /// Whether its letters are seen on all of these grounds.
    pub(super) fn is_seen(&self, colours: &Colours, grounds: &[Color]) -> bool {
        let ink = self.ink.map_or(Some(BLACK), |ink| colours.color(ink)).unwrap_or(BLACK);
        self.points() >= SMALLEST && grounds.iter().all(|ground| is_seen(ink, *ground))
    }
}

//! The state in which content is drawn, of which `q` keeps a copy and `Q` brings it back.

use std::rc::Rc;

use super::{
    colours::Space,
    fonts::Font,
    geometry::{Matrix, Rect},
};
use crate::extract::formats::contrast::{BLACK, Color};

/// An ink: for lines, or for grounds and letters.
#[derive(Clone)]
pub(super) struct Ink {
    pub space: Space,
    pub color: Option<Color>,
    /// From 0, through which all is seen, to 1.
    pub alpha: f64,
}

impl Default for Ink {
    fn default() -> Self {
        Self {
            space: Space::Gray,
            color: Some(BLACK),
            alpha: 1.0,
        }
    }
}

impl Ink {
    pub(super) fn set(&mut self, space: Space, numbers: &[f64]) {
        self.color = space.color(numbers);
        self.space = space;
    }
}

/// See the top of the file.
#[derive(Clone)]
pub(super) struct State {
    pub matrix: Matrix,
    /// What can be drawn on.
    pub clip: Rect,
    pub fill: Ink,
    pub stroke: Ink,
    pub width: f64,
    /// Whether a mask or a way of mixing colours changes what is drawn.
    pub is_mixed: bool,
    pub text: Text,
}

/// What text is drawn with.
#[derive(Clone)]
pub(super) struct Text {
    pub font: Option<Rc<Font>>,
    pub size: f64,
    pub between: f64,
    pub between_words: f64,
    /// 1 where letters are as wide as they are.
    pub stretch: f64,
    pub leading: f64,
    pub rise: f64,
    pub mode: i64,
}

impl State {
    pub(super) fn new(matrix: Matrix, clip: Rect) -> Self {
        Self {
            matrix,
            clip,
            fill: Ink::default(),
            stroke: Ink::default(),
            width: 1.0,
            is_mixed: false,
            text: Text {
                font: None,
                size: 0.0,
                between: 0.0,
                between_words: 0.0,
                stretch: 1.0,
                leading: 0.0,
                rise: 0.0,
                mode: 0,
            },
        }
    }
}

//! The properties of paragraphs that tell what is seen of them.

use super::{
    colors::{Color, Palette},
    spaces::Space,
    xml::Tag,
};

/// Lines this low, in twentieths of a point, are cut off.
const LOWEST_LINE: i64 = 60;
/// Farther to the side than a page is wide.
const PAGE: i64 = 11_000;

/// What is said of a paragraph, directly or by a style.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ParagraphProperties {
    /// Its style.
    pub style: Option<String>,
    /// Whether a number or a mark stands before it.
    pub is_numbered: Option<bool>,
    /// It is written from the right.
    pub is_from_right: Option<bool>,
    /// It stands in a frame somewhere on the page.
    pub is_framed: Option<bool>,
    /// None inside: no ground of its own.
    pub ground: Option<Option<Color>>,
    line: Option<(i64, bool)>,
    /// How far it stands to the right, or to the left.
    aside: Option<i64>,
    /// The space above it.
    pub before: Option<i64>,
}

impl ParagraphProperties {
    /// Take over what an element says.
    pub(super) fn set(&mut self, tag: &Tag<'_>, palette: &Palette) {
        if tag.space != Space::Word {
            return;
        }
        match tag.name() {
            b"pStyle" => self.style = tag.val().map(|style| style.into_owned()),
            // The list that it is in, where 0 takes it out.
            b"numId" => self.is_numbered = Some(tag.val().as_deref() != Some("0")),
            b"bidi" => self.is_from_right = Some(tag.is_on()),
            b"framePr" => self.is_framed = Some(!matches!(tag.word("dropCap").as_deref(), Some("drop" | "margin"))),
            b"shd" => self.ground = Some(palette.shading(tag)),
            b"spacing" => {
                if let Some(height) = tag.number("line") {
                    self.line = Some((height, tag.word("lineRule").as_deref() == Some("exact")));
                }
                self.before = tag.number("before").or(self.before);
            }
            b"ind" => {
                let sides = ["left", "start", "right", "end"].map(|side| tag.number(side).unwrap_or(0));
                let first = tag.number("firstLine").unwrap_or(0) - tag.number("hanging").unwrap_or(0);
                let farthest = sides.into_iter().chain([first, sides[0] + sides[1] + first]);
                self.aside = farthest.map(i64::abs).max();
            }
            _ => {}
        }
    }

    /// Put what is said nearer to the text over what is said here.
    pub(super) fn merge(&mut self, nearer: &Self) {
        fn over<T: Clone>(under: &mut Option<T>, over: &Option<T>) {
            if over.is_some() {
                under.clone_from(over);
            }
        }
        over(&mut self.style, &nearer.style);
        over(&mut self.is_numbered, &nearer.is_numbered);
        over(&mut self.is_from_right, &nearer.is_from_right);
        over(&mut self.is_framed, &nearer.is_framed);
        over(&mut self.ground, &nearer.ground);
        over(&mut self.line, &nearer.line);
        over(&mut self.aside, &nearer.aside);
        over(&mut self.before, &nearer.before);
    }

    /// Whether its lines are too low to be seen.
    pub(super) fn is_cut_off(&self) -> bool {
        self.line
            .is_some_and(|(height, is_exact)| is_exact && height.abs() < LOWEST_LINE)
    }

    /// Whether it stands off the page.
    pub(super) fn is_aside(&self) -> bool {
        self.aside.is_some_and(|aside| aside > PAGE)
    }
}

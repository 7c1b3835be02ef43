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
/// Farther to the side than in a cell.
const CELL: i64 = 5_000;
/// The width of a character of usual size.
const CHARACTER: i64 = 220;

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
    /// How far it stands from the left and from the right, and its first line from the rest; the same in hundredths of a character.
    indents: [Option<i64>; 6],
    /// The space above it, and below.
    pub before: Option<i64>,
    pub after: Option<i64>,
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
                self.after = tag.number("after").or(self.after);
            }
            b"ind" => {
                let back = |name: &str| tag.number(name).map(i64::saturating_neg);
                let said = [
                    tag.number("left").or_else(|| tag.number("start")),
                    tag.number("right").or_else(|| tag.number("end")),
                    back("hanging").or_else(|| tag.number("firstLine")),
                    tag.number("leftChars").or_else(|| tag.number("startChars")),
                    tag.number("rightChars").or_else(|| tag.number("endChars")),
                    back("hangingChars").or_else(|| tag.number("firstLineChars")),
                ];
                for (under, said) in self.indents.iter_mut().zip(said) {
                    *under = said.or(*under);
                }
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
        for (under, nearer) in self.indents.iter_mut().zip(&nearer.indents) {
            over(under, nearer);
        }
        over(&mut self.before, &nearer.before);
        over(&mut self.after, &nearer.after);
    }

    /// Whether its lines are too low to be seen.
    pub(super) fn is_cut_off(&self) -> bool {
        self.line
            .is_some_and(|(height, is_exact)| is_exact && height.abs() < LOWEST_LINE)
    }

    /// Whether it stands off the page, or out of its cell.
    pub(super) fn is_aside(&self, is_in_table: bool) -> bool {
        let limit = if is_in_table { CELL } else { PAGE };
        let [left, right, first, chars @ ..] = self.indents.map(|indent| indent.unwrap_or(0).saturating_abs());
        let by_chars = chars.map(|chars| chars.saturating_mul(CHARACTER) / 100);
        [left, right, first].iter().chain(&by_chars).any(|far| *far > limit)
    }

    /// The least height of one of its lines in text of a size in half points, in twentieths of a point.
    pub(super) fn line_height(&self, size: i64) -> i64 {
        match self.line {
            Some((height, true)) => height.saturating_abs(),
            _ => size.saturating_mul(10),
        }
    }
}

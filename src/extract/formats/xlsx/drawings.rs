//! Drawings over a sheet: pictures, text boxes, charts. What they show is not read; one that says something, or lies over cells with
//! something in them, is noted.

use super::{
    places::{Area, LAST_COLUMN, LAST_ROW, Place},
    sheet::{Effort, Sheet, Value},
};
use crate::{
    diagnostic::defect::Defect,
    extract::formats::package::{
        spaces::{Dialect, Space},
        too_many,
        xml::{Sink, Tag},
    },
};

/// More drawings than a sheet has.
const MOST: usize = 10_000;
/// Letters of a drawing that are kept to name it.
const LONGEST_NAME: usize = 60;
/// The lowest row and the narrowest column of a sheet that is not made to hide them, in the units of drawings.
const LOW: i64 = 100_000;
const NARROW: i64 = 100_000;

/// A drawing at its place.
#[derive(Default)]
struct Anchor {
    /// Column and row, from nought, and how far into them.
    from: [i64; 4],
    to: Option<[i64; 4]>,
    /// Width and height, where the other corner is not told.
    size: Option<[i64; 2]>,
    name: String,
    text: String,
    is_hidden: bool,
    is_anywhere: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Root,
    Anchor,
    From,
    To,
    Number(usize, bool),
    Inside,
    Letters,
}

/// Reads the drawings of a sheet.
#[derive(Default)]
pub(super) struct Drawings {
    anchors: Vec<Anchor>,
    open: Vec<Part>,
}

impl Anchor {
    /// The cells that it lies over.
    fn area(&self) -> Area {
        let last = match (self.to, self.size) {
            _ if self.is_anywhere => [i64::from(LAST_COLUMN), i64::from(LAST_ROW)],
            (Some([column, row, x, y]), _) => {
                // A drawing that ends where a cell begins does not lie over it.
                let end = |at: i64, into: i64, from: i64| if into == 0 && at > from { at - 1 } else { at };
                [end(column, x, self.from[0]), end(row, y, self.from[1])]
            }
            (None, Some([width, height])) => [self.from[0] + width / NARROW, self.from[1] + height / LOW],
            (None, None) => [self.from[0], self.from[1]],
        };
        let first = if self.is_anywhere {
            [0, 0]
        } else {
            [self.from[0], self.from[1]]
        };
        let place = |[column, row]: [i64; 2]| Place {
            row: u32::try_from(row.saturating_add(1)).unwrap_or(1).clamp(1, LAST_ROW),
            column: u32::try_from(column.saturating_add(1))
                .unwrap_or(1)
                .clamp(1, LAST_COLUMN),
        };
        Area {
            first: place(first),
            last: place(last),
        }
    }
}

impl Drawings {
    /// Note the cells that drawings lie over, and what those say that lie elsewhere.
    pub(super) fn note(self, sheet: &mut Sheet, effort: &mut Effort) {
        for anchor in self.anchors.iter().filter(|anchor| !anchor.is_hidden) {
            let is_said = !anchor.text.trim().is_empty();
            let value = if is_said { &anchor.text } else { &anchor.name };
            let has_content = |_: Place, cell: &super::sheet::Cell| cell.value != Value::Blank;
            match effort.spend(1).then(|| sheet.find(&anchor.area(), effort, has_content)) {
                Some(Ok(Some((place, _)))) => sheet.note(place, "floating", value),
                Some(Ok(None)) if !is_said => {}
                _ => sheet.note_all("floating", value),
            }
        }
    }

    fn within(&mut self, place: Part, tag: &Tag<'_>) -> Option<Part> {
        let anchor = self.anchors.last_mut();
        match (place, tag.space, tag.name()) {
            (Part::Anchor, Space::SheetPlacement, b"from") => Some(Part::From),
            (Part::Anchor, Space::SheetPlacement, b"to") => {
                anchor?.to = Some([0; 4]);
                Some(Part::To)
            }
            (Part::From | Part::To, Space::SheetPlacement, name) => {
                let at = [&b"col"[..], b"row", b"colOff", b"rowOff"]
                    .iter()
                    .position(|known| *known == name)?;
                Some(Part::Number(at, place == Part::To))
            }
            (Part::Anchor, Space::SheetPlacement, b"ext") => {
                let number = |name: &str| tag.plain(name).and_then(|number| number.trim().parse().ok());
                anchor?.size = number("cx").zip(number("cy")).map(|(width, height)| [width, height]);
                None
            }
            (Part::Anchor, Space::SheetPlacement, b"clientData" | b"pos") => None,
            (Part::Anchor | Part::Inside, _, name) => {
                let anchor = anchor?;
                if name == b"cNvPr" && tag.space == Space::SheetPlacement {
                    anchor.is_hidden |= matches!(tag.plain("hidden").as_deref(), Some("1" | "true"));
                    if anchor.name.is_empty() {
                        anchor.name = tag
                            .plain("name")
                            .unwrap_or_default()
                            .chars()
                            .take(LONGEST_NAME)
                            .collect();
                    }
                }
                let is_letters = tag.space == Space::Drawing && name == b"t";
                Some(if is_letters { Part::Letters } else { Part::Inside })
            }
            _ => None,
        }
    }
}

impl Sink for Drawings {
    const DIALECT: Dialect = Dialect::Excel;

    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        let part = match self.open.last().copied() {
            None => Some(Part::Root),
            Some(Part::Root) => {
                if self.anchors.len() >= MOST {
                    return Err(too_many(MOST));
                }
                self.anchors.push(Anchor {
                    is_anywhere: tag.name() == b"absoluteAnchor",
                    ..Anchor::default()
                });
                Some(Part::Anchor)
            }
            Some(place) => self.within(place, tag),
        };
        self.open.extend(part);
        Ok(part.is_some())
    }

    fn end(&mut self) {
        self.open.pop();
    }

    fn text(&mut self, text: &str) {
        let (Some(part), Some(anchor)) = (self.open.last(), self.anchors.last_mut()) else {
            return;
        };
        match part {
            Part::Letters => {
                let left = LONGEST_NAME.saturating_sub(anchor.text.chars().count());
                anchor.text.extend(text.chars().take(left));
            }
            Part::Number(at, is_end) => {
                let corner = if *is_end {
                    anchor.to.as_mut()
                } else {
                    Some(&mut anchor.from)
                };
                if let (Some(corner), Ok(number)) = (corner, text.trim().parse::<i32>()) {
                    corner[*at] = i64::from(number.max(0));
                }
            }
            _ => {}
        }
    }
}

/// Reads the drawings of the years before 2007: comments, which are hidden until one points at them, and whatever else may lie there.
#[derive(Default)]
pub(super) struct OldDrawings {
    /// Whether one of them is shown.
    pub are_shown: bool,
    depth: usize,
}

impl Sink for OldDrawings {
    const DIALECT: Dialect = Dialect::Excel;

    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        let is_shape = tag.space == Space::Vml
            && matches!(
                tag.name(),
                b"shape" | b"rect" | b"roundrect" | b"oval" | b"line" | b"polyline" | b"image"
            );
        if is_shape {
            let style = tag.plain("style").unwrap_or_default();
            let style: String = style.to_ascii_lowercase().split_whitespace().collect();
            self.are_shown |= !style.contains("visibility:hidden");
            return Ok(false);
        }
        let is_around = self.depth == 0 || tag.space == Space::Vml && tag.name() == b"group";
        self.depth += usize::from(is_around);
        Ok(is_around)
    }

    fn end(&mut self) {
        self.depth -= 1;
    }

    fn text(&mut self, _text: &str) {}
}

/// Reads which style a table of a sheet has.
#[derive(Default)]
pub(super) struct TableStyle {
    pub name: Option<String>,
    depth: usize,
}

impl Sink for TableStyle {
    const DIALECT: Dialect = Dialect::Excel;

    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        if tag.name() == b"tableStyleInfo" {
            self.name = tag.plain("name").map(|name| name.into_owned());
        }
        let is_root = self.depth == 0;
        self.depth += usize::from(is_root);
        Ok(is_root)
    }

    fn end(&mut self) {
        self.depth -= 1;
    }

    fn text(&mut self, _text: &str) {}
}

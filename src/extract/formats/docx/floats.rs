//! Drawings: what stands in the line, and what floats over the page and may cover what is read.

use super::{spaces::Space, xml::Tag};

/// Behind so many lines after the last table a seal or a signature covers none of it.
const LINES_BEHIND: usize = 3;
/// Longer than any page, in units of a drawing (914,400 to the inch).
const OFF_PAGE: i64 = 20_000_000;
/// Smaller than can be seen, in the same units.
const SMALLEST: i64 = 40_000;

/// A drawing that is being read.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    /// Its name, for people.
    pub name: String,
    /// It stands at a place of its own, not in the line.
    pub floats: bool,
    /// Text goes around it.
    is_wrapped: bool,
    /// It stands where its paragraph does.
    is_by_paragraph: bool,
    /// A line, which covers nothing.
    is_line: bool,
    has_shape: bool,
    /// Nobody sees it, and why.
    pub unseen: Option<&'static str>,
}

impl Drawing {
    /// Take over what an element of the drawing says.
    pub(super) fn set(&mut self, tag: &Tag<'_>) {
        let value = |name: &str| tag.value(Space::None, name);
        let number = |name: &str| value(name).and_then(|number| number.trim().parse::<i64>().ok());
        match (tag.space, tag.name()) {
            (Space::Placement, b"anchor") => self.floats = true,
            (Space::Placement, b"positionV") => {
                self.is_by_paragraph = matches!(value("relativeFrom").as_deref(), Some("paragraph" | "line"));
            }
            (Space::Placement, b"wrapSquare" | b"wrapTight" | b"wrapThrough" | b"wrapTopAndBottom") => {
                self.is_wrapped = true
            }
            (Space::Placement, b"extent") => {
                let is_small = |side: &str| number(side).is_some_and(|length| length < SMALLEST);
                if is_small("cx") || is_small("cy") {
                    self.unseen = Some("faint");
                }
            }
            (Space::Placement, b"docPr") => {
                self.name = value("name").unwrap_or_default().into_owned();
                if value("hidden").is_some_and(|on| matches!(on.as_ref(), "1" | "true")) {
                    self.unseen = Some("hidden");
                }
            }
            (Space::Drawing, b"prstGeom") => {
                let kind = value("prst").unwrap_or_default().into_owned();
                self.is_line = kind == "line" || kind.starts_with("straightConnector");
            }
            (Space::Vml, b"line") => {
                self.is_line = true;
                self.has_shape = true;
            }
            (
                Space::Vml,
                b"shape" | b"rect" | b"roundrect" | b"oval" | b"group" | b"polyline" | b"arc" | b"curve" | b"image",
            ) => {
                self.has_shape = true;
                let style = value("style").unwrap_or_default().replace(' ', "").to_lowercase();
                self.floats |= style.contains("position:absolute") || style.contains("position:relative");
                if style.contains("visibility:hidden") {
                    self.unseen = Some("hidden");
                }
                if self.name.is_empty() {
                    self.name = value("id").unwrap_or_default().into_owned();
                }
            }
            _ => {}
        }
    }

    /// Where it stands, as far as the file says.
    pub(super) fn offset(&mut self, text: &str) {
        if text.trim().parse::<i64>().is_ok_and(|offset| offset.abs() > OFF_PAGE) {
            self.unseen = Some("displaced");
        }
    }

    /// It is an old drawing without any shape, which is none.
    pub(super) fn is_empty(&self, is_old: bool) -> bool {
        is_old && !self.has_shape
    }

    /// Whether it may cover text that stands elsewhere.
    pub(super) fn may_cover(&self) -> bool {
        let stays = self.is_wrapped && self.is_by_paragraph;
        self.floats && !self.is_line && !stays && self.unseen.is_none()
    }

    /// Whether it shows something where it stands in a cell.
    pub(super) fn shows(&self) -> bool {
        !self.is_line && self.unseen.is_none()
    }
}

/// The drawings since the last table that may cover a part of the report.
#[derive(Debug, Default)]
pub(super) struct Floats {
    found: Vec<Float>,
    /// The lines since the last table; none before the first.
    lines: Option<usize>,
}

#[derive(Debug)]
struct Float {
    name: String,
    is_seal: bool,
}

impl Floats {
    /// More drawings than are told apart.
    const MOST: usize = 100;

    pub(super) fn add(&mut self, drawing: Drawing) {
        let is_behind = self.lines.is_some_and(|lines| lines >= LINES_BEHIND);
        if self.found.len() < Self::MOST {
            self.found.push(Float {
                is_seal: is_behind && drawing.is_by_paragraph,
                name: drawing.name,
            });
        }
    }

    pub(super) fn line(&mut self) {
        self.lines = self.lines.map(|lines| lines.saturating_add(1));
    }

    /// A table begins or has ended: what was found before it may cover it.
    pub(super) fn before_table(&mut self) -> Vec<String> {
        self.lines = Some(0);
        std::mem::take(&mut self.found)
            .into_iter()
            .map(|float| float.name)
            .collect()
    }

    /// The document ends: those that may cover something else than the end of the report.
    pub(super) fn at_end(&mut self) -> Vec<String> {
        let found = std::mem::take(&mut self.found).into_iter();
        found.filter(|float| !float.is_seal).map(|float| float.name).collect()
    }
}

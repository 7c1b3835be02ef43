//! What the settings of a document say of how it opens, and the colours of its theme.

use super::{
    colors::Palette,
    properties::is_symbol,
    spaces::Space,
    xml::{Sink, Tag},
};
use crate::diagnostic::defect::Defect;

/// What a colour of the theme may be for.
const ROLES: [&str; 12] = [
    "bg1",
    "t1",
    "bg2",
    "t2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hyperlink",
    "followedHyperlink",
];

/// How a document opens.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// All fields are computed anew.
    pub updates_fields: bool,
    /// The styles are taken from a template elsewhere.
    pub links_styles: bool,
    /// It opens as a page of the web.
    pub opens_as_page: bool,
    /// The page has the colour that the document says.
    pub shows_background: bool,
    /// Colours of the theme that stand for others.
    pub colors: Vec<(String, String)>,
}

impl Sink for Settings {
    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        if tag.space != Space::Word {
            return Ok(false);
        }
        match tag.name() {
            b"settings" => return Ok(true),
            b"updateFields" => self.updates_fields = tag.is_on(),
            b"linkStyles" => self.links_styles = tag.is_on(),
            b"displayBackgroundShape" => self.shows_background = tag.is_on(),
            b"clrSchemeMapping" => {
                self.colors = ROLES
                    .iter()
                    .filter_map(|role| Some(((*role).to_owned(), tag.word(role)?.into_owned())))
                    .collect();
            }
            b"view" => self.opens_as_page = tag.val().as_deref() == Some("web"),
            _ => {}
        }
        Ok(false)
    }

    fn end(&mut self) {}

    fn text(&mut self, _text: &str) {}
}

/// Reads the colours and fonts of a theme.
#[derive(Default)]
pub(super) struct Theme {
    pub palette: Palette,
    open: Vec<String>,
}

impl Sink for Theme {
    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        if tag.space != Space::Drawing {
            return Ok(false);
        }
        let name = String::from_utf8_lossy(tag.name()).into_owned();
        let depth = self.open.len();
        let is_wanted = match depth {
            0 => name == "theme",
            1 => name == "themeElements",
            2 => matches!(name.as_str(), "clrScheme" | "fontScheme"),
            3 => true,
            _ => {
                let is_symbol = tag.value(Space::None, "typeface").is_some_and(|font| is_symbol(&font));
                let start = if self.open[3] == "majorFont" { "major" } else { "minor" };
                if is_symbol && self.open[2] == "fontScheme" && !self.palette.symbols.contains(&start) {
                    self.palette.symbols.push(start);
                }
                // What a theme says of its colours has no theme to refer to.
                let color = Palette::default().of_drawing(tag, Space::None);
                if let (4, Some(color)) = (depth, color) {
                    self.palette.set(&self.open[3], color);
                }
                false
            }
        };
        if is_wanted {
            self.open.push(name);
        }
        Ok(is_wanted)
    }

    fn end(&mut self) {
        self.open.pop();
    }

    fn text(&mut self, _text: &str) {}
}

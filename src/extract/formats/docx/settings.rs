//! What the settings of a document say of how it opens, and the colours of its theme.

use super::{
    colors::Palette,
    spaces::Space,
    xml::{Sink, Tag},
};
use crate::diagnostic::defect::Defect;

/// How a document opens.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// All fields are computed anew.
    pub updates_fields: bool,
    /// The styles are taken from a template elsewhere.
    pub links_styles: bool,
    /// It opens as a page of the web.
    pub opens_as_page: bool,
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
            b"view" => self.opens_as_page = tag.val().as_deref() == Some("web"),
            _ => {}
        }
        Ok(false)
    }

    fn end(&mut self) {}

    fn text(&mut self, _text: &str) {}
}

/// Reads the colours of a theme.
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
            2 => name == "clrScheme",
            3 => true,
            _ => {
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

//! The colours and fonts of a theme.

use super::{
    colors::Palette,
    spaces::Space,
    xml::{Sink, Tag},
};
use crate::diagnostic::defect::Defect;

/// Fonts whose letters and digits are pictures or other characters.
const SYMBOLS: [&str; 8] = [
    "symbol",
    "wingdings",
    "webdings",
    "mt extra",
    "marlett",
    "zapf dingbats",
    "itc zapf dingbats",
    "bookshelf symbol",
];

/// Whether a font of this name shows pictures or other characters.
pub(crate) fn is_symbol(font: &str) -> bool {
    let font = font.to_lowercase();
    SYMBOLS.iter().any(|name| font.trim().starts_with(name))
}

/// Reads the colours and fonts of a theme.
#[derive(Default)]
pub(crate) struct Theme {
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

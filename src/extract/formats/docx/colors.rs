//! Colours of Word's own elements, as far as it takes to tell whether text can be seen on its ground.

use super::xml::Tag;
pub(super) use crate::extract::formats::{
    contrast::{BLACK, Color, WHITE, is_seen},
    package::colors::{Palette, hex, mixed},
};

impl Palette {
    /// The colour that some attributes name: of the theme, lighter or darker, or by its numbers.
    pub(super) fn of(&self, tag: &Tag<'_>, [plain, theme, tint, shade]: [&str; 4]) -> Option<Color> {
        let themed = tag.word(theme).and_then(|name| self.named(&name));
        let part = |name: &str| tag.word(name).and_then(|part| u8::from_str_radix(&part, 16).ok());
        match themed {
            Some(color) => {
                let color = part(tint).map_or(color, |tint| mixed(color, WHITE, tint));
                Some(part(shade).map_or(color, |shade| mixed(color, BLACK, shade)))
            }
            None => hex(&tag.word(plain)?),
        }
    }

    /// The ground that shading makes; none where it makes none.
    pub(super) fn shading(&self, tag: &Tag<'_>) -> Option<Color> {
        let fill = self.of(tag, ["fill", "themeFill", "themeFillTint", "themeFillShade"]);
        let ink = self.of(tag, ["color", "themeColor", "themeTint", "themeShade"]);
        let pattern = tag.val().unwrap_or_default();
        match pattern.strip_prefix("pct").and_then(|part| part.parse::<u16>().ok()) {
            Some(part) => {
                let kept = u8::try_from(part.min(100) * 255 / 100).unwrap_or(255);
                Some(mixed(ink.unwrap_or(BLACK), fill.unwrap_or(WHITE), kept))
            }
            None if pattern == "solid" => Some(ink.unwrap_or(BLACK)),
            None => fill,
        }
    }
}

/// The colour of a highlighter.
pub(super) fn highlight(name: &str) -> Option<Color> {
    Some(match name {
        "black" => BLACK,
        "white" => WHITE,
        "yellow" => [255, 255, 0],
        "green" => [0, 255, 0],
        "cyan" => [0, 255, 255],
        "magenta" => [255, 0, 255],
        "red" => [255, 0, 0],
        "blue" => [0, 0, 255],
        "darkBlue" => [0, 0, 128],
        "darkCyan" => [0, 128, 128],
        "darkGreen" => [0, 128, 0],
        "darkMagenta" => [128, 0, 128],
        "darkRed" => [128, 0, 0],
        "darkYellow" => [128, 128, 0],
        "darkGray" => [128, 128, 128],
        "lightGray" => [192, 192, 192],
        _ => return None,
    })
}

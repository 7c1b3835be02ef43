//! The colours of a theme, as far as it takes to tell whether text can be seen on its ground.

use super::{spaces::Space, xml::Tag};
pub(crate) use crate::extract::formats::contrast::{BLACK, Color, WHITE};

/// The colours of the theme by their names in it.
pub(crate) struct Palette {
    named: Vec<(&'static str, Color)>,
    /// The colours that the document takes for others: text, grounds, links.
    pub mapped: Vec<(String, String)>,
    /// The theme's fonts, by the beginning of their names, that show other characters.
    pub symbols: Vec<&'static str>,
}

const NAMES: [(&str, Color); 12] = [
    ("dk1", BLACK),
    ("lt1", WHITE),
    ("dk2", [31, 73, 125]),
    ("lt2", [238, 236, 225]),
    ("accent1", [79, 129, 189]),
    ("accent2", [192, 80, 77]),
    ("accent3", [155, 187, 89]),
    ("accent4", [128, 100, 162]),
    ("accent5", [75, 172, 198]),
    ("accent6", [247, 150, 70]),
    ("hlink", [0, 0, 255]),
    ("folHlink", [128, 0, 128]),
];

impl Default for Palette {
    fn default() -> Self {
        Self {
            named: NAMES.to_vec(),
            mapped: Vec::new(),
            symbols: Vec::new(),
        }
    }
}

impl Palette {
    /// Set a colour of the theme.
    pub(crate) fn set(&mut self, name: &str, color: Color) {
        if let Some(known) = self.named.iter_mut().find(|(known, _)| *known == name) {
            known.1 = color;
        }
    }

    /// Whether a font of the theme, such as `minorHAnsi`, shows other characters.
    pub(crate) fn is_symbol(&self, font: &str) -> bool {
        self.symbols.iter().any(|start| font.starts_with(start))
    }

    pub(crate) fn named(&self, name: &str) -> Option<Color> {
        let role = match name {
            "text1" | "tx1" => "t1",
            "background1" => "bg1",
            "text2" | "tx2" => "t2",
            "background2" => "bg2",
            other => other,
        };
        let mapped = self.mapped.iter().find(|(known, _)| known == role);
        let name = match mapped.map_or(role, |(_, to)| to.as_str()) {
            "dark1" | "t1" => "dk1",
            "light1" | "bg1" => "lt1",
            "dark2" | "t2" => "dk2",
            "light2" | "bg2" => "lt2",
            "hyperlink" => "hlink",
            "followedHyperlink" => "folHlink",
            other => other,
        };
        self.named
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, color)| *color)
    }

    /// The colour of a DrawingML element.
    pub(crate) fn of_drawing(&self, tag: &Tag<'_>, space: Space) -> Option<Color> {
        match tag.name() {
            b"srgbClr" => hex(&tag.value(space, "val")?),
            // What the system says counts, not what it said last.
            b"sysClr" => match tag.value(space, "val").as_deref() {
                Some("window") => Some(WHITE),
                Some("windowText") => Some(BLACK),
                _ => hex(&tag.value(space, "lastClr")?),
            },
            b"schemeClr" => self.named(&tag.value(space, "val")?),
            _ => None,
        }
    }
}

/// `part` of 255 of one colour, the rest of the other.
pub(crate) fn mixed(color: Color, other: Color, part: u8) -> Color {
    let part = u16::from(part);
    let mix = |a: u8, b: u8| u8::try_from((u16::from(a) * part + u16::from(b) * (255 - part)) / 255).unwrap_or(255);
    [
        mix(color[0], other[0]),
        mix(color[1], other[1]),
        mix(color[2], other[2]),
    ]
}

/// A colour in six hexadecimal digits.
pub(crate) fn hex(text: &str) -> Option<Color> {
    let text = text.trim().trim_start_matches('#');
    let number = u32::from_str_radix(text, 16).ok().filter(|_| text.len() == 6)?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some([red, green, blue])
}

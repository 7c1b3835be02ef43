//! Colours as a workbook names them: by numbers, of the theme, or by their place in a list.

use crate::extract::formats::package::{
    colors::{BLACK, Color, Palette, WHITE, hex, mixed},
    xml::Tag,
};

/// The theme's colours in the order in which a workbook counts them.
const THEME: [&str; 12] = [
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
];

/// The list of colours where a workbook has none of its own.
const INDEXED: [u32; 56] = [
    0x00_0000, 0xff_ffff, 0xff_0000, 0x00_ff00, 0x00_00ff, 0xff_ff00, 0xff_00ff, 0x00_ffff, 0x80_0000, 0x00_8000,
    0x00_0080, 0x80_8000, 0x80_0080, 0x00_8080, 0xc0_c0c0, 0x80_8080, 0x99_99ff, 0x99_3366, 0xff_ffcc, 0xcc_ffff,
    0x66_0066, 0xff_8080, 0x00_66cc, 0xcc_ccff, 0x00_0080, 0xff_00ff, 0xff_ff00, 0x00_ffff, 0x80_0080, 0x80_0000,
    0x00_8080, 0x00_00ff, 0x00_ccff, 0xcc_ffff, 0xcc_ffcc, 0xff_ff99, 0x99_ccff, 0xff_99cc, 0xcc_99ff, 0xff_cc99,
    0x33_66ff, 0x33_cccc, 0x99_cc00, 0xff_cc00, 0xff_9900, 0xff_6600, 0x66_6699, 0x96_9696, 0x00_3366, 0x33_9966,
    0x00_3300, 0x33_3300, 0x99_3300, 0x99_3366, 0x33_3399, 0x33_3333,
];

/// A colour, before the theme and the list are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Named {
    Plain(Color),
    /// A colour of the theme, lighter or darker.
    Theme(usize, f64),
    Listed(usize),
}

/// The colours of a workbook.
#[derive(Default)]
pub(super) struct Colours {
    pub palette: Palette,
    /// Its own list.
    pub listed: Vec<Color>,
}

impl Named {
    /// The colour that an element names; none where it leaves it to the program.
    pub(super) fn of(tag: &Tag<'_>) -> Option<Self> {
        let number = |name: &str| tag.plain(name).and_then(|number| number.trim().parse().ok());
        if let Some(at) = number("theme") {
            let tint = tag.plain("tint").and_then(|tint| tint.trim().parse().ok());
            return Some(Self::Theme(at, tint.unwrap_or(0.0)));
        }
        if let Some(plain) = tag.plain("rgb") {
            return plain_color(&plain).map(Self::Plain);
        }
        number("indexed").map(Self::Listed)
    }
}

/// A colour by its numbers, before which a transparency may stand that no program heeds.
pub(super) fn plain_color(text: &str) -> Option<Color> {
    let text = text.trim();
    match text.len() {
        8 => hex(text.get(2..)?),
        _ => hex(text),
    }
}

impl Colours {
    /// What a colour is; none where that cannot be told.
    pub(super) fn color(&self, named: Named) -> Option<Color> {
        match named {
            Named::Plain(color) => Some(color),
            Named::Theme(at, tint) => {
                let color = self.palette.named(THEME.get(at)?)?;
                let part = ((1.0 - tint.abs().min(1.0)) * 255.0) as u8;
                let other = if tint > 0.0 { WHITE } else { BLACK };
                Some(mixed(color, other, part))
            }
            Named::Listed(64) => Some(BLACK),
            Named::Listed(65) => Some(WHITE),
            Named::Listed(at) => {
                let usual = || {
                    // The first eight stand there twice.
                    let number = INDEXED.get(if at < 8 { at } else { at - 8 })?;
                    let [_, red, green, blue] = number.to_be_bytes();
                    Some([red, green, blue])
                };
                self.listed.get(at).copied().or_else(usual)
            }
        }
    }
}

//! The properties of runs that tell what is seen of their text.

use super::{
    colors::{self, Color, Palette, WHITE, highlight, is_seen},
    spaces::Space,
    theme::is_symbol,
    xml::Tag,
};
use crate::extract::formats::typography::{Level, Typography};

/// Text this small, in half points, is a line to the eye.
const SMALLEST: i64 = 5;
/// Text narrower than so much of its width, in per cent, cannot be read.
const NARROWEST: i64 = 20;
/// The size of text, in half points, where nothing says it.
const USUAL_SIZE: i64 = 20;

/// What is said of a run, directly or by one style; none where nothing is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RunProperties {
    /// The character style.
    pub style: Option<String>,
    pub vanish: Option<bool>,
    pub strike: Option<bool>,
    web_hidden: Option<bool>,
    spec_vanish: Option<bool>,
    double_strike: Option<bool>,
    level: Option<Level>,
    size: Option<i64>,
    /// The size where the text is of a complex script.
    complex_size: Option<i64>,
    is_complex: Option<bool>,
    /// None inside: black or white, whichever is seen.
    ink: Option<Option<Color>>,
    ground: Option<Option<Color>>,
    marker: Option<Option<Color>>,
    /// The text has no fill, or one that lets everything through.
    is_clear: Option<bool>,
    scale: Option<i64>,
    raise: Option<i64>,
    spacing: Option<i64>,
    is_symbol: Option<bool>,
    is_reordered: Option<bool>,
    is_squeezed: Option<bool>,
}

/// What a person sees of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Look {
    /// It is not seen, and why: a cause of what is not as shown.
    pub unseen: Option<&'static str>,
    /// It is seen, but something else than it says.
    pub altered: Option<&'static str>,
    pub typography: Typography,
}

/// A size in half points; with a unit, in twentieths.
fn half_points(tag: &Tag<'_>) -> Option<i64> {
    let has_unit = tag.val().is_some_and(|size| size.ends_with("pt"));
    tag.number("val").map(|size| if has_unit { size / 10 } else { size })
}

/// Take what is said last.
fn over<T: Clone>(under: &mut Option<T>, over: &Option<T>) {
    if over.is_some() {
        under.clone_from(over);
    }
}

impl RunProperties {
    /// Take over what an element says.
    pub(super) fn set(&mut self, tag: &Tag<'_>, palette: &Palette) {
        if tag.space == Space::Word2010 {
            return self.set_effect(tag, palette);
        }
        if tag.space != Space::Word {
            return;
        }
        let on = Some(tag.is_on());
        match tag.name() {
            b"rStyle" => self.style = tag.val().map(|style| style.into_owned()),
            b"vanish" => self.vanish = on,
            b"webHidden" => self.web_hidden = on,
            b"specVanish" => self.spec_vanish = on,
            b"strike" => self.strike = on,
            b"dstrike" => self.double_strike = on,
            b"vertAlign" => {
                self.level = Some(match tag.val().as_deref() {
                    Some("superscript") => Level::Raised,
                    Some("subscript") => Level::Lowered,
                    _ => Level::Line,
                });
            }
            b"sz" => self.size = half_points(tag),
            b"szCs" => self.complex_size = half_points(tag),
            b"cs" => self.is_complex = on,
            b"color" => self.ink = Some(palette.of(tag, ["val", "themeColor", "themeTint", "themeShade"])),
            b"shd" => self.ground = Some(palette.shading(tag)),
            b"highlight" => self.marker = Some(tag.val().and_then(|name| highlight(&name))),
            b"w" => self.scale = tag.number("val"),
            b"position" => self.raise = tag.number("val"),
            b"spacing" => self.spacing = tag.number("val"),
            b"rFonts" => {
                let fonts = ["ascii", "hAnsi", "eastAsia", "cs"].map(|name| tag.word(name));
                let themed = ["asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"].map(|name| tag.word(name));
                if fonts.iter().chain(&themed).any(Option::is_some) {
                    let is_themed = themed.iter().flatten().any(|font| palette.is_symbol(font));
                    self.is_symbol = Some(is_themed || fonts.iter().flatten().any(|font| is_symbol(font)));
                }
            }
            b"rtl" => self.is_reordered = on,
            b"fitText" => self.is_squeezed = Some(tag.number("val").is_none_or(|width| width < 100)),
            b"eastAsianLayout" => {
                let is_combined = tag
                    .word("combine")
                    .is_some_and(|on| !matches!(on.as_ref(), "0" | "false" | "off"));
                self.is_squeezed = Some(is_combined);
            }
            _ => {}
        }
    }

    /// A part of the effect that fills text.
    fn set_effect(&mut self, tag: &Tag<'_>, palette: &Palette) {
        match tag.name() {
            b"textFill" => {
                self.ink = None;
                self.is_clear = Some(false);
            }
            b"noFill" => self.is_clear = Some(true),
            b"alpha" => {
                let part = tag
                    .value(Space::Word2010, "val")
                    .and_then(|part| part.parse::<i64>().ok());
                self.is_clear = Some(part.is_none_or(|part| part > 80_000));
            }
            // Of several colours that run into each other one is as good as another.
            _ => {
                if let Some(color) = palette.of_drawing(tag, Space::Word2010) {
                    self.ink = Some(Some(color));
                }
            }
        }
    }

    /// Put what is said nearer to the text over what is said here.
    pub(super) fn merge(&mut self, nearer: &Self) {
        over(&mut self.vanish, &nearer.vanish);
        over(&mut self.strike, &nearer.strike);
        self.merge_plain(nearer);
    }

    /// The same without those properties that turn each other off.
    fn merge_plain(&mut self, nearer: &Self) {
        over(&mut self.style, &nearer.style);
        over(&mut self.web_hidden, &nearer.web_hidden);
        over(&mut self.spec_vanish, &nearer.spec_vanish);
        over(&mut self.double_strike, &nearer.double_strike);
        over(&mut self.level, &nearer.level);
        over(&mut self.size, &nearer.size);
        over(&mut self.complex_size, &nearer.complex_size);
        over(&mut self.is_complex, &nearer.is_complex);
        over(&mut self.ink, &nearer.ink);
        over(&mut self.ground, &nearer.ground);
        over(&mut self.marker, &nearer.marker);
        over(&mut self.is_clear, &nearer.is_clear);
        over(&mut self.scale, &nearer.scale);
        over(&mut self.raise, &nearer.raise);
        over(&mut self.spacing, &nearer.spacing);
        over(&mut self.is_symbol, &nearer.is_symbol);
        over(&mut self.is_reordered, &nearer.is_reordered);
        over(&mut self.is_squeezed, &nearer.is_squeezed);
    }

    /// What holds for a run: the defaults, its styles from the outermost to the innermost, and what is said of it itself. A property that
    /// the styles of a paragraph and of a run both turn on is off (ECMA-376, part 1, 17.7.3).
    pub(super) fn resolved(defaults: &Self, styles: &[&Self], direct: &Self) -> Self {
        let mut resolved = defaults.clone();
        let toggled = |of: fn(&Self) -> Option<bool>| {
            let count = styles.iter().filter(|style| of(style) == Some(true)).count();
            let by_styles = of(defaults) == Some(true) || count % 2 == 1;
            Some(of(direct).unwrap_or(by_styles))
        };
        let (vanish, strike) = (toggled(|one| one.vanish), toggled(|one| one.strike));
        for nearer in styles.iter().copied().chain([direct]) {
            resolved.merge_plain(nearer);
        }
        Self {
            vanish,
            strike,
            ..resolved
        }
    }

    /// Why text is not seen that nothing else is said of; its colour aside.
    pub(super) fn hides(&self) -> Option<&'static str> {
        let plain = Self {
            ink: None,
            marker: None,
            ..self.clone()
        };
        plain.look(None).unseen
    }

    /// Whether text is hidden; where it is the mark of a paragraph, the next one goes on in its line.
    pub(super) fn is_hidden(&self) -> bool {
        self.vanish == Some(true) || self.spec_vanish == Some(true)
    }

    /// Whether text with these properties is hidden where the document opens as a page of the web.
    pub(super) fn is_web_hidden(&self) -> bool {
        self.web_hidden == Some(true)
    }

    /// The size that the text has, in half points.
    pub(super) fn size(&self) -> i64 {
        let is_complex = self.is_complex == Some(true) || self.is_reordered == Some(true);
        let size = if is_complex { self.complex_size } else { self.size };
        size.unwrap_or(USUAL_SIZE)
    }

    /// What a person sees of a text with these properties on a ground.
    pub(super) fn look(&self, ground: Option<Color>) -> Look {
        let size = self.size();
        let raise = self.raise.unwrap_or(0);
        let level = match self.level.unwrap_or_default() {
            Level::Line if raise * 4 >= size.max(8) => Level::Raised,
            Level::Line if -raise * 4 >= size.max(8) => Level::Lowered,
            level => level,
        };
        let marker = self.marker.flatten();
        let ground = marker.or(self.ground.flatten()).or(ground);
        let is_faint = match self.ink.flatten() {
            Some(ink) => !is_seen(ink, ground.unwrap_or(WHITE)),
            // On shading black or white is chosen; under a highlighter the text stays black.
            None => marker.is_some_and(|marker| !is_seen(colors::BLACK, marker)),
        };
        let is_lost = size < SMALLEST
            || self.is_clear == Some(true)
            || self.scale.is_some_and(|scale| scale < NARROWEST && scale != 0)
            || is_faint;
        let is_moved = raise.abs() > size.max(USUAL_SIZE) * 2
            || self
                .spacing
                .is_some_and(|spacing| -spacing * 2 >= size * 5 || spacing > 2000);
        let unseen = match () {
            () if self.is_hidden() => Some("hidden"),
            () if is_lost => Some("faint"),
            () => None,
        };
        let altered = match () {
            () if self.is_symbol == Some(true) => Some("symbol"),
            () if self.is_reordered == Some(true) => Some("reversed"),
            () if is_moved || self.is_squeezed == Some(true) => Some("displaced"),
            () => None,
        };
        Look {
            unseen,
            altered,
            typography: Typography {
                level,
                is_struck: self.strike == Some(true) || self.double_strike == Some(true),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_styles_turn_each_other_off() {
        let on = RunProperties {
            vanish: Some(true),
            ..RunProperties::default()
        };
        let off = RunProperties {
            vanish: Some(false),
            ..RunProperties::default()
        };
        let nothing = RunProperties::default();
        let hidden = |defaults, styles: &[&RunProperties], direct| {
            RunProperties::resolved(defaults, styles, direct)
                .look(None)
                .unseen
                .is_some()
        };
        assert!(!hidden(&nothing, &[], &nothing));
        assert!(hidden(&nothing, &[&on], &nothing));
        assert!(hidden(&nothing, &[&nothing, &on], &nothing));
        assert!(hidden(&nothing, &[&on, &off], &nothing));
        assert!(!hidden(&nothing, &[&on, &on], &nothing));
        assert!(hidden(&nothing, &[&on, &on, &on], &nothing));
        assert!(!hidden(&nothing, &[&on], &off));
        assert!(hidden(&on, &[&on, &on], &nothing));
        assert!(!hidden(&on, &[], &off));
    }
}

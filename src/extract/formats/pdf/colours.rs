//! Colours, as far as it takes to tell whether text can be seen: red, green and blue, from 0 to 255.

use lopdf::{Dictionary, Object};

use super::file::File;
use crate::extract::formats::contrast::{BLACK, Color};

/// How numbers are a colour.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Space {
    Gray,
    Rgb,
    Cmyk,
    /// A single ink: black, or none at all.
    Black,
    Nothing,
    /// A pattern or a space that is not known.
    Unknown,
}

/// The numbers of colour spaces within each other, such as a pattern of a single ink.
const DEPTH: usize = 4;

impl Space {
    /// The space of a name or an array, among the spaces of a page.
    pub(super) fn of(file: &File, named: Option<&Dictionary>, name: &[u8]) -> Self {
        match plain(name) {
            Some(space) => space,
            None => named
                .and_then(|named| named.get(name).ok())
                .map_or(Self::Unknown, |object| Self::of_object(file, object, 0)),
        }
    }

    fn of_object(file: &File, object: &Object, depth: usize) -> Self {
        if depth > DEPTH {
            return Self::Unknown;
        }
        let array = match file.resolve(object) {
            Object::Name(name) => return plain(name).unwrap_or(Self::Unknown),
            Object::Array(array) => array,
            _ => return Self::Unknown,
        };
        let element = |at: usize| array.get(at).map(|object| file.resolve(object));
        let name = element(0).and_then(|object| object.as_name().ok()).unwrap_or_default();
        match name {
            b"CalGray" => Self::Gray,
            b"CalRGB" => Self::Rgb,
            b"ICCBased" => {
                let profile = element(1).and_then(super::file::as_dict);
                match profile.and_then(|profile| file.number(profile, "N")) {
                    Some(1.0) => Self::Gray,
                    Some(3.0) => Self::Rgb,
                    Some(4.0) => Self::Cmyk,
                    _ => Self::Unknown,
                }
            }
            b"Separation" => match element(1).and_then(|ink| ink.as_name().ok()) {
                Some(b"Black" | b"All") => Self::Black,
                Some(b"None") => Self::Nothing,
                _ => Self::Unknown,
            },
            _ => plain(name).unwrap_or(Self::Unknown),
        }
    }

    /// The colour before any numbers.
    pub(super) const fn initial(&self) -> Option<Color> {
        match self {
            Self::Unknown | Self::Nothing => None,
            _ => Some(BLACK),
        }
    }

    /// The colour of some numbers; none if it is not known or there is none.
    pub(super) fn color(&self, numbers: &[f64]) -> Option<Color> {
        match (self, numbers) {
            (Self::Gray, [gray]) => Some([part(*gray); 3]),
            (Self::Black, [ink]) => Some([part(1.0 - ink); 3]),
            (Self::Rgb, [red, green, blue]) => Some([part(*red), part(*green), part(*blue)]),
            (Self::Cmyk, [cyan, magenta, yellow, black]) => {
                let mixed = |ink: &f64| part((1.0 - ink) * (1.0 - black));
                Some([mixed(cyan), mixed(magenta), mixed(yellow)])
            }
            _ => None,
        }
    }
}

fn plain(name: &[u8]) -> Option<Space> {
    Some(match name {
        b"DeviceGray" | b"CalGray" | b"G" => Space::Gray,
        b"DeviceRGB" | b"CalRGB" | b"RGB" => Space::Rgb,
        b"DeviceCMYK" | b"CMYK" => Space::Cmyk,
        b"Pattern" => Space::Unknown,
        _ => return None,
    })
}

fn part(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

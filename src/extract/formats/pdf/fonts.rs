//! Fonts: how the bytes of a text are codes, which character a code is, and how far the next one stands.

use std::{cell::Cell, collections::HashMap, rc::Rc};

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use lopdf::{Dictionary, Object};

use super::{
    encodings::{self, Base},
    file::{File, Refusal, as_dict, number},
};

/// Widths of a font that are kept.
const MOST_WIDTHS: usize = 70_000;

/// Maps of codes that other maps of a file may build on: each is read anew, and they are large.
const MOST_BASES: usize = 64;
/// Fonts of a file.
const MOST_FONTS: usize = 5000;

/// The fonts of a file, each read once.
#[derive(Default)]
pub(super) struct Fonts {
    known: HashMap<*const Dictionary, Rc<Font>>,
    /// The maps that every program has.
    maps: HashMap<Vec<u8>, Option<Rc<CMap>>>,
    bases: Cell<usize>,
}

impl Fonts {
    /// The font of a dictionary of the file.
    pub(super) fn get(&mut self, file: &File, dict: &Dictionary) -> Result<Rc<Font>, Refusal> {
        let key = std::ptr::from_ref(dict);
        if let Some(known) = self.known.get(&key) {
            return Ok(Rc::clone(known));
        }
        if self.known.len() >= MOST_FONTS {
            return Err(Refusal::TooMany);
        }
        let font = Rc::new(Font::of(file, dict, self)?);
        self.known.insert(key, Rc::clone(&font));
        Ok(font)
    }

    /// A map that every program has.
    fn named(&mut self, name: CMapName<'_>) -> Option<Rc<CMap>> {
        let known = self.maps.entry(name.to_bytes().to_vec());
        let read = || {
            Some(Rc::new(match name {
                CMapName::IdentityH => CMap::identity_h(),
                CMapName::IdentityV => CMap::identity_v(),
                named => CMap::parse(load_embedded(named)?, load_embedded)?,
            }))
        };
        known.or_insert_with(read).clone()
    }

    /// A map that stands in the file.
    fn own(&self, bytes: &[u8]) -> Option<CMap> {
        let base = |name: CMapName<'_>| {
            self.bases.set(self.bases.get() + 1);
            load_embedded(name).filter(|_| self.bases.get() <= MOST_BASES)
        };
        CMap::parse(bytes, base)
    }
}

/// A font.
pub(super) struct Font {
    codes: Codes,
    to_unicode: Option<CMap>,
    /// Whether its glyphs are drawn by pieces of content, in whose measure its widths are.
    pub measure: f64,
}

enum Codes {
    /// One byte a code.
    Simple(Box<Simple>),
    /// Codes of one to four bytes.
    Composite(Box<Composite>),
}

struct Simple {
    /// The character of each code by the encoding, as far as that says.
    encoded: [Option<char>; 256],
    /// The codes that the file itself says the character of.
    is_stated: [bool; 256],
    widths: [f64; 256],
}

struct Composite {
    codes: Rc<CMap>,
    is_vertical: bool,
    /// The characters of a collection, by the numbers that codes stand for.
    collection: Option<Rc<CMap>>,
    /// First, last, width: sorted, without overlaps.
    widths: Vec<(u32, u32, f64)>,
    default_width: f64,
}

/// A code of a text.
pub(super) struct Code {
    /// How many bytes it has.
    pub bytes: usize,
    /// What it is a character of, which may be several; none if that is not known.
    pub text: Option<String>,
    /// How far the next one stands, in sizes of the font.
    pub advance: f64,
    /// Whether the file says in two places which character it is, and not the same.
    pub is_contradicted: bool,
}

impl Font {
    fn of(file: &File, dict: &Dictionary, fonts: &mut Fonts) -> Result<Self, Refusal> {
        let to_unicode = match file.get(dict, "ToUnicode") {
            Some(Object::Stream(stream)) => fonts.own(&file.content(stream)?),
            _ => None,
        };
        let subtype = file.name(dict, "Subtype").unwrap_or_default();
        let codes = if subtype == b"Type0" {
            Codes::Composite(Box::new(Composite::of(file, dict, fonts)?))
        } else {
            Codes::Simple(Box::new(Simple::of(file, dict)))
        };
        let matrix = file.numbers::<6>(dict, "FontMatrix").filter(|_| subtype == b"Type3");
        let measure = matrix.map_or(0.001, |[a, b, ..]| a.hypot(b)).max(1e-6);
        Ok(Self {
            codes,
            to_unicode,
            measure,
        })
    }

    /// Whether text runs downwards.
    pub(super) fn is_vertical(&self) -> bool {
        matches!(&self.codes, Codes::Composite(composite) if composite.is_vertical)
    }

    /// The code that some bytes begin with.
    pub(super) fn code(&self, bytes: &[u8]) -> Option<Code> {
        let first = *bytes.first()?;
        let stated = |code: u32| match self.to_unicode.as_ref()?.lookup_bf_string(code)? {
            BfString::Char(c) => Some(c.to_string()),
            BfString::String(text) => Some(text),
        };
        Some(match &self.codes {
            Codes::Simple(simple) => {
                let at = usize::from(first);
                let encoded = simple.encoded[at];
                let stated = stated(u32::from(first)).filter(|text| !text.is_empty());
                let is_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
                let is_contradicted = match (&stated, encoded) {
                    (Some(stated), Some(encoded)) if simple.is_stated[at] => {
                        let encoded = encoded.to_string();
                        *stated != encoded && (is_digit(stated) || is_digit(&encoded))
                    }
                    _ => false,
                };
                Code {
                    bytes: 1,
                    text: stated.or(encoded.map(String::from)),
                    advance: simple.widths[at] * self.measure,
                    is_contradicted,
                }
            }
            Codes::Composite(composite) => {
                let (code, length, cid) = composite.code(bytes);
                let collected = || {
                    let found = composite.collection.as_ref()?.lookup_bf_string(cid)?;
                    Some(match found {
                        BfString::Char(c) => c.to_string(),
                        BfString::String(text) => text,
                    })
                };
                Code {
                    bytes: length,
                    text: stated(code).filter(|text| !text.is_empty()).or_else(collected),
                    advance: composite.width(cid) * self.measure,
                    is_contradicted: false,
                }
            }
        })
    }
}

impl Simple {
    fn of(file: &File, dict: &Dictionary) -> Self {
        let encoding = file.get(dict, "Encoding");
        let named = encoding.and_then(|encoding| match encoding {
            Object::Name(name) => Some(name.as_slice()),
            other => file.name(as_dict(other)?, "BaseEncoding"),
        });
        let descriptor = file.dict(dict, "FontDescriptor");
        let flags = descriptor.and_then(|descriptor| file.number(descriptor, "Flags"));
        let font = file.name(dict, "BaseFont").unwrap_or_default();
        let has = |name: &[u8]| memchr::memmem::find(font, name).is_some();
        let is_pictures = has(b"Symbol") || has(b"Dingbats") || has(b"Wingdings") || has(b"Webdings");
        // A font of its own signs, by the third bit, has no encoding but what is stated.
        let is_symbolic = is_pictures || flags.is_some_and(|flags| flags as u32 & 4 != 0);
        let base = named.and_then(Base::of);
        let is_own = file.name(dict, "Subtype") == Some(b"Type3");
        let fallback = (!is_symbolic && !is_own).then_some(Base::Standard);
        let mut simple = Self {
            encoded: [None; 256],
            is_stated: [false; 256],
            widths: [0.0; 256],
        };
        for code in 0..=255u8 {
            let at = usize::from(code);
            simple.encoded[at] = base.or(fallback).and_then(|base| base.decode(code));
            simple.is_stated[at] = base.is_some() && !is_symbolic;
        }
        if is_pictures {
            simple.encoded = [None; 256];
        }
        let differences = encoding
            .and_then(as_dict)
            .and_then(|encoding| file.array(encoding, "Differences"));
        let mut code = 0usize;
        for element in differences.unwrap_or_default().iter().take(2048) {
            match file.resolve(element) {
                Object::Name(name) => {
                    if let Some(encoded) = simple.encoded.get_mut(code) {
                        *encoded = encodings::glyph(name);
                        simple.is_stated[code] = encoded.is_some();
                    }
                    code += 1;
                }
                other => code = number(other).map_or(code, |number| number.max(0.0) as usize),
            }
        }
        simple.read_widths(file, dict, descriptor);
        simple
    }

    fn read_widths(&mut self, file: &File, dict: &Dictionary, descriptor: Option<&Dictionary>) {
        // The fonts that every program has come without widths; text of several words in them is placed by measures like these.
        let missing = descriptor.and_then(|descriptor| file.number(descriptor, "MissingWidth"));
        let widths = file.array(dict, "Widths");
        let common = if widths.is_some() { 0.0 } else { 556.0 };
        self.widths = [missing.unwrap_or(common); 256];
        let first = file.number(dict, "FirstChar").unwrap_or(0.0).max(0.0) as usize;
        let slots = self.widths.iter_mut().skip(first);
        for (slot, width) in slots.zip(widths.unwrap_or_default()) {
            if let Some(width) = number(file.resolve(width)) {
                *slot = width;
            }
        }
    }
}

impl Composite {
    fn of(file: &File, dict: &Dictionary, fonts: &mut Fonts) -> Result<Self, Refusal> {
        let codes = match file.get(dict, "Encoding") {
            Some(Object::Name(name)) => fonts.named(CMapName::from_bytes(name)),
            Some(Object::Stream(stream)) => fonts.own(&file.content(stream)?).map(Rc::new),
            _ => None,
        };
        let codes = codes.unwrap_or_else(|| Rc::new(CMap::identity_h()));
        let descendants = file.array(dict, "DescendantFonts").unwrap_or_default();
        let descendant = descendants.first().and_then(|first| as_dict(file.resolve(first)));
        let family = codes.metadata().character_collection.as_ref();
        let family = family.map(|collection| collection.family.clone());
        let own = || {
            let info = file.dict(descendant?, "CIDSystemInfo")?;
            let registry = file.get(info, "Registry")?.as_str().ok()?;
            let ordering = file.get(info, "Ordering")?.as_str().ok()?;
            Some(CidFamily::from_registry_ordering(registry, ordering))
        };
        let family = family.filter(|family| *family != CidFamily::AdobeIdentity).or_else(own);
        let collection = family.and_then(|family| family.ucs2_cmap());
        let mut composite = Self {
            is_vertical: codes.metadata().writing_mode == Some(WritingMode::Vertical),
            codes,
            collection: collection.and_then(|name| fonts.named(name)),
            widths: Vec::new(),
            default_width: 1000.0,
        };
        if let Some(descendant) = descendant {
            composite.default_width = file.number(descendant, "DW").unwrap_or(1000.0);
            composite.read_widths(file, file.array(descendant, "W").unwrap_or_default());
        }
        Ok(composite)
    }

    /// `c [w w w]` or `first last w`.
    fn read_widths(&mut self, file: &File, widths: &[Object]) {
        let code = |object: &Object| number(file.resolve(object)).map(|code| code.clamp(0.0, 1e6) as u32);
        let mut rest = widths;
        while let [first, second, behind @ ..] = rest {
            let Some(first) = code(first) else { break };
            if self.widths.len() >= MOST_WIDTHS {
                break;
            }
            match (file.resolve(second), behind) {
                (Object::Array(list), _) => {
                    let numbers = list.iter().map(|width| number(file.resolve(width)).unwrap_or(0.0));
                    self.widths
                        .extend((first..).zip(numbers).map(|(code, width)| (code, code, width)));
                    rest = behind;
                }
                (last, [width, behind @ ..]) => {
                    let width = number(file.resolve(width)).unwrap_or(0.0);
                    let last = number(last).map_or(first, |last| last.clamp(0.0, 1e6) as u32);
                    self.widths.push((first, last.max(first), width));
                    rest = behind;
                }
                _ => break,
            }
        }
        self.widths.sort_by_key(|(first, ..)| *first);
    }

    /// A code, how many bytes it has, and the number that it stands for.
    fn code(&self, bytes: &[u8]) -> (u32, usize, u32) {
        let mut code = 0;
        for (at, byte) in bytes.iter().take(4).enumerate() {
            code = code << 8 | u32::from(*byte);
            let length = u8::try_from(at + 1).unwrap_or(4);
            if let Some(cid) = self.codes.lookup_cid_code(code, length) {
                return (code, at + 1, cid);
            }
        }
        (u32::from(bytes[0]), 1, 0)
    }

    fn width(&self, cid: u32) -> f64 {
        let behind = self.widths.partition_point(|(first, ..)| *first <= cid);
        let found = behind.checked_sub(1).and_then(|at| self.widths.get(at));
        match found {
            Some((_, last, width)) if cid <= *last => *width,
            _ => self.default_width,
        }
    }
}

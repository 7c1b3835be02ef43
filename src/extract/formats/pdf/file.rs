//! A PDF file: its objects and pages, opened within limits. Everything in it is untrusted, its sizes first.

use std::{cell::Cell, collections::HashSet};

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream, xref::XrefRecovery};

use super::geometry::{Matrix, Rect};
use crate::document::limits::Limits;

/// Bytes that a stream of objects or of the file's table may unpack to: producers put some hundred objects into one.
const OBJECT_STREAM: usize = 512 << 10;
/// Streams of objects. A report has some dozens.
const OBJECT_STREAMS: usize = 128;
/// A file has several values for each that it shows: widths of letters, names of parts.
const VALUES: usize = 4;
/// Pages of a report, and folders of pages around them.
const PAGES: usize = 2000;
/// Folders of pages within each other.
const PAGE_DEPTH: usize = 32;

/// Why a file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is damaged, or programs may see different parts of it.
    Damaged,
    /// It is encrypted, be it with an empty password.
    Encrypted,
    /// It unpacks to more than a file may have.
    TooLarge,
    /// It has too many objects or pages.
    TooMany,
}

thread_local! {
    /// How many values the file that is being opened may still have. A filter of the reader is a plain function.
    static LEFT: Cell<usize> = const { Cell::new(0) };
}

/// How many values an object holds. The reader bounds how deep they are.
fn values(object: &Object) -> usize {
    match object {
        Object::Array(array) => array.iter().map(values).sum::<usize>() + 1,
        Object::Dictionary(dict) => dict.iter().map(|(_, value)| values(value) + 1).sum::<usize>() + 1,
        Object::Stream(stream) => stream.dict.len() + 1,
        _ => 1,
    }
}

/// Take an object into account; none is kept that goes beyond what a file may have.
fn filter(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let left = LEFT.get().checked_sub(values(object));
    LEFT.set(left.unwrap_or(0));
    left?;
    // The reader keeps the object that it passed, but for those from streams of objects; among these are no streams.
    let kept = match object {
        Object::Stream(_) => Object::Null,
        other => other.clone(),
    };
    Some((id, kept))
}

/// How often a name stands in the bytes of a file, written in any way: `#45` is a letter like others.
fn count_name(bytes: &[u8], name: &[u8]) -> usize {
    let is_name = |at: usize| {
        let mut rest = bytes.get(at + 1..).unwrap_or_default();
        let is_same = name.iter().all(|expected| {
            let (found, length) = match rest {
                [b'#', high, low, ..] => {
                    let digit = |byte: &u8| {
                        char::from(*byte)
                            .to_digit(16)
                            .and_then(|digit| u8::try_from(digit).ok())
                    };
                    let code = digit(high).zip(digit(low)).map(|(high, low)| high * 16 + low);
                    (code, 3)
                }
                [byte, ..] => (Some(*byte), 1),
                [] => (None, 0),
            };
            rest = rest.get(length..).unwrap_or_default();
            found == Some(*expected)
        });
        is_same && !rest.first().is_some_and(u8::is_ascii_alphanumeric)
    };
    memchr::memchr_iter(b'/', bytes).filter(|at| is_name(*at)).count()
}

/// A file that was opened.
pub(super) struct File {
    document: Document,
    /// Bytes that streams may still unpack to.
    left: Cell<usize>,
}

/// A page and what it inherits.
pub(super) struct Page<'f> {
    pub dict: &'f Dictionary,
    pub resources: Option<&'f Dictionary>,
    /// What is shown of it, turned as it is shown: from 0 to its width and height, upwards.
    pub size: (f64, f64),
    /// From its own places to those as it is shown.
    pub to_shown: Matrix,
}

#[derive(Clone, Copy, Default)]
struct Inherited<'f> {
    resources: Option<&'f Dictionary>,
    media: Option<Rect>,
    crop: Option<Rect>,
    rotate: i64,
}

impl File {
    /// Open a file.
    pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Self, Refusal> {
        // A stream of objects may be unpacked before its objects are counted.
        if count_name(bytes, b"ObjStm") > OBJECT_STREAMS {
            return Err(Refusal::TooMany);
        }
        if count_name(bytes, b"Encrypt") > 0 {
            return Err(Refusal::Encrypted);
        }
        let options = LoadOptions {
            filter: Some(filter),
            max_decompressed_size: Some(OBJECT_STREAM),
            ..LoadOptions::default()
        };
        LEFT.set(limits.nodes.saturating_mul(VALUES));
        let document = Document::load_mem_with_options(bytes, options);
        let is_full = LEFT.replace(0) == 0;
        let document = document.map_err(|error| match error {
            lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => Refusal::TooLarge,
            _ => Refusal::Damaged,
        })?;
        if is_full {
            return Err(Refusal::TooMany);
        }
        if document.is_encrypted() || document.trailer.has(b"Encrypt") {
            return Err(Refusal::Encrypted);
        }
        // What is guessed may be an older state of the file than programs show.
        if document.xref_recovery == Some(XrefRecovery::Reconstructed) {
            return Err(Refusal::Damaged);
        }
        Ok(Self {
            document,
            left: Cell::new(limits.bytes.saturating_mul(2)),
        })
    }

    /// What an object stands for: itself, or what it refers to.
    pub(super) fn resolve<'f>(&'f self, object: &'f Object) -> &'f Object {
        match self.document.dereference(object) {
            Ok((_, found)) => found,
            Err(_) => &Object::Null,
        }
    }

    /// What a dictionary has for a key.
    pub(super) fn get<'f>(&'f self, dict: &'f Dictionary, key: &str) -> Option<&'f Object> {
        let found = self.resolve(dict.get(key.as_bytes()).ok()?);
        (!found.is_null()).then_some(found)
    }

    pub(super) fn dict<'f>(&'f self, dict: &'f Dictionary, key: &str) -> Option<&'f Dictionary> {
        as_dict(self.get(dict, key)?)
    }

    pub(super) fn name<'f>(&'f self, dict: &'f Dictionary, key: &str) -> Option<&'f [u8]> {
        self.get(dict, key)?.as_name().ok()
    }

    pub(super) fn number(&self, dict: &Dictionary, key: &str) -> Option<f64> {
        number(self.get(dict, key)?)
    }

    pub(super) fn array<'f>(&'f self, dict: &'f Dictionary, key: &str) -> Option<&'f [Object]> {
        self.get(dict, key)?.as_array().ok().map(Vec::as_slice)
    }

    /// Numbers of an array.
    pub(super) fn numbers<const N: usize>(&self, dict: &Dictionary, key: &str) -> Option<[f64; N]> {
        let array = self.array(dict, key)?;
        let mut numbers = [0.0; N];
        for (at, found) in numbers.iter_mut().enumerate() {
            *found = number(self.resolve(array.get(at)?))?;
        }
        Some(numbers)
    }

    fn rect(&self, dict: &Dictionary, key: &str) -> Option<Rect> {
        self.numbers::<4>(dict, key).map(Rect::of)
    }

    /// The content of a stream, unpacked. What all streams of a file unpack to is bounded.
    pub(super) fn content(&self, stream: &Stream) -> Result<Vec<u8>, Refusal> {
        let content = stream.get_plain_content_with_limit(self.left.get());
        let content = content.map_err(|error| match error {
            lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => Refusal::TooLarge,
            _ => Refusal::Damaged,
        })?;
        self.left.set(self.left.get().saturating_sub(content.len()));
        Ok(content)
    }

    /// The catalog.
    pub(super) fn catalog(&self) -> Option<&Dictionary> {
        self.document.catalog().ok()
    }

    /// The pages in their order.
    pub(super) fn pages(&self) -> Result<Vec<Page<'_>>, Refusal> {
        let root = self.catalog().and_then(|catalog| catalog.get(b"Pages").ok());
        let mut walk = Walk {
            file: self,
            seen: HashSet::new(),
            pages: Vec::new(),
        };
        walk.node(root.ok_or(Refusal::Damaged)?, Inherited::default(), 0)?;
        Ok(walk.pages)
    }
}

pub(super) fn number(object: &Object) -> Option<f64> {
    object
        .as_float()
        .ok()
        .map(f64::from)
        .filter(|number| number.is_finite())
}

/// The dictionary that an object is, or that a stream has.
pub(super) fn as_dict(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

struct Walk<'f> {
    file: &'f File,
    seen: HashSet<ObjectId>,
    pages: Vec<Page<'f>>,
}

impl<'f> Walk<'f> {
    fn node(&mut self, object: &'f Object, mut inherited: Inherited<'f>, depth: usize) -> Result<(), Refusal> {
        // A page twice, or a folder in itself, is none that programs agree on.
        if let Ok(id) = object.as_reference()
            && !self.seen.insert(id)
        {
            return Err(Refusal::Damaged);
        }
        if depth > PAGE_DEPTH || self.seen.len() > PAGES {
            return Err(Refusal::TooMany);
        }
        let file = self.file;
        let dict = as_dict(file.resolve(object)).ok_or(Refusal::Damaged)?;
        inherited.resources = file.dict(dict, "Resources").or(inherited.resources);
        inherited.media = file.rect(dict, "MediaBox").or(inherited.media);
        inherited.crop = file.rect(dict, "CropBox").or(inherited.crop);
        if let Some(rotate) = file.number(dict, "Rotate") {
            inherited.rotate = rotate as i64;
        }
        match file.array(dict, "Kids") {
            Some(kids) if file.name(dict, "Type") != Some(b"Page") => {
                if kids.len() > PAGES {
                    return Err(Refusal::TooMany);
                }
                kids.iter().try_for_each(|kid| self.node(kid, inherited, depth + 1))
            }
            _ if self.pages.len() >= PAGES => Err(Refusal::TooMany),
            _ => {
                self.pages.push(page(dict, inherited));
                Ok(())
            }
        }
    }
}

fn page<'f>(dict: &'f Dictionary, inherited: Inherited<'f>) -> Page<'f> {
    const A4: Rect = Rect {
        left: 0.0,
        bottom: 0.0,
        right: 595.0,
        top: 842.0,
    };
    let media = inherited.media.unwrap_or(A4);
    let shown = inherited.crop.map_or(media, |crop| crop.within(&media));
    let shown = if shown.is_empty() { media } else { shown };
    let (width, height) = (shown.width(), shown.height());
    let home = Matrix([1.0, 0.0, 0.0, 1.0, -shown.left, -shown.bottom]);
    let (size, turn) = match inherited.rotate.rem_euclid(360) {
        90 => ((height, width), Matrix([0.0, -1.0, 1.0, 0.0, 0.0, width])),
        180 => ((width, height), Matrix([-1.0, 0.0, 0.0, -1.0, width, height])),
        270 => ((height, width), Matrix([0.0, 1.0, -1.0, 0.0, height, 0.0])),
        _ => ((width, height), Matrix::IDENTITY),
    };
    Page {
        dict,
        resources: inherited.resources,
        size,
        to_shown: home.then(&turn),
    }
}

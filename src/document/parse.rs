//! Readers: bytes to a spanned [document](crate::document::model).
//!
//! [`decode`](crate::document::decode::decode) makes text of a file's bytes, [`parse`] makes a [`Document`] of the text. Both read untrusted files: work and
//! memory are bounded by [`Limits`], and whatever is wrong is a [`Defect`] with a place, never a panic.

use std::path::Path;

use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::model::{Document, Value},
    text::source::Span,
};

/// What a file may cost at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Records and lists within each other; more than [`Limits::MAX_DEPTH`] is not granted.
    pub depth: usize,
    /// Values, those that aliases repeat included.
    pub nodes: usize,
}

impl Limits {
    /// The greatest depth that can be asked for: trees are dropped and copied by recursion.
    pub const MAX_DEPTH: usize = 512;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 8 << 20,
            depth: 64,
            nodes: 200_000,
        }
    }
}

/// The notations a report may be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// YAML 1.2.
    Yaml,
    /// JSON (RFC 8259).
    Json,
}

impl Format {
    /// The notation of a file: by its extension, else by the first character of its text.
    #[must_use]
    pub fn of(path: &Path, text: &str) -> Self {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
        if extension.eq_ignore_ascii_case("json") {
            return Self::Json;
        }
        if extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml") {
            return Self::Yaml;
        }
        match text.trim_start_matches('\u{feff}').trim_start().chars().next() {
            Some('{' | '[') => Self::Json,
            _ => Self::Yaml,
        }
    }
}

/// Read `text`. There is no document where the text has none, is broken or exceeds a limit; the defects then say why.
/// Defects are in the order in which they were met.
#[must_use]
pub fn parse<'s>(text: &'s str, format: Format, limits: &Limits) -> (Option<Document<'s>>, Vec<Defect>) {
    if text.len() > limits.bytes {
        return (None, vec![crate::document::decode::too_large(limits)]);
    }
    let (root, mut defects) = match format {
        Format::Yaml => crate::document::yaml::read(text, limits),
        Format::Json => crate::document::json::read(text, limits),
    };
    match root {
        // A file that says `null` says no more than an empty one.
        Some(root) if matches!(root.value, Value::Null) && defects.iter().all(|defect| !is_reason(defect.kind)) => {
            defects.push(Defect::new(DefectKind::Empty, root.span));
            (None, defects)
        }
        Some(root) => (Some(Document { root, published: false }), defects),
        None => {
            if defects.iter().all(|defect| !is_reason(defect.kind)) {
                defects.push(Defect::new(DefectKind::Empty, Span::default()));
            }
            (None, defects)
        }
    }
}

/// Whether a defect of this kind explains by itself why there is nothing to read.
const fn is_reason(kind: DefectKind) -> bool {
    matches!(
        kind,
        DefectKind::Syntax
            | DefectKind::TooLarge
            | DefectKind::TooDeep
            | DefectKind::TooManyNodes
            | DefectKind::OutOfRange
    )
}

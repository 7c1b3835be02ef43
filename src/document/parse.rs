//! Readers: bytes to a spanned [document](crate::document::model).
//!
//! [`decode`](crate::document::decode::decode) makes text of a file's bytes, [`parse`] makes a [`Document`] of the text. Both read untrusted files: work and
//! memory are bounded by [`Limits`], and whatever is wrong is a [`Defect`] with a place, never a panic.

use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::{
        decode,
        format::Format,
        json,
        limits::Limits,
        model::{Document, Value},
        shown, yaml,
    },
    text::source::Span,
};

/// Read `text`. There is no document where the text has none, is broken or exceeds a limit; the defects then say why.
/// Defects are in the order in which they were met.
#[must_use]
pub fn parse(text: &str, format: Format, limits: &Limits) -> (Option<Document>, Vec<Defect>) {
    if text.len() > limits.bytes {
        return (None, vec![decode::too_large(limits)]);
    }
    let (root, mut defects) = match format {
        Format::Yaml => yaml::read(text, limits),
        Format::Json => json::read(text, limits),
    };
    defects.extend(shown::unlike(text));
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

//! What files of Word and Excel have in common (ECMA-376, part 2): an archive of parts in XML that refer to each other. Everything in it is
//! untrusted, its sizes first.
//!
//! [`archive`] opens the archive, [`parts`] finds the parts, [`xml`] resolves their names and leaves out what is for other programs,
//! [`theme`] tells which colours are named.

pub(crate) mod archive;
pub(crate) mod colors;
pub(crate) mod parts;
pub(crate) mod spaces;
pub(crate) mod theme;
pub(crate) mod xml;

use archive::{MAX_ENTRIES, Refusal};
use parts::{Kind, Package};
use xml::damaged;

use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::limits::Limits,
    text::source::Span,
};

/// What bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// A package of this kind.
    Of(Kind),
    /// A package that may be of more than one kind, or cannot be looked into: it is refused as such.
    Unclear,
    /// No package, or one of another kind.
    Other,
}

/// What the bytes of an archive are.
pub(crate) fn content(bytes: &[u8]) -> Content {
    // Not what is in it, only what it is: the limit on a file is asked later.
    let limits = Limits {
        bytes: bytes.len().max(Limits::default().bytes),
        ..Limits::default()
    };
    match Package::open(bytes, &limits) {
        Ok(Ok(package)) => Content::Of(package.kind()),
        Ok(Err(Refusal::Ambiguous | Refusal::Encrypted)) | Err(_) => Content::Unclear,
        Ok(Err(_)) => Content::Other,
    }
}

/// The defect of a package that cannot be read.
pub(crate) fn refused(refusal: Refusal) -> Box<Defect> {
    damaged(match refusal {
        Refusal::Damaged => "damaged",
        Refusal::Ambiguous => "ambiguous",
        Refusal::Encrypted => "encrypted",
        Refusal::NotOffice => "not-office",
        Refusal::NoMain => "no-main",
        Refusal::TooMany => return too_many(MAX_ENTRIES),
    })
}

/// The defect of something that has more pieces than it may have.
pub(crate) fn too_many(limit: usize) -> Box<Defect> {
    Box::new(Defect::new(DefectKind::TooManyCells, Span::default()).with("limit", limit.to_string()))
}

/// Open a package of a kind.
///
/// # Errors
/// It is of another kind, or cannot be read.
pub(crate) fn open<'b>(bytes: &'b [u8], kind: Kind, limits: &Limits) -> Result<Package<'b>, Box<Defect>> {
    let package = Package::open(bytes, limits)?.map_err(refused)?;
    match package.kind() == kind {
        true => Ok(package),
        false => Err(damaged("not-office")),
    }
}

/// Read a part beside the main one, which need not be there.
///
/// # Errors
/// It is damaged, or there are several.
pub(crate) fn read(
    package: &Package<'_>,
    name: &str,
    limits: &Limits,
    sink: &mut impl xml::Sink,
) -> Result<(), Box<Defect>> {
    match package.part(name).map_err(refused)? {
        Some(part) => xml::read(part, limits, sink),
        None => Ok(()),
    }
}

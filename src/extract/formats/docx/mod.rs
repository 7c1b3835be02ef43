//! DOCX: what Word shows of the main part, text and tables. Everything in the file is untrusted, its sizes first.
//!
//! [`archive`] opens the archive, [`package`] finds the parts, [`xml`] resolves their names and leaves out what is for other programs. Of the
//! styles and settings only what tells whether text is seen is kept. [`reader`] walks the main part.

mod archive;
mod body;
mod colors;
mod fields;
mod floats;
mod margins;
mod package;
mod paragraph;
mod properties;
mod reader;
mod settings;
mod spaces;
mod styles;
mod tables;
mod xml;

use archive::{MAX_ENTRIES, Refusal};
use package::Package;
use xml::damaged;

use crate::extract::layout::Layout;
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::limits::Limits,
    text::source::Span,
};

/// Whether the bytes are a packed document of this kind.
pub(crate) fn is_docx(bytes: &[u8]) -> bool {
    // Not what is in it, only what it is: the limit on a file is asked later.
    let limits = Limits {
        bytes: bytes.len().max(Limits::default().bytes),
        ..Limits::default()
    };
    match Package::open(bytes, &limits) {
        Ok(Ok(_)) => true,
        // What is one for some programs is refused as such.
        Ok(Err(refusal)) => matches!(refusal, Refusal::Ambiguous | Refusal::Encrypted),
        Err(_) => true,
    }
}

/// The defect of a package that cannot be read.
fn refused(refusal: Refusal) -> Box<Defect> {
    damaged(match refusal {
        Refusal::Damaged => "damaged",
        Refusal::Ambiguous => "ambiguous",
        Refusal::Encrypted => "encrypted",
        Refusal::NotWord => "not-word",
        Refusal::NoMain => "no-main",
        Refusal::TooMany => {
            let defect = Defect::new(DefectKind::TooManyCells, Span::default());
            return defect.with("limit", MAX_ENTRIES.to_string()).into();
        }
    })
}

/// Read a document.
///
/// # Errors
/// It is damaged or ambiguous, or a limit is exceeded.
pub(crate) fn layout(bytes: &[u8], limits: &Limits) -> Result<Layout, Box<Defect>> {
    let package = Package::open(bytes, limits)?.map_err(refused)?;
    let mut theme = settings::Theme::default();
    read(&package, "theme", limits, &mut theme)?;
    let mut settings = settings::Settings::default();
    read(&package, "settings", limits, &mut settings)?;
    let mut palette = theme.palette;
    palette.mapped = std::mem::take(&mut settings.colors);
    let mut styles = styles::StylesReader::new(&palette);
    read(&package, "styles", limits, &mut styles)?;
    let styles = styles.finish().map_err(refused)?;
    let main = package.main().ok_or_else(|| damaged("no-main"))?;
    let mut reader = reader::Reader::new(limits, &styles, &settings, &palette);
    xml::read(main, limits, &mut reader)?;
    let mut margin = margins::Margin::default();
    for part in package.margins().map_err(refused)? {
        xml::read(part, limits, &mut margin)?;
    }
    reader.finish(&margin)
}

/// Read a part beside the main one, which need not be there.
fn read(package: &Package<'_>, name: &str, limits: &Limits, sink: &mut impl xml::Sink) -> Result<(), Box<Defect>> {
    match package.part(name).map_err(refused)? {
        Some(part) => xml::read(part, limits, sink),
        None => Ok(()),
    }
}

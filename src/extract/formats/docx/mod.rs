//! DOCX: what Word shows of the main part, text and tables. Of the styles and settings only what tells whether text is seen is kept.
//! [`reader`] walks the main part.

mod body;
mod colors;
mod fields;
mod floats;
mod margins;
mod paragraph;
mod properties;
mod reader;
mod settings;
mod styles;
mod tables;

use crate::extract::{
    formats::package::{self, archive, parts::Kind, read, refused, spaces, theme, xml},
    layout::Layout,
};
use crate::{diagnostic::defect::Defect, document::limits::Limits};

/// Read a document.
///
/// # Errors
/// It is damaged or ambiguous, or a limit is exceeded.
pub(crate) fn layout(bytes: &[u8], limits: &Limits) -> Result<Layout, Box<Defect>> {
    let package = package::open(bytes, Kind::Word, limits)?;
    let mut theme = theme::Theme::default();
    read(&package, "theme", limits, &mut theme)?;
    let mut settings = settings::Settings::default();
    read(&package, "settings", limits, &mut settings)?;
    let mut palette = theme.palette;
    palette.mapped = std::mem::take(&mut settings.colors);
    let mut styles = styles::StylesReader::new(&palette);
    read(&package, "styles", limits, &mut styles)?;
    let styles = styles.finish().map_err(refused)?;
    let main = package.main().ok_or_else(|| xml::damaged("no-main"))?;
    let mut reader = reader::Reader::new(limits, &styles, &settings, &palette);
    xml::read(main, limits, &mut reader)?;
    let mut margin = margins::Margin::default();
    for part in package.margins().map_err(refused)? {
        xml::read(part, limits, &mut margin)?;
    }
    reader.finish(&margin)
}

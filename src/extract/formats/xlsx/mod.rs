//! XLSX: what Excel shows of the sheets of a workbook that are not hidden, as lines and tables.
//!
//! A reader of our own over the markup: libraries that read workbooks build the whole rectangle that a sheet claims to have, without a
//! limit, and tell nothing of hidden rows, formats of numbers and colours, on which it depends whether what is read is what is shown.
//! Nothing of a sheet is held but the cells in which something stands, and as many of them as [`Limits`] grant.
//!
//! [`workbook`] names the sheets, [`reader`] reads one into a [`sheet`], [`grid`] tells its lines from its tables, [`writer`] what a cell shows.

mod cells;
mod colours;
mod conditional;
mod dates;
mod digits;
mod drawings;
mod fonts;
mod formula;
mod formulas;
mod grid;
mod number_format;
mod places;
mod reader;
mod sheet;
mod strings;
mod styles;
mod workbook;
mod writer;

use std::collections::HashSet;

use drawings::{Drawings, OldDrawings, TableStyle};
use sheet::{Effort, Sheet};
use strings::{SharedStrings, Strings};
use styles::Styles;
use workbook::{Named, Workbook};

use super::{
    layout_builder::Flow,
    package::{
        self,
        parts::{Kind, Package, Relationship},
        read, theme,
        xml::{self, damaged},
    },
};
use crate::{
    diagnostic::defect::Defect,
    document::limits::Limits,
    extract::layout::{Layout, Reach},
    text::{normalize::is_gap, source::Span},
};

/// Steps that may be made over the cells of a workbook in search of what formulas, drawings and formats are about.
const STEPS: usize = 10_000_000;

/// Reads the sheets of a workbook one after the other.
struct Reader<'b> {
    package: Package<'b>,
    limits: Limits,
    styles: Styles,
    strings: Strings,
    is_1904: bool,
    /// What the markup of further parts may come to.
    left: usize,
    effort: Effort,
    /// The parts that were read: two sheets are not one.
    parts: HashSet<String>,
    flow: Flow,
}

/// Read a workbook.
///
/// # Errors
/// It is damaged or ambiguous, or a limit is exceeded.
pub(crate) fn layout(bytes: &[u8], limits: &Limits) -> Result<Layout, Box<Defect>> {
    let package = package::open(bytes, Kind::Sheet, limits)?;
    let mut workbook = Workbook::default();
    xml::read(package.main().ok_or_else(|| damaged("no-main"))?, limits, &mut workbook)?;
    let mut theme = theme::Theme::default();
    read(&package, "theme", limits, &mut theme)?;
    let mut styles = Styles::default();
    styles.colours.palette = theme.palette;
    read(&package, "styles", limits, &mut styles)?;
    let mut strings = Strings::new(limits);
    let mut shared = SharedStrings::new(&mut strings);
    read(&package, "sharedstrings", limits, &mut shared)?;
    shared.finish()?;
    let mut reader = Reader {
        package,
        limits: *limits,
        styles,
        strings,
        is_1904: workbook.is_1904,
        left: xml::granted(limits),
        effort: Effort::new(STEPS),
        parts: HashSet::new(),
        flow: Flow::new(limits),
    };
    let shown = || workbook.sheets.iter().filter(|named| !named.is_hidden);
    for named in shown() {
        reader.sheet(named)?;
    }
    let mut layout = reader.flow.finish()?;
    shown().for_each(|named| about(&named.name, &mut layout));
    Ok(layout)
}

/// The name of a sheet, which stands below it and not in it.
fn about(name: &str, layout: &mut Layout) {
    let name = name.trim_matches(is_gap);
    if name.is_empty() || name.contains(char::is_control) {
        return;
    }
    if !layout.text.is_empty() {
        layout.text.push('\n');
    }
    let start = layout.text.len();
    layout.text.push_str(name);
    layout.about.push(Span::new(start, layout.text.len()));
}

/// The part of an id among relationships of a kind.
fn part<'r>(relationships: &'r [Relationship], id: &str) -> Result<&'r Relationship, Box<Defect>> {
    let mut found = relationships.iter().filter(|relationship| relationship.id == id);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(damaged("damaged")),
        (Some(_), Some(_)) => Err(damaged("ambiguous")),
    }
}

impl Reader<'_> {
    fn sheet(&mut self, named: &Named) -> Result<(), Box<Defect>> {
        let relationship = part(self.package.relationships(), &named.id)?;
        if relationship.name != "worksheet" {
            // A sheet that is a chart.
            self.flow.unlike("embedded", &named.name, Reach::Anywhere);
            return Ok(());
        }
        let name = relationship.part.clone().ok_or_else(|| damaged("damaged"))?;
        if !self.parts.insert(name.clone()) {
            return Err(damaged("ambiguous"));
        }
        let part = self.package.read(&name).ok_or_else(|| damaged("damaged"))?;
        let mut reader = reader::SheetReader::new(&self.limits, &self.styles, &mut self.strings);
        xml::read_within(part, &self.limits, &mut self.left, &mut reader)?;
        let mut sheet = reader.finish()?;
        self.beside(&name, &mut sheet)?;
        formulas::verify(&mut sheet, &mut self.effort);
        conditional::note(&mut sheet, &self.styles, &mut self.effort);
        let mut writer = writer::Writer {
            flow: &mut self.flow,
            styles: &self.styles,
            strings: &self.strings,
            sheet: &sheet,
            is_1904: self.is_1904,
        };
        grid::write(&sheet, &mut writer)
    }

    /// What lies over a sheet, and the styles of the tables in it.
    fn beside(&mut self, name: &str, sheet: &mut Sheet) -> Result<(), Box<Defect>> {
        let lists = [&sheet.drawings, &sheet.old_drawings, &sheet.tables];
        let [drawings, old, tables] = lists.map(Vec::clone);
        if drawings.is_empty() && old.is_empty() && tables.is_empty() {
            return Ok(());
        }
        let relationships = self.package.relationships_of(name, &self.limits)?;
        for id in drawings {
            let mut found = Drawings::default();
            self.read(&relationships, &id, &mut found)?;
            found.note(sheet, &mut self.effort);
        }
        for id in old {
            let mut found = OldDrawings::default();
            self.read(&relationships, &id, &mut found)?;
            if found.are_shown {
                sheet.note_all("annotation", "legacyDrawing");
            }
        }
        for id in tables {
            let mut found = TableStyle::default();
            self.read(&relationships, &id, &mut found)?;
            if let Some(name) = found.name.filter(|name| self.styles.tables.contains(name)) {
                sheet.note_all("style", &name);
            }
        }
        Ok(())
    }

    fn read(&mut self, relationships: &[Relationship], id: &str, sink: &mut impl xml::Sink) -> Result<(), Box<Defect>> {
        let found = part(relationships, id)?.part.as_deref();
        match found.and_then(|part| self.package.read(part)) {
            Some(part) => xml::read_within(part, &self.limits, &mut self.left, sink),
            None => Ok(()),
        }
    }
}

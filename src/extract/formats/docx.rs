//! DOCX: the text of the main part with its tables. Everything in the file is untrusted, its sizes first.

use std::io::{BufReader, Cursor, Read};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use crate::extract::{
    formats::{
        layout_builder::Flow,
        typography::{Level, Typography},
    },
    layout::Layout,
};
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::limits::Limits,
    text::source::Span,
};

/// More files than a document packs.
const MAX_ENTRIES: usize = 4096;
/// The main part may unpack to so many times the limit on the file: markup is many times its text.
const MARKUP: usize = 8;

/// Whether the bytes are a packed document of this kind.
pub(crate) fn is_docx(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| main_part(&archive).is_some())
}

fn main_part(archive: &ZipArchive<Cursor<&[u8]>>) -> Option<String> {
    let known = ["word/document.xml", "word/document2.xml"];
    let found = known.iter().find(|name| archive.index_for_name(name).is_some());
    found.map(|name| (*name).to_owned())
}

/// Read a document.
///
/// # Errors
/// It is damaged, or a limit is exceeded.
pub(crate) fn layout(bytes: &[u8], limits: &Limits) -> Result<Layout, Box<Defect>> {
    let damaged = || Defect::new(DefectKind::DamagedFile, Span::default());
    let most = limits.bytes.saturating_mul(MARKUP);
    let too_large = || Defect::new(DefectKind::TooLarge, Span::default()).with("limit", most.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > MAX_ENTRIES {
        return Err(Defect::new(DefectKind::TooManyCells, Span::default())
            .with("limit", MAX_ENTRIES.to_string())
            .into());
    }
    let name = main_part(&archive).ok_or_else(damaged)?;
    let part = archive.by_name(&name).map_err(|_| damaged())?;
    // What the file says of its size is not to be trusted: one byte more than is granted tells.
    let limited = part.take(most as u64 + 1);
    let mut reader = Reader::from_reader(BufReader::with_capacity(
        1 << 16,
        Counted {
            inner: limited,
            read: 0,
        },
    ));
    reader.config_mut().check_end_names = false;
    let mut document = DocxReader {
        flow: Flow::new(limits),
        text: false,
        fallback: 0,
        cell: None,
        hidden: false,
        typography: Typography::default(),
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        if reader.get_ref().get_ref().read > most as u64 {
            return Err(too_large().into());
        }
        match event {
            Ok(Event::Start(tag)) => document.start(&tag),
            Ok(Event::Empty(tag)) => {
                document.start(&tag);
                document.end(tag.local_name().as_ref());
            }
            Ok(Event::End(tag)) => document.end(tag.local_name().as_ref()),
            Ok(Event::Text(text)) if document.text => document.text(&text.decode().map_err(|_| damaged())?),
            Ok(Event::GeneralRef(reference)) if document.text => {
                let name = reference.decode().map_err(|_| damaged())?;
                let character = reference.resolve_char_ref().ok().flatten();
                let known = quick_xml::escape::resolve_predefined_entity(&name);
                match (character, known) {
                    (Some(c), _) => document.text(c.encode_utf8(&mut [0; 4])),
                    (None, Some(text)) => document.text(text),
                    (None, None) => {}
                }
            }
            Ok(Event::CData(text)) if document.text => document.text(&text.decode().map_err(|_| damaged())?),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => return Err(damaged().into()),
        }
        if document.flow.is_full() {
            break;
        }
    }
    document.flow.finish()
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(into)?;
        self.read += read as u64;
        Ok(read)
    }
}

struct DocxReader {
    flow: Flow,
    /// Inside a run's text.
    text: bool,
    /// Inside what stands elsewhere too.
    fallback: usize,
    /// The properties of the cell that has begun: columns, and whether it continues one above.
    cell: Option<(usize, Merge)>,
    hidden: bool,
    typography: Typography,
}

/// What is said a second time: for older programs, or where a text was before it was moved.
fn is_shadow(name: &[u8]) -> bool {
    matches!(name, b"Fallback" | b"moveFrom")
}

#[derive(Clone, Copy, PartialEq)]
enum Merge {
    None,
    Continues,
}

fn value(tag: &BytesStart<'_>) -> Option<String> {
    let mut attributes = tag.attributes();
    let attributes = attributes.with_checks(false).take(64).flatten();
    let found = attributes
        .into_iter()
        .find(|attribute| attribute.key.local_name().as_ref() == b"val")?;
    Some(String::from_utf8_lossy(&found.value).into_owned())
}

/// Whether a property that is on where it stands says that it is not.
fn is_off(tag: &BytesStart<'_>) -> bool {
    matches!(value(tag).as_deref(), Some("0" | "false" | "off"))
}

impl DocxReader {
    fn text(&mut self, text: &str) {
        self.flow.text(&self.typography.apply(text));
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.fallback > 0 || is_shadow(name) {
            self.fallback += usize::from(is_shadow(name));
            return;
        }
        // Everything but a cell's properties is inside the cell.
        if self.cell.is_some() && matches!(name, b"p" | b"tbl" | b"sdt") {
            self.begin_cell();
        }
        match name {
            b"tbl" => self.flow.open_table(),
            b"tr" => self.flow.open_row(),
            b"tc" => self.cell = Some((1, Merge::None)),
            b"gridSpan" | b"vMerge" | b"gridBefore" => self.property(name, tag),
            b"t" => self.text = !self.hidden,
            b"tab" | b"br" | b"cr" => self.white_space(name),
            // The style's name is not told here; writers give the headings that they come with ids like these.
            b"pStyle" if value(tag).is_some_and(|id| id.starts_with("Heading") || id == "Title") => self.flow.title(),
            b"outlineLvl" => self.flow.title(),
            b"noBreakHyphen" => self.flow.text("-"),
            b"r" => {
                self.hidden = false;
                self.typography = Typography::default();
            }
            b"strike" | b"dstrike" => self.typography.is_struck |= !is_off(tag),
            b"vertAlign" => {
                self.typography.level = match value(tag).as_deref() {
                    Some("superscript") => Level::Raised,
                    Some("subscript") => Level::Lowered,
                    _ => Level::Line,
                }
            }
            b"vanish" => self.hidden = !is_off(tag),
            _ => {}
        }
    }

    fn property(&mut self, name: &[u8], tag: &BytesStart<'_>) {
        let value = value(tag);
        let number = value.as_deref().and_then(|value| value.parse().ok());
        match (name, &mut self.cell) {
            (b"gridSpan", Some((columns, _))) => *columns = number.unwrap_or(1),
            (b"vMerge", Some((_, merge))) => {
                *merge = if value.as_deref() == Some("restart") {
                    Merge::None
                } else {
                    Merge::Continues
                };
            }
            (b"gridBefore", None) => self.flow.skip_columns(number.unwrap_or(0)),
            _ => {}
        }
    }

    fn white_space(&mut self, name: &[u8]) {
        // Tabs are also stops in a paragraph's properties, where nothing is written yet.
        match name {
            b"tab" => self.flow.space(),
            _ => self.flow.end_line(),
        }
    }

    fn begin_cell(&mut self) {
        match self.cell.take() {
            Some((columns, Merge::Continues)) => self.flow.skip_columns(columns),
            Some((columns, Merge::None)) => self.flow.open_cell(columns, 1),
            None => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.fallback > 0 {
            self.fallback -= usize::from(is_shadow(name));
            return;
        }
        match name {
            b"t" => self.text = false,
            b"p" => self.flow.end_line(),
            b"tc" => {
                self.begin_cell();
                self.flow.close_cell();
            }
            b"tbl" => self.flow.close_table(),
            _ => {}
        }
    }
}

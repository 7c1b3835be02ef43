//! The main part, element by element: what stands where, and what becomes of it is told to the [`Body`].

use super::{
    body::Body,
    colors::Palette,
    margins::Margin,
    settings::Settings,
    spaces::Space,
    styles::Styles,
    xml::{Sink, Tag},
};
use crate::{diagnostic::defect::Defect, document::limits::Limits, extract::layout::Layout};

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Document,
    Body,
    Paragraph,
    ParagraphProperties,
    /// What a section looks like: its pages.
    Section,
    /// Properties of the paragraph that have parts of their own.
    Numbering,
    MarkProperties,
    Run,
    RunProperties,
    Text,
    DeletedText,
    Code,
    Table,
    TableProperties,
    Row,
    RowProperties,
    Cell,
    CellProperties,
    /// Its inside stands where it stands.
    Through(Region),
    ControlProperties,
    Ruby,
    Equation,
    /// A drawing: none but itself, or one of its parts.
    Drawing,
    Offset,
    TextBox,
}

/// What is said of the inside of an element that has no place of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    Plain,
    Inserted,
    Removed,
    /// A content control.
    Control,
    Field,
    Reversed,
    /// Small letters above a word.
    Above,
}

struct Open {
    kind: Kind,
    /// What it stands in, or is, apart from elements without a place of their own.
    place: Kind,
}

/// Elements that show nothing and say nothing of what is shown.
const SILENT: [&str; 39] = [
    "proofErr",
    "bookmarkStart",
    "bookmarkEnd",
    "commentRangeStart",
    "commentRangeEnd",
    "commentReference",
    "annotationRef",
    "permStart",
    "permEnd",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "customXmlInsRangeStart",
    "customXmlInsRangeEnd",
    "customXmlDelRangeStart",
    "customXmlDelRangeEnd",
    "customXmlMoveFromRangeStart",
    "customXmlMoveFromRangeEnd",
    "customXmlMoveToRangeStart",
    "customXmlMoveToRangeEnd",
    "customXmlPr",
    "smartTagPr",
    "lastRenderedPageBreak",
    "softHyphen",
    "footnoteRef",
    "endnoteRef",
    "separator",
    "continuationSeparator",
    "sdtEndPr",
    "tblGrid",
    "delInstrText",
    "fldData",
    "ffData",
    "numberingChange",
    "rubyPr",
    "docPartObj",
    "contentPart",
    "divId",
];

/// Reads the main part.
pub(super) struct Reader<'a> {
    body: Body<'a>,
    open: Vec<Open>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(limits: &Limits, styles: &'a Styles, settings: &'a Settings, palette: &'a Palette) -> Self {
        Self {
            body: Body::new(limits, styles, settings, palette),
            open: Vec::new(),
        }
    }

    /// What was read, with what covers it from headers and footers.
    ///
    /// # Errors
    /// A limit was exceeded.
    pub(super) fn finish(self, margin: &Margin) -> Result<Layout, Box<Defect>> {
        self.body.finish(margin)
    }

    /// An element of Word's own: what it is; none if what is inside is not wanted.
    fn word(&mut self, tag: &Tag<'_>, place: Option<Kind>) -> Option<Kind> {
        let name = tag.name();
        let Some(place) = place else {
            return (name == b"document").then_some(Kind::Document);
        };
        // All but a cell's properties is inside the cell.
        if place == Kind::Cell && name != b"tcPr" {
            self.body.open_cell();
        }
        let is_block = matches!(place, Kind::Body | Kind::Cell | Kind::TextBox);
        match (place, name) {
            (Kind::Document, b"body") => Some(Kind::Body),
            (Kind::Body, b"sectPr") => Some(Kind::Section),
            (Kind::Document, b"background") => {
                self.body.background(tag);
                None
            }
            (_, b"p") if is_block => {
                self.body.begin_paragraph();
                Some(Kind::Paragraph)
            }
            (_, b"tbl") if is_block => {
                self.body.begin_table();
                Some(Kind::Table)
            }
            (_, b"altChunk") if is_block => self.body.embedded("altChunk"),
            (Kind::Paragraph, b"subDoc") => self.body.embedded("subDoc"),
            (Kind::Paragraph, b"pPr") if self.body.takes_paragraph_properties() => Some(Kind::ParagraphProperties),
            (Kind::Paragraph, b"r") => {
                self.body.begin_run();
                Some(Kind::Run)
            }
            (Kind::Run, _) => self.in_run(tag),
            (Kind::Table, b"tblPr") if self.body.takes_table_properties() => Some(Kind::TableProperties),
            (Kind::Table, b"tr") => {
                self.body.begin_row();
                Some(Kind::Row)
            }
            (Kind::Row, b"trPr" | b"tblPrEx") if self.body.takes_row_properties() => Some(Kind::RowProperties),
            (Kind::Row, b"tc") => {
                self.body.begin_cell();
                Some(Kind::Cell)
            }
            (Kind::Cell, b"tcPr") if self.body.takes_cell_properties() => Some(Kind::CellProperties),
            (Kind::Ruby, b"rt") => Some(self.through(Region::Above)),
            (Kind::Ruby, b"rubyBase") => Some(self.through(Region::Plain)),
            (Kind::Paragraph | Kind::Table | Kind::Row, _) | (Kind::Body | Kind::Cell | Kind::TextBox, _) => {
                self.around(tag)
            }
            (Kind::Ruby | Kind::Document, _) => self.silent(tag),
            _ => None,
        }
    }

    /// Elements that stand around others without a place of their own.
    fn around(&mut self, tag: &Tag<'_>) -> Option<Kind> {
        let region = match tag.name() {
            b"sdt" => Region::Control,
            b"sdtPr" => return Some(Kind::ControlProperties),
            b"sdtContent" | b"customXml" | b"smartTag" | b"hyperlink" => Region::Plain,
            b"ins" | b"moveTo" => Region::Inserted,
            b"del" | b"moveFrom" => Region::Removed,
            b"dir" | b"bdo" if tag.val().as_deref() != Some("ltr") => Region::Reversed,
            b"dir" | b"bdo" => Region::Plain,
            b"fldSimple" => {
                let is_stale = tag
                    .word("dirty")
                    .is_some_and(|on| !matches!(on.as_ref(), "0" | "false" | "off"));
                self.body.fields.begin(is_stale);
                self.body.fields.code(&tag.word("instr").unwrap_or_default());
                self.body.fields.separate();
                Region::Field
            }
            _ => return self.silent(tag),
        };
        Some(self.through(region))
    }

    fn through(&mut self, region: Region) -> Kind {
        match region {
            Region::Inserted => self.body.inserted += 1,
            Region::Removed => self.body.removed += 1,
            Region::Control => self.body.controls.push(false),
            Region::Reversed => self.body.reversed += 1,
            Region::Above => self.body.above += 1,
            Region::Plain | Region::Field => {}
        }
        Kind::Through(region)
    }

    /// What no place has. What is known to show nothing is passed over.
    fn silent(&mut self, tag: &Tag<'_>) -> Option<Kind> {
        let is_silent = std::str::from_utf8(tag.name()).is_ok_and(|name| SILENT.contains(&name));
        if !is_silent {
            self.body.note("foreign", &tag.written());
        }
        None
    }

    fn in_run(&mut self, tag: &Tag<'_>) -> Option<Kind> {
        match tag.name() {
            b"rPr" if self.body.takes_run_properties() => Some(Kind::RunProperties),
            b"t" => {
                self.body
                    .begin_text(tag.value(Space::Known, "space").as_deref() == Some("preserve"));
                Some(Kind::Text)
            }
            b"delText" => Some(Kind::DeletedText),
            b"instrText" => Some(Kind::Code),
            b"fldChar" => {
                let is_stale = tag
                    .word("dirty")
                    .is_some_and(|on| !matches!(on.as_ref(), "0" | "false" | "off"));
                match tag.word("fldCharType").as_deref() {
                    Some("begin") => self.body.fields.begin(is_stale),
                    Some("separate") => self.body.fields.separate(),
                    _ => self.body.end_field(),
                }
                None
            }
            b"tab" | b"ptab" => {
                self.body.white_space(" ");
                None
            }
            b"br" | b"cr" => {
                self.body.white_space("\n");
                None
            }
            b"noBreakHyphen" => {
                self.body.write("-");
                None
            }
            b"sym" => {
                let font = tag.word("font").unwrap_or_default().into_owned();
                let code = tag.word("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                self.body.symbol(&font, code.unwrap_or(0));
                None
            }
            b"drawing" | b"pict" => {
                self.body.begin_drawing(tag.name() == b"pict");
                Some(Kind::Drawing)
            }
            b"object" | b"movie" | b"control" => self.body.embedded(&tag.written()),
            b"ruby" => Some(Kind::Ruby),
            b"footnoteReference" | b"endnoteReference" => {
                let has_own_mark = tag
                    .word("customMarkFollows")
                    .is_some_and(|on| !matches!(on.as_ref(), "0" | "false" | "off"));
                self.body.note_mark(has_own_mark);
                None
            }
            b"pgNum" | b"dayShort" | b"dayLong" | b"monthShort" | b"monthLong" | b"yearShort" | b"yearLong" => {
                self.body.note("field", &tag.written());
                None
            }
            _ => self.silent(tag),
        }
    }

    /// An element of another namespace.
    fn other(&mut self, tag: &Tag<'_>, place: Option<Kind>) -> Option<Kind> {
        match place? {
            Kind::Drawing => {
                self.body.drawing(tag);
                Some(if tag.name() == b"posOffset" {
                    Kind::Offset
                } else {
                    Kind::Drawing
                })
            }
            Kind::Equation => Some(Kind::Equation),
            Kind::ControlProperties => {
                self.control(tag);
                None
            }
            Kind::RunProperties => {
                self.body.run_property(tag);
                Some(Kind::RunProperties)
            }
            Kind::Body | Kind::Cell | Kind::TextBox | Kind::Paragraph | Kind::Run if tag.space == Space::Math => {
                if place == Some(Kind::Cell) {
                    self.body.open_cell();
                }
                Some(Kind::Equation)
            }
            _ => None,
        }
    }

    fn control(&mut self, tag: &Tag<'_>) {
        if tag.name() == b"dataBinding"
            && let Some(control) = self.body.controls.last_mut()
        {
            *control = true;
        }
    }
}

impl Sink for Reader<'_> {
    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        let place = self.open.last().map(|open| open.place);
        let is_word = tag.space == Space::Word;
        let kind = match place {
            Some(Kind::ParagraphProperties) if is_word => match tag.name() {
                b"rPr" => Some(Kind::MarkProperties),
                b"numPr" => Some(Kind::Numbering),
                b"sectPr" => Some(Kind::Section),
                _ => {
                    self.body.paragraph_property(tag);
                    None
                }
            },
            Some(Kind::Numbering) => {
                self.body.paragraph_property(tag);
                None
            }
            Some(Kind::MarkProperties) => {
                self.body.mark_property(tag);
                None
            }
            Some(Kind::RunProperties) if is_word => {
                self.body.run_property(tag);
                None
            }
            Some(Kind::Section) => {
                self.body.section_property(tag);
                None
            }
            Some(Kind::TableProperties) => {
                self.body.table_property(tag);
                None
            }
            Some(Kind::RowProperties) => {
                self.body.row_property(tag);
                None
            }
            Some(Kind::CellProperties) => {
                self.body.cell_property(tag);
                None
            }
            Some(Kind::ControlProperties) if is_word => {
                self.control(tag);
                None
            }
            Some(Kind::Drawing) if is_word => (tag.name() == b"txbxContent").then(|| {
                self.body.begin_box();
                Kind::TextBox
            }),
            Some(Kind::Text | Kind::DeletedText | Kind::Code | Kind::Offset) => None,
            place if is_word => self.word(tag, place),
            place => self.other(tag, place),
        };
        let Some(kind) = kind else { return Ok(false) };
        let place = match kind {
            Kind::Through(Region::Above) | Kind::Through(Region::Plain) if place == Some(Kind::Ruby) => Kind::Paragraph,
            Kind::Through(_) => place.unwrap_or(kind),
            kind => kind,
        };
        self.open.push(Open { kind, place });
        Ok(true)
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let is_outer = |kind: Kind| self.open.last().is_none_or(|open| open.kind != kind);
        match open.kind {
            Kind::Paragraph => self.body.end_paragraph(),
            Kind::ParagraphProperties => self.body.settle_paragraph(),
            Kind::RunProperties if is_outer(Kind::RunProperties) => self.body.settle_run(),
            Kind::Run => self.body.end_run(),
            Kind::Text => self.body.end_text(),
            Kind::Table => self.body.end_table(),
            Kind::Row => self.body.end_row(),
            Kind::Cell => self.body.end_cell(),
            Kind::TextBox => self.body.end_box(),
            Kind::Drawing if is_outer(Kind::Drawing) => self.body.end_drawing(),
            Kind::Equation if is_outer(Kind::Equation) => self.body.end_equation(),
            Kind::Through(region) => match region {
                Region::Inserted => self.body.inserted -= 1,
                Region::Removed => self.body.removed -= 1,
                Region::Control => {
                    self.body.controls.pop();
                }
                Region::Reversed => self.body.reversed -= 1,
                Region::Above => self.body.above -= 1,
                Region::Field => self.body.end_field(),
                Region::Plain => {}
            },
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.open.last().map(|open| open.kind) {
            Some(Kind::Text) => self.body.text(text),
            Some(Kind::DeletedText) => self.body.deleted(text),
            Some(Kind::Code) => self.body.code(text),
            Some(Kind::Equation) => self.body.equation(text),
            Some(Kind::Offset) => self.body.offset(text),
            _ => {}
        }
    }

    fn foreign(&mut self, tag: &Tag<'_>) {
        self.body.note("foreign", &tag.written());
    }

    fn is_full(&self) -> bool {
        self.body.is_full()
    }
}

//! Paragraphs, runs and tables as they are read: what of them is shown goes into the [`Flow`], and what is not, or is shown as something
//! else, is noted.

mod drawings;
mod paragraphs;
mod runs;
mod tables;

use super::{
    colors::{Color, Palette},
    fields::Fields,
    floats::{Drawing, Floats},
    margins::Margin,
    paragraph::ParagraphProperties,
    properties::{Look, RunProperties},
    settings::Settings,
    styles::{For, Style, Styles},
    tables::Table,
    xml::{Tag, too_large},
};
use crate::{
    diagnostic::defect::Defect,
    document::limits::Limits,
    extract::{
        formats::layout_builder::Flow,
        layout::{Layout, Reach},
    },
    text::normalize::is_gap,
};

/// A table of hidden cells is one defect; so many of its rows are named.
const MOST_IN_TABLE: usize = 3;
/// So much of a paragraph is kept to name it.
const LONGEST_NAME: usize = 40;

/// A paragraph that has begun.
#[derive(Default)]
struct Paragraph {
    properties: ParagraphProperties,
    mark: RunProperties,
    is_settled: bool,
    /// The styles of its runs: of the table, and its own.
    styles: [Option<String>; 2],
    /// The beginning of its text.
    name: String,
    has_letters: bool,
    /// The paragraph, or where it ends, was put in or taken out.
    is_revised: bool,
    goes_on: bool,
    /// What was said of it already.
    said: Vec<&'static str>,
    /// What text boxes in it hold.
    boxes: Vec<String>,
}

/// A run that has begun.
#[derive(Default)]
struct Run {
    properties: RunProperties,
    look: Option<Look>,
    text: String,
    keeps_space: bool,
}

/// A text box that has begun.
#[derive(Default)]
struct TextBox {
    lines: Vec<String>,
    line: String,
    has_table: bool,
}

/// See the module.
pub(super) struct Body<'a> {
    limits: Limits,
    styles: &'a Styles,
    settings: &'a Settings,
    palette: &'a Palette,
    /// The colour of the page.
    page: Option<Color>,
    flow: Flow,
    paragraphs: Vec<Paragraph>,
    runs: Vec<Run>,
    tables: Vec<Table>,
    boxes: Vec<TextBox>,
    drawings: Vec<(Drawing, bool)>,
    floats: Floats,
    equation: String,
    /// Why what stands here is not shown: cells and rows within each other.
    unseen: Vec<&'static str>,
    pub fields: Fields,
    /// Content controls within each other; whether what they hold is kept elsewhere too.
    pub controls: Vec<bool>,
    pub inserted: usize,
    pub removed: usize,
    pub reversed: usize,
    pub above: usize,
    /// Headers or footers do not push the text away.
    margins_reach_in: bool,
    /// The bytes of text that were taken.
    taken: usize,
}

fn says(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

fn has_digit(text: &str) -> bool {
    text.contains(char::is_numeric)
}

impl<'a> Body<'a> {
    pub(super) fn new(limits: &Limits, styles: &'a Styles, settings: &'a Settings, palette: &'a Palette) -> Self {
        let mut flow = Flow::new(limits);
        if settings.links_styles {
            flow.unlike("template", "linkStyles", Reach::Anywhere);
        }
        Self {
            limits: *limits,
            styles,
            settings,
            palette,
            page: None,
            flow,
            paragraphs: Vec::new(),
            runs: Vec::new(),
            tables: Vec::new(),
            boxes: Vec::new(),
            drawings: Vec::new(),
            floats: Floats::default(),
            equation: String::new(),
            unseen: Vec::new(),
            fields: Fields::default(),
            controls: Vec::new(),
            inserted: 0,
            removed: 0,
            reversed: 0,
            above: 0,
            margins_reach_in: false,
            taken: 0,
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.flow.is_full() || self.taken > self.limits.bytes
    }

    pub(super) fn finish(mut self, margin: &Margin) -> Result<Layout, Box<Defect>> {
        if self.taken > self.limits.bytes {
            return Err(too_large(&self.limits));
        }
        // They stand on every page.
        let still = margin.still.iter().filter(|_| self.margins_reach_in);
        for text in margin.floating.iter().chain(still) {
            self.flow.unlike("floating", text, Reach::Anywhere);
        }
        for name in self.floats.at_end() {
            self.flow.unlike("floating", &name, Reach::Report);
        }
        self.flow.finish()
    }

    /// Note once in a paragraph or a row that it shows something else than is read.
    pub(super) fn note(&mut self, cause: &'static str, text: &str) {
        self.note_within(cause, text, Reach::Report);
    }

    fn note_within(&mut self, cause: &'static str, text: &str, reach: Reach) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            if paragraph.said.contains(&cause) {
                return;
            }
            paragraph.said.push(cause);
        }
        if let Some(table) = self.tables.first_mut() {
            let said = table.said.iter().filter(|said| **said == cause).count();
            if table.row.said.contains(&cause) || said == MOST_IN_TABLE {
                return;
            }
            table.row.said.push(cause);
            table.said.push(cause);
        }
        self.flow.unlike(cause, text, reach);
    }

    /// Whether rows and cells here are those of the page.
    fn is_laid_out(&self) -> bool {
        self.unseen.is_empty() && self.boxes.is_empty()
    }

    /// Of a section.
    pub(super) fn section_property(&mut self, tag: &Tag<'_>) {
        // Below zero, such a margin stays as it is however high the header or footer is.
        let is_fixed = |name| tag.number(name).is_some_and(|margin| margin < 0);
        self.margins_reach_in |= tag.name() == b"pgMar" && (is_fixed("top") || is_fixed("bottom"));
    }

    /// The colour of the page, as far as it is shown.
    pub(super) fn background(&mut self, tag: &Tag<'_>) {
        if self.settings.shows_background {
            self.page = self.palette.of(tag, ["color", "themeColor", "themeTint", "themeShade"]);
        }
    }

    /// Something of another kind of file.
    pub(super) fn embedded<T>(&mut self, name: &str) -> Option<T> {
        self.note("embedded", name);
        None
    }
}

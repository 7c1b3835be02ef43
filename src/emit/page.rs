//! What is printed, whatever the file: title, lines, parts with their text or table.

use crate::emit::table::Table;
use crate::{
    document::model::{Document, Node},
    form::{
        print::words,
        printed::Printed,
        schema::Schema,
        shape::{Kind, ShapeId},
    },
    text::normalize::is_gap,
};

/// A report to be printed.
pub struct Page {
    /// The language, as pages name it.
    pub lang: String,
    /// The title.
    pub title: String,
    /// Lines below the title.
    pub lines: Vec<String>,
    /// The paragraphs before the first part.
    pub preamble: Vec<String>,
    /// The parts.
    pub parts: Vec<Part>,
}

/// A part of a report.
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// Its paragraphs.
    pub text: Vec<String>,
    /// Its table.
    pub table: Option<Table>,
}

impl Page {
    /// What of a report is printed; nothing if its form says nothing about print.
    pub fn of(schema: &Schema, document: &Document<'_>) -> Option<Self> {
        let printed = schema.printed()?;
        let root = &document.root;
        let prose = |field: ShapeId| {
            node(schema, root, field)
                .map(|node| paragraphs(&words(node)))
                .unwrap_or_default()
        };
        let parts = printed.sections.iter().map(|section| {
            let shape = schema.shape(section.field);
            let table = section
                .table
                .map(|table| Table::of(schema, &printed.tables[table], root));
            Part {
                heading: line(&shape.title.zh),
                text: if shape.kind == Kind::Record {
                    Vec::new()
                } else {
                    prose(section.field)
                },
                table,
            }
        });
        let mut page = Self {
            lang: printed.print.lang.clone(),
            title: title(schema, printed, root),
            lines: Vec::new(),
            preamble: printed.preamble.map(prose).unwrap_or_default(),
            parts: parts.collect(),
        };
        page.lines = page.lines_untold(schema, printed, root);
        Some(page)
    }

    /// The lines below the title that say something that the text does not.
    fn lines_untold(&self, schema: &Schema, printed: &Printed, root: &Node<'_>) -> Vec<String> {
        let parts = self.parts.iter().flat_map(|part| &part.text);
        let told = crate::extract::extraction::told(printed, self.preamble.iter().chain(parts));
        let is_told = |path: &str| {
            let value = schema
                .pointer_of(path)
                .and_then(|pointer| root.pointer(&pointer))
                .map(|(node, _)| words(node));
            told.iter()
                .any(|(field, told)| field == path && Some(told) == value.as_ref())
        };
        let lines = printed.print.lines.iter().filter(|line| !line.fields().all(is_told));
        let lines = lines.map(|line| printed.print.fill(line, schema, root));
        lines
            .filter(|(_, is_complete)| *is_complete)
            .map(|(text, _)| line(&text))
            .collect()
    }
}

fn title(schema: &Schema, printed: &Printed, root: &Node<'_>) -> String {
    let own = printed.print.title_field.and_then(|field| node(schema, root, field));
    let own = own.map(|node| line(&words(node))).filter(|title| !title.is_empty());
    own.unwrap_or_else(|| line(&printed.print.fill(&printed.print.title, schema, root).0))
}

/// The value of a field.
pub fn node<'d>(schema: &Schema, root: &'d Node<'d>, field: ShapeId) -> Option<&'d Node<'d>> {
    root.pointer(&schema.pointer(field)).map(|(node, _)| node)
}

/// The lines of a text that have something on them, without white space at their ends.
fn paragraphs(text: &str) -> Vec<String> {
    let breaks = |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    text.split(breaks)
        .map(visible)
        .filter(|line| !line.is_empty())
        .collect()
}

/// A text on one line.
pub fn line(text: &str) -> String {
    paragraphs(text).join(" ")
}

/// Without what no file can hold or nobody can see. Tabs are spaces: they would tell cells apart.
fn visible(line: &str) -> String {
    let seen = line.chars().filter_map(|c| match c {
        '\t' => Some(' '),
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    });
    seen.collect::<String>().trim_matches(is_gap).to_owned()
}

//! What is printed, whatever the file: title, lines, parts with their text or table.

use crate::{
    document::model::{Document, Node},
    emit::{
        table::Table,
        words::{line, node, paragraphs},
    },
    extract::extraction::told,
    form::{
        print::words,
        printed::Printed,
        schema::Schema,
        shape::{Kind, ShapeId},
    },
};

/// A report to be printed.
pub(crate) struct Page {
    /// The language, as pages name it.
    pub lang: String,
    /// The title.
    pub title: String,
    /// Lines below the title.
    pub lines: Vec<String>,
    /// The paragraphs before the first part.
    pub preamble: Vec<String>,
    /// The parts.
    pub parts: Vec<PagePart>,
}

/// A part of a report.
pub(crate) struct PagePart {
    /// Its heading.
    pub heading: String,
    /// Its table.
    pub table: Option<Table>,
    /// Its paragraphs, which stand behind the table.
    pub text: Vec<String>,
}

impl Page {
    /// What of a report is printed; nothing if its form says nothing about print.
    pub(crate) fn of(schema: &Schema, document: &Document) -> Option<Self> {
        let printed = schema.printed()?;
        let root = &document.root;
        let prose = |field: ShapeId| {
            node(schema, root, field)
                .map(|node| paragraphs(&words(node)))
                .unwrap_or_default()
        };
        let parts = printed.sections.iter().map(|section| {
            let shape = schema.shape(section.field);
            let text = match shape.kind {
                Kind::Record => section.beside,
                _ => Some(section.field),
            };
            let table = section
                .table
                .map(|table| Table::of(schema, &printed.tables[table], root));
            PagePart {
                heading: line(&shape.title.zh),
                table,
                text: text.map(prose).unwrap_or_default(),
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
    fn lines_untold(&self, schema: &Schema, printed: &Printed, root: &Node) -> Vec<String> {
        let parts = self.parts.iter().flat_map(|part| &part.text);
        let told = told(printed, self.preamble.iter().chain(parts));
        let is_told = |field: ShapeId| {
            let value = node(schema, root, field).map(words);
            told.get(&field).is_some_and(|told| Some(told) == value.as_ref())
        };
        let lines = printed.print.lines.iter().filter(|line| !line.fields().all(is_told));
        let lines = lines.map(|line| printed.print.fill(line, root));
        lines
            .filter(|(_, is_complete)| *is_complete)
            .map(|(text, _)| line(&text))
            .collect()
    }
}

fn title(schema: &Schema, printed: &Printed, root: &Node) -> String {
    let own = printed.print.title_field.and_then(|field| node(schema, root, field));
    let own = own.map(|node| line(&words(node))).filter(|title| !title.is_empty());
    own.unwrap_or_else(|| line(&printed.print.fill(&printed.print.title, root).0))
}

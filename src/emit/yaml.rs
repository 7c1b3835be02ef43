//! A report as YAML, in the order of its form.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use crate::text::path::pointer_step;
use crate::{
    diagnostic::finding::Lang,
    document::model::{Document, Entry, Node, Style, Value},
    emit::yaml_writer::{YamlWriter, block, text},
    form::{
        schema::Schema,
        shape::{Kind, ShapeId},
    },
};

/// A longer text is set off as a block.
const LONG: usize = 80;
/// A row that is no wider has its label behind it, a wider one above.
const WIDE: usize = 76;

/// Something to be said where a field stands or would stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    /// JSON Pointer of the field; empty for the whole report.
    pub path: String,
    /// What is to be said.
    pub text: String,
}

/// Write a report as YAML: fields in the order of the form with their labels as comments, rows of tables on one line each, `notes`
/// as comments at their places. Reading it gives the same values; what the form does not have comes last.
#[must_use]
pub(crate) fn yaml(schema: &Schema, document: &Document, notes: &[Note], lang: Lang) -> String {
    let mut report = Report {
        writer: YamlWriter::new(schema, lang),
        schema,
        notes,
    };
    report.notes_at("", 0, true);
    report.fields(schema.root(), "", Some(&document.root), 0);
    report.writer.text
}

struct Report<'s> {
    writer: YamlWriter<'s>,
    schema: &'s Schema,
    notes: &'s [Note],
}

/// A cell as it is written.
struct KeyedCell {
    key: String,
    value: String,
}

/// A row of a table, to be set in line with others.
struct AlignedRow {
    key: String,
    cells: Vec<KeyedCell>,
}

impl Report<'_> {
    fn fields(&mut self, around: ShapeId, path: &str, node: Option<&Node>, depth: usize) {
        let children = &self.schema.shape(around).children;
        let mut at = 0;
        while at < children.len() {
            // Rows with the same columns are set in line.
            let columns = self.columns(children[at]);
            let same = |child: &&ShapeId| columns.is_some() && self.columns(**child) == columns;
            let count = children[at..].iter().take_while(same).count().max(1);
            if columns.is_some() {
                self.rows(&children[at..at + count], path, node, depth);
            } else {
                self.field(children[at], path, node, depth);
            }
            at += count;
        }
        let is_known = |entry: &&Entry| children.iter().any(|child| self.schema.shape(*child).key == entry.key);
        let rest: Vec<&Entry> = node
            .map(Node::entries)
            .unwrap_or_default()
            .iter()
            .filter(|entry| !is_known(entry))
            .collect();
        for entry in rest {
            self.value(&entry.key, &entry.value, depth, "", false);
        }
    }

    /// The keys of a row's columns; nothing for what is no row.
    fn columns(&self, field: ShapeId) -> Option<Vec<&str>> {
        let shape = self.schema.shape(field);
        let is_cell = |child: &ShapeId| {
            matches!(
                self.schema.shape(*child).kind,
                Kind::Integer | Kind::Decimal | Kind::Any | Kind::Date
            )
        };
        let is_row = shape.kind == Kind::Record && !shape.children.is_empty() && shape.children.iter().all(is_cell);
        is_row.then(|| {
            shape
                .children
                .iter()
                .map(|child| self.schema.shape(*child).key.as_str())
                .collect()
        })
    }

    fn rows(&mut self, fields: &[ShapeId], path: &str, node: Option<&Node>, depth: usize) {
        let values = fields.iter().map(|field| {
            let value = node?.get(&self.schema.shape(*field).key)?;
            Some((value, self.row(*field, value)))
        });
        let values: Vec<Option<(&Node, Option<AlignedRow>)>> = values.collect();
        let lines = set(values.iter().flatten().filter_map(|(_, row)| row.as_ref()));
        let is_wide = lines.iter().any(|line| line.width() + depth * 2 > WIDE);
        let mut lines = lines.into_iter();
        for (field, value) in fields.iter().zip(&values) {
            let key = &self.schema.shape(*field).key;
            self.notes_at(&format!("{path}{}", pointer_step(key)), depth, value.is_some());
            let title = self.writer.title(*field);
            match value {
                Some((_, Some(_))) => {
                    let line = lines.next().unwrap_or_default();
                    if is_wide {
                        self.writer.comment(depth, title);
                    }
                    self.writer.line(depth, &line, if is_wide { "" } else { title });
                }
                Some((node, None)) => self.value(key, node, depth, title, false),
                None => {}
            }
        }
    }

    fn row(&self, field: ShapeId, node: &Node) -> Option<AlignedRow> {
        let shape = self.schema.shape(field);
        if !matches!(node.value, Value::Record(_)) {
            return None;
        }
        let known = shape.children.iter().filter_map(|child| {
            let key = &self.schema.shape(*child).key;
            let value = flow(node.get(key)?);
            Some(KeyedCell {
                key: key.clone(),
                value,
            })
        });
        let is_known = |key: &str| shape.children.iter().any(|child| self.schema.shape(*child).key == key);
        let rest = node.entries().iter().filter(|entry| !is_known(&entry.key));
        let cells = known.chain(rest.map(|entry| KeyedCell {
            key: text(&entry.key),
            value: flow(&entry.value),
        }));
        Some(AlignedRow {
            key: shape.key.clone(),
            cells: cells.collect(),
        })
    }

    fn field(&mut self, field: ShapeId, path: &str, around: Option<&Node>, depth: usize) {
        let shape = self.schema.shape(field);
        let path = format!("{path}{}", pointer_step(&shape.key));
        let title = self.writer.title(field);
        let Some(node) = around.and_then(|around| around.get(&shape.key)) else {
            let is_wanted = !shape.printed;
            if depth == 0 && self.has_notes(&path) {
                self.writer.text.push('\n');
                self.writer.comment(depth, title);
            }
            self.notes_at(&path, depth, false);
            if is_wanted {
                let note = self.writer.note(field);
                self.writer
                    .line(depth, &format!("# {}:", shape.key), &format!("{title}{note}"));
            }
            return;
        };
        let is_record = matches!(node.value, Value::Record(_)) && shape.kind == Kind::Record;
        let is_prose = depth == 0 && self.is_prose(field);
        if depth == 0 && (is_prose || is_record && shape.title.zh != shape.key) {
            self.writer.text.push('\n');
        }
        if is_prose || depth == 0 && is_record {
            self.writer.comment(depth, title);
        }
        self.notes_at(&path, depth, true);
        if is_record {
            let comment = if depth == 0 { "" } else { title };
            self.writer.line(depth, &format!("{}:", shape.key), comment);
            let columns = self.first_columns(field).filter(|_| depth == 0);
            if let Some(columns) = columns {
                self.writer.comment(depth + 1, &columns);
            }
            self.fields(field, &path, Some(node), depth + 1);
        } else {
            let comment = match self.schema.inferred(field, node) {
                _ if is_prose => Cow::Borrowed(""),
                Some(said) => Cow::Owned(format!(
                    "{title}{}",
                    bracketed(&said.render(self.writer.lang), self.writer.lang)
                )),
                None => Cow::Borrowed(title),
            };
            self.value(&shape.key, node, depth, &comment, is_prose);
        }
    }

    /// The labels of columns that all rows of a table share.
    fn first_columns(&self, table: ShapeId) -> Option<String> {
        let mut at = table;
        while self.columns(at).is_none() {
            at = *self.schema.shape(at).children.first()?;
        }
        let columns = &self.schema.shape(at).children;
        let titles = columns.iter().map(|column| self.writer.title(*column));
        self.schema
            .shape(at)
            .columns
            .then(|| titles.collect::<Vec<_>>().join(" | "))
    }

    /// Whether a field is running text.
    fn is_prose(&self, field: ShapeId) -> bool {
        let Some(printed) = self.schema.printed() else {
            return false;
        };
        let is_part = || printed.part_of_text(field).is_some();
        self.schema.shape(field).kind == Kind::Text && (printed.preamble == Some(field) || is_part())
    }

    fn value(&mut self, key: &str, node: &Node, depth: usize, comment: &str, is_prose: bool) {
        let key = text(key);
        if let Value::Text(words) = &node.value {
            let exact = words.style != Style::Printed;
            let is_long = is_prose || words.text.contains('\n') || words.text.width() > LONG;
            if let Some((header, lines)) = block(&words.text, exact).filter(|_| is_long) {
                self.writer.line(depth, &format!("{key}: {header}"), comment);
                for line in lines {
                    let indent = if line.is_empty() { 0 } else { depth + 1 };
                    self.writer.line(indent, line, "");
                }
                return;
            }
        }
        let value = match &node.value {
            Value::Null => String::new(),
            _ => format!(" {}", flow(node)),
        };
        self.writer.line(depth, &format!("{key}:{value}"), comment);
    }

    fn has_notes(&self, path: &str) -> bool {
        let below =
            |note: &&Note| note.path == path || note.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        self.notes.iter().any(|note| below(&note))
    }

    /// What is to be said at a field, and, unless `only` that, at those inside it, which are not there.
    fn notes_at(&mut self, path: &str, depth: usize, only: bool) {
        let notes = self.notes;
        let missing = |note: &&Note| !only && note.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        for note in notes.iter().filter(|note| note.path == path || missing(note)) {
            self.writer.comment(depth, &format!("! {}", note.text));
        }
    }
}

/// Words behind others that they add to.
fn bracketed(words: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("（{words}）"),
        Lang::En => format!(" ({words})"),
    }
}

/// Rows in line: keys on the left, values on the right of their columns.
fn set<'r>(rows: impl Iterator<Item = &'r AlignedRow> + Clone) -> Vec<String> {
    let wide = rows.clone().map(|row| row.key.width()).max().unwrap_or_default();
    let mut widths: Vec<usize> = Vec::new();
    for row in rows.clone() {
        widths.resize(widths.len().max(row.cells.len()), 0);
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = (*width).max(cell.value.width());
        }
    }
    let line = |row: &AlignedRow| {
        let cells = row.cells.iter().zip(&widths).map(|(KeyedCell { key, value }, width)| {
            let gap = width.saturating_sub(value.width());
            format!("{key}: {}{value}", " ".repeat(gap))
        });
        let gap = " ".repeat(wide.saturating_sub(row.key.width()));
        format!("{}:{gap} {{{}}}", row.key, cells.collect::<Vec<_>>().join(", "))
    };
    rows.map(line).collect()
}

/// Any value on one line. The depth is bounded by the reader's limit.
fn flow(node: &Node) -> String {
    match &node.value {
        Value::Null => "~".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(words) if is_day(&words.text) => words.text.to_string(),
        Value::Text(words) => text(&words.text),
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Record(entries) => {
            let entries = entries
                .iter()
                .map(|entry| format!("{}: {}", text(&entry.key), flow(&entry.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A day needs no quotes.
fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

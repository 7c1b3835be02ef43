//! The document: what was read, in the shape of the form.

use std::{borrow::Cow, collections::BTreeMap};

use compact_str::CompactString;

use crate::{
    document::model::{Document, Entry, Node, Style, Text, Value},
    extract::{
        block_uses::BlockUse,
        layout::{Layout, trimmed},
        recognize::{
            candidates::{Content, Found, GroupLabel},
            facts::{Given, Told},
            headings::Headings,
        },
        tables::rows::Tables,
    },
    form::{
        printed::Printed,
        schema::{FORM_KEY, Schema},
        shape::{Kind, ShapeId},
    },
    text::source::Span,
};

/// All that was read of a report.
pub(super) struct Recognized<'a> {
    pub schema: &'a Schema,
    pub printed: &'a Printed,
    pub headings: &'a Headings,
    pub tables: &'a Tables,
    /// The labels of groups.
    pub groups: &'a [GroupLabel],
    pub told: &'a [Told],
    /// The block behind the title.
    pub body: usize,
    /// Where it shows which form this is.
    pub evidence: Span,
    /// The title.
    pub title: Option<Span>,
    /// What every block is.
    pub uses: &'a [BlockUse],
    /// The first block that is no longer the report's.
    pub end: usize,
}

/// Put the document together.
pub(super) fn document(layout: &Layout, report: &Recognized<'_>) -> Document {
    let assembler = Assembler {
        layout,
        report,
        told: report.told.iter().map(|told| (told.field, told)).collect(),
    };
    let schema = report.schema;
    let mut entries = Vec::new();
    for field in &schema.shape(schema.root()).children {
        let key = &schema.shape(*field).key;
        if key == FORM_KEY {
            entries.push(Entry {
                key: key.into(),
                // What is missing in the report as a whole is shown at its first key.
                key_span: report.title.unwrap_or(report.evidence),
                value: Node {
                    span: report.evidence,
                    value: text(Cow::Owned(schema.id.clone()), Style::Printed),
                },
            });
        } else {
            entries.extend(assembler.field(*field));
        }
    }
    Document {
        root: Node {
            span: Span::new(0, layout.text.len()),
            value: Value::Record(entries),
        },
        published: true,
    }
}

fn text(text: Cow<'_, str>, style: Style) -> Value {
    Value::Text(Text {
        text: text.into(),
        style,
    })
}

struct Assembler<'l, 'p> {
    layout: &'l Layout,
    report: &'p Recognized<'p>,
    told: BTreeMap<ShapeId, &'p Told>,
}

impl<'l> Assembler<'l, '_> {
    fn field(&self, field: ShapeId) -> Option<Entry> {
        let schema = self.report.schema;
        let shape = schema.shape(field);
        let key = || CompactString::from(&shape.key);
        if let Some(told) = self.told.get(&field) {
            let value = match &told.value {
                Given::Number(number) if shape.kind != Kind::Text => Value::Number(*number),
                Given::Number(number) => text(Cow::Owned(number.to_string()), Style::Printed),
                Given::Text(words) => text(Cow::Owned(words.clone()), Style::Printed),
            };
            return Some(Entry {
                key: key(),
                key_span: told.span,
                value: Node { span: told.span, value },
            });
        }
        if let Some(row) = self.report.tables.rows.get(&field) {
            let columns = shape.children.iter().zip(&row.cells);
            let entries = columns.map(|(column, cell)| Entry {
                key: schema.shape(*column).key.as_str().into(),
                key_span: if cell.span.is_empty() { row.label } else { cell.span },
                value: self.cell(cell),
            });
            return Some(record(key(), Some(row.label), entries.collect()));
        }
        if shape.kind == Kind::Record {
            let entries: Vec<Entry> = shape.children.iter().filter_map(|child| self.field(*child)).collect();
            let label = self.heading(field).or_else(|| {
                let mut groups = self.report.groups.iter().filter(|group| group.field == field);
                groups.next_back().map(|group| group.label)
            });
            return (!entries.is_empty()).then(|| record(key(), label, entries));
        }
        if self.report.printed.preamble == Some(field) {
            let first = self
                .report
                .headings
                .parts
                .first()
                .map_or(self.report.body, |part| part.block);
            let (span, value) = self.prose(self.report.body..first, None)?;
            return Some(Entry {
                key: key(),
                key_span: span,
                value: Node { span, value },
            });
        }
        let parts = &self.report.headings.parts;
        let section = self.report.printed.part_of_text(field)?;
        let at = parts.iter().position(|part| part.section == section)?;
        let part = &parts[at];
        let end = parts.get(at + 1).map_or(self.report.end, |next| next.block);
        let inside = self.layout.blocks[part.block].span();
        let inline = (part.text < inside.end).then_some(Span::new(part.text, inside.end));
        let prose = self.prose(part.block + 1..end.max(part.block + 1), inline);
        if self.report.printed.sections[section].table.is_some() {
            // Most tables have no text beside them.
            let (span, value) = prose?;
            return Some(Entry {
                key: key(),
                key_span: span,
                value: Node { span, value },
            });
        }
        let (span, value) = prose.unwrap_or((
            Span::new(inside.end, inside.end),
            text(Cow::Borrowed(""), Style::Printed),
        ));
        Some(Entry {
            key: key(),
            key_span: part.heading,
            value: Node { span, value },
        })
    }

    /// The heading of the part that is this field.
    fn heading(&self, field: ShapeId) -> Option<Span> {
        let mut parts = self.report.headings.parts.iter();
        parts
            .find(|part| self.report.printed.sections[part.section].field == field)
            .map(|part| part.heading)
    }

    fn cell(&self, cell: &Found) -> Node {
        let written = self.words(cell.span);
        let value = match (cell.content, crate::text::decimal::plain(written.trim())) {
            (Content::Blank, _) => Value::Null,
            (_, Some(number)) => Value::Number(number),
            (_, None) => match crate::text::numeral::noted(&written) {
                Some(number) => Value::Number(number),
                None => text(written, Style::Printed),
            },
        };
        Node { span: cell.span, value }
    }

    /// The words at a place.
    fn words(&self, span: Span) -> Cow<'l, str> {
        match self.layout.meant(span) {
            Cow::Borrowed(words) => Cow::Borrowed(words.trim()),
            Cow::Owned(words) => Cow::Owned(words.trim().to_owned()),
        }
    }

    /// The place of a block; where lines are all that a text has, the whole of its lines.
    fn place(&self, at: usize) -> Span {
        let span = self.layout.blocks[at].span();
        if self.layout.is_grid || self.layout.has_escapes || span.is_empty() {
            return span;
        }
        let text = &self.layout.text;
        let start = text[..span.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let end = text[span.end..]
            .find(['\n', '\r'])
            .map_or(text.len(), |at| span.end + at);
        trimmed(text, Span::new(start, end))
    }

    /// The text of some blocks, without tables and without what belongs to the page.
    fn prose(&self, blocks: std::ops::Range<usize>, inline: Option<Span>) -> Option<(Span, Value)> {
        let mut pieces: Vec<Span> = inline.into_iter().collect();
        let mut last = inline.map(|_| blocks.start);
        for at in blocks {
            let span = self.place(at);
            if self.report.uses[at] != BlockUse::Text || span.is_empty() {
                continue;
            }
            match pieces.last_mut() {
                // Marks between two lines are no words.
                Some(piece) if last == Some(at) && !self.layout.has_escapes => piece.end = span.end,
                _ => pieces.push(span),
            }
            last = Some(at + 1);
        }
        let (first, last) = (pieces.first()?, pieces.last()?);
        let span = Span::new(first.start, last.end);
        let words = match pieces.as_slice() {
            [all] => self.words(*all),
            pieces => Cow::Owned(
                pieces
                    .iter()
                    .map(|piece| self.words(*piece))
                    .collect::<Vec<_>>()
                    .join("\n"),
            ),
        };
        Some((span, text(words, Style::Printed)))
    }
}

fn record(key: CompactString, label: Option<Span>, entries: Vec<Entry>) -> Entry {
    let label = label
        .or(entries.first().map(|entry| entry.key_span))
        .unwrap_or_default();
    let start = entries
        .iter()
        .map(|entry| entry.key_span.start.min(entry.value.span.start))
        .min();
    let end = entries.iter().map(|entry| entry.value.span.end).max();
    Entry {
        key,
        key_span: label,
        value: Node {
            span: Span::new(start.unwrap_or(label.start), end.unwrap_or(label.end)),
            value: Value::Record(entries),
        },
    }
}

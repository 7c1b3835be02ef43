//! The document: what was read, in the shape of the form.

use std::{borrow::Cow, collections::BTreeMap};

use crate::extract::{
    layout::{Block, Layout, trimmed, unescaped},
    recognize::{
        candidates::{Content, Found},
        facts::{Given, Told},
        headings::Part,
    },
    tables::rows::Tables,
};
use crate::{
    document::model::{Document, Entry, Node, Style, Text, Value},
    form::{
        printed::Printed,
        schema::Schema,
        shape::{Kind, ShapeId},
    },
    text::{normalize::Folded, source::Span},
};

/// All that was read of a report.
pub struct Parts<'a> {
    pub schema: &'a Schema,
    pub printed: &'a Printed,
    pub headings: &'a [Option<usize>],
    pub contents: &'a [bool],
    pub parts: &'a [Part],
    pub tables: &'a Tables,
    /// The labels of groups.
    pub groups: &'a [(ShapeId, Span)],
    pub told: &'a [Told],
    /// The block behind the title.
    pub body: usize,
    /// Where it shows which form this is.
    pub evidence: Span,
    /// The title.
    pub title: Option<Span>,
}

/// Put the document together.
pub fn document<'l>(layout: &'l Layout, parts: &Parts<'_>) -> Document<'l> {
    let assembler = Assembler {
        layout,
        parts,
        told: parts.told.iter().map(|told| (told.path.as_str(), told)).collect(),
        end: end_of_report(layout, parts),
    };
    let schema = parts.schema;
    let mut entries = Vec::new();
    for field in &schema.shape(schema.root()).children {
        let key = &schema.shape(*field).key;
        if key == "schema" {
            entries.push(Entry {
                key: Cow::Owned(key.clone()),
                // What is missing in the report as a whole is shown at its first key.
                key_span: parts.title.unwrap_or(parts.evidence),
                value: Node {
                    span: parts.evidence,
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

fn text(text: Cow<'_, str>, style: Style) -> Value<'_> {
    Value::Text(Text { text, style })
}

/// The first block that is no longer the report's.
fn end_of_report(layout: &Layout, parts: &Parts<'_>) -> usize {
    let last = parts.parts.last().map_or(layout.blocks.len(), |part| part.block + 1);
    let ends = |at: &usize| match &layout.blocks[*at] {
        Block::Line(span) => {
            let line = &layout.text[span.start..span.end];
            parts.printed.ends(&Folded::of(line, 0, &parts.printed.letters).text)
        }
        Block::Row(_) => false,
    };
    (last..layout.blocks.len()).find(ends).unwrap_or(layout.blocks.len())
}

struct Assembler<'l, 'p> {
    layout: &'l Layout,
    parts: &'p Parts<'p>,
    told: BTreeMap<&'p str, &'p Told>,
    end: usize,
}

impl<'l> Assembler<'l, '_> {
    fn field(&self, field: ShapeId) -> Option<Entry<'l>> {
        let schema = self.parts.schema;
        let shape = schema.shape(field);
        let key = || Cow::Owned(shape.key.clone());
        if let Some(told) = self.told.get(schema.path(field).as_str()) {
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
        if let Some(row) = self.parts.tables.rows.get(&field) {
            let columns = shape.children.iter().zip(&row.cells);
            let entries = columns.map(|(column, cell)| Entry {
                key: Cow::Owned(schema.shape(*column).key.clone()),
                key_span: if cell.span.is_empty() { row.label } else { cell.span },
                value: self.cell(cell),
            });
            return Some(record(key(), Some(row.label), entries.collect()));
        }
        if shape.kind == Kind::Record {
            let entries: Vec<Entry<'_>> = shape.children.iter().filter_map(|child| self.field(*child)).collect();
            let label = self.heading(field).or_else(|| {
                let mut groups = self.parts.groups.iter().filter(|(group, _)| *group == field);
                groups.next_back().map(|(_, span)| *span)
            });
            return (!entries.is_empty()).then(|| record(key(), label, entries));
        }
        if self.parts.printed.preamble == Some(field) {
            let first = self.parts.parts.first().map_or(self.parts.body, |part| part.block);
            let (span, value) = self.prose(self.parts.body..first, None)?;
            return Some(Entry {
                key: key(),
                key_span: span,
                value: Node { span, value },
            });
        }
        let at = self
            .parts
            .parts
            .iter()
            .position(|part| self.parts.printed.sections[part.section].field == field)?;
        let part = &self.parts.parts[at];
        let end = self.parts.parts.get(at + 1).map_or(self.end, |next| next.block);
        let inside = self.layout.blocks[part.block].span();
        let inline = (part.text < inside.end).then_some(Span::new(part.text, inside.end));
        let prose = self.prose(part.block + 1..end.max(part.block + 1), inline);
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
        let mut parts = self.parts.parts.iter();
        parts
            .find(|part| self.parts.printed.sections[part.section].field == field)
            .map(|part| part.heading)
    }

    fn cell(&self, cell: &Found) -> Node<'l> {
        let written = self.words(cell.span);
        let value = match (cell.content, crate::text::decimal::plain(written.trim())) {
            (Content::Blank, _) => Value::Null,
            (_, Some(number)) => Value::Number(number),
            (_, None) => text(written, Style::Printed),
        };
        Node { span: cell.span, value }
    }

    /// The words at a place.
    fn words(&self, span: Span) -> Cow<'l, str> {
        let written = self.layout.text[span.start..span.end].trim();
        if self.layout.has_escapes {
            unescaped(written)
        } else {
            Cow::Borrowed(written)
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
    fn prose(&self, blocks: std::ops::Range<usize>, inline: Option<Span>) -> Option<(Span, Value<'l>)> {
        let mut pieces: Vec<Span> = inline.into_iter().collect();
        let mut last = inline.map(|_| blocks.start);
        for at in blocks {
            let is_table = self.parts.tables.in_table[at];
            let span = self.place(at);
            let line = &self.layout.text[span.start..span.end];
            let folded = || Folded::of(line, 0, &self.parts.printed.letters).text;
            if is_table
                || self.parts.contents[at]
                || span.is_empty()
                || self.parts.headings[at].is_some()
                || span.len() < 400 && self.parts.printed.ignores(&folded())
            {
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

fn record<'l>(key: Cow<'l, str>, label: Option<Span>, entries: Vec<Entry<'l>>) -> Entry<'l> {
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

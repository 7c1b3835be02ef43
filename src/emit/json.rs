//! A report as JSON, in the order of its form.

use std::fmt::Write;

use crate::{
    document::model::{Document, Entry, Node, Value},
    form::{schema::Schema, shape::ShapeId},
};

/// Write a report as JSON: fields in the order of the form, then what the form does not have; numbers exact.
#[must_use]
pub(crate) fn json(schema: &Schema, document: &Document) -> String {
    let mut text = String::new();
    value(schema, Some(schema.root()), &document.root, 0, &mut text);
    text.push('\n');
    text
}

// The depth is bounded by the reader's limit.
fn value(schema: &Schema, field: Option<ShapeId>, node: &Node, depth: usize, out: &mut String) {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(&value.to_string()),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::Text(text) => out.push_str(&string(&text.text)),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                value(schema, None, item, depth + 1, out);
            }
            out.push(']');
        }
        Value::Record(entries) => record(schema, field, entries, depth, out),
    }
}

fn record(schema: &Schema, field: Option<ShapeId>, entries: &[Entry], depth: usize, out: &mut String) {
    let children = field
        .map(|field| schema.shape(field).children.as_slice())
        .unwrap_or_default();
    let place = |entry: &Entry| children.iter().position(|child| schema.shape(*child).key == entry.key);
    let mut sorted: Vec<(Option<ShapeId>, &Entry)> = entries
        .iter()
        .map(|entry| (place(entry).map(|at| children[at]), entry))
        .collect();
    sorted.sort_by_key(|(_, entry)| place(entry).unwrap_or(usize::MAX));
    // A row of numbers stands on one line.
    let is_row = entries
        .iter()
        .all(|entry| !matches!(entry.value.value, Value::Record(_) | Value::List(_)))
        && depth > 0;
    let indent = |depth: usize| {
        if is_row {
            String::new()
        } else {
            format!("\n{}", "  ".repeat(depth))
        }
    };
    out.push('{');
    for (at, (field, entry)) in sorted.into_iter().enumerate() {
        out.push_str(match (at, is_row) {
            (0, _) => "",
            (_, true) => ", ",
            (_, false) => ",",
        });
        let _ = write!(out, "{}{}: ", indent(depth + 1), string(&entry.key));
        value(schema, field, &entry.value, depth + 1, out);
    }
    if !entries.is_empty() {
        out.push_str(&indent(depth));
    }
    out.push('}');
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

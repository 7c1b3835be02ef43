//! The spanned document: one tree for YAML and JSON, seen alike by structure and rules.

use compact_str::CompactString;
use rust_decimal::Decimal;

use crate::text::{path::pointer_steps, source::Span};

/// A report as its author wrote it: every key and value with its place, keys in their order, numbers exact.
#[derive(Clone, Debug)]
pub struct Document {
    /// The whole report.
    pub root: Node,
    /// Whether it was read from a published report, where what is not printed cannot stand.
    pub published: bool,
}

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where the value stands. An empty value (`key:`) has an empty span behind its key.
    pub span: Span,
    /// What stands there.
    pub value: Value,
}

/// What a report can hold.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing: `key:`, `null`, `~`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number in plain decimal notation. YAML numbers in other notations (`0x10`, `1_200`, `0120`, `1e3`, `.inf`)
    /// stay text, since parsers do not agree on their value.
    Number(Decimal),
    /// A text, after escapes and folding.
    Text(Text),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the author's order. Of two entries with one key only the first is here.
    Record(Vec<Entry>),
}

/// A text and how it was written, which decides how places inside it map to the source.
#[derive(Clone, Debug)]
pub struct Text {
    /// The characters, after escapes and folding.
    pub text: CompactString,
    /// How it was written.
    pub style: Style,
}

/// How a text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// YAML without quotes.
    Plain,
    /// YAML in single quotes.
    SingleQuoted,
    /// YAML or JSON in double quotes.
    DoubleQuoted,
    /// YAML block text, `|` or `>`.
    Block,
    /// Words of a published report; lines between them may be left out.
    Printed,
    /// Not written: told by the words at its place.
    Inferred,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: CompactString,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The entries of a record; none for other values.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Record(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for other values.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The entry called `key`.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value called `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The characters of a text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(&text.text),
            _ => None,
        }
    }

    /// The value at a JSON Pointer below this one, and the key that leads to it if its parent is a record.
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> Option<(&Node, Option<Span>)> {
        let mut at = (self, None);
        for key in pointer_steps(pointer) {
            at = match &at.0.value {
                Value::List(items) => (items.get(key.parse::<usize>().ok()?)?, None),
                _ => {
                    let entry = at.0.entry(&key)?;
                    (&entry.value, Some(entry.key_span))
                }
            };
        }
        Some(at)
    }

    /// Put a node at a JSON Pointer, in place of what is there; the records around it are made where they are missing, at its place.
    pub(crate) fn put(&mut self, pointer: &str, node: Node) {
        let place = node.span;
        let mut at = self;
        for key in pointer_steps(pointer) {
            if !matches!(at.value, Value::Record(_)) {
                at.value = Value::Record(Vec::new());
            }
            let Value::Record(entries) = &mut at.value else { return };
            let known = entries.iter().position(|entry| entry.key == key.as_ref());
            let entry = known.unwrap_or_else(|| {
                entries.push(Entry {
                    key: key.as_ref().into(),
                    key_span: place,
                    value: Node {
                        span: place,
                        value: Value::Null,
                    },
                });
                entries.len() - 1
            });
            at = &mut entries[entry].value;
        }
        *at = node;
    }
}

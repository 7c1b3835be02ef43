//! The spanned document: one tree for YAML and JSON, seen alike by structure and rules.

use std::borrow::Cow;

use compact_str::CompactString;
use rust_decimal::Decimal;

use crate::text::{path::pointer_steps, source::Span};

/// A report as its author wrote it: every key and value with its place, keys in their order, numbers exact.
#[derive(Clone, Debug)]
pub struct Document<'s> {
    /// The whole report.
    pub root: Node<'s>,
    /// Whether it was read from a published report, where what is not printed cannot stand.
    pub published: bool,
}

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node<'s> {
    /// Where the value stands. An empty value (`key:`) has an empty span behind its key.
    pub span: Span,
    /// What stands there.
    pub value: Value<'s>,
}

/// What a report can hold.
#[derive(Clone, Debug)]
pub enum Value<'s> {
    /// Nothing: `key:`, `null`, `~`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number in plain decimal notation. YAML numbers in other notations (`0x10`, `1_200`, `0120`, `1e3`, `.inf`)
    /// stay text, since parsers do not agree on their value.
    Number(Decimal),
    /// A text, after escapes and folding.
    Text(Text<'s>),
    /// A sequence.
    List(Vec<Node<'s>>),
    /// A mapping, in the author's order. Of two entries with one key only the first is here.
    Record(Vec<Entry<'s>>),
}

/// A text and how it was written, which decides how places inside it map to the source.
#[derive(Clone, Debug)]
pub struct Text<'s> {
    /// The characters, after escapes and folding.
    pub text: Cow<'s, str>,
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
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry<'s> {
    /// The key.
    pub key: CompactString,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node<'s>,
}

impl Document<'_> {
    /// The same, independent of the text it was read from.
    #[must_use]
    pub fn into_owned(self) -> Document<'static> {
        Document {
            root: self.root.into_owned(),
            published: self.published,
        }
    }
}

impl<'s> Node<'s> {
    /// The same, independent of the text it was read from.
    fn into_owned(self) -> Node<'static> {
        let owned = |text: Cow<'s, str>| Cow::Owned(text.into_owned());
        let value = match self.value {
            Value::Null => Value::Null,
            Value::Bool(value) => Value::Bool(value),
            Value::Number(number) => Value::Number(number),
            Value::Text(text) => Value::Text(Text {
                text: owned(text.text),
                style: text.style,
            }),
            Value::List(items) => Value::List(items.into_iter().map(Node::into_owned).collect()),
            Value::Record(entries) => Value::Record(
                entries
                    .into_iter()
                    .map(|entry| Entry {
                        key: entry.key,
                        key_span: entry.key_span,
                        value: entry.value.into_owned(),
                    })
                    .collect(),
            ),
        };
        Node { span: self.span, value }
    }

    /// The entries of a record; none for other values.
    #[must_use]
    pub fn entries(&self) -> &[Entry<'s>] {
        match &self.value {
            Value::Record(entries) => entries,
            _ => &[],
        }
    }

    /// The entry called `key`.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry<'s>> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value called `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node<'s>> {
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
    pub fn pointer(&self, pointer: &str) -> Option<(&Node<'s>, Option<Span>)> {
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
}

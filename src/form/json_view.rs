//! Lets the `jsonschema` crate look at a [`Document`](crate::document::model::Document) as it is, without a copy.

use std::{borrow::Cow, cell::Cell};

use jsonschema::{
    JsonType,
    json::{Array, Json, JsonNumber, Node as JsonNode, NodeIdentity, Object},
};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde_json::{Number, Value as JsonValue};

use crate::{
    document::model::{Entry, Node, Style, Text, Value},
    text::source::Span,
};

/// Our document as an input of the `jsonschema` crate.
#[derive(Debug)]
pub struct DocumentJson;

thread_local! {
    /// How many more records and lists the check on this thread may look into.
    static LEFT: Cell<u64> = const { Cell::new(u64::MAX) };
}

/// Run a check that may look into so many records and lists, and say whether that was enough. Where it is not, the rest are as good as
/// plain values, so that a check that would take exponential work unwinds; what it found then is not all.
pub(crate) fn within<T>(looks: u64, check: impl FnOnce() -> T) -> (T, bool) {
    LEFT.set(looks);
    let checked = check();
    let is_enough = LEFT.replace(u64::MAX) > 0;
    (checked, is_enough)
}

fn may_look() -> bool {
    let left = LEFT.get();
    LEFT.set(left.saturating_sub(1));
    left > 0
}

/// A text that stands for a property name, with the lifetime that the crate asks of it.
#[derive(Default)]
pub struct NameBuffer(Option<Node>);

impl Json for DocumentJson {
    type Node<'a> = &'a Node;
    type PreparedKey = String;
    type StringBuffer = NameBuffer;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut NameBuffer, string: &str, f: impl for<'a> FnOnce(&'a Node) -> T) -> T {
        let text = Text {
            text: string.into(),
            style: Style::Plain,
        };
        f(buffer.0.insert(Node {
            span: Span::default(),
            value: Value::Text(text),
        }))
    }
}

/// An exact decimal as a JSON number.
pub struct Exact(Decimal);

impl JsonNumber for Exact {
    fn as_u64(&self) -> Option<u64> {
        self.is_integer().then(|| self.0.to_u64()).flatten()
    }

    fn as_i64(&self) -> Option<i64> {
        self.is_integer().then(|| self.0.to_i64()).flatten()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.to_f64()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Owned(self.0.to_string())
    }

    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Owned(number(self.0))
    }

    fn is_integer(&self) -> bool {
        self.0.is_integer()
    }
}

/// As near as JSON libraries hold it: only for texts about errors and comparisons with the schema's own values.
fn number(value: Decimal) -> Number {
    let whole = value.is_integer().then(|| value.to_i64()).flatten().map(Number::from);
    whole
        .or_else(|| Number::from_f64(value.to_f64().unwrap_or_default()))
        .unwrap_or_else(|| Number::from(0))
}

impl<'a> JsonNode<'a, DocumentJson> for &'a Node {
    type Object = &'a [Entry];
    type Array = &'a [Node];
    type Number = Exact;

    fn as_object(&self) -> Option<&'a [Entry]> {
        match &self.value {
            Value::Record(entries) if may_look() => Some(entries),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<&'a [Node]> {
        match &self.value {
            Value::List(items) if may_look() => Some(items),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match &self.value {
            Value::Text(text) => Some(Cow::Borrowed(&text.text)),
            _ => None,
        }
    }

    fn as_number(&self) -> Option<Exact> {
        match &self.value {
            Value::Number(number) => Some(Exact(*number)),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match &self.value {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    fn json_type(&self) -> JsonType {
        match &self.value {
            Value::Null => JsonType::Null,
            Value::Bool(_) => JsonType::Boolean,
            Value::Number(_) => JsonType::Number,
            Value::Text(_) => JsonType::String,
            Value::List(_) => JsonType::Array,
            Value::Record(_) => JsonType::Object,
        }
    }

    fn to_value(&self) -> Cow<'a, JsonValue> {
        Cow::Owned(match &self.value {
            Value::Null => JsonValue::Null,
            Value::Bool(value) => JsonValue::Bool(*value),
            Value::Number(value) => JsonValue::Number(number(*value)),
            Value::Text(text) => JsonValue::String(text.text.to_string()),
            Value::List(items) => items.iter().map(|item| item.to_value().into_owned()).collect(),
            Value::Record(entries) => entries
                .iter()
                .map(|entry| (entry.key.to_string(), (&entry.value).to_value().into_owned()))
                .collect(),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::new(std::ptr::from_ref::<Node>(*self) as usize))
    }
}

impl<'a> Object<'a, DocumentJson> for &'a [Entry] {
    type Node = &'a Node;
    type MemberName = &'a str;
    type MembersIter = std::iter::Map<std::slice::Iter<'a, Entry>, fn(&'a Entry) -> (&'a str, &'a Node)>;

    fn len(&self) -> usize {
        <[Entry]>::len(self)
    }

    fn get(&self, key: &String) -> Option<&'a Node> {
        self.iter().find(|entry| entry.key == *key).map(|entry| &entry.value)
    }

    fn members(&self) -> Self::MembersIter {
        self.iter().map(|entry| (&*entry.key, &entry.value))
    }
}

impl<'a> Array<'a, DocumentJson> for &'a [Node] {
    type Node = &'a Node;
    type ElementsIter = std::slice::Iter<'a, Node>;

    fn len(&self) -> usize {
        <[Node]>::len(self)
    }

    fn elements(&self) -> Self::ElementsIter {
        self.iter()
    }
}

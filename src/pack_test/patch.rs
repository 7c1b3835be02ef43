//! Example reports with changes.

use serde_json::Value as Json;

use crate::{
    diagnostic::finding::Localized,
    document::model::{Document, Entry, Node, Style, Text, Value},
    text::{path::FieldPath, source::Span},
};

/// A document with changes; what the form does not have cannot be changed.
pub(super) fn patched(
    document: &Document,
    set: &serde_json::Map<String, Json>,
    unset: &[String],
) -> Result<Document, Localized> {
    let mut document = document.clone();
    let unknown = |path: &str| Localized {
        zh: format!("示例报告中没有 {path}"),
        en: format!("the example report has no {path}"),
    };
    for path in unset {
        let to = FieldPath::parse(path);
        let (key, around) = to.split_last().ok_or_else(|| unknown(path))?;
        let parent = descend(&mut document.root, around).ok_or_else(|| unknown(path))?;
        match &mut parent.value {
            Value::Record(entries) if entries.iter().any(|entry| entry.key == key) => {
                entries.retain(|entry| entry.key != key);
            }
            Value::List(items) if key.parse().is_ok_and(|at: usize| at < items.len()) => {
                items.remove(key.parse().unwrap_or_default());
            }
            _ => return Err(unknown(path)),
        }
    }
    for (path, value) in set {
        let to = FieldPath::parse(path);
        let (key, around) = to.split_last().ok_or_else(|| unknown(path))?;
        let parent = descend(&mut document.root, around).ok_or_else(|| unknown(path))?;
        let value = node(value);
        match &mut parent.value {
            Value::Record(entries) => match entries.iter_mut().find(|entry| entry.key == key) {
                Some(entry) => entry.value = value,
                None => entries.push(Entry {
                    key: key.to_owned().into(),
                    key_span: Span::default(),
                    value,
                }),
            },
            Value::List(items) => {
                let at = key
                    .parse()
                    .ok()
                    .filter(|at: &usize| *at < items.len())
                    .ok_or_else(|| unknown(path))?;
                items[at] = value;
            }
            _ => return Err(unknown(path)),
        }
    }
    Ok(document)
}

/// The value at the end of a path.
pub(super) fn descend<'n>(mut node: &'n mut Node, steps: &[String]) -> Option<&'n mut Node> {
    for step in steps {
        node = match &mut node.value {
            Value::Record(entries) => &mut entries.iter_mut().find(|entry| entry.key == step.as_str())?.value,
            Value::List(items) => items.get_mut(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(node)
}

/// A value of an example as it would be read from a report.
fn node(value: &Json) -> Node {
    let text = |text: &str| {
        Value::Text(Text {
            text: text.to_owned().into(),
            style: Style::Plain,
        })
    };
    let value = match value {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => {
            crate::text::decimal::plain(&number.to_string()).map_or_else(|| text(&number.to_string()), Value::Number)
        }
        Json::String(value) => text(value),
        Json::Array(items) => Value::List(items.iter().map(node).collect()),
        Json::Object(fields) => {
            let entry = |(key, value): (&String, &Json)| Entry {
                key: key.clone().into(),
                key_span: Span::default(),
                value: node(value),
            };
            Value::Record(fields.iter().map(entry).collect())
        }
    };
    Node {
        span: Span::default(),
        value,
    }
}

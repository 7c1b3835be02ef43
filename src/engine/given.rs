//! Values that whoever lints knows better than the report: of what kind the agency is, on which day the report came in.

use crate::{
    diagnostic::load_error::{LoadError, LoadErrors},
    document::model::{Document, Entry, Node, Style, Text, Value},
    form::{accept::Misfit, schema::Schema, shape::Kind},
    text::{
        decimal::plain,
        path::pointer_steps,
        source::{Source, Span},
    },
};

/// A field by its dotted path, and its value as a report would have it.
pub(super) type Given = (String, String);

/// Whether one of these forms has such a field and allows such a value.
///
/// # Errors
/// None has.
pub(super) fn check<'s>((path, value): &Given, schemas: impl Iterator<Item = &'s Schema>) -> Result<(), LoadErrors> {
    let mut misfit = None;
    for schema in schemas {
        match schema.accept_at(path, value) {
            Ok(_) => return Ok(()),
            // That a field has other values says more than that another form has no such field.
            Err(found) if misfit.is_none() || schema.at_path(path).is_some() => misfit = Some(found),
            Err(_) => {}
        }
    }
    let Some(Misfit { message, suggestion }) = misfit else {
        return Ok(());
    };
    let error = LoadError::new(Span::default(), message.zh, message.en).meaning(suggestion.as_deref());
    Err(LoadErrors::one(Source::new(format!("{path}={value}"), ""), error))
}

/// Put the values into a report, in place of what it states. What is not stated anywhere is shown at the report's first key.
pub(super) fn give(schema: &Schema, document: &mut Document, given: &[Given]) {
    // A form that has no such field has no use for it; that one of them has is checked before.
    let fits = given
        .iter()
        .filter_map(|(path, value)| schema.accept_at(path, value).ok());
    for (field, value) in fits {
        let value = match schema.shape(field).kind {
            Kind::Integer | Kind::Decimal => plain(&value).map_or(Value::Null, Value::Number),
            Kind::Bool => Value::Bool(value == "true"),
            _ => Value::Text(Text {
                text: value.as_str().into(),
                style: Style::Printed,
            }),
        };
        let first = document.root.entries().first().map(|entry| entry.key_span);
        put(
            &mut document.root,
            &schema.pointer(field),
            value,
            first.unwrap_or_default(),
        );
    }
}

fn put(root: &mut Node, pointer: &str, value: Value, place: Span) {
    let mut at = root;
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
    at.value = value;
}

//! Values that whoever lints knows better than the report: of what kind the agency is, on which day the report came in.

use crate::{
    diagnostic::load_error::{LoadError, LoadErrors},
    document::model::{Document, Node, Style, Text, Value},
    form::{
        accept::{Misfit, misfit},
        schema::Schema,
        shape::Kind,
    },
    text::{
        decimal::plain,
        source::{Source, Span},
    },
};

/// A field by its dotted path, and its value as a report would have it.
pub(super) type Given = (String, String);

/// Look whether one of these forms has such a field and allows such a value.
///
/// # Errors
/// None has.
pub(super) fn check(given: &Given, schemas: &[&Schema]) -> Result<(), LoadErrors> {
    let Some(Misfit { message, suggestion }) = misfit(&given.0, &given.1, schemas) else {
        return Ok(());
    };
    let error = LoadError::new(Span::default(), message.zh, message.en).meaning(suggestion.as_deref());
    Err(LoadErrors::one(
        Source::new(format!("{}={}", given.0, given.1), ""),
        error,
    ))
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
        let span = first.unwrap_or_default();
        document.root.put(&schema.pointer(field), Node { span, value });
    }
}

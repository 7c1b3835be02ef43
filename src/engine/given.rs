//! Values that whoever lints knows better than the report: of what kind the agency is, on which day the report came in.

use rust_decimal::Decimal;

use crate::{
    diagnostic::load_error::{LoadError, LoadErrors},
    document::model::{Document, Entry, Node, Style, Text, Value},
    form::{
        accept::Misfit,
        schema::Schema,
        shape::{Kind, ShapeId},
    },
    text::{
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
pub(super) fn check<'s>(given: &Given, schemas: impl Iterator<Item = &'s Schema>) -> Result<(), LoadErrors> {
    let (path, value) = given;
    let mut why = None;
    for schema in schemas {
        match accepted(schema, given) {
            Some(Ok(_)) => return Ok(()),
            Some(Err(misfit)) => why = Some(misfit),
            None => {}
        }
    }
    let error = match why {
        Some(misfit) => {
            LoadError::new(Span::default(), misfit.message.zh, misfit.message.en).meaning(misfit.suggestion.as_deref())
        }
        None => LoadError::new(
            Span::default(),
            format!("格式中没有 `{path}`"),
            format!("the form has no `{path}`"),
        ),
    };
    Err(LoadErrors::one(Source::new(format!("{path}={value}"), ""), error))
}

fn accepted(schema: &Schema, (path, value): &Given) -> Option<Result<(ShapeId, String), Misfit>> {
    let field = schema.at_path(path)?;
    Some(schema.accept(field, value).map(|value| (field, value)))
}

/// Put the values into a report, in place of what it states. What is not stated anywhere is shown at the report's first key.
pub(super) fn give(schema: &Schema, document: &mut Document, given: &[Given]) {
    let fits = given.iter().filter_map(|given| accepted(schema, given)?.ok());
    for (field, value) in fits.collect::<Vec<_>>() {
        let value = match schema.shape(field).kind {
            Kind::Integer | Kind::Decimal => value.parse::<Decimal>().map(Value::Number).unwrap_or(Value::Null),
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

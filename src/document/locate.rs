//! Places in the YAML files that users write: schemas, packs, configurations.

use crate::{
    diagnostic::{
        load_error::{LoadError, LoadErrors},
        mistake::Mistake,
    },
    document::{
        format::Format,
        limits::Limits,
        model::{Document, Value},
        parse::parse,
    },
    text::source::{Source, Span},
};

/// What is wrong with one YAML file, with the places looked up: once for all of it.
pub(crate) fn placed(source: Source, mistakes: Vec<Mistake>) -> LoadErrors {
    let text = source.text().to_owned();
    let (document, _) = parse(&text, Format::Yaml, &Limits::default());
    let errors = mistakes
        .into_iter()
        .map(|mistake| at_its_place(mistake, document.as_ref(), &text))
        .collect();
    LoadErrors::new(source, errors)
}

/// A mistake at its place in the YAML text that `document` was read from.
fn at_its_place(mistake: Mistake, document: Option<&Document>, text: &str) -> LoadError {
    let found = document.and_then(|document| document.root.pointer(&mistake.pointer));
    let span = match (found, mistake.range) {
        (Some((node, _)), Some(range)) => match &node.value {
            Value::Text(value) => value.place(node.span, text, range),
            _ => node.span,
        },
        (Some((node, key)), None) => key.unwrap_or(node.span),
        (None, _) => Span::new(0, 1),
    };
    let error = LoadError {
        span,
        message: mistake.message,
        help: None,
    };
    error.meaning(mistake.suggestion.as_deref())
}

/// The place of the value at a JSON Pointer of a YAML text; of its key where it has one; the whole beginning otherwise.
#[must_use]
pub(crate) fn locate(text: &str, pointer: &str) -> Span {
    let (document, _) = parse(text, Format::Yaml, &Limits::default());
    locate_in(document.as_ref(), pointer)
}

/// The same in a text that is parsed already, for who asks for many places.
#[must_use]
pub(crate) fn locate_in(document: Option<&Document>, pointer: &str) -> Span {
    let found = document.and_then(|document| {
        let (node, key) = document.root.pointer(pointer)?;
        key.or(Some(node.span))
    });
    found.unwrap_or(Span::new(0, 1))
}

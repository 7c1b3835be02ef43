//! The targets, by what they take.

use std::sync::{Arc, LazyLock};

use pubreport::{
    Library, Linter, Options,
    document::{Node, Value},
    form::Schema,
    text::{Source, Span},
};

pub(crate) mod data;
pub(crate) mod language;
pub(crate) mod lists;
pub(crate) mod pdf;
pub(crate) mod published;
pub(crate) mod sheet;
pub(crate) mod whole;

/// The built-in rules.
static LINTER: LazyLock<Linter> =
    LazyLock::new(|| Linter::new(Library::default(), Options::default()).expect("built-in rules load"));

/// A correct report.
const REPORT: &str = include_str!("../../../examples/cn-ogi-2021.yaml");

/// A form so small that a pack for it is checked in microseconds.
const SMALL_FORM: &str = include_str!("small-form.yaml");

static SMALL: LazyLock<Arc<Schema>> =
    LazyLock::new(|| Arc::new(Schema::load(Source::new("small-form.yaml", SMALL_FORM)).expect("the small form loads")));

/// A place is one in its text.
fn check_span(text: &str, span: Span) {
    assert!(
        text.get(span.start..span.end).is_some(),
        "{span:?} is no place of its text"
    );
}

/// All places of a document are in its text.
fn check_places(text: &str, node: &Node) {
    check_span(text, node.span);
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| check_places(text, item)),
        Value::Record(entries) => {
            for entry in entries {
                check_span(text, entry.key_span);
                check_places(text, &entry.value);
            }
        }
        _ => {}
    }
}

/// The input as text, if it is some.
fn text_of(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

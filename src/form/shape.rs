//! A field of a form: what it holds, its labels, how it is printed.

use serde_json::Value as Json;

use crate::diagnostic::finding::Localized;

/// A field's index in its schema.
pub type ShapeId = usize;
/// A type's index in its schema.
pub type TypeId = usize;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Named fields.
    Record,
    /// Any number of values of one shape.
    List,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A text.
    Text,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// Yes or no.
    Bool,
    /// Anything the JSON Schema allows.
    Any,
}

impl Kind {
    /// Whether it is a number.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal)
    }

    /// The name used for texts about it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::List => "list",
            Self::Integer => "integer",
            Self::Decimal => "number",
            Self::Text => "text",
            Self::Date => "date",
            Self::Bool => "boolean",
            Self::Any => "any",
        }
    }
}

/// A value that is a code, and the official words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueName {
    /// The value.
    pub value: String,
    /// The words.
    pub name: Localized,
}

/// A field of the form.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The record or list it is in; none at the top of the report or of a type.
    pub parent: Option<ShapeId>,
    /// Its key; `*` for the elements of a list.
    pub key: String,
    /// Its official label.
    pub title: Localized,
    /// What it adds to the label of the fields inside it.
    pub label: Localized,
    /// What an editor says about it.
    pub description: Option<String>,
    /// What it holds.
    pub kind: Kind,
    /// Its types, the narrowest first.
    pub types: Vec<TypeId>,
    /// The fields inside it, in the order of the form; the element of a list.
    pub children: Vec<ShapeId>,
    /// Whether the fields inside it are columns of a table.
    pub columns: bool,
    /// The key of the field inside it that is the total of the others.
    pub total: Option<String>,
    /// Texts that count as left blank.
    pub blank_texts: Vec<String>,
    /// Whether a blank makes what is computed from it unknown, instead of counting as 0.
    pub blank_is_unknown: bool,
    /// Whether numbers of several reports in this field may be added up.
    pub additive: bool,
    /// Whether the schema requires it.
    pub required: bool,
    /// The values it may have, if the schema lists them.
    pub allowed: Vec<Json>,
    /// The official words for these values, where they are codes.
    pub value_names: Vec<ValueName>,
    /// Further labels under which it is met in published reports.
    pub aliases: Vec<String>,
    /// Whether everything inside it is printed side by side in one row.
    pub across: bool,
    /// Whether it is printed in a published report.
    pub printed: bool,
    /// What is printed above a row, across the whole table; neighbours with the same words share it.
    pub above: Option<String>,
    /// What is printed over a column, or over all columns of a row; neighbours with the same words share it.
    pub over: Option<String>,
    /// What is printed over the labels of a table's rows.
    pub corner: Option<String>,
}

/// The title of a form or a field.
pub(crate) fn localized_title(json: &Json) -> Option<Localized> {
    let title = json.get("title")?.as_str()?;
    Some(Localized {
        zh: title.to_owned(),
        en: json.get("x-en").and_then(Json::as_str).unwrap_or(title).to_owned(),
    })
}

/// A text in both languages, or the same one for both.
pub(crate) fn localized(json: &Json) -> Localized {
    let text = |lang: &str| json.get(lang).and_then(Json::as_str).unwrap_or_default().to_owned();
    match json.as_str() {
        Some(both) => Localized {
            zh: both.to_owned(),
            en: both.to_owned(),
        },
        None => Localized {
            zh: text("zh"),
            en: text("en"),
        },
    }
}

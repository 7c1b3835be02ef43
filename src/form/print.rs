//! What is printed around the parts of a form: `print` in `x-published` of a schema.

use jiff::civil::Date;
use serde::Deserialize;

use crate::document::model::{Node, Value};
use crate::form::{
    keyword::Wrong,
    schema::Schema,
    shape::{Kind, ShapeId},
};
use crate::text::path::FieldPath;

/// The value of `print`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PrintFile {
    lang: Option<String>,
    title: String,
    date: String,
    lines: Vec<String>,
}

/// What is printed around the parts of a form.
#[derive(Debug)]
pub(crate) struct Print {
    /// The language of the form, as pages name it.
    pub lang: String,
    /// The field that holds the title of a report.
    pub title_field: Option<ShapeId>,
    /// The title of a report that gives none.
    pub title: Template,
    /// Lines below the title.
    pub lines: Vec<Template>,
    /// How a day is written.
    date: String,
}

/// A text with fields of the report in it.
#[derive(Debug)]
pub(crate) struct Template(Vec<Piece>);

#[derive(Debug)]
enum Piece {
    Words(String),
    /// A field, as a path.
    Field(String),
}

impl Template {
    /// `{agency.name}` is a field.
    fn new(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((words, behind)) = rest.split_once('{') {
            let Some((path, behind)) = behind.split_once('}') else {
                break;
            };
            pieces.push(Piece::Words(words.to_owned()));
            pieces.push(Piece::Field(path.to_owned()));
            rest = behind;
        }
        pieces.push(Piece::Words(rest.to_owned()));
        Self(pieces)
    }

    /// The fields in it, as paths.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Field(path) => Some(path.as_str()),
            Piece::Words(_) => None,
        })
    }
}

impl PrintFile {
    /// Every field named is one of the form.
    pub fn check(&self, schema: &Schema) -> Result<(), Wrong> {
        let lines = self.lines.iter().enumerate();
        let lines = lines.map(|(at, line)| (format!("/x-published/print/lines/{at}"), line));
        for (pointer, text) in std::iter::once(("/x-published/print/title".to_owned(), &self.title)).chain(lines) {
            let template = Template::new(text);
            if let Some(path) = template.fields().find(|path| schema.field(path).is_none()) {
                return Err(Wrong::no_field(pointer, path));
            }
        }
        Ok(())
    }
}

impl Print {
    pub(crate) fn new(schema: &Schema, file: &PrintFile, title: Option<&str>) -> Self {
        Self {
            lang: file.lang.clone().unwrap_or_default(),
            title_field: title.and_then(|path| schema.field(path)),
            title: Template::new(&file.title),
            lines: file.lines.iter().map(|line| Template::new(line)).collect(),
            date: file.date.clone(),
        }
    }

    /// The text with what a report says in place of the fields, nothing where it is silent; and whether it says all of them.
    pub fn fill(&self, template: &Template, schema: &Schema, root: &Node<'_>) -> (String, bool) {
        let mut text = String::new();
        let mut complete = true;
        for piece in &template.0 {
            let path = match piece {
                Piece::Words(words) => {
                    text.push_str(words);
                    continue;
                }
                Piece::Field(path) => FieldPath::parse(path).to_pointer(),
            };
            let words = root.pointer(&path).map(|(node, _)| words(node)).unwrap_or_default();
            let is_date = schema
                .at_pointer(&path)
                .is_some_and(|field| schema.shape(field).kind == Kind::Date);
            complete &= !words.trim().is_empty();
            match words.parse::<Date>() {
                Ok(date) if is_date && !self.date.is_empty() => text.push_str(&self.day(date)),
                _ => text.push_str(&words),
            }
        }
        (text, complete)
    }

    fn day(&self, date: Date) -> String {
        let day = self.date.replace("{y}", &date.year().to_string());
        day.replace("{m}", &date.month().to_string())
            .replace("{d}", &date.day().to_string())
    }
}

/// A value as it is printed; nothing for what has fields of its own.
pub(crate) fn words(node: &Node<'_>) -> String {
    match &node.value {
        Value::Null | Value::List(_) | Value::Record(_) => String::new(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.text.clone().into_owned(),
    }
}

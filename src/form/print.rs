//! What is printed around the parts of a form: `print` in `x-published` of a schema.

use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    diagnostic::mistake::Mistake,
    document::model::{Node, Value},
    form::{
        fields::Fields,
        identity::Identity,
        shape::{Kind, ShapeId},
    },
};

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
pub(crate) struct Template(Vec<TemplatePiece>);

#[derive(Debug)]
enum TemplatePiece {
    Words(String),
    Field {
        field: ShapeId,
        pointer: String,
        is_date: bool,
    },
}

/// The words of a template, each with the path of the field behind it; `{agency.name}` is a field.
fn pieces(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let field = text
            .split_once('{')
            .and_then(|(words, behind)| Some((words, behind.split_once('}')?)));
        match field {
            Some((words, (path, behind))) => {
                rest = Some(behind);
                Some((words, Some(path)))
            }
            None => Some((text, None)),
        }
    })
}

impl Template {
    /// Fields that the form does not have are left out; [`PrintFile::check`] finds them.
    fn new(text: &str, fields: &Fields) -> Self {
        let mut template = Vec::new();
        for (words, path) in pieces(text) {
            template.push(TemplatePiece::Words(words.to_owned()));
            if let Some(field) = path.and_then(|path| fields.at_path(path)) {
                template.push(TemplatePiece::Field {
                    field,
                    pointer: fields.pointer(field),
                    is_date: fields.shape(field).kind == Kind::Date,
                });
            }
        }
        Self(template)
    }

    /// The fields in it.
    pub(crate) fn fields(&self) -> impl Iterator<Item = ShapeId> {
        self.0.iter().filter_map(|piece| match piece {
            TemplatePiece::Field { field, .. } => Some(*field),
            TemplatePiece::Words(_) => None,
        })
    }
}

impl PrintFile {
    /// Every field named is one of the form; what is wrong goes to `wrong`.
    pub(crate) fn check(&self, fields: &Fields, wrong: &mut Vec<Mistake>) {
        let lines = self.lines.iter().enumerate();
        let lines = lines.map(|(at, line)| (format!("/x-published/print/lines/{at}"), line));
        for (pointer, text) in std::iter::once(("/x-published/print/title".to_owned(), &self.title)).chain(lines) {
            let unknown = |path: &&str| fields.at_path(path).is_none();
            if let Some(path) = pieces(text).filter_map(|(_, path)| path).find(unknown) {
                wrong.push(fields.no_field(&pointer, path));
            }
        }
    }
}

impl Print {
    pub(crate) fn new(fields: &Fields, identity: &Identity, file: &PrintFile) -> Self {
        let title = identity.title.as_deref();
        Self {
            lang: file.lang.clone().unwrap_or_default(),
            title_field: title.and_then(|pointer| fields.at_pointer(pointer)),
            title: Template::new(&file.title, fields),
            lines: file.lines.iter().map(|line| Template::new(line, fields)).collect(),
            date: file.date.clone(),
        }
    }

    /// The text with what a report says in place of the fields, nothing where it is silent; and whether it says all of them.
    pub(crate) fn fill(&self, template: &Template, root: &Node) -> (String, bool) {
        let mut text = String::new();
        let mut complete = true;
        for piece in &template.0 {
            match piece {
                TemplatePiece::Words(words) => text.push_str(words),
                TemplatePiece::Field { pointer, is_date, .. } => {
                    let words = root.pointer(pointer).map(|(node, _)| words(node)).unwrap_or_default();
                    complete &= !words.trim().is_empty();
                    match words.parse::<Date>() {
                        Ok(date) if *is_date && !self.date.is_empty() => text.push_str(&self.day(date)),
                        _ => text.push_str(&words),
                    }
                }
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
pub(crate) fn words(node: &Node) -> String {
    match &node.value {
        Value::Null | Value::List(_) | Value::Record(_) => String::new(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.text.to_string(),
    }
}

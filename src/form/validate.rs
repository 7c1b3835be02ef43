//! The structural check: what of a document is not of the schema's shape, as defects in the author's terms.

use std::{collections::HashSet, mem::Discriminant};

use jsonschema::{ValidationError, Validator, error::ValidationErrorKind as Kind_};
use serde_json::Value as Json;

use crate::form::{
    json_view::{DocumentJson, within},
    schema::Schema,
    shape::{Shape, ShapeId},
};
use crate::text::{
    normalize::compact,
    path::{pointer_step, split_pointer},
    quote::shorten,
    suggest::nearest,
};
use crate::{
    diagnostic::{
        defect::{Defect, DefectKind},
        finding::{Confidence, Edit},
    },
    document::model::{Entry, Node, Style, Value},
    text::source::Span,
};

/// More structural defects in one report than anybody reads; the report fails with any one of them. The others are counted.
const MAX_DEFECTS: usize = 500;
/// How many records and lists are looked into to tell whether a report is of its shape: some hundred for each that it can hold.
const MOST_LOOKS: u64 = 20_000_000;
/// As many where what is wrong is told: each look may find something that takes memory.
const MOST_LOOKS_FOR_ERRORS: u64 = 500_000;
/// A list of choices that is longer is not told whole.
const MOST_CHOICES: usize = 50;

/// What of `root` is not of the schema's shape, by place. Blank values are no defects here, except where the schema
/// requires the value.
#[must_use]
pub fn check(schema: &Schema, root: &Node) -> Vec<Defect> {
    let shape = |pointer: &str| schema.at_pointer(pointer).map(|id| (schema, id));
    let mut defects = match within(MOST_LOOKS, || schema.validator().is_valid(root)) {
        (true, true) => Vec::new(),
        _ => errors(schema.validator(), schema.json(), root, shape),
    };
    for pointer in schema.required_texts() {
        let Some((node, key_span)) = root.pointer(pointer) else {
            continue;
        };
        if node.text().is_some_and(|text| text.trim().is_empty()) {
            let (path, shape) = (pointer.clone(), shape(pointer));
            defects.extend(
                Checked {
                    node,
                    key_span,
                    path,
                    shape,
                }
                .blank(),
            );
        }
    }
    defects
}

/// What of `root` the validator rejects, by place; `shape` finds the field for a JSON Pointer.
pub(crate) fn errors<'v>(
    validator: &'v Validator<DocumentJson>,
    json: &'v Json,
    root: &'v Node,
    shape: impl Fn(&str) -> Option<(&'v Schema, ShapeId)>,
) -> Vec<Defect> {
    let mut collector = Collector {
        json,
        root,
        shape,
        defects: Vec::new(),
        more: 0,
        counted: HashSet::new(),
    };
    let (errors, is_whole) = within(MOST_LOOKS_FOR_ERRORS, || validator.iter_errors(root));
    for error in errors {
        collector.add(&error);
    }
    let more = collector.more;
    let mut defects = collector.defects;
    defects.sort_by_key(|defect| (defect.span, defect.kind));
    // A subtype is checked along with its base, which says the same again.
    defects.dedup_by(|a, b| (a.span, a.kind, &a.path) == (b.span, b.kind, &b.path));
    let last = defects.last().map_or(root.span, |last| last.span);
    if more > 0 {
        defects.push(Defect::new(DefectKind::MoreFindings, last).with("count", more.to_string()));
    }
    if !is_whole {
        let form = json["$id"].as_str().unwrap_or_default();
        defects.push(
            Defect::new(DefectKind::TooMuchWork, last)
                .because("schema")
                .with("value", form),
        );
    }
    defects
}

struct Collector<'v, F> {
    json: &'v Json,
    root: &'v Node,
    shape: F,
    defects: Vec<Defect>,
    /// How many more there are.
    more: usize,
    /// What was counted: a subtype is checked along with its base.
    counted: HashSet<(String, Discriminant<Kind_>)>,
}

impl<'v, F: Fn(&str) -> Option<(&'v Schema, ShapeId)>> Collector<'v, F> {
    fn add(&mut self, error: &ValidationError<'_>) {
        let path = error.instance_path().as_str().to_owned();
        if self.defects.len() >= MAX_DEFECTS {
            let stands_for = match error.kind() {
                Kind_::AdditionalProperties { unexpected } | Kind_::UnevaluatedProperties { unexpected } => {
                    unexpected.len()
                }
                _ => 1,
            };
            let kind = std::mem::discriminant(error.kind());
            self.more += if self.counted.insert((path, kind)) {
                stands_for
            } else {
                0
            };
            return;
        }
        let Some((node, key_span)) = self.root.pointer(&path) else {
            return;
        };
        let place = Checked {
            node,
            key_span,
            shape: (self.shape)(&path),
            path,
        };
        if matches!(node.value, Value::Null) {
            self.defects.extend(place.blank());
            return;
        }
        match error.kind() {
            Kind_::Type { kind } => self.defects.extend(place.wrong_type(&format!("{kind:?}"))),
            Kind_::Required { property } => self.defects.push(place.missing(property.as_str().unwrap_or_default())),
            Kind_::AdditionalProperties { unexpected } | Kind_::UnevaluatedProperties { unexpected } => {
                let known = known_keys(self.json, error.schema_path().as_str());
                let room = MAX_DEFECTS - self.defects.len();
                let given: HashSet<&str> = node.entries().iter().map(|entry| &*entry.key).collect();
                let rejected: HashSet<&str> = unexpected.iter().map(|key| &**key).collect();
                let entries = node.entries().iter().filter(|entry| rejected.contains(&*entry.key));
                self.defects
                    .extend(entries.take(room).map(|entry| place.unknown(entry, &known, &given)));
                self.more += unexpected.len().saturating_sub(room);
            }
            Kind_::Enum { options } => {
                let options = options.as_array().map_or(&[][..], Vec::as_slice);
                self.defects.push(place.not_allowed(options));
            }
            Kind_::Constant { expected_value } => {
                self.defects
                    .push(place.not_allowed(std::slice::from_ref(&**expected_value)));
            }
            Kind_::Format { format } => self.defects.push(place.bad_format(format)),
            Kind_::Pattern { pattern } => self.defects.push(place.bad_format(pattern)),
            Kind_::AnyOf { context } | Kind_::OneOfNotValid { context } => {
                if let Some(options) = constants(context, &place.path) {
                    self.defects.push(place.not_allowed(&options));
                    return;
                }
                // The alternative that was meant is the one whose type is right.
                let is_type = |error: &ValidationError<'_>| {
                    matches!(error.kind(), Kind_::Type { .. }) && error.instance_path().as_str() == place.path
                };
                match context
                    .iter()
                    .find(|errors| !errors.is_empty() && !errors.iter().any(is_type))
                {
                    Some(errors) => errors.iter().for_each(|error| self.add(error)),
                    None => self
                        .defects
                        .push(place.defect(DefectKind::BadShape).with("cause", "anyOf")),
                }
            }
            other => self.defects.push(
                place
                    .defect(DefectKind::BadShape)
                    .with("cause", other.keyword().to_owned()),
            ),
        }
    }
}

/// The values of all alternatives, where each of them is a value to be written at `path` and nothing else.
fn constants(alternatives: &[Vec<ValidationError<'_>>], path: &str) -> Option<Vec<Json>> {
    let mut values = Vec::new();
    for errors in alternatives {
        let [error] = errors.as_slice() else { return None };
        match error.kind() {
            _ if error.instance_path().as_str() != path => return None,
            Kind_::Constant { expected_value } => values.push((**expected_value).clone()),
            Kind_::Enum { options } => values.extend(options.as_array()?.iter().cloned()),
            _ => return None,
        }
    }
    Some(values)
}

/// The values that a field may have, on one line.
fn choices(texts: &[String]) -> String {
    let shown: Vec<String> = texts.iter().take(MOST_CHOICES).map(|text| shorten(text)).collect();
    let end = if texts.len() > MOST_CHOICES { ", …" } else { "" };
    format!("{}{end}", shown.join(", "))
}

/// The property names beside the `additionalProperties` that rejected a key.
fn known_keys<'j>(json: &'j Json, schema_path: &str) -> Vec<&'j str> {
    let owner = split_pointer(schema_path).map_or("", |(owner, _)| owner);
    let properties = json.pointer(owner).and_then(|schema| schema["properties"].as_object());
    properties.into_iter().flatten().map(|(key, _)| key.as_str()).collect()
}

/// The value that an error is about.
struct Checked<'d> {
    node: &'d Node,
    key_span: Option<Span>,
    path: String,
    shape: Option<(&'d Schema, ShapeId)>,
}

impl Checked<'_> {
    fn field(&self) -> Option<&Shape> {
        self.shape.map(|(schema, id)| schema.shape(id))
    }

    /// Where the value stands; its key if it is too long to point at.
    fn span(&self) -> Span {
        match (&self.node.value, self.key_span) {
            (Value::Record(_) | Value::List(_) | Value::Null, Some(key)) => key,
            (Value::Text(text), Some(key)) if text.text.trim().is_empty() => key,
            (Value::Record(entries), None) => entries.first().map_or(self.node.span, |entry| entry.key_span),
            _ => self.node.span,
        }
    }

    fn defect(&self, kind: DefectKind) -> Defect {
        Defect::new(kind, self.span())
            .at(&self.path)
            .with("value", written(self.node))
    }

    /// A value that was left blank is a defect of the structure only where the schema requires it.
    fn blank(&self) -> Option<Defect> {
        let field = self.field();
        if field.is_some_and(|field| !field.required) {
            return None;
        }
        let (parent, key) = split_pointer(&self.path).unwrap_or_default();
        Some(self.missing_key(parent, &key, field))
    }

    fn wrong_type(&self, expected: &str) -> Option<Defect> {
        let field = self.field();
        let numeric = field.map_or(expected.contains("Number") || expected.contains("Integer"), |field| {
            field.kind.is_number()
        });
        match &self.node.value {
            Value::Text(text) if numeric => {
                if field.is_some_and(|field| field.is_blank_text(&text.text)) {
                    return None;
                }
                let reading = crate::text::numeral::reading(&text.text);
                let meant = reading.number.map(|number| number.normalize().to_string());
                // Plain digits that are a text all the same have a tag, or an invisible blank beside them.
                let is_tagged = text.style == Style::Plain && crate::text::decimal::is_plain(&text.text);
                let cause = match (reading.cause, text.style) {
                    ("quoted", Style::Plain) if !is_tagged => "spaces",
                    (cause, _) => cause,
                };
                let mut defect = self
                    .defect(DefectKind::NotANumber)
                    .because(cause)
                    .with("reading", meant.clone().unwrap_or_default());
                if let Some(replacement) = meant.filter(|_| !is_tagged) {
                    let confidence = match reading.cause {
                        "quoted" | "full-width" => Confidence::Certain,
                        _ => Confidence::Likely,
                    };
                    let span = self.node.span;
                    defect = defect.fixed_by(confidence, Edit { span, replacement });
                }
                Some(defect)
            }
            Value::Number(_) if numeric => Some(self.defect(DefectKind::NotAnInteger)),
            _ => {
                let expected = field.map_or("any", |field| field.kind.as_str());
                Some(self.defect(DefectKind::WrongType).with("expected", expected))
            }
        }
    }

    fn missing(&self, key: &str) -> Defect {
        let child = self.shape.and_then(|(schema, id)| {
            let mut children = schema.shape(id).children.iter().map(|child| schema.shape(*child));
            children.find(|child| child.key == key)
        });
        self.missing_key(&self.path, key, child)
    }

    fn missing_key(&self, parent: &str, key: &str, field: Option<&Shape>) -> Defect {
        let title = field.map_or(key, |field| &field.title.zh);
        Defect::new(DefectKind::MissingKey, self.span())
            .at(format!("{parent}{}", pointer_step(key)))
            .with("key", key)
            .with("key_title", title)
    }

    /// The key of this record that was probably meant: by its official label, its full-width spelling, or with a slip.
    fn meant_key<'k>(&'k self, folded: &str, known: &[&'k str]) -> Option<&'k str> {
        let by_label = self.shape.and_then(|(schema, id)| {
            let mut children = schema.shape(id).children.iter().map(|child| schema.shape(*child));
            let found = children.find(|child| {
                let title = compact(&child.title.zh);
                title == folded || (folded.chars().count() > 1 && title.ends_with(folded))
            });
            found.map(|child| child.key.as_str())
        });
        by_label.or_else(|| nearest(&folded.to_lowercase(), known.iter().copied()))
    }

    /// A key that is not of the form, in a record that has the `given` ones.
    fn unknown(&self, entry: &Entry, known: &[&str], given: &HashSet<&str>) -> Defect {
        let (key, span) = (&*entry.key, entry.key_span);
        let folded = compact(key);
        // `键：2` is one key to a parser; what follows the colon must not get lost.
        let (name, value) = match folded.split_once(':') {
            Some((name, value)) if !value.is_empty() => (name, Some(value)),
            _ => (folded.as_str(), None),
        };
        let meant = self.meant_key(name, known);
        let defect = Defect::new(DefectKind::UnknownKey, span)
            .at(format!("{}{}", self.path, pointer_step(key)))
            .with("key", shorten(key))
            .with("suggestion", meant.unwrap_or_default());
        match meant.filter(|name| !given.contains(name)) {
            Some(name) => {
                let replacement = value.map_or_else(|| name.to_owned(), |value| format!("{name}: {value}"));
                defect.fixed_by(Confidence::Likely, Edit { span, replacement })
            }
            None => defect,
        }
    }

    fn not_allowed(&self, options: &[Json]) -> Defect {
        // A list that is longer is not told, nor a slip in it looked for.
        let texts: Vec<String> = options
            .iter()
            .take(1000)
            .map(|option| option.as_str().map_or_else(|| option.to_string(), str::to_owned))
            .collect();
        let value = written(self.node);
        // The official words for a code are as good as a slip in it.
        let named = self.field().and_then(|field| field.code(&value));
        let suggestion = named
            .as_deref()
            .or_else(|| nearest(&value, texts.iter().map(String::as_str)))
            .unwrap_or_default();
        let defect = self
            .defect(DefectKind::NotAllowed)
            .with("allowed", choices(&texts))
            .with("suggestion", suggestion);
        if suggestion.is_empty() {
            return defect;
        }
        let edit = Edit {
            span: self.node.span,
            replacement: suggestion.to_owned(),
        };
        defect.fixed_by(Confidence::Likely, edit)
    }

    fn bad_format(&self, expected: &str) -> Defect {
        let defect = self.defect(DefectKind::BadFormat).with("expected", expected);
        match self.node.text().filter(|_| expected == "date").and_then(meant_date) {
            Some(replacement) => defect.fixed_by(
                Confidence::Likely,
                Edit {
                    span: self.node.span,
                    replacement,
                },
            ),
            None => defect,
        }
    }
}

impl Shape {
    /// Whether `text` counts as left blank in this field.
    #[must_use]
    pub fn is_blank_text(&self, text: &str) -> bool {
        let text = text.trim();
        text.is_empty() || self.blank_texts.iter().any(|blank| blank == text)
    }
}

/// The value as a message shows it: short, on one line.
pub(crate) fn written(node: &Node) -> String {
    let text = match &node.value {
        Value::Null => String::new(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::List(_) => "[…]".into(),
        Value::Record(_) => "{…}".into(),
    };
    shorten(&text)
}

/// The day that `2024年1月5日`, `2024/1/5` or `2024.1.5` means.
fn meant_date(text: &str) -> Option<String> {
    let plain = compact(text);
    let mut parts = plain
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(str::parse::<i16>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let date = jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (parts.next().is_none() && year > 999).then(|| date.to_string())
}

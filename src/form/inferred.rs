//! Values that a report does not state but the words of another field tell: `x-inferred` of a schema.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::Value as Json;

use crate::{
    diagnostic::{
        finding::Localized,
        message::{Argument, Statement},
        mistake::Mistake,
    },
    document::model::{Node, Value},
    form::{
        fields::Fields,
        pattern::{Lazy, groups_of},
        shape::{Shape, ShapeId},
    },
    text::{normalize::Folded, path::pointer_step, source::Span, suggest::nearest},
};

/// Where the value goes in the words of a label.
const VALUE: &str = "{value}";

/// The value of `x-inferred` for one field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct InferredFile {
    from: String,
    label: LabelFile,
    #[serde(rename = "match")]
    matches: Vec<MatchFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelFile {
    zh: String,
    en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MatchFile {
    find: String,
    value: Option<String>,
}

/// What a field is taken to be where the report does not state it.
#[derive(Debug)]
pub(crate) struct Inferred {
    pub field: ShapeId,
    /// JSON Pointer of the field, and of the one whose words tell it.
    pub pointer: String,
    from: String,
    label: Localized,
    /// In order, of which the first that matches counts; without a value the words tell none.
    matches: Vec<(Lazy, Option<String>)>,
}

impl Inferred {
    /// Read `x-inferred`; what is wrong with it goes to `wrong`.
    pub(crate) fn read(json: &Json, fields: &Fields, wrong: &mut Vec<Mistake>) -> Vec<Self> {
        let Some(value) = json.get("x-inferred") else {
            return Vec::new();
        };
        match BTreeMap::<String, InferredFile>::deserialize(value) {
            Ok(files) => files
                .iter()
                .filter_map(|(path, file)| Self::new(path, file, fields, wrong))
                .collect(),
            Err(error) => {
                wrong.push(Mistake::at(
                    "/x-inferred",
                    format!("`x-inferred` 有误：{error}"),
                    format!("`x-inferred` is not valid: {error}"),
                ));
                Vec::new()
            }
        }
    }

    fn new(path: &str, file: &InferredFile, fields: &Fields, wrong: &mut Vec<Mistake>) -> Option<Self> {
        let place = format!("/x-inferred{}", pointer_step(path));
        for (lang, words) in [("zh", &file.label.zh), ("en", &file.label.en)] {
            if !words.contains(VALUE) {
                wrong.push(Mistake::at(
                    &format!("{place}/label/{lang}"),
                    "应含 `{value}`，即所得的值",
                    "`{value}` must be in it: what the field is taken to be",
                ));
            }
        }
        let field = fields.at_path(path);
        let from = fields.at_path(&file.from);
        if field.is_none() {
            wrong.push(fields.no_field(&place, path));
        }
        if from.is_none() {
            wrong.push(fields.no_field(&format!("{place}/from"), &file.from));
        }
        let (field, from) = (field?, from?);
        for (at, case) in file.matches.iter().enumerate() {
            groups_of(&case.find, &format!("{place}/match/{at}/find"), wrong);
            let allowed = || fields.shape(field).allowed.iter().filter_map(Json::as_str);
            if let Some(value) = &case.value
                && !allowed().any(|known| known == value)
            {
                let mistake = Mistake::at(
                    &format!("{place}/match/{at}/value"),
                    format!("`{value}` 不是 `{path}` 的可选值"),
                    format!("`{path}` cannot be `{value}`"),
                );
                wrong.push(mistake.meaning(nearest(value, allowed())));
            }
        }
        let matches = file.matches.iter();
        Some(Self {
            field,
            pointer: fields.pointer(field),
            from: fields.pointer(from),
            label: Localized {
                zh: file.label.zh.clone(),
                en: file.label.en.clone(),
            },
            matches: matches
                .map(|case| (Lazy::new(&case.find), case.value.clone()))
                .collect(),
        })
    }

    /// What the report's words tell, and where they stand in `source`; none where it states the field itself.
    pub(crate) fn of(&self, root: &Node, source: &str, letters: &HashMap<char, char>) -> Option<(String, Span)> {
        let is_blank =
            |node: &Node| matches!(node.value, Value::Null) || node.text().is_some_and(|text| text.trim().is_empty());
        if root.pointer(&self.pointer).is_some_and(|(node, _)| !is_blank(node)) {
            return None;
        }
        let (node, _) = root.pointer(&self.from)?;
        let Value::Text(text) = &node.value else { return None };
        let folded = Folded::of(&text.text, 0, letters);
        let found = self.matches.iter().find_map(|(pattern, value)| {
            let found = pattern.get()?.find(&folded.text)?;
            Some((found.range(), value))
        });
        let (range, value) = found?;
        let words = folded.original(range);
        Some((value.clone()?, text.place(node.span, source, words)))
    }

    /// What the words were taken for.
    pub(crate) fn says(&self, shape: &Shape, value: &str) -> Statement {
        let name = shape.value_names.iter().find(|name| name.value == value);
        let name = name.map_or_else(
            || Localized {
                zh: value.to_owned(),
                en: value.to_owned(),
            },
            |name| name.name.clone(),
        );
        Argument::Words(Localized {
            zh: self.label.zh.replace(VALUE, &name.zh),
            en: self.label.en.replace(VALUE, &name.en),
        })
        .into()
    }
}

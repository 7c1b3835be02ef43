//! The form as a tree of fields, read off the JSON Schema once.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::{diagnostic::finding::Localized, text::path::pointer_step};

/// A field's index in its schema.
pub type ShapeId = usize;
/// A type's index in its schema.
pub type TypeId = usize;

/// More fields than any form has; a chain of references that doubles would otherwise fill the memory.
const MAX_SHAPES: usize = 50_000;
/// Deeper than any form nests; a reference to itself would otherwise not end.
const MAX_DEPTH: usize = 32;

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

/// The field trees of a schema: the whole report's and one for each type.
pub(crate) struct Tree {
    pub shapes: Vec<Shape>,
    pub type_names: Vec<String>,
    pub prototypes: Vec<ShapeId>,
    pub bases: Vec<Vec<TypeId>>,
}

/// Where in the schema something is wrong (JSON Pointer), in Chinese and in English.
type Wrong = (String, String, String);

impl Tree {
    pub fn build(json: &Json) -> Result<Self, Wrong> {
        let definitions: BTreeMap<&str, TypeId> = json["$defs"]
            .as_object()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(at, (name, _))| (name.as_str(), at + 1))
            .collect();
        let mut names: Vec<(&str, TypeId)> = definitions.iter().map(|(name, id)| (*name, *id)).collect();
        names.sort_by_key(|(_, id)| *id);
        let type_names = std::iter::once("report")
            .chain(names.iter().map(|(name, _)| *name))
            .map(str::to_owned)
            .collect();
        let mut builder = Builder {
            json,
            definitions,
            shapes: Vec::new(),
        };
        let mut prototypes = Vec::new();
        let mut bases = Vec::new();
        let root = builder.field(None, "", json, "", 0)?;
        builder.shapes[root].types = vec![crate::form::schema::REPORT];
        prototypes.push(root);
        bases.push(vec![crate::form::schema::REPORT]);
        for (name, id) in names {
            let pointer = format!("/$defs{}", pointer_step(name));
            let prototype = builder.field(None, "", &json["$defs"][name], &pointer, 0)?;
            builder.shapes[prototype].types.insert(0, id);
            bases.push(builder.shapes[prototype].types.clone());
            prototypes.push(prototype);
        }
        Ok(Self {
            shapes: builder.shapes,
            type_names,
            prototypes,
            bases,
        })
    }
}

struct Builder<'j> {
    json: &'j Json,
    definitions: BTreeMap<&'j str, TypeId>,
    shapes: Vec<Shape>,
}

impl<'j> Builder<'j> {
    fn field(
        &mut self,
        parent: Option<ShapeId>,
        key: &str,
        json: &'j Json,
        pointer: &str,
        depth: usize,
    ) -> Result<ShapeId, Wrong> {
        if depth > MAX_DEPTH || self.shapes.len() >= MAX_SHAPES {
            return Err((
                pointer.to_owned(),
                "字段嵌套或引用过多，可能有循环引用".into(),
                "too many nested fields; does a $ref lead back to itself?".into(),
            ));
        }
        let (types, layers) = self.layers(json, pointer)?;
        // A keyword beside `$ref` is nearer than the same one behind it.
        let find = |name: &str| layers.iter().find_map(|layer| layer.get(name));
        let title = layers
            .iter()
            .find_map(|layer| localized_title(layer))
            .unwrap_or_default();
        let label = find("x-label").map_or_else(|| title.clone(), localized);
        let inherited = parent.is_some_and(|parent| self.shapes[parent].blank_is_unknown);
        let texts = |name: &str| -> Vec<String> {
            let items = find(name).and_then(Json::as_array).into_iter().flatten();
            items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
        };
        let word = |name: &str| find(name).and_then(Json::as_str).map(str::to_owned);
        let allowed = match (find("enum"), find("const")) {
            (Some(Json::Array(values)), _) => values.clone(),
            (_, Some(value)) => vec![value.clone()],
            _ => Vec::new(),
        };
        let id = self.shapes.len();
        self.shapes.push(Shape {
            parent,
            key: key.to_owned(),
            title,
            label,
            description: word("description"),
            kind: kind(&find, &allowed),
            types,
            children: Vec::new(),
            columns: find("x-columns") == Some(&Json::Bool(true)),
            blank_texts: texts("x-blank"),
            blank_is_unknown: inherited || find("x-blank-means").and_then(Json::as_str) == Some("unknown"),
            additive: match find("x-additive") {
                Some(said) => *said == Json::Bool(true),
                None => parent.is_some_and(|parent| self.shapes[parent].additive),
            },
            required: false,
            allowed,
            aliases: texts("x-aliases"),
            across: find("x-across") == Some(&Json::Bool(true)),
            printed: find("x-printed") != Some(&Json::Bool(false)),
            above: word("x-above"),
            over: word("x-over"),
            corner: word("x-corner"),
        });
        let required = texts("required");
        let mut children = Vec::new();
        if let Some(Json::Object(properties)) = find("properties") {
            for (name, property) in properties {
                let pointer = format!("{pointer}/properties{}", pointer_step(name));
                let child = self.field(Some(id), name, property, &pointer, depth + 1)?;
                self.shapes[child].required = required.contains(name);
                children.push(child);
            }
        }
        if let Some(items) = find("items").filter(|items| items.is_object()) {
            children.push(self.field(Some(id), "*", items, &format!("{pointer}/items"), depth + 1)?);
        }
        self.shapes[id].children = children;
        Ok(id)
    }

    /// The types that `json` refers to, and the schemas along the chain of `$ref`, the nearest first.
    fn layers(&self, json: &'j Json, pointer: &str) -> Result<(Vec<TypeId>, Vec<&'j Json>), Wrong> {
        let mut types = Vec::new();
        let mut layers = vec![json];
        while let Some(reference) = layers[layers.len() - 1].get("$ref").and_then(Json::as_str) {
            let known = reference
                .strip_prefix("#/$defs/")
                .and_then(|name| self.definitions.get_key_value(name));
            let Some((name, id)) = known.filter(|(_, id)| !types.contains(*id)) else {
                return Err((
                    pointer.to_owned(),
                    format!("`$ref: {reference}` 没有指向 `$defs` 中的类型，或指回自身"),
                    format!("`$ref: {reference}` leads to no type in `$defs`, or back to itself"),
                ));
            };
            types.push(*id);
            layers.push(&self.json["$defs"][*name]);
        }
        Ok((types, layers))
    }
}

fn kind<'j>(find: &impl Fn(&str) -> Option<&'j Json>, allowed: &[Json]) -> Kind {
    match find("type").and_then(Json::as_str) {
        Some("object") => Kind::Record,
        Some("array") => Kind::List,
        Some("integer") => Kind::Integer,
        Some("number") => Kind::Decimal,
        Some("boolean") => Kind::Bool,
        Some("string") if find("format").and_then(Json::as_str) == Some("date") => Kind::Date,
        Some("string") => Kind::Text,
        _ if !allowed.is_empty() && allowed.iter().all(Json::is_string) => Kind::Text,
        _ if find("properties").is_some() => Kind::Record,
        _ => Kind::Any,
    }
}

pub(crate) fn localized_title(json: &Json) -> Option<Localized> {
    let title = json.get("title")?.as_str()?;
    Some(Localized {
        zh: title.to_owned(),
        en: json.get("x-en").and_then(Json::as_str).unwrap_or(title).to_owned(),
    })
}

fn localized(json: &Json) -> Localized {
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

//! The fields of a form read off its JSON Schema.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::{
    diagnostic::mistake::Mistake,
    form::{
        fields::{Fields, REPORT},
        shape::{Kind, Shape, ShapeId, TypeId, ValueName, localized, localized_title},
    },
    text::path::pointer_step,
};

/// More fields than any form has; a chain of references that doubles would otherwise fill the memory.
const MAX_SHAPES: usize = 50_000;
/// Deeper than any form nests; a reference to itself would otherwise not end.
const MAX_DEPTH: usize = 32;

/// The fields of a form.
///
/// # Errors
/// References that lead nowhere or back to themselves, too many fields.
pub(crate) fn load_fields(json: &Json) -> Result<Fields, Mistake> {
    let definitions: BTreeMap<&str, TypeId> = json["$defs"]
        .as_object()
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(at, (name, _))| (name.as_str(), at + 1))
        .collect();
    let mut names: Vec<(&str, TypeId)> = definitions.iter().map(|(name, id)| (*name, *id)).collect();
    names.sort_by_key(|(_, id)| *id);
    let type_names: Vec<String> = std::iter::once("report")
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
    builder.shapes[root].types = vec![REPORT];
    prototypes.push(root);
    bases.push(vec![REPORT]);
    for (name, id) in names {
        let pointer = format!("/$defs{}", pointer_step(name));
        let prototype = builder.field(None, "", &json["$defs"][name], &pointer, 0)?;
        builder.shapes[prototype].types.insert(0, id);
        bases.push(builder.shapes[prototype].types.clone());
        prototypes.push(prototype);
    }
    Ok(Fields {
        shapes: builder.shapes,
        types: type_names
            .iter()
            .enumerate()
            .map(|(at, name)| (name.clone(), at))
            .collect(),
        type_names,
        prototypes,
        bases,
    })
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
    ) -> Result<ShapeId, Mistake> {
        if depth > MAX_DEPTH || self.shapes.len() >= MAX_SHAPES {
            return Err(Mistake::at(
                pointer,
                "字段嵌套或引用过多，可能有循环引用",
                "too many nested fields; does a $ref lead back to itself?",
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
            total: word("x-total"),
            blank_texts: texts("x-blank"),
            blank_is_unknown: inherited || find("x-blank-means").and_then(Json::as_str) == Some("unknown"),
            additive: match find("x-additive") {
                Some(said) => *said == Json::Bool(true),
                None => parent.is_some_and(|parent| self.shapes[parent].additive),
            },
            required: false,
            value_names: value_names(find("x-names")),
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
    fn layers(&self, json: &'j Json, pointer: &str) -> Result<(Vec<TypeId>, Vec<&'j Json>), Mistake> {
        let mut types = Vec::new();
        let mut layers = vec![json];
        while let Some(reference) = layers[layers.len() - 1].get("$ref").and_then(Json::as_str) {
            let known = reference
                .strip_prefix("#/$defs/")
                .and_then(|name| self.definitions.get_key_value(name));
            let Some((name, id)) = known.filter(|(_, id)| !types.contains(*id)) else {
                return Err(Mistake::at(
                    pointer,
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

/// The official words for values, as `x-names` gives them.
fn value_names(json: Option<&Json>) -> Vec<ValueName> {
    let names = json.and_then(Json::as_object).into_iter().flatten();
    let names = names.map(|(value, name)| ValueName {
        value: value.clone(),
        name: localized(name),
    });
    names.collect()
}

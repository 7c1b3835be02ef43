//! What a schema may cost on one value: alternatives that lead to alternatives multiply, whatever the report is.

use std::collections::HashMap;

use serde_json::Value as Json;

use crate::{diagnostic::mistake::Mistake, text::path::pointer_step};

/// More schemas than any form lays on one value at once.
const MOST_SCHEMAS: u64 = 1000;
/// References deeper than this lead back to themselves, or are as good as that.
const MOST_STEPS: usize = 64;
/// Keywords whose schemas are laid on the same value.
const IN_PLACE: [&str; 10] = [
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "$ref",
    "dependentSchemas",
    "contains",
];

/// The first schema that would be too much for one value, or that cannot be followed.
pub(crate) fn examine(json: &Json) -> Option<Mistake> {
    let mut scale = Scale {
        root: json,
        known: HashMap::new(),
    };
    let mut open = vec![(String::new(), json)];
    while let Some((pointer, at)) = open.pop() {
        match at {
            Json::Object(entries) => {
                let leads_on = at["$ref"]
                    .as_str()
                    .map_or(Ok(()), |reference| scale.target(reference).map(drop));
                if let Err(why) = leads_on.and_then(|()| scale.weigh(at, 0).map(drop)) {
                    return Some(why.at(&pointer));
                }
                let below = entries.iter().rev();
                open.extend(below.map(|(key, value)| (format!("{pointer}{}", pointer_step(key)), value)));
            }
            Json::Array(items) => {
                let below = items.iter().enumerate().rev();
                open.extend(below.map(|(at, value)| (format!("{pointer}/{at}"), value)));
            }
            _ => {}
        }
    }
    None
}

enum Why {
    Heavy,
    Deep,
    Unknown(String),
}

impl Why {
    fn at(self, pointer: &str) -> Mistake {
        let (zh, en) = match self {
            Self::Heavy => (
                format!("此处的 allOf、anyOf、oneOf、$ref 逐层展开超过{MOST_SCHEMAS}项"),
                format!("allOf, anyOf, oneOf and $ref unfold to more than {MOST_SCHEMAS} schemas here"),
            ),
            Self::Deep => (
                format!("此处的引用超过{MOST_STEPS}层，可能有循环引用"),
                format!("more than {MOST_STEPS} references lead on from here; does a $ref lead back to itself?"),
            ),
            Self::Unknown(reference) => (
                format!("`{reference}` 没有指向本文件中的类型；引用应写作 `#/$defs/名称`"),
                format!("`{reference}` leads to no type in this file; write references as `#/$defs/name`"),
            ),
        };
        Mistake::at(pointer, zh, en)
    }
}

struct Scale<'j> {
    root: &'j Json,
    /// By the place in memory.
    known: HashMap<*const Json, u64>,
}

impl<'j> Scale<'j> {
    /// How many schemas are laid on a value that this one is laid on.
    fn weigh(&mut self, schema: &'j Json, depth: usize) -> Result<u64, Why> {
        if let Some(known) = self.known.get(&std::ptr::from_ref(schema)) {
            return Ok(*known);
        }
        if depth > MOST_STEPS {
            return Err(Why::Deep);
        }
        let mut weight = 1;
        for (key, value) in schema.as_object().into_iter().flatten() {
            if !IN_PLACE.contains(&key.as_str()) {
                continue;
            }
            let inner: Vec<&Json> = match (key.as_str(), value) {
                // One that leads nowhere is told where it stands.
                ("$ref", Json::String(reference)) => self.target(reference).into_iter().collect(),
                ("dependentSchemas", Json::Object(by_key)) => by_key.values().collect(),
                (_, Json::Array(items)) => items.iter().collect(),
                (_, one) => vec![one],
            };
            for schema in inner {
                weight += self.weigh(schema, depth + 1)?;
                if weight > MOST_SCHEMAS {
                    return Err(Why::Heavy);
                }
            }
        }
        self.known.insert(std::ptr::from_ref(schema), weight);
        Ok(weight)
    }

    fn target(&self, reference: &str) -> Result<&'j Json, Why> {
        let pointer = reference
            .strip_prefix('#')
            .filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let found = pointer.and_then(|pointer| self.root.pointer(pointer));
        found.ok_or_else(|| Why::Unknown(format!("$ref: {reference}")))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_unfolds_without_end_is_refused() {
        let chain = |n: usize, each: &str| {
            let types = (0..n).map(|at| {
                let inner = serde_json::json!({"allOf": [{"$ref": format!("#/$defs/t{}", at + 1)}]});
                let both = serde_json::json!({each: [inner, inner]});
                (format!("t{at}"), both)
            });
            let mut types: serde_json::Map<String, Json> = types.collect();
            types.insert(format!("t{n}"), Json::Bool(true));
            serde_json::json!({"$defs": types})
        };
        for each in ["allOf", "anyOf", "oneOf"] {
            assert!(examine(&chain(5, each)).is_none());
            assert!(
                examine(&chain(20, each))
                    .unwrap()
                    .message
                    .en
                    .contains("more than 1000 schemas")
            );
        }
        let to_itself = serde_json::json!({"$defs": {"t": {"allOf": [{"$ref": "#/$defs/t"}]}}});
        assert!(examine(&to_itself).unwrap().message.en.contains("back to itself"));
        let nowhere = serde_json::json!({"properties": {"a": {"anyOf": [{"$ref": "#there"}]}}});
        assert_eq!(examine(&nowhere).unwrap().pointer, "/properties/a/anyOf/0");
        // A value within a value is another one.
        let below = serde_json::json!({"$defs": {"t": {"properties": {"x": {"$ref": "#/$defs/t"}}}}});
        assert!(examine(&below).is_none());
    }
}

//! Reads packs, rosters and configurations, and checks what does not fit against the JSON Schema of their kind.

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::{
    diagnostic::{
        defect::{Defect, DefectKind},
        load_error::{LoadError, LoadErrors},
    },
    document::{
        deserialize::{Unfit, from_document},
        model::Document,
        own_file,
    },
    form::{json_view::DocumentJson, validate},
    text::{
        path::FieldPath,
        source::{Source, Span},
    },
};

/// What a YAML file says, as a `T`; none where it says nothing. `schema` is the JSON Schema of such files.
///
/// # Errors
/// Everything in it that is not of that shape.
pub(crate) fn read<T: DeserializeOwned>(
    source: &Source,
    schema: impl FnOnce() -> Json,
) -> Result<Option<T>, LoadErrors> {
    let Some(document) = own_file::read(source)? else {
        return Ok(None);
    };
    // Reading stops at the first error; the schema finds them all.
    match from_document(&document, source.text()) {
        Ok(read) => Ok(Some(read)),
        Err(first) => Err(shape_errors(source.clone(), &schema(), &document, &first)),
    }
}

/// Everything in a document that is not of the shape that a JSON Schema describes; if that finds nothing, what the deserializer said.
fn shape_errors(source: Source, json: &Json, document: &Document, first: &Unfit) -> LoadErrors {
    let mut found: Vec<LoadError> = Vec::new();
    if let Ok(validator) = jsonschema::options_for::<DocumentJson>().build(json) {
        let defects = validate::errors(&validator, json, &document.root, |_| None);
        found.extend(defects.into_iter().map(shape_error));
    }
    if found.is_empty() {
        found.push(LoadError::new(
            first.span.unwrap_or(Span::new(0, 1)),
            format!("内容不符合要求：{first}"),
            format!("the value is not valid: {first}"),
        ));
    }
    LoadErrors::new(source, found)
}

fn shape_error(defect: Defect) -> LoadError {
    let param = |name: &str| {
        let found = defect.params.iter().find(|(param, _)| *param == name);
        found
            .and_then(|(_, value)| value.as_text())
            .filter(|value| !value.is_empty())
    };
    let (key, value) = (param("key").unwrap_or_default(), param("value").unwrap_or_default());
    let (zh, en) = match defect.kind {
        DefectKind::UnknownKey => (format!("未定义的键 `{key}`"), format!("unknown key `{key}`")),
        DefectKind::MissingKey => (format!("缺少 `{key}`"), format!("`{key}` is missing")),
        DefectKind::NotAllowed => {
            let allowed = param("allowed").unwrap_or_default();
            (
                format!("`{value}` 不是可选值；可选值为：{allowed}"),
                format!("`{value}` is not allowed; use one of: {allowed}"),
            )
        }
        DefectKind::MoreFindings => {
            let count = param("count").unwrap_or_default();
            (
                format!("另有{count}处问题未列出"),
                format!("{count} more errors are not listed"),
            )
        }
        _ if defect.path.is_empty() => (
            "文件最外层应为键值对".to_owned(),
            "the file must be a mapping of keys to values".to_owned(),
        ),
        _ => {
            let path = FieldPath::from_pointer(&defect.path);
            (
                format!("`{path}` 的值不符合要求：`{value}`"),
                format!("the value of `{path}` is not valid: `{value}`"),
            )
        }
    };
    LoadError::new(defect.span, zh, en).meaning(param("suggestion"))
}

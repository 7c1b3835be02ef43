//! Checks packs and configurations against the JSON Schema of their kind.

use serde_json::Value as Json;

use crate::{
    diagnostic::{
        defect::{Defect, DefectKind},
        load_error::{LoadError, LoadErrors},
    },
    document::{format::Format, limits::Limits, parse::parse},
    form::{json_view::DocumentJson, validate},
    text::{path::FieldPath, source::Source},
};

/// Everything in a YAML file that is not of the shape that its JSON Schema describes; if that finds nothing, what the
/// deserializer said.
pub(crate) fn shape_errors(source: Source, json: &Json, first: &serde_yaml::Error) -> LoadErrors {
    let (document, defects) = parse(source.text(), Format::Yaml, &Limits::default());
    let mut found: Vec<LoadError> = defects.into_iter().filter_map(syntax_error).collect();
    let validator = jsonschema::options_for::<DocumentJson>().build(json);
    if let (Some(document), Ok(validator)) = (&document, &validator) {
        found.extend(
            validate::errors(validator, json, &document.root, |_| None)
                .into_iter()
                .map(shape_error),
        );
    }
    if found.is_empty() {
        let at = first.location().map_or(0, |location| location.index());
        found.push(LoadError::yaml(at, first));
    }
    LoadErrors::new(source, found)
}

/// What the reader found, where it makes the file unusable.
fn syntax_error(defect: Defect) -> Option<LoadError> {
    let kind = match defect.kind {
        DefectKind::Decoded | DefectKind::ByteOrderMark => return None,
        kind => kind,
    };
    let name = serde_json::to_value(kind).ok()?;
    let name = name.as_str()?.to_owned();
    let cause = defect.cause.map(|cause| format!(": {cause}")).unwrap_or_default();
    Some(LoadError::new(
        defect.span,
        format!("文件无法读取（{name}{cause}）"),
        format!("the file cannot be read ({name}{cause})"),
    ))
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

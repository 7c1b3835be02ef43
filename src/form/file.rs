//! Checks packs and configurations against the JSON Schema of their kind.

use serde_json::Value as Json;

use crate::form::json_view::DocumentJson;
use crate::{
    diagnostic::{
        defect::{Defect, DefectKind},
        load_error::{LoadError, LoadErrors},
    },
    text::source::Source,
};

/// Everything in a YAML file that is not of the shape that its JSON Schema describes; if that finds nothing, what the
/// deserializer said.
pub(crate) fn shape_errors(source: Source, json: &Json, first: &serde_yaml::Error) -> LoadErrors {
    let (document, defects) = crate::document::parse::parse(
        source.text(),
        crate::document::parse::Format::Yaml,
        &crate::document::parse::Limits::default(),
    );
    let mut errors: Vec<LoadError> = defects.into_iter().filter_map(syntax_error).collect();
    let validator = jsonschema::options_for::<DocumentJson>().build(json);
    if let (Some(document), Ok(validator)) = (&document, &validator) {
        errors.extend(
            crate::form::validate::errors(validator, json, &document.root, |_| None)
                .into_iter()
                .map(shape_error),
        );
    }
    if errors.is_empty() {
        let at = first.location().map_or(0, |location| location.index());
        errors.push(LoadError::yaml(at, first));
    }
    LoadErrors::new(source, errors)
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
            let path = defect.path.trim_start_matches('/').replace('/', ".");
            (
                format!("`{path}` 的值不符合要求：`{value}`"),
                format!("the value of `{path}` is not valid: `{value}`"),
            )
        }
    };
    LoadError::new(defect.span, zh, en).meaning(param("suggestion"))
}

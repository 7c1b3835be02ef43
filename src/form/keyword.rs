//! The keyword `x-published` of a schema, as it stands in the file, and what can be wrong with it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::form::{print::PrintFile, schema::Schema};
use crate::{
    diagnostic::load_error::{LoadError, LoadErrors, locate},
    text::source::Source,
};

/// The value of `x-published`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct File {
    pub sections: Vec<String>,
    pub preamble: Option<String>,
    pub title: Option<FactFile>,
    pub facts: Vec<FactFile>,
    pub numbering: Option<String>,
    pub letters: Vec<String>,
    pub captions: Vec<String>,
    pub ignore: Vec<String>,
    pub ends: Vec<String>,
    pub years: Years,
    pub print: PrintFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactFile {
    pub find: Vec<String>,
    pub set: BTreeMap<String, Parts>,
}

/// The groups of a pattern that make up a value.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Parts {
    /// One group: a text or a number.
    One(String),
    /// Year, month and day.
    Day([String; 3]),
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Years {
    pub from: Option<i64>,
    pub to: Option<i64>,
}

/// What is wrong with a schema, and where (JSON Pointer).
pub(crate) struct Wrong(String, String, String);

impl Wrong {
    fn at(pointer: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self(pointer.into(), zh.into(), en.into())
    }

    pub fn no_field(pointer: impl Into<String>, path: &str) -> Self {
        Self::at(
            pointer,
            format!("没有字段 `{path}`"),
            format!("there is no field `{path}`"),
        )
    }

    pub fn in_source(self, source: &Source) -> LoadErrors {
        let span = locate(source.text(), &self.0);
        LoadErrors::one(source.clone(), LoadError::new(span, self.1, self.2))
    }
}

impl File {
    pub fn of(json: &Json) -> Result<Option<Self>, Wrong> {
        let Some(value) = json.get("x-published") else {
            return Ok(None);
        };
        let file = Self::deserialize(value).map_err(|error| {
            Wrong::at(
                "/x-published",
                format!("`x-published` 有误：{error}"),
                format!("`x-published` is not valid: {error}"),
            )
        })?;
        Ok(Some(file))
    }

    /// Everything that names a field or is a pattern.
    pub fn check(&self, schema: &Schema) -> Result<(), Wrong> {
        let field = |path: &str, pointer: String| match schema.at_pointer(&pointer_of(path)) {
            Some(_) => Ok(()),
            None => Err(Wrong::no_field(pointer, path)),
        };
        for (at, path) in self.sections.iter().enumerate() {
            field(path, format!("/x-published/sections/{at}"))?;
        }
        if let Some(path) = &self.preamble {
            field(path, "/x-published/preamble".into())?;
        }
        let facts = self.facts.iter().enumerate();
        let facts = facts.map(|(at, fact)| (format!("/x-published/facts/{at}"), fact));
        let title = self.title.iter().map(|fact| ("/x-published/title".to_owned(), fact));
        for (pointer, fact) in title.chain(facts) {
            let mut names = Vec::new();
            for (at, text) in fact.find.iter().enumerate() {
                names.extend(pattern(text, &format!("{pointer}/find/{at}"))?);
            }
            for (path, parts) in &fact.set {
                let place = format!("{pointer}/set/{path}");
                field(path, place.clone())?;
                let unknown = parts
                    .groups()
                    .find(|group| *group != "0" && !names.iter().any(|name| name == group));
                if let Some(group) = unknown {
                    return Err(Wrong::at(
                        place,
                        format!("各表达式均没有名为 `{group}` 的组"),
                        format!("no pattern has a group `{group}`"),
                    ));
                }
            }
        }
        let lists = [("ignore", &self.ignore), ("ends", &self.ends)];
        for (name, list) in lists {
            for (at, text) in list.iter().enumerate() {
                pattern(text, &format!("/x-published/{name}/{at}"))?;
            }
        }
        if let Some(text) = &self.numbering {
            pattern(text, "/x-published/numbering")?;
        }
        self.print.check(schema)?;
        match self.letters.iter().position(|pair| pair.chars().count() != 2) {
            Some(at) => Err(Wrong::at(
                format!("/x-published/letters/{at}"),
                "每项应为两个字：原文的字和所代表的字",
                "each is two letters: one as it is met, and the one it stands for",
            )),
            None => Ok(()),
        }
    }
}

pub(crate) fn pointer_of(path: &str) -> String {
    path.split('.').map(crate::document::model::pointer_step).collect()
}

/// The named groups of a pattern, if it is one.
fn pattern(text: &str, pointer: &str) -> Result<Vec<String>, Wrong> {
    let compiled = compile(text).map_err(|error| {
        let error = error.to_string();
        let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
        Wrong::at(
            pointer,
            format!("正则表达式有误：{reason}"),
            format!("not a valid pattern: {reason}"),
        )
    })?;
    Ok(compiled)
}

/// The groups of a pattern whose syntax is valid; it is compiled when it is first needed.
#[allow(clippy::result_large_err)] // Only where a schema is wrong.
fn compile(text: &str) -> Result<Vec<String>, regex_syntax::Error> {
    let tree = regex_syntax::ParserBuilder::new().nest_limit(40).build().parse(text)?;
    let mut names = Vec::new();
    let mut open = vec![&tree];
    while let Some(next) = open.pop() {
        use regex_syntax::hir::HirKind;
        match next.kind() {
            HirKind::Capture(capture) => {
                names.extend(capture.name.as_deref().map(str::to_owned));
                open.push(&capture.sub);
            }
            HirKind::Repetition(repetition) => open.push(&repetition.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => open.extend(parts),
            _ => {}
        }
    }
    Ok(names)
}

impl Parts {
    /// The names of all its groups, the alternatives too.
    fn groups(&self) -> impl Iterator<Item = &str> {
        let parts = match self {
            Self::One(part) => std::slice::from_ref(part),
            Self::Day(parts) => parts.as_slice(),
        };
        parts.iter().flat_map(|part| part.split('|'))
    }
}

//! The keyword `x-published` of a schema, as it stands in the file, and what can be wrong with it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::{
    diagnostic::mistake::Mistake,
    form::{fields::Fields, pattern::groups_of, print::PrintFile},
    text::path::pointer_step,
};

/// The value of `x-published`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PublishedFile {
    pub sections: Vec<String>,
    pub preamble: Option<String>,
    /// For a part with a table the field of the text beside it.
    pub beside: BTreeMap<String, String>,
    pub title: Option<FactFile>,
    pub facts: Vec<FactFile>,
    pub numbering: Option<String>,
    pub letters: Vec<String>,
    pub captions: Vec<String>,
    /// Heads of the column of names in a list of agencies.
    pub collecting: Vec<String>,
    pub ignore: Vec<String>,
    pub ends: Vec<String>,
    /// Words for units that are not the form's.
    pub other_units: Vec<String>,
    pub years: Years,
    pub print: PrintFile,
}

/// What is read from a place in the text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactFile {
    pub find: Vec<String>,
    /// Whether the patterns describe a whole line of the report, and which of such lines counts.
    pub line: Option<Which>,
    pub set: BTreeMap<String, Groups>,
}

/// Which of several counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Which {
    First,
    Last,
}

/// The groups of a pattern that make up a value.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Groups {
    /// One group: a text or a number.
    One(String),
    /// Year, month and day.
    Day([String; 3]),
}

/// The years that a form is meant for.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Years {
    pub from: Option<i64>,
    pub to: Option<i64>,
}

impl PublishedFile {
    /// The keyword of a schema, if it is there.
    pub(crate) fn of(json: &Json) -> Result<Option<Self>, Mistake> {
        let Some(value) = json.get("x-published") else {
            return Ok(None);
        };
        let file = Self::deserialize(value).map_err(|error| {
            Mistake::at(
                "/x-published",
                format!("`x-published` 有误：{error}"),
                format!("`x-published` is not valid: {error}"),
            )
        })?;
        Ok(Some(file))
    }

    /// Look at everything that names a field or is a pattern; what is wrong goes to `wrong`.
    pub(crate) fn check(&self, fields: &Fields, wrong: &mut Vec<Mistake>) {
        let at = |name: &str, at: usize| format!("/x-published/{name}/{at}");
        let sections = self.sections.iter().enumerate();
        let sections = sections.map(|(place, path)| (at("sections", place), path));
        let preamble = self
            .preamble
            .iter()
            .map(|path| ("/x-published/preamble".to_owned(), path));
        let beside = self.beside.iter().map(|(part, path)| {
            let pointer = format!("/x-published/beside{}", pointer_step(part));
            if !self.sections.contains(part) {
                wrong.push(Mistake::at(
                    &pointer,
                    format!("`{part}` 不在 `sections` 中"),
                    format!("`{part}` is not one of `sections`"),
                ));
            }
            (pointer, path)
        });
        let beside: Vec<_> = beside.collect();
        for (pointer, path) in sections.chain(preamble).chain(beside) {
            if fields.at_path(path).is_none() {
                wrong.push(fields.no_field(&pointer, path));
            }
        }
        if let Some(title) = &self.title {
            title.check("/x-published/title", fields, wrong);
        }
        for (place, fact) in self.facts.iter().enumerate() {
            fact.check(&at("facts", place), fields, wrong);
        }
        for (name, list) in [
            ("ignore", &self.ignore),
            ("ends", &self.ends),
            ("other_units", &self.other_units),
        ] {
            for (place, text) in list.iter().enumerate() {
                groups_of(text, &at(name, place), wrong);
            }
        }
        if let Some(text) = &self.numbering {
            groups_of(text, "/x-published/numbering", wrong);
        }
        self.print.check(fields, wrong);
        for (place, pair) in self.letters.iter().enumerate() {
            if pair.chars().count() != 2 {
                wrong.push(Mistake::at(
                    &at("letters", place),
                    "每项应为两个字：原文的字和所代表的字",
                    "each is two letters: one as it is met, and the one it stands for",
                ));
            }
        }
    }
}

impl FactFile {
    fn check(&self, pointer: &str, fields: &Fields, wrong: &mut Vec<Mistake>) {
        let before = wrong.len();
        let mut names = Vec::new();
        for (at, text) in self.find.iter().enumerate() {
            names.extend(groups_of(text, &format!("{pointer}/find/{at}"), wrong));
        }
        let are_valid = wrong.len() == before;
        for (path, groups) in &self.set {
            let place = format!("{pointer}/set{}", pointer_step(path));
            if fields.at_path(path).is_none() {
                wrong.push(fields.no_field(&place, path));
            }
            let is_unknown = |group: &&str| *group != "0" && !names.iter().any(|name| name == group);
            if let Some(group) = groups.names().find(is_unknown).filter(|_| are_valid) {
                wrong.push(Mistake::at(
                    &place,
                    format!("各表达式均没有名为 `{group}` 的组"),
                    format!("no pattern has a group `{group}`"),
                ));
            }
        }
    }
}

impl Groups {
    /// The names of all its groups, the alternatives too.
    fn names(&self) -> impl Iterator<Item = &str> {
        let groups = match self {
            Self::One(group) => std::slice::from_ref(group),
            Self::Day(groups) => groups.as_slice(),
        };
        groups.iter().flat_map(|group| group.split('|'))
    }
}

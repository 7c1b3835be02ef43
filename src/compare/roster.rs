//! The list of bodies that a consolidated report sums up.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use crate::{
    diagnostic::load_error::{LoadError, LoadErrors},
    text::source::{Source, Span},
};

/// Who should be among the member reports.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// Whether the list has every body that the consolidated report sums up, and its agency itself.
    pub complete: bool,
    entries: Vec<Listed>,
    by_name: HashMap<String, usize>,
}

/// A roster as it is written in YAML.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RosterFile {
    /// Whether the list has every body that the consolidated report sums up, and its agency itself.
    #[serde(default)]
    complete: bool,
    /// The bodies.
    agencies: Vec<Listed>,
}

/// A body on the roster; a line of the file, where it is CSV.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its full name.
    pub agency: String,
    /// What kind of body it is, as in its report.
    #[serde(default)]
    pub level: Option<String>,
    /// Whether its report belongs among the members; `no` for bodies that are known not to.
    #[serde(default = "yes", deserialize_with = "yes_or_no")]
    #[schemars(with = "String")]
    pub expected: bool,
}

const fn yes() -> bool {
    true
}

fn yes_or_no<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Said {
        Truth(bool),
        Word(String),
    }
    match Said::deserialize(deserializer)? {
        Said::Truth(said) => Ok(said),
        Said::Word(word) => match word.trim().to_lowercase().as_str() {
            "" | "yes" | "true" | "是" => Ok(true),
            "no" | "false" | "否" => Ok(false),
            other => Err(serde::de::Error::custom(format!("`{other}`: yes / no"))),
        },
    }
}

impl Roster {
    /// Read a roster: CSV if the file's name ends so, otherwise YAML.
    ///
    /// # Errors
    /// What is wrong with it, at its place.
    pub fn read(source: Source) -> Result<Self, LoadErrors> {
        let is_csv = source
            .path()
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        let file = if is_csv {
            Self::read_csv(&source)
        } else {
            serde_yaml::from_str(source.text()).map_err(|error: serde_yaml::Error| {
                let at = error.location().map_or(0, |location| location.index());
                LoadError::yaml(at, &error)
            })
        };
        match file {
            Ok(file) => Ok(Self::new(file.complete, file.agencies)),
            Err(error) => Err(LoadErrors::one(source, error)),
        }
    }

    fn read_csv(source: &Source) -> Result<RosterFile, LoadError> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(source.text().as_bytes());
        let rows: Result<Vec<Listed>, csv::Error> = reader.deserialize().collect();
        let agencies = rows.map_err(|error| {
            let at = error.position().map_or(0, |position| position.byte() as usize);
            let line = source.line_span(source.line_of(at));
            LoadError::new(
                Span::new(at.min(line.end), line.end),
                format!("名册无法读取（各列应为 agency、level、expected）：{error}"),
                format!("the roster is wrong (its columns are agency, level, expected): {error}"),
            )
        })?;
        Ok(RosterFile {
            complete: false,
            agencies,
        })
    }

    /// A roster of these bodies.
    #[must_use]
    pub fn new(complete: bool, mut entries: Vec<Listed>) -> Self {
        for entry in &mut entries {
            entry.agency.retain(|c| !c.is_whitespace());
            entry.level = entry.level.take().filter(|level| !level.trim().is_empty());
        }
        let by_name = entries.iter().enumerate();
        Self {
            complete,
            by_name: by_name.map(|(at, entry)| (entry.agency.clone(), at)).collect(),
            entries,
        }
    }

    /// The entry of a body.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&Listed> {
        self.by_name.get(name).map(|at| &self.entries[*at])
    }

    /// The bodies that should have a report among the members, in the order of the list.
    pub fn expected(&self) -> impl Iterator<Item = &str> {
        let entries = self.entries.iter().filter(|entry| entry.expected);
        entries.map(|entry| entry.agency.as_str())
    }
}

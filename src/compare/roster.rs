//! The list of bodies that a consolidated report sums up.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use crate::{
    diagnostic::{
        load_error::{LoadError, LoadErrors},
        mistake::Mistake,
    },
    form::schema::Schema,
    text::{
        normalize::squeezed,
        source::{Source, Span},
    },
};

/// Who should be among the member reports.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// Whether the list has every body that the consolidated report sums up, and its agency itself.
    pub complete: bool,
    entries: Vec<Listed>,
    by_name: HashMap<String, usize>,
    /// The file that it was read from.
    from: Option<RosterFrom>,
}

/// Where the bodies of a roster stand.
#[derive(Clone, Debug)]
enum RosterFrom {
    Yaml(Source),
    /// With the first byte of each body's line.
    Csv(Source, Vec<usize>),
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
    #[schemars(with = "Said")]
    pub expected: bool,
}

const fn yes() -> bool {
    true
}

#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Said {
    Truth(bool),
    Word(String),
}

fn yes_or_no<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
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
        if is_csv {
            Self::read_csv(&source).map_err(|error| LoadErrors::one(source, error))
        } else {
            Self::read_yaml(&source)
        }
    }

    fn read_yaml(source: &Source) -> Result<Self, LoadErrors> {
        let schema = || serde_json::to_value(schemars::schema_for!(RosterFile)).unwrap_or_default();
        let file: Option<RosterFile> = crate::form::file::read(source, schema)?;
        let file = file.ok_or_else(|| {
            let error = LoadError::new(Span::new(0, 1), "名册为空", "the roster is empty");
            LoadErrors::one(source.clone(), error)
        })?;
        Ok(Self {
            from: Some(RosterFrom::Yaml(source.clone())),
            ..Self::new(file.complete, file.agencies)
        })
    }

    fn read_csv(source: &Source) -> Result<Self, LoadError> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(source.text().as_bytes());
        let (mut bodies, mut lines) = (Vec::new(), Vec::new());
        let mut read = || -> Result<(), csv::Error> {
            let head = reader.headers()?.clone();
            for row in reader.records() {
                let row = row?;
                bodies.push(row.deserialize(Some(&head))?);
                lines.push(row.position().map_or(0, |position| position.byte() as usize));
            }
            Ok(())
        };
        read().map_err(|error| {
            let at = error.position().map_or(0, |position| position.byte() as usize);
            let line = source.line_span(source.line_of(at));
            LoadError::new(
                Span::new(at.min(line.end), line.end),
                format!("名册无法读取（各列应为 agency、level、expected）：{error}"),
                format!("the roster is wrong (its columns are agency, level, expected): {error}"),
            )
        })?;
        Ok(Self {
            from: Some(RosterFrom::Csv(source.clone(), lines)),
            ..Self::new(false, bodies)
        })
    }

    /// The roster with the kinds of bodies as reports of a form write them.
    ///
    /// # Errors
    /// Every kind that the form does not have.
    pub fn for_form(mut self, schema: &Schema) -> Result<Self, LoadErrors> {
        let level = schema.identity.level.as_deref();
        let Some(field) = level.and_then(|pointer| schema.at_pointer(pointer)) else {
            return Ok(self);
        };
        let mut wrong = Vec::new();
        for (at, body) in self.entries.iter_mut().enumerate() {
            let Some(level) = &mut body.level else { continue };
            match schema.accept(field, level) {
                Ok(code) => *level = code,
                Err(misfit) => wrong.push((at, misfit)),
            }
        }
        match self.from {
            _ if wrong.is_empty() => Ok(self),
            Some(RosterFrom::Yaml(source)) => {
                let wrong = wrong.into_iter().map(|(at, misfit)| {
                    let pointer = format!("/agencies/{at}/level");
                    Mistake::at(&pointer, misfit.message.zh, misfit.message.en).meaning(misfit.suggestion.as_deref())
                });
                Err(crate::document::locate::placed(source, wrong.collect()))
            }
            Some(RosterFrom::Csv(source, lines)) => {
                let wrong = wrong.into_iter().map(|(at, misfit)| {
                    let line = source.line_of(lines[at]);
                    let error = LoadError::new(source.line_span(line), misfit.message.zh, misfit.message.en);
                    error.meaning(misfit.suggestion.as_deref())
                });
                let wrong = wrong.collect();
                Err(LoadErrors::new(source, wrong))
            }
            None => Ok(self),
        }
    }

    /// A roster of these bodies.
    #[must_use]
    pub fn new(complete: bool, mut entries: Vec<Listed>) -> Self {
        for entry in &mut entries {
            entry.agency = squeezed(&entry.agency);
            entry.level = entry.level.take().filter(|level| !level.trim().is_empty());
        }
        let by_name = entries.iter().enumerate();
        Self {
            complete,
            by_name: by_name.map(|(at, entry)| (entry.agency.clone(), at)).collect(),
            entries,
            from: None,
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

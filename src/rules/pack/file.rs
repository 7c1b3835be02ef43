//! The pack file as it is written: the model that its published JSON Schema comes from.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::diagnostic::{
    defect::DefectKind,
    finding::{Localized, Severity},
};
use crate::rules::{claims::file::ClaimsFile, lang::one_or_many::OneOrMany};

/// A rule pack.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackFile {
    /// The pack's id.
    pub id: String,
    /// The schema its rules speak of. A pack without one can only be extended.
    pub schema: Option<String>,
    /// The pack whose rules come before these.
    pub extends: Option<String>,
    /// What it is.
    pub title: Localized,
    /// What it is for.
    pub description: Option<Localized>,
    /// The reporting years it is meant for.
    pub years: Option<Years>,
    /// A valid report that the examples patch; a path relative to the pack.
    pub example: Option<String>,
    /// The law that the rules rest on, by id.
    #[serde(default)]
    pub instruments: BTreeMap<String, Instrument>,
    /// Values that several rules have, each with a YAML anchor (`prose: &prose [overview, …]`) by which rules repeat it (`in: *prose`).
    #[serde(default)]
    pub define: serde_json::Map<String, Json>,
    /// How numbers are stated in prose.
    pub claims: Option<ClaimsFile>,
    /// The rules.
    #[serde(default)]
    pub rules: Vec<RuleFile>,
    /// Changes of rules that come from `extends`, by rule id.
    #[serde(default)]
    pub overrides: BTreeMap<String, Override>,
}

/// A range of reporting years.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// The first.
    pub from: Option<i16>,
    /// The last.
    pub to: Option<i16>,
}

/// A law, regulation, format or order.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Its title.
    pub title: Localized,
    /// Its document number.
    pub number: Option<String>,
    /// The day it came into force, `YYYY-MM-DD`.
    pub in_force: Option<String>,
    /// The last day it was in force.
    pub until: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
}

/// A rule.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// The rule's id: lower-case words joined by `-`.
    #[schemars(regex(pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    pub id: String,
    /// The norm in one line.
    pub title: Localized,
    /// What usually causes a breach, what is legitimate.
    pub description: Option<Localized>,
    /// The type or types that the rule is an invariant of; the whole report by default.
    #[serde(rename = "for")]
    pub types: Option<OneOrMany>,
    /// A defect that reader or schema check finds and that this rule words.
    pub detect: Option<DefectKind>,
    /// Where this is false the rule is not evaluated.
    pub when: Option<String>,
    /// Named expressions.
    #[serde(rename = "let", default)]
    pub lets: serde_json::Map<String, Json>,
    /// Patterns searched in texts.
    pub find: Option<OneOrMany>,
    /// Fields or definitions of `claims`: `assert` is evaluated for each number that the texts claim for them.
    pub claims: Option<OneOrMany>,
    /// The texts searched.
    #[serde(rename = "in")]
    pub within: Option<OneOrMany>,
    /// Keys that must be there and not be empty; `'*'` for all.
    pub required: Option<OneOrMany>,
    /// What must be true.
    pub assert: Option<String>,
    /// The primary cell.
    pub at: Option<String>,
    /// Types: the findings below one value of any of them are joined.
    pub per: Option<OneOrMany>,
    /// What to say where several findings are joined.
    pub joined: Option<JoinedFile>,
    /// How grave a breach is.
    pub severity: Level,
    /// Whether most reports have such a finding, so that people are told of it once in a run over many.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
    /// Severities under conditions; the first that is true wins.
    #[serde(default)]
    pub severity_when: Vec<SeverityWhen>,
    /// The law.
    #[serde(default)]
    pub basis: Vec<BasisFile>,
    /// What is wrong, with placeholders.
    pub message: Localized,
    /// What to do about it.
    pub help: Option<Localized>,
    /// What the terminal writes at the primary cell.
    pub label: Option<Localized>,
    /// What a defect may come from: the texts of `{cause}`, by the value that the detector gives it.
    #[serde(default)]
    pub causes: BTreeMap<String, Localized>,
    /// Words that the detector puts into the rule's sentences, by name: those that join changes, those that name kinds of values.
    #[serde(default)]
    pub words: BTreeMap<String, Localized>,
    /// Tests.
    #[serde(default)]
    pub examples: Vec<Example>,
}

impl RuleFile {
    /// What a name that a detector gives stands for: a cause, or a word of the rule's sentences.
    #[must_use]
    pub fn wording(&self, name: &str) -> Option<&Localized> {
        self.causes.get(name).or_else(|| self.words.get(name))
    }
}

/// The words for findings that are joined, with placeholders.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinedFile {
    /// What is wrong.
    pub message: Localized,
    /// What the terminal writes at each of the places.
    pub label: Option<Localized>,
}

/// A severity, or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A contradiction that the report proves, or a breach of the form.
    Error,
    /// A strong expectation with legitimate exceptions.
    Warning,
    /// A hint.
    Info,
    /// Known, but not evaluated.
    Off,
}

impl Level {
    /// The severity; none if the rule is off.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Off => None,
        }
    }
}

/// A severity under a condition.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeverityWhen {
    /// The condition, over the whole report.
    pub when: String,
    /// The severity then.
    pub severity: Level,
}

/// A legal basis.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BasisFile {
    /// The id of an instrument of the pack.
    pub instrument: String,
    /// The article, part or table.
    pub at: Option<TextOrLocalized>,
}

/// A text for all languages, or one for each.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum TextOrLocalized {
    /// For all languages.
    Text(String),
    /// For each.
    Localized(Localized),
}

/// A change of a rule of the extended pack.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Another severity.
    pub severity: Option<Level>,
    /// Turned off, and why.
    pub off: Option<String>,
    /// Severities under conditions, instead of the rule's own.
    #[serde(default)]
    pub severity_when: Vec<SeverityWhen>,
    /// Tests of the rule as this pack has it.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// Changes of a pack's example report.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// New values by dotted path.
    #[serde(default)]
    pub set: serde_json::Map<String, Json>,
    /// Dotted paths that are taken away.
    #[serde(default)]
    pub unset: Vec<String>,
}

/// A test of a rule: a patch of the pack's example report, or a whole report.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// New values by dotted path.
    #[serde(default)]
    pub set: serde_json::Map<String, Json>,
    /// Dotted paths that are taken away.
    #[serde(default)]
    pub unset: Vec<String>,
    /// Last year's report: the pack's example report for the year before, patched in turn.
    pub previous: Option<Patch>,
    /// The reports that it sums up: the example report, patched for each of them.
    #[serde(default)]
    pub members: Vec<Patch>,
    /// Whether these are declared to be all.
    #[serde(default)]
    pub complete: bool,
    /// A whole report instead.
    pub report: Option<String>,
    /// The dotted path of the finding, or several; `none` if the rule must not fire; empty for the whole file.
    pub finds: OneOrMany,
    /// Other rules that the same change breaks.
    #[serde(default)]
    pub also: Vec<String>,
}

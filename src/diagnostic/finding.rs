//! What the linter found, ready to print: one defect, one finding.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::source::{Source, Span};

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A hint.
    Info,
    /// A strong expectation that has legitimate exceptions.
    Warning,
    /// A contradiction that the report itself proves, or a breach of the form.
    Error,
}

impl Severity {
    /// The word used in every output: `info`, `warning`, `error`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Localized {
    /// The text in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// One defect at its place.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// The severity.
    pub severity: Severity,
    /// Whether most reports have it, so that people are told of it once in a run over many.
    pub once: bool,
    /// What is wrong, with the values.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The law behind the rule.
    pub basis: Vec<Basis>,
    /// JSON Pointer of the cell or field at fault; of its parent where the field is missing; empty for the whole file.
    pub path: String,
    /// The primary place.
    pub span: Span,
    /// What the terminal writes at the primary place and at others; the primary one first.
    pub labels: Vec<Label>,
    /// Further operands that have no label of their own, each one line.
    pub notes: Vec<String>,
    /// Other rules that the same defect breaks.
    pub related: Vec<Related>,
    /// Ways to fix it.
    pub fixes: Vec<Fix>,
    /// The waiver that covers it; a waived finding does not count.
    pub waiver: Option<Waived>,
}

impl Finding {
    /// The only fix, if it is certain.
    #[must_use]
    pub fn certain_fix(&self) -> Option<&Fix> {
        match self.fixes.as_slice() {
            [fix] if fix.confidence == Confidence::Certain => Some(fix),
            _ => None,
        }
    }

    /// The labels in other files, by file, in the order in which the files come first.
    #[must_use]
    pub fn elsewhere(&self) -> Vec<(&Source, Vec<&Label>)> {
        let mut files: Vec<(&Source, Vec<&Label>)> = Vec::new();
        for label in &self.labels {
            let Some(file) = label.file.as_deref() else { continue };
            match files.iter_mut().find(|(known, _)| known.path() == file.path()) {
                Some((_, labels)) => labels.push(label),
                None => files.push((file, vec![label])),
            }
        }
        files
    }
}

/// A rule that the defect of another finding breaks too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Related {
    /// The rule's id.
    pub rule: String,
    /// JSON Pointer of the cell that the rule itself would point at.
    pub path: String,
    /// What is wrong by that rule.
    pub message: String,
}

/// A place and its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// JSON Pointer of the value; empty where it is not a value of the report.
    pub path: String,
    /// The place.
    pub span: Span,
    /// What stands there or is expected there; may be empty.
    pub message: String,
    /// Whether this is the finding's own place.
    pub primary: bool,
    /// The text that the place is in, where it is not the report's own.
    pub file: Option<Arc<Source>>,
}

/// A legal basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Basis {
    /// The instrument's id in the pack.
    pub instrument: String,
    /// The instrument's title.
    pub title: String,
    /// The document number, such as 国务院令第711号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The article, part or table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// A change of the file that fixes a defect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does.
    pub title: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// The changes, in the order of their places; they do not overlap.
    pub edits: Vec<Edit>,
}

/// How sure a fix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Only one meaning is possible.
    Certain,
    /// A person has to look.
    Likely,
}

/// A replacement of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Waived {
    /// The reason given in the configuration.
    pub reason: String,
    /// The last day of the waiver, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// The verdict on one file in one language, as printers take it.
#[derive(Clone, Debug)]
pub struct LocalizedReport {
    /// The text that spans refer to.
    pub source: Arc<Source>,
    /// SHA-256 of the bytes of the file, in hexadecimal.
    pub sha256: String,
    /// The id of the schema that the report was checked against, if it is known.
    pub schema: Option<String>,
    /// The packs, in the order in which they build on each other.
    pub packs: Vec<PackRef>,
    /// What was found, by place, then by rule.
    pub findings: Vec<Finding>,
    /// The outcomes of the rules.
    pub rules: RuleCounts,
    /// The rules that could not be evaluated, with the reason.
    pub unevaluated: Vec<Unevaluated>,
    /// Why there is no verdict, where there is none: the file could not be read.
    pub failure: Option<String>,
    /// Whether the text is the file's own, byte for byte, and was read to its end.
    pub is_whole: bool,
}

/// A pack and the version of it that was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PackRef {
    /// The pack's id.
    pub id: String,
    /// SHA-256 of the pack file, in hexadecimal.
    pub sha256: String,
}

/// How many rules passed, failed or could not be evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RuleCounts {
    /// Evaluated at least once, never failed.
    pub passed: usize,
    /// Failed at least once.
    pub failed: usize,
    /// Nowhere evaluated.
    pub not_evaluated: usize,
    /// Of these, the ones whose data the report lacks: the field is missing, blank or not readable.
    pub lack_data: usize,
    /// Of those not evaluated, the ones that need last year's report or the reports summed up, which were not given.
    pub need_others: usize,
}

/// A rule that was not evaluated somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unevaluated {
    /// The rule's id.
    pub rule: String,
    /// At how many places.
    pub places: usize,
    /// Why not, at the first of them where the rule applies.
    pub reason: String,
}

impl LocalizedReport {
    /// A report on `source` in which nothing was found and nothing checked.
    #[must_use]
    pub fn empty(source: impl Into<Arc<Source>>) -> Self {
        Self {
            source: source.into(),
            sha256: String::new(),
            schema: None,
            packs: Vec::new(),
            findings: Vec::new(),
            rules: RuleCounts::default(),
            unevaluated: Vec::new(),
            failure: None,
            is_whole: false,
        }
    }

    /// How many findings `--fix` would fix.
    #[must_use]
    pub fn fixable(&self) -> usize {
        let fixes = self.counted().filter(|finding| finding.certain_fix().is_some());
        fixes.filter(|_| self.is_whole).count()
    }

    /// The findings that count: those not waived.
    pub fn counted(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.waiver.is_none())
    }

    /// The gravest severity among the findings that count.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.counted().map(|finding| finding.severity).max()
    }
}

//! `pubreport.yaml`: what a place asks of its reports, and the findings it waives.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::{
    diagnostic::violation::Violation,
    diagnostic::{
        defect::{Defect, DefectKind},
        finding::{Confidence, Edit, Lang, Severity, Waived},
        load_error::LoadErrors,
        mistake::Mistake,
    },
    document::locate,
    form::{Schema, accept::misfit},
    report::Report,
    rules::pack::rule_set::RuleSet,
    text::path::{FieldPath, is_within, pointer_step},
    text::{
        source::{Source, Span},
        suggest::nearest,
    },
};

/// The file as it is written.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfigFile {
    /// Schema files, relative to this file.
    #[serde(default)]
    pub schemas: Vec<String>,
    /// Rule packs that take the place of the built-in one: ids, or files relative to this file.
    #[serde(default)]
    pub packs: Vec<String>,
    /// Values of fields, by dotted path, that count whatever the reports state: the kind of agency, where all are of one.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    /// The gravest severity that still passes is below this one.
    pub fail_on: Option<FailOn>,
    /// The language of messages.
    pub lang: Option<Lang>,
    /// Patterns, as in a .gitignore, of files that are left out when a directory is linted.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Findings that do not count.
    #[serde(default)]
    pub waivers: Vec<WaiverFile>,
}

/// From which severity on a report fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Errors only.
    #[default]
    Error,
    /// Warnings and errors.
    Warning,
    /// Anything found.
    Info,
    /// Nothing.
    Never,
}

impl FailOn {
    /// The least severity that fails a report; none if nothing does.
    #[must_use]
    pub const fn threshold(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

/// A finding that does not count, and why.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverFile {
    /// The rule.
    pub rule: String,
    /// The field, dotted or as a JSON Pointer, with all that is inside it; the whole report by default.
    pub path: Option<String>,
    /// Patterns, as in a .gitignore, of the reports it is for; all by default.
    pub file: Option<String>,
    /// Why.
    #[schemars(length(min = 1))]
    pub reason: String,
    /// Its last day, `YYYY-MM-DD`.
    pub until: Option<String>,
}

/// A configuration that was read.
#[derive(Debug)]
pub struct Config {
    /// What it says.
    pub file: ConfigFile,
    /// Where it says it.
    pub source: Source,
    /// Its waivers.
    pub waivers: Vec<Waiver>,
}

/// A waiver in use.
#[derive(Debug)]
pub struct Waiver {
    /// What the file says.
    pub file: WaiverFile,
    until: Option<Date>,
    pointer: String,
    judged: AtomicBool,
    used: AtomicBool,
}

impl Config {
    /// Look at the values that it gives to fields.
    ///
    /// # Errors
    /// Fields and values that none of these forms has.
    pub fn check_values(&self, schemas: &[&Schema]) -> Result<(), LoadErrors> {
        let misfit = |(path, value): (&String, &String)| {
            let misfit = misfit(path, value, schemas)?;
            let place = format!("/set{}", pointer_step(path));
            let mistake = Mistake::at(&place, misfit.message.zh, misfit.message.en);
            Some(mistake.meaning(misfit.suggestion.as_deref()))
        };
        let wrong: Vec<Mistake> = self.file.set.iter().filter_map(misfit).collect();
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(locate::placed(self.source.clone(), wrong)),
        }
    }

    /// Read a configuration.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(source: Source) -> Result<Self, LoadErrors> {
        // A file of comments says nothing and is a configuration all the same.
        let file: ConfigFile = crate::form::file::read(&source, config_schema)?.unwrap_or_default();
        let mut errors = Vec::new();
        let mut waivers = Vec::new();
        for (at, waiver) in file.waivers.iter().enumerate() {
            let mut wrong = |key: &str, zh: &str, en: &str| {
                errors.push(Mistake::at(&format!("/waivers/{at}/{key}"), zh, en));
            };
            let until = waiver.until.as_ref().map(|text| text.parse::<Date>());
            if matches!(until, Some(Err(_))) {
                wrong("until", "不是日期（YYYY-MM-DD）", "not a date (YYYY-MM-DD)");
            }
            if waiver.reason.trim().is_empty() {
                wrong("reason", "豁免应写明理由", "a waiver needs a reason");
            }
            waivers.push(Waiver {
                file: waiver.clone(),
                until: until.and_then(Result::ok),
                pointer: FieldPath::parse(waiver.path.as_deref().unwrap_or_default()).to_pointer(),
                judged: AtomicBool::new(false),
                used: AtomicBool::new(false),
            });
        }
        if errors.is_empty() {
            Ok(Self { file, source, waivers })
        } else {
            Err(locate::placed(source, errors))
        }
    }

    /// Mark the findings of a report that a waiver covers on `today`; `applies` tells whether a waiver's file pattern is for
    /// this report.
    pub fn waive(&self, report: &mut Report, today: Date, applies: impl Fn(&Waiver) -> bool) {
        for waiver in self.waivers.iter().filter(|waiver| applies(waiver)) {
            waiver.judged.store(true, Ordering::Relaxed);
            for violation in &mut report.violations {
                if violation.rule != waiver.file.rule || !is_within(&violation.path, &waiver.pointer) {
                    continue;
                }
                waiver.used.store(true, Ordering::Relaxed);
                if !waiver.is_expired(today) {
                    violation.waiver = Some(Waived {
                        reason: waiver.file.reason.clone(),
                        until: waiver.until.map(|until| until.to_string()),
                    });
                }
            }
        }
    }

    /// The waivers that covered nothing in the reports they were for, and those that are over, as violations in this file.
    #[must_use]
    pub fn stale_waivers(&self, rules: &RuleSet, known: &[&str], today: Date) -> Vec<Violation> {
        let mut violations = Vec::new();
        let (document, _) = crate::document::parse::parse(
            self.source.text(),
            crate::document::format::Format::Yaml,
            &crate::document::limits::Limits::default(),
        );
        for (at, waiver) in self.waivers.iter().enumerate() {
            let expired = waiver.is_expired(today);
            let unused = waiver.judged.load(Ordering::Relaxed) && !waiver.used.load(Ordering::Relaxed);
            let kind = match (expired, unused) {
                (true, _) => DefectKind::ExpiredWaiver,
                (_, true) => DefectKind::UnusedWaiver,
                _ => continue,
            };
            let rule = waiver.file.rule.as_str();
            let path = format!("/waivers/{at}/rule");
            let value = document.as_ref().and_then(|document| document.root.pointer(&path));
            let span = value.map_or(Span::new(0, 1), |(value, _)| value.span);
            let mut defect = Defect::new(kind, span)
                .at(path)
                .with("rule", rule)
                .with("until", waiver.file.until.as_deref().unwrap_or_default());
            if !known.contains(&rule)
                && let Some(near) = nearest(rule, known.iter().copied())
            {
                let replacement = near.to_owned();
                defect = defect.fixed_by(Confidence::Likely, Edit { span, replacement });
            }
            violations.extend(crate::diagnose::defect::violation(rules, None, None, defect));
        }
        violations
    }
}

impl Waiver {
    fn is_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}

/// Whether a text, however wrong, is meant as a configuration and as nothing else: it has keys of one only, or says nothing.
#[must_use]
pub fn is_configuration(text: &str) -> bool {
    let is_silent = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let schema = config_schema();
    let known = |key: &str| !schema["properties"][key].is_null();
    let limits = crate::document::limits::Limits::default();
    let (document, _) = crate::document::parse::parse(text, crate::document::format::Format::Yaml, &limits);
    match document {
        Some(document) => {
            let entries = document.root.entries();
            !entries.is_empty() && entries.iter().all(|entry| known(&entry.key))
        }
        None => text.lines().all(is_silent),
    }
}

/// The JSON Schema of configuration files, from the types that read them.
#[must_use]
pub fn config_schema() -> Json {
    serde_json::to_value(schemars::schema_for!(ConfigFile)).unwrap_or_default()
}

//! Printers: one file a format.
//!
//! A printer streams: it takes one file's report after the other, writes it and keeps only counters, so ten thousand reports need
//! no more memory than one. The same findings always give the same bytes.

mod elide;
mod frame;
mod github;
mod gitlab;
mod json;
mod junit;
mod paint;
mod pretty;
mod sarif;
mod short;
mod snippet;
mod summary;
#[cfg(test)]
mod tests;
mod words;
mod wrap;

use std::{
    fmt,
    io::{self, Write},
    str::FromStr,
};

pub use crate::output::json::json_schema;
pub use crate::output::summary::Summary;
pub use crate::output::wrap::wrap;

use crate::diagnostic::finding::{Basis, Lang, LocalizedReport, Severity};

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal: the place in the file, the help and the law.
    #[default]
    Pretty,
    /// One line a finding.
    Short,
    /// The versioned contract; see [`json_schema`].
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab Code Quality.
    Gitlab,
    /// JUnit XML.
    Junit,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 7] = [
        Self::Pretty,
        Self::Short,
        Self::Json,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
    ];

    /// The name used on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pretty => "pretty",
            Self::Short => "short",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is no [`Format`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown format `{0}`; expected one of {names}", names = Format::ALL.map(Format::as_str).join(", "))]
pub struct UnknownFormat(pub String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == name)
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// What frames are drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Box-drawing characters.
    #[default]
    Unicode,
    /// ASCII, for terminals without UTF-8 and for those that draw box characters two columns wide.
    Ascii,
}

/// How a printer prints. Only [`Format::Pretty`] and [`Format::Short`] use more than the language.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The language of the interface words; messages come in their language already.
    pub lang: Lang,
    /// Whether to colour.
    pub color: bool,
    /// What frames are drawn with.
    pub theme: Theme,
    /// The columns of the terminal; fewer than [`Options::MIN_WIDTH`] count as that many.
    pub width: usize,
    /// Print only findings of severity error, and files without a verdict; no summary, nothing waived. In a file that fails
    /// for less than an error, what it fails for is printed, so that no failure is silent. Formats for machines are not thinned.
    pub quiet: bool,
}

impl Options {
    /// The narrowest terminal that is laid out for.
    pub const MIN_WIDTH: usize = 40;
}

impl Default for Options {
    fn default() -> Self {
        Self {
            lang: Lang::Zh,
            color: false,
            theme: Theme::Unicode,
            width: 80,
            quiet: false,
        }
    }
}

/// A rule as the lists of rules in machine formats describe it, in the language of the run.
#[derive(Clone, Debug)]
pub struct RuleInfo {
    /// The rule's id.
    pub id: String,
    /// What it demands, in a few words.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// What to do when it fails.
    pub help: Option<String>,
    /// The severity of a breach; none if the rule is off.
    pub severity: Option<Severity>,
    /// The law behind it.
    pub basis: Vec<Basis>,
}

/// The outcome for one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// No finding at or above the threshold.
    Pass,
    /// There is one.
    Fail,
    /// No verdict: the file could not be judged.
    Error,
}

impl Status {
    /// The status of `report` where findings from `fail_on` upwards fail it; with none, no finding does.
    #[must_use]
    pub fn of(report: &LocalizedReport, fail_on: Option<Severity>) -> Self {
        if report.failure.is_some() {
            Self::Error
        } else if fail_on.is_some_and(|threshold| report.worst().is_some_and(|worst| worst >= threshold)) {
            Self::Fail
        } else {
            Self::Pass
        }
    }

    /// The word in the JSON output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Error => "error",
        }
    }
}

/// Prints a run: [`begin`](Printer::begin) once, [`file`](Printer::file) for each file, [`end`](Printer::end) once.
pub trait Printer {
    /// Write what comes before the first file.
    ///
    /// # Errors
    /// What writing to `out` gives.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;

    /// Write one file's report, of which nothing is kept.
    ///
    /// # Errors
    /// What writing to `out` gives.
    fn file(&mut self, report: &LocalizedReport, status: Status, out: &mut dyn Write) -> io::Result<()>;

    /// Write what comes after the last file. `rules` are those of the packs in force.
    ///
    /// # Errors
    /// What writing to `out` gives.
    fn end(&mut self, summary: &Summary, rules: &[RuleInfo], out: &mut dyn Write) -> io::Result<()>;
}

/// The printer of `format`.
#[must_use]
pub fn printer(format: Format, options: Options) -> Box<dyn Printer> {
    match format {
        Format::Pretty => Box::new(pretty::Pretty::new(options)),
        Format::Short => Box::new(short::Short::new(options)),
        Format::Json => Box::new(json::Json::default()),
        Format::Sarif => Box::new(sarif::Sarif::new(options.lang)),
        Format::Github => Box::new(github::Github::new(options.lang)),
        Format::Gitlab => Box::new(gitlab::Gitlab::new(options.lang)),
        Format::Junit => Box::new(junit::Junit::new(options.lang)),
    }
}

/// The tool's name in every output.
const TOOL: &str = env!("CARGO_PKG_NAME");

/// The tool's version in every output.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The findings that a printer for people shows; see [`Options::quiet`].
fn shown(
    report: &LocalizedReport,
    status: Status,
    quiet: bool,
) -> impl Iterator<Item = &crate::diagnostic::finding::Finding> {
    let deciding = deciding(report, status);
    report.findings.iter().filter(move |finding| {
        let is_grave = finding.severity == Severity::Error || Some(finding.severity) == deciding;
        !quiet || finding.waiver.is_none() && is_grave
    })
}

/// The severity for which a report fails: its gravest.
fn deciding(report: &LocalizedReport, status: Status) -> Option<Severity> {
    if status == Status::Fail { report.worst() } else { None }
}

/// Write the elements of a JSON array one after the other, each on its own line.
#[derive(Debug, Default)]
struct Elements {
    any: bool,
}

impl Elements {
    fn push(&mut self, value: &impl serde::Serialize, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        serde_json::to_writer(out, value)?;
        Ok(())
    }
}

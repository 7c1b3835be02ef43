//! What printers share: how they are asked to print, and what they print.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    io::{self, Write},
};

use crate::{
    diagnostic::finding::{Basis, Finding, Lang, LocalizedReport, Severity},
    output::{status::Status, summary::Summary, words, wrap::one_line},
};

/// What frames are drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Box-drawing characters.
    #[default]
    Unicode,
    /// ASCII, for terminals without UTF-8 and for those that draw box characters two columns wide.
    Ascii,
}

/// How a printer prints. Only [`Pretty`](super::Format::Pretty) and [`Short`](super::Format::Short) use more than the language.
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

/// The tool's name in every output.
pub(crate) const TOOL: &str = env!("CARGO_PKG_NAME");

/// The tool's version in every output.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The findings that a printer for people shows; see [`Options::quiet`].
pub(crate) fn shown(report: &LocalizedReport, status: Status, quiet: bool) -> impl Iterator<Item = &Finding> {
    let deciding = deciding(report, status);
    report.findings.iter().filter(move |finding| {
        let is_grave = finding.severity == Severity::Error || Some(finding.severity) == deciding;
        !quiet || finding.waiver.is_none() && is_grave
    })
}

/// Findings that most reports have: told of the first of them, counted of the others.
#[derive(Debug, Default)]
pub(crate) struct Repeated {
    /// By rule; with what is said of the first report.
    rules: BTreeMap<String, (String, usize)>,
}

impl Repeated {
    /// Whether this one is to be told. One that a report fails for always is.
    pub(crate) fn tells(&mut self, finding: &Finding, deciding: Option<Severity>, lang: Lang) -> bool {
        if !finding.once || finding.waiver.is_some() || Some(finding.severity) == deciding {
            return true;
        }
        match self.rules.entry(finding.rule.clone()) {
            Entry::Vacant(first) => {
                let label = words::label(finding, &one_line(&finding.rule), lang);
                first.insert((format!("{label} {}", one_line(&finding.message)), 0));
                true
            }
            Entry::Occupied(mut told) => {
                told.get_mut().1 += 1;
                false
            }
        }
    }

    /// What was found in further reports, a line for each rule.
    pub(crate) fn lines(&self, lang: Lang) -> impl Iterator<Item = String> {
        let repeated = self.rules.values().filter(|(_, more)| *more > 0);
        repeated.map(move |(said, more)| words::repeated(said, *more, lang))
    }
}

/// The severity for which a report fails: its gravest.
pub(crate) fn deciding(report: &LocalizedReport, status: Status) -> Option<Severity> {
    if status == Status::Fail { report.worst() } else { None }
}

/// Write the elements of a JSON array one after the other, each on its own line.
#[derive(Debug, Default)]
pub(crate) struct Elements {
    any: bool,
}

impl Elements {
    pub(crate) fn push(&mut self, value: &impl serde::Serialize, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        serde_json::to_writer(out, value)?;
        Ok(())
    }
}

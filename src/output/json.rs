//! The JSON output: a versioned contract, one object, streamed file by file.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use schemars::JsonSchema;
use serde::Serialize;

use crate::output::{
    printer::{Elements, Printer, RuleInfo, TOOL, VERSION},
    status::Status,
    summary::Summary,
};
use crate::{
    diagnostic::finding::{
        Basis, Confidence, Finding, Fix, Label, LocalizedReport, PackRef, Related, RuleCounts, Severity, Unevaluated,
        Waived,
    },
    text::source::Source,
};

/// Goes up when a field is taken away or changes its meaning; a new field may come at any time.
const CONTRACT: u32 = 1;

/// The JSON Schema of the whole JSON output.
#[must_use]
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Output<'static>).to_value();
    if let Some(version) = schema
        .pointer_mut("/properties/version")
        .and_then(|v| v.as_object_mut())
    {
        version.insert(String::from("const"), CONTRACT.into());
    }
    schema
}

/// What `pubreport lint --format json` writes. Byte offsets count from 0; lines and columns from 1, columns in Unicode scalar values. A
/// byte order mark counts as bytes, not as a column. Where a file had to be decoded, offsets are into the decoded text.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "pubreport output", rename = "Output")]
pub(crate) struct Output<'a> {
    /// The version of this contract.
    version: u32,
    tool: Tool<'a>,
    /// The files in the order given, sorted inside a directory.
    files: Vec<File<'a>>,
    summary: Totals,
}

/// The program that wrote this.
#[derive(Serialize, JsonSchema)]
struct Tool<'a> {
    name: &'a str,
    version: &'a str,
}

/// One file and what was found in it.
#[derive(Serialize, JsonSchema)]
struct File<'a> {
    path: Cow<'a, str>,
    /// The id of the schema that the report was checked against; null if it is not known.
    schema: Option<&'a str>,
    /// The rule packs, in the order in which they build on each other.
    packs: &'a [PackRef],
    /// SHA-256 of the bytes of the file, in hexadecimal.
    sha256: &'a str,
    status: StatusWord,
    /// Why there is no verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<&'a str>,
    /// By place, then by rule.
    findings: Vec<Found<'a>>,
    rules: RuleCounts,
    /// The rules that could not be evaluated somewhere.
    #[serde(skip_serializing_if = "<[_]>::is_empty", default)]
    unevaluated: &'a [Unevaluated],
}

/// The outcome for a file: `pass`, no finding at or above the threshold; `fail`, there is one; `error`, no verdict.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Status")]
enum StatusWord {
    Pass,
    Fail,
    Error,
}

/// One defect.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct Found<'a> {
    /// The rule's id.
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    /// What to do about it; null if the rule has no advice.
    help: Option<&'a str>,
    basis: &'a [Basis],
    /// JSON Pointer of the value at fault; of its parent where it is missing; empty for the whole file.
    path: &'a str,
    span: Place,
    /// The primary place first.
    labels: Vec<FoundLabel<'a>>,
    fixes: Vec<FoundFix<'a>>,
    /// Further operands, each one line.
    #[serde(skip_serializing_if = "<[_]>::is_empty", default)]
    notes: &'a [String],
    /// Other rules that the same defect breaks.
    #[serde(skip_serializing_if = "<[_]>::is_empty", default)]
    related: &'a [Related],
    /// Why the finding does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiver: Option<&'a Waived>,
}

/// A place in the file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Span")]
struct Place {
    /// The first byte, from 0.
    start: usize,
    /// The byte after the last.
    end: usize,
    /// The line of `start`, from 1.
    line: usize,
    /// The column of `start`, from 1.
    column: usize,
    /// The line of `end`.
    end_line: usize,
    /// The column of `end`.
    end_column: usize,
}

/// A place and its message.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Label")]
struct FoundLabel<'a> {
    /// JSON Pointer of the value; empty where it is not a value of the report.
    path: &'a str,
    span: Place,
    message: &'a str,
    primary: bool,
    /// The file that the path and the span are in, where it is not the report itself: last year's report.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Cow<'a, str>>,
}

/// A change of the file that fixes the defect.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fix")]
struct FoundFix<'a> {
    title: &'a str,
    /// `certain`: only one meaning is possible; `likely`: a person has to look.
    confidence: Confidence,
    /// By place; they do not overlap.
    edits: Vec<FoundEdit<'a>>,
}

/// A replacement of a place.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Edit")]
struct FoundEdit<'a> {
    span: Place,
    replacement: &'a str,
}

/// The counts of the run; waived findings are not among errors, warnings and infos.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Summary")]
struct Totals {
    files: usize,
    passed: usize,
    failed: usize,
    /// Files without a verdict.
    errored: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    waived: usize,
    /// Summed over the files.
    rules: RuleCounts,
}

impl Place {
    fn of(span: crate::text::source::Span, source: &Source) -> Self {
        let span = source.clamp(span);
        let (start, end) = (source.position(span.start), source.position(span.end));
        Self {
            start: span.start,
            end: span.end,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

impl<'a> File<'a> {
    fn of(report: &'a LocalizedReport, status: Status) -> Self {
        Self {
            path: report.source.path().to_string_lossy(),
            schema: report.schema.as_deref(),
            packs: &report.packs,
            sha256: &report.sha256,
            status: match status {
                Status::Pass => StatusWord::Pass,
                Status::Fail => StatusWord::Fail,
                Status::Error => StatusWord::Error,
            },
            failure: report.failure.as_deref(),
            findings: report
                .findings
                .iter()
                .map(|finding| Found::of(finding, &report.source))
                .collect(),
            rules: report.rules,
            unevaluated: &report.unevaluated,
        }
    }
}

impl<'a> Found<'a> {
    fn of(finding: &'a Finding, source: &Source) -> Self {
        Self {
            rule: &finding.rule,
            severity: finding.severity,
            message: &finding.message,
            help: finding.help.as_deref(),
            basis: &finding.basis,
            path: &finding.path,
            span: Place::of(finding.span, source),
            labels: finding
                .labels
                .iter()
                .map(|label| FoundLabel::of(label, source))
                .collect(),
            fixes: finding.fixes.iter().map(|fix| FoundFix::of(fix, source)).collect(),
            notes: &finding.notes,
            related: &finding.related,
            waiver: finding.waiver.as_ref(),
        }
    }
}

impl<'a> FoundLabel<'a> {
    fn of(label: &'a Label, source: &Source) -> Self {
        Self {
            path: &label.path,
            span: Place::of(label.span, label.file.as_deref().unwrap_or(source)),
            message: &label.message,
            primary: label.primary,
            file: label.file.as_ref().map(|file| file.path().to_string_lossy()),
        }
    }
}

impl<'a> FoundFix<'a> {
    fn of(fix: &'a Fix, source: &Source) -> Self {
        let edits = fix.edits.iter().map(|edit| FoundEdit {
            span: Place::of(edit.span, source),
            replacement: &edit.replacement,
        });
        Self {
            title: &fix.title,
            confidence: fix.confidence,
            edits: edits.collect(),
        }
    }
}

impl From<&Summary> for Totals {
    fn from(summary: &Summary) -> Self {
        Self {
            files: summary.files,
            passed: summary.passed,
            failed: summary.failed,
            errored: summary.errored,
            errors: summary.errors,
            warnings: summary.warnings,
            infos: summary.infos,
            waived: summary.waived,
            rules: summary.rules,
        }
    }
}

/// Prints [`Output`] piece by piece, one file a line.
#[derive(Default)]
pub(crate) struct Json {
    files: Elements,
}

impl Printer for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"version\":{CONTRACT},\"tool\":")?;
        let tool = Tool {
            name: TOOL,
            version: VERSION,
        };
        serde_json::to_writer(&mut *out, &tool)?;
        write!(out, ",\"files\":[")
    }

    fn file(&mut self, report: &LocalizedReport, status: Status, out: &mut dyn Write) -> io::Result<()> {
        self.files.push(&File::of(report, status), out)
    }

    fn end(&mut self, summary: &Summary, _: &[RuleInfo], out: &mut dyn Write) -> io::Result<()> {
        write!(out, "\n],\"summary\":")?;
        serde_json::to_writer(&mut *out, &Totals::from(summary))?;
        writeln!(out, "}}")
    }
}

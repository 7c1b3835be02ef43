//! `docs/reports.md`: what is read of real published reports, and what is said of them.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use pubreport::{
    Lang,
    diagnostic::Severity,
    document::Node,
    form::{Kind, Schema, ShapeId},
};

use crate::common::{generated, linter, project, shared};

/// A report of the folder beside the checkout. They are public, but not ours to carry along.
struct Listed {
    file: String,
    /// Whether it is all there: what stands behind a cut is no defect of a report.
    is_whole: bool,
    /// The rules whose findings on it a person has judged to be wrong.
    wrong: Vec<String>,
}

/// The reports, in `tests/data/real-reports.yaml`.
fn listed() -> Vec<Listed> {
    let text = project("tests/data/real-reports.yaml");
    let lines = text.lines().filter(|line| line.starts_with("- "));
    let field = |line: &str, name: &str| -> Option<String> {
        let (_, rest) = line.split_once(&format!("{name}: "))?;
        let end = if rest.starts_with('[') {
            rest.find(']')? + 1
        } else {
            rest.find([',', '}']).unwrap_or(rest.len())
        };
        Some(rest[..end].trim().to_owned())
    };
    let words = |list: String| -> Vec<String> {
        let list = list.trim_matches(['[', ']']).split(',');
        list.map(|rule| rule.trim().to_owned())
            .filter(|rule| !rule.is_empty())
            .collect()
    };
    lines
        .map(|line| Listed {
            file: field(line, "file").unwrap(),
            is_whole: field(line, "whole").as_deref() == Some("true"),
            wrong: field(line, "wrong").map(words).unwrap_or_default(),
        })
        .collect()
}

/// What a file that was cut must lack.
const BEHIND_A_CUT: [&str; 6] = [
    "fmt-sections",
    "fmt-table-missing",
    "fmt-table-shape",
    "unreadable-table",
    "table-blank",
    "no-title",
];

/// The rows of the form's tables, and how many of them a report has.
fn rows(schema: &Schema, root: &Node) -> (usize, usize) {
    let is_row = |field: &ShapeId| {
        let shape = schema.shape(*field);
        let children = shape.children.iter().map(|child| schema.shape(*child).kind);
        shape.kind == Kind::Record
            && !shape.children.is_empty()
            && children.clone().all(|kind| kind.is_number() || kind == Kind::Any)
            && children.clone().any(Kind::is_number)
    };
    let all: Vec<ShapeId> = schema.fields().filter(is_row).collect();
    let pointer = |field: &ShapeId| format!("/{}", schema.path(*field).replace('.', "/"));
    let read = all.iter().filter(|field| root.pointer(&pointer(field)).is_some());
    (read.count(), all.len())
}

#[test]
fn what_is_said_of_real_reports() {
    let mut table = String::new();
    let (mut wrong_errors, mut wrong_warnings, mut reports) = (0, 0, 0);
    for Listed { file, is_whole, wrong } in listed() {
        let Some(bytes) = shared(&format!("reports/{file}")) else {
            return;
        };
        let report = linter().lint(Path::new(&file), &bytes);
        let (read, all) = match (&report.schema, &report.document) {
            (Some(schema), Some(document)) => rows(schema, &document.root),
            _ => (0, 0),
        };
        let mut counts: BTreeMap<Severity, usize> = BTreeMap::new();
        let mut told_wrong = Vec::new();
        let mut rules = Vec::new();
        for finding in report.findings(Lang::Zh) {
            if !is_whole && BEHIND_A_CUT.contains(&finding.rule.as_str()) {
                continue;
            }
            *counts.entry(finding.severity).or_default() += 1;
            if wrong.contains(&finding.rule) {
                wrong_errors += usize::from(finding.severity == Severity::Error);
                wrong_warnings += usize::from(finding.severity == Severity::Warning);
                told_wrong.push(finding.rule.clone());
            } else if finding.severity != Severity::Info {
                rules.push(format!("`{}`", finding.rule));
            }
        }
        for rule in &wrong {
            assert!(
                told_wrong.contains(rule),
                "{file}: `{rule}` is said to be wrong, but is not found any more"
            );
        }
        reports += 1;
        let count = |severity| counts.get(&severity).copied().unwrap_or_default();
        let told_wrong: Vec<String> = told_wrong.iter().map(|rule| format!("`{rule}`")).collect();
        let year = report.identity.year.map_or_else(String::new, |year| year.to_string());
        let layout = Path::new(&file).extension().unwrap().to_str().unwrap();
        let name = file.strip_prefix("real/").unwrap_or(&file);
        let name = name.trim_end_matches(&format!(".{layout}"));
        writeln!(
            table,
            "| {name} | {layout} | {} | {year} | {read} of {all} | {} | {} | {} | {} | {} |",
            if is_whole { "whole" } else { "cut" },
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Info),
            rules.join(" "),
            told_wrong.join(" "),
        )
        .unwrap();
    }
    let text = format!(
        "# What is said of published reports\n\n\
         Made by `tests/docs/reports.rs` from {reports} reports as agencies published them, which are not part of the project; `tests/data/real-reports.yaml` lists \
         them. Most are stored with their first thousand characters only (“cut”): that they lack parts and rows is not counted. Every error and warning was \
         compared with the report by a person; those that were wrong stand in the last column: {wrong_errors} error(s) and {wrong_warnings} warning(s).\n\n\
         | report | file | | year | rows read | errors | warnings | hints | errors and warnings that are right | wrong |\n\
         |---|---|---|---|---|---|---|---|---|---|\n{table}"
    );
    generated("docs/reports.md", &text);
    assert_eq!(wrong_errors, 0, "a wrong error");
    assert!(
        wrong_warnings * 10 <= reports,
        "more than one wrong warning in ten reports"
    );
}

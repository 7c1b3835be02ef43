//! Published reports: every layout that is met gives the document it was printed from, or is refused at its place.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
mod files;
mod findings;
mod layouts;
mod names;
mod parts;
mod pdf;
mod printers;
mod render;
mod text_kept;
mod xlsx;

use common::{cells, lint, linter};
use pubreport::{
    diagnostic::{Defect, DefectKind, LocalizedReport, Severity},
    document::Limits,
    document::{Node, Value},
    extract::Medium,
    steps::{self, Layout, Reading},
};
use render::{Left, Report, Table, docx, grid, html, rows};

fn report() -> Report {
    Report::numbered(&cells("cn-ogi-2021"), false)
}

fn old_report() -> Report {
    let mut paths = cells("cn-ogi-2019");
    paths.push("proactive.procurement.amount".into());
    Report::numbered(&paths, true).set("proactive.licensing.change", "-4")
}

fn shown(node: &Node) -> String {
    match &node.value {
        Value::Null => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.text.to_string(),
        other => format!("{other:?}"),
    }
}

fn squeezed(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    text.replace('（', "(").replace('）', ")").replace('，', ",")
}

/// Read by the forms at hand: the layout, what is wrong with the file, and what was read of it.
fn read(bytes: &[u8], medium: Medium) -> (Layout, Vec<Defect>, Reading) {
    let (layout, defects) = steps::layout(bytes, medium, &Limits::default()).unwrap();
    let library = linter().library();
    let schemas: Vec<_> = library
        .schema_ids()
        .map(|id| &**library.schema(id).unwrap().unwrap())
        .collect();
    let reading = steps::read(&layout, &schemas);
    (layout, defects, reading)
}

/// Read and compare with the report it was printed from; `but` are the paths (and what is below them) that may be missing.
fn check(report: &Report, bytes: &[u8], medium: Medium, but: &[&str]) {
    let (layout, defects, reading) = read(bytes, medium);
    assert!(defects.is_empty(), "{defects:?}");
    let text = &layout.text;
    let id = if report.is_2019 { "cn-ogi-2019" } else { "cn-ogi-2021" };
    assert_eq!(reading.schema.as_deref(), Some(id), "{text}");
    // Which words of a heading are said to be others is checked elsewhere.
    let said: Vec<_> = reading
        .defects
        .iter()
        .filter(|defect| defect.kind != DefectKind::OtherWording)
        .map(|defect| (&defect.path, defect.cause, text[defect.span.start..].lines().next()))
        .collect();
    let document = reading.document.unwrap();
    let at = |path: &str| {
        document
            .root
            .pointer(&format!("/{}", path.replace('.', "/")))
            .map(|(node, _)| node)
    };
    for (path, value) in &report.cells {
        let may_miss = but
            .iter()
            .any(|but| path == but || path.starts_with(&format!("{but}.")));
        match at(path) {
            Some(node) if may_miss => assert_eq!(shown(node), "none", "{path} was to be refused\n{text}"),
            Some(node) => {
                assert_eq!(shown(node), *value, "{path}\n{said:#?}\n{text}");
                if !value.is_empty() {
                    assert_eq!(text[node.span.start..node.span.end], *value, "{path}");
                }
            }
            None => assert!(may_miss, "{path} is missing\n{said:#?}\n{text}"),
        }
    }
    if but.is_empty() {
        assert!(said.is_empty(), "{said:#?}\n{text}");
    }
    let prose = [("overview", 0), ("problems", 1), ("other_matters", 2)];
    for (path, part) in prose {
        assert_eq!(
            squeezed(&shown(at(path).unwrap())),
            squeezed(&report.prose[part].concat()),
            "{path}\n{text}"
        );
    }
    let year = if report.is_2019 { "2020" } else { "2023" };
    for (path, value) in [
        ("agency.name", "甲市乙局"),
        ("year", year),
        ("period.start", &format!("{year}-01-01")),
        ("period.end", &format!("{year}-12-31")),
        ("preamble", &report.preamble),
    ] {
        assert_eq!(at(path).map(shown).as_deref(), Some(value), "{path}\n{text}");
    }
}

type Layouts = Vec<(&'static str, Box<dyn Fn(&Table) -> String>)>;

fn joined(
    separator: &'static str,
    before: &'static str,
    behind: &'static str,
    left: Left,
) -> Box<dyn Fn(&Table) -> String> {
    Box::new(move |table| rows(table, left, &|row| format!("{before}{}{behind}", row.join(separator))))
}

/// A stream of cells, each printed by itself.
fn stream(print: &'static dyn Fn(&str) -> String) -> Box<dyn Fn(&Table) -> String> {
    Box::new(|table| render::cells(table).iter().map(|cell| print(cell)).collect())
}

/// The layouts that tell every cell, blank ones too.
fn exact_layouts() -> Layouts {
    let mut layouts: Layouts = Vec::new();
    for (left, name) in [
        (Left::Nothing, ""),
        (Left::Columns, " and columns"),
        (Left::Both, " and rows"),
    ] {
        let named = |layout: &str| -> &'static str { format!("{layout}{name}").leak() };
        layouts.push((named("T1"), joined(" | ", "", " |", left)));
        layouts.push((named("T2"), joined(" | ", "| ", " | ", left)));
        layouts.push((named("bars between"), joined("|", "", "", left)));
        layouts.push((named("T8"), joined("\t", "", "", left)));
    }
    layouts.push((
        "T3",
        Box::new(|table| {
            let width = grid(table, Left::Both).iter().map(Vec::len).max().unwrap();
            let mut lines: Vec<String> = grid(table, Left::Both)
                .iter()
                .map(|row| format!("| {} |", row.join(" | ")))
                .collect();
            lines.insert(1, format!("|{}", "---|".repeat(width)));
            lines.join("\n")
        }),
    ));
    layouts.push(("T4", stream(&|cell| format!("{cell} |\n"))));
    layouts.push(("T5", stream(&|cell| format!("{cell}\n|\n"))));
    layouts.push((
        "T7",
        Box::new(|table| {
            rows(table, Left::Nothing, &|row| {
                format!(
                    "| \n{}",
                    row.iter().map(|cell| format!(" {cell}  | \n")).collect::<String>()
                )
            })
        }),
    ));
    layouts
}

/// The layouts in which a blank cell leaves no trace.
fn loose_layouts() -> Layouts {
    vec![
        ("T6", stream(&|cell| format!(" {cell}\n\n"))),
        ("T9", joined(" ", "", "", Left::Nothing)),
        ("aligned", joined("    ", "  ", "", Left::Nothing)),
    ]
}

/// Run all, then say which of them failed and how.
fn all(cases: Vec<(String, Box<dyn Fn() + '_>)>) {
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|(name, case)| {
            let failure = std::panic::catch_unwind(std::panic::AssertUnwindSafe(case)).err()?;
            let said = failure.downcast_ref::<String>().map_or("", String::as_str);
            Some(format!("{name}: {}", said.chars().take(900).collect::<String>()))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{}\n{} of {}",
        failures.join("\n"),
        failures.len(),
        cases.len()
    );
}

fn plain_lines(report: &Report) -> String {
    report.lines(&*joined(" ", "", "", Left::Nothing))
}

fn piped(report: &Report) -> String {
    report.lines(&*joined(" | ", "", " |", Left::Nothing))
}

fn streamed(report: &Report) -> String {
    report.lines(&*stream(&|cell| format!("{cell}\n\n")))
}

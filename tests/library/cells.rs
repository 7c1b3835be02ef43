//! One wrong figure: every cell of the form, one at a time, in two real reports.

use std::collections::BTreeSet;

use crate::common::{cells, dotted, lint, project, span_of, with_value};
use pubreport::diagnostic::{LocalizedReport, Severity};

/// A finding without its place in bytes, which an edit moves.
fn known(report: &LocalizedReport) -> BTreeSet<(String, String, String)> {
    let findings = report.findings.iter();
    findings
        .map(|finding| (finding.rule.clone(), finding.path.clone(), finding.message.clone()))
        .collect()
}

/// One cell of one report with another value, and what the linter says to that.
struct Change {
    cell: String,
    before: String,
    after: String,
    report: LocalizedReport,
    is_new: bool,
}

impl Change {
    fn has_error(&self) -> bool {
        self.report
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }
}

/// Every cell, first one more, then a value with nothing to do with the old one.
fn changes(example: &str) -> Vec<Change> {
    let text = project(example);
    let before = known(&lint(example, text.as_bytes()));
    // A fixed sequence that looks like chance (Lehmer's generator), so that a failure can be had again.
    let mut state: u64 = 20_260_101;
    let mut chance = move |below: u64| {
        state = state * 48_271 % 0x7fff_ffff;
        state % below
    };
    let mut changes = Vec::new();
    for cell in cells("cn-ogi-2021") {
        let old = text[span_of(&text, &cell).start..span_of(&text, &cell).end].to_owned();
        let more = match old.parse::<u64>() {
            Ok(number) => (number + 1).to_string(),
            Err(_) => format!("1{old}"),
        };
        let other = loop {
            let other = (1 + chance(9_999)).to_string();
            if other != old && other != more {
                break other;
            }
        };
        for after in [more, other] {
            let report = lint(example, with_value(&text, &cell, &after).as_bytes());
            changes.push(Change {
                is_new: !known(&report).is_subset(&before),
                cell: cell.clone(),
                before: old.clone(),
                after,
                report,
            });
        }
    }
    changes
}

/// The cells whose change nothing in the report contradicts.
fn silent(changes: &[Change]) -> BTreeSet<&str> {
    changes
        .iter()
        .filter(|change| !change.is_new)
        .map(|change| change.cell.as_str())
        .collect()
}

/// In table 3 every cell takes part in two sums at least, so the linter names the one cell and its right value, and
/// nothing else.
fn assert_named(change: &Change) {
    let told = format!("{} from {} to {}", change.cell, change.before, change.after);
    let errors: Vec<_> = change
        .report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    let [error] = errors.as_slice() else {
        panic!(
            "{told}: {:?}",
            errors.iter().map(|error| &error.message).collect::<Vec<_>>()
        );
    };
    assert_eq!(
        (error.rule.as_str(), dotted(error)),
        ("wrong-cell", change.cell.clone()),
        "{told}"
    );
    assert!(
        error.message.contains(&format!("“{}”", change.after)),
        "{told}: {}",
        error.message
    );
    assert!(
        error.message.contains(&format!("改为{}则", change.before)),
        "{told}: {}",
        error.message
    );
    let edit = &error.fixes[0].edits[0];
    assert_eq!(
        (edit.span, edit.replacement.as_str()),
        (error.span, change.before.as_str()),
        "{told}"
    );
    assert_eq!(change.report.source.slice(error.span), change.after, "{told}");
    assert!(error.related.len() >= 2, "{told}: the sums it breaks are under it");
}

/// What holds for any report; returns how many changes were not reported.
fn assert_seen(changes: &[Change]) -> usize {
    assert_eq!(
        changes.len(),
        2 * cells("cn-ogi-2021").len(),
        "two changes of each cell"
    );
    for change in changes {
        if change.cell.starts_with("requests.") {
            assert_named(change);
        } else if change.cell.starts_with("review.") {
            let told = format!("{} from {} to {}", change.cell, change.before, change.after);
            assert!(change.is_new && change.has_error(), "{told}");
        }
    }
    changes.iter().filter(|change| !change.is_new).count()
}

#[test]
fn one_wrong_cell_of_a_department() {
    let changes = changes("examples/cn-ogi-2021.yaml");
    let unseen = assert_seen(&changes);
    // Table 2 has no sums; a department may not have regulations at all, so these three cells are always seen. The prose
    // states the documents in force.
    let expected = [
        "proactive.coercion.decisions",
        "proactive.fees.amount",
        "proactive.licensing.decisions",
        "proactive.normative_documents.issued",
        "proactive.normative_documents.repealed",
        "proactive.penalties.decisions",
    ];
    assert_eq!(silent(&changes), BTreeSet::from(expected));
    assert_eq!(unseen, 11);
}

#[test]
fn one_wrong_cell_of_a_city() {
    let changes = changes("examples/cn-ogi-2021-city.yaml");
    let unseen = assert_seen(&changes);
    let silent = silent(&changes);
    // Of table 2 the prose states these documents, and all but one of the figures on regulations.
    let expected = [
        "proactive.coercion.decisions",
        "proactive.fees.amount",
        "proactive.licensing.decisions",
        "proactive.penalties.decisions",
        "proactive.regulations.repealed",
    ];
    assert_eq!(silent, BTreeSet::from(expected));
    assert_eq!(unseen, 10);
}

/// A wrong cell does not hide another one in a row and a column that it has nothing to do with.
#[test]
fn two_wrong_cells_are_both_named() {
    let text = project("examples/cn-ogi-2021-city.yaml");
    let first = "requests.outcomes.denied.process_information.natural_person";
    let second = "requests.carried_out.enterprise";
    let once = with_value(&text, first, "7777");
    let report = lint("report.yaml", with_value(&once, second, "888").as_bytes());
    let named: BTreeSet<String> = report
        .findings
        .iter()
        .filter(|finding| finding.rule == "wrong-cell")
        .map(dotted)
        .collect();
    assert_eq!(named, BTreeSet::from([first.to_owned(), second.to_owned()]));
}

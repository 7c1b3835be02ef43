//! A report of the trial year 2019 as agencies really published them: blank cells are no wrong sums.

use pubreport::{Library, Linter, Options, diagnostic::Severity};

use crate::common::{blanks, changed};

fn found(text: &str) -> Vec<(String, String, Severity)> {
    let linter = Linter::new(Library::default(), Options::default()).unwrap();
    let report = linter.lint("report.yaml", text.as_bytes());
    let findings = report.violations.into_iter();
    findings
        .map(|finding| (finding.rule, finding.path, finding.severity))
        .collect()
}

#[test]
fn blanks_are_told_once_a_table_and_break_no_sum() {
    let found = found(&blanks());
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(rule, path, _)| (rule.as_str(), path.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("cell-blank", "/requests/received/research"),
            ("row-total-blank", "/requests/outcomes/granted/total"),
            ("total-missing", "/requests/outcomes/granted/total"),
            ("total-missing", "/review/litigation/after_reconsideration/total"),
        ]
    );
}

#[test]
fn a_wrong_figure_among_blanks_is_found() {
    let text = changed(&blanks(), &[("natural_person: 252, ", "natural_person: 225, ")]);
    let errors: Vec<_> = found(&text)
        .into_iter()
        .filter(|(.., severity)| *severity == Severity::Error)
        .collect();
    assert_eq!(
        errors,
        [(
            "req-outcome-sum".into(),
            "/requests/outcomes/total/natural_person".into(),
            Severity::Error
        )],
        "the row's total is blank, so only the column can tell"
    );
}

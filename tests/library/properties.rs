//! What holds for any input: a wrong cell of table 3 is seen; nothing panics; places are places; runs agree.

use std::sync::OnceLock;

use crate::common::{cells, dotted, lint, linter, project, span_of, with_value};
use proptest::{prelude::*, sample::Index};
use pubreport::{
    diagnostic::{LocalizedReport, Severity},
    output::{self, Format, Status},
};

const VALID: [&str; 4] = [
    "examples/cn-ogi-2021.yaml",
    "examples/cn-ogi-2021-city.yaml",
    "examples/cn-ogi-2019.yaml",
    "examples/cn-ogi-2021.json",
];

fn table() -> &'static [String] {
    static CELLS: OnceLock<Vec<String>> = OnceLock::new();
    CELLS.get_or_init(|| {
        cells("cn-ogi-2021")
            .into_iter()
            .filter(|cell| cell.starts_with("requests."))
            .collect()
    })
}

/// A report's bytes, mutated: flipped, cut, doubled, spliced.
#[derive(Clone, Debug)]
enum Mutation {
    Flip(Index, u8),
    Cut(Index, usize),
    Double(Index, usize),
    Insert(Index, Vec<u8>),
    Truncate(Index),
}

fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let any_index = any::<Index>;
    let one = prop_oneof![
        (any_index(), 1..=255u8).prop_map(|(at, bits)| Mutation::Flip(at, bits)),
        (any_index(), 1..400usize).prop_map(|(at, length)| Mutation::Cut(at, length)),
        (any_index(), 1..400usize).prop_map(|(at, length)| Mutation::Double(at, length)),
        (
            any_index(),
            prop_oneof![
                any::<[u8; 3]>().prop_map(Vec::from),
                prop::sample::select(vec![
                    "：", "\t", "*a", "&a ", "{", "]", "\"", "\r", "---\n", "\u{feff}", "!x ", "? ", "| ", "１", ": "
                ])
                .prop_map(|text| text.as_bytes().to_vec()),
            ]
        )
            .prop_map(|(at, bytes)| Mutation::Insert(at, bytes)),
        any_index().prop_map(Mutation::Truncate),
    ];
    prop::collection::vec(one, 1..6)
}

fn mutate(mut bytes: Vec<u8>, mutations: &[Mutation]) -> Vec<u8> {
    for mutation in mutations {
        let slice = |at: &Index, length: usize| {
            let start = at.index(bytes.len());
            start..(start + length).min(bytes.len())
        };
        if bytes.is_empty() {
            break;
        }
        match mutation {
            Mutation::Flip(at, bits) => {
                let at = at.index(bytes.len());
                bytes[at] ^= bits;
            }
            Mutation::Cut(at, length) => drop(bytes.drain(slice(at, *length))),
            Mutation::Double(at, length) => {
                let range = slice(at, *length);
                let (end, copy) = (range.end, bytes[range].to_vec());
                bytes.splice(end..end, copy);
            }
            Mutation::Insert(at, inserted) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, inserted.clone());
            }
            Mutation::Truncate(at) => bytes.truncate(at.index(bytes.len())),
        }
    }
    bytes
}

/// A verdict or a clear refusal: every finding says something at a place of the text.
fn assert_sound(report: &LocalizedReport) {
    let text = report.source.text();
    assert_eq!(report.failure, None);
    assert!(
        report.schema.is_some() || !report.findings.is_empty(),
        "no form and no reason"
    );
    for finding in &report.findings {
        assert!(
            !finding.message.is_empty() && linter_knows(&finding.rule),
            "{finding:?}"
        );
        let spans = finding.labels.iter().map(|label| label.span);
        let edits = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        for span in std::iter::once(finding.span).chain(spans).chain(edits) {
            assert!(
                text.get(span.start..span.end).is_some(),
                "{span:?} is no part of the text: {finding:?}"
            );
        }
    }
}

fn linter_knows(rule: &str) -> bool {
    ["cn-ogi-2021", "cn-ogi-2019"].iter().any(|id| {
        let form = linter().form(id).unwrap();
        form.is_some_and(|form| form.rules.rule(rule).is_some())
    })
}

/// What a run prints, in a format for people and one for programs.
fn printed(report: &LocalizedReport) -> String {
    let mut bytes = Vec::new();
    for format in [Format::Pretty, Format::Json] {
        let mut printer = output::printer(format, output::Options::default());
        printer.begin(&mut bytes).unwrap();
        printer
            .file(report, Status::of(report, Some(Severity::Error)), &mut bytes)
            .unwrap();
        printer.end(&output::Summary::default(), &[], &mut bytes).unwrap();
    }
    String::from_utf8(bytes).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_cell_of_table_3_is_an_error(example in 0..2usize, at in any::<Index>(), value in prop_oneof![0..200u64, 0..10_000_000u64]) {
        let text = project(VALID[example]);
        let cell = at.get(table());
        let span = span_of(&text, cell);
        prop_assume!(text[span.start..span.end] != value.to_string());
        let report = lint("report.yaml", with_value(&text, cell, &value.to_string()).as_bytes());
        let errors: Vec<String> = report.findings.iter().filter(|finding| finding.severity == Severity::Error).map(dotted).collect();
        prop_assert!(errors.contains(cell), "{cell} to {value}: {errors:?}");
    }

    #[test]
    fn mutated_reports_get_a_verdict(example in 0..4usize, mutations in mutations()) {
        let bytes = mutate(project(VALID[example]).into_bytes(), &mutations);
        let report = lint(VALID[example], &bytes);
        assert_sound(&report);
        prop_assert_eq!(printed(&report), printed(&lint(VALID[example], &bytes)));
    }

    #[test]
    fn any_bytes_get_a_verdict(bytes in prop::collection::vec(any::<u8>(), 0..300), json in any::<bool>()) {
        let name = if json { "x.json" } else { "x.yaml" };
        assert_sound(&lint(name, &bytes));
    }

    #[test]
    fn any_text_gets_a_verdict(text in "[\\-:,{}\\[\\]\"'#&*!|>?%@` \t\n\r年度０-９0-9a-c.\u{feff}]{0,120}", head in any::<bool>()) {
        let head = if head { "schema: cn-ogi-2021\nagency: {name: 某局, level: department}\nyear: 2024\noverview: " } else { "" };
        let report = lint("x.yaml", format!("{head}{text}").as_bytes());
        assert_sound(&report);
        printed(&report);
    }
}

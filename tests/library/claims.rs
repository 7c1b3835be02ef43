//! What prose claims, held against labels that people gave, and against the tables.

use crate::common::{Run, blanks, changed, project, shared, snapshot};
use pubreport::{
    Lang, Library, Linter, Options,
    phrases::{Measure, Phrase, measure},
    text::Source,
};

fn measured(text: String) -> Measure {
    let phrases = Phrase::read(&Source::new("phrases.jsonl", text)).unwrap();
    let linter = Linter::new(Library::default(), Options::default()).unwrap();
    let form = linter.form("cn-ogi-2021").unwrap().unwrap();
    measure(&form.rules, &form.schema, &phrases)
}

fn is_good(measure: &Measure) {
    let slips: Vec<_> = measure
        .misreadings
        .iter()
        .filter(|misreading| misreading.is_plain)
        .collect();
    assert_eq!(measure.plain.wrong, 0, "{slips:#?}");
    assert!(measure.plain.recall() >= 900, "{slips:#?}");
}

#[test]
fn our_own_labelled_prose() {
    is_good(&measured(project("tests/data/phrases.jsonl")));
}

#[test]
fn labelled_prose_beside_the_checkout() {
    if let Some(bytes) = shared("phrases/labelled.jsonl") {
        is_good(&measured(String::from_utf8(bytes).unwrap()));
    }
}

#[test]
fn a_line_that_is_no_label_is_an_error_at_its_place() {
    for line in ["{\"id\": 1}", "[]", "{"] {
        let text = format!("{{\"id\": \"a\", \"text\": \"收到\", \"year\": 2023, \"claims\": []}}\n{line}\n");
        let errors = Phrase::read(&Source::new("phrases.jsonl", text)).unwrap_err();
        assert_eq!(errors.source.position(errors.errors[0].span.start).line, 2, "{line}");
    }
}

/// The numbers stand as the office published them; the words are others.
const PROSE: &str = "全年受理政府信息公开申请859件，上年结转18件，已答复805件，顺延至下年度72件。\
    其中予以公开及部分公开258件，占33.9%；不予公开35件，占4.34%；由于本机关不掌握等情形无法提供265件；不予处理158件；其他处理0件。\
    因信息公开引起的行政复议7件、行政诉讼9件，均获维持。";

fn found(text: &str) -> Vec<(String, String)> {
    let linter = Linter::new(Library::default(), Options::default()).unwrap();
    let report = linter.lint("report.yaml", text.as_bytes()).localized(Lang::Zh);
    let of_prose = report
        .findings
        .iter()
        .filter(|finding| finding.rule.starts_with("nar-"));
    of_prose
        .map(|finding| {
            (
                finding.rule.clone(),
                text[finding.span.start..finding.span.end].to_owned(),
            )
        })
        .collect()
}

#[test]
fn a_published_report_contradicts_its_table_in_three_places() {
    let text = changed(&blanks(), &[("全年受理申请859件，答复805件。", PROSE)]);
    let expected = [
        ("nar-group-disclosed", "258件"),
        ("nar-group-unavailable", "265件"),
        ("nar-upheld", "均获维持"),
    ];
    let expected = expected.map(|(rule, text)| (rule.to_owned(), text.to_owned()));
    assert_eq!(found(&text), expected);
    let broken_lines = text.replace("情形无法提供265件", "情形无法提供2\n  65件");
    assert!(
        found(&broken_lines).len() <= 3,
        "a number cut by a line break makes no further finding"
    );
}

/// The rules that fire on the valid example with some changes, and what else breaks with each.
fn fired(changes: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
    let mut text = include_str!("../../examples/cn-ogi-2021.yaml").to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let linter = Linter::new(Library::default(), Options::default()).unwrap();
    let findings = linter.lint("report.yaml", text.as_bytes()).violations;
    let related =
        |finding: &pubreport::diagnostic::Violation| finding.related.iter().map(|other| other.rule.clone()).collect();
    findings
        .iter()
        .map(|finding| (finding.rule.clone(), related(finding)))
        .collect()
}

const TOTAL: (&str, &str) = ("other: 0, total: 2}", "other: 0, total: 20}");

#[test]
fn prose_that_states_the_right_value_stands_with_the_broken_sums() {
    let found = fired(&[TOTAL]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1.contains(&"nar-received".to_owned()), "{found:?}");
}

#[test]
fn a_wrong_number_in_prose_is_told_beside_a_broken_sum() {
    let found = fired(&[TOTAL, ("行政规范性文件现行有效14件", "行政规范性文件现行有效15件")]);
    let rules: Vec<&str> = found.iter().map(|(rule, _)| rule.as_str()).collect();
    assert_eq!(rules.len(), 2, "{found:?}");
    assert!(rules.contains(&"nar-docs-normative-in-force"), "{found:?}");
}

/// 一百二 is 120 in speech and a slip of 102 in writing: a cell with it is refused, and so no sentence is held to have said either.
#[test]
fn prose_that_may_mean_two_numbers_claims_none() {
    for (written, is_found) in [
        ("15", true),
        ("一百零二", true),
        ("壹佰零贰", true),
        ("一百二", false),
        ("三万五", false),
        ("两三", false),
        ("1 5", false),
    ] {
        let changed = format!("行政规范性文件现行有效{written}件");
        let found = fired(&[("行政规范性文件现行有效14件", &changed)]);
        let is_told = found.iter().any(|(rule, _)| rule == "nar-docs-normative-in-force");
        assert_eq!(is_told, is_found, "{written}: {found:?}");
    }
}

#[test]
fn long_prose_gets_a_verdict_of_bounded_length() {
    let linter = Linter::new(Library::default(), Options::default()).unwrap();
    let prose = "收到申请5件，由上年的3件、其中（含上年结转".repeat(20_000);
    let text = format!("schema: cn-ogi-2021\nyear: 2023\noverview: {prose}\n");
    let report = linter.lint("report.yaml", text.as_bytes()).localized(Lang::Zh);
    assert_eq!(report.failure, None);
    assert!((1..=500).contains(&report.findings.len()));
    assert!(report.findings.iter().all(|finding| finding.message.len() < 1000));
}

/// Numbers in prose that the tables contradict, as a user sees them: digits exchanged, full-width and Chinese numerals.
#[test]
fn contradictions_as_a_user_sees_them() {
    let changes = [
        ("其中自然人提出3402件", "其中自然人提出3420件"),
        ("不予公开142件", "不予公开124件"),
        ("规章新制定2件", "规章新制定３件"),
        ("结转下年度继续办理121件", "结转下年度继续办理一百一十二件"),
    ];
    let report = changes
        .iter()
        .fold(project("examples/cn-ogi-2021-city.yaml"), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
    for lang in ["zh", "en"] {
        let output = Run::new(&["lint", "--no-config", "--lang", lang, "-"])
            .stdin(report.as_str())
            .go();
        snapshot(&format!("claims__contradictions_{lang}"), &output.expect(1).all());
    }
}

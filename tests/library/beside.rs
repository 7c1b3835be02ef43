//! A report beside last year's: what is found, where, how it is told.

use std::path::Path;

use pubreport::{
    Beside, Library, Linter, Options,
    diagnostic::{Lang, LocalizedReport, Severity},
    output::{self, Format, Status, Summary},
    text::Source,
};

use crate::common::{changed, row, snapshot, span_of, with_value};

const REPORT: &str = include_str!("../../examples/cn-ogi-2021.yaml");
const OLD_FORM: &str = include_str!("../../examples/cn-ogi-2019.yaml");
const OLD_WORDS: [(&str, &str); 2] = [
    ("培训不足、栏目更新不均衡", "制度不全、队伍不稳、经费不足"),
    ("year: 2023", "year: 2022"),
];

fn linter() -> Linter {
    Linter::new(Library::default(), Options::default()).unwrap()
}

/// The report of the year before the example: other words, other figures, and all that is carried over agrees.
fn last_year() -> String {
    let mut text = changed(REPORT, &OLD_WORDS);
    for section in ["overview: |", "problems: |"] {
        let start = text.find(section).unwrap() + section.len();
        let end = start + text[start..].find("\n\n").unwrap();
        let words = match section {
            "overview: |" => {
                "\n  （一）主动公开。发布各类信息790条。（二）依申请公开。收到申请5件，答复5件。（三）管理。清理旧文件。（四）平台。栏目改版。（五）监督保障。组织考核。"
            }
            _ => {
                "\n  问题是人手偏紧、答复文书不够规范，部分栏目久未更新。改进措施是配齐专人、统一文书、逐栏明确更新时限并按季检查。"
            }
        };
        text.replace_range(start..end, words);
    }
    changed(&text, &[("decisions: 224", "decisions: 198")])
}

fn held(report: &str, previous: &str, lang: Lang) -> LocalizedReport {
    let linter = linter();
    let previous = linter.open("last-year.yaml", previous.as_bytes(), None);
    let beside = Beside {
        previous: Some(&previous),
        ..Beside::default()
    };
    let report = linter.open("report.yaml", report.as_bytes(), None);
    linter.judge(&report, &beside).localized(lang)
}

fn found(report: &LocalizedReport) -> Vec<(&str, &str)> {
    let findings = report.findings.iter();
    findings
        .map(|finding| (finding.rule.as_str(), finding.path.as_str()))
        .collect()
}

#[test]
fn consistent_years_give_nothing() {
    let report = held(REPORT, &last_year(), Lang::En);
    assert_eq!(found(&report), []);
    assert_eq!(report.rules.need_others, 0);
}

#[test]
fn one_changed_cell_of_last_year_is_one_finding() {
    let zero = format!("carried_out: {}", row(&[]));
    for (values, rule, path) in [
        (&[("total", 3)][..], "xy-carry", "total"),
        (&[("natural_person", 3), ("total", 3)], "xy-carry", "total"),
        (&[("natural_person", 3)], "xy-carry-columns", "natural_person"),
    ] {
        let previous = changed(&last_year(), &[(&zero, &format!("carried_out: {}", row(values)))]);
        let report = held(REPORT, &previous, Lang::En);
        assert_eq!(found(&report), [(rule, &*format!("/requests/carried_in/{path}"))]);
        let other = report.findings[0]
            .labels
            .iter()
            .find(|label| label.file.is_some())
            .unwrap();
        let file = other.file.as_ref().unwrap();
        assert_eq!(file.path(), Path::new("last-year.yaml"));
        assert_eq!(file.slice(other.span), "3");
    }
}

#[test]
fn one_changed_cell_of_this_year_is_one_finding() {
    let zero = format!("carried_in: {}", row(&[]));
    for values in [[("natural_person", 1)], [("total", 1)]] {
        let text = changed(REPORT, &[(&zero, &format!("carried_in: {}", row(&values)))]);
        let report = held(&text, &last_year(), Lang::En);
        let [finding] = report.findings.as_slice() else {
            panic!("{:?}", found(&report));
        };
        assert_eq!(finding.rule, "wrong-cell");
        assert_eq!(finding.fixes[0].edits[0].replacement, "0");
        let rules: Vec<&str> = finding.related.iter().map(|related| related.rule.as_str()).collect();
        assert!(rules.iter().any(|rule| rule.starts_with("xy-carry")), "{rules:?}");
        assert!(finding.labels.iter().any(|label| label.file.is_some()));
    }
}

/// The example of the 2021 form as the agency of the other example would have filed it, the year after.
fn after_old_form() -> String {
    changed(
        REPORT,
        &[
            ("name: 平顶山市司法局", "name: 东屏市人民政府办公室"),
            ("year: 2023", "year: 2021"),
        ],
    )
}

#[test]
fn the_forms_of_two_years_may_differ() {
    let report = held(&after_old_form(), OLD_FORM, Lang::En);
    let across: Vec<_> = found(&report)
        .into_iter()
        .filter(|(rule, _)| rule.starts_with("xy-"))
        .collect();
    assert_eq!(
        across,
        [
            ("xy-carry", "/requests/carried_in/total"),
            ("xy-pending-cases", "/review/reconsideration/total"),
            ("xy-pending-cases", "/review/litigation/direct/total"),
        ]
    );
    let stock = report
        .unevaluated
        .iter()
        .find(|rule| rule.rule == "xy-in-force")
        .unwrap();
    assert_eq!(stock.reason, "its condition does not hold");
    let fees = report
        .unevaluated
        .iter()
        .find(|rule| rule.rule == "xy-fee-unit")
        .unwrap();
    assert_eq!(fees.reason, "its condition does not hold");
    // What the other form has is held against, through the change of form.
    let carried = changed(
        &after_old_form(),
        &[(&row(&[]), &row(&[("natural_person", 72), ("total", 72)]))],
    );
    assert!(
        found(&held(&carried, OLD_FORM, Lang::En))
            .iter()
            .all(|(rule, _)| !rule.starts_with("xy-carry"))
    );
}

#[test]
fn a_report_of_another_year_or_agency_is_told_once() {
    let report = held(REPORT, REPORT, Lang::En);
    assert_eq!(found(&report), [("previous-other-year", "/year")]);
    let other = changed(&last_year(), &[("name: 平顶山市司法局", "name: 平顶山市体育局")]);
    let report = held(REPORT, &other, Lang::Zh);
    assert_eq!(found(&report), [("previous-other-agency", "/agency/name")]);
    assert_eq!(report.findings[0].severity, Severity::Warning);
    // Nor is it another with the place that it lies in.
    let longer = changed(&last_year(), &[("name: 平顶山市司法局", "name: 河南省平顶山市司法局")]);
    let report = held(REPORT, &longer, Lang::Zh);
    assert_eq!(found(&report), [("previous-other-name", "/agency/name")]);
    assert_eq!(report.findings[0].severity, Severity::Info);
    // White space in a name is no other name.
    let spaced = changed(&last_year(), &[("name: 平顶山市司法局", "name: 平顶山市 司法局")]);
    assert_eq!(found(&held(REPORT, &spaced, Lang::Zh)), []);
}

#[test]
fn defects_of_last_year_are_not_this_years() {
    let broken = changed(&last_year(), &[("in_force: 14", "in_force: 14, extra: 3")]);
    assert_eq!(found(&held(REPORT, &broken, Lang::En)), []);
    for unreadable in ["", "a: [", "schema: cn-ogi-2012\n", "\0\u{1}\u{2}\0\0"] {
        let report = held(REPORT, unreadable, Lang::En);
        assert!(report.failure.unwrap().contains("last-year.yaml"));
    }
}

#[test]
fn any_two_texts_can_stand_beside_each_other() {
    let deep = format!("schema: cn-ogi-2021\nyear: 2022\nrequests: {}", "[".repeat(300));
    for other in [
        "schema: cn-ogi-2021\nyear: 2022\n",
        "schema: cn-ogi-2021\nyear: 2022\nrequests: [1, 2]\nproactive: 3\nreview: {litigation: []}\nproblems: {a: b}\n",
        "schema: cn-ogi-2021\nyear: 2022.5\n",
        "schema: cn-ogi-2021\nyear: -9223372036854775808\n",
        "schema: cn-ogi-2021\nyear: 9223372036854775807\n",
        &deep,
    ] {
        let _ = held(REPORT, other, Lang::Zh);
        let _ = held(other, &last_year(), Lang::Zh);
    }
}

/// What a printer writes of one report.
fn printed(report: &LocalizedReport, format: Format, lang: Lang, width: usize) -> String {
    let options = output::Options {
        lang,
        width,
        ..output::Options::default()
    };
    let mut printer = output::printer(format, options);
    let mut out = Vec::new();
    let mut summary = Summary::default();
    summary.add(report, Some(Severity::Error));
    printer.begin(&mut out).unwrap();
    printer
        .file(report, Status::of(report, Some(Severity::Error)), &mut out)
        .unwrap();
    printer.end(&summary, &[], &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A report with one defect of each rule that speaks of last year.
fn all_defects() -> (String, String) {
    let report = changed(
        REPORT,
        &[
            ("in_force: 14", "in_force: 19"),
            ("fees:      {amount: 0}", "fees:      {amount: 35062}"),
            (
                "没有其他需要报告的事项。",
                "全年收到政府信息公开申请2件，比上年下降50%。",
            ),
        ],
    );
    let previous = changed(
        REPORT,
        &[
            ("year: 2023", "year: 2022"),
            ("decisions: 224", "decisions: 24"),
            ("fees:      {amount: 0}", "fees:      {amount: 3.5}"),
            ("  carried_out: {natural_person: 0", "  carried_out: {natural_person: 3"),
            (
                "direct:                {upheld: 0, corrected: 0, other: 0, pending: 0, total: 0}",
                "direct:                {upheld: 0, corrected: 0, other: 0, pending: 4, total: 4}",
            ),
        ],
    );
    let previous = with_value(&previous, "requests.received.total", "7");
    (report, previous)
}

#[test]
fn every_kind_of_finding_reads_well() {
    let (report, previous) = all_defects();
    for (name, lang, width) in [
        ("zh_80", Lang::Zh, 80),
        ("zh_120", Lang::Zh, 120),
        ("en_80", Lang::En, 80),
    ] {
        let text = printed(&held(&report, &previous, lang), Format::Pretty, lang, width);
        snapshot(&format!("beside__pretty_{name}"), &text);
    }
    let same = printed(
        &held(REPORT, &changed(REPORT, &OLD_WORDS[1..]), Lang::Zh),
        Format::Pretty,
        Lang::Zh,
        80,
    );
    snapshot("beside__copied_zh", &same);
    let wrong = [
        held(REPORT, REPORT, Lang::Zh),
        held(
            REPORT,
            &changed(&last_year(), &[("name: 平顶山市司法局", "name: 平顶山市体育局")]),
            Lang::Zh,
        ),
        held(REPORT, "a: [", Lang::Zh),
        held(REPORT, REPORT, Lang::En),
        held(
            REPORT,
            &changed(&last_year(), &[("name: 平顶山市司法局", "name: 平顶山市体育局")]),
            Lang::En,
        ),
        held(REPORT, "a: [", Lang::En),
    ];
    let wrong = wrong.iter().enumerate().map(|(at, report)| {
        let lang = if at < 3 { Lang::Zh } else { Lang::En };
        printed(report, Format::Pretty, lang, 80)
    });
    snapshot("beside__wrong_file", &wrong.collect::<String>());
}

#[test]
fn every_format_names_the_other_file() {
    let (report, previous) = all_defects();
    let report = held(&report, &previous, Lang::En);
    for format in Format::ALL {
        let text = printed(&report, format, Lang::En, 80);
        assert!(text.contains("last-year.yaml"), "{format}: {text}");
    }
    let json: serde_json::Value = serde_json::from_str(&printed(&report, Format::Json, Lang::En, 80)).unwrap();
    let validator = jsonschema::validator_for(&output::json_schema()).unwrap();
    assert!(validator.is_valid(&json));
    let labels = json["files"][0]["findings"].as_array().unwrap().iter();
    let mut labels = labels.flat_map(|finding| finding["labels"].as_array().unwrap());
    let other = labels.find(|label| label["file"] == "last-year.yaml").unwrap();
    let start = other["span"]["start"].as_u64().unwrap() as usize;
    let end = other["span"]["end"].as_u64().unwrap() as usize;
    assert!(!previous[start..end].is_empty() && other["primary"] == false);
    let sarif: serde_json::Value = serde_json::from_str(&printed(&report, Format::Sarif, Lang::En, 80)).unwrap();
    let text = sarif.to_string();
    assert!(
        text.contains(r#""artifactLocation":{"uri":"last-year.yaml"}"#),
        "{text}"
    );
}

#[test]
fn a_folder_is_paired_by_agency_and_year() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let carried = format!("carried_out: {}", row(&[]));
    write("2023.yaml", REPORT);
    write(
        "2022.yaml",
        &changed(
            &last_year(),
            &[(&carried, &format!("carried_out: {}", row(&[("total", 3)])))],
        ),
    );
    write(
        "elsewhere.yaml",
        &changed(REPORT, &[("name: 平顶山市司法局", "name: 平顶山市体育局")]),
    );
    // A report on all bodies of the area is no second version of the one on the agency itself.
    write("area.yaml", &changed(REPORT, &[("scope: own", "scope: consolidated")]));
    let run = |jobs: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_pubreport"))
            .args([
                "lint",
                ".",
                "--by-agency",
                "--format",
                "short",
                "--lang",
                "en",
                "--jobs",
                jobs,
            ])
            .current_dir(folder.path())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let text = run("1");
    assert_eq!(text, run("7"));
    assert_eq!(text.matches("xy-carry").count(), 1, "{text}");
    let start = span_of(REPORT, "requests.carried_in.total").start;
    let place = Source::new("2023.yaml", REPORT).position(start);
    let told = format!("2023.yaml:{}:{}: error[xy-carry]", place.line, place.column);
    assert!(text.contains(&told), "{text}");
    assert!(!text.contains("published-twice"), "{text}");
    write("2022-corrected.yaml", &last_year());
    let text = run("2");
    assert_eq!(text.matches("published-twice").count(), 2, "{text}");
    assert!(!text.contains("xy-"), "{text}");
}

#[test]
fn growth_is_held_against_the_tables_only_where_the_text_plainly_speaks_of_requests() {
    // Two requests this year, eight the year before: a fall of 75 %.
    let previous = with_value(&last_year(), "requests.received.total", "8");
    let growth = |sentence: &str| {
        let text = changed(REPORT, &[("没有其他需要报告的事项。", sentence)]);
        let report = held(&text, &previous, Lang::Zh);
        report.findings.iter().any(|finding| finding.rule == "xy-growth")
    };
    for wrong in [
        "全年收到政府信息公开申请2件，同比增长75%。",
        "2023年，我局共收到政府信息公开申请2件，较上年下降7.5%。",
        "本年度受理公众提出的政府信息公开申请2件（均为自然人），比上年减少了74%。",
        "政府信息公开申请量同比上升３０％。",
        "全市行政机关新收政府信息公开申请2件，与上年相比，减少75.1%。",
        "全年办结依申请公开申请数量2件，比去年下降80％。",
    ] {
        assert!(growth(wrong), "{wrong}");
    }
    for right in [
        "全年收到政府信息公开申请2件，同比下降75%。",
        "全年收到政府信息公开申请2件，同比下降75.0%。",
        // Of other things, of a part, of another measure.
        "法律援助中心受理申请120件，同比增长30%。",
        "其中收到自然人的政府信息公开申请2件，同比增长9%。",
        "市公安局收到政府信息公开申请2件，同比增长9%。",
        "通过网络收到政府信息公开申请2件，同比增长9%。",
        "全年收到政府信息公开申请2件，其中自然人2件，同比增长9%。",
        "全年收到政府信息公开申请2件，按时答复率同比上升5.2个百分点。",
        "全年收到政府信息公开申请2件，行政复议同比下降20%。",
        "办理行政许可申请224件，同比增长13%。",
        "全年收到政府信息公开申请2件，占全市的9%。",
        "主动公开信息866条，同比增长9.2%。",
    ] {
        assert!(!growth(right), "{right}");
    }
}

//! Reports that once got the wrong verdict.

use pubreport::{Lang, Library, Linter, Options, diagnostic::LocalizedReport};

use crate::common::requesters;

const BUREAU: &str = include_str!("../../examples/cn-ogi-2021.yaml");
const CITY: &str = include_str!("../../examples/cn-ogi-2021-city.yaml");

fn lint(text: &str) -> LocalizedReport {
    let linter = Linter::new(Library::default(), Options::default()).unwrap();
    linter.lint("report.yaml", text.as_bytes()).localized(Lang::Zh)
}

/// The rules and paths of what is found, with those that stand under another.
fn found(text: &str) -> Vec<(String, String)> {
    let findings = lint(text).findings.into_iter();
    let each = findings.flat_map(|finding| {
        let related = finding.related.into_iter().map(|related| related.rule);
        let rules = std::iter::once(finding.rule).chain(related);
        rules.map(move |rule| (rule, finding.path.clone())).collect::<Vec<_>>()
    });
    each.collect()
}

/// `text` with the line that begins with `key` (after its indent) replaced.
fn with(text: &str, key: &str, line: &str) -> String {
    let mut seen = false;
    let lines = text.lines().map(|old| {
        let indent = old.len() - old.trim_start().len();
        let is_it = !seen && old.trim_start().starts_with(key);
        seen |= is_it;
        if is_it {
            format!("{}{line}", &old[..indent])
        } else {
            old.to_owned()
        }
    });
    let text = lines.collect::<Vec<_>>().join("\n") + "\n";
    assert!(seen, "{key}");
    text
}

fn row(value: &str, total: &str) -> String {
    let cells = requesters().into_iter().map(|column| {
        let value = if column == "total" { total } else { value };
        format!("{column}: {value}")
    });
    format!("{{{}}}", cells.collect::<Vec<_>>().join(", "))
}

fn fires(text: &str, rule: &str, path: &str) {
    let found = found(text);
    assert!(
        found.iter().any(|(fired, at)| fired == rule && at == path),
        "{rule} {path}: {found:?}"
    );
}

fn silent(text: &str, rule: &str) {
    let found = found(text);
    assert!(found.iter().all(|(fired, _)| fired != rule), "{rule}: {found:?}");
}

#[test]
fn numbers_too_large_to_add_do_not_switch_sums_off() {
    let huge = "79228162514264337593543950335";
    let text = with(BUREAU, "received:", &format!("received: {}", row(huge, huge)));
    fires(&text, "out-of-range", "/requests/received/total");
}

#[test]
fn a_blank_total_does_not_switch_the_balance_off() {
    let text = with(CITY, "received:", &format!("received: {}", row("0", "")));
    let text = with(&text, "carried_in:", &format!("carried_in: {}", row("0", "0")));
    fires(&text, "req-zero-received-nonzero-out", "/requests/received/total");
}

#[test]
fn a_period_is_read_in_its_usual_forms() {
    let period = |text: &str| with(BUREAU, "preamble:", &format!("preamble: 本报告{text}。"));
    for wrong in [
        "统计期限为2023年1月1日至11月30日",
        "统计期限自2023年1月1日起，至2023年11月30日止",
        "统计时段为2022年1月1日0时起至2022年12月31日止",
        "统计期限为2023.1.1-2023.11.30",
        "统计期限为2022年1月到2022年12月",
    ] {
        fires(&period(wrong), "date-period-text", "/preamble");
    }
    for right in [
        "统计期限为2023年1月1日至12月31日",
        "统计期限为2023年1月到12月",
        "统计期限自2023年1月1日起，至2023年12月31日止",
    ] {
        silent(&period(right), "date-period-text");
    }
}

#[test]
fn a_year_in_han_digits_is_a_year() {
    let title = |year: &str| {
        with(
            BUREAU,
            "title:",
            &format!("title: 平顶山市司法局{year}年政府信息公开工作年度报告"),
        )
    };
    fires(&title("二〇二二"), "date-title-year", "/title");
    silent(&title("二〇二三"), "date-title-year");
}

#[test]
fn a_blank_identity_is_missing() {
    for name in ["''", "'  '", ""] {
        fires(
            &with(BUREAU, "name:", &format!("name: {name}")),
            "missing-key",
            "/agency/name",
        );
    }
}

#[test]
fn a_year_beyond_the_calendar_is_no_year_zero() {
    let text = with(BUREAU, "year:", "year: 99999");
    assert!(
        lint(&text)
            .findings
            .iter()
            .all(|finding| !finding.message.contains("0000-"))
    );
}

#[test]
fn earlier_years_may_be_spoken_of() {
    for sentence in [
        "对2020年以来制发的规范性文件开展清理，废止5件。",
        "2022年收到的1件申请已于本年办结。",
        "微信公众号（2018年开通）全年发布信息300条。",
        "2023年发布信息20条，2022年发布信息18条，同比增长。",
        "对照2022年度第三方评估反馈问题，组织整改6项。",
        "建成于2016年的专区全年组织活动6次。",
    ] {
        silent(
            &BUREAU.replacen("overview: |\n", &format!("overview: |\n  {sentence}\n"), 1),
            "date-stale-year",
        );
    }
    let law = "条例（2007年国务院令第492号公布，2019年国务院令第711号修订）。";
    silent(
        &with(BUREAU, "preamble:", &format!("preamble: {law}")),
        "cite-old-regulation",
    );
}

#[test]
fn a_negative_cell_is_one_finding() {
    let text = CITY.replacen("natural_person: 3402", "natural_person: -3402", 1);
    assert_ne!(text, CITY);
    let report = lint(&text);
    let at: Vec<&str> = report.findings.iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!(at, ["/requests/received/natural_person"]);
    fires(&text, "req-nonneg-int", "/requests/received/natural_person");
}

#[test]
fn a_fix_keeps_the_figure() {
    let text = with(BUREAU, "licensing:", "licensing: {decisions：224}");
    let report = lint(&text);
    let fixes = report.findings.iter().flat_map(|finding| &finding.fixes);
    let texts: Vec<&str> = fixes.map(|fix| fix.edits[0].replacement.as_str()).collect();
    assert!(texts.contains(&"decisions: 224"), "{texts:?}");
    let tagged = lint(&with(BUREAU, "licensing:", "licensing: {decisions: !!str 224}"));
    assert!(
        tagged.findings.iter().all(|finding| finding.fixes.is_empty()),
        "a change to itself mends nothing"
    );
}

#[test]
fn what_is_quoted_from_a_report_stays_short() {
    let text = BUREAU.replacen("overview: |\n", &format!("overview: |\n  {}\n", "×".repeat(100_000)), 1);
    assert!(lint(&text).findings.iter().all(|finding| finding.message.len() < 1000));
    let many: String = (0..5000).map(|at| format!("k{at}: 1\n")).collect();
    // Five hundred, and how many more there are.
    assert!(lint(&format!("{BUREAU}{many}")).findings.len() <= 501);
}

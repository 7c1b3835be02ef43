//! A consolidated report beside the reports that it sums up, the roster, and `pubreport sum`.

use std::{fs, path::Path, process::Command};

use pubreport::{
    Beside, Library, Linter, Options,
    compare::Assembly,
    compare::Roster,
    diagnostic::{Lang, LocalizedReport},
    text::Source,
};
use tempfile::TempDir;

use crate::common::{changed, snapshot};

const REPORT: &str = include_str!("../../examples/cn-ogi-2021.yaml");
const OLD_FORM: &str = include_str!("../../examples/cn-ogi-2019.yaml");

fn linter() -> Linter {
    Linter::new(Library::default(), Options::default()).unwrap()
}

/// The example as the report of another body, with so many licences.
fn body(name: &str, licences: u32) -> String {
    let text = REPORT.replace("平顶山市司法局", name);
    changed(&text, &[("decisions: 224", &format!("decisions: {licences}"))])
}

/// A consolidated report with so many licences, and three times the example's other figures.
fn city(licences: u32) -> String {
    let text = body("甲市人民政府", licences).replace("scope: own", "scope: consolidated");
    let text = text
        .replace("total: 2}", "total: 6}")
        .replace("natural_person: 2,", "natural_person: 6,");
    let text = text
        .replace("total: 1}", "total: 3}")
        .replace("natural_person: 1,", "natural_person: 3,");
    changed(&text, &[("in_force: 14", "in_force: 42")])
}

fn held(report: &str, members: &[(&str, &str)], roster: Option<Roster>) -> LocalizedReport {
    let linter = linter();
    let members = members.iter();
    let assembly = Assembly {
        members: members
            .map(|(path, text)| linter.member(&linter.open(path, text.as_bytes(), None)))
            .collect(),
        roster,
    };
    let beside = Beside {
        members: Some(&assembly),
        ..Beside::default()
    };
    let city = linter.open("city.yaml", report.as_bytes(), None);
    linter.judge(&city, &beside).localized(Lang::En)
}

fn told(report: &LocalizedReport) -> Vec<String> {
    let findings = report.findings.iter();
    let relevant = findings.filter(|finding| finding.rule.starts_with("roll-") || finding.rule.starts_with("member"));
    relevant
        .map(|finding| format!("{}: {}", finding.rule, finding.message))
        .collect()
}

#[test]
fn a_sum_that_is_too_small_names_the_members() {
    let bodies = [body("乙局", 100), body("丙局", 3), body("丁局", 20)];
    let members = [("b.yaml", &*bodies[0]), ("c.yaml", &bodies[1]), ("d.yaml", &bodies[2])];
    assert_eq!(told(&held(&city(123), &members, None)), [""; 0]);
    assert_eq!(told(&held(&city(900), &members, None)), [""; 0]);
    assert_eq!(
        told(&held(&city(110), &members, None)),
        [
            "roll-lower-bound: Table 2 Administrative licences Decisions this year is 110, 13 less than the 123 of the 3 reports given; the largest: 乙局 100, 丁局 20, 丙局 3"
        ]
    );
    // What is missing from a member makes the sum smaller, and never a defect.
    let poor = "schema: cn-ogi-2021\nagency: {name: 戊局, level: department}\nyear: 2023\nproactive: {licensing: {decisions: 很多}}\n";
    assert_eq!(told(&held(&city(123), &[members[0], ("e.yaml", poor)], None)), [""; 0]);
}

#[test]
fn a_report_on_the_agency_itself_is_no_sum() {
    let own = body("甲市人民政府", 1);
    let report = held(&own, &[("b.yaml", &body("乙局", 100))], None);
    assert_eq!(report.findings[0].rule, "roll-scope");
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.findings[0].path, "/agency/scope");
}

#[test]
fn members_that_do_not_count_are_told_once_each() {
    let again = body("乙局", 7);
    let last_year = changed(&body("丁局", 5), &[("year: 2023", "year: 2022")]);
    let city = city(100);
    let members = [
        ("b.yaml", &*body("乙局", 100)),
        ("b2.yaml", &again),
        ("bad.yaml", "a: ["),
        ("copy.yaml", &city),
        ("d.yaml", &last_year),
        ("old.yaml", OLD_FORM),
    ];
    assert_eq!(
        told(&held(&city, &members, None)),
        [
            "member-left-out: b2.yaml is not included in the sums: its agency already has a report (b.yaml)",
            "member-left-out: bad.yaml is not included in the sums: cannot be read (line 1: the file cannot be read past this point: a bracket is not closed)",
            "member-left-out: copy.yaml is not included in the sums: same agency and scope as this report (甲市人民政府)",
            "member-left-out: d.yaml is not included in the sums: different year (2022)",
            "member-left-out: old.yaml is not included in the sums: different form (cn-ogi-2019)",
        ]
    );
}

fn roster(name: &str, text: &str) -> Roster {
    Roster::read(Source::new(name, text)).unwrap()
}

#[test]
fn a_roster_says_who_is_missing_and_who_does_not_belong() {
    let csv =
        "agency,level,expected\n乙局,department,yes\n丙 局,county_government,\n丁局,,no\n\"戊局\",department,是\n";
    let yaml = "agencies: [{agency: 乙局, level: department}, {agency: 丙局, level: county_government}, {agency: 丁局, expected: no}, {agency: 戊局, expected: true}]\n";
    let members = [
        ("b.yaml", &*body("乙局", 1)),
        ("c.yaml", &body("丙局", 1)),
        ("d.yaml", &body("丁局", 1)),
        ("f.yaml", &body("己局", 1)),
    ];
    for roster in [roster("r.csv", csv), roster("r.yaml", yaml)] {
        assert_eq!(
            told(&held(&city(9), &members, Some(roster))),
            [
                "member-left-out: d.yaml is not included in the sums: excluded by the roster (丁局)",
                "member-left-out: f.yaml is not included in the sums: not on the roster (己局)",
                "member-other-level: c.yaml is from a department; the roster lists county_government",
                "members-missing: no report from 1 of the agencies on the roster: 戊局",
            ]
        );
    }
}

#[test]
fn equality_is_asked_only_where_everything_is_at_hand() {
    let members = [
        ("b.yaml", &*body("乙局", 1)),
        ("c.yaml", &body("丙局", 1)),
        ("d.yaml", &body("丁局", 1)),
    ];
    let list = |complete: bool, more: &str| {
        let text =
            format!("complete: {complete}\nagencies: [{{agency: 乙局}}, {{agency: 丙局}}, {{agency: 丁局}}{more}]\n");
        Some(roster("r.yaml", &text))
    };
    let equality = |report: &LocalizedReport| {
        told(report)
            .iter()
            .filter(|told| told.starts_with("roll-equality"))
            .count()
    };
    assert_eq!(equality(&held(&city(9), &members, list(true, ""))), 1);
    assert_eq!(equality(&held(&city(3), &members, list(true, ""))), 0);
    assert_eq!(equality(&held(&city(9), &members, list(false, ""))), 0);
    assert_eq!(equality(&held(&city(9), &members, list(true, ", {agency: 戊局}"))), 0);
}

#[test]
fn a_broken_roster_is_told_at_its_place() {
    for (name, text, line) in [
        ("r.csv", "agency,level,expected\n乙局,,yes\n丙局,,maybe\n", 3),
        ("r.csv", "name\n乙局\n", 2),
        ("r.yaml", "agencies:\n  - {agency: 乙局}\n  - {agncy: 丙局}\n", 3),
        ("r.yaml", "agencies: [\n", 1),
    ] {
        let errors = Roster::read(Source::new(name, text)).unwrap_err();
        let at = errors.source.position(errors.errors[0].span.start);
        assert!(at.line >= line, "{text}: {errors}");
    }
}

/// A folder with three bodies' reports.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, licences) in [("乙局", 100), ("丙局", 3), ("丁局", 20)] {
        fs::write(folder.path().join(format!("{name}.yaml")), body(name, licences)).unwrap();
    }
    folder
}

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pubreport"))
        .args(args)
        .args(["--lang", "en"])
        .current_dir(folder)
        .env("COLUMNS", "80")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn sums_are_written_and_agree_with_what_they_sum_up() {
    let folder = folder();
    let folder = folder.path();
    let sum = [
        "sum",
        ".",
        "--agency",
        "甲市人民政府",
        "--set",
        "agency.scope=consolidated",
        "-o",
        "city.yaml",
    ];
    let (code, _, said) = run(folder, &sum);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    let text = fs::read_to_string(folder.join("city.yaml")).unwrap();
    assert!(text.contains("decisions: 123 "), "{text}");
    assert!(text.contains("received:    {natural_person: 6,"), "{text}");
    // What does not add up is left to the clerk.
    assert!(
        text.contains("\n  after_reconsideration: {upheld: , ") || text.contains("after_reconsideration: {upheld:"),
        "{text}"
    );
    let (code, printed, _) = run(folder, &["lint", "city.yaml", "--members", ".", "--format", "short"]);
    assert_eq!(code, Some(1), "a skeleton is no finished report");
    assert!(!printed.contains("roll-") && !printed.contains("member"), "{printed}");
    assert!(!printed.contains("req-"), "{printed}");

    let (code, _, said) = run(folder, &sum);
    assert_eq!(code, Some(2));
    assert!(said.contains("city.yaml already exists"), "{said}");
    assert_eq!(run(folder, &[&sum[..], &["--force"]].concat()).0, Some(0));
    assert_eq!(fs::read_to_string(folder.join("city.yaml")).unwrap(), text);
}

#[test]
fn what_has_no_sum_is_refused() {
    let folder = folder();
    let folder = folder.path();
    let empty = changed(&body("戊局", 1), &[("decisions: 1}", "decisions: ''}")]);
    fs::write(folder.join("戊局.yaml"), empty).unwrap();
    let (code, printed, said) = run(folder, &["sum", "."]);
    assert_eq!(code, Some(0));
    assert!(printed.contains("decisions: 123 "), "{printed}");
    assert_eq!(
        said,
        "./戊局.yaml has no number in 1 cell(s): proactive.licensing.decisions\n"
    );
    fs::write(folder.join("old.yaml"), OLD_FORM).unwrap();
    let (code, printed, said) = run(folder, &["sum", "."]);
    assert_eq!((code, printed.as_str()), (Some(2), ""));
    assert!(said.contains("./old.yaml: cn-ogi-2019, 2020"), "{said}");
    fs::write(folder.join("old.yaml"), "a: [").unwrap();
    let (code, _, said) = run(folder, &["sum", "."]);
    assert_eq!(code, Some(2));
    assert!(said.contains("./old.yaml: line 1"), "{said}");
    let (code, ..) = run(folder, &["lint", ".", "--members", "."]);
    assert_eq!(code, Some(2));
}

#[test]
fn thousands_of_members_are_fine() {
    let linter = linter();
    let members = (0..3_000).map(|at| {
        let text = format!(
            "schema: cn-ogi-2021\nagency: {{name: 第{at}局, level: department}}\nyear: 2023\nproactive: {{licensing: {{decisions: {at}}}}}\n"
        );
        linter.member(&linter.open(format!("{at}.yaml"), text.as_bytes(), None))
    });
    let assembly = Assembly {
        members: members.collect(),
        roster: None,
    };
    let beside = Beside {
        members: Some(&assembly),
        ..Beside::default()
    };
    let city = linter.open("city.yaml", city(4_498_499).as_bytes(), None);
    let report = linter.judge(&city, &beside).localized(Lang::En);
    assert_eq!(
        told(&report),
        [
            "roll-lower-bound: Table 2 Administrative licences Decisions this year is 4498499, 1 less than the 4498500 of the 3000 reports given; the largest: 第2999局 2999, 第2998局 2998, 第2997局 2997"
        ]
    );
}

#[test]
fn every_kind_of_finding_reads_well() {
    let folder = folder();
    let folder = folder.path();
    fs::create_dir(folder.join("m")).unwrap();
    for name in ["乙局", "丙局", "丁局"] {
        fs::rename(
            folder.join(format!("{name}.yaml")),
            folder.join(format!("m/{name}.yaml")),
        )
        .unwrap();
    }
    fs::write(folder.join("m/old.yaml"), OLD_FORM).unwrap();
    fs::write(folder.join("city.yaml"), city(110)).unwrap();
    fs::write(folder.join("own.yaml"), body("甲市人民政府", 110)).unwrap();
    fs::write(
        folder.join("roster.csv"),
        "agency,level,expected\n乙局,department,\n丙局,subdistrict,\n丁局,,\n戊局,,\n",
    )
    .unwrap();
    fs::write(folder.join("all.yaml"), "complete: true\nagencies: [{agency: 乙局}, {agency: 丙局}, {agency: 丁局}, {agency: 东屏市人民政府办公室, expected: no}]\n").unwrap();
    let mut text = String::new();
    for (lang, width) in [("zh", "80"), ("zh", "120"), ("en", "80")] {
        for args in [
            &["lint", "city.yaml", "--members", "m", "--roster", "roster.csv"][..],
            &["lint", "own.yaml", "--members", "m"],
        ] {
            let output = Command::new(env!("CARGO_BIN_EXE_pubreport"))
                .args(args)
                .args(["--lang", lang])
                .current_dir(folder)
                .env("COLUMNS", width)
                .env("LC_ALL", "C.UTF-8")
                .output()
                .unwrap();
            text.push_str(&format!(
                "$ {} ({width})\n{}\n",
                args.join(" "),
                String::from_utf8(output.stdout).unwrap()
            ));
        }
    }
    fs::write(folder.join("city.yaml"), city(130)).unwrap();
    let (_, printed, _) = run(folder, &["lint", "city.yaml", "--members", "m", "--roster", "all.yaml"]);
    text.push_str(&printed);
    snapshot("members__pretty", &text);
}

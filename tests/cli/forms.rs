//! A form of another country, in YAML alone, from the empty report to the printed one, by the real binary. What does not work for it
//! is a defect of the program, never of the form.

use crate::common::{Output, Run, folder, project, run, write};
use serde_json::Value;

const SCHEMA: &str = "tests/forms/water/schema.yaml";
const RULES: &str = "tests/forms/water/rules.yaml";
const REPORT: &str = "tests/forms/water/report.yaml";
const PREVIOUS: &str = "tests/forms/water/previous.yaml";
const BROKEN: &str = "tests/forms/water/broken.yaml";

/// The binary with the form and its rules.
fn water(args: &[&str]) -> Output {
    let form = ["--schema", SCHEMA, "--rules", RULES, "--lang", "en"];
    run(&[args, &form].concat())
}

/// The rules and places of the findings in a JSON verdict.
fn found(output: &Output) -> Vec<(String, String)> {
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let findings = output.findings();
    let found = findings
        .iter()
        .map(|finding| (text(finding, "rule"), text(finding, "path")));
    found.collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(rule, path): &(&str, &str)| ((*rule).to_owned(), (*path).to_owned());
    expected.iter().map(owned).collect()
}

#[test]
fn a_report_is_begun() {
    let new = |more: &[&str]| {
        let args = ["new", "--schema", SCHEMA, "--year", "2023", "--lang", "en"];
        run(&[&args, more].concat())
    };
    let begun = new(&["--agency", "Northwater Ltd.", "--set", "ownership=publicly owned"]).expect(0);
    for line in [
        "schema: water-statement",
        "supplier: \"Northwater Ltd.\"",
        "ownership: public",
        "period_year: 2023",
        "  total:           {q1: , q2: , q3: , q4: , total: }",
    ] {
        assert!(
            begun.stdout.lines().any(|found| found.starts_with(line)),
            "{line}\n{}",
            begun.stdout
        );
    }
    // What is blank is reported or passed over; nothing of it is foreign to the form.
    let dir = folder();
    let path = write(&dir, "begun.yaml", &begun.stdout);
    let lint = water(&["lint", path.to_str().unwrap(), "--format", "json"]);
    let foreign = |rule: &str| ["unknown-key", "not-allowed", "syntax-error"].contains(&rule);
    assert!(found(&lint).iter().all(|(rule, _)| !foreign(rule)), "{}", lint.stdout);
    // A value that the form does not list, a number in letters, a field of fields, a field that is none.
    for (set, says) in [
        (
            "ownership=pubic",
            "“Ownership” cannot be “pubic”; allowed: public (publicly owned), private (privately owned); did you mean “public”?",
        ),
        ("samples.chemical.q1=three", "“First” takes a whole number, not “three”"),
        (
            "signed_off=14.8.2024",
            "“Signed off on” takes a date such as 2024-01-31",
        ),
        ("samples=3", "holds other fields"),
        (
            "summry=x",
            "the form water-statement has no `summry`; did you mean “summary”?",
        ),
    ] {
        let refused = new(&["--set", set]).expect(2);
        assert!(refused.stderr.contains(says), "{set}: {}", refused.stderr);
    }
    // YAML is written to YAML only.
    let target = dir.path().join("begun.docx");
    let refused = new(&["-o", target.to_str().unwrap()]).expect(2);
    assert!(refused.stderr.contains("the output is YAML"), "{}", refused.stderr);
    assert!(!target.exists());
}

#[test]
fn a_report_is_linted() {
    let clean = water(&["lint", REPORT]).expect(0);
    assert!(clean.stdout.contains("nothing found"), "{}", clean.stdout);
    let broken = water(&["lint", BROKEN, "--format", "json"]).expect(1);
    let expected = [
        ("water-sections", "/measures"),
        ("not-allowed", "/ownership"),
        ("water-deadline", "/signed_off"),
        ("wrong-cell", "/complaints/received/taste"),
    ];
    assert_eq!(found(&broken), pairs(&expected), "{}", broken.stdout);
    let wrong_cell = &broken.findings()[3];
    assert_eq!(wrong_cell["fixes"][0]["edits"][0]["replacement"], "19");
}

#[test]
fn the_rules_are_tested() {
    let tested = run(&["rules", "test", RULES, "--schema", SCHEMA, "--lang", "en"]).expect(0);
    assert!(
        tested.stdout.contains("8 rules, 8 examples, 0 failed") && !tested.stdout.contains("period_year"),
        "{}",
        tested.stdout
    );
}

/// What is printed is read as it was: the same data, but for what is not printed.
#[test]
fn a_report_is_printed_and_read() {
    let dir = folder();
    let data = |text: &str| -> Value {
        let mut data: Value = serde_yaml::from_str(text).unwrap();
        data.as_object_mut().unwrap().remove("ownership");
        data
    };
    for name in ["page.html", "page.md", "page.docx", "page.txt"] {
        let page = dir.path().join(name);
        let page = page.to_str().unwrap();
        water(&["render", REPORT, "-o", page]).expect(0);
        let read = water(&["import", page]).expect(0);
        assert_eq!(read.stderr, "", "{name}");
        let (mut read, mut written) = (data(&read.stdout), data(&project(REPORT)));
        // A text ends with its last line.
        for data in [&mut read, &mut written] {
            for key in ["summary", "measures"] {
                data[key] = data[key].as_str().unwrap().trim_end().into();
            }
        }
        assert_eq!(read, written, "{name}");
        let linted = water(&["lint", page, "--format", "json"]).expect(0);
        assert_eq!(found(&linted), pairs(&[]), "{name}");
    }
    let shown = water(&["render", REPORT]).expect(0).stdout;
    for line in [
        "# Northwater Ltd. drinking water statement 2023",
        "Signed off on 14/8/2024",
        "## 1\\. Summary",
        "| Parameter | First | Second | Third | Fourth | Year |",
    ] {
        assert!(shown.lines().any(|found| found == line), "{line}\n{shown}");
    }
}

#[test]
fn a_report_is_compared_with_last_years() {
    let lint = |report: &str, previous: &str| water(&["lint", report, "--previous", previous, "--format", "json"]);
    assert_eq!(found(&lint(REPORT, PREVIOUS).expect(0)), pairs(&[]));
    let dir = folder();
    let changed = |from: &str, to: &str| {
        let text = project(PREVIOUS);
        assert!(text.contains(from), "{from}");
        let path = write(&dir, "changed.yaml", text.replace(from, to));
        path.to_str().unwrap().to_owned()
    };
    let open = changed(
        "carried_out: {taste:  2, pressure: 1, other: 1, total:  4}",
        "carried_out: {taste:  3, pressure: 1, other: 1, total:  5}",
    );
    let carried = [
        ("water-carried-over", "/complaints/carried_in/taste"),
        ("water-carried-over", "/complaints/carried_in/total"),
    ];
    assert_eq!(found(&lint(REPORT, &open).expect(1)), pairs(&carried));
    // A report of another year or of another supplier is not last year's.
    let older = changed("period_year: 2022", "period_year: 2021");
    assert_eq!(found(&lint(REPORT, &older))[0].0, "previous-other-year");
    let other = changed("supplier: Northwater Ltd.", "supplier: Southwater Ltd.");
    let verdict = lint(REPORT, &other);
    assert_eq!(found(&verdict)[0].0, "previous-other-agency");
    assert!(verdict.stdout.contains("Southwater Ltd."), "{}", verdict.stdout);
}

/// Rules of a pack for later years are not evaluated on an earlier report, whatever the key of the year.
#[test]
fn years_guard_rules() {
    let dir = folder();
    let pack = |from: i32| {
        let text = format!(
            "id: later\nextends: water-statement\ntitle: {{zh: 以后, en: later}}\nyears: {{from: {from}}}\nrules:\n\
             - id: later-sign\n  title: {{zh: 签发, en: signed}}\n  assert: signed_off <= date(period_year, 1, 1)\n  severity: error\n  \
             message: {{zh: 晚, en: late}}\n"
        );
        write(&dir, "later.yaml", text).to_str().unwrap().to_owned()
    };
    let lint = |pack: &str| {
        let form = ["--schema", SCHEMA, "--rules", RULES, "--rules", pack, "--no-config"];
        run(&[&["lint", REPORT, "--format", "json"][..], &form].concat())
    };
    assert_eq!(
        found(&lint(&pack(2023)).expect(1)),
        pairs(&[("later-sign", "/signed_off")])
    );
    assert_eq!(found(&lint(&pack(2024)).expect(0)), pairs(&[]));
    // A form that names no year has no years to tell apart.
    let schema = project(SCHEMA).replace("year: period_year, ", "");
    let schema = write(&dir, "schema.yaml", schema);
    let form = [
        "--schema",
        schema.to_str().unwrap(),
        "--rules",
        RULES,
        "--lang",
        "en",
        "--no-config",
    ];
    let refused = run(&[&["lint", REPORT][..], &form].concat()).expect(2);
    assert!(
        refused.stderr.contains("rules.yaml:4:1") && refused.stderr.contains("`year` in x-identity"),
        "{}",
        refused.stderr
    );
}

/// All that is wrong with a schema is told at once, each at its place.
#[test]
fn what_a_schema_names_is_looked_up() {
    let dir = folder();
    let wrong = [
        ("agency: supplier,", "agency: suplier,"),
        ("level: ownership", "kind: ownership"),
        ("set: {signed_off: [y, m, d]}", "set: {signed_of: [y, m, d]}"),
        ("numbering: '^[0-9]", "numbering: '^([0-9]"),
        ("title: '{supplier} drinking", "title: '{suppler} drinking"),
    ];
    let schema = wrong
        .iter()
        .fold(project(SCHEMA), |text, (from, to)| text.replace(from, to));
    write(&dir, "schema.yaml", schema);
    let shown = Run::new(&["schema", "show", "./schema.yaml", "--lang", "en"])
        .dir(&dir)
        .go()
        .expect(2);
    for says in [
        "there is no field `suplier`",
        "did you mean `supplier`?",
        "`x-identity` has no `kind`",
        "there is no field `signed_of`",
        "not a valid pattern",
        "there is no field `suppler`",
    ] {
        assert!(shown.stderr.contains(says), "{says}\n{}", shown.stderr);
    }
}

#[test]
fn reports_are_added_up() {
    let dir = folder();
    let other = project(REPORT)
        .replace("Northwater", "Southwater")
        .replace("ownership: public", "ownership: private");
    let other = write(&dir, "other.yaml", other);
    let other = other.to_str().unwrap();
    let sum = |more: &[&str]| water(&[&["sum", REPORT, other, "--agency", "Water Board"][..], more].concat());
    let summed = sum(&[]).expect(0).stdout;
    let data: Value = serde_yaml::from_str(&summed).unwrap();
    assert_eq!(data["supplier"], "Water Board");
    assert_eq!(data["period_year"], 2023);
    assert_eq!(data["complaints"]["received"]["taste"], 38);
    assert_eq!(data["complaints"]["resolved"]["total"]["total"], 80);
    assert_eq!(data["samples"]["total"]["total"], Value::Null, "not additive");
    // The kinds of bodies on a roster are those of the form, as codes or in words.
    let roster = |name: &str, text: &str| write(&dir, name, text).to_str().unwrap().to_owned();
    let words = roster(
        "good.csv",
        "agency,level\nNorthwater Ltd.,publicly owned\nSouthwater Ltd.,private\n",
    );
    sum(&["--roster", &words]).expect(0);
    for (name, text, place) in [
        (
            "bad.csv",
            "agency,level\nNorthwater Ltd.,public\nSouthwater Ltd.,privat\n",
            "bad.csv:3:1",
        ),
        (
            "bad.yaml",
            "agencies:\n- {agency: Northwater Ltd., level: public}\n- agency: Southwater Ltd.\n  level: privat\n",
            "bad.yaml:4:3",
        ),
    ] {
        let refused = sum(&["--roster", &roster(name, text)]).expect(2);
        assert!(refused.stderr.contains(place), "{}", refused.stderr);
        assert!(refused.stderr.contains("did you mean `private`?"), "{}", refused.stderr);
    }
}

/// What a form's own words for its codes are good for.
#[test]
fn official_words_stand_for_codes() {
    let new = |set: &str| run(&["new", "--year", "2024", "--agency", "甲市乙局", "--set", set]);
    let named = new("agency.level=地方政府部门").expect(0);
    assert!(named.stdout.contains("\n  level: department "), "{}", named.stdout);
    let refused = new("agency.level=县局").expect(2);
    assert!(
        refused
            .stderr
            .contains("“机关类别”不能填“县局”；可填：state_department（国务院部门）、"),
        "{}",
        refused.stderr
    );
    // In a report they are a slip whose correction is plain.
    let dir = folder();
    let report = project("examples/cn-ogi-2021.yaml").replacen("level: department", "level: 地方政府部门", 1);
    let path = write(&dir, "report.yaml", report);
    let linted = run(&["lint", path.to_str().unwrap(), "--format", "json"]).expect(1);
    assert_eq!(found(&linted)[0], pairs(&[("not-allowed", "/agency/level")])[0]);
    assert_eq!(
        linted.findings()[0]["fixes"][0]["edits"][0]["replacement"],
        "department"
    );
}

/// The commonest slip of whoever pastes prose: nothing before its lines.
#[test]
fn prose_without_indentation_is_called_that() {
    let dir = folder();
    let verdict = |text: &str, lang: &str| {
        let path = write(&dir, "report.yaml", text);
        run(&["lint", path.to_str().unwrap(), "--format", "short", "--lang", lang])
            .expect(1)
            .stdout
    };
    for prose in [
        "本年度认真贯彻条例。\n一、主动公开：共公开信息100条。\n",
        "\n本年度认真贯彻条例，无其他说明\n",
        "  第一段。\n第二段：没有缩进。\n",
    ] {
        let text = format!("schema: cn-ogi-2021\noverview: |\n{prose}problems: |\n  无。\n");
        let zh = verdict(&text, "zh");
        assert!(
            zh.contains("[syntax-error]") && zh.contains("正文每行前须空两格"),
            "{prose}: {zh}"
        );
    }
    let en = verdict(
        "schema: water-statement\nsummary: |\nWe supplied 3 towns\nyear: 1\n",
        "en",
    );
    assert!(
        en.contains(":3:1: error[syntax-error]") && en.contains("with two spaces"),
        "{en}"
    );
    // A key that lacks its colon stays one.
    let key = verdict("schema: cn-ogi-2021\noverview: |\n  概况。\nproblems\nyear: 1\n", "zh");
    assert!(!key.contains("每行前须空两格"), "{key}");
}

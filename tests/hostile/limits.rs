//! What exceeds a limit is said, with its place, and never passes: as many findings as nobody reads, patterns and schemas that multiply.

use std::fs;

use serde_json::Value;

use crate::common::{ROOT, Run, folder, project, write};

const EXAMPLE: &str = "examples/cn-ogi-2021.yaml";
const PACK: &str = "id: own\nextends: cn-ogi-2021\ntitle: {zh: 甲, en: a}\n";

/// The findings of `r.yaml` in a folder, with the exit code and how long the output is.
fn findings(dir: &std::path::Path, args: &[&str]) -> (Option<i32>, Vec<Value>, usize) {
    let args = [&["lint", "--no-config", "--format", "json", "r.yaml"], args].concat();
    let output = Run::new(&args).dir(dir).go();
    (output.code, output.findings(), output.stdout.len())
}

fn of_rule<'f>(findings: &'f [Value], rule: &str) -> Vec<&'f Value> {
    findings.iter().filter(|finding| finding["rule"] == rule).collect()
}

/// What a run says, whatever lines it is broken into.
fn said(stderr: &str) -> String {
    stderr.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The valid report with another text in its first section.
fn stating(text: &str) -> String {
    let report = project(EXAMPLE);
    let (before, rest) = report.split_once("overview: |\n").unwrap();
    format!("{before}overview: |\n  {text}\n{}", &rest[rest.find("\n\n").unwrap()..])
}

#[test]
fn findings_beyond_the_limit_are_counted() {
    let dir = folder();
    let keys: String = (0..3000).map(|at| format!("k{at}: 1\n")).collect();
    write(&dir, "r.yaml", project(EXAMPLE) + &keys);
    let (code, found, bytes) = findings(dir.path(), &[]);
    assert_eq!(code, Some(1));
    assert_eq!(of_rule(&found, "unknown-key").len(), 500);
    let more = of_rule(&found, "more-findings");
    assert_eq!(more.len(), 1);
    assert_eq!(more[0]["message"], "另有2500处问题未列出");
    assert_eq!(more[0]["severity"], "error");
    assert!(bytes < 1 << 20, "{bytes}");

    write(&dir, "r.yaml", stating(&"本年新收政府信息公开申请9件。".repeat(3000)));
    let (code, found, bytes) = findings(dir.path(), &[]);
    assert_eq!(code, Some(1));
    assert!((1000..1002).contains(&found.len()), "{}", found.len());
    assert_eq!(of_rule(&found, "more-findings").len(), 1);
    assert!(bytes < 8 << 20, "{bytes}");
}

/// The gravest are told first, and what is told of the others is as grave as they are.
#[test]
fn an_error_behind_a_thousand_hints_fails_the_report() {
    let dir = folder();
    let rule = |id: usize, severity: &str| {
        format!(
            "- {{id: own-r{id}, title: {{zh: 甲, en: a}}, severity: {severity}, message: {{zh: 错, en: wrong}}, assert: year == {id}}}\n"
        )
    };
    let hints: String = (0..1500).map(|id| rule(id, "info")).collect();
    write(&dir, "r.yaml", project(EXAMPLE));
    for (last, code) in [("error", Some(1)), ("info", Some(0))] {
        write(&dir, "p.yaml", format!("{PACK}rules:\n{hints}{}", rule(1500, last)));
        let (exit, found, _) = findings(dir.path(), &["--rules", "p.yaml"]);
        assert_eq!(exit, code);
        let more = of_rule(&found, "more-findings");
        assert_eq!((more.len(), &more[0]["severity"]), (1, &Value::from(last)));
    }
}

#[test]
fn a_pattern_that_would_take_too_long_fails_the_report() {
    let dir = folder();
    let rule = "- {id: own-r, title: {zh: 甲, en: a}, severity: info, message: {zh: 错, en: wrong}, find: '[^。]{0,9000}[a-z]', in: [overview]}\n";
    write(&dir, "p.yaml", format!("{PACK}rules:\n{rule}"));
    write(&dir, "r.yaml", stating(&"一二三".repeat(100_000)));
    let (code, found, _) = findings(dir.path(), &["--rules", "p.yaml"]);
    assert_eq!(code, Some(1));
    let too_much = of_rule(&found, "too-much-work");
    assert_eq!(too_much.len(), 1, "{found:#?}");
    assert!(
        too_much[0]["message"].as_str().unwrap().ends_with("未核对完：own-r"),
        "{too_much:?}"
    );
    // A report of usual length is checked with it.
    write(&dir, "r.yaml", project(EXAMPLE));
    let (code, found, _) = findings(dir.path(), &["--rules", "p.yaml"]);
    assert_eq!((code, of_rule(&found, "too-much-work").len()), (Some(0), 0));
}

#[test]
fn patterns_that_cannot_be_compiled_do_not_load() {
    let claims = "claims:\n  words: {own_a: [甲乙丙], own_b: [丁戊己]}\n  define:\n    - {id: own, find: 'own_a ((own_a | own_b | x){0,300}){0,300} own_b'}\n";
    let rule = "rules:\n- {id: own-r, title: {zh: 甲, en: a}, severity: info, message: {zh: 错, en: wrong}, find: '(?:\\w{999}){999}', in: [overview]}\n";
    let dir = folder();
    for pack in [claims, rule] {
        write(&dir, "p.yaml", format!("{PACK}{pack}"));
        let report = format!("{ROOT}/{EXAMPLE}");
        let args = ["lint", "--no-config", "--rules", "p.yaml", "--lang", "en", &report];
        let output = Run::new(&args).dir(&dir).go().expect(2);
        assert!(output.stderr.starts_with("p.yaml:"), "{}", output.stderr);
        assert!(
            said(&output.stderr).contains("too large once its repetitions are unfolded"),
            "{}",
            output.stderr
        );
    }
    let schema = project("schema/cn-ogi-2021.yaml").replacen("numbering: ", "numbering: '(?:\\w{999}){999}' # ", 1);
    write(&dir, "s.yaml", schema);
    let output = Run::new(&["lint", "--no-config", "--schema", "s.yaml", EXAMPLE, "--lang", "en"])
        .dir(&dir)
        .go()
        .expect(2);
    assert!(
        said(&output.stderr).contains("too large once its repetitions are unfolded"),
        "{}",
        output.stderr
    );
}

/// Two alternatives in two alternatives, as deep as the report goes: each level would double the work.
#[test]
fn alternatives_within_alternatives_end() {
    let branch = "{properties: {x: {allOf: [{$ref: '#/$defs/t'}]}}}";
    let dir = folder();
    let schema = |each: &str| {
        format!(
            "$id: s\ntype: object\nproperties: {{schema: {{}}, a: {{allOf: [{{$ref: '#/$defs/t'}}]}}}}\n$defs: {{t: {{{each}: [{branch}, {branch}]}}}}\n"
        )
    };
    write(
        &dir,
        "r.yaml",
        format!("schema: s\na: {}1{}\n", "{x: ".repeat(40), "}".repeat(40)),
    );
    write(&dir, "s.yaml", schema("oneOf"));
    let (code, found, _) = findings(dir.path(), &["--schema", "s.yaml"]);
    assert_eq!(code, Some(1), "{found:#?}");
    assert_eq!(of_rule(&found, "too-much-work").len(), 1, "{found:#?}");
    // On one value they are refused with the schema.
    let types: String = (0..20)
        .map(|at| {
            format!(
                "  t{at}: {{oneOf: [{{allOf: [{{$ref: '#/$defs/t{0}'}}]}}, {{allOf: [{{$ref: '#/$defs/t{0}'}}]}}]}}\n",
                at + 1
            )
        })
        .collect();
    write(
        &dir,
        "s.yaml",
        format!(
            "$id: s\ntype: object\nproperties: {{schema: {{}}, a: {{$ref: '#/$defs/t0'}}}}\n$defs:\n{types}  t20: {{type: integer}}\n"
        ),
    );
    let output = Run::new(&["lint", "--no-config", "--schema", "s.yaml", "r.yaml", "--lang", "en"])
        .dir(&dir)
        .go()
        .expect(2);
    assert!(
        said(&output.stderr).contains("unfold to more than 1000 schemas"),
        "{}",
        output.stderr
    );
}

#[test]
fn many_reports_of_one_agency_are_counted_not_named() {
    let dir = folder();
    for at in 0..60 {
        fs::copy(format!("{ROOT}/{EXAMPLE}"), dir.path().join(format!("r{at:02}.yaml"))).unwrap();
    }
    let output = Run::new(&["lint", "--no-config", "--by-agency", "--format", "json", "."])
        .dir(&dir)
        .go();
    let json = output.json();
    for file in json["files"].as_array().unwrap() {
        let found = of_rule(file["findings"].as_array().unwrap(), "published-twice")[0]["message"]
            .as_str()
            .unwrap();
        assert!(
            found.contains("另有59份报告") && found.matches(".yaml").count() == 5,
            "{found}"
        );
    }
}

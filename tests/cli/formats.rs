//! Every output format, whole, on a report with planted defects.

use crate::common::{Run, folder, project, run, snapshot, write};
use serde_json::Value;

const BROKEN: &str = "examples/broken.yaml";

/// The output on the broken example, which fails in every format.
fn broken(width: &str, options: &[&str]) -> String {
    let args: Vec<&str> = ["lint", BROKEN].iter().chain(options).copied().collect();
    let output = Run::new(&args).env("COLUMNS", width).go().expect(1);
    assert_eq!(output.stderr, "");
    output.stdout
}

fn assert_valid(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn pretty_at_80() {
    snapshot("broken__pretty_zh_80", &broken("80", &[]));
}

#[test]
fn pretty_at_120() {
    snapshot("broken__pretty_zh_120", &broken("120", &[]));
}

#[test]
fn pretty_in_english() {
    snapshot("broken__pretty_en", &broken("100", &["--lang", "en"]));
}

#[test]
fn pretty_in_ascii() {
    let plain = broken("80", &["--theme", "ascii"]);
    snapshot("broken__pretty_ascii", &plain);
    assert!(!plain.contains(['─', '│', '╰', '╭', '┬', '…']));
    let by_locale = Run::new(&["lint", BROKEN])
        .env("LC_ALL", "zh_CN.GB18030")
        .go()
        .expect(1);
    assert_eq!(by_locale.stdout, plain, "a locale that is not UTF-8 gets ASCII frames");
    let utf8 = Run::new(&["lint", BROKEN]).env("LC_ALL", "zh_CN.UTF-8").go().expect(1);
    assert_eq!(utf8.stdout, broken("80", &["--theme", "unicode"]));
}

#[test]
fn pretty_in_colour() {
    let colour = broken("80", &["--color", "always"]);
    snapshot("broken__pretty_color", &colour);
    let codes = regex::Regex::new("\x1b\\[[0-9;]*m").unwrap();
    assert_eq!(
        codes.replace_all(&colour, ""),
        broken("80", &[]),
        "colour changes nothing but colour"
    );
    let forced = Run::new(&["lint", BROKEN]).env("CLICOLOR_FORCE", "1");
    assert_eq!(forced.go().stdout, colour);
    let refused = Run::new(&["lint", BROKEN])
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1");
    assert!(!refused.go().stdout.contains('\x1b'));
}

#[test]
fn short() {
    let text = broken("80", &["--format", "short"]);
    snapshot("broken__short_zh", &text);
    let line = regex::Regex::new(r"^examples/broken\.yaml:\d+:\d+: (错误|警告|提示)\[[a-z0-9-]+\] .").unwrap();
    assert!(text.lines().all(|text| line.is_match(text)), "{text}");
    snapshot(
        "broken__short_en",
        &broken("80", &["--format", "short", "--lang", "en"]),
    );
}

#[test]
fn what_lacks_data_is_counted_apart() {
    let text = project("examples/cn-ogi-2021.yaml");
    let dated = |line: &&str| line.starts_with("published:");
    let undated: String = text
        .lines()
        .filter(|line| !dated(line))
        .map(|line| line.to_owned() + "\n")
        .collect();
    let lint = |args: &[&str]| {
        let args: Vec<&str> = ["lint", "-"].iter().chain(args).copied().collect();
        Run::new(&args).stdin(undated.clone()).go().expect(0)
    };
    let output = lint(&["--format", "json"]);
    let findings = output.findings();
    assert_eq!(findings.len(), 1, "{}", output.stdout);
    assert_eq!(
        (&findings[0]["rule"], &findings[0]["severity"]),
        (&"fmt-published".into(), &"info".into())
    );
    let file = &output.json()["files"][0];
    let is_dated = |one: &&Value| one["reason"] == "缺少“发布日期”";
    let unevaluated = file["unevaluated"]
        .as_array()
        .unwrap()
        .iter()
        .filter(is_dated)
        .collect::<Vec<_>>();
    assert!(
        unevaluated.iter().any(|one| one["rule"] == "date-deadline"),
        "{}",
        output.stdout
    );
    assert_eq!(file["rules"]["lack_data"], unevaluated.len());
    let count = unevaluated.len();
    for (lang, words) in [
        ("zh", format!("{count}条缺数据未核对")),
        ("en", format!("{count} not checked for lack of data")),
    ] {
        let output = lint(&["--lang", lang]).stdout;
        let flat: Vec<&str> = output.split_whitespace().collect();
        assert!(
            flat.join(if lang == "zh" { "" } else { " " }).contains(&words),
            "{words}\n{output}"
        );
    }
}

#[test]
fn quiet() {
    snapshot("broken__pretty_quiet", &broken("80", &["--quiet"]));
    let short = broken("80", &["--quiet", "--format", "short"]);
    assert!(short.lines().all(|line| line.contains(": 错误[")), "{short}");
    assert_eq!(run(&["lint", "-q", "examples/cn-ogi-2021.yaml"]).expect(0).stdout, "");
}

#[test]
fn json() {
    let text = broken("80", &["--format", "json"]);
    snapshot("broken__json_zh", &text);
    let schema = run(&["schema", "output"]).expect(0).json();
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_valid(&schema, &value);
    // The snapshot leaves out which rules were not evaluated; why is said of each.
    let unevaluated = value["files"][0]["unevaluated"].as_array().unwrap();
    for (rule, reason) in [
        ("roll-scope", "规则的适用条件不成立"),
        ("date-period", "报告中没有须核对的内容"),
        ("xy-carry", "未提供上年报告"),
        ("pro-nonneg", "“表二 行政许可 本年处理决定数量”的内容类型不符"),
    ] {
        let one = unevaluated.iter().find(|one| one["rule"] == rule).unwrap();
        assert_eq!(one["reason"], reason, "{rule}");
    }
    for example in ["cn-ogi-2019.yaml", "cn-ogi-2021.json", "no-such-file.yaml"] {
        let output = run(&["lint", "--format", "json", &format!("examples/{example}")]);
        assert_valid(&schema, &output.json());
    }
}

#[test]
fn sarif() {
    let text = broken("80", &["--format", "sarif"]);
    snapshot("broken__sarif_zh", &text);
    // One pattern of the published schema is none: a bracket that nothing opens.
    let schema = project("tests/data/sarif-schema-2.1.0.json").replace("{2}]?$", "{2}?$");
    let schema = serde_json::from_str(&schema).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_valid(&schema, &value);
    let run_of = &value["runs"][0];
    let rules = run_of["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run_of["results"].as_array().unwrap() {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result}");
    }
    let clean = run(&[
        "lint",
        "--format",
        "sarif",
        "examples/cn-ogi-2021.yaml",
        "no-such-file.yaml",
    ])
    .expect(2);
    assert_valid(&schema, &clean.json());
}

#[test]
fn github() {
    let text = broken("80", &["--format", "github"]);
    snapshot("broken__github_zh", &text);
    assert!(text.lines().all(|line| line.starts_with("::")), "{text}");
}

#[test]
fn gitlab() {
    let text = broken("80", &["--format", "gitlab"]);
    snapshot("broken__gitlab_zh", &text);
    let issues: Vec<Value> = serde_json::from_str(&text).unwrap();
    let mut prints: Vec<_> = issues.iter().map(|issue| issue["fingerprint"].to_string()).collect();
    prints.sort();
    prints.dedup();
    assert_eq!(prints.len(), issues.len(), "every issue has a fingerprint of its own");
}

#[test]
fn junit() {
    let text = broken("80", &["--format", "junit"]);
    snapshot("broken__junit_zh", &text);
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    let (mut depth, mut elements) = (0, 0);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(_) => {
                depth += 1;
                elements += 1;
            }
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    assert!(elements > 10);
}

/// Every format tells of the same findings at the same places.
#[test]
fn formats_agree() {
    let short = broken("80", &["--format", "short"]).lines().count();
    let json: Value = serde_json::from_str(&broken("80", &["--format", "json"])).unwrap();
    let sarif: Value = serde_json::from_str(&broken("80", &["--format", "sarif"])).unwrap();
    let gitlab: Vec<Value> = serde_json::from_str(&broken("80", &["--format", "gitlab"])).unwrap();
    let github = broken("80", &["--format", "github"]).lines().count();
    let pretty = broken("80", &[]);
    let heads = pretty.lines().filter(|line| line.starts_with("examples/")).count();
    let found = json["files"][0]["findings"].as_array().unwrap().len();
    let results = sarif["runs"][0]["results"].as_array().unwrap().len();
    assert_eq!([short, results, gitlab.len(), github, heads], [found; 5]);
}

#[test]
fn valid_reports_pass() {
    for example in [
        "cn-ogi-2019.yaml",
        "cn-ogi-2021.yaml",
        "cn-ogi-2021-city.yaml",
        "cn-ogi-2021.json",
        "cn-gansu-wuwei-2025.yaml",
    ] {
        let output = run(&["lint", &format!("examples/{example}"), "--fail-on", "warning"]).expect(0);
        assert!(output.stdout.contains("没有发现问题"), "{example}: {}", output.stdout);
    }
    let text = run(&["lint", "examples/cn-ogi-2021.yaml", "--lang", "en"])
        .expect(0)
        .stdout;
    snapshot("valid__pretty_en", &text);
}

/// What most reports have is told of the first of many and counted of the others, but never where it decides.
#[test]
fn what_every_report_has_is_told_once() {
    let dir = folder();
    let report = project("examples/cn-ogi-2021.yaml").replace("published: 2024-01-24\n", "");
    for name in ["a.yaml", "b.yaml", "c.yaml"] {
        write(&dir, name, &report);
    }
    let lint = |options: &[&str], code: i32| {
        let args = [&["lint", "."], options].concat();
        Run::new(&args).dir(&dir).go().expect(code).stdout
    };
    for format in ["short", "pretty"] {
        let told = lint(&["--format", format], 0);
        assert_eq!(told.matches("[fmt-published]").count(), 2, "{told}");
        assert!(
            told.contains("\n另有2份报告同样：提示[fmt-published] 未载明公布日期"),
            "{told}"
        );
        let decides = lint(&["--format", format, "--fail-on", "info"], 1);
        assert_eq!(decides.matches("[fmt-published]").count(), 3, "{decides}");
        let quiet = lint(&["--format", format, "--quiet"], 0);
        assert_eq!(quiet, "");
    }
    let json = lint(&["--format", "json"], 0);
    assert_eq!(
        json.matches("\"rule\":\"fmt-published\"").count(),
        3,
        "a machine is told all"
    );
}

/// Several findings of one rule in one part are one, with each place marked.
#[test]
fn findings_that_belong_together_are_joined() {
    let text = "甲县乙局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n\
        信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数\n规章 | 0 | 0 | 0\n行政规范性文件 | 1 | 2 | 3 | 4\n\
        信息内容 | 本年处理决定数量\n行政许可 | 5 | 6\n行政处罚 | 0\n六、其他需要报告的事项\n没有收取信息处理费。\n";
    let dir = folder();
    write(&dir, "report.txt", text);
    for lang in ["zh", "en"] {
        let output = Run::new(&["lint", "report.txt", "--lang", lang])
            .dir(&dir)
            .go()
            .expect(1);
        snapshot(&format!("joined__pretty_{lang}"), &output.stdout);
    }
}

//! Every command and flag, on the real binary.

use crate::common::{Run, cells, folder, project, run, snapshot, write};

#[test]
fn help_of_every_command() {
    let commands = [
        "",
        "lint",
        "explain",
        "rules",
        "rules list",
        "rules test",
        "rules schema",
        "schema",
        "schema list",
        "schema show",
        "schema output",
        "schema config",
        "new",
        "completions",
    ];
    let mut text = String::new();
    for command in commands {
        let args: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        text.push_str(&format!(
            "$ pubreport {}\n{}\n",
            args.join(" "),
            run(&args).expect(0).stdout
        ));
    }
    snapshot("help", &text);
}

#[test]
fn wrong_calls() {
    for args in [
        vec![],
        vec!["lint"],
        vec!["lnit", "x.yaml"],
        vec!["lint", "x.yaml", "--format", "xml"],
        vec!["lint", "x.yaml", "--fail-on", "fatal"],
        vec!["lint", "x.yaml", "--jobs", "0"],
        vec!["new", "--agency", "甲市乙局"],
    ] {
        let output = run(&args).expect(2);
        assert_eq!(output.stdout, "", "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
    assert!(run(&["--version"]).expect(0).stdout.contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn explain() {
    snapshot(
        "explain__zh",
        &run(&["explain", "req-balance", "--rules", "cn-ogi-2021"])
            .expect(0)
            .stdout,
    );
    snapshot(
        "explain__en",
        &run(&["explain", "date-deadline", "--lang", "en"]).expect(0).stdout,
    );
    let own = ["explain", "foi-balance"].iter().chain(&crate::packs::FOI);
    assert!(
        run(&own.copied().collect::<Vec<_>>())
            .expect(0)
            .stdout
            .contains("open_at_start + received")
    );
    let unknown = run(&["explain", "req-balnce"]).expect(2);
    assert_eq!(
        (unknown.stdout.as_str(), unknown.stderr.as_str()),
        ("", "pubreport: 没有规则 `req-balnce`，是否应为 `req-balance`？\n")
    );
    let unknown = run(&["explain", "req-balnce", "--lang", "en"]).expect(2);
    assert_eq!(
        unknown.stderr,
        "pubreport: there is no rule `req-balnce`; did you mean `req-balance`?\n"
    );
    assert_eq!(
        run(&["explain", "zzz", "--lang", "en"]).expect(2).stderr,
        "pubreport: there is no rule `zzz`\n"
    );
}

/// Whatever a finding shows in brackets can be explained.
#[test]
fn every_rule_is_explained() {
    let list = run(&["rules", "list", "--format", "json", "--lang", "en"])
        .expect(0)
        .json();
    let reference = run(&["rules", "list", "--format", "markdown", "--lang", "en"])
        .expect(0)
        .stdout;
    assert!(list.as_array().unwrap().len() > 40);
    for rule in list.as_array().unwrap() {
        let id = rule["id"].as_str().unwrap();
        assert!(reference.contains(&format!("### {id}\n")), "{id}");
        assert!(!rule["title"].as_str().unwrap().is_empty(), "{id}");
    }
    let findings = run(&["lint", "examples/broken.yaml", "--format", "json"]).findings();
    for finding in findings {
        assert!(
            list.as_array()
                .unwrap()
                .iter()
                .any(|rule| rule["id"] == finding["rule"]),
            "{finding}"
        );
    }
}

#[test]
fn rules_list_and_test() {
    let zh = run(&["rules", "list"]).expect(0).stdout;
    assert_eq!(
        zh,
        run(&["rules", "list", "cn-ogi-2021", "--lang", "zh"]).expect(0).stdout
    );
    assert!(zh.lines().any(|line| line.starts_with("error   req-balance ")), "{zh}");
    assert!(
        zh.lines().any(|line| line.starts_with("off     txt-overview-length ")),
        "{zh}"
    );
    let unknown = run(&["rules", "list", "cn-ogi-2020"]).expect(2);
    assert_eq!(unknown.stdout, "");
    let tested = run(&[
        "rules",
        "test",
        "cn-ogi-2021",
        "cn-ogi-2019",
        "document",
        "--lang",
        "en",
    ])
    .expect(0)
    .stdout;
    assert_eq!(tested.matches(" 0 failed").count(), 3, "{tested}");
}

#[test]
fn printed_schemas_are_schemas() {
    for args in [["rules", "schema"], ["schema", "output"], ["schema", "config"]] {
        let schema = run(&args).expect(0).json();
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{args:?}");
        jsonschema::validator_for(&schema).unwrap();
    }
    let packs = jsonschema::validator_for(&run(&["rules", "schema"]).json()).unwrap();
    for pack in [
        "rules/cn-ogi-2021.yaml",
        "rules/cn-ogi-common.yaml",
        "rules/document.yaml",
        "tests/foi/rules.yaml",
    ] {
        let value: serde_json::Value = serde_yaml::from_str(&project(pack)).unwrap();
        let errors: Vec<String> = packs.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{pack}: {errors:?}");
    }
}

#[test]
fn schema_list_and_show() {
    let list = run(&["schema", "list"]).expect(0).stdout;
    assert_eq!(
        list.lines()
            .map(|line| line.split("  ").next().unwrap())
            .collect::<Vec<_>>(),
        ["cn-ogi-2021", "cn-ogi-2019"]
    );
    assert_eq!(
        run(&["schema", "show", "cn-ogi-2021", "--format", "yaml"])
            .expect(0)
            .stdout,
        project("schema/cn-ogi-2021.yaml")
    );
    snapshot(
        "schema_show__foi",
        &run(&["schema", "show", "tests/foi/schema.yaml", "--lang", "en"])
            .expect(0)
            .stdout,
    );
    let unknown = run(&["schema", "show", "cn-ogi-2012"]).expect(2);
    assert!(
        unknown.stderr.contains("`cn-ogi-2012`") && unknown.stdout.is_empty(),
        "{}",
        unknown.stderr
    );
}

#[test]
fn a_new_report_asks_for_what_is_to_be_filled_in() {
    let skeleton = run(&[
        "new",
        "--year",
        "2024",
        "--agency",
        "某市民政局",
        "--set",
        "agency.level=department",
    ])
    .expect(0)
    .stdout;
    snapshot("new__zh", &skeleton);
    let output = Run::new(&["lint", "--format", "json", "-"])
        .stdin(skeleton)
        .go()
        .expect(1);
    let mut rules: Vec<String> = output
        .findings()
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap().to_owned())
        .collect();
    rules.sort();
    rules.dedup();
    assert_eq!(
        rules,
        [
            "cell-blank",
            "fmt-published",
            "fmt-sections",
            "table-blank",
            "total-missing"
        ],
        "nothing but blanks"
    );
}

#[test]
fn a_new_report_filled_in_is_clean() {
    let texts = [
        ("agency.level", "department"),
        ("agency.scope", "own"),
        ("title", "某市民政局2024年政府信息公开工作年度报告"),
        ("published", "2025-01-20"),
        ("period.start", "2024-01-01"),
        ("period.end", "2024-12-31"),
        ("preamble", "根据国办公开办函〔2021〕30号编制：“本报告”。"),
        (
            "overview",
            "主动公开100条；依申请公开没有收到申请；政府信息管理按月清理；平台改版；监督保障列入考核。",
        ),
        (
            "problems",
            "上年问题已整改。主要问题是政策解读形式单一，下一步将配发图解，按月检查栏目更新，结果列入考核。",
        ),
        ("other_matters", "没有收取信息处理费。"),
    ];
    let numbers = cells("cn-ogi-2021").into_iter().map(|cell| format!("{cell}=0"));
    let sets = texts
        .iter()
        .map(|(path, value)| format!("{path}={value}"))
        .chain(numbers);
    let dir = folder();
    let mut args: Vec<String> = [
        "new",
        "--year",
        "2024",
        "--agency",
        "某市民政局",
        "--output",
        "new.yaml",
    ]
    .map(str::to_owned)
    .to_vec();
    args.extend(sets.flat_map(|set| ["--set".to_owned(), set]));
    let output = Run::new(&args).dir(&dir).go().expect(0);
    assert_eq!(output.stdout, "");
    let linted = Run::new(&["lint", "new.yaml", "--format", "short", "--fail-on", "warning"])
        .dir(&dir)
        .go()
        .expect(0);
    let rules: Vec<&str> = linted
        .stdout
        .lines()
        .filter_map(|line| line.split(['[', ']']).nth(1))
        .collect();
    assert_eq!(
        rules,
        ["req-all-zero"],
        "a year without requests is worth a second look: {}",
        linted.stdout
    );
    // A file that is there is never overwritten.
    let before = std::fs::read(dir.path().join("new.yaml")).unwrap();
    let again = Run::new(&["new", "--year", "2023", "--agency", "x", "-o", "new.yaml"])
        .dir(&dir)
        .go()
        .expect(2);
    assert_eq!(again.stderr, "pubreport: new.yaml 已经存在，没有改动\n");
    assert_eq!(std::fs::read(dir.path().join("new.yaml")).unwrap(), before);
}

#[test]
fn new_refuses_what_it_does_not_know() {
    let year = run(&["new", "--year", "2018", "--agency", "x", "--lang", "en"]).expect(2);
    assert_eq!(
        year.stderr,
        "pubreport: no form is in force for 2018; name one with --schema\n"
    );
    let path = run(&[
        "new",
        "--year",
        "2024",
        "--agency",
        "x",
        "--set",
        "agency.levle=department",
    ])
    .expect(2);
    assert!(path.stderr.contains("agency.level"), "{}", path.stderr);
    let old = run(&["new", "--year", "2020", "--agency", "x"]).expect(0);
    assert!(old.stdout.contains("schema: cn-ogi-2019"));
    let named = run(&[
        "new",
        "--year",
        "2024",
        "--agency",
        "x",
        "--schema",
        "cn-ogi-2019",
        "--lang",
        "en",
    ])
    .expect(0);
    assert!(named.stdout.contains("Natural persons"));
}

#[test]
fn completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&["completions", shell]).expect(0).stdout;
        assert!(
            script.contains("pubreport") && script.contains("stdin-filename"),
            "{shell}"
        );
    }
    let script = run(&["completions", "bash"]).stdout;
    let dir = folder();
    let path = write(&dir, "pubreport.bash", script);
    let checked = std::process::Command::new("bash").arg("-n").arg(path).status();
    assert!(checked.is_ok_and(|status| status.success()) || cfg!(not(unix)));
}

/// Standard input is read once, and has its place among the reports of its agency all the same.
#[test]
fn standard_input_is_paired_too() {
    let last = "examples/cn-ogi-2021-2022.yaml";
    let rules = |args: &[&str]| {
        let args = [&["lint", "--no-config", "--format", "json"], args].concat();
        let output = Run::new(&args).stdin(project("examples/cn-ogi-2021.yaml")).go();
        output.expect(0).json()["files"][0]["rules"].clone()
    };
    let paired = rules(&["-", last, "-", "--by-agency"]);
    assert_eq!(paired, rules(&["-", "--previous", last]));
    assert_ne!(paired, rules(&["-"]));
}

#[test]
fn a_dash_is_standard_output() {
    let dir = folder();
    write(&dir, "r.yaml", project("examples/cn-ogi-2021.yaml"));
    for args in [
        &["import", "r.yaml", "-o", "-"][..],
        &["render", "r.yaml", "-o", "-"],
        &["new", "--year", "2024", "--agency", "甲局", "-o", "-"],
        &["sum", "r.yaml", "-o", "-"],
    ] {
        let output = Run::new(args).dir(&dir).go().expect(0);
        assert!(output.stdout.contains('#'), "{args:?}: {}", output.stdout);
        assert!(!dir.path().join("-").exists(), "{args:?}");
    }
}

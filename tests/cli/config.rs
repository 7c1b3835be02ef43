//! `pubreport.yaml`, and which files a run takes.

use std::path::Path;

use pubreport::output::Format;

use crate::common::{Output, Run, folder, project, snapshot, write};

/// A folder with the broken and a clean report and a configuration.
fn place(config: &str) -> tempfile::TempDir {
    let dir = folder();
    write(&dir, "broken.yaml", project("examples/broken.yaml"));
    write(&dir, "clean.yaml", project("examples/cn-ogi-2021.yaml"));
    write(&dir, "pubreport.yaml", config);
    dir
}

fn lint(dir: &Path, args: &[&str]) -> Output {
    let args: Vec<&str> = ["lint", "--format", "short"].iter().chain(args).copied().collect();
    Run::new(&args).dir(dir).go()
}

/// The rules named in brackets, line by line.
fn rules(output: &Output) -> Vec<&str> {
    let lines = output.stdout.lines();
    lines.map(|line| line.split(['[', ']']).nth(1).unwrap_or("")).collect()
}

#[test]
fn fail_on_and_lang() {
    let dir = place("fail_on: never\nlang: en\n");
    let output = lint(dir.path(), &["broken.yaml"]).expect(0);
    assert!(output.stdout.contains("published on 2025-02-05"), "{}", output.stdout);
    // The command line wins.
    let output = lint(dir.path(), &["broken.yaml", "--fail-on", "error", "--lang", "zh"]).expect(1);
    assert!(output.stdout.contains("2025-02-05公布"), "{}", output.stdout);
    // A filer's configuration does not count at the gate.
    lint(dir.path(), &["broken.yaml", "--no-config"]).expect(1);
}

#[test]
fn values_that_a_place_gives() {
    let dir = folder();
    let report = project("examples/cn-ogi-2021.yaml").replace("  level: department\n", "");
    write(
        &dir,
        "r.yaml",
        report.replace("published: 2024-01-24", "published: 2024-02-03"),
    );
    assert_eq!(rules(&lint(dir.path(), &["r.yaml"]).expect(1)), ["date-deadline"]);
    write(&dir, "pubreport.yaml", "set: {agency.level: 乡镇政府}\n");
    let configured = lint(dir.path(), &["r.yaml"]).expect(0);
    assert!(
        configured.stdout.contains("提示[date-deadline]"),
        "{}",
        configured.stdout
    );
    // The command line wins.
    lint(dir.path(), &["r.yaml", "--set", "agency.level=department"]).expect(1);
    write(
        &dir,
        "pubreport.yaml",
        "# 本镇\nset:\n  agency.level: 乡镇\n  agency.kind: x\n",
    );
    let wrong = lint(dir.path(), &["r.yaml"]).expect(2);
    for place in [
        "pubreport.yaml:3:3",
        "“机关类别”不能填“乡镇”",
        "pubreport.yaml:4:3",
        "`agency.kind`",
    ] {
        assert!(wrong.stderr.contains(place), "{place}: {}", wrong.stderr);
    }
}

#[test]
fn the_nearest_configuration_counts() {
    let dir = place("fail_on: never\n");
    write(&dir, "local/pubreport.yaml", "# nothing asked\n");
    write(&dir, "local/broken.yaml", project("examples/broken.yaml"));
    lint(dir.path(), &["local/broken.yaml"]).expect(1);
    lint(&dir.path().join("local"), &["broken.yaml"]).expect(1);
    std::fs::remove_file(dir.path().join("local/pubreport.yaml")).unwrap();
    lint(dir.path(), &["local/broken.yaml"]).expect(0);
    lint(&dir.path().join("local"), &["broken.yaml"]).expect(0);
    // A repository ends at its root.
    std::fs::create_dir(dir.path().join("local/.git")).unwrap();
    lint(&dir.path().join("local"), &["broken.yaml"]).expect(1);
    let from_stdin = |name: &str| {
        let run = Run::new(&["lint", "-", "--stdin-filename", name]).dir(&dir);
        run.stdin(project("examples/broken.yaml")).go()
    };
    let output = from_stdin("some.yaml").expect(0);
    assert!(output.stdout.starts_with("some.yaml:15:12: "), "{}", output.stdout);
    from_stdin("local/some.yaml").expect(1);
}

#[test]
fn packs_and_schemas() {
    let dir = place("packs: [rules/own.yaml]\n");
    let own = "id: own\nextends: cn-ogi-2021\ntitle: {zh: 本地, en: local}\nrules: []\noverrides:\n  date-deadline: {off: 本市另有规定}\n";
    write(&dir, "rules/own.yaml", own);
    let output = lint(dir.path(), &["broken.yaml"]).expect(1);
    assert!(!rules(&output).contains(&"date-deadline"), "{}", output.stdout);
    let builtin = lint(dir.path(), &["broken.yaml", "--rules", "cn-ogi-2021"]).expect(1);
    assert!(
        rules(&builtin).contains(&"date-deadline"),
        "the command line takes the packs' place"
    );
    let foreign = place("schemas: [form/schema.yaml]\npacks: [form/rules.yaml]\n");
    write(&foreign, "form/schema.yaml", project("tests/foi/schema.yaml"));
    write(&foreign, "form/rules.yaml", project("tests/foi/rules.yaml"));
    write(&foreign, "return.yaml", project("tests/foi/report.yaml"));
    lint(foreign.path(), &["return.yaml", "clean.yaml"]).expect(0);
    lint(foreign.path(), &["return.yaml", "broken.yaml"]).expect(1);
}

#[test]
fn waivers() {
    let dir = place(
        "waivers:\n\
         - {rule: date-deadline, reason: 经市政府办公室同意延期}\n\
         - {rule: duplicate-key, path: proactive.penalties, reason: 系统缺陷, until: 2999-12-31}\n\
         - {rule: wrong-cell, path: /requests/outcomes, file: '*.yaml', reason: 历史数据}\n\
         - {rule: unknown-key, file: other.yaml, reason: 与此无关}\n\
         - {rule: cell-not-number, until: 2020-01-01, reason: 已过期}\n\
         - {rule: txt-fee-mising, reason: 写错了规则名}\n\
         - {rule: rev-sum-direct, path: review, reason: 没有这个问题}\n",
    );
    let output = Run::new(&["lint", "broken.yaml", "--format", "json"])
        .dir(&dir)
        .go()
        .expect(1);
    let json = output.json();
    let findings = output.findings();
    let waived: Vec<_> = findings
        .iter()
        .filter(|finding| finding["waiver"].is_object())
        .collect();
    let of: Vec<_> = waived
        .iter()
        .map(|finding| (finding["rule"].as_str().unwrap(), finding["path"].as_str().unwrap()))
        .collect();
    let expected = [
        ("date-deadline", "/published"),
        ("duplicate-key", "/proactive/penalties"),
        ("wrong-cell", "/requests/outcomes/granted/natural_person"),
    ];
    assert_eq!(of, expected, "the other wrong cell is not in that table");
    assert_eq!(waived[1]["waiver"]["until"], "2999-12-31");
    assert_eq!(
        (&json["summary"]["waived"], &json["summary"]["errors"]),
        (&3.into(), &6.into())
    );
    let pretty = Run::new(&["lint", "broken.yaml"]).dir(&dir).go().expect(1).stdout;
    let stale = &pretty[pretty.find("pubreport.yaml:").unwrap()..];
    snapshot("stale_waivers", stale);
    let gate = Run::new(&["lint", "broken.yaml", "--format", "json", "--no-config"])
        .dir(&dir)
        .go()
        .expect(1);
    assert_eq!(gate.json()["summary"]["waived"], 0);
}

/// What is waived does not fail a report, and every format says that it was waived or leaves it out.
#[test]
fn a_report_whose_defects_are_waived_passes() {
    let dir = folder();
    let text = project("examples/cn-ogi-2021.yaml").replace("published: 2024-01-24", "published: 2024-02-24");
    write(&dir, "late.yaml", text);
    lint(dir.path(), &["late.yaml"]).expect(1);
    write(
        &dir,
        "pubreport.yaml",
        "waivers:\n- {rule: date-deadline, reason: 经批准延期公布}\n",
    );
    for format in Format::ALL.map(Format::as_str) {
        let output = Run::new(&["lint", "late.yaml", "--format", format])
            .dir(&dir)
            .go()
            .expect(0);
        assert!(!output.stdout.contains("error["), "{format}: {}", output.stdout);
        let silent = !output.stdout.contains("date-deadline");
        assert!(
            silent || output.stdout.contains("经批准延期公布"),
            "{format}: {}",
            output.stdout
        );
    }
    snapshot(
        "waived__pretty",
        &Run::new(&["lint", "late.yaml"]).dir(&dir).go().stdout,
    );
}

#[test]
fn broken_configurations() {
    let configs = [
        "fail_no: never\n",
        "fail_on: fatal\n",
        "lang: cn\n",
        "waivers:\n- {rule: date-deadline}\n",
        "waivers:\n- {rule: date-deadline, reason: '  '}\n- {rule: x, reason: y, until: 2024-13-01}\n",
        "waivers:\n- {rule: date-deadline, resaon: 同意}\n",
        "packs: [no-such-pack]\n",
        "packs: [none/rules.yaml]\n",
        "exclude: ['{a']\n",
        "fail_on: [\n",
        "- a\n",
    ];
    let mut text = String::new();
    for config in configs {
        let dir = place(config);
        let output = Run::new(&["lint", "clean.yaml"]).dir(&dir).go().expect(2);
        assert_eq!(output.stdout, "", "{config}");
        text.push_str(&format!("{config}---\n{}\n", output.stderr));
        lint(dir.path(), &["clean.yaml", "--no-config"]).expect(0);
    }
    snapshot("broken_configurations", &text);
}

/// The names of the files of a JSON output.
fn files(output: &Output) -> Vec<String> {
    let json = output.json();
    let files = json["files"].as_array().unwrap().iter();
    files.map(|file| file["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn directories() {
    let dir = folder();
    let report = project("examples/cn-ogi-2021.yaml");
    for name in [
        "b.yaml",
        "a.yml",
        "c/一.yaml",
        "c/z.JSON",
        "c/ignored.yaml",
        "drafts/x.yaml",
        "drafts/kept.yaml",
        ".hidden/y.yaml",
        ".z.yaml",
        "note.txt",
        "c/pubreport.yaml.bak",
    ] {
        let json = name.ends_with("JSON");
        write(
            &dir,
            name,
            if json {
                project("examples/cn-ogi-2021.json")
            } else {
                report.clone()
            },
        );
    }
    write(&dir, ".gitignore", "ignored.yaml\n");
    write(&dir, "pubreport.yaml", "exclude: [drafts/]\n");
    let all = |args: &[&str]| {
        let args: Vec<&str> = ["lint", "--format", "json"].iter().chain(args).copied().collect();
        files(&Run::new(&args).dir(&dir).go().expect(0))
    };
    assert_eq!(all(&["."]), ["./a.yml", "./b.yaml", "./c/z.JSON", "./c/一.yaml"]);
    assert_eq!(
        all(&["c", "b.yaml", "c/z.JSON", "b.yaml"]),
        ["c/z.JSON", "c/一.yaml", "b.yaml"],
        "each file once"
    );
    assert_eq!(
        all(&["drafts/x.yaml", "c/ignored.yaml"]),
        ["drafts/x.yaml", "c/ignored.yaml"],
        "named by hand"
    );
    let output = Run::new(&["lint", "."]).dir(&dir).go().expect(0);
    let passed = "目录中另有2个文件未核对（.bak 1个、.txt 1个）；其中有报告的，请逐个指明\n";
    assert_eq!(output.stderr, passed);
    let output = Run::new(&["lint", ".", "--lang", "en"]).dir(&dir).go().expect(0);
    let passed = "2 other files were not checked (1 .bak, 1 .txt); name those that are reports\n";
    assert_eq!(output.stderr, passed);
    assert_eq!(Run::new(&["lint", ".", "--quiet"]).dir(&dir).go().expect(0).stderr, "");
    // A gate must not let a submission say what of it is checked.
    let output = Run::new(&["lint", "--format", "json", ".", "--no-config"])
        .dir(&dir)
        .go();
    let everything = files(&output.expect(1));
    assert_eq!(
        everything,
        [
            "./.gitignore",
            "./.hidden/y.yaml",
            "./.z.yaml",
            "./a.yml",
            "./b.yaml",
            "./c/ignored.yaml",
            "./c/pubreport.yaml.bak",
            "./c/z.JSON",
            "./c/一.yaml",
            "./drafts/kept.yaml",
            "./drafts/x.yaml",
            "./note.txt"
        ]
    );
    Run::new(&["lint", "drafts"]).dir(&dir).go().expect(2);
}

#[test]
fn any_number_of_threads_prints_the_same() {
    let dir = folder();
    let texts = [
        "examples/broken.yaml",
        "examples/cn-ogi-2021.yaml",
        "examples/cn-ogi-2019.yaml",
    ]
    .map(project);
    for at in 0..60 {
        write(&dir, &format!("{}/{at}.yaml", at % 7), &texts[at % 3]);
    }
    write(
        &dir,
        "pubreport.yaml",
        "waivers:\n- {rule: date-deadline, reason: 同意}\n- {rule: date-period, reason: 没有}\n",
    );
    for format in ["json", "pretty", "sarif"] {
        let with = |jobs: &str| {
            Run::new(&["lint", ".", "--format", format, "--jobs", jobs])
                .dir(&dir)
                .go()
                .expect(1)
                .stdout
        };
        let one = with("1");
        assert!(one.contains("date-period"), "the unused waiver");
        assert_eq!(one, with("8"), "{format}");
        assert_eq!(one, with("3"), "{format}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_panic() {
    let dir = folder();
    for at in 0..40 {
        write(&dir, &format!("{at}.yaml"), project("examples/broken.yaml"));
    }
    for arguments in [
        "lint .",
        "lint . --format json",
        "rules list",
        "schema show cn-ogi-2021",
    ] {
        let line = format!("{} {arguments} | head -n 1", env!("CARGO_BIN_EXE_pubreport"));
        let output = std::process::Command::new("sh")
            .args(["-c", &line])
            .current_dir(&dir)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments}");
    }
}

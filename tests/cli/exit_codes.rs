//! Exit codes: 0 clean, 1 found, 2 no verdict; the same in every format.

use pubreport::output::Format;

use crate::common::{Output, ROOT, Run, folder, project, snapshot, write};

#[test]
fn exit_codes_in_every_format() {
    let dir = folder();
    let warned = project("examples/cn-ogi-2021.yaml").replace("没有其他需要报告的事项。", "（具体网址）");
    write(&dir, "warned.yaml", warned);
    write(&dir, "clean.yaml", project("examples/cn-ogi-2021.yaml"));
    write(&dir, "broken.yaml", project("examples/broken.yaml"));
    write(
        &dir,
        "pack.yaml",
        "id: own\nextends: cn-ogi-2020\ntitle: {zh: 自, en: own}\nrules: []\n",
    );
    write(&dir, "empty/readme.txt", "无");
    let cases: [(&[&str], i32); 11] = [
        (&["clean.yaml"], 0),
        (&["broken.yaml"], 1),
        (&["clean.yaml", "broken.yaml"], 1),
        (&["broken.yaml", "--fail-on", "never"], 0),
        (&["warned.yaml"], 0),
        (&["warned.yaml", "--fail-on", "warning"], 1),
        (&["warned.yaml", "--fail-on", "info"], 1),
        (&["missing.yaml", "clean.yaml"], 2),
        (&["empty"], 2),
        (&["clean.yaml", "--rules", "./pack.yaml"], 2),
        (&["clean.yaml", "--schema", "cn-ogi-2012"], 2),
    ];
    for format in Format::ALL.map(Format::as_str) {
        for (args, code) in cases {
            let args: Vec<&str> = ["lint", "--format", format].iter().chain(args).copied().collect();
            let output: Output = Run::new(&args).dir(&dir).go();
            assert_eq!(
                output.code,
                Some(code),
                "{args:?}\n{}\n{}",
                output.stdout,
                output.stderr
            );
        }
    }
}

#[test]
fn what_there_is_no_verdict_on() {
    let dir = folder();
    write(&dir, "empty/readme.txt", "无");
    write(
        &dir,
        "pack.yaml",
        "id: own\nextends: cn-ogi-2020\ntitle: {zh: 自, en: own}\nrules: []\n",
    );
    write(
        &dir,
        "other.yaml",
        "id: other\ntitle: {zh: 另, en: other}\nschema: uk-foi-return\nrules: []\n",
    );
    let mut text = String::new();
    let example = format!("{ROOT}/examples/cn-ogi-2021.yaml");
    for args in [
        vec!["lint", "empty"],
        vec!["lint", "missing.yaml"],
        vec!["lint", "missing.yaml", "--lang", "en"],
        vec!["lint", "missing.yaml", "--schema", "cn-ogi-2012"],
        vec!["lint", "missing.yaml", "--rules", "cn-ogi-2022", "--lang", "en"],
        vec!["lint", "missing.yaml", "--rules", "pack.yaml"],
        vec!["lint", "missing.yaml", "--rules", "other.yaml"],
        vec!["lint", "missing.yaml", "--rules", "no-pack.yaml"],
        vec!["rules", "test", "pack.yaml"],
    ] {
        let output = Run::new(&args).dir(&dir).go().expect(2);
        text.push_str(&format!("$ pubreport {}\n{}\n", args.join(" "), output.all()));
    }
    snapshot("no_verdict", &text);
    Run::new(&["lint", &example, "--rules", "pack.yaml"])
        .dir(&dir)
        .go()
        .expect(2);
}

/// A waived finding counts in no command, and with --no-config in every one.
#[test]
fn every_command_that_judges_heeds_waivers_and_no_config() {
    let dir = folder();
    let late = project("examples/cn-ogi-2021.yaml").replace("published: 2024-01-24", "published: 2024-02-24");
    write(&dir, "late.yaml", late);
    let config = "fail_on: warning\nlang: en\nwaivers:\n- {rule: date-deadline, reason: granted}\n";
    write(&dir, "pubreport.yaml", config);
    let codes = |args: &[&str]| {
        let gate = [args, &["--no-config"]].concat();
        [args, &gate].map(|args| Run::new(args).dir(&dir).go().code.unwrap())
    };
    assert_eq!(codes(&["lint", "late.yaml"]), [0, 1]);
    assert_eq!(codes(&["import", "late.yaml"]), [0, 1]);
    assert_eq!(codes(&["render", "--check", "late.yaml"]), [0, 1]);
    assert_eq!(codes(&["sum", "late.yaml"]), [0, 0]);
    // A broken configuration is no verdict, unless none is heeded.
    write(&dir, "pubreport.yaml", "lang: english\n");
    assert_eq!(codes(&["lint", "late.yaml"]), [2, 1]);
    assert_eq!(codes(&["import", "late.yaml"]), [2, 1]);
    assert_eq!(codes(&["render", "--check", "late.yaml"]), [2, 1]);
    assert_eq!(codes(&["sum", "late.yaml"]), [2, 0]);
    assert_eq!(codes(&["sum", "."]), [2, 0], "the configuration in the folder itself");
}

#[test]
fn no_command_has_a_verdict_on_what_is_not_there() {
    let dir = folder();
    write(&dir, "empty/readme.txt", "无");
    let calls: [&[&str]; 12] = [
        &["lint", "missing.yaml"],
        &["lint", "empty"],
        &["lint", "missing.yaml", "--previous", "missing.yaml"],
        &["import", "missing.docx"],
        &["import", "empty", "-o", "out"],
        &["render", "missing.yaml"],
        &["sum", "missing.yaml"],
        &["sum", "empty"],
        &["explain", "no-such-rule"],
        &["rules", "test", "no-such-pack"],
        &["schema", "show", "no-such-form.yaml"],
        &["new", "--schema", "no-such-form"],
    ];
    for call in calls {
        for lang in ["zh", "en"] {
            let args = [call, &["--lang", lang]].concat();
            let output = Run::new(&args).dir(&dir).go().expect(2);
            let said = format!("{}{}", output.stdout, output.stderr);
            let is_chinese = said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert_eq!(is_chinese, lang == "zh", "{args:?}\n{said}");
        }
    }
}

/// However many threads there are, what is read and written is the same.
#[test]
fn jobs_of_every_command() {
    let dir = folder();
    for at in 0..4 {
        let agency = format!("甲市{at}局");
        let text = project("examples/cn-ogi-2021.yaml").replace("平顶山市司法局", &agency);
        write(&dir, &format!("in/{at}.yaml"), text);
    }
    let with = |args: &[&str], jobs: &str| {
        let args = [args, &["--jobs", jobs]].concat();
        let output = Run::new(&args).dir(&dir).go();
        format!("{}{}", output.stdout, output.stderr)
    };
    let sum = ["sum", "in", "--agency", "甲市人民政府"];
    assert!(with(&sum, "1").contains("甲市人民政府"));
    for args in [
        &sum[..],
        &["import", "in", "-o", "out", "--force"],
        &["lint", "in/0.yaml", "--members", "in"],
    ] {
        assert_eq!(with(args, "1"), with(args, "4"), "{args:?}");
    }
}

/// What a page seldom states, the gate may: of what kind the agency is, and when the report came in.
#[test]
fn a_gate_states_what_the_report_does_not() {
    let dir = folder();
    let text = project("examples/cn-ogi-2021.yaml")
        .replace("  level: department\n", "")
        .replace("published: 2024-01-24\n", "");
    write(&dir, "r.yaml", text);
    let rules = |set: &[&str], code: i32| {
        let args = [&["lint", "--format", "json", "--no-config", "r.yaml"], set].concat();
        let findings = Run::new(&args).dir(&dir).go().expect(code).findings();
        let rules = findings
            .iter()
            .map(|finding| finding["rule"].as_str().unwrap().to_owned());
        rules.collect::<Vec<_>>()
    };
    assert_eq!(
        rules(&[], 0),
        ["fmt-published"],
        "its name tells of what kind the agency is"
    );
    let other = ["--set", "agency.name=青岚市政务服务中心"];
    assert_eq!(
        rules(&other, 0),
        ["fmt-published", "txt-name-mismatch", "fmt-agency-level"],
        "said, and not checked"
    );
    let level = "agency.level=地方政府部门";
    // What is given takes the place of what the name tells.
    let late = ["--set", "published=2024-02-03"];
    assert_eq!(rules(&late, 1), ["date-deadline"]);
    assert!(rules(&[&late[..], &["--set", "agency.level=县级政府"]].concat(), 0).is_empty());
    assert_eq!(
        rules(&["--set", level, "--set", "published=2024-02-03"], 1),
        ["date-deadline"]
    );
    assert!(rules(&["--set", level, "--set", "published=2024-01-31"], 0).is_empty());
    for (set, said) in [
        ("agency.lvl=x", "`agency.lvl`"),
        ("agency.level=x", "state_department"),
        ("year", "路径=值"),
    ] {
        let output = Run::new(&["lint", "r.yaml", "--set", set]).dir(&dir).go().expect(2);
        assert!(output.stderr.contains(said), "{}", output.stderr);
    }
}

//! In which language the command line answers: help, usage errors, messages.

use crate::common::{Output, Run, folder, project, run, snapshot, write};

/// Environment variables.
type Variables = &'static [(&'static str, &'static str)];

const CHINESE: &str = "用法：";
const ENGLISH: &str = "Usage:";

/// The configuration of a place with its own form, pack and language.
fn place() -> tempfile::TempDir {
    let dir = folder();
    write(&dir, "form/schema.yaml", project("tests/foi/schema.yaml"));
    write(&dir, "form/rules.yaml", project("tests/foi/rules.yaml"));
    write(&dir, "form/report.yaml", project("tests/foi/report.yaml"));
    write(
        &dir,
        "pubreport.yaml",
        "schemas: [form/schema.yaml]\npacks: [form/rules.yaml]\nlang: en\n",
    );
    dir
}

fn at(dir: &tempfile::TempDir, args: &[&str]) -> Output {
    Run::new(args).dir(dir).go()
}

#[test]
fn help_in_chinese() {
    let mut text = String::new();
    for command in ["", "lint", "rules", "rules test", "import", "new"] {
        let args: Vec<&str> = command.split_whitespace().chain(["--help", "--lang", "zh"]).collect();
        text.push_str(&format!(
            "$ pubreport {}\n{}\n",
            args.join(" "),
            run(&args).expect(0).stdout
        ));
    }
    snapshot("help__zh", &text);
}

#[test]
fn help_is_in_the_language_asked_for() {
    let with = |args: &[&str], env: Variables, config: &str| {
        let dir = folder();
        write(&dir, "pubreport.yaml", config);
        let run = env
            .iter()
            .fold(Run::new(args).dir(&dir), |run, (name, value)| run.env(name, value));
        run.go().expect(0).stdout
    };
    let chinese: Variables = &[("LANG", "zh_CN.UTF-8")];
    let cases: [(&[&str], Variables, &str, &str); 9] = [
        (&["--help"], &[], "", ENGLISH),
        (&["--help"], chinese, "", CHINESE),
        (
            &["lint", "-h"],
            &[("LC_MESSAGES", "zh_TW.UTF-8"), ("LANG", "de_DE.UTF-8")],
            "",
            CHINESE,
        ),
        (
            &["lint", "-h"],
            &[("LC_ALL", "C.UTF-8"), ("LANG", "zh_CN.UTF-8")],
            "",
            ENGLISH,
        ),
        (&["sum", "--help"], &[], "lang: zh\n", CHINESE),
        (&["sum", "--help"], chinese, "lang: en\n", ENGLISH),
        (&["sum", "--help", "--no-config"], chinese, "lang: en\n", CHINESE),
        (&["--lang", "en", "help", "sum"], chinese, "lang: zh\n", ENGLISH),
        (&["--lang=zh", "help", "sum"], &[], "lang: en\n", CHINESE),
    ];
    for (args, env, config, expected) in cases {
        let text = with(args, env, config);
        assert!(text.contains(expected), "{args:?} {env:?} {config}\n{text}");
    }
}

#[test]
fn usage_errors_in_both_languages() {
    let calls: [&[&str]; 10] = [
        &["lnit", "x.yaml"],
        &["lint"],
        &["lint", "x.yaml", "--fromat", "json"],
        &["lint", "x.yaml", "--format", "xml"],
        &["lint", "x.yaml", "--jobs", "0"],
        &["lint", "x.yaml", "--fail-on"],
        &["lint", "x.yaml", "--diff", "--diff"],
        &["lint", "x.yaml", "--by-agency", "--previous", "y.yaml"],
        &["render", "x.yaml", "y.yaml"],
        &["rules", "list", "--lang", "fr"],
    ];
    let mut text = String::new();
    for call in calls {
        for lang in ["zh", "en"] {
            let args: Vec<&str> = ["--lang", lang].iter().chain(call).copied().collect();
            // Where `--lang` itself is wrong, the locale decides.
            let args = if call.contains(&"--lang") { call.to_vec() } else { args };
            let locale = if lang == "zh" { "zh_CN.UTF-8" } else { "en_GB.UTF-8" };
            let output = Run::new(&args).env("LC_ALL", locale).go().expect(2);
            assert_eq!(output.stdout, "", "{args:?}");
            text.push_str(&format!("$ pubreport {}\n{}\n", args.join(" "), output.stderr));
        }
    }
    snapshot("usage_errors", &text);
}

/// What is not about a report heeds the configuration of the working folder.
#[test]
fn commands_without_a_report_heed_the_configuration() {
    let dir = place();
    let explained = at(&dir, &["explain", "foi-balance"]).expect(0).stdout;
    assert!(explained.contains("open_at_start + received"), "{explained}");
    let builtin = at(&dir, &["explain", "req-balance"]).expect(0).stdout;
    assert_eq!(
        builtin,
        run(&["explain", "req-balance", "--lang", "en"]).expect(0).stdout
    );
    assert_ne!(
        builtin,
        at(&dir, &["explain", "req-balance", "--lang", "zh"]).expect(0).stdout
    );

    let listed = at(&dir, &["rules", "list"]).expect(0).stdout;
    assert!(
        listed.contains("foi-balance") && !listed.contains("req-balance"),
        "{listed}"
    );
    let id = "uk-foi-return";
    assert_eq!(at(&dir, &["rules", "list", id]).expect(0).stdout, listed);
    let tested = at(&dir, &["rules", "test", id]).expect(0).stdout;
    assert!(tested.contains("0 failed"), "{tested}");

    assert!(at(&dir, &["schema", "list"]).expect(0).stdout.contains(id));
    let shown = at(&dir, &["schema", "show", id]).expect(0).stdout;
    assert_eq!(
        shown,
        run(&["schema", "show", "tests/foi/schema.yaml", "--lang", "en"]).stdout
    );
    let begun = at(&dir, &["new", "--schema", id]).expect(0).stdout;
    assert!(begun.contains(id), "{begun}");
    let unknown = at(&dir, &["schema", "show", "uk-foi-retrun"]).expect(2).stderr;
    assert_eq!(
        unknown,
        format!("pubreport: there is no schema `uk-foi-retrun`; did you mean `{id}`?\n")
    );
}

/// The configuration of the file that is named decides, and a broken one speaks its own language.
#[test]
fn messages_are_in_one_language() {
    let dir = folder();
    write(&dir, "a/pubreport.yaml", "lang: en\n");
    write(&dir, "b/pubreport.yaml", "lang: en\nfail_no: never\n");
    for name in ["a/r.yaml", "b/r.yaml"] {
        write(&dir, name, project("examples/cn-ogi-2021.yaml"));
    }
    let lint = |args: &[&str]| at(&dir, &[&["lint"], args].concat());
    assert!(lint(&["a/r.yaml"]).expect(0).stdout.starts_with("nothing found"));
    assert!(lint(&["a"]).expect(0).stdout.starts_with("nothing found"));
    assert!(lint(&["a", "--no-config"]).expect(0).stdout.starts_with("没有发现问题"));
    let fix = Run::new(&["lint", "--fix", "-", "--stdin-filename", "a/x.yaml"])
        .dir(&dir)
        .go();
    assert!(fix.expect(2).stderr.contains("standard input cannot"));
    let broken = lint(&["b/r.yaml"]).expect(2).stderr;
    assert!(broken.contains("did you mean `fail_on`?"), "{broken}");
}

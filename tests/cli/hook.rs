//! The pre-commit hooks call commands that exist, and leave alone what is no report.

use std::{fs, path::Path, process::Command};

use regex::Regex;
use serde_json::Value;

fn hooks() -> Vec<Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    serde_yaml::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn entries_pass_a_good_report_and_stop_a_bad_one() {
    let hooks = hooks();
    let ids: Vec<_> = hooks.iter().map(|hook| (&hook["id"], &hook["language"])).collect();
    assert_eq!(
        ids,
        [
            (&"pubreport".into(), &"rust".into()),
            (&"pubreport-system".into(), &"system".into())
        ]
    );
    for hook in &hooks {
        let mut words = hook["entry"].as_str().unwrap().split(' ');
        assert_eq!(words.next(), Some("pubreport"));
        let words: Vec<&str> = words.collect();
        for (report, code) in [("examples/cn-ogi-2021.yaml", 0), ("examples/broken.yaml", 1)] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_pubreport"));
            let output = command
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .args(&words)
                .arg(report)
                .output();
            assert_eq!(output.unwrap().status.code(), Some(code), "{words:?} {report}");
        }
    }
}

#[test]
fn only_reports_are_handed_over() {
    for hook in hooks() {
        let exclude = Regex::new(hook["exclude"].as_str().unwrap()).unwrap();
        for path in [
            ".pre-commit-config.yaml",
            ".github/workflows/ci.yaml",
            "pubreport.yaml",
            "2024/pubreport.yaml",
            "rules/local/my-city.yaml",
            "schema/x.yaml",
            "a/.hidden.yaml",
        ] {
            assert!(exclude.is_match(path), "{path}");
        }
        for path in ["reports/2024.yaml", "a.json", "2024/甲市乙局.yml", "my-rules.yaml"] {
            assert!(!exclude.is_match(path), "{path}");
        }
    }
}

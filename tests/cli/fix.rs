//! `lint --fix` and `--diff`: what is certain is mended, everything else stays as it was, byte for byte.

use std::fs;

use crate::common::{Chance, Output, Run, cells, folder, linter, project, snapshot, span_of, with_value, write};
use pubreport::fix::fix;

const VALID: &str = "examples/cn-ogi-2021-city.yaml";
const RECEIVED: &str = "requests.received.natural_person";

fn go(dir: &tempfile::TempDir, args: &[&str]) -> Output {
    Run::new(&[&["lint", "--no-config"], args].concat()).dir(dir).go()
}

/// The valid report with one number of table 3 a digit too long.
fn one_wrong() -> String {
    let text = project(VALID);
    let span = span_of(&text, RECEIVED);
    let value = format!("{}0", &text[span.start..span.end]);
    with_value(&text, RECEIVED, &value)
}

#[test]
fn what_is_certain_is_mended_and_nothing_else_changes() {
    let dir = folder();
    let path = write(&dir, "r.yaml", project("examples/broken.yaml"));
    let shown = go(&dir, &["--diff", "r.yaml"]).expect(1);
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        project("examples/broken.yaml"),
        "--diff writes nothing"
    );
    let output = go(&dir, &["--fix", "--format", "short", "r.yaml"]).expect(1);
    snapshot("fix__broken", &format!("{}\n{}", shown.all(), output.all()));
    let (before, after) = (project("examples/broken.yaml"), fs::read_to_string(&path).unwrap());
    let changed: Vec<_> = before
        .lines()
        .zip(after.lines())
        .filter(|(old, new)| old != new)
        .collect();
    assert_eq!((changed.len(), before.lines().count()), (3, after.lines().count()));
    let again = go(&dir, &["--fix", "r.yaml"]).expect(1);
    assert_eq!((again.stderr.as_str(), fs::read_to_string(&path).unwrap()), ("", after));
}

#[test]
fn a_mended_report_is_clean() {
    let text = project(VALID);
    let table: Vec<String> = cells("cn-ogi-2021")
        .into_iter()
        .filter(|cell| cell.starts_with("requests."))
        .collect();
    let mut chance = Chance(7);
    for _ in 0..150 {
        let cell = chance.of(&table);
        let wrong = with_value(&text, cell, &(10_000 + chance.below(90_000)).to_string());
        let fixed = fix(&linter().lint("r.yaml", wrong.as_bytes()), |text| {
            linter().lint("r.yaml", text.as_bytes())
        })
        .unwrap();
        assert_eq!((fixed.count, fixed.text.as_str()), (1, text.as_str()), "{cell}");
        assert!(fixed.report.violations.is_empty(), "{cell}");
    }
}

#[test]
fn every_layout_is_kept() {
    let right = project(VALID);
    let wrong = one_wrong();
    let variants: [fn(&str) -> String; 3] = [
        |text| format!("\u{feff}{text}"),
        |text| text.replace('\n', "\r\n"),
        |text| format!("# 说明\n\n{text}\n\n# 末尾"),
    ];
    for variant in variants {
        let dir = folder();
        let path = write(&dir, "r.yaml", variant(&wrong));
        go(&dir, &["--fix", "r.yaml"]).expect(0);
        assert_eq!(fs::read_to_string(&path).unwrap(), variant(&right));
    }
}

#[test]
fn json_is_mended_too() {
    let dir = folder();
    let right = project("examples/cn-ogi-2021.json");
    let path = write(
        &dir,
        "r.json",
        right.replacen(
            "\"carried_out\": {\"natural_person\": 0",
            "\"carried_out\": {\"natural_person\": 3",
            1,
        ),
    );
    assert_ne!(fs::read_to_string(&path).unwrap(), right);
    go(&dir, &["--fix", "r.json"]).expect(0);
    assert_eq!(fs::read_to_string(&path).unwrap(), right);
}

#[test]
fn a_file_that_was_not_read_whole_is_not_written() {
    let wrong = one_wrong();
    let (gb18030, _, _) = encoding_rs::GB18030.encode(&wrong);
    let mut damaged = wrong.clone().into_bytes();
    damaged.splice(3..3, [0xe4, 0xb8]);
    let cases: [(&str, Vec<u8>); 4] = [
        ("GB18030", gb18030.into_owned()),
        ("damaged", damaged),
        ("broken off", format!("{wrong}\nmore: [1, 2").into_bytes()),
        ("two documents", format!("{wrong}\n---\n{wrong}").into_bytes()),
    ];
    for (name, bytes) in cases {
        let dir = folder();
        let path = write(&dir, "r.yaml", &bytes);
        go(&dir, &["--fix", "r.yaml"]).expect(1);
        assert_eq!(fs::read(&path).unwrap(), bytes, "{name}");
    }
}

#[test]
fn a_tie_is_not_mended() {
    let dir = folder();
    let wrong = with_value(&project(VALID), "review.reconsideration.total", "999");
    let path = write(&dir, "r.yaml", &wrong);
    let output = go(&dir, &["--fix", "r.yaml"]).expect(1);
    assert!(
        output.stdout.contains("可改正其中之一（请核对）："),
        "{}",
        output.stdout
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), wrong);
}

#[test]
fn what_is_waived_is_not_mended() {
    let dir = folder();
    let wrong = one_wrong();
    let path = write(&dir, "r.yaml", &wrong);
    write(
        &dir,
        "pubreport.yaml",
        "waivers:\n- {rule: wrong-cell, reason: 历史数据}\n",
    );
    Run::new(&["lint", "--fix", "r.yaml"]).dir(&dir).go().expect(0);
    assert_eq!(fs::read_to_string(&path).unwrap(), wrong);
}

#[test]
fn an_alias_is_mended_at_its_own_place() {
    let text = project(VALID);
    let right = |cell: &str| {
        let span = span_of(&text, cell);
        text[span.start..span.end].to_owned()
    };
    let other = "requests.carried_in.natural_person";
    let anchored = with_value(&text, RECEIVED, &format!("&n {}", right(RECEIVED)));
    let dir = folder();
    let path = write(&dir, "r.yaml", with_value(&anchored, other, "*n"));
    go(&dir, &["--fix", "r.yaml"]).expect(0);
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        with_value(&anchored, other, &right(other))
    );
}

#[test]
fn standard_input_is_shown_only() {
    let run = |flag: &str| Run::new(&["lint", "--no-config", flag, "-"]).stdin(one_wrong()).go();
    assert!(run("--diff").expect(1).stdout.contains("+++ b/<stdin>"));
    assert!(run("--fix").expect(2).stderr.contains("标准输入"));
}

#[test]
fn a_file_without_a_verdict_is_told_of() {
    let dir = folder();
    let output = go(&dir, &["--diff", "none.yaml"]).expect(2);
    assert!(output.stderr.contains("none.yaml: 文件不存在"), "{}", output.stderr);
}

#[cfg(unix)]
#[test]
fn permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder();
    let path = write(&dir, "r.yaml", one_wrong());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    go(&dir, &["--fix", "r.yaml"]).expect(0);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_to_string(&path).unwrap(), project(VALID));
}

/// What a diff cannot show makes a run fail all the same, so it is counted.
#[test]
fn what_a_diff_leaves_out_is_counted() {
    let dir = folder();
    write(&dir, "r.yaml", one_wrong());
    let render = |name: &str| Run::new(&["render", "r.yaml", "-o", name]).dir(&dir).go().expect(0);
    render("r.docx");
    let english = |name: &str| go(&dir, &["--diff", "--lang", "en", name]);
    let output = english("r.docx").expect(1);
    assert_eq!(output.stdout, "");
    assert_eq!(
        output.stderr,
        "r.docx: --diff does not show 2 finding(s); pubreport lint does; 1 can be fixed for certain, but only in the original: \
         pubreport does not rewrite this file\n"
    );
    let output = go(&dir, &["--diff", "r.docx"]).expect(1);
    assert_eq!(
        output.stderr,
        "r.docx：另有2处问题，--diff不显示，请用pubreport lint查看；其中1处改法明确，但此文件不能由pubreport改写，请在原文件中改正\n"
    );
    // What the diff shows is not counted again.
    assert_eq!(english("r.yaml").expect(1).stderr, "");
    let wrong = with_value(&project(VALID), "review.reconsideration.total", "999");
    write(&dir, "tie.yaml", wrong);
    let output = english("tie.yaml").expect(1);
    assert_eq!(
        output.stderr,
        "tie.yaml: --diff does not show 1 finding(s); pubreport lint does\n"
    );
}

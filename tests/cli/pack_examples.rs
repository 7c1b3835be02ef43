//! `rules test`: an example that does not do what it says is reported at its place, with the reason.

use crate::common::{Output, Run, folder, project, write};

const EXAMPLE: &str = "examples/cn-ogi-2021.yaml";

/// Run the tests of a pack with one rule.
fn tested(rule: &str, lang: &str) -> Output {
    let pack = format!(
        "id: own\nextends: cn-ogi-2021\ntitle: {{zh: 本地, en: local}}\nexample: example.yaml\nrules:\n\
         - id: own-rule\n  title: {{zh: 一, en: a}}\n  severity: error\n  message: {{zh: 错, en: wrong}}\n{rule}"
    );
    let dir = folder();
    write(&dir, "own.yaml", pack);
    write(&dir, "example.yaml", project(EXAMPLE));
    Run::new(&["rules", "test", "./own.yaml", "--lang", lang])
        .dir(&dir)
        .go()
}

#[test]
fn why_an_example_does_not_fire_is_said_at_its_place() {
    let cases = [
        (
            "  assert: year < 2030\n  examples:\n  - {set: {year: 2024}, finds: year}\n",
            "own.yaml:12:5: FAIL own-rule#1: should fire at [/year], fires at []: its assertion `year < 2030` is true: \
             2024 on the left, 2030 on the right\n",
        ),
        (
            "  when: agency.level == \"state_department\"\n  assert: year < 2030\n  examples:\n  - {set: {year: 2031}, finds: year}\n",
            "own.yaml:13:5: FAIL own-rule#1: should fire at [/year], fires at []: its condition `when: agency.level == \
             \"state_department\"` is false\n",
        ),
        (
            "  assert: published < date(2020, 1, 1)\n  examples:\n  - {unset: [published], finds: published}\n",
            "it is not evaluated, since “Date of publication” is missing\n",
        ),
        (
            "  assert: year > previous.year\n  examples:\n  - {set: {year: 2021}, finds: year}\n",
            "it is not evaluated, since last year's report was not given\n",
        ),
        (
            "  find: 无此文字\n  in: [overview]\n  examples:\n  - {set: {year: 2024}, finds: overview}\n",
            "nothing is found in the text",
        ),
        (
            "  assert: year < 2030\n",
            "own.yaml:6:3: FAIL own-rule: no example makes it fire\n",
        ),
    ];
    for (rule, says) in cases {
        let output = tested(rule, "en").expect(1);
        assert!(output.stdout.contains(says), "{rule}{}", output.stdout);
    }
    let zh = tested(cases[0].0, "zh").expect(1).stdout;
    let says = "FAIL own-rule#1：应在 [/year] 触发，实在 []：断言 `year < 2030` 成立，左边为2024，右边为2030\n";
    assert!(zh.contains(says), "{zh}");
}

#[test]
fn a_missing_example_report_is_an_error_in_the_pack() {
    let dir = folder();
    let pack = "id: own\nextends: cn-ogi-2021\ntitle: {zh: 本地, en: local}\nexample: nowhere.yaml\n";
    write(&dir, "own.yaml", pack);
    let output = Run::new(&["rules", "test", "./own.yaml", "--lang", "en"])
        .dir(&dir)
        .go()
        .expect(2);
    for says in ["own.yaml:4:1", "the example report cannot be read", "nowhere.yaml"] {
        assert!(output.stderr.contains(says), "{}", output.stderr);
    }
}

#[test]
fn explain_tells_every_key_of_a_rule_and_no_fragments() {
    let explained = |name: &str, lang: &str| {
        let output = Run::new(&["explain", name, "--lang", lang]).go();
        output.expect(0).stdout
    };
    let claims = explained("nar-received", "en");
    for says in ["claims: ", "# n: the number that the text states for it"] {
        assert!(claims.contains(says), "{claims}");
    }
    let wrong = explained("wrong-cell", "en");
    assert!(wrong.contains("\n  two digits transposed\n"), "{wrong}");
    assert!(!wrong.contains("together with"), "{wrong}");
    assert!(!explained("wrong-cell", "zh").contains("\n  、\n"));
    let function = explained("similarity", "en");
    assert!(
        function.starts_with("similarity(a, b)\n  text, text → number\n"),
        "{function}"
    );
}

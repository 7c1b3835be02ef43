//! Rule packs: what is wrong with one is told at once, and a layer on top of another counts.

use crate::common::{Output, ROOT, Run, folder, project, run, snapshot, write};

const EXAMPLE: &str = "examples/cn-ogi-2021.yaml";

/// The start of a pack for the 2021 form.
const HEAD: &str = "id: own\nextends: cn-ogi-2021\ntitle: {zh: 本地, en: local}\n";

/// Lint a valid report with a pack of this text.
fn with_pack(pack: &str, args: &[&str]) -> Output {
    let dir = folder();
    write(&dir, "own.yaml", pack);
    let example = format!("{ROOT}/{EXAMPLE}");
    let args: Vec<&str> = ["lint", &example, "--rules", "own.yaml", "--format", "short"]
        .iter()
        .chain(args)
        .copied()
        .collect();
    Run::new(&args).dir(&dir).go()
}

#[test]
fn all_mistakes_are_told_at_once() {
    let args = ["lint", EXAMPLE, "--rules", "tests/data/broken-pack.yaml"];
    let zh = run(&args).expect(2);
    assert_eq!(zh.stdout, "");
    snapshot("broken_pack__zh", &zh.stderr);
    let en = run(&["rules", "test", "tests/data/broken-pack.yaml", "--lang", "en"]).expect(2);
    snapshot("broken_pack__en", &en.stderr);
    let listed = run(&["rules", "list", "tests/data/broken-pack.yaml"]).expect(2);
    assert_eq!(listed.stderr, zh.stderr);
    let heads = |text: &str, head| text.matches(head).count();
    assert_eq!(
        (heads(&zh.stderr, "错误[load]"), heads(&en.stderr, "error[load]")),
        (22, 22)
    );
}

#[test]
fn mistakes_of_shape_are_told_at_once() {
    let pack = "id: own\nextends: cn-ogi-2021\ntitle: {zh: 本地}\nyear: 2024\nrules:\n\
                \x20 - id: own-a\n    title: {zh: 甲, en: a}\n    asert: year > 0\n    severity: fatal\n    message: {zh: 错, en: wrong}\n\
                \x20 - id: own-b\n    title: {zh: 乙, en: b}\n    assert: year > 0\n    message: {zh: 错, en: wrong}\n    basis: [{instrument: form, article: 一}]\n";
    snapshot(
        "broken_pack__shape",
        &with_pack(pack, &["--lang", "en"]).expect(2).stderr,
    );
}

/// Each mistake alone is enough: there is no verdict, and the place is that of the mistake.
#[test]
fn no_broken_rule_loads() {
    let rule = |keys: &str| {
        format!("{HEAD}rules:\n- {{id: own-rule, title: {{zh: 一, en: a}}, message: {{zh: 错, en: wrong}}, {keys}}}\n")
    };
    let cases = [
        (rule("severity: error, assert: 'yaer > 0'"), "no field `yaer`", "`year`"),
        (rule("severity: error, assert: 'year > \"x\"'"), "found", ""),
        (
            rule("severity: error, assert: 'contain(title, \"x\")'"),
            "no function `contain`",
            "`contains`",
        ),
        (rule("severity: error, assert: 'year ='"), "", ""),
        (
            rule("severity: error, assert: 'year > 0', when: 'year'"),
            "expected a condition",
            "",
        ),
        (
            rule("severity: error, assert: 'year > 0', at: titel"),
            "no field `titel`",
            "`title`",
        ),
        (
            rule("severity: error, assert: 'year > 0', for: request"),
            "no type `request`",
            "`requests`",
        ),
        (
            rule("severity: error, assert: 'year > 0', label: {zh: '{yaer}', en: '{yaer}'}"),
            "no field `yaer`",
            "`year`",
        ),
        (
            rule("severity: error, assert: 'year > 0', label: {zh: '{year}', en: a}"),
            "placeholder",
            "",
        ),
        (
            rule("severity: error, find: '[', in: [title]"),
            "not a valid pattern",
            "",
        ),
        (rule("severity: error, find: 'x?', in: [title]"), "empty text", ""),
        (rule("severity: error, find: x, in: [year]"), "", ""),
        (rule("severity: error, required: [overveiw]"), "overveiw", "`overview`"),
        (
            rule("severity: error, detect: dupliate-key"),
            "dupliate-key",
            "`duplicate-key`",
        ),
        (rule("severity: error, assert: 'members.year > 0'"), "go into sum", ""),
        (
            rule("severity: error, assert: 'max(members.year) > 0'"),
            "goes into sum, count",
            "",
        ),
        (
            rule("severity: error, assert: 'previous.yaer > 0'"),
            "no field `yaer`",
            "`year`",
        ),
        (
            rule("severity: error, for: requests, assert: 'previous.self.recieved == received'"),
            "no field `recieved`",
            "`received`",
        ),
        (
            rule("severity: eror, assert: 'year > 0'"),
            "`eror` is not allowed",
            "`error`",
        ),
        (
            rule("severity: error, assrt: 'year > 0'"),
            "unknown key `assrt`",
            "`assert`",
        ),
        (rule("assert: 'year > 0'"), "`severity` is missing", ""),
        (rule("severity: error"), "", ""),
        (
            rule("severity: error, assert: 'year > 0', basis: [{instrument: regulatoin}]"),
            "regulatoin",
            "`regulation`",
        ),
        (
            format!("{HEAD}overrides: {{date-deadlin: {{off: 另有规定}}}}\n"),
            "date-deadlin",
            "`date-deadline`",
        ),
        (
            format!("{HEAD}overrides: {{date-deadline: {{off: ''}}}}\n"),
            "off: reason",
            "",
        ),
        (format!("{HEAD}overrides: {{date-deadline: {{}}}}\n"), "off: reason", ""),
        (
            HEAD.replace("cn-ogi-2021", "cn-ogi-2012"),
            "no rule pack `cn-ogi-2012`",
            "did you mean",
        ),
        (HEAD.replace("cn-ogi-2021", "own"), "extends itself", ""),
        (
            HEAD.replace("extends", "schema").replace("2021", "2012"),
            "cn-ogi-2012",
            "did you mean",
        ),
        (
            HEAD.replace("extends: cn-ogi-2021\n", "extends: cn-ogi-2021\nschema: cn-ogi-2019\n"),
            "",
            "",
        ),
        ("id: own\nid: own\n".to_owned(), "", ""),
        ("id: [\n".to_owned(), "cannot be read", ""),
        (String::new(), "", ""),
    ];
    for (pack, says, suggests) in cases {
        let output = with_pack(&pack, &["--lang", "en"]).expect(2);
        assert!(output.stdout.is_empty(), "{pack}\n{}", output.stdout);
        assert!(
            output.stderr.starts_with("own.yaml:"),
            "no place\n{pack}\n{}",
            output.stderr
        );
        let flat: String = output.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            flat.contains(says) && flat.contains(suggests),
            "{says} {suggests}\n{pack}\n{}",
            output.stderr
        );
    }
}

#[test]
fn packs_that_extend_each_other_do_not_load() {
    let dir = folder();
    write(&dir, "a.yaml", "id: pack-a\nextends: pack-b\ntitle: {zh: 甲, en: a}\n");
    write(&dir, "b.yaml", "id: pack-b\nextends: pack-a\ntitle: {zh: 乙, en: b}\n");
    write(&dir, "pubreport.yaml", "packs: [a.yaml, b.yaml]\n");
    write(&dir, "report.yaml", project(EXAMPLE));
    Run::new(&["lint", "report.yaml"]).dir(&dir).go().expect(2);
}

#[test]
fn every_pack_passes_its_own_examples() {
    let mut packs: Vec<String> = ["cn-ogi-2021", "cn-ogi-2019", "document", "rules/cn-ogi-2021.yaml"]
        .map(str::to_owned)
        .to_vec();
    for entry in std::fs::read_dir(format!("{ROOT}/rules/local")).unwrap() {
        packs.push(format!("rules/local/{}", entry.unwrap().file_name().to_str().unwrap()));
    }
    let args: Vec<&str> = ["rules", "test", "--lang", "en"]
        .into_iter()
        .chain(packs.iter().map(String::as_str))
        .collect();
    let output = run(&args).expect(0).stdout;
    assert_eq!(output.matches(", 0 failed").count(), packs.len(), "{output}");
    let foi = run(&[
        "rules",
        "test",
        "tests/foi/rules.yaml",
        "--schema",
        "tests/foi/schema.yaml",
        "--lang",
        "en",
    ])
    .expect(0);
    assert!(foi.stdout.contains("uk-foi-return: 10 rules"), "{}", foi.stdout);
}

#[test]
fn examples_that_do_not_hold_are_told() {
    let rule = |examples: &str| {
        let pack = format!(
            "{HEAD}example: example.yaml\nrules:\n- id: own-year\n  title: {{zh: 一, en: a}}\n  assert: year < 2030\n  severity: error\n  message: {{zh: 错, en: wrong}}\n{examples}"
        );
        let dir = folder();
        write(&dir, "own.yaml", pack);
        write(&dir, "example.yaml", project(EXAMPLE));
        Run::new(&["rules", "test", "./own.yaml", "--lang", "en"])
            .dir(&dir)
            .go()
    };
    let good = "  examples:\n  - {set: {year: 2031, title: '', preamble: '', published: 2032-01-01, period: {start: 2031-01-01, end: 2031-12-31}}, finds: year}\n";
    rule(good).expect(0);
    for bad in [
        "",
        "  examples:\n  - {set: {year: 2024}, finds: year}\n",
        "  examples:\n  - {set: {year: 2031}, finds: none}\n",
        "  examples:\n  - {set: {yaer: 2031}, finds: year}\n",
    ] {
        let output = rule(bad);
        assert!(matches!(output.code, Some(1 | 2)), "{bad}{}", output.stdout);
        assert!(
            format!("{}{}", output.stdout, output.stderr).contains("own"),
            "{bad}{}",
            output.stdout
        );
    }
}

#[test]
fn a_layer_counts() {
    let pack = format!(
        "{HEAD}rules:\n- id: own-recent\n  title: {{zh: 近年, en: recent}}\n  assert: year >= 2024\n  severity: warning\n\
         \x20 message: {{zh: '{{year}}年的报告', en: 'a report for {{year}}'}}\n\
         overrides:\n  txt-overview-length: {{severity: warning}}\n  date-deadline: {{off: 本市另有规定}}\n  req-balance: {{severity: info}}\n"
    );
    let valid = with_pack(&pack, &[]).expect(0).stdout;
    assert!(valid.contains("警告[own-recent] 2023年的报告"), "{valid}");
    let dir = folder();
    write(&dir, "own.yaml", pack);
    write(
        &dir,
        "broken.yaml",
        project("examples/broken.yaml")
            .replace("enterprise: 12", "enterprise: 2")
            .replace("carried_out: {natural_person:   6", "carried_out: {natural_person:   7"),
    );
    let layered = Run::new(&["lint", "broken.yaml", "--rules", "own.yaml", "--format", "json"])
        .dir(&dir)
        .go()
        .expect(1);
    let findings = layered.findings();
    assert!(findings.iter().all(|finding| finding["rule"] != "date-deadline"));
    assert!(
        findings.iter().any(|finding| finding["rule"] == "duplicate-key"),
        "the words for the file come along"
    );
    let json = layered.json();
    let packs: Vec<&str> = json["files"][0]["packs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pack| pack["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        packs,
        ["document", "cn-ogi-claims", "cn-ogi-common", "cn-ogi-2021", "own"]
    );
    let list = Run::new(&["rules", "list", "./own.yaml", "--format", "json"])
        .dir(&dir)
        .go()
        .expect(0)
        .json();
    let rule = |id: &str| {
        list.as_array()
            .unwrap()
            .iter()
            .find(|rule| rule["id"] == id)
            .unwrap()
            .clone()
    };
    assert_eq!(rule("date-deadline")["severity"], "off");
    assert_eq!(rule("date-deadline")["off"], "本市另有规定");
    assert_eq!(rule("txt-overview-length")["severity"], "warning");
    assert_eq!(rule("req-balance")["severity"], "info");
}

/// What a run over the form of another country is given.
pub(crate) const FOI: [&str; 6] = [
    "--rules",
    "tests/foi/rules.yaml",
    "--schema",
    "tests/foi/schema.yaml",
    "--lang",
    "en",
];

#[test]
fn another_country_needs_no_code() {
    let lint = |report: &'static str| run(&["lint", report].iter().chain(&FOI).copied().collect::<Vec<_>>());
    let valid = lint("tests/foi/report.yaml").expect(0);
    assert!(valid.stdout.contains("nothing found"), "{}", valid.stdout);
    snapshot("foi__broken", &lint("tests/foi/broken.yaml").expect(1).stdout);
}

/// A new column is a line in the schema and a word in the rule.
#[test]
fn a_new_column_needs_no_code() {
    let swap = |text: String, from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    };
    let dir = folder();
    let schema = project("tests/foi/schema.yaml");
    let column = "      in_part: {$ref: '#/$defs/count', title: in part}\n";
    let schema = swap(
        schema,
        column,
        &format!("{column}      refused: {{$ref: '#/$defs/count', title: neither}}\n"),
    );
    write(&dir, "schema.yaml", schema);
    write(
        &dir,
        "rules.yaml",
        swap(
            project("tests/foi/rules.yaml"),
            "total == in_full + in_part",
            "total == in_full + in_part + refused",
        ),
    );
    let mut report = project("tests/foi/report.yaml");
    for total in ["53}", "1}", "180}", "33}", "267}"] {
        let at = report
            .rfind(&format!("total: {total}"))
            .or_else(|| report.find(&format!("total:  {total}")))
            .or_else(|| report.find(&format!("total:   {total}")))
            .unwrap();
        report.insert_str(at, "refused: 0, ");
    }
    write(&dir, "report.yaml", &report);
    let args = [
        "lint",
        "report.yaml",
        "--rules",
        "./rules.yaml",
        "--schema",
        "./schema.yaml",
        "--lang",
        "en",
        "--format",
        "short",
    ];
    let valid = Run::new(&args).dir(&dir).go().expect(0);
    assert_eq!(valid.stdout, "");
    write(&dir, "report.yaml", report.replacen("refused: 0", "refused: 4", 1));
    let wrong = Run::new(&args).dir(&dir).go().expect(1);
    assert!(
        wrong
            .stdout
            .contains("[wrong-cell] B Exemptions s. 21 accessible by other means · neither is 4"),
        "{}",
        wrong.stdout
    );
    // Both the row and the column are checked: the old rule for columns takes the new one in by itself.
    assert_eq!(wrong.stdout.lines().count(), 1, "{}", wrong.stdout);
}

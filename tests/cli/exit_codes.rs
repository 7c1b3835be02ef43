//! Exit codes: 0 clean, 1 found, 2 no verdict; the same in every format.

use crate::common::{Output, ROOT, Run, folder, project, snapshot, write};

const FORMATS: [&str; 7] = ["pretty", "short", "json", "sarif", "github", "gitlab", "junit"];

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
    for format in FORMATS {
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

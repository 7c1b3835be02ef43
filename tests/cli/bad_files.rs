//! Files that cannot be read, or not as they are: every kind gets its finding, under the right rule, at the right place.

use crate::common::{ROOT, Run, folder, project, run, write};
use serde_json::Value;

const HEAD: &str = "schema: cn-ogi-2021\nagency: {name: 某市民政局, level: department}\nyear: 2024\n";
const JSON: &str =
    "{\"schema\": \"cn-ogi-2021\", \"agency\": {\"name\": \"某局\", \"level\": \"department\"}, \"year\": 2024";

/// A file, the rule that finds what is wrong with it, and where.
struct Bad {
    file: String,
    bytes: Vec<u8>,
    rule: &'static str,
    line: u64,
    column: u64,
    /// A part of the message: the cause.
    says: &'static str,
}

fn bad(file: &str, bytes: impl Into<Vec<u8>>, rule: &'static str, place: (u64, u64), says: &'static str) -> Bad {
    Bad {
        file: file.to_owned(),
        bytes: bytes.into(),
        rule,
        line: place.0,
        column: place.1,
        says,
    }
}

/// After the head of a report.
fn yaml(file: &str, rest: &str, rule: &'static str, place: (u64, u64), says: &'static str) -> Bad {
    bad(file, format!("{HEAD}{rest}"), rule, place, says)
}

/// Lint all in one run and compare; every one of these files fails.
fn check(all: &[Bad]) {
    let dir = folder();
    for bad in all {
        write(&dir, &bad.file, &bad.bytes);
    }
    let output = Run::new(&["lint", "--format", "json", "--no-config", "."])
        .dir(&dir)
        .go()
        .expect(1);
    let json = output.json();
    let files = json["files"].as_array().unwrap();
    assert_eq!(files.len(), all.len());
    for bad in all {
        let path = format!("./{}", bad.file);
        let file = files.iter().find(|file| file["path"] == path.as_str()).unwrap();
        assert_eq!(file["status"], "fail", "{path}");
        let findings: Vec<&Value> = file["findings"].as_array().unwrap().iter().collect();
        let found: Vec<_> = findings.iter().filter(|finding| finding["rule"] == bad.rule).collect();
        let [finding] = found.as_slice() else {
            panic!("{path}: {} findings of {}: {findings:#?}", found.len(), bad.rule);
        };
        let span = &finding["span"];
        assert_eq!(
            (&span["line"], &span["column"]),
            (&bad.line.into(), &bad.column.into()),
            "{path}: {finding:#}"
        );
        let message = finding["message"].as_str().unwrap();
        assert!(message.contains(bad.says), "{path}: {message}");
        assert!(
            !message.contains(['{', '}']) || bad.file.contains("brace"),
            "{path}: {message}"
        );
    }
}

#[test]
fn yaml_that_cannot_be_read() {
    const RULE: &str = "syntax-error";
    check(&[
        yaml("tab.yaml", "requests:\n\treceived: {}\n", RULE, (5, 1), "制表符"),
        yaml(
            "indentation.yaml",
            "requests:\n  received: {}\n   carried_in: {}\n",
            RULE,
            (6, 4),
            "缩进与上下行",
        ),
        yaml("quote.yaml", "title: \"某市民政局\n", RULE, (4, 13), "引号未配对"),
        yaml(
            "bracket.yaml",
            "requests: {received: {natural_person: 1}\n",
            RULE,
            (4, 40),
            "括号未配对",
        ),
        yaml("colon.yaml", "requests\n  received: {}\n", RULE, (4, 1), "缺少冒号"),
        yaml("wide-colon.yaml", "published：2025-01-20\n", RULE, (4, 10), "全角冒号"),
        yaml(
            "wide-comma.yaml",
            "requests: {received: {natural_person: 1，enterprise: 2}}\n",
            RULE,
            (4, 40),
            "全角逗号",
        ),
        yaml("wide-space.yaml", "title:　某局\n", RULE, (4, 7), "全角空格"),
        yaml(
            "no-comma.yaml",
            "requests: {received:{natural_person:1}}\n",
            RULE,
            (4, 20),
            "缺少逗号",
        ),
        yaml("at.yaml", "title: @某局\n", RULE, (4, 8), "保留字符"),
        yaml("directive.yaml", "overview: 增长\n%5\n", RULE, (5, 1), "以 % 开头"),
        yaml(
            "colon-in-value.yaml",
            "title: 某局: 报告\n",
            RULE,
            (4, 10),
            "整项内容须加引号",
        ),
        yaml("list.yaml", "requests: - a\n", RULE, (4, 11), "列表项"),
        yaml("anchor.yaml", "requests: *none\n", RULE, (4, 11), "锚点"),
        yaml(
            "recursion.yaml",
            "requests: &a {received: *a}\n",
            RULE,
            (4, 25),
            "包含其自身",
        ),
        yaml("escape.yaml", "title: \"a\\q\"\n", RULE, (4, 10), "转义"),
        yaml("control.yaml", "title: a\u{1}b\n", RULE, (4, 9), "控制字符"),
        yaml("bad-tag.yaml", "title: !報告 某\n", RULE, (4, 8), "标签"),
        yaml("after-quote.yaml", "title: \"某局\"报告\n", RULE, (4, 12), "引号结束后"),
    ]);
}

#[test]
fn json_that_cannot_be_read() {
    const RULE: &str = "syntax-error";
    let json = |file: &str, text: String, column, says| bad(file, text, RULE, (1, column), says);
    check(&[
        json("comma.json", format!("{JSON},}}"), 88, "多了逗号"),
        json(
            "single.json",
            format!("{JSON}}}").replace("\"year\"", "'year'"),
            76,
            "双引号",
        ),
        json(
            "bare.json",
            format!("{JSON}}}").replace("\"year\"", "year"),
            76,
            "须加双引号",
        ),
        json("open.json", JSON.into(), 87, "括号未配对"),
        json("more.json", format!("{JSON}}} x"), 90, "结束后"),
        json(
            "comment.json",
            format!("{JSON}, // 注释\n \"title\": \"a\"}}"),
            90,
            "注释",
        ),
        json(
            "zero.json",
            format!("{JSON}}}").replace("2024", "02024"),
            84,
            "数字写法",
        ),
        json("nan.json", format!("{JSON}}}").replace("2024", "NaN"), 84, "JSON 语法"),
        json(
            "line.json",
            format!("{JSON}, \"title\": \"甲\n乙\"}}"),
            100,
            "引号未配对",
        ),
        json(
            "surrogate.json",
            format!("{JSON}, \"overview\": \"\\ud800\"}}"),
            103,
            "转义",
        ),
        bad(
            "twice.json",
            format!("{JSON}, \"year\": 2023}}"),
            "duplicate-key",
            (1, 90),
            "第1行",
        ),
        bad(
            "deep.json",
            format!("{JSON}, \"title\": {}", "[".repeat(1 << 20)),
            "too-deep",
            (1, 162),
            "64层",
        ),
        bad("list.json", "[]", "unknown-schema", (1, 1), ""),
        bad("null.json", "null", "empty", (1, 1), ""),
        bad("empty.json", "", "empty", (1, 1), ""),
    ]);
}

#[test]
fn whole_files() {
    let mut laughs = format!("{HEAD}a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for (name, of) in ('b'..='i').zip('a'..) {
        laughs += &format!("{name}: &{name} [{}]\n", vec![format!("*{of}"); 9].join(", "));
    }
    let blocks: String = (0..100).map(|depth| format!("{}k:\n", "  ".repeat(depth))).collect();
    let title = format!("{HEAD}title: 某市民政局2024年政府信息公开工作年度报告\n");
    let (national, ..) = encoding_rs::GB18030.encode(&title);
    let utf16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(HEAD.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    check(&[
        yaml("twice.yaml", "year: 2023\n", "duplicate-key", (4, 1), "第3行"),
        yaml(
            "twice-deep.yaml",
            "requests:\n  received: {other: 1, 'other': 2}\n",
            "duplicate-key",
            (5, 24),
            "“other”",
        ),
        bad("laughs.yaml", laughs, "too-many-nodes", (9, 12), "200000项"),
        yaml(
            "deep.yaml",
            &format!("title: {}\n", "[".repeat(100_000)),
            "too-deep",
            (4, 72),
            "64层",
        ),
        yaml("deep-blocks.yaml", &blocks, "too-deep", (68, 129), "64层"),
        yaml(
            "large.yaml",
            &format!("overview: {}\n", "一".repeat(3 << 20)),
            "too-large",
            (1, 1),
            "8388608",
        ),
        bad("gb18030.yaml", national.into_owned(), "decoded", (1, 1), "gb18030"),
        bad("utf16.yaml", utf16, "decoded", (1, 1), "UTF-16LE"),
        bad("bytes.yaml", (128..=255).collect::<Vec<u8>>(), "not-text", (1, 1), ""),
        bad("zeros.yaml", (0..=255).collect::<Vec<u8>>(), "not-text", (1, 1), ""),
        bad("mark.yaml", format!("\u{feff}{HEAD}"), "byte-order-mark", (1, 1), ""),
        yaml("two.yaml", &format!("---\n{HEAD}"), "multiple-documents", (4, 1), ""),
        bad("empty.yaml", "", "empty", (1, 1), ""),
        bad("blank.yaml", " \n\n", "empty", (1, 1), ""),
        bad("comment.yaml", "# 只有注释\n", "empty", (1, 1), ""),
        bad("null.yaml", "~\n", "empty", (1, 1), ""),
        bad("scalar.yaml", "某市\n", "unknown-schema", (1, 1), ""),
        bad(
            "no-schema.yaml",
            HEAD.split_once('\n').unwrap().1,
            "unknown-schema",
            (1, 1),
            "schema",
        ),
        bad(
            "other-schema.yaml",
            HEAD.replace("2021", "2012"),
            "unknown-schema",
            (1, 9),
            "",
        ),
        bad(
            "blank-schema.yaml",
            HEAD.replace(" cn-ogi-2021", ""),
            "unknown-schema",
            (1, 1),
            "",
        ),
        yaml(
            "tag.yaml",
            "title: !!python/object:os.system x\n",
            "tag",
            (4, 8),
            "os.system",
        ),
        yaml("list-key.yaml", "? [a]\n: 1\n", "not-a-key", (4, 3), ""),
    ]);
}

/// Text that is not UTF-8 is read all the same, and the text is right.
#[test]
fn decoded_text_is_checked() {
    let dir = folder();
    let title = format!("{HEAD}title: 某市民政局2021年政府信息公开工作年度报告\n");
    write(&dir, "gb.yaml", encoding_rs::GB18030.encode(&title).0);
    let findings = crate::common::lint_json(dir.path(), "gb.yaml").expect(1).findings();
    let finding = findings
        .iter()
        .find(|finding| finding["rule"] == "date-title-year")
        .unwrap();
    assert_eq!(
        (&finding["span"]["line"], &finding["span"]["column"]),
        (&4.into(), &13.into())
    );
}

/// What cannot be read at all is no verdict; what is read and bad is one.
#[test]
fn exit_codes() {
    for (bytes, code) in [
        (HEAD.as_bytes(), 1),
        (b"\xff\xfe\xfd\x80".as_slice(), 1),
        (b"{", 1),
        (b"", 1),
    ] {
        Run::new(&["lint", "-"]).stdin(bytes).go().expect(code);
    }
    let missing = run(&["lint", "no-such-file.yaml", "examples/broken.yaml"]).expect(2);
    assert!(missing.stdout.contains("文件不存在"), "{}", missing.stdout);
    assert!(
        missing.stdout.contains("date-deadline"),
        "the other file is linted all the same"
    );
}

/// A file beside the reports can be as hostile as a report: it is read within the same limits, and what exceeds them has a place.
#[test]
fn files_beside_reports_are_read_within_limits() {
    let long = "x".repeat(100_000);
    let copies = format!("a: &a {long}\nb:\n{}", "- *a\n".repeat(5000));
    let cases = [
        ("[".repeat(60_000), "1:65", "nested more than 64 levels deep"),
        (copies, "", "more than 200000 values after anchors are expanded"),
        (
            "a: 1\na: 2\n".to_owned(),
            "2:1",
            "`a` is a duplicate; the first one is on line 1",
        ),
        ("a:1\n".to_owned(), "1:2", "no space after the colon"),
    ];
    let report = format!("{ROOT}/examples/cn-ogi-2021.yaml");
    for (text, place, message) in cases {
        let dir = folder();
        write(&dir, "own.yaml", &text);
        write(&dir, "place/pubreport.yaml", &text);
        write(&dir, "place/r.yaml", project("examples/cn-ogi-2021.yaml"));
        write(&dir, "members/m.yaml", project("examples/cn-ogi-2021.yaml"));
        for (args, file) in [
            (vec!["lint", &report, "--rules", "own.yaml"], "own.yaml"),
            (vec!["lint", &report, "--schema", "own.yaml"], "own.yaml"),
            (
                vec!["lint", &report, "--members", "members", "--roster", "own.yaml"],
                "own.yaml",
            ),
            (vec!["rules", "test", "own.yaml"], "own.yaml"),
            (vec!["lint", "place/r.yaml"], "place/pubreport.yaml"),
        ] {
            let args = [&args[..], &["--lang", "en"]].concat();
            let output = Run::new(&args).dir(&dir).go().expect(2);
            assert_eq!(output.stdout, "", "{args:?}");
            let head = output.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(head.starts_with(&format!("{file}:{place}")), "{args:?}: {head}");
            assert!(head.contains(message), "{args:?}: {head}");
        }
    }
}

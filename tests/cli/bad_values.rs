//! Values and keys that are not what the form asks for: the rule, the place, and what was meant.

use crate::common::{Run, folder, write};

const HEAD: &str = "schema: cn-ogi-2021\nagency: {name: 某市民政局, level: department}\nyear: 2024\n";

/// The value of a cell, the rule, the cause in the message, and the reading that is offered.
#[test]
fn cells() {
    const NUMBER: &str = "cell-not-number";
    const WHOLE: &str = "req-nonneg-int";
    let rows = [
        ("1_200", NUMBER, "下划线", "1200"),
        ("0120", NUMBER, "多余的 0", "120"),
        ("00", NUMBER, "多余的 0", "0"),
        ("0x10", NUMBER, "十六进制", "16"),
        ("0o17", NUMBER, "八进制", "15"),
        ("1e3", NUMBER, "科学计数法", "1000"),
        (".inf", NUMBER, "不是有限数", ""),
        (".nan", NUMBER, "不是有限数", ""),
        ("\"2\"", NUMBER, "加了引号", "2"),
        ("'2'", NUMBER, "加了引号", "2"),
        ("２", NUMBER, "全角数字", "2"),
        ("\"１．５\"", NUMBER, "全角数字", "1.5"),
        ("1,024", NUMBER, "千位分隔符", "1024"),
        ("'1，024'", NUMBER, "千位分隔符", "1024"),
        ("12件", NUMBER, "带有单位", "12"),
        ("1 200", NUMBER, "空格", "1200"),
        ("十二", NUMBER, "中文数字", "12"),
        ("12.", NUMBER, "小数点", "12"),
        ("约12件", NUMBER, "是文字", ""),
        ("yes", NUMBER, "是文字", ""),
        ("2024-01-01", NUMBER, "是文字", ""),
        ("-1", WHOLE, "-1", ""),
        ("1.5", WHOLE, "1.5", ""),
        ("1234567890123456789012345678901234567890", "out-of-range", "超出", ""),
        ("true", "wrong-type", "true", ""),
        ("/", "cell-blank", "未填写", ""),
        ("'-'", "cell-blank", "未填写", ""),
        ("—", "cell-blank", "未填写", ""),
        ("无", "cell-blank", "未填写", ""),
    ];
    let dir = folder();
    for (at, (value, ..)) in rows.iter().enumerate() {
        write(
            &dir,
            &format!("{at:02}.yaml"),
            format!("{HEAD}requests:\n  received:\n    natural_person: {value}\n"),
        );
    }
    let output = Run::new(&["lint", "--format", "json", "--no-config", "."])
        .dir(&dir)
        .go()
        .expect(1);
    let json = output.json();
    for (file, (value, rule, says, reading)) in json["files"].as_array().unwrap().iter().zip(rows) {
        let findings = file["findings"].as_array().unwrap();
        let of_cell: Vec<_> = findings
            .iter()
            .filter(|finding| finding["path"] == "/requests/received/natural_person")
            .collect();
        let [finding] = of_cell.as_slice() else {
            panic!("{value}: one defect is one finding: {of_cell:#?}");
        };
        assert_eq!(finding["rule"], rule, "{value}");
        assert!(
            finding["message"].as_str().unwrap().contains(says),
            "{value}: {finding:#}"
        );
        assert_eq!(
            (&finding["span"]["line"], &finding["span"]["column"]),
            (&6.into(), &21.into()),
            "{value}"
        );
        let end = 21 + value.chars().count() as u64;
        assert_eq!(finding["span"]["end_column"], end, "{value}");
        let offered = finding["fixes"][0]["edits"][0]["replacement"].as_str().unwrap_or("");
        assert_eq!(offered, reading, "{value}");
    }
}

/// An empty value has no place of its own; its key is shown.
#[test]
fn blank_cells() {
    for value in ["", " ''", " ~", " null", " # 无"] {
        let text = format!("{HEAD}requests:\n  received:\n    natural_person:{value}\n");
        let output = Run::new(&["lint", "--format", "json", "-"]).stdin(text).go().expect(1);
        let findings = output.findings();
        let finding = findings.iter().find(|finding| finding["rule"] == "cell-blank").unwrap();
        assert_eq!(
            (&finding["span"]["line"], &finding["span"]["column"]),
            (&6.into(), &5.into()),
            "{value}"
        );
    }
}

#[test]
fn keys_and_values_of_the_form() {
    let rows = [
        ("overveiw: 无\n", "unknown-key", (4, 1), "overview"),
        ("Overview: 无\n", "unknown-key", (4, 1), "overview"),
        ("总体情况: 无\n", "unknown-key", (4, 1), "overview"),
        ("一、总体情况: 无\n", "unknown-key", (4, 1), "overview"),
        ("ｏｖｅｒｖｉｅｗ: 无\n", "unknown-key", (4, 1), "overview"),
        ("\u{200b}title: 无\n", "unknown-key", (4, 1), "title"),
        (
            "requests: {received: {自然人: 1}}\n",
            "unknown-key",
            (4, 23),
            "natural_person",
        ),
        ("requests: {carried_in: {<<: 1}}\n", "unknown-key", (4, 25), ""),
        ("1: 1\n", "unknown-key", (4, 1), ""),
        ("published: 2025年1月20日\n", "bad-format", (4, 12), "2025-01-20"),
        ("published: 2025/1/20\n", "bad-format", (4, 12), "2025-01-20"),
        ("published: 2025-02-30\n", "bad-format", (4, 12), ""),
        ("published: 二〇二五年一月二十日\n", "bad-format", (4, 12), ""),
        ("published: 20250120\n", "wrong-type", (4, 12), ""),
    ];
    let dir = folder();
    for (at, (rest, ..)) in rows.iter().enumerate() {
        write(&dir, &format!("{at:02}.yaml"), format!("{HEAD}{rest}"));
    }
    let output = Run::new(&["lint", "--format", "json", "--no-config", "."])
        .dir(&dir)
        .go()
        .expect(1);
    let json = output.json();
    for (file, (rest, rule, (line, column), meant)) in json["files"].as_array().unwrap().iter().zip(rows) {
        let findings = file["findings"].as_array().unwrap();
        let found: Vec<_> = findings.iter().filter(|finding| finding["rule"] == rule).collect();
        assert_eq!(found.len(), 1, "{rest}: {findings:#?}");
        let span = &found[0]["span"];
        assert_eq!(
            (&span["line"], &span["column"]),
            (&line.into(), &column.into()),
            "{rest}"
        );
        let offered = found[0]["fixes"][0]["edits"][0]["replacement"].as_str().unwrap_or("");
        assert_eq!(offered, meant, "{rest}");
    }
    let level = HEAD.replace("department", "市级部门");
    let findings = Run::new(&["lint", "--format", "json", "-"])
        .stdin(level)
        .go()
        .expect(1)
        .findings();
    assert!(
        findings
            .iter()
            .any(|finding| finding["rule"] == "not-allowed" && finding["path"] == "/agency/level")
    );
}

/// A key or a value that is also the name of a cause is shown as it was written.
#[test]
fn words_of_the_author_stay() {
    for (rest, rule, shown) in [
        (
            "requests: {received: {other: 1, other: 2}}\n",
            "duplicate-key",
            "“other”",
        ),
        ("requests: {received: {other: text}}\n", "cell-not-number", "“text”"),
        ("published: date\n", "bad-format", "“date”"),
        ("requests: record\n", "wrong-type", "“record”"),
    ] {
        let findings = Run::new(&["lint", "--format", "json", "-"])
            .stdin(format!("{HEAD}{rest}"))
            .go()
            .findings();
        let finding = findings.iter().find(|finding| finding["rule"] == rule).unwrap();
        let message = finding["message"].as_str().unwrap();
        assert!(message.contains(shown), "{message}");
    }
}

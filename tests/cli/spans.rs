//! A finding stands where the defect stands, whatever comes before it in the file.

use crate::common::{folder, lint_json, project, with_value, write};
use serde_json::Value;

const HEAD: &str = "schema: cn-ogi-2021\nagency: {name: 某市民政局, level: department}\nyear: 2024\n";

/// A report in which `⟦` and `⟧` enclose the defect, the rule that finds it and the path it is found at.
struct Case {
    file: &'static str,
    marked: String,
    rule: &'static str,
    path: &'static str,
}

impl Case {
    fn yaml(marked: &str, rule: &'static str, path: &'static str) -> Self {
        let marked = format!("{HEAD}{marked}");
        Self {
            file: "report.yaml",
            marked,
            rule,
            path,
        }
    }

    fn text(&self) -> String {
        self.marked.replace(['⟦', '⟧'], "")
    }

    /// The bytes enclosed, their text, and line and column of the first.
    fn place(&self) -> (usize, String, usize, usize) {
        let start = self.marked.find('⟦').unwrap();
        let text = &self.marked[start + '⟦'.len_utf8()..self.marked.find('⟧').unwrap()];
        let before = &self.marked[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before[line_start..].chars().filter(|c| *c != '\u{feff}').count();
        (start, text.to_owned(), before.matches('\n').count() + 1, column + 1)
    }

    /// Lint through the binary and compare.
    fn check(&self) {
        let dir = folder();
        write(&dir, self.file, self.text());
        let findings = lint_json(dir.path(), self.file).expect(1).findings();
        let told = format!("{}\n{findings:#?}", self.text());
        let finding = findings
            .iter()
            .find(|finding| finding["rule"] == self.rule && finding["path"] == self.path)
            .unwrap_or_else(|| panic!("no {} at {}\n{told}", self.rule, self.path));
        let (start, slice, line, column) = self.place();
        let span = &finding["span"];
        let number = |key: &str| usize::try_from(span[key].as_u64().unwrap()).unwrap();
        assert_eq!(&self.text()[number("start")..number("end")], slice, "{told}");
        assert_eq!(
            (number("start"), number("line"), number("column")),
            (start, line, column),
            "{told}"
        );
        let last = slice.rsplit('\n').next().unwrap().chars().count();
        let breaks = slice.matches('\n').count();
        let end = if breaks == 0 { column + last } else { last + 1 };
        assert_eq!(
            (number("end_line"), number("end_column")),
            (line + breaks, end),
            "{told}"
        );
        let primary: Vec<&Value> = finding["labels"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|label| label["primary"] == true)
            .collect();
        assert_eq!((primary.len(), &primary[0]["span"]), (1, span), "{told}");
    }
}

const CELL: &str = "cell-not-number";
const OLD: &str = "cite-old-format";

#[test]
fn flow_maps() {
    Case::yaml(
        "requests: {received: {备注: 无, 说明: “全年”, natural_person: ⟦12件⟧}}\n",
        CELL,
        "/requests/received/natural_person",
    )
    .check();
    Case::yaml(
        "requests: {备注: [一, 二, {三: 四}], received: {research: ⟦２０８⟧ , other: 0}}\n",
        CELL,
        "/requests/received/research",
    )
    .check();
    let lines =
        "requests: {\n  备注: 跨行,\n  received: {natural_person: 1,  # 自然人\n    enterprise: ⟦'3'⟧\n  }\n}\n";
    Case::yaml(lines, CELL, "/requests/received/enterprise").check();
}

#[test]
fn keys() {
    Case::yaml(
        "requests: {备注: 无, ⟦recieved⟧: {}}\n",
        "unknown-key",
        "/requests/recieved",
    )
    .check();
    Case::yaml(
        "\"requests\": {'备注': '无', \"received\": {\"natural_person\": ⟦\"2\"⟧}}\n",
        CELL,
        "/requests/received/natural_person",
    )
    .check();
    Case::yaml("⟦\"概\\u51b5\"⟧: 无\n", "unknown-key", "/概况").check();
    Case::yaml("⟦总体情况⟧: 无\n", "unknown-key", "/总体情况").check();
    Case::yaml(
        "? requests\n: ? received\n  : {备注: 无, other: ⟦１⟧}\n",
        CELL,
        "/requests/received/other",
    )
    .check();
}

#[test]
fn block_texts() {
    let literal =
        "overview: |\n  第一段，全年公开信息一百条。\n\n    缩进的一行：根据⟦国办公开办函〔2019〕60号⟧编制。\n";
    Case::yaml(literal, OLD, "/overview").check();
    let folded = "overview: >-\n  第一段，全年公开\n  信息一百条。\n\n  第二段。根据⟦国办公开办函〔2019〕60号⟧编制。\n";
    Case::yaml(folded, OLD, "/overview").check();
    let across = "overview: >\n  第一段。根据⟦国办公开办函\n  〔2019〕60号⟧编制。\n";
    Case::yaml(across, OLD, "/overview").check();
    let indented = "overview: |2+\n    第一段\n  根据⟦国办公开办函〔2019〕60号⟧编制。\n\n\n";
    Case::yaml(indented, OLD, "/overview").check();
    let after = "overview: |\n  第一段\n  第二段\nrequests:\n  received: {other: ⟦3件⟧}\n";
    Case::yaml(after, CELL, "/requests/received/other").check();
}

#[test]
fn quoted_texts() {
    Case::yaml(
        "overview: '“引号”与''撇号''：根据⟦国办公开办函〔2019〕60号⟧编制'\n",
        OLD,
        "/overview",
    )
    .check();
    Case::yaml(
        "overview: \"转义\\u4e00\\t\\\"二\\\"：根据⟦国办公开办函〔2019〕60号⟧编制\"\n",
        OLD,
        "/overview",
    )
    .check();
    Case::yaml(
        "overview: \"换行\n  以后\\\n  接着：根据⟦国办公开办函〔2019〕60号⟧编制\"\n",
        OLD,
        "/overview",
    )
    .check();
    Case::yaml(
        "overview: 不加引号的\n  两行文字，根据⟦国办公开办函〔2019〕60号⟧编制\n",
        OLD,
        "/overview",
    )
    .check();
}

#[test]
fn comments() {
    Case::yaml(
        "# 注释：“全角”，；〔〕\nrequests:  # 表三\n  # 第一行\n  received: {natural_person: ⟦2件⟧}  # 尾注\n",
        CELL,
        "/requests/received/natural_person",
    )
    .check();
}

#[test]
fn characters_of_four_bytes() {
    Case::yaml(
        "requests: {备注: 𠮷😀👨‍👩‍👧, received: {natural_person: ⟦2件⟧}}\n",
        CELL,
        "/requests/received/natural_person",
    )
    .check();
    Case::yaml(
        "overview: 𠮷市😀，根据⟦国办公开办函〔2019〕60号⟧编制\n",
        OLD,
        "/overview",
    )
    .check();
}

#[test]
fn anchors_and_aliases() {
    Case::yaml(
        "requests: {received: &行 {备注: 无, natural_person: ⟦2件⟧}, carried_in: *行 }\n",
        CELL,
        "/requests/received/natural_person",
    )
    .check();
    Case::yaml(
        "requests:\n  received: {natural_person: &数 ⟦2件⟧}\n",
        CELL,
        "/requests/received/natural_person",
    )
    .check();
    // What an alias repeats is found where the alias stands: the anchored value may be right where it is.
    Case::yaml(
        "overview: &文 说明\nrequests: {备注: 无, received: {natural_person: ⟦*文⟧ }}\n",
        CELL,
        "/requests/received/natural_person",
    )
    .check();
}

#[test]
fn line_ends_and_marks() {
    for (mark, end) in [("", "\r\n"), ("\u{feff}", "\n"), ("\u{feff}", "\r\n")] {
        let marked = [
            "requests:\n  received: {备注: 无, natural_person: ⟦2件⟧}\n",
            "overview: |\n  第一段\n  根据⟦国办公开办函〔2019〕60号⟧编制\n",
        ];
        for (marked, rule, path) in [
            (marked[0], CELL, "/requests/received/natural_person"),
            (marked[1], OLD, "/overview"),
        ] {
            let mut case = Case::yaml(marked, rule, path);
            case.marked = format!("{mark}{}", case.marked.replace('\n', end));
            case.check();
        }
    }
    let first = Case {
        file: "report.yaml",
        marked: "\u{feff}⟦年度⟧: 2024\nschema: cn-ogi-2021\n".into(),
        rule: "unknown-key",
        path: "/年度",
    };
    assert_eq!(first.place().3, 1, "a byte order mark is no column");
    first.check();
}

#[test]
fn json() {
    let head = "{\"schema\": \"cn-ogi-2021\", \"agency\": {\"name\": \"某市\\u6c11政局😀\", \"level\": \"department\"}, \"year\": 2024,";
    for (rest, rule, path) in [
        (
            " \"requests\": {\"备注\": \"无\", \"received\": {\"natural_person\": ⟦\"2件\"⟧}}}",
            CELL,
            "/requests/received/natural_person",
        ),
        (
            "\n\t\"overview\": \"第\\u4e00段\\n\\\"二\\\"\\ud83d\\ude00：根据⟦国办公开办函〔2019〕60号⟧编制\"}\r\n",
            OLD,
            "/overview",
        ),
        (" ⟦\"总\\u4f53情况\"⟧: 1}", "unknown-key", "/总体情况"),
    ] {
        for mark in ["", "\u{feff}"] {
            let marked = format!("{mark}{head}{rest}");
            let case = Case {
                file: "报告.json",
                marked,
                rule,
                path,
            };
            case.check();
        }
    }
}

/// The same wrong cell in a whole report, with line ends and a mark as editors leave them.
#[test]
fn wrong_cell_in_a_whole_report() {
    let path = "requests.outcomes.unavailable.not_held.natural_person";
    let wrong = with_value(&project("examples/cn-ogi-2021-city.yaml"), path, "⟦98765⟧");
    for (mark, end) in [("", "\n"), ("", "\r\n"), ("\u{feff}", "\r\n")] {
        let case = Case {
            file: "city.yml",
            marked: format!("{mark}{}", wrong.replace('\n', end)),
            rule: "wrong-cell",
            path: "/requests/outcomes/unavailable/not_held/natural_person",
        };
        case.check();
    }
}

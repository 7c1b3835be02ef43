//! What is printed is read as it was: in every format, for reports of both forms with numbers, blanks and texts of any kind.

use std::collections::BTreeMap;

use crate::common::{blanks, linter, project, with_value};
use proptest::prelude::*;
use pubreport::{
    Beside, Lang, Report,
    document::{Document, Value},
    emit::{Format, render},
    extract::{Input, Medium},
    form::{Kind, Schema},
    import::{Data, import, unread},
};
use serde_json::{Value as Json, json};

const FORMATS: [(Format, Medium); 4] = [
    (Format::Html, Medium::Html),
    (Format::Docx, Medium::Docx),
    (Format::Markdown, Medium::Markdown),
    (Format::Text, Medium::Text),
];

/// What a reader gets of a field, as text: blank cells and missing ones are one, and so are white spaces of any length.
fn values(schema: &Schema, document: &Document) -> BTreeMap<String, String> {
    let leaves = schema.fields().filter(|field| schema.shape(*field).children.is_empty());
    let of = |path: &str| -> String {
        let pointer: String = path.split('.').map(|step| format!("/{step}")).collect();
        match document.root.pointer(&pointer).map(|(node, _)| &node.value) {
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Text(text)) => normal(&text.text),
            _ => String::new(),
        }
    };
    let printed = leaves
        .map(|field| schema.path(field))
        .filter(|path| !["agency.level", "agency.scope"].contains(&path.as_str()));
    printed
        .map(|path| (path.clone(), of(&path)))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

fn normal(text: &str) -> String {
    let unseen = |c: char| {
        c.is_control() && !c.is_whitespace()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}' | '\u{fffc}' | '\u{fffe}' | '\u{ffff}')
    };
    let breaks = |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let lines = text.split(breaks).map(|line| {
        let seen: String = line.chars().filter(|c| !unseen(*c)).collect();
        seen.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn judged(bytes: &[u8], input: Input) -> Report {
    let linter = linter();
    linter.judge(&linter.open("report", bytes, Some(input)), &Beside::default())
}

fn read(bytes: &[u8], input: Input) -> BTreeMap<String, String> {
    let report = judged(bytes, input);
    match (&report.schema, &report.document) {
        (Some(schema), Some(document)) => values(schema, document),
        _ => panic!("{:?}", report.findings(Lang::En)),
    }
}

fn print(bytes: &[u8], input: Input, format: Format) -> Vec<u8> {
    let report = judged(bytes, input);
    let page = (report.schema.as_ref()).zip(report.document.as_ref());
    let page = page.and_then(|(schema, document)| render(schema, document, format));
    page.unwrap_or_else(|| panic!("{:?}", report.findings(Lang::En)))
}

fn comes_back(report: &[u8], input: Input, format: Format, medium: Medium) -> Result<(), TestCaseError> {
    let page = print(report, input, format);
    let (before, after) = (read(report, input), read(&page, Input::Published(medium)));
    let names = |path: &String| {
        before
            .get("title")
            .zip(before.get(path))
            .is_none_or(|(title, name)| title.contains(name.as_str()))
    };
    for path in before.keys().chain(after.keys()) {
        // Who reports is read from the title, which may give a shorter name.
        if path == "agency.name" && !names(path) {
            continue;
        }
        let shown = || {
            if format == Format::Docx {
                String::new()
            } else {
                {
                    let page = String::from_utf8_lossy(&page).into_owned();
                    page[page.find("<body>").unwrap_or(0)..].to_owned()
                }
            }
        };
        prop_assert_eq!(
            before.get(path),
            after.get(path),
            "{} in {:?}\n{}",
            path,
            format,
            shown()
        );
    }
    Ok(())
}

/// A blank row of a table is there, and said to be blank.
#[test]
fn blank_rows_are_not_missing() {
    let blanks = blanks();
    for (format, medium) in FORMATS {
        let page = print(blanks.as_bytes(), Input::Data(None), format);
        let report = judged(&page, Input::Published(medium));
        let mut rules: Vec<&str> = report.violations.iter().map(|finding| finding.rule.as_str()).collect();
        rules.sort_unstable();
        assert_eq!(
            rules,
            [
                "cell-blank",
                "fmt-agency-level",
                "row-total-blank",
                "total-missing",
                "total-missing"
            ],
            "{format:?}"
        );
    }
}

#[test]
fn the_examples_come_back() {
    for example in [
        "cn-ogi-2021.yaml",
        "cn-ogi-2021-city.yaml",
        "cn-ogi-2019.yaml",
        "cn-gansu-wuwei-2025.yaml",
    ] {
        let report = project(&format!("examples/{example}"));
        for (format, medium) in FORMATS {
            comes_back(report.as_bytes(), Input::Data(None), format, medium).unwrap();
        }
    }
    let blanks = blanks();
    for (format, medium) in FORMATS {
        comes_back(blanks.as_bytes(), Input::Data(None), format, medium).unwrap();
    }
}

/// Prose that reads like headings, before one and behind another, is no table of contents.
#[test]
fn headings_quoted_in_prose_come_back() {
    let report = project("examples/cn-ogi-2021.yaml");
    let prose = [
        ("overview", "\"六、其他需要报告的事项\""),
        ("other_matters", "\"二、主动公开政府信息情况\""),
    ];
    let report = prose
        .iter()
        .fold(report, |text, (path, words)| with_value(&text, path, words));
    comes_back(report.as_bytes(), Input::Data(None), Format::Html, Medium::Html).unwrap();
}

/// A value for a field of a table.
fn cell(kind: Kind) -> BoxedStrategy<Json> {
    let words = prop::sample::select(vec!["/", "-", "—", "无", "251000元", "3件", "不适用", "１２", "1,024"]);
    let number = match kind {
        Kind::Integer => prop_oneof![8 => 0..1000i64, 1 => -99..0i64, 1 => 0..100_000_000i64]
            .prop_map(Json::from)
            .boxed(),
        _ => prop::sample::select(vec!["0", "0.5", "12.50", "251000", "72701.2578", "0.000001"])
            .prop_map(|text| serde_json::from_str(text).unwrap())
            .boxed(),
    };
    prop_oneof![16 => number, 3 => Just(Json::Null), 1 => words.prop_map(Json::from)].boxed()
}

/// Lines that read like headings of parts.
const HEADINGS: [&str; 6] = [
    "一、总体情况",
    "六、其他需要报告的事项",
    "二、主动公开政府信息情况",
    "其他需要报告的事项",
    "五、",
    "六、其他需要报告的事项：无",
];

/// A line that says something, or looks like something else.
fn any_line() -> BoxedStrategy<String> {
    let awkward = vec![
        "（一）主动公开。公开信息866条。",
        "1. 第一项",
        "1) 第一项",
        "2、第二项",
        "| 甲 | 乙 |",
        "甲|乙",
        "甲\t乙",
        "# 井号",
        "### （一）",
        "> 引用",
        "**粗体**",
        "__粗体__",
        "*斜体*",
        "***",
        "---",
        "===",
        "- 项",
        "* 项",
        "+ 项",
        "<b>粗</b>",
        "<script>",
        "&amp;",
        "&lt;b&gt;",
        "甲 & 乙 < 丙 > 丁",
        "反斜杠\\",
        "\\*",
        "`code`",
        "```",
        "~~~",
        "~~删~~",
        "$x$",
        "[甲](乙)",
        "![甲](乙)",
        "[^1]: 注",
        "<!-- 注 -->",
        "\"引号\"",
        "'引号'",
        "总计",
        "其他",
        "规章",
        "信息内容",
        "行政许可 224",
        "行政许可",
        "行政处罚：3件",
        "规章 1 2 3",
        "一、本年新收政府信息公开申请数量",
        "四、结转下年度继续办理 0 0 0 0 0 0 0",
        "三、本年度办理结果",
        "（七）总计",
        "结果维持 1",
        "行政复议",
        "0 1 0 2 3 0 0 0 0 0 1 0 0 0 1",
        "第二十条第（一）项",
        "0 0 0",
        "全年5件",
        "😀",
        "é",
        "　　缩进",
        "末尾  ",
        ":---",
        "a: b",
        "{{x}}",
        "%",
    ];
    prop_oneof![
        8 => prop::sample::select(awkward).prop_map(str::to_owned),
        1 => prop::sample::select(HEADINGS.to_vec()).prop_map(str::to_owned),
        2 => "[\\PC]{1,12}",
        2 => "[甲乙丙丁，。；：（）0-9]{1,20}",
    ]
    .boxed()
}

/// Whether a line by itself is what readers leave out, as the number of a page.
fn is_left_out(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = bare.trim_matches(['-', '—']);
    digits.len() <= 3 && !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
}

/// Whether plain text has no way to tell a line from a heading, or from marks that mean nothing.
fn is_more_in_text(line: &str) -> bool {
    HEADINGS.contains(&line) || !line.contains(char::is_alphanumeric)
}

fn text_line() -> BoxedStrategy<String> {
    any_line()
        .prop_filter("not told by plain text", |line| !is_more_in_text(line))
        .boxed()
}

fn prose(line: BoxedStrategy<String>) -> impl Strategy<Value = Json> {
    let line = line.prop_filter("left out by readers", |line| !is_left_out(line));
    let lines = prop::collection::vec(line, 0..4).prop_map(|lines| lines.join("\n"));
    prop_oneof![9 => lines.prop_map(Json::from), 1 => Just(Json::Null)]
}

/// A report of a form as JSON.
fn report(id: &'static str, line: BoxedStrategy<String>) -> impl Strategy<Value = Json> {
    let schema = linter().library().schema(id).unwrap().unwrap();
    let mut fields: Vec<BoxedStrategy<(String, Json)>> = Vec::new();
    for field in schema.fields().filter(|field| schema.shape(*field).children.is_empty()) {
        let (path, kind) = (schema.path(field), schema.shape(field).kind);
        let value = match path.split('.').next().unwrap() {
            "proactive" | "requests" | "review" => cell(kind),
            "preamble" | "overview" | "problems" | "other_matters" => prose(line.clone()).boxed(),
            _ => continue,
        };
        fields.push(value.prop_map(move |value| (path.clone(), value)).boxed());
    }
    let head = (
        "[甲乙丙丁]{2,6}(市|县|局|人民政府)",
        2019..2030i64,
        any::<bool>(),
        any::<bool>(),
    );
    (fields, head).prop_map(move |(fields, (agency, year, with_day, with_period))| {
        let mut report = json!({"schema": id, "title": format!("{agency}{year}年政府信息公开工作年度报告"),
            "agency": {"name": agency, "level": "department"}, "year": year});
        if with_day {
            report["published"] = json!(format!("{}-01-25", year + 1));
        }
        if with_period {
            report["period"] = json!({"start": format!("{year}-01-01"), "end": format!("{year}-12-31")});
        }
        for (path, value) in fields {
            let mut at = &mut report;
            for step in path.split('.') {
                at = &mut at[step];
            }
            *at = value;
        }
        report
    })
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        cases: std::env::var("CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(24),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn html_comes_back(report in prop_oneof![report("cn-ogi-2021", any_line()), report("cn-ogi-2019", any_line())]) {
        comes_back(report.to_string().as_bytes(), Input::Data(None), Format::Html, Medium::Html)?;
    }

    #[test]
    fn docx_comes_back(report in prop_oneof![report("cn-ogi-2021", any_line()), report("cn-ogi-2019", any_line())]) {
        comes_back(report.to_string().as_bytes(), Input::Data(None), Format::Docx, Medium::Docx)?;
    }

    #[test]
    fn markdown_comes_back(report in prop_oneof![report("cn-ogi-2021", any_line()), report("cn-ogi-2019", any_line())]) {
        comes_back(report.to_string().as_bytes(), Input::Data(None), Format::Markdown, Medium::Markdown)?;
    }

    #[test]
    fn text_comes_back(report in prop_oneof![report("cn-ogi-2021", text_line()), report("cn-ogi-2019", text_line())]) {
        comes_back(report.to_string().as_bytes(), Input::Data(None), Format::Text, Medium::Text)?;
    }

    /// What is read is written so that it is read again.
    #[test]
    fn an_import_says_what_was_read(report in prop_oneof![report("cn-ogi-2021", any_line()), report("cn-ogi-2019", any_line())], data in prop::sample::select(vec![Data::Yaml, Data::Json])) {
        let page = print(report.to_string().as_bytes(), Input::Data(None), Format::Html);
        for (bytes, input) in [(page, Input::Published(Medium::Html)), (report.to_string().into_bytes(), Input::Data(None))] {
            let report = judged(&bytes, input);
            let text = import(&report, data, Lang::Zh).unwrap();
            prop_assert_eq!(read(&bytes, input), read(text.as_bytes(), Input::Data(None)), "{}", &text);
            let said = |findings: &Report| -> Vec<(String, String, String)> {
                let findings = findings.findings(Lang::Zh);
                let told = findings.iter().filter(|finding| !unread(&report).any(|unread| unread.rule == finding.rule));
                let mut said: Vec<_> = told.map(|finding| (finding.rule.clone(), finding.path.clone(), finding.message.clone())).collect();
                said.sort();
                said
            };
            let again = judged(text.as_bytes(), Input::Data(None));
            prop_assert_eq!(said(&report), said(&again), "{}", &text);
        }
    }
}

//! Whole runs: from bytes to what is printed or written.

use std::path::Path;

use pubreport::{
    Lang, Report,
    emit::{self, render},
    fix::fix,
    import::{Data, import},
    output::{self, Options, Status, Summary},
};

use super::{LINTER, REPORT, check_span};
use crate::Target;

/// The numbers that prose claims: the input is the overview of a report.
pub(crate) const PROSE: Target = Target {
    name: "prose",
    run: |bytes| {
        let Ok(prose) = std::str::from_utf8(bytes) else { return };
        let quoted = prose
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace(['\n', '\r'], "\\n");
        let text: String = REPORT
            .lines()
            .map(|line| match line.strip_prefix("overview: |") {
                Some(_) => format!("overview: \"{quoted}\"\nx-was: |\n"),
                None => format!("{line}\n"),
            })
            .collect();
        check_report(&LINTER.lint("report.yaml", text.as_bytes()));
    },
    seeds: || {
        [
            "全年收到政府信息公开申请2件，其中自然人2件，均已办结；予以公开1件，部分公开0件，不予公开1件，同比增长12.5%。",
            "本年度没有因政府信息公开被申请行政复议、提起行政诉讼。制发规范性文件三件，废止1,024件，现行有效十四件。",
            "新收申请１２件（上年结转3件），结转下年度0件，增加五成。",
        ]
        .map(|text| text.as_bytes().to_vec())
        .to_vec()
    },
    words: &[
        "收到",
        "申请",
        "件",
        "其中",
        "自然人",
        "同比增长",
        "%",
        "百分之",
        "一千零二十",
        "万",
        "余",
        "没有",
        "未",
        "不予公开",
        "结转",
        "行政复议",
        "诉讼",
        "规范性文件",
        "，",
        "。",
        "、",
        "（",
        "）",
        "1,",
        "1,1,1,",
        "和",
        "至",
        "分别为",
        "均",
        "零",
        "无",
        "\u{202e}",
    ],
};

/// A file of any kind, judged and printed in every format. The first two bytes say what kind, language and format.
pub(crate) const OUTPUTS: Target = Target {
    name: "outputs",
    run: |bytes| {
        let [kind, how, rest @ ..] = bytes else { return };
        let names = [
            "r.yaml",
            "r.json",
            "r.html",
            "r.md",
            "r.txt",
            "r.docx",
            "r.xlsx",
            "r",
            "\u{1b}[31m\u{202e}\n::error::.yaml",
        ];
        let report = LINTER.lint(Path::new(names[usize::from(*kind) % names.len()]), rest);
        check_report(&report);
        let lang = if how & 1 == 0 { Lang::Zh } else { Lang::En };
        let format = output::Format::ALL[usize::from(how >> 1) % output::Format::ALL.len()];
        let options = Options {
            lang,
            width: 40 + usize::from(*how),
            ..Options::default()
        };
        let mut printer = output::printer(format, options);
        let mut out = Vec::new();
        let mut print = |out: &mut Vec<u8>| {
            printer.begin(out)?;
            printer.file(&report.localized(lang), Status::Fail, out)?;
            printer.end(&Summary::default(), &[], out)
        };
        print(&mut out).expect("a buffer takes all");
        let text = String::from_utf8(out).expect("output is text");
        check_output(&text);
    },
    seeds: || {
        let kinds: [(u8, &[u8]); 4] = [
            (0, REPORT.as_bytes()),
            (0, include_bytes!("../../../examples/broken.yaml")),
            (1, include_bytes!("../../../examples/cn-ogi-2021.json")),
            (
                4,
                "甲市乙局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n行政许可\t1\n".as_bytes(),
            ),
        ];
        let seeds = kinds
            .iter()
            .zip(0u8..)
            .map(|((kind, bytes), how)| [&[*kind, how * 3], *bytes].concat());
        seeds.collect()
    },
    words: &[
        "\u{1b}[2J",
        "\u{7f}",
        "\u{9b}",
        "\u{202e}",
        "\r",
        "\n",
        "::error::",
        "]]>",
        "&",
        "<",
        "\"",
        "%0A",
        "申请",
        "natural_person",
        ": 1",
        "'",
        "\u{301}",
        "x: y\n",
        "\t",
        "requests:",
        "total: ",
        "schema: cn-ogi-2019\n",
    ],
};

/// A report written anew: its fixes applied, as data, and as it is published.
pub(crate) const REWRITTEN: Target = Target {
    name: "rewritten",
    run: |bytes| {
        let report = LINTER.lint("r.yaml", bytes);
        check_report(&report);
        if let Some(fixed) = fix(&report, |text| LINTER.lint("r.yaml", text.as_bytes())) {
            assert!(fixed.count > 0);
            check_report(&fixed.report);
        }
        for data in [Data::Yaml, Data::Json] {
            if let Some(text) = import(&report, data, Lang::Zh) {
                let name = if data == Data::Yaml { "r.yaml" } else { "r.json" };
                let again = LINTER.lint(name, text.as_bytes());
                assert!(again.document.is_some(), "what is imported cannot be read:\n{text}");
            }
        }
        if let (Some(schema), Some(document)) = (&report.schema, &report.document) {
            for format in [
                emit::Format::Html,
                emit::Format::Markdown,
                emit::Format::Docx,
                emit::Format::Text,
            ] {
                let _ = render(schema, document, format);
            }
        }
    },
    seeds: || {
        vec![
            REPORT.as_bytes().to_vec(),
            include_bytes!("../../../examples/broken.yaml").to_vec(),
        ]
    },
    words: &[
        "０",
        "'1'",
        "1,024",
        "无",
        "/",
        "\"\"",
        "total: ",
        "|",
        "\n",
        "\\|",
        "<b>",
        "#",
        "- ",
        "[",
        "null",
        "'",
        "１２件",
        "～",
    ],
};

/// All places of a verdict are in its text.
fn check_report(report: &Report) {
    let text = report.source.text();
    for violation in &report.violations {
        check_span(text, violation.span);
        for label in violation.labels.iter().filter(|label| label.file.is_none()) {
            check_span(text, label.span);
        }
    }
}

/// A terminal or a log obeys nothing in it.
fn check_output(text: &str) {
    let obeyed = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(obeyed), "control characters are printed: {text:?}");
}

//! What people read.

use crate::output::wrap::width;
use crate::{
    diagnostic::finding::{Lang, Severity},
    output::tests::*,
};

fn at(columns: usize) -> Options {
    Options {
        width: columns,
        ..Options::default()
    }
}

#[test]
fn eighty_columns() {
    snapshot("pretty_80", &print(Format::Pretty, at(80), &files()));
}

#[test]
fn a_hundred_and_twenty_columns() {
    snapshot("pretty_120", &print(Format::Pretty, at(120), &files()));
}

#[test]
fn ascii_and_english() {
    let options = Options {
        lang: Lang::En,
        theme: Theme::Ascii,
        ..at(80)
    };
    snapshot("pretty_ascii_en", &print(Format::Pretty, options, &files()));
}

#[test]
fn colors() {
    let options = Options { color: true, ..at(80) };
    let files = [file("r.yaml", REPORT, findings().drain(3..5).collect())];
    snapshot(
        "pretty_color",
        &print(Format::Pretty, options, &files).replace('\u{1b}', "␛"),
    );
}

#[test]
fn short_and_quiet() {
    snapshot("short", &print(Format::Short, at(80), &files()));
    let quiet = Options { quiet: true, ..at(80) };
    snapshot("short_quiet", &print(Format::Short, quiet, &files()));
    assert!(!print(Format::Pretty, quiet, &files()).contains("pub-deadline"));
}

#[test]
fn quiet_is_not_silent_about_what_fails_a_file() {
    let late = file("r.yaml", REPORT, vec![findings().swap_remove(1)]);
    let options = Options { quiet: true, ..at(80) };
    let text = |status| {
        let mut out = Vec::new();
        printer(Format::Short, options).file(&late, status, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(text(Status::Pass), "");
    assert!(text(Status::of(&late, Some(Severity::Warning))).contains("pub-deadline"));
}

#[test]
fn line_breaks_byte_order_marks_tabs_and_escapes() {
    let text = "\u{feff}year:\t2024\r\nname: \u{1b}[31m红\u{202e}色\r\n\r\ncount: \"１２\"\r\n";
    let found = vec![
        finding("a", Severity::Error, "年", "/year", span(text, "2024"), "年度"),
        finding(
            "b",
            Severity::Error,
            "值为 \u{1b}[31m红",
            "/name",
            span(text, "\u{1b}[31m红\u{202e}色"),
            "控制\u{7}字符",
        ),
        finding(
            "c",
            Severity::Error,
            "全角",
            "/count",
            span(text, "\"１２\""),
            "应为 12",
        ),
        finding(
            "d",
            Severity::Error,
            "末尾",
            "",
            Span::new(text.len(), text.len() + 9),
            "文件在此结束",
        ),
    ];
    let drawn = print(Format::Pretty, at(80), &[file("r.yaml", text, found)]);
    assert!(drawn.chars().all(|c| c == '\n' || !c.is_control()));
    snapshot("pretty_odd_text", &drawn);
}

#[test]
fn places_without_anything_to_underline() {
    for (text, span) in [
        ("", Span::new(0, 0)),
        ("\n\n", Span::new(1, 1)),
        ("\n\n  ", Span::new(4, 4)),
        ("\u{feff}", Span::new(3, 3)),
        ("  a: 1", Span::new(0, 0)),
        ("a:", Span::new(2, 2)),
        (":", Span::new(1, 1)),
        ("部门:\n", Span::new(7, 7)),
        ("x", Span::new(90, 99)),
    ] {
        let drawn = print(
            Format::Pretty,
            at(40),
            &[file(
                "r.yaml",
                text,
                vec![finding("r", Severity::Error, "错", "", span, "空")],
            )],
        );
        assert!(drawn.contains("╰── 空"), "{text:?}\n{drawn}");
    }
    let text = "a: 1\n部门:\n";
    let drawn = print(
        Format::Pretty,
        at(40),
        &[file(
            "r.yaml",
            text,
            vec![finding(
                "r",
                Severity::Error,
                "错",
                "",
                Span::new(text.len(), text.len()),
                "空",
            )],
        )],
    );
    assert_eq!(underlined(&drawn), ["部门"]);
}

/// What stands above each underline, by display columns.
fn underlined(drawn: &str) -> Vec<String> {
    let mut out = Vec::new();
    let lines: Vec<_> = drawn.lines().collect();
    for pair in lines.windows(2) {
        let (Some((number, text)), Some((_, marks))) = (pair[0].split_once(" │ "), pair[1].split_once(" · ")) else {
            continue;
        };
        if number.trim().parse::<usize>().is_err() {
            continue;
        }
        let under = |column: usize| marks.chars().nth(column).is_some_and(|c| "─┬".contains(c));
        let (mut column, mut run) = (0, String::new());
        for c in text.chars() {
            let wide = width(&c.to_string());
            if under(column) {
                run.push(c);
            } else if !run.is_empty() {
                out.push(std::mem::take(&mut run));
            }
            column += wide;
        }
        if !run.is_empty() {
            out.push(run);
        }
    }
    out
}

#[test]
fn underlines_stand_under_their_text() {
    for columns in [60, 80, 120, 200] {
        let drawn = |i: usize| {
            print(
                Format::Pretty,
                at(columns),
                &[file("r.yaml", REPORT, vec![findings().swap_remove(i)])],
            )
        };
        assert_eq!(underlined(&drawn(1)), ["2025-02-12"]);
        assert_eq!(underlined(&drawn(3)), ["2", "3"], "{}", drawn(3));
        assert_eq!(underlined(&drawn(4)), ["2件"]);
        assert_eq!(underlined(&drawn(5)), ["2", "1", "0"], "{}", drawn(5));
        assert_eq!(underlined(&drawn(6)), ["5件"], "{}", drawn(6));
        assert_eq!(underlined(&drawn(7)), ["other_matters"]);
    }
}

#[test]
fn many_labels_of_one_row_do_not_pile_up() {
    let keys = [
        "natural_person",
        "enterprise",
        "research",
        "public_interest",
        "legal_service",
        "other",
    ];
    let mut found = findings().swap_remove(3);
    found.labels.truncate(1);
    for key in keys {
        let value = if key == "natural_person" { "2" } else { "0" };
        let place = cell(REPORT, "  received", key, value);
        found.labels.push(label("", place, &format!("{key} = {value}")));
    }
    for columns in [40, 60, 80, 120] {
        let drawn = print(
            Format::Pretty,
            at(columns),
            &[file("r.yaml", REPORT, vec![found.clone()])],
        );
        for key in keys {
            assert!(drawn.contains(&format!("{key} = ")), "{drawn}");
        }
        assert!(drawn.lines().all(|line| width(line) <= columns), "{drawn}");
        if columns == 80 {
            snapshot("pretty_many_labels", &drawn);
        }
    }
}

#[test]
fn a_thousand_findings_on_one_long_line_are_all_drawn() {
    let text = "[".to_owned() + &"{\"总计\": 1}, ".repeat(20_000) + "]";
    let found: Vec<_> = text
        .match_indices('1')
        .step_by(20)
        .map(|(at, _)| finding("r", Severity::Error, "错", "", Span::new(at, at + 1), "应为 2"))
        .collect();
    let drawn = print(Format::Pretty, at(80), &[file("r.json", &text, found)]);
    assert_eq!(drawn.matches("应为 2").count(), 1_000);
}

#[test]
fn summaries_count() {
    let mut summary = Summary::default();
    let text = |summary: &Summary| (summary.text(Lang::Zh), summary.text(Lang::En));
    summary.add(&file("a", "", Vec::new()), None);
    assert_eq!(
        text(&summary),
        (
            String::from(
                "没有发现问题（1份报告，通过；核对规则38条，另有3条不适用，2条缺数据未核对，1条须与其他报告对照、本次未核对）"
            ),
            String::from(
                "nothing found (1 report, passed; 38 rules evaluated, 3 not applicable, 2 not checked for lack of data, 1 needs other reports)"
            )
        )
    );
    for file in files() {
        summary.add(&file, Some(Severity::Error));
    }
    assert_eq!(
        text(&summary),
        (
            String::from(
                "错误4处、警告2处、提示1处（4份报告，其中1份未通过、1份无法作出结论；3份缺数据、3份未与其他报告对照，有关规则未核对；另有1处已豁免；1处可用 --fix 改正）"
            ),
            String::from(
                "4 errors, 2 warnings, 1 hint (4 reports, 1 failed, 1 without a verdict; for some rules, 3 lack data, 3 need other reports; 1 waived; 1 can be fixed with --fix)"
            )
        )
    );
}

#[test]
fn block_text_far_lines_and_json_on_one_line() {
    let mut block = findings().swap_remove(2);
    block.waiver = None;
    let json = r#"{"year":2024,"requests":{"received":{"natural_person":2,"enterprise":0,"research":0,"public_interest":0,"legal_service":0,"other":0,"total":3},"carried_in":{"natural_person":1}}}"#;
    let three = span(json, "3}").start;
    let total = Span::new(three, three + 1);
    let sum = finding(
        "req-row-sum",
        Severity::Error,
        "总计 3 不等于 2",
        "/requests/received/total",
        total,
        "应为 2",
    );
    let long = "a:\n  - 一\n\n".repeat(60) + "b: 二\n";
    let mut far = finding(
        "same",
        Severity::Info,
        "与第 2 行重复",
        "/b",
        span(&long, "二"),
        "又写一次",
    );
    far.labels.push(label("/a/0", span(&long, "一"), "先写一次"));
    let files = [
        file("r.yaml", REPORT, vec![block]),
        file("r.json", json, vec![sum]),
        file("far.yaml", &long, vec![far]),
    ];
    snapshot("pretty_shapes", &print(Format::Pretty, at(80), &files));
}

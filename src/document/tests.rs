//! What readers make of whole texts: places, values, defects.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::{
        format::Format,
        limits::Limits,
        model::{Document, Node, Value},
        parse::*,
        syntax_diagnosis::SYNTAX_CAUSES,
    },
    text::path::pointer_step,
    text::source::Span,
};

fn yaml(text: &str) -> (Option<Document>, Vec<Defect>) {
    parse(text, Format::Yaml, &Limits::default())
}

fn json(text: &str) -> (Option<Document>, Vec<Defect>) {
    parse(text, Format::Json, &Limits::default())
}

fn show(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => format!("{:?}", text.text),
        Value::List(items) => format!("[{}]", items.len()),
        Value::Record(entries) => format!("{{{}}}", entries.len()),
    }
}

/// Every value: its pointer, what it is, and the source under its span; keys after a `#`.
fn places(source: &str, node: &Node, pointer: &str, into: &mut Vec<String>) {
    let slice = |span: Span| &source[span.start..span.end];
    into.push(format!("{pointer} {} <{}>", show(&node.value), slice(node.span)));
    match &node.value {
        Value::List(items) => {
            for (at, item) in items.iter().enumerate() {
                places(source, item, &format!("{pointer}/{at}"), into);
            }
        }
        Value::Record(entries) => {
            for entry in entries {
                if slice(entry.key_span) != entry.key {
                    into.push(format!("#{} <{}>", entry.key, slice(entry.key_span)));
                }
                places(
                    source,
                    &entry.value,
                    &(pointer.to_owned() + &pointer_step(&entry.key)),
                    into,
                );
            }
        }
        _ => {}
    }
}

#[track_caller]
fn sees(source: &str, format: Format, expected: &[&str]) {
    let (document, defects) = parse(source, format, &Limits::default());
    assert!(defects.is_empty(), "{defects:?}");
    let mut seen = Vec::new();
    places(source, &document.unwrap().root, "", &mut seen);
    assert_eq!(seen[1..], *expected, "{source}");
}

/// The kinds and causes of the defects, the source under their spans and under the further places.
#[track_caller]
fn finds(source: &str, format: Format, expected: &[&str]) {
    let (_, defects) = parse(source, format, &Limits::default());
    let slice = |span: Span| &source[span.start..span.end];
    let shown: Vec<String> = defects
        .iter()
        .map(|defect| {
            let kind = serde_json::to_value(defect.kind).unwrap();
            let others: String = defect
                .others
                .iter()
                .map(|span| format!(" <{}>", slice(*span)))
                .collect();
            if let Some(cause) = defect.cause {
                assert!(SYNTAX_CAUSES.contains(&cause), "{cause}");
            }
            let cause = defect.cause.unwrap_or(kind.as_str().unwrap());
            format!("{cause} {} <{}>{others}", defect.path, slice(defect.span))
        })
        .collect();
    assert_eq!(shown, expected, "{source}");
}

#[test]
fn the_format_is_told_by_extension_then_by_text() {
    for (path, text, format) in [
        ("报告.JSON", "a: 1", Format::Json),
        ("报告.yml", "{}", Format::Yaml),
        ("-", "\u{feff} {\"a\": 1}", Format::Json),
        ("-", "[1]", Format::Json),
        ("x.txt", "年: 1", Format::Yaml),
        ("x", "", Format::Yaml),
    ] {
        assert_eq!(Format::of(Path::new(path), text), format, "{path}");
    }
}

#[test]
fn yaml_block_places() {
    sees(
        "# 注\n年度: 2023 # 注\n空:\n列:\n- 一\n-\n- 二:\n    x: 1 # 注\n\n  y:\n# 注\n末: 完\n",
        Format::Yaml,
        &[
            "/年度 2023 <2023>",
            "/空 null <>",
            "/列 [3] <- 一\n-\n- 二:\n    x: 1 # 注\n\n  y:>",
            "/列/0 \"一\" <一>",
            "/列/1 null <>",
            "/列/2 {2} <二:\n    x: 1 # 注\n\n  y:>",
            "/列/2/二 {1} <x: 1>",
            "/列/2/二/x 1 <1>",
            "/列/2/y null <>",
            "/末 \"完\" <完>",
        ],
    );
}

#[test]
fn an_empty_value_is_behind_its_colon() {
    for (source, pointer, at) in [
        ("年:\n", "/年", 4),
        ("年: # 注\nb: 1", "/年", 4),
        ("年 :\n", "/年", 5),
        ("{年: , b: 1}", "/年", 5),
        ("{'年':}", "/年", 7),
        ("a:\n- \n- 1", "/a/0", 4),
        ("a:\n  - # 注\n  - 1", "/a/0", 6),
        ("- - \n  - 1\n-\n- 2", "/1", 12),
        ("? 年\n", "/年", 5),
    ] {
        let (document, defects) = yaml(source);
        assert!(defects.is_empty(), "{source}: {defects:?}");
        let document = document.unwrap();
        let span = document.root.pointer(pointer).unwrap().0.span;
        assert_eq!(span, Span::new(at, at), "{source:?}");
    }
}

#[test]
fn yaml_block_text_places() {
    sees(
        "下: | # 注 |\n  文字\n  二\n\n\n# 注\n末: >-\n  甲\n  乙\n\n空: |\n列:\n- |2\n   文\n- &锚 !!str >+\n  文\n\n",
        Format::Yaml,
        &[
            "/下 \"文字\\n二\\n\" <| # 注 |\n  文字\n  二>",
            "/末 \"甲 乙\" <>-\n  甲\n  乙>",
            "/空 \"\" <|>",
            "/列 [2] <- |2\n   文\n- &锚 !!str >+\n  文>",
            "/列/0 \" 文\\n\" <|2\n   文>",
            "/列/1 \"文\\n\\n\" <>+\n  文>",
        ],
    );
}

#[test]
fn yaml_flow_and_quoted_places() {
    sees(
        "甲: {年: 1, '键''': [1, \"二\\t\" , ], b}\n\"乙\": [年: 1, ? x : y]\n",
        Format::Yaml,
        &[
            "/甲 {3} <{年: 1, '键''': [1, \"二\\t\" , ], b}>",
            "/甲/年 1 <1>",
            "#键' <'键'''>",
            "/甲/键' [2] <[1, \"二\\t\" , ]>",
            "/甲/键'/0 1 <1>",
            "/甲/键'/1 \"二\\t\" <\"二\\t\">",
            "/甲/b null <>",
            "#乙 <\"乙\">",
            "/乙 [2] <[年: 1, ? x : y]>",
            "/乙/0 {1} <年: 1>",
            "/乙/0/年 1 <1>",
            "/乙/1 {1} <? x : y>",
            "/乙/1/x \"y\" <y>",
        ],
    );
}

#[test]
fn yaml_places_after_crlf_and_byte_order_mark() {
    sees(
        "\u{feff}年: 一\r\n文: |\r\n  二\r\n  三\r\n录:\r\n  项: '四'\r\n",
        Format::Yaml,
        &[
            "/年 \"一\" <一>",
            "/文 \"二\\n三\\n\" <|\r\n  二\r\n  三>",
            "/录 {1} <项: '四'>",
            "/录/项 \"四\" <'四'>",
        ],
    );
}

#[test]
fn yaml_aliases_repeat() {
    sees(
        "甲: &锚 {年: 1}\n乙: *锚\n丙: [&k 键, *k : 2]\n",
        Format::Yaml,
        &[
            "/甲 {1} <{年: 1}>",
            "/甲/年 1 <1>",
            "/乙 {1} <*锚>",
            "/乙/年 1 <1>",
            "/丙 [2] <[&k 键, *k : 2]>",
            "/丙/0 \"键\" <键>",
            "/丙/1 {1} <*k : 2>",
            "#键 <*k>",
            "/丙/1/键 2 <2>",
        ],
    );
}

#[test]
fn yaml_scalars_follow_the_core_schema() {
    for (text, value) in [
        ("~", "null"),
        ("Null", "null"),
        ("TRUE", "true"),
        ("False", "false"),
        ("yes", "\"yes\""),
        ("-12.50", "-12.50"),
        ("+3", "3"),
        ("1_200", "\"1_200\""),
        ("0120", "\"0120\""),
        ("0x10", "\"0x10\""),
        ("0o17", "\"0o17\""),
        ("1e3", "\"1e3\""),
        (".5", "\".5\""),
        ("5.", "\"5.\""),
        (".inf", "\".inf\""),
        (".nan", "\".nan\""),
        ("'12'", "\"12\""),
        ("!!str 12", "\"12\""),
        ("! 12", "\"12\""),
        ("!!int 12", "12"),
        ("!!int '12'", "12"),
        ("!!float 12", "12"),
        ("!!null", "null"),
        ("!!bool true", "true"),
        ("!!str", "\"\""),
        ("!!seq [1]", "[1]"),
        ("2024-01-31", "\"2024-01-31\""),
    ] {
        let source = format!("文: {text}\n");
        let (document, defects) = yaml(&source);
        assert!(defects.is_empty(), "{text}: {defects:?}");
        assert_eq!(show(&document.unwrap().root.get("文").unwrap().value), value, "{text}");
    }
}

#[test]
fn yaml_keys_are_their_written_text() {
    let (document, defects) = yaml("2023: 1\ntrue: 2\nnull: 3\n~: 4\n01: 5\n");
    assert!(defects.is_empty());
    let keys: Vec<_> = document
        .unwrap()
        .root
        .entries()
        .iter()
        .map(|entry| entry.key.to_string())
        .collect();
    assert_eq!(keys, ["2023", "true", "null", "~", "01"]);
}

#[test]
fn yaml_defects_of_values() {
    finds(
        "年: 1\n月: 2\n\"年\": 3\n",
        Format::Yaml,
        &["duplicate-key /年 <\"年\"> <年>"],
    );
    finds(
        "表: [{年: 1, 年: {b: 1, b: 2}}]",
        Format::Yaml,
        &["duplicate-key /表/0/年 <年> <年>", "duplicate-key /表/0/年/b <b> <b>"],
    );
    finds(
        "年: !foo 1\n月: !!int x\n日: !<x> [1]\n时: !!map [1]\n",
        Format::Yaml,
        &["tag /年 <!foo>", "tag /月 <!!int>", "tag /日 <!<x>>", "tag /时 <!!map>"],
    );
    finds(
        "年:\n  ? [1, 2]\n  : 3\n  {a: 1}: 4\n  : 5\n",
        Format::Yaml,
        &["not-a-key /年 <[1, 2]>", "not-a-key /年 <{a: 1}>", "not-a-key /年 <:>"],
    );
    let long = "9".repeat(40);
    finds(
        &format!("年: {long}"),
        Format::Yaml,
        &[&format!("out-of-range /年 <{long}>")],
    );
    finds("年: 1\n--- # 注\n月: 2\n", Format::Yaml, &["multiple-documents  <--->"]);
    finds("年: 1\n...\n月: 2\n", Format::Yaml, &["multiple-documents  <月>"]);
}

#[test]
fn the_first_of_two_equal_keys_stays() {
    for (source, format) in [
        ("年: 1\n年: 2\n月: 3\n", Format::Yaml),
        ("{\"年\":1,\"\\u5e74\":2,\"月\":3}", Format::Json),
    ] {
        let (document, defects) = parse(source, format, &Limits::default());
        let document = document.unwrap();
        assert_eq!(show(&document.root.get("年").unwrap().value), "1");
        assert_eq!(show(&document.root.get("月").unwrap().value), "3");
        assert_eq!(document.root.entries().len(), 2);
        assert_eq!(defects[0].params, [("key", "年".into()), ("first_line", "1".into())]);
    }
    let many: String = (0..100).map(|at| format!("k{}: 1\n", at % 60)).collect();
    let (document, defects) = yaml(&many);
    assert_eq!(document.unwrap().root.entries().len(), 60);
    assert_eq!(defects.len(), 40);
    assert_eq!(defects[39].params[1].1, "40".into());
}

#[test]
fn nothing_is_empty() {
    for text in [
        "",
        "\n \n",
        "# 注\n",
        "---\n",
        "---\n...\n",
        "null",
        "~ # 注",
        "\u{feff}",
    ] {
        finds_kind(text, Format::Yaml, DefectKind::Empty);
    }
    for text in ["", " \n", "null", "\u{feff}"] {
        finds_kind(text, Format::Json, DefectKind::Empty);
    }
}

#[track_caller]
fn finds_kind(text: &str, format: Format, kind: DefectKind) {
    let (document, defects) = parse(text, format, &Limits::default());
    assert!(document.is_none(), "{text:?}");
    assert_eq!(
        defects.iter().map(|defect| defect.kind).collect::<Vec<_>>(),
        [kind],
        "{text:?}"
    );
}

#[test]
fn yaml_syntax_causes() {
    for (text, found) in [
        ("年:\n\tb: 1\n", "tab-indentation /年 <\t>"),
        ("年: \"未完\n月: 1\n", "unclosed-quote /年 <完> <\">"),
        ("年: '未完\n月: '1'\n", "unclosed-quote /年 <完> <'>"),
        ("年: [1, 2\n月: 3\n", "unclosed-bracket /年/1 <:> <[>"),
        ("年: {甲: 1\n", "unclosed-bracket /年 <1> <{>"),
        ("年: [1, {甲: 1]\n", "mismatched-bracket /年/1 <]> <{>"),
        ("年: 1]\n月: ]\n", "unopened-bracket /月 <]>"),
        ("年: {甲: 1 乙: 2}\n", "missing-comma /年 <:> <{>"),
        ("年: {甲: 1，乙: 2}\n", "full-width-comma /年 <，>"),
        ("年: 1\n  月: 2\n", "bad-indentation  <月>"),
        ("  年: 1\n 月: 2\n", "bad-indentation  <月: 2>"),
        ("年: 1\n月\n日: 2\n", "missing-colon  <月>"),
        ("年: *无\n", "unknown-anchor /年 <*无>"),
        ("年: &锚 [*锚]\n", "recursive-alias /年/0 <*锚>"),
        ("年: \"好\\q\"\n", "bad-escape /年 <\\q>"),
        ("年: \u{1}\n", "control-character  <\u{1}>"),
        ("年: a\0\n", "control-character  <\0>"),
        ("年: @b\n", "reserved-character /年 <@>"),
        ("年: 甲: 乙\n", "colon-in-value  <:>"),
        ("年度：2023\n总计：5\n", "full-width-colon  <：>"),
        ("年度：2023\n总计: 5\n", "full-width-colon  <：>"),
        ("年: 1\n总计：5\n", "full-width-colon  <：>"),
        ("年:　2023\n", "full-width-space  <　>"),
        ("年: 1\n月:2\n", "missing-space  <:>"),
        ("年:1\n月:2\n", "missing-space  <:>"),
        ("年: \"甲\" 乙\n", "after-quote /年 <乙>"),
        ("- 甲\n年: 1\n", "list-place /1 <年: 1>"),
        ("年: - 1\n", "list-place /年 <- 1>"),
        ("年: 1\n- 2\n", "list-place  <- 2>"),
        ("年: 1\n\t月: 2\n", "tab-indentation /年 <\t>"),
        ("年: 1 # 注\n 月: 2\n", "bad-indentation  <月: 2>"),
        ("- 年: 1\n 月: 2\n", "bad-indentation /1 <月: 2>"),
        ("{\n  \"年\": 1\n  \"月\": 2\n}\n", "missing-comma  <\"月\"> <{>"),
        ("年: |甲\n  乙\n", "bad-block-text /年 <|甲>"),
        ("%TAG\n---\n年: 1\n", "directive  <%>"),
        ("年: !<x 1\n", "bad-tag /年 <!<x>"),
    ] {
        let (document, defects) = yaml(text);
        assert!(document.is_none(), "{text}");
        assert_eq!(defects[0].kind, DefectKind::Syntax, "{text}");
        finds(text, Format::Yaml, &[found]);
    }
}

#[test]
fn json_places() {
    sees(
        "\u{feff}{\"年\" : 2023,\r\n \"表\":[1.50 , \"甲\\n\\\"\\ud83d\\ude00\",{}, []],\"空\":null,\"真\":true}\n",
        Format::Json,
        &[
            "#年 <\"年\">",
            "/年 2023 <2023>",
            "#表 <\"表\">",
            "/表 [4] <[1.50 , \"甲\\n\\\"\\ud83d\\ude00\",{}, []]>",
            "/表/0 1.50 <1.50>",
            "/表/1 \"甲\\n\\\"😀\" <\"甲\\n\\\"\\ud83d\\ude00\">",
            "/表/2 {0} <{}>",
            "/表/3 [0] <[]>",
            "#空 <\"空\">",
            "/空 null <null>",
            "#真 <\"真\">",
            "/真 true <true>",
        ],
    );
    let (document, _) = json("{\"a\": \"甲\"}");
    let document = document.unwrap();
    let Value::Text(text) = &document.root.get("a").unwrap().value else {
        panic!()
    };
    assert_eq!(text.text, "甲");
}

#[test]
fn json_numbers_are_exact_or_out_of_range() {
    sees(
        "[-0.10, 1e3, 1.5E-2, 12e0]",
        Format::Json,
        &["/0 -0.10 <-0.10>", "/1 1000 <1e3>", "/2 0.015 <1.5E-2>", "/3 12 <12e0>"],
    );
    finds("{\"年\": 1e400}", Format::Json, &["out-of-range /年 <1e400>"]);
}

#[test]
fn json_syntax_causes() {
    for (text, found) in [
        ("{\"年\": 1,}", "json-trailing-comma  <,>"),
        ("[1, ]", "json-trailing-comma /1 <,>"),
        ("{\"年\": 1 // 注\n}", "json-comment  <// 注>"),
        ("# 注\n{}", "json-comment  <# 注>"),
        ("{\"年\": 1} x y", "json-trailing  <x y>"),
        ("{\"年\"：1}", "full-width-colon  <：>"),
        ("{\"年\": 1，\"月\": 2}", "full-width-comma  <，>"),
        ("{“年”: 1}", "full-width-quote  <“>"),
        ("{'年': 1}", "json-single-quote  <'>"),
        ("{年度: 1}", "json-unquoted-key  <年度>"),
        ("{\"年\" 1}", "missing-colon  <1>"),
        ("{\"年\": 1 \"月\": 2}", "missing-comma  <\">"),
        ("{\"年\": 012}", "json-bad-number /年 <012>"),
        ("{\"年\": +1}", "json-bad-number /年 <+>"),
        ("{\"年\": 1.}", "json-bad-number /年 <1.>"),
        ("{\"年\": 12x}", "json-bad-number /年 <12x>"),
        ("{\"年\": 未知}", "json-unexpected /年 <未知>"),
        ("{\"年\": \"甲\n\"}", "unclosed-quote /年 <甲> <\">"),
        ("{\"年\": \"甲", "unclosed-quote /年 <甲> <\">"),
        ("{\"年\": \"甲\u{1}\"}", "control-character /年 <\u{1}>"),
        ("{\"年\": \"甲\\q\"}", "bad-escape /年 <\\q>"),
        ("{\"年\": \"\\ud800\"}", "bad-escape /年 <\\ud800>"),
        ("{\"年\": [1, 2}", "mismatched-bracket /年/2 <}> <[>"),
        ("{\"年\": [1, 2]\n", "unclosed-bracket  <]> <{>"),
        ("{\"年\":", "json-end /年 <:> <{>"),
        ("{", "json-end  <{> <{>"),
    ] {
        let (document, defects) = json(text);
        assert!(document.is_none(), "{text}");
        assert_eq!(defects[0].kind, DefectKind::Syntax, "{text}");
        finds(text, Format::Json, &[found]);
    }
}

#[test]
fn limits_hold() {
    let limits = Limits {
        bytes: 1000,
        depth: 3,
        nodes: 20,
    };
    let kinds = |text: &str, format| -> Vec<_> {
        let (document, defects) = parse(text, format, &limits);
        assert_eq!(document.is_none(), !defects.is_empty());
        defects.iter().map(|defect| (defect.kind, defect.span.start)).collect()
    };
    for format in [Format::Yaml, Format::Json] {
        assert_eq!(kinds("[[[1]]]", format), []);
        assert_eq!(kinds("[[[[1]]]]", format), [(DefectKind::TooDeep, 3)]);
        assert_eq!(kinds(&format!("[{}0]", "0,".repeat(18)), format), []);
        assert_eq!(
            kinds(&format!("[{}0]", "0,".repeat(19)), format),
            [(DefectKind::TooManyNodes, 39)]
        );
        assert_eq!(kinds(&"[".repeat(900), format), [(DefectKind::TooDeep, 3)]);
        assert_eq!(kinds(&" ".repeat(1001), format), [(DefectKind::TooLarge, 0)]);
    }
    assert_eq!(kinds("a:\n b:\n  c: 1", Format::Yaml), []);
    assert_eq!(
        kinds("a:\n b:\n  c:\n   d: 1", Format::Yaml),
        [(DefectKind::TooDeep, 15)]
    );
    assert_eq!(
        kinds("a: &a [1]\nb: &b [*a]\nc: [*b]", Format::Yaml),
        [(DefectKind::TooDeep, 25)]
    );
    assert_eq!(
        kinds("a: &a [1,1,1,1]\nb: [*a,*a,*a,*a,*a]", Format::Yaml),
        [(DefectKind::TooManyNodes, 26)]
    );
    let long = format!("a: &a \"{}\\n\"\nb: [{}]", "x".repeat(500), "*a, ".repeat(10));
    assert_eq!(kinds(&long, Format::Yaml), [(DefectKind::TooManyNodes, 523)]);
}

#[test]
fn the_greatest_depth_fits_the_stack() {
    let limits = Limits {
        depth: usize::MAX,
        ..Limits::default()
    };
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let anchored = |depth: usize| format!("{}{}", "&a [".repeat(depth), "]".repeat(depth));
    for format in [Format::Yaml, Format::Json] {
        let text = nested(Limits::MAX_DEPTH);
        let (document, defects) = parse(&text, format, &limits);
        assert!(defects.is_empty(), "{defects:?}");
        drop(document.clone());
        let text = nested(Limits::MAX_DEPTH + 1);
        let (_, defects) = parse(&text, format, &limits);
        assert_eq!(defects.len(), 1);
        assert_eq!(
            (defects[0].kind, defects[0].span.start),
            (DefectKind::TooDeep, Limits::MAX_DEPTH)
        );
    }
    assert!(parse(&anchored(Limits::MAX_DEPTH), Format::Yaml, &limits).0.is_some());
}

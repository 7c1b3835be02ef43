//! Readers against any input: no panic, no place outside the text, and the same values as other readers see.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::Value as Json;

use crate::{
    diagnostic::defect::DefectKind,
    document::{
        decode::decode,
        format::Format,
        limits::Limits,
        model::{Node, Value},
        parse::*,
        syntax_diagnosis::SYNTAX_CAUSES,
    },
    text::source::Span,
};

/// Pieces that make up texts near the border of what YAML and JSON allow.
const PIECES: &[&str] = &[
    "年度",
    "a",
    "b: ",
    ": ",
    ":",
    "：",
    "，",
    "\n",
    "\n  ",
    "\n    ",
    "\r\n",
    "- ",
    "-",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ",",
    "\"",
    "'",
    "''",
    "\\",
    "\\u5e74",
    "\\ud83d",
    "\\x4",
    "|",
    ">",
    "|2-\n",
    ">+\n ",
    "# 注",
    " #",
    "&a ",
    "*a",
    "*a ",
    "&b ",
    "!!str ",
    "!x ",
    "!!int ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "\t",
    " ",
    "1",
    "01",
    "-2.50",
    "1e3",
    "~",
    "null",
    "true",
    "\u{feff}",
    "\u{3000}",
    "\0",
    "\u{7f}",
    "😀",
    "\"键\": ",
    "\"a\": 1",
    "<<: ",
    "@",
    "`",
    "%",
];

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

fn check_span(source: &str, span: Span) {
    assert!(span.start <= span.end, "{span:?}");
    assert!(source.get(span.start..span.end).is_some(), "{span:?}");
}

fn check_node(source: &str, node: &Node) {
    check_span(source, node.span);
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| check_node(source, item)),
        Value::Record(entries) => {
            for entry in entries {
                check_span(source, entry.key_span);
                check_node(source, &entry.value);
            }
        }
        Value::Text(text) => {
            let places = text.places(node.span, source);
            for (at, c) in text.text.char_indices() {
                let place = places.place(at..at + c.len_utf8());
                check_span(source, place);
                assert!(place.start >= node.span.start && place.end <= node.span.end);
            }
        }
        _ => {}
    }
}

fn check(source: &str) {
    let tight = Limits {
        bytes: 1 << 20,
        depth: 5,
        nodes: 30,
    };
    for limits in [Limits::default(), tight] {
        for format in [Format::Yaml, Format::Json] {
            let (document, defects) = parse(source, format, &limits);
            assert!(document.is_some() || !defects.is_empty(), "no word about {source:?}");
            for defect in &defects {
                check_span(source, defect.span);
                defect.others.iter().for_each(|span| check_span(source, *span));
                if defect.kind == DefectKind::Syntax {
                    assert!(document.is_none());
                    assert!(SYNTAX_CAUSES.contains(&defect.cause.unwrap()), "{defect:?}");
                    assert!(!defect.span.is_empty(), "{source:?}: {defect:?}");
                }
            }
            if let Some(document) = document {
                check_node(source, &document.root);
            }
        }
    }
}

fn trees() -> impl Strategy<Value = Json> {
    let text = prop_oneof![
        "[年度月件\\PC]{0,8}",
        "[a-z 0-9_.:#'\"\\\\|>&*!?-]{0,8}",
        "(年度 |甲\n|\t|乙){0,4}",
    ]
    // Line breaks to the YAML 1.1 of the other reader.
    .prop_map(|text| text.replace(['\u{85}', '\u{2028}', '\u{2029}'], ""));
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        (-999_999_999_999_999_999..=999_999_999_999_999_999_i64).prop_map(Json::from),
        text.clone().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::vec((text.clone(), inner), 0..6)
                .prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    })
}

/// The tree as JSON, numbers as text so that none is rounded.
fn plain(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::from(*value),
        Value::Number(number) => Json::from(format!("number {number}")),
        Value::Text(text) => Json::from(text.text.as_str()),
        Value::List(items) => items.iter().map(plain).collect(),
        Value::Record(entries) => Json::Object(
            entries
                .iter()
                .map(|entry| (entry.key.to_string(), plain(&entry.value)))
                .collect(),
        ),
    }
}

fn numbers_as_text(value: Json) -> Json {
    match value {
        Json::Number(number) => Json::from(format!("number {number}")),
        Json::Array(items) => items.into_iter().map(numbers_as_text).collect(),
        Json::Object(entries) => Json::Object(
            entries
                .into_iter()
                .map(|(key, value)| (key, numbers_as_text(value)))
                .collect(),
        ),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        match decode(&bytes, &Limits::default()) {
            Ok((text, _)) => check(&text),
            Err(defect) => prop_assert!(defect.span.start < bytes.len()),
        }
    }

    #[test]
    fn any_text_does_not_panic(text in "\\PC{0,60}") {
        check(&text);
        let reading = crate::text::numeral::reading(&text);
        prop_assert!(crate::text::numeral::NUMBER_CAUSES.contains(&reading.cause));
    }

    #[test]
    fn near_yaml_and_json_does_not_panic(text in texts()) {
        check(&text);
    }

    #[test]
    fn numerals_do_not_panic(text in "[0-9０-９,，._ xoeE+－一十百千万亿零件元%-]{0,12}") {
        let reading = crate::text::numeral::reading(&text);
        prop_assert!(crate::text::numeral::NUMBER_CAUSES.contains(&reading.cause));
    }

    #[test]
    fn damaged_json_is_valid_where_serde_json_says_so(
        tree in trees(), at in any::<prop::sample::Index>(), piece in prop::sample::select(PIECES), cut in 0..3_usize,
    ) {
        let mut text = tree.to_string();
        check(&text);
        let boundaries: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        let first = at.index(boundaries.len());
        let (start, end) = (boundaries[first], boundaries[(first + cut).min(boundaries.len() - 1)]);
        text.replace_range(start..end, piece);
        let (_, defects) = parse(&text, Format::Json, &Limits::default());
        let valid = defects.iter().all(|defect| defect.kind != DefectKind::Syntax) && !text.trim_start_matches('\u{feff}').trim().is_empty();
        let theirs = text.trim_start_matches('\u{feff}');
        // A number beyond any float is one of ours that is out of range, not a mistake in the notation.
        let agreed = match serde_json::from_str::<Json>(theirs) {
            Ok(_) => true,
            Err(error) => error.to_string().contains("number out of range"),
        };
        prop_assert!(valid == agreed || text.matches('\u{feff}').count() > 1, "{text:?} {defects:?}");
    }

    #[test]
    fn json_values_are_those_of_serde_json(tree in trees()) {
        let text = serde_json::to_string_pretty(&tree).unwrap();
        let (document, _) = parse(&text, Format::Json, &Limits::default());
        let ours = document.map_or(Json::Null, |document| plain(&document.root));
        prop_assert_eq!(ours, numbers_as_text(tree));
    }

    #[test]
    fn yaml_values_are_those_of_serde_yaml(tree in trees()) {
        // A bare text with a colon in it is a report whose keys went wrong.
        prop_assume!(!tree.is_string());
        let text = serde_yaml::to_string(&tree).unwrap();
        check(&text);
        let theirs: Json = serde_yaml::from_str(&text).unwrap();
        let (document, defects) = parse(&text, Format::Yaml, &Limits::default());
        prop_assert!(document.is_some() || tree.is_null(), "{text} {defects:?}");
        let ours = document.map_or(Json::Null, |document| plain(&document.root));
        prop_assert_eq!(ours, numbers_as_text(theirs), "{}", text);
    }

    #[test]
    fn every_character_of_a_value_has_its_place(tree in trees()) {
        for (text, format) in [
            (serde_yaml::to_string(&tree).unwrap(), Format::Yaml),
            (tree.to_string(), Format::Json),
        ] {
            let (document, _) = parse(&text, format, &Limits::default());
            if let Some(document) = document {
                check_characters(&text, &document.root);
            }
        }
    }
}

fn check_characters(source: &str, node: &Node) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| check_characters(source, item)),
        Value::Record(entries) => entries.iter().for_each(|entry| check_characters(source, &entry.value)),
        Value::Text(text) => {
            let places = text.places(node.span, source);
            for (at, c) in text.text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                let place = places.place(at..at + c.len_utf8());
                let written = &source[place.start..place.end];
                assert!(
                    written.starts_with(c) || written.starts_with('\\') || written == "''",
                    "{c:?} {written:?} in {source:?}"
                );
            }
        }
        _ => {}
    }
}

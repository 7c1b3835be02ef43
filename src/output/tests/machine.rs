//! What programs read.

use serde_json::Value;

use crate::{
    diagnostic::finding::{LocalizedReport, Severity},
    output::tests::*,
};

fn options() -> Options {
    Options::default()
}

fn parse(format: Format, files: &[LocalizedReport]) -> Value {
    serde_json::from_str(&print(format, options(), files)).unwrap()
}

fn assert_valid(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<_> = validator
        .iter_errors(value)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn json_keeps_its_contract() {
    assert_valid(&json_schema(), &parse(Format::Json, &files()));
    assert_valid(&json_schema(), &parse(Format::Json, &[]));
    snapshot("json", &print(Format::Json, options(), &files()));
    snapshot("json_schema", &serde_json::to_string_pretty(&json_schema()).unwrap());
}

#[test]
fn json_counts_characters_and_bytes() {
    let output = parse(Format::Json, &files());
    let row = &output["files"][0]["findings"][3];
    let at = cell(REPORT, "  received", "total", "3");
    assert_eq!(row["span"]["start"], at.start);
    assert_eq!((&row["span"]["line"], &row["span"]["column"]), (&9.into(), &116.into()));
    assert_eq!(output["files"][2]["status"], "error");
}

#[test]
fn sarif_is_sarif() {
    // One pattern of the published schema is none: a bracket that nothing opens.
    let text = include_str!("../../../tests/data/sarif-schema-2.1.0.json").replace("{2}]?$", "{2}?$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    for files in [files(), Vec::new()] {
        assert_valid(&schema, &parse(Format::Sarif, &files));
    }
    snapshot("sarif", &print(Format::Sarif, options(), &files()));
}

#[test]
fn github_commands_are_escaped() {
    snapshot("github", &print(Format::Github, options(), &files()));
    let found = finding("a,b:c", Severity::Info, "100%\r\n下一行", "", Span::new(0, 1), "");
    let text = print(Format::Github, options(), &[file("a,b.yaml", "x", vec![found])]);
    assert_eq!(
        text,
        "::notice file=a%2Cb.yaml,line=1,endLine=1,col=1,endColumn=2,title=a%2Cb%3Ac::100%25%0A下一行\n"
    );
}

#[test]
fn gitlab_fingerprints_survive_moved_lines_and_differ() {
    snapshot("gitlab", &print(Format::Gitlab, options(), &files()));
    let prints = |text: &str| -> Vec<Value> {
        let at = span(text, "x");
        let twice = vec![
            finding("r", Severity::Error, "错", "/x", at, ""),
            finding("r", Severity::Error, "错", "/x", at, ""),
        ];
        let output = parse(Format::Gitlab, &[file("r.yaml", text, twice)]);
        output
            .as_array()
            .unwrap()
            .iter()
            .map(|issue| issue["fingerprint"].clone())
            .collect()
    };
    assert_eq!(prints("x"), prints("\n\nx"));
    assert_ne!(prints("x")[0], prints("x")[1]);
    assert_eq!(print(Format::Gitlab, options(), &[]), "[\n]\n");
}

#[test]
fn junit_is_well_formed() {
    let mut files = files();
    files[0].findings[0]
        .message
        .push_str("\u{0}\u{1b}\u{fffe} <a&b> \"'\n]]>");
    let text = print(Format::Junit, options(), &files);
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut cases, mut depth) = (0, 0);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(tag) => {
                depth += 1;
                cases += usize::from(tag.name().as_ref() == b"testcase");
                assert!(tag.attributes().all(|attribute| attribute.is_ok()));
            }
            quick_xml::events::Event::Empty(tag) => cases += usize::from(tag.name().as_ref() == b"testcase"),
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!((cases, depth), (8 + 1 + 1, 0));
    snapshot(
        "junit",
        &print(Format::Junit, options(), &crate::output::tests::files()),
    );
}

#[test]
fn formats_have_names() {
    for format in Format::ALL {
        assert_eq!(format.as_str().parse(), Ok(format));
    }
    assert_eq!(
        "xml".parse::<Format>().unwrap_err().to_string(),
        "unknown format `xml`; expected one of pretty, short, json, sarif, github, gitlab, junit"
    );
}

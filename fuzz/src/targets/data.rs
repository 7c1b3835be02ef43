//! Readers of data.

use pubreport::{
    document::{Format, Limits},
    steps,
};

use super::{REPORT, check_places, check_span};
use crate::Target;

/// YAML to a document.
pub(crate) const YAML: Target = Target {
    name: "yaml",
    run: |bytes| read(bytes, Format::Yaml),
    seeds: || {
        vec![
            REPORT.as_bytes().to_vec(),
            b"a: &x [1, {b: 'c'}]\n\"d\": *x\n? e\n: |-\n  f\n".to_vec(),
        ]
    },
    words: &[
        ": ",
        "- ",
        "? ",
        "&a ",
        "*a",
        "!!str ",
        "!x ",
        "|\n",
        ">-\n ",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "#",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "\n  ",
        "\t",
        "<<: ",
        "\u{feff}",
        "：",
        "，",
        "\\u0000",
        "\u{85}",
        "\u{2028}",
        "~",
        "null",
        "0x1F",
        ".inf",
        "2024-02-30",
    ],
};

/// JSON to a document.
pub(crate) const JSON: Target = Target {
    name: "json",
    run: |bytes| read(bytes, Format::Json),
    seeds: || vec![br#"{"a": [1, -2.5e3, "x\u4e00\ud83d\ude00"], "b": {"c": null, "d": true}}"#.to_vec()],
    words: &[
        "{", "}", "[", "]", ":", ",", "\"", "\\u", "\\ud800", "\\\"", "null", "true", "1e", "-0", "//", "/*", "'",
        "\u{feff}", "{\"a\":",
    ],
};

fn read(bytes: &[u8], format: Format) {
    let limits = Limits::default();
    let decoded = steps::decode(bytes, &limits);
    let text = match &decoded {
        Ok((text, _)) => text.as_ref(),
        Err(_) => return,
    };
    let (document, defects) = steps::parse(text, format, &limits);
    assert!(
        document.is_some() || !defects.is_empty(),
        "nothing is read and nothing said"
    );
    if let Some(document) = document {
        check_places(text, &document.root);
    }
    for defect in defects {
        check_span(text, defect.span);
        defect.others.into_iter().for_each(|span| check_span(text, span));
    }
}

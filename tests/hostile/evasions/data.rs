//! Reports as data, seen in an editor.

use super::Case;
use crate::honest;

pub fn cases() -> Vec<Case> {
    let with = |from: &str, to: &str| honest::replaced(&honest::yaml(), from, to);
    vec![
        Case::new("nothing", "report.yaml", honest::yaml(), "224"),
        Case::new(
            "right-to-left override before the figure",
            "report.yaml",
            with("224", "\"\u{202e}422\""),
            "224",
        ),
        Case::new(
            "right-to-left override before the agency",
            "report.yaml",
            with("  name: 平顶山市司法局\n", "  name: \u{202e}局法司市山顶平\u{202c}\n"),
            "平顶山市司法局",
        )
        .at("/agency/name"),
        Case::new(
            "another figure behind 400 spaces",
            "report.yaml",
            with(
                "licensing: {decisions: 224}",
                &format!("licensing: {}{{decisions: 422}}", " ".repeat(400)),
            ),
            "(nothing)",
        ),
        Case::new(
            "a line separator in a comment",
            "report.yaml",
            with(
                "  licensing: {decisions: 224}",
                "  #\u{2028}  licensing: {decisions: 422}\n  licensing: {decisions: 224}",
            ),
            "422",
        ),
        Case::new(
            "a carriage return in a comment",
            "report.yaml",
            with(
                "  licensing: {decisions: 224}",
                "  # was\r  licensing: {decisions: 224}",
            ),
            "(a comment)",
        ),
        Case::new(
            "isolates in a comment hide what follows",
            "report.yaml",
            with("{decisions: 224}", "{decisions: 224} # \u{2066}}\u{2069}"),
            "224",
        ),
    ]
}

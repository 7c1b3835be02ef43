//! Documents of Word.

use super::Case;
use crate::honest;

/// The run that holds the number of licences.
const RUN: &str = "<w:r><w:t xml:space=\"preserve\">224</w:t></w:r>";

/// A document with something else where the number of licences stands.
fn with(attack: &'static str, runs: &str, shown: &'static str) -> Case {
    let bytes = honest::docx_with(|main| honest::replaced(&main, RUN, runs));
    Case::new(attack, "report.docx", bytes, shown)
}

/// A run with properties.
fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

pub fn cases() -> Vec<Case> {
    let raised = |text: &str| run("<w:vertAlign w:val=\"superscript\"/>", text);
    let lowered = |text: &str| run("<w:vertAlign w:val=\"subscript\"/>", text);
    let struck = |text: &str| run("<w:strike/>", text);
    vec![
        with("nothing", RUN, "224"),
        with("the last digit is raised", &(run("", "22") + &raised("4")), "22⁴"),
        with("the first digit is lowered", &(lowered("2") + &run("", "24")), "₂24"),
        with("a raised mark of a note", &(run("", "224") + &raised("1")), "224¹"),
        with(
            "a struck digit",
            &(struck("9") + &run("", "224")),
            "224, 9 struck before it",
        ),
        with("all struck", &struck("224"), "224, struck"),
    ]
}

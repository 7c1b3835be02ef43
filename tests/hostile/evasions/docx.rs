//! Documents of Word.

mod look;
mod package;
mod runs;
mod structure;

use super::Case;
use crate::honest;

/// The run that holds the number of licences.
const RUN: &str = "<w:r><w:t xml:space=\"preserve\">224</w:t></w:r>";

/// A document with something else where the number of licences stands.
fn with(attack: &'static str, runs: &str, shown: &'static str) -> Case {
    document(attack, |main| honest::replaced(&main, RUN, runs), shown)
}

/// A document with its main part changed.
fn document(attack: &'static str, change: impl FnOnce(String) -> String, shown: &'static str) -> Case {
    Case::new(attack, "report.docx", honest::docx_with(change), shown)
}

/// A document with its parts changed.
fn parts(attack: &'static str, change: impl FnOnce(&mut honest::Parts), shown: &'static str) -> Case {
    let mut parts = honest::docx();
    change(&mut parts);
    Case::new(attack, "report.docx", honest::pack(&parts), shown)
}

/// The text of a part, to change it.
fn part<'p>(parts: &'p mut honest::Parts, name: &str) -> &'p mut Vec<u8> {
    let found = parts.iter_mut().find(|(known, _)| known == name);
    &mut found.unwrap().1
}

/// Change the text of a part.
fn change(parts: &mut honest::Parts, name: &str, from: &str, to: &str) {
    let bytes = part(parts, name);
    let text = String::from_utf8(std::mem::take(bytes)).unwrap();
    *bytes = honest::replaced(&text, from, to).into_bytes();
}

/// A run with properties.
fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

/// The paragraph, cell or row around the number of licences with something put in behind its first tag, and before its last.
fn around(main: &str, element: &str, inside: &str) -> String {
    let at = main.find(RUN).unwrap();
    let start = main[..at].rfind(&format!("<{element}>")).unwrap() + element.len() + 2;
    format!("{}{inside}{}", &main[..start], &main[start..])
}

pub fn cases() -> Vec<Case> {
    let mut cases = vec![with("nothing", RUN, "224")];
    cases.extend(look::cases());
    cases.extend(package::cases());
    cases.extend(runs::cases());
    cases.extend(structure::cases());
    cases
}

//! The documents on the rule language: their tables of functions and detectors are those of the program, and every key of a pack is
//! in them. `UPDATE=1 cargo test --test docs` rewrites the tables.

use std::{collections::BTreeSet, fs, path::Path};

use pubreport::{
    diagnostic::Lang,
    reference::{detectors, functions},
    rules::pack_schema,
};

const DOCUMENTS: [(&str, Lang); 2] = [
    ("docs/rule-language.md", Lang::En),
    ("docs/rule-language.zh.md", Lang::Zh),
];

fn path(document: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(document)
}

/// A document with the part between two marks replaced.
fn with(document: &str, name: &str, fresh: &str) -> String {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let (before, rest) = document.split_once(&begin).expect("the mark where it begins");
    let (_, after) = rest.split_once(&end).expect("the mark where it ends");
    format!("{before}{begin}{fresh}{end}{after}")
}

#[test]
fn tables_are_those_of_the_program() {
    for (document, lang) in DOCUMENTS {
        let text = fs::read_to_string(path(document)).unwrap();
        let fresh = with(&text, "functions", &functions(lang));
        let fresh = with(&fresh, "detectors", &detectors(lang));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(path(document), fresh).unwrap();
        } else {
            assert!(
                fresh == text,
                "the tables of {document} are not those of the program; run UPDATE=1 cargo test --test docs"
            );
        }
    }
}

/// The keys of packs, and of all that stands in them.
fn keys() -> BTreeSet<String> {
    let schema = pack_schema();
    let definitions = schema["$defs"].as_object().into_iter().flat_map(|defs| defs.values());
    let objects = definitions.chain([&schema]);
    let properties = objects.filter_map(|object| object["properties"].as_object());
    properties.flat_map(|properties| properties.keys().cloned()).collect()
}

#[test]
fn every_key_of_a_pack_is_in_both_languages() {
    let keys = keys();
    assert!(keys.contains("severity_when") && keys.len() > 40, "{keys:?}");
    for (document, _) in DOCUMENTS {
        let text = fs::read_to_string(path(document)).unwrap();
        let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let words: BTreeSet<&str> = text.split(|c| !is_key(c)).collect();
        let missing: Vec<&String> = keys.iter().filter(|key| !words.contains(key.as_str())).collect();
        assert!(missing.is_empty(), "{document} does not speak of {missing:?}");
    }
}

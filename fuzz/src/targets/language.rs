//! Packs, schemas, expressions and patterns: files of other people that say what is checked.

use std::{
    cell::RefCell,
    sync::{Arc, LazyLock},
};

use pubreport::{
    Form, Lang, Library,
    diagnostic::LoadErrors,
    document::{self, Document, Limits},
    extract::Medium,
    steps,
    text::Source,
};

use super::{SMALL, SMALL_FORM, check_span, text_of};
use crate::Target;

/// A report of the small form.
const SMALL_REPORT: &str = "schema: small\nname: 甲\nyear: 2023\npublished: 2024-01-20\nkind: a\n\
    cases: {open: {a: 1, b: 2, total: 3}, closed: {a: 1, b: '', total: /}}\nnotes: 全年收到申请3件，办结2件。\n";

const PACK_TEXT: &str = "id: p\nschema: small\ntitle: {zh: 甲, en: a}\nrules:\n  - id: r\n    title: {zh: 甲, en: a}\n    for: row\n    \
    when: a > 0\n    let: {s: a + b}\n    assert: total == s\n    at: total\n    severity: error\n    per: [cases]\n    \
    message: {zh: '{label}{lhs}{rhs}', en: '{label} {lhs} {rhs}'}\n    help: {zh: 改, en: mend}\n  \
    - id: f\n    title: {zh: 甲, en: a}\n    find: ['申请(?<n>[0-9]+)件']\n    in: [notes]\n    severity: warning\n    message: {zh: '{n}', en: '{n}'}\n";

/// A rule pack, checked against the small form and used.
pub(crate) const PACK: Target = Target {
    name: "pack",
    run: |bytes| {
        if let Some(text) = text_of(bytes) {
            pack(text);
        }
    },
    seeds: || {
        vec![
            PACK_TEXT.as_bytes().to_vec(),
            include_bytes!("../../../tests/forms/water/rules.yaml").to_vec(),
            include_bytes!("../../../rules/local/cn-gansu-wuwei-2025.yaml").to_vec(),
        ]
    },
    words: &[
        "rules:\n",
        "  - id: x\n",
        "for: row",
        "detect: syntax",
        "claims: cases.open.a",
        "extends: cn-ogi-2021",
        "overrides: {r: {severity: off}}",
        "severity_when: [{when: year > 0, severity: info}]",
        "required: '*'",
        "{zh: a, en: b}",
        "{label}",
        "{count}",
        "{group}",
        "basis: [{instrument: i}]",
        "&a ",
        "*a",
        "sum(cases.*)",
        "years: {from: 2021}",
        "vocabulary:",
        "causes: {a: {zh: b, en: c}}",
    ],
};

/// A form, and a report on it.
pub(crate) const SCHEMA: Target = Target {
    name: "schema",
    run: |bytes| {
        let Some(text) = text_of(bytes) else { return };
        let mut library = Library::default();
        match library.add_schema(Source::new("s.yaml", text)) {
            Err(errors) => check_errors(&errors),
            Ok(id) => {
                let schema = library.schema(&id).expect("it has loaded").expect("it is there");
                for defect in steps::check(schema, &DOCUMENT.root) {
                    check_span(SMALL_REPORT, defect.span);
                }
                let page = "甲2023年\n一、案件\n新收\t1\t2\t3\n";
                if let Ok((layout, _)) = steps::layout(page.as_bytes(), Medium::Text, &Limits::default()) {
                    let _ = steps::read(&layout, &[&**schema]);
                }
            }
        }
    },
    seeds: || {
        vec![
            SMALL_FORM.as_bytes().to_vec(),
            include_bytes!("../../../tests/forms/water/schema.yaml").to_vec(),
        ]
    },
    words: &[
        "$ref: '#/$defs/row'",
        "$ref: '#'",
        "oneOf: [{}, {}]",
        "allOf: [{$ref: '#/$defs/count'}]",
        "anyOf:",
        "not: {}",
        "if:",
        "enum: [1, a]",
        "const: 1",
        "pattern: '(a+)+$'",
        "x-columns: true",
        "x-across: true",
        "x-published: {title: {find: ['(?<y>2[0-9]+)年'], set: {year: y}}, sections: [cases]}",
        "x-label: {zh: '', en: ''}",
        "format: date",
        "type: [string, 'null']",
        "items: {type: integer}",
        "required: [a]",
        "unevaluatedProperties: false",
        "$dynamicRef: '#a'",
        "multipleOf: 0.0000001",
        "maxLength: 99999999999",
    ],
};

/// An expression, checked, evaluated and worded.
pub(crate) const EXPRESSION: Target = Target {
    name: "expression",
    run: |bytes| {
        let Some(text) = text_of(bytes) else { return };
        let quoted = text.replace('\'', "''").replace(['\n', '\r'], " ");
        pack(&format!(
            "id: p\nschema: small\ntitle: {{zh: a, en: a}}\nrules:\n  - id: r\n    title: {{zh: a, en: a}}\n    for: row\n    assert: '{quoted}'\n    \
             severity: error\n    message: {{zh: '{{lhs}}{{rhs}}{{diff}}', en: '{{label}}'}}\n"
        ));
    },
    seeds: || {
        [
            "total == a + b",
            "if(present(total), total, a + b) >= 2 * a and not blank(b) or report.year in [2021, 2023]",
            "sum(report.cases.*) / 3 - min(a, b, 2.5) <= max(a, 0) and nonzero(self) > 0",
            "contains(report.notes, \"申请\", \"[0-9]+件\") == (report.kind == \"a\")",
            "report.published <= date(report.year + 1, 1, 31)",
            "filled(self) == 3 and abs(a - b) < 1e3",
        ]
        .map(|text| text.as_bytes().to_vec())
        .to_vec()
    },
    words: &[
        "total",
        "a",
        "self",
        "report.",
        "previous.",
        "members.",
        "sum(",
        "count(",
        "min(",
        "present(",
        "blank(",
        "if(",
        "contains(",
        "round(",
        "title(",
        " == ",
        " != ",
        " <= ",
        " + ",
        " - ",
        " * ",
        " / ",
        " and ",
        " or ",
        "not ",
        " in [",
        "]",
        ")",
        "\"",
        "(",
        ".*",
        "0.1",
        "99999999999999999999999999999",
        "date(",
        "nonzero(",
        "filled(",
        "differences(",
        "largest(",
        "days(",
    ],
};

/// A pattern, compiled and searched.
pub(crate) const PATTERN: Target = Target {
    name: "pattern",
    run: |bytes| {
        let Some(text) = text_of(bytes) else { return };
        let quoted = text.replace('\'', "''").replace(['\n', '\r'], " ");
        pack(&format!(
            "id: p\nschema: small\ntitle: {{zh: a, en: a}}\nrules:\n  - id: r\n    title: {{zh: a, en: a}}\n    find: ['{quoted}']\n    in: [notes]\n    \
             severity: error\n    message: {{zh: 'a', en: 'b'}}\n"
        ));
    },
    seeds: || {
        ["申请(?<n>[0-9]+)件", "[^。]{0,20}(收到|办结)", "(a|b)*c{2,5}"]
            .map(|text| text.as_bytes().to_vec())
            .to_vec()
    },
    words: &[
        "(",
        ")",
        "[",
        "]",
        "{1,99}",
        "*",
        "+?",
        "|",
        "\\d",
        "\\p{Han}",
        "(?<n>",
        "(?i)",
        "^",
        "$",
        "\\b",
        ".",
        "[^a]",
        "{9999}",
        "(?:",
        "\\x{10ffff}",
    ],
};

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
    let (document, _) = steps::parse(SMALL_REPORT, document::Format::Yaml, &Limits::default());
    document.expect("the small report is read")
});

/// After so many packs of other names a library is made anew.
const MOST_PACKS: usize = 200;

thread_local! {
    /// The built-in packs are read once.
    static LIBRARY: RefCell<Library> = RefCell::new(small_library());
}

fn small_library() -> Library {
    let mut library = Library::default();
    let schema = library.add_schema(Source::new("small-form.yaml", SMALL_FORM));
    schema.expect("the small form loads");
    library
}

fn pack(text: &str) {
    LIBRARY.with_borrow_mut(|library| {
        if library.pack_ids().count() > MOST_PACKS {
            *library = small_library();
        }
        judged(library, text);
    });
}

fn judged(library: &mut Library, text: &str) {
    let id = match library.add_pack(Source::new("p.yaml", text)) {
        Ok(id) => id,
        Err(errors) => return check_errors(&errors),
    };
    match library.rules(&[id], &SMALL) {
        Err(all) => all.iter().for_each(check_errors),
        Ok(rules) => {
            let form = Form {
                schema: Arc::clone(&SMALL),
                rules: Arc::new(rules),
            };
            for violation in steps::judge(&form, &DOCUMENT, SMALL_REPORT) {
                check_span(SMALL_REPORT, violation.span);
                let _ = (violation.message.render(Lang::Zh), violation.message.render(Lang::En));
            }
        }
    }
}

/// Errors of a file are shown at places of it.
fn check_errors(errors: &LoadErrors) {
    let (zh, en) = (errors.text(Lang::Zh), errors.text(Lang::En));
    assert!(!zh.is_empty() && !en.is_empty(), "an error without words");
}

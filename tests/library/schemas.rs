//! The forms themselves: valid JSON Schemas with a label on every field.

use crate::common::{cells, columns, linter, project, run};
use pubreport::{
    diagnostic::Lang,
    form::{Kind, Schema},
};
use serde_json::Value;

const FORMS: [&str; 2] = ["cn-ogi-2021", "cn-ogi-2019"];

fn form(id: &str) -> &'static Schema {
    linter().library().schema(id).unwrap().unwrap()
}

/// What is wrong with `x-published` is said at its place.
#[test]
fn how_a_form_is_printed_is_checked() {
    let schema = |published: &str| {
        format!("$id: x\ntype: object\nproperties:\n  a: {{type: string, title: 甲}}\nx-published:\n{published}")
    };
    for (published, line, says) in [
        ("  sections: [b]\n", 6, "no field `b`"),
        ("  section: [a]\n", 5, "unknown field `section`"),
        ("  numbering: '('\n", 6, "not a valid pattern"),
        ("  ends: [x, '[']\n", 6, "not a valid pattern"),
        ("  letters: [总]\n", 6, "two letters"),
        (
            "  title: {find: ['(?<y>x)'], set: {a: z}}\n",
            6,
            "no pattern has a group `z`",
        ),
        ("  facts: [{find: ['(?<y>x)'], set: {b: y}}]\n", 6, "no field `b`"),
    ] {
        let source = pubreport::text::Source::new("x.yaml", schema(published));
        let errors = pubreport::form::Schema::load(source).unwrap_err();
        let error = &errors.errors[0];
        assert!(error.message.en.contains(says), "{published}: {}", error.message.en);
        assert_eq!(errors.source.position(error.span.start).line, line, "{published}");
    }
    let fine =
        "  sections: [a]\n  numbering: '^[0-9]+'\n  letters: [總总]\n  title: {find: ['(?<y>x)'], set: {a: y}}\n";
    assert!(pubreport::form::Schema::load(pubreport::text::Source::new("x.yaml", schema(fine))).is_ok());
}

#[test]
fn schemas_are_json_schemas() {
    let built_in: Vec<&str> = linter().library().schema_ids().collect();
    assert_eq!(built_in, FORMS);
    for id in FORMS {
        let schema = run(&["schema", "show", id, "--format", "json"]).expect(0).json();
        assert_eq!(schema["$id"], id);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{id}");
        // What an editor does: hold the example against it.
        let validator = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap();
        let example: Value = serde_yaml::from_str(&project(&format!("examples/{id}.yaml"))).unwrap();
        assert!(validator.is_valid(&example), "{id}");
        let slip = serde_json::json!({"schema": id, "agency": {"name": "某局"}, "yaer": 2024});
        assert!(!validator.is_valid(&slip));
    }
    let json: Value = serde_json::from_str(&project("examples/cn-ogi-2021.json")).unwrap();
    assert!(
        jsonschema::validator_for(form("cn-ogi-2021").json())
            .unwrap()
            .is_valid(&json)
    );
}

#[test]
fn every_field_has_its_label_in_both_languages() {
    let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for id in FORMS {
        let schema = form(id);
        for field in schema.fields().skip(1) {
            let (shape, path) = (schema.shape(field), schema.path(field));
            assert!(han(&shape.title.zh), "{id} {path}: {}", shape.title.zh);
            assert!(
                !shape.title.en.is_empty() && !han(&shape.title.en),
                "{id} {path}: {}",
                shape.title.en
            );
            for lang in [Lang::Zh, Lang::En] {
                assert!(!schema.label(field, lang).trim().is_empty(), "{id} {path}");
            }
        }
    }
}

/// No two cells of the form are called the same.
#[test]
fn labels_tell_cells_apart() {
    for id in FORMS {
        let schema = form(id);
        for lang in [Lang::Zh, Lang::En] {
            let mut labels: Vec<String> = schema
                .fields()
                .filter(|field| schema.shape(*field).kind.is_number())
                .map(|field| schema.label(field, lang))
                .collect();
            let all = labels.len();
            labels.sort();
            labels.dedup();
            assert_eq!(labels.len(), all, "{id}");
        }
    }
}

#[test]
fn the_forms_have_their_cells() {
    let count = |id: &str, table: &str| cells(id).iter().filter(|cell| cell.starts_with(table)).count();
    // The form of 2019 has one cell more, an amount that may have its unit beside it.
    let amount = form("cn-ogi-2019").at_pointer("/proactive/procurement/amount").unwrap();
    assert_eq!(form("cn-ogi-2019").shape(amount).kind, Kind::Any);
    // Table 2 has cells of its own; tables 3 and 4 have so many rows of the same columns.
    for (id, proactive, requests) in [("cn-ogi-2021", 10, 25), ("cn-ogi-2019", 21, 23)] {
        let expected = [
            proactive,
            requests * columns(id, "requests.received").len(),
            3 * columns(id, "review.reconsideration").len(),
        ];
        assert_eq!(
            ["proactive.", "requests.", "review."].map(|table| count(id, table)),
            expected
        );
        assert_eq!(cells(id).len(), expected.iter().sum::<usize>());
    }
}

#[test]
fn the_shown_form_is_the_form() {
    for id in FORMS {
        let shown = run(&["schema", "show", id]).expect(0).stdout;
        assert_eq!(
            shown.lines().count(),
            form(id).fields().count() - 1,
            "{id}: one line a field"
        );
        let records = form(id)
            .fields()
            .filter(|field| form(id).shape(*field).kind == Kind::Record)
            .count();
        assert_eq!(shown.matches(" (record)").count(), records - 1, "{id}");
    }
}

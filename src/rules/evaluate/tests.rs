//! The rule language on a small report, with last year's and two that it sums up beside it.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use crate::{
    compare::{
        members::{Assembly, Member, Members},
        roster::{Listed, Roster},
    },
    diagnostic::finding::Lang,
    document::{format::Format, limits::Limits, model::Document, parse::parse},
    form::schema::{REPORT, Schema},
    rules::{
        evaluate::{context::Context, instance::Binding},
        lang::{
            builtins,
            ir::Facts,
            typecheck::Scope,
            value::{Unknown, Val, show},
        },
        pack::{
            compile::compile,
            rule_set::{Pack, RuleSet},
        },
    },
    text::source::Source,
};

const FORM: &str = "
$id: example
type: object
x-identity: {agency: agency, year: year}
properties:
  agency: {type: string, title: 机关}
  year: {type: integer, title: 年度}
  published: {type: string, format: date, title: 公布日期}
  summary: {type: string, title: 总体情况}
  cases: {$ref: '#/$defs/cases', title: 案件, x-additive: true}
  stock: {$ref: '#/$defs/stock', title: 文件}
  table: {$ref: '#/$defs/table', title: 表}
$defs:
  cases:
    type: object
    properties:
      open: {type: integer, title: 未办结, x-en: Open}
      closed: {type: integer, title: 已办结, x-en: Closed}
      total: {type: integer, title: 合计, x-en: Total}
    x-total: total
  stock: {type: object, properties: {issued: {type: integer}, kept: {type: integer}}}
  row: {type: object, x-columns: true, properties: {a: {type: integer}, b: {type: integer}}}
  wide: {type: object, x-columns: true, properties: {b: {type: integer}, c: {type: integer}}}
  table: {type: object, properties: {first: {$ref: '#/$defs/row'}, second: {$ref: '#/$defs/row'}, third: {$ref: '#/$defs/wide'}}}
";

const REPORT_TEXT: &str = "
agency: 丙市
year: 2024
published: 2025-01-20
summary: 收到12件。
cases: {open: 2, closed: 3, total: 5}
stock: {issued: 0, kept: ~}
table: {first: {a: 1, b: 7}, second: {a: 2, b: 14}}
";

const PREVIOUS: &str = "{agency: 丙市, year: 2023, cases: {open: 1, closed: 3, total: 4}}";

const PACK: &str = r#"
id: example
schema: example
title: {zh: 例, en: example}
claims:
  words: {recv: [收到], stop: [。]}
  numbers: [{class: n, units: [件]}]
  ends: [stop]
  define: [{id: received, says: {n: cases.total}, find: 'recv <n>'}]
rules:
  - id: rows-listed
    title: {zh: 逐列, en: by column}
    for: table
    assert: first in [1, 2]
    severity: error
    message: {zh: 错, en: wrong}
  - id: rows-named
    title: {zh: 逐列, en: by column}
    for: table
    let: {shown: text(first)}
    assert: shown == "1"
    severity: error
    message: {zh: 错, en: wrong}
  - id: claims-previous
    title: {zh: 与上年对照, en: against last year}
    claims: cases.total
    in: [summary]
    assert: n >= previous.cases.total
    severity: error
    message: {zh: 错, en: wrong}
  - id: texts-previous
    title: {zh: 上年文字, en: last year's text}
    find: 收到
    in: [previous.summary]
    severity: error
    message: {zh: 错, en: wrong}
"#;

fn form() -> Schema {
    Schema::load(Source::new("form.yaml", FORM)).unwrap()
}

fn document(text: &str) -> Document {
    let (document, defects) = parse(text, Format::Yaml, &Limits::default());
    assert!(defects.is_empty(), "{defects:?}");
    document.unwrap()
}

fn rules(schema: &Schema) -> RuleSet {
    let pack = Pack::read(Source::new("pack.yaml", PACK)).unwrap();
    compile(&[pack], schema).unwrap()
}

/// The value of an expression over the whole report, as Chinese messages show it.
fn value(text: &str, schema: &Schema, binding: &Binding<'_>) -> String {
    let (code, _) = Scope::new(schema, REPORT).compile(text).unwrap();
    match Context::of_report(binding).eval(&code) {
        Ok(value) => show(&value, Lang::Zh),
        Err(why) => format!("{why:?}"),
    }
}

#[test]
fn every_function_has_the_value_of_its_example() {
    let (schema, report, previous) = (form(), document(REPORT_TEXT), document(PREVIOUS));
    let rules = rules(&schema);
    let member = |name: &str, closed: u32| {
        let text = format!("{{agency: {name}, year: 2024, cases: {{closed: {closed}}}}}");
        Member::new(name, &schema, &document(&text).root)
    };
    let members = vec![member("甲局", 2), member("乙局", 1)];
    let listed = members.iter().map(|member| Listed {
        agency: member.name(),
        level: None,
        expected: true,
    });
    let roster = Some(Roster::new(true, listed.collect()));
    let assembly = Assembly { members, roster };
    let own = Member::new("", &schema, &report.root);
    let members = Members::gather(&schema, Some(&own), &assembly);
    let source = Arc::new(Source::new("previous", PREVIOUS));
    let binding = Binding::new(&schema, &report.root)
        .with_previous(&schema, &rules, &previous.root, source)
        .with_members(&members);
    for function in builtins::all() {
        let (text, expected) = function.example;
        assert_eq!(value(text, &schema, &binding), expected, "{text}");
    }
    assert_eq!(value("sum(members.cases.closed)", &schema, &binding), "3");
    assert_eq!(value("count(members)", &schema, &binding), "2");
}

#[test]
fn an_official_label_is_one_of_a_list_of_texts() {
    let (schema, report) = (form(), document(REPORT_TEXT));
    let binding = Binding::new(&schema, &report.root);
    let holds = |text: &str| value(text, &schema, &binding);
    assert_eq!(holds(r#"title(cases.open) in ["已办结", "未办结"]"#), "true");
    assert_eq!(holds(r#"title(cases.open) == "未办结""#), "true");
    assert_eq!(holds(r#"title(cases.open) in ["Open"]"#), "false");
}

/// `in`, and functions that make a text or a condition of a number, used to hide that the numbers were a row: only the first column
/// was looked at.
#[test]
fn a_row_is_checked_in_every_column_whatever_becomes_of_its_numbers() {
    let (schema, report) = (form(), document(REPORT_TEXT));
    let (rules, binding) = (rules(&schema), Binding::new(&schema, &report.root));
    for id in ["rows-listed", "rows-named"] {
        let variant = &rules.rule(id).unwrap().variants[0];
        assert_eq!(variant.columns, Some(2), "{id}");
        let in_column = |column| {
            let context = Context {
                cell: binding.of_type(variant.of)[0],
                column: Some(column),
                lets: &variant.lets,
                ..Context::of_report(&binding)
            };
            context.holds(variant.body.assertion().unwrap())
        };
        assert_eq!((in_column(0), in_column(1)), (Ok(true), Ok(false)), "{id}");
    }
}

/// The error used to say that a row was expected and a row was found.
#[test]
fn rows_of_other_columns_are_told_apart_by_their_columns() {
    let schema = form();
    let Err(mistakes) = Scope::new(&schema, REPORT).compile("table.first == table.third") else {
        panic!("rows of other columns were compared");
    };
    let said = format!("{mistakes:?}");
    assert!(said.contains("这一行没有 a，只有这一行有 c"), "{said}");
    assert!(said.contains("this one lacks a, only this one has c"), "{said}");
}

#[test]
fn a_rule_that_rests_on_last_year_is_not_evaluated_without_it() {
    let (schema, report) = (form(), document(REPORT_TEXT));
    let (rules, binding) = (rules(&schema), Binding::new(&schema, &report.root));
    for id in ["claims-previous", "texts-previous"] {
        let lacks = rules.rule(id).unwrap().lacks(&binding);
        assert_eq!(lacks, Some(Unknown::NoPrevious), "{id}");
    }
    let previous = document(PREVIOUS);
    let source = Arc::new(Source::new("previous", PREVIOUS));
    let beside = Binding::new(&schema, &report.root).with_previous(&schema, &rules, &previous.root, source);
    assert_eq!(rules.rule("claims-previous").unwrap().lacks(&beside), None);
}

#[test]
fn a_blank_number_is_zero_and_a_missing_one_is_unknown() {
    let (schema, report) = (form(), document("{agency: 丙市, cases: {open: ~}}"));
    let binding = Binding::new(&schema, &report.root);
    let context = Context::of_report(&binding);
    let eval = |text: &str| {
        let (code, _) = Scope::new(&schema, REPORT).compile(text).unwrap();
        (&context as &dyn Facts).eval(&code)
    };
    assert_eq!(eval("cases.open + 1"), Ok(Val::Number(1.into())));
    assert!(matches!(eval("cases.closed + 1"), Err(Unknown::Missing(_))));
    assert_eq!(eval("cases.closed > 1 or cases.open == 0"), Ok(Val::Bool(true)));
}

#[test]
fn members_but_some_and_whole_rows_are_written_out() {
    let (schema, report) = (form(), document(REPORT_TEXT));
    let blank = document(&REPORT_TEXT.replace("total: 5", "total: ''"));
    let (binding, blank) = (Binding::new(&schema, &report.root), Binding::new(&schema, &blank.root));
    for (text, expected) in [
        ("sum(cases.* except total)", "5"),
        ("sum(cases.* except [open, total])", "3"),
        ("count(cases.* except closed)", "2"),
        ("max(cases.* except total, 1)", "3"),
        ("2 * sum(cases.* except total)", "10"),
        ("whole(cases)", "5"),
    ] {
        assert_eq!(value(text, &schema, &binding), expected, "{text}");
    }
    assert_eq!(value("whole(cases)", &schema, &blank), "5", "of its parts");
    let wrong = |text: &str| format!("{:?}", Scope::new(&schema, REPORT).compile(text).unwrap_err());
    for (text, said) in [
        ("sum(cases.* except totl)", "the record has no `totl`"),
        ("sum(cases.* except 3)", "expected a key here"),
        ("sum(cases.* except [total)", "expected `,` here"),
        ("cases.* except total", "stand for many fields"),
        ("whole(stock)", "`x-total`"),
        ("whole(3)", "`x-total`"),
        ("whole(stock.*)", "`x-total`"),
    ] {
        assert!(wrong(text).contains(said), "{text}: {}", wrong(text));
    }
}

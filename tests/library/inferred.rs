//! What a report does not state but its words tell.

use pubreport::{
    Lang, Library, Linter, Options,
    form::Schema,
    import::{Data, import},
    text::Source,
};

fn linter() -> Linter {
    Linter::new(Library::default(), Options::default()).unwrap()
}

fn page(name: &str) -> String {
    format!(
        "{name}2023年政府信息公开工作年度报告\n发布日期：2024-04-02\n一、总体情况\n一年来做好公开。\n六、其他需要报告的事项\n没有收取信息处理费。\n"
    )
}

#[test]
fn the_kind_of_an_agency_is_told_by_its_name() {
    let kinds = [
        ("甲市乙区丙街道办事处", Some("subdistrict")),
        ("甲县乙镇人民政府", Some("township_government")),
        ("甲县乙鄉人民政府", Some("township_government")),
        ("甲旗乙苏木人民政府", Some("township_government")),
        ("甲县乙镇", Some("township_government")),
        ("甲市乙区人民政府", Some("county_government")),
        ("甲县人民政府", Some("county_government")),
        ("内蒙古自治区人民政府", Some("provincial_government")),
        ("河北省人民政府", Some("provincial_government")),
        ("上海市人民政府", Some("provincial_government")),
        ("凉山彝族自治州人民政府", Some("prefecture_government")),
        ("民政部", Some("state_department")),
        ("甲市市场监督管理局", Some("department")),
        ("甲省财政厅", Some("department")),
        ("甲市发展和改革委员会", Some("department")),
        // A prefecture or a county; bodies run from above; offices that publish for their government.
        ("甲市人民政府", None),
        ("国家税务总局甲市税务局", None),
        ("甲市气象局", None),
        ("甲市公安局乙区分局", None),
        ("甲市乙经济开发区管理委员会", None),
        ("甲市人民政府办公厅", None),
        ("甲县人民政府办公室", None),
        ("甲市城市建设投资集团", None),
    ];
    let linter = linter();
    for (name, kind) in kinds {
        let report = linter.lint("page.txt", page(name).as_bytes());
        assert_eq!(report.identity.level.as_deref(), kind, "{name}");
    }
}

#[test]
fn the_words_that_told_it_are_shown() {
    let linter = linter();
    let page = page("甲县 乙\n局");
    let report = linter.lint("page.txt", page.as_bytes());
    let findings = report.findings(Lang::Zh);
    let late = findings.iter().find(|finding| finding.rule == "date-deadline").unwrap();
    let shown = late.labels.iter().find(|label| label.path == "/agency/level").unwrap();
    assert_eq!(shown.message, "据名称认定为地方政府部门");
    assert_eq!(&page[shown.span.start..shown.span.end], "局");
    let data = import(&report, Data::Yaml, Lang::Zh).unwrap();
    let line = data.lines().find(|line| line.contains("level:")).unwrap();
    assert!(
        line.contains("department") && line.ends_with("# 机关类别（据名称认定为地方政府部门）"),
        "{line}"
    );
    // Data that states it says what the page does.
    let again = linter.lint("page.yaml", data.as_bytes());
    assert!(
        again
            .findings(Lang::Zh)
            .iter()
            .any(|finding| finding.rule == "date-deadline")
    );
}

#[test]
fn what_a_report_states_comes_first() {
    let linter = linter();
    let stated = "schema: cn-ogi-2021\nyear: 2023\nagency: {name: 甲县乙局, level: county_government}\n";
    let report = linter.lint("r.yaml", stated.as_bytes());
    assert_eq!(report.identity.level.as_deref(), Some("county_government"));
    let blank = stated.replace("county_government", "''");
    let report = linter.lint("r.yaml", blank.as_bytes());
    assert_eq!(report.identity.level.as_deref(), Some("department"));
}

#[test]
fn a_schema_that_infers_wrongly_is_told_where() {
    let schema = "\
$schema: https://json-schema.org/draft/2020-12/schema
$id: x
type: object
x-inferred:
  kind:
    from: nam
    label: {zh: 为, en: 'a {value}'}
    match: [{find: '(', value: a}, {find: x, value: bb}]
  kin: {from: name, label: {zh: '{value}', en: '{value}'}, match: []}
properties: {name: {type: string}, kind: {enum: [a, b]}}
";
    let wrong = |schema: &str| {
        let loaded = Schema::load(Source::new("s.yaml", schema));
        loaded.unwrap_err().text(Lang::En)
    };
    let said = wrong(schema);
    for place in [
        "s.yaml:7:",
        "`{value}` must be in it",
        "s.yaml:6:",
        "`nam`",
        "s.yaml:9:",
        "`kin`",
    ] {
        assert!(said.contains(place), "{place}: {said}");
    }
    let said = wrong(&schema.replace("from: nam\n", "from: name\n"));
    for place in ["s.yaml:8:", "not a valid pattern", "`kind` cannot be `bb`"] {
        assert!(said.contains(place), "{place}: {said}");
    }
}

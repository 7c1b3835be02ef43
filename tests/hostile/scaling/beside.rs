//! What stands beside reports: packs, schemas, rosters, configurations, other reports.

use std::{fs, path::Path};

use super::{Case, Files, file, reports, times, with};
use crate::common::ROOT;

const PACK: &str = "id: own\nextends: cn-ogi-2021\ntitle: {zh: 甲, en: a}\n";
const RULE: &str = "title: {zh: 甲, en: a}, severity: error, message: {zh: 错, en: wrong}";

/// The valid report, and a pack.
fn pack(rest: &str) -> Files {
    let mut files = file("r.yaml", fs::read(Path::new(ROOT).join(reports::EXAMPLE)).unwrap());
    files.extend(file("p.yaml", format!("{PACK}{rest}")));
    files
}

/// A rule for each number.
fn rules(n: usize, body: impl Fn(usize) -> String) -> Files {
    pack(&format!(
        "rules:\n{}",
        times(n, |at| format!("- {{id: own-r{at}, {RULE}, {}}}\n", body(at)))
    ))
}

/// A name in letters.
fn name(at: usize) -> String {
    let digits = at.to_string();
    digits.bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

/// A small schema of these properties and types, and a report of it.
fn schema(properties: &str, types: &str, report: &str) -> Files {
    let mut files = file("r.yaml", format!("schema: s\n{report}"));
    let text =
        format!("$id: s\ntype: object\nproperties:\n  schema: {{}}\n{properties}\n$defs:\n  none: {{}}\n{types}\n");
    files.extend(file("s.yaml", text));
    files
}

/// The valid report of many agencies.
fn many(n: usize, agency: impl Fn(usize) -> String, year: impl Fn(usize) -> usize) -> Files {
    let report = |at: usize| {
        let text = format!(
            "schema: cn-ogi-2021\nagency: {{name: {}, level: department}}\nyear: {}\n",
            agency(at),
            year(at)
        );
        (format!("r{at}.yaml"), text.into_bytes())
    };
    (0..n).map(report).collect()
}

const LINT: &[&str] = &["lint", "--no-config", "--rules", "p.yaml"];
const TEST: &[&str] = &["rules", "test", "p.yaml"];
const OWN: &[&str] = &["lint", "--no-config", "--schema", "s.yaml"];
const ROSTER: &[&str] = &[
    "lint",
    "--no-config",
    "r.yaml",
    "--members",
    "r.yaml",
    "--roster",
    "p.yaml",
];
const CSV: &[&str] = &[
    "lint",
    "--no-config",
    "r.yaml",
    "--members",
    "r.yaml",
    "--roster",
    "p.csv",
];
const CONFIGURED: &[&str] = &["lint", "r.yaml"];

pub(super) const CASES: &[Case] = &[
    with("pack: brackets", 60_000, LINT, |n| pack(&"[".repeat(n))),
    with("pack: unknown keys", 10_000, LINT, |n| {
        pack(&times(n, |at| format!("k{at}: 1\n")))
    }),
    with("pack: rules", 1_000, LINT, |n| {
        rules(n, |at| format!("assert: year != {at}"))
    }),
    with("pack: rules that fail", 1_000, LINT, |n| {
        rules(n, |at| format!("assert: year == {at}"))
    }),
    with("pack: rules of one name", 1_000, LINT, |n| {
        rules(n, |_| "id: own, assert: year > 0".into())
    }),
    with("pack: unknown fields", 2_000, LINT, |n| {
        rules(n, |at| format!("assert: yaer{at} > 0"))
    }),
    with("pack: unknown types", 2_000, LINT, |n| {
        rules(n, |at| format!("for: type{at}, assert: total > 0"))
    }),
    with("pack: unknown instruments", 2_000, LINT, |n| {
        rules(n, |at| format!("assert: year > 0, basis: [{{instrument: law{at}}}]"))
    }),
    with("pack: unknown instruments of many", 1_000, LINT, |n| {
        let instruments = times(n, |at| format!("  law{at}: {{title: {{zh: 法, en: law}}}}\n"));
        let rules = times(n, |at| {
            format!("- {{id: own-r{at}, {RULE}, assert: year > 0, basis: [{{instrument: lew{at}}}]}}\n")
        });
        pack(&format!("instruments:\n{instruments}rules:\n{rules}"))
    }),
    with("pack: unknown overrides", 5_000, LINT, |n| {
        pack(&format!(
            "overrides:\n{}",
            times(n, |at| format!("  req-row-sum{at}: {{severity: info}}\n"))
        ))
    }),
    with("pack: a long override", 20_000, LINT, |n| {
        pack(&format!(
            "overrides:\n  ? {}\n  : {{severity: info}}\n",
            "req-".repeat(n)
        ))
    }),
    with("pack: long names", 300, LINT, |n| {
        pack(&format!(
            "overrides:\n{}",
            times(n, |at| format!(
                "  ? {at}{}\n  : {{severity: info}}\n",
                "req-".repeat(1000)
            ))
        ))
    }),
    with("pack: a long expression", 10_000, LINT, |n| {
        rules(1, |_| format!("assert: year{} > 0", " + year".repeat(n)))
    }),
    with("pack: brackets in an expression", 20_000, LINT, |n| {
        rules(1, |_| format!("assert: {}year > 0", "(".repeat(n)))
    }),
    with("pack: nots", 20_000, LINT, |n| {
        rules(1, |_| format!("assert: {}(year > 0)", "not ".repeat(n)))
    }),
    with("pack: long paths", 20_000, LINT, |n| {
        rules(1, |_| format!("assert: requests{} > 0", ".received".repeat(n)))
    }),
    with("pack: names", 200, LINT, |n| {
        rules(1, |_| {
            format!(
                "let: {{{}}}, assert: a1 > 0",
                times(n, |at| format!("a{}: a{at} + a{at}, ", at + 1)).replacen("a0 + a0", "year", 1)
            )
        })
    }),
    with("pack: placeholders", 10_000, LINT, |n| {
        pack(&format!(
            "rules:\n- {{id: own-a, title: {{zh: 甲, en: a}}, severity: error, assert: year > 0, message: {{zh: '{0}', en: '{0}'}}}}\n",
            "{lhs}".repeat(n)
        ))
    }),
    with("pack: unknown placeholders", 5_000, LINT, |n| {
        pack(&format!(
            "rules:\n- {{id: own-a, title: {{zh: 甲, en: a}}, severity: error, assert: year > 0, message: {{zh: '{0}', en: '{0}'}}}}\n",
            times(n, |at| format!("{{x{at}}}"))
        ))
    }),
    with("pack: examples", 100, TEST, |n| {
        rules(1, |_| {
            format!(
                "assert: year > 2000, examples: [{}]",
                "{set: {year: 1999}, finds: year}, ".repeat(n)
            )
        })
    }),
    with("pack: a long path in an example", 10_000, TEST, |n| {
        rules(1, |_| {
            format!(
                "assert: year > 2000, examples: [{{set: {{year{}: 1}}, finds: year}}]",
                ".a".repeat(n)
            )
        })
    }),
    with("pack: words", 5_000, LINT, |n| {
        pack(&format!(
            "claims: {{words: {{own: [{}]}}}}\n",
            times(n, |at| format!("词{at}, "))
        ))
    }),
    with("pack: words twice", 5_000, LINT, |n| {
        pack(&format!("claims: {{words: {{own: [{}]}}}}\n", "词, ".repeat(n)))
    }),
    with("pack: compounds", 2_000, LINT, |n| {
        pack(&format!(
            "claims: {{compounds: {{own: [{}]}}}}\n",
            times(n, |at| format!("(甲|乙|)词{at}(丙|丁|), "))
        ))
    }),
    with("pack: a compound of many choices", 20_000, LINT, |n| {
        pack(&format!(
            "claims: {{compounds: {{own: ['{}']}}}}\n",
            "(甲|)乙".repeat(n)
        ))
    }),
    with("pack: letters", 10_000, LINT, |n| {
        pack(&format!("claims: {{letters: [{}]}}\n", "開开, ".repeat(n)))
    }),
    with("pack: a definition for many classes", 300, LINT, |n| {
        pack(&format!(
            "claims: {{words: {{{}}}, define: [{{id: own, for: {{{}}}, find: it}}]}}\n",
            times(n, |at| format!("{}: [词{at}], ", name(at))),
            times(n, |at| format!("{}: year, ", name(at)))
        ))
    }),
    with("pack: classes", 5_000, LINT, |n| {
        pack(&format!(
            "claims: {{words: {{own: [甲]}}, ends: [{}]}}\n",
            times(n, |at| format!("own{at}, "))
        ))
    }),
    with("pack: patterns", 300, LINT, |n| {
        rules(n, |at| format!("find: '[^。]{{0,40}}申请{at}', in: [overview]"))
    }),
    with("pack: a pattern on a long text", 20_000, LINT, |n| {
        let mut files = reports::stating(&"一二三".repeat(n));
        let rules = format!("rules:\n- {{id: own-r, {RULE}, find: '[^。]{{0,900}}[a-z]', in: [overview]}}\n");
        files.extend(file("p.yaml", format!("{PACK}{rules}")));
        files
    }),
    with("pack: many matches", 20_000, LINT, |n| {
        let mut files = reports::stating(&"一二三".repeat(n));
        let rules = format!("rules:\n- {{id: own-r, {RULE}, find: '二', in: [overview], assert: year > 0}}\n");
        files.extend(file("p.yaml", format!("{PACK}{rules}")));
        files
    }),
    with("schema: choices", 500, OWN, |n| {
        let choices = times(n, |at| format!("choice{at}, "));
        schema(
            &format!("  a: {{type: array, items: {{enum: [{choices}]}}}}"),
            "",
            &format!("a: [{}]\n", "choise, ".repeat(200)),
        )
    }),
    with("schema: bad values", 5_000, OWN, |n| {
        let choices = times(300, |at| format!("choice{at}, "));
        schema(
            &format!("  a: {{type: array, items: {{enum: [{choices}]}}}}"),
            "",
            &format!("a: [{}]\n", "choise, ".repeat(n)),
        )
    }),
    with("schema: properties", 3_000, OWN, |n| {
        schema(
            &times(n, |at| format!("  p{at}: {{type: integer}}\n")),
            "",
            &times(n, |at| format!("p{at}: x\n")),
        )
    }),
    with("schema: required", 3_000, OWN, |n| {
        schema(
            &format!("  a: {{required: [{}]}}", times(n, |at| format!("p{at}, "))),
            "",
            "a: {}\n",
        )
    }),
    with("schema: types", 1_000, OWN, |n| {
        schema(
            "  a: {$ref: '#/$defs/t0'}",
            &times(n, |at| format!("  t{at}: {{$ref: '#/$defs/t{}'}}\n", at + 1)),
            "a: 1\n",
        )
    }),
    with("schema: alternatives", 8, OWN, |n| {
        let branch = |at: usize| format!("{{properties: {{x: {{allOf: [{{$ref: '#/$defs/t{at}'}}]}}}}}}");
        let types = times(n, |at| format!("  t{at}: {{oneOf: [{0}, {0}]}}\n", branch(at + 1)));
        let value = format!("{}1{}", "{x: ".repeat(n), "}".repeat(n));
        schema(
            "  a: {allOf: [{$ref: '#/$defs/t0'}]}",
            &format!("{types}  t{n}: {{type: integer}}\n"),
            &format!("a: {value}\n"),
        )
    }),
    with("roster: bodies", 3_000, ROSTER, |n| {
        let mut files = file("r.yaml", fs::read(Path::new(ROOT).join(reports::EXAMPLE)).unwrap());
        files.extend(file(
            "p.yaml",
            format!("agencies:\n{}", times(n, |at| format!("- {{agency: 局{at}}}\n"))),
        ));
        files
    }),
    with("roster: wrong levels", 3_000, ROSTER, |n| {
        let mut files = file("r.yaml", fs::read(Path::new(ROOT).join(reports::EXAMPLE)).unwrap());
        files.extend(file(
            "p.yaml",
            format!(
                "agencies:\n{}",
                times(n, |at| format!("- {{agency: 局{at}, level: x{at}}}\n"))
            ),
        ));
        files
    }),
    with("roster: wrong levels, CSV", 3_000, CSV, |n| {
        let mut files = file("r.yaml", fs::read(Path::new(ROOT).join(reports::EXAMPLE)).unwrap());
        files.extend(file(
            "p.csv",
            format!("agency,level\n{}", times(n, |at| format!("局{at},x{at}\n"))),
        ));
        files
    }),
    with("configuration: waivers", 2_000, CONFIGURED, |n| {
        let mut files = reports::stating(&"本年新收政府信息公开申请9件。".repeat(300));
        let waivers = times(n, |at| format!("- {{rule: no-such-rule-{at}, reason: x}}\n"));
        files.extend(file("pubreport.yaml", format!("waivers:\n{waivers}")));
        files
    }),
    with("configuration: patterns", 2_000, CONFIGURED, |n| {
        let mut files = file("r.yaml", fs::read(Path::new(ROOT).join(reports::EXAMPLE)).unwrap());
        files.extend(file(
            "pubreport.yaml",
            format!("exclude:\n{}", times(n, |at| format!("- 'x{at}*'\n"))),
        ));
        files
    }),
    with(
        "reports of one agency and year",
        150,
        &["lint", "--no-config", "--by-agency", "--format", "json", "."],
        |n| many(n, |_| "甲市乙局".into(), |_| 2023),
    ),
    with(
        "one name of many places",
        100_000,
        &["lint", "--no-config", "--by-agency", "."],
        |n| many(2, |_| "甲市".repeat(n), |at| 2022 + at),
    ),
    with(
        "reports of one agency",
        150,
        &["lint", "--no-config", "--by-agency", "."],
        |n| many(n, |_| "甲市乙局".into(), |at| 1900 + at),
    ),
    with(
        "members",
        150,
        &["lint", "--no-config", "r0.yaml", "--members", "."],
        |n| many(n, |at| format!("甲市{at}局"), |_| 2023),
    ),
    with(
        "members of one name",
        150,
        &["lint", "--no-config", "r0.yaml", "--members", "."],
        |n| many(n, |_| "甲市乙局".into(), |_| 2023),
    ),
    with("sum", 150, &["sum", "."], |n| {
        many(n, |at| format!("甲市{at}局"), |_| 2023)
    }),
];

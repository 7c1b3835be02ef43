//! Reports that are data.

use std::{fs, path::Path};

use super::{Case, Files, file, lint, times, with};
use crate::common::ROOT;

pub(super) const EXAMPLE: &str = "examples/cn-ogi-2021.yaml";

const HEAD: &str = "schema: cn-ogi-2021\nagency: {name: 甲市乙局, level: department}\nyear: 2023\n";

/// The valid report with another text in its first section.
pub(super) fn stating(text: &str) -> Files {
    let report = fs::read_to_string(Path::new(ROOT).join(EXAMPLE)).unwrap();
    let (before, rest) = report.split_once("overview: |\n").unwrap();
    let behind = &rest[rest.find("\n\n").unwrap()..];
    file("r.yaml", format!("{before}overview: |\n  {text}\n{behind}"))
}

fn keyed(rest: String) -> Files {
    file("r.yaml", format!("{HEAD}{rest}"))
}

pub(super) const CASES: &[Case] = &[
    lint("unknown keys", 20_000, |n| keyed(times(n, |at| format!("k{at}: 1\n")))),
    lint("unknown keys, CRLF", 20_000, |n| {
        keyed(times(n, |at| format!("k{at}: 1\r\n")))
    }),
    lint("unknown keys with a label", 20_000, |n| {
        keyed(times(n, |at| format!("自然人{at}：2: 1\n")))
    }),
    lint("unknown long keys", 200, |n| {
        keyed(times(n, |at| format!("{}{at}: 1\n", "长".repeat(300))))
    }),
    lint("unknown keys in a row", 20_000, |n| {
        keyed(format!("requests: {{{}}}\n", times(n, |at| format!("k{at}: 1, "))))
    }),
    with(
        "unknown keys, json",
        20_000,
        &["lint", "--no-config", "--format", "json"],
        |n| keyed(times(n, |at| format!("k{at}: 1\n"))),
    ),
    lint("separators of lines on one line", 200_000, |n| {
        stating(&times(n, |_| "字\u{2028}".into()))
    }),
    lint("separators of lines, each on a line", 50_000, |n| {
        stating(&times(n, |_| "字\u{2028}字\n  ".into()))
    }),
    lint("room at the ends of lines", 2_000, |n| {
        stating(&times(n, |_| format!("字{}\n  ", " ".repeat(400))))
    }),
    lint("marks that turn the order", 50_000, |n| {
        stating(&times(n, |_| "\u{202e}字\u{202c}".into()))
    }),
    lint("unknown records", 5_000, |n| {
        keyed(times(n, |at| format!("k{at}: {{a: 1, b: [1, 2]}}\n")))
    }),
    lint("a key again and again", 20_000, |n| {
        keyed(times(n, |_| "year: 2023\n".into()))
    }),
    lint("keys twice", 10_000, |n| {
        keyed(times(2, |_| times(n, |at| format!("k{at}: 1\n"))))
    }),
    lint("tags", 10_000, |n| keyed(times(n, |at| format!("k{at}: !t 1\n")))),
    lint("tags, none known", 10_000, |n| {
        keyed(times(n, |at| format!("k{at}: !t{at} [1]\n")))
    }),
    lint("anchors", 10_000, |n| {
        keyed(times(n, |at| format!("k{at}: &a{at} 1\n")))
    }),
    lint("anchors and aliases", 10_000, |n| {
        keyed(times(n, |at| format!("k{at}: &a{at} 1\nl{at}: *a{at}\n")))
    }),
    lint("aliases of one text", 500, |n| {
        keyed(format!(
            "a: &a {}\nb:\n{}",
            "长".repeat(n * 10),
            times(n, |_| "- *a\n".into())
        ))
    }),
    lint("aliases of aliases", 20_000, |n| {
        keyed(format!(
            "a: &a0 [1]\n{}",
            times(n, |at| format!("k{at}: &a{} [*a{at}, *a{at}]\n", at + 1))
        ))
    }),
    lint("anchors in anchors", 2_000, |n| {
        keyed(format!("a: {}1\n", times(n, |at| format!("[&a{at} ["))))
    }),
    lint("brackets", 100_000, |n| keyed(format!("a: {}\n", "[".repeat(n)))),
    lint("braces", 100_000, |n| keyed(format!("a: {}\n", "{".repeat(n)))),
    lint("dashes", 100_000, |n| keyed(format!("a:\n  {}\n", "- ".repeat(n)))),
    lint("question marks", 50_000, |n| {
        keyed(format!("a:\n  {}\n", "? ".repeat(n)))
    }),
    lint("indentation", 700, |n| {
        keyed(times(n, |at| format!("{}a:\n", " ".repeat(at))))
    }),
    lint("errors at each level", 250, |n| {
        let level = times(40, |at| format!("{{a: 2件, b{at}: ２, requests: "));
        keyed(format!(
            "{}\n",
            times(n, |at| format!("k{at}: {level}1{}\n", "}".repeat(40)))
        ))
    }),
    lint("lists as keys", 10_000, |n| keyed(times(n, |_| "? [a]\n: 1\n".into()))),
    lint("comments", 50_000, |n| keyed(times(n, |at| format!("# {at}\n")))),
    lint("comments before values", 5_000, |n| {
        keyed(times(n, |at| format!("k{at}: # {at}\n  # x\n  - 1\n")))
    }),
    lint("blank values", 20_000, |n| {
        keyed(times(n, |at| format!("k{at}:   \n\n\n")))
    }),
    lint("blank items", 20_000, |n| {
        keyed(format!("a:\n{}", times(n, |_| "-   \n".into())))
    }),
    lint("block texts", 5_000, |n| {
        keyed(times(n, |at| format!("k{at}: |\n  a\n\n\n")))
    }),
    lint("blank lines in a block", 100_000, |n| {
        keyed(format!("overview: |\n  a\n{}", "\n".repeat(n)))
    }),
    lint("a quote at the end", 20_000, |n| {
        keyed(format!("{}z: \"a\n", times(n, |at| format!("k{at}: 'b'\n"))))
    }),
    lint("a bracket at the end", 20_000, |n| {
        keyed(format!("{}z: [a\n", times(n, |at| format!("k{at}: [b]\n"))))
    }),
    lint("a key without a colon at the end", 20_000, |n| {
        keyed(format!("{}zz\n", times(n, |at| format!("k{at}: b\n"))))
    }),
    lint("prose that is not indented", 10_000, |n| {
        keyed(format!("overview: |\n  a\n{}", times(n, |_| "收到：申请\n".into())))
    }),
    lint("no key at all", 20_000, |n| {
        file("r.yaml", times(n, |at| format!("k{at}：b\n")))
    }),
    lint("documents", 20_000, |n| keyed("---\na: 1\n".repeat(n))),
    lint("a number", 100_000, |n| keyed(format!("year2: {}\n", "9".repeat(n)))),
    lint("numbers as texts", 5_000, |n| {
        keyed(format!(
            "requests: {{received: {{natural_person: '{}'}}}}\n",
            "9,".repeat(n)
        ))
    }),
    lint("a value that is no choice", 100_000, |n| {
        keyed(format!("x: 1\nagency2: {}\n", "长".repeat(n)))
    }),
    lint("a wrong level", 100_000, |n| {
        file(
            "r.yaml",
            format!(
                "schema: cn-ogi-2021\nagency: {{name: 甲, level: {}}}\nyear: 2023\n",
                "长".repeat(n)
            ),
        )
    }),
    lint("an unknown form", 50_000, |n| {
        file("r.yaml", format!("schema: {}\n", "cn-".repeat(n)))
    }),
    lint("a list for a record", 20_000, |n| {
        keyed(format!("requests: [{}]\n", "1, ".repeat(n)))
    }),
    // What prose states.
    lint("digits and commas", 50_000, |n| stating(&"1,".repeat(n))),
    lint("digits and full commas", 30_000, |n| stating(&"1，".repeat(n))),
    lint("thousands", 30_000, |n| stating(&",111".repeat(n))),
    lint("digits and blanks", 50_000, |n| stating(&"1 ".repeat(n))),
    lint("digits and points", 50_000, |n| stating(&"1.".repeat(n))),
    lint("digits", 100_000, |n| stating(&"1".repeat(n))),
    lint("full-width digits", 50_000, |n| stating(&"１".repeat(n))),
    lint("numerals", 50_000, |n| stating(&"一".repeat(n))),
    lint("numerals and powers", 25_000, |n| stating(&"一万".repeat(n))),
    lint("numerals in words", 30_000, |n| stating(&"伍条".repeat(n))),
    lint("years", 10_000, |n| stating(&"2023年".repeat(n))),
    lint("days", 10_000, |n| stating(&"2024年1月31日，".repeat(n))),
    lint("counts", 10_000, |n| stating(&"1件、".repeat(n))),
    lint("wrong counts", 2_000, |n| {
        stating(&"本年新收政府信息公开申请9件。".repeat(n))
    }),
    lint("wrong counts in lines", 2_000, |n| {
        stating(&"本年新收政府信息公开申请9件。\n  ".repeat(n))
    }),
    lint("wrong counts in one sentence", 2_000, |n| {
        stating(&"收到政府信息公开申请9件，".repeat(n))
    }),
    with(
        "wrong counts, json",
        2_000,
        &["lint", "--no-config", "--format", "json"],
        |n| stating(&times(n, |at| format!("全年共收到政府信息公开申请{at}件。"))),
    ),
    lint("blank characters", 50_000, |n| stating(&"\u{3000}\u{a0}".repeat(n))),
    lint("words of the vocabulary", 10_000, |n| {
        stating(&"收到政府信息公开申请".repeat(n))
    }),
    lint("words in other letters", 10_000, |n| {
        stating(&"收到政府資訊公開申請".repeat(n))
    }),
    lint("channels and steps", 5_000, |n| {
        stating(&"信函申请1件，结转下年度2件，".repeat(n))
    }),
    lint("causes without an end", 10_000, |n| {
        stating(&"未发生投诉、行政复议、行政诉讼、".repeat(n))
    }),
    lint("lists without numbers", 5_000, |n| {
        stating(&"予以公开、部分公开、不予公开、".repeat(n))
    }),
    lint("texts alike", 20_000, |n| {
        let text = "报告".repeat(n);
        keyed(format!("overview: {text}\nproblems: {text}\nother_matters: {text}\n"))
    }),
    lint("combining marks", 50_000, |n| stating(&"e\u{301}".repeat(n))),
    lint("brackets in prose", 30_000, |n| stating(&"（○".repeat(n))),
    lint("escapes", 20_000, |n| {
        keyed(format!("overview: \"{}\"\n", "\\u6536\\n".repeat(n)))
    }),
    // The other notation.
    lint("JSON: unknown keys", 20_000, |n| {
        file(
            "r.json",
            format!(
                "{{\"schema\": \"cn-ogi-2021\", \"year\": 2023{}}}",
                times(n, |at| format!(", \"k{at}\": 1"))
            ),
        )
    }),
    lint("JSON: keys twice", 20_000, |n| {
        file(
            "r.json",
            format!("{{\"schema\": \"cn-ogi-2021\"{}}}", times(n, |_| ", \"k\": 1".into())),
        )
    }),
    lint("JSON: brackets", 100_000, |n| file("r.json", "[".repeat(n))),
    lint("JSON: an error at the end", 50_000, |n| {
        file("r.json", format!("{{\"a\": [{} x]}}", "1, ".repeat(n)))
    }),
    lint("JSON: a text without an end", 100_000, |n| {
        file("r.json", format!("{{\"a\": \"{}", "\\n".repeat(n)))
    }),
    lint("JSON: a number", 100_000, |n| {
        file(
            "r.json",
            format!("{{\"schema\": \"cn-ogi-2021\", \"year\": {}}}", "9".repeat(n)),
        )
    }),
];

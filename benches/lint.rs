//! What a lint costs beside reading the report. Compare the medians of one run: the machine decides the absolute figures.

use std::{hint::black_box, path::Path};

use divan::{Bencher, counter::BytesCount};
use pubreport::{
    Library, Linter, Options,
    document::{Format, Limits},
    steps::{check, decode, parse},
};

/// The report and its twin: 9 KB of YAML, the same as JSON.
const REPORTS: [(&str, &[u8]); 2] = [
    ("report.yaml", include_bytes!("../examples/cn-ogi-2021.yaml")),
    ("report.json", include_bytes!("../examples/cn-ogi-2021.json")),
];

const NAMES: [&str; 2] = ["yaml", "json"];

fn main() {
    divan::main();
}

fn report(name: &str) -> (&'static str, &'static [u8]) {
    REPORTS[usize::from(name == "json")]
}

fn linter() -> Linter {
    let linter = Linter::new(Library::default(), Options::default()).expect("the built-in packs load");
    // Load what is loaded on first use.
    let _ = linter.lint(REPORTS[0].0, REPORTS[0].1);
    linter
}

#[divan::bench(args = NAMES)]
fn a_read(bencher: Bencher<'_, '_>, name: &str) {
    let (path, bytes) = report(name);
    let limits = Limits::default();
    bencher.counter(BytesCount::of_slice(bytes)).bench(|| {
        let (text, _) = decode(black_box(bytes), &limits).expect("is text");
        let format = Format::of(Path::new(path), &text);
        parse(&text, format, &limits)
            .0
            .expect("can be read")
            .root
            .entries()
            .len()
    });
}

#[divan::bench(args = NAMES)]
fn b_read_and_structure(bencher: Bencher<'_, '_>, name: &str) {
    let (path, bytes) = report(name);
    let limits = Limits::default();
    let linter = linter();
    let form = linter.form("cn-ogi-2021").expect("loads").expect("is built in");
    bencher.counter(BytesCount::of_slice(bytes)).bench(|| {
        let (text, _) = decode(black_box(bytes), &limits).expect("is text");
        let document = parse(&text, Format::of(Path::new(path), &text), &limits)
            .0
            .expect("can be read");
        check(&form.schema, &document.root).len()
    });
}

#[divan::bench(args = NAMES)]
fn c_lint(bencher: Bencher<'_, '_>, name: &str) {
    let (path, bytes) = report(name);
    let linter = linter();
    bencher
        .counter(BytesCount::of_slice(bytes))
        .bench(|| linter.lint(path, black_box(bytes)).violations.len());
}

#[divan::bench]
fn d_lint_broken(bencher: Bencher<'_, '_>) {
    let bytes = include_bytes!("../examples/broken.yaml");
    let linter = linter();
    bencher.bench(|| linter.lint("broken.yaml", black_box(bytes)).violations.len());
}

#[divan::bench]
fn e_load_schema_and_packs(bencher: Bencher<'_, '_>) {
    bencher.bench(|| linter().library().schema_ids().count());
}

/// 1 MB of prose about requests: a fifth of its words are of the vocabulary of the claims.
fn long() -> String {
    let report = include_str!("../examples/cn-ogi-2021.yaml");
    let prose = "  全年收到政府信息公开申请2件，均来自自然人，年内全部办结。办理12345热线转办事项33件。\n".repeat(8000);
    report.replacen("overview: |\n", &format!("overview: |\n{prose}"), 1)
}

#[divan::bench(sample_count = 10)]
fn f_read_long_prose(bencher: Bencher<'_, '_>) {
    let text = long();
    let counter = BytesCount::of_str(&text);
    bencher
        .counter(counter)
        .bench(|| parse(black_box(&text), Format::Yaml, &Limits::default()).0.is_some());
}

#[divan::bench(sample_count = 10)]
fn g_lint_long_prose(bencher: Bencher<'_, '_>) {
    let text = long();
    let linter = linter();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| linter.lint("report.yaml", black_box(text.as_bytes())).violations.len());
}

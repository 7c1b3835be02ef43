//! What it costs to find the wrong cells: a lint of a report with so many of them, beside that of the valid report.

use std::hint::black_box;

use divan::Bencher;
use pubreport::{Library, Linter, Options};

const REPORT: &str = include_str!("../examples/cn-ogi-2021-city.yaml");

/// Cells of table 3 in rows and columns of their own: the row's key and how many commas stand before the number.
const WRONG: [(&str, usize); 6] = [
    ("granted:", 0),
    ("not_held:", 1),
    ("petition:", 3),
    ("duplicate:", 4),
    ("internal_affairs:", 5),
    ("carried_in:", 2),
];

fn main() {
    divan::main();
}

/// The report with the first `wrong` of these cells 7, 17, 27 … too high.
fn report(wrong: usize) -> String {
    let mut lines: Vec<String> = REPORT.lines().map(str::to_owned).collect();
    for (at, (row, column)) in WRONG.iter().enumerate().take(wrong) {
        let line = lines.iter_mut().find(|line| line.trim_start().starts_with(row));
        let Some(line) = line else { panic!("no {row}") };
        raise(line, *column, 10 * at + 7);
    }
    lines.join("\n")
}

/// All numbers of table 3 other ones.
fn hopeless() -> String {
    let mut lines: Vec<String> = REPORT.lines().map(str::to_owned).collect();
    let rows = lines.iter_mut().filter(|line| line.contains("natural_person:"));
    for (at, line) in rows.enumerate() {
        for column in 0..7 {
            raise(line, column, (at * 31 + column * 17) % 97);
        }
    }
    lines.join("\n")
}

fn raise(line: &mut String, column: usize, by: usize) {
    let start = line
        .match_indices(": ")
        .filter(|(at, _)| line[*at..].contains(|c: char| c.is_ascii_digit()));
    let (colon, _) = start.clone().nth(column + 1).expect("has the column");
    let digits = colon + line[colon..].find(|c: char| c.is_ascii_digit()).expect("has a number");
    let end = digits + line[digits..].find(|c: char| !c.is_ascii_digit()).expect("ends");
    let number: usize = line[digits..end].parse().expect("is a number");
    line.replace_range(digits..end, &(number + by).to_string());
}

fn lint(bencher: Bencher<'_, '_>, text: &str) {
    let linter = Linter::new(Library::default(), Options::default()).expect("the built-in packs load");
    let _ = linter.lint("report.yaml", text.as_bytes());
    bencher.bench(|| linter.lint("report.yaml", black_box(text.as_bytes())).violations.len());
}

#[divan::bench(args = [0, 1, 2, 3, 4, 5, 6])]
fn a_wrong_cells(bencher: Bencher<'_, '_>, wrong: usize) {
    lint(bencher, &report(wrong));
}

#[divan::bench]
fn b_hopeless(bencher: Bencher<'_, '_>) {
    lint(bencher, &hopeless());
}

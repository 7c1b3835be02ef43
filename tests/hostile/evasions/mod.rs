//! Files that show a person something else than a careless reader reads: for each what a person sees, what the linter reads, and how
//! the intake gate ends. It may end with 0 only where both are the same.

mod data;
mod docx;
mod html;
mod pdf;
mod report;
mod text;
mod xlsx;

use std::fmt::Write as _;

use pubreport::document::Value;

use crate::common::{Run, folder, generated, linter, write};

/// The cell that most attacks are about: how many licences were decided on. The honest figure is 224.
const LICENCES: &str = "/proactive/licensing/decisions";

/// A file and what a person sees of it.
pub struct Case {
    /// What is done to the file.
    attack: &'static str,
    /// Its name.
    file: &'static str,
    bytes: Vec<u8>,
    /// The cell, as a JSON Pointer.
    path: &'static str,
    /// What a person who opens the file sees in it.
    shown: &'static str,
}

impl Case {
    /// A file that shows `shown` for the number of licences.
    pub fn new(attack: &'static str, file: &'static str, bytes: impl Into<Vec<u8>>, shown: &'static str) -> Self {
        Self {
            attack,
            file,
            bytes: bytes.into(),
            path: LICENCES,
            shown,
        }
    }

    /// It is another cell.
    pub fn at(mut self, path: &'static str) -> Self {
        self.path = path;
        self
    }
}

/// What became of a file.
struct Outcome {
    /// What is read for the cell; none where nothing is.
    read: Option<String>,
    exit: Option<i32>,
    rules: Vec<String>,
}

fn cases() -> Vec<(&'static str, Vec<Case>)> {
    vec![
        ("Word", docx::cases()),
        ("Excel", xlsx::cases()),
        ("HTML", html::cases()),
        ("PDF", pdf::cases()),
        ("Markdown and text", text::cases()),
        ("YAML and JSON", data::cases()),
        ("Nothing, or two things", report::cases()),
    ]
}

fn run(case: &Case) -> Outcome {
    let report = linter().lint(case.file, &case.bytes);
    let found = report
        .document
        .as_ref()
        .and_then(|document| document.root.pointer(case.path));
    let read = found.and_then(|(node, _)| match &node.value {
        Value::Number(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.text.to_string()),
        _ => None,
    });
    let dir = folder();
    write(dir.path(), case.file, &case.bytes);
    let gate = [
        "lint",
        "--no-config",
        "--rules",
        "cn-ogi-2021",
        "--schema",
        "cn-ogi-2021",
        "--format",
        "json",
    ];
    let output = Run::new(&[&gate[..], &[case.file]].concat()).dir(dir.path()).go();
    let findings = output.findings();
    let rules = findings.iter().filter(|finding| finding["severity"] == "error");
    let mut rules: Vec<String> = rules
        .map(|finding| finding["rule"].as_str().unwrap().to_owned())
        .collect();
    rules.sort();
    rules.dedup();
    Outcome {
        read,
        exit: output.code,
        rules,
    }
}

/// What became of all files: each is run by itself, so that they can be run side by side.
fn outcomes(cases: &[&Case]) -> Vec<Outcome> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let size = cases.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let parts = cases.chunks(size);
        let parts = parts.map(|part| scope.spawn(move || part.iter().map(|case| run(case)).collect::<Vec<_>>()));
        let parts: Vec<_> = parts.collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    })
}

#[test]
fn no_file_passes_that_shows_something_else_than_is_read() {
    let mut page = String::from(
        "# What a person sees and what the linter reads\n\n\
         Made by `UPDATE=1 cargo test --test hostile`, from `tests/hostile/evasions/`. Each file is a correct report with one thing done to it; the cell is, if no other is named, the number of\n\
         licences, 224 in the honest report. The last columns are the exit code of the intake gate (`lint --no-config --schema … --rules …`) and the\n\
         rules that report errors. The law of this table: a file passes (0) only where what is read is what is shown.\n\n\
         What a page alone does not tell is not told here either: what style sheets and scripts in other files do, what a script does whose code\n\
         is put together while it runs, and what an `.xhtml` shows that is read as XML.\n",
    );
    let mut wrong = Vec::new();
    let cases = cases();
    let mut outcomes = outcomes(&cases.iter().flat_map(|(_, cases)| cases).collect::<Vec<_>>()).into_iter();
    for (format, cases) in cases {
        let _ = write!(
            page,
            "\n## {format}\n\n| done to the file | a person sees | read | exit | errors |\n|---|---|---|---|---|\n"
        );
        for case in cases {
            let outcome = outcomes.next().unwrap();
            let read = outcome.read.as_deref();
            if outcome.exit == Some(0) && read != Some(case.shown) || !matches!(outcome.exit, Some(0..=2)) {
                wrong.push(format!(
                    "{} ({}): shown {}, read {read:?}, exit {:?}",
                    case.attack, case.file, case.shown, outcome.exit
                ));
            }
            let cell = if case.path == LICENCES {
                String::new()
            } else {
                format!(" (`{}`)", case.path)
            };
            let _ = writeln!(
                page,
                "| {}{cell} | {} | {} | {} | {} |",
                case.attack,
                visible(case.shown),
                read.map_or("–".to_owned(), visible),
                outcome.exit.map_or("none".to_owned(), |exit| exit.to_string()),
                outcome.rules.join(", "),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    generated("docs/evasions.md", &page);
}

/// A value as a cell of Markdown.
fn visible(value: &str) -> String {
    match value {
        "" => "(blank)".to_owned(),
        _ => value.escape_debug().to_string().replace('|', "\\|"),
    }
}

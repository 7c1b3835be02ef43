//! What the tests share: a runner for the real binary, a linter for the many-report tests, and places in texts.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic)]

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{LazyLock, OnceLock},
};

use pubreport::{
    Library, Linter, Options,
    diagnostic::{Finding, Lang, LocalizedReport},
    document::{Document, Format, Limits},
    steps,
    text::Span,
};
use regex::{Captures, Regex};
use serde_json::Value;

pub mod pdf;
pub mod xlsx;

/// The folder of the manifest: where the binary runs unless told otherwise.
pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What a run of the binary gave.
pub struct Output {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Output {
    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.stdout, self.stderr))
    }

    /// The findings of the first file of a JSON output.
    pub fn findings(&self) -> Vec<Value> {
        self.json()["files"][0]["findings"].as_array().unwrap().clone()
    }

    /// Code, output and errors in one text for a snapshot.
    pub fn all(&self) -> String {
        let code = self.code.map_or("none".to_owned(), |code| code.to_string());
        format!("exit {code}\n--- stdout\n{}--- stderr\n{}", self.stdout, self.stderr)
    }

    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        self
    }
}

/// A run of the binary in an environment that holds nothing of the machine's.
pub struct Run {
    command: Command,
    stdin: Vec<u8>,
}

impl Run {
    pub fn new<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pubreport"));
        command
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("COLUMNS", "80")
            .current_dir(ROOT);
        Self {
            command,
            stdin: Vec::new(),
        }
    }

    pub fn dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.command.current_dir(dir);
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    pub fn go(mut self) -> Output {
        let mut child = self
            .command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that reads nothing closes the pipe.
        let _ = child.stdin.take().unwrap().write_all(&self.stdin);
        let output = child.wait_with_output().unwrap();
        Output {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Run the binary in the manifest's folder.
pub fn run(args: &[&str]) -> Output {
    Run::new(args).go()
}

/// The JSON verdict on a file in `dir`.
pub fn lint_json(dir: &Path, file: &str) -> Output {
    Run::new(&["lint", "--format", "json", "--no-config", file])
        .dir(dir)
        .go()
}

/// The text without the counts that every new rule changes: how many a summary says were evaluated, did not apply and so on.
/// Where a summary breaks its lines depends on them too, so from there on it is joined to one line, Chinese without spaces.
pub fn steady(text: &str) -> String {
    static SUMMARY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"([;；]\s*(?:\d+\s+rules?\s+evaluated|核\s*对\s*规\s*则)[^;；)）]*)([^)）]*[)）])").unwrap()
    });
    static COUNT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[1-9][0-9]*").unwrap());
    static COLOUR: LazyLock<Regex> = LazyLock::new(|| Regex::new("\x1b\\[[0-9;]*m").unwrap());
    let joined = |found: &Captures<'_>| {
        let (counts, rest) = (COLOUR.replace_all(&found[1], ""), COLOUR.replace_all(&found[2], ""));
        let line = COUNT.replace_all(&counts, "N").into_owned() + &rest;
        let words: Vec<&str> = line.split_whitespace().collect();
        words.join(if line.starts_with('；') { "" } else { " " })
    };
    SUMMARY.replace_all(text, joined).into_owned()
}

/// Compare with `snapshots/NAME.snap`. What changes with every release, or with every rule added to a pack, is replaced.
pub fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(r"\b[0-9a-f]{64}\b", "[sha256]");
    settings.add_filter(&env!("CARGO_PKG_VERSION").replace('.', r"\."), "[version]");
    // JSON: how many rules there are, and those that do not apply; SARIF: all rules.
    settings.add_filter(
        r#""rules":\{"passed":\d+,"failed":(\d+)[^}]*\}"#,
        r#""rules":{"failed":$1,…}"#,
    );
    settings.add_filter(r#""unevaluated":\[[^\]]*\]"#, r#""unevaluated":[…]"#);
    settings.add_filter(r#""rules":\[\{"id".*\}\}\]\}\}"#, r#""rules":[…]}}"#);
    settings.bind(|| insta::assert_snapshot!(name, steady(text)));
}

/// A folder of one test.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// Write a file in a folder, with the folders it needs.
pub fn write(dir: impl AsRef<Path>, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.as_ref().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path
}

/// A file of the project.
pub fn project(name: &str) -> String {
    std::fs::read_to_string(Path::new(ROOT).join(name)).unwrap()
}

/// A document of the project that tests make: compared, or with `UPDATE` set written anew.
#[track_caller]
pub fn generated(name: &str, text: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(Path::new(ROOT).join(name), text).unwrap();
    }
    assert!(
        project(name) == text,
        "{name} is not what the tests make; run them with UPDATE=1 and look at the difference"
    );
}

/// A file of the folder with further material beside the checkout, or where `PUBREPORT_SHARED` says. Most checkouts have none;
/// what asks for it is said to be skipped, past the harness, which keeps to itself what a passing test prints.
pub fn shared(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("PUBREPORT_SHARED").map_or_else(|| Path::new(ROOT).join("../shared"), PathBuf::from);
    let path = folder.join(name);
    let read = std::fs::read(&path);
    if let Err(error) = &read {
        let _ = writeln!(std::io::stderr(), "skipped: no {} ({error})", path.display());
    }
    read.ok()
}

/// One linter for a test binary: the built-in schemas and packs are read once.
pub fn linter() -> &'static Linter {
    static LINTER: OnceLock<Linter> = OnceLock::new();
    LINTER.get_or_init(|| Linter::new(Library::default(), Options::default()).unwrap())
}

/// The verdict of the built-in rules.
pub fn lint(path: &str, text: &[u8]) -> LocalizedReport {
    linter().lint(path, text).localized(Lang::Zh)
}

/// The dotted path of a finding.
pub fn dotted(finding: &Finding) -> String {
    finding.path.trim_start_matches('/').replace('/', ".")
}

/// Where the value at a dotted path stands in a YAML text.
pub fn span_of(text: &str, path: &str) -> Span {
    let (document, _) = steps::parse(text, Format::Yaml, &Limits::default());
    place_of(&document.unwrap(), path)
}

fn place_of(document: &Document, path: &str) -> Span {
    let pointer: String = path.split('.').map(|step| format!("/{step}")).collect();
    let found = document.root.pointer(&pointer);
    found.unwrap_or_else(|| panic!("no {path}")).0.span
}

/// The text with the value at a dotted path replaced in place; all else stays as the author wrote it.
pub fn with_value(text: &str, path: &str, value: &str) -> String {
    with_values(text, [(path, value.to_owned())])
}

/// The text with the values at several dotted paths replaced in place.
pub fn with_values<'v>(text: &str, values: impl IntoIterator<Item = (&'v str, String)>) -> String {
    let (document, _) = steps::parse(text, Format::Yaml, &Limits::default());
    let document = document.unwrap();
    let place = |path: &str| place_of(&document, path);
    let mut edits: Vec<(Span, String)> = values.into_iter().map(|(path, value)| (place(path), value)).collect();
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut changed = text.to_owned();
    for (span, value) in edits {
        changed.replace_range(span.start..span.end, &value);
    }
    changed
}

/// A fixed sequence that looks like chance (Lehmer's generator), so that a failure can be had again.
pub struct Chance(pub u64);

impl Chance {
    /// A number below `below`.
    pub fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0 * 48_271 % 0x7fff_ffff;
        self.0 % below
    }

    /// One of these.
    pub fn of<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }
}

/// The dotted paths of the numeric cells of the three tables.
pub fn cells(schema: &str) -> Vec<String> {
    let schema = linter().library().schema(schema).unwrap().unwrap();
    schema
        .fields()
        .filter(|field| schema.shape(*field).kind.is_number())
        .map(|field| schema.path(field))
        .filter(|path| {
            ["proactive.", "requests.", "review."]
                .iter()
                .any(|table| path.starts_with(table))
        })
        .collect()
}

/// A column of a table.
pub struct Column {
    pub key: String,
    pub label: String,
    /// What is printed over it and its neighbours.
    pub over: Option<String>,
}

/// The columns of the row at a dotted path, in the order of the form.
pub fn columns(form: &str, row: &str) -> Vec<Column> {
    let schema = linter().library().schema(form).unwrap().unwrap();
    let row = schema.at_pointer(&format!("/{}", row.replace('.', "/"))).unwrap();
    let columns = schema.shape(row).children.iter().map(|column| schema.shape(*column));
    columns
        .map(|column| Column {
            key: column.key.clone(),
            label: column.title.zh.clone(),
            over: column.over.clone(),
        })
        .collect()
}

/// The keys of the columns of table 3, the total last.
pub fn requesters() -> Vec<String> {
    let columns = columns("cn-ogi-2021", "requests.received");
    columns.into_iter().map(|column| column.key).collect()
}

/// A row of table 3 in YAML: these cells, and 0 in all others.
pub fn row(cells: &[(&str, u32)]) -> String {
    let value = |key: &str| {
        cells
            .iter()
            .find(|(cell, _)| *cell == key)
            .map_or(0, |(_, value)| *value)
    };
    let columns = requesters().into_iter().map(|key| format!("{key}: {}", value(&key)));
    format!("{{{}}}", columns.collect::<Vec<_>>().join(", "))
}

/// `text` with the first place of each wording replaced.
pub fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

/// The report of 2019 whose office left most cells of table 3 blank; a column that the form has got since is blank too.
pub fn blanks() -> String {
    let report = project("tests/data/blanks-2019.yaml");
    let further = columns("cn-ogi-2019", "requests.received").into_iter();
    further.fold(report, |report, column| {
        let lines = report.lines().map(|line| {
            let is_row = line.contains("{natural_person:");
            let has_column = line.contains(&format!("{}:", column.key));
            let row = if is_row && !has_column {
                line.replacen(", total:", &format!(", {}: , total:", column.key), 1)
            } else {
                line.to_owned()
            };
            row + "\n"
        });
        lines.collect()
    })
}

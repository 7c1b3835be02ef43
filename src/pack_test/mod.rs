//! A pack's own tests: the examples of its rules.

mod bench;
mod patch;
mod silence;

use std::{collections::BTreeMap, fmt, path::PathBuf};

use crate::text::name::name;
use crate::{
    diagnostic::finding::Localized,
    document::{format::Format, limits::Limits, parse::parse},
    document::{locate::locate_in, model::Document},
    engine::{form::Form, linter::Linter},
    pack_test::bench::{Bench, must_not_fire},
    rules::pack::rule_set::{Pack, Rule},
    text::source::Source,
};

/// What came of a pack's examples.
#[derive(Clone, Debug, Default)]
pub(crate) struct TestReport {
    /// How many rules the pack itself has.
    pub rules: usize,
    /// How many examples were run.
    pub examples: usize,
    /// What went wrong, rules without a failing example among it.
    pub failures: Vec<ExampleFailure>,
    /// Dotted paths of the numbers of the form that no rule of the set reads, apart from asking whether they are there.
    pub unread: Vec<String>,
}

/// An example that did not do what it says.
#[derive(Clone, Debug)]
pub(crate) struct ExampleFailure {
    /// The rule's id.
    pub rule: String,
    /// Which of its examples, from 1; 0 where it is not one of them.
    pub example: usize,
    /// Where that stands.
    pub place: Option<FilePosition>,
    /// What happened instead, and why.
    pub reason: Localized,
}

/// A position in a pack file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FilePosition {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for FilePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", name(&self.path), self.line, self.column)
    }
}

/// Run the examples of the rules that the form's last pack has to test. `report` is the pack's example report, if it names one.
#[must_use]
pub(crate) fn test_pack(form: &Form, linter: &Linter, report: Option<&Source>) -> TestReport {
    let (rules, schema) = (&*form.rules, &*form.schema);
    let mut test = TestReport::default();
    let parsed = report.map(|source| parse(source.text(), Format::Yaml, &Limits::default()));
    let document = parsed.and_then(|(document, defects)| document.filter(|_| defects.is_empty()));
    if document.is_some() {
        test.unread = rules.unread(schema);
    }
    let document = document.as_ref();
    let bench = Bench { form, linter, document };
    let before = bench.unpatched();
    let mut packs = Packs::default();
    test.failures.extend(before.iter().map(|(rule, path)| ExampleFailure {
        rule: rule.clone(),
        example: 0,
        place: place_of_example_report(form, linter, &mut packs),
        reason: Localized {
            zh: format!("示例报告本身在 {path} 就违反本规则"),
            en: format!("the example report itself breaks the rule at {path}"),
        },
    }));
    for rule in rules.own_rules() {
        test.rules += 1;
        let mut fail = |example: usize, reason: Localized| {
            test.failures.push(ExampleFailure {
                rule: rule.file.id.clone(),
                example,
                place: place(rule, linter, &mut packs, example),
                reason,
            });
        };
        // What the reader finds is tested with the reader: a text cannot hold a file that is too large, or no text.
        if rule.can_fail() && rule.examples.iter().all(must_not_fire) {
            let reason = Localized {
                zh: "没有会触发它的示例".into(),
                en: "no example makes it fire".into(),
            };
            fail(0, reason);
        }
        for (at, example) in rule.examples.iter().enumerate() {
            if let Err(reason) = bench.run(rule, example, &before) {
                fail(at + 1, reason);
            }
        }
        test.examples += rule.examples.len();
    }
    test
}

/// Where an example of a rule stands, or, for 0, the rule itself.
fn place(rule: &Rule, linter: &Linter, packs: &mut Packs, example: usize) -> Option<FilePosition> {
    let pack = linter.library().pack(&rule.tested_by).ok()??;
    let id = &rule.file.id;
    let overrides = pack.file.overrides.get(id).filter(|change| !change.examples.is_empty());
    let rule = match overrides {
        Some(_) => format!("/overrides/{id}"),
        None => {
            let at = pack.file.rules.iter().position(|rule| rule.id == *id)?;
            format!("/rules/{at}")
        }
    };
    let pointer = match (example.checked_sub(1), overrides) {
        (Some(at), _) => format!("{rule}/examples/{at}"),
        (None, Some(_)) => rule,
        (None, None) => format!("{rule}/id"),
    };
    Some(packs.position(pack, &pointer))
}

/// Where the example report is named.
fn place_of_example_report(form: &Form, linter: &Linter, parsed: &mut Packs) -> Option<FilePosition> {
    let packs = form.rules.packs.iter().rev();
    let mut packs = packs.filter_map(|pack| linter.library().pack(&pack.id).ok()?);
    let pack = packs.find(|pack| pack.file.example.is_some())?;
    Some(parsed.position(pack, "/example"))
}

/// The packs that something is wrong with, parsed once each, by id.
#[derive(Default)]
struct Packs(BTreeMap<String, Option<Document>>);

impl Packs {
    fn position(&mut self, pack: &Pack, pointer: &str) -> FilePosition {
        let parse = || parse(pack.source.text(), Format::Yaml, &Limits::default()).0;
        let document = self.0.entry(pack.file.id.clone()).or_insert_with(parse);
        let span = locate_in(document.as_ref(), pointer);
        let position = pack.source.position(span.start);
        FilePosition {
            path: pack.source.path().to_owned(),
            line: position.line,
            column: position.column,
        }
    }
}

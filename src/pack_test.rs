//! A pack's own tests: the examples of its rules.

use std::{collections::BTreeSet, sync::Arc};

use serde_json::Value as Json;

use crate::{
    compare::{
        members::{Assembly, Member},
        roster::{Listed, Roster},
    },
    diagnostic::{defect::DefectKind, finding::Lang, violation::Violation},
    document::model::{Document, Entry, Node, Style, Text, Value},
    engine::{Around, Form, Linter, Previous, check},
    rules::pack::{
        file::{Example, Patch},
        rule_set::Rule,
    },
    text::source::{Source, Span},
};

/// What came of a pack's examples.
#[derive(Clone, Debug, Default)]
pub struct TestReport {
    /// How many rules the pack itself has.
    pub rules: usize,
    /// How many examples were run.
    pub examples: usize,
    /// What went wrong.
    pub failures: Vec<ExampleFailure>,
    /// Rules without an example that fails.
    pub untested: Vec<String>,
    /// Dotted paths of the numbers of the form that no rule of the set reads, apart from asking whether they are there.
    pub unread: Vec<String>,
}

/// An example that did not do what it says.
#[derive(Clone, Debug)]
pub struct ExampleFailure {
    /// The rule's id.
    pub rule: String,
    /// Which of its examples, from 1; 0 for the example report itself.
    pub example: usize,
    /// What happened instead, in Chinese or English as asked.
    pub reason: String,
}

/// A rule that fired and where, as a JSON Pointer.
type Fired = (String, String);

/// Run the examples of the rules that the set's last pack has to test. `report` is the pack's example report, if it names one.
#[must_use]
pub fn test_pack(form: &Form, linter: &Linter, report: Option<&Source>, lang: Lang) -> TestReport {
    let (rules, schema) = (&*form.rules, &*form.schema);
    let mut test = TestReport::default();
    let limits = crate::document::parse::Limits::default();
    let parsed = report
        .map(|source| crate::document::parse::parse(source.text(), crate::document::parse::Format::Yaml, &limits));
    let document = parsed.and_then(|(document, defects)| document.filter(|_| defects.is_empty()));
    let document = document.map(Document::into_owned);
    if document.is_some() {
        test.unread = rules.unread(schema);
    }
    let bench = Bench {
        form,
        linter,
        document: document.as_ref(),
        lang,
    };
    let before = bench
        .document
        .map(|document| bench.on(document, None, None))
        .unwrap_or_default();
    test.failures.extend(before.iter().map(|(rule, path)| ExampleFailure {
        rule: rule.clone(),
        example: 0,
        reason: match lang {
            Lang::Zh => format!("示例报告本身在 {path} 就违反本规则"),
            Lang::En => format!("the example report itself breaks the rule at {path}"),
        },
    }));
    for rule in rules.own_rules() {
        test.rules += 1;
        let fails = |example: &Example| example.finds.as_slice() != ["none"];
        // What the reader finds is tested with the reader: a text cannot hold a file that is too large, or no text.
        if rule.can_fail() && !rule.examples.iter().any(fails) {
            test.untested.push(rule.file.id.clone());
        }
        for (at, example) in rule.examples.iter().enumerate() {
            test.examples += 1;
            if let Err(reason) = bench.run(rule, example, &before) {
                test.failures.push(ExampleFailure {
                    rule: rule.file.id.clone(),
                    example: at + 1,
                    reason,
                });
            }
        }
    }
    test
}

struct Bench<'b> {
    form: &'b Form,
    linter: &'b Linter,
    document: Option<&'b Document<'static>>,
    lang: Lang,
}

impl Bench<'_> {
    /// What fires on a document: rules of the set's schema.
    fn on(
        &self,
        document: &Document<'static>,
        previous: Option<Document<'static>>,
        members: Option<&Assembly>,
    ) -> Vec<Fired> {
        let previous = previous.map(|document| Previous {
            form: self.form,
            document: Arc::new(document),
            source: Arc::new(Source::new("previous", "")),
        });
        let around = Around {
            previous,
            members,
            ..Around::default()
        };
        self.fired(&check(self.form, document, "", Vec::new(), &around).violations)
    }

    /// The example report as those that another sums up, with changes.
    fn members(&self, document: &Document<'static>, example: &Example) -> Result<Option<Assembly>, String> {
        if example.members.is_empty() {
            return Ok(None);
        }
        let mut members = Vec::new();
        for (at, patch) in example.members.iter().enumerate() {
            let member = self.patched(document, &patch.set, &patch.unset)?;
            members.push(Member::new(format!("member-{at}"), &self.form.schema, &member.root));
        }
        let listed = members.iter().map(|member| Listed {
            agency: member.name(),
            level: None,
            expected: true,
        });
        let roster = Roster::new(example.complete, listed.collect());
        Ok(Some(Assembly {
            members,
            roster: Some(roster),
        }))
    }

    /// The example report as last year's, with changes.
    fn previous(&self, document: &Document<'static>, patch: &Patch) -> Result<Document<'static>, String> {
        let mut previous = self.patched(document, &patch.set, &patch.unset)?;
        let year = self.form.schema.identity.year.as_ref();
        let before = self.form.schema.identity.year_of(&document.root).map(|year| year - 1);
        let set_by_hand = |path: &str| patch.set.keys().any(|set| pointer(set) == path);
        if let (Some(path), Some(before)) = (year.filter(|path| !set_by_hand(path)), before) {
            let dotted = path.trim_start_matches('/').replace('/', ".");
            if let Some(year) = descend(&mut previous.root, &dotted) {
                year.value = Value::Number(before.into());
            }
        }
        Ok(previous)
    }

    /// Every rule that a finding stands for, with the place. A finding about a cell that breaks several rules stands for those.
    fn fired(&self, violations: &[Violation]) -> Vec<Fired> {
        let detects = |violation: &Violation| self.form.rules.rule(&violation.rule).and_then(|rule| rule.file.detect);
        let mut fired = Vec::new();
        for violation in violations {
            let is_wrong_cell = match detects(violation) {
                Some(DefectKind::WrongCell) => true,
                Some(DefectKind::WrongCells | DefectKind::OneOfCells | DefectKind::UnexplainedSums) => false,
                _ => {
                    fired.push((violation.rule.clone(), violation.path.clone()));
                    true
                }
            };
            for related in &violation.related {
                let path = if is_wrong_cell { &violation.path } else { &related.path };
                fired.push((related.rule.clone(), path.clone()));
            }
        }
        fired
    }

    fn run(&self, rule: &Rule, example: &Example, before: &[Fired]) -> Result<(), String> {
        let mut known = before.to_vec();
        let fired = match (&example.report, self.document) {
            (Some(text), _) => self.fired(&self.linter.lint("example", text.as_bytes()).violations),
            (None, Some(document)) => {
                let members = self.members(document, example)?;
                let previous = match &example.previous {
                    Some(patch) => {
                        // The example report beside itself a year before: the same text, the same numbers.
                        let same = self.previous(document, &Patch::default())?;
                        known.extend(self.on(document, Some(same), None));
                        Some(self.previous(document, patch)?)
                    }
                    None => None,
                };
                self.on(
                    &self.patched(document, &example.set, &example.unset)?,
                    previous,
                    members.as_ref(),
                )
            }
            (None, None) => {
                return Err(self.say(
                    "规则包没有可用的示例报告（example）",
                    "the pack names no usable example report",
                ));
            }
        };
        let id = &rule.file.id;
        let own: BTreeSet<&str> = fired
            .iter()
            .filter(|(fired, _)| fired == id)
            .map(|(_, path)| path.as_str())
            .collect();
        let wanted: Vec<String> = example.finds.as_slice().iter().map(|path| pointer(path)).collect();
        if example.finds.as_slice() == ["none"] {
            return match own.first() {
                None => Ok(()),
                Some(path) => Err(self.say(
                    &format!("不应触发，却在 {path} 触发"),
                    &format!("fires at {path}, but must not"),
                )),
            };
        }
        let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
        if own != wanted {
            let list = |paths: &BTreeSet<&str>| paths.iter().copied().collect::<Vec<_>>().join(", ");
            return Err(self.say(
                &format!("应在 [{}] 触发，实在 [{}]", list(&wanted), list(&own)),
                &format!("should fire at [{}], fires at [{}]", list(&wanted), list(&own)),
            ));
        }
        // A whole report need not be valid otherwise.
        let strangers = fired
            .iter()
            .filter(|one| example.report.is_none() && !known.contains(one));
        let strangers: BTreeSet<&str> = strangers
            .map(|(rule, _)| rule.as_str())
            .filter(|rule| rule != id && !example.also.iter().any(|also| also == rule))
            .collect();
        if !strangers.is_empty() {
            let names = strangers.into_iter().collect::<Vec<_>>().join(", ");
            return Err(self.say(&format!("还触发了 {names}"), &format!("fires {names} too")));
        }
        let silent: Vec<&str> = example
            .also
            .iter()
            .map(String::as_str)
            .filter(|also| !fired.iter().any(|(rule, _)| rule == also))
            .collect();
        if silent.is_empty() {
            return Ok(());
        }
        let names = silent.join(", ");
        Err(self.say(&format!("没有触发 {names}"), &format!("does not fire {names}")))
    }

    fn say(&self, zh: &str, en: &str) -> String {
        match self.lang {
            Lang::Zh => zh.into(),
            Lang::En => en.into(),
        }
    }

    fn patched(
        &self,
        document: &Document<'static>,
        set: &serde_json::Map<String, Json>,
        unset: &[String],
    ) -> Result<Document<'static>, String> {
        let mut document = document.clone();
        let unknown = |path: &str| self.say(&format!("格式中没有 {path}"), &format!("the form has no {path}"));
        for path in unset {
            let (parent, key) = split(path);
            let parent = descend(&mut document.root, parent).ok_or_else(|| unknown(path))?;
            match &mut parent.value {
                Value::Record(entries) if entries.iter().any(|entry| entry.key == key) => {
                    entries.retain(|entry| entry.key != key);
                }
                Value::List(items) if key.parse().is_ok_and(|at: usize| at < items.len()) => {
                    items.remove(key.parse().unwrap_or_default());
                }
                _ => return Err(unknown(path)),
            }
        }
        for (path, value) in set {
            let (parent, key) = split(path);
            let parent = descend(&mut document.root, parent).ok_or_else(|| unknown(path))?;
            let value = node(value);
            match &mut parent.value {
                Value::Record(entries) => match entries.iter_mut().find(|entry| entry.key == key) {
                    Some(entry) => entry.value = value,
                    None => entries.push(Entry {
                        key: key.to_owned().into(),
                        key_span: Span::default(),
                        value,
                    }),
                },
                Value::List(items) => {
                    let at = key
                        .parse()
                        .ok()
                        .filter(|at: &usize| *at < items.len())
                        .ok_or_else(|| unknown(path))?;
                    items[at] = value;
                }
                _ => return Err(unknown(path)),
            }
        }
        Ok(document)
    }
}

/// A dotted path as a JSON Pointer.
fn pointer(path: &str) -> String {
    path.split('.')
        .filter(|step| !step.is_empty())
        .map(crate::document::model::pointer_step)
        .collect()
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('.').unwrap_or(("", path))
}

fn descend<'n, 'd>(mut node: &'n mut Node<'d>, path: &str) -> Option<&'n mut Node<'d>> {
    for step in path.split('.').filter(|step| !step.is_empty()) {
        node = match &mut node.value {
            Value::Record(entries) => &mut entries.iter_mut().find(|entry| entry.key == step)?.value,
            Value::List(items) => items.get_mut(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(node)
}

/// A value of an example as it would be read from a report.
fn node(value: &Json) -> Node<'static> {
    let text = |text: &str| {
        Value::Text(Text {
            text: text.to_owned().into(),
            style: Style::Plain,
        })
    };
    let value = match value {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => {
            crate::text::decimal::plain(&number.to_string()).map_or_else(|| text(&number.to_string()), Value::Number)
        }
        Json::String(value) => text(value),
        Json::Array(items) => Value::List(items.iter().map(node).collect()),
        Json::Object(fields) => {
            let entry = |(key, value): (&String, &Json)| Entry {
                key: key.clone().into(),
                key_span: Span::default(),
                value: node(value),
            };
            Value::Record(fields.iter().map(entry).collect())
        }
    };
    Node {
        span: Span::default(),
        value,
    }
}

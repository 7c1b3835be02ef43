//! One example at a time: the report that it speaks of, what fires on it, and whether that is what it says.

use std::fmt::Write as _;
use std::{collections::BTreeSet, sync::Arc};

use crate::{
    compare::{
        members::{Assembly, Member, Members},
        roster::{Listed, Roster},
    },
    diagnostic::{defect::DefectKind, finding::Localized, violation::Violation},
    document::model::{Document, Value},
    engine::{
        form::Form,
        judge::{Around, Previous, check},
        linter::Linter,
    },
    pack_test::{
        patch::{descend, patched},
        silence,
    },
    rules::{
        evaluate::instance::Binding,
        pack::{
            file::{Example, Patch},
            rule_set::Rule,
        },
    },
    text::{path::FieldPath, source::Source},
};

/// A rule that fired and where, as a JSON Pointer.
pub(super) type Fired = (String, String);

/// What examples are tried on.
pub(super) struct Bench<'b> {
    pub form: &'b Form,
    pub linter: &'b Linter,
    /// The pack's example report.
    pub document: Option<&'b Document>,
}

/// A report, and those beside it.
struct Case {
    document: Document,
    previous: Option<Document>,
    members: Option<Assembly>,
}

impl Bench<'_> {
    /// What fires on the example report as it stands.
    pub(super) fn unpatched(&self) -> Vec<Fired> {
        let case = self.document.map(|document| Case {
            document: document.clone(),
            previous: None,
            members: None,
        });
        case.map(|case| self.on(&case)).unwrap_or_default()
    }

    fn on(&self, case: &Case) -> Vec<Fired> {
        let previous = case.previous.as_ref().map(|document| Previous {
            form: self.form,
            document: Arc::new(document.clone()),
            source: Arc::new(Source::new("previous", "")),
        });
        let around = Around {
            previous,
            members: case.members.as_ref(),
            ..Around::default()
        };
        self.fired(&check(self.form, &case.document, "", Vec::new(), &around).violations)
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

    /// The reports of an example, and what fires on last year's as it stands: the example report beside itself a year before has the
    /// same text and the same numbers.
    fn case(&self, document: &Document, example: &Example) -> Result<(Case, Vec<Fired>), Localized> {
        let mut case = Case {
            document: document.clone(),
            previous: None,
            members: None,
        };
        let mut known = Vec::new();
        if let Some(patch) = &example.previous {
            case.previous = Some(self.previous(document, &Patch::default())?);
            known = self.on(&case);
            case.previous = Some(self.previous(document, patch)?);
        }
        case.document = patched(document, &example.set, &example.unset)?;
        case.members = self.members(document, example)?;
        Ok((case, known))
    }

    /// The example report as those that another sums up, with changes.
    fn members(&self, document: &Document, example: &Example) -> Result<Option<Assembly>, Localized> {
        if example.members.is_empty() {
            return Ok(None);
        }
        let mut members = Vec::new();
        for (at, patch) in example.members.iter().enumerate() {
            let member = patched(document, &patch.set, &patch.unset)?;
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
    fn previous(&self, document: &Document, patch: &Patch) -> Result<Document, Localized> {
        let mut previous = patched(document, &patch.set, &patch.unset)?;
        let identity = &self.form.schema.identity;
        let before = identity.year_of(&document.root).map(|year| year - 1);
        let set_by_hand = |path: &str| patch.set.keys().any(|set| FieldPath::parse(set).to_pointer() == path);
        let year = identity.year.as_ref().filter(|path| !set_by_hand(path));
        if let (Some(path), Some(before)) = (year, before) {
            let path = FieldPath::from_pointer(path);
            if let Some(year) = descend(&mut previous.root, path.steps()) {
                year.value = Value::Number(before.into());
            }
        }
        Ok(previous)
    }

    /// Run an example of a rule; `before` is what fires on the example report as it stands.
    pub(super) fn run(&self, rule: &Rule, example: &Example, before: &[Fired]) -> Result<(), Localized> {
        if let Some(text) = &example.report {
            // A whole report need not be valid otherwise.
            let fired = self.fired(&self.linter.lint("example", text.as_bytes()).violations);
            return stands(rule, example, &fired, |_| instead(&fired)).and_then(|()| has_also(example, &fired));
        }
        let Some(document) = self.document else {
            return Err(Localized {
                zh: "规则包没有可用的示例报告（example）".into(),
                en: "the pack names no usable example report".into(),
            });
        };
        let (case, mut known) = self.case(document, example)?;
        known.extend_from_slice(before);
        let fired = self.on(&case);
        stands(rule, example, &fired, |wanted| Some(self.silence(rule, &case, wanted)))?;
        if must_not_fire(example) {
            return Ok(());
        }
        let is_strange = |one: &&Fired| {
            let (id, _) = one;
            *id != rule.file.id && !known.contains(one) && !example.also.contains(id)
        };
        let strangers: BTreeSet<&str> = fired.iter().filter(is_strange).map(|(id, _)| id.as_str()).collect();
        if !strangers.is_empty() {
            let names = |separator: &str| strangers.iter().copied().collect::<Vec<_>>().join(separator);
            return Err(Localized {
                zh: format!("还触发了 {}", names("、")),
                en: format!("fires {} too", names(", ")),
            });
        }
        has_also(example, &fired)
    }

    /// Why a rule is silent about a place of a report.
    fn silence(&self, rule: &Rule, case: &Case, wanted: &str) -> Localized {
        let Form { schema, rules } = self.form;
        let root = &case.document.root;
        let mut binding = Binding::new(schema, root);
        if let Some(previous) = &case.previous {
            let source = Arc::new(Source::new("previous", ""));
            binding = binding.with_previous(schema, rules, &previous.root, source);
        }
        let members = case
            .members
            .as_ref()
            .map(|assembly| Members::gather(schema, Some(&Member::new("", schema, root)), assembly));
        if let Some(members) = &members {
            binding = binding.with_members(members);
        }
        silence::why(rule, &binding, wanted)
    }
}

/// Whether an example says that its rule does not fire, and nothing of others.
pub(super) fn must_not_fire(example: &Example) -> bool {
    example.finds.as_slice() == ["none"]
}

/// Whether a rule fires where an example says; if not, `why` says why it is silent about a place.
fn stands(
    rule: &Rule,
    example: &Example,
    fired: &[Fired],
    why: impl Fn(&str) -> Option<Localized>,
) -> Result<(), Localized> {
    let own = fired.iter().filter(|(id, _)| *id == rule.file.id);
    let own: BTreeSet<&str> = own.map(|(_, path)| path.as_str()).collect();
    if must_not_fire(example) {
        return match own.first() {
            None => Ok(()),
            Some(path) => Err(Localized {
                zh: format!("不应触发，却在 {path} 触发"),
                en: format!("fires at {path}, but must not"),
            }),
        };
    }
    let wanted: Vec<String> = example
        .finds
        .as_slice()
        .iter()
        .map(|path| FieldPath::parse(path).to_pointer())
        .collect();
    let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
    if own == wanted {
        return Ok(());
    }
    let list = |paths: &BTreeSet<&str>| paths.iter().copied().collect::<Vec<_>>().join(", ");
    let mut error = Localized {
        zh: format!("应在 [{}] 触发，实在 [{}]", list(&wanted), list(&own)),
        en: format!("should fire at [{}], fires at [{}]", list(&wanted), list(&own)),
    };
    if let Some(why) = wanted.difference(&own).next().and_then(|path| why(path)) {
        let _ = write!(error.zh, "：{}", why.zh);
        let _ = write!(error.en, ": {}", why.en);
    }
    Err(error)
}

/// What fires on a report in place of the rule that was expected to.
fn instead(fired: &[Fired]) -> Option<Localized> {
    let fired: Vec<String> = fired.iter().map(|(id, path)| format!("{id} {path}")).collect();
    (!fired.is_empty()).then(|| Localized {
        zh: format!("触发的是 {}", fired.join("、")),
        en: format!("what fires is {}", fired.join(", ")),
    })
}

/// Whether the other rules fire that an example says its change breaks.
fn has_also(example: &Example, fired: &[Fired]) -> Result<(), Localized> {
    let is_silent = |also: &&String| !fired.iter().any(|(rule, _)| rule == *also);
    let silent: Vec<&str> = example.also.iter().filter(is_silent).map(String::as_str).collect();
    if silent.is_empty() {
        return Ok(());
    }
    Err(Localized {
        zh: format!("没有触发 {}", silent.join("、")),
        en: format!("does not fire {}", silent.join(", ")),
    })
}

//! The words for what would fix a fault.

use crate::{
    diagnostic::{
        defect::DefectKind,
        finding::{Confidence, Edit, Localized, Severity},
        message::{Argument, Statement},
        violation::{self, Violation},
    },
    document::model::Value,
    form::validate::written,
    localize::{
        fault::{Change, Fault, Repair},
        search::MOST,
    },
    rules::{
        evaluate::instance::{Binding, CellId},
        lang::template::Template,
        pack::rule_set::{Rule, RuleSet, Words},
    },
    text::source::Span,
};

/// A repair of so many cells is told by the first of them: the marks show the others.
const FOLDED: usize = 3;
/// The most ways to fix a defect that are listed.
const OPTIONS: usize = 5;

/// Add to `violation` what would fix the fault. If that is one cell, it becomes a violation of that cell.
pub(crate) fn suggest(set: &RuleSet, binding: &Binding<'_>, fault: &Fault<'_, '_>, violation: &mut Violation) {
    match &fault.repair {
        Repair::None => {}
        Repair::Cell {
            change,
            beside,
            is_certain,
        } => {
            let Some(words) = Detector::of(set, binding, DefectKind::WrongCell) else {
                return;
            };
            words.restate(violation, fault, Some(change));
            let together = words.cause("together");
            let further = beside.iter().map(|other| together.clone().then(words.change(other)));
            violation.notes.extend(further);
            let confidence = if *is_certain {
                Confidence::Certain
            } else {
                Confidence::Likely
            };
            let title = replace_by(Argument::Number(change.value));
            violation
                .fixes
                .extend(words.fix(std::slice::from_ref(change), title, confidence));
        }
        Repair::Cells(changes) => {
            let Some(words) = Detector::of(set, binding, DefectKind::WrongCells) else {
                return;
            };
            words.restate(violation, fault, changes.first());
            words.offer(violation, changes, false);
        }
        Repair::OneOf(options) => {
            let Some(words) = Detector::of(set, binding, DefectKind::OneOfCells) else {
                return;
            };
            // A single sum has its own words, and any of its cells would fix it: of many, only a likely slip is worth a line.
            let is_one_sum = fault.failures.len() == 1;
            if !is_one_sum {
                words.restate(violation, fault, None);
            }
            let is_short = !is_one_sum || options.len() <= OPTIONS;
            let is_worth_a_line = |option: &&Vec<Change>| is_short || option.iter().any(|change| change.slip.is_some());
            for option in options.iter().filter(is_worth_a_line).take(OPTIONS) {
                words.offer(violation, option, options.len() > 1);
            }
        }
        Repair::TooMany => {
            if let Some(words) = Detector::of(set, binding, DefectKind::UnexplainedSums) {
                words.restate(violation, fault, None);
            }
        }
    }
}

/// The rule that words a repair.
struct Detector<'t, 'd> {
    set: &'t RuleSet,
    binding: &'t Binding<'d>,
    kind: DefectKind,
    rule: &'t Rule,
    words: &'t Words,
    severity: Severity,
}

impl<'t, 'd> Detector<'t, 'd> {
    fn of(set: &'t RuleSet, binding: &'t Binding<'d>, kind: DefectKind) -> Option<Self> {
        set.rules.iter().find_map(|rule| match &rule.detect {
            Some((found, _, words)) if *found == kind => Some(Self {
                set,
                binding,
                kind,
                rule,
                words,
                severity: rule.severity(binding)?,
            }),
            _ => None,
        })
    }

    /// Put the violation into the words of this rule.
    fn restate(&self, violation: &mut Violation, fault: &Fault<'_, '_>, change: Option<&Change>) {
        // The sums decide the severity, unless a pack does.
        if self.rule.overridden {
            violation.severity = self.severity;
        }
        let say = |template: &Template| self.say(template, change, Some(fault));
        violation.rule.clone_from(&self.rule.file.id);
        violation.kind = Some(self.kind);
        violation.message = say(&self.words.message);
        violation.help = self.words.help.as_ref().map(say);
        if violation.basis.is_empty() {
            violation.basis = self.rule.basis.clone();
        }
    }

    fn say(&self, template: &Template, change: Option<&Change>, sums: Option<&Fault<'_, '_>>) -> Statement {
        let given = |name: &str| -> Option<Argument> {
            match (name, change) {
                ("count", _) => {
                    let failures = sums?.failures.iter();
                    Some(failures.filter(|failure| failure.is_equation()).count().into())
                }
                ("cells", _) => Some(sums?.repair.cells().count().into()),
                ("label", None) => Some(self.binding.label(sums?.primary).into()),
                ("limit", _) => Some(MOST.into()),
                ("label", Some(change)) => Some(self.binding.label(change.cell).into()),
                ("value", Some(change)) => self.binding.cell(change.cell).node.map(written).map(Argument::from),
                ("expected", Some(change)) => Some(Argument::Number(change.value)),
                ("cause", Some(change)) => Some(match change.slip {
                    Some(slip) => self.cause_words(slip.as_str()),
                    None => Argument::Text(String::new()),
                }),
                _ => None,
            }
        };
        template.fill(given, |_| None)
    }

    /// A change in one line.
    fn change(&self, change: &Change) -> Statement {
        let label = self.words.label.as_ref();
        let line = label.map_or_else(Statement::default, |label| self.say(label, Some(change), None));
        if self.binding.file(change.cell).is_some() {
            return self.cause("previous").then(line);
        }
        line
    }

    fn cause(&self, name: &str) -> Statement {
        self.cause_words(name).into()
    }

    /// That so many cells are to be changed with the one that is named.
    fn further(&self, count: usize) -> Statement {
        match self.cause_words("further") {
            Argument::Words(Localized { zh, en }) => Argument::Words(Localized {
                zh: zh.replace("{count}", &count.to_string()),
                en: en.replace("{count}", &count.to_string()),
            })
            .into(),
            other => other.into(),
        }
    }

    fn cause_words(&self, name: &str) -> Argument {
        // The slips are worded once, in the rule for a single wrong cell.
        let general = self.set.detector(DefectKind::WrongCell);
        let words = self.rule.file.wording(name);
        let words = words.or_else(|| general?.file.wording(name));
        Argument::Words(words.cloned().unwrap_or_default())
    }

    /// Changes that may fix it: a fix if the report has the numbers, otherwise a note.
    fn offer(&self, violation: &mut Violation, changes: &[Change], is_one_of: bool) {
        let told = if changes.len() < FOLDED { changes.len() } else { 1 };
        let mut lines = changes.iter().take(told).map(|change| self.change(change));
        let first = lines.next().unwrap_or_default();
        let mut line = lines.fold(first, |line, next| line.then(self.cause("and")).then(next));
        if told < changes.len() {
            line = line.then(self.further(changes.len() - told));
        }
        match self.fix(changes, line.clone(), Confidence::Likely) {
            Some(fix) => violation.fixes.push(fix),
            None if is_one_of => violation.notes.push(self.cause("maybe").then(line)),
            None => violation.notes.push(line),
        }
    }

    fn fix(&self, changes: &[Change], title: Statement, confidence: Confidence) -> Option<violation::Change> {
        let edit = |change: &Change| {
            Some(Edit {
                span: number_at(self.binding, change.cell)?,
                replacement: change.value.to_string(),
            })
        };
        Some(violation::Change {
            title,
            confidence,
            edits: changes.iter().map(edit).collect::<Option<_>>()?,
        })
    }
}

/// The place of a cell's number in the report.
fn number_at(binding: &Binding<'_>, cell: CellId) -> Option<Span> {
    let cell = binding.cell(cell);
    let node = cell.node.filter(|_| cell.document == Binding::REPORT)?;
    matches!(node.value, Value::Number(_)).then_some(node.span)
}

/// What a fix does that puts something in the place of something else.
pub(crate) fn replace_by(replacement: Argument) -> Statement {
    Statement::words("改为", "change to ").then(replacement)
}

//! What would mend a fault, worded.

use crate::{
    diagnostic::{
        defect::DefectKind,
        finding::{Confidence, Edit, Finding, Fix, Lang, Severity},
    },
    document::model::Value,
    form::validate::written,
    rules::pack::rule_set::Rule,
};
use crate::{
    localize::group::{Change, Fault, Repair},
    rules::{
        evaluate::instance::{Binding, CellId},
        lang::template::Template,
        pack::rule_set::{RuleSet, Words},
    },
};

/// More ways to mend a defect than anybody compares.
const OPTIONS: usize = 5;

/// Say in `finding` what would mend the fault: about one cell, it becomes a finding about that cell.
pub(crate) fn mend(set: &RuleSet, binding: &Binding<'_>, fault: &Fault<'_, '_>, lang: Lang, finding: &mut Finding) {
    match &fault.repair {
        Repair::None => {}
        Repair::Cell {
            change,
            beside,
            is_certain,
        } => {
            let Some(words) = Told::of(set, binding, DefectKind::WrongCell, lang) else {
                return;
            };
            words.tell(finding, fault, Some(change));
            let together = words.cause("together");
            finding
                .notes
                .extend(beside.iter().map(|other| format!("{together}{}", words.change(other))));
            let confidence = if *is_certain {
                Confidence::Certain
            } else {
                Confidence::Likely
            };
            let title = fix_title(&change.value.to_string(), lang);
            finding
                .fixes
                .extend(words.fix(std::slice::from_ref(change), title, confidence));
        }
        Repair::Cells(changes) => {
            let Some(words) = Told::of(set, binding, DefectKind::WrongCells, lang) else {
                return;
            };
            words.tell(finding, fault, changes.first());
            words.offer(finding, changes, false);
        }
        Repair::OneOf(options) => {
            let Some(words) = Told::of(set, binding, DefectKind::OneOfCells, lang) else {
                return;
            };
            // A single sum has its own words, and any of its cells would mend it: of many, only what looks like a slip is worth a line.
            let is_one_sum = fault.failures.len() == 1;
            if !is_one_sum {
                words.tell(finding, fault, None);
            }
            let is_short = !is_one_sum || options.len() <= OPTIONS;
            let is_worth_a_line = |option: &&Vec<Change>| is_short || option.iter().any(|change| change.slip.is_some());
            for option in options.iter().filter(is_worth_a_line).take(OPTIONS) {
                words.offer(finding, option, options.len() > 1);
            }
        }
        Repair::TooMany => {
            if let Some(words) = Told::of(set, binding, DefectKind::UnexplainedSums, lang) {
                words.tell(finding, fault, None);
            }
        }
    }
}

/// The rule that words a repair.
struct Told<'t, 'd> {
    set: &'t RuleSet,
    binding: &'t Binding<'d>,
    rule: &'t Rule,
    words: &'t Words,
    severity: Severity,
    lang: Lang,
}

impl<'t, 'd> Told<'t, 'd> {
    fn of(set: &'t RuleSet, binding: &'t Binding<'d>, kind: DefectKind, lang: Lang) -> Option<Self> {
        set.rules.iter().find_map(|rule| match &rule.detect {
            Some((found, _, words)) if *found == kind => Some(Self {
                set,
                binding,
                rule,
                words,
                severity: rule.severity(binding)?,
                lang,
            }),
            _ => None,
        })
    }

    /// The finding in the words of this rule.
    fn tell(&self, finding: &mut Finding, fault: &Fault<'_, '_>, change: Option<&Change>) {
        // The sums say how grave it is, unless a pack has decided.
        if self.rule.overridden {
            finding.severity = self.severity;
        }
        let say = |template: &[Template; 2]| self.say(template, change, Some(fault));
        finding.rule.clone_from(&self.rule.file.id);
        finding.message = say(&self.words.message);
        finding.help = self.words.help.as_ref().map(say);
        if finding.basis.is_empty() {
            finding.basis = self.set.basis(self.rule, self.lang);
        }
    }

    fn say(&self, template: &[Template; 2], change: Option<&Change>, sums: Option<&Fault<'_, '_>>) -> String {
        let given = |name: &str| match (name, change) {
            ("count", _) => sums.map(|fault| {
                fault
                    .failures
                    .iter()
                    .filter(|failure| failure.is_equation())
                    .count()
                    .to_string()
            }),
            ("cells", _) => sums.map(|fault| fault.repair.cells().count().to_string()),
            ("label", None) => sums.map(|fault| self.binding.label(fault.primary, self.lang)),
            ("limit", _) => Some(crate::localize::system::MOST.to_string()),
            (name, Some(change)) => match name {
                "label" => Some(self.binding.label(change.cell, self.lang)),
                "value" => self.binding.cell(change.cell).node.map(written),
                "expected" => Some(change.value.to_string()),
                "cause" => Some(change.slip.map_or_else(String::new, |slip| self.cause(slip.as_str()))),
                _ => None,
            },
            _ => None,
        };
        template[Words::of(self.lang)].render(given, |_| None)
    }

    /// A change in one line.
    fn change(&self, change: &Change) -> String {
        let label = self.words.label.as_ref();
        let line = label.map_or_else(String::new, |label| self.say(label, Some(change), None));
        if self.binding.file(change.cell).is_some() {
            return self.cause("previous") + &line;
        }
        line
    }

    fn cause(&self, name: &str) -> String {
        // The slips are worded once, in the rule for a single wrong cell.
        let general = self.set.detector(DefectKind::WrongCell);
        let words = self.rule.file.causes.get(name);
        let words = words.or_else(|| general?.file.causes.get(name));
        words.map_or_else(String::new, |words| words.get(self.lang).to_owned())
    }

    /// Changes that may mend it, as a fix where the report has the numbers, otherwise as a note.
    fn offer(&self, finding: &mut Finding, changes: &[Change], is_one_of: bool) {
        let lines: Vec<String> = changes.iter().map(|change| self.change(change)).collect();
        let line = lines.join(&self.cause("and"));
        match self.fix(changes, line.clone(), Confidence::Likely) {
            Some(fix) => finding.fixes.push(fix),
            None if is_one_of => finding.notes.push(self.cause("maybe") + &line),
            None => finding.notes.push(line),
        }
    }

    fn fix(&self, changes: &[Change], title: String, confidence: Confidence) -> Option<Fix> {
        let edit = |change: &Change| {
            Some(Edit {
                span: number_at(self.binding, change.cell)?,
                replacement: change.value.to_string(),
            })
        };
        Some(Fix {
            title,
            confidence,
            edits: changes.iter().map(edit).collect::<Option<_>>()?,
        })
    }
}

/// The place of a cell's number in the report.
fn number_at(binding: &Binding<'_>, cell: CellId) -> Option<crate::text::source::Span> {
    let cell = binding.cell(cell);
    let node = cell.node.filter(|_| cell.document == Binding::REPORT)?;
    matches!(node.value, Value::Number(_)).then_some(node.span)
}

pub(crate) fn fix_title(replacement: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("改为 {replacement}"),
        Lang::En => format!("change to {replacement}"),
    }
}

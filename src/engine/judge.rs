//! Checks a document against its form, the law and the other reports.

use std::sync::Arc;

use crate::{
    compare::{
        members::{Assembly, Member, Members},
        previous::{self, Duplicates, examine_members},
    },
    diagnose::{defect, fault, not_evaluated::reason},
    diagnostic::{
        defect::{Defect, DefectKind},
        finding::{RuleCounts, Severity},
        message::Argument,
        violation::{NotEvaluated, Violation},
    },
    document::{limits::Limits, model::Document},
    engine::form::Form,
    extract::unread::Unread,
    form::{schema::Schema, validate},
    localize::group,
    rules::{
        evaluate::{
            instance::Binding,
            run::{self, Failure},
        },
        pack::rule_set::Rule,
    },
    text::source::Source,
};

/// Last year's report and the form and rules for it.
#[derive(Clone)]
pub(crate) struct Previous<'p> {
    pub form: &'p Form,
    pub document: Arc<Document>,
    pub source: Arc<Source>,
}

/// The other reports that rules are evaluated on.
#[derive(Default)]
pub(crate) struct Around<'a> {
    pub previous: Option<Previous<'a>>,
    pub members: Option<&'a Assembly>,
    pub duplicates: Duplicates<'a>,
}

/// The outcome for a document.
pub(crate) struct Verdict {
    /// By place, then by rule.
    pub violations: Vec<Violation>,
    pub counts: RuleCounts,
    pub unevaluated: Vec<NotEvaluated>,
}

/// Check a document against its form, the law and the other reports, and word the readers' defects.
pub(crate) fn check(
    form: &Form,
    document: &Document,
    text: &str,
    mut defects: Vec<Defect>,
    around: &Around<'_>,
) -> Verdict {
    let (schema, rules) = (&*form.schema, &*form.rules);
    let unread = Unread::new(document, &defects);
    defects.extend(validate(schema, document, &defects, &unread));
    defects.extend(previous::examine_duplicates(schema, &document.root, &around.duplicates));
    let mut binding = Binding::new(schema, &document.root);
    if let Some(previous) = &around.previous {
        let (there, root) = (&*previous.form.schema, &previous.document.root);
        let file = previous.source.path();
        let (found, is_usable) = previous::examine(schema, &document.root, there, root, file);
        defects.extend(found);
        if is_usable {
            let source = Arc::clone(&previous.source);
            binding = binding.with_previous(there, &previous.form.rules, root, source);
        }
    }
    let members = around.members.map(|assembly| {
        let report = Member::new("", schema, &document.root);
        Members::gather(schema, Some(&report), assembly)
    });
    if let Some(members) = &members {
        defects.extend(examine_members(members, schema, &document.root));
        binding = binding.with_members(members);
    }
    let mut evaluation = run::evaluate(rules, &binding, text);
    let mut more = More {
        count: evaluation.more,
        worst: evaluation.worst_of_more,
    };
    defects.retain(|defect| !more.takes(defect));
    // What joins several places is told of those that were read.
    let is_read = |failure: &Failure<'_>| {
        let cell = || failure.primary(&failure.context(&binding));
        failure.identity().is_some() || !unread.covers(&binding.pointer(cell()))
    };
    evaluation.failures.retain(is_read);
    let faults = group::faults(rules, &binding, &evaluation.failures);
    let found = faults.iter().map(|fault| fault::violation(rules, &binding, fault));
    let mut violations: Vec<Violation> = found.filter(|violation| !unread.covers(&violation.path)).collect();
    violations.extend(defect::violations(rules, schema, &binding, defects));
    let unevaluated = evaluation.unevaluated.iter().map(|rule| NotEvaluated {
        rule: rule.rule.file.id.clone(),
        places: rule.places,
        reason: reason(rule.why, &binding),
    });
    if let Some(defect) = unfinished(&evaluation.unfinished, document) {
        violations.extend(defect::violation(rules, Some(schema), Some(&binding), defect));
    }
    let mut violations = in_order(violations);
    more.cut(&mut violations);
    if let Some((defect, severity)) = more.defect(&violations) {
        let worded = defect::violation(rules, Some(schema), Some(&binding), defect);
        violations.extend(worded.map(|violation| Violation { severity, ..violation }));
    }
    Verdict {
        violations: in_order(violations),
        counts: evaluation.counts,
        unevaluated: unevaluated.collect(),
    }
}

/// That rules were not evaluated for the work it would have been: a report is not clean by them.
fn unfinished(rules: &[&Rule], document: &Document) -> Option<Defect> {
    /// More rules than this are not named.
    const NAMED: usize = 5;
    let first = document.root.entries().first();
    let span = first.map_or(document.root.span, |first| first.key_span);
    let named = rules
        .iter()
        .take(NAMED)
        .map(|rule| Argument::from(&rule.file.id))
        .collect();
    let defect = || Defect::new(DefectKind::TooMuchWork, span).because("pattern");
    (!rules.is_empty()).then(|| defect().with("value", Argument::List(named, rules.len() > NAMED)))
}

/// What is found but not told one by one.
struct More {
    count: usize,
    worst: Option<Severity>,
}

impl More {
    /// Count what the structural check has counted.
    fn takes(&mut self, defect: &Defect) -> bool {
        if defect.kind != DefectKind::MoreFindings {
            return false;
        }
        let count = defect.params.iter().find_map(|(_, count)| count.as_text());
        self.count += count.and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
        self.worst = Some(Severity::Error);
        true
    }

    /// Leave no more than the limit, the gravest first: a report fails by what is told of it.
    fn cut(&mut self, violations: &mut Vec<Violation>) {
        if violations.len() <= Limits::FINDINGS {
            return;
        }
        violations.sort_by_key(|violation| std::cmp::Reverse(violation.severity));
        let rest = violations.drain(Limits::FINDINGS..);
        self.count += rest.len();
        self.worst = self.worst.max(rest.map(|violation| violation.severity).max());
        *violations = in_order(std::mem::take(violations));
    }

    /// What says how many more there are, behind the last that is told; it is as grave as the gravest of them.
    fn defect(&self, told: &[Violation]) -> Option<(Defect, Severity)> {
        let severity = self.worst.filter(|_| self.count > 0)?;
        let span = told.last().map(|last| last.span).unwrap_or_default();
        let defect = Defect::new(DefectKind::MoreFindings, span).with("count", self.count.to_string());
        Some((defect, severity))
    }
}

/// The parts of a document that do not have the schema's shape. A value that the reader reported is not reported again.
fn validate(schema: &Schema, document: &Document, found: &[Defect], unread: &Unread<'_>) -> Vec<Defect> {
    let mut defects = validate::check(schema, &document.root);
    defects.retain(|defect| {
        let is_reported = found.iter().any(|known| known.span == defect.span);
        let is_unread = defect.kind == DefectKind::MissingKey && unread.covers(&defect.path);
        !is_reported && !is_unread
    });
    defects
}

/// By place, then by rule.
pub(super) fn in_order(mut violations: Vec<Violation>) -> Vec<Violation> {
    violations.sort_by(|a, b| {
        let key = |violation: &Violation| (violation.span.start, violation.span.end);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.rule.cmp(&b.rule))
            .then_with(|| a.path.cmp(&b.path))
    });
    violations
}

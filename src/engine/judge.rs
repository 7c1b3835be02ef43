//! Checks a document against its form, the law and the other reports.

use std::sync::Arc;

use crate::{
    compare::{
        members::{Assembly, Member, Members},
        previous::{self, examine_members},
    },
    diagnose::{defect, fault, not_evaluated::reason},
    diagnostic::{
        defect::{Defect, DefectKind},
        finding::RuleCounts,
        violation::{NotEvaluated, Violation},
    },
    document::model::Document,
    engine::form::Form,
    extract::unread::Unread,
    form::{schema::Schema, validate},
    localize::group,
    rules::evaluate::{instance::Binding, run},
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
    pub duplicates: &'a [String],
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
    defects.extend(previous::examine_duplicates(schema, &document.root, around.duplicates));
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
    let evaluation = run::evaluate(rules, &binding, text);
    let faults = group::faults(rules, &binding, &evaluation.failures);
    let found = faults.iter().map(|fault| fault::violation(rules, &binding, fault));
    let mut violations: Vec<Violation> = found.filter(|violation| !unread.covers(&violation.path)).collect();
    let worded = defects
        .into_iter()
        .filter_map(|defect| defect::violation(rules, Some(schema), Some(&binding), defect));
    violations.extend(worded);
    let unevaluated = evaluation.unevaluated.iter().map(|rule| NotEvaluated {
        rule: rule.rule.file.id.clone(),
        places: rule.places,
        reason: reason(rule.why, &binding),
    });
    Verdict {
        violations: in_order(violations),
        counts: evaluation.counts,
        unevaluated: unevaluated.collect(),
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

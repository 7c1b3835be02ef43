//! Defects that a reader, the structural check or a comparison with other reports found, in the words of the rule that takes them.

use std::collections::BTreeMap;

use crate::{
    diagnose::{
        fault::{NAMED, quoted},
        suggest_fix::replace_by,
    },
    diagnostic::{
        defect::{Defect, DefectKind},
        message::Argument,
        violation::{Change, Mark, Violation},
    },
    form::{schema::Schema, shape::ShapeId},
    rules::{
        evaluate::instance::Binding,
        lang::template::Template,
        pack::rule_set::{Rule, RuleSet, Words},
    },
    text::path::{FieldPath, split_pointer},
};

/// The violations that defects of a report are, those of one rule joined as it says.
pub(crate) fn violations(
    set: &RuleSet,
    schema: &Schema,
    binding: &Binding<'_>,
    mut defects: Vec<Defect>,
) -> Vec<Violation> {
    defects.sort_by_key(|defect| defect.span);
    let mut joined: BTreeMap<(&str, ShapeId), Vec<Defect>> = BTreeMap::new();
    let mut violations = Vec::new();
    for defect in defects {
        let field = field(schema, &defect.path);
        let found = set.detecting(&defect, Some(schema), field);
        let rule = found.filter(|(_, words)| words.joined.is_some()).map(|(rule, _)| rule);
        match rule.and_then(|rule| Some((rule, around(schema, field?, rule)?))) {
            Some((rule, around)) => joined.entry((&rule.file.id, around)).or_default().push(defect),
            None => violations.extend(violation(set, Some(schema), Some(binding), defect)),
        }
    }
    for ((_, around), defects) in joined {
        let word = |defect: &Defect| violation(set, Some(schema), Some(binding), defect.clone());
        match defects.as_slice() {
            [only] => violations.extend(word(only)),
            all => violations.extend(join(set, schema, around, all, all.iter().filter_map(word).collect())),
        }
    }
    violations
}

/// The nearest record around a field, or the field itself, by which the findings of a rule are joined.
fn around(schema: &Schema, field: ShapeId, rule: &Rule) -> Option<ShapeId> {
    let mut at = Some(field);
    while let Some(field) = at {
        let shape = schema.shape(field);
        let is_part = rule.per_part && shape.parent == Some(schema.root());
        if is_part || shape.types.iter().any(|own| rule.per.contains(own)) {
            return Some(field);
        }
        at = shape.parent;
    }
    None
}

/// One violation for defects of one rule below `around`, each of which is worded already.
fn join(
    set: &RuleSet,
    schema: &Schema,
    around: ShapeId,
    defects: &[Defect],
    worded: Vec<Violation>,
) -> Option<Violation> {
    let severity = worded.iter().map(|violation| violation.severity).max()?;
    let count = worded.len();
    let fields = || defects.iter().filter_map(|defect| field(schema, &defect.path));
    let words = |defect: &Defect| set.detecting(defect, Some(schema), field(schema, &defect.path));
    let (rule, own) = words(defects.first()?)?;
    let (message, label) = own.joined.as_ref()?;
    let say = |template: &Template, defect: &Defect| {
        let given = |name: &str| match name {
            "count" => Some(count.into()),
            "group" => Some(schema.labels(around).into()),
            "cells" => Some(listed(fields().map(|field| quoted(&schema.shape(field).title)), count)),
            "keys" => Some(listed(
                fields().map(|field| Argument::from(&schema.shape(field).key)),
                count,
            )),
            "cause" => rule.file.wording(defect.cause?).map(|words| words.clone().into()),
            _ => None,
        };
        template.fill(given, |_| None)
    };
    let marks = worded
        .iter()
        .zip(defects)
        .enumerate()
        .map(|(at, (violation, defect))| Mark {
            path: violation.path.clone(),
            span: violation.span,
            message: label.as_ref().map(|label| say(label, defect)).unwrap_or_default(),
            primary: at == 0,
            file: None,
        });
    let labels = marks.collect();
    let message = say(message, defects.first()?);
    let mut all = worded.into_iter();
    let mut first = all.next()?;
    first.fixes.extend(all.flat_map(|other| other.fixes));
    Some(Violation {
        severity,
        message,
        labels,
        ..first
    })
}

/// The first few of many.
fn listed(of: impl Iterator<Item = Argument>, count: usize) -> Argument {
    Argument::List(of.take(NAMED).collect(), count > NAMED)
}

/// The violation that a defect is; none if the rule for it is off. The form and the report laid onto it may be unknown.
pub(crate) fn violation(
    set: &RuleSet,
    schema: Option<&Schema>,
    binding: Option<&Binding<'_>>,
    defect: Defect,
) -> Option<Violation> {
    let field = schema.and_then(|schema| field(schema, &defect.path));
    let (rule, words) = set.detecting(&defect, schema, field)?;
    let severity = match binding {
        Some(binding) => rule.severity(binding),
        None => rule.level.severity(),
    }?;
    let given = |name: &str| -> Option<Argument> {
        let value = match (name, field.zip(schema)) {
            ("label", Some((field, schema))) => return Some(schema.labels(field).into()),
            ("label", None) => return Some(FieldPath::from_pointer(&defect.path).to_string().into()),
            ("key_title", Some((field, schema))) => return Some(schema.shape(field).title.clone().into()),
            ("cause", _) if defect.cause.is_some() => defect.cause.map(Argument::from),
            _ => defect
                .params
                .iter()
                .find(|(param, _)| *param == name)
                .map(|(_, value)| value.clone()),
        }?;
        // Only these two are names out of `causes` or `words`; a key or a value that happens to be one is the author's own word.
        let Argument::Text(named) = &value else {
            return Some(value);
        };
        if !matches!(name, "cause" | "expected") {
            return Some(value);
        }
        // A rule that takes a defect over for its type need not word the causes again.
        let general = set.detecting(&defect, None, None).map(|(rule, _)| &rule.file);
        let worded = rule.file.wording(named).or_else(|| general?.wording(named));
        Some(worded.map_or(value, |words| words.clone().into()))
    };
    let say = |template: &Template| template.fill(given, |_| None);
    let primary = Mark {
        path: defect.path.clone(),
        span: defect.span,
        message: words.label.as_ref().map(say).unwrap_or_default(),
        primary: true,
        file: None,
    };
    let other = rule.file.wording("other").cloned().unwrap_or_default();
    let others = defect.others.iter().map(|span| Mark {
        path: String::new(),
        span: *span,
        message: other.clone().into(),
        primary: false,
        file: None,
    });
    let fixes = defect.fix.iter().map(|(confidence, edit)| Change {
        title: replace_by(Argument::from(&edit.replacement)),
        confidence: *confidence,
        edits: vec![edit.clone()],
    });
    Some(Violation {
        rule: rule.file.id.clone(),
        kind: Some(defect.kind),
        severity,
        once: rule.file.once,
        message: say(&words.message),
        help: words.help.as_ref().map(say),
        basis: rule.basis.clone(),
        path: defect.path.clone(),
        span: defect.span,
        labels: std::iter::once(primary).chain(others).collect(),
        notes: Vec::new(),
        related: Vec::new(),
        fixes: fixes.collect(),
        waiver: None,
    })
}

/// The field at a path of the report, or the one around it.
fn field(schema: &Schema, path: &str) -> Option<ShapeId> {
    let around = split_pointer(path).map(|(around, _)| around);
    schema.at_pointer(path).or_else(|| schema.at_pointer(around?))
}

impl RuleSet {
    /// The rule that words a kind of defect in any field.
    pub(crate) fn detector(&self, kind: DefectKind) -> Option<&Rule> {
        self.rules
            .iter()
            .find(|rule| matches!(&rule.detect, Some((found, types, _)) if *found == kind && types.is_empty()))
    }

    /// The rule that words a defect: the one for the narrowest type of the field, otherwise the one for any.
    fn detecting(&self, defect: &Defect, schema: Option<&Schema>, field: Option<ShapeId>) -> Option<(&Rule, &Words)> {
        let types = match (schema, field) {
            (Some(schema), Some(field)) => schema.shape(field).types.as_slice(),
            _ => &[],
        };
        let of_kind = || {
            let rules = self.rules.iter();
            rules.filter_map(|rule| match &rule.detect {
                Some((kind, of, words)) if *kind == defect.kind => Some((rule, of, words)),
                _ => None,
            })
        };
        let for_type = types
            .iter()
            .find_map(|of| of_kind().find(|(_, types, _)| types.contains(of)));
        let found = for_type.or_else(|| of_kind().find(|(_, types, _)| types.is_empty()))?;
        Some((found.0, found.2))
    }
}

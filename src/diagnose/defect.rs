//! Defects that a reader, the structural check or a comparison with other reports found, in the words of the rule that takes them.

use crate::{
    diagnose::suggest_fix::replace_by,
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

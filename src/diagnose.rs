//! Failures and defects in the words of their rules.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{
        defect::{Defect, DefectKind},
        finding::{Finding, Fix, Label, Lang, Related},
    },
    document::model::Value,
    form::{
        schema::Schema,
        shape::{Kind, ShapeId},
        validate::written,
    },
};
use crate::{
    localize::{
        group::Fault,
        suggest_fix::{fix_title, mend},
    },
    rules::{
        evaluate::{
            context::Context,
            instance::{Binding, CellId},
            run::{Failure, What, operands, side},
        },
        lang::{
            ir::Code,
            template::Template,
            value::{Unknown, show},
        },
        pack::rule_set::{Body, Rule, RuleSet, Words},
    },
};

/// At most this many values of joined findings are named in a message.
const NAMED: usize = 6;

/// The finding for failures that are one defect: sums broken by one cell, or several cells joined.
pub(crate) fn finding(set: &RuleSet, binding: &Binding<'_>, fault: &Fault<'_, '_>, lang: Lang) -> Finding {
    let Fault { primary, failures, .. } = fault;
    let primary = *primary;
    let first = failures[0];
    let words = &first.variant.words;
    let is_one_rule = failures
        .iter()
        .all(|failure| failure.rule.file.id == first.rule.file.id);
    let is_joined = !first.rule.per.is_empty() && is_one_rule;
    let of = if is_joined { failures.as_slice() } else { &failures[..1] };
    let say = |template: &[Template; 2]| render(binding, first, of, template, lang);
    let mut finding = Finding {
        rule: first.rule.file.id.clone(),
        severity: failures
            .iter()
            .map(|failure| failure.severity)
            .max()
            .unwrap_or(first.severity),
        message: say(&words.message),
        help: words.help.as_ref().map(say),
        basis: set.basis(first.rule, lang),
        path: binding.pointer(primary),
        span: match &first.what {
            What::Found { span, .. } => *span,
            _ => binding.span(primary),
        },
        labels: Vec::new(),
        notes: Vec::new(),
        related: Vec::new(),
        fixes: Vec::new(),
        waiver: None,
    };
    let mut label = words.label.as_ref().map(say).unwrap_or_default();
    let mut others: Vec<Label> = Vec::new();
    if is_joined || failures.len() == 1 {
        let labels = |failure: &&Failure<'_>| operand_labels(binding, primary, failure, is_joined, lang);
        others.extend(failures.iter().flat_map(labels));
    } else {
        label.clear();
        let changed = fault.repair.cells().filter(|cell| *cell != primary);
        others.extend(changed.map(|cell| cell_label(binding, cell, String::new())));
        others.extend(failures.iter().map(|failure| sum_label(binding, failure, lang)));
        finding.related = failures.iter().map(|failure| related(binding, failure, lang)).collect();
        // Last year's report is not in the excerpt otherwise.
        let operands = failures
            .iter()
            .flat_map(|failure| operand_labels(binding, primary, failure, false, lang));
        others.extend(operands.filter(|label| label.file.is_some()));
    }
    finding
        .related
        .extend(fault.said.iter().map(|claim| related(binding, claim, lang)));
    others.extend(fault.said.iter().filter_map(|claim| said_label(binding, claim)));
    mend(set, binding, fault, lang, &mut finding);
    finding.labels.push(Label {
        path: finding.path.clone(),
        span: finding.span,
        message: label,
        primary: true,
        file: None,
    });
    let mut seen = BTreeSet::from([(false, finding.span, finding.path.clone())]);
    finding.labels.extend(
        others
            .into_iter()
            .filter(|label| seen.insert((label.file.is_some(), label.span, label.path.clone()))),
    );
    finding
}

/// What else fails with a finding, in the words of its own rule.
fn related(binding: &Binding<'_>, failure: &Failure<'_>, lang: Lang) -> Related {
    Related {
        rule: failure.rule.file.id.clone(),
        path: binding.pointer(failure.primary(&failure.context(binding))),
        message: render(binding, failure, &[failure], &failure.variant.words.message, lang),
    }
}

/// The place of a claim.
fn said_label(binding: &Binding<'_>, claim: &Failure<'_>) -> Option<Label> {
    let What::Found { text, span, found, .. } = &claim.what else {
        return None;
    };
    let label = cell_label(binding, *text, found.clone());
    Some(Label { span: *span, ..label })
}

/// The place where a broken equation has its result, with what its rule writes there.
fn sum_label(binding: &Binding<'_>, failure: &Failure<'_>, lang: Lang) -> Label {
    let context = failure.context(binding);
    let cell = failure.primary(&context);
    let words = failure.variant.words.label.as_ref();
    let message = match words {
        Some(words) => render(binding, failure, &[failure], words, lang),
        None => {
            let value = binding.cell(cell).node.map(written).unwrap_or_default();
            let row = binding.cell(cell).parent.filter(|_| failure.column.is_some());
            format!("{} {value}", title(binding, row.unwrap_or(cell), lang))
        }
    };
    cell_label(binding, cell, message)
}

fn cell_label(binding: &Binding<'_>, cell: CellId, message: String) -> Label {
    Label {
        path: binding.pointer(cell),
        span: binding.span(cell),
        message,
        primary: false,
        file: binding.file(cell).cloned(),
    }
}

/// The cells that a failed assertion read, with their values. A zero adds nothing to a long sum and is left out.
fn operand_labels(
    binding: &Binding<'_>,
    primary: CellId,
    failure: &Failure<'_>,
    is_joined: bool,
    lang: Lang,
) -> Vec<Label> {
    let context = failure.context(binding);
    if is_joined {
        let own = failure.primary(&context);
        let mut labels = operand_labels(binding, own, failure, false, lang);
        labels.retain(|label| label.file.is_some());
        labels.extend((own != primary).then(|| cell_label(binding, own, String::new())));
        return labels;
    }
    let code = match (&failure.what, &failure.variant.body) {
        (What::Assert(_), Body::Assert(code)) | (What::Found { .. }, Body::Claims { assert: code, .. }) => code,
        _ => return Vec::new(),
    };
    let cells = operands(code, &context);
    let few = cells.len() <= 4;
    let mut labels = Vec::new();
    for (cell, by_column) in cells {
        let Some(node) = binding.cell(cell).node.filter(|_| cell != primary) else {
            continue;
        };
        let value = match &node.value {
            Value::Number(number) if number.is_zero() && !few => continue,
            Value::Number(number) => number.normalize().to_string(),
            Value::Text(text) if binding.shape(cell).kind == Kind::Date => text.text.to_string(),
            _ => continue,
        };
        let named = if by_column {
            binding.cell(cell).parent.unwrap_or(cell)
        } else {
            cell
        };
        let title = title(binding, named, lang);
        labels.push(cell_label(binding, cell, format!("{title} {value}")));
    }
    labels
}

/// The official label of a cell's field.
fn title<'b>(binding: &'b Binding<'_>, cell: CellId, lang: Lang) -> &'b str {
    binding.shape(cell).title.get(lang)
}

fn render(
    binding: &Binding<'_>,
    failure: &Failure<'_>,
    all: &[&Failure<'_>],
    template: &[Template; 2],
    lang: Lang,
) -> String {
    let found: Vec<Option<&str>> = match &failure.what {
        What::Found { captures, .. } => captures.iter().map(Option::as_deref).collect(),
        _ => Vec::new(),
    };
    let claimed = match &failure.what {
        What::Found { claimed, .. } => claimed.as_slice(),
        _ => &[],
    };
    let context = Context {
        captures: &found,
        claimed,
        ..failure.context(binding)
    };
    let primary = failure.primary(&context);
    let assert = match &failure.variant.body {
        Body::Assert(code) | Body::Claims { assert: code, .. } | Body::Find { assert: Some(code), .. } => Some(code),
        _ => None,
    };
    let given = |name: &str| -> Option<String> {
        match name {
            "label" => Some(binding.label(primary, lang)),
            "value" => binding.cell(primary).node.map(written),
            "column" => column_title(binding, failure, &context, lang),
            "lhs" | "rhs" | "diff" => side(assert?, name, &context, lang),
            "key" => Some(binding.shape(primary).key.clone()),
            "key_title" => Some(title(binding, primary, lang).to_owned()),
            "match" => match &failure.what {
                What::Found { found, .. } => Some(found.clone()),
                _ => None,
            },
            "count" => Some(all.len().to_string()),
            "cells" => Some(cells(binding, all, lang)),
            "group" => {
                let around = binding.around(primary, &failure.rule.per)?;
                Some(binding.label(around, lang))
            }
            _ => None,
        }
    };
    template[Words::of(lang)].render(given, |code: &Code| {
        context.eval(code).ok().map(|value| show(&value, lang))
    })
}

/// The labels of the joined cells, those of the first few.
fn cells(binding: &Binding<'_>, all: &[&Failure<'_>], lang: Lang) -> String {
    let titles: Vec<String> = all
        .iter()
        .take(NAMED)
        .map(|failure| {
            let context = failure.context(binding);
            title(binding, failure.primary(&context), lang).to_owned()
        })
        .collect();
    let (separator, more) = match lang {
        Lang::Zh => ("、", "等"),
        Lang::En => (", ", ", …"),
    };
    let rest = if all.len() > NAMED { more } else { "" };
    titles.join(separator) + rest
}

fn column_title(binding: &Binding<'_>, failure: &Failure<'_>, context: &Context<'_, '_>, lang: Lang) -> Option<String> {
    let Body::Assert(code) = &failure.variant.body else {
        return None;
    };
    let (cell, _) = operands(code, context).into_iter().find(|(_, by_column)| *by_column)?;
    Some(title(binding, cell, lang).to_owned())
}

/// Why a rule was not evaluated.
pub(crate) fn reason(why: Unknown, binding: &Binding<'_>, lang: Lang) -> String {
    let label = |cell: CellId| {
        let label = binding.label(cell, lang);
        let label = if label.is_empty() { binding.pointer(cell) } else { label };
        match (binding.file(cell), lang) {
            (None, _) => label,
            (Some(_), Lang::Zh) => format!("上年报告的{label}"),
            (Some(_), Lang::En) => format!("{label} of last year's report"),
        }
    };
    let field = |field: ShapeId| binding.schema.label(field, lang);
    let (zh, en) = match why {
        Unknown::Guard => ("规则的适用条件不成立".into(), "its condition does not hold".into()),
        Unknown::OtherYear => (
            "规则包不适用于本报告年度".into(),
            "its pack is for other reporting years".into(),
        ),
        Unknown::NoPrevious => ("没有给出上年报告".into(), "last year's report was not given".into()),
        Unknown::NoMembers => (
            "没有给出所汇总的各份报告".into(),
            "the reports that this one sums up were not given".into(),
        ),
        Unknown::NotInForm(at) => (
            format!("上年报告的格式没有“{}”", field(at)),
            format!("the form of last year's report has no “{}”", field(at)),
        ),
        Unknown::NotAdditive(at) => (
            format!("“{}”不是可以加总的数", field(at)),
            format!("“{}” is not a number that adds up", field(at)),
        ),
        Unknown::Missing(cell) => (
            format!("缺少“{}”", label(cell)),
            format!("“{}” is missing", label(cell)),
        ),
        Unknown::Blank(cell) => (format!("“{}”留空", label(cell)), format!("“{}” is blank", label(cell))),
        Unknown::Mistyped(cell) => (
            format!("“{}”的内容类型不对", label(cell)),
            format!("“{}” is not of its type", label(cell)),
        ),
        Unknown::NoSuchDay => ("没有这一天".into(), "there is no such day".into()),
        Unknown::NotANumber => ("文字不是数".into(), "a text is not a number".into()),
        Unknown::TooLarge => ("数值过大".into(), "a number is too large".into()),
        Unknown::NothingThere => (
            "报告中没有可核对的内容".into(),
            "there is nothing in the report to check".into(),
        ),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A defect that reader or structural check found, in the words of the rule that takes it; none if that rule is off.
#[must_use]
pub fn word(
    set: &RuleSet,
    schema: Option<&Schema>,
    binding: Option<&Binding<'_>>,
    defect: Defect,
    lang: Lang,
) -> Option<Finding> {
    let field = schema.and_then(|schema| field(schema, &defect.path));
    let (rule, words) = set.detecting(&defect, schema, field)?;
    let severity = match binding {
        Some(binding) => rule.severity(binding),
        None => rule.level.severity(),
    }?;
    let given = |name: &str| -> Option<String> {
        let value = match (name, field.zip(schema)) {
            ("label", Some((field, schema))) => return Some(schema.label(field, lang)),
            ("label", None) => return Some(defect.path.trim_start_matches('/').replace('/', ".")),
            ("key_title", Some((field, schema))) => return Some(schema.shape(field).title.get(lang).to_owned()),
            ("cause", _) if defect.cause.is_some() => defect.cause.map(str::to_owned),
            _ => defect
                .params
                .iter()
                .find(|(param, _)| *param == name)
                .map(|(_, value)| value.clone()),
        }?;
        // Only these two are names out of `causes`; a key or a value that happens to be one is the author's own word.
        if !matches!(name, "cause" | "expected") {
            return Some(value);
        }
        // A rule that takes a defect over for its type need not word the causes again.
        let general = set.detecting(&defect, None, None).map(|(rule, _)| &rule.file.causes);
        let worded = rule.file.causes.get(&value).or_else(|| general?.get(&value));
        Some(worded.map_or(value, |words| words.get(lang).to_owned()))
    };
    let say = |template: &[Template; 2]| template[Words::of(lang)].render(given, |_| None);
    let primary = Label {
        path: defect.path.clone(),
        span: defect.span,
        message: words.label.as_ref().map(say).unwrap_or_default(),
        primary: true,
        file: None,
    };
    let other = rule
        .file
        .causes
        .get("other")
        .map(|words| words.get(lang).to_owned())
        .unwrap_or_default();
    let others = defect.others.iter().map(|span| Label {
        path: String::new(),
        span: *span,
        message: other.clone(),
        primary: false,
        file: None,
    });
    let fixes = defect.fix.iter().map(|(confidence, edit)| Fix {
        title: fix_title(&edit.replacement, lang),
        confidence: *confidence,
        edits: vec![edit.clone()],
    });
    Some(Finding {
        rule: rule.file.id.clone(),
        severity,
        message: say(&words.message),
        help: words.help.as_ref().map(say),
        basis: set.basis(rule, lang),
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
    let around = path.rsplit_once('/').map(|(around, _)| around);
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

//! A fault of the evaluation in the words of the rules that found it.

use std::collections::BTreeSet;

use crate::{
    diagnose::suggest_fix::suggest,
    diagnostic::{
        finding::Localized,
        message::{Argument, Statement},
        violation::{AlsoBroken, Mark, Violation},
    },
    document::model::Value,
    form::{shape::Kind, validate::written},
    localize::fault::Fault,
    rules::{
        evaluate::{
            context::Context,
            instance::{Binding, CellId},
            run::{Failure, What, operands, side},
        },
        lang::{ir::Code, template::Template},
        pack::rule_set::{Body, RuleSet},
    },
};

/// At most this many values of joined findings are named in a message.
pub(super) const NAMED: usize = 6;

/// The violation for failures that are one defect: sums broken by one cell, or several cells joined.
pub(crate) fn violation(set: &RuleSet, binding: &Binding<'_>, fault: &Fault<'_, '_>) -> Violation {
    let Fault { primary, failures, .. } = fault;
    let primary = *primary;
    let first = failures[0];
    let words = &first.variant.words;
    let is_one_rule = failures
        .iter()
        .all(|failure| failure.rule.file.id == first.rule.file.id);
    let is_joined = !first.rule.per.is_empty() && is_one_rule;
    let of = if is_joined { failures.as_slice() } else { &failures[..1] };
    let say = |template: &Template| fill(binding, first, of, template);
    let mut violation = Violation {
        rule: first.rule.file.id.clone(),
        kind: None,
        severity: failures
            .iter()
            .map(|failure| failure.severity)
            .max()
            .unwrap_or(first.severity),
        once: first.rule.file.once,
        message: say(match &words.joined {
            Some((joined, _)) if of.len() > 1 => joined,
            _ => &words.message,
        }),
        help: words.help.as_ref().map(say),
        basis: first.rule.basis.clone(),
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
    let mut others: Vec<Mark> = Vec::new();
    if is_joined || failures.len() == 1 {
        let marks = |failure: &&Failure<'_>| operand_marks(binding, primary, failure, is_joined);
        others.extend(failures.iter().flat_map(marks));
    } else {
        label = Statement::default();
        let changed = fault.repair.cells().filter(|cell| *cell != primary);
        others.extend(changed.map(|cell| mark(binding, cell, Statement::default())));
        others.extend(failures.iter().map(|failure| sum_mark(binding, failure)));
        violation.related = failures.iter().map(|failure| also_broken(binding, failure)).collect();
        // Last year's report is not in the excerpt otherwise.
        let operands = failures
            .iter()
            .flat_map(|failure| operand_marks(binding, primary, failure, false));
        others.extend(operands.filter(|mark| mark.file.is_some()));
    }
    others.extend(failures.iter().flat_map(|failure| inferred_marks(binding, failure)));
    let stated = fault.stated.iter();
    violation
        .related
        .extend(stated.clone().map(|claim| also_broken(binding, claim)));
    others.extend(stated.filter_map(|claim| claim_mark(binding, claim)));
    suggest(set, binding, fault, &mut violation);
    violation.labels.push(Mark {
        path: violation.path.clone(),
        span: violation.span,
        message: label,
        primary: true,
        file: None,
    });
    let mut seen = BTreeSet::from([(false, violation.span, violation.path.clone())]);
    violation.labels.extend(
        others
            .into_iter()
            .filter(|mark| seen.insert((mark.file.is_some(), mark.span, mark.path.clone()))),
    );
    violation
}

/// What else fails with a violation, in the words of its own rule.
fn also_broken(binding: &Binding<'_>, failure: &Failure<'_>) -> AlsoBroken {
    AlsoBroken {
        rule: failure.rule.file.id.clone(),
        path: binding.pointer(failure.primary(&failure.context(binding))),
        message: fill(binding, failure, &[failure], &failure.variant.words.message),
    }
}

/// The place of a claim.
fn claim_mark(binding: &Binding<'_>, claim: &Failure<'_>) -> Option<Mark> {
    let What::Found { text, span, found, .. } = &claim.what else {
        return None;
    };
    let mark = mark(binding, *text, Argument::from(found).into());
    Some(Mark { span: *span, ..mark })
}

/// The place where a broken equation has its result, with what its rule writes there.
fn sum_mark(binding: &Binding<'_>, failure: &Failure<'_>) -> Mark {
    let cell = failure.primary(&failure.context(binding));
    let message = match failure.variant.words.label.as_ref() {
        Some(words) => fill(binding, failure, &[failure], words),
        None => {
            let value = binding.cell(cell).node.map(written).unwrap_or_default();
            let row = binding.cell(cell).parent.filter(|_| failure.column.is_some());
            labelled(binding, row.unwrap_or(cell), value.into())
        }
    };
    mark(binding, cell, message)
}

fn mark(binding: &Binding<'_>, cell: CellId, message: Statement) -> Mark {
    Mark {
        path: binding.pointer(cell),
        span: binding.span(cell),
        message,
        primary: false,
        file: binding.file(cell).cloned(),
    }
}

/// The cells that a failed assertion read, with their values. A zero adds nothing to a long sum and is left out.
fn operand_marks(binding: &Binding<'_>, primary: CellId, failure: &Failure<'_>, is_joined: bool) -> Vec<Mark> {
    let context = failure.context(binding);
    if is_joined {
        let own = failure.primary(&context);
        let mut marks = operand_marks(binding, own, failure, false);
        marks.retain(|mark| mark.file.is_some());
        marks.extend((own != primary).then(|| mark(binding, own, Statement::default())));
        return marks;
    }
    let code = match (&failure.what, &failure.variant.body) {
        (What::Assert(_), Body::Assert(code)) | (What::Found { .. }, Body::Claims { assert: code, .. }) => code,
        _ => return Vec::new(),
    };
    let cells = operands(code, &context);
    let few = cells.len() <= 4;
    let mut marks = Vec::new();
    for (cell, by_column) in cells {
        let Some(node) = binding.cell(cell).node.filter(|_| cell != primary) else {
            continue;
        };
        let value = match &node.value {
            Value::Number(number) if number.is_zero() && !few => continue,
            Value::Number(number) => Argument::Number(number.normalize()),
            Value::Text(text) if binding.shape(cell).kind == Kind::Date => Argument::from(&*text.text),
            _ => continue,
        };
        let named = if by_column {
            binding.cell(cell).parent.unwrap_or(cell)
        } else {
            cell
        };
        marks.push(mark(binding, cell, labelled(binding, named, value)));
    }
    marks
}

/// The words for which the report was taken to be of the kind that the rule is for, or to state what it reads.
fn inferred_marks(binding: &Binding<'_>, failure: &Failure<'_>) -> Vec<Mark> {
    let context = failure.context(binding);
    let (rule, variant) = (failure.rule, failure.variant);
    let levels = rule.levels_when.iter().map(|(code, _)| code);
    let codes = variant.when.iter().chain(variant.body.assertion()).chain(levels);
    let cells = codes.flat_map(|code| operands(code, &context));
    let marks = cells.filter_map(|(cell, _)| {
        let at = binding.cell(cell);
        let says = binding.schema_of(cell).inferred(at.shape, at.node?)?;
        Some(mark(binding, cell, says))
    });
    marks.collect()
}

/// The official label of a cell and a value behind it.
fn labelled(binding: &Binding<'_>, cell: CellId, value: Argument) -> Statement {
    Statement::from(title(binding, cell).clone())
        .then(Argument::from(" "))
        .then(value)
}

/// The official label of a cell's field.
fn title<'b>(binding: &'b Binding<'_>, cell: CellId) -> &'b Localized {
    &binding.shape(cell).title
}

/// A message of a rule with the values of a failure, and of those that are joined with it.
fn fill(binding: &Binding<'_>, failure: &Failure<'_>, all: &[&Failure<'_>], template: &Template) -> Statement {
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
    let assert = failure.variant.body.assertion();
    let given = |name: &str| -> Option<Argument> {
        match name {
            "label" => Some(binding.label(primary).into()),
            "value" => binding.cell(primary).node.map(written).map(Argument::from),
            "column" => column_title(binding, failure, &context),
            "lhs" | "rhs" | "diff" => side(assert?, name, &context),
            "key" => Some(Argument::from(&binding.shape(primary).key)),
            "key_title" => Some(title(binding, primary).clone().into()),
            "match" => match &failure.what {
                What::Found { found, .. } => Some(found.into()),
                _ => None,
            },
            "count" => Some(all.len().into()),
            "cells" => Some(cells(binding, all)),
            "keys" => Some(keys(binding, all)),
            "group" => {
                let around = binding.around(primary, &failure.rule.per)?;
                Some(binding.label(around).into())
            }
            _ => None,
        }
    };
    template.fill(given, |code: &Code| context.eval(code).ok().map(Argument::from))
}

/// The labels of the joined cells, those of the first few.
fn cells(binding: &Binding<'_>, all: &[&Failure<'_>]) -> Argument {
    let titles = all.iter().take(NAMED).map(|failure| {
        let context = failure.context(binding);
        quoted(title(binding, failure.primary(&context)))
    });
    Argument::List(titles.collect(), all.len() > NAMED)
}

/// A label among others: it may have commas of its own.
pub(super) fn quoted(label: &Localized) -> Argument {
    Argument::Words(Localized {
        zh: format!("“{}”", label.zh),
        en: format!("“{}”", label.en),
    })
}

/// The same by their keys.
fn keys(binding: &Binding<'_>, all: &[&Failure<'_>]) -> Argument {
    let keys = all.iter().take(NAMED).map(|failure| {
        let context = failure.context(binding);
        Argument::from(&binding.shape(failure.primary(&context)).key)
    });
    Argument::List(keys.collect(), all.len() > NAMED)
}

fn column_title(binding: &Binding<'_>, failure: &Failure<'_>, context: &Context<'_, '_>) -> Option<Argument> {
    let Body::Assert(code) = &failure.variant.body else {
        return None;
    };
    let (cell, _) = operands(code, context).into_iter().find(|(_, by_column)| *by_column)?;
    Some(title(binding, cell).clone().into())
}

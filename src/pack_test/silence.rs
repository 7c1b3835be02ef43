//! Why a rule does not fire where an example says that it should.

use crate::{
    diagnose::not_evaluated::reason,
    diagnostic::finding::{Lang, Localized},
    rules::{
        evaluate::{
            context::Context,
            instance::{Binding, CellId},
            run::operands,
        },
        lang::{
            ir::Code,
            value::{Unknown, show},
        },
        pack::{
            compile::sides,
            rule_set::{Body, Rule, Variant},
        },
    },
};

/// What keeps a rule from firing at a place (JSON Pointer) of a report.
pub(super) fn why(rule: &Rule, binding: &Binding<'_>, wanted: &str) -> Localized {
    let unknown = |why: Unknown| {
        let reason = reason(why, binding);
        Localized {
            zh: format!("未核对，{}", reason.render(Lang::Zh)),
            en: format!("it is not evaluated, since {}", reason.render(Lang::En)),
        }
    };
    if rule.severity(binding).is_none() {
        return words("规则已停用（off）", "the rule is off");
    }
    if !rule.is_for_year_of(binding) {
        return unknown(Unknown::OtherYear);
    }
    if let Some(why) = rule.lacks(binding) {
        return unknown(why);
    }
    let Some((variant, context)) = place(rule, binding, wanted) else {
        return unknown(Unknown::NothingThere);
    };
    match variant.when.as_ref().map(|when| context.holds(when)) {
        Some(Ok(false)) => {
            let when = rule.file.when.as_deref().unwrap_or_default();
            return Localized {
                zh: format!("适用条件 `when: {when}` 不成立"),
                en: format!("its condition `when: {when}` is false"),
            };
        }
        Some(Err(why)) => return unknown(why),
        _ => {}
    }
    match &variant.body {
        Body::Assert(code) => match context.holds(code) {
            Ok(true) => holds(rule, code, &context),
            Ok(false) => words(
                "断言不成立，但提示在别处",
                "its assertion is false, but the finding stands elsewhere",
            ),
            Err(why) => unknown(why),
        },
        Body::Required(_) => words("所需各项齐全", "all that it requires is there"),
        Body::Find { within, .. } | Body::Claims { within, .. } => {
            match within.iter().find_map(|path| context.cell_at(path).err()) {
                Some(why) => unknown(why),
                None if matches!(variant.body, Body::Find { .. }) => words(
                    "文字中没有找到，或找到的各处断言都成立",
                    "nothing is found in the text, or the assertion is true of all that is",
                ),
                None => words(
                    "文字中没有认出这样的数，或载明的数都与断言相符",
                    "the text claims no such number, or the assertion is true of those that it claims",
                ),
            }
        }
        Body::Nothing => words("未发现这种缺陷", "there is no such defect"),
    }
}

/// Of all places that a rule is about, the one that reads the cell at a path; otherwise one around it, otherwise the first.
fn place<'c, 'd>(rule: &'c Rule, binding: &'c Binding<'d>, wanted: &str) -> Option<(&'c Variant, Context<'c, 'd>)> {
    let rank = |variant: &Variant, cell: CellId, context: &Context<'_, '_>| {
        let reads = variant.body.assertion().is_some_and(|code| {
            let operands = operands(code, context);
            operands.iter().any(|(cell, _)| binding.pointer(*cell) == wanted)
        });
        if reads {
            0
        } else if wanted.starts_with(&binding.pointer(cell)) {
            1
        } else {
            2
        }
    };
    let places = rule.places(binding).map(|(variant, cell, column)| {
        let context = variant.context(binding, cell, column);
        (rank(variant, cell, &context), variant, context)
    });
    let (_, variant, context) = places.min_by_key(|(rank, ..)| *rank)?;
    Some((variant, context))
}

/// That an assertion is true, and of which values.
fn holds(rule: &Rule, code: &Code, context: &Context<'_, '_>) -> Localized {
    let assert = rule.file.assert.as_deref().unwrap_or_default().trim();
    let value = |code: &Code, lang: Lang| match context.eval(code) {
        Ok(value) => show(&value, lang),
        Err(_) => "？".to_owned(),
    };
    match sides(code) {
        Some((left, right)) => Localized {
            zh: format!(
                "断言 `{assert}` 成立，左边为{}，右边为{}",
                value(left, Lang::Zh),
                value(right, Lang::Zh)
            ),
            en: format!(
                "its assertion `{assert}` is true: {} on the left, {} on the right",
                value(left, Lang::En),
                value(right, Lang::En)
            ),
        },
        None => Localized {
            zh: format!("断言 `{assert}` 成立"),
            en: format!("its assertion `{assert}` is true"),
        },
    }
}

fn words(zh: &str, en: &str) -> Localized {
    Localized {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

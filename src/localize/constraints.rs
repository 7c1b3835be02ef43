//! What the rules say of the numbers of a report, as equations and bounds.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::{
    form::shape::Kind,
    localize::equations::{self, Equation, System},
    rules::{
        evaluate::{
            context::Context,
            instance::{Binding, CellId},
        },
        lang::{
            ast::Op,
            ir::Code,
            linear::{Linear, equation, is_identity},
            value::Val,
        },
        pack::rule_set::{Body, RuleSet},
    },
};

/// The equations of last year's report, whether they hold or not.
pub(crate) fn of_previous(binding: &Binding<'_>) -> Vec<Linear> {
    let Some((alone, rules, shift)) = binding.previous_alone() else {
        return Vec::new();
    };
    let mut equations = Vec::new();
    rules.on_each(&alone, |_, variant, context| {
        if let Body::Assert(code @ Code::Binary(Op::Eq, ..)) = &variant.body
            && context.holds(code).is_ok()
        {
            equations.extend(equation(code, context).filter(is_identity));
        }
    });
    let shifted = |equation: Linear| Linear {
        terms: equation
            .terms
            .into_iter()
            .map(|(cell, factor)| (cell + shift, factor))
            .collect(),
        ..equation
    };
    equations.into_iter().map(shifted).collect()
}

/// Equations as numbers alone, and the cell of the report for each cell of the system.
pub(crate) struct Equations {
    pub system: System,
    pub cells: Vec<CellId>,
}

impl Equations {
    pub(crate) fn of<'l>(
        set: &RuleSet,
        binding: &Binding<'_>,
        equations: impl IntoIterator<Item = &'l Linear> + Clone,
    ) -> Self {
        let ids = equations
            .clone()
            .into_iter()
            .flat_map(|equation| equation.terms.keys().copied());
        let ids: BTreeSet<CellId> = ids.collect();
        let ids: Vec<CellId> = ids.into_iter().collect();
        let mut bounds = least(set, binding);
        if let Some((alone, rules, shift)) = binding.previous_alone() {
            let theirs = least(rules, &alone).into_iter();
            bounds.extend(theirs.map(|(cell, number)| (cell + shift, number)));
        }
        let context = Context::of_report(binding);
        let cells = ids.iter().map(|id| equations::Cell {
            value: match context.value(*id) {
                Ok(Val::Number(number)) => number,
                _ => Decimal::ZERO,
            },
            is_whole: binding.shape(*id).kind == Kind::Integer,
            least: bounds.get(id).copied(),
            record: binding.cell(*id).parent.unwrap_or_default(),
        });
        let number = |id: &CellId| ids.binary_search(id).unwrap_or_default();
        let equations = equations.into_iter().map(|equation| Equation {
            terms: equation
                .terms
                .iter()
                .map(|(id, factor)| (number(id), *factor))
                .collect(),
            constant: equation.constant,
        });
        let system = System {
            cells: cells.collect(),
            equations: equations.collect(),
        };
        Self { system, cells: ids }
    }
}

/// The identities that hold in a report.
pub(crate) fn identities(set: &RuleSet, binding: &Binding<'_>) -> Vec<Linear> {
    let mut identities = Vec::new();
    set.on_each(binding, |_, variant, context| {
        if let Body::Assert(code @ Code::Binary(Op::Eq, ..)) = &variant.body
            && context.holds(code) == Ok(true)
        {
            identities.extend(equation(code, context).filter(is_identity));
        }
    });
    identities
}

/// The least numbers that rules allow for single cells.
fn least(set: &RuleSet, binding: &Binding<'_>) -> BTreeMap<CellId, Decimal> {
    let mut least: BTreeMap<CellId, Decimal> = BTreeMap::new();
    set.on_each(binding, |_, variant, context| {
        if let Body::Assert(code) = &variant.body {
            bounds(code, context, &mut least);
        }
    });
    least
}

/// The conditions `cell >= number` that all have to hold.
fn bounds(code: &Code, context: &Context<'_, '_>, least: &mut BTreeMap<CellId, Decimal>) {
    match code {
        Code::Binary(Op::And, left, right) => {
            bounds(left, context, least);
            bounds(right, context, least);
        }
        Code::Binary(Op::Ge, left, right) => {
            if let (Code::Cell(path), Code::Number(number)) = (&**left, &**right)
                && let Ok(cell) = context.cell_at(path)
            {
                let known = least.entry(cell).or_insert(*number);
                *known = (*known).max(*number);
            }
        }
        _ => {}
    }
}

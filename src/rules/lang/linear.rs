//! Linear identities as equations over cells.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::rules::lang::{
    ast::Op,
    ir::{Code, Facts},
    value::CellId,
};

/// A sum of cells, each times a number, plus a constant.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Linear {
    /// The cells with their factors.
    pub terms: BTreeMap<CellId, Decimal>,
    /// What does not depend on a cell.
    pub constant: Decimal,
}

impl Linear {
    fn constant(constant: Decimal) -> Self {
        Self {
            terms: BTreeMap::new(),
            constant,
        }
    }

    fn cell(cell: CellId) -> Self {
        Self {
            terms: BTreeMap::from([(cell, Decimal::ONE)]),
            constant: Decimal::ZERO,
        }
    }

    fn plus(mut self, other: &Self, factor: Decimal) -> Option<Self> {
        self.constant = self.constant.checked_add(other.constant.checked_mul(factor)?)?;
        for (cell, times) in &other.terms {
            let term = self.terms.entry(*cell).or_default();
            *term = term.checked_add(times.checked_mul(factor)?)?;
        }
        Some(self)
    }

    fn times(&self, factor: Decimal) -> Option<Self> {
        Self::default().plus(self, factor)
    }
}

/// `left - right` of an equality as a linear form that is 0 where the rule holds; none if the rule is no equality of
/// numbers or is not linear.
#[must_use]
pub(crate) fn equation(code: &Code, facts: &dyn Facts) -> Option<Linear> {
    let Code::Binary(Op::Eq, left, right) = code else {
        return None;
    };
    let form = linear(left, facts)?.plus(&linear(right, facts)?, Decimal::NEGATIVE_ONE)?;
    (!form.terms.is_empty()).then_some(form)
}

/// Whether an equation is about how cells hang together; that one cell has to be some number is a rule of another kind.
pub(crate) fn is_identity(equation: &Linear) -> bool {
    equation.terms.len() > 1
}

fn linear(code: &Code, facts: &dyn Facts) -> Option<Linear> {
    match code {
        Code::Number(number) => Some(Linear::constant(*number)),
        Code::Cell(path) => {
            let cell = facts.cell_at(path).ok()?;
            // Only numbers are terms of an equation.
            facts.number(code).ok().map(|_| Linear::cell(cell))
        }
        Code::Let(at) => linear(facts.part(*at), facts),
        Code::Neg(inner) => linear(inner, facts)?.times(Decimal::NEGATIVE_ONE),
        Code::Binary(Op::Add, left, right) => linear(left, facts)?.plus(&linear(right, facts)?, Decimal::ONE),
        Code::Binary(Op::Sub, left, right) => linear(left, facts)?.plus(&linear(right, facts)?, Decimal::NEGATIVE_ONE),
        Code::Binary(Op::Mul, left, right) => {
            let (left, right) = (linear(left, facts)?, linear(right, facts)?);
            match (left.terms.is_empty(), right.terms.is_empty()) {
                (true, _) => right.times(left.constant),
                (_, true) => left.times(right.constant),
                _ => None,
            }
        }
        other => sum(other.call_of("sum")?, facts),
    }
}

fn sum(args: &[Code], facts: &dyn Facts) -> Option<Linear> {
    let mut sum = Linear::default();
    for arg in args {
        match arg {
            // What other reports add up to is given; nothing in this one changes it.
            Code::Cells(path) if path.start.is_members() => {
                let known = facts.sum_of_members(path).ok()?;
                sum = sum.plus(&Linear::constant(known), Decimal::ONE)?;
            }
            Code::Cells(path) => {
                for cell in facts.cells_at(path).ok()? {
                    sum = sum.plus(&Linear::cell(cell), Decimal::ONE)?;
                }
            }
            other => sum = sum.plus(&linear(other, facts)?, Decimal::ONE)?,
        }
    }
    Some(sum)
}

//! Linear identities as equations over cells.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::rules::{
    evaluate::{eval::Context, instance::CellId},
    lang::{
        ir::{Code, Function},
        parser::Op,
    },
};

/// A sum of cells, each times a number, plus a constant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linear {
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
pub fn equation(code: &Code, context: &Context<'_, '_>) -> Option<Linear> {
    let Code::Binary(Op::Eq, left, right) = code else {
        return None;
    };
    let form = linear(left, context)?.plus(&linear(right, context)?, Decimal::NEGATIVE_ONE)?;
    (!form.terms.is_empty()).then_some(form)
}

/// Whether an equation is about how cells hang together; that one cell has to be some number is a rule of another kind.
pub(crate) fn is_identity(equation: &Linear) -> bool {
    equation.terms.len() > 1
}

fn linear(code: &Code, context: &Context<'_, '_>) -> Option<Linear> {
    match code {
        Code::Number(number) => Some(Linear::constant(*number)),
        Code::Cell(path) => {
            let cell = context.cell_at(path).ok()?;
            // Only numbers are terms of an equation.
            context.number(code).ok().map(|_| Linear::cell(cell))
        }
        Code::Let(at) => linear(&context.lets[*at], context),
        Code::Neg(inner) => linear(inner, context)?.times(Decimal::NEGATIVE_ONE),
        Code::Binary(Op::Add, left, right) => linear(left, context)?.plus(&linear(right, context)?, Decimal::ONE),
        Code::Binary(Op::Sub, left, right) => {
            linear(left, context)?.plus(&linear(right, context)?, Decimal::NEGATIVE_ONE)
        }
        Code::Binary(Op::Mul, left, right) => {
            let (left, right) = (linear(left, context)?, linear(right, context)?);
            match (left.terms.is_empty(), right.terms.is_empty()) {
                (true, _) => right.times(left.constant),
                (_, true) => left.times(right.constant),
                _ => None,
            }
        }
        Code::Call(Function::Sum, args) => {
            let mut sum = Linear::default();
            for arg in args {
                match arg {
                    // What other reports add up to is given; nothing in this one changes it.
                    Code::Cells(path) if path.start.is_members() => {
                        let known = context.in_members(path).ok()?.sum?;
                        sum = sum.plus(&Linear::constant(known), Decimal::ONE)?;
                    }
                    Code::Cells(path) => {
                        for cell in context.cells_at(path).ok()? {
                            sum = sum.plus(&Linear::cell(cell), Decimal::ONE)?;
                        }
                    }
                    other => sum = sum.plus(&linear(other, context)?, Decimal::ONE)?,
                }
            }
            Some(sum)
        }
        _ => None,
    }
}

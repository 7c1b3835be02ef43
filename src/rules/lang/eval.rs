//! Expressions evaluated: exact, total, linear in the cells they read.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::rules::lang::{
    ast::Op,
    ir::{Code, Facts},
    value::{CellId, Outcome, Unknown, Val},
};

impl dyn Facts + '_ {
    /// Evaluate any expression.
    pub fn eval(&self, code: &Code) -> Outcome {
        match code {
            Code::Number(_) | Code::Claimed(_) | Code::Neg(_) => self.number(code).map(Val::Number),
            Code::Text(text) => Ok(Val::Text(text.clone())),
            Code::Cell(path) => self.value(self.cell_at(path)?),
            // Only functions know what to do with many cells, or with a pattern.
            Code::Cells(_) | Code::Pattern(_) => Err(Unknown::NothingThere),
            Code::Let(at) => self.eval(self.part(*at)),
            Code::Capture(at) => Ok(Val::Text(self.capture(*at).to_owned())),
            Code::Binary(op, ..) if op.is_arithmetic() => self.number(code).map(Val::Number),
            Code::Bool(_) | Code::Not(_) | Code::Binary(..) | Code::In(..) => self.holds(code).map(Val::Bool),
            Code::Call(function, args) => (function.eval)(self, args),
        }
    }

    /// Evaluate an expression that is a number.
    pub fn number(&self, code: &Code) -> Result<Decimal, Unknown> {
        match code {
            Code::Number(number) => Ok(*number),
            Code::Claimed(at) => self.claimed(*at).ok_or(Unknown::NothingThere),
            Code::Neg(inner) => Ok(-self.number(inner)?),
            Code::Binary(op, left, right) if op.is_arithmetic() => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                let result = match op {
                    Op::Add => left.checked_add(right),
                    Op::Sub => left.checked_sub(right),
                    _ => left.checked_mul(right),
                };
                result.ok_or(Unknown::TooLarge)
            }
            other => match self.eval(other)? {
                Val::Number(number) => Ok(number),
                _ => Err(Unknown::NotANumber),
            },
        }
    }

    /// Evaluate a condition.
    pub fn holds(&self, code: &Code) -> Result<bool, Unknown> {
        match code {
            Code::Bool(value) => Ok(*value),
            Code::Not(inner) => Ok(!self.holds(inner)?),
            Code::Binary(Op::And, left, right) => decided_by(false, self.holds(left), || self.holds(right)),
            Code::Binary(Op::Or, left, right) => decided_by(true, self.holds(left), || self.holds(right)),
            Code::Binary(op, left, right) if op.is_comparison() => self.compare(*op, left, right),
            Code::In(inner, items) => {
                let value = self.eval(inner)?;
                for item in items {
                    if value.compare(&self.eval(item)?).is_some_and(|order| order.is_eq()) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            other => match self.eval(other)? {
                Val::Bool(value) => Ok(value),
                _ => Err(Unknown::NotANumber),
            },
        }
    }

    fn compare(&self, op: Op, left: &Code, right: &Code) -> Result<bool, Unknown> {
        let order = self.eval(left)?.compare(&self.eval(right)?);
        let order = order.ok_or(Unknown::NotANumber)?;
        Ok(match op {
            Op::Eq => order.is_eq(),
            Op::Ne => order.is_ne(),
            Op::Lt => order.is_lt(),
            Op::Le => order.is_le(),
            Op::Gt => order.is_gt(),
            _ => order.is_ge(),
        })
    }

    /// Evaluate an expression that is a text; one that stands in the report is not copied.
    pub fn text<'a>(&'a self, code: &'a Code) -> Result<Cow<'a, str>, Unknown> {
        match code {
            Code::Cell(path) => self.text_in(self.cell_at(path)?).map(Cow::Borrowed),
            Code::Text(text) => Ok(Cow::Borrowed(text)),
            Code::Capture(at) => Ok(Cow::Borrowed(self.capture(*at))),
            other => match self.eval(other)? {
                Val::Text(text) => Ok(Cow::Owned(text)),
                Val::Words(words) => Ok(Cow::Owned(words.zh)),
                _ => Err(Unknown::NotANumber),
            },
        }
    }

    /// The cells that the paths among `args` lead to.
    pub fn cells(&self, args: &[Code]) -> Result<Vec<CellId>, Unknown> {
        let mut cells = Vec::new();
        for arg in args {
            match arg {
                Code::Cell(path) => cells.push(self.cell_at(path)?),
                Code::Cells(path) => cells.extend(self.cells_at(path)?),
                _ => {}
            }
        }
        Ok(cells)
    }
}

/// Kleene's `and` (where `decisive` is false) and `or` (where it is true): one side with the decisive value is enough, even
/// where the other has no value. The right side is looked at only where the left one does not decide.
fn decided_by(
    decisive: bool,
    left: Result<bool, Unknown>,
    right: impl FnOnce() -> Result<bool, Unknown>,
) -> Result<bool, Unknown> {
    match left {
        Ok(value) if value == decisive => Ok(decisive),
        Ok(_) => right(),
        Err(_) if right() == Ok(decisive) => Ok(decisive),
        Err(why) => Err(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truth_table_of_three_values() {
        const UNKNOWN: Result<bool, Unknown> = Err(Unknown::NoPrevious);
        const OTHER: Result<bool, Unknown> = Err(Unknown::NoMembers);
        let and = |left, right| decided_by(false, left, || right);
        let or = |left, right| decided_by(true, left, || right);
        for (left, right, both, either) in [
            (Ok(true), Ok(true), Ok(true), Ok(true)),
            (Ok(true), Ok(false), Ok(false), Ok(true)),
            (Ok(true), UNKNOWN, UNKNOWN, Ok(true)),
            (Ok(false), Ok(true), Ok(false), Ok(true)),
            (Ok(false), Ok(false), Ok(false), Ok(false)),
            (Ok(false), UNKNOWN, Ok(false), UNKNOWN),
            (UNKNOWN, Ok(true), UNKNOWN, Ok(true)),
            (UNKNOWN, Ok(false), Ok(false), UNKNOWN),
            // The first reason is the one that is said.
            (UNKNOWN, OTHER, UNKNOWN, UNKNOWN),
        ] {
            assert_eq!(and(left, right), both, "{left:?} and {right:?}");
            assert_eq!(or(left, right), either, "{left:?} or {right:?}");
        }
    }

    #[test]
    fn a_side_that_decides_is_enough() {
        let unseen = || panic!("looked at in vain");
        assert_eq!(decided_by(false, Ok(false), unseen), Ok(false));
        assert_eq!(decided_by(true, Ok(true), unseen), Ok(true));
    }
}

//! What the rule language asks of a report, answered from one that is laid onto its form.

use rust_decimal::Decimal;

use crate::{
    diagnostic::finding::Localized,
    document::model::Value,
    form::shape::Kind,
    rules::{
        evaluate::instance::{Binding, CellId},
        lang::{
            ir::{CellPath, Code, Facts, Hop, Start},
            value::{Outcome, Unknown, Val},
        },
    },
};

/// What an expression is evaluated on.
pub(crate) struct Context<'c, 'd> {
    pub binding: &'c Binding<'d>,
    /// The cell that the rule is about.
    pub cell: CellId,
    /// The column, in a rule by column.
    pub column: Option<usize>,
    /// The rule's named parts.
    pub lets: &'c [Code],
    /// The named groups of a match.
    pub captures: &'c [Option<&'c str>],
    /// The numbers of a claim.
    pub claimed: &'c [Option<Decimal>],
    /// Numbers that some cells are taken to have instead of their own.
    pub patched: &'c [(CellId, Decimal)],
}

impl<'c, 'd> Context<'c, 'd> {
    /// For expressions about the whole report.
    pub(crate) fn of_report(binding: &'c Binding<'d>) -> Self {
        Self {
            binding,
            cell: Binding::ROOT,
            column: None,
            lets: &[],
            captures: &[],
            claimed: &[],
            patched: &[],
        }
    }
}

impl Context<'_, '_> {
    /// The cell at the end of a path.
    pub(crate) fn cell_at(&self, path: &CellPath) -> Result<CellId, Unknown> {
        if path.start.is_previous() {
            return self.in_previous(path)?.first().copied().ok_or(Unknown::NothingThere);
        }
        let mut at = self.start(path);
        for hop in &path.steps {
            at = self.hop(at, *hop)?;
        }
        Ok(at)
    }

    fn start(&self, path: &CellPath) -> CellId {
        match path.start {
            Start::Own => self.cell,
            _ => Binding::ROOT,
        }
    }

    fn hop(&self, at: CellId, hop: Hop) -> Result<CellId, Unknown> {
        let step = match hop {
            Hop::Child(step) => step,
            Hop::Column => self.column.unwrap_or_default(),
            Hop::All => 0,
        };
        self.binding.children(at).nth(step).ok_or_else(|| {
            let cell = self.binding.cell(at);
            match cell.node.map(|node| &node.value) {
                None => Unknown::Missing(at),
                Some(Value::Null) => Unknown::Blank(at),
                Some(_) => Unknown::Mistyped(at),
            }
        })
    }

    /// All cells at the ends of a path with `*`.
    pub(crate) fn cells_at(&self, path: &CellPath) -> Result<Vec<CellId>, Unknown> {
        if path.start.is_previous() {
            return self.in_previous(path);
        }
        if path.start.is_members() {
            return Err(Unknown::NothingThere);
        }
        let mut open = vec![self.start(path)];
        for hop in &path.steps {
            let mut next = Vec::with_capacity(open.len());
            for at in open {
                match hop {
                    Hop::All if self.binding.cell(at).node.is_none() => return Err(Unknown::Missing(at)),
                    Hop::All => next.extend(self.binding.children(at)),
                    other => next.push(self.hop(at, *other)?),
                }
            }
            open = next;
        }
        Ok(open)
    }

    /// The value of a cell.
    pub(crate) fn value(&self, id: CellId) -> Outcome {
        if let Some((_, number)) = self.patched.iter().find(|(cell, _)| *cell == id) {
            return Ok(Val::Number(*number));
        }
        let cell = self.binding.cell(id);
        let Some(node) = cell.node else {
            return Err(Unknown::Missing(id));
        };
        let field = self.binding.shape(id);
        match (&node.value, field.kind) {
            (Value::Number(number), Kind::Decimal) => Ok(Val::Number(*number)),
            (Value::Number(number), Kind::Integer) if number.is_integer() => Ok(Val::Number(*number)),
            (Value::Text(text), Kind::Text) => Ok(Val::Text(text.text.to_string())),
            (Value::Text(text), Kind::Date) if !text.text.trim().is_empty() => {
                text.text.parse().map(Val::Date).map_err(|_| Unknown::Mistyped(id))
            }
            (Value::Bool(value), Kind::Bool) => Ok(Val::Bool(*value)),
            (Value::Null, Kind::Text) => Ok(Val::Text(String::new())),
            _ if !self.binding.is_blank(id) => Err(Unknown::Mistyped(id)),
            (_, Kind::Integer | Kind::Decimal) if !field.blank_is_unknown => Ok(Val::Number(Decimal::ZERO)),
            _ => Err(Unknown::Blank(id)),
        }
    }

    /// Evaluate a condition.
    pub(crate) fn holds(&self, code: &Code) -> Result<bool, Unknown> {
        (self as &dyn Facts).holds(code)
    }

    /// Evaluate an expression that is a number.
    pub(crate) fn number(&self, code: &Code) -> Result<Decimal, Unknown> {
        (self as &dyn Facts).number(code)
    }

    /// Evaluate any expression.
    pub(crate) fn eval(&self, code: &Code) -> Outcome {
        (self as &dyn Facts).eval(code)
    }
}

impl Facts for Context<'_, '_> {
    fn may_search(&self, steps: u64, bytes: usize) -> bool {
        self.binding.effort.spend(steps, bytes)
    }

    fn cell_at(&self, path: &CellPath) -> Result<CellId, Unknown> {
        self.cell_at(path)
    }

    fn cells_at(&self, path: &CellPath) -> Result<Vec<CellId>, Unknown> {
        self.cells_at(path)
    }

    fn value(&self, cell: CellId) -> Outcome {
        self.value(cell)
    }

    fn text_in(&self, cell: CellId) -> Result<&str, Unknown> {
        match self.binding.cell(cell).node.map(|node| &node.value) {
            None => Err(Unknown::Missing(cell)),
            Some(Value::Text(text)) => Ok(&text.text),
            Some(Value::Null) => Ok(""),
            Some(_) => Err(Unknown::Mistyped(cell)),
        }
    }

    fn is_there(&self, cell: CellId) -> bool {
        self.binding.cell(cell).node.is_some()
    }

    fn is_blank(&self, cell: CellId) -> bool {
        self.binding.is_blank(cell)
    }

    fn title(&self, cell: CellId) -> &Localized {
        &self.binding.shape(cell).title
    }

    fn nonzero(&self, cell: CellId) -> u32 {
        self.binding.nonzero(cell)
    }

    fn filled(&self, cell: CellId) -> u32 {
        self.binding.filled(cell)
    }

    fn differences(&self, a: CellId, b: CellId) -> u32 {
        self.binding.differences(a, b)
    }

    fn part(&self, at: usize) -> &Code {
        &self.lets[at]
    }

    fn capture(&self, at: usize) -> &str {
        self.captures.get(at).copied().flatten().unwrap_or_default()
    }

    fn claimed(&self, at: usize) -> Option<Decimal> {
        self.claimed.get(at).copied().flatten()
    }

    fn sum_of_members(&self, path: &CellPath) -> Result<Decimal, Unknown> {
        self.in_members(path)?.sum.ok_or(Unknown::TooLarge)
    }

    fn count_members(&self, path: &CellPath) -> Result<Decimal, Unknown> {
        self.count_members(path)
    }

    fn largest_members(&self, path: &CellPath) -> Result<Localized, Unknown> {
        self.largest_members(path)
    }

    fn are_members_complete(&self) -> Result<bool, Unknown> {
        Ok(self.binding.members().ok_or(Unknown::NoMembers)?.complete)
    }
}

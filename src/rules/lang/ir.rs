//! A rule's expressions after checking: names resolved to places in the form.

use rust_decimal::Decimal;

use crate::rules::lang::{ast::Op, builtins::Function, pattern::Pattern};

/// A checked expression. Evaluation is in `eval`.
#[derive(Clone, Debug)]
pub enum Code {
    Number(Decimal),
    Text(String),
    Bool(bool),
    /// The value of one cell.
    Cell(CellPath),
    /// The values of any number of cells; only as an argument of a function that takes many.
    Cells(CellPath),
    /// A named part of the rule.
    Let(usize),
    /// A named group of the rule's pattern.
    Capture(usize),
    /// A number of the claim at hand: its own, or one beside it.
    Claimed(usize),
    Neg(Box<Code>),
    Not(Box<Code>),
    Binary(Op, Box<Code>, Box<Code>),
    In(Box<Code>, Vec<Code>),
    Call(&'static Function, Vec<Code>),
    /// A regular expression; only as an argument of a function.
    Pattern(Box<Pattern>),
}

/// A way from a cell to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellPath {
    pub start: Start,
    pub steps: Vec<Hop>,
}

/// Where a [`CellPath`] starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The cell that the rule is about.
    Own,
    /// The top of the report.
    Report,
    /// The top of last year's report.
    Previous,
    /// The field of last year's report that is the one the rule is about.
    PreviousOwn,
    /// The tops of the reports that this one sums up.
    Members,
    /// In each of them, the field that is the one the rule is about.
    MembersOwn,
}

impl Start {
    /// Whether it leads into last year's report.
    pub const fn is_previous(self) -> bool {
        matches!(self, Self::Previous | Self::PreviousOwn)
    }

    /// Whether it leads into the reports that this one sums up.
    pub const fn is_members(self) -> bool {
        matches!(self, Self::Members | Self::MembersOwn)
    }
}

/// A step of a [`CellPath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hop {
    /// The field at this place among its siblings.
    Child(usize),
    /// The column that the rule is being checked for.
    Column,
    /// All fields, or all elements.
    All,
}

impl Code {
    /// The arguments, if it is a call of the function of this name.
    pub fn call_of(&self, name: &str) -> Option<&[Code]> {
        match self {
            Self::Call(function, args) if function.name == name => Some(args),
            _ => None,
        }
    }

    /// The expression and everything inside it, each once.
    pub fn walk<'c>(&'c self, visit: &mut impl FnMut(&'c Code)) {
        visit(self);
        self.parts(&mut |part| part.walk(visit));
    }

    /// The expressions directly inside it, in order.
    pub fn parts<'c>(&'c self, visit: &mut impl FnMut(&'c Code)) {
        match self {
            Self::Neg(inner) | Self::Not(inner) => visit(inner),
            Self::Binary(_, left, right) => {
                visit(left);
                visit(right);
            }
            Self::In(inner, items) => {
                visit(inner);
                items.iter().for_each(visit);
            }
            Self::Call(_, args) => args.iter().for_each(visit),
            _ => {}
        }
    }
}

//! A rule's expressions after checking: names resolved to places in the form.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::diagnostic::finding::Localized;
use crate::rules::lang::{parser::Op, pattern::Pattern};

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
    Call(Function, Vec<Code>),
    Matches(Box<Code>, Box<Pattern>),
    Contains(Box<Code>, Vec<Code>),
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

/// A function of the language, other than those with a variant of their own in [`Code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Sum,
    Count,
    Min,
    Max,
    Abs,
    If,
    Blank,
    Present,
    IsInteger,
    Decimals,
    Date,
    Year,
    Month,
    Day,
    Chars,
    Int,
    Text,
    Title,
    Number,
    Unit,
    Similarity,
    Differences,
    Nonzero,
    Largest,
    Complete,
}

impl Function {
    /// All names, with the least and the greatest number of arguments.
    pub const ALL: [(&'static str, Function, usize, usize); 25] = [
        ("sum", Self::Sum, 1, 64),
        ("count", Self::Count, 1, 64),
        ("min", Self::Min, 1, 64),
        ("max", Self::Max, 1, 64),
        ("abs", Self::Abs, 1, 1),
        ("if", Self::If, 3, 3),
        ("blank", Self::Blank, 1, 1),
        ("present", Self::Present, 1, 1),
        ("is_integer", Self::IsInteger, 1, 1),
        ("decimals", Self::Decimals, 1, 1),
        ("date", Self::Date, 3, 3),
        ("year", Self::Year, 1, 1),
        ("month", Self::Month, 1, 1),
        ("day", Self::Day, 1, 1),
        ("chars", Self::Chars, 1, 1),
        ("int", Self::Int, 1, 1),
        ("text", Self::Text, 1, 1),
        ("title", Self::Title, 1, 1),
        ("number", Self::Number, 1, 1),
        ("unit", Self::Unit, 1, 1),
        ("similarity", Self::Similarity, 2, 2),
        ("differences", Self::Differences, 2, 2),
        ("nonzero", Self::Nonzero, 1, 1),
        ("largest", Self::Largest, 1, 1),
        ("complete", Self::Complete, 1, 1),
    ];
}

/// What an expression is worth.
#[derive(Clone, Debug, PartialEq)]
pub enum Val {
    Number(Decimal),
    Text(String),
    /// A text that the form has in several languages.
    Words(Localized),
    Date(Date),
    Bool(bool),
}

impl Code {
    /// The expression and everything inside it, each once.
    pub fn walk<'c>(&'c self, visit: &mut impl FnMut(&'c Code)) {
        visit(self);
        self.parts(&mut |part| part.walk(visit));
    }

    /// The expressions directly inside it, in order.
    pub fn parts<'c>(&'c self, visit: &mut impl FnMut(&'c Code)) {
        match self {
            Self::Neg(inner) | Self::Not(inner) | Self::Matches(inner, _) => visit(inner),
            Self::Binary(_, left, right) => {
                visit(left);
                visit(right);
            }
            Self::In(inner, items) | Self::Contains(inner, items) => {
                visit(inner);
                items.iter().for_each(visit);
            }
            Self::Call(_, args) => args.iter().for_each(visit),
            _ => {}
        }
    }
}

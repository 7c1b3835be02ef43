//! A rule's expressions after checking: names resolved to places in the form. Here stand together the expression, the functions that
//! it calls and what both ask of a report, since each of the three names the others.

use rust_decimal::Decimal;

use crate::{
    diagnostic::finding::Localized,
    rules::lang::{
        ast::Op,
        pattern::Pattern,
        value::{CellId, Outcome, Unknown},
    },
};

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

/// A function of the language.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// Its arguments: the name that stands for each in the documentation, and what it takes.
    pub takes: &'static [(&'static str, Takes)],
    /// Whether the last argument may be given again and again.
    pub repeats: bool,
    /// What it gives.
    pub gives: Gives,
    /// Its value for arguments that have been checked.
    pub eval: fn(&dyn Facts, &[Code]) -> Outcome,
    /// What it means, in Chinese.
    pub zh: &'static str,
    /// What it means, in English.
    pub en: &'static str,
    /// An expression and its value in the example report of the tests.
    pub example: (&'static str, &'static str),
}

/// What an argument of a function may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A number, or a row of numbers.
    Number,
    /// A number, a row of numbers, or a path to many of either.
    Numbers,
    /// The same, also of the reports that this one sums up.
    NumbersOfReports,
    /// A text.
    Text,
    /// A day.
    Date,
    /// True or false.
    Condition,
    /// Any value; all that are taken so are of one type.
    Value,
    /// The path of one field.
    Field,
    /// The path of one field or of many.
    Fields,
    /// The path of a field with numbers inside it; of a row of numbers, the one in the column at hand.
    Figures,
    /// A path into the reports that this one sums up.
    Members,
    /// A regular expression in quotes.
    Pattern,
}

/// What a function gives. A number or a condition is one by column where an argument is a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A number.
    Number,
    /// A text.
    Text,
    /// A day.
    Date,
    /// True or false.
    Condition,
    /// What its [`Takes::Value`] arguments are.
    Same,
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

/// A report at the place where a rule is checked against it, and the reports beside it.
pub trait Facts {
    /// The cell at the end of a path.
    fn cell_at(&self, path: &CellPath) -> Result<CellId, Unknown>;
    /// All cells at the ends of a path.
    fn cells_at(&self, path: &CellPath) -> Result<Vec<CellId>, Unknown>;
    /// The value of a cell.
    fn value(&self, cell: CellId) -> Outcome;
    /// The text in a cell, without a copy; nothing where it is blank.
    fn text_in(&self, cell: CellId) -> Result<&str, Unknown>;
    /// Whether the field is there.
    fn is_there(&self, cell: CellId) -> bool;
    /// Whether the field is there, but left blank.
    fn is_blank(&self, cell: CellId) -> bool;
    /// The official label of the cell's field.
    fn title(&self, cell: CellId) -> &Localized;
    /// How many numbers at or inside a cell are not 0.
    fn nonzero(&self, cell: CellId) -> u32;
    /// How many numbers at or inside a cell are filled in.
    fn filled(&self, cell: CellId) -> u32;
    /// How many numbers at or inside two cells differ.
    fn differences(&self, a: CellId, b: CellId) -> u32;

    /// Whether a text of so many bytes may still be searched with a pattern of so many steps.
    fn may_search(&self, steps: u64, bytes: usize) -> bool;

    /// A named part of the rule.
    fn part(&self, at: usize) -> &Code;
    /// A named group of the match at hand; nothing where it takes no part in it.
    fn capture(&self, at: usize) -> &str;
    /// A number of the claim at hand.
    fn claimed(&self, at: usize) -> Option<Decimal>;

    /// The sum of what the member reports say at a path.
    fn sum_of_members(&self, path: &CellPath) -> Result<Decimal, Unknown>;
    /// How many member reports have the field at a path; of a path without steps, how many there are.
    fn count_members(&self, path: &CellPath) -> Result<Decimal, Unknown>;
    /// The members with the largest numbers at a path, as a message names them.
    fn largest_members(&self, path: &CellPath) -> Result<Localized, Unknown>;
    /// Whether the members are declared to be all.
    fn are_members_complete(&self) -> Result<bool, Unknown>;
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

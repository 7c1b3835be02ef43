//! What is met on the way through a report: rows, groups, column labels, before they are checked against the form.

use crate::{form::shape::ShapeId, text::source::Span};

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Nothing.
    Blank,
    /// A number, or a mark that stands for none.
    Value,
    /// Other words.
    Words,
}

/// A cell behind a label.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// Its place.
    pub span: Span,
    /// What stands in it.
    pub content: Content,
}

/// A row's label and the cells that follow it, not yet checked against the columns of the form.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The table.
    pub table: usize,
    /// The row of it; for a table whose rows stand side by side the one named last, if one was.
    pub row: Option<usize>,
    /// The label.
    pub label: Span,
    /// The cells.
    pub cells: Vec<Found>,
    /// Whether the label may as well be that of a column.
    pub unsure: bool,
    /// Whether the row's end is known.
    pub closed: bool,
    /// Whether blank cells are told apart for certain.
    pub exact: bool,
    /// Whether all rows around it on the page have as many cells: then a blank one is a cell too.
    pub even: bool,
    /// Whether a group's label stands in the same row.
    pub led: bool,
    /// All the cells of the row, labels too.
    pub width: usize,
    /// The block of the label and that of the last cell.
    pub blocks: (usize, usize),
}

impl Candidate {
    /// Whether a number stands in one of its cells, or a mark for none.
    pub(crate) fn has_values(&self) -> bool {
        self.cells.iter().any(|cell| cell.content == Content::Value)
    }
}

/// The label of a group of rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GroupLabel {
    /// The group.
    pub field: ShapeId,
    /// Its place.
    pub label: Span,
}

/// A label of the form that was met.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MetLabel<'l> {
    /// The label without what is not compared.
    pub key: &'l str,
    /// Where it was met first.
    pub span: Span,
}

/// A row with a label that the form does not have.
#[derive(Clone, Debug)]
pub(crate) struct Stray {
    /// The table around it.
    pub table: usize,
    /// The label.
    pub label: Span,
    /// Its cells.
    pub cells: Vec<Found>,
    /// Its block.
    pub block: usize,
}

/// A column's label, met in the head of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head<'l> {
    /// The label without what is not compared.
    pub key: &'l str,
    /// The words it is among.
    pub span: Span,
    /// The line or row it stands in, if that is known.
    pub line: Option<usize>,
    /// The table of the form.
    pub table: usize,
    /// The table of the page and the column in it, if the file tells them.
    pub column: Option<(usize, usize)>,
}

/// All that was met.
#[derive(Debug, Default)]
pub(crate) struct Walked<'l> {
    /// Rows.
    pub candidates: Vec<Candidate>,
    /// Groups with numbers directly behind their label.
    pub group_values: Vec<GroupLabel>,
    /// Rows that the form does not have.
    pub strays: Vec<Stray>,
    /// Column labels.
    pub heads: Vec<Head<'l>>,
    /// The labels of groups, in the order met.
    pub groups: Vec<GroupLabel>,
    /// Every label met, once.
    pub labels: Vec<MetLabel<'l>>,
    /// The blocks that hold labels or numbers of a table.
    pub marked: Vec<bool>,
}

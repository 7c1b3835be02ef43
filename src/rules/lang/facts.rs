//! What the language asks of a report. How reports are laid out, those know who answer.

use rust_decimal::Decimal;

use crate::{
    diagnostic::finding::Localized,
    rules::lang::{
        ir::{CellPath, Code},
        value::{Outcome, Unknown},
    },
};

/// A field that stands in a report or is missing in it, by its number there.
pub type CellId = usize;

/// A report at the place where a rule is held against it, and the reports beside it.
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
    /// How many numbers at or inside two cells differ.
    fn differences(&self, a: CellId, b: CellId) -> u32;

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

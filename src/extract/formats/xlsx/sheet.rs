//! A sheet as it was read: its cells, and what of it tells which of them are seen.

use std::{collections::HashMap, rc::Rc};

use super::{
    formula::Formula,
    places::{Area, LAST_COLUMN, Place},
};
use crate::text::quote::shorten_line;

/// Columns narrower than this, in letters, show nothing.
const NARROWEST: f64 = 0.5;
/// Rows lower than this, in points, show nothing.
pub(super) const LOWEST: f64 = 3.0;

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value {
    /// A text by its number, `TRUE`, or an error.
    Text(usize),
    Number(f64),
    /// Nothing but a formula.
    Blank,
}

/// A cell with something in it.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub column: u32,
    pub style: usize,
    pub value: Value,
    /// Its formula by its number.
    pub formula: Option<usize>,
}

/// A row with cells.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub number: u32,
    pub is_hidden: bool,
    /// In points, where the file says it.
    pub height: Option<f64>,
    /// By their columns.
    pub cells: Vec<Cell>,
    /// The first and the last column with a border, of a cell or of a blank.
    pub bordered: Option<(u32, u32)>,
}

/// Columns side by side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    pub first: u32,
    pub last: u32,
    pub width: Option<f64>,
    pub is_hidden: bool,
}

/// What a conditional format may do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    /// A style of the workbook, by its number.
    Style(usize),
    /// What the rule says itself, which is not looked into.
    Unread,
    /// The value is not shown.
    Hides,
}

/// A sheet.
#[derive(Default)]
pub(super) struct Sheet {
    /// By their numbers.
    pub rows: Vec<Row>,
    /// The numbers of all rows that are hidden, without cells too.
    pub hidden_rows: Vec<u32>,
    pub columns: Vec<Columns>,
    /// How many columns before each one are hidden.
    hidden_columns: Vec<u32>,
    pub merges: Vec<Area>,
    pub formulas: Vec<Formula>,
    pub conditional: Vec<(Rc<[Area]>, Rule)>,
    /// What is said of all of it, with what stands there.
    pub notes: Vec<(&'static str, String)>,
    /// What is said of cells.
    pub cell_notes: HashMap<Place, Vec<(&'static str, String)>>,
    pub hides_noughts: bool,
    pub shows_formulas: bool,
    /// The first cell below and beside what can be scrolled away and never back.
    pub frozen_from: Option<Place>,
    pub usual_width: Option<f64>,
    /// What it refers to: drawings, old drawings, tables.
    pub drawings: Vec<String>,
    pub old_drawings: Vec<String>,
    pub tables: Vec<String>,
}

/// How many steps may be made in search of cells: areas may cover each other without end.
pub(super) struct Effort(usize);

impl Effort {
    pub(super) const fn new(steps: usize) -> Self {
        Self(steps)
    }

    /// Whether so many more steps may be made.
    pub(super) const fn spend(&mut self, steps: usize) -> bool {
        self.0 = self.0.saturating_sub(steps);
        self.0 > 0
    }
}

impl Columns {
    pub(super) fn are_hidden(&self) -> bool {
        self.is_hidden || self.width.is_some_and(|width| width < NARROWEST)
    }
}

impl Sheet {
    /// Whether a column is not shown.
    pub(super) fn is_column_hidden(&self, column: u32) -> bool {
        let hidden = |at: usize| self.hidden_columns.get(at).copied().unwrap_or(0);
        hidden(column as usize + 1) > hidden(column as usize)
    }

    fn columns_of(&self, column: u32) -> Option<&Columns> {
        let behind = self.columns.partition_point(|columns| columns.first <= column);
        let found = self.columns.get(behind.checked_sub(1)?)?;
        (column <= found.last).then_some(found)
    }

    /// The width of a column in letters of the usual size.
    pub(super) fn width(&self, column: u32) -> f64 {
        /// Where the file does not say it.
        const USUAL: f64 = 8.43;
        let own = self.columns_of(column).and_then(|columns| columns.width);
        own.or(self.usual_width).unwrap_or(USUAL)
    }

    /// Count the columns that are hidden, once all are known; `None` where something is said twice of one.
    pub(super) fn settle_columns(&mut self) -> Option<()> {
        self.columns.sort_by_key(|columns| columns.first);
        if self.columns.windows(2).any(|pair| pair[1].first <= pair[0].last) {
            return None;
        }
        self.hidden_columns = Vec::with_capacity(LAST_COLUMN as usize + 2);
        self.hidden_columns.push(0);
        let mut hidden = 0;
        for column in 0..=LAST_COLUMN {
            hidden += u32::from(self.columns_of(column).is_some_and(Columns::are_hidden));
            self.hidden_columns.push(hidden);
        }
        Some(())
    }

    /// Whether anything of an area is shown: not all its rows are hidden, nor all its columns.
    pub(super) fn shows(&self, area: &Area) -> bool {
        let below = |row: u32| self.hidden_rows.partition_point(|hidden| *hidden < row);
        let hidden = below(area.last.row + 1) - below(area.first.row);
        let rows = (area.last.row - area.first.row + 1) as usize;
        hidden < rows && self.first_shown(area).is_some()
    }

    /// The first column of an area that is shown.
    pub(super) fn first_shown(&self, area: &Area) -> Option<u32> {
        let (first, last) = (area.first.column, area.last.column);
        let hidden_before = |column: u32| self.hidden_columns.get(column as usize).copied().unwrap_or(0);
        // All columns before the one that is sought are hidden.
        let all_hidden = |column: &u32| hidden_before(column + 1) - hidden_before(first) == column + 1 - first;
        let (mut from, mut to) = (first, last + 1);
        while from < to {
            let middle = from.midpoint(to);
            if all_hidden(&middle) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        (from <= last).then_some(from)
    }

    /// The rows with cells among these.
    pub(super) fn rows_in(&self, area: &Area) -> &[Row] {
        let from = self.rows.partition_point(|row| row.number < area.first.row);
        let to = self.rows.partition_point(|row| row.number <= area.last.row);
        self.rows.get(from..to).unwrap_or_default()
    }

    /// The first cell of an area that `is_wanted`; `Err` where the search would take too long.
    pub(super) fn find<'s>(
        &'s self,
        area: &Area,
        effort: &mut Effort,
        is_wanted: impl Fn(Place, &'s Cell) -> bool,
    ) -> Result<Option<(Place, &'s Cell)>, ()> {
        for row in self.rows_in(area) {
            let cells = row.cells_in(area);
            if !effort.spend(1 + cells.len()) {
                return Err(());
            }
            let place = |cell: &Cell| Place {
                row: row.number,
                column: cell.column,
            };
            if let Some(cell) = cells.iter().find(|cell| is_wanted(place(cell), cell)) {
                return Ok(Some((place(cell), cell)));
            }
        }
        Ok(None)
    }

    /// The row of this number and the cell at a place.
    pub(super) fn cell(&self, place: Place) -> Option<(&Row, &Cell)> {
        let row = self.rows.binary_search_by_key(&place.row, |row| row.number).ok()?;
        let row = &self.rows[row];
        let cell = row.cells.binary_search_by_key(&place.column, |cell| cell.column).ok()?;
        Some((row, &row.cells[cell]))
    }

    /// Something is said of a cell.
    pub(super) fn note(&mut self, place: Place, cause: &'static str, value: &str) {
        let notes = self.cell_notes.entry(place).or_default();
        if notes.iter().all(|(said, _)| *said != cause) {
            notes.push((cause, shorten_line(value)));
        }
    }

    /// Something is said of the whole sheet, once.
    pub(super) fn note_all(&mut self, cause: &'static str, value: &str) {
        if self.notes.iter().all(|(said, _)| *said != cause) {
            self.notes.push((cause, shorten_line(value)));
        }
    }
}

impl Row {
    /// Its cells in the columns of an area.
    pub(super) fn cells_in(&self, area: &Area) -> &[Cell] {
        let from = self.cells.partition_point(|cell| cell.column < area.first.column);
        let to = self.cells.partition_point(|cell| cell.column <= area.last.column);
        self.cells.get(from..to).unwrap_or_default()
    }
}

//! The cells of a sheet as lines and tables. A row that is one cell is a line: a title, a heading, a paragraph. Rows of several cells below
//! each other are a table.

use std::collections::HashMap;

use super::{
    places::{Area, Place},
    sheet::{Cell, Row, Sheet},
    writer::Writer,
};
use crate::{
    diagnostic::defect::Defect,
    extract::{
        formats::package::{too_many, xml::damaged},
        layout::Reach,
    },
};

/// No table of a report has as many columns with something in them.
const MAX_COLUMNS: usize = 256;

/// What stands at a place of a row.
#[derive(Clone, Copy)]
enum What<'s> {
    Cell(&'s Cell, Area),
    /// Nothing, over several columns.
    Blank,
    /// A cell from above; whether something stands in it.
    Covered(bool),
}

/// A place of a row, in columns with something in them.
#[derive(Clone, Copy)]
struct Slot<'s> {
    start: usize,
    span: usize,
    what: What<'s>,
}

/// A row, and what it has of the columns.
struct Planned<'s> {
    row: &'s Row,
    slots: Vec<Slot<'s>>,
}

/// Takes the rows of a sheet in their order.
struct Grid<'s, 'w, 'a> {
    writer: &'w mut Writer<'a>,
    /// The columns that are shown and have something in them.
    columns: Vec<u32>,
    /// The merged areas that have not begun, the next one last.
    merges: Vec<Area>,
    /// Those that have begun and not ended, and whether something stands in them.
    active: Vec<(Area, bool)>,
    /// The rows of the table that has begun.
    table: Vec<Planned<'s>>,
}

/// Write a sheet.
///
/// # Errors
/// Cells are merged in two ways, or a limit is exceeded.
pub(super) fn write(sheet: &Sheet, writer: &mut Writer<'_>) -> Result<(), Box<Defect>> {
    for (cause, value) in &sheet.notes {
        writer.flow.unlike(cause, value, Reach::Anywhere);
    }
    let columns = columns(sheet, writer)?;
    let is_in_use = |area: &Area| {
        let first = columns.partition_point(|column| *column < area.first.column);
        columns.get(first).is_some_and(|column| *column <= area.last.column) && area.first != area.last
    };
    let mut merges: Vec<Area> = sheet.merges.iter().filter(|area| is_in_use(area)).copied().collect();
    merges.sort_unstable_by_key(|area| std::cmp::Reverse((area.first, area.last)));
    let mut grid = Grid {
        writer,
        columns,
        merges,
        active: Vec::new(),
        table: Vec::new(),
    };
    for row in &sheet.rows {
        grid.merge(sheet, row.number)?;
        if !row.is_hidden {
            grid.row(sheet, row);
        }
        if grid.writer.flow.is_full() {
            return Ok(());
        }
    }
    grid.end_table();
    Ok(())
}

/// The columns that are shown and have something in them.
fn columns(sheet: &Sheet, writer: &Writer<'_>) -> Result<Vec<u32>, Box<Defect>> {
    let mut found = vec![false; super::places::LAST_COLUMN as usize + 1];
    let merged: HashMap<Place, &Area> = sheet.merges.iter().map(|area| (area.first, area)).collect();
    for row in sheet.rows.iter().filter(|row| !row.is_hidden) {
        for cell in &row.cells {
            let mut column = cell.column;
            if sheet.is_column_hidden(column) {
                // A cell that reaches out of a hidden column stands in what is shown of it.
                let place = Place {
                    row: row.number,
                    column,
                };
                let shown = merged.get(&place).and_then(|area| sheet.first_shown(area));
                let Some(shown) = shown else { continue };
                column = shown;
            }
            let is_known = found[column as usize];
            found[column as usize] = is_known || !writer.is_blank(cell);
        }
    }
    let shown = (1..=super::places::LAST_COLUMN).filter(|column| found[*column as usize]);
    let columns: Vec<u32> = shown.collect();
    match columns.len() > MAX_COLUMNS {
        true => Err(too_many(MAX_COLUMNS)),
        false => Ok(columns),
    }
}

impl<'s> Grid<'s, '_, '_> {
    /// Take the merged areas that reach into a row.
    fn merge(&mut self, sheet: &Sheet, row: u32) -> Result<(), Box<Defect>> {
        self.active.retain(|(area, _)| area.last.row >= row);
        while let Some(area) = self.merges.pop_if(|area| area.first.row <= row) {
            if area.last.row < row {
                continue;
            }
            let at = self
                .active
                .partition_point(|(other, _)| other.first.column < area.first.column);
            let meets = |at: usize| {
                let other = self.active.get(at);
                other.is_some_and(|(other, _)| {
                    other.first.column <= area.last.column && area.first.column <= other.last.column
                })
            };
            if meets(at) || at > 0 && meets(at - 1) {
                return Err(damaged("ambiguous"));
            }
            let first = sheet.cell(area.first).filter(|(_, cell)| !self.writer.is_blank(cell));
            let first = first.filter(|_| sheet.shows(&area));
            if first.is_some_and(|(row, _)| row.is_hidden) {
                // Its text stands in what is shown of it.
                self.writer.flow.unlike("displaced", "mergeCell", Reach::Anywhere);
            }
            self.active.insert(at, (area, first.is_some()));
        }
        Ok(())
    }

    /// The columns of an area among those with something in them.
    fn slot(&self, area: &Area, what: What<'s>) -> Option<Slot<'s>> {
        let start = self.columns.partition_point(|column| *column < area.first.column);
        let end = self.columns.partition_point(|column| *column <= area.last.column);
        (end > start).then_some(Slot {
            start,
            span: end - start,
            what,
        })
    }

    fn slots(&mut self, sheet: &'s Sheet, row: &'s Row) -> Vec<Slot<'s>> {
        let mut slots = Vec::new();
        for (area, has_content) in &self.active {
            let what = match area.first.row == row.number {
                true if *has_content => continue,
                true => What::Blank,
                false => What::Covered(*has_content),
            };
            slots.extend(self.slot(area, what));
        }
        for cell in &row.cells {
            if self.writer.is_blank(cell) {
                continue;
            }
            let place = Place {
                row: row.number,
                column: cell.column,
            };
            let merged = self.active.iter().find(|(area, _)| area.has(place));
            let area = merged.map_or(
                Area {
                    first: place,
                    last: place,
                },
                |(area, _)| *area,
            );
            let is_hidden = sheet.is_column_hidden(cell.column);
            match area.first == place {
                true if is_hidden && !sheet.shows(&area) => {}
                false if is_hidden => {}
                true => slots.extend(self.slot(&area, What::Cell(cell, area))),
                false => self.writer.note("covered", "mergeCell"),
            }
        }
        slots.sort_by_key(|slot| slot.start);
        slots
    }

    fn row(&mut self, sheet: &'s Sheet, row: &'s Row) {
        let slots = self.slots(sheet, row);
        let mut cells = slots.iter().filter_map(|slot| match slot.what {
            What::Cell(cell, area) => Some((cell, area)),
            _ => None,
        });
        let (first, second) = (cells.next(), cells.next());
        let goes_on = slots.iter().any(|slot| matches!(slot.what, What::Covered(true)));
        match (first, second) {
            (None, _) => {
                // One blank row of a table may be the row of its numbers.
                let is_blank =
                    |planned: &Planned<'_>| planned.slots.iter().all(|slot| !matches!(slot.what, What::Cell(..)));
                let is_of_table = self.table.last().is_some_and(|last| !is_blank(last));
                match (goes_on || row.bordered.is_some(), is_of_table) {
                    (true, true) => self.table.push(Planned { row, slots }),
                    (true, false) => {}
                    (false, _) => self.end_table(),
                }
            }
            (Some((cell, area)), None) if !goes_on && self.is_line(row, cell, &area) => {
                self.end_table();
                self.writer.cell(row, cell, &area);
            }
            _ => self.table.push(Planned { row, slots }),
        }
    }

    /// Whether the one cell of a row is all there is of it.
    fn is_line(&self, row: &Row, cell: &Cell, area: &Area) -> bool {
        let is_around = |(first, last)| area.first.column <= first && last <= area.last.column;
        !self.writer.has_border(cell) || row.bordered.is_none_or(is_around)
    }

    fn end_table(&mut self) {
        let rows = std::mem::take(&mut self.table);
        let slots = rows.iter().flat_map(|planned| &planned.slots);
        let told = slots.filter(|slot| matches!(slot.what, What::Cell(..) | What::Covered(true)));
        let (first, end) = told.fold((usize::MAX, 0), |(first, end), slot| {
            (first.min(slot.start), end.max(slot.start + slot.span))
        });
        if end == 0 {
            return;
        }
        self.writer.flow.open_table();
        for planned in rows {
            if self.writer.flow.is_full() {
                break;
            }
            self.writer.flow.open_row();
            self.cells(&planned, first, end);
        }
        self.writer.flow.close_table();
    }

    fn cells(&mut self, planned: &Planned<'_>, first: usize, end: usize) {
        let mut at = first;
        for slot in &planned.slots {
            let start = slot.start.clamp(at, end);
            let span = (slot.start + slot.span).min(end).saturating_sub(start);
            if span == 0 {
                continue;
            }
            self.blanks(start - at);
            at = start + span;
            match slot.what {
                What::Covered(_) => self.writer.flow.skip_columns(span),
                What::Blank => {
                    self.writer.flow.open_cell(span, 1);
                    self.writer.flow.close_cell();
                }
                What::Cell(cell, area) => {
                    self.writer.flow.open_cell(span, 1);
                    self.writer.cell(planned.row, cell, &area);
                    self.writer.flow.close_cell();
                }
            }
        }
        self.blanks(end - at);
    }

    fn blanks(&mut self, columns: usize) {
        for _ in 0..columns {
            self.writer.flow.open_cell(1, 1);
            self.writer.flow.close_cell();
        }
    }
}

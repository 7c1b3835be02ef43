//! A page as it reads: lines of text and tables, from the top.

use super::{
    geometry::Rect,
    marks::{Glyph, Line, Marks},
    ruled::{self, Ruled},
    text_lines::{Note, TextLine, joined, lines},
};

/// A table with what stands in its cells.
pub(super) struct Table {
    /// Where columns begin, and the last one ends.
    pub columns: Vec<f64>,
    pub place: Rect,
    /// Its cells, row by row.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
    pub text: String,
    pub notes: Vec<Note>,
}

/// What stands on a page.
pub(super) enum Item {
    Line(TextLine),
    Table(Table),
}

impl Item {
    /// Its place; none if nobody sees it.
    pub(super) const fn place(&self) -> Option<Rect> {
        match self {
            Self::Line(line) => line.place,
            Self::Table(table) => Some(table.place),
        }
    }
}

/// What stands on a page, from the top.
pub(super) fn items(marks: &Marks) -> Vec<Item> {
    let (tables, drawn) = ruled::tables(&marks.lines);
    let mut level: Vec<Line> = marks.lines.iter().filter(|line| line.is_level).copied().collect();
    level.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut glyphs: Vec<Vec<&Glyph>> = vec![Vec::new(); tables.len() + 1];
    for glyph in &marks.glyphs {
        let center = glyph.place.center();
        let table = tables.iter().position(|table| table.place.has(center));
        glyphs[table.unwrap_or(tables.len())].push(glyph);
    }
    let text = glyphs.pop().unwrap_or_default();
    let mut items: Vec<Item> = lines(text, &level).into_iter().map(Item::Line).collect();
    for (table, glyphs) in tables.iter().zip(glyphs) {
        items.push(Item::Table(filled(table, glyphs, &level, &drawn, marks)));
    }
    overlaid(&mut items, marks);
    let top = |item: &Item| item.place().map_or(f64::INFINITY, |place| place.top);
    items.sort_by(|a, b| top(b).total_cmp(&top(a)));
    items
}

/// A table with its glyphs.
fn filled(ruled: &Ruled, glyphs: Vec<&Glyph>, level: &[Line], drawn: &[Line], marks: &Marks) -> Table {
    let mut within: Vec<Vec<&Glyph>> = vec![Vec::new(); ruled.cells.len()];
    let mut outside = Vec::new();
    let grid = Squares::of(ruled);
    for glyph in glyphs {
        match grid.cell(glyph.place.center()) {
            Some(cell) => within[cell].push(glyph),
            None => outside.push(glyph),
        }
    }
    let mut table = Table {
        columns: ruled.columns.clone(),
        place: ruled.place,
        cells: Vec::new(),
    };
    for (cell, glyphs) in ruled.cells.iter().zip(within) {
        let across: Vec<String> = glyphs
            .iter()
            .filter(|glyph| !glyph.is_unseen && is_across(glyph, &cell.place))
            .map(|glyph| glyph.text.clone())
            .collect();
        let lines = lines(glyphs, level);
        let mut notes: Vec<Note> = lines.iter().flat_map(|line| line.notes.clone()).collect();
        if !across.is_empty() {
            notes.push(("displaced", across.concat()));
        }
        table.cells.push(Cell {
            row: cell.row,
            column: cell.column,
            rows: cell.rows,
            columns: cell.columns,
            text: joined(lines.iter().map(|line| line.text.as_str())),
            notes,
        });
    }
    // Pictures, curves and strokes in a cell may be digits.
    let strokes = drawn.iter().filter(|line| !line.is_level).map(|line| {
        let half = 0.2;
        Rect::of([line.at - half, line.from, line.at + half, line.to])
    });
    for shape in marks.shapes.iter().copied().chain(strokes) {
        let inner = Rect {
            left: ruled.place.left + 2.0,
            right: ruled.place.right - 2.0,
            bottom: ruled.place.bottom + 2.0,
            top: ruled.place.top - 2.0,
        };
        let shape = Rect {
            left: shape.left - 0.1,
            right: shape.right + 0.1,
            bottom: shape.bottom - 0.1,
            top: shape.top + 0.1,
        };
        if !shape.meets(&inner) {
            continue;
        }
        let at = grid.cell(shape.within(&inner).center()).unwrap_or(0);
        let Cell { notes, text, .. } = &mut table.cells[at];
        note(notes, "picture", text);
    }
    table
}

fn note(notes: &mut Vec<Note>, cause: &'static str, value: &str) {
    if !notes.iter().any(|(known, _)| *known == cause) {
        notes.push((cause, value.to_owned()));
    }
}

/// Whether a glyph reaches out of its cell: what stands half in the next one may be the beginning of another number.
fn is_across(glyph: &Glyph, cell: &Rect) -> bool {
    let beyond = (cell.left - glyph.place.left).max(glyph.place.right - cell.right);
    let touches = glyph.text.contains(|c: char| c.is_ascii_digit()) && beyond > -0.02 * glyph.size;
    touches || beyond > 0.25 * glyph.size
}

/// The squares between the lines of a table, each with its cell.
struct Squares<'t> {
    table: &'t Ruled,
    cells: Vec<usize>,
}

impl<'t> Squares<'t> {
    fn of(table: &'t Ruled) -> Self {
        let width = table.columns.len() - 1;
        let mut cells = vec![0; width * (table.rows.len() - 1)];
        for (at, cell) in table.cells.iter().enumerate() {
            for row in cell.row..cell.row + cell.rows {
                for column in cell.column..cell.column + cell.columns {
                    cells[row * width + column] = at;
                }
            }
        }
        Self { table, cells }
    }

    fn cell(&self, (x, y): (f64, f64)) -> Option<usize> {
        let width = self.table.columns.len() - 1;
        let column = self.table.columns.partition_point(|left| *left <= x).checked_sub(1)?;
        let row = self.table.rows.partition_point(|top| *top >= y).checked_sub(1)?;
        if column >= width {
            return None;
        }
        self.cells.get(row * width + column).copied()
    }
}

/// Note what is laid over text and tables when the file is opened.
fn overlaid(items: &mut [Item], marks: &Marks) {
    for (place, kind) in &marks.annotations {
        let met = items
            .iter_mut()
            .find(|item| item.place().is_some_and(|item| item.meets(place)));
        match met {
            Some(Item::Line(line)) => note(&mut line.notes, "annotation", kind),
            Some(Item::Table(table)) => {
                if let Some(cell) = table.cells.first_mut() {
                    note(&mut cell.notes, "annotation", kind);
                }
            }
            None => {}
        }
    }
}

//! Pages to one text: paragraphs of lines, tables that go on over pages, heads that are repeated left out.

use super::{
    geometry::Rect,
    page::{Cell, Item, Table},
    text_lines::{Note, TextLine, joined},
};
use crate::extract::{formats::layout_builder::Flow, layout::Reach};

/// How near columns of one table are on two pages, in points.
const SAME_COLUMN: f64 = 4.0;
/// Rows of a head that may be repeated.
const HEAD: usize = 6;

/// Between which places full lines of a page reach.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    pub left: f64,
    pub right: f64,
}

impl Measure {
    /// Of the lines on pages that are so wide: where most of them begin, and the furthest place where several of them end. Where a text is
    /// short, few lines of it are full: then the furthest that is within margins as wide as the left one.
    pub(super) fn of<'i>(items: impl Iterator<Item = &'i Item>, width: f64) -> Self {
        let places = items.filter_map(|item| match item {
            Item::Line(line) => line.place,
            Item::Table(_) => None,
        });
        let places: Vec<Rect> = places.collect();
        let mut ends: Vec<f64> = places.iter().map(|place| place.right).collect();
        let mut starts: Vec<f64> = places.iter().map(|place| place.left).collect();
        starts.sort_by(f64::total_cmp);
        ends.sort_by(|a, b| b.total_cmp(a));
        let several = |all: &[f64]| {
            let near = |from: f64| all.iter().filter(|other| (from - **other).abs() < 3.0).count();
            all.iter().take(200).copied().find(|place| near(*place) >= 3)
        };
        // Most lines of a short text are set in, being the first of their paragraphs.
        let common = several(&starts).or(starts.first().copied()).unwrap_or(0.0);
        let left = starts
            .iter()
            .copied()
            .find(|start| *start > common - 48.0)
            .unwrap_or(common);
        let furthest = ends.iter().copied().find(|end| *end <= width - left + 12.0);
        let right = match (several(&ends), furthest) {
            // Marks hang over the margin by one letter.
            (Some(several), Some(furthest)) if furthest - several > 18.0 => furthest,
            (several, furthest) => several.or(furthest).unwrap_or(width - left),
        };
        Self { left, right }
    }
}

/// A table that may go on on the next page.
struct Open {
    columns: Vec<f64>,
    /// Its first rows.
    head: Vec<Vec<Cell>>,
    /// The cells that reach its last row.
    last: Vec<Cell>,
}

/// Lays pages out, one after the other.
pub(super) struct Composer {
    flow: Flow,
    /// Lines that make up a paragraph so far.
    paragraph: Vec<TextLine>,
    table: Option<Open>,
    /// Whether nothing of the page was laid out yet.
    is_page_start: bool,
    measure: Measure,
}

impl Composer {
    pub(super) const fn new(flow: Flow) -> Self {
        Self {
            flow,
            paragraph: Vec::new(),
            table: None,
            is_page_start: true,
            measure: Measure { left: 0.0, right: 0.0 },
        }
    }

    /// Lay a page out.
    pub(super) fn page(&mut self, items: Vec<Item>, measure: Measure) {
        self.is_page_start = true;
        self.measure = measure;
        for item in items {
            match item {
                Item::Line(line) if line.text.is_empty() => self.note(&line.notes),
                Item::Line(line) => self.line(line),
                Item::Table(table) => self.table(table),
            }
        }
    }

    pub(super) fn finish(mut self) -> Flow {
        self.end_paragraph();
        self.end_table();
        self.flow
    }

    fn line(&mut self, line: TextLine) {
        self.end_table();
        let goes_on = self.paragraph.last().is_some_and(|last| self.goes_on(last, &line));
        if !goes_on {
            self.end_paragraph();
        }
        self.paragraph.push(line);
        self.is_page_start = false;
    }

    fn note(&mut self, notes: &[Note]) {
        let says = |value: &str| value.contains(|c: char| c.is_alphanumeric() || c == char::REPLACEMENT_CHARACTER);
        for (cause, value) in notes {
            // A picture in a blank cell has no words of its own.
            if says(value) || matches!(*cause, "picture" | "annotation") {
                self.flow.unlike(cause, value, Reach::Report);
            }
        }
    }

    /// Whether a line is the next one of a paragraph: the last one is full and this one begins where lines do; or both are in the middle, as
    /// the lines of a title are.
    fn goes_on(&self, last: &TextLine, line: &TextLine) -> bool {
        let (Some(above), Some(place)) = (last.place, line.place) else {
            return false;
        };
        let size = last.size;
        let Measure { left, right } = self.measure;
        if (size - line.size).abs() > 0.15 * size {
            return false;
        }
        let pitch = above.bottom - place.bottom;
        if !self.is_page_start && pitch > 2.4 * size {
            return false;
        }
        let first = self.paragraph.first().and_then(|first| first.place).unwrap_or(above);
        let is_home = if self.paragraph.len() > 1 {
            (place.left - above.left).abs() < 0.5 * size
        } else if first.left > left + size {
            place.left < first.left - 0.5 * size
        } else {
            (place.left - first.left).abs() < 0.5 * size
        };
        let is_full = above.right + line.first_piece.max(1.5 * size) > right;
        let is_middle = |place: &Rect| {
            let (before, behind) = (place.left - left, right - place.right);
            before > size && behind > size && (before - behind).abs() < size
        };
        is_full && is_home || !self.is_page_start && is_middle(&above) && is_middle(&place) && pitch < 2.0 * size
    }

    fn end_paragraph(&mut self) {
        let lines = std::mem::take(&mut self.paragraph);
        for line in &lines {
            self.note(&line.notes);
        }
        let text = joined(lines.iter().map(|line| line.text.as_str()));
        self.flow.text(&text);
        self.flow.end_line();
    }

    fn end_table(&mut self) {
        if self.table.take().is_some() {
            self.flow.close_table();
        }
    }

    fn table(&mut self, table: Table) {
        self.end_paragraph();
        let is_page_start = std::mem::replace(&mut self.is_page_start, false);
        let open = self.table.take().filter(|_| is_page_start);
        let continued = open.and_then(|open| Some((columns_of(&open, &table)?, open)));
        let (columns, open) = match continued {
            Some((columns, open)) => (columns, Some(open)),
            None => {
                // Another one may have ended without a line behind it.
                self.flow.close_table();
                self.flow.open_table();
                ((0..table.columns.len()).collect(), None)
            }
        };
        let mut rows = rows(table.cells, &columns);
        let skipped = open.as_ref().map_or(0, |open| repeated(&open.head, &rows));
        let last = rows.len();
        for (at, row) in rows.iter().enumerate().skip(skipped) {
            self.flow.open_row();
            for cell in row {
                let above = open.as_ref().filter(|_| at == skipped);
                match above.is_some_and(|open| goes_on_from(&open.last, cell)) {
                    true => self.flow.skip_cell(cell.columns, cell.rows),
                    false => self.cell(cell),
                }
            }
        }
        let reaches_last = |cell: &&Cell| cell.row + cell.rows == last;
        let reaching = rows.iter().flatten().filter(reaches_last).cloned().collect();
        rows.truncate(HEAD);
        self.table = Some(match open {
            Some(open) => Open { last: reaching, ..open },
            None => Open {
                columns: table.columns,
                head: rows,
                last: reaching,
            },
        });
    }

    fn cell(&mut self, cell: &Cell) {
        self.flow.open_cell(cell.columns, cell.rows);
        self.note(&cell.notes);
        self.flow.text(&cell.text);
        self.flow.close_cell();
    }
}

/// For each column of a table at the top of a page, which one of the table on the page before it is; none if it is another table.
fn columns_of(open: &Open, table: &Table) -> Option<Vec<usize>> {
    let is_same = |a: &f64, b: &f64| (a - b).abs() < SAME_COLUMN;
    let ends_agree =
        is_same(open.columns.first()?, table.columns.first()?) && is_same(open.columns.last()?, table.columns.last()?);
    let column = |at: &f64| open.columns.iter().position(|known| is_same(known, at));
    ends_agree.then(|| table.columns.iter().map(column).collect()).flatten()
}

/// Cells by rows, from the left, in columns that have other numbers.
fn rows(cells: Vec<Cell>, columns: &[usize]) -> Vec<Vec<Cell>> {
    let count = cells.iter().map(|cell| cell.row + cell.rows).max().unwrap_or(0);
    let mut rows: Vec<Vec<Cell>> = (0..count).map(|_| Vec::new()).collect();
    for mut cell in cells {
        let end = columns.get(cell.column + cell.columns).copied();
        let start = columns.get(cell.column).copied().unwrap_or(cell.column);
        cell.columns = end.map_or(cell.columns, |end| end - start);
        cell.column = start;
        if let Some(row) = rows.get_mut(cell.row) {
            row.push(cell);
        }
    }
    rows.iter_mut().for_each(|row| row.sort_by_key(|cell| cell.column));
    rows
}

/// How many rows at the beginning are the head of the table again.
fn repeated(head: &[Vec<Cell>], rows: &[Vec<Cell>]) -> usize {
    let is_same = |(head, row): &(&Vec<Cell>, &Vec<Cell>)| {
        let same = |(a, b): (&Cell, &Cell)| a.column == b.column && a.columns == b.columns && a.text == b.text;
        head.len() == row.len() && head.iter().zip(*row).all(same)
    };
    let repeated = head.iter().zip(rows).take_while(is_same).count();
    let has_words = rows[..repeated]
        .iter()
        .flatten()
        .any(|cell| cell.text.contains(char::is_alphabetic));
    // A table that is there twice is no head.
    if repeated < rows.len() && has_words {
        repeated
    } else {
        0
    }
}

/// Whether a cell only goes on with one on the page before: it is blank, and one of the two reaches over several rows.
fn goes_on_from(last: &[Cell], cell: &Cell) -> bool {
    let above = last
        .iter()
        .find(|above| above.column == cell.column && above.columns == cell.columns);
    cell.text.is_empty()
        && cell.notes.is_empty()
        && above.is_some_and(|above| above.rows > 1 || cell.rows > 1 && !above.text.is_empty())
}

//! The state of a table whose rows are being read: which cells are shown, and where.

use super::{
    colors::{Color, Palette},
    spaces::Space,
    xml::Tag,
};

/// No table is as wide.
const MAX_COLUMNS: usize = 256;
/// Farther than a page is long, in twentieths of a point.
const PAGE: i64 = 11_000;
/// Farther than a table is set in.
const INDENT: i64 = 5_000;
/// Rows lower and columns narrower than this, in the same units, show nothing.
const SMALLEST: i64 = 60;

/// What is said of a table, and how far it is read.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub style: Option<String>,
    pub ground: Option<Color>,
    /// What to say of the first text in it.
    pub notes: Vec<&'static str>,
    /// What was said of its rows already.
    pub said: Vec<&'static str>,
    /// It stands at a place on the page, not where its text does.
    pub floats: bool,
    /// Whether a row has begun.
    pub has_rows: bool,
    is_fixed: bool,
    column: usize,
    /// The cells of the row above that may go on in this row: the first column and the number of columns.
    above: Vec<(usize, usize)>,
    going_on: Vec<(usize, usize)>,
    pub row: Row,
    /// The cell that has begun.
    pub cell: Option<Cell>,
}

/// A row.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Whether a cell has begun.
    pub is_open: bool,
    /// It is not shown, and why.
    pub unseen: Option<&'static str>,
    /// Columns that it leaves out before its first cell.
    pub before: usize,
    /// What to say of the first text in it.
    pub notes: Vec<&'static str>,
    /// What was said of it already.
    pub said: Vec<&'static str>,
    /// The height that it has whatever stands in it.
    pub height: Option<i64>,
    /// The ground of its cells.
    pub ground: Option<Color>,
}

/// A cell.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// Whether something of its content has begun.
    pub is_open: bool,
    pub columns: usize,
    pub ground: Option<Color>,
    /// It is not shown, and why.
    pub unseen: Option<&'static str>,
    /// It was taken out.
    pub is_removed: bool,
    /// The height of the paragraphs that were read.
    pub height: i64,
    /// What to say of the first text in it.
    pub notes: Vec<&'static str>,
    merge: Option<Merge>,
    goes_on_aside: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Merge {
    Begins,
    GoesOn,
}

impl Table {
    /// Take over what an element of the table's properties says.
    pub(super) fn set(&mut self, tag: &Tag<'_>, palette: &Palette) {
        if tag.space != Space::Word {
            return;
        }
        let is_far = |names: &[&str]| {
            names
                .iter()
                .any(|name| tag.number(name).is_some_and(|far| far.abs() > PAGE))
        };
        match tag.name() {
            b"tblStyle" => self.style = tag.val().map(|style| style.into_owned()),
            b"shd" => self.ground = palette.shading(tag),
            b"bidiVisual" if tag.is_on() => self.notes.push("reversed"),
            b"tblpPr" if is_far(&["tblpX", "tblpY"]) => self.notes.push("displaced"),
            b"tblpPr" => self.floats = tag.word("vertAnchor").as_deref() != Some("text"),
            b"tblInd" if tag.number("w").is_some_and(|far| far.abs() > INDENT) => self.notes.push("displaced"),
            b"tblLayout" => self.is_fixed = tag.word("type").as_deref() == Some("fixed"),
            _ => {}
        }
    }

    /// A row begins.
    pub(super) fn begin_row(&mut self) {
        self.has_rows = true;
        self.row = Row::default();
        self.column = 0;
        self.above = std::mem::take(&mut self.going_on);
    }

    /// A cell begins.
    pub(super) fn begin_cell(&mut self) {
        if self.column == 0 {
            self.column = self.row.before;
        }
        self.cell = Some(Cell {
            columns: 1,
            ..Cell::default()
        });
    }

    /// Take over what an element of the cell's properties says.
    pub(super) fn set_cell(&mut self, tag: &Tag<'_>, palette: &Palette) {
        let is_fixed = self.is_fixed;
        let Some(cell) = self.cell.as_mut().filter(|_| tag.space == Space::Word) else {
            return;
        };
        let merge = match tag.val().as_deref() {
            Some("restart") => Merge::Begins,
            _ => Merge::GoesOn,
        };
        match tag.name() {
            b"gridSpan" => {
                let columns = tag.number("val").and_then(|columns| usize::try_from(columns).ok());
                cell.columns = columns.unwrap_or(1).clamp(1, MAX_COLUMNS);
            }
            b"vMerge" => cell.merge = Some(merge),
            b"hMerge" => cell.goes_on_aside = merge == Merge::GoesOn,
            b"shd" => cell.ground = palette.shading(tag),
            b"cellDel" => cell.is_removed = true,
            b"cellIns" | b"cellMerge" => cell.notes.push("revised"),
            b"tcW" => {
                let is_narrow = tag.number("w").is_some_and(|width| width > 0 && width < SMALLEST);
                if is_fixed && is_narrow && tag.word("type").is_none_or(|kind| kind == "dxa") {
                    cell.notes.push("displaced");
                }
            }
            _ => {}
        }
    }

    /// Whether the cell that has begun is one with a cell above or before it, which is shown in its stead. Moves on to the next column.
    pub(super) fn place_cell(&mut self) -> bool {
        let Some(cell) = &mut self.cell else { return false };
        let from = self.column;
        if cell.is_removed {
            return false;
        }
        self.column = self.column.saturating_add(cell.columns).min(MAX_COLUMNS);
        let is_below = |(column, _): &(usize, usize)| *column == from;
        let goes_on = cell.merge == Some(Merge::GoesOn) && self.above.iter().any(is_below);
        if cell.merge.is_some() && from < MAX_COLUMNS {
            self.going_on.push((from, cell.columns));
        }
        goes_on || cell.goes_on_aside
    }
}

impl Cell {
    /// Whether it goes on in the rows below, or may.
    pub(super) fn is_merged(&self) -> bool {
        self.merge.is_some()
    }
}

impl Row {
    /// Take over what an element of the row's properties says.
    pub(super) fn set(&mut self, tag: &Tag<'_>, palette: &Palette) {
        if tag.space != Space::Word {
            return;
        }
        match tag.name() {
            b"shd" => self.ground = palette.shading(tag),
            b"tblInd" if tag.number("w").is_some_and(|far| far.abs() > INDENT) => self.notes.push("displaced"),
            b"hidden" if tag.is_on() => self.unseen = Some("hidden"),
            b"del" => self.unseen = Some("revised"),
            b"ins" => self.notes.push("revised"),
            b"gridBefore" => {
                let columns = tag.number("val").and_then(|columns| usize::try_from(columns).ok());
                self.before = columns.unwrap_or(0).min(MAX_COLUMNS);
            }
            b"trHeight" if tag.word("hRule").as_deref() == Some("exact") => {
                self.height = tag.number("val");
                if self.height.is_some_and(|height| height < SMALLEST) {
                    self.unseen = Some("hidden");
                }
            }
            _ => {}
        }
    }
}

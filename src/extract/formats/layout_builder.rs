//! Paragraphs and tables as they come out of a document, laid out as text. A table that only arranges a page is taken apart.

use crate::extract::layout::{Block, Layout, LayoutCell, LayoutRow, Reach, Unlike, trimmed};
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::limits::Limits,
    text::{
        normalize::{is_gap, is_reordering},
        quote::shorten_line,
        source::Span,
    },
};

/// No table of a report is as wide.
const MAX_COLUMNS: usize = 256;
/// What stands between two cells of a row in the readable text.
const BETWEEN: &str = " | ";

/// A paragraph or a table.
enum FlowPiece {
    /// The text, and whether it is called a heading.
    Line(String, bool),
    Table(FlowTable),
    Unlike(Note),
}

/// Something at a place that is not known before all is laid out; see [`Unlike`].
struct Note {
    cause: &'static str,
    value: String,
    reach: Reach,
}

#[derive(Default)]
struct FlowTable {
    rows: Vec<Vec<FlowCell>>,
    /// For each column, how many more rows the cell above reaches down.
    down: Vec<usize>,
    column: usize,
    is_open: bool,
}

struct FlowCell {
    column: usize,
    pieces: Vec<FlowPiece>,
}

/// Takes paragraphs and tables in the order of the document. Calls need not match: what is left open ends where it must.
pub(crate) struct Flow {
    limits: Limits,
    pieces: Vec<FlowPiece>,
    /// The tables within each other that have not ended.
    open: Vec<FlowTable>,
    line: String,
    is_title: bool,
    cells: usize,
    /// The bytes of text that were taken.
    bytes: usize,
    /// The last place at which the file shows something else than is read: one element may have many.
    unlike: Option<(&'static str, String)>,
    /// Why no more is taken.
    refused: Option<Defect>,
}

impl Flow {
    /// Takes no more than `limits` grant.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            pieces: Vec::new(),
            open: Vec::new(),
            line: String::new(),
            is_title: false,
            cells: 0,
            unlike: None,
            bytes: 0,
            refused: None,
        }
    }

    /// Whether a limit was exceeded.
    pub(crate) const fn is_full(&self) -> bool {
        self.refused.is_some()
    }

    /// How many bytes of text are still taken; one more where none is, so that the limit is told.
    pub(crate) const fn left(&self) -> usize {
        self.limits.bytes.saturating_sub(self.bytes).saturating_add(1)
    }

    /// Text within a paragraph. What is read of a file is bounded as a file of text is: later steps take many times the memory of it.
    pub(crate) fn text(&mut self, text: &str) {
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes > self.limits.bytes {
            self.refuse(DefectKind::TooLarge, self.limits.bytes);
        }
        if self.refused.is_some() {
            return;
        }
        if text.contains(is_reordering) {
            self.unlike("reordered", text, Reach::Report);
            self.line.extend(text.chars().filter(|c| !is_reordering(*c)));
            return;
        }
        self.line.push_str(text);
    }

    /// Here the file shows something else than is read: `cause` says what, `value` is or names what stands there. It counts within the
    /// report, or where `reach` says.
    pub(crate) fn unlike(&mut self, cause: &'static str, value: &str, reach: Reach) {
        let value = shorten_line(value);
        if self
            .unlike
            .as_ref()
            .is_some_and(|last| last.0 == cause && last.1 == value)
        {
            return;
        }
        self.unlike = Some((cause, value.clone()));
        self.take(FlowPiece::Unlike(Note { cause, value, reach }));
    }

    /// White space of any length, which is as good as one space.
    pub(crate) fn space(&mut self) {
        if !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
    }

    /// The line is a heading.
    pub(crate) const fn title(&mut self) {
        self.is_title = true;
    }

    /// The end of a line or a paragraph.
    pub(crate) fn end_line(&mut self) {
        let is_title = std::mem::take(&mut self.is_title);
        let line = std::mem::take(&mut self.line);
        let line = line.trim_matches(is_gap);
        if !line.is_empty() {
            self.take(FlowPiece::Line(line.replace(['\n', '\r'], " "), is_title));
        }
    }

    /// Put a piece into the innermost cell that is open.
    fn take(&mut self, piece: FlowPiece) {
        if !self.count() {
            return;
        }
        let cells = self.open.iter_mut().rev();
        let mut cells = cells
            .filter(|table| table.is_open)
            .filter_map(|table| table.rows.last_mut()?.last_mut());
        match cells.next() {
            Some(cell) => cell.pieces.push(piece),
            None => self.pieces.push(piece),
        }
    }

    fn count(&mut self) -> bool {
        self.cells += 1;
        if self.cells > self.limits.nodes {
            self.refuse(DefectKind::TooManyCells, self.limits.nodes);
        }
        self.refused.is_none()
    }

    /// Take no more. The first limit that is exceeded is the one that is said.
    fn refuse(&mut self, kind: DefectKind, limit: usize) {
        let defect = || Defect::new(kind, Span::default()).with("limit", limit.to_string());
        self.refused.get_or_insert_with(defect);
    }

    /// A table begins.
    pub(crate) fn open_table(&mut self) {
        self.end_line();
        if self.open.len() >= self.limits.depth.min(Limits::MAX_DEPTH) {
            self.refuse(DefectKind::TooDeep, self.limits.depth);
            return;
        }
        self.open.push(FlowTable::default());
    }

    /// The innermost table ends.
    pub(crate) fn close_table(&mut self) {
        self.end_line();
        if let Some(table) = self.open.pop() {
            self.take(FlowPiece::Table(table));
        }
    }

    /// A row begins.
    pub(crate) fn open_row(&mut self) {
        self.end_line();
        if !self.count() {
            return;
        }
        if let Some(table) = self.open.last_mut() {
            table.is_open = false;
            table.column = 0;
            table.down.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            table.rows.push(Vec::new());
        }
    }

    /// A cell begins that covers so many columns and rows.
    pub(crate) fn open_cell(&mut self, columns: usize, rows: usize) {
        self.end_line();
        if !self.count() {
            return;
        }
        if self.open.last().is_some_and(|table| table.rows.is_empty()) {
            self.open_row();
        }
        let Some(table) = self.open.last_mut() else { return };
        while table.down.get(table.column).is_some_and(|rows| *rows > 0) {
            table.column += 1;
        }
        let column = table.column;
        table.cover(columns, rows);
        if let Some(row) = table.rows.last_mut() {
            row.push(FlowCell {
                column,
                pieces: Vec::new(),
            });
            table.is_open = true;
        }
    }

    /// So many columns are covered by cells from the rows above.
    pub(crate) fn skip_columns(&mut self, columns: usize) {
        if let Some(table) = self.open.last_mut() {
            table.cover(columns, 1);
            table.is_open = false;
        }
    }

    /// So many columns of so many rows are covered by a cell from the rows above.
    pub(crate) fn skip_cell(&mut self, columns: usize, rows: usize) {
        if let Some(table) = self.open.last_mut() {
            table.cover(columns, rows);
            table.is_open = false;
        }
    }

    /// The cell ends.
    pub(crate) fn close_cell(&mut self) {
        self.end_line();
        if let Some(table) = self.open.last_mut() {
            table.is_open = false;
        }
    }

    /// Rows end here that cells reach down to.
    pub(crate) fn end_rows(&mut self) {
        if let Some(table) = self.open.last_mut() {
            table.down.fill(0);
        }
    }

    /// The text and its blocks.
    pub(crate) fn finish(mut self) -> Result<Layout, Box<Defect>> {
        self.end_line();
        while !self.open.is_empty() {
            self.close_table();
        }
        if let Some(defect) = self.refused {
            return Err(defect.into());
        }
        let mut writer = LayoutWriter::default();
        writer.pieces(self.pieces);
        writer.place_notes();
        writer.layout.is_grid = true;
        Ok(writer.layout)
    }
}

impl FlowTable {
    fn cover(&mut self, columns: usize, rows: usize) {
        let end = (self.column + columns.clamp(1, MAX_COLUMNS)).min(MAX_COLUMNS);
        if self.down.len() < end {
            self.down.resize(end, 0);
        }
        if let Some(covered) = self.down.get_mut(self.column..end) {
            covered.fill(rows.max(1));
        }
        self.column = end;
    }

    /// Whether it only arranges the page: it holds tables, or one cell a row.
    fn is_frame(&self) -> bool {
        let holds_table = |cell: &FlowCell| cell.pieces.iter().any(|piece| matches!(piece, FlowPiece::Table(_)));
        self.rows.iter().flatten().any(holds_table) || self.rows.iter().all(|row| row.len() <= 1)
    }
}

#[derive(Default)]
struct LayoutWriter {
    layout: Layout,
    tables: usize,
}

impl Note {
    fn at(self, block: usize, span: Span) -> Unlike {
        Unlike {
            block,
            span,
            cause: self.cause,
            value: self.value,
            reach: self.reach,
        }
    }
}

impl LayoutWriter {
    /// Notes outside tables stand at the block behind them, or at the last.
    fn place_notes(&mut self) {
        let blocks = &self.layout.blocks;
        for note in self
            .layout
            .unlike
            .iter_mut()
            .filter(|note| note.span == Span::default())
        {
            note.span = blocks.get(note.block).or(blocks.last()).map_or(note.span, Block::span);
        }
    }

    // The depth is bounded by the limit on tables within each other.
    fn pieces(&mut self, pieces: Vec<FlowPiece>) {
        for piece in pieces {
            match piece {
                FlowPiece::Line(line, is_title) => {
                    if is_title {
                        self.layout.titles.insert(self.layout.blocks.len());
                    }
                    let start = self.layout.text.len();
                    self.layout.text.push_str(&line);
                    self.layout.text.push('\n');
                    let span = Span::new(start, start + line.len());
                    self.layout.blocks.push(Block::Line(span));
                }
                // Shown at the line that it stands in or before, which is not there yet.
                FlowPiece::Unlike(note) => {
                    let block = self.layout.blocks.len();
                    self.layout.unlike.push(note.at(block, Span::default()));
                }
                FlowPiece::Table(table) if table.is_frame() => {
                    let cells = table.rows.into_iter().flatten();
                    cells.for_each(|cell| self.pieces(cell.pieces));
                }
                FlowPiece::Table(table) => {
                    let number = self.tables;
                    self.tables += 1;
                    table.rows.into_iter().for_each(|row| self.row(number, row));
                }
            }
        }
    }

    fn row(&mut self, table: usize, row: Vec<FlowCell>) {
        if row.is_empty() {
            return;
        }
        let text = &mut self.layout.text;
        let block = self.layout.blocks.len();
        let mut cells = Vec::with_capacity(row.len());
        for (at, FlowCell { column, pieces }) in row.into_iter().enumerate() {
            if at > 0 {
                text.push_str(BETWEEN);
            }
            let start = text.len();
            let mut notes = Vec::new();
            for piece in pieces {
                match piece {
                    FlowPiece::Line(line, _) => {
                        if text.len() > start {
                            text.push(' ');
                        }
                        text.push_str(&line);
                    }
                    FlowPiece::Unlike(note) => notes.push(note),
                    // A table with another in it is a frame.
                    FlowPiece::Table(_) => {}
                }
            }
            if text.len() == start {
                text.push(' ');
            }
            let span = Span::new(start, text.len());
            let kept = trimmed(text, span);
            let span = if kept.is_empty() { span } else { kept };
            cells.push(LayoutCell {
                span,
                column: Some(column),
            });
            self.layout
                .unlike
                .extend(notes.into_iter().map(|note| note.at(block, span)));
        }
        text.push('\n');
        self.layout.blocks.push(Block::Row(LayoutRow {
            table,
            cells,
            closed: true,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_bounded_whatever_it_was_packed_in() {
        let limits = Limits {
            bytes: 1000,
            ..Limits::default()
        };
        let laid_out = |text: &str, times: usize| {
            let mut flow = Flow::new(&limits);
            for _ in 0..times {
                flow.text(text);
                flow.end_line();
            }
            flow.finish()
                .map(|layout| layout.text.len())
                .map_err(|defect| defect.kind)
        };
        assert_eq!(laid_out(&"a".repeat(10), 100), Ok(1100));
        assert_eq!(laid_out(&"a".repeat(10), 101), Err(DefectKind::TooLarge));
        assert_eq!(laid_out(&"a".repeat(1001), 1), Err(DefectKind::TooLarge));
    }
}

//! Through lines and cells in reading order: labels of the form, and the numbers that follow each of them.

use crate::extract::{
    layout::{Block, Layout, LayoutCell, LayoutRow},
    recognize::candidates::{Candidate, Content, Found, GroupLabel, Head, Stray, Walked},
};
use crate::{
    form::{labels::Target, printed::Printed},
    text::{normalize::Folded, source::Span},
};

/// A word of more characters is no mark in the place of a number.
const LONGEST_MARK: usize = 6;

pub(crate) enum Pending {
    Row(Candidate),
    Group { label: GroupLabel, has_values: bool },
}

/// The beginning of a label that goes on in the next cell or line.
pub(crate) struct Begun {
    pub folded: String,
    pub span: Span,
    /// What it stands for was reported already; a longer label would take its place.
    pub is_reported: bool,
}

/// Walks; see [`walk`].
pub(crate) struct Walker<'l, 't> {
    pub(crate) printed: &'l Printed,
    pub(crate) layout: &'t Layout,
    pub(crate) blank_words: &'l [String],
    pub(crate) out: Walked<'l>,
    pub(crate) known: std::collections::HashSet<&'l str>,
    pub(crate) table: Option<usize>,
    pub(crate) pending: Option<Pending>,
    pub(crate) begun: Option<Begun>,
    /// What remains of a label whose beginning was enough.
    pub(crate) owed: String,
    pub(crate) block: usize,
    pub(crate) page_table: Option<usize>,
    /// The tables of the page whose rows all have as many cells.
    pub(crate) even: std::collections::HashSet<usize>,
    pub(crate) exact: bool,
    pub(crate) column: usize,
    /// The line or row that is being read, where such are told.
    pub(crate) line: Option<usize>,
    pub(crate) in_row: bool,
    pub(crate) led: bool,
    /// The first words of the row that mean nothing.
    pub(crate) unknown: Option<(Span, Vec<Found>)>,
}

/// Go through a layout. `headings` tells for each block which part of the report it is the heading of.
pub(crate) fn walk<'l>(
    printed: &'l Printed,
    layout: &Layout,
    headings: &[Option<usize>],
    blank_words: &'l [String],
) -> Walked<'l> {
    let mut walker = Walker {
        printed,
        layout,
        blank_words,
        out: Walked::default(),
        known: std::collections::HashSet::new(),
        table: None,
        pending: None,
        begun: None,
        owed: String::new(),
        block: 0,
        page_table: None,
        even: even_tables(layout),
        exact: false,
        column: 0,
        line: None,
        in_row: false,
        led: false,
        unknown: None,
    };
    walker.out.marked = vec![false; layout.blocks.len()];
    for (at, block) in layout.blocks.iter().enumerate() {
        walker.block = at;
        walker.led = false;
        walker.unknown = None;
        if let Some(section) = headings[at] {
            walker.heading(section, block.span());
            continue;
        }
        match block {
            Block::Line(span) => {
                walker.line = Some(at);
                walker.line(*span);
            }
            Block::Row(row) => {
                walker.line = Some(at).filter(|_| row.closed);
                walker.page_table = Some(row.table);
                walker.in_row = true;
                if walker.is_head(row) {
                    walker.columns(row);
                    walker.page_table = None;
                    walker.in_row = false;
                    continue;
                }
                for (place, cell) in row.cells.iter().enumerate() {
                    walker.exact = cell.column.is_some() && row.closed && layout.is_grid;
                    walker.column = cell.column.unwrap_or(place);
                    walker.cell(cell.span, row.closed);
                }
                if row.closed {
                    walker.row_end(row.cells.len());
                }
                walker.page_table = None;
                walker.in_row = false;
                walker.exact = false;
            }
        }
    }
    walker.close();
    walker.out
}

/// The tables of several rows, all of them closed and with as many cells.
fn even_tables(layout: &Layout) -> std::collections::HashSet<usize> {
    let mut widths: std::collections::HashMap<usize, (usize, usize, bool)> = std::collections::HashMap::new();
    for block in &layout.blocks {
        if let Block::Row(row) = block {
            let (width, rows, is_even) = widths.entry(row.table).or_insert((row.cells.len(), 0, true));
            *rows += 1;
            *is_even &= row.closed && row.cells.len() == *width;
        }
    }
    let even = widths
        .into_iter()
        .filter(|(_, (_, rows, is_even))| *is_even && *rows > 1);
    even.map(|(table, _)| table).collect()
}

impl<'l> Walker<'l, '_> {
    fn slice(&self, span: Span) -> &str {
        &self.layout.text[span.start..span.end]
    }

    pub(crate) fn fold(&self, span: Span) -> String {
        Folded::of(&self.layout.words(span), 0, &self.printed.letters).text
    }

    fn heading(&mut self, section: usize, span: Span) {
        self.forget();
        self.close();
        self.table = self.printed.sections[section].table;
        if let Some(table) = self.table.filter(|table| self.printed.tables[*table].across) {
            self.open_row(table, None, span, true);
        }
    }

    /// Whether a row is the head of a table that has one row of the form, whose label stands above it.
    fn is_head(&self, row: &LayoutRow) -> bool {
        let is_above = |row: &Candidate| row.cells.is_empty() && !row.unsure && row.row.is_some();
        let has_label_above =
            matches!(&self.pending, Some(Pending::Row(above)) if above.blocks.0 != self.block && is_above(above));
        let is_word = |cell: &LayoutCell| {
            let text = self.slice(cell.span).trim_matches(crate::text::normalize::is_gap);
            !text.is_empty() && !self.is_value(text)
        };
        let is_across = |table: usize| self.printed.tables[table].across;
        has_label_above
            && row.closed
            && row.cells.len() > 2
            && row.cells.iter().all(is_word)
            && !self.table.is_some_and(is_across)
    }

    /// The labels of columns in such a head.
    fn columns(&mut self, row: &LayoutRow) {
        let Some(table) = self.table else { return };
        let labels = &self.printed.labels;
        for (place, cell) in row.cells.iter().enumerate() {
            let folded = self.fold(cell.span);
            if folded.len() > labels.longest() * 4 {
                continue;
            }
            let (hits, _) = labels.parse(&folded);
            let is_column = |target: &Target| matches!(target, Target::Column { table: of, .. } if *of == table);
            for hit in hits.iter().filter(|hit| hit.targets.iter().any(is_column)) {
                self.out.heads.push(Head {
                    key: hit.key,
                    span: cell.span,
                    line: self.line,
                    table,
                    column: Some((row.table, cell.column.unwrap_or(place))).filter(|_| self.layout.is_grid),
                });
                self.out.marked[self.block] = true;
            }
        }
    }

    /// Whether the words at the beginning of a row only repeat that it is one, below the label: `数量 | 3 | 0`.
    fn leads(&self, closed: bool) -> bool {
        let is_above = |row: &Candidate| row.cells.is_empty() && row.blocks.0 != self.block;
        closed && self.in_row && self.column == 0 && matches!(&self.pending, Some(Pending::Row(row)) if is_above(row))
    }

    /// Whether a word stands where a number would: a number, however written, or a mark for none.
    fn is_value(&self, word: &str) -> bool {
        if crate::text::decimal::is_plain(word) || self.blank_words.iter().any(|blank| blank == word) {
            return true;
        }
        if crate::text::numeral::noted(word).is_some() {
            return true;
        }
        word.chars().count() <= 40
            && !matches!(
                crate::text::numeral::reading(word).cause,
                "text" | "chinese-numeral" | "infinite"
            )
    }

    fn line(&mut self, span: Span) {
        let line = self.slice(span);
        let mut words: Vec<Span> = Vec::new();
        for word in line
            .split(crate::text::normalize::is_gap)
            .filter(|word| !word.is_empty())
        {
            let start = span.start + (word.as_ptr() as usize - line.as_ptr() as usize);
            words.push(Span::new(start, start + word.len()));
            if words.len() > 400 {
                break;
            }
        }
        let values = words
            .iter()
            .rev()
            .take_while(|word| self.is_value(self.slice(**word)))
            .count();
        let (label, values) = words.split_at(words.len() - values);
        let Some(first) = label.first() else {
            return self.bare_line(values);
        };
        let label = Span::new(first.start, label.last().map_or(first.end, |last| last.end));
        let is_known = self.words(label, !values.is_empty());
        if !is_known {
            self.forget();
            let is_stray = values.len() > 1 && self.table.is_some() && label.len() < 200;
            if is_stray && let Some(table) = self.table {
                let cells = values.iter().map(|span| Found {
                    span: *span,
                    content: Content::Value,
                });
                self.out.strays.push(Stray {
                    table,
                    label,
                    cells: cells.collect(),
                    block: self.block,
                });
            }
            self.unknown_words(label, false);
            return;
        }
        for value in values {
            self.value(*value, Content::Value);
        }
        if let (false, Some(Pending::Row(row))) = (values.is_empty(), &self.pending)
            && row.cells.len() >= self.cells_of(row)
        {
            self.close();
        }
    }

    /// A line of nothing but numbers.
    fn bare_line(&mut self, values: &[Span]) {
        if let Some(Pending::Row(row)) = &mut self.pending
            && values.len() > 1
            && values.len() == self.printed.cells_of(row.table, row.row)
        {
            // A page number may have got in before.
            row.cells.clear();
        }
        for value in values {
            self.value(*value, Content::Value);
        }
        if let Some(Pending::Row(row)) = &self.pending
            && values.len() > 1
            && row.cells.len() == self.cells_of(row)
        {
            self.close();
        }
    }

    fn cells_of(&self, row: &Candidate) -> usize {
        self.printed.cells_of(row.table, row.row)
    }

    fn cell(&mut self, span: Span, closed: bool) {
        let text = self.slice(span).trim_matches(crate::text::normalize::is_gap);
        if text.is_empty() || text == "&nbsp;" {
            return self.value(span, Content::Blank);
        }
        if self.is_value(text) {
            return self.value(span, Content::Value);
        }
        if !self.words(span, false) {
            self.forget();
            if self.leads(closed) {
                self.out.marked[self.block] = true;
                return;
            }
            self.unknown_words(span, closed);
        }
    }

    pub(crate) fn open_row(&mut self, table: usize, row: Option<usize>, label: Span, unsure: bool) {
        self.close();
        self.pending = Some(Pending::Row(Candidate {
            table,
            row,
            label,
            cells: Vec::new(),
            unsure,
            closed: self.in_row,
            exact: self.exact,
            even: self.page_table.is_some_and(|table| self.even.contains(&table)),
            led: self.led,
            width: 0,
            blocks: (self.block, self.block),
        }));
    }

    /// A cell with a number, a mark, or nothing.
    fn value(&mut self, span: Span, content: Content) {
        if content == Content::Value
            && let Some(begun) = self.begun.take()
            && !begun.is_reported
        {
            self.abbreviated(&begun);
        }
        match &mut self.pending {
            Some(Pending::Row(row)) => {
                row.cells.push(Found { span, content });
                row.blocks.1 = self.block;
                self.out.marked[self.block] |= content == Content::Value;
            }
            Some(Pending::Group { has_values, .. }) => *has_values |= content == Content::Value,
            None => {
                if let Some((_, cells)) = &mut self.unknown {
                    cells.push(Found { span, content });
                }
            }
        }
    }

    /// Words that are no label.
    fn unknown_words(&mut self, span: Span, closed: bool) {
        let short = self.slice(span).chars().count() <= LONGEST_MARK;
        let found = Found {
            span,
            content: Content::Words,
        };
        match &mut self.pending {
            Some(Pending::Row(row)) => {
                let full = row.cells.len() >= self.printed.cells_of(row.table, row.row);
                let is_across = self.printed.tables[row.table].across;
                if is_across && row.cells.is_empty() {
                    // The head of the table, in letters that stand one below the other or otherwise.
                } else if closed && self.block == row.blocks.1 || short && !full && !is_across {
                    row.cells.push(found);
                    row.blocks.1 = self.block;
                } else {
                    self.close();
                }
            }
            Some(Pending::Group { .. }) | None => {}
        }
        if self.in_row && self.pending.is_none() && self.unknown.is_none() {
            self.unknown = Some((span, Vec::new()));
        }
    }

    /// The row that has just been read ends here.
    fn row_end(&mut self, width: usize) {
        if let Some((label, cells)) = self.unknown.take() {
            let values = cells.iter().filter(|cell| cell.content == Content::Value).count();
            if let (Some(table), true) = (self.table, values > 0) {
                self.out.strays.push(Stray {
                    table,
                    label,
                    cells,
                    block: self.block,
                });
            }
        }
        let Some(Pending::Row(row)) = &mut self.pending else {
            return;
        };
        row.width = width;
        let is_blank = row.cells.iter().all(|cell| cell.content == Content::Blank);
        let expected = self.printed.cells_of(row.table, row.row);
        let is_across = self.printed.tables[row.table].across;
        // The head of a table may have blank cells, and as many of them as there are columns.
        let is_head = is_across && row.blocks.0 == self.block;
        if !is_blank || row.cells.len() >= expected && !is_head {
            row.closed = true;
            self.close();
        } else {
            row.cells.clear();
        }
    }

    pub(crate) fn close(&mut self) {
        match self.pending.take() {
            Some(Pending::Row(mut row)) => {
                if row.width == 0 {
                    row.width = row.cells.len();
                    row.closed = false;
                }
                let is_across = self.printed.tables[row.table].across;
                let is_blank = row.cells.iter().all(|cell| cell.content == Content::Blank);
                if !(is_across && is_blank && row.cells.len() < self.printed.cells_of(row.table, row.row)) {
                    self.out.candidates.push(row);
                }
            }
            Some(Pending::Group {
                label,
                has_values: true,
            }) => self.out.group_values.push(label),
            _ => {}
        }
    }
}

//! Through lines and cells in reading order: labels of the form, and the numbers that follow each of them.

use super::layout::{Block, Layout};
use crate::{
    read::{fold::Folded, number},
    schema::{Hit, Printed, Rest, ShapeId, Target},
    source::Span,
};

/// A word of more characters is no mark in the place of a number.
const LONGEST_MARK: usize = 6;
/// So many letters before a label may be the remains of one that is printed from top to bottom beside it.
const STRAY_LETTERS: usize = 4;
/// A label that the end of the line cuts off is known by so many letters.
const FEWEST_LETTERS: usize = 4;

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Blank,
    /// A number, or a mark that stands for none.
    Value,
    /// Other words.
    Words,
}

/// A cell behind a label.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Its place.
    pub span: Span,
    /// What stands in it.
    pub content: Content,
}

/// A row's label and the cells that follow it, not yet held against the columns of the form.
#[derive(Clone, Debug)]
pub struct Candidate {
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
    /// Whether a group's label stands in the same row.
    pub led: bool,
    /// All the cells of the row, labels too.
    pub width: usize,
    /// The block of the label and that of the last cell.
    pub blocks: (usize, usize),
}

/// The numbers that stand directly behind the label of a group.
#[derive(Clone, Debug)]
pub struct GroupValues {
    /// The group.
    pub field: ShapeId,
    /// Its label.
    pub label: Span,
}

/// A row with a label that the form does not have.
#[derive(Clone, Debug)]
pub struct Stray {
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
pub struct Head<'l> {
    /// The label without what is not compared.
    pub key: &'l str,
    /// The words it is among.
    pub span: Span,
    /// The table of the form.
    pub table: usize,
    /// The table of the page and the column in it, if the file tells them.
    pub column: Option<(usize, usize)>,
}

/// All that was met.
#[derive(Debug, Default)]
pub struct Walked<'l> {
    /// Rows.
    pub candidates: Vec<Candidate>,
    /// Groups with numbers of their own.
    pub group_values: Vec<GroupValues>,
    /// Rows that the form does not have.
    pub strays: Vec<Stray>,
    /// Column labels.
    pub heads: Vec<Head<'l>>,
    /// The labels of groups, in the order met.
    pub groups: Vec<(ShapeId, Span)>,
    /// Every label met, and where first.
    pub labels: Vec<(&'l str, Span)>,
    /// The blocks that hold labels or numbers of a table.
    pub marked: Vec<bool>,
}

enum Pending {
    Row(Candidate),
    Group(GroupValues, bool),
}

/// The beginning of a label that goes on in the next cell or line.
struct Begun {
    folded: String,
    span: Span,
    /// What it stands for was said already; a longer label would take its place.
    said: bool,
}

/// Walks; see [`walk`].
struct Walker<'l, 't> {
    printed: &'l Printed,
    text: &'t str,
    blank_words: &'l [String],
    out: Walked<'l>,
    known: std::collections::HashSet<&'l str>,
    table: Option<usize>,
    pending: Option<Pending>,
    begun: Option<Begun>,
    /// What remains of a label whose beginning was enough.
    owed: String,
    block: usize,
    page_table: Option<usize>,
    exact: bool,
    column: usize,
    in_row: bool,
    led: bool,
    /// The first words of the row that mean nothing.
    unknown: Option<(Span, Vec<Found>)>,
}

/// Go through a layout. `headings` tells for each block which part of the report it is the heading of.
pub fn walk<'l>(
    printed: &'l Printed,
    layout: &Layout,
    headings: &[Option<usize>],
    blank_words: &'l [String],
) -> Walked<'l> {
    let mut walker = Walker {
        printed,
        text: &layout.text,
        blank_words,
        out: Walked::default(),
        known: std::collections::HashSet::new(),
        table: None,
        pending: None,
        begun: None,
        owed: String::new(),
        block: 0,
        page_table: None,
        exact: false,
        column: 0,
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
            Block::Line(span) => walker.line(*span),
            Block::Row(row) => {
                walker.page_table = Some(row.table);
                walker.in_row = true;
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

impl<'l> Walker<'l, '_> {
    fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }

    fn fold(&self, span: Span) -> String {
        Folded::of(self.slice(span), 0, &self.printed.letters).text
    }

    fn heading(&mut self, section: usize, span: Span) {
        self.forget();
        self.close();
        self.table = self.printed.sections[section].table;
        if let Some(table) = self.table.filter(|table| self.printed.tables[*table].across) {
            self.open_row(table, None, span, true);
        }
    }

    /// Whether a word stands where a number would: a number, however written, or a mark for none.
    fn is_value(&self, word: &str) -> bool {
        if number::is_plain(word) || self.blank_words.iter().any(|blank| blank == word) {
            return true;
        }
        word.chars().count() <= 40 && !matches!(number::reading(word).cause, "text" | "chinese-numeral" | "infinite")
    }

    fn line(&mut self, span: Span) {
        let line = self.slice(span);
        let mut words: Vec<Span> = Vec::new();
        for word in line.split(crate::read::fold::is_gap).filter(|word| !word.is_empty()) {
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
        let text = self.slice(span).trim_matches(crate::read::fold::is_gap);
        if text.is_empty() || text == "&nbsp;" {
            return self.value(span, Content::Blank);
        }
        if self.is_value(text) {
            return self.value(span, Content::Value);
        }
        if !self.words(span, false) {
            self.forget();
            self.unknown_words(span, closed);
        }
    }

    /// Words that may be a label; whether they are, or begin one.
    fn words(&mut self, span: Span, loosely: bool) -> bool {
        let labels = &self.printed.labels;
        if span.len() > labels.longest() * 8 {
            return false;
        }
        let folded = self.fold(span);
        if !folded.contains(char::is_alphanumeric) {
            return false;
        }
        if !self.owed.is_empty() {
            let key = crate::read::fold::letters(&folded);
            match self.owed.strip_prefix(&key) {
                Some(rest) if !key.is_empty() => {
                    self.owed = rest.to_owned();
                    return true;
                }
                _ => self.owed.clear(),
            }
        }
        if folded.len() > labels.longest() * 4 {
            return false;
        }
        if let Some(begun) = self.begun.take() {
            let whole = format!("{}{folded}", begun.folded);
            if whole.len() <= labels.longest() * 4 {
                let (hits, rest) = labels.parse(&whole);
                let grows = hits.first().is_none_or(|hit| hit.end > begun.folded.len());
                if grows && !matches!(rest, Rest::Unknown(_)) {
                    if begun.said && self.pending_is_empty() {
                        self.pending = None;
                    }
                    self.say(&whole, &hits, rest, Span::new(begun.span.start, span.end));
                    return true;
                }
            }
        }
        let (hits, rest) = labels.parse(&folded);
        if !matches!(rest, Rest::Unknown(_)) {
            self.say(&folded, &hits, rest, span);
            return true;
        }
        if loosely {
            let letters = folded.char_indices().filter(|(_, c)| c.is_alphanumeric());
            for (at, c) in letters.take(STRAY_LETTERS) {
                let behind = &folded[at + c.len_utf8()..];
                let (hits, rest) = labels.parse(behind);
                if rest == Rest::Nothing && !hits.is_empty() {
                    self.say(behind, &hits, rest, span);
                    return true;
                }
            }
        }
        false
    }

    fn pending_is_empty(&self) -> bool {
        match &self.pending {
            Some(Pending::Row(row)) => row.cells.iter().all(|cell| cell.content == Content::Blank),
            _ => true,
        }
    }

    fn say(&mut self, folded: &str, hits: &[Hit<'l>], rest: Rest, span: Span) {
        for hit in hits {
            self.hit(hit, span);
        }
        let last = hits.last().filter(|hit| hit.extendable);
        self.begun = match (rest, last) {
            (Rest::Open(at), _) => Some(Begun {
                folded: folded[at..].to_owned(),
                span,
                said: false,
            }),
            (_, Some(hit)) => Some(Begun {
                folded: folded[hit.start..].to_owned(),
                span,
                said: true,
            }),
            _ => None,
        };
        self.out.marked[self.block] = true;
    }

    fn forget(&mut self) {
        self.begun = None;
        self.owed.clear();
    }

    fn hit(&mut self, hit: &Hit<'l>, span: Span) {
        if self.known.insert(hit.key) {
            self.out.labels.push((hit.key, span));
        }
        let own = |target: &&Target| target.table().is_none() || target.table() == self.table;
        let tables = || hit.targets.iter().filter_map(|target| target.table());
        let is_of_one = tables().min() == tables().max();
        if !is_of_one && !hit.targets.iter().any(|target| target.table() == self.table) {
            // A word that several tables share says nothing before one of them has begun.
            return self.close();
        }
        let of_table: Vec<Target> = if is_of_one {
            hit.targets.to_vec()
        } else {
            hit.targets.iter().filter(own).copied().collect()
        };
        if let Some(table) = of_table.iter().find_map(|target| target.table()) {
            self.table = Some(table);
        }
        let row = of_table.iter().find_map(|target| match target {
            Target::Row { table, row } => Some((*table, *row)),
            _ => None,
        });
        let group = of_table.iter().find_map(|target| match target {
            Target::Group { field, .. } => Some(*field),
            _ => None,
        });
        let column = of_table.iter().find(|target| matches!(target, Target::Column { .. }));
        if let (Some(_), Some(table)) = (column, self.table) {
            self.out.heads.push(Head {
                key: hit.key,
                span,
                table,
                column: self
                    .page_table
                    .filter(|_| self.exact)
                    .map(|page_table| (page_table, self.column)),
            });
        }
        let across = self.table.filter(|table| self.printed.tables[*table].across);
        match (across, row, group) {
            (Some(table), ..) if !of_table.iter().all(|target| *target == Target::Caption) => {
                let named = row.map(|(_, row)| row);
                self.open_row(table, named, span, column.is_some());
            }
            (_, Some((table, row)), None) => self.open_row(table, Some(row), span, column.is_some() && !hit.numbered),
            (_, _, Some(field)) => {
                self.close();
                self.out.groups.push((field, span));
                self.led = true;
                self.pending = Some(Pending::Group(GroupValues { field, label: span }, false));
            }
            _ => self.close(),
        }
    }

    fn open_row(&mut self, table: usize, row: Option<usize>, label: Span, unsure: bool) {
        self.close();
        self.pending = Some(Pending::Row(Candidate {
            table,
            row,
            label,
            cells: Vec::new(),
            unsure,
            closed: self.in_row,
            exact: self.exact,
            led: self.led,
            width: 0,
            blocks: (self.block, self.block),
        }));
    }

    /// A cell with a number, a mark, or nothing.
    fn value(&mut self, span: Span, content: Content) {
        if content == Content::Value
            && let Some(begun) = self.begun.take()
            && !begun.said
        {
            self.abbreviated(&begun);
        }
        match &mut self.pending {
            Some(Pending::Row(row)) => {
                row.cells.push(Found { span, content });
                row.blocks.1 = self.block;
                self.out.marked[self.block] |= content == Content::Value;
            }
            Some(Pending::Group(_, has_values)) => *has_values |= content == Content::Value,
            None => {
                if let Some((_, cells)) = &mut self.unknown {
                    cells.push(Found { span, content });
                }
            }
        }
    }

    /// Numbers follow the beginning of a label: it is the label, if there is only one that begins like this.
    fn abbreviated(&mut self, begun: &Begun) {
        let labels = &self.printed.labels;
        let key = labels.key(&begun.folded);
        if key.chars().count() < FEWEST_LETTERS {
            return;
        }
        let found = labels.iter().filter(|(label, _)| label.starts_with(&key));
        let mut found: Vec<_> = found.collect();
        found.sort_unstable_by_key(|(label, _)| (std::cmp::Reverse(label.len()), *label));
        let is_one = found.windows(2).all(|pair| pair[0].1 == pair[1].1);
        if let Some((label, targets)) = found.first().copied().filter(|_| is_one) {
            let (numbered, _) = labels.numbered(&begun.folded);
            let hit = Hit {
                targets,
                key: label,
                numbered,
                start: 0,
                end: 0,
                extendable: false,
            };
            self.hit(&hit, begun.span);
            self.owed = label[key.len()..].to_owned();
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
            Some(Pending::Group(..)) => {}
            None => {}
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

    fn close(&mut self) {
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
            Some(Pending::Group(values, true)) => self.out.group_values.push(values),
            _ => {}
        }
    }
}

//! The rows of a report's tables: what was met, checked against the form, with all that could not be read.

use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
};

use crate::extract::{
    layout::{Block, Layout},
    recognize::candidates::{Candidate, Content, Found, Walked},
    tables::{
        align_cells::{Expected, Habits, Refusal},
        column_order::Heads,
        table_scope::keep_to_parts,
        unknown_rows::{MOST_STRAYS, adopt},
    },
};
use crate::text::{path::is_within, quote::shorten};
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    form::{
        printed::{Printed, PrintedRow},
        schema::Schema,
        shape::ShapeId,
    },
    text::source::Span,
};

/// Rows of one table are not further apart than so many blocks.
const FAR: usize = 40;
/// A line of no more bytes may be a word in the head of a table.
const SHORT: usize = 24;
/// No label of a column or a row that is broken over lines has a piece of more bytes.
const LONGEST_PIECE: usize = 90;
/// From so many rows on that are refused for one reason they are said together.
const MANY_ROWS: usize = 6;
/// So many further places are pointed at.
const SHOWN: usize = 8;

/// A row with its cells.
#[derive(Clone, Debug)]
pub(crate) struct ReadRow {
    /// Its label.
    pub label: Span,
    /// Its cells, as many as the form has columns.
    pub cells: Vec<Found>,
}

/// The tables of a report.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    /// The rows, by the record they fill.
    pub rows: BTreeMap<ShapeId, ReadRow>,
    /// What could not be read.
    pub defects: Vec<Defect>,
    /// For each block whether it belongs to a table.
    pub in_table: Vec<bool>,
}

struct TableReader<'a> {
    schema: &'a Schema,
    printed: &'a Printed,
    layout: &'a Layout,
    walked: &'a Walked<'a>,
    headings: &'a [Option<usize>],
    habits: Habits,
    heads: Heads<'a>,
    out: Tables,
}

/// A row of the page, tried on the columns of the form.
struct Attempt<'c> {
    row: &'c Candidate,
    cells: Result<Vec<Found>, Refusal>,
}

/// What became of the rows of one label.
enum Decision {
    Read(ReadRow),
    Refused {
        label: Span,
        refusal: Refusal,
        /// How many cells there are.
        found: usize,
    },
}

/// A row of the form that cannot be read.
struct RefusedRow {
    field: ShapeId,
    label: Span,
    refusal: Refusal,
    /// How many cells there are.
    found: usize,
    /// How many there should be.
    columns: usize,
}

impl RefusedRow {
    fn new(row: &PrintedRow, label: Span, refusal: Refusal, found: usize) -> Self {
        Self {
            field: row.field,
            label,
            refusal,
            found,
            columns: row.columns.len(),
        }
    }
}

/// Hold what was met against the form.
pub(crate) fn read(
    schema: &Schema,
    printed: &Printed,
    layout: &Layout,
    walked: &mut Walked<'_>,
    headings: &[Option<usize>],
) -> Tables {
    let again = keep_to_parts(schema, printed, layout, walked, headings);
    let said = adopt(schema, printed, layout, walked);
    let mut reader = TableReader {
        schema,
        printed,
        layout,
        walked,
        headings,
        habits: Habits::default(),
        heads: Heads::new(schema, printed, walked),
        out: Tables {
            in_table: vec![false; layout.blocks.len()],
            defects: said,
            ..Tables::default()
        },
    };
    for row in &walked.candidates {
        let expected = reader.expected(row);
        reader.habits.learn(row, expected);
    }
    for table in 0..printed.tables.len() {
        reader.extents(table);
        if printed.tables[table].across {
            reader.across(table);
        } else {
            reader.table(table);
        }
    }
    reader.groups();
    for table in 0..printed.tables.len() {
        let again = again.iter().filter(|row| row.table == table);
        let contradicted: Vec<RefusedRow> = again.flat_map(|row| reader.contradicted(row)).collect();
        reader.refuse(table, true, &contradicted);
    }
    reader.notes();
    for stray in walked.strays.iter().take(MOST_STRAYS) {
        if reader.out.in_table[stray.block] {
            let label = &layout.text[stray.label.start..stray.label.end];
            let defect = Defect::new(DefectKind::UnknownRow, stray.label);
            reader.out.defects.push(defect.with("value", shorten(label)));
            // What the form has no place for stands beside the table.
            reader.out.in_table[stray.block] = false;
        }
    }
    reader.out
}

impl TableReader<'_> {
    /// What the form has in place of a row.
    fn expected(&self, row: &Candidate) -> Expected {
        let table = &self.printed.tables[row.table];
        let named = row.row.filter(|_| !table.across);
        let mut depth = 0;
        let mut around = named.and_then(|at| self.schema.shape(table.rows[at].field).parent);
        while let Some(group) = around.filter(|group| *group != table.field) {
            depth += 1;
            around = self.schema.shape(group).parent;
        }
        Expected {
            table: row.table,
            columns: self.printed.cells_of(row.table, row.row),
            depth,
        }
    }

    fn texts<'t>(&'t self, cells: &'t [Found]) -> impl Iterator<Item = &'t str> {
        cells
            .iter()
            .map(|cell| self.layout.text[cell.span.start..cell.span.end].trim())
    }

    fn table(&mut self, table: usize) {
        let mut refused = Vec::new();
        let mut is_read = false;
        for (at, row) in self.printed.tables[table].rows.iter().enumerate() {
            let of_row = |found: &&Candidate| found.table == table && found.row == Some(at);
            let met = self.walked.candidates.iter().filter(of_row);
            let says = |found: &&Candidate| !found.unsure || found.has_values();
            let is_said = met.clone().any(|found| says(&found));
            // A label without numbers may have been a column's, or a word in the text; blank cells beside it are those of a head.
            // So are they beside one that others stand before.
            let is_among = |found: &Candidate| self.layout.blocks[found.blocks.0].span().start < found.label.start;
            let is_bare = |found: &Candidate| {
                let is_head = is_said || found.cells.is_empty() || !found.closed || is_among(found);
                !says(&found) && is_head
            };
            let attempts: Vec<Attempt<'_>> = met
                .filter(|found| !is_bare(found))
                .map(|found| {
                    let fitted = self.habits.fit(found, self.expected(found));
                    let cells = fitted.and_then(|cells| match self.heads.in_order(table, found.label, &row.columns) {
                        true => Ok(cells.to_vec()),
                        false => Err(Refusal::Columns),
                    });
                    Attempt { row: found, cells }
                })
                .collect();
            match self.decide(&attempts) {
                None => {}
                Some(Decision::Read(read)) => {
                    is_read = true;
                    self.out.rows.insert(row.field, read);
                }
                Some(Decision::Refused { label, refusal, found }) => {
                    refused.push(RefusedRow::new(row, label, refusal, found));
                }
            }
        }
        self.refuse(table, is_read, &refused);
    }

    /// Which of several rows of one label counts.
    fn decide(&self, attempts: &[Attempt<'_>]) -> Option<Decision> {
        let mut good = attempts
            .iter()
            .filter_map(|attempt| Some((attempt.row, attempt.cells.as_ref().ok()?)));
        if let Some((first, cells)) = good.next() {
            let other = good.find(|(_, other)| !self.texts(other).eq(self.texts(cells)));
            return Some(match other {
                Some((second, cells)) => Decision::Refused {
                    label: second.label,
                    refusal: Refusal::Twice,
                    found: cells.len(),
                },
                None => Decision::Read(ReadRow {
                    label: first.label,
                    cells: cells.clone(),
                }),
            });
        }
        // The row with most in it tells best what is wrong.
        let fullest = attempts.iter().max_by_key(|attempt| attempt.row.cells.len())?;
        Some(Decision::Refused {
            label: fullest.row.label,
            refusal: *fullest.cells.as_ref().err()?,
            found: fullest.row.cells.len(),
        })
    }

    /// The rows of the form that say something else in a table outside their part than inside. It is not known which counts, so none is
    /// read.
    fn contradicted(&mut self, again: &Candidate) -> Vec<RefusedRow> {
        let printed = &self.printed.tables[again.table];
        let mut contradicted = Vec::new();
        let Ok(mut rest) = self.habits.fit(again, self.expected(again)) else {
            return contradicted;
        };
        let rows: Vec<&PrintedRow> = match again.row.filter(|_| !printed.across) {
            Some(at) => vec![&printed.rows[at]],
            None => printed.rows.iter().collect(),
        };
        for row in rows {
            let Some((own, behind)) = rest.split_at_checked(row.columns.len()) else {
                break;
            };
            rest = behind;
            let read = self.out.rows.get(&row.field);
            if read.is_some_and(|read| !self.texts(&read.cells).eq(self.texts(own))) {
                self.out.rows.remove(&row.field);
                contradicted.push(RefusedRow::new(row, again.label, Refusal::Twice, own.len()));
            }
        }
        contradicted
    }

    fn refuse(&mut self, table: usize, is_read: bool, refused: &[RefusedRow]) {
        let printed = &self.printed.tables[table];
        let labels = refused.iter().map(|row| row.label);
        let as_a_whole = |place: Span, cause: &'static str| {
            let mut defect = Defect::new(DefectKind::UnreadableTable, place)
                .at(self.schema.pointer(printed.field))
                .because(cause);
            defect.others = labels.clone().skip(1).take(SHOWN).collect();
            defect
        };
        let defects: Vec<Defect> = match refused {
            // A table whose part is missing too is missed by the rules.
            [] if !is_read => self
                .place_of(table)
                .map(|place| as_a_whole(place, "no-table"))
                .into_iter()
                .collect(),
            [first, ..] if !is_read => {
                let is_empty = refused.iter().all(|row| row.refusal == Refusal::NoValues);
                vec![as_a_whole(first.label, if is_empty { "no-values" } else { "no-row" })]
            }
            [first, rest @ ..] if refused.len() > MANY_ROWS && rest.iter().all(|row| row.refusal == first.refusal) => {
                let cause = match first.refusal {
                    Refusal::Twice => "table-twice",
                    _ => "many-rows",
                };
                vec![as_a_whole(first.label, cause)]
            }
            _ => {
                let rows = refused.iter().map(|row| {
                    Defect::new(DefectKind::UnreadableRow, row.label)
                        .at(self.schema.pointer(row.field))
                        .because(row.refusal.as_str())
                        .with("found", row.found.to_string())
                        .with("columns", row.columns.to_string())
                });
                rows.collect()
            }
        };
        self.out.defects.extend(defects);
    }

    /// The heading of the part that holds a table.
    fn place_of(&self, table: usize) -> Option<Span> {
        let section = self
            .printed
            .sections
            .iter()
            .position(|section| section.table == Some(table))?;
        let block = self.headings.iter().position(|heading| *heading == Some(section))?;
        Some(self.layout.blocks[block].span())
    }

    /// A table whose rows stand side by side in one, or, where they are named, one below the other.
    fn across(&mut self, table: usize) {
        let printed = &self.printed.tables[table];
        let of_table = |found: &&Candidate| found.table == table;
        let met: Vec<&Candidate> = self.walked.candidates.iter().filter(of_table).collect();
        let all = Expected {
            table,
            columns: self.printed.cells_of(table, None),
            depth: 0,
        };
        let attempts: Vec<Attempt<'_>> = met
            .iter()
            .filter(|found| !found.cells.is_empty())
            .map(|found| Attempt {
                row: found,
                cells: self.habits.fit(found, all).map(<[Found]>::to_vec),
            })
            .collect();
        let in_order = self.heads.repeat(table, &printed.rows[0].columns);
        if let Some(Decision::Read(ReadRow { label, cells })) = self.decide(&attempts).filter(|_| in_order) {
            let mut rest = cells.as_slice();
            for row in &printed.rows {
                let (own, behind) = rest.split_at(row.columns.len());
                rest = behind;
                let cells = own.to_vec();
                self.out.rows.insert(row.field, ReadRow { label, cells });
            }
            return;
        }
        let before = self.out.rows.len();
        let mut refused = Vec::new();
        for (at, row) in printed.rows.iter().enumerate() {
            let is_own = |found: &&&Candidate| found.row == Some(at) && found.cells.len() == row.columns.len();
            let own = met.iter().filter(is_own).map(|found| Attempt {
                row: found,
                cells: Ok(found.cells.clone()),
            });
            match self.decide(&own.collect::<Vec<_>>()) {
                None => {}
                Some(Decision::Read(read)) => {
                    self.out.rows.insert(row.field, read);
                }
                Some(Decision::Refused { label, refusal, found }) => {
                    refused.push(RefusedRow::new(row, label, refusal, found));
                }
            }
        }
        if !refused.is_empty() {
            self.refuse(table, true, &refused);
        } else if self.out.rows.len() == before {
            let defect = self.unreadable_across(all, &met, &attempts);
            self.out.defects.extend(defect);
        }
    }

    /// Why nothing of a table whose rows stand side by side can be read.
    fn unreadable_across(&self, all: Expected, met: &[&Candidate], attempts: &[Attempt<'_>]) -> Option<Defect> {
        let path = self.schema.pointer(self.printed.tables[all.table].field);
        let Some(Attempt { row, cells }) = attempts.iter().max_by_key(|attempt| attempt.row.cells.len()) else {
            let place = self.place_of(all.table).or(met.first().map(|found| found.label))?;
            let is_named = met.iter().any(|found| found.row.is_some());
            let cause = if is_named { "no-values" } else { "no-table" };
            let defect = Defect::new(DefectKind::UnreadableTable, place);
            return Some(defect.at(path).because(cause));
        };
        let mut filled = row.cells.iter().filter(|cell| cell.content != Content::Blank);
        let first = filled.next().map_or(row.label, |cell| cell.span);
        let last = filled.next_back().map_or(first, |cell| cell.span);
        let refusal = cells.as_ref().err().copied().unwrap_or(Refusal::Columns);
        let place = Span::new(first.start, last.end.max(first.end));
        let defect = Defect::new(DefectKind::UnreadableRow, place)
            .at(path)
            .because(refusal.as_str());
        let defect = defect.with("found", row.cells.len().to_string());
        Some(defect.with("columns", all.columns.to_string()))
    }

    /// Numbers behind the label of a group, where the rows of the group are not to be found.
    fn groups(&mut self) {
        let mut seen = HashSet::new();
        let groups = self.walked.group_values.iter().filter(|group| seen.insert(group.field));
        for group in groups {
            let path = self.schema.pointer(group.field);
            let has_rows = self
                .out
                .rows
                .keys()
                .any(|row| *row != group.field && is_within(&self.schema.pointer(*row), &path));
            let cause = if has_rows { "group-sum" } else { "group" };
            let defect = Defect::new(DefectKind::UnreadableRow, group.label)
                .at(path)
                .because(cause)
                .with("found", String::new())
                .with("columns", String::new());
            self.out.defects.push(defect);
        }
    }

    /// Cells with a note behind the number, which is what counts.
    fn notes(&mut self) {
        let rows = self.out.rows.iter();
        let cells = rows.flat_map(|(row, read)| self.schema.shape(*row).children.iter().zip(&read.cells));
        let noted = cells.filter_map(|(column, cell)| {
            let words = self.layout.meant(cell.span);
            let number = crate::text::numeral::noted(&words)?;
            let defect = Defect::new(DefectKind::NotedNumber, cell.span).at(self.schema.pointer(*column));
            Some(
                defect
                    .with("value", shorten(words.trim()))
                    .with("number", number.to_string()),
            )
        });
        let noted: Vec<Defect> = noted.collect();
        self.out.defects.extend(noted);
    }

    /// Whether a block among those of a table is text all the same: a paragraph between its rows, or a note in one of them.
    fn is_text(&self, at: usize) -> bool {
        if self.walked.marked[at] {
            return false;
        }
        let is_sentence = |span: Span| {
            let words = self.layout.words(span);
            span.len() > LONGEST_PIECE || words.contains(['。', '；', '！'])
        };
        match &self.layout.blocks[at] {
            Block::Line(span) => self.layout.is_grid || is_sentence(*span),
            Block::Row(row) => row.cells.iter().any(|cell| is_sentence(cell.span)),
        }
    }

    /// The blocks that a table takes up.
    fn extents(&mut self, table: usize) {
        let of_table = self.walked.candidates.iter().filter(|found| found.table == table);
        let mut blocks: Vec<(usize, usize)> = of_table
            .filter(|found| found.cells.iter().any(|cell| cell.content != Content::Blank) || found.closed)
            .map(|found| {
                // The anchor of a table without row labels may be its heading, which is none of its blocks.
                let from = if self.headings[found.blocks.0].is_some() {
                    found.blocks.1
                } else {
                    found.blocks.0
                };
                (from, found.blocks.1)
            })
            .collect();
        blocks.sort_unstable();
        let mut extents: Vec<Range<usize>> = Vec::new();
        for (from, to) in blocks {
            match extents.last_mut() {
                Some(last) if from <= last.end + FAR => last.end = last.end.max(to + 1),
                _ => extents.push(from..to + 1),
            }
        }
        for mut extent in extents {
            // The head of the table.
            while let Some(above) = extent.start.checked_sub(1).filter(|above| !self.out.in_table[*above]) {
                let block = &self.layout.blocks[above];
                let is_head =
                    self.walked.marked[above] || matches!(block, Block::Row(_)) || block.span().len() <= SHORT;
                if !is_head || self.headings[above].is_some() || self.is_text(above) {
                    break;
                }
                extent.start = above;
            }
            for at in extent {
                self.out.in_table[at] = self.out.in_table[at] || !self.is_text(at);
            }
        }
    }
}

//! The rows of a report's tables: what was met, held against the form, with all that could not be read.

use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
};

use crate::extract::{
    layout::{Block, Layout},
    recognize::candidates::{Candidate, Content, Found, Walked},
    tables::{
        align_cells::{Habits, Refusal},
        column_order::Heads,
        unknown_rows::MOST_STRAYS,
    },
};
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    form::{printed::Printed, schema::Schema, shape::ShapeId},
    text::{path::is_within, quote::shorten, source::Span},
};

/// Rows of one table are not further apart than so many blocks.
const FAR: usize = 40;
/// A line of no more bytes may be a word in the head of a table.
const SHORT: usize = 24;
/// From so many rows on that are refused for one reason they are said together.
const MANY_ROWS: usize = 6;
/// So many further places are pointed at.
const SHOWN: usize = 8;

/// A row with its cells.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its label.
    pub label: Span,
    /// Its cells, as many as the form has columns.
    pub cells: Vec<Found>,
}

/// The tables of a report.
#[derive(Debug, Default)]
pub struct Tables {
    /// The rows, by the record they fill.
    pub rows: BTreeMap<ShapeId, Row>,
    /// What could not be read.
    pub defects: Vec<Defect>,
    /// For each block whether it belongs to a table.
    pub in_table: Vec<bool>,
}

struct Reader<'a> {
    schema: &'a Schema,
    printed: &'a Printed,
    layout: &'a Layout,
    walked: &'a Walked<'a>,
    headings: &'a [Option<usize>],
    habits: Habits,
    heads: Heads<'a>,
    out: Tables,
}

/// What became of a row.
type Read<'c> = (&'c Candidate, Result<Vec<Found>, Refusal>);

/// Hold what was met against the form.
pub fn read(
    schema: &Schema,
    printed: &Printed,
    layout: &Layout,
    walked: &mut Walked<'_>,
    headings: &[Option<usize>],
) -> Tables {
    crate::extract::tables::table_scope::keep_to_parts(schema, printed, layout, walked, headings);
    crate::extract::tables::unknown_rows::adopt(schema, printed, layout, walked);
    let mut reader = Reader {
        schema,
        printed,
        layout,
        walked,
        headings,
        habits: Habits::default(),
        heads: Heads::new(schema, printed, walked),
        out: Tables {
            in_table: vec![false; layout.blocks.len()],
            ..Tables::default()
        },
    };
    for row in &walked.candidates {
        let columns = printed.cells_of(row.table, row.row);
        reader.habits.learn(row, columns, reader.depth(row));
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
    for stray in walked.strays.iter().take(MOST_STRAYS) {
        if reader.out.in_table[stray.block] {
            let label = &layout.text[stray.label.start..stray.label.end];
            let defect = Defect::new(DefectKind::UnknownRow, stray.label);
            reader.out.defects.push(defect.with("value", shorten(label)));
        }
    }
    reader.out
}

impl Reader<'_> {
    /// How deep a row is inside groups.
    fn depth(&self, row: &Candidate) -> usize {
        let table = &self.printed.tables[row.table];
        let Some(at) = row.row.filter(|_| !table.across) else {
            return 0;
        };
        let mut depth = 0;
        let mut around = self.schema.shape(table.rows[at].field).parent;
        while let Some(group) = around.filter(|group| *group != table.field) {
            depth += 1;
            around = self.schema.shape(group).parent;
        }
        depth
    }

    fn texts<'t>(&'t self, cells: &'t [Found]) -> impl Iterator<Item = &'t str> {
        cells
            .iter()
            .map(|cell| self.layout.text[cell.span.start..cell.span.end].trim())
    }

    fn table(&mut self, table: usize) {
        let rows = &self.printed.tables[table].rows;
        let mut refused: Vec<(usize, Span, Refusal, usize, usize)> = Vec::new();
        let mut read = 0;
        for (at, row) in rows.iter().enumerate() {
            let columns = row.columns.len();
            let met = self
                .walked
                .candidates
                .iter()
                .filter(|found| found.table == table && found.row == Some(at));
            // A bare label may have been a column's, or a word in the text.
            let met: Vec<&Candidate> = met.filter(|found| !(found.unsure && found.cells.is_empty())).collect();
            let results: Vec<Read<'_>> = met
                .iter()
                .map(|found| {
                    let fitted = self.habits.fit(found, columns, self.depth(found));
                    let fitted = fitted.and_then(|cells| match self.heads.in_order(table, found.label, &row.columns) {
                        true => Ok(cells.to_vec()),
                        false => Err(Refusal::Columns),
                    });
                    (*found, fitted)
                })
                .collect();
            match self.decide(&results) {
                None => {}
                Some((label, Ok(cells))) => {
                    read += 1;
                    self.out.rows.insert(row.field, Row { label, cells });
                }
                Some((label, Err((refusal, found)))) => refused.push((at, label, refusal, found, columns)),
            }
        }
        self.refuse(table, read, &refused);
    }

    /// Which of several rows of one label counts.
    #[allow(clippy::type_complexity)]
    fn decide(&self, results: &[Read<'_>]) -> Option<(Span, Result<Vec<Found>, (Refusal, usize)>)> {
        let mut good = results
            .iter()
            .filter_map(|(found, result)| Some((found, result.as_ref().ok()?)));
        if let Some((first, cells)) = good.next() {
            let other = good.find(|(_, other)| !self.texts(other).eq(self.texts(cells)));
            return Some(match other {
                Some((second, cells)) => (second.label, Err((Refusal::Twice, cells.len()))),
                None => (first.label, Ok(cells.clone())),
            });
        }
        // The row with most in it tells best what is wrong.
        let (found, result) = results.iter().max_by_key(|(found, _)| found.cells.len())?;
        let refusal = result.as_ref().err()?;
        Some((found.label, Err((*refusal, found.cells.len()))))
    }

    fn refuse(&mut self, table: usize, read: usize, refused: &[(usize, Span, Refusal, usize, usize)]) {
        let printed = &self.printed.tables[table];
        let path = self.schema.pointer(printed.field);
        let labels = refused.iter().map(|(_, label, ..)| *label);
        let others: Vec<Span> = labels.skip(1).take(SHOWN).collect();
        if read == 0 {
            let cause = match refused {
                [] => "no-table",
                _ if refused.iter().all(|(_, _, refusal, ..)| *refusal == Refusal::NoValues) => "no-values",
                _ => "no-row",
            };
            let place = self.place_of(table).or(refused.first().map(|(_, label, ..)| *label));
            let place = if cause == "no-table" {
                place
            } else {
                refused.first().map(|(_, label, ..)| *label)
            };
            // A table whose part is missing too is missed by the rules.
            if let Some(place) = place {
                let mut defect = Defect::new(DefectKind::UnreadableTable, place).at(path).because(cause);
                defect.others = others;
                self.out.defects.push(defect);
            }
            return;
        }
        let is_same = refused.windows(2).all(|pair| pair[0].2 == pair[1].2);
        if is_same && refused.len() > MANY_ROWS {
            let mut defect = Defect::new(DefectKind::UnreadableTable, refused[0].1)
                .at(path)
                .because("many-rows");
            defect.others = others;
            self.out.defects.push(defect);
            return;
        }
        for (at, label, refusal, found, expected) in refused {
            let field = printed.rows[*at].field;
            let defect = Defect::new(DefectKind::UnreadableRow, *label)
                .at(self.schema.pointer(field))
                .because(refusal.as_str())
                .with("found", found.to_string())
                .with("columns", expected.to_string());
            self.out.defects.push(defect);
        }
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
        let shape = &self.printed.tables[table];
        let all = self.printed.cells_of(table, None);
        let met: Vec<&Candidate> = self
            .walked
            .candidates
            .iter()
            .filter(|found| found.table == table)
            .collect();
        let whole: Vec<Read<'_>> = met
            .iter()
            .filter(|found| !found.cells.is_empty())
            .map(|found| (*found, self.habits.fit(found, all, 0).map(<[Found]>::to_vec)))
            .collect();
        let in_order = self.heads.repeat(table, &shape.rows[0].columns);
        if let Some((label, Ok(cells))) = self.decide(&whole).filter(|_| in_order) {
            let mut rest = cells.as_slice();
            for row in &shape.rows {
                let (own, behind) = rest.split_at(row.columns.len());
                rest = behind;
                self.out.rows.insert(
                    row.field,
                    Row {
                        label,
                        cells: own.to_vec(),
                    },
                );
            }
            return;
        }
        let mut read = 0;
        for (at, row) in shape.rows.iter().enumerate() {
            let own = met
                .iter()
                .find(|found| found.row == Some(at) && found.cells.len() == row.columns.len());
            if let Some(found) = own {
                read += 1;
                self.out.rows.insert(
                    row.field,
                    Row {
                        label: found.label,
                        cells: found.cells.clone(),
                    },
                );
            }
        }
        if read > 0 {
            return;
        }
        let refused = whole.iter().max_by_key(|(found, _)| found.cells.len());
        let path = self.schema.pointer(shape.field);
        match refused {
            Some((found, result)) => {
                let first = found
                    .cells
                    .iter()
                    .find(|cell| cell.content != Content::Blank)
                    .map_or(found.label, |cell| cell.span);
                let last = found
                    .cells
                    .iter()
                    .rev()
                    .find(|cell| cell.content != Content::Blank)
                    .map_or(first, |cell| cell.span);
                let refusal = result.as_ref().err().copied().unwrap_or(Refusal::Columns).as_str();
                let defect = Defect::new(
                    DefectKind::UnreadableRow,
                    Span::new(first.start, last.end.max(first.end)),
                )
                .at(path)
                .because(refusal)
                .with("found", found.cells.len().to_string())
                .with("columns", all.to_string());
                self.out.defects.push(defect);
            }
            None => {
                let place = self.place_of(table).or(met.first().map(|found| found.label));
                let cause = if met.iter().any(|found| found.row.is_some()) {
                    "no-values"
                } else {
                    "no-table"
                };
                let defect = place.map(|place| Defect::new(DefectKind::UnreadableTable, place).at(path).because(cause));
                self.out.defects.extend(defect);
            }
        }
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
                if !is_head || self.headings[above].is_some() {
                    break;
                }
                extent.start = above;
            }
            self.out.in_table[extent].fill(true);
        }
    }
}

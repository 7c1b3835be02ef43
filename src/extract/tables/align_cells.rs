//! The cells behind a label held against the columns of the form: exactly as many, or the row is refused.
//!
//! Merged cells leave blank ones behind, at either end of a row and not the same number in every row. Blank cells are only
//! dropped where it is plain which; otherwise a number would slip into the next column.

use std::collections::BTreeMap;

use crate::extract::recognize::candidates::{Candidate, Content, Found};

/// Why a row cannot be read; a key of `causes` in the words for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing stands behind the label.
    NoValues,
    /// Fewer cells than columns.
    TooFew,
    /// More cells than columns.
    TooMany,
    /// Blank cells leave it open which number belongs to which column.
    Unclear,
    /// The columns are not those of the form, or not in their order.
    Columns,
    /// The row stands there more than once, with other numbers.
    Twice,
}

impl Refusal {
    /// The name of the cause.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoValues => "no-values",
            Self::TooFew => "too-few",
            Self::TooMany => "too-many",
            Self::Unclear => "unclear",
            Self::Columns => "columns",
            Self::Twice => "twice",
        }
    }
}

/// Rows of the same make: of one table, with as many columns, as deep inside groups, with or without a group's label.
type Make = (usize, usize, usize, bool);

/// Rows with as many blank cells too many: of one table, with as many columns, as deep inside groups.
type Margin = (usize, usize, usize, usize);

/// What the rows of a report have in common.
#[derive(Debug, Default)]
pub struct Habits {
    /// For each make, the widths of its rows and how often they are met.
    widths: BTreeMap<Make, BTreeMap<usize, usize>>,
    /// How many blank cells stand before and behind the cells of rows that leave no doubt.
    margins: BTreeMap<Margin, BTreeMap<(usize, usize), usize>>,
}

/// Blank cells at the beginning and at the end.
fn edges(cells: &[Found]) -> (usize, usize) {
    let is_blank = |cell: &&Found| cell.content == Content::Blank;
    let lead = cells.iter().take_while(is_blank).count();
    let trail = cells.iter().rev().take_while(is_blank).count();
    (lead, trail)
}

fn most_frequent<K: Ord + Copy>(counts: &BTreeMap<K, usize>) -> Option<K> {
    counts
        .iter()
        .max_by_key(|(key, count)| (**count, std::cmp::Reverse(**key)))
        .map(|(key, _)| *key)
}

impl Habits {
    /// Learn from a row with `columns` columns, `depth` deep in its table.
    pub fn learn(&mut self, row: &Candidate, columns: usize, depth: usize) {
        let make = (row.table, columns, depth, row.led);
        if row.cells.len() < columns {
            return;
        }
        *self.widths.entry(make).or_default().entry(row.width).or_default() += 1;
        let (lead, trail) = edges(&row.cells);
        let surplus = row.cells.len() - columns;
        if lead + trail == surplus {
            *self
                .margins
                .entry((row.table, columns, depth, surplus))
                .or_default()
                .entry((lead, trail))
                .or_default() += 1;
        }
    }

    /// What stands around the cells of all rows with as many blank cells too many, however deep, if it is the same.
    fn common(&self, table: usize, columns: usize, surplus: usize) -> Option<(usize, usize)> {
        let alike = self
            .margins
            .iter()
            .filter(|((of, wide, _, more), _)| (*of, *wide, *more) == (table, columns, surplus));
        let mut margins = alike.flat_map(|(_, counts)| counts.keys());
        let first = margins.next()?;
        margins.all(|margin| margin == first).then_some(*first)
    }

    /// The cells of a row that are its columns.
    pub fn fit<'c>(&self, row: &'c Candidate, columns: usize, depth: usize) -> Result<&'c [Found], Refusal> {
        let cells = row.cells.as_slice();
        if cells.is_empty() {
            return Err(Refusal::NoValues);
        }
        let Some(surplus) = cells.len().checked_sub(columns) else {
            return Err(Refusal::TooFew);
        };
        let (lead, trail) = edges(cells);
        let take = |lead: usize| &cells[lead..lead + columns];
        if lead == cells.len() {
            // All blank: which of them are meant makes no difference.
            return Ok(take(surplus));
        }
        if lead + trail < surplus {
            return Err(Refusal::TooMany);
        }
        // Whatever is dropped, no number is next to it; or the file itself says what is a cell.
        if lead + trail == surplus || row.exact && surplus == 0 {
            return Ok(take(if surplus == 0 { 0 } else { lead }));
        }
        let make = (row.table, columns, depth, row.led);
        let margin = || {
            self.margins
                .get(&(row.table, columns, depth, surplus))
                .and_then(most_frequent)
        };
        // Without rows of its own a text has the same between all its rows.
        let common = || self.common(row.table, columns, surplus).filter(|_| !row.closed);
        if surplus > 0
            && let Some((before, behind)) = margin().or_else(common)
        {
            let fits = before <= lead && behind <= trail && before + behind == surplus;
            return if fits { Ok(take(before)) } else { Err(Refusal::Unclear) };
        }
        if surplus > 0 {
            return match (lead, trail) {
                (0, _) => Ok(take(0)),
                (_, 0) => Ok(take(surplus)),
                _ if columns == 1 => {
                    let value = cells.iter().position(|cell| cell.content != Content::Blank);
                    value.map(|at| &cells[at..=at]).ok_or(Refusal::Unclear)
                }
                _ => Err(Refusal::Unclear),
            };
        }
        // As many cells as columns, but blank ones at an end, which might be left over while a number is lost.
        let of_make = self.widths.get(&make);
        let usual = of_make.and_then(most_frequent);
        let is_alone = of_make.is_none_or(|widths| widths.values().sum::<usize>() < 2);
        let leaves_none = || {
            let of_table = self.margins.iter().filter(|((table, ..), _)| *table == row.table);
            of_table
                .flat_map(|(_, margins)| margins.keys())
                .all(|margin| *margin == (0, 0))
        };
        let is_usual = usual == Some(row.width) && !is_alone || leaves_none();
        if is_usual { Ok(take(0)) } else { Err(Refusal::Unclear) }
    }
}

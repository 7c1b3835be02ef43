//! The cells behind a label checked against the columns of the form: exactly as many, or the row is refused.
//!
//! Merged cells leave blank ones behind, at either end of a row and not the same number in every row. Blank cells are only
//! dropped where it is plain which; otherwise a number would slip into the next column.

use std::collections::BTreeMap;

use crate::extract::recognize::candidates::{Candidate, Content, Found};

/// Why a row cannot be read; a key of `causes` in the words for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
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
    pub(crate) const fn as_str(self) -> &'static str {
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

/// What is to be expected of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Expected {
    /// The table.
    pub table: usize,
    /// How many columns the form has there.
    pub columns: usize,
    /// How deep the row is inside groups.
    pub depth: usize,
}

/// Rows of the same make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Make {
    expected: Expected,
    /// Whether a group's label stands in the same row.
    led: bool,
}

/// Rows with as many blank cells too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Surplus {
    expected: Expected,
    cells: usize,
}

/// Blank cells around those that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Margins {
    before: usize,
    behind: usize,
}

impl Margins {
    fn of(cells: &[Found]) -> Self {
        let is_blank = |cell: &&Found| cell.content == Content::Blank;
        Self {
            before: cells.iter().take_while(is_blank).count(),
            behind: cells.iter().rev().take_while(is_blank).count(),
        }
    }

    const fn sum(self) -> usize {
        self.before + self.behind
    }
}

/// What the rows of a report have in common.
#[derive(Debug, Default)]
pub(crate) struct Habits {
    /// For each make, the widths of its rows and how often they are met.
    widths: BTreeMap<Make, BTreeMap<usize, usize>>,
    /// The blank cells around those of rows that leave no doubt, and how often they are met.
    margins: BTreeMap<Surplus, BTreeMap<Margins, usize>>,
}

fn most_frequent<K: Ord + Copy>(counts: &BTreeMap<K, usize>) -> Option<K> {
    counts
        .iter()
        .max_by_key(|(key, count)| (**count, std::cmp::Reverse(**key)))
        .map(|(key, _)| *key)
}

impl Habits {
    /// Learn from a row.
    pub(crate) fn learn(&mut self, row: &Candidate, expected: Expected) {
        let Some(surplus) = row.cells.len().checked_sub(expected.columns) else {
            return;
        };
        let make = Make { expected, led: row.led };
        *self.widths.entry(make).or_default().entry(row.width).or_default() += 1;
        let margins = Margins::of(&row.cells);
        if margins.sum() == surplus {
            let surplus = Surplus {
                expected,
                cells: surplus,
            };
            *self.margins.entry(surplus).or_default().entry(margins).or_default() += 1;
        }
    }

    /// What stands around the cells of all rows with as many blank cells too many, however deep, if it is the same.
    fn common(&self, surplus: Surplus) -> Option<Margins> {
        let flat = |surplus: &Surplus| (surplus.expected.table, surplus.expected.columns, surplus.cells);
        let alike = self.margins.iter().filter(|(other, _)| flat(other) == flat(&surplus));
        let mut margins = alike.flat_map(|(_, counts)| counts.keys());
        let first = margins.next()?;
        margins.all(|margin| margin == first).then_some(*first)
    }

    /// The cells of a row that are its columns.
    pub(crate) fn fit<'c>(&self, row: &'c Candidate, expected: Expected) -> Result<&'c [Found], Refusal> {
        let cells = row.cells.as_slice();
        let columns = expected.columns;
        if cells.is_empty() {
            return Err(Refusal::NoValues);
        }
        let Some(surplus) = cells.len().checked_sub(columns) else {
            return Err(Refusal::TooFew);
        };
        let blank = Margins::of(cells);
        let from = |lead: usize| &cells[lead..lead + columns];
        if blank.before == cells.len() {
            // All blank: which of them are meant makes no difference.
            return Ok(from(surplus));
        }
        if blank.sum() < surplus {
            return Err(Refusal::TooMany);
        }
        // Whatever is dropped, no number is next to it; or the file itself says what is a cell.
        if blank.sum() == surplus || (row.exact || row.even) && surplus == 0 {
            return Ok(from(if surplus == 0 { 0 } else { blank.before }));
        }
        if surplus == 0 {
            return if self.is_usual(row, expected) {
                Ok(from(0))
            } else {
                Err(Refusal::Unclear)
            };
        }
        let of_make = Surplus {
            expected,
            cells: surplus,
        };
        let own = self.margins.get(&of_make).and_then(most_frequent);
        // Without rows of its own a text has the same between all its rows.
        let common = || self.common(of_make).filter(|_| !row.closed);
        if let Some(margins) = own.or_else(common) {
            let fits = margins.before <= blank.before && margins.behind <= blank.behind && margins.sum() == surplus;
            return if fits {
                Ok(from(margins.before))
            } else {
                Err(Refusal::Unclear)
            };
        }
        match (blank.before, blank.behind) {
            (0, _) => Ok(from(0)),
            (_, 0) => Ok(from(surplus)),
            _ if columns == 1 => {
                let value = cells.iter().position(|cell| cell.content != Content::Blank);
                value.map(|at| &cells[at..=at]).ok_or(Refusal::Unclear)
            }
            _ => Err(Refusal::Unclear),
        }
    }

    /// Whether a row with as many cells as columns, but blank ones at an end, is as wide as others of its make: the blanks might be
    /// left over while a number is lost.
    fn is_usual(&self, row: &Candidate, expected: Expected) -> bool {
        let widths = self.widths.get(&Make { expected, led: row.led });
        let usual = widths.and_then(most_frequent);
        let is_alone = widths.is_none_or(|widths| widths.values().sum::<usize>() < 2);
        let mut of_table = self
            .margins
            .iter()
            .filter(|(surplus, _)| surplus.expected.table == expected.table)
            .flat_map(|(_, margins)| margins.keys());
        usual == Some(row.width) && !is_alone || of_table.all(|margins| margins.sum() == 0)
    }
}

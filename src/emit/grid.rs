//! A table with merged cells, as the form is printed.

use crate::emit::table::{FilledRow, GroupTitle, RowBlock, Table};

/// Columns of one table are laid out over at most so many.
const MAX_COLUMNS: usize = 60;

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Stands over the labels of rows.
    Corner,
    /// Stands over columns.
    Column,
    /// Stands over a block of rows, across the table.
    Block,
    /// Stands before rows.
    Row,
    /// A value.
    Value,
}

/// A cell that may cover several columns and rows.
#[derive(Clone, Debug)]
pub(crate) struct GridCell {
    pub role: Role,
    pub text: String,
    pub columns: usize,
    pub rows: usize,
}

/// Rows that belong together.
pub(crate) struct Band {
    /// Whether they are the head of the whole table.
    pub is_head: bool,
    pub rows: Vec<Vec<GridCell>>,
}

/// The table with merged cells.
pub(crate) struct Grid {
    /// How many columns the labels of rows take.
    pub labels: usize,
    /// How many columns there are for values.
    pub values: usize,
    pub bands: Vec<Band>,
}

impl Table {
    /// With merged cells.
    pub(crate) fn grid(&self) -> Grid {
        if self.across {
            return self.grid_across();
        }
        let depth = |block: &RowBlock| block.rows.iter().map(|row| row.groups.len() + 1).max();
        let labels = self.blocks.iter().filter_map(depth).max().unwrap_or(1);
        let values = self
            .blocks
            .iter()
            .fold(1, |columns, block| common(columns, block.columns.len()));
        let mut bands = Vec::new();
        let mut before: Option<&RowBlock> = None;
        for block in &self.blocks {
            let mut rows: Vec<Vec<GridCell>> = Vec::new();
            if let Some(above) = block
                .above
                .as_ref()
                .filter(|above| before.and_then(|block| block.above.as_ref()) != Some(above))
            {
                rows.push(vec![cell(Role::Block, above, labels + values, 1)]);
            }
            let has_head = block.above.is_some() || before.is_none_or(|before| before.columns != block.columns);
            if has_head {
                let corner = (labels, self.corner.as_str());
                let head = head(&block.columns, values, Some(corner));
                if block.above.is_none() && before.is_none() {
                    bands.push(Band {
                        is_head: true,
                        rows: head,
                    });
                } else {
                    rows.extend(head);
                }
            }
            body(block, labels, values, rows, &mut bands);
            before = Some(block);
        }
        Grid { labels, values, bands }
    }

    fn grid_across(&self) -> Grid {
        let columns = self.columns_across();
        let rows = self.blocks.iter().flat_map(|block| &block.rows);
        let values = rows
            .flat_map(|row| &row.values)
            .map(|value| cell(Role::Value, value, 1, 1));
        let bands = vec![
            Band {
                is_head: true,
                rows: head(&columns, columns.len(), None),
            },
            Band {
                is_head: false,
                rows: vec![values.collect()],
            },
        ];
        Grid {
            labels: 0,
            values: columns.len(),
            bands,
        }
    }
}

fn cell(role: Role, text: &str, columns: usize, rows: usize) -> GridCell {
    GridCell {
        role,
        text: text.to_owned(),
        columns,
        rows,
    }
}

/// The number of columns over which both so many and so many can be spread evenly.
fn common(a: usize, b: usize) -> usize {
    let (mut x, mut y) = (a.max(1), b.max(1));
    let product = x * y;
    while y > 0 {
        (x, y) = (y, x % y);
    }
    let common = product / x;
    if common <= MAX_COLUMNS { common } else { a.max(b) }
}

/// How many of `columns` column number `at` of `count` takes.
fn share(columns: usize, count: usize, at: usize) -> usize {
    let count = count.max(1);
    columns * (at + 1) / count - columns * at / count
}

/// The rows that hold the labels of columns. Neighbours with the same words over them share these.
fn head(columns: &[Vec<String>], wide: usize, corner: Option<(usize, &str)>) -> Vec<Vec<GridCell>> {
    let deep = columns.iter().map(Vec::len).max().unwrap_or(1);
    let mut rows: Vec<Vec<GridCell>> = vec![Vec::new(); deep];
    if let Some((labels, text)) = corner {
        rows[0].push(cell(Role::Corner, text, labels, deep));
    }
    for (at, path) in columns.iter().enumerate() {
        for (level, words) in path.iter().enumerate() {
            let is_last = level + 1 == path.len();
            let same = |other: &Vec<String>| !is_last && other.len() > level + 1 && other[..=level] == path[..=level];
            if at > 0 && same(&columns[at - 1]) {
                continue;
            }
            let count = columns[at..].iter().take_while(|other| same(other)).count().max(1);
            let covered = (at..at + count).map(|at| share(wide, columns.len(), at)).sum();
            let down = if is_last { deep - level } else { 1 };
            rows[level].push(cell(Role::Column, words, covered, down));
        }
    }
    rows
}

/// The rows with values; a group stands once, beside all its rows. A new band begins with each group on the outside.
fn body(block: &RowBlock, labels: usize, values: usize, head: Vec<Vec<GridCell>>, bands: &mut Vec<Band>) {
    let mut band = Band {
        is_head: false,
        rows: head,
    };
    let mut before: &[GroupTitle] = &[];
    for (at, row) in block.rows.iter().enumerate() {
        let outermost = |groups: &[GroupTitle]| groups.first().map(|group| group.field);
        if at > 0 && outermost(before) != outermost(&row.groups) {
            bands.push(std::mem::replace(
                &mut band,
                Band {
                    is_head: false,
                    rows: Vec::new(),
                },
            ));
        }
        let same = row.groups_shared(before);
        let mut cells = Vec::new();
        for level in same..row.groups.len() {
            let group = &row.groups[level];
            let is_in = |row: &&FilledRow| row.groups.get(level).is_some_and(|own| own.field == group.field);
            let count = block.rows[at..].iter().take_while(is_in).count();
            cells.push(cell(Role::Row, &group.title, 1, count));
        }
        cells.push(cell(Role::Row, &row.label, labels - row.groups.len(), 1));
        let count = row.values.len();
        let own = row.values.iter().enumerate();
        cells.extend(own.map(|(column, value)| cell(Role::Value, value, share(values, count, column), 1)));
        band.rows.push(cells);
        before = &row.groups;
    }
    bands.push(band);
}

impl Grid {
    /// The widths of the columns, which add up to `whole`: the labels of rows need more than numbers, those of groups, which run
    /// down several rows, less.
    pub(crate) fn widths(&self, whole: usize) -> Vec<usize> {
        let group = whole * 9 / 100;
        let labels = match self.labels {
            0 => 0,
            1 => whole * 28 / 100,
            _ => whole * 46 / 100,
        };
        let own = labels.saturating_sub(group * self.labels.saturating_sub(1));
        let groups = std::iter::repeat_n(group, self.labels.saturating_sub(1));
        let label = std::iter::repeat_n(own, self.labels.min(1));
        let values = (0..self.values).map(|at| share(whole - labels, self.values, at));
        groups.chain(label).chain(values).collect()
    }
}

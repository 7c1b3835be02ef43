//! A table of the form: with merged cells as it is printed, and flat for files that have none.

use crate::{
    document::model::Node,
    emit::words::{line, node},
    form::{
        print::words,
        printed::{PrintedRow, PrintedTable},
        schema::Schema,
        shape::ShapeId,
    },
};

/// Columns of one table are laid out over at most so many.
const MAX_COLUMNS: usize = 60;

/// A table, filled in.
pub struct Table {
    /// What it shows.
    pub caption: String,
    corner: String,
    /// Whether its rows stand side by side in one.
    across: bool,
    blocks: Vec<RowBlock>,
}

/// Rows with the same columns.
struct RowBlock {
    above: Option<String>,
    /// The label of each column, what is over it first.
    columns: Vec<Vec<String>>,
    rows: Vec<FilledRow>,
}

/// A group of rows with its label.
#[derive(Clone)]
struct GroupTitle {
    field: ShapeId,
    title: String,
}

struct FilledRow {
    /// The groups it is in, the outermost first.
    groups: Vec<GroupTitle>,
    label: String,
    values: Vec<String>,
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
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
pub struct GridCell {
    pub role: Role,
    pub text: String,
    pub columns: usize,
    pub rows: usize,
}

/// Rows that belong together.
pub struct Band {
    /// Whether they are the head of the whole table.
    pub is_head: bool,
    pub rows: Vec<Vec<GridCell>>,
}

/// The table with merged cells.
pub struct Grid {
    /// How many columns the labels of rows take.
    pub labels: usize,
    /// How many columns there are for values.
    pub values: usize,
    pub bands: Vec<Band>,
}

/// A part of the table without merged cells.
pub struct Flat {
    pub above: Option<String>,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Fill in a table.
    pub fn of(schema: &Schema, table: &PrintedTable, root: &Node<'_>) -> Self {
        let shape = schema.shape(table.field);
        let mut blocks: Vec<RowBlock> = Vec::new();
        for printed in &table.rows {
            let row = row(schema, table, printed, root);
            let above = schema.shape(printed.field).above.as_deref().map(line);
            let columns = columns(schema, printed);
            match blocks.last_mut() {
                Some(block) if block.above == above && block.columns == columns => block.rows.push(row),
                _ => blocks.push(RowBlock {
                    above,
                    columns,
                    rows: vec![row],
                }),
            }
        }
        Self {
            caption: line(&shape.title.zh),
            corner: shape.corner.as_deref().map(line).unwrap_or_default(),
            across: table.across,
            blocks,
        }
    }

    /// With merged cells.
    pub fn grid(&self) -> Grid {
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

    /// All of it in one row.
    fn flat_across(&self, between: &str) -> Flat {
        let columns = self.columns_across();
        let values = self
            .blocks
            .iter()
            .flat_map(|block| block.rows.iter().flat_map(|row| row.values.clone()));
        Flat {
            above: None,
            head: columns.iter().map(|column| column.join(between)).collect(),
            rows: vec![values.collect()],
        }
    }

    /// The labels of all columns of a table whose rows stand side by side, what is over each first.
    fn columns_across(&self) -> Vec<Vec<String>> {
        let rows = || {
            self.blocks
                .iter()
                .flat_map(|block| block.rows.iter().map(move |row| (block, row)))
        };
        rows()
            .flat_map(|(block, row)| {
                let around = row
                    .groups
                    .iter()
                    .map(|group| group.title.clone())
                    .chain([row.label.clone()]);
                let around: Vec<String> = around.collect();
                block
                    .columns
                    .iter()
                    .map(move |column| around.iter().chain(column).cloned().collect())
            })
            .collect()
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

    /// Without merged cells: what stands over a column or before a row is put before its label, parted by `between`.
    pub fn flat(&self, between: &str) -> Vec<Flat> {
        let mut rows = self.blocks.iter().flat_map(|block| &block.rows);
        if self.across && rows.any(|row| row.values.iter().all(String::is_empty)) {
            // A row of nothing but its label would be taken for a part of the head.
            return vec![self.flat_across(between)];
        }
        let mut flats: Vec<Flat> = Vec::new();
        let mut before: &[GroupTitle] = &[];
        for block in &self.blocks {
            // What is over all columns tells none of them from the others.
            let shared = |at: usize| {
                block.columns.len() > 1
                    && block
                        .columns
                        .iter()
                        .all(|column| column.len() > at + 1 && column.get(at) == block.columns[0].get(at))
            };
            let skip = (0..).take_while(|at| shared(*at)).count();
            let titles = block.columns.iter().map(|column| column[skip..].join(between));
            let mut flat = Flat {
                above: block.above.clone(),
                head: std::iter::once(self.corner.clone()).chain(titles).collect(),
                rows: Vec::new(),
            };
            for row in &block.rows {
                let same = row
                    .groups
                    .iter()
                    .zip(before)
                    .take_while(|(own, other)| own.field == other.field)
                    .count();
                let own = if self.across { 0 } else { same };
                let groups = row.groups[own..].iter().map(|group| group.title.as_str());
                let label = groups.chain([row.label.as_str()]).collect::<Vec<_>>();
                if self.across {
                    flat.push(label.join(between), &row.values);
                } else {
                    for group in &label[..label.len() - 1] {
                        flat.push((*group).to_owned(), &vec![String::new(); row.values.len()]);
                    }
                    flat.push(row.label.clone(), &row.values);
                }
                before = &row.groups;
            }
            flats.push(flat);
        }
        flats
    }
}

impl Flat {
    fn push(&mut self, label: String, values: &[String]) {
        self.rows
            .push(std::iter::once(label).chain(values.iter().cloned()).collect());
    }
}

fn row(schema: &Schema, table: &PrintedTable, row: &PrintedRow, root: &Node<'_>) -> FilledRow {
    let mut groups = Vec::new();
    let mut around = schema.shape(row.field).parent;
    while let Some(group) = around.filter(|group| *group != table.field) {
        groups.push(GroupTitle {
            field: group,
            title: line(&schema.shape(group).title.zh),
        });
        around = schema.shape(group).parent;
    }
    groups.reverse();
    let values = row.columns.iter().map(|column| {
        node(schema, root, *column)
            .map(|node| line(&words(node)))
            .unwrap_or_default()
    });
    FilledRow {
        groups,
        label: line(&schema.shape(row.field).title.zh),
        values: values.collect(),
    }
}

/// The labels of a row's columns, each after what is over it.
fn columns(schema: &Schema, row: &PrintedRow) -> Vec<Vec<String>> {
    let all = &schema.shape(row.field).over;
    let columns = row.columns.iter().map(|column| {
        let shape = schema.shape(*column);
        let over = all.iter().chain(&shape.over);
        over.map(|over| line(over)).chain([line(&shape.title.zh)]).collect()
    });
    columns.collect()
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
        let same = row
            .groups
            .iter()
            .zip(before)
            .take_while(|(own, other)| own.field == other.field)
            .count();
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
    pub fn widths(&self, whole: usize) -> Vec<usize> {
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

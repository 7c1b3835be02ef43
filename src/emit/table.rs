//! A table of the form, filled in: what [`grid`](crate::emit::grid) and [`flat`](crate::emit::flat) lay out.

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

/// A table, filled in.
pub(crate) struct Table {
    /// What it shows.
    pub caption: String,
    /// What stands over the labels of rows.
    pub corner: String,
    /// Whether its rows stand side by side in one.
    pub across: bool,
    /// The rows, in the order of the form.
    pub blocks: Vec<RowBlock>,
}

/// Rows with the same columns.
pub(crate) struct RowBlock {
    /// What stands above, across the table.
    pub above: Option<String>,
    /// The label of each column, what is over it first.
    pub columns: Vec<Vec<String>>,
    /// The rows.
    pub rows: Vec<FilledRow>,
}

/// A group of rows with its label.
#[derive(Clone)]
pub(crate) struct GroupTitle {
    /// The group.
    pub field: ShapeId,
    /// Its label.
    pub title: String,
}

/// A row with its values.
pub(crate) struct FilledRow {
    /// The groups it is in, the outermost first.
    pub groups: Vec<GroupTitle>,
    /// Its label.
    pub label: String,
    /// Its values as they are printed.
    pub values: Vec<String>,
}

impl FilledRow {
    /// How many of its groups, from the outermost on, it shares with the row before it, which is in the groups `before`.
    pub(crate) fn groups_shared(&self, before: &[GroupTitle]) -> usize {
        let both = self.groups.iter().zip(before);
        both.take_while(|(own, other)| own.field == other.field).count()
    }
}

impl Table {
    /// Fill in a table.
    pub(crate) fn of(schema: &Schema, table: &PrintedTable, root: &Node) -> Self {
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

    /// The labels of all columns of a table whose rows stand side by side, what is over each first.
    pub(crate) fn columns_across(&self) -> Vec<Vec<String>> {
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
}

fn row(schema: &Schema, table: &PrintedTable, row: &PrintedRow, root: &Node) -> FilledRow {
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

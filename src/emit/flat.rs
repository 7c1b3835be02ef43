//! A table without merged cells, for files that have none.

use crate::emit::table::{GroupTitle, Table};

/// A part of the table without merged cells.
pub(crate) struct Flat {
    pub above: Option<String>,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
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

    /// Without merged cells: what stands over a column or before a row is put before its label, parted by `between`.
    pub(crate) fn flat(&self, between: &str) -> Vec<Flat> {
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
                let same = row.groups_shared(before);
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

//! Rows with a label that the form does not have.

use std::collections::HashSet;

use crate::extract::{
    layout::Layout,
    recognize::candidates::{Candidate, Walked},
};
use crate::{
    form::{printed::Printed, schema::Schema},
    text::{normalize::Folded, suggest::nearest},
};

/// More rows that the form does not have than anybody reads.
pub(crate) const MOST_STRAYS: usize = 200;

/// A row whose label is nearly one of the form is that row, if the form's own is nowhere else.
pub(crate) fn adopt(schema: &Schema, printed: &Printed, layout: &Layout, walked: &mut Walked<'_>) {
    let strays = std::mem::take(&mut walked.strays);
    let mut there: HashSet<(usize, usize)> = HashSet::new();
    for row in walked.candidates.iter().filter(|row| !row.cells.is_empty()) {
        there.extend(row.row.map(|at| (row.table, at)));
    }
    for stray in strays.into_iter().take(MOST_STRAYS) {
        let table = &printed.tables[stray.table];
        let label = Folded::of(&layout.words(stray.label), 0, &printed.letters).text;
        let key = printed.labels.key(&label);
        let allowed = key.chars().count() / 6;
        let is_there = |row: usize| there.contains(&(stray.table, row));
        let named = table
            .rows
            .iter()
            .enumerate()
            .filter(|(at, _)| !table.across && !is_there(*at))
            .map(|(at, row)| {
                let title = Folded::of(&schema.shape(row.field).title.zh, 0, &printed.letters).text;
                (at, printed.labels.key(&title))
            });
        let named: Vec<(usize, String)> = named
            .take(if key.chars().count() > 200 { 0 } else { usize::MAX })
            .collect();
        let meant = nearest(&key, named.iter().map(|(_, key)| key.as_str()));
        let row = named
            .iter()
            .find(|(_, name)| Some(name.as_str()) == meant)
            .map(|(at, _)| *at);
        match row.filter(|_| meant.is_some_and(|meant| strsim::osa_distance(meant, &key) <= allowed)) {
            Some(row) => {
                there.insert((stray.table, row));
                walked.candidates.push(Candidate {
                    table: stray.table,
                    row: Some(row),
                    label: stray.label,
                    width: stray.cells.len(),
                    cells: stray.cells,
                    unsure: false,
                    closed: true,
                    exact: layout.is_grid,
                    led: false,
                    blocks: (stray.block, stray.block),
                });
            }
            None => walked.strays.push(stray),
        }
    }
}

//! Rows with a label that the form does not have.

use std::collections::{BTreeMap, HashSet};

use crate::extract::{
    layout::Layout,
    recognize::candidates::{Candidate, Stray, Walked},
};
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    form::{printed::Printed, schema::Schema},
    text::{normalize::Folded, quote::shorten, suggest::nearest},
};

/// More rows that the form does not have than anybody reads.
pub(crate) const MOST_STRAYS: usize = 200;
/// No label has more letters.
const LONGEST: usize = 200;

/// Where the rows of a table stand: the place of the label, and which row of the form it is.
type Places = BTreeMap<usize, usize>;

/// A row whose label is nearly one of the form is that row, if the form's own is nowhere else: more letters may be wrong where it stands
/// between its neighbours. Gives back what is to be said of such labels.
pub(crate) fn adopt(schema: &Schema, printed: &Printed, layout: &Layout, walked: &mut Walked<'_>) -> Vec<Defect> {
    let strays = std::mem::take(&mut walked.strays);
    let mut there: HashSet<(usize, usize)> = HashSet::new();
    let mut places: BTreeMap<usize, Places> = BTreeMap::new();
    for row in walked.candidates.iter().filter(|row| !row.cells.is_empty()) {
        there.extend(row.row.map(|at| (row.table, at)));
        if let Some(at) = row.row {
            places.entry(row.table).or_default().insert(row.label.start, at);
        }
    }
    let mut said = Vec::new();
    for stray in strays.into_iter().take(MOST_STRAYS) {
        let meant = meant(schema, printed, layout, &stray, &there, places.get(&stray.table));
        let Some(row) = meant else {
            walked.strays.push(stray);
            continue;
        };
        there.insert((stray.table, row));
        let field = printed.tables[stray.table].rows[row].field;
        let label = layout.meant(stray.label);
        said.push(
            Defect::new(DefectKind::OtherWording, stray.label)
                .at(schema.pointer(field))
                .because("label")
                .with("value", shorten(label.trim()))
                .with("meant", schema.shape(field).title.zh.clone()),
        );
        walked.candidates.push(Candidate {
            table: stray.table,
            row: Some(row),
            label: stray.label,
            width: stray.cells.len(),
            cells: stray.cells,
            unsure: false,
            closed: true,
            exact: layout.is_grid,
            even: false,
            led: false,
            blocks: (stray.block, stray.block),
        });
    }
    said
}

/// The row of the form that a label means, if it is near enough.
fn meant(
    schema: &Schema,
    printed: &Printed,
    layout: &Layout,
    stray: &Stray,
    there: &HashSet<(usize, usize)>,
    places: Option<&Places>,
) -> Option<usize> {
    let table = &printed.tables[stray.table];
    let label = Folded::of(&layout.words(stray.label), 0, &printed.letters).text;
    let label = label.split_once('(').map_or(label.as_str(), |(label, _)| label);
    let key = printed.labels.key(label);
    let length = key.chars().count();
    if table.across || length > LONGEST {
        return None;
    }
    let missing = table.rows.iter().enumerate();
    let missing = missing.filter(|(at, _)| !there.contains(&(stray.table, *at)));
    let named: Vec<(usize, String)> = missing
        .map(|(at, row)| {
            let title = Folded::of(&schema.shape(row.field).title.zh, 0, &printed.letters).text;
            (at, printed.labels.key(&title))
        })
        .collect();
    let nearest = nearest(&key, named.iter().map(|(_, name)| name.as_str()))?;
    let row = named.iter().find(|(_, name)| name == nearest).map(|(at, _)| *at)?;
    let start = stray.label.start;
    let before = places.and_then(|places| places.range(..start).next_back());
    let behind = places.and_then(|places| places.range(start..).next());
    let is_in_place =
        before.is_some_and(|(_, before)| *before < row) && behind.is_some_and(|(_, behind)| row < *behind);
    // Where it stands elsewhere, one letter in six may be wrong.
    (is_in_place || strsim::osa_distance(nearest, &key) <= length / 6).then_some(row)
}

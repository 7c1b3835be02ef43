//! The order of columns as the head of a table names them. Numbers are counted off in the order of the form; a head that names
//! another order must not be overlooked.

use std::collections::{HashMap, HashSet};

use crate::extract::recognize::candidates::Walked;
use crate::{
    form::{printed::Printed, schema::Schema, shape::ShapeId},
    text::{normalize::Folded, source::Span},
};

/// Where a column's label stands.
#[derive(Clone, Copy)]
struct HeadPlace {
    start: usize,
    /// Its number in reading order.
    order: usize,
    line: Option<usize>,
    column: Option<(usize, usize)>,
}

/// The column labels that were met.
pub(crate) struct Heads<'a> {
    /// What columns are compared by.
    keys: HashMap<ShapeId, String>,
    /// In reading order, by table of the form and label.
    places: HashMap<(usize, &'a str), Vec<HeadPlace>>,
    /// The labels in reading order, by table of the form.
    sequence: HashMap<usize, Vec<&'a str>>,
}

impl<'a> Heads<'a> {
    /// The labels that were met, apart from those of rows: some words are both.
    pub(crate) fn new(schema: &Schema, printed: &Printed, walked: &Walked<'a>) -> Self {
        let columns = printed
            .tables
            .iter()
            .flat_map(|table| table.rows.iter().flat_map(|row| &row.columns));
        let key = |field: ShapeId| {
            printed
                .labels
                .key(&Folded::of(&schema.shape(field).title.zh, 0, &printed.letters).text)
        };
        let rows = walked.candidates.iter().filter(|row| !row.cells.is_empty());
        let rows: HashSet<usize> = rows.map(|row| row.label.start).collect();
        let mut places: HashMap<_, Vec<_>> = HashMap::new();
        let mut sequence: HashMap<_, Vec<_>> = HashMap::new();
        for (order, head) in walked.heads.iter().enumerate() {
            sequence.entry(head.table).or_default().push(head.key);
            if !rows.contains(&head.span.start) {
                places.entry((head.table, head.key)).or_default().push(HeadPlace {
                    start: head.span.start,
                    order,
                    line: head.line,
                    column: head.column,
                });
            }
        }
        Self {
            keys: columns.map(|column| (*column, key(*column))).collect(),
            places,
            sequence,
        }
    }

    /// Whether the head above a row names the columns in the order of the form, as far as it names them.
    pub(crate) fn in_order(&self, table: usize, row: Span, columns: &[ShapeId]) -> bool {
        let mut found: Vec<(usize, HeadPlace)> = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            let key = self.keys.get(column).map_or("", String::as_str);
            let met = self.places.get(&(table, key)).map_or(&[][..], Vec::as_slice);
            let above = met.partition_point(|place| place.start < row.start);
            found.extend(above.checked_sub(1).map(|last| (at, met[last])));
        }
        let tables: HashSet<Option<usize>> = found
            .iter()
            .map(|(_, place)| place.column.map(|(table, _)| table))
            .collect();
        if tables.len() == 1 && !tables.contains(&None) {
            return found.windows(2).all(|pair| pair[0].1.column < pair[1].1.column);
        }
        found.sort_by_key(|(_, place)| place.order);
        let is_side_by_side =
            |pair: &[(usize, HeadPlace)]| pair[0].1.line.is_some() && pair[0].1.line == pair[1].1.line;
        if found
            .windows(2)
            .any(|pair| is_side_by_side(pair) && pair[0].0 > pair[1].0)
        {
            return false;
        }
        let order: Vec<usize> = found.iter().map(|(at, _)| *at).collect();
        reads_in_order(&order)
    }

    /// Whether the head of a table whose rows stand side by side names the columns in their order, once for each row.
    pub(crate) fn repeat(&self, table: usize, columns: &[ShapeId]) -> bool {
        let keys: Vec<&str> = columns
            .iter()
            .filter_map(|column| Some(self.keys.get(column)?.as_str()))
            .collect();
        let sequence = self.sequence.get(&table).map_or(&[][..], Vec::as_slice);
        let order: Vec<usize> = sequence
            .iter()
            .filter_map(|key| keys.iter().position(|known| known == key))
            .collect();
        let times = |at: usize| order.iter().filter(|found| **found == at).count();
        let is_whole = (1..keys.len()).all(|at| times(at) == times(0));
        !is_whole || order.iter().enumerate().all(|(place, at)| place % keys.len() == *at)
    }
}

/// Whether columns met in this order, not all of them side by side, can be in order: one after the other, or first those that reach
/// down over several lines of the head and then the group between or before them.
fn reads_in_order(order: &[usize]) -> bool {
    let Some(end) = order.windows(2).position(|pair| pair[0] > pair[1]).map(|at| at + 1) else {
        return true;
    };
    let (outer, inner) = order.split_at(end);
    let is_group = |at: &usize| *at < inner[0] || *at > inner[inner.len() - 1];
    inner.windows(2).all(|pair| pair[0] < pair[1]) && outer.iter().all(is_group)
}

#[cfg(test)]
mod tests {
    use super::reads_in_order;

    #[test]
    fn order_of_heads() {
        for order in [
            &[][..],
            &[0, 1, 2],
            &[0, 6, 1, 2, 3, 4, 5],
            &[0, 3, 1, 2],
            &[0, 1, 5, 6, 2, 3, 4],
            &[6, 0, 1, 2, 3, 4, 5],
        ] {
            assert!(reads_in_order(order), "{order:?}");
        }
        for order in [
            &[0, 2, 1, 3][..],
            &[0, 2, 1, 3, 4, 5, 6],
            &[0, 6, 1, 2, 3, 5, 4],
            &[0, 6, 2, 1],
        ] {
            assert!(!reads_in_order(order), "{order:?}");
        }
    }
}

//! A table stands in the part of the report that it belongs to. Where it does, words elsewhere that look like its rows are prose, unless
//! they stand in a table: then the report has the table twice.

use std::{collections::BTreeSet, ops::Range};

use crate::extract::{
    layout::{Block, Layout},
    recognize::candidates::{Candidate, Walked},
};
use crate::{
    form::{printed::Printed, schema::Schema, shape::ShapeId},
    text::source::Span,
};

/// Forget what was met of a table outside its part, if most of it was met inside. Gives back what of it stands in a table all the same.
pub(crate) fn keep_to_parts(
    schema: &Schema,
    printed: &Printed,
    layout: &Layout,
    walked: &mut Walked<'_>,
    headings: &[Option<usize>],
) -> Vec<Candidate> {
    let mut again = Vec::new();
    for (at, section) in printed.sections.iter().enumerate() {
        let Some((table, part)) = section.table.zip(blocks(at, headings)) else {
            continue;
        };
        let inside = walked
            .candidates
            .iter()
            .filter(|row| row.table == table && part.contains(&row.blocks.1) && !row.cells.is_empty());
        let rows: BTreeSet<Option<usize>> = inside.map(|row| row.row).collect();
        let expected = if printed.tables[table].across {
            1
        } else {
            printed.tables[table].rows.len()
        };
        if rows.is_empty() || rows.len() * 2 < expected {
            continue;
        }
        let text = Span::new(
            layout.blocks[part.start].span().start,
            layout.blocks[part.end - 1].span().end,
        );
        let is_inside = |label: Span| text.start <= label.start && label.end <= text.end;
        let is_outside = |row: &mut Candidate| row.table == table && !part.contains(&row.blocks.1);
        let outside: Vec<Candidate> = walked.candidates.extract_if(.., is_outside).collect();
        again.extend(tabled(layout, outside, expected));
        walked
            .strays
            .retain(|stray| stray.table != table || part.contains(&stray.block));
        let field = printed.tables[table].field;
        walked
            .group_values
            .retain(|group| !is_in(schema, group.field, field) || is_inside(group.label));
    }
    again
}

/// Those rows that stand in a table, or all, where they are most of the rows that the form has.
fn tabled(layout: &Layout, rows: Vec<Candidate>, expected: usize) -> Vec<Candidate> {
    let named: BTreeSet<Option<usize>> = rows
        .iter()
        .filter(|row| !row.cells.is_empty())
        .map(|row| row.row)
        .collect();
    if named.len() * 2 >= expected && named.len() > 1 {
        return rows;
    }
    let is_tabled = |row: &Candidate| matches!(layout.blocks[row.blocks.1], Block::Row(_));
    rows.into_iter().filter(is_tabled).collect()
}

/// The blocks of a part.
fn blocks(section: usize, headings: &[Option<usize>]) -> Option<Range<usize>> {
    let start = headings.iter().position(|heading| *heading == Some(section))?;
    let next = headings[start..]
        .iter()
        .position(|heading| heading.is_some_and(|other| other != section));
    Some(start..next.map_or(headings.len(), |next| start + next))
}

fn is_in(schema: &Schema, mut field: ShapeId, around: ShapeId) -> bool {
    loop {
        if field == around {
            return true;
        }
        match schema.shape(field).parent {
            Some(parent) => field = parent,
            None => return false,
        }
    }
}

//! A table stands in the part of the report that it belongs to. Where it does, words elsewhere that look like its rows are prose.

use std::{collections::BTreeSet, ops::Range};

use crate::extract::{layout::Layout, recognize::candidates::Walked};
use crate::{
    form::{printed::Printed, schema::Schema, shape::ShapeId},
    text::source::Span,
};

/// Forget what was met of a table outside its part, if most of it was met inside.
pub(crate) fn keep_to_parts(
    schema: &Schema,
    printed: &Printed,
    layout: &Layout,
    walked: &mut Walked<'_>,
    headings: &[Option<usize>],
) {
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
        walked
            .candidates
            .retain(|row| row.table != table || part.contains(&row.blocks.1));
        walked
            .strays
            .retain(|stray| stray.table != table || part.contains(&stray.block));
        let field = printed.tables[table].field;
        walked
            .group_values
            .retain(|group| !is_in(schema, group.field, field) || is_inside(group.label));
    }
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

//! Plain text and Markdown: lines, and rows where tabs or bars tell cells.

use std::collections::BTreeSet;

use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::limits::Limits,
    extract::{
        formats::{
            lines::{Line, cell, lines},
            pipe_tables,
        },
        layout::{Block, Layout, LayoutCell, LayoutRow},
    },
    text::{normalize::is_gap, source::Span},
};

/// A cell of a table is no longer than so many bytes; a line of longer pieces is prose with tabs in it.
const LONGEST_CELL: usize = 240;

/// Lay out a text, which stays as it is.
///
/// # Errors
/// A limit that is exceeded.
pub(crate) fn layout(text: String, limits: &Limits, is_markdown: bool) -> Result<Layout, Box<Defect>> {
    // A bar behind a backslash parts no cells; the places stay.
    let unbarred = is_markdown.then(|| text.replace("\\|", "\\/"));
    let (blocks, titles) = blocks(unbarred.as_ref().unwrap_or(&text), limits)?;
    Ok(Layout {
        text,
        blocks,
        is_grid: false,
        // A plain text has no headings of its own.
        titles: if is_markdown { titles } else { BTreeSet::new() },
        has_escapes: is_markdown,
        unlike: Vec::new(),
    })
}

fn blocks(text: &str, limits: &Limits) -> Result<(Vec<Block>, BTreeSet<usize>), Box<Defect>> {
    let mut blocks = Vec::new();
    let mut titles = BTreeSet::new();
    let lines = lines(text);
    let lined = pipe_tables::Lined::new(text, &lines);
    let mut tables = 0;
    let mut at = 0;
    let mut cells = 0;
    while let Some(line) = lines.get(at) {
        let before = blocks.len();
        if text[line.whole.start..line.inner.start].contains('#') {
            titles.insert(before);
        }
        let (taken, rows) = pipe_tables::region(&lined, at, tables);
        if taken > 0 {
            tables += 1;
            blocks.extend(rows);
            at += taken;
        } else {
            blocks.push(match tabbed(text, *line, tables) {
                Some(row) => Block::Row(row),
                None => {
                    // Rows with a line between them may be of two tables; nothing depends on it where columns are not told.
                    tables += 1;
                    Block::Line(line.inner)
                }
            });
            at += 1;
        }
        cells += blocks[before..]
            .iter()
            .map(|block| match block {
                Block::Line(_) => 1,
                Block::Row(row) => row.cells.len(),
            })
            .sum::<usize>();
        if cells > limits.nodes {
            return Err(Defect::new(DefectKind::TooManyCells, Span::default())
                .with("limit", limits.nodes.to_string())
                .into());
        }
    }
    Ok((blocks, titles))
}

/// The cells of a line that tabs tell apart.
fn tabbed(text: &str, line: Line, table: usize) -> Option<LayoutRow> {
    let whole = &text[line.whole.start..line.whole.end];
    if !whole.contains('\t') {
        return None;
    }
    let mut cells = Vec::new();
    let mut start = line.whole.start;
    for (column, piece) in whole.split('\t').enumerate() {
        cells.push(cell(text, Span::new(start, start + piece.len()), Some(column)));
        start += piece.len() + 1;
    }
    let is_blank = |cell: &LayoutCell| text[cell.span.start..cell.span.end].trim_matches(is_gap).is_empty();
    let filled = cells.iter().filter(|cell| !is_blank(cell)).count();
    let is_prose = cells
        .iter()
        .any(|cell| cell.span.len() > LONGEST_CELL || text[cell.span.start..cell.span.end].contains('。'));
    // One word with tabs around it is a heading that was indented, or a row with nothing in it but its label.
    let is_row = !is_prose && (filled > 1 || !is_blank(&cells[0]) && cells.len() > 2);
    is_row.then_some(LayoutRow {
        table,
        cells,
        closed: true,
    })
}

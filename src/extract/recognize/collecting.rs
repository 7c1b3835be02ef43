//! The sheet in which an office collects the figures of many agencies, a row each: the labels of the form stand in its head side by side. It
//! is no report, and its rows are no rows of the form.

use std::collections::HashSet;

use crate::{
    diagnostic::defect::{Defect, DefectKind},
    extract::layout::{Block, Layout, LayoutCell, LayoutRow},
    form::{labels::Rest, printed::Printed},
    text::{
        normalize::{Folded, is_gap, letters},
        quote::shorten,
        source::Span,
    },
};

/// So many rows with a name and figures are a list.
const FEWEST_ROWS: usize = 3;
/// So many labels of the form stand in its head.
const FEWEST_LABELS: usize = 2;
/// A head takes no more rows.
const MOST_HEAD_ROWS: usize = 6;
/// No name or label is longer, in bytes.
const LONGEST: usize = 300;

/// A head that was met.
struct Head {
    span: Span,
    table: usize,
    column: usize,
    /// The labels of the form in the rows of the head.
    labels: HashSet<String>,
    /// Its rows.
    rows: usize,
    /// The rows below it that have a name and figures.
    members: usize,
}

/// What is wrong with a list of agencies, if this is one.
pub(crate) fn find(printed: &Printed, layout: &Layout) -> Option<Defect> {
    let mut head: Option<Head> = None;
    // The rows above the one with the head that belong to it: labels over several columns.
    let mut above: Vec<&LayoutRow> = Vec::new();
    for block in &layout.blocks {
        let Block::Row(row) = block else { continue };
        if above.last().is_some_and(|last| last.table != row.table) {
            above.clear();
        }
        if head.as_ref().is_some_and(|head| head.table != row.table) {
            head = None;
        }
        match &mut head {
            Some(head) => {
                head.take(printed, layout, row);
                if head.is_list() {
                    return Some(head.defect(layout));
                }
            }
            None => {
                head = Head::of(printed, layout, row, &above);
                above.push(row);
                if above.len() > MOST_HEAD_ROWS {
                    above.remove(0);
                }
            }
        }
    }
    None
}

fn words<'l>(layout: &'l Layout, cell: &LayoutCell) -> &'l str {
    let words = &layout.text[cell.span.start..cell.span.end];
    if words.len() <= LONGEST { words } else { "" }
}

fn is_figure(words: &str) -> bool {
    let words = words.trim_matches(is_gap);
    words.contains(char::is_numeric) && !words.contains(char::is_alphabetic)
}

/// The labels of the form in the cells of a row.
fn labels(printed: &Printed, layout: &Layout, row: &LayoutRow, into: &mut HashSet<String>) {
    for cell in &row.cells {
        let folded = Folded::of(words(layout, cell), 0, &printed.letters).text;
        let (hits, rest) = printed.labels.parse(&folded);
        if rest == Rest::Nothing {
            into.extend(hits.iter().map(|hit| hit.key.to_owned()));
        }
    }
}

impl Head {
    fn of(printed: &Printed, layout: &Layout, row: &LayoutRow, above: &[&LayoutRow]) -> Option<Self> {
        let is_head = |cell: &&LayoutCell| {
            let folded = Folded::of(words(layout, cell), 0, &printed.letters).text;
            printed.collects(&letters(&folded))
        };
        let cell = row.cells.iter().find(is_head)?;
        let mut head = Self {
            span: cell.span,
            table: row.table,
            column: cell.column?,
            labels: HashSet::new(),
            rows: 1,
            members: 0,
        };
        for row in above.iter().copied().chain([row]) {
            labels(printed, layout, row, &mut head.labels);
        }
        Some(head)
    }

    /// A row below the head: more of the head, or one of an agency.
    fn take(&mut self, printed: &Printed, layout: &Layout, row: &LayoutRow) {
        let name = row.cells.iter().find(|cell| cell.column == Some(self.column));
        let is_named = name.is_some_and(|cell| words(layout, cell).contains(char::is_alphabetic));
        let has_figures = row.cells.iter().any(|cell| is_figure(words(layout, cell)));
        if is_named && has_figures {
            self.members += 1;
        } else if self.members == 0 && self.rows < MOST_HEAD_ROWS {
            self.rows += 1;
            labels(printed, layout, row, &mut self.labels);
        }
    }

    fn is_list(&self) -> bool {
        self.members >= FEWEST_ROWS && self.labels.len() >= FEWEST_LABELS
    }

    fn defect(&self, layout: &Layout) -> Defect {
        Defect::new(DefectKind::CollectingSheet, self.span)
            .with("value", shorten(layout.text[self.span.start..self.span.end].trim()))
    }
}

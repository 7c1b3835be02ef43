//! What becomes of every line and row of a page: no text between the title of a report and its end is lost.

use std::{collections::BTreeSet, ops::Range};

use crate::{
    extract::{
        layout::{Block, Layout},
        recognize::headings::Headings,
    },
    form::printed::Printed,
    text::{normalize::Folded, source::Span},
};

/// Longer lines are never furniture.
const LONGEST_FURNITURE: usize = 400;

/// What a block is to the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockUse {
    /// It stands before the title or behind the end.
    Outside,
    /// The title.
    Title,
    /// The heading of a part, or a line of the table of contents.
    Heading,
    /// Labels and cells of a table, and what stands in its head.
    Table,
    /// Text.
    Text,
    /// It belongs to the page: its number, its source, where it was printed.
    Furniture,
}

/// How many characters, white space left out, became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// All that the page has.
    pub read: usize,
    /// Those of title, headings, tables and text: they stand in the document, or are the form's own words.
    pub kept: usize,
    /// Those of rows that could not be read, which is said at their place.
    pub refused: usize,
    /// Those that stand before the title or behind the end of the report.
    pub outside: usize,
    /// Those that belong to the page.
    pub furniture: usize,
}

/// What the blocks of a layout are. `title` are the blocks of the title, `end` is the first block behind the report.
pub(super) fn uses(
    printed: &Printed,
    layout: &Layout,
    headings: &Headings,
    in_table: &[bool],
    title: Option<Range<usize>>,
    end: usize,
) -> Vec<BlockUse> {
    let title = title.unwrap_or(0..0);
    let of_block = |at: usize, block: &Block| {
        let span = block.span();
        if at < title.start || at >= end {
            return BlockUse::Outside;
        }
        if title.contains(&at) {
            return BlockUse::Title;
        }
        if headings.of_block[at].is_some() || headings.contents[at] {
            return BlockUse::Heading;
        }
        if in_table[at] {
            return BlockUse::Table;
        }
        let is_furniture = span.len() < LONGEST_FURNITURE
            && printed.ignores(&Folded::of(&layout.words(span), 0, &printed.letters).text);
        match is_furniture {
            true => BlockUse::Furniture,
            false => BlockUse::Text,
        }
    };
    let blocks = layout.blocks.iter().enumerate();
    blocks.map(|(at, block)| of_block(at, block)).collect()
}

impl Account {
    /// Count what became of a layout; `refused` are places in rows that could not be read.
    pub(super) fn of(layout: &Layout, uses: &[BlockUse], refused: &BTreeSet<usize>) -> Self {
        let mut account = Self::default();
        for (block, used) in layout.blocks.iter().zip(uses) {
            let count = match block {
                Block::Line(span) => characters(layout, *span),
                Block::Row(row) => row.cells.iter().map(|cell| characters(layout, cell.span)).sum(),
            };
            account.read += count;
            let span = block.span();
            match used {
                BlockUse::Table if refused.range(span.start..=span.end).next().is_some() => account.refused += count,
                BlockUse::Outside => account.outside += count,
                BlockUse::Furniture => account.furniture += count,
                BlockUse::Title | BlockUse::Heading | BlockUse::Table | BlockUse::Text => account.kept += count,
            }
        }
        account
    }
}

fn characters(layout: &Layout, span: Span) -> usize {
    layout.text[span.start..span.end]
        .chars()
        .filter(|c| !c.is_whitespace())
        .count()
}

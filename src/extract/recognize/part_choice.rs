//! Which of the lines that may be headings are those of the parts: the parts come in the order of the form, and of all ways to choose them
//! the one counts for which most speaks: words, number, how the other parts are numbered, what the file itself calls a heading, and
//! whether the table follows that the part holds.

use std::collections::BTreeSet;

use crate::extract::{
    layout::{Block, Layout},
    recognize::heading_marks::{Mark, Numbered, Style, Wording},
};
use crate::{
    form::{labels::Rest, printed::Printed},
    text::{normalize::Folded, source::Span},
};

/// How much speaks for a heading or against it. What speaks against all words of the form is a number of a lower level, as points of an
/// overview have it.
mod weight {
    pub(super) const OWN_WORDS: i32 = 6;
    pub(super) const LIKE_WORDS: i32 = 4;
    pub(super) const OTHER_WORDS: i32 = 1;
    pub(super) const RIGHT_NUMBER: i32 = 4;
    pub(super) const RIGHT_NUMBER_OF_OTHER_STYLE: i32 = 2;
    pub(super) const WRONG_NUMBER: i32 = -3;
    pub(super) const STYLE_OF_PARTS: i32 = 3;
    pub(super) const NO_NUMBER: i32 = -4;
    pub(super) const HIGHER_STYLE: i32 = -2;
    pub(super) const LOWER_STYLE: i32 = -7;
    pub(super) const LOW_STYLE: i32 = -4;
    pub(super) const CALLED_HEADING: i32 = 3;
    pub(super) const TABLE_FOLLOWS: i32 = 6;
    pub(super) const OTHER_TABLE_FOLLOWS: i32 = -5;
    pub(super) const NO_TABLE_FOLLOWS: i32 = -3;
}

/// The table of a part begins among so many blocks behind its heading.
const NEAR: usize = 40;

/// A way to choose headings up to one of them: the heading, and the way to the one before it.
struct Way {
    block: usize,
    before: Option<usize>,
}

/// The blocks that begin the parts.
pub(super) fn choose(printed: &Printed, layout: &Layout, marks: &[Option<Mark>]) -> BTreeSet<usize> {
    let found: Vec<(usize, &Mark)> = marks
        .iter()
        .enumerate()
        .filter_map(|(block, mark)| Some((block, mark.as_ref()?)))
        .collect();
    let style = style_of_parts(found.iter().map(|(_, mark)| *mark));
    let mut ways: Vec<Way> = Vec::new();
    // For each part the best way that ends with it: what speaks for it, and which it is.
    let mut best: Vec<Option<(i32, usize)>> = vec![None; printed.sections.len()];
    for (at, (block, mark)) in found.iter().enumerate() {
        let next = found.get(at + 1).map_or(marks.len(), |(next, _)| *next);
        let table = printed.sections[mark.section].table;
        let follows = table.and_then(|_| table_behind(printed, layout, block + mark.blocks..next));
        let own = weigh(mark, style, layout.titles.contains(block), table, follows);
        let is_other = mark.wording == Wording::Other;
        if own <= 0 || is_other && table.is_some() && table != follows {
            continue;
        }
        // Where the words do not tell, or the number is that of a lower level, the part before it must be there.
        let is_low = style.is_some_and(|style| mark.style > style && mark.style != Style::Plain);
        let is_weak = is_other || is_low;
        let earlier = match (is_weak, mark.section.checked_sub(1)) {
            (true, Some(before)) => before..before + 1,
            _ => 0..mark.section,
        };
        let is_bound = is_weak && mark.section > 0;
        let before = best[earlier]
            .iter()
            .flatten()
            .max_by_key(|(weight, way)| (*weight, std::cmp::Reverse(*way)))
            .copied();
        if is_bound && before.is_none() {
            continue;
        }
        let weight = own + before.map_or(0, |(weight, _)| weight);
        if best[mark.section].is_none_or(|(known, _)| weight > known) {
            best[mark.section] = Some((weight, ways.len()));
            ways.push(Way {
                block: *block,
                before: before.map(|(_, way)| way),
            });
        }
    }
    let last = best
        .iter()
        .flatten()
        .max_by_key(|(weight, way)| (*weight, std::cmp::Reverse(*way)));
    let mut chosen = BTreeSet::new();
    let mut way = last.map(|(_, way)| *way);
    while let Some(Way { block, before }) = way.and_then(|way| ways.get(way)) {
        chosen.insert(*block);
        way = *before;
    }
    chosen
}

/// How the parts are numbered: as the highest heading is whose words are the form's and whose number agrees with them. Points of an overview
/// stand below one.
fn style_of_parts<'m>(marks: impl Iterator<Item = &'m Mark>) -> Option<Style> {
    let agree = |mark: &&Mark| mark.wording == Wording::Own && mark.numbered != Numbered::Wrong;
    marks.filter(agree).map(|mark| mark.style).min()
}

fn weigh(mark: &Mark, style: Option<Style>, is_title: bool, table: Option<usize>, follows: Option<usize>) -> i32 {
    let is_style = style == Some(mark.style);
    let words = match mark.wording {
        Wording::Own => weight::OWN_WORDS,
        Wording::Like => weight::LIKE_WORDS,
        Wording::Other => weight::OTHER_WORDS,
    };
    let number = match mark.numbered {
        Numbered::Right if is_style => weight::RIGHT_NUMBER,
        Numbered::Right => weight::RIGHT_NUMBER_OF_OTHER_STYLE,
        Numbered::Wrong => weight::WRONG_NUMBER,
        _ => 0,
    };
    let level = match (style, mark.style) {
        (Some(_), _) if is_style => weight::STYLE_OF_PARTS,
        (Some(_), Style::Plain) => weight::NO_NUMBER,
        (Some(style), own) if own < style => weight::HIGHER_STYLE,
        (Some(_), _) => weight::LOWER_STYLE,
        (None, Style::Brackets | Style::Arabic) => weight::LOW_STYLE,
        (None, _) => 0,
    };
    let of_table = match (table, follows) {
        (None, _) => 0,
        (Some(table), Some(follows)) if table == follows => weight::TABLE_FOLLOWS,
        (Some(_), Some(_)) => weight::OTHER_TABLE_FOLLOWS,
        (Some(_), None) if is_style => 0,
        (Some(_), None) => weight::NO_TABLE_FOLLOWS,
    };
    words + number + level + of_table + if is_title { weight::CALLED_HEADING } else { 0 }
}

/// The table of the form whose labels are met first in these blocks.
fn table_behind(printed: &Printed, layout: &Layout, blocks: std::ops::Range<usize>) -> Option<usize> {
    layout.blocks[blocks].iter().take(NEAR).find_map(|block| match block {
        Block::Line(span) => table_of(printed, layout, *span),
        Block::Row(row) => row
            .cells
            .iter()
            .take(4)
            .find_map(|cell| table_of(printed, layout, cell.span)),
    })
}

/// The one table whose labels these words are.
fn table_of(printed: &Printed, layout: &Layout, span: Span) -> Option<usize> {
    if span.len() > printed.labels.longest() * 4 {
        return None;
    }
    let folded = Folded::of(&layout.words(span), 0, &printed.letters).text;
    // Numbers stand behind the label where a line is a row.
    let label = folded.trim_end_matches(|c: char| !c.is_alphabetic());
    let (hits, rest) = printed.labels.parse(label);
    if rest != Rest::Nothing {
        return None;
    }
    hits.iter().find_map(|hit| {
        let first = hit.targets.first()?.table()?;
        hit.targets
            .iter()
            .all(|target| target.table() == Some(first))
            .then_some(first)
    })
}

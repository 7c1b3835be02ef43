//! What the title and some sentences say: who reports, on which year, on which period.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::extract::layout::{Block, Layout};
use crate::{
    form::{
        keyword::{Groups, Which},
        printed::{Fact, FactValue, Printed},
        shape::ShapeId,
    },
    text::{
        normalize::{Folded, squeezed},
        source::Span,
    },
};

/// A title is broken over so many lines at most.
const TITLE_LINES: usize = 3;
/// A title is no longer than so many bytes.
const LONGEST_TITLE: usize = 300;
/// A line that tells something is no longer than so many bytes.
const LONGEST_LINE: usize = 10_000;
/// The title stands among so many lines before the first part.
const NEAREST_LINES: usize = 200;

/// A value that a sentence gives.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// The field.
    pub field: ShapeId,
    /// Its place.
    pub span: Span,
    /// What it is.
    pub value: Given,
}

/// See [`Told`].
#[derive(Clone, Debug)]
pub(crate) enum Given {
    /// A number, from its digits.
    Number(Decimal),
    /// The text at the place, without white space that means nothing.
    Text(String),
}

/// The title: its blocks and what it tells.
#[derive(Debug)]
pub(crate) struct Title {
    /// Its first block.
    pub first: usize,
    /// The block behind it.
    pub end: usize,
    /// Its place.
    pub span: Span,
    /// What it tells.
    pub told: Vec<Told>,
}

/// Find the title among the blocks before `end`; `contents` are those of a table of contents. Of several the last counts, which
/// is nearest to the report.
pub(crate) fn title(printed: &Printed, layout: &Layout, end: usize, contents: &[bool]) -> Option<Title> {
    let fact = printed.title.as_ref()?;
    let blocks = layout.blocks[..end]
        .iter()
        .enumerate()
        .skip(end.saturating_sub(NEAREST_LINES));
    let lines: Vec<(usize, Span)> = blocks
        .filter_map(|(at, block)| match block {
            Block::Line(span) if span.len() <= LONGEST_TITLE && !contents[at] => Some((at, *span)),
            _ => None,
        })
        .collect();
    let mut incomplete = None;
    // A title on one line, then those broken over several.
    for count in 1..=TITLE_LINES {
        for joined in lines.windows(count).rev() {
            let (first, last) = (joined[0].0, joined[count - 1].0);
            if last != first + count - 1 {
                continue;
            }
            let mut folded = Folded::<String>::default();
            for (_, span) in joined {
                folded.push(&layout.words(*span), span.start, &printed.letters);
            }
            let Some(told) = matched(fact, &folded, layout) else {
                continue;
            };
            let is_complete = told.len() == fact.set.len();
            let title = Title {
                first,
                end: last + 1,
                span: folded.place(0..folded.text.len()),
                told,
            };
            if is_complete {
                return Some(title);
            }
            if count == 1 && incomplete.is_none() {
                incomplete = Some(title);
            }
        }
    }
    incomplete
}

/// What the sentences of the page tell.
pub(crate) fn facts(printed: &Printed, layout: &Layout) -> Vec<Told> {
    let mut folded = Folded::<String>::default();
    for block in &layout.blocks {
        match block {
            Block::Line(span) => folded.push(&layout.words(*span), span.start, &printed.letters),
            // `公开日期 | 2024-01-17`: what a page says of itself may stand in a table.
            Block::Row(row) => {
                for cell in &row.cells {
                    folded.push(&layout.words(cell.span), cell.span.start, &printed.letters);
                }
            }
        }
    }
    let mut told: Vec<Told> = Vec::new();
    for fact in printed.facts.iter().filter(|fact| fact.line.is_none()) {
        add(&mut told, matched(fact, &folded, layout).unwrap_or_default());
    }
    told
}

/// Add what whole lines of the report tell that is not told yet, such as the date under it.
pub(crate) fn add_lines(told: &mut Vec<Told>, printed: &Printed, layout: &Layout, report: Range<usize>) {
    for (fact, which) in printed.facts.iter().filter_map(|fact| Some((fact, fact.line?))) {
        let is_told = |value: &FactValue| told.iter().any(|old| old.field == value.field);
        if fact.set.iter().all(is_told) {
            continue;
        }
        // What stands under a report is no longer than its title.
        let longest = if which == Which::Last {
            LONGEST_TITLE
        } else {
            LONGEST_LINE
        };
        let lines = layout.blocks[report.clone()].iter().filter_map(|block| match block {
            Block::Line(span) if span.len() <= longest => Some(*span),
            _ => None,
        });
        let told_by = |line| matched(fact, &folded(printed, layout, line), layout);
        let found = match which {
            Which::First => lines.filter_map(told_by).next(),
            Which::Last => lines.rev().filter_map(told_by).next(),
        };
        add(told, found.unwrap_or_default());
    }
}

/// What the page says of itself beside what it shows.
pub(crate) fn about(printed: &Printed, layout: &Layout) -> Vec<Told> {
    /// `title：…`, `…_甲市人民政府`, `… | 政府信息公开`.
    const BETWEEN: [char; 4] = ['：', '_', '|', '｜'];
    let mut told = Vec::new();
    for line in &layout.about {
        let mut start = line.start;
        for piece in layout.text[line.start..line.end].split(BETWEEN) {
            let at = layout.text[start..].find(piece).map_or(start, |at| start + at);
            start = at + piece.len();
            let piece = folded(printed, layout, Span::new(at, start));
            let title = printed.title.iter();
            let found = title.filter_map(|title| matched(title, &piece, layout));
            found.for_each(|found| add(&mut told, found));
        }
        let line = folded(printed, layout, *line);
        for fact in printed.facts.iter().filter(|fact| fact.line.is_none()) {
            add(&mut told, matched(fact, &line, layout).unwrap_or_default());
        }
    }
    told
}

fn folded(printed: &Printed, layout: &Layout, line: Span) -> Folded<String> {
    Folded::of(&layout.words(line), line.start, &printed.letters)
}

/// Add what is not told yet.
pub(crate) fn add(told: &mut Vec<Told>, new: Vec<Told>) {
    for new in new {
        if told.iter().all(|old| old.field != new.field) {
            told.push(new);
        }
    }
}

fn matched(fact: &Fact, folded: &Folded<String>, layout: &Layout) -> Option<Vec<Told>> {
    for pattern in fact.find.iter().filter_map(|pattern| pattern.get()) {
        let Some(found) = pattern.captures(&folded.text) else {
            continue;
        };
        let group = |names: &str| {
            names.split('|').find_map(|name| match name {
                "0" => found.get(0),
                name => found.name(name).filter(|group| !group.is_empty()),
            })
        };
        let told = fact.set.iter().filter_map(|value| match &value.groups {
            Groups::One(name) => {
                let group = group(name)?;
                let span = folded.place(group.range());
                Some(Told {
                    field: value.field,
                    span,
                    value: given(group.as_str(), &layout.meant(span)),
                })
            }
            Groups::Day(names) => {
                let part = |at: usize| digits(group(&names[at])?.as_str());
                let (year, month, day) = (part(0)?, part(1)?, part(2)?);
                let groups = names.iter().filter_map(|names| group(names));
                let start = groups.clone().map(|group| group.start()).min()?;
                let end = groups.map(|group| group.end()).max()?;
                Some(Told {
                    field: value.field,
                    span: folded.place(start..end),
                    value: Given::Text(format!("{year:0>4}-{month:0>2}-{day:0>2}")),
                })
            }
        });
        return Some(told.collect());
    }
    None
}

/// A number in Arabic or other digits.
fn digits(text: &str) -> Option<Decimal> {
    crate::text::numeral::reading(text).number
}

fn given(folded: &str, written: &str) -> Given {
    match digits(folded) {
        Some(number) => Given::Number(number),
        None => Given::Text(squeezed(written)),
    }
}

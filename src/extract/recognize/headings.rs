//! Where the parts of a report begin.

use crate::extract::layout::{Block, Layout};
use crate::{
    form::printed::Printed,
    text::{
        normalize::{Folded, is_gap, letters},
        source::Span,
    },
};

/// A heading is no longer than so many bytes.
const LONGEST: usize = 200;
/// So many headings one after the other may be a table of contents.
const CONTENTS: usize = 3;
/// So much of a heading that is broken over two lines tells that it is one.
const FEWEST_LETTERS: usize = 4;

/// A part of the report in the layout.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundPart {
    /// The part, as the form counts them.
    pub section: usize,
    /// The block of its heading.
    pub block: usize,
    /// The heading.
    pub heading: Span,
    /// Where its text begins.
    pub text: usize,
}

/// What the headings of a report tell.
#[derive(Debug)]
pub(crate) struct Headings {
    /// The parts, in the order of the text.
    pub parts: Vec<FoundPart>,
    /// For each block the part it is a heading of.
    pub of_block: Vec<Option<usize>>,
    /// For each block whether it belongs to a table of contents.
    pub contents: Vec<bool>,
}

/// What a block may be the heading of.
struct Mark {
    section: usize,
    heading: Span,
    text: usize,
    blocks: usize,
    /// Only a number stands there.
    bare: bool,
}

/// Find the parts of the report.
pub(crate) fn find(printed: &Printed, layout: &Layout) -> Headings {
    let mut marks: Vec<Option<Mark>> = Vec::with_capacity(layout.blocks.len());
    for at in 0..layout.blocks.len() {
        let taken = at > 0 && marks[at - 1].as_ref().is_some_and(|mark: &Mark| mark.blocks == 2);
        marks.push(if taken { None } else { mark(printed, layout, at) });
    }
    let contents = drop_contents(&mut marks, layout);
    prefer_titles(&mut marks, layout);
    let mut parts: Vec<FoundPart> = Vec::new();
    let mut of_block = vec![None; layout.blocks.len()];
    let named: Vec<usize> = marks
        .iter()
        .flatten()
        .filter(|mark| !mark.bare)
        .map(|mark| mark.section)
        .collect();
    for (block, mark) in marks.into_iter().enumerate() {
        let Some(mark) = mark else { continue };
        let before = parts.last().map(|part| part.section);
        // A number by itself is a heading where the part is nowhere named and its turn has come.
        let in_turn = mark.section.checked_sub(1) == before;
        if mark.bare && (named.contains(&mark.section) || !in_turn) {
            continue;
        }
        of_block[block..block + mark.blocks].fill(Some(mark.section));
        if before == Some(mark.section) {
            // A caption that repeats the heading.
            continue;
        }
        if parts.iter().any(|part| part.section == mark.section) {
            of_block[block..block + mark.blocks].fill(None);
            continue;
        }
        parts.push(FoundPart {
            section: mark.section,
            block,
            heading: mark.heading,
            text: mark.text,
        });
    }
    Headings {
        parts,
        of_block,
        contents,
    }
}

/// A table of contents names headings one after the other; the parts themselves come later. What the file itself calls a heading only
/// comes again as one.
fn drop_contents(marks: &mut [Option<Mark>], layout: &Layout) -> Vec<bool> {
    let mut contents = vec![false; marks.len()];
    let sections: Vec<(usize, usize)> = marks
        .iter()
        .enumerate()
        .filter_map(|(at, mark)| Some((at, mark.as_ref().filter(|mark| !mark.bare)?.section)))
        .collect();
    let is_title = |at: &usize| layout.titles.contains(at);
    let mut last_of = std::collections::HashMap::new();
    for (at, section) in &sections {
        last_of.insert((*section, false), *at);
        if is_title(at) {
            last_of.insert((*section, true), *at);
        }
    }
    let mut from = 0;
    while from < sections.len() {
        let mut to = from + 1;
        while to < sections.len() && sections[to].0 == sections[to - 1].0 + blocks_of(marks, sections[to - 1].0) {
            to += 1;
        }
        let run = &sections[from..to];
        let recurs =
            |(at, section): &(usize, usize)| last_of.get(&(*section, is_title(at))).is_some_and(|last| last > at);
        if run.len() >= CONTENTS && run.iter().all(recurs) {
            for (at, _) in run {
                contents[*at] = true;
                marks[*at] = None;
            }
        }
        from = to;
    }
    contents
}

/// Where the file itself calls a line the heading of a part, lines that only read like it are none.
fn prefer_titles(marks: &mut [Option<Mark>], layout: &Layout) {
    let is_title = |at: &usize| layout.titles.contains(at);
    let named = |at: &usize| {
        marks
            .get(*at)?
            .as_ref()
            .filter(|mark| !mark.bare)
            .map(|mark| mark.section)
    };
    let titled: std::collections::BTreeSet<usize> = layout.titles.iter().filter_map(named).collect();
    for (at, mark) in marks.iter_mut().enumerate() {
        if mark.as_ref().is_some_and(|mark| titled.contains(&mark.section)) && !is_title(&at) {
            *mark = None;
        }
    }
}

fn blocks_of(marks: &[Option<Mark>], at: usize) -> usize {
    marks[at].as_ref().map_or(1, |mark| mark.blocks)
}

fn mark(printed: &Printed, layout: &Layout, at: usize) -> Option<Mark> {
    let (text, span, blocks) = words(layout, at)?;
    let folded = Folded::of(&text, span.start, &printed.letters);
    let (numbered, behind) = printed.labels.numbered(&folded.text);
    let key = letters(behind);
    let whole = |section: usize, bare: bool| Mark {
        section,
        heading: span,
        text: span.end,
        blocks,
        bare,
    };
    if key.is_empty() {
        let number = letters(&folded.text);
        let of_number = printed
            .sections
            .iter()
            .position(|section| section.number == number && !number.is_empty());
        return of_number.filter(|_| numbered).map(|section| whole(section, true));
    }
    if let Some(section) = printed.heading(&key) {
        return Some(whole(section, false));
    }
    if !numbered {
        return None;
    }
    // `六、其他需要报告的事项：无`: the text follows on the same line.
    let starts = printed.headings().filter(|(heading, _)| key.starts_with(heading));
    if let Some((heading, section)) = starts.max_by_key(|(heading, _)| heading.len()) {
        let number = folded.text.len() - behind.len();
        let mut left = heading.chars().count();
        let end = behind.char_indices().find_map(|(offset, c)| {
            left -= usize::from(c.is_alphanumeric());
            (left == 0).then(|| number + offset + c.len_utf8())
        })?;
        let next = folded.text[end..].chars().next()?;
        let place = folded.place(0..end);
        let gap = layout.text[place.end..].starts_with(is_gap);
        if !next.is_alphanumeric() || gap {
            let rest = folded.text[end..]
                .find(char::is_alphanumeric)
                .map_or(folded.text.len(), |skip| end + skip);
            // Brackets and quotes belong to the text, stops to the heading.
            let stops = folded.text[end..rest].find(['(', '"', '<', '《', '〈', '[']);
            let from = stops.map_or(rest, |stop| end + stop);
            return Some(Mark {
                section,
                heading: place,
                text: folded.place(from..from + 1).start,
                blocks,
                bare: false,
            });
        }
        return None;
    }
    // The heading may go on in the next line.
    if key.chars().count() < FEWEST_LETTERS || !printed.headings().any(|(heading, _)| heading.starts_with(&key)) {
        return None;
    }
    let (next, next_span, _) = words(layout, at + blocks)?;
    let next = letters(&Folded::of(&next, 0, &printed.letters).text);
    let section = printed.heading(&format!("{key}{next}"))?;
    Some(Mark {
        section,
        heading: Span::new(span.start, next_span.end),
        text: next_span.end,
        blocks: blocks + 1,
        bare: false,
    })
}

/// The words of a block that may be a heading: a short line, or a row with a single word or a number and a word.
fn words(layout: &Layout, at: usize) -> Option<(String, Span, usize)> {
    let text = |span: Span| layout.words(span);
    match layout.blocks.get(at)? {
        Block::Line(span) => {
            // A longer line may begin with a heading.
            let line = text(*span);
            let end = line
                .char_indices()
                .map(|(at, c)| at + c.len_utf8())
                .take_while(|end| *end <= LONGEST)
                .last()?;
            let whole = span.len() <= LONGEST;
            let shown = if whole {
                *span
            } else {
                Span::new(span.start, span.start + end)
            };
            Some((text(shown).into_owned(), shown, 1))
        }
        Block::Row(row) => {
            let filled = row
                .cells
                .iter()
                .filter(|cell| !text(cell.span).trim_matches(is_gap).is_empty());
            let filled: Vec<Span> = filled.take(3).map(|cell| cell.span).collect();
            if filled.is_empty() || filled.len() > 2 || !row.closed {
                return None;
            }
            let span = Span::new(filled[0].start, filled[filled.len() - 1].end);
            if span.len() > LONGEST {
                return None;
            }
            // The bar between the two is as good as white space; the length stays.
            let words: String = text(span)
                .chars()
                .map(|c| if matches!(c, '|' | '\t') { ' ' } else { c })
                .collect();
            Some((words, span, 1))
        }
    }
}

//! Where the parts of a report begin.

use crate::extract::{
    layout::Layout,
    recognize::{
        heading_marks::{Mark, Wording, mark},
        part_choice::choose,
    },
};
use crate::{form::printed::Printed, text::source::Span};

/// So many headings one after the other may be a table of contents.
const CONTENTS: usize = 3;

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
    /// Whether the heading is one that the form has, in these or other accepted words.
    pub is_known: bool,
    /// Whether it has the number of another part.
    pub is_misnumbered: bool,
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

/// Find the parts of the report.
pub(crate) fn find(printed: &Printed, layout: &Layout) -> Headings {
    let mut marks: Vec<Option<Mark>> = Vec::with_capacity(layout.blocks.len());
    for at in 0..layout.blocks.len() {
        let taken = at > 0 && marks[at - 1].as_ref().is_some_and(|mark: &Mark| mark.blocks == 2);
        marks.push(if taken { None } else { mark(printed, layout, at) });
    }
    let contents = drop_contents(&mut marks, layout);
    let chosen = choose(printed, layout, &marks);
    let mut parts: Vec<FoundPart> = Vec::new();
    let mut of_block = vec![None; layout.blocks.len()];
    for (block, mark) in marks.iter().enumerate() {
        let Some(mark) = mark else { continue };
        let is_chosen = chosen.contains(&block);
        // A line that goes on behind the words of a heading is text.
        let has_text = mark.text < layout.blocks[block].span().end;
        if !is_chosen && (has_text || !parts.last().is_some_and(|part| repeats(printed, part, mark))) {
            continue;
        }
        of_block[block..block + mark.blocks].fill(Some(mark.section));
        if is_chosen {
            parts.push(FoundPart {
                section: mark.section,
                block,
                heading: mark.heading,
                text: mark.text,
                is_known: mark.wording == Wording::Own,
                is_misnumbered: mark.is_misnumbered,
            });
        }
    }
    Headings {
        parts,
        of_block,
        contents,
    }
}

/// Whether a block repeats the heading of the part it stands in, as the caption of its table. In prose such a line is text.
fn repeats(printed: &Printed, part: &FoundPart, mark: &Mark) -> bool {
    mark.section == part.section && mark.wording == Wording::Own && printed.sections[part.section].table.is_some()
}

/// A table of contents names headings one after the other; the parts themselves come later. What the file itself calls a heading only
/// comes again as one.
fn drop_contents(marks: &mut [Option<Mark>], layout: &Layout) -> Vec<bool> {
    let mut contents = vec![false; marks.len()];
    let sections: Vec<(usize, usize)> = marks
        .iter()
        .enumerate()
        .filter_map(|(at, mark)| Some((at, mark.as_ref().filter(|mark| mark.wording == Wording::Own)?.section)))
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

fn blocks_of(marks: &[Option<Mark>], at: usize) -> usize {
    marks[at].as_ref().map_or(1, |mark| mark.blocks)
}

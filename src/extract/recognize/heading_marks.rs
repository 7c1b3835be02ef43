//! Lines that may be the heading of a part: by their words, by their number, or by both.

use crate::extract::layout::{Block, Layout};
use crate::{
    form::{labels::Rest, printed::Printed},
    text::{
        normalize::{Folded, is_gap, letters},
        source::Span,
    },
};

/// A heading is no longer than so many bytes.
const LONGEST: usize = 200;
/// A heading in words that the form does not have has no more letters, and no fewer.
const OTHER_WORDS: std::ops::RangeInclusive<usize> = 2..=30;
/// So much of a heading that is broken over two lines tells that it is one.
const FEWEST_LETTERS: usize = 4;

/// How the words of a heading are to those of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wording {
    /// They are the form's, or other accepted ones.
    Own,
    /// They are like the form's.
    Like,
    /// They are others, or none: only the number tells which part it may be.
    Other,
}

/// How the number of a heading is to the part that its words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbered {
    /// It has none.
    No,
    /// It is the number of the part.
    Right,
    /// It is another.
    Wrong,
}

/// What a block may be the heading of.
#[derive(Debug)]
pub(crate) struct Mark {
    /// The part.
    pub section: usize,
    /// The heading.
    pub heading: Span,
    /// Where the text behind it begins.
    pub text: usize,
    /// Over how many blocks it is broken.
    pub blocks: usize,
    /// How its words are to those of the form.
    pub wording: Wording,
    /// How its number is to that of the part.
    pub numbered: Numbered,
    /// Whether its number is that of another part.
    pub is_misnumbered: bool,
    /// How the number is written.
    pub style: Style,
}

/// How headings of one level are numbered, from the highest level to the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Style {
    /// 第一部分
    Part,
    /// 一、
    Chinese,
    /// 1.
    Arabic,
    /// （一）
    Brackets,
    /// Not at all.
    Plain,
}

impl Style {
    fn of(number: &str) -> Self {
        match number {
            "" => Self::Plain,
            number if number.contains('第') => Self::Part,
            number if number.contains('(') => Self::Brackets,
            number if number.contains(|c: char| c.is_ascii_digit()) => Self::Arabic,
            _ => Self::Chinese,
        }
    }
}

/// What a block may be the heading of.
pub(crate) fn mark(printed: &Printed, layout: &Layout, at: usize) -> Option<Mark> {
    let (text, span, blocks) = words(layout, at)?;
    let folded = Folded::of(&text, span.start, &printed.letters);
    let (mut is_numbered, mut behind) = printed.labels.numbered(&folded.text);
    // `五 存在的主要问题`: folding has closed the gap.
    if !is_numbered && let Some((first, rest)) = text.trim_start_matches(is_gap).split_once(is_gap) {
        let is_number = printed.sections.iter().any(|section| section.number == first);
        if is_number && !rest.trim_matches(is_gap).is_empty() {
            (is_numbered, behind) = (true, folded.text.strip_prefix(first).unwrap_or(behind));
        }
    }
    // `一、2023年总体情况`: a year is no number of the heading.
    let upper = folded.text[..folded.text.len() - behind.len()].trim_end_matches(|c: char| c.is_ascii_digit());
    if !upper.is_empty() {
        behind = &folded.text[upper.len()..];
    }
    let number = &folded.text[..folded.text.len() - behind.len()];
    let of_number = is_numbered.then(|| printed.part_numbered(&bare(number))).flatten();
    let key = letters(behind);
    let whole = |section: usize, wording: Wording| Mark {
        section,
        heading: span,
        text: span.end,
        blocks,
        wording,
        numbered: match of_number {
            _ if !is_numbered => Numbered::No,
            Some(number) if number == section => Numbered::Right,
            _ => Numbered::Wrong,
        },
        is_misnumbered: of_number.is_some_and(|number| number != section),
        style: Style::of(number),
    };
    if key.is_empty() {
        return of_number.map(|section| whole(section, Wording::Other));
    }
    if let Some(section) = printed.headings.exact(&key) {
        return Some(whole(section, Wording::Own));
    }
    if is_numbered {
        // `六、其他需要报告的事项：无`: the text follows on the same line.
        let starts = printed.headings.iter().filter(|(heading, _)| key.starts_with(heading));
        let longest = starts.max_by_key(|(heading, _)| heading.len());
        let own = longest
            .and_then(|(heading, section)| Some((split(layout, &folded, behind, heading.chars().count())?, section)));
        if let Some(((heading, text), section)) = own {
            return Some(Mark {
                heading,
                text,
                ..whole(section, Wording::Own)
            });
        }
        if longest.is_none()
            && let Some(mark) = broken(printed, layout, at, &key, &whole)
        {
            return Some(mark);
        }
    }
    // Other words are a heading only where they stand by themselves, or before the first stop.
    let clause = behind.split(['。', ':', ';']).next()?;
    let clause_key = letters(clause);
    let length = clause_key.chars().count();
    let is_alone = length == key.chars().count();
    let is_line = matches!(layout.blocks[at], Block::Line(_));
    if !is_line || clause.contains(',') || !OTHER_WORDS.contains(&length) || !is_alone && !is_numbered {
        return None;
    }
    // A row of a table is none: `一、本年新收政府信息公开申请数量 3 0`.
    let label = clause.trim_end_matches(|c: char| !c.is_alphabetic());
    let (labels, rest) = printed.labels.parse(label);
    if label.len() < clause.len() && clause.ends_with(|c: char| c.is_ascii_digit())
        || !labels.is_empty() && rest == Rest::Nothing
    {
        return None;
    }
    let (section, wording) = match printed.headings.nearest(&clause_key) {
        Some(section) => (section, Wording::Like),
        None => (of_number?, Wording::Other),
    };
    if is_alone {
        return Some(whole(section, wording));
    }
    let (heading, text) = split(layout, &folded, behind, length)?;
    Some(Mark {
        heading,
        text,
        ..whole(section, wording)
    })
}

/// A number without what is around it: 五 of `第五部分、`.
fn bare(number: &str) -> String {
    number
        .chars()
        .filter(|c| c.is_alphanumeric() && !matches!(c, '第' | '部' | '分'))
        .collect()
}

/// The place of a heading of so many letters at the beginning of a line, and where the text behind it begins; none if the words go on.
fn split(layout: &Layout, folded: &Folded<String>, behind: &str, mut letters: usize) -> Option<(Span, usize)> {
    let number = folded.text.len() - behind.len();
    let end = behind.char_indices().find_map(|(offset, c)| {
        letters -= usize::from(c.is_alphanumeric());
        (letters == 0).then(|| number + offset + c.len_utf8())
    })?;
    let next = folded.text[end..].chars().next()?;
    let place = folded.place(0..end);
    let gap = layout.text[place.end..].starts_with(is_gap);
    if next.is_alphanumeric() && !gap {
        return None;
    }
    let rest = folded.text[end..]
        .find(char::is_alphanumeric)
        .map_or(folded.text.len(), |skip| end + skip);
    // Brackets and quotes belong to the text, stops to the heading.
    let stops = folded.text[end..rest].find(['(', '"', '<', '《', '〈', '[']);
    let from = stops.map_or(rest, |stop| end + stop);
    Some((place, folded.place(from..from + 1).start))
}

/// A heading that goes on in the next line.
fn broken(
    printed: &Printed,
    layout: &Layout,
    at: usize,
    key: &str,
    whole: &dyn Fn(usize, Wording) -> Mark,
) -> Option<Mark> {
    if key.chars().count() < FEWEST_LETTERS || !printed.headings.iter().any(|(heading, _)| heading.starts_with(key)) {
        return None;
    }
    let (next, next_span, _) = words(layout, at + 1)?;
    let next = letters(&Folded::of(&next, 0, &printed.letters).text);
    let section = printed.headings.exact(&format!("{key}{next}"))?;
    let mark = whole(section, Wording::Own);
    Some(Mark {
        heading: Span::new(mark.heading.start, next_span.end),
        text: next_span.end,
        blocks: 2,
        ..mark
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

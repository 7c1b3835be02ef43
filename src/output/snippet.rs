//! The excerpt of the source under a finding: which lines, which labels, how wide. [`frame`] draws it.

use std::{collections::BTreeMap, ops::Range};

use miette::LabeledSpan;

use crate::output::{
    elide::{Room, Shown, elide, fits},
    frame,
    printer::{Options, Theme},
    words,
    wrap::{one_line, width, wrap},
};
use crate::{
    diagnostic::finding::{Finding, Label},
    text::source::{Source, Span},
};

/// The lines with labels in one excerpt; more do not explain, they confuse.
const LABELLED_LINES: usize = 3;

/// The labels of one line, arrows stacked below it.
const LABELS_PER_LINE: usize = 4;

/// A drawn excerpt.
pub(crate) struct Snippet {
    /// The box, line by line.
    pub lines: Vec<String>,
    /// The labels that have no room in it, as text.
    pub others: Vec<String>,
    /// The columns of the line numbers.
    pub gutter: usize,
}

/// A label in its line.
struct Place<'a> {
    bytes: Range<usize>,
    message: String,
    label: Option<&'a Label>,
}

/// A line of the excerpt.
struct Line<'a> {
    number: usize,
    places: Vec<Place<'a>>,
}

/// Draw the places that a finding has in another file; the place of the first and the excerpt.
pub(crate) fn draw_elsewhere(
    file: &Source,
    labels: &[&Label],
    finding: &Finding,
    options: &Options,
) -> (usize, Snippet) {
    let own = labels.iter().enumerate().map(|(at, label)| Label {
        primary: at == 0,
        file: None,
        ..(*label).clone()
    });
    let there = Finding {
        labels: own.collect(),
        span: labels.first().map_or(Span::default(), |label| label.span),
        ..finding.clone()
    };
    (there.span.start, draw(file, &there, options))
}

/// Draw the places of `finding` in its own file.
pub(crate) fn draw(source: &Source, finding: &Finding, options: &Options) -> Snippet {
    let (mut lines, mut left_over) = choose(source, finding);
    // The number of a context line after the last may be one digit longer.
    let gutter = lines.last().map_or(1, |line| (line.number + 2).to_string().len());
    // The frame: a blank, the number, a blank, the bar, a blank.
    let columns = options.width.max(Options::MIN_WIDTH) - gutter - 4;
    add_context(source, &mut lines, columns);

    let mut text = String::new();
    let mut labels = Vec::new();
    for line in &mut lines {
        let shown = lay_out(source, line, columns, options, &mut left_over);
        if !text.is_empty() {
            text.push('\n');
        }
        for (place, bytes) in line.places.iter().zip(shown.places) {
            let anchor = (width(&shown.text[..bytes.start]) + width(&shown.text[..bytes.end])) / 2;
            // The arrow takes four columns: the corner, two dashes, a blank.
            let room = columns.saturating_sub(anchor + 4);
            let message = (!place.message.is_empty()).then(|| wrap(&place.message, room, room).join("\n"));
            let at = text.len() + bytes.start;
            labels.push((
                LabeledSpan::new(message, at, bytes.len()),
                place.label.is_none_or(|label| label.primary),
            ));
        }
        text.push_str(&shown.text);
    }
    let numbers: Vec<_> = lines
        .iter()
        .map(|line| (line.number + 1, !line.places.is_empty()))
        .collect();
    let drawn = frame::render(&text, labels, finding.severity, options);
    Snippet {
        lines: frame::number(&drawn, &numbers, gutter, options),
        others: list(source, left_over, &numbers, options),
        gutter,
    }
}

/// The labels without room in the box, by line; last, the lines outside the box whose labels have no text.
fn list(source: &Source, mut labels: Vec<&Label>, shown: &[(usize, bool)], options: &Options) -> Vec<String> {
    labels.sort_by_key(|label| label.span.start);
    let mut by_line: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for label in labels {
        let line = source.position(visible(source, label.span).start).line;
        let texts = by_line.entry(line).or_default();
        let text = one_line(&label.message);
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    let (labelled, silent): (Vec<_>, Vec<_>) = by_line.iter().partition(|(_, texts)| !texts.is_empty());
    let silent: Vec<usize> = silent.into_iter().map(|(line, _)| *line).collect();
    let outside = silent
        .into_iter()
        .filter(|line| !shown.contains(&(*line, true)))
        .collect::<Vec<_>>();
    let labelled = labelled
        .into_iter()
        .map(|(&line, texts)| words::at_line(line, texts, options.lang));
    labelled
        .chain((!outside.is_empty()).then(|| words::also_at(&outside, options.lang)))
        .collect()
}

/// The lines to show with their labels, in order, and the labels left over. The primary place comes first when room is short.
fn choose<'a>(source: &Source, finding: &'a Finding) -> (Vec<Line<'a>>, Vec<&'a Label>) {
    let mut lines: Vec<Line<'a>> = Vec::new();
    let mut left_over = Vec::new();
    let (mut primary, others): (Vec<_>, Vec<_>) = finding
        .labels
        .iter()
        .filter(|label| label.file.is_none())
        .partition(|label| label.primary);
    primary.extend(others);
    // A finding without labels still has a place.
    let places: Vec<(Span, Option<&Label>)> = if primary.is_empty() {
        vec![(finding.span, None)]
    } else {
        primary.into_iter().map(|label| (label.span, Some(label))).collect()
    };
    for (span, label) in places {
        let span = visible(source, span);
        let number = source.line_of(span.start);
        let start = source.line_span(number).start;
        let bytes = span.start - start..span.end - start;
        let message = label.map_or_else(String::new, |label| {
            // The first line of the finding already states it.
            let message = one_line(&label.message);
            if message == one_line(&finding.message) {
                String::new()
            } else {
                message
            }
        });
        let found = lines.iter().position(|line| line.number == number);
        let line = match found {
            Some(at) => &mut lines[at],
            None if lines.len() < LABELLED_LINES => {
                lines.push(Line {
                    number,
                    places: Vec::new(),
                });
                let at = lines.len() - 1;
                &mut lines[at]
            }
            None => {
                left_over.extend(label);
                continue;
            }
        };
        if let Some(same) = line.places.iter_mut().find(|place| place.bytes == bytes) {
            if same.message.is_empty() {
                same.message = message;
            } else if same.message != message {
                left_over.extend(label.filter(|_| !message.is_empty()));
            }
            continue;
        }
        let overlaps = line
            .places
            .iter()
            .any(|place| place.bytes.start < bytes.end && bytes.start < place.bytes.end);
        if overlaps || line.places.len() == LABELS_PER_LINE {
            left_over.extend(label);
        } else {
            line.places.push(Place { bytes, message, label });
        }
    }
    lines.sort_by_key(|line| line.number);
    for line in &mut lines {
        line.places.sort_by_key(|place| place.bytes.start);
    }
    (lines, left_over)
}

/// The part of `span` that is underlined: not empty where there is anything to underline, and on one line.
fn visible(source: &Source, span: Span) -> Span {
    let mut shown = underlined(source, span);
    let line = source.line_span(source.line_of(shown.start));
    // An accent alone has no column of its own: it stands over the character before it.
    while width(source.slice(shown)) == 0 && line.start < shown.start {
        let before = source.slice(Span::new(line.start, shown.start)).chars().next_back();
        shown.start -= before.map_or(shown.start - line.start, char::len_utf8);
    }
    // At the beginning of a line it is what follows that can be seen.
    while width(source.slice(shown)) == 0 && shown.end < line.end {
        let next = source.slice(Span::new(shown.end, line.end)).chars().next();
        shown.end += next.map_or(line.end - shown.end, char::len_utf8);
    }
    shown
}

/// An empty place, such as the end of the file, becomes what stands before it: the key, if that is one.
fn underlined(source: &Source, span: Span) -> Span {
    /// No further back than this is looked for something to underline.
    const REACH: usize = 4096;
    let span = source.clamp(span);
    if let Some(first) = first_line(source, span) {
        // The text is worth more than the sign that block text follows.
        let text = source.slice(first);
        let sign = text.starts_with(['|', '>']) && text[1..].chars().all(|c| "+-123456789".contains(c));
        let rest = Span::new(first.end, span.end);
        return first_line(source, rest).filter(|_| sign).unwrap_or(first);
    }
    if let Some(blank) = blank_at_beginning(source, span) {
        return blank;
    }
    let from = span.start.saturating_sub(REACH);
    let before = source.slice(Span::new(from, span.start)).trim_end_matches(blank);
    let line = source.line_of(span.start);
    let Some(last) = before.chars().next_back() else {
        // Nothing before: the first thing of the line, if any.
        let here = source.line_span(line);
        let text = source.slice(here);
        let start = here.start + (text.len() - text.trim_start_matches(blank).len());
        let end = source
            .slice(Span::new(start, here.end))
            .chars()
            .next()
            .map_or(start, |c| start + c.len_utf8());
        return Span::new(start, end);
    };
    let end = source.clamp(Span::new(from, span.start)).start + before.len();
    if last != ':' {
        return Span::new(end - last.len_utf8(), end);
    }
    let key = before.trim_end_matches(':');
    let start = key
        .char_indices()
        .rfind(|(_, c)| blank(*c) || "{}[],".contains(*c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    if start == key.len() {
        return Span::new(end - 1, end);
    }
    let origin = end - before.len();
    Span::new(origin + start, origin + key.len())
}

/// What of a blank `span` stands at the beginning of a line with something on it: a tab, a blank cell. What stands before it is on
/// another line.
fn blank_at_beginning(source: &Source, span: Span) -> Option<Span> {
    let line = source.line_span(source.line_of(span.start));
    let is_blank = |start: usize, end: usize| source.slice(Span::new(start, end)).chars().all(blank);
    if span.start >= line.end || !is_blank(line.start, span.start) || is_blank(line.start, line.end) {
        return None;
    }
    let next = source.slice(Span::new(span.start, line.end)).chars().next()?;
    let end = span.end.min(line.end).max(span.start + next.len_utf8());
    Some(Span::new(span.start, end))
}

/// What of `span` stands on the first line that is not blank, without blanks around it.
fn first_line(source: &Source, span: Span) -> Option<Span> {
    let start = span.start + source.slice(span).find(|c| !blank(c))?;
    let line = source.line_span(source.line_of(start));
    let text = source.slice(Span::new(start, span.end.min(line.end)));
    Some(Span::new(start, start + text.trim_end_matches(blank).len()))
}

fn blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// A line before and after where there is one labelled line, else the line that fills a gap of one. A line that is blank or too long to
/// show whole is no context.
fn add_context(source: &Source, lines: &mut Vec<Line<'_>>, columns: usize) {
    let mut more = Vec::new();
    if let [line] = lines.as_slice() {
        more.extend(line.number.checked_sub(1));
        more.push(line.number + 1);
    } else {
        for pair in lines.windows(2) {
            if pair[1].number - pair[0].number == 2 {
                more.push(pair[0].number + 1);
            }
        }
    }
    more.retain(|&number| {
        let text = source.slice(source.line_span(number));
        number < source.line_count() && !text.trim().is_empty() && fits(text, columns)
    });
    lines.extend(more.into_iter().map(|number| Line {
        number,
        places: Vec::new(),
    }));
    lines.sort_by_key(|line| line.number);
}

/// The display copy of a line. Labels that do not fit become text, the last first, the finding's own place never.
fn lay_out<'a>(
    source: &Source,
    line: &mut Line<'a>,
    columns: usize,
    options: &Options,
    left_over: &mut Vec<&'a Label>,
) -> Shown {
    let text = source.slice(source.line_span(line.number));
    let ellipsis = match options.theme {
        Theme::Unicode => "…",
        Theme::Ascii => "...",
    };
    loop {
        let longest = line.places.iter().map(|place| width(&place.message)).max().unwrap_or(0);
        let message = longest.min((columns / 3).clamp(8, 32));
        let room = Room {
            total: columns,
            places: columns - message - 4,
            ellipsis,
        };
        let places: Vec<_> = line.places.iter().map(|place| place.bytes.clone()).collect();
        if let Some(mut shown) = elide(text, &places, room) {
            // On an empty line there is nothing to underline but a blank.
            for place in shown.places.iter_mut().filter(|place| place.start == place.end) {
                *place = shown.text.len()..shown.text.len() + 1;
                shown.text.push(' ');
            }
            return shown;
        }
        let last = line
            .places
            .iter()
            .rposition(|place| place.label.is_some_and(|label| !label.primary));
        let dropped = line.places.remove(last.unwrap_or(line.places.len() - 1));
        left_over.extend(dropped.label);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// What is underlined for a place that begins with `at` and is `len` bytes long: its line and its text.
    fn shown(text: &str, at: &str, len: usize) -> (usize, String) {
        let source = Source::new("x", text);
        let start = text.find(at).unwrap();
        let place = visible(&source, Span::new(start, start + len));
        (source.line_of(place.start) + 1, source.slice(place).to_owned())
    }

    #[test]
    fn a_blank_is_marked_on_its_own_line() {
        // A tab before a key; the blank first cell of a row; one whose place is empty.
        assert_eq!(shown("a:\n  b: 1\n\tc: 2\n", "\tc", 1), (3, "\t".to_owned()));
        assert_eq!(shown("0 | 1\n  | 2 | 3\n", "  | 2", 1), (2, " ".to_owned()));
        assert_eq!(shown("0\t1\n\t2\t3\n", "\t2", 0), (2, "\t".to_owned()));
        // Behind something on the line it is that; on an empty line it is what came before.
        assert_eq!(shown("a: 1\nb:\nc: 2\n", "\nc", 0), (2, "b".to_owned()));
        assert_eq!(shown("a: {b: 1\n", "\n", 0), (1, "1".to_owned()));
        assert_eq!(shown("a: 甲\n  \n", "  \n", 2), (1, "甲".to_owned()));
    }
}

//! Tables drawn with bars (`|`), in the ways that converters and copying leave them.

use crate::{
    extract::{
        formats::lines::{Line, cell},
        layout::{Block, LayoutCell, LayoutRow},
    },
    text::source::Span,
};

/// A row whose cells hold line breaks goes on over so many lines.
const MOST_LINES: usize = 40;

const fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜' | '│' | '┃' | '║' | '¦')
}

/// The lines of a text, with what is asked of many of them counted once: each place would ask it of all that follow.
pub(crate) struct Lined<'t> {
    text: &'t str,
    lines: &'t [Line],
    has_bar: Vec<bool>,
    /// Before each line, how many have a bar, and how many have one between two cells.
    with_bar: Vec<usize>,
    wide: Vec<usize>,
    /// From each line on, where the lines with bars end, and where they do if each other one may have none.
    stretch: Vec<usize>,
    reach: Vec<usize>,
}

impl<'t> Lined<'t> {
    pub(crate) fn new(text: &'t str, lines: &'t [Line]) -> Self {
        let whole = |line: &Line| &text[line.whole.start..line.whole.end];
        let has_bar: Vec<bool> = lines.iter().map(|line| whole(line).contains(is_bar)).collect();
        let (mut with_bar, mut wide) = (vec![0], vec![0]);
        for (line, has_bar) in lines.iter().zip(&has_bar) {
            // Bars at its ends aside.
            let is_wide = *has_bar && whole(line).trim().trim_matches(is_bar).contains(is_bar);
            with_bar.push(with_bar[with_bar.len() - 1] + usize::from(*has_bar));
            wide.push(wide[wide.len() - 1] + usize::from(is_wide));
        }
        let mut stretch: Vec<usize> = (0..=lines.len()).collect();
        let mut reach = stretch.clone();
        for at in (0..lines.len()).rev() {
            if has_bar[at] {
                stretch[at] = stretch[at + 1];
            }
            if has_bar[at] || has_bar.get(at + 1) == Some(&true) {
                reach[at] = reach[at + 1];
            }
        }
        Self {
            text,
            lines,
            has_bar,
            with_bar,
            wide,
            stretch,
            reach,
        }
    }

    fn whole(&self, at: usize) -> &'t str {
        self.lines
            .get(at)
            .map_or("", |line| &self.text[line.whole.start..line.whole.end])
    }

    fn has_bar(&self, at: usize) -> bool {
        self.has_bar.get(at) == Some(&true)
    }

    /// A line with nothing on it but bars.
    fn is_bare(&self, at: usize) -> bool {
        self.has_bar(at)
            && self
                .whole(at)
                .chars()
                .all(|c| is_bar(c) || crate::text::normalize::is_gap(c))
    }

    fn ends(&self, at: usize) -> bool {
        self.whole(at).trim_end().ends_with(is_bar)
    }

    fn begins(&self, at: usize) -> bool {
        self.whole(at).trim_start().starts_with(is_bar)
    }
}

/// The rows of a table that begins with line `at`, and how many lines they take; no lines where none begins.
pub(crate) fn region(lined: &Lined<'_>, at: usize, table: usize) -> (usize, Vec<Block>) {
    // One cell and one bar on alternate lines: the first cell has no bar.
    let leads = !lined.has_bar(at) && lined.is_bare(at + 1) && !lined.has_bar(at + 2) && lined.is_bare(at + 3);
    if !lined.has_bar(at) && !leads {
        return (0, Vec::new());
    }
    let end = lined.reach[at];
    let within = |counts: &[usize]| counts[end] - counts[at];
    if within(&lined.wide) * 4 >= within(&lined.with_bar) {
        let end = lined.stretch[at];
        return (end - at, rows(lined, at, end, table));
    }
    let first = lined.lines[at].whole.start;
    let last = lined.lines[end - 1].whole.end;
    let cells = split(lined.text, Span::new(first, last));
    (
        end - at,
        vec![Block::Row(LayoutRow {
            table,
            cells,
            closed: false,
        })],
    )
}

/// One row a line, except where a cell holds a line break.
fn rows(lined: &Lined<'_>, from: usize, to: usize, table: usize) -> Vec<Block> {
    let bars = |line: usize| lined.whole(line).chars().filter(|c| is_bar(*c)).count();
    let is_even = (from..to).all(|line| bars(line) == bars(from));
    // Lines with as many bars each are whole rows; then a bar at an end closes the row only where all have one.
    let usual = |is: &dyn Fn(usize) -> bool| {
        let count = (from..to).filter(|line| is(*line)).count();
        if is_even {
            count == to - from
        } else {
            count * 2 > to - from
        }
    };
    let begins = usual(&|line| lined.begins(line));
    let ends = usual(&|line| lined.ends(line));
    let mut blocks = Vec::new();
    let mut at = from;
    while at < to {
        let mut last = at;
        if ends && !is_even {
            let reach = to.min(at + MOST_LINES);
            last = (at..reach).find(|line| lined.ends(*line)).unwrap_or(at);
            // A row begins where the next one would: what came before has lost its end.
            if begins && let Some(next) = (at + 1..=last).find(|line| lined.begins(*line)) {
                last = next - 1;
            }
        }
        let span = Span::new(lined.lines[at].whole.start, lined.lines[last].whole.end);
        let mut cells = split(lined.text, span);
        let is_blank = |cell: &LayoutCell| lined.text[cell.span.start..cell.span.end].trim().is_empty();
        if ends && lined.ends(last) && cells.len() > 1 {
            cells.pop();
        }
        if begins && lined.begins(at) && cells.first().is_some_and(is_blank) && cells.len() > 1 {
            cells.remove(0);
        }
        blocks.push(Block::Row(LayoutRow {
            table,
            cells,
            closed: true,
        }));
        at = last + 1;
    }
    blocks
}

/// What stands between bars.
fn split(text: &str, span: Span) -> Vec<LayoutCell> {
    let mut cells = Vec::new();
    let mut start = span.start;
    for piece in text[span.start..span.end].split(is_bar) {
        cells.push(cell(text, Span::new(start, start + piece.len()), None));
        start += piece.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    cells
}

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

struct Lined<'t> {
    text: &'t str,
    lines: &'t [Line],
}

impl<'t> Lined<'t> {
    fn whole(&self, at: usize) -> &'t str {
        self.lines
            .get(at)
            .map_or("", |line| &self.text[line.whole.start..line.whole.end])
    }

    fn has_bar(&self, at: usize) -> bool {
        self.whole(at).contains(is_bar)
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
pub(crate) fn region(text: &str, lines: &[Line], at: usize, table: usize) -> (usize, Vec<Block>) {
    let lined = Lined { text, lines };
    // One cell and one bar on alternate lines: the first cell has no bar.
    let leads = !lined.has_bar(at) && lined.is_bare(at + 1) && !lined.has_bar(at + 2) && lined.is_bare(at + 3);
    if !lined.has_bar(at) && !leads {
        return (0, Vec::new());
    }
    let mut end = at;
    while lined.has_bar(end) || lined.has_bar(end + 1) && end < lines.len() {
        end += 1;
    }
    let with_bar: Vec<usize> = (at..end).filter(|line| lined.has_bar(*line)).collect();
    // Cells on a line, bars at its ends aside.
    let wide = with_bar
        .iter()
        .filter(|line| lined.whole(**line).trim().trim_matches(is_bar).contains(is_bar))
        .count();
    if wide * 4 >= with_bar.len() {
        let end = (at..end).find(|line| !lined.has_bar(*line)).unwrap_or(end);
        return (end - at, rows(&lined, at, end, table));
    }
    let first = lines[at].whole.start;
    let last = lines[end - 1].whole.end;
    let cells = split(text, Span::new(first, last));
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

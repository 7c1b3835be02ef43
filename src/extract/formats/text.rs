//! Plain text and Markdown: lines, and rows where tabs or bars tell cells.

use std::collections::BTreeSet;

use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::{limits::Limits, shown::FAR},
    extract::{
        formats::{
            lines::{Line, cell, lines},
            markdown::{self, Noted},
            pipe_tables,
        },
        layout::{Block, Layout, LayoutCell, LayoutRow, Reach, Unlike},
    },
    text::{
        normalize::{is_gap, is_reordering},
        quote::shorten_line,
        source::Span,
    },
};

/// A cell of a table is no longer than so many bytes; a line of longer pieces is prose with tabs in it.
const LONGEST_CELL: usize = 240;

/// Lay out a text, which stays as it is.
///
/// # Errors
/// A limit that is exceeded.
pub(crate) fn layout(text: String, limits: &Limits, is_markdown: bool) -> Result<Layout, Box<Defect>> {
    let (text, noted) = if is_markdown {
        markdown::shown(&text)
    } else {
        (text, Vec::new())
    };
    // A bar behind a backslash parts no cells; the places stay.
    let unbarred = is_markdown.then(|| text.replace("\\|", "\\/"));
    let (blocks, titles) = blocks(unbarred.as_ref().unwrap_or(&text), limits)?;
    let unlike = unlike(&text, &blocks, noted);
    Ok(Layout {
        about: Vec::new(),
        text,
        blocks,
        is_grid: false,
        // A plain text has no headings of its own.
        titles: if is_markdown { titles } else { BTreeSet::new() },
        has_escapes: is_markdown,
        unlike,
    })
}

/// So much of a line is quoted around a character.
const QUOTED: usize = 60;

/// Where a text is seen otherwise than it is read: what was noted of it, and its characters.
fn unlike(text: &str, blocks: &[Block], noted: Vec<Noted>) -> Vec<Unlike> {
    let mut places = Places {
        text,
        blocks,
        unlike: Vec::new(),
    };
    noted.into_iter().for_each(|noted| places.add(noted));
    // A file of an old kind ends its lines with carriage returns alone.
    let has_feeds = text.contains('\n');
    let mut gap = 0;
    let mut previous = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let is_return = c == '\r' && has_feeds && !matches!(next, Some('\n' | '\r') | None);
        let is_control = c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}');
        // Ends of lines to some programs, nothing to others.
        let parts = matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let parts = parts && previous.is_numeric() && next.is_some_and(char::is_numeric);
        previous = c;
        let is_far = gap > FAR && !c.is_whitespace();
        gap = match c {
            '\n' | '\r' => 0,
            c if c.is_whitespace() => gap + 1,
            _ => 0,
        };
        let cause = match c {
            _ if is_return || is_control || parts => "control",
            c if is_reordering(c) => "reordered",
            _ if is_far => "far",
            _ => continue,
        };
        places.add(Noted {
            span: Span::new(at, at + c.len_utf8()),
            cause,
            reach: Reach::Report,
        });
    }
    places.unlike
}

struct Places<'t> {
    text: &'t str,
    blocks: &'t [Block],
    unlike: Vec<Unlike>,
}

impl Places<'_> {
    /// One place of a kind in a block is enough.
    fn add(&mut self, noted: Noted) {
        let Noted { span, cause, reach } = noted;
        let block = self.blocks.partition_point(|block| block.span().end < span.start);
        let last = self.unlike.last();
        if last.is_some_and(|last| (last.block, last.cause, last.reach) == (block, cause, reach)) {
            return;
        }
        // A character alone says nothing: what is around it is quoted.
        let own = self.text[span.start..span.end].trim_matches(is_gap);
        let value = if own.chars().nth(1).is_some() {
            own
        } else {
            self.around(span)
        };
        self.unlike.push(Unlike {
            block,
            span,
            cause,
            value: shorten_line(value),
            reach,
        });
    }

    fn around(&self, span: Span) -> &str {
        let is_boundary = |at: &usize| self.text.is_char_boundary(*at);
        let from = (span.start.saturating_sub(QUOTED)..=span.start)
            .find(is_boundary)
            .unwrap_or(span.start);
        let to = (span.end + QUOTED).min(self.text.len());
        let to = (span.end..=to).rfind(is_boundary).unwrap_or(span.end);
        let start = self.text[from..span.start].rfind('\n').map_or(from, |at| from + at + 1);
        let end = self.text[span.end..to].find('\n').map_or(to, |at| span.end + at);
        self.text[start..end].trim_matches(is_gap)
    }
}

fn blocks(text: &str, limits: &Limits) -> Result<(Vec<Block>, BTreeSet<usize>), Box<Defect>> {
    let mut blocks = Vec::new();
    let mut titles = BTreeSet::new();
    let lines = lines(text);
    let lined = pipe_tables::Lined::new(text, &lines);
    let mut tables = 0;
    let mut at = 0;
    let mut cells = 0;
    while let Some(line) = lines.get(at) {
        let before = blocks.len();
        if text[line.whole.start..line.inner.start].contains('#') {
            titles.insert(before);
        }
        let (taken, rows) = pipe_tables::region(&lined, at, tables);
        if taken > 0 {
            tables += 1;
            blocks.extend(rows);
            at += taken;
        } else {
            blocks.push(match tabbed(text, *line, tables) {
                Some(row) => Block::Row(row),
                None => {
                    // Rows with a line between them may be of two tables; nothing depends on it where columns are not told.
                    tables += 1;
                    Block::Line(line.inner)
                }
            });
            at += 1;
        }
        cells += blocks[before..]
            .iter()
            .map(|block| match block {
                Block::Line(_) => 1,
                Block::Row(row) => row.cells.len(),
            })
            .sum::<usize>();
        if cells > limits.nodes {
            return Err(Defect::new(DefectKind::TooManyCells, Span::default())
                .with("limit", limits.nodes.to_string())
                .into());
        }
    }
    Ok((blocks, titles))
}

/// The cells of a line that tabs tell apart.
fn tabbed(text: &str, line: Line, table: usize) -> Option<LayoutRow> {
    let whole = &text[line.whole.start..line.whole.end];
    if !whole.contains('\t') {
        return None;
    }
    let mut cells = Vec::new();
    let mut start = line.whole.start;
    for (column, piece) in whole.split('\t').enumerate() {
        cells.push(cell(text, Span::new(start, start + piece.len()), Some(column)));
        start += piece.len() + 1;
    }
    let is_blank = |cell: &LayoutCell| text[cell.span.start..cell.span.end].trim_matches(is_gap).is_empty();
    let filled = cells.iter().filter(|cell| !is_blank(cell)).count();
    let is_prose = cells
        .iter()
        .any(|cell| cell.span.len() > LONGEST_CELL || text[cell.span.start..cell.span.end].contains('。'));
    // One word with tabs around it is a heading that was indented, or a row with nothing in it but its label.
    let is_row = !is_prose && (filled > 1 || !is_blank(&cells[0]) && cells.len() > 2);
    is_row.then_some(LayoutRow {
        table,
        cells,
        closed: true,
    })
}

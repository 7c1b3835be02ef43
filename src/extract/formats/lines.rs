//! The lines of a text without the marks of Markdown around them.

use crate::{
    extract::layout::{LayoutCell, trimmed},
    text::{normalize::is_gap, source::Span},
};

/// A line that is not blank: its place without white space at its ends, and the whole of it.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    /// Without what is around the words.
    pub inner: Span,
    /// As it stands in the text.
    pub whole: Span,
}

/// The lines that are not blank and not mere rules.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(['\n', '\u{b}', '\u{c}', '\u{2028}', '\u{2029}']) {
        let whole = Span::new(start, start + piece.len());
        start += piece.len();
        let whole = Span::new(
            whole.start,
            whole.start + piece.trim_end_matches(['\n', '\r', '\u{c}', '\u{b}']).len(),
        );
        let inner = plain(text, trimmed(text, whole));
        if !inner.is_empty() && !is_rule(&text[inner.start..inner.end]) {
            lines.push(Line { inner, whole });
        }
    }
    lines
}

/// Whether a line only draws one, as between the head of a Markdown table and its body.
fn is_rule(line: &str) -> bool {
    let draws = |c: char| {
        matches!(
            c,
            '-' | '=' | '|' | '+' | ':' | '─' | '┼' | '├' | '┤' | '┌' | '┐' | '└' | '┘' | '┬' | '┴' | '━'
        ) || is_gap(c)
    };
    let drawn = |c: char| matches!(c, '-' | '=' | '─' | '━');
    line.chars().all(draws)
        && line
            .split(|c: char| matches!(c, '|' | '+' | '┼' | '┬' | '┴') || is_gap(c))
            .all(|piece| piece.trim_matches(':').is_empty() || piece.chars().filter(|c| drawn(*c)).count() >= 3)
        && line.contains(drawn)
}

/// A span without the marks that Markdown puts around a heading or a word.
fn plain(text: &str, span: Span) -> Span {
    let line = &text[span.start..span.end];
    let inner = line.trim_start_matches(['#', '>']);
    let inner = if inner.len() < line.len() {
        inner.trim_start()
    } else {
        inner
    };
    let start = span.end - inner.len();
    let mut inner = inner;
    let mut shift = 0;
    for mark in ["**", "__", "*"] {
        if let Some(bare) = inner.strip_prefix(mark).and_then(|bare| bare.strip_suffix(mark))
            && !bare.is_empty()
            && !bare.contains(mark)
        {
            inner = bare;
            shift += mark.len();
        }
    }
    trimmed(text, Span::new(start + shift, start + shift + inner.len()))
}

/// A cell over a stretch of text.
pub(crate) fn cell(text: &str, span: Span, column: Option<usize>) -> LayoutCell {
    let inner = plain(text, trimmed(text, span));
    if !inner.is_empty() {
        return LayoutCell { span: inner, column };
    }
    let gap = &text[span.start..span.end];
    let end = gap.find(['\n', '\r']).unwrap_or(gap.len());
    LayoutCell {
        span: Span::new(span.start, span.start + end),
        column,
    }
}

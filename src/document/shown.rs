//! What makes an editor show another text of a data file than the one that is read.

use memchr::{memchr_iter, memmem};

use crate::{
    diagnostic::defect::{Defect, DefectKind},
    text::{
        normalize::{first_reordering, is_reordering},
        quote::shorten_line,
        source::Span,
    },
};

/// Behind so much white space a text is seen only by scrolling sideways.
pub(crate) const FAR: usize = 300;

/// The first place of each kind.
pub(super) fn unlike(text: &str) -> impl Iterator<Item = Defect> {
    let found = [
        (first_reordering(text), "reordered"),
        (first_break(text), "control"),
        (first_far(text), "far"),
    ];
    found
        .into_iter()
        .filter_map(move |(at, cause)| Some(not_as_shown(text, at?, cause)))
}

fn not_as_shown(text: &str, at: usize, cause: &'static str) -> Defect {
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    // White space to scroll over is not what is to be quoted.
    let from = if cause == "far" { at } else { start };
    let words: String = text[from..end].chars().filter(|c| !is_reordering(*c)).collect();
    let first = text[at..].chars().next().map_or(0, char::len_utf8);
    Defect::new(DefectKind::NotAsShown, Span::new(at, at + first))
        .because(cause)
        .with("value", shorten_line(&words))
}

/// A line break to some editors that none is to others, with a key behind it: a carriage return by itself, or one of Unicode's.
fn first_break(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let has_lines = || memchr::memchr(b'\n', bytes).is_some();
    let is_alone = |at: &usize| bytes.get(at + 1).is_some_and(|next| *next != b'\n');
    let carriage = memchr_iter(b'\r', bytes).find(is_alone).filter(|_| has_lines());
    let separators = ["\u{2028}", "\u{2029}", "\u{85}"];
    let separator = separators
        .iter()
        .filter_map(|separator| first_with_key(text, separator))
        .min();
    carriage.into_iter().chain(separator).min()
}

/// The first such separator that a colon follows on its line. Each line is looked at once.
fn first_with_key(text: &str, separator: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let finder = memmem::Finder::new(separator);
    let mut from = 0;
    while let Some(at) = finder.find(&bytes[from..]).map(|at| from + at) {
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
        if memchr::memchr(b':', &bytes[at..end]).is_some() {
            return Some(at);
        }
        from = end;
    }
    None
}

/// What stands behind more white space than anybody scrolls over.
fn first_far(text: &str) -> Option<usize> {
    let blank = [b' '; FAR];
    let mut from = 0;
    while let Some(at) = memmem::find(&text.as_bytes()[from..], &blank) {
        let rest = &text[from + at..];
        let words = from + at + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
        if !text[words..].starts_with(['\n', '\r']) && words < text.len() {
            return Some(words);
        }
        from = words;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn causes(text: &str) -> Vec<(&'static str, usize)> {
        let found = unlike(text);
        found
            .map(|defect| (defect.cause.unwrap_or_default(), defect.span.start))
            .collect()
    }

    #[test]
    fn what_an_editor_shows_otherwise() {
        assert_eq!(causes("a: 1 # x\u{2028}b: 2\n"), [("control", 8)]);
        assert_eq!(causes("a: 1 # x\rb: 2\n"), [("control", 8)]);
        assert_eq!(causes("a: \u{202e}1\n"), [("reordered", 3)]);
        let far = format!("a: 1\n{}\nb: {}2\n", " ".repeat(500), " ".repeat(400));
        assert_eq!(causes(&far), [("far", 5 + 501 + 3 + 400)]);
    }

    #[test]
    fn what_every_editor_shows_alike() {
        // A break in prose, old and new ends of lines, room at the end of one.
        for text in ["a: x\u{2028}y\n", "a: 1\rb: 2\r", "a: 1\r\nb: 2\r\n", &" ".repeat(900)] {
            assert!(causes(text).is_empty(), "{text:?}");
        }
    }
}

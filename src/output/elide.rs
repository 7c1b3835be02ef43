//! A display copy of one line: harmless, no wider than asked for, the labelled places kept.
//!
//! Report prose is often one line of a thousand characters, and a file may be a single line: work is bounded by the columns
//! printed, not by the length of the line.

use std::ops::Range;

use crate::output::{
    escape::{MARKS, is_mark},
    wrap::{glyph, glyph_width, width},
};

/// The columns that each of several places needs around it to show which figure it is.
const CONTEXT: usize = 16;

/// What may be printed of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room<'a> {
    /// The columns of the whole line.
    pub total: usize,
    /// The columns up to the end of the last place, which leaves room for its label.
    pub places: usize,
    /// What stands for text left out.
    pub ellipsis: &'a str,
}

/// A line as printed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The text.
    pub text: String,
    /// Where the places are in it, in bytes.
    pub places: Vec<Range<usize>>,
}

/// A stretch of the line that is printed, and the place in it.
struct Piece {
    bytes: Range<usize>,
    place: Option<usize>,
    /// The bytes that must not be trimmed away.
    core: Range<usize>,
}

/// Show `line` with all of `places` (sorted, disjoint, not empty, within the line), or nothing where they do not all fit.
pub(crate) fn elide(line: &str, places: &[Range<usize>], room: Room<'_>) -> Option<Shown> {
    let last = places.last().map_or(0, |place| place.end);
    if fits(line, room.total) && fits(&line[..last], room.places) {
        let whole = Piece {
            bytes: 0..line.len(),
            place: None,
            core: 0..0,
        };
        return Some(show(line, &[whole], places, room.ellipsis));
    }
    let gap = width(room.ellipsis);
    if places.is_empty() {
        let mut head = Piece {
            bytes: 0..0,
            place: None,
            core: 0..0,
        };
        let mut left = room.total.saturating_sub(gap);
        while grow_right(line, &mut head, line.len(), &mut left) {}
        return Some(show(line, &[head], places, room.ellipsis));
    }
    let share = (room.places / places.len()).saturating_sub(gap);
    let mut pieces: Vec<_> = places
        .iter()
        .enumerate()
        .map(|(i, place)| {
            let end = prefix(line, place.clone(), share.max(2));
            Piece {
                bytes: place.start..end,
                place: Some(i),
                core: place.start..end,
            }
        })
        .collect();
    let needed = pieces.iter().map(|piece| width(&line[piece.bytes.clone()]) + gap).sum();
    let mut left = room.places.checked_sub(needed)?;
    if places.len() > 2 && left < CONTEXT * places.len() {
        return None;
    }
    add_key(line, &mut pieces, gap, &mut left);
    widen(line, &mut pieces, gap, &mut left);
    let used = room.places - left;
    let mut right = room.total.saturating_sub(used + gap);
    if let Some(piece) = pieces.last_mut() {
        while grow_right(line, piece, line.len(), &mut right) {}
    }
    for i in 0..pieces.len() {
        let before = if i > 0 { pieces[i - 1].bytes.end } else { 0 };
        let after = pieces.get(i + 1).map_or(line.len(), |next| next.bytes.start);
        tidy(line, &mut pieces[i], before, after);
    }
    Some(show(line, &pieces, places, room.ellipsis))
}

/// Whether `text` is at most `columns` wide, looking no further than needed.
pub(crate) fn fits(text: &str, columns: usize) -> bool {
    let mut left = columns;
    for c in text.chars() {
        match left.checked_sub(glyph_width(c)) {
            Some(rest) => left = rest,
            None => return false,
        }
    }
    true
}

/// The end of the part of `range` that is at most `columns` wide; at least one character.
fn prefix(line: &str, range: Range<usize>, columns: usize) -> usize {
    let mut used = 0;
    for (at, c) in line[range.clone()].char_indices() {
        used += glyph_width(c);
        if used > columns && at > 0 {
            return range.start + at;
        }
    }
    range.end
}

/// Keep the key at the head of the line: it names the row of the figures.
fn add_key(line: &str, pieces: &mut Vec<Piece>, gap: usize, left: &mut usize) {
    const LONGEST: usize = 24;
    let head = &line[..prefix(line, 0..line.len(), LONGEST)];
    // In JSON on one line the first key does not name the row.
    if head.trim_start().starts_with(['{', '[']) {
        return;
    }
    let Some(colon) = head.find(':') else { return };
    let end = colon + 1;
    let cost = width(&line[..end]) + gap;
    if pieces[0].bytes.start > end && cost * 2 <= *left {
        *left -= cost;
        let piece = Piece {
            bytes: 0..end,
            place: None,
            core: 0..end,
        };
        pieces.insert(0, piece);
    }
}

/// Give the columns left, one character at a time, first to what stands before each place up to the last separator, which is its key;
/// then to both sides of every piece. The right side of the last is not grown here.
fn widen(line: &str, pieces: &mut [Piece], gap: usize, left: &mut usize) {
    let separator = |c: char| "{[,，。；、".contains(c);
    for keys_only in [true, false] {
        loop {
            let mut grew = false;
            for i in 0..pieces.len() {
                if pieces[i].place.is_none() {
                    continue;
                }
                let before = if i > 0 { pieces[i - 1].bytes.end } else { 0 };
                let start = pieces[i].bytes.start;
                if start > before && !(keys_only && line[before..start].ends_with(separator)) {
                    grew |= grow_left(line, &mut pieces[i], before, left);
                    if pieces[i].bytes.start == before {
                        *left += gap;
                    }
                }
                if !keys_only && i + 1 < pieces.len() && pieces[i].bytes.end < pieces[i + 1].bytes.start {
                    let after = pieces[i + 1].bytes.start;
                    grew |= grow_right(line, &mut pieces[i], after, left);
                    if pieces[i].bytes.end == after {
                        *left += gap;
                    }
                }
            }
            if !grew {
                break;
            }
        }
    }
}

fn grow_left(line: &str, piece: &mut Piece, stop: usize, left: &mut usize) -> bool {
    let Some(c) = line[stop..piece.bytes.start].chars().next_back() else {
        return false;
    };
    let Some(rest) = left.checked_sub(glyph_width(c)) else {
        return false;
    };
    *left = rest;
    piece.bytes.start -= c.len_utf8();
    true
}

fn grow_right(line: &str, piece: &mut Piece, stop: usize, left: &mut usize) -> bool {
    let Some(c) = line[piece.bytes.end..stop].chars().next() else {
        return false;
    };
    let Some(rest) = left.checked_sub(glyph_width(c)) else {
        return false;
    };
    *left = rest;
    piece.bytes.end += c.len_utf8();
    true
}

/// Drop what a cut made unreadable at the edges of a piece: a value that has lost its key, a key that has lost its value, half an ASCII
/// word. Prose, whose commas are full-width, is cut anywhere.
fn tidy(line: &str, piece: &mut Piece, before: usize, after: usize) {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let Range { start, end } = piece.bytes;
    if start > before && !line[..start].ends_with(['{', '[', ',']) {
        let head = &line[start..piece.core.start];
        if let Some(comma) = head.find(',') {
            piece.bytes.start += comma + 1;
        } else if line[..start].ends_with(word) {
            piece.bytes.start += head.find(|c| !word(c)).unwrap_or(0);
        }
    }
    if end < after && !line[end..].starts_with(['}', ']', ',']) {
        let tail = &line[piece.core.end..end];
        if let Some(comma) = tail.rfind(',') {
            let blank = usize::from(tail[comma + 1..].starts_with(' '));
            piece.bytes.end = piece.core.end + comma + 1 + blank;
        } else if line[end..].starts_with(word) {
            let last = tail.char_indices().rfind(|(_, c)| !word(*c));
            piece.bytes.end = last.map_or(end, |(at, c)| piece.core.end + at + c.len_utf8());
        }
    }
}

/// Put the pieces together. A piece without a place may be the whole line, with all places in it.
fn show(line: &str, pieces: &[Piece], places: &[Range<usize>], ellipsis: &str) -> Shown {
    let mut text = String::new();
    let mut found = vec![0..0; places.len()];
    let mut at = 0;
    for piece in pieces {
        if piece.bytes.start > at {
            text.push_str(ellipsis);
        }
        let whole = pieces.len() == 1 && piece.place.is_none();
        let mut marks = 0;
        for (offset, c) in line[piece.bytes.clone()].char_indices() {
            let here = piece.bytes.start + offset;
            let start = text.len();
            // A mark takes no column, so that any number of them would fit.
            marks = if is_mark(c) { marks + 1 } else { 0 };
            match marks {
                ..=MARKS => glyph(c, &mut text),
                marks if marks == MARKS + 1 => text.push_str(ellipsis),
                _ => {}
            }
            let candidates = match piece.place {
                Some(i) => i..i + 1,
                None if whole => 0..places.len(),
                None => 0..0,
            };
            for i in candidates {
                if places[i].contains(&here) && text.len() > start {
                    let place: &mut Range<usize> = &mut found[i];
                    if place.start == place.end {
                        place.start = start;
                    }
                    place.end = text.len();
                }
            }
        }
        at = piece.bytes.end;
    }
    if at < line.len() {
        text.push_str(ellipsis);
    }
    Shown { text, places: found }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::single_range_in_vec_init)]
    use super::*;

    fn at(line: &str, needle: &str) -> Range<usize> {
        let start = line.find(needle).unwrap();
        start..start + needle.len()
    }

    fn room(total: usize, places: usize) -> Room<'static> {
        Room {
            total,
            places,
            ellipsis: "…",
        }
    }

    #[test]
    fn a_short_line_is_left_alone() {
        let shown = elide("总计: 3", &[8..9], room(20, 20)).unwrap();
        assert_eq!((shown.text.as_str(), &shown.places[0]), ("总计: 3", &(8..9)));
    }

    #[test]
    fn the_key_and_the_words_around_the_places_stay() {
        let line = "  received: {natural_person: 2, enterprise: 0, research: 0, public_interest: 0, legal_service: 0, total: 3}";
        let places = [at(line, "2"), at(line, "3}").start..line.len() - 1];
        let shown = elide(line, &places, room(60, 56)).unwrap();
        assert_eq!(shown.text, "  received: {natural_person: 2, … total: 3}");
        assert_eq!(&shown.text[shown.places[1].clone()], "3");
    }

    #[test]
    fn prose_is_cut_around_the_place() {
        let line = "全年共收到政府信息公开申请".repeat(50) + "十二件" + &"，均已按时办结".repeat(50);
        let places = [at(&line, "十二件")];
        let shown = elide(&line, &places, room(40, 24)).unwrap();
        assert!(width(&shown.text) <= 40, "{}", shown.text);
        assert!(shown.text.starts_with('…') && shown.text.ends_with('…'));
        assert_eq!(&shown.text[shown.places[0].clone()], "十二件");
    }

    #[test]
    fn what_cannot_fit_is_refused() {
        let line = "1, ".repeat(100);
        let places: Vec<_> = (0..20).map(|i| i * 3..i * 3 + 1).collect();
        assert_eq!(elide(&line, &places, room(40, 20)), None);
    }
}

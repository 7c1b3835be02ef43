//! What is on pages beside their text: numbers of pages, running heads.

use std::collections::HashMap;

use super::page::Item;

/// So much of a page, at its top and at its end, may hold running heads.
const MARGIN: f64 = 0.14;
/// Lines at the top or the end of a page that are looked at.
const LINES: usize = 3;

/// A line as others like it are told: its side of the page, its height, its text without its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Kind {
    is_top: bool,
    height: i64,
    text: String,
}

/// A line at the top or the end of a page.
struct Found {
    page: usize,
    item: usize,
    numbers: Vec<i64>,
}

/// Take running heads and numbers of pages out. `heights` are those of the pages.
pub(super) fn remove(pages: &mut [Vec<Item>], heights: &[f64]) {
    let mut kinds: HashMap<Kind, Vec<Found>> = HashMap::new();
    for (page, items) in pages.iter().enumerate() {
        let height = heights.get(page).copied().unwrap_or_default();
        let from_top = items.iter().enumerate().take(LINES).map(|at| (true, at));
        let from_end = items.iter().enumerate().rev().take(LINES).map(|at| (false, at));
        for (is_top, (item, found)) in from_top.chain(from_end) {
            let Item::Line(line) = found else { continue };
            let Some(place) = line.place else { continue };
            let is_margin = match is_top {
                true => place.bottom > height * (1.0 - MARGIN),
                false => place.top < height * MARGIN,
            };
            if is_margin {
                let (text, numbers) = without_numbers(&line.text);
                let kind = Kind {
                    is_top,
                    height: (place.bottom / 4.0).round() as i64,
                    text,
                };
                kinds.entry(kind).or_default().push(Found { page, item, numbers });
            }
        }
    }
    let mut removed: Vec<(usize, usize)> = Vec::new();
    for (kind, found) in &kinds {
        if is_furniture(kind, found, pages.len()) {
            removed.extend(found.iter().map(|found| (found.page, found.item)));
        }
    }
    removed.sort_unstable();
    removed.dedup();
    for (page, item) in removed.into_iter().rev() {
        pages[page].remove(item);
    }
}

/// A text with `#` for each number, and the numbers.
fn without_numbers(text: &str) -> (String, Vec<i64>) {
    let (mut plain, mut numbers) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 {
            plain.push('#');
            numbers.push(rest[..digits].parse().unwrap_or(i64::MAX));
            rest = &rest[digits..];
        } else {
            plain.extend(Some(c).filter(|c| !c.is_whitespace()));
            rest = &rest[c.len_utf8()..];
        }
    }
    (plain, numbers)
}

/// Whether lines that are alike are no part of the text: numbers that grow with the pages, or the same words on several of them.
fn is_furniture(kind: &Kind, found: &[Found], pages: usize) -> bool {
    let has_number = |found: &Found| {
        let page = i64::try_from(found.page).unwrap_or(i64::MAX) + 1;
        found.numbers.contains(&page)
    };
    let is_number = kind
        .text
        .chars()
        .all(|c| !c.is_alphabetic() || matches!(c, '第' | '页' | '共'));
    let is_short = kind.text.chars().count() <= 12;
    if !kind.text.contains('#') {
        return found.len() > 1 && found.len() * 2 >= pages;
    }
    match found {
        [] => false,
        [only] => !kind.is_top && is_number && is_short && has_number(only),
        [first, rest @ ..] => {
            // Each number is the same everywhere, or counts the pages.
            let offset = |found: &Found, at: usize| {
                let page = i64::try_from(found.page).unwrap_or(i64::MAX);
                found.numbers.get(at).map(|number| number.saturating_sub(page))
            };
            let counts = |at: &usize| rest.iter().all(|found| offset(found, *at) == offset(first, *at));
            let is_same = |at: &usize| {
                rest.iter()
                    .all(|found| found.numbers.get(*at) == first.numbers.get(*at))
            };
            let mut all = 0..first.numbers.len();
            let is_counted = (0..first.numbers.len()).any(|at| counts(&at));
            is_counted && all.all(|at| counts(&at) || is_same(&at)) && is_short
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_words() {
        assert_eq!(without_numbers("— 12 —"), ("—#—".into(), vec![12]));
        assert_eq!(without_numbers("第3页 共 10 页"), ("第#页共#页".into(), vec![3, 10]));
        assert_eq!(without_numbers("无"), ("无".into(), vec![]));
    }
}

//! Digits of either width, and the signs between them.

use rust_decimal::Decimal;
use unicode_normalization::char::is_combining_mark;

use super::han::han;
use crate::text::{decimal::exact, normalize::is_off_line};

/// The value of a digit of either width.
pub(crate) fn digit(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        '０'..='９' => Some((c as u32 - '０' as u32) as u8),
        _ => None,
    }
}

/// The bytes of what `text` begins with that is no digit of a number and leaves none that it touches: digits above and below the line, in
/// rings and of other scripts, and what is drawn over the character before, such as a stroke. `224¹` is neither 2241 nor, for certain, 224.
pub(super) fn blur(text: &str) -> usize {
    let blurs = |c: char| {
        let is_other_digit = c.is_numeric() && digit(c).is_none() && han(c).is_none();
        is_other_digit || is_off_line(c) || is_combining_mark(c)
    };
    text.find(|c| !blurs(c)).unwrap_or(text.len())
}

/// What parts the digits of a number into groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Comma,
    Underscore,
    Space,
}

pub(super) fn separator(c: char) -> Option<Separator> {
    match c {
        ',' | '，' => Some(Separator::Comma),
        '_' => Some(Separator::Underscore),
        c if c.is_whitespace() => Some(Separator::Space),
        _ => None,
    }
}

/// Whether a character is a decimal point, of either width.
pub(super) fn is_point(c: char) -> bool {
    matches!(c, '.' | '．')
}

/// The number that `text` begins with, and its bytes: digits, in groups of three by commas or by single spaces, and a fraction. What
/// does not go on so is not part of it; but digits behind another space may be of the same number, so that it has no value.
pub(super) fn prefix(text: &str) -> (Option<Decimal>, usize) {
    let mut whole = Vec::new();
    let mut end = run(text, &mut whole);
    if whole.len() <= 3 {
        end += groups(&text[end..], &mut whole);
    }
    let mut fraction = Vec::new();
    let mut chars = text[end..].chars();
    if let Some(point) = chars.next().filter(|c| is_point(*c)) {
        let len = run(chars.as_str(), &mut fraction);
        end += if len > 0 { point.len_utf8() + len } else { 0 };
    }
    let number = exact(false, &whole, &fraction, 0);
    let further = spaced(&text[end..]);
    (number.filter(|_| further == 0), end + further)
}

/// The bytes of the digits behind single spaces that `text` begins with.
fn spaced(text: &str) -> usize {
    let mut len = 0;
    while let Some(behind) = text[len..].strip_prefix(' ') {
        let digits = behind.find(|c| digit(c).is_none()).unwrap_or(behind.len());
        if digits == 0 {
            break;
        }
        len += 1 + digits;
    }
    len
}

/// Add the digits that `text` begins with to `digits`, as ASCII; gives back their bytes.
fn run(text: &str, digits: &mut Vec<u8>) -> usize {
    let mut len = 0;
    for c in text.chars() {
        let Some(value) = digit(c) else { break };
        digits.push(b'0' + value);
        len += c.len_utf8();
    }
    len
}

/// Add the groups of three digits that `text` begins with, each behind the same separator.
fn groups(text: &str, digits: &mut Vec<u8>) -> usize {
    let mut len = 0;
    let mut first = None;
    loop {
        let mut chars = text[len..].chars();
        let Some(sign) = chars.next().filter(|c| matches!(c, ',' | '，' | ' ')) else {
            return len;
        };
        let is_other = first.is_some_and(|first| first != separator(sign));
        let mut group = chars.map_while(|c| digit(c).map(|value| (value, c.len_utf8())));
        let (Some(a), Some(b), Some(c), None, false) =
            (group.next(), group.next(), group.next(), group.next(), is_other)
        else {
            return len;
        };
        first = Some(separator(sign));
        len += sign.len_utf8();
        for (value, bytes) in [a, b, c] {
            digits.push(b'0' + value);
            len += bytes;
        }
    }
}

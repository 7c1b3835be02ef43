//! Prose as a row of words, signs and numbers.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::{
    rules::claims::definitions::{Kind, Vocabulary},
    text::numeral::{Written, begins, digit, prose},
};

/// A word, a sign, a number, or what stands between.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub class: u8,
    pub range: Range<usize>,
    /// Of a number whose kind has a value.
    pub value: Option<Decimal>,
}

/// What a text is made of; `equals` holds the values of the kinds' conditions, none where a kind has none that is known.
pub(super) fn tokens(text: &str, words: &Vocabulary, equals: &[Option<Decimal>]) -> Vec<Token> {
    let text = &*words.spelled(text);
    let mut tokens = Vec::new();
    let mut at = 0;
    for found in words.automaton().into_iter().flat_map(|words| words.find_iter(text)) {
        if found.start() < at || splits_number(text, found.range()) {
            continue;
        }
        at = between(text, at..found.start(), words, equals, &mut tokens);
        if found.start() < at {
            continue;
        }
        push(
            &mut tokens,
            words.class_of(found.pattern().as_usize()),
            found.range(),
            None,
        );
        at = found.end();
    }
    between(text, at..text.len(), words, equals, &mut tokens);
    tokens
}

/// A word of digits within a longer number is no word.
fn splits_number(text: &str, range: Range<usize>) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| digit(c).is_some());
    let word = &text[range.clone()];
    is_digit(word.chars().next()) && is_digit(text[..range.start].chars().next_back())
        || is_digit(word.chars().next_back()) && is_digit(text[range.end..].chars().next())
}

/// The numbers between two words, and what is none. A number may reach into what follows; where it ends is the result.
fn between(
    text: &str,
    range: Range<usize>,
    words: &Vocabulary,
    equals: &[Option<Decimal>],
    tokens: &mut Vec<Token>,
) -> usize {
    let mut at = range.start;
    let mut other = at;
    while at < range.end {
        let Some(c) = text[at..].chars().next() else { break };
        let Some(written) = begins(c).then(|| prose(&text[at..])).flatten() else {
            at += c.len_utf8();
            continue;
        };
        match kind(text, at, written, &words.kinds, equals) {
            Some((class, end)) => {
                push(tokens, 0, other..at, None);
                push(tokens, class, at..end, written.value);
                at = end;
                other = at;
            }
            None => at += written.len,
        }
    }
    let end = at.max(range.end);
    push(tokens, 0, other..end, None);
    end
}

fn push(tokens: &mut Vec<Token>, class: u8, range: Range<usize>, value: Option<Decimal>) {
    match tokens.last_mut() {
        _ if range.is_empty() => {}
        Some(last) if class == 0 && last.class == 0 => last.range.end = range.end,
        _ => tokens.push(Token { class, range, value }),
    }
}

/// The class of a number and where it ends with its unit.
fn kind(text: &str, at: usize, written: Written, kinds: &[Kind], equals: &[Option<Decimal>]) -> Option<(u8, usize)> {
    let end = at + written.len;
    for (kind, equals) in kinds.iter().zip(equals) {
        let file = &kind.file;
        if !file.before.is_empty() && !file.before.iter().any(|word| text[..at].ends_with(word.as_str())) {
            continue;
        }
        let Some(behind) = longest(text, end, &file.inside) else {
            continue;
        };
        let Some(unit_end) = longest(text, behind, &file.units) else {
            continue;
        };
        if file.units.is_empty() && file.inside.is_empty() && !written.is_digits {
            continue;
        }
        let Some(end) = longest(text, unit_end, &file.after) else {
            continue;
        };
        if file.equals.is_some() && (equals.is_none() || written.value != *equals) {
            continue;
        }
        let is_loose = !file.before.is_empty() || !file.inside.is_empty() || !file.after.is_empty();
        let fits = |value: Decimal| file.fractions || value.is_integer();
        if is_loose || written.value.is_some_and(fits) {
            return Some((kind.class, end));
        }
    }
    None
}

/// Where the longest of some texts ends that stands at `at`; `at` itself if none is asked for.
fn longest(text: &str, at: usize, wanted: &[String]) -> Option<usize> {
    if wanted.is_empty() {
        return Some(at);
    }
    let rest = &text[at..];
    let found = wanted.iter().filter(|word| rest.starts_with(word.as_str()));
    found.map(|word| at + word.len()).max()
}

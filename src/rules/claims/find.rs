//! Claims found in a text: its sentences as rows of classes, searched by the patterns of the definitions.

use std::{collections::BTreeMap, ops::Range};

use rust_decimal::Decimal;

use crate::rules::claims::{
    definitions::Definitions,
    pattern::{Classes, Phrase},
    spread::{Fall, Spread},
    token::{Token, tokens},
};
use crate::rules::lang::effort::Effort;

/// A longer sentence is searched in parts, so that no text makes a pattern start over and over.
const LONGEST: usize = 256;

/// A number that a text states of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Which definition found it.
    pub definition: usize,
    /// The field; none where the definition names none.
    pub field: Option<String>,
    /// What is claimed; none where the definition is of a statement without a number.
    pub value: Option<Decimal>,
    /// The words that state it, in bytes of the text.
    pub quote: Range<usize>,
    /// The number; the quote where there is none.
    pub number: Range<usize>,
    /// Further numbers behind it, in the order of [`Definitions::beside`].
    pub beside: Vec<Option<(Decimal, Range<usize>)>>,
    /// Which sentence it stands in.
    pub sentence: usize,
}

impl Definitions {
    /// Whether a claim is what a rule asks for: by its field, or by its definition.
    #[must_use]
    pub fn is_called(&self, claim: &Claim, name: &str) -> bool {
        claim.field.as_deref() == Some(name) || self.define[claim.definition].file.id == name
    }

    /// The claims in a text, in its order, as far as `effort` goes. `equals` are the values of [`Definitions::equals`] for the report.
    pub(crate) fn read(&self, text: &str, equals: &[Option<Decimal>], effort: &Effort) -> Vec<Claim> {
        let mut tokens = tokens(text, &self.vocabulary, equals);
        tokens.retain(|token| !self.skips.contains(&token.class));
        let kinds: Vec<u8> = tokens.iter().map(|token| token.class).collect();
        let topics = self.topics(&kinds);
        let mut claims = Vec::new();
        let mut start = 0;
        let mut sentence = 0;
        while start < kinds.len() {
            let rest = &kinds[start..];
            let rest = &rest[..rest.len().min(LONGEST)];
            let len = rest.iter().position(|class| self.ends.contains(class));
            let len = len.unwrap_or(rest.len());
            Sentence {
                text,
                definitions: self,
                tokens: &tokens[start..start + len],
                kinds: &rest[..len],
                topics: &topics[start..start + len],
                number: sentence,
                effort,
            }
            .read(&mut claims);
            start += len + usize::from(len < LONGEST);
            sentence += 1;
        }
        claims.sort_by_key(|claim| (claim.number.start, claim.definition));
        claims
    }

    /// The topic that each token is under; 0 where nothing has been named.
    fn topics(&self, kinds: &[u8]) -> Vec<u8> {
        let mut topic = 0;
        let topics = kinds.iter().map(|class| {
            if self.breaks.contains(class) {
                topic = 0;
            }
            topic = self.topic_of[usize::from(*class)].unwrap_or(topic);
            topic
        });
        topics.collect()
    }
}

struct Sentence<'s> {
    text: &'s str,
    definitions: &'s Definitions,
    tokens: &'s [Token],
    kinds: &'s [u8],
    topics: &'s [u8],
    number: usize,
    effort: &'s Effort,
}

impl Sentence<'_> {
    fn read(&self, claims: &mut Vec<Claim>) {
        let mut classes = Classes::default();
        self.kinds.iter().for_each(|class| classes.add(*class));
        let definitions = self.definitions;
        let mut contexts: Option<Vec<u32>> = None;
        let mut taken = vec![false; self.kinds.len()];
        let mut found_here = Vec::new();
        for (at, definition) in definitions.define.iter().enumerate() {
            let lists = definition.spread.iter().flat_map(|spread| &spread.find);
            let phrases = definition.find.iter().map(|phrase| (phrase, None));
            for (phrase, fall) in phrases.chain(lists.map(|(phrase, fall)| (phrase, Some(*fall)))) {
                let Some(regex) = phrase.on(classes) else { continue };
                let mut locations = regex.capture_locations();
                let mut from = 0;
                while from < self.kinds.len()
                    && self.effort.spend(phrase.steps, self.kinds.len() - from)
                    && let Some(found) = regex.captures_read_at(&mut locations, self.kinds, from)
                {
                    from = found.end().max(found.start() + 1);
                    let whole = self.without_signs(found.range());
                    let groups: Vec<usize> = (1..=phrase.numbers.len())
                        .filter_map(|group| Some(locations.get(group)?.0))
                        .collect();
                    let says_none = definition.file.says.is_empty() && definition.spread.is_none();
                    let own: Vec<usize> = if groups.is_empty() {
                        // A number in passing (没有一件) may still be claimed by another pattern.
                        whole
                            .clone()
                            .filter(|token| self.tokens[*token].value.is_none())
                            .collect()
                    } else {
                        groups
                    };
                    let key = *own.last().unwrap_or(&whole.start);
                    let contexts = contexts.get_or_insert_with(|| self.contexts(classes));
                    let is_wanted = |(group, name): (usize, &String)| {
                        let wanted = definition.file.only.get(name).map(|value| Decimal::from(*value));
                        let number = locations.get(group + 1).map(|(token, _)| self.tokens[token].value);
                        wanted.is_none() || number.is_none_or(|value| value == wanted)
                    };
                    let fits = own.iter().all(|token| !taken[*token])
                        && phrase.numbers.iter().enumerate().all(is_wanted)
                        && definition.topics & (1 << self.topics[key]) != 0
                        && (own.iter().all(|token| contexts[*token] & !definition.even_in == 0)
                            || says_none && definition.file.zero.is_empty());
                    if !fits {
                        // Another match may begin within this one.
                        from = found.start() + 1;
                        continue;
                    }
                    own.iter().for_each(|token| taken[*token] = true);
                    match (&definition.spread, fall) {
                        (Some(spread), Some(fall)) => self.spread(at, spread, fall, whole, &mut found_here),
                        _ => self.claim(at, phrase, &locations, whole, &mut found_here),
                    }
                }
            }
        }
        agree(&mut found_here);
        claims.append(&mut found_here);
    }

    /// The claims of a list that numbers are spread over; none where there are more or fewer numbers than things.
    fn spread(&self, at: usize, spread: &Spread, fall: Fall, whole: Range<usize>, claims: &mut Vec<Claim>) {
        let items = spread.items(self.kinds, whole.clone());
        let numbers: Vec<usize> = whole
            .clone()
            .filter(|token| self.tokens[*token].value.is_some())
            .collect();
        let fits = match fall {
            Fall::InTurn => items.len() == numbers.len(),
            Fall::Each => numbers.len() == 1,
            Fall::Zero => numbers.is_empty(),
        };
        if items.len() < 2 || !fits {
            return;
        }
        let quote = self.tokens[whole.start].range.start..self.tokens[whole.end - 1].range.end;
        for (nth, field) in items.into_iter().enumerate() {
            let Some(field) = field else { continue };
            let token = numbers.get(if fall == Fall::InTurn { nth } else { 0 });
            let token = token.map(|token| &self.tokens[*token]);
            claims.push(Claim {
                definition: at,
                field: Some(field.to_owned()),
                value: token.map_or(Some(Decimal::ZERO), |token| token.value),
                quote: quote.clone(),
                number: token.map_or_else(|| quote.clone(), |token| token.range.clone()),
                beside: Vec::new(),
                sentence: self.number,
            });
        }
    }

    fn claim(
        &self,
        at: usize,
        phrase: &Phrase,
        locations: &regex::bytes::CaptureLocations,
        whole: Range<usize>,
        claims: &mut Vec<Claim>,
    ) {
        let file = &self.definitions.define[at].file;
        let quote = self.tokens[whole.start].range.start..self.tokens[whole.end - 1].range.end;
        let claim = |field: Option<String>, value, number: Range<usize>, beside| Claim {
            definition: at,
            field,
            value,
            quote: quote.clone(),
            number,
            beside,
            sentence: self.number,
        };
        for (group, name) in phrase.numbers.iter().enumerate() {
            let (Some((token, _)), Some(fields)) = (locations.get(group + 1), file.says.get(name)) else {
                continue;
            };
            let Some(value) = self.tokens[token].value else {
                continue;
            };
            for field in fields.as_slice() {
                let number = self.tokens[token].range.clone();
                claims.push(claim(Some(field.clone()), Some(value), number, self.beside(token)));
            }
        }
        for field in &file.zero {
            claims.push(claim(
                Some(field.clone()),
                Some(Decimal::ZERO),
                quote.clone(),
                Vec::new(),
            ));
        }
        if file.says.is_empty() && file.zero.is_empty() {
            // A number of no field can still be asked for by the definition's name.
            let token = locations.get(1).map(|(token, _)| token);
            let number = token.map_or_else(|| quote.clone(), |token| self.tokens[token].range.clone());
            let value = token.and_then(|token| self.tokens[token].value);
            let beside = token.map(|token| self.beside(token)).unwrap_or_default();
            claims.push(claim(None, value, number, beside));
        }
    }

    /// A stretch of tokens without the signs at its ends, which only told that no word follows.
    fn without_signs(&self, mut found: Range<usize>) -> Range<usize> {
        let is_sign = |token: usize| !self.text[self.tokens[token].range.clone()].contains(char::is_alphanumeric);
        while found.len() > 1 && is_sign(found.end - 1) {
            found.end -= 1;
        }
        while found.len() > 1 && is_sign(found.start) {
            found.start += 1;
        }
        found
    }

    /// The further numbers right behind a number.
    fn beside(&self, token: usize) -> Vec<Option<(Decimal, Range<usize>)>> {
        let rest = &self.kinds[token + 1..];
        let mut classes = Classes::default();
        rest.iter().for_each(|class| classes.add(*class));
        let found = self.definitions.beside.iter().map(|(_, phrase)| {
            let found = phrase.on(classes)?.captures(rest)?;
            let group = found.get(1)?;
            let number = &self.tokens[token + 1 + group.start()];
            Some((number.value?, number.range.clone()))
        });
        found.collect()
    }

    /// For each token the contexts it stands in, as bits.
    fn contexts(&self, classes: Classes) -> Vec<u32> {
        let mut bits = vec![0; self.kinds.len()];
        for (at, context) in self.definitions.contexts.iter().enumerate() {
            let mut passed = vec![false; self.kinds.len()];
            for phrase in &context.but {
                let Some(regex) = phrase.on(classes) else { continue };
                for found in regex.find_iter(self.kinds) {
                    passed[found.range()].fill(true);
                }
            }
            for phrase in &context.find {
                let Some(regex) = phrase.on(classes) else { continue };
                let mut from = 0;
                while from < self.kinds.len()
                    && let Some(found) = regex.find_at(self.kinds, from)
                {
                    if passed[found.start()] {
                        from = found.start() + 1;
                        continue;
                    }
                    bits[found.range()].iter_mut().for_each(|bits| *bits |= 1 << at);
                    from = found.end();
                }
            }
        }
        bits
    }
}

/// A sentence that states several numbers of one field speaks of several bodies, or of parts: unless one of them is the sum of the others,
/// none is a claim.
fn agree(claims: &mut Vec<Claim>) {
    let mut stated: BTreeMap<String, Vec<Decimal>> = BTreeMap::new();
    for claim in claims.iter() {
        if let (Some(field), Some(value)) = (&claim.field, claim.value) {
            stated.entry(field.clone()).or_default().push(value);
        }
    }
    let is_total = |values: &[Decimal], value: Decimal| {
        let sum = values
            .iter()
            .try_fold(Decimal::ZERO, |sum, other| sum.checked_add(*other));
        values.len() > 2 && sum.and_then(|sum| sum.checked_sub(value)) == Some(value)
    };
    claims.retain(|claim| {
        let (Some(field), Some(value)) = (&claim.field, claim.value) else {
            return true;
        };
        let values = stated.get(field).map_or(&[][..], Vec::as_slice);
        values.iter().all(|other| *other == value) || is_total(values, value)
    });
}

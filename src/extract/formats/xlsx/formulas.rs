//! Formulas. What a cell shows is the result that was stored with the file; a program may compute it anew and show another. Sums and
//! additions of cells of the same sheet are read here, and computed in `verify`; a result that is not theirs, or that of any other formula, is
//! not trusted.

use super::places::{Place, Reference};
use crate::extract::formats::package::xml::Tag;

/// No formula is longer.
const LONGEST: usize = 8192;
/// Brackets within each other.
const DEEPEST: usize = 32;

/// A formula as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    pub text: String,
    /// The number of a formula that several cells share; the first of them has its text.
    pub shared: Option<u32>,
    /// It is of a kind that is not looked into.
    pub is_other: bool,
}

impl Written {
    pub(super) fn of(tag: &Tag<'_>) -> Self {
        let kind = tag.plain("t");
        let is_shared = kind.as_deref() == Some("shared");
        Self {
            text: String::new(),
            shared: tag
                .plain("si")
                .filter(|_| is_shared)
                .and_then(|at| at.trim().parse().ok()),
            is_other: !matches!(kind.as_deref(), None | Some("normal" | "shared")),
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        match self.text.len() + text.len() > LONGEST {
            true => self.is_other = true,
            false => self.text.push_str(text),
        }
    }
}

/// A formula of a cell.
#[derive(Clone, Debug)]
pub(super) struct Formula {
    pub place: Place,
    pub written: Written,
    pub state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Unknown,
    /// What it refers to is looked into.
    Open,
    Verified,
    Refuted,
}

/// A part of an addition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    Number(f64),
    Cell(Reference),
    Sum(Vec<(Reference, Reference)>),
}

/// Terms, and whether each is taken off.
pub(super) type Addition = Vec<(bool, Term)>;

impl Formula {
    pub(super) const fn new(place: Place, written: Written) -> Self {
        Self {
            place,
            written,
            state: State::Unknown,
        }
    }

    /// As it is written.
    pub(super) fn text(&self) -> &str {
        &self.written.text
    }

    pub(super) fn is_verified(&self) -> bool {
        self.state == State::Verified
    }
}

/// Reads an addition.
struct Parser<'t> {
    rest: &'t str,
    depth: usize,
    terms: Addition,
}

/// The terms of a formula, if it is an addition.
pub(super) fn parse(text: &str) -> Option<Addition> {
    let mut parser = Parser {
        rest: text.trim(),
        depth: 0,
        terms: Vec::new(),
    };
    parser.addition(false)?;
    parser.rest.is_empty().then_some(parser.terms)
}

impl Parser<'_> {
    fn takes(&mut self, sign: char) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn word(&mut self) -> &str {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '$' | '.' | '_'))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn addition(&mut self, is_taken_off: bool) -> Option<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut is_minus = self.takes('-');
        if !is_minus {
            self.takes('+');
        }
        loop {
            self.term(is_taken_off ^ is_minus)?;
            is_minus = match (self.takes('+'), self.takes('-')) {
                (true, false) => false,
                (false, true) => true,
                (true, true) => return None,
                (false, false) => break,
            };
        }
        self.depth -= 1;
        Some(())
    }

    fn term(&mut self, is_minus: bool) -> Option<()> {
        if self.takes('(') {
            self.addition(is_minus)?;
            return self.takes(')').then_some(());
        }
        let word = self.word().to_owned();
        if word.eq_ignore_ascii_case("sum") && self.takes('(') {
            let mut areas = Vec::new();
            loop {
                areas.push(self.area()?);
                if self.takes(')') {
                    break;
                }
                if !self.takes(',') {
                    return None;
                }
            }
            self.terms.push((is_minus, Term::Sum(areas)));
            return Some(());
        }
        if let Some(reference) = Reference::parse(&word) {
            reference.row.zip(reference.column)?;
            self.terms.push((is_minus, Term::Cell(reference)));
            return Some(());
        }
        let is_plain = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let number = word.parse().ok().filter(|_| is_plain)?;
        self.terms.push((is_minus, Term::Number(number)));
        Some(())
    }

    fn area(&mut self) -> Option<(Reference, Reference)> {
        self.rest = self.rest.trim_start();
        let first = Reference::parse(self.word())?;
        if self.takes(':') {
            return Some((first, Reference::parse(self.word())?));
        }
        first.row.zip(first.column).map(|_| (first, first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn additions_are_read() {
        for (text, terms) in [
            ("SUM(A1:A3)", Some(1)),
            ("sum( $A$1:A3 , C4 ) - B2 + 3.5", Some(3)),
            ("-(A1+B1)+(C1-(D1))", Some(4)),
            ("+A1", Some(1)),
            ("SUM(A:A)", Some(1)),
            ("SUM(A1:A3", None),
            ("SUM()", None),
            ("SUM(A)", None),
            ("A1*2", None),
            ("A1++B1", None),
            ("Sheet2!A1", None),
            ("IF(A1,1,2)", None),
            ("A1:A2", None),
            ("1e3", None),
            ("", None),
        ] {
            assert_eq!(parse(text).map(|terms| terms.len()), terms, "{text}");
        }
        assert!(parse(&"(".repeat(10_000)).is_none());
    }
}

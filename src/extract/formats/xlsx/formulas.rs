//! Formulas. What a cell shows is the result that was stored with the file; a program may compute it anew and show another. Sums and
//! additions of cells of the same sheet are computed here too; a result that is not theirs, or that of any other formula, is not trusted.

use std::collections::HashMap;

use super::{
    formula::State,
    places::{Area, Place, Reference},
    sheet::{Effort, Sheet, Value},
};

/// Brackets within each other.
const DEEPEST: usize = 32;

/// A part of an addition.
#[derive(Clone, Debug, PartialEq)]
enum Term {
    Number(f64),
    Cell(Reference),
    Sum(Vec<(Reference, Reference)>),
}

/// Terms, and whether each is taken off.
type Addition = Vec<(bool, Term)>;

/// Reads an addition.
struct Parser<'t> {
    rest: &'t str,
    depth: usize,
    terms: Addition,
}

/// The terms of a formula, if it is an addition.
fn parse(text: &str) -> Option<Addition> {
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

/// Holds the formulas of a sheet against its cells.
struct Verifier<'s> {
    sheet: &'s Sheet,
    states: Vec<State>,
    /// The cells and texts of the formulas that several cells share, read.
    shared: HashMap<u32, (Place, Option<Addition>)>,
    effort: &'s mut Effort,
}

/// Tell of each formula of a sheet whether its result is what the cells say that it adds up.
pub(super) fn verify(sheet: &mut Sheet, effort: &mut Effort) {
    let mut shared = HashMap::new();
    for formula in &sheet.formulas {
        if let Some(number) = formula.written.shared.filter(|_| !formula.written.text.is_empty()) {
            shared
                .entry(number)
                .or_insert_with(|| (formula.place, parse(&formula.written.text)));
        }
    }
    let mut verifier = Verifier {
        sheet,
        states: vec![State::Unknown; sheet.formulas.len()],
        shared,
        effort,
    };
    for at in 0..verifier.states.len() {
        verifier.settle(at);
    }
    let states = verifier.states;
    for (formula, state) in sheet.formulas.iter_mut().zip(states) {
        formula.state = state;
    }
}

/// What a formula adds up: areas of cells, and numbers.
enum Part {
    Cells(Area),
    Cell(Place),
    Number(f64),
}

impl Verifier<'_> {
    /// What a formula adds and takes off.
    fn parts(&mut self, at: usize) -> Option<Vec<(bool, Part)>> {
        let formula = &self.sheet.formulas[at];
        if formula.written.is_other || !self.effort.spend(1 + formula.written.text.len()) {
            return None;
        }
        let own;
        let (from, addition) = match formula.written.shared {
            Some(number) => {
                let (place, addition) = self.shared.get(&number)?;
                (*place, addition.as_ref()?)
            }
            None => {
                own = parse(&formula.written.text)?;
                (formula.place, &own)
            }
        };
        let by = (
            i64::from(formula.place.row) - i64::from(from.row),
            i64::from(formula.place.column) - i64::from(from.column),
        );
        let mut parts = Vec::new();
        for (is_minus, term) in addition {
            match term {
                Term::Number(number) => parts.push((*is_minus, Part::Number(*number))),
                Term::Cell(cell) => parts.push((*is_minus, Part::Cell(cell.area(*cell, by)?.first))),
                Term::Sum(areas) => {
                    for (first, last) in areas {
                        parts.push((*is_minus, Part::Cells(first.area(*last, by)?)));
                    }
                }
            }
        }
        Some(parts)
    }

    /// Settle a formula and, before it, those that it refers to.
    fn settle(&mut self, at: usize) {
        let mut open = vec![at];
        while let Some(top) = open.last().copied() {
            if matches!(self.states[top], State::Verified | State::Refuted) {
                open.pop();
                continue;
            }
            self.states[top] = State::Open;
            let parts = self.parts(top);
            let next = parts.as_ref().map_or(Ok(None), |parts| self.first_unknown(parts));
            match next {
                Ok(Some(unknown)) if self.states[unknown] == State::Unknown => open.push(unknown),
                // It refers to itself, or it takes too long.
                Ok(Some(_)) | Err(()) => self.states[top] = State::Refuted,
                Ok(None) => {
                    let is_verified = parts.is_some_and(|parts| self.adds_up(top, &parts));
                    self.states[top] = if is_verified { State::Verified } else { State::Refuted };
                }
            }
        }
    }

    /// The first formula among the cells that is not settled.
    fn first_unknown(&mut self, parts: &[(bool, Part)]) -> Result<Option<usize>, ()> {
        for (_, part) in parts {
            let area = match part {
                Part::Cells(area) => *area,
                Part::Cell(place) => Area {
                    first: *place,
                    last: *place,
                },
                Part::Number(_) => continue,
            };
            let states = &self.states;
            let is_unsettled = |formula: usize| matches!(states[formula], State::Unknown | State::Open);
            let found = self
                .sheet
                .find(&area, self.effort, |_, cell| cell.formula.is_some_and(is_unsettled))?;
            if let Some((_, cell)) = found {
                return Ok(cell.formula);
            }
        }
        Ok(None)
    }

    fn adds_up(&mut self, at: usize, parts: &[(bool, Part)]) -> bool {
        let Some((_, cell)) = self.sheet.cell(self.sheet.formulas[at].place) else {
            return false;
        };
        let Value::Number(result) = cell.value else {
            return false;
        };
        let (mut sum, mut largest) = (0.0, result.abs());
        for (is_minus, part) in parts {
            let Some(number) = self.value(part) else { return false };
            sum += if *is_minus { -number } else { number };
            largest = number.abs().max(largest);
        }
        (sum - result).abs() <= largest * 1e-12
    }

    /// What a part comes to; none where that cannot be told from what is shown.
    fn value(&mut self, part: &Part) -> Option<f64> {
        match part {
            Part::Number(number) => Some(*number),
            Part::Cell(place) => match self.sheet.cell(*place) {
                None => Some(0.0),
                Some((row, cell)) if row.is_hidden || self.sheet.is_column_hidden(cell.column) => None,
                Some((_, cell)) => match cell.value {
                    Value::Number(number) => Some(number),
                    Value::Text(_) | Value::Blank => None,
                },
            },
            Part::Cells(area) => {
                let mut sum = 0.0;
                for row in self.sheet.rows_in(area) {
                    let cells = row.cells_in(area);
                    if !self.effort.spend(1 + cells.len()) {
                        return None;
                    }
                    for cell in cells {
                        match cell.value {
                            Value::Number(_) if row.is_hidden || self.sheet.is_column_hidden(cell.column) => {
                                return None;
                            }
                            Value::Number(number) => sum += number,
                            // Texts are left out of a sum.
                            Value::Text(_) => {}
                            Value::Blank => return None,
                        }
                    }
                }
                Some(sum)
            }
        }
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

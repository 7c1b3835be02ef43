//! The formulas of a sheet held against its cells: which results are what the cells say that are added up.

use std::collections::HashMap;

use super::{
    formulas::{Addition, State, Term, parse},
    places::{Area, Place},
    sheet::{Effort, Sheet, Value},
};

/// Holds the formulas of a sheet against its cells.
struct Verifier<'s> {
    sheet: &'s Sheet,
    states: Vec<State>,
    /// The cells and texts of the formulas that several cells share, read.
    shared: HashMap<u32, (Place, Option<Addition>)>,
    effort: &'s mut Effort,
}

/// Tell of each formula of a sheet whether its result is what the cells say that it adds up.
pub(super) fn formulas(sheet: &mut Sheet, effort: &mut Effort) {
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

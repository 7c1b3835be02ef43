//! The search for the fewest cells: branch on the cells of an equation that the chosen ones cannot fix.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::localize::equations::System;

/// More wrong cells in one connected part of a report than this are not looked for.
pub(crate) const MOST: usize = 5;

/// At most this many ways to fix a part are told apart; more are as good as none.
pub(crate) const MOST_OPTIONS: usize = 40;

/// So many sets of cells are tried in one part before it counts as hopeless.
const BUDGET: usize = 6_000;

/// All smallest sets of cells, with the values that make the equations numbered `part` hold; none if there is none within bounds.
pub(crate) fn ways(system: &System, part: &[usize], residuals: &[Decimal]) -> Vec<BTreeMap<usize, Decimal>> {
    let mut search = Search::new(system, part, residuals);
    for most in 1..=MOST {
        search.most = most;
        search.extend(&mut Vec::new(), &mut Vec::new());
        if search.tried > BUDGET || search.is_undetermined {
            return Vec::new();
        }
        if !search.ways.is_empty() {
            break;
        }
    }
    search.ways
}

struct Search<'s> {
    system: &'s System,
    /// The terms of each equation and what is missing to 0.
    equations: Vec<(&'s [(usize, Decimal)], Decimal)>,
    /// The equations of each cell, with its factor.
    of_cell: BTreeMap<usize, Vec<(usize, Decimal)>>,
    /// The most equations that a cell takes part in.
    degree: usize,
    most: usize,
    tried: usize,
    /// Whether a set was found with which the equations can be made to hold in any number of ways.
    is_undetermined: bool,
    ways: Vec<BTreeMap<usize, Decimal>>,
}

/// An equation over the chosen cells alone, and the equations that it was made of.
#[derive(Clone)]
struct Row {
    factors: Vec<Decimal>,
    rest: Decimal,
    of: Vec<(usize, Decimal)>,
}

impl Row {
    /// This row times `factor` minus `other` times `times`, so that nothing has to be divided.
    fn less(&self, factor: Decimal, other: &Self, times: Decimal) -> Option<Self> {
        let minus = |a: Decimal, b: Decimal| a.checked_mul(factor)?.checked_sub(b.checked_mul(times)?);
        let factors = self.factors.iter().zip(&other.factors);
        let mut of: Vec<(usize, Decimal)> = Vec::with_capacity(self.of.len() + other.of.len());
        for (equation, own) in &self.of {
            of.push((*equation, own.checked_mul(factor)?));
        }
        for (equation, theirs) in &other.of {
            let theirs = -theirs.checked_mul(times)?;
            match of.iter_mut().find(|(known, _)| known == equation) {
                Some((_, own)) => *own = own.checked_add(theirs)?,
                None => of.push((*equation, theirs)),
            }
        }
        Some(Self {
            factors: factors.map(|(a, b)| minus(*a, *b)).collect::<Option<_>>()?,
            rest: minus(self.rest, other.rest)?,
            of,
        })
    }
}

impl<'s> Search<'s> {
    fn new(system: &'s System, part: &[usize], residuals: &[Decimal]) -> Self {
        let equations: Vec<(&[(usize, Decimal)], Decimal)> = part
            .iter()
            .map(|at| (system.equations[*at].terms.as_slice(), residuals[*at]))
            .collect();
        let mut of_cell: BTreeMap<usize, Vec<(usize, Decimal)>> = BTreeMap::new();
        for (at, (terms, _)) in equations.iter().enumerate() {
            for (cell, factor) in terms.iter().filter(|(_, factor)| !factor.is_zero()) {
                of_cell.entry(*cell).or_default().push((at, *factor));
            }
        }
        Self {
            system,
            equations,
            degree: of_cell.values().map(Vec::len).max().unwrap_or_default(),
            of_cell,
            most: 0,
            tried: 0,
            is_undetermined: false,
            ways: Vec::new(),
        }
    }

    /// Try all sets that hold `chosen` and none of `banned`.
    fn extend(&mut self, chosen: &mut Vec<usize>, banned: &mut Vec<usize>) {
        self.tried += 1;
        if self.tried > BUDGET || self.ways.len() >= MOST_OPTIONS {
            return;
        }
        let left = self.most - chosen.len();
        let untouched: Vec<usize> = (0..self.equations.len())
            .filter(|at| !self.equations[*at].1.is_zero() && !self.touches(chosen, *at))
            .collect();
        if untouched.len() > left * self.degree {
            return;
        }
        let Some((rows, rank)) = self.reduce(chosen) else {
            return;
        };
        let contradiction = rows[rank..].iter().find(|row| !row.rest.is_zero());
        // Cells that can share a change among them in any way: their values cannot be told, and no larger set is the smallest.
        if rank < chosen.len() {
            self.is_undetermined |= untouched.is_empty() && contradiction.is_none();
            return;
        }
        if untouched.is_empty() && contradiction.is_none() {
            if left == 0 {
                self.accept(chosen, &rows);
            } else {
                // The set was tried before and its values are impossible. With a cell that can share the change they may be possible.
                self.is_undetermined |= self.can_share(chosen);
            }
            return;
        }
        if left == 0 {
            return;
        }
        for cell in self.candidates(&untouched, contradiction, left) {
            if chosen.contains(&cell) || banned.contains(&cell) {
                continue;
            }
            chosen.push(cell);
            let known = banned.len();
            self.extend(chosen, banned);
            banned.truncate(known);
            chosen.pop();
            // Sets with this cell have all been tried.
            banned.push(cell);
        }
    }

    /// Whether there is a cell whose change the chosen ones can make up for.
    fn can_share(&self, chosen: &[usize]) -> bool {
        let equations = chosen.iter().flat_map(|cell| &self.of_cell[cell]);
        let near: BTreeSet<usize> = equations
            .flat_map(|(equation, _)| self.equations[*equation].0)
            .map(|(cell, _)| *cell)
            .filter(|cell| self.of_cell.contains_key(cell) && !chosen.contains(cell))
            .collect();
        near.into_iter().any(|cell| {
            let more = [chosen, &[cell]].concat();
            self.reduce(&more).is_some_and(|(_, rank)| rank < more.len())
        })
    }

    fn touches(&self, chosen: &[usize], equation: usize) -> bool {
        let holds = |cell: &usize| self.of_cell[cell].iter().any(|(at, _)| *at == equation);
        chosen.iter().any(holds)
    }

    /// Cells one of which any set needs: those of the shortest equation that nothing chosen touches, otherwise those of the
    /// equations that contradict each other.
    fn candidates(&self, untouched: &[usize], contradiction: Option<&Row>, left: usize) -> Vec<usize> {
        let shortest = untouched.iter().min_by_key(|at| self.equations[**at].0.len());
        let mut cells: Vec<usize> = match (shortest, contradiction) {
            (Some(at), _) => self.equations[*at].0.iter().map(|(cell, _)| *cell).collect(),
            (None, Some(row)) => {
                let mut sums: BTreeMap<usize, Decimal> = BTreeMap::new();
                for (equation, times) in &row.of {
                    for (cell, factor) in self.equations[*equation].0 {
                        *sums.entry(*cell).or_default() += factor * times;
                    }
                }
                sums.retain(|_, sum| !sum.is_zero());
                sums.into_keys().collect()
            }
            (None, None) => Vec::new(),
        };
        let mends = |cell: &usize| {
            let of = self.of_cell.get(cell).map_or(&[][..], Vec::as_slice);
            of.iter().filter(|(at, _)| untouched.contains(at)).count()
        };
        // The cells that are left have to touch all that is broken.
        let least = untouched.len().saturating_sub((left - 1) * self.degree);
        cells.retain(|cell| self.of_cell.contains_key(cell) && mends(cell) >= least);
        cells.sort_by_key(|cell| std::cmp::Reverse(mends(cell)));
        cells
    }

    /// The equations of the chosen cells, each cell alone in a row as far as possible; the first rows are those of cells.
    fn reduce(&self, chosen: &[usize]) -> Option<(Vec<Row>, usize)> {
        let mut rows: Vec<Row> = Vec::new();
        let mut of: Vec<usize> = Vec::new();
        for (column, cell) in chosen.iter().enumerate() {
            for (equation, factor) in &self.of_cell[cell] {
                let row = of.iter().position(|known| known == equation).unwrap_or_else(|| {
                    of.push(*equation);
                    rows.push(Row {
                        factors: vec![Decimal::ZERO; chosen.len()],
                        rest: self.equations[*equation].1,
                        of: vec![(*equation, Decimal::ONE)],
                    });
                    rows.len() - 1
                });
                rows[row].factors[column] = *factor;
            }
        }
        let mut rank = 0;
        for column in 0..chosen.len() {
            let Some(found) = (rank..rows.len()).find(|row| !rows[*row].factors[column].is_zero()) else {
                continue;
            };
            rows.swap(rank, found);
            let pivot = rows[rank].clone();
            for (at, row) in rows.iter_mut().enumerate() {
                if at != rank && !row.factors[column].is_zero() {
                    *row = row.less(pivot.factors[column], &pivot, row.factors[column])?;
                }
            }
            rank += 1;
        }
        Some((rows, rank))
    }

    /// Keep the set if every cell can hold the value that it would have to.
    fn accept(&mut self, chosen: &[usize], rows: &[Row]) {
        let mut way = BTreeMap::new();
        for (column, cell) in chosen.iter().enumerate() {
            let row = rows.iter().find(|row| !row.factors[column].is_zero());
            let change = row.and_then(|row| (-row.rest).checked_div(row.factors[column]));
            let held = &self.system.cells[*cell];
            let Some(value) = change.and_then(|change| held.value.checked_add(change)) else {
                return;
            };
            let is_possible = value.is_integer() || !held.is_whole;
            if !is_possible || held.least.is_some_and(|least| value < least) || value == held.value {
                return;
            }
            way.insert(*cell, value.normalize());
        }
        self.ways.push(way);
    }
}

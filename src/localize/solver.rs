//! Which cells are wrong: the fewest whose change makes all equations hold.
//!
//! The principle is that of error localisation in official statistics: I. P. Fellegi and D. Holt, "A Systematic Approach to Automatic
//! Edit and Imputation", Journal of the American Statistical Association 71 (1976): the data should be made to satisfy all edits by
//! changing the fewest possible items.

use crate::localize::{
    equations::{Equation, System},
    search::{self, MOST_OPTIONS},
    slip::{self, Slip},
};
use std::collections::BTreeMap;

use rust_decimal::Decimal;

/// Another value for a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// The cell, by its number.
    pub cell: usize,
    /// The value that makes the equations hold.
    pub value: Decimal,
    /// The slip of the hand that would explain the value it has.
    pub slip: Option<Slip>,
}

/// Broken equations that hang together, and what would fix them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    /// The broken equations, by their number, in order.
    pub broken: Vec<usize>,
    /// The changes that are in every way to fix the part.
    pub certain: Vec<Change>,
    /// Where there are several ways: what each of them changes beside `certain`, the likeliest first.
    pub options: Vec<Vec<Change>>,
}

impl Part {
    /// Whether there is exactly one way to fix the part with the fewest changes.
    #[must_use]
    pub(crate) fn is_unique(&self) -> bool {
        !self.certain.is_empty() && self.options.is_empty()
    }
}

impl System {
    /// What is wrong, part by part. The work is bounded: a part with more wrong cells than can be told has neither certain changes
    /// nor options.
    #[must_use]
    pub(crate) fn explain(&self) -> Vec<Part> {
        let residuals: Vec<Decimal> = self
            .equations
            .iter()
            .map(|equation| self.residual(equation).unwrap_or_default())
            .collect();
        let part_of = self.parts();
        let mut parts: Vec<(usize, Vec<usize>)> = Vec::new();
        for (at, equation) in self.equations.iter().enumerate() {
            let Some((first, _)) = equation.terms.first().filter(|_| !residuals[at].is_zero()) else {
                continue;
            };
            let part = part_of[*first];
            match parts.iter_mut().find(|(known, _)| *known == part) {
                Some((_, broken)) => broken.push(at),
                None => parts.push((part, vec![at])),
            }
        }
        parts
            .into_iter()
            .map(|(part, broken)| {
                let of_part = |equation: &Equation| {
                    let first = equation.terms.first();
                    first.is_some_and(|(cell, _)| part_of[*cell] == part)
                };
                let equations: Vec<usize> = (0..self.equations.len())
                    .filter(|at| of_part(&self.equations[*at]))
                    .collect();
                let ways = search::ways(self, &equations, &residuals);
                self.sort(broken, ways)
            })
            .collect()
    }

    /// What all ways have in common, and what sets them apart.
    fn sort(&self, broken: Vec<usize>, ways: Vec<BTreeMap<usize, Decimal>>) -> Part {
        let mut part = Part {
            broken,
            ..Part::default()
        };
        let Some(first) = ways.first().filter(|_| ways.len() < MOST_OPTIONS) else {
            return part;
        };
        let in_all = |cell: &usize, value: &Decimal| ways.iter().all(|way| way.get(cell) == Some(value));
        let common: Vec<usize> = first
            .iter()
            .filter(|(cell, value)| in_all(cell, value))
            .map(|(cell, _)| *cell)
            .collect();
        let changes = |way: &BTreeMap<usize, Decimal>, of_common: bool| -> Vec<Change> {
            way.iter()
                .filter(|(cell, _)| common.contains(cell) == of_common)
                .map(|(cell, value)| Change {
                    cell: *cell,
                    value: *value,
                    slip: slip::of(&self.cells, *cell, *value, way),
                })
                .collect()
        };
        part.certain = changes(first, true);
        if ways.len() > 1 {
            part.options = ways.iter().map(|way| changes(way, false)).collect();
            let likelihood = |option: &Vec<Change>| {
                let slips = option.iter().map(|change| change.slip.map_or(0, Slip::likelihood));
                slips.sum::<u32>()
            };
            part.options.sort_by_key(|option| std::cmp::Reverse(likelihood(option)));
        }
        part
    }
}

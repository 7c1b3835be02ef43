//! Equations over numbers: what a report's sums are once nothing but numbers is left of them.

use rust_decimal::Decimal;

/// A cell that takes part in equations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// What it holds.
    pub value: Decimal,
    /// Whether it can only hold whole numbers.
    pub is_whole: bool,
    /// The least number that it can hold.
    pub least: Option<Decimal>,
    /// The record that it stands in: cells of one record are neighbours.
    pub record: usize,
}

/// A sum of cells, each times a factor, plus a constant, that should be 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Equation {
    /// The cells, by their number in [`System::cells`], with their factors.
    pub terms: Vec<(usize, Decimal)>,
    /// What does not depend on a cell.
    pub constant: Decimal,
}

/// All equations of a report, those that hold and those that do not.
#[derive(Clone, Debug, Default)]
pub(crate) struct System {
    /// The cells.
    pub cells: Vec<Cell>,
    /// The equations.
    pub equations: Vec<Equation>,
}

impl System {
    /// By how much an equation fails.
    pub(crate) fn residual(&self, equation: &Equation) -> Option<Decimal> {
        equation
            .terms
            .iter()
            .try_fold(equation.constant, |sum, (cell, factor)| {
                sum.checked_add(self.cells[*cell].value.checked_mul(*factor)?)
            })
    }

    /// Whether the equation with this number does not hold.
    #[must_use]
    pub(crate) fn is_broken(&self, equation: usize) -> bool {
        self.residual(&self.equations[equation])
            .is_some_and(|rest| !rest.is_zero())
    }

    /// For each cell the number of the part it is in: cells of one equation are in one part.
    pub(crate) fn parts(&self) -> Vec<usize> {
        let mut above: Vec<usize> = (0..self.cells.len()).collect();
        fn top(above: &mut [usize], mut at: usize) -> usize {
            while above[at] != at {
                above[at] = above[above[at]];
                at = above[at];
            }
            at
        }
        for equation in &self.equations {
            let Some((first, _)) = equation.terms.first() else {
                continue;
            };
            for (cell, _) in &equation.terms {
                let (a, b) = (top(&mut above, *first), top(&mut above, *cell));
                above[a] = b;
            }
        }
        (0..above.len()).map(|at| top(&mut above, at)).collect()
    }
}

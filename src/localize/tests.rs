#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use rust_decimal::Decimal;

use crate::localize::{equations::*, slip::Slip, solver::*};

/// A table with a total for each row and each column, like table 3 in small: rows, columns and the numbers inside.
fn table() -> impl Strategy<Value = (usize, usize, Vec<u32>)> {
    (2..7_usize, 2..7_usize).prop_flat_map(|(rows, columns)| {
        let numbers = prop::collection::vec(prop_oneof![Just(0), 0..9_u32, 0..5_000_u32], rows * columns);
        (Just(rows), Just(columns), numbers)
    })
}

/// The table with its totals as a system; all equations hold.
fn system(rows: usize, columns: usize, numbers: &[u32]) -> System {
    let inner = |row: usize, column: usize| numbers[row * columns + column];
    let mut cells = Vec::new();
    for row in 0..=rows {
        for column in 0..=columns {
            let in_rows = if row == rows { 0..rows } else { row..row + 1 };
            let in_columns = if column == columns {
                0..columns
            } else {
                column..column + 1
            };
            let value: u32 = in_rows
                .flat_map(|row| in_columns.clone().map(move |column| inner(row, column)))
                .sum();
            cells.push(Cell {
                value: value.into(),
                is_whole: true,
                least: Some(Decimal::ZERO),
                record: row,
            });
        }
    }
    let at = |row: usize, column: usize| row * (columns + 1) + column;
    let sum = |total: usize, parts: Vec<usize>| {
        let parts = parts.into_iter().map(|part| (part, Decimal::ONE));
        Equation {
            terms: parts.chain([(total, Decimal::NEGATIVE_ONE)]).collect(),
            constant: Decimal::ZERO,
        }
    };
    let of_row = |row| sum(at(row, columns), (0..columns).map(|column| at(row, column)).collect());
    let of_column = |column| sum(at(rows, column), (0..rows).map(|row| at(row, column)).collect());
    System {
        cells,
        equations: (0..=rows).map(of_row).chain((0..=columns).map(of_column)).collect(),
    }
}

fn broken(system: &System) -> usize {
    (0..system.equations.len()).filter(|at| system.is_broken(*at)).count()
}

fn with(system: &System, changes: &[Change]) -> System {
    let mut system = system.clone();
    for change in changes {
        system.cells[change.cell].value = change.value;
    }
    system
}

proptest! {
    /// Whatever is proposed fixes every equation of its part with values that the cells can hold, and changes no more cells than went wrong.
    #[test]
    fn what_is_proposed_mends(
        (rows, columns, numbers) in table(),
        wrong in prop::collection::vec((any::<prop::sample::Index>(), 0..9_999_u32), 0..6),
    ) {
        let valid = system(rows, columns, &numbers);
        let mut system = valid.clone();
        for (at, value) in &wrong {
            system.cells[at.index(valid.cells.len())].value = (*value).into();
        }
        let changed = system.cells.iter().zip(&valid.cells).filter(|(a, b)| a.value != b.value).count();
        let parts = system.explain();
        prop_assert_eq!(parts.iter().map(|part| part.broken.len()).sum::<usize>(), broken(&system));
        for part in &parts {
            let alone = [Vec::new()];
            let options = if part.options.is_empty() { &alone[..] } else { &part.options };
            for option in options {
                let changes = [part.certain.clone(), option.clone()].concat();
                if changes.is_empty() {
                    prop_assert!(changed > 3, "up to three are always told");
                    continue;
                }
                prop_assert!(changes.len() <= changed);
                prop_assert!(changes.iter().all(|change| change.value >= Decimal::ZERO && change.value.is_integer()));
                prop_assert_eq!(broken(&with(&system, &changes)), 0);
            }
        }
    }

    /// One wrong number is always named, with its right value, unless nothing breaks.
    #[test]
    fn one_wrong_number_is_named(
        (rows, columns, numbers) in table(),
        at in any::<prop::sample::Index>(),
        value in 0..9_999_u32,
    ) {
        let valid = system(rows, columns, &numbers);
        let cell = at.index(valid.cells.len());
        let mut system = valid.clone();
        system.cells[cell].value = value.into();
        prop_assume!(system.cells != valid.cells);
        let parts = system.explain();
        prop_assert_eq!(parts.len(), 1);
        prop_assert!(parts[0].is_unique());
        prop_assert_eq!((parts[0].certain[0].cell, parts[0].certain[0].value), (cell, valid.cells[cell].value));
    }
}

#[test]
fn a_single_sum_is_a_tie_with_the_likeliest_slip_first() {
    // 12 + 30 + 5 = 74 is most likely 47 with its digits exchanged.
    let values = [12, 30, 5, 74];
    let cell = |value: i64| Cell {
        value: value.into(),
        is_whole: true,
        least: Some(Decimal::ZERO),
        record: 0,
    };
    let one = Decimal::ONE;
    let system = System {
        cells: values.into_iter().map(cell).collect(),
        equations: vec![Equation {
            terms: vec![(0, one), (1, one), (2, one), (3, -one)],
            constant: Decimal::ZERO,
        }],
    };
    let parts = system.explain();
    assert!(!parts[0].is_unique() && parts[0].certain.is_empty());
    assert_eq!(parts[0].options.len(), 4);
    let first = &parts[0].options[0][0];
    assert_eq!(
        (first.cell, first.value, first.slip),
        (3, Decimal::from(47), Some(Slip::Transposed))
    );
}

#[test]
fn decimals_are_mended_exactly() {
    let cell = |value: &str| Cell {
        value: value.parse().unwrap(),
        is_whole: false,
        least: Some(Decimal::ZERO),
        record: 0,
    };
    let one = Decimal::ONE;
    let sum = |terms: Vec<(usize, Decimal)>| Equation {
        terms,
        constant: Decimal::ZERO,
    };
    let system = System {
        cells: ["0.1", "0.2", "0.03", "0.03"].map(cell).to_vec(),
        equations: vec![
            sum(vec![(0, one), (1, one), (2, -one)]),
            sum(vec![(2, one), (3, Decimal::from(-10))]),
        ],
    };
    let parts = system.explain();
    assert_eq!(parts[0].certain[0].value, "0.3".parse().unwrap());
    assert_eq!(parts[0].certain[0].cell, 2);
}

#[test]
fn an_overflow_is_no_panic() {
    let huge = Decimal::MAX;
    let cell = |value| Cell {
        value,
        is_whole: false,
        least: None,
        record: 0,
    };
    let system = System {
        cells: vec![cell(huge), cell(huge), cell(Decimal::ONE)],
        equations: vec![Equation {
            terms: vec![(0, Decimal::ONE), (1, Decimal::ONE), (2, Decimal::NEGATIVE_ONE)],
            constant: Decimal::ZERO,
        }],
    };
    assert!(system.explain().is_empty(), "what cannot be added up is not judged");
}

//! Slips of the hand that turn one number into another.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::localize::equations::Cell;

/// How a number came to be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slip {
    /// The values of two cells of one record exchanged, or a value in the wrong column.
    Exchanged,
    /// Two digits side by side exchanged.
    Transposed,
    /// A digit left out.
    Dropped,
    /// A digit typed twice.
    Doubled,
    /// A key beside or above the right one.
    NextKey,
    /// One digit is another.
    OneDigit,
    /// One digit too many.
    Added,
}

impl Slip {
    /// The name that a pack words it by.
    #[must_use]
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Exchanged => "exchanged",
            Self::Transposed => "transposed",
            Self::Dropped => "dropped",
            Self::Doubled => "doubled",
            Self::NextKey => "next-key",
            Self::OneDigit => "one-digit",
            Self::Added => "added",
        }
    }

    /// How likely it is beside other slips; only the order means something. An exchange concerns two cells.
    #[must_use]
    pub(crate) const fn likelihood(self) -> u32 {
        match self {
            Self::Exchanged | Self::Transposed => 6,
            Self::Doubled => 5,
            Self::Dropped => 4,
            Self::NextKey => 3,
            Self::Added => 2,
            Self::OneDigit => 1,
        }
    }
}

/// The slip that turned `value` into what the cell holds, beside the other changes of the same way.
pub(crate) fn of(cells: &[Cell], cell: usize, value: Decimal, way: &BTreeMap<usize, Decimal>) -> Option<Slip> {
    let held = &cells[cell];
    let is_exchanged = |(other, theirs): (&usize, &Decimal)| {
        *other != cell && cells[*other].record == held.record && *theirs == held.value && cells[*other].value == value
    };
    if way.iter().any(is_exchanged) {
        return Some(Slip::Exchanged);
    }
    let digits = |number: Decimal| number.normalize().to_string().into_bytes();
    // Any digit is a slip away from any other: of a single one that says nothing.
    let is_one_digit = |number: Decimal| number.is_integer() && number.abs() < Decimal::TEN;
    if is_one_digit(held.value) && is_one_digit(value) {
        return None;
    }
    between(&digits(held.value), &digits(value))
}

/// The slip that made `wrong` out of `right`.
fn between(wrong: &[u8], right: &[u8]) -> Option<Slip> {
    let same = wrong.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (wrong_rest, right_rest) = (&wrong[same..], &right[same..]);
    if wrong_rest.len() == right_rest.len() {
        return match (wrong_rest, right_rest) {
            ([a, wrong @ ..], [b, right @ ..]) if wrong == right => Some(if are_neighbours(*a, *b) {
                Slip::NextKey
            } else {
                Slip::OneDigit
            }),
            ([a, b, wrong @ ..], [c, d, right @ ..]) if a == d && b == c && wrong == right => Some(Slip::Transposed),
            _ => None,
        };
    }
    if wrong_rest.len() + 1 == right_rest.len() {
        return (right_rest[1..] == *wrong_rest).then_some(Slip::Dropped);
    }
    if wrong_rest.len() == right_rest.len() + 1 && wrong_rest[1..] == *right_rest {
        let doubled = same > 0 && wrong[same - 1] == wrong_rest[0];
        return Some(if doubled { Slip::Doubled } else { Slip::Added });
    }
    None
}

/// Whether two digits lie side by side on the row of digits or on the number pad.
fn are_neighbours(a: u8, b: u8) -> bool {
    if !a.is_ascii_digit() || !b.is_ascii_digit() {
        return false;
    }
    let row = |digit: u8| if digit == b'0' { 10 } else { i16::from(digit - b'0') };
    // 7 8 9 over 4 5 6 over 1 2 3; 0 lies under 1 and 2.
    let pad = |digit: u8| match digit {
        b'0' => vec![(0, 0), (1, 0)],
        digit => vec![(i16::from(digit - b'1') % 3, i16::from(digit - b'1') / 3 + 1)],
    };
    let (pad_a, pad_b) = (pad(a), pad(b));
    let touch = |a: &(i16, i16)| pad_b.iter().any(|b| (a.0 - b.0).abs() + (a.1 - b.1).abs() == 1);
    (row(a) - row(b)).abs() == 1 || pad_a.iter().any(touch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_apart() {
        let cases = [
            ("21", "12", Some(Slip::Transposed)),
            ("1", "12", Some(Slip::Dropped)),
            ("2", "12", Some(Slip::Dropped)),
            ("122", "12", Some(Slip::Doubled)),
            ("112", "12", Some(Slip::Doubled)),
            ("162", "12", Some(Slip::Added)),
            ("13", "12", Some(Slip::NextKey)),
            ("15", "12", Some(Slip::NextKey)),
            ("18", "12", Some(Slip::OneDigit)),
            ("0", "9", Some(Slip::NextKey)),
            ("345", "12", None),
            ("9.5", "5.9", None),
            ("26.5", "26.55", Some(Slip::Dropped)),
        ];
        for (wrong, right, slip) in cases {
            assert_eq!(between(wrong.as_bytes(), right.as_bytes()), slip, "{wrong} for {right}");
        }
    }
}

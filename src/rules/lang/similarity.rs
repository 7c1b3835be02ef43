//! How alike two texts or two tables are.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::rules::evaluate::{eval::Context, instance::CellId};
use crate::{document::model::Value, form::shape::Kind};

/// Letters of a text that are looked at; far more than any section of a report has.
const MAX_LETTERS: usize = 200_000;
/// Fewer letters than this in a row are too often the same by chance.
const ROW: usize = 3;
/// Decimal places of a similarity.
const PLACES: u32 = 3;

/// How much of two texts is the same, from 0 to 1, with three decimals, rounded down: twice the rows of three letters that both
/// have, divided by the rows of either. Digits, punctuation and white space are left out, so a text with new numbers is as good
/// as the same. Linear in the texts.
pub fn similarity(a: &str, b: &str) -> Decimal {
    let (a, b) = (rows(a), rows(b));
    let all = a.len() + b.len();
    if a.is_empty() || b.is_empty() {
        return Decimal::ZERO;
    }
    let mut counts: HashMap<u64, usize> = HashMap::with_capacity(a.len());
    for row in a {
        *counts.entry(row).or_default() += 1;
    }
    let mut same = 0;
    for row in b {
        if let Some(left) = counts.get_mut(&row).filter(|left| **left > 0) {
            *left -= 1;
            same += 1;
        }
    }
    let unit = 10_usize.pow(PLACES);
    Decimal::new((2 * same * unit / all) as i64, PLACES)
}

/// Every row of letters as a number: a character takes 21 bits.
fn rows(text: &str) -> Vec<u64> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(MAX_LETTERS);
    let mut rows = Vec::new();
    let mut row = 0;
    for (at, letter) in letters.enumerate() {
        row = (row << 21 | u64::from(letter)) & ((1 << (21 * ROW)) - 1);
        if at + 1 >= ROW {
            rows.push(row);
        }
    }
    rows
}

impl Context<'_, '_> {
    /// How many numbers at or inside a cell are not 0.
    pub(crate) fn nonzero(&self, cell: CellId) -> u32 {
        let own = matches!(self.figure(cell), Some(number) if !number.is_zero());
        let inside = self.binding.children(cell).map(|child| self.nonzero(child));
        u32::from(own) + inside.sum::<u32>()
    }

    /// How many numbers at or inside two cells differ. A blank is 0; a field that only one of the forms has is not compared.
    pub(crate) fn differences(&self, a: CellId, b: CellId) -> u32 {
        let (left, right) = (self.binding.shape(a), self.binding.shape(b));
        if left.kind.is_number() && right.kind.is_number() {
            let number = |cell| self.figure(cell).unwrap_or_default();
            return u32::from(number(a) != number(b));
        }
        let keys = |cell: CellId| {
            let schema = self.binding.schema_of(cell);
            let keys = self.binding.shape(cell).children.iter();
            keys.map(|child| schema.shape(*child).key.as_str())
        };
        let children = self.binding.children(a).zip(keys(a));
        let pairs = children.filter_map(|(child, key)| {
            let other = match (left.kind, right.kind) {
                (Kind::Record, Kind::Record) => self.binding.children(b).zip(keys(b)).find(|(_, other)| *other == key),
                _ => None,
            };
            Some((child, other?.0))
        });
        pairs.map(|(child, other)| self.differences(child, other)).sum()
    }

    fn figure(&self, cell: CellId) -> Option<Decimal> {
        match self.binding.cell(cell).node.map(|node| &node.value) {
            Some(Value::Number(number)) if self.binding.shape(cell).kind.is_number() => Some(*number),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_other_numbers_are_the_same() {
        let one = "2022年组织培训2次，覆盖全部科室。";
        assert_eq!(similarity(one, "2023年组织培训13次，覆盖全部科室"), Decimal::ONE);
        assert_eq!(similarity(one, "没有共同之处的另外一句话"), Decimal::ZERO);
        assert_eq!(similarity("无", "无"), Decimal::ZERO);
        assert_eq!(similarity("甲乙丙丁", "甲乙丙戊").to_string(), "0.500");
        let long = "公开".repeat(1_000_000);
        assert_eq!(similarity(&long, &long), Decimal::ONE);
    }
}

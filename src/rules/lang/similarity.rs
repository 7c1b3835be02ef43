//! How alike two texts are.

use std::collections::HashMap;

use rust_decimal::Decimal;

/// Letters of a text that are looked at; far more than any section of a report has.
const MAX_LETTERS: usize = 200_000;
/// Fewer letters than this in a row are too often the same by chance.
const ROW: usize = 3;
/// Decimal places of a similarity.
const PLACES: u32 = 3;

/// How much of two texts is the same, from 0 to 1, with three decimals, rounded down: twice the rows of three letters that both
/// have, divided by the rows of either. Digits, punctuation and white space are left out, so a text with new numbers is as good
/// as the same. Linear in the texts.
pub(super) fn similarity(a: &str, b: &str) -> Decimal {
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

//! Cells and prose hold every spelling for the same number.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{prose, reading, value};

const PLAIN: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const FORMAL: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/// A number as it is spoken, 一百零五, with these digits and powers.
fn spoken(number: u64, digits: [&str; 10], powers: [&str; 4]) -> String {
    if number == 0 {
        return digits[0].to_owned();
    }
    let mut text = String::new();
    let mut is_open = false;
    for (great, size) in [("亿", 100_000_000), ("万", 10_000), ("", 1)] {
        let section = number / size % 10_000;
        if section == 0 {
            is_open = true;
            continue;
        }
        is_open = !text.is_empty() && (is_open || section < 1000);
        let mut has_begun = is_open;
        for (power, size) in powers.into_iter().zip([1000, 100, 10, 1]) {
            let digit = (section / size % 10) as usize;
            if digit == 0 {
                is_open |= has_begun;
                continue;
            }
            if std::mem::take(&mut is_open) {
                text.push_str(digits[0]);
            }
            has_begun = true;
            text.extend([digits[digit], power]);
        }
        text.push_str(great);
        is_open = false;
    }
    text
}

/// A number digit by digit.
fn by_place(number: u64, digits: [&str; 10]) -> String {
    let digit = |byte: u8| digits[usize::from(byte - b'0')];
    number.to_string().bytes().map(digit).collect()
}

fn full_width(text: &str) -> String {
    let wide = |c: char| char::from_u32(c as u32 + 0xfee0).unwrap();
    text.chars()
        .map(|c| if c.is_ascii_graphic() { wide(c) } else { c })
        .collect()
}

fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Every spelling of a number that nothing else can be meant by.
fn spellings(number: u64) -> Vec<String> {
    let plain = number.to_string();
    let mut spellings = vec![
        full_width(&plain),
        grouped(number, ','),
        grouped(number, '，'),
        grouped(number, ' '),
        full_width(&grouped(number, ',')),
        spoken(number, PLAIN, ["千", "百", "十", ""]),
        spoken(number, FORMAL, ["仟", "佰", "拾", ""]),
        plain,
    ];
    // Two digits beside each other may be a guess: 二三 is two or three.
    if number > 99 {
        let zero = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        spellings.extend([by_place(number, PLAIN), by_place(number, zero)]);
    }
    spellings
}

fn agree(text: &str) -> Result<(), TestCaseError> {
    for unit in ["", "件"] {
        let cell = reading(&format!("{text}{unit}"));
        if let Some(written) = prose(&format!("{text}{unit}")).filter(|written| written.len == text.len()) {
            prop_assert_eq!(cell.number, written.value, "{}{}: {:?}", text, unit, cell);
        }
    }
    if let Some(number) = value(text) {
        prop_assert_eq!(reading(text).number, Some(number), "{}", text);
    }
    Ok(())
}

#[test]
fn what_may_be_two_numbers_is_none_in_cells_and_prose() {
    for text in [
        "一百二",
        "三万五",
        "两三",
        "三四",
        "百",
        "一百零",
        "十百",
        "一亿三千",
        "1 2",
        "9999999999999999999",
    ] {
        for unit in ["", "件"] {
            let text_with = format!("{text}{unit}");
            assert_eq!(reading(&text_with).number, None, "{text_with}");
            let written = prose(&text_with).unwrap();
            assert_eq!((written.value, written.len), (None, text.len()), "{text_with}");
        }
        assert_eq!(value(text), None, "{text}");
    }
}

#[test]
fn whole_texts_are_numbers_without_a_unit() {
    let number = |text: &str| value(text).map(|number| number.to_string());
    for (text, wanted) in [
        ("1.50", Some("1.50")),
        ("１２", Some("12")),
        ("１２．５", Some("12.5")),
        ("-3", Some("-3")),
        ("二〇二三", Some("2023")),
        ("十二", Some("12")),
        ("1,200", Some("1200")),
        ("05", Some("5")),
        ("12件", None),
        ("¥12", None),
        ("3万", None),
        ("1e5", None),
        ("0x10", None),
        ("1 2", None),
        ("", None),
        ("件", None),
    ] {
        assert_eq!(number(text).as_deref(), wanted, "{text}");
    }
    assert_eq!(value(&"9".repeat(60)), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_spelling_is_its_number(size in 0..13_u32, seed in any::<u64>(), sparse in any::<u64>()) {
        // Numbers of every length, and with zeros in them.
        let digits = (seed % 10_u64.pow(size)).to_string();
        let holes = digits.bytes().zip(0..).map(|(byte, at)| if sparse >> at & 1 == 1 { '0' } else { char::from(byte) });
        let number: u64 = holes.collect::<String>().parse().unwrap();
        let wanted = Some(Decimal::from(number));
        for text in spellings(number) {
            prop_assert_eq!(reading(&text).number, wanted, "a cell with {}", text);
            prop_assert_eq!(value(&text), wanted, "the whole of {}", text);
            // One character alone may be the end of a word in prose: 队伍.
            if text.chars().count() > 1 || !"肆伍陆".contains(&text) {
                let written = prose(&text).unwrap();
                prop_assert_eq!((written.value, written.len), (wanted, text.len()), "prose with {}", text);
            }
            agree(&text)?;
        }
    }

    #[test]
    fn no_text_is_one_number_here_and_another_there(text in "[0-9０-９,，.．_ 零〇○一二两兩三四五六七八九十百千万萬亿億壹贰叁肆伍陆柒捌玖拾佰仟+-]{0,9}") {
        agree(&text)?;
    }

    #[test]
    fn no_numeral_is_one_number_here_and_another_there(text in "[零〇一二两三五九十百千万亿壹贰伍陆拾佰仟]{1,8}") {
        agree(&text)?;
    }

    #[test]
    fn no_digits_are_one_number_here_and_another_there(text in "[0-9０1,，. ]{1,12}") {
        agree(&text)?;
    }
}

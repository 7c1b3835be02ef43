//! Numbers as prose writes them: digits of both widths, thousands separators, Han numerals.

use rust_decimal::Decimal;

/// Longer runs of digits are no counts.
const MAX_DIGITS: usize = 18;

/// A number at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its value; none if it is written as no single number is.
    pub value: Option<Decimal>,
    /// How many bytes it takes.
    pub len: usize,
    /// Whether it is in digits, so that it is a number without a unit too.
    pub is_digits: bool,
}

/// The number that `text` begins with.
pub fn number(text: &str) -> Option<Written> {
    let first = text.chars().next()?;
    if digit(first).is_some() {
        Some(digits(text))
    } else if han(first).is_some() {
        Some(numeral(text))
    } else {
        None
    }
}

/// Whether a number could begin with this character.
pub fn begins(c: char) -> bool {
    digit(c).is_some() || han(c).is_some()
}

/// The value of a digit of either width.
pub fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

fn digits(text: &str) -> Written {
    let (mut plain, len) = run(text);
    let mut end = len;
    let mut group = plain.len();
    // A separator has exactly three digits behind it, and one to three before the first.
    while (1..=3).contains(&group) {
        let mut chars = text[end..].chars();
        let Some(sign) = chars.next().filter(|c| matches!(c, ',' | '，' | ' ')) else {
            break;
        };
        let (next, len) = run(&text[end + sign.len_utf8()..]);
        if next.len() != 3 {
            break;
        }
        plain.push_str(&next);
        end += sign.len_utf8() + len;
        group = 3;
    }
    let mut chars = text[end..].chars();
    if let Some(point) = chars.next().filter(|c| matches!(c, '.' | '．')) {
        let (next, len) = run(&text[end + point.len_utf8()..]);
        if !next.is_empty() {
            plain.push('.');
            plain.push_str(&next);
            end += point.len_utf8() + len;
        }
    }
    let value = (plain.len() <= MAX_DIGITS).then(|| plain.parse().ok()).flatten();
    Written {
        value,
        len: end,
        is_digits: true,
    }
}

/// The digits that `text` begins with, as ASCII, and their bytes.
fn run(text: &str) -> (String, usize) {
    let mut plain = String::new();
    let mut len = 0;
    for c in text.chars() {
        let Some(value) = digit(c).and_then(|value| char::from_digit(value, 10)) else {
            break;
        };
        plain.push(value);
        len += c.len_utf8();
    }
    (plain, len)
}

/// A Han digit (below ten) or a power of ten.
fn han(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '兩' | '贰' => 2,
        '三' | '叁' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' | '萬' => 10_000,
        _ => return None,
    })
}

fn numeral(text: &str) -> Written {
    let mut len = 0;
    let mut values: Vec<u32> = Vec::new();
    for c in text.chars() {
        let Some(value) = han(c) else { break };
        values.push(value);
        len += c.len_utf8();
    }
    let value = if values.len() > MAX_DIGITS {
        None
    } else if values.len() > 1 && values.iter().all(|value| *value < 10) {
        // 一〇三 is written by its digits; 两三 is a guess.
        let has_zero = values.contains(&0) || values.len() > 2;
        let join = |sum: u64, value: &u32| sum * 10 + u64::from(*value);
        has_zero.then(|| values.iter().fold(0, join))
    } else {
        grouped(&values)
    };
    Written {
        value: value.map(Decimal::from),
        len,
        is_digits: false,
    }
}

/// 一千零二十五 as a number; none if the numerals do not descend.
fn grouped(values: &[u32]) -> Option<u64> {
    let (mut total, mut section, mut digit) = (0_u64, 0_u64, None);
    let mut last = u64::MAX;
    for value in values {
        let value = u64::from(*value);
        match value {
            0 => {
                if digit.is_some() {
                    return None;
                }
                digit = (values.len() == 1).then_some(0);
            }
            1..=9 if digit.is_none() => digit = Some(value),
            10_000 => {
                total = (section + digit.take().unwrap_or(0)) * value;
                if total == 0 || values.iter().filter(|one| **one == 10_000).count() > 1 {
                    return None;
                }
                (section, last) = (0, u64::MAX);
            }
            10 | 100 | 1000 if value < last => {
                // 十五 is fifteen, but 百 alone is no number.
                let times = digit.take().or((value == 10 && section == 0).then_some(1))?;
                section += times * value;
                last = value;
            }
            _ => return None,
        }
    }
    Some(total + section + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, value) in [
            ("３４２件", 342),
            ("１，１０８件", 1108),
            ("1,042件", 1042),
            ("1 095件", 1095),
            ("3,21", 3),
            ("一百零三", 103),
            ("二十五", 25),
            ("十", 10),
            ("两", 2),
            ("〇", 0),
            ("二〇二三", 2023),
            ("一千零二十", 1020),
            ("三万二千", 32000),
        ] {
            let found = number(text).and_then(|written| written.value);
            assert_eq!(found, Some(Decimal::from(value)), "{text}");
        }
        for text in ["两三", "百", "十百", "1234567890123456789"] {
            assert_eq!(number(text).and_then(|written| written.value), None, "{text}");
        }
        assert_eq!(number("件"), None);
    }
}

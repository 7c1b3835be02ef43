//! Numbers that stand in sentences.

use rust_decimal::Decimal;

use super::{
    digits::{blur, digit, prefix},
    han::{Han, han, is_formal, run, value},
};
use crate::text::normalize::is_off_line;

/// A number at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// Its value; none if it is written as no single number is.
    pub value: Option<Decimal>,
    /// How many bytes it takes.
    pub len: usize,
    /// Whether it is in digits, so that it is a number without a unit too.
    pub is_digits: bool,
}

/// Whether a number could begin with this character.
pub(crate) fn begins(c: char) -> bool {
    digit(c).is_some() || han(c).is_some() || is_off_line(c)
}

/// The number that `text` begins with, of prose whose white space is folded.
pub(crate) fn prose(text: &str) -> Option<Written> {
    let mut chars = text.chars();
    let first = chars.next()?;
    // Other digits than those off the line, ① for one, number what begins behind them.
    let blurred = text.find(|c| !is_off_line(c)).unwrap_or(text.len());
    if digit(first).is_some() || blurred > 0 {
        let (value, len) = prefix(&text[blurred..]);
        let behind = blurs(&text[blurred + len..]);
        return Some(Written {
            value: value.filter(|_| blurred + behind == 0),
            len: blurred + len + behind,
            is_digits: true,
        });
    }
    han(first)?;
    if is_in_words(first) && !chars.next().is_some_and(goes_on_formally) {
        return None;
    }
    let len = run(text);
    let behind = blurs(&text[len..]);
    Some(Written {
        value: value(&text[..len]).map(Decimal::from).filter(|_| behind == 0),
        len: len + behind,
        is_digits: false,
    })
}

/// The bytes of what `text` begins with that blurs the number before it, with the digits around it.
fn blurs(text: &str) -> usize {
    let mut len = 0;
    loop {
        let blurred = blur(&text[len..]);
        if blurred == 0 {
            return len;
        }
        len += blurred;
        len += text[len..]
            .find(|c| digit(c).is_none() && han(c).is_none() && !matches!(c, ',' | '，' | '.' | '．'))
            .unwrap_or(text.len() - len);
    }
}

/// Formal numerals that are in ordinary words too: 放肆, 队伍, 大陆, 收拾. They are numbers beside other formal ones only.
fn is_in_words(c: char) -> bool {
    matches!(c, '肆' | '伍' | '陆' | '拾')
}

/// Whether a formal numeral goes on with this character: 伍拾, 陆万.
fn goes_on_formally(c: char) -> bool {
    is_formal(c) || matches!(han(c), Some(Han::Power(10_000..)))
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
            ("1 095 345件", 1_095_345),
            ("3,21", 3),
            ("12,3456", 12),
            ("2023,345", 2023),
            ("一百零三", 103),
            ("壹佰零贰元", 102),
            ("伍拾元", 50),
            ("陆万元", 60_000),
            ("三亿元", 300_000_000),
            ("二十五", 25),
            ("十", 10),
            ("两", 2),
            ("〇", 0),
            ("二〇二三", 2023),
            ("一千零二十", 1020),
            ("三万二千", 32000),
        ] {
            let found = prose(text).and_then(|written| written.value);
            assert_eq!(found, Some(Decimal::from(value)), "{text}");
        }
        for text in [
            "两三",
            "百",
            "十百",
            "一百二件",
            "1 2",
            "1,042 345",
            "1234567890123456789",
        ] {
            assert_eq!(prose(text).map(|written| written.value), Some(None), "{text}");
        }
        // A numeral that is the end of a word does not take the number behind it along.
        for text in ["件", ".5", "-5", "伍条件", "伍一支", "陆续", "陆三家", "拾"] {
            assert_eq!(prose(text), None, "{text}");
        }
    }

    #[test]
    fn what_touches_another_kind_of_digit_has_no_value() {
        for text in [
            "224¹件",
            "¹224件",
            "₂24",
            "10²元",
            "22①4",
            "²①",
            "10½",
            "2\u{336}2",
            "二\u{336}",
            "2⃣",
            "一¹",
            "22٤",
        ] {
            let written = prose(text).map(|written| (written.value, &text[written.len..]));
            assert!(matches!(written, Some((None, "" | "件" | "元"))), "{text}: {written:?}");
        }
    }

    #[test]
    fn lengths_are_those_of_the_number() {
        for (text, number) in [
            ("1.2.3", "1.2"),
            ("5.", "5"),
            ("1 2件", "1 2"),
            ("1 次", "1"),
            ("1，2", "1"),
            ("12.５％", "12.５"),
            ("3万元", "3"),
            ("一百二件", "一百二"),
            ("二0二三", "二"),
        ] {
            assert_eq!(prose(text).map(|written| written.len), Some(number.len()), "{text}");
        }
    }
}

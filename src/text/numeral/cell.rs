//! What a person meant who wrote something else than a number where a number belongs.

use rust_decimal::Decimal;

use super::{
    digits::{Separator, digit, is_point, separator},
    han,
};
use crate::text::decimal::{exact, is_plain, plain};

/// Every cause of a [`Reading`].
#[cfg(test)]
pub(crate) const NUMBER_CAUSES: &[&str] = &[
    "bare-point",
    "chinese-numeral",
    "exponent",
    "full-width",
    "hexadecimal",
    "infinite",
    "leading-zero",
    "octal",
    "quoted",
    "spaces",
    "text",
    "thousands",
    "underscore",
    "unit",
    "words",
];

/// The cause of a number in Han characters.
const HAN: &str = "chinese-numeral";

/// Words that may stand behind a count or an amount.
const UNITS: &[&str] = &[
    "年",
    "件",
    "条",
    "个",
    "人",
    "次",
    "份",
    "篇",
    "项",
    "起",
    "宗",
    "例",
    "页",
    "家",
    "户",
    "场",
    "期",
    "部",
    "名",
    "位",
    "张",
    "套",
    "封",
    "批",
    "类",
    "元",
    "圆",
    "角",
    "分",
    "元整",
    "元人民币",
    "人民币",
    "人次",
    "件次",
    "条次",
    "册",
    "本",
    "¥",
    "￥",
];

/// Words that multiply what stands before them. The value they give is not taken for granted.
const MULTIPLIERS: &[char] = &['十', '百', '千', '万', '亿', '%', '％', '‰', '余', '多'];

/// What a person meant by a text in the place of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// How it was written; one of [`NUMBER_CAUSES`].
    pub cause: &'static str,
    /// The number, where only one can be meant.
    pub number: Option<Decimal>,
}

impl Reading {
    const TEXT: Self = Self::new("text", None);

    const fn new(cause: &'static str, number: Option<Decimal>) -> Self {
        Self { cause, number }
    }
}

/// What was meant by `text`, which stands where a number belongs. A text that only begins with a number is a text.
#[must_use]
pub(crate) fn reading(text: &str) -> Reading {
    let text = text.trim();
    if is_plain(text) {
        return Reading::new("quoted", plain(text));
    }
    if let Some(reading) = machine(text) {
        return reading;
    }
    let Some(spelled) = spelled(text) else {
        return Reading::TEXT;
    };
    match unit(spelled.rest) {
        None => Reading::TEXT,
        Some(Unit::Multiplier) if spelled.cause == HAN => Reading::TEXT,
        Some(Unit::Multiplier) => Reading::new("unit", None),
        Some(_) if spelled.cause == HAN => Reading::new(HAN, spelled.number),
        Some(Unit::None) if !spelled.has_currency => Reading::new(spelled.cause, spelled.number),
        Some(_) => Reading::new("unit", spelled.number),
    }
}

/// The number that stands before a note in brackets: 22 of `22（其中修订16件）`. A note has words: what begins with a digit may be another
/// number.
#[must_use]
pub(crate) fn noted(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let (number, note) = text.split_once(['(', '（'])?;
    let note = note.strip_suffix([')', '）'])?;
    let has_words = note.starts_with(|c: char| c.is_alphabetic()) && !note.contains(['(', '（', ')', '）']);
    plain(number.trim()).filter(|_| has_words)
}

/// The number that the whole of `text` is, however it is spelled; none where it has a unit, or may mean two numbers. Notations of
/// programming languages are none.
#[must_use]
pub(crate) fn value(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if is_plain(text) {
        return plain(text);
    }
    let spelled = spelled(text)?;
    spelled
        .number
        .filter(|_| spelled.rest.is_empty() && !spelled.has_currency)
}

/// A number as people spell it, with what stands behind it.
struct Spelled<'t> {
    /// Its value, where only one can be meant.
    number: Option<Decimal>,
    cause: &'static str,
    has_currency: bool,
    rest: &'t str,
}

/// The number that a text begins with, in digits or in Han characters.
fn spelled(text: &str) -> Option<Spelled<'_>> {
    let Sign {
        negative,
        worded,
        full_width,
        rest,
    } = sign(text);
    let rest = rest.trim_start();
    let (rest, has_currency) = match rest.strip_prefix(['¥', '￥']) {
        Some(rest) => (rest.trim_start(), true),
        None => (rest, false),
    };
    let len = han::run(rest);
    if len > 0 {
        let number = han::value(&rest[..len]).map(Decimal::from);
        return Some(Spelled {
            number: number.map(|number| if negative { -number } else { number }),
            cause: HAN,
            has_currency,
            rest: rest[len..].trim_start(),
        });
    }
    let mut numeral = Numeral::default();
    let rest = numeral.take(rest);
    let number = numeral.value(negative)?;
    let cause = match () {
        () if numeral.commas => "thousands",
        () if worded => "words",
        () if numeral.full_width || full_width => "full-width",
        () if numeral.underscores => "underscore",
        () if numeral.bare_point => "bare-point",
        () if numeral.leading_zero => "leading-zero",
        () => "spaces",
    };
    Some(Spelled {
        number,
        cause,
        has_currency,
        rest,
    })
}

/// Notations of programming languages.
fn machine(text: &str) -> Option<Reading> {
    let lower = text.to_ascii_lowercase();
    let (negative, rest) = match lower.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, lower.strip_prefix('+').unwrap_or(&lower)),
    };
    if matches!(rest, ".inf" | "inf" | "infinity" | "∞" | ".nan" | "nan") {
        return Some(Reading::new("infinite", None));
    }
    for (prefix, radix, cause) in [("0x", 16, "hexadecimal"), ("0o", 8, "octal")] {
        if let Some(digits) = rest.strip_prefix(prefix) {
            if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
                return None;
            }
            let number = u64::from_str_radix(digits, radix).ok().map(Decimal::from);
            let number = number.map(|number| if negative { -number } else { number });
            return Some(Reading::new(cause, number));
        }
    }
    let (mantissa, exponent) = rest.split_once('e')?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let bare = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let all = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || bare.is_empty() || !all(whole) || !all(fraction) || !all(bare) {
        return None;
    }
    let number = exponent
        .parse::<i32>()
        .ok()
        .and_then(|shift| exact(negative, whole.as_bytes(), fraction.as_bytes(), shift.into()));
    Some(Reading::new("exponent", number))
}

/// How a text begins.
struct Sign<'t> {
    negative: bool,
    /// The sign is a word.
    worded: bool,
    /// The sign is not the one of ASCII.
    full_width: bool,
    rest: &'t str,
}

fn sign(text: &str) -> Sign<'_> {
    let mut chars = text.chars();
    let (negative, worded, full_width) = match chars.next() {
        Some('-') => (true, false, false),
        Some('+') => (false, false, false),
        Some('－' | '−' | '﹣' | '–' | '—') => (true, false, true),
        Some('＋' | '﹢') => (false, false, true),
        Some('减' | '負' | '负') => (true, true, false),
        Some('正' | '加') => (false, true, false),
        _ => {
            return Sign {
                negative: false,
                worded: false,
                full_width: false,
                rest: text,
            };
        }
    };
    Sign {
        negative,
        worded,
        full_width,
        rest: chars.as_str(),
    }
}

/// Digits as written, and how they were written.
#[derive(Default)]
struct Numeral {
    /// Digits, points, and a separator for each comma, underscore or space.
    text: String,
    full_width: bool,
    commas: bool,
    underscores: bool,
    spaces: bool,
    bare_point: bool,
    leading_zero: bool,
}

impl Numeral {
    /// Take digits and what may stand between them; gives back the rest.
    fn take<'t>(&mut self, text: &'t str) -> &'t str {
        let mut end = 0;
        let mut gap = false;
        for (at, c) in text.char_indices() {
            match (digit(c), separator(c)) {
                (Some(value), _) => {
                    self.end_gap(gap);
                    self.full_width |= !c.is_ascii();
                    self.text.push(char::from(b'0' + value));
                }
                _ if is_point(c) => {
                    self.end_gap(gap);
                    self.full_width |= !c.is_ascii();
                    self.text.push('.');
                }
                (_, Some(Separator::Comma)) => {
                    self.commas = true;
                    self.text.push(',');
                }
                (_, Some(Separator::Underscore)) => {
                    self.underscores = true;
                    self.text.push('_');
                }
                (_, Some(Separator::Space)) => {
                    gap = !self.text.is_empty();
                    continue;
                }
                _ => break,
            }
            gap = false;
            end = at + c.len_utf8();
        }
        text[end..].trim_start()
    }

    fn end_gap(&mut self, gap: bool) {
        if gap {
            self.spaces = true;
            self.text.push(' ');
        }
    }

    /// None where this is no numeral; none inside where it might be several.
    fn value(&mut self, negative: bool) -> Option<Option<Decimal>> {
        let (whole, fraction) = self.text.split_once('.').unwrap_or((&self.text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(fraction) || whole.len() + fraction.len() == 0 {
            return None;
        }
        let groups: Vec<&str> = whole.split([',', '_', ' ']).collect();
        let of_three = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
        let mixed = usize::from(self.commas) + usize::from(self.underscores) + usize::from(self.spaces) > 1;
        if groups.len() > 1 {
            if groups.iter().any(|group| group.is_empty()) || (self.commas && !of_three) || mixed {
                return None;
            }
            if self.spaces && !of_three {
                return Some(None);
            }
        }
        self.bare_point = whole.is_empty() || self.text.ends_with('.');
        let whole: String = groups.concat();
        self.leading_zero = whole.len() > 1 && whole.starts_with('0');
        Some(exact(negative, whole.as_bytes(), fraction.as_bytes(), 0))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    None,
    Plain,
    Multiplier,
}

/// What a unit behind a number is; none where it is other text.
fn unit(text: &str) -> Option<Unit> {
    if text.is_empty() {
        return Some(Unit::None);
    }
    let rest = text.trim_start_matches(MULTIPLIERS);
    let known = UNITS.contains(&rest);
    match rest.len() == text.len() {
        true => known.then_some(Unit::Plain),
        false => (known || rest.is_empty()).then_some(Unit::Multiplier),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn readings() {
        for (text, cause, number) in [
            ("12", "quoted", Some("12")),
            (" 12.5 ", "quoted", Some("12.5")),
            ("２", "full-width", Some("2")),
            ("１２．５", "full-width", Some("12.5")),
            ("－1", "full-width", Some("-1")),
            ("1,024", "thousands", Some("1024")),
            ("1，024", "thousands", Some("1024")),
            ("12,345,678.90", "thousands", Some("12345678.90")),
            ("1,24", "text", None),
            ("12,", "text", None),
            (",12", "text", None),
            ("12件", "unit", Some("12")),
            ("２件", "unit", Some("2")),
            ("3 条", "unit", Some("3")),
            ("251000元", "unit", Some("251000")),
            ("¥1,200.50", "unit", Some("1200.50")),
            ("1.2万元", "unit", None),
            ("3亿", "unit", None),
            ("35%", "unit", None),
            ("12余件", "unit", None),
            ("1_200", "underscore", Some("1200")),
            ("0120", "leading-zero", Some("120")),
            ("0x10", "hexadecimal", Some("16")),
            ("-0x1F", "hexadecimal", Some("-31")),
            ("0o17", "octal", Some("15")),
            ("1e3", "exponent", Some("1000")),
            ("1.5E-1", "exponent", Some("0.15")),
            ("1e999999999999", "exponent", None),
            (".inf", "infinite", None),
            ("-.INF", "infinite", None),
            (".nan", "infinite", None),
            (".5", "bare-point", Some("0.5")),
            ("5.", "bare-point", Some("5")),
            ("三十二", "chinese-numeral", Some("32")),
            ("三十二件", "chinese-numeral", Some("32")),
            ("负三", "chinese-numeral", Some("-3")),
            ("减4", "words", Some("-4")),
            ("- 4", "spaces", Some("-4")),
            ("1 024", "spaces", Some("1024")),
            ("1 2", "spaces", None),
            ("", "text", None),
            ("/", "text", None),
            ("-", "text", None),
            ("无", "text", None),
            ("12abc", "text", None),
            ("12个月", "text", None),
            ("2023-12-31", "text", None),
            ("1.2.3", "text", None),
            ("0x", "text", None),
            ("0xg", "text", None),
            ("12：3", "text", None),
            ("三个代表", "text", None),
            ("１２abc", "text", None),
            ("约12", "text", None),
            ("e5", "text", None),
            (".", "text", None),
            ("1,_000", "text", None),
        ] {
            let expected = number.map(|number| plain(number).unwrap());
            assert_eq!(reading(text), Reading::new(cause, expected), "{text}");
        }
    }

    #[test]
    fn causes_are_published() {
        for text in [
            "1", "１", "1,000", "1件", "x", "三", "1 000", "0x1", "0o1", "1e1", ".inf", ".5", "01", "1_0", "负1",
        ] {
            assert!(NUMBER_CAUSES.contains(&reading(text).cause), "{text}");
        }
    }
}

//! What a person meant who wrote something else than a number where a number belongs.

use rust_decimal::Decimal;

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
pub struct Reading {
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
pub fn reading(text: &str) -> Reading {
    let trimmed = text.trim();
    if is_plain(trimmed) {
        return Reading::new("quoted", plain(trimmed));
    }
    if let Some(reading) = machine(trimmed) {
        return reading;
    }
    let Sign {
        negative,
        worded,
        full_width,
        rest,
    } = sign(trimmed);
    let rest = rest.trim_start();
    let (rest, currency) = match rest.strip_prefix(['¥', '￥']) {
        Some(rest) => (rest.trim_start(), true),
        None => (rest, false),
    };
    if rest.starts_with(|c: char| chinese_digit(c).is_some() || chinese_power(c).is_some()) {
        return chinese(negative, rest);
    }
    let mut numeral = Numeral::default();
    let suffix = numeral.take(rest);
    let Some(unit) = unit(suffix) else {
        return Reading::TEXT;
    };
    let Some(value) = numeral.value(negative) else {
        return Reading::TEXT;
    };
    let cause = match () {
        () if currency || unit != Unit::None => "unit",
        () if numeral.commas => "thousands",
        () if worded => "words",
        () if numeral.full_width || full_width => "full-width",
        () if numeral.underscores => "underscore",
        () if numeral.bare_point => "bare-point",
        () if numeral.leading_zero => "leading-zero",
        () => "spaces",
    };
    Reading::new(cause, value.filter(|_| unit != Unit::Multiplier))
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
    /// Digits, one point, and a separator for each comma, underscore or space.
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
            let ascii = match c {
                '０'..='９' | '．' | '，' => {
                    self.full_width |= c != '，';
                    char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
                }
                _ => c,
            };
            match ascii {
                '0'..='9' | '.' => {
                    if gap {
                        self.spaces = true;
                        self.text.push(' ');
                    }
                    self.text.push(ascii);
                }
                ',' => {
                    self.commas = true;
                    self.text.push(',');
                }
                '_' => {
                    self.underscores = true;
                    self.text.push('_');
                }
                c if c.is_whitespace() => {
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

fn chinese_digit(c: char) -> Option<i64> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn chinese_power(c: char) -> Option<i64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

fn chinese(negative: bool, text: &str) -> Reading {
    let len = text
        .find(|c| chinese_digit(c).is_none() && chinese_power(c).is_none())
        .unwrap_or(text.len());
    let (numeral, rest) = text.split_at(len);
    if unit(rest.trim()).is_none_or(|unit| unit == Unit::Multiplier) {
        return Reading::TEXT;
    }
    let number = chinese_number(numeral).map(|number| Decimal::from(if negative { -number } else { number }));
    Reading::new("chinese-numeral", number)
}

/// 三十二, 一百零五, 二〇二三. None for what is colloquial or may mean two numbers (一百二).
fn chinese_number(text: &str) -> Option<i64> {
    if text.chars().all(|c| chinese_digit(c).is_some()) {
        let mut number: i64 = 0;
        for c in text.chars() {
            number = number.checked_mul(10)?.checked_add(chinese_digit(c)?)?;
        }
        return Some(number);
    }
    let (mut total, mut section, mut digit) = (0_i64, 0_i64, None);
    // The power that must not be reached again, in the section and over all; and whether 零 bridges a gap.
    let (mut last, mut last_great, mut bridged) = (10_000, i64::MAX, false);
    for c in text.chars() {
        match (chinese_digit(c), chinese_power(c)) {
            (Some(0), _) if digit.is_none() && !bridged => bridged = true,
            (Some(value), _) if value > 0 && digit.is_none() => digit = Some(value),
            (_, Some(power)) if power < 10_000 => {
                // 十 alone is ten, but only at the beginning.
                let value = match digit.take() {
                    Some(value) => value,
                    None if power == 10 && section == 0 && !bridged => 1,
                    None => return None,
                };
                if power >= last {
                    return None;
                }
                (section, last, bridged) = (section + value * power, power, false);
            }
            (_, Some(power)) => {
                section += digit.take().unwrap_or(0);
                if section == 0 || power >= last_great {
                    return None;
                }
                total = total.checked_add(section.checked_mul(power)?)?;
                (section, last, last_great, bridged) = (0, 10_000, power, false);
            }
            _ => return None,
        }
    }
    if let Some(value) = digit {
        // 一百二 is a hundred and twenty in speech, and a slip of 一百零二 in writing.
        if !bridged && (last > 10 && last < 10_000 || last == 10_000 && last_great < i64::MAX) {
            return None;
        }
        section += value;
    }
    total.checked_add(section)
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
    fn chinese_numerals() {
        for (text, number) in [
            ("零", Some(0)),
            ("十", Some(10)),
            ("十二", Some(12)),
            ("二十", Some(20)),
            ("一百零五", Some(105)),
            ("一百二十三", Some(123)),
            ("一千零二十", Some(1020)),
            ("一万零三百", Some(10_300)),
            ("十二万三千", Some(123_000)),
            ("一亿零五万", Some(100_050_000)),
            ("二〇二三", Some(2023)),
            ("两千零一", Some(2001)),
            ("壹佰贰拾元", None),
            ("一百二", None),
            ("三万五", None),
            ("一十百", None),
            ("百", None),
            ("一十二十", None),
            ("万", None),
            ("九九九九九九九九九九九九九九九九九九九九九", None),
        ] {
            assert_eq!(chinese_number(text), number, "{text}");
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

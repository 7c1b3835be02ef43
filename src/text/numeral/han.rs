//! Numbers in Han characters: 三十二, 一百零五, 二〇二三 (GB/T 15835, numerals in publications), and the formal ones that amounts are
//! written with so that no stroke can change them, 壹佰零贰.

use crate::text::decimal::MAX_WHOLE;

/// What a character is in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Han {
    /// From 0 to 9.
    Digit(u64),
    /// A power of ten, which what stands before it is multiplied by.
    Power(u64),
}

/// Powers below this one multiply a digit, from this one on all that stands before them.
const GREAT: u64 = 10_000;

/// The table of all characters that numbers are written with.
pub(super) fn han(c: char) -> Option<Han> {
    Some(match c {
        '零' | '〇' | '○' => Han::Digit(0),
        '一' | '壹' => Han::Digit(1),
        '二' | '贰' | '两' | '兩' => Han::Digit(2),
        '三' | '叁' => Han::Digit(3),
        '四' | '肆' => Han::Digit(4),
        '五' | '伍' => Han::Digit(5),
        '六' | '陆' => Han::Digit(6),
        '七' | '柒' => Han::Digit(7),
        '八' | '捌' => Han::Digit(8),
        '九' | '玖' => Han::Digit(9),
        '十' | '拾' => Han::Power(10),
        '百' | '佰' => Han::Power(100),
        '千' | '仟' => Han::Power(1000),
        '万' | '萬' => Han::Power(GREAT),
        '亿' | '億' => Han::Power(100_000_000),
        _ => return None,
    })
}

/// Whether a character is one of the formal numerals, which have no other use in a number than to be beside each other.
pub(super) fn is_formal(c: char) -> bool {
    "壹贰叁肆伍陆柒捌玖拾佰仟".contains(c)
}

/// The bytes of the numeral that `text` begins with.
pub(super) fn run(text: &str) -> usize {
    text.find(|c| han(c).is_none()).unwrap_or(text.len())
}

/// The value of a numeral; none for what is colloquial or may mean two numbers.
pub(super) fn value(numeral: &str) -> Option<u64> {
    let is_digit = |c| matches!(han(c), Some(Han::Digit(_)));
    match numeral.chars().all(is_digit) {
        true => by_place(numeral),
        false => by_powers(numeral),
    }
}

/// 二〇二三, digit by digit. Two digits are a guess, 两三件, unless one of them is 零.
fn by_place(numeral: &str) -> Option<u64> {
    let mut digits = 0;
    let (mut has_zero, mut has_pair) = (false, false);
    let mut number: u64 = 0;
    for c in numeral.chars() {
        let Some(Han::Digit(digit)) = han(c) else { return None };
        number = number.checked_mul(10)?.checked_add(digit)?;
        digits += 1;
        has_zero |= digit == 0;
        has_pair |= matches!(c, '两' | '兩');
    }
    let is_guess = digits == 2 && !has_zero || digits > 1 && has_pair;
    (digits > 0 && !is_guess && i128::from(number) < MAX_WHOLE).then_some(number)
}

/// 一千零二十五: digits and powers that descend, in sections that 万 and 亿 end.
fn by_powers(numeral: &str) -> Option<u64> {
    let mut sum = Sum::default();
    for c in numeral.chars() {
        match han(c)? {
            Han::Digit(0) => sum.zero()?,
            Han::Digit(digit) => sum.digit(digit)?,
            Han::Power(power) if power < GREAT => sum.power(power)?,
            Han::Power(power) => sum.great(power)?,
        }
    }
    sum.end()
}

/// What is read of a numeral.
#[derive(Default)]
struct Sum {
    /// The sections that have ended.
    total: u64,
    /// The power that ended the last one.
    great: Option<u64>,
    /// The section that is read, and its last power.
    section: u64,
    power: Option<u64>,
    /// A digit whose power has not been read.
    digit: Option<u64>,
    /// Whether 零 stands for places left out: right before what is read next, and at the beginning of this section.
    zero: bool,
    opens_with_zero: bool,
}

impl Sum {
    fn zero(&mut self) -> Option<()> {
        let is_first = self.section == 0 && self.great.is_none();
        if self.digit.is_some() || self.zero || is_first {
            return None;
        }
        self.zero = true;
        self.opens_with_zero |= self.section == 0;
        Some(())
    }

    fn digit(&mut self, digit: u64) -> Option<()> {
        self.digit.replace(digit).is_none().then_some(())
    }

    fn power(&mut self, power: u64) -> Option<()> {
        let times = match self.digit.take() {
            Some(digit) => digit,
            // 十五 is fifteen, 一千零十五 goes without 一 too; but 百 alone is no number.
            None if power == 10 && (self.section == 0 || self.zero) => 1,
            None => return None,
        };
        // 零 leaves out a place at least: there is none between the hundreds and the tens. Behind 亿 it may leave out all of 万.
        let next = if self.zero { power * 10 } else { power };
        let is_behind_gap = self.power.is_none() && self.great.is_some_and(|great| great > GREAT);
        if next >= self.power.unwrap_or(GREAT) && !is_behind_gap {
            return None;
        }
        self.section += times * power;
        self.power = Some(power);
        self.zero = false;
        Some(())
    }

    fn great(&mut self, power: u64) -> Option<()> {
        self.units()?;
        if self.section == 0 || self.great.is_some_and(|great| power >= great) {
            return None;
        }
        self.total += self.section * power;
        *self = Self {
            total: self.total,
            great: Some(power),
            ..Self::default()
        };
        Some(())
    }

    /// The digit without a power that a section ends with.
    fn units(&mut self) -> Option<()> {
        let Some(digit) = self.digit.take() else {
            return (!self.zero).then_some(());
        };
        let is_clear = match (self.zero, self.power) {
            (true, power) => power != Some(10),
            // 三万五 is 35,000 in speech, as 一百二 is 120.
            (false, None) => self.great.is_none(),
            (false, power) => power == Some(10),
        };
        self.section += digit;
        self.zero = false;
        is_clear.then_some(())
    }

    fn end(mut self) -> Option<u64> {
        self.units()?;
        // 一亿三千 is 130 million in speech.
        let is_cut = self.great.is_some_and(|great| great > GREAT) && self.section > 0 && !self.opens_with_zero;
        (!is_cut).then_some(self.total + self.section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_have_one_value_or_none() {
        for (text, number) in [
            ("零", Some(0)),
            ("○", Some(0)),
            ("两", Some(2)),
            ("十", Some(10)),
            ("十二", Some(12)),
            ("二十", Some(20)),
            ("一百零五", Some(105)),
            ("壹佰零贰", Some(102)),
            ("壹佰贰拾", Some(120)),
            ("一百二十三", Some(123)),
            ("一千零二十", Some(1020)),
            ("一千零十五", Some(1015)),
            ("一千零二十五", Some(1025)),
            ("一万零三百", Some(10_300)),
            ("一万零五", Some(10_005)),
            ("一万零十五", Some(10_015)),
            ("三万二千", Some(32_000)),
            ("十二万三千", Some(123_000)),
            ("兩萬", Some(20_000)),
            ("一亿零五万", Some(100_050_000)),
            ("一億三千万", Some(130_000_000)),
            ("一亿零三千", Some(100_003_000)),
            ("二〇二三", Some(2023)),
            ("二零二三", Some(2023)),
            ("一九九八", Some(1998)),
            ("两千零一", Some(2001)),
            ("两三", None),
            ("三四", None),
            ("二两三", None),
            ("一百二", None),
            ("一百二万", None),
            ("一千二百三", None),
            ("三万五", None),
            ("一亿三千", None),
            ("一十百", None),
            ("十百", None),
            ("百", None),
            ("一百十五", None),
            ("一十二十", None),
            ("一百零", None),
            ("零一百", None),
            ("一百零二十", None),
            ("十零五", None),
            ("一千零零五", None),
            ("万", None),
            ("三万亿", None),
            ("一万二万", None),
            ("壹佰贰拾元", None),
            ("九九九九九九九九九九九九九九九九九九九九九", None),
            ("一〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇", None),
        ] {
            assert_eq!(value(text), number, "{text}");
        }
    }
}

//! The one notation that is a number: plain decimal, exact.

use rust_decimal::Decimal;

/// Numbers from here on are refused, far above any count. Sums of as many numbers as a report can hold are exact below it:
/// a decimal has 28 digits.
pub(super) const MAX_WHOLE: i128 = 1_000_000_000_000_000_000;
/// A number with more decimal places is refused; amounts have six at most.
const MAX_PLACES: u32 = 9;

/// The number in plain decimal notation, `[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?`, if it can be held exactly.
#[must_use]
pub(crate) fn plain(text: &str) -> Option<Decimal> {
    let (negative, whole, fraction) = split(text)?;
    exact(negative, whole, fraction, 0)
}

/// Whether `text` is in plain decimal notation, however long.
#[must_use]
pub(crate) fn is_plain(text: &str) -> bool {
    split(text).is_some()
}

fn split(text: &str) -> Option<(bool, &[u8], &[u8])> {
    let bytes = text.as_bytes();
    let (negative, bytes) = match bytes.first()? {
        b'-' => (true, &bytes[1..]),
        b'+' => (false, &bytes[1..]),
        _ => (false, bytes),
    };
    let len = digits(bytes);
    let (whole, rest) = bytes.split_at(len);
    if len == 0 || (len > 1 && whole[0] == b'0') {
        return None;
    }
    match rest.split_first() {
        None => Some((negative, whole, &[])),
        Some((b'.', fraction)) if !fraction.is_empty() && digits(fraction) == fraction.len() => {
            Some((negative, whole, fraction))
        }
        _ => None,
    }
}

fn digits(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(bytes.len())
}

/// The number of these ASCII digits, times ten to the power of `shift`, if it can be held exactly. Decimal places are
/// kept as written as long as they fit.
pub(crate) fn exact(negative: bool, whole: &[u8], fraction: &[u8], shift: i64) -> Option<Decimal> {
    // Zeros are held back until another digit follows, so that those at the end cannot overflow anything.
    let mut coefficient: i128 = 0;
    let mut zeros: u32 = 0;
    for digit in whole.iter().chain(fraction).map(|byte| byte - b'0') {
        if digit == 0 {
            zeros += u32::from(coefficient != 0);
        } else {
            coefficient = times_ten(coefficient, zeros.into())?.checked_mul(10)? + i128::from(digit);
            zeros = 0;
        }
    }
    let scale = i64::try_from(fraction.len()).ok()?.checked_sub(shift)?;
    if coefficient == 0 {
        return Some(Decimal::new(0, u32::try_from(scale.clamp(0, 28)).ok()?));
    }
    let signed = if negative { -coefficient } else { coefficient };
    let as_written = scale.max(0);
    let shortest = scale.checked_sub(zeros.into())?;
    [as_written, shortest.max(0)].into_iter().find_map(|scale| {
        let places = u32::try_from(scale).ok().filter(|places| *places <= MAX_PLACES)?;
        let coefficient = times_ten(signed, scale - shortest)?;
        let limit = times_ten(MAX_WHOLE, scale)?;
        let number = Decimal::try_from_i128_with_scale(coefficient, places).ok()?;
        (coefficient.abs() < limit).then_some(number)
    })
}

fn times_ten(number: i128, power: i64) -> Option<i128> {
    number.checked_mul(10_i128.checked_pow(u32::try_from(power).ok()?)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn plain_notation_is_strict_and_exact() {
        for (text, number) in [
            ("0", "0"),
            ("-12", "-12"),
            ("+5", "5"),
            ("12.50", "12.50"),
            ("0.1", "0.1"),
        ] {
            assert_eq!(plain(text).unwrap().to_string(), number);
        }
        assert_eq!(plain("-0").unwrap().to_string(), "0");
        assert_eq!(
            plain("999999999999999999.999999999").unwrap().to_string(),
            "999999999999999999.999999999",
            "the greatest that is accepted"
        );
        for text in [
            "", "-", "01", "1_200", "0x10", "1e3", ".5", "5.", ".inf", "１", " 1", "1 ", "1.2.3", "--1",
        ] {
            assert!(!is_plain(text), "{text}");
            assert_eq!(plain(text), None, "{text}");
        }
        for text in ["1000000000000000000", &"9".repeat(100_000), "0.1234567891"] {
            assert!(is_plain(text));
            assert_eq!(plain(text), None);
        }
        assert_eq!(plain(&format!("1.5{}", "0".repeat(100))).unwrap().to_string(), "1.5");
    }

    #[test]
    fn exponents_are_exact_or_refused() {
        let number = |whole: &str, fraction: &str, shift| {
            exact(false, whole.as_bytes(), fraction.as_bytes(), shift).map(|number| number.to_string())
        };
        assert_eq!(number("1", "5", 3).as_deref(), Some("1500"));
        assert_eq!(number("100", "", -2).as_deref(), Some("1.00"));
        assert_eq!(number("1", "", 17).as_deref(), Some("100000000000000000"));
        assert_eq!(number("1", "", -9).as_deref(), Some("0.000000001"));
        assert_eq!(number("10", "", -10).as_deref(), Some("0.000000001"));
        assert_eq!(number("1", "", 18), None);
        assert_eq!(number("1", "", -10), None);
        assert_eq!(number("1", "", i64::from(i32::MIN)), None);
        assert_eq!(number("0", "0", i64::from(i32::MAX)).as_deref(), Some("0"));
    }
}

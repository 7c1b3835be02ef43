//! A number as the fifteen decimal digits that a sheet keeps of it.

/// No program shows more digits of a number.
const MOST: usize = 15;
/// Numbers longer than this are none of a report.
const LONGEST: i32 = 40;

/// Decimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    pub is_negative: bool,
    /// Without noughts at either end.
    digits: Vec<u8>,
    /// How many of them stand before the point; below nought, how many noughts stand behind it.
    point: i32,
}

impl Digits {
    /// The digits of a number; none where it is not finite, or so large or small that it is written otherwise.
    pub(super) fn of(value: f64) -> Option<Self> {
        let written = format!("{:.*e}", MOST - 1, value.abs());
        let (digits, exponent) = written.split_once('e')?;
        let exponent: i32 = exponent.parse().ok()?;
        let digits = digits.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0');
        if !value.is_finite() || exponent.abs() > LONGEST {
            return None;
        }
        let digits = Self {
            is_negative: value < 0.0,
            digits: digits.collect(),
            point: exponent + 1,
        };
        Some(digits.trimmed())
    }

    fn trimmed(mut self) -> Self {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        let noughts = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..noughts);
        self.point -= i32::try_from(noughts).unwrap_or(0);
        if self.digits.is_empty() {
            self.point = 0;
            self.is_negative = false;
        }
        self
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// With so many decimal places.
    pub(super) fn rounded(&self, places: usize) -> Self {
        let kept = self.point.saturating_add(i32::try_from(places).unwrap_or(i32::MAX));
        let Ok(kept) = usize::try_from(kept) else {
            return Self {
                digits: Vec::new(),
                ..self.clone()
            }
            .trimmed();
        };
        let Some(next) = self.digits.get(kept) else {
            return self.clone();
        };
        let mut digits = self.digits[..kept].to_vec();
        let mut point = self.point;
        if *next >= 5 {
            let mut carries = true;
            for digit in digits.iter_mut().rev() {
                *digit = if *digit == 9 { 0 } else { *digit + 1 };
                if *digit != 0 {
                    carries = false;
                    break;
                }
            }
            if carries {
                digits.insert(0, 1);
                point += 1;
            }
        }
        Self {
            is_negative: self.is_negative,
            digits,
            point,
        }
        .trimmed()
    }

    /// What stands before the point, and what stands behind it.
    pub(super) fn split(&self) -> (String, String) {
        let digit = |at: i32| {
            let digit = usize::try_from(at).ok().and_then(|at| self.digits.get(at));
            char::from(b'0' + digit.copied().unwrap_or(0))
        };
        let len = i32::try_from(self.digits.len()).unwrap_or(0);
        let whole: String = (0..self.point).map(digit).collect();
        let fraction = (self.point..len).map(digit).collect();
        (if whole.is_empty() { "0".to_owned() } else { whole }, fraction)
    }

    /// In plain notation, without its sign.
    pub(super) fn magnitude(&self) -> String {
        match self.split() {
            (whole, fraction) if fraction.is_empty() => whole,
            (whole, fraction) => format!("{whole}.{fraction}"),
        }
    }

    /// In plain notation.
    pub(super) fn plain(&self) -> String {
        format!("{}{}", if self.is_negative { "-" } else { "" }, self.magnitude())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_plain() {
        for (value, plain) in [
            (0.0, "0"),
            (-0.0, "0"),
            (224.0, "224"),
            (0.1 + 0.2, "0.3"),
            (-26.5, "-26.5"),
            (1e-7, "0.0000001"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(Digits::of(value).unwrap().plain(), plain);
        }
        assert_eq!(Digits::of(f64::NAN), None);
        assert_eq!(Digits::of(1e300), None);
        for (value, places, plain) in [
            (9.995, 2, "10"),
            (0.04, 1, "0"),
            (0.05, 1, "0.1"),
            (0.006, 1, "0"),
            (1.25, 1, "1.3"),
            (99.5, 0, "100"),
            (0.5, 0, "1"),
        ] {
            assert_eq!(Digits::of(value).unwrap().rounded(places).plain(), plain, "{value}");
        }
    }
}

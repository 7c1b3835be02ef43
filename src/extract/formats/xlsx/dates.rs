//! Days as sheets count them.

/// Days from the first of January 1970 back to the day that is nought.
const FROM_1900: i64 = 25_569;
/// Days between the two ways of counting.
const BETWEEN: i64 = 1_462;
/// The first day that all programs agree on: they count a 29 February 1900 that there was not.
const FIRST: f64 = 61.0;
/// The last day of 9999.
const LAST: f64 = 2_958_466.0;

/// The year, month and day that a number stands for.
pub(super) fn day(value: f64, is_1904: bool) -> Option<(i64, i64, i64)> {
    if !(FIRST..LAST).contains(&value) {
        return None;
    }
    let days = value as i64 - FROM_1900 + if is_1904 { BETWEEN } else { 0 };
    Some(civil(days))
}

/// The day of the calendar that is so many days behind the first of January 1970 (the algorithm of Howard Hinnant).
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + if month <= 2 { 1 } else { 0 }, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(day(61.0, false), Some((1900, 3, 1)));
        assert_eq!(day(45_316.75, false), Some((2024, 1, 25)));
        assert_eq!(day(43_854.0, true), Some((2024, 1, 25)));
        assert_eq!(day(2_958_465.0, false), Some((9999, 12, 31)));
        assert_eq!(day(0.0, false), None);
        assert_eq!(day(1e9, false), None);
    }
}

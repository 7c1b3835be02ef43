//! White space in names and titles, which copying and typesetting put in anywhere.

use unicode_width::UnicodeWidthChar;

use crate::text::normalize::is_gap;

/// A text without white space, except for one space between words that are written apart: neither beside a Chinese character nor
/// beside a full-width sign.
#[must_use]
pub fn squeezed(text: &str) -> String {
    let is_narrow = |c: char| c.width().is_some_and(|width| width < 2);
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split(is_gap).filter(|word| !word.is_empty()) {
        if squeezed.ends_with(is_narrow) && word.starts_with(is_narrow) {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::squeezed;

    #[test]
    fn a_space_stays_between_words_that_are_written_apart() {
        let cases = [
            (
                "Northwater  drinking water\nstatement 2023",
                "Northwater drinking water statement 2023",
            ),
            (" 甲市 乙局\u{3000}2023 年 年度报告 ", "甲市乙局2023年年度报告"),
            ("A区 B局", "A区B局"),
            ("Smith & Co. (North)", "Smith & Co. (North)"),
            ("年度报告 （2023年）", "年度报告（2023年）"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(squeezed(text), expected);
        }
    }
}

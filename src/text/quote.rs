//! Texts of a report as messages quote them.

use crate::text::normalize::is_gap;

/// A message quotes at most so many characters: enough to find the text by, and no line of a terminal is filled with it.
const LONGEST: usize = 40;

/// The beginning of `text`, as much as a message quotes, and an ellipsis where more follows.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The same on one line: white space of any length is one space.
pub(crate) fn shorten_line(text: &str) -> String {
    let mut line = String::new();
    let words = text.split(is_gap).filter(|word| !word.is_empty());
    for (at, word) in words.enumerate().take(LONGEST + 1) {
        if at > 0 {
            line.push(' ');
        }
        line.push_str(word);
        if line.chars().nth(LONGEST).is_some() {
            break;
        }
    }
    shorten(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        let text = "申".repeat(LONGEST);
        assert_eq!(shorten(&text), text);
        assert_eq!(shorten(&format!("{text}请")), format!("{text}…"));
        assert_eq!(shorten(""), "");
    }

    #[test]
    fn a_line_has_no_breaks() {
        assert_eq!(shorten_line(" 一、\n\n  概况\t1 \u{200b}"), "一、 概况 1");
        let many = "1 ".repeat(LONGEST);
        assert_eq!(shorten_line(&many).chars().count(), LONGEST + 1);
        assert_eq!(shorten_line("\n"), "");
    }
}

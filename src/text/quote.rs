//! Texts of a report as messages quote them.

/// A message quotes at most so many characters: enough to find the text by, and no line of a terminal is filled with it.
const LONGEST: usize = 40;

/// The beginning of `text`, as much as a message quotes, and an ellipsis where more follows.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
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
}

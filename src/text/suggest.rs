//! Which name was meant by one that is not known.

/// The nearest of `candidates` to `word`, if one is near enough to have been meant: of three characters one may be wrong, left out, too
/// many or swapped with the next. Of several that are as near it is the first in the order of the alphabet.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let known = ["received", "carried_in", "concluded", "发件"];
        for (word, meant) in [
            ("recieved", Some("received")),
            ("caried_in", Some("carried_in")),
            ("concluded", Some("concluded")),
            ("收件", Some("发件")),
            ("received_total", None),
            ("x", None),
        ] {
            assert_eq!(nearest(word, known), meant, "{word}");
        }
        assert_eq!(
            nearest("abc", ["abe", "abd"]),
            Some("abd"),
            "the same for any order of candidates"
        );
    }
}

//! Which name was meant by one that is not known.

/// A name is not so long; what is longer is none that was meant.
const LONGEST: usize = 48;
/// Among more candidates than this only the first are looked at: each costs the length of the word times its own.
const MOST_CANDIDATES: usize = 1000;

/// The nearest of `candidates` to `word`, if one is near enough to have been meant: of three characters one may be wrong, left out, too
/// many or swapped with the next. Of several that are as near it is the first in the order of the alphabet.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = word.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return None;
    }
    let allowed = (length / 3).max(1);
    candidates
        .into_iter()
        .take(MOST_CANDIDATES)
        .filter(|candidate| candidate.chars().take(length + allowed + 1).count().abs_diff(length) <= allowed)
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

//! Texts folded for comparison, with the way back: quotes must be exact, labels need not be.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::text::source::Span;

/// A folded text. Every character knows where it came from.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    /// Normalised, in lower case, without white space except between two words of ASCII.
    pub text: String,
    /// For each byte of `text`, the bytes of the original character, in one run of places.
    places: Vec<(usize, Span)>,
    pending: bool,
}

/// White space, and characters that nobody sees.
pub fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}' | '\u{fffc}')
}

impl Folded {
    /// Fold `text`, which stands at byte `from` of the source.
    pub fn of(text: &str, from: usize, letters: &HashMap<char, char>) -> Self {
        let mut folded = Self::default();
        folded.push(text, from, letters);
        folded
    }

    /// Fold a further piece of the source behind what is there.
    pub fn push(&mut self, text: &str, from: usize, letters: &HashMap<char, char>) {
        for (at, c) in text.char_indices() {
            if is_gap(c) {
                self.pending = true;
                continue;
            }
            let place = Span::new(from + at, from + at + c.len_utf8());
            match c {
                '\u{4e00}'..='\u{9fff}' | '\0'..='\x7f' => self.add(c, place, letters),
                _ => std::iter::once(c).nfkc().for_each(|c| self.add(c, place, letters)),
            }
        }
    }

    fn add(&mut self, c: char, place: Span, letters: &HashMap<char, char>) {
        if is_gap(c) {
            self.pending = true;
            return;
        }
        let gap = std::mem::take(&mut self.pending);
        let is_word = |c: char| c.is_ascii_alphanumeric();
        if gap && is_word(c) && self.text.ends_with(is_word) {
            self.places.push((self.text.len(), Span::new(place.start, place.start)));
            self.text.push(' ');
        }
        self.places.push((self.text.len(), place));
        let c = letters.get(&c).copied().unwrap_or(c);
        self.text.push(match c {
            'A'..='Z' => c.to_ascii_lowercase(),
            '“' | '”' | '„' | '〝' | '〞' | '「' | '」' | '『' | '』' => '"',
            _ => c,
        });
    }

    /// The place in the source of a byte range of the folded text.
    pub fn place(&self, start: usize, end: usize) -> Span {
        let first = self.places.partition_point(|(at, _)| *at <= start).saturating_sub(1);
        let last = self.places.partition_point(|(at, _)| *at < end).saturating_sub(1);
        match (self.places.get(first), self.places.get(last)) {
            (Some((_, first)), Some((_, last))) => Span::new(first.start, last.end.max(first.start)),
            _ => Span::default(),
        }
    }
}

/// Letters and digits of a folded text: what labels are compared by.
pub fn letters(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_the_way_back() {
        let letters_map = HashMap::from([('總', '总')]);
        let source = "x２０２３ 年度　（一） 總⼀ａ b";
        let folded = Folded::of(&source[1..], 1, &letters_map);
        assert_eq!(folded.text, "2023年度(一)总一a b");
        let at = folded.text.find("总").unwrap_or_default();
        let place = folded.place(at, at + "总一".len());
        assert_eq!(&source[place.start..place.end], "總⼀");
        let year = folded.place(0, 4);
        assert_eq!(&source[year.start..year.end], "２０２３");
        assert_eq!(letters(&folded.text), "2023年度一总一ab");
        let ring = Folded::of("㈠甲", 0, &letters_map);
        assert_eq!(ring.text, "(一)甲");
        assert_eq!(ring.place(1, 4), Span::new(0, 3));
    }
}

//! Texts as they are compared and searched: what typesetting and keyboards add is taken out. Which function when:
//!
//! * [`compact`]: something short that a person typed, checked against what is known: a key, a date. No place is needed.
//! * [`squeezed`]: a name or a title that is kept and shown as it is written, without the white space that copying and typesetting
//!   put in.
//! * [`Folded::of`]: labels and headings of a published report, checked against those of the form. Much is made alike, case, quotation
//!   marks and traditional characters too; [`letters`] leaves out the punctuation besides.
//! * [`fold_prose`]: running text that patterns are searched in. Only white space changes, so that a pattern sees what its author saw.
//!
//! The latter two know where every byte came from: [`Folded::original`] and [`Folded::place`] lead back.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthChar;

use crate::text::source::Span;

/// White space, and characters that nobody sees.
pub(crate) fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}' | '\u{fffc}')
}

/// Whether a character changes the order in which others are shown (Unicode Bidirectional Algorithm: embeddings, overrides, isolates and the
/// marks of letters written from the right). The mark of letters written from the left is left in texts by copying, and moves no digit.
pub(crate) const fn is_reordering(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200f}' | '\u{61c}')
}

/// Where the first character stands that changes the order in which others are shown. Looks at bytes: most texts have none.
pub(crate) fn first_reordering(text: &str) -> Option<usize> {
    let leads = |byte: u8| matches!(byte, 0xe2 | 0xd8);
    let mut from = 0;
    while let Some(at) = text.as_bytes()[from..].iter().position(|byte| leads(*byte)) {
        let at = from + at;
        match text[at..].chars().next() {
            Some(c) if is_reordering(c) => return Some(at),
            c => from = at + c.map_or(1, char::len_utf8),
        }
    }
    None
}

/// A text without white space, except for one space between words that are written apart: neither beside a Chinese character nor
/// beside a full-width sign.
#[must_use]
pub(crate) fn squeezed(text: &str) -> String {
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

/// Whether a character stands above or below the line (Unicode: Superscripts and Subscripts, and three of Latin-1). NFKC puts them on it,
/// where a note's mark would become a digit: 224¹ is not 2241.
pub(crate) const fn is_off_line(c: char) -> bool {
    matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{209c}')
}

/// A text without gaps, in the compatibility form of Unicode (NFKC): full-width letters, digits and signs are plain ones. What stands above
/// or below the line stays there.
pub(crate) fn compact(text: &str) -> String {
    let mut compact = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_off_line) {
        let (plain, behind) = rest.split_at(at);
        compact.extend(plain.nfkc().filter(|c| !is_gap(*c)));
        let end = behind.find(|c| !is_off_line(c)).unwrap_or(behind.len());
        compact.push_str(&behind[..end]);
        rest = &behind[end..];
    }
    compact.extend(rest.nfkc().filter(|c| !is_gap(*c)));
    compact
}

/// Letters and digits of a folded text: what labels are compared by.
pub(crate) fn letters(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A folded text, with the way back to what it was made of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded<T> {
    /// The folded text.
    pub text: T,
    origin: Origin,
    /// Whether a gap stands at the end that nothing has followed yet.
    has_gap: bool,
}

impl<T> Folded<T> {
    /// The bytes of the original text that a range of the folded text stands for.
    pub(crate) fn original(&self, range: Range<usize>) -> Range<usize> {
        self.origin.of(range)
    }

    /// The same as a place in the source.
    pub(crate) fn place(&self, range: Range<usize>) -> Span {
        let original = self.original(range);
        Span::new(original.start, original.end)
    }
}

impl Folded<String> {
    /// Fold a label that stands at byte `from` of the source: NFKC, in lower case, with plain quotation marks, without gaps except between
    /// two words of ASCII. `alike` are characters that stand for others.
    pub(crate) fn of(text: &str, from: usize, alike: &HashMap<char, char>) -> Self {
        let mut folded = Self::default();
        folded.push(text, from, alike);
        folded
    }

    /// Fold a further piece of the source behind what is there.
    pub(crate) fn push(&mut self, text: &str, from: usize, alike: &HashMap<char, char>) {
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let place = Span::new(from + at, from + at + c.len_utf8());
            if is_off_line(c) {
                let end = at + mark_len(&text[at..]);
                match self.mark(&text[at..end], text[end..].chars().next()) {
                    Mark::Stays => self.as_it_is(&text[at..end], from + at),
                    Mark::Folds => text[at..end].nfkc().for_each(|c| self.add(c, place, alike)),
                    Mark::Note => {}
                }
                at = end;
                continue;
            }
            at += c.len_utf8();
            match c {
                _ if is_gap(c) => self.has_gap = true,
                '\u{4e00}'..='\u{9fff}' | '\0'..='\x7f' => self.add(c, place, alike),
                _ => std::iter::once(c).nfkc().for_each(|c| self.add(c, place, alike)),
            }
        }
    }

    /// What becomes of a mark above or below the line.
    fn mark(&self, mark: &str, next: Option<char>) -> Mark {
        let last = self.text.chars().next_back();
        if last.is_some_and(char::is_numeric) || next.is_some_and(char::is_numeric) {
            return Mark::Stays;
        }
        let is_below = mark.starts_with(|c: char| ('\u{2080}'..='\u{209c}').contains(&c));
        match last {
            // CO₂, m³
            Some(last) if is_below || last.is_ascii_alphabetic() => Mark::Folds,
            _ => Mark::Note,
        }
    }

    fn as_it_is(&mut self, text: &str, from: usize) {
        self.has_gap = false;
        for (at, c) in text.char_indices() {
            self.origin
                .add(self.text.len(), Span::new(from + at, from + at + c.len_utf8()));
            self.text.push(c);
        }
    }

    fn add(&mut self, c: char, place: Span, alike: &HashMap<char, char>) {
        if is_gap(c) {
            self.has_gap = true;
            return;
        }
        let is_word = |c: char| c.is_ascii_alphanumeric();
        if std::mem::take(&mut self.has_gap) && is_word(c) && self.text.ends_with(is_word) {
            self.origin.add(self.text.len(), Span::new(place.start, place.start));
            self.text.push(' ');
        }
        self.origin.add(self.text.len(), place);
        let c = alike.get(&c).copied().unwrap_or(c);
        self.text.push(match c {
            'A'..='Z' => c.to_ascii_lowercase(),
            '“' | '”' | '„' | '〝' | '〞' | '「' | '」' | '『' | '』' => '"',
            _ => c,
        });
    }
}

/// What becomes of a mark above or below the line when a label is folded.
enum Mark {
    /// Beside a number it stays, so that it is none of its digits.
    Stays,
    /// Of a unit or a formula.
    Folds,
    /// Of a note: it is no part of the label.
    Note,
}

/// A mark in brackets that are off the line is no longer than so many characters.
const LONGEST_MARK: usize = 8;

/// The bytes of the mark off the line that `text` begins with: all that stands there, with what its brackets hold.
fn mark_len(text: &str) -> usize {
    let mut end = 0;
    while let Some(c) = text[end..].chars().next().filter(|c| is_off_line(*c)) {
        let close = match c {
            '⁽' => '⁾',
            '₍' => '₎',
            _ => '\0',
        };
        let mut held = text[end..].char_indices().take(LONGEST_MARK + 2);
        let behind = held.find(|(_, c)| *c == close).map(|(at, c)| at + c.len_utf8());
        end += behind.unwrap_or(c.len_utf8());
    }
    end
}

/// Fold prose: the line breaks and spaces that typesetting put beside Chinese characters go, other white space is one space, and an empty
/// line, which ends a paragraph, is one line break. Linear, and free of copies where there is nothing to fold.
#[must_use]
pub(crate) fn fold_prose(text: &str) -> Folded<Cow<'_, str>> {
    let mut folded = String::new();
    let mut origin = Origin::default();
    let mut copied = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        let first = space_len(&bytes[at..]);
        if first == 0 {
            at += 1;
            continue;
        }
        let start = at;
        while at < text.len() {
            match space_len(&bytes[at..]) {
                0 => break,
                len => at += len,
            }
        }
        let wide = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii());
        let keep = if bytes[start..at].iter().filter(|byte| **byte == b'\n').count() > 1 {
            "\n"
        } else if start == 0 || wide(bytes[..start].last()) || wide(bytes.get(at)) {
            ""
        } else {
            " "
        };
        if &text[start..at] == keep {
            continue;
        }
        origin.add_stretch(folded.len(), Span::new(copied, start));
        folded.push_str(&text[copied..start]);
        if !keep.is_empty() {
            origin.add(folded.len(), Span::new(start, start + first));
            folded.push_str(keep);
        }
        copied = at;
    }
    let text = if origin.pieces.is_empty() {
        Cow::Borrowed(text)
    } else {
        origin.add_stretch(folded.len(), Span::new(copied, text.len()));
        folded.push_str(&text[copied..]);
        Cow::Owned(folded)
    };
    Folded {
        text,
        origin,
        has_gap: false,
    }
}

/// The length of the white space character that `bytes` begins with; 0 if it is another one. Covers ASCII white space, the
/// no-break space and the ideographic space, which is what office software writes.
fn space_len(bytes: &[u8]) -> usize {
    match bytes {
        [b' ' | b'\t' | b'\n' | b'\r', ..] => 1,
        [0xc2, 0xa0, ..] => 2,
        [0xe3, 0x80, 0x80, ..] => 3,
        _ => 0,
    }
}

/// Where the pieces of a folded text came from, in its order. A text without pieces is as it was.
#[derive(Clone, Debug, Default)]
struct Origin {
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Where it begins in the folded text.
    at: usize,
    source: Span,
    /// Whether it was taken over byte by byte. Otherwise each part of it stands for all of its source.
    is_stretch: bool,
}

impl Origin {
    fn add(&mut self, at: usize, source: Span) {
        self.pieces.push(Piece {
            at,
            source,
            is_stretch: false,
        });
    }

    fn add_stretch(&mut self, at: usize, source: Span) {
        self.pieces.push(Piece {
            at,
            source,
            is_stretch: true,
        });
    }

    fn of(&self, range: Range<usize>) -> Range<usize> {
        let piece = |at: usize| {
            let behind = self.pieces.partition_point(|piece| piece.at <= at);
            self.pieces.get(behind.saturating_sub(1))
        };
        let (Some(first), Some(last)) = (piece(range.start), piece(range.end.max(range.start + 1) - 1)) else {
            return range;
        };
        let into = |piece: &Piece, at: usize| piece.source.start + at - piece.at;
        let start = if first.is_stretch {
            into(first, range.start)
        } else {
            first.source.start
        };
        let end = match last {
            _ if range.is_empty() => start,
            last if last.is_stretch => into(last, range.end),
            last => last.source.end,
        };
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_the_way_back() {
        let alike = HashMap::from([('總', '总')]);
        let source = "x２０２３ 年度　（一） 總⼀ａ b";
        let folded = Folded::of(&source[1..], 1, &alike);
        assert_eq!(folded.text, "2023年度(一)总一a b");
        let at = folded.text.find("总").unwrap_or_default();
        let place = folded.place(at..at + "总一".len());
        assert_eq!(&source[place.start..place.end], "總⼀");
        let year = folded.place(0..4);
        assert_eq!(&source[year.start..year.end], "２０２３");
        assert_eq!(letters(&folded.text), "2023年度一总一ab");
        let ring = Folded::of("㈠甲", 0, &alike);
        assert_eq!(ring.text, "(一)甲");
        assert_eq!(ring.place(1..4), Span::new(0, 3));
        // A character that becomes as many bytes as it had is no stretch all the same.
        let telephone = Folded::of("℡甲", 0, &alike);
        assert_eq!(telephone.text, "tel甲");
        assert_eq!(telephone.place(1..2), Span::new(0, 3));
        assert_eq!(Folded::of("", 7, &alike).place(0..0), Span::default());
    }

    #[test]
    fn spaces_between_chinese_characters_go_and_places_stay() {
        let text = "收到 申请\n  12 件 of two  kinds\n\n次段";
        let folded = fold_prose(text);
        assert_eq!(folded.text, "收到申请12件of two kinds\n次段");
        for needle in ["收到", "申请", "12", "two", "kinds", "次段"] {
            let at = folded.text.find(needle).expect("is there");
            assert_eq!(&text[folded.original(at..at + needle.len())], needle);
        }
        let across = folded.text.find("到申").expect("is there");
        assert_eq!(&text[folded.original(across..across + "到申".len())], "到 申");
        let end = folded.text.len();
        assert_eq!(folded.original(end..end), text.len()..text.len());
        let untouched = fold_prose("没有空白");
        assert!(matches!(untouched.text, Cow::Borrowed(_)));
        assert_eq!(untouched.original(3..6), 3..6);
    }

    #[test]
    fn every_range_is_on_characters() {
        let text = "　一\u{a0}two 　\u{a0}x\n　\n二";
        let folded = fold_prose(text);
        assert_eq!(folded.text, "一two x\n二");
        let bounds = || (0..=folded.text.len()).filter(|at| folded.text.is_char_boundary(*at));
        for (start, end) in
            bounds().flat_map(|start| bounds().filter(move |end| *end >= start).map(move |end| (start, end)))
        {
            assert!(text.get(folded.original(start..end)).is_some(), "{start}..{end}");
        }
    }

    #[test]
    fn what_people_type_is_made_plain() {
        assert_eq!(compact(" 收到\u{200b}申请：　１２ "), "收到申请:12");
        assert_eq!(compact("２24¹"), "224¹");
        assert_eq!(compact("₁²２"), "₁²2");
    }

    #[test]
    fn a_mark_off_the_line_is_no_digit() {
        let fold = |text: &str| Folded::of(text, 0, &HashMap::new()).text;
        for (text, folded) in [
            ("自然人¹", "自然人"),
            ("自然人⁽注¹⁾ 总计", "自然人总计"),
            ("自然人[¹²]", "自然人[]"),
            ("³自然人", "自然人"),
            ("CO₂浓度", "co2浓度"),
            ("面积（km²）", "面积(km2)"),
            ("2023¹年", "2023¹年"),
            ("²2023年", "²2023年"),
            ("20₂3年", "20₂3年"),
            ("10²", "10²"),
            ("⁽比八个字长得多的不是注¹⁾", "比八个字长得多的不是注"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
        let folded = Folded::of("人¹2", 3, &HashMap::new());
        assert_eq!(folded.text, "人¹2");
        assert_eq!(folded.place(3..5), Span::new(6, 8));
    }

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

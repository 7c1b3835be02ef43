//! Prose as patterns see it: without the line breaks and spaces that typesetting put between Chinese characters. An empty line, which ends
//! a paragraph, stays as one line break.

use std::{borrow::Cow, ops::Range};

/// A text without white space beside characters that are written without it, and with single spaces elsewhere.
#[derive(Clone, Debug)]
pub struct Folded<'t> {
    /// The folded text.
    pub text: Cow<'t, str>,
    /// For each piece left out or replaced: where the folded text goes on, and where the original does.
    jumps: Vec<(usize, usize)>,
}

/// Fold a text; linear, and free of copies where there is nothing to fold.
#[must_use]
pub fn fold(text: &str) -> Folded<'_> {
    let mut folded = String::new();
    let mut jumps = Vec::new();
    let mut copied = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        let space = space_len(&bytes[at..]);
        if space == 0 {
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
        folded.push_str(&text[copied..start]);
        folded.push_str(keep);
        copied = at;
        jumps.push((folded.len(), at));
    }
    if jumps.is_empty() {
        return Folded {
            text: Cow::Borrowed(text),
            jumps,
        };
    }
    folded.push_str(&text[copied..]);
    Folded {
        text: Cow::Owned(folded),
        jumps,
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

impl Folded<'_> {
    /// The bytes of the original text that a range of the folded text stands for.
    #[must_use]
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        let end = match range.end.checked_sub(1) {
            Some(last) if last >= range.start => self.offset(last) + 1,
            _ => start,
        };
        start..end
    }

    fn offset(&self, at: usize) -> usize {
        match self.jumps.partition_point(|(folded, _)| *folded <= at).checked_sub(1) {
            Some(jump) => at - self.jumps[jump].0 + self.jumps[jump].1,
            None => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_between_chinese_characters_go_and_places_stay() {
        let text = "收到 申请\n  12 件 of two  kinds\n\n次段";
        let folded = fold(text);
        assert_eq!(folded.text, "收到申请12件of two kinds\n次段");
        for needle in ["申请", "12", "two", "kinds", "次段"] {
            let at = folded.text.find(needle).expect("is there");
            assert_eq!(&text[folded.original(at..at + needle.len())], needle);
        }
        assert!(matches!(fold("没有空白").text, Cow::Borrowed(_)));
    }
}

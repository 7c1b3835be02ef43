//! The codes of simple fonts: one byte a character, by the encodings of the format or by names of glyphs.

/// Names of glyphs that are not the letter itself, from the Adobe Glyph List: ASCII, and the marks of Chinese and English prose.
const NAMES: [(&str, char); 87] = [
    ("space", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("asciicircum", '^'),
    ("underscore", '_'),
    ("grave", '`'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("quotesinglbase", '‚'),
    ("quotedblbase", '„'),
    ("endash", '–'),
    ("emdash", '—'),
    ("ellipsis", '…'),
    ("bullet", '•'),
    ("periodcentered", '·'),
    ("middot", '·'),
    ("section", '§'),
    ("paragraph", '¶'),
    ("dagger", '†'),
    ("daggerdbl", '‡'),
    ("perthousand", '‰'),
    ("degree", '°'),
    ("plusminus", '±'),
    ("multiply", '×'),
    ("divide", '÷'),
    ("minus", '−'),
    ("yen", '¥'),
    ("sterling", '£'),
    ("cent", '¢'),
    ("Euro", '€'),
    ("copyright", '©'),
    ("registered", '®'),
    ("trademark", '™'),
    ("onesuperior", '¹'),
    ("twosuperior", '²'),
    ("threesuperior", '³'),
    ("onehalf", '½'),
    ("onequarter", '¼'),
    ("threequarters", '¾'),
    ("nbspace", '\u{a0}'),
    ("nonbreakingspace", '\u{a0}'),
    ("sfthyphen", '\u{ad}'),
    ("softhyphen", '\u{ad}'),
    ("guillemotleft", '«'),
    ("guillemotright", '»'),
    ("fi", 'ﬁ'),
    ("fl", 'ﬂ'),
    ("mu", 'µ'),
];

/// The character that a glyph is named for; none if the name says nothing.
pub(super) fn glyph(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    let mut chars = name.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return Some(only);
    }
    if let Some((_, c)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*c);
    }
    let code = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))?;
    let is_code = (4..=6).contains(&code.len()) && code.chars().all(|c| matches!(c, '0'..='9' | 'A'..='F'));
    is_code
        .then(|| char::from_u32(u32::from_str_radix(code, 16).ok()?))
        .flatten()
}

/// The encodings of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Standard,
    WinAnsi,
    MacRoman,
}

impl Base {
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        match name {
            b"WinAnsiEncoding" => Some(Self::WinAnsi),
            b"MacRomanEncoding" => Some(Self::MacRoman),
            b"StandardEncoding" => Some(Self::Standard),
            _ => None,
        }
    }

    /// The character of a code.
    pub(super) fn decode(self, code: u8) -> Option<char> {
        match (self, code) {
            (Self::Standard, b'\'') => Some('’'),
            (Self::Standard, b'`') => Some('‘'),
            (_, 0..0x20 | 0x7f) => None,
            (_, 0x20..0x7f) => Some(char::from(code)),
            (Self::WinAnsi, _) => decoded(encoding_rs::WINDOWS_1252, code),
            (Self::MacRoman, _) => decoded(encoding_rs::MACINTOSH, code),
            (Self::Standard, _) => standard(code),
        }
    }
}

fn decoded(encoding: &'static encoding_rs::Encoding, code: u8) -> Option<char> {
    encoding.decode_without_bom_handling(&[code]).0.chars().next()
}

/// The upper half of the standard encoding, as far as reports have it.
const fn standard(code: u8) -> Option<char> {
    Some(match code {
        0xa5 => '¥',
        0xaa => '“',
        0xb1 => '–',
        0xb4 => '·',
        0xb7 => '•',
        0xba => '”',
        0xbc => '…',
        0xbd => '‰',
        0xd0 => '—',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs_are_characters() {
        for (name, c) in [
            ("seven", '7'),
            ("A", 'A'),
            ("uni4E00", '一'),
            ("u2F08", '⼈'),
            ("one.alt", '1'),
        ] {
            assert_eq!(glyph(name.as_bytes()), Some(c), "{name}");
        }
        for name in ["g12", "cid00012", "", ".notdef", "unit", "universal"] {
            assert_eq!(glyph(name.as_bytes()), None, "{name}");
        }
        assert_eq!(Base::WinAnsi.decode(0x93), Some('“'));
        assert_eq!(Base::Standard.decode(b'7'), Some('7'));
    }
}

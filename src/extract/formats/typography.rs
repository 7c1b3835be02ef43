//! What is raised, lowered or struck through, as text that shows it: a note's mark behind a figure must not become a digit of it. The
//! result is never read as part of a number, whatever stands around it; see [`crate::text::numeral`].

use std::borrow::Cow;

use crate::text::normalize::is_gap;

/// What is drawn through a struck character: a combining stroke behind it.
const STROKE: char = '\u{336}';
/// Signs of notes, which are the same on the line and above it.
const MARKS: &str = "[]［］【】〔〕*＊※†‡§#＃";

/// How text stands on its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typography {
    /// Above the line, or below it.
    pub level: Level,
    /// Struck through.
    pub is_struck: bool,
}

/// See [`Typography`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Level {
    /// On the line.
    #[default]
    Line,
    /// Superscript.
    Raised,
    /// Subscript.
    Lowered,
}

impl Typography {
    /// `text` as it is shown: `224` with a raised `1` behind it is `224¹`, a struck `9` is `9̶`. What has no raised or lowered form stands in
    /// brackets that have one.
    pub(crate) fn apply(self, text: &str) -> Cow<'_, str> {
        let leveled = match self.level {
            Level::Line => Cow::Borrowed(text),
            Level::Raised => Cow::Owned(leveled(text, raised, ('⁽', '⁾'))),
            Level::Lowered => Cow::Owned(leveled(text, lowered, ('₍', '₎'))),
        };
        if !self.is_struck {
            return leveled;
        }
        let mut struck = String::with_capacity(leveled.len() * 2);
        for c in leveled.chars() {
            struck.push(c);
            if !is_gap(c) {
                struck.push(STROKE);
            }
        }
        Cow::Owned(struck)
    }
}

fn leveled(text: &str, form: fn(char) -> Option<char>, (open, close): (char, char)) -> String {
    let keeps = |c: char| form(c).is_some() || is_gap(c) || MARKS.contains(c);
    let formed = text.chars().map(|c| form(c).unwrap_or(c));
    if text.chars().all(keeps) {
        return formed.collect();
    }
    let inner = text.trim_matches(is_gap);
    let formed: String = inner.chars().map(|c| form(c).unwrap_or(c)).collect();
    format!("{open}{formed}{close}")
}

/// The value of a digit of either width.
fn digit(c: char) -> Option<usize> {
    let first = if c.is_ascii() { '0' } else { '０' };
    let value = (c as usize).checked_sub(first as usize)?;
    (value < 10).then_some(value)
}

fn raised(c: char) -> Option<char> {
    if let Some(value) = digit(c) {
        return ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'].get(value).copied();
    }
    Some(match c {
        '+' | '＋' => '⁺',
        '-' | '−' | '－' => '⁻',
        '(' | '（' => '⁽',
        ')' | '）' => '⁾',
        'n' => 'ⁿ',
        'i' => 'ⁱ',
        _ => return None,
    })
}

fn lowered(c: char) -> Option<char> {
    if let Some(value) = digit(c) {
        return ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'].get(value).copied();
    }
    Some(match c {
        '+' | '＋' => '₊',
        '-' | '−' | '－' => '₋',
        '(' | '（' => '₍',
        ')' | '）' => '₎',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::numeral::{prose, reading, value};

    const ALL: [Typography; 5] = [
        Typography {
            level: Level::Raised,
            is_struck: false,
        },
        Typography {
            level: Level::Lowered,
            is_struck: false,
        },
        Typography {
            level: Level::Line,
            is_struck: true,
        },
        Typography {
            level: Level::Raised,
            is_struck: true,
        },
        Typography {
            level: Level::Lowered,
            is_struck: true,
        },
    ];

    #[test]
    fn text_shows_how_it_stands() {
        let show = |level, is_struck, text: &str| Typography { level, is_struck }.apply(text).into_owned();
        assert_eq!(show(Level::Raised, false, "12"), "¹²");
        assert_eq!(show(Level::Raised, false, "[１]"), "[¹]");
        assert_eq!(show(Level::Raised, false, "（注1）"), "⁽⁽注¹⁾⁾");
        assert_eq!(show(Level::Raised, false, "万"), "⁽万⁾");
        assert_eq!(show(Level::Lowered, false, "2"), "₂");
        assert_eq!(show(Level::Lowered, false, ".5"), "₍.₅₎");
        assert_eq!(show(Level::Line, true, "9 件"), "9\u{336} 件\u{336}");
        assert_eq!(show(Level::Line, false, "9 件"), "9 件");
        assert_eq!(show(Level::Raised, false, " "), " ");
    }

    #[test]
    fn no_number_is_made_of_it() {
        for shown in ALL {
            for piece in ["1", "２", ".5", ",000", "万", "十", "-", "e3", "%", "0x"] {
                let piece = shown.apply(piece);
                for cell in [
                    format!("224{piece}"),
                    format!("{piece}224"),
                    format!("2{piece}24"),
                    piece.to_string(),
                ] {
                    assert_eq!(reading(&cell).number, None, "{cell}");
                    assert_eq!(value(&cell), None, "{cell}");
                }
                // Behind a sign that is struck the number on the line may have ended.
                let before = format!("224{piece}件");
                let number = prose(&before).and_then(|written| written.value);
                let is_first = number == Some(224.into()) && shown.is_struck;
                assert!(number.is_none() || is_first, "{before}");
            }
        }
    }
}

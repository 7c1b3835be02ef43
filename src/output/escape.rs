//! What every output passes through: no character of a file, a name or an argument reaches a terminal or a log as more than a picture of
//! itself.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use unicode_width::UnicodeWidthChar;

use crate::text::name::{is_obeyed, sign};

/// How a text is made harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// For people: signs stand for control characters, and no line is taken for a command by the runner of a build that logs it.
    Text {
        /// Whether colour codes are the program's own and stay.
        color: bool,
    },
    /// The same where each line is such a command.
    Commands,
    /// JSON, which has escapes.
    Json,
    /// XML, which has others.
    Xml,
}

/// More marks than this in a row, which take no column of their own, are no accents.
pub(crate) const MARKS: usize = 8;

/// A line longer than this is passed on before it ends.
const LONG: usize = 1 << 16;
/// So much of such a line is kept, so that no command or colour code is seen in halves.
const KEPT: usize = 64;

/// Whether a character stands over the one before it.
pub(crate) fn is_mark(c: char) -> bool {
    c.width() == Some(0)
}

/// Writes to `out` what is harmless of what it is given. A line is passed on when it is whole; what remains, by [`Escaping::finish`].
pub(crate) struct Escaping<W: Write> {
    out: W,
    escape: Escape,
    pending: Vec<u8>,
    /// Whether only blanks stand before, on the line.
    is_at_start: bool,
    /// Whether `#` stands directly before.
    is_after_hash: bool,
    /// How many marks stand directly before.
    marks: usize,
}

impl<W: Write> Escaping<W> {
    pub(crate) fn new(out: W, escape: Escape) -> Self {
        Self {
            out,
            escape,
            pending: Vec::new(),
            is_at_start: true,
            is_after_hash: false,
            marks: 0,
        }
    }

    /// What it writes to.
    #[cfg(feature = "cli")]
    pub(crate) const fn inner(&self) -> &W {
        &self.out
    }

    /// Pass on what has no line break yet.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.pass(self.pending.len())
    }

    fn pass(&mut self, count: usize) -> io::Result<()> {
        if count == 0 {
            return Ok(());
        }
        let rest = self.pending.split_off(count);
        let bytes = std::mem::replace(&mut self.pending, rest);
        let mut shown = String::with_capacity(bytes.len());
        self.show(&String::from_utf8_lossy(&bytes), &mut shown);
        self.out.write_all(shown.as_bytes())
    }

    fn show(&mut self, text: &str, shown: &mut String) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let begins_line = self.is_at_start && !c.is_whitespace();
            self.is_at_start = c == '\n' || self.is_at_start && !begins_line;
            // GitHub obeys the first at the beginning of a line, and `##[…]`, as others do, anywhere.
            let begins_command = begins_line && rest.starts_with("::");
            let is_second = std::mem::replace(&mut self.is_after_hash, c == '#') && c == '#';
            // An escape changes nothing of data.
            let is_escaped = is_obeyed(c) || begins_command || is_second;
            let mut taken = c.len_utf8();
            match self.escape {
                Escape::Json if is_escaped => {
                    let _ = write!(shown, "\\u{:04x}", u32::from(c));
                }
                Escape::Xml if is_escaped => {
                    let _ = write!(shown, "&#x{:x};", u32::from(c));
                }
                Escape::Json | Escape::Xml => shown.push(c),
                Escape::Text { color: true } if own_color(rest).is_some() => {
                    taken = own_color(rest).unwrap_or(taken);
                    shown.push_str(&rest[..taken]);
                    // What stands behind it stands at the beginning of the line all the same.
                    self.is_at_start |= begins_line;
                }
                Escape::Text { .. } | Escape::Commands => {
                    let is_command = begins_command || is_second && names_command(rest);
                    if is_command && self.escape != Escape::Commands {
                        shown.push('\\');
                    }
                    self.show_one(c, rest, shown);
                }
            }
            rest = &rest[taken..];
        }
    }

    /// A character for people.
    fn show_one(&mut self, c: char, rest: &str, shown: &mut String) {
        if is_mark(c) && !is_obeyed(c) {
            self.marks += 1;
            match self.marks {
                ..=MARKS => shown.push(c),
                marks if marks == MARKS + 1 => shown.push('…'),
                _ => {}
            }
            return;
        }
        self.marks = 0;
        // The line breaks of a diff are those of the file.
        if is_obeyed(c) && !rest.starts_with("\r\n") {
            shown.push(sign(c));
        } else {
            shown.push(c);
        }
    }
}

impl<W: Write> Write for Escaping<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let before = self.pending.len();
        self.pending.extend_from_slice(bytes);
        // What was held back has no line break: to look there again, for each word of a long line, would take for ever.
        let lines = bytes.iter().rposition(|byte| *byte == b'\n');
        let lines = lines.map_or(0, |at| before + at + 1);
        let rest = self.pending.len() - lines;
        let passed = match rest > LONG {
            true => {
                let end = self.pending.len() - KEPT;
                // Not within a character.
                (lines..=end)
                    .rev()
                    .find(|at| self.pending[*at] & 0xc0 != 0x80)
                    .unwrap_or(end)
            }
            false => lines,
        };
        self.pass(passed)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.finish()?;
        self.out.flush()
    }
}

/// The length of the colour code that a text begins with, if it is of those that the program writes.
fn own_color(text: &str) -> Option<usize> {
    let codes = text.strip_prefix("\u{1b}[")?;
    let end = codes.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    let is_own = |code: &str| matches!(code.parse(), Ok(0..=4 | 22 | 24 | 30..=37 | 39 | 90..=97));
    let is_color = codes[end..].starts_with('m') && (end == 0 || codes[..end].split(';').all(is_own));
    is_color.then_some("\u{1b}[".len() + end + 1)
}

/// Whether a text that stands behind `#` begins with what makes a command of it: `#[error]`, `#vso[…]`.
fn names_command(text: &str) -> bool {
    let name = text.strip_prefix('#').unwrap_or_default();
    name.trim_start_matches(|c: char| c.is_ascii_alphabetic())
        .starts_with('[')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(escape: Escape, text: &str) -> String {
        let mut whole = Vec::new();
        let mut escaping = Escaping::new(&mut whole, escape);
        // Byte by byte, as a writer may be called.
        for byte in text.as_bytes() {
            escaping.write_all(&[*byte]).expect("is memory");
        }
        escaping.finish().expect("is memory");
        String::from_utf8(whole).expect("is text")
    }

    #[test]
    fn nothing_of_a_value_is_obeyed() {
        let plain = Escape::Text { color: false };
        assert_eq!(
            through(plain, "a\u{1b}[31mb\u{7f}\u{9b}\u{202e}\rc\u{2028}"),
            "a␛[31mb␡\u{fffd}\u{fffd}␍c\u{fffd}"
        );
        assert_eq!(through(plain, "甲\t乙\r\n\u{feff}丙\n"), "甲\t乙\r\n\u{feff}丙\n");
        assert_eq!(
            through(Escape::Json, "\"\u{7f}\u{85}\u{2066}甲\""),
            "\"\\u007f\\u0085\\u2066甲\""
        );
        assert_eq!(through(Escape::Xml, "\u{7f}\u{61c}"), "&#x7f;&#x61c;");
    }

    #[test]
    fn our_own_colours_stay() {
        let text = "\u{1b}[1;31m错误\u{1b}[0m \u{1b}[2J\u{1b}[8m\u{1b}[";
        assert_eq!(
            through(Escape::Text { color: true }, text),
            "\u{1b}[1;31m错误\u{1b}[0m ␛[2J␛[8m␛["
        );
    }

    #[test]
    fn no_line_is_a_command_of_a_build() {
        let plain = Escape::Text { color: false };
        assert_eq!(
            through(plain, "::error::x\n  ::add-mask::y\na::b\n"),
            "\\::error::x\n  \\::add-mask::y\na::b\n"
        );
        assert_eq!(
            through(plain, "a ##[error]b ##vso[x] ## c #[d]"),
            "a #\\#[error]b #\\#vso[x] ## c #[d]"
        );
        assert_eq!(
            through(Escape::Json, "{\"a\":\"##[error]\"}"),
            "{\"a\":\"#\\u0023[error]\"}"
        );
        assert_eq!(through(Escape::Xml, "<a>\n::error::x</a>"), "<a>\n&#x3a;:error::x</a>");
        assert_eq!(
            through(Escape::Text { color: true }, "\u{1b}[1m::error::x\u{1b}[0m"),
            "\u{1b}[1m\\::error::x\u{1b}[0m"
        );
        assert_eq!(through(Escape::Commands, "::error::x\u{1b}\n"), "::error::x␛\n");
    }

    #[test]
    fn marks_without_end_are_cut() {
        let text = format!("e{}f\u{301}", "\u{301}".repeat(1000));
        let shown = through(Escape::Text { color: false }, &text);
        assert_eq!(shown, format!("e{}…f\u{301}", "\u{301}".repeat(MARKS)));
        let long = "甲".repeat(LONG);
        assert_eq!(through(Escape::Text { color: false }, &long), long);
    }
}

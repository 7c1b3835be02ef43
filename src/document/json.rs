//! JSON (RFC 8259) to a tree: strict, without recursion, and every key and value with its bytes.

use std::borrow::Cow;

use crate::document::{
    builder::{Builder, Exceeded},
    limits::Limits,
    syntax_diagnosis::{one, syntax, to_line_end, unclosed_quote, word},
};
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::model::{Node, Style, Text, Value},
    text::{quote::shorten, source::Span},
};

pub(crate) fn read(text: &str, limits: &Limits) -> (Option<Node>, Vec<Defect>) {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at: if text.starts_with('\u{feff}') { 3 } else { 0 },
        brackets: Vec::new(),
        build: Builder::new(text, limits),
    };
    reader.space();
    if reader.at == text.len() {
        return (None, Vec::new());
    }
    match reader.run() {
        Ok(()) => reader.build.finish(),
        Err(Exceeded) => (None, reader.build.defects),
    }
}

struct Reader<'s> {
    text: &'s str,
    bytes: &'s [u8],
    at: usize,
    /// Where the open brackets stand.
    brackets: Vec<usize>,
    build: Builder<'s>,
}

/// What the reader waits for, which decides what a mistake is called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Awaited {
    Value,
    Key,
    Colon,
    Comma,
}

impl<'s> Reader<'s> {
    fn run(&mut self) -> Result<(), Exceeded> {
        loop {
            self.space();
            let here = Span::new(self.at, self.at + 1);
            match self.peek() {
                Some(b'{') => {
                    self.build.open_record(here)?;
                    self.opened();
                    if self.peek() != Some(b'}') {
                        self.key()?;
                        continue;
                    }
                }
                Some(b'[') => {
                    self.build.open_list(here)?;
                    self.opened();
                    if self.peek() != Some(b']') {
                        continue;
                    }
                }
                Some(b'"') => {
                    let (text, span) = self.string()?;
                    let style = Style::DoubleQuoted;
                    self.scalar(
                        Value::Text(Text {
                            text: text.into(),
                            style,
                        }),
                        span,
                    )?;
                }
                Some(b'-' | b'0'..=b'9') => self.number()?,
                _ => self.literal()?,
            }
            if self.after_value()? {
                return Ok(());
            }
        }
    }

    /// From the end of a value to where the next one is due; true at the end of the text.
    fn after_value(&mut self) -> Result<bool, Exceeded> {
        loop {
            self.space();
            let Some(&open) = self.brackets.last() else {
                if self.at == self.text.len() {
                    return Ok(true);
                }
                return Err(match self.peek() {
                    Some(b'/' | b'#') => self.unexpected(Awaited::Comma),
                    _ => self.fail(syntax("json-trailing", to_line_end(self.text, self.at))),
                });
            };
            let in_record = self.build.in_record();
            match self.peek() {
                Some(b',') => {
                    let comma = self.at;
                    self.at += 1;
                    self.space();
                    if matches!(self.peek(), Some(b']' | b'}')) {
                        return Err(self.fail(syntax("json-trailing-comma", Span::new(comma, comma + 1))));
                    }
                    if in_record {
                        self.key()?;
                    }
                    return Ok(false);
                }
                Some(close @ (b'}' | b']')) => {
                    if in_record != (close == b'}') {
                        let wrong = syntax("mismatched-bracket", Span::new(self.at, self.at + 1));
                        return Err(self.fail(wrong.and(Span::new(open, open + 1))));
                    }
                    self.at += 1;
                    self.brackets.pop();
                    if let Some(node) = self.build.close(Some(self.at)) {
                        self.build.value(node);
                    }
                }
                _ => return Err(self.unexpected(Awaited::Comma)),
            }
        }
    }

    fn opened(&mut self) {
        self.brackets.push(self.at);
        self.at += 1;
        self.space();
    }

    fn key(&mut self) -> Result<(), Exceeded> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected(Awaited::Key));
        }
        let (key, span) = self.string()?;
        self.space();
        if self.peek() != Some(b':') {
            return Err(self.unexpected(Awaited::Colon));
        }
        self.at += 1;
        self.build.key(key, span);
        Ok(())
    }

    fn scalar(&mut self, value: Value, span: Span) -> Result<(), Exceeded> {
        self.build.count(1, span)?;
        self.build.value(Node { span, value });
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// A string from its opening quote on; borrowed where it has no escapes.
    fn string(&mut self) -> Result<(Cow<'s, str>, Span), Exceeded> {
        let open = self.at;
        let mut from = open + 1;
        let mut unescaped = String::new();
        self.at = from;
        loop {
            let rest = &self.bytes[self.at..];
            let stop = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
            let Some(len) = rest.iter().position(stop) else {
                return Err(self.fail(unclosed_quote(self.text, open)));
            };
            self.at += len;
            match self.bytes[self.at] {
                b'"' => {
                    let last = &self.text[from..self.at];
                    self.at += 1;
                    let span = Span::new(open, self.at);
                    if from == open + 1 {
                        return Ok((Cow::Borrowed(last), span));
                    }
                    unescaped.push_str(last);
                    return Ok((Cow::Owned(unescaped), span));
                }
                b'\\' => {
                    unescaped.push_str(&self.text[from..self.at]);
                    self.at += self.escape(&mut unescaped)?;
                    from = self.at;
                }
                b'\n' | b'\r' => return Err(self.fail(unclosed_quote(self.text, open))),
                _ => return Err(self.fail(syntax("control-character", one(self.text, self.at)))),
            }
        }
    }

    fn escape(&mut self, into: &mut String) -> Result<usize, Exceeded> {
        let rest = &self.text[self.at..];
        let known = matches!(
            rest.as_bytes().get(1),
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' | b'u')
        );
        let escape = known.then(|| crate::document::source_map::yaml_escape(rest)).flatten();
        let Some((Some(c), len)) = escape else {
            let shown = if rest[1..].starts_with('u') { 6 } else { 2 };
            let len: usize = rest
                .chars()
                .take(shown)
                .take_while(|c| !c.is_control())
                .map(char::len_utf8)
                .sum();
            return Err(self.fail(syntax("bad-escape", Span::new(self.at, self.at + len))));
        };
        into.push(c);
        Ok(len)
    }

    fn number(&mut self) -> Result<(), Exceeded> {
        let start = self.at;
        let negative = self.skip(b"-");
        let whole = self.digits();
        let well_formed = !whole.is_empty() && (whole.len() == 1 || whole[0] != b'0');
        let fraction: Option<&[u8]> = self.skip(b".").then(|| self.digits());
        let exponent = self.skip(b"eE").then(|| {
            let negative = self.skip(b"-") || {
                self.skip(b"+");
                false
            };
            (negative, self.digits())
        });
        let missing = fraction.is_some_and(<[u8]>::is_empty) || exponent.is_some_and(|(_, digits)| digits.is_empty());
        let span = Span::new(start, self.at);
        let glued = self
            .peek()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'+' | b'-'));
        if !well_formed || missing || glued {
            return Err(self.fail(syntax("json-bad-number", word(self.text, start))));
        }
        let shift = exponent.map_or(Some(0), |(negative, digits)| {
            // More digits than an i32 holds are zero or far beyond what can be held.
            let shift: i64 = std::str::from_utf8(digits).ok()?.parse::<i32>().ok()?.into();
            Some(if negative { -shift } else { shift })
        });
        let exact =
            shift.and_then(|shift| crate::text::decimal::exact(negative, whole, fraction.unwrap_or(b""), shift));
        if exact.is_none() {
            let defect = Defect::new(DefectKind::OutOfRange, span)
                .at(self.build.pointer(None))
                .with("value", shorten(&self.text[span.start..span.end]));
            self.build.note(defect);
        }
        let written = || {
            Value::Text(Text {
                text: self.text[span.start..span.end].into(),
                style: Style::Plain,
            })
        };
        let value = exact.map_or_else(written, Value::Number);
        self.scalar(value, span)
    }

    fn skip(&mut self, any: &[u8]) -> bool {
        let found = self.peek().is_some_and(|byte| any.contains(&byte));
        self.at += usize::from(found);
        found
    }

    fn digits(&mut self) -> &'s [u8] {
        let rest = &self.bytes[self.at..];
        let len = rest
            .iter()
            .position(|byte| !byte.is_ascii_digit())
            .unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    fn literal(&mut self) -> Result<(), Exceeded> {
        let rest = &self.bytes[self.at..];
        let len = rest
            .iter()
            .position(|byte| !byte.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let value = match &rest[..len] {
            b"true" => Value::Bool(true),
            b"false" => Value::Bool(false),
            b"null" => Value::Null,
            _ => return Err(self.unexpected(Awaited::Value)),
        };
        let span = Span::new(self.at, self.at + len);
        self.at += len;
        self.scalar(value, span)
    }

    /// Say what stands here instead of what is awaited.
    fn unexpected(&mut self, awaited: Awaited) -> Exceeded {
        let (text, at) = (self.text, self.at);
        let open = self.brackets.last().map(|open| Span::new(*open, open + 1));
        let character = text[at..].chars().next();
        let cause = match character {
            None if awaited == Awaited::Comma => "unclosed-bracket",
            None => "json-end",
            Some('/' | '#') => return self.fail(syntax("json-comment", to_line_end(text, at))),
            Some('：') => "full-width-colon",
            Some('，') => "full-width-comma",
            Some('“' | '”' | '‘' | '’' | '＂') => "full-width-quote",
            Some('\u{3000}' | '\u{a0}') => "full-width-space",
            Some('\u{feff}' | '\u{200b}') => "invisible-character",
            Some(c) if c.is_control() => "control-character",
            Some('\'') => "json-single-quote",
            Some('+' | '.') if awaited == Awaited::Value => "json-bad-number",
            Some(c) if awaited == Awaited::Key && (c.is_alphanumeric() || c == '_') => {
                let name = text[at..].find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
                let end = name.map_or(text.len(), |len| at + len);
                return self.fail(syntax("json-unquoted-key", Span::new(at, end)));
            }
            Some(_) if awaited == Awaited::Colon => "missing-colon",
            Some(_) if awaited == Awaited::Comma => "missing-comma",
            Some(_) => return self.fail(syntax("json-unexpected", word(text, at))),
        };
        let mut defect = syntax(cause, one(text, at));
        if let (None, Some(open)) = (character, open) {
            defect = defect.and(open);
        }
        self.fail(defect)
    }

    fn fail(&mut self, defect: Defect) -> Exceeded {
        let defect = defect.at(self.build.pointer(None));
        self.build.defects.push(defect);
        Exceeded
    }
}

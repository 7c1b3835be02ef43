//! The text of an expression as tokens.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::diagnostic::mistake::Mistake;

/// A token and the bytes it takes.
pub(super) type Spanned = (Token, Range<usize>);

/// A number, a text, a word or a sign.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(Decimal),
    Text(String),
    Word(String),
    Sign(&'static str),
}

const SIGNS: [&str; 18] = [
    "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "(", ")", "[", "]", ",", ".", "/", "=", "%",
];

/// All tokens of a text.
pub(super) fn lex(text: &str) -> Result<Vec<Spanned>, Mistake> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let start = text.len() - rest.len();
        let Some(first) = rest.chars().next() else {
            return Ok(tokens);
        };
        let (token, len) = if first.is_ascii_digit() {
            let len = rest
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(rest.len());
            // `1.` before a name would be a path; numbers end in a digit.
            let len = rest[..len].trim_end_matches('.').len();
            let number = rest[..len]
                .parse()
                .map_err(|_| Mistake::within(start..start + len, "不是数", "not a number"))?;
            (Token::Number(number), len)
        } else if first.is_ascii_alphabetic() || first == '_' {
            let len = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            (Token::Word(rest[..len].to_owned()), len)
        } else if first == '"' {
            text_token(rest, start)?
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (Token::Sign(sign), sign.len())
        } else {
            let span = start..start + first.len_utf8();
            return Err(Mistake::within(
                span,
                format!("无法识别的字符 `{first}`"),
                format!("unknown character `{first}`"),
            ));
        };
        tokens.push((token, start..start + len));
        rest = &rest[len..];
    }
}

/// A text in double quotes; `\"` and `\\` are a quote and a backslash, any other backslash stands for itself, as patterns need it.
fn text_token(rest: &str, start: usize) -> Result<(Token, usize), Mistake> {
    let mut value = String::new();
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Ok((Token::Text(value), at + 1)),
            '\\' if matches!(chars.peek(), Some((_, '"' | '\\'))) => {
                value.extend(chars.next().map(|(_, c)| c));
            }
            _ => value.push(c),
        }
    }
    Err(Mistake::within(
        start..start + 1,
        "引号不成对",
        "the quote is never closed",
    ))
}

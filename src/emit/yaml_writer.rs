//! YAML, line by line.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::{
    diagnostic::finding::Lang,
    form::{
        schema::Schema,
        shape::{Kind, ShapeId},
    },
};

/// Comments start here where the line is short enough; a display column.
const COMMENT_COLUMN: usize = 40;
/// What readers of one YAML or another take for something else than text.
const NO_TEXT: [&str; 11] = [
    "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf",
];

/// A YAML text in the making.
pub(crate) struct YamlWriter<'s> {
    pub schema: &'s Schema,
    pub lang: Lang,
    pub text: String,
}

impl<'s> YamlWriter<'s> {
    /// A text that begins with the name of the form.
    pub(crate) fn new(schema: &'s Schema, lang: Lang) -> Self {
        let text = format!("# {}\n", schema.title.get(lang));
        Self { schema, lang, text }
    }

    /// A line, and a comment behind it if there is one.
    pub(crate) fn line(&mut self, depth: usize, text: &str, comment: &str) {
        let line = format!("{}{text}", "  ".repeat(depth));
        self.text.push_str(&line);
        if !comment.is_empty() {
            let gap = COMMENT_COLUMN.saturating_sub(line.width()).max(2);
            let _ = write!(self.text, "{}# {}", " ".repeat(gap), one_line(comment));
        }
        self.text.push('\n');
    }

    /// A comment that stands by itself.
    pub(crate) fn comment(&mut self, depth: usize, text: &str) {
        self.line(depth, &format!("# {}", one_line(text)), "");
    }

    /// The label of a field in the language of the comments.
    pub(crate) fn title(&self, id: ShapeId) -> &'s str {
        self.schema.shape(id).title.get(self.lang)
    }

    /// What the form says about a field beside its label.
    pub(crate) fn note(&self, id: ShapeId) -> String {
        let shape = self.schema.shape(id);
        let allowed: Vec<&str> = shape.allowed.iter().filter_map(|value| value.as_str()).collect();
        let said = match (&shape.description, self.lang) {
            (Some(description), Lang::Zh) => description.clone(),
            _ => allowed.join(", "),
        };
        match (said.is_empty(), self.lang) {
            (true, _) => said,
            (_, Lang::Zh) => format!("：{said}"),
            (_, Lang::En) => format!(": {said}"),
        }
    }
}

/// A comment ends with its line, whatever it quotes.
fn one_line(text: &str) -> String {
    let seen = text
        .chars()
        .filter(|c| (c.is_whitespace() || !c.is_control()) && *c != '\u{feff}');
    seen.collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A value as YAML; quoted where it might be read as something else than it is.
pub(crate) fn scalar(value: &str, kind: Kind) -> String {
    let is_number = !value.is_empty() && value.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.'));
    if is_number && (kind.is_number() || kind == Kind::Date) {
        return value.to_owned();
    }
    text(value)
}

/// A text as YAML, on one line.
pub(crate) fn text(value: &str) -> String {
    let plain = value
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '（' | '）' | '·'));
    let begins = value.chars().next().is_some_and(char::is_alphabetic);
    if plain && begins && !NO_TEXT.contains(&value.to_lowercase().as_str()) {
        return value.to_owned();
    }
    // Every JSON string is one of YAML, but for characters that YAML wants escaped.
    let mut quoted = String::new();
    for c in serde_json::Value::from(value).to_string().chars() {
        if is_unprintable(c) {
            let _ = write!(quoted, "\\u{:04x}", c as u32);
        } else {
            quoted.push(c);
        }
    }
    quoted
}

fn is_unprintable(c: char) -> bool {
    matches!(
        c,
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    )
}

/// A text as a block, header first, without indentation; nothing if it holds what a block cannot. `exact` keeps the missing line
/// break at the end.
pub(crate) fn block(value: &str, exact: bool) -> Option<(String, Vec<&str>)> {
    let is_odd = |c: char| is_unprintable(c) || c.is_control() && !matches!(c, '\n' | '\t');
    let body = value.strip_suffix('\n').unwrap_or(value);
    if body.is_empty() || body.ends_with('\n') || value.contains(is_odd) {
        return None;
    }
    // Spaces at the beginning would be taken for indentation, a line of nothing but spaces at the end for nothing.
    let indent = if body.starts_with([' ', '\n', '\t']) { "2" } else { "" };
    let is_open = exact && body.len() == value.len();
    let last = body.rsplit('\n').next().unwrap_or_default();
    if last.trim().is_empty() {
        return None;
    }
    Some((
        format!("|{indent}{}", if is_open { "-" } else { "" }),
        body.split('\n').collect(),
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;
    use crate::document::{format::Format, limits::Limits, parse::parse};

    fn read(yaml: &str) -> String {
        let (document, defects) = parse(yaml, Format::Yaml, &Limits::default());
        assert!(defects.is_empty(), "{yaml:?}: {defects:?}");
        let document = document.unwrap();
        document
            .root
            .get("a")
            .unwrap()
            .text()
            .unwrap_or_else(|| panic!("no text: {yaml:?}"))
            .to_owned()
    }

    fn awkward() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "\t",
            " ",
            "\n",
            "\r",
            "#",
            ": ",
            "- ",
            "null",
            "~",
            "1",
            "0x1",
            "'",
            "\"",
            "\\",
            "|",
            ">",
            "{",
            "}",
            "[",
            ",",
            "&a",
            "*a",
            "!t",
            "%",
            "@",
            "`",
            "---",
            "...",
            "甲",
            "年",
            "\u{85}",
            "\u{feff}",
            "\u{2028}",
            "\u{1}",
            "\u{7f}",
            "é",
            "😀",
            "yes",
            "2024-01-01",
            "　",
        ]);
        prop::collection::vec(pieces, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn a_text_is_read_as_it_was(value in awkward()) {
            prop_assert_eq!(&read(&format!("a: {}\n", text(&value))), &value);
            prop_assert_eq!(&read(&format!("{{a: {}, b: 1}}\n", text(&value))), &value);
            if let Some((header, lines)) = block(&value, true) {
                let lines: String = lines.iter().map(|line| format!("  {line}\n")).collect();
                prop_assert_eq!(&read(&format!("a: {header}\n{lines}b: 1\n")), &value);
            }
        }
    }
}

//! Messages with values in their places, in no language yet.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::diagnostic::finding::{Lang, Localized};

/// What stands for a value that is not known.
const UNKNOWN: &str = "？";

/// A text in all languages, with numbered places for values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Chinese.
    pub zh: Vec<Part>,
    /// English.
    pub en: Vec<Part>,
}

/// A piece of a [`Message`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words as they are.
    Text(String),
    /// The value with this number.
    Slot(usize),
}

/// A value in a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Argument {
    /// There is none.
    #[default]
    Unknown,
    /// Text of the report, or a name.
    Text(String),
    /// A number, shown with the digits it has.
    Number(Decimal),
    /// A day.
    Date(Date),
    /// A truth value.
    Bool(bool),
    /// Words that stand in several languages, such as an official label.
    Words(Localized),
    /// Several values, and whether there are more than these.
    List(Vec<Argument>, bool),
}

/// A text with its values, which can be rendered in any language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Message(Arc<Message>, Vec<Argument>),
    Argument(Argument),
    /// Words of the program itself, in Chinese and in English.
    Words(&'static str, &'static str),
}

impl Message {
    /// The text in `lang`, with a value for each place.
    #[must_use]
    pub fn fill(&self, values: &[Argument], lang: Lang) -> String {
        let parts = match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        };
        let mut text = String::new();
        for part in parts {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Slot(at) => values.get(*at).unwrap_or(&Argument::Unknown).write(&mut text, lang),
            }
        }
        text
    }
}

impl Argument {
    fn write(&self, text: &mut String, lang: Lang) {
        match self {
            Self::Unknown => text.push_str(UNKNOWN),
            Self::Text(value) => text.push_str(value),
            Self::Number(value) => text.push_str(&value.to_string()),
            Self::Date(value) => text.push_str(&value.to_string()),
            Self::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            Self::Words(words) => text.push_str(words.get(lang)),
            Self::List(values, has_more) => {
                let (separator, more) = match lang {
                    Lang::Zh => ("、", "等"),
                    Lang::En => (", ", ", …"),
                };
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        text.push_str(separator);
                    }
                    value.write(text, lang);
                }
                text.push_str(if *has_more { more } else { "" });
            }
        }
    }

    /// The characters of a text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value in `lang`.
    #[must_use]
    pub fn render(&self, lang: Lang) -> String {
        let mut text = String::new();
        self.write(&mut text, lang);
        text
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<usize> for Argument {
    fn from(count: usize) -> Self {
        Self::Number(count.into())
    }
}

impl From<Localized> for Argument {
    fn from(words: Localized) -> Self {
        Self::Words(words)
    }
}

impl Statement {
    /// A message with a value for each of its places.
    #[must_use]
    pub fn new(message: Arc<Message>, values: Vec<Argument>) -> Self {
        Self {
            pieces: vec![Piece::Message(message, values)],
        }
    }

    /// Words of the program itself, in Chinese and in English. Those of a form or a rule are [`Localized`].
    #[must_use]
    pub fn words(zh: &'static str, en: &'static str) -> Self {
        Self {
            pieces: vec![Piece::Words(zh, en)],
        }
    }

    /// Words of the program with a value in the place of each text's one `{}`.
    #[must_use]
    pub fn words_around(zh: &'static str, en: &'static str, value: impl Into<Argument>) -> Self {
        let split = |text: &'static str| text.split_once("{}").unwrap_or((text, ""));
        let ((zh_before, zh_behind), (en_before, en_behind)) = (split(zh), split(en));
        Self {
            pieces: vec![
                Piece::Words(zh_before, en_before),
                Piece::Argument(value.into()),
                Piece::Words(zh_behind, en_behind),
            ],
        }
    }

    /// This, and behind it `next`.
    #[must_use]
    pub fn then(mut self, next: impl Into<Self>) -> Self {
        self.pieces.extend(next.into().pieces);
        self
    }

    /// The text in `lang`.
    #[must_use]
    pub fn render(&self, lang: Lang) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Message(message, values) => text.push_str(&message.fill(values, lang)),
                Piece::Argument(value) => value.write(&mut text, lang),
                Piece::Words(zh, en) => text.push_str(match lang {
                    Lang::Zh => zh,
                    Lang::En => en,
                }),
            }
        }
        text
    }
}

impl From<Localized> for Statement {
    fn from(words: Localized) -> Self {
        Argument::Words(words).into()
    }
}

impl From<Argument> for Statement {
    fn from(value: Argument) -> Self {
        Self {
            pieces: vec![Piece::Argument(value)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_statement_speaks_any_language() {
        let message = Message {
            zh: vec![Part::Slot(1), Part::Text("有".into()), Part::Slot(0)],
            en: vec![Part::Slot(0), Part::Text(" in ".into()), Part::Slot(1)],
        };
        let table = Localized {
            zh: "表三".into(),
            en: "table 3".into(),
        };
        let list = Argument::List(vec![Argument::from("甲"), Argument::from(2)], true);
        let statement = Statement::new(Arc::new(message), vec![list, table.into()]);
        let statement = statement.then(Statement::words("。", "."));
        assert_eq!(statement.render(Lang::Zh), "表三有甲、2等。");
        assert_eq!(statement.render(Lang::En), "甲, 2, … in table 3.");
        let blank = Statement::words_around("“{}”留空", "{} is blank", 3);
        assert_eq!(
            (blank.render(Lang::Zh).as_str(), blank.render(Lang::En).as_str()),
            ("“3”留空", "3 is blank")
        );
        assert_eq!(Message::default().fill(&[], Lang::En), "");
        assert_eq!(Argument::Unknown.render(Lang::Zh), "？");
    }
}

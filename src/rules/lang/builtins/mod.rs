//! The functions of the language, each in one entry: its name, what it takes and gives, how it is evaluated, what it means. The
//! type check, the evaluation, did-you-mean, `explain` and the tables in `docs/` read these entries.

mod dates;
mod fields;
mod numbers;
mod reports;
mod texts;

use crate::{
    diagnostic::finding::Lang,
    rules::lang::ir::{Function, Gives, Takes},
};
use std::fmt::Write as _;

/// More arguments than any rule that a person can read.
const MOST: usize = 64;

/// All functions, those that go together side by side.
pub(crate) fn all() -> impl Iterator<Item = &'static Function> {
    [
        numbers::FUNCTIONS,
        fields::FUNCTIONS,
        dates::FUNCTIONS,
        texts::FUNCTIONS,
        reports::FUNCTIONS,
    ]
    .into_iter()
    .flatten()
}

/// The function called `name`.
pub(crate) fn function(name: &str) -> Option<&'static Function> {
    all().find(|function| function.name == name)
}

/// The functions of the rule language, as a table in Markdown.
#[must_use]
pub fn table(lang: Lang) -> String {
    let mut text = String::from(match lang {
        Lang::Zh => "| 函数 | 参数 → 结果 | 含义 | 示例 |\n|---|---|---|---|\n",
        Lang::En => "| function | takes → gives | meaning | example |\n|---|---|---|---|\n",
    });
    for function in all() {
        let (example, value) = function.example;
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | `{example}` → {value} |",
            function.signature(),
            function.types(lang),
            function.about(lang)
        );
    }
    text
}

/// A function of the rule language, as `explain` shows it; none if there is none of that name.
#[must_use]
pub fn explained(name: &str, lang: Lang) -> Option<String> {
    let function = function(name)?;
    let (example, value) = function.example;
    Some(format!(
        "{}\n  {}\n  {}\n  {example} → {value}\n",
        function.signature(),
        function.types(lang).replace('`', ""),
        function.about(lang).replace('`', "")
    ))
}

impl Function {
    /// The least and the greatest number of arguments.
    pub fn arity(&self) -> (usize, usize) {
        let least = self.takes.len();
        (least, if self.repeats { MOST } else { least })
    }

    /// What the argument at a place may be.
    pub fn takes_at(&self, at: usize) -> Takes {
        self.takes[at.min(self.takes.len() - 1)].1
    }

    /// How it is called: `date(year, month, day)`.
    pub fn signature(&self) -> String {
        let names: Vec<&str> = self.takes.iter().map(|(name, _)| *name).collect();
        let more = if self.repeats { ", …" } else { "" };
        format!("{}({}{more})", self.name, names.join(", "))
    }

    /// What it takes and gives: `number, number, number → date`.
    pub fn types(&self, lang: Lang) -> String {
        let takes: Vec<&str> = self.takes.iter().map(|(_, takes)| takes.name(lang)).collect();
        let separator = match lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        };
        format!("{} → {}", takes.join(separator), self.gives.name(lang))
    }

    /// What it means.
    pub const fn about(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

impl Takes {
    const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Number, Lang::Zh) => "数",
            (Self::Number, Lang::En) => "number",
            (Self::Numbers, Lang::Zh) => "数或含 `*` 的路径",
            (Self::Numbers, Lang::En) => "number or path with `*`",
            (Self::NumbersOfReports, Lang::Zh) => "数、含 `*` 的路径或 `members.` 路径",
            (Self::NumbersOfReports, Lang::En) => "number, path with `*` or path of `members`",
            (Self::Text, Lang::Zh) => "文字",
            (Self::Text, Lang::En) => "text",
            (Self::Date, Lang::Zh) => "日期",
            (Self::Date, Lang::En) => "date",
            (Self::Condition, Lang::Zh) => "条件",
            (Self::Condition, Lang::En) => "condition",
            (Self::Value, Lang::Zh) => "值",
            (Self::Value, Lang::En) => "value",
            (Self::Field, Lang::Zh) => "路径",
            (Self::Field, Lang::En) => "path",
            (Self::Fields, Lang::Zh) => "路径，可含 `*` 或以 `members` 开头",
            (Self::Fields, Lang::En) => "path, with `*` or of `members` too",
            (Self::Figures, Lang::Zh) => "数或含数的字段的路径",
            (Self::Figures, Lang::En) => "path of a number or of a field with numbers",
            (Self::Members, Lang::Zh) => "`members` 开头的路径",
            (Self::Members, Lang::En) => "path of `members`",
            (Self::Pattern, Lang::Zh) => "引号内的正则表达式",
            (Self::Pattern, Lang::En) => "pattern in quotes",
        }
    }
}

impl Gives {
    const fn name(self, lang: Lang) -> &'static str {
        let as_argument = match self {
            Self::Number => Takes::Number,
            Self::Text => Takes::Text,
            Self::Date => Takes::Date,
            Self::Condition => Takes::Condition,
            Self::Same => Takes::Value,
        };
        as_argument.name(lang)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_every_argument_has_one() {
        let names: BTreeSet<&str> = all().map(|function| function.name).collect();
        assert_eq!(names.len(), all().count());
        for function in all() {
            assert!(!function.takes.is_empty(), "{} takes nothing", function.name);
            assert!(
                [function.zh, function.en]
                    .iter()
                    .all(|text| !text.contains(['\n', '|'])),
                "{} would break a table",
                function.name
            );
        }
    }

    #[test]
    fn signatures_tell_what_may_be_repeated() {
        let date = function("date").map(|date| (date.signature(), date.types(Lang::En)));
        let numbers = "number, number, number → date".to_owned();
        assert_eq!(date, Some(("date(year, month, day)".to_owned(), numbers)));
        let sum = function("sum").map(|sum| (sum.signature(), sum.arity()));
        assert_eq!(sum, Some(("sum(a, …)".to_owned(), (1, MOST))));
    }
}

//! What expressions are worth, and why some are worth nothing.

use std::cmp::Ordering;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    diagnostic::{
        finding::{Lang, Localized},
        message::Argument,
    },
    form::shape::ShapeId,
};

/// A field that stands in a report or is missing in it, by its number there.
pub(crate) type CellId = usize;

/// What an expression is worth.
#[derive(Clone, Debug, PartialEq)]
pub enum Val {
    /// A number.
    Number(Decimal),
    /// A text of the report.
    Text(String),
    /// A text that the form has in several languages.
    Words(Localized),
    /// A day.
    Date(Date),
    /// True or false.
    Bool(bool),
}

impl Val {
    /// Which of two values of one type is greater; none if they are of different types. What stands in several languages is
    /// compared in the language of the form.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        Some(match (self, other) {
            (Self::Number(left), Self::Number(right)) => left.cmp(right),
            (Self::Date(left), Self::Date(right)) => left.cmp(right),
            (Self::Bool(left), Self::Bool(right)) => left.cmp(right),
            _ => self.text()?.cmp(other.text()?),
        })
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Words(words) => Some(&words.zh),
            _ => None,
        }
    }
}

/// Why an expression has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The rule's `when` is false.
    Guard,
    /// The rule's pack is for other reporting years.
    OtherYear,
    /// There is no report of last year.
    NoPrevious,
    /// There are no reports that this one sums up.
    NoMembers,
    /// The form of last year's report does not have a field of this form.
    NotInForm(ShapeId),
    /// Numbers of several reports in this field do not add up.
    NotAdditive(ShapeId),
    /// A field is missing; the cell is the field, or what is around it.
    Missing(CellId),
    /// A field is blank where a blank does not count as 0.
    Blank(CellId),
    /// A field holds something of another type.
    Mistyped(CellId),
    /// There is no such day.
    NoSuchDay,
    /// A text is no number.
    NotANumber,
    /// The result is too large to be exact.
    TooLarge,
    /// It would take more work than a report may take.
    TooMuchWork,
    /// There is nothing to look at: no field of the type, no match of the pattern.
    NothingThere,
}

impl Unknown {
    /// Whether the rule needs other reports, which were not given.
    pub const fn needs_others(self) -> bool {
        matches!(self, Self::NoPrevious | Self::NoMembers)
    }

    /// Whether the rule applies, but what it reads is not there or is no value of its type.
    pub const fn is_lack_of_data(self) -> bool {
        match self {
            Self::Guard | Self::OtherYear | Self::NotInForm(_) | Self::NotAdditive(_) => false,
            Self::NoPrevious | Self::NoMembers => false,
            Self::Missing(_) | Self::Blank(_) | Self::Mistyped(_) => true,
            Self::NoSuchDay | Self::NotANumber | Self::TooLarge | Self::TooMuchWork | Self::NothingThere => true,
        }
    }
}

/// The value of an expression, or why there is none.
pub(crate) type Outcome = Result<Val, Unknown>;

impl From<Val> for Argument {
    fn from(value: Val) -> Self {
        match value {
            Val::Number(number) => Self::Number(number.normalize()),
            Val::Text(text) => Self::Text(text),
            Val::Words(words) => Self::Words(words),
            Val::Date(date) => Self::Date(date),
            Val::Bool(value) => Self::Bool(value),
        }
    }
}

/// A value as a message shows it.
#[must_use]
pub(crate) fn show(value: &Val, lang: Lang) -> String {
    match value {
        Val::Number(number) => number.normalize().to_string(),
        Val::Text(text) => text.clone(),
        Val::Words(words) => words.get(lang).to_owned(),
        Val::Date(date) => date.to_string(),
        Val::Bool(value) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_compared_as_the_form_prints_it() {
        let text = |text: &str| Val::Text(text.into());
        let label = Val::Words(Localized {
            zh: "规章".into(),
            en: "Regulations".into(),
        });
        assert_eq!(label.compare(&text("规章")), Some(Ordering::Equal));
        assert_eq!(text("规章").compare(&label), Some(Ordering::Equal));
        assert_ne!(label.compare(&text("Regulations")), Some(Ordering::Equal));
        assert_eq!(label.compare(&Val::Bool(true)), None);
        assert_eq!(Val::Number(1.into()).compare(&text("1")), None);
    }
}

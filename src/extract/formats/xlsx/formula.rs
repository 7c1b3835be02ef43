//! A formula as it is written in a cell, and what became of it.

use super::places::Place;
use crate::extract::formats::package::xml::Tag;

/// No formula is longer.
const LONGEST: usize = 8192;

/// A formula as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    pub text: String,
    /// The number of a formula that several cells share; the first of them has its text.
    pub shared: Option<u32>,
    /// It is of a kind that is not looked into.
    pub is_other: bool,
}

impl Written {
    pub(super) fn of(tag: &Tag<'_>) -> Self {
        let kind = tag.plain("t");
        let is_shared = kind.as_deref() == Some("shared");
        Self {
            text: String::new(),
            shared: tag
                .plain("si")
                .filter(|_| is_shared)
                .and_then(|at| at.trim().parse().ok()),
            is_other: !matches!(kind.as_deref(), None | Some("normal" | "shared")),
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        match self.text.len() + text.len() > LONGEST {
            true => self.is_other = true,
            false => self.text.push_str(text),
        }
    }
}

/// A formula of a cell.
#[derive(Clone, Debug)]
pub(super) struct Formula {
    pub place: Place,
    pub written: Written,
    pub state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Unknown,
    /// What it refers to is looked into.
    Open,
    Verified,
    Refuted,
}

impl Formula {
    pub(super) const fn new(place: Place, written: Written) -> Self {
        Self {
            place,
            written,
            state: State::Unknown,
        }
    }

    /// As it is written.
    pub(super) fn text(&self) -> &str {
        &self.written.text
    }

    pub(super) fn is_verified(&self) -> bool {
        self.state == State::Verified
    }
}

//! One thing that is wrong in a file that a user writes, before its place in that file has been looked up.

use std::ops::Range;

use crate::diagnostic::finding::Localized;

/// What is wrong, where, and what was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// JSON Pointer of the value that is wrong, or of the text that it stands in.
    pub pointer: String,
    /// The part of the text at `pointer` that is wrong, in bytes; none where all of it is.
    pub range: Option<Range<usize>>,
    /// What is wrong.
    pub message: Localized,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl Mistake {
    /// Something wrong at a JSON Pointer, in Chinese and in English.
    pub(crate) fn at(pointer: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            pointer: pointer.to_owned(),
            range: None,
            message: Localized {
                zh: zh.into(),
                en: en.into(),
            },
            suggestion: None,
        }
    }

    /// Something wrong in a part of a text. Where the text stands is said by [`Mistake::in_text_at`].
    pub(crate) fn within(range: Range<usize>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            range: Some(range),
            ..Self::at("", zh, en)
        }
    }

    /// With a did-you-mean, if there is one.
    pub(crate) fn meaning(mut self, suggestion: Option<&str>) -> Self {
        self.suggestion = suggestion.map(str::to_owned);
        self
    }

    /// The same in the text at a JSON Pointer.
    pub(crate) fn in_text_at(mut self, pointer: &str) -> Self {
        self.pointer = pointer.to_owned();
        self
    }

    /// The same, of the whole value at a JSON Pointer: the text that was checked is not the one that stands there.
    pub(crate) fn in_value_at(mut self, pointer: &str) -> Self {
        self.range = None;
        self.in_text_at(pointer)
    }

    /// The same in a longer text that has so many bytes before this one.
    pub(crate) fn shifted(mut self, by: usize) -> Self {
        self.range = self.range.map(|range| range.start + by..range.end + by);
        self
    }
}

/// More mistakes in one file than anybody reads; the others are counted.
const MOST: usize = 200;

/// The mistakes found in one file so far.
#[derive(Debug, Default)]
pub(crate) struct Mistakes {
    /// In the order in which they were found.
    all: Vec<Mistake>,
    /// How many more there are.
    more: usize,
}

impl Mistakes {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len() + self.more
    }

    /// Whether what is found from here on is only counted: what was meant by it need not be looked for.
    pub(crate) fn is_full(&self) -> bool {
        self.all.len() >= MOST
    }

    /// The mistakes, and how many more there are where the last of them stands.
    pub(crate) fn into_all(mut self) -> Vec<Mistake> {
        let pointer = self.all.last().map(|last| last.pointer.clone()).unwrap_or_default();
        let more = self.more;
        self.all.extend((more > 0).then(|| {
            let (zh, en) = (
                format!("另有{more}处问题未列出"),
                format!("{more} more errors are not listed"),
            );
            Mistake::at(&pointer, zh, en)
        }));
        self.all
    }

    /// Add a mistake.
    pub(crate) fn push(&mut self, mistake: Mistake) {
        if self.is_full() {
            self.more += 1;
        } else {
            self.all.push(mistake);
        }
    }

    /// Something wrong at a JSON Pointer, in Chinese and in English.
    pub(crate) fn add(&mut self, pointer: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.push(Mistake::at(pointer, zh, en));
    }

    /// What is wrong in the text at a JSON Pointer.
    pub(crate) fn add_in_text(&mut self, pointer: &str, mistakes: impl IntoIterator<Item = Mistake>) {
        for mistake in mistakes {
            self.push(mistake.in_text_at(pointer));
        }
    }
}

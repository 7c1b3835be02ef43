//! What has been said of a text, so that it is not said again.

use std::collections::BTreeMap;

use crate::text::source::Span;

/// Places of a text that something is said of; none meets another.
#[derive(Default)]
pub(crate) struct Said(BTreeMap<usize, usize>);

impl Said {
    /// Whether something is said of a part of it.
    pub(crate) fn meets(&self, span: Span) -> bool {
        let before = self.0.range(..span.end).next_back();
        before.is_some_and(|(_, end)| span.start < *end)
    }

    /// Something is said of it.
    pub(crate) fn add(&mut self, span: Span) {
        let end = self.0.entry(span.start).or_default();
        *end = (*end).max(span.end);
    }
}

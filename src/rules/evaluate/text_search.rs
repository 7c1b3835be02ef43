//! Patterns searched in the texts of a report.

use std::{borrow::Cow, cell::OnceCell, ops::Range};

use crate::document::{
    model::{Text, Value},
    source_map::Places,
};
use crate::{
    rules::{
        claims::find::Claim,
        evaluate::{
            context::Context,
            instance::{Binding, CellId},
        },
        lang::{ir::Code, pattern::Pattern, value::Unknown},
    },
    text::{
        normalize::{Folded, fold_prose},
        quote::shorten,
        source::Span,
    },
};

/// More matches of one rule's patterns in one text than anybody reads.
const MAX_MATCHES: usize = 20;

/// What a rule searches for.
pub(crate) struct Search<'s> {
    pub patterns: &'s [Pattern],
    /// The names of the patterns' groups.
    pub captures: &'s [String],
    /// A match for which this is not false is none.
    pub assert: Option<&'s Code>,
}

/// A text that patterns are searched in, prepared once for all of them.
pub(crate) struct Searched<'c> {
    pub folded: Folded<Cow<'c, str>>,
    /// Only where something is found.
    pub places: OnceCell<Places>,
    pub claims: OnceCell<Vec<Claim>>,
}

/// A match of a pattern.
pub(crate) struct Match {
    /// Where it stands in the source.
    pub span: Span,
    /// What was found, shortened.
    pub found: String,
    /// The named groups, in the order of [`Search::captures`].
    pub captures: Vec<Option<String>>,
}

impl<'c> Searched<'c> {
    pub(crate) fn new(prose: &'c Text) -> Self {
        Self {
            folded: fold_prose(&prose.text),
            places: OnceCell::new(),
            claims: OnceCell::new(),
        }
    }

    /// The matches of a rule's patterns, none of which overlaps another; `places` tells where the text stands in the source.
    pub(crate) fn find(
        &self,
        search: &Search<'_>,
        context: &Context<'_, '_>,
        places: impl FnOnce() -> Places + Copy,
    ) -> Result<Vec<Match>, Unknown> {
        let text = &self.folded.text;
        let mut matches = Vec::new();
        let mut taken: Vec<Range<usize>> = Vec::new();
        for pattern in search.patterns {
            let Some(compiled) = pattern.on(text) else { continue };
            if !context.binding.effort.spend(pattern.steps, text.len()) {
                return Err(Unknown::TooMuchWork);
            }
            for found in compiled.captures_iter(text) {
                let Some(whole) = found.get(0) else { continue };
                let overlaps = |range: &Range<usize>| range.start < whole.end() && whole.start() < range.end;
                if taken.iter().any(overlaps) {
                    continue;
                }
                if taken.len() >= MAX_MATCHES {
                    break;
                }
                let groups = search.captures.iter();
                let groups: Vec<Option<&str>> = groups
                    .map(|name| found.name(name).map(|group| group.as_str()))
                    .collect();
                if !search.counts(&groups, context) {
                    continue;
                }
                taken.push(whole.range());
                let original = self.folded.original(whole.range());
                matches.push(Match {
                    span: self.places.get_or_init(places).place(original),
                    found: shorten(whole.as_str()),
                    captures: groups.iter().map(|group| group.map(str::to_owned)).collect(),
                });
            }
        }
        Ok(matches)
    }
}

impl Search<'_> {
    /// Whether a match with these groups is a breach. A group that is no number, or a day that does not exist, tells nothing.
    fn counts(&self, groups: &[Option<&str>], context: &Context<'_, '_>) -> bool {
        let context = Context {
            captures: groups,
            ..*context
        };
        self.assert.is_none_or(|assert| context.holds(assert) == Ok(false))
    }
}

/// The text of a cell.
pub(crate) fn prose<'d>(binding: &Binding<'d>, text: CellId) -> Result<&'d Text, Unknown> {
    match binding.cell(text).node.map(|node| &node.value) {
        None => Err(Unknown::Missing(text)),
        Some(Value::Text(prose)) => Ok(prose),
        Some(Value::Null) => Err(Unknown::Blank(text)),
        Some(_) => Err(Unknown::Mistyped(text)),
    }
}

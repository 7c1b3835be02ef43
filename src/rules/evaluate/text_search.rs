//! Patterns searched in the texts of a report.

use std::{borrow::Cow, cell::OnceCell, ops::Range};

use crate::{
    diagnostic::finding::Severity,
    document::{
        model::{Text, Value},
        source_map::Places,
    },
};
use crate::{
    rules::{
        claims::find::Claim,
        evaluate::{
            eval::{Context, Unknown},
            instance::{Binding, CellId},
            run::{Failure, Run, What},
        },
        lang::{ir::Code, pattern::Pattern},
        pack::rule_set::{Rule, Variant},
    },
    text::{
        normalize::{Folded, fold_prose},
        quote::shorten,
    },
};

/// More matches of one rule's patterns in one text than anybody reads.
const MAX_MATCHES: usize = 20;

/// A text that patterns are searched in, prepared once for all of them.
pub(crate) struct Searched<'c> {
    pub folded: Folded<Cow<'c, str>>,
    /// Only where something is found.
    pub places: OnceCell<Places>,
    pub claims: OnceCell<Vec<Claim>>,
}

impl<'c, 'd> Run<'c, 'd>
where
    'd: 'c,
{
    /// The matches of a rule's patterns in a text.
    #[allow(clippy::too_many_arguments)]
    pub fn find(
        &mut self,
        rule: &'c Rule,
        variant: &'c Variant,
        severity: Severity,
        context: &Context<'_, '_>,
        text: CellId,
        patterns: &[Pattern],
        captures: &[String],
        assert: Option<&Code>,
    ) -> Result<(), Unknown> {
        let (span, source) = (self.binding.cell(text).node.map(|node| node.span), self.source);
        let prose = prose(self.binding, text)?;
        let Searched { folded, places, .. } = self.searched.entry(text).or_insert_with(|| Searched::new(prose));
        let span = span.unwrap_or_default();
        let mut taken: Vec<Range<usize>> = Vec::new();
        for pattern in patterns {
            let Some(pattern) = pattern.on(&folded.text) else {
                continue;
            };
            for found in pattern.captures_iter(&folded.text) {
                let Some(whole) = found.get(0) else { continue };
                let overlaps = taken
                    .iter()
                    .any(|range| range.start < whole.end() && whole.start() < range.end);
                if overlaps {
                    continue;
                }
                if taken.len() >= MAX_MATCHES {
                    break;
                }
                let groups: Vec<Option<&str>> = captures
                    .iter()
                    .map(|name| found.name(name).map(|group| group.as_str()))
                    .collect();
                let context = Context {
                    captures: &groups,
                    ..*context
                };
                // A group that is no number, or a day that does not exist, tells nothing about this match.
                if assert
                    .map(|assert| context.holds(assert))
                    .unwrap_or(Ok(false))
                    .unwrap_or(true)
                {
                    continue;
                }
                taken.push(whole.range());
                let places = places.get_or_init(|| prose.places(span, source));
                let original = folded.original(whole.range());
                self.failures.push(Failure {
                    rule,
                    variant,
                    severity,
                    cell: context.cell,
                    column: None,
                    what: What::Found {
                        text,
                        span: places.place(original),
                        found: shorten(whole.as_str()),
                        captures: groups.iter().map(|group| group.map(str::to_owned)).collect(),
                        claimed: Vec::new(),
                    },
                });
            }
        }
        Ok(())
    }
}

impl<'c> Searched<'c> {
    pub fn new(prose: &'c Text<'_>) -> Self {
        Self {
            folded: fold_prose(&prose.text),
            places: OnceCell::new(),
            claims: OnceCell::new(),
        }
    }
}

/// The text of a cell.
pub(crate) fn prose<'d>(binding: &Binding<'d>, text: CellId) -> Result<&'d Text<'d>, Unknown> {
    match binding.cell(text).node.map(|node| &node.value) {
        None => Err(Unknown::Missing(text)),
        Some(Value::Text(prose)) => Ok(prose),
        Some(Value::Null) => Err(Unknown::Blank(text)),
        Some(_) => Err(Unknown::Mistyped(text)),
    }
}

//! Numbers that prose claims, checked against what a rule asserts of them.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::{document::model::Document, form::schema::Schema};
use crate::{
    rules::{
        claims::{definitions::Definitions, find::Claim},
        evaluate::{
            context::Context,
            instance::{Binding, CellId},
            run::{Failure, Run, What},
            text_search::{Searched, prose},
        },
        lang::{ir::Code, value::Unknown},
        pack::rule_set::RuleSet,
    },
    text::{normalize::fold_prose, quote::shorten},
};

impl<'c, 'd> Run<'c, 'd>
where
    'd: 'c,
{
    /// The claims in a text for which an assertion is false. A number that another rule has found wrong is not found wrong again.
    pub(crate) fn hold(
        &mut self,
        fail: &impl Fn(What) -> Failure<'c>,
        context: &Context<'_, '_>,
        text: CellId,
        names: &[String],
        assert: &Code,
    ) -> Result<Vec<Failure<'c>>, Unknown> {
        let prose = prose(self.binding, text)?;
        let found = self.searched.entry(text).or_insert_with(|| Searched::new(prose));
        let folded = &found.folded;
        let claims = found.claims.get_or_init(|| {
            let years = years(self.claims, self.binding);
            self.claims.read(&folded.text, &years, &self.binding.effort)
        });
        if self.binding.effort.is_spent() {
            return Err(Unknown::TooMuchWork);
        }
        let mut failures: Vec<Failure<'c>> = Vec::new();
        for claim in claims {
            if !names.iter().any(|name| self.claims.is_called(claim, name)) {
                continue;
            }
            let claimed = numbers(claim);
            let context = Context {
                claimed: &claimed,
                ..*context
            };
            // What the report does not tell cannot contradict the text.
            if context.holds(assert) != Ok(false) {
                continue;
            }
            let node = self.binding.cell(text).node.map(|node| node.span).unwrap_or_default();
            let places = found.places.get_or_init(|| prose.places(node, self.source));
            let span = places.place(folded.original(pointed(assert, claim)));
            // A share of a wrong number is no second defect.
            let number = places.place(folded.original(claim.number.clone()));
            let said = self.said.entry(text).or_default();
            if [span, number].iter().any(|own| said.meets(*own)) {
                continue;
            }
            said.add(span);
            failures.push(fail(What::Found {
                text,
                span,
                found: shorten(&folded.text[claim.quote.clone()]),
                captures: Vec::new(),
                claimed,
            }));
        }
        Ok(failures)
    }
}

/// The claim's own number and those beside it.
fn numbers(claim: &Claim) -> Vec<Option<Decimal>> {
    let beside = claim
        .beside
        .iter()
        .map(|beside| beside.as_ref().map(|(value, _)| *value));
    std::iter::once(claim.value).chain(beside).collect()
}

/// The first number that the assertion speaks of.
fn pointed(assert: &Code, claim: &Claim) -> Range<usize> {
    let mut first = None;
    assert.walk(&mut |part| {
        if let Code::Claimed(at) = part {
            first.get_or_insert(*at);
        }
    });
    let beside = first.and_then(|at| claim.beside.get(at.checked_sub(1)?)?.as_ref());
    beside.map_or_else(|| claim.number.clone(), |(_, range)| range.clone())
}

/// A number that a text claims for a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The field.
    pub field: String,
    /// The number.
    pub value: Decimal,
    /// The words that claim it, in bytes of the text.
    pub quote: Range<usize>,
}

impl RuleSet {
    /// What a text claims, as part of a report.
    #[must_use]
    pub fn claims_in(&self, schema: &Schema, report: &Document, text: &str) -> Vec<Stated> {
        let binding = Binding::new(schema, &report.root);
        let folded = fold_prose(text);
        let claims = self
            .claims
            .read(&folded.text, &years(&self.claims, &binding), &binding.effort);
        let stated = |claim: Claim| {
            Some(Stated {
                field: claim.field?,
                value: claim.value?,
                quote: folded.original(claim.quote),
            })
        };
        claims.into_iter().filter_map(stated).collect()
    }
}

/// The values that the kinds of numbers are compared with.
fn years(claims: &Definitions, binding: &Binding<'_>) -> Vec<Option<Decimal>> {
    let report = Context::of_report(binding);
    claims.equals().map(|code| report.number(code?).ok()).collect()
}

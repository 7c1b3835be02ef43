//! What the prose says where the tables do not add up: a claim that holds once they are fixed is no second defect, but speaks for that
//! fixing.

use rust_decimal::Decimal;

use crate::{
    localize::fault::{Change, Fault, Repair},
    rules::{
        evaluate::{
            context::Context,
            instance::{Binding, CellId},
            run::{Failure, What, operands},
        },
        pack::rule_set::Body,
    },
};

/// Put claims that hold under a fault's changes with that fault. Of several ways to fix it, those that make more claims hold come first.
pub(crate) fn support<'f, 'c>(faults: &mut Vec<Fault<'f, 'c>>, binding: &'c Binding<'_>) {
    let is_claim = |fault: &Fault<'f, 'c>| {
        matches!(fault.repair, Repair::None)
            && matches!(fault.failures.as_slice(), [failure] if failure.variant.is_of_claims())
    };
    let (mut claims, mut rest): (Vec<_>, Vec<_>) = faults.drain(..).enumerate().partition(|(_, fault)| is_claim(fault));
    for (_, fault) in &mut rest {
        if claims.is_empty() {
            break;
        }
        let holds = |claim: &Fault<'f, 'c>, changes: &[Change]| holds_with(claim.failures[0], changes, binding);
        let changes = match &mut fault.repair {
            Repair::Cell { change, beside, .. } => std::iter::once(&*change).chain(&*beside).cloned().collect(),
            Repair::Cells(changes) => changes.clone(),
            Repair::OneOf(options) => {
                let speaking = |option: &Vec<Change>| claims.iter().filter(|(_, claim)| holds(claim, option)).count();
                options.sort_by_cached_key(|option| std::cmp::Reverse(speaking(option)));
                options.first().cloned().unwrap_or_default()
            }
            // Nothing tells which of its cells are wrong; what the prose says of them is no further defect.
            Repair::TooMany => {
                let rests = |claim: &Fault<'f, 'c>| rests_on(claim.failures[0], fault, binding);
                let stated: Vec<_> = claims.extract_if(.., |(_, claim)| rests(claim)).collect();
                fault
                    .stated
                    .extend(stated.into_iter().flat_map(|(_, claim)| claim.failures));
                continue;
            }
            Repair::None => continue,
        };
        let stated = claims.extract_if(.., |(_, claim)| holds(claim, &changes));
        fault.stated.extend(stated.flat_map(|(_, claim)| claim.failures));
    }
    rest.append(&mut claims);
    rest.sort_by_key(|(at, _)| *at);
    faults.extend(rest.into_iter().map(|(_, fault)| fault));
}

/// Whether a claim is checked against a cell of the sums that fail.
fn rests_on(claim: &Failure<'_>, fault: &Fault<'_, '_>, binding: &Binding<'_>) -> bool {
    let Body::Claims { assert, .. } = &claim.variant.body else {
        return false;
    };
    let cells = operands(assert, &claim.context(binding));
    let mut sums = fault.failures.iter().filter_map(|failure| failure.identity());
    sums.any(|sum| cells.iter().any(|(cell, _)| sum.terms.contains_key(cell)))
}

/// Whether what a claim asserts is true of the report with other numbers in some cells.
fn holds_with(claim: &Failure<'_>, changes: &[Change], binding: &Binding<'_>) -> bool {
    let (Body::Claims { assert, .. }, What::Found { claimed, .. }) = (&claim.variant.body, &claim.what) else {
        return false;
    };
    let patched: Vec<(CellId, Decimal)> = changes.iter().map(|change| (change.cell, change.value)).collect();
    let context = Context {
        claimed,
        patched: &patched,
        ..claim.context(binding)
    };
    context.holds(assert) == Ok(true)
}

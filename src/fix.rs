//! Certain fixes applied to a report's text: nothing else of it changes, not a byte.

use crate::{
    diagnostic::{
        finding::{Edit, Severity},
        violation::Violation,
    },
    report::Report,
};

/// Fixes may uncover others, such as a sum once its numbers can be read; more rounds than this are not worth it.
const ROUNDS: usize = 4;

/// A report with its certain fixes applied.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The text with the fixes.
    pub text: String,
    /// How many findings were fixed.
    pub count: usize,
    /// The verdict on that text.
    pub report: Report,
}

/// Apply the certain fixes of `report` and `judge` what comes of it; none if there is nothing to apply, or if the text was not read whole and
/// as it stands in the file, so that writing it might lose something. Nothing is applied that leaves its finding there or more errors
/// than before.
#[must_use]
pub fn fix(report: &Report, judge: impl Fn(&str) -> Report) -> Option<Fixed> {
    let mut fixed: Option<Fixed> = None;
    for _ in 0..ROUNDS {
        let before = fixed.as_ref().map_or(report, |fixed| &fixed.report);
        let (text, mended) = applied(before)?;
        let after = judge(&text);
        let is_there = |violation: &&Violation| {
            let same = |other: &Violation| other.rule == violation.rule && other.path == violation.path;
            after.violations.iter().any(same)
        };
        if mended.is_empty() || !after.is_whole || mended.iter().any(is_there) || errors(&after) > errors(before) {
            break;
        }
        let count = mended.len() + fixed.as_ref().map_or(0, |fixed| fixed.count);
        fixed = Some(Fixed {
            text,
            count,
            report: after,
        });
    }
    fixed
}

fn errors(report: &Report) -> usize {
    let counted = report.counted();
    counted
        .filter(|violation| violation.severity == Severity::Error)
        .count()
}

/// The text with the certain fixes, and the findings that they fix.
fn applied(report: &Report) -> Option<(String, Vec<&Violation>)> {
    let mut edits: Vec<&Edit> = Vec::new();
    let mut mended = Vec::new();
    for violation in report.counted().filter(|_| report.is_whole) {
        let Some(fix) = violation.certain_fix() else { continue };
        let is_free = |edit: &Edit| {
            let overlaps = |known: &&Edit| known.span.start < edit.span.end && edit.span.start < known.span.end;
            !edits.iter().any(overlaps)
        };
        if fix.edits.iter().all(is_free) {
            edits.extend(&fix.edits);
            mended.push(violation);
        }
    }
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut text = report.source.text().to_owned();
    for edit in edits {
        text.get(edit.span.start..edit.span.end)?;
        text.replace_range(edit.span.start..edit.span.end, &edit.replacement);
    }
    Some((text, mended))
}

//! What a regular expression costs: patterns of packs and schemas are untrusted.

use regex_syntax::hir::{Class, Hir, HirKind};

/// About how many steps compiling takes.
pub(crate) fn steps(tree: &Hir) -> u64 {
    match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len() as u64,
        // A range of characters is a handful of ranges of bytes.
        HirKind::Class(Class::Unicode(class)) => 4 * class.ranges().len() as u64 + 4,
        HirKind::Class(Class::Bytes(class)) => class.ranges().len() as u64,
        HirKind::Repetition(repetition) => {
            let times = u64::from(repetition.max.unwrap_or(repetition.min + 1).max(1));
            steps(&repetition.sub).saturating_mul(times)
        }
        HirKind::Capture(capture) => steps(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().fold(0_u64, |sum, part| sum.saturating_add(steps(part)))
        }
    }
}

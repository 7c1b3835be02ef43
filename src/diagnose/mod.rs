//! Faults and defects in the words of their rules: violations, which speak any language.

pub(crate) mod defect;
pub(crate) mod fault;
pub(crate) mod not_evaluated;
mod suggest_fix;

//! Turns faults and defects into violations in the words of their rules, in any language.

pub(crate) mod defect;
pub(crate) mod fault;
pub(crate) mod not_evaluated;
mod suggest_fix;

//! Rule packs: files, and rules checked against a form.

pub(crate) mod compile;
mod coverage;
pub(crate) mod detectors;
pub mod file;
pub(crate) mod needs;
pub mod rule_set;
pub(crate) mod typed_rule;

//! Rule packs: files, and rules checked against a form.

pub(crate) mod compile;
mod coverage;
pub(crate) mod detectors;
pub(crate) mod file;
pub(crate) mod needs;
pub(crate) mod rule_set;
pub(crate) mod typed_rule;

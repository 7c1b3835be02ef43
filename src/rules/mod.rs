//! The law: packs of rules in a small language, checked against the form when they are loaded, evaluated on a report.

pub(crate) mod claims;
pub(crate) mod evaluate;
pub(crate) mod lang;
pub(crate) mod pack;

pub use pack::{
    file::*,
    rule_set::{Pack, Rule, RuleSet, pack_schema},
};

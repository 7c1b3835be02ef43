//! The law: packs of rules in a small language, checked against the form when they are loaded, evaluated on a report.

pub mod claims;
pub mod evaluate;
pub(crate) mod lang;
pub mod pack;

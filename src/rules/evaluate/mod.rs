//! Rules evaluated on a report laid onto its form.

pub mod claims;
pub(crate) mod cross_report;
pub(crate) mod eval;
pub mod instance;
pub(crate) mod linear;
pub mod run;
pub(crate) mod text_search;

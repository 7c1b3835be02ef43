//! Rules evaluated on a report laid onto its form.

pub mod claims;
pub(crate) mod context;
mod cross_report;
mod figures;
pub mod instance;
pub mod run;
pub(crate) mod text_search;

#[cfg(test)]
mod tests;

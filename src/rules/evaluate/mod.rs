//! Rules evaluated on a report laid onto its form.

pub(crate) mod claims;
pub(crate) mod context;
mod cross_report;
mod figures;
pub(crate) mod instance;
pub(crate) mod run;
pub(crate) mod said;
pub(crate) mod text_search;

#[cfg(test)]
mod tests;

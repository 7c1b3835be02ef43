//! What can be wrong and how it is said: defects, findings, errors of a user's files.

pub mod defect;
pub mod finding;
pub mod load_error;
pub mod message;
pub(crate) mod mistake;
pub mod violation;

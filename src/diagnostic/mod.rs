//! Defects, findings, messages, and errors in a user's files.

pub mod defect;
pub mod finding;
pub mod load_error;
pub mod message;
pub mod violation;

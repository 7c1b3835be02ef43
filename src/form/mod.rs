//! One statutory form: what a report of it can be, with the official labels.

pub mod accept;
pub(crate) mod fields;
pub(crate) mod file;
pub mod identity;
pub(crate) mod json_view;
pub(crate) mod keyword;
pub(crate) mod labels;
mod load_fields;
pub(crate) mod print;
pub(crate) mod printed;
pub mod schema;
pub mod shape;
pub mod validate;

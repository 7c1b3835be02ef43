//! Bytes to a document: the tree of a report, with the place of every value.

mod builder;
pub(crate) mod decode;
pub(crate) mod deserialize;
pub(crate) mod format;
#[cfg(test)]
mod fuzz;
mod json;
pub(crate) mod limits;
pub(crate) mod locate;
pub(crate) mod model;
pub(crate) mod own_file;
pub(crate) mod parse;
pub(crate) mod shown;
pub(crate) mod source_map;
pub(crate) mod syntax_diagnosis;
#[cfg(test)]
mod tests;
mod unindented;
mod yaml;

pub use format::Format;
pub use limits::Limits;
pub use model::*;

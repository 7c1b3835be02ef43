//! A report written: as data, empty for filling in, or as it is published.

pub(crate) mod docx;
mod flat;
mod grid;
mod html;
pub mod json;
mod markdown;
pub(crate) mod page;
pub mod render;
pub mod skeleton;
pub(crate) mod table;
mod text;
mod words;
pub mod yaml;
pub(crate) mod yaml_writer;

//! A report written: as data, empty for filling in, or as it is published.

pub(crate) mod docx;
mod flat;
mod grid;
mod html;
pub(crate) mod json;
mod markdown;
pub(crate) mod page;
pub(crate) mod render;
pub(crate) mod skeleton;
pub(crate) mod table;
mod text;
mod words;
pub(crate) mod yaml;
pub(crate) mod yaml_writer;

pub use render::{Format, render};
pub use skeleton::skeleton;

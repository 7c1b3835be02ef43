//! Reports written as data: tidy YAML in the order of the form, with the official labels as comments, or JSON.

mod json;
mod report;
mod skeleton;
mod yaml;

pub use json::json;
pub use report::{Note, yaml};
pub use skeleton::skeleton;

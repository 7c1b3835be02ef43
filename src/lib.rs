//! A declarative schema-and-compliance linter for statutory reports.
//!
//! The form is a YAML schema, the law a YAML rule pack; nothing about any form is written here. Data flows one way: bytes are
//! [read] into a [document], structure and rules find [defects](defect) in it, and [output] prints the [findings](finding).

pub mod config;
pub mod defect;
pub mod document;
pub mod finding;
pub mod library;
pub mod lint;
pub mod load;
pub mod output;
pub mod read;
pub mod rules;
pub mod schema;
pub mod skeleton;
pub mod source;

pub use library::Library;
pub use lint::{Linter, LinterError, Options};

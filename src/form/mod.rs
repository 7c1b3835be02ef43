//! One statutory form: what a report of it can be, with the official labels.

pub(crate) mod accept;
pub(crate) mod fields;
pub(crate) mod file;
pub(crate) mod heading_index;
pub(crate) mod identity;
pub(crate) mod inferred;
pub(crate) mod json_view;
pub(crate) mod keyword;
pub(crate) mod labels;
mod load_fields;
mod pattern;
pub(crate) mod print;
pub(crate) mod printed;
pub(crate) mod schema;
pub(crate) mod shape;
pub(crate) mod validate;
mod weight;

pub use identity::Identity;
pub use schema::{REPORT, Schema};
pub use shape::{Kind, Shape, ShapeId, TypeId};

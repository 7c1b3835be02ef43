//! Text and what can be said of it without knowing what it is: places in it, paths to it, normal forms, numbers, what a slip was meant for.
//!
//! Nothing here knows of any other room.

pub(crate) mod decimal;
pub(crate) mod digest;
pub(crate) mod name;
pub(crate) mod normalize;
pub(crate) mod numeral;
pub(crate) mod path;
pub(crate) mod quote;
pub(crate) mod regex_steps;
pub(crate) mod source;
pub(crate) mod suggest;

pub use path::FieldPath;
pub use source::{Position, Source, Span};

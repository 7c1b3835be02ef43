//! Text and what can be said of it without knowing what it is: places, normal forms, numbers.

pub(crate) mod decimal;
pub(crate) mod digest;
pub(crate) mod normalize;
pub(crate) mod numeral;
pub mod path;
pub(crate) mod prose;
pub(crate) mod quote;
pub mod source;
pub(crate) mod suggest;

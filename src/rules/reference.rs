//! Ref.
pub fn reference() {}

//! What the exit codes are, in every command and format.

/// Nothing at or above the threshold.
pub(crate) const CLEAN: u8 = 0;
/// A finding at or above the threshold.
pub(crate) const FOUND: u8 = 1;
/// No verdict.
pub(crate) const NO_VERDICT: u8 = 2;

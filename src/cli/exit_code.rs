//! What the exit codes are, in every command and format.

use crate::output::Status;

/// Nothing at or above the threshold.
pub(crate) const CLEAN: u8 = 0;
/// A finding at or above the threshold.
pub(crate) const FOUND: u8 = 1;
/// No verdict.
pub(crate) const NO_VERDICT: u8 = 2;

/// The exit code for the verdict on a report.
pub(crate) const fn of(status: Status) -> u8 {
    match status {
        Status::Pass => CLEAN,
        Status::Fail => FOUND,
        Status::Error => NO_VERDICT,
    }
}

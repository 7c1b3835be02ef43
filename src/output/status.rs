//! The outcome for one file.

use crate::diagnostic::finding::{LocalizedReport, Severity};

/// The outcome for one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// No finding at or above the threshold.
    Pass,
    /// There is one.
    Fail,
    /// No verdict: the file could not be judged.
    Error,
}

impl Status {
    /// The status of `report` where findings from `fail_on` upwards fail it; with none, no finding does.
    #[must_use]
    pub fn of(report: &LocalizedReport, fail_on: Option<Severity>) -> Self {
        if report.failure.is_some() {
            Self::Error
        } else if fail_on.is_some_and(|threshold| report.worst().is_some_and(|worst| worst >= threshold)) {
            Self::Fail
        } else {
            Self::Pass
        }
    }

    /// The word in the JSON output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Error => "error",
        }
    }
}

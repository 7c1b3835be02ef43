//! How much work patterns may be on one report: the text that is searched times the size of what it is searched for.

use std::cell::Cell;

/// What of the work that is granted is left.
#[derive(Debug)]
pub(crate) struct Effort(Cell<u64>);

impl Effort {
    /// So many steps are granted.
    pub(crate) fn new(steps: u64) -> Self {
        Self(Cell::new(steps))
    }

    /// Whether a text of so many bytes may be searched with a pattern of so many steps.
    pub(crate) fn spend(&self, steps: u64, bytes: usize) -> bool {
        let left = self.0.get().checked_sub(steps.saturating_mul(bytes as u64));
        self.0.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Whether nothing is left: something was not searched.
    pub(crate) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

//! Which cells are wrong: broken sums to the fewest changes that mend them.

pub(crate) mod evidence;
pub(crate) mod group;
mod search;
pub(crate) mod slip;
pub mod system;
#[cfg(test)]
mod tests;

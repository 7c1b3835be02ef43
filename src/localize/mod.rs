//! Which cells are wrong: broken sums to the fewest changes that mend them.

pub(crate) mod constraints;
pub mod equations;
pub(crate) mod evidence;
pub(crate) mod fault;
pub(crate) mod group;
pub(crate) mod search;
pub(crate) mod slip;
pub mod solver;
#[cfg(test)]
mod tests;

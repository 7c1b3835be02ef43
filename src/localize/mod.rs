//! Which cells are wrong: broken sums to the fewest changes that fix them.

pub(crate) mod constraints;
pub(crate) mod equations;
pub(crate) mod evidence;
pub(crate) mod fault;
pub(crate) mod group;
pub(crate) mod search;
pub(crate) mod slip;
pub(crate) mod solver;
#[cfg(test)]
mod tests;

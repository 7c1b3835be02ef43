//! Numbers stated in prose: what they are claimed to be. All vocabulary stands in packs.

pub(crate) mod definitions;
pub(crate) mod file;
pub(crate) mod find;
pub(crate) mod pattern;
pub(crate) mod spread;
mod token;
pub(crate) mod vocabulary;

//! Numbers stated in prose: what they are claimed to be. All vocabulary stands in packs.

pub mod definitions;
pub mod file;
pub mod find;
pub(crate) mod pattern;
pub(crate) mod spread;
mod token;
pub(crate) mod vocabulary;

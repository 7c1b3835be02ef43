//! The one door to the terminal and to files; `clippy.toml` closes the others.

pub(crate) mod convert;
pub(crate) mod read;
pub(crate) mod stream;
pub(crate) mod walk;
pub(crate) mod write;

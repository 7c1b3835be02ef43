//! The documents tell the truth.
#![allow(clippy::unwrap_used, clippy::panic)]

mod documents;
mod readme;

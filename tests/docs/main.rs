//! The documents tell the truth.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
mod documents;
mod language;
mod picture;
mod readme;
mod reports;
mod rooms;

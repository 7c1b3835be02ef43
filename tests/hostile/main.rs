//! Against those who would have the linter say what is not so, or say nothing: each test is an attack.
#![allow(clippy::unwrap_used, clippy::panic, unreachable_pub)]

#[path = "../common/mod.rs"]
mod common;
mod evasions;
mod honest;
mod limits;
mod scaling;
mod streams;

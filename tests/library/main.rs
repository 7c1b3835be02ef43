//! What calls the library: verdicts on reports, beside others too, and what holds for any report.
#![allow(clippy::unwrap_used, clippy::panic)]

mod beside;
mod blanks;
mod cells;
mod claims;
#[path = "../common/mod.rs"]
mod common;
mod found_before;
mod inferred;
mod members;
mod properties;
mod repair;
mod round_trip;
mod schemas;

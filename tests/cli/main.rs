//! What runs the binary: commands, options, formats, exit codes.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bad_files;
mod bad_values;
mod commands;
#[path = "../common/mod.rs"]
mod common;
mod config;
mod convert;
mod exit_codes;
mod fix;
mod formats;
mod forms;
mod hook;
mod import;
mod language;
mod pack_examples;
mod packs;
mod render;
mod spans;

//! Published reports to documents: files to a layout of lines and rows, the layout to the form.

mod assemble;
mod block_uses;
pub(crate) mod extraction;
mod formats;
#[cfg(test)]
mod fuzz;
pub(crate) mod input;
pub(crate) mod layout;
mod recognize;
mod tables;
pub(crate) mod unread;

pub use block_uses::Account;
pub use input::{Input, Medium, REFUSED};

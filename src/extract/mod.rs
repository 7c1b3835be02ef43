//! Published reports to documents: files to a layout of lines and rows, the layout to the form.

mod assemble;
pub mod extraction;
mod formats;
#[cfg(test)]
mod fuzz;
pub mod input;
pub mod layout;
mod recognize;
mod tables;
pub(crate) mod unread;

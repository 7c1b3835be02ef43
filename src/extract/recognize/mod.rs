//! What of a layout is what of the form: title, headings, labels of rows and columns.

pub(crate) mod candidates;
pub(crate) mod collecting;
pub(crate) mod facts;
pub(crate) mod heading_marks;
pub(crate) mod headings;
pub(crate) mod label_matcher;
mod part_choice;
pub(crate) mod scanner;

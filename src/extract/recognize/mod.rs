//! What of a layout is what of the form: title, headings, labels of rows and columns.

pub(crate) mod candidates;
pub(crate) mod facts;
pub(crate) mod headings;
pub(crate) mod label_matcher;
pub(crate) mod scanner;

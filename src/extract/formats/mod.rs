//! Files to a layout of lines and rows: one file a format.

pub(crate) mod contrast;
pub(crate) mod docx;
pub(crate) mod html;
pub(crate) mod layout_builder;
pub(crate) mod lines;
pub(crate) mod markdown;
pub(crate) mod package;
pub(crate) mod pdf;
pub(crate) mod pipe_tables;
pub(crate) mod text;
pub(crate) mod typography;
pub(crate) mod xlsx;

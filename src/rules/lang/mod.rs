//! The rule language: text to syntax tree to checked expression. Knows no report.

pub(crate) mod calls;
pub(crate) mod ir;
pub(crate) mod parser;
pub(crate) mod pattern;
pub(crate) mod similarity;
pub(crate) mod template;
pub(crate) mod typecheck;

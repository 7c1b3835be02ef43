//! The rule language: text to tokens to syntax tree to checked expression to value. Knows no document: what it needs of one, it
//! asks through `ir::Facts`.

pub(crate) mod ast;
pub(crate) mod builtins;
mod calls;
pub(crate) mod effort;
pub(crate) mod eval;
pub(crate) mod ir;
mod lexer;
pub(crate) mod linear;
pub(crate) mod one_or_many;
pub(crate) mod parser;
pub(crate) mod pattern;
mod similarity;
pub(crate) mod template;
pub(crate) mod typecheck;
pub(crate) mod types;
pub(crate) mod value;

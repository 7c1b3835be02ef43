//! The syntax tree of an expression.

use std::ops::Range;

use rust_decimal::Decimal;

/// An expression and the bytes of the text it was written with.
#[derive(Clone, Debug)]
pub(crate) struct Expr {
    pub span: Range<usize>,
    pub kind: ExprKind,
}

/// What an expression is. What its names mean is decided in `typecheck`.
#[derive(Clone, Debug)]
pub(crate) enum ExprKind {
    Number(Decimal),
    Text(String),
    Bool(bool),
    Path(Vec<Step>),
    Call {
        name: String,
        name_span: Range<usize>,
        args: Vec<Expr>,
    },
    Neg(Box<Expr>),
    Not(Box<Expr>),
    Binary(Op, Box<Expr>, Box<Expr>),
    In(Box<Expr>, Vec<Expr>),
}

/// A step of a path: a key, or `*`.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub name: String,
    pub span: Range<usize>,
    /// The keys that `*` leaves out.
    pub except: Vec<(String, Range<usize>)>,
}

impl Step {
    /// A key.
    pub(crate) fn key(name: impl Into<String>, span: Range<usize>) -> Self {
        Self {
            name: name.into(),
            span,
            except: Vec::new(),
        }
    }
}

/// An operator with two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Add,
    Sub,
    Mul,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    And,
    Or,
}

impl Op {
    /// Whether it compares its sides.
    pub const fn is_comparison(self) -> bool {
        matches!(self, Self::Eq | Self::Ne | Self::Lt | Self::Le | Self::Gt | Self::Ge)
    }

    /// Whether it makes a number of two.
    pub const fn is_arithmetic(self) -> bool {
        matches!(self, Self::Add | Self::Sub | Self::Mul)
    }
}

//! The one way from bytes to a verdict: open → parse → identify → validate → evaluate → localize → [`Report`](crate::report::Report).
//!
//! Each step is a function of what the step before gives. [`Linter::open`] does the first three, once for each file whatever is done
//! with it; [`Linter::judge`] does the others.

pub(crate) mod form;
pub(crate) mod given;
pub(crate) mod judge;
pub(crate) mod linter;
pub(crate) mod open;

pub use form::Form;
pub use linter::{Beside, Linter, LinterError, Options};
pub use open::Opened;

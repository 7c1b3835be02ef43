//! Defects, findings, messages, and errors in a user's files.

pub(crate) mod defect;
pub(crate) mod finding;
pub(crate) mod load_error;
pub(crate) mod message;
pub(crate) mod mistake;
pub(crate) mod violation;

pub use defect::{Defect, DefectKind};
pub use finding::*;
pub use load_error::{LoadError, LoadErrors};
pub use message::{Argument, Message, Part, Statement};
pub use violation::*;

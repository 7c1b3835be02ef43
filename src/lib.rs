//! A declarative schema-and-compliance linter for statutory reports.
//!
//! The form is a YAML schema, the law a YAML rule pack; nothing about any form is written here. Data flows one way: bytes are
//! [read] into a [document], structure and rules find [defects](defect) in it, and [output] prints the [findings](finding).
//!
//! ```
//! use pubreport::{Library, Linter, Options, finding::{Lang, Severity}, source::Source};
//!
//! // Your own pack beside the built-in ones; a mistake in it is an error here, at its place.
//! let mut library = Library::default();
//! let pack = "
//! id: my-city
//! extends: cn-ogi-2021
//! title: {zh: 本市补充要求, en: What our city asks besides}
//! rules:
//!   - id: city-problems
//!     title: {zh: 写明存在的问题, en: The problems are stated}
//!     assert: present(problems)
//!     severity: error
//!     message: {zh: 未写明存在的问题, en: the problems are not stated}
//! ";
//! let id = library.add_pack(Source::new("my-city.yaml", pack))?;
//! let options = Options { packs: vec![id], ..Options::default() };
//! let linter = Linter::new(library, options)?;
//!
//! // One linter serves any number of reports and threads. The report is owned and speaks any language.
//! let report = linter.lint("report.yaml", "schema: cn-ogi-2021\nyear: 2023\nproblems: ''\n".as_bytes());
//! let findings = report.findings(Lang::En);
//! let found = findings.iter().find(|finding| finding.rule == "city-problems").unwrap();
//! assert_eq!((found.severity, found.message.as_str()), (Severity::Error, "the problems are not stated"));
//! assert_eq!(report.source.position(found.span.start).line, 3);
//! # Ok::<(), pubreport::LinterError>(())
//! ```

pub mod cli;
pub mod compare;
pub mod config;
mod diagnose;
pub mod diagnostic;
pub mod document;
pub mod emit;
mod engine;
pub mod extract;
pub mod fix;
pub mod form;
pub mod import;
mod library;
pub mod localize;
pub mod output;
pub mod pack_test;
pub mod phrases;
pub mod reference;
mod report;
pub mod rules;
pub mod text;

pub use diagnostic::finding::{Finding, Lang, Severity};
pub use engine::{Beside, Form, Linter, LinterError, Opened, Options};
pub use library::Library;
pub use report::{Diagnostic, Identity, Report};

pub use compare::{members, pairing as pairs, previous as beside, roster};
pub use diagnostic::{defect, finding, load_error as load};
pub use emit::render;
pub use localize::system as repair;
pub use text::source;

#[allow(missing_docs)]
pub mod schema {
    pub use crate::form::{schema::*, shape::*, validate as structure};
}
#[allow(missing_docs)]
pub mod read {
    pub use crate::document::{decode::*, parse::*};
}
#[allow(missing_docs)]
pub mod published {
    pub use crate::extract::{extraction::*, input::*, layout::*};
}

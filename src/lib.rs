//! A declarative schema-and-compliance linter for statutory reports.
//!
//! The form is a YAML schema, the law a YAML rule pack; nothing about any form is written here. A [`Linter`] takes a file from bytes to
//! a [`Report`]: owned, and in no language yet. Findings, an [import](import::import), a [rendered form](emit::render) or the
//! [output] of a run are made of it, at once or later.
//!
//! ```
//! use pubreport::{Lang, Library, Linter, Options, Severity, text::Source};
//!
//! // A pack of your own beside the built-in ones; what is wrong with it is an error here, at its place.
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
//! assert_eq!(report.worst(), Some(Severity::Error));
//!
//! // The verdict speaks any language.
//! for (lang, message) in [(Lang::Zh, "未写明存在的问题"), (Lang::En, "the problems are not stated")] {
//!     let findings = report.findings(lang);
//!     let found = findings.iter().find(|finding| finding.rule == "city-problems").unwrap();
//!     assert_eq!((found.severity, found.message.as_str()), (Severity::Error, message));
//!     assert_eq!(report.source.position(found.span.start).line, 3);
//! }
//!
//! // A finding is a diagnostic of miette too.
//! let diagnostic = report.diagnostics(Lang::En).next().unwrap();
//! assert!(miette::Diagnostic::source_code(&diagnostic).is_some());
//! # Ok::<(), pubreport::LinterError>(())
//! ```

// Tests make and read files as they like.
#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

#[cfg(feature = "cli")]
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
mod localize;
pub mod output;
// `pubreport rules test` is all that runs the examples of packs.
#[cfg(feature = "cli")]
mod pack_test;
pub mod phrases;
pub mod reference;
mod report;
pub mod rules;
pub mod text;

pub use diagnostic::finding::{Finding, Lang, Severity};
pub use engine::{Beside, Form, Linter, LinterError, Opened, Options};
pub use library::Library;
pub use report::{Diagnostic, Identity, Report};

/// Single steps of the engine, for benchmarks and tests that look at one of them. They may change with any release.
#[doc(hidden)]
pub mod steps {
    /// What rules find in a document by itself.
    #[must_use]
    pub fn judge(
        form: &crate::Form,
        document: &crate::document::Document,
        text: &str,
    ) -> Vec<crate::diagnostic::Violation> {
        let around = crate::engine::judge::Around::default();
        crate::engine::judge::check(form, document, text, Vec::new(), &around).violations
    }

    pub use crate::{
        document::{decode::decode, parse::parse},
        extract::{
            extraction::{Reading, read},
            input::layout,
            layout::{Block, Layout},
        },
        form::validate::check,
    };
}

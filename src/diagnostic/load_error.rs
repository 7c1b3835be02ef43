//! What is wrong with a schema, a rule pack or a configuration, with its place in that file.

use crate::text::name::name;
use crate::{
    diagnostic::finding::{Finding, Label, Lang, Localized, LocalizedReport, Severity},
    text::source::{Source, Span},
};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// Where in the file.
    pub span: Span,
    /// What is wrong.
    pub message: Localized,
    /// What was probably meant.
    pub help: Option<Localized>,
}

impl LoadError {
    /// An error at `span`, in Chinese and in English.
    #[must_use]
    pub fn new(span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            span,
            message: Localized {
                zh: zh.into(),
                en: en.into(),
            },
            help: None,
        }
    }

    /// With a did-you-mean, if there is one.
    #[must_use]
    pub fn meaning(mut self, suggestion: Option<&str>) -> Self {
        self.help = suggestion.map(|name| Localized {
            zh: format!("是否应为 `{name}`？"),
            en: format!("did you mean `{name}`?"),
        });
        self
    }
}

/// A file that did not load: no verdict can be had with it.
#[derive(Clone, Debug)]
pub struct LoadErrors {
    /// The file.
    pub source: Source,
    /// All that is wrong with it, in the order of the places.
    pub errors: Vec<LoadError>,
}

impl LoadErrors {
    /// A single error.
    #[must_use]
    pub fn one(source: Source, error: LoadError) -> Self {
        Self::new(source, vec![error])
    }

    /// Errors of one file, put in order.
    #[must_use]
    pub fn new(source: Source, mut errors: Vec<LoadError>) -> Self {
        errors.sort_by_key(|error| error.span);
        errors.dedup();
        Self { source, errors }
    }

    /// The errors in a language, each on a line with its place.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let path = name(self.source.path());
        let line = |error: &LoadError| {
            let place = self.source.position(error.span.start);
            format!("{path}:{}:{}: {}\n", place.line, place.column, error.message.get(lang))
        };
        self.errors.iter().map(line).collect()
    }

    /// The errors as findings of that file, so that every printer can show them.
    #[must_use]
    pub fn report(self, lang: Lang) -> LocalizedReport {
        let findings = self.errors.iter().map(|error| Finding {
            rule: "load".into(),
            severity: Severity::Error,
            once: false,
            message: error.message.get(lang).to_owned(),
            help: error.help.as_ref().map(|help| help.get(lang).to_owned()),
            basis: Vec::new(),
            path: String::new(),
            span: error.span,
            labels: vec![Label {
                path: String::new(),
                span: error.span,
                message: String::new(),
                primary: true,
                file: None,
            }],
            notes: Vec::new(),
            related: Vec::new(),
            fixes: Vec::new(),
            waiver: None,
        });
        LocalizedReport {
            findings: findings.collect(),
            failure: Some(
                match lang {
                    Lang::Zh => "文件有误，未作任何核对",
                    Lang::En => "the file is not valid; nothing was checked",
                }
                .into(),
            ),
            ..LocalizedReport::empty(self.source)
        }
    }
}

impl std::fmt::Display for LoadErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for LoadErrors {}

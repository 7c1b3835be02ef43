//! What is wrong with a schema, a rule pack or a configuration, with its place in that file.

use crate::{
    diagnostic::finding::{Finding, Label, Lang, Localized, LocalizedReport, Severity},
    document::model::{Document, Value},
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

    pub(crate) fn yaml(at: usize, error: &serde_yaml::Error) -> Self {
        Self::new(
            Span::new(at, at + 1),
            format!("YAML 语法有误：{error}"),
            format!("not valid YAML: {error}"),
        )
    }
}

/// One thing that is wrong with a YAML file, at a value in it that is looked up later: once for all that is wrong.
#[derive(Clone, Debug)]
pub(crate) struct Wrong {
    pointer: String,
    range: Option<std::ops::Range<usize>>,
    message: Localized,
    suggestion: Option<String>,
}

impl Wrong {
    /// Something wrong at a JSON Pointer, in Chinese and in English.
    pub fn at(pointer: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            pointer: pointer.to_owned(),
            range: None,
            message: Localized {
                zh: zh.into(),
                en: en.into(),
            },
            suggestion: None,
        }
    }

    /// With a did-you-mean, if there is one.
    pub fn meaning(mut self, suggestion: Option<&str>) -> Self {
        self.suggestion = suggestion.map(str::to_owned);
        self
    }

    /// Only this part of the text that stands there, in bytes.
    pub fn inside(mut self, range: std::ops::Range<usize>) -> Self {
        self.range = Some(range);
        self
    }

    fn placed(self, document: Option<&Document<'_>>, text: &str) -> LoadError {
        let found = document.and_then(|document| document.root.pointer(&self.pointer));
        let span = match (found, self.range) {
            (Some((node, _)), Some(range)) => match &node.value {
                Value::Text(value) => value.place(node.span, text, range),
                _ => node.span,
            },
            (Some((node, key)), None) => key.unwrap_or(node.span),
            (None, _) => Span::new(0, 1),
        };
        let error = LoadError {
            span,
            message: self.message,
            help: None,
        };
        error.meaning(self.suggestion.as_deref())
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

    /// Errors of one YAML file, with their places looked up.
    pub(crate) fn placed(source: Source, wrong: Vec<Wrong>) -> Self {
        let text = source.text().to_owned();
        let (document, _) = crate::document::parse::parse(
            &text,
            crate::document::parse::Format::Yaml,
            &crate::document::parse::Limits::default(),
        );
        let errors = wrong
            .into_iter()
            .map(|wrong| wrong.placed(document.as_ref(), &text))
            .collect();
        Self::new(source, errors)
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
        let path = self.source.path().display();
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

/// The place of the value at a JSON Pointer of a YAML text; of its key where it has one; the whole beginning otherwise.
#[must_use]
pub fn locate(text: &str, pointer: &str) -> Span {
    let (document, _) = crate::document::parse::parse(
        text,
        crate::document::parse::Format::Yaml,
        &crate::document::parse::Limits::default(),
    );
    let found = document.as_ref().and_then(|document| {
        let (node, key) = document.root.pointer(pointer)?;
        key.or(Some(node.span))
    });
    found.unwrap_or(Span::new(0, 1))
}

/// The nearest of `candidates` to `word`, if one is near enough to have been meant.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

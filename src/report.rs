//! The verdict on one file: owned, in no language yet. Findings, a rendered form, table rows or an annotated copy can be made from it,
//! now or later.

use std::{fmt, sync::Arc};

use crate::text::name::name;
use crate::{
    diagnostic::{
        finding::{Finding, Lang, Localized, LocalizedReport, PackRef, RuleCounts, Severity},
        violation::{NotEvaluated, Violation},
    },
    document::model::Document,
    form::schema::Schema,
    text::source::Source,
};

/// The verdict on one file.
#[derive(Clone, Debug)]
pub struct Report {
    /// The text that places are in: the file's own, or what a person reads of it.
    pub source: Arc<Source>,
    /// SHA-256 of the bytes of the file, in hexadecimal.
    pub sha256: String,
    /// What was read; none if the file could not be read at all.
    pub document: Option<Arc<Document>>,
    /// The form that the report was checked against, if it is known.
    pub schema: Option<Arc<Schema>>,
    /// The packs, in the order in which they build on each other.
    pub packs: Vec<PackRef>,
    /// Whose report it is, and for when.
    pub identity: Identity,
    /// What was found, by place, then by rule.
    pub violations: Vec<Violation>,
    /// The outcomes of the rules.
    pub rules: RuleCounts,
    /// The rules that could not be evaluated somewhere, with the reason.
    pub unevaluated: Vec<NotEvaluated>,
    /// Why there is no verdict, where there is none.
    pub failure: Option<Localized>,
    /// Whether the text is the file's own, byte for byte, and was read to its end.
    pub is_whole: bool,
}

/// The fields that distinguish reports of one form, as far as the form names them and the report has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The name of who reports, without white space.
    pub agency: Option<String>,
    /// The reporting year.
    pub year: Option<i64>,
    /// What kind of body reports.
    pub level: Option<String>,
    /// What the report covers.
    pub scope: Option<String>,
    /// The day of publication, `YYYY-MM-DD`.
    pub date: Option<String>,
}

impl Report {
    /// A report on `source` in which nothing was found and nothing checked.
    #[must_use]
    pub fn empty(source: impl Into<Arc<Source>>) -> Self {
        Self {
            source: source.into(),
            sha256: String::new(),
            document: None,
            schema: None,
            packs: Vec::new(),
            identity: Identity::default(),
            violations: Vec::new(),
            rules: RuleCounts::default(),
            unevaluated: Vec::new(),
            failure: None,
            is_whole: false,
        }
    }

    /// The same without a verdict, and why.
    #[must_use]
    pub fn failed(mut self, why: Localized) -> Self {
        self.failure = Some(why);
        self
    }

    /// What was found, in the words of a language, by place, then by rule.
    #[must_use]
    pub fn findings(&self, lang: Lang) -> Vec<Finding> {
        self.violations
            .iter()
            .map(|violation| violation.finding(lang))
            .collect()
    }

    /// The whole verdict in a language, as printers take it.
    #[must_use]
    pub fn localized(&self, lang: Lang) -> LocalizedReport {
        LocalizedReport {
            source: Arc::clone(&self.source),
            sha256: self.sha256.clone(),
            schema: self.schema.as_ref().map(|schema| schema.id.clone()),
            packs: self.packs.clone(),
            findings: self.findings(lang),
            rules: self.rules,
            unevaluated: self.unevaluated.iter().map(|rule| rule.unevaluated(lang)).collect(),
            failure: self.failure.as_ref().map(|failure| failure.get(lang).to_owned()),
            is_whole: self.is_whole,
        }
    }

    /// What was found as diagnostics of the `miette` crate, each with its source; what is waived is left out.
    pub fn diagnostics(&self, lang: Lang) -> impl Iterator<Item = Diagnostic> + '_ {
        self.counted().map(move |violation| Diagnostic {
            finding: violation.finding(lang),
            source: Arc::clone(&self.source),
        })
    }

    /// The violations that count: those not waived.
    pub fn counted(&self) -> impl Iterator<Item = &Violation> {
        self.violations.iter().filter(|violation| violation.waiver.is_none())
    }

    /// The gravest severity among what counts.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.counted().map(|violation| violation.severity).max()
    }
}

/// A finding together with the text it is about, for programs that print with `miette`.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The finding.
    pub finding: Finding,
    /// The text that its labels are in; labels in other texts are left out.
    pub source: Arc<Source>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.message)
    }
}

impl std::error::Error for Diagnostic {}

impl miette::Diagnostic for Diagnostic {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.finding.rule))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.finding.help.as_ref()?;
        Some(Box::new(help))
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        let own = self.finding.labels.iter().filter(|label| label.file.is_none());
        Some(Box::new(own.map(|label| {
            let message = Some(label.message.clone()).filter(|message| !message.is_empty());
            let span = self.source.clamp(label.span);
            if label.primary {
                miette::LabeledSpan::new_primary_with_span(message, (span.start, span.len()))
            } else {
                miette::LabeledSpan::new_with_span(message, (span.start, span.len()))
            }
        })))
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&*self.source)
    }
}

/// Excerpts by the line index: miette's own sources look through the whole text for each.
impl miette::SourceCode for Source {
    fn read_span<'a>(
        &'a self,
        span: &miette::SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, miette::MietteError> {
        let end = span.offset().saturating_add(span.len());
        if end > self.text().len() {
            return Err(miette::MietteError::OutOfBounds);
        }
        let (first, last) = (self.line_of(span.offset()), self.line_of(end));
        let first_shown = first.saturating_sub(before);
        let last_shown = last.saturating_add(after).min(self.line_count() - 1);
        let start = self.line_span(first_shown).start;
        let stop = self.line_span(last_shown).end;
        // With no lines around, what is asked for is the column of the place itself, which people count in characters.
        let column = if before == 0 {
            self.position(span.offset()).column - 1
        } else {
            0
        };
        Ok(Box::new(miette::MietteSpanContents::new_named(
            name(self.path()),
            &self.text().as_bytes()[start..stop],
            (start, stop - start).into(),
            first_shown,
            column,
            last_shown - first_shown + 1,
        )))
    }
}

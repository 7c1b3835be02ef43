//! The linter: bytes in, a verdict out.

use std::{collections::BTreeMap, path::Path, sync::OnceLock};

use sha2::{Digest, Sha256};

use crate::{
    defect::{Defect, DefectKind},
    document::Document,
    finding::{FileReport, Finding, Lang},
    library::Library,
    load::{LoadErrors, nearest},
    published::{self, Input, Medium, Unread},
    read::{self, Format, Limits},
    rules::{Binding, Evaluation, RuleSet, word},
    schema::{Schema, structure},
    source::{Source, Span},
};

/// How reports are to be linted.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The language of messages.
    pub lang: Lang,
    /// The schema that all reports are held against, whatever they say themselves.
    pub schema: Option<String>,
    /// Packs that take the place of the built-in one of the same schema.
    pub packs: Vec<String>,
    /// How much input is accepted.
    pub limits: Limits,
}

/// Holds reports against their schema and rules. One linter serves any number of threads.
///
/// ```
/// use pubreport::{Library, Linter, Options};
///
/// let linter = Linter::new(Library::default(), Options::default())?;
/// let report = linter.lint("report.yaml", b"schema: cn-ogi-2021\nyear: 2023\n");
/// assert!(report.findings.iter().any(|finding| finding.rule == "missing-key"));
/// # Ok::<(), pubreport::LinterError>(())
/// ```
#[derive(Debug)]
pub struct Linter {
    library: Library,
    options: Options,
    /// The user's packs by the schema they are for.
    packs: BTreeMap<String, Vec<String>>,
    /// Rules by schema, checked when first needed.
    rules: BTreeMap<String, OnceLock<Result<RuleSet, Vec<LoadErrors>>>>,
    document_rules: OnceLock<Result<RuleSet, Vec<LoadErrors>>>,
}

/// Schemas or packs that did not load, or are not there: no verdict can be had.
#[derive(Clone, Debug)]
pub struct LinterError {
    /// What is wrong, for each file that has errors.
    pub errors: Vec<LoadErrors>,
}

impl std::fmt::Display for LinterError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.errors.iter().try_for_each(|errors| errors.fmt(f))
    }
}

impl std::error::Error for LinterError {}

impl From<LoadErrors> for LinterError {
    fn from(errors: LoadErrors) -> Self {
        Self { errors: vec![errors] }
    }
}

/// Looks at what was read.
type Seen<'f> = dyn FnMut(&Schema, &Document<'_>, &FileReport) + 'f;

impl Linter {
    /// A linter with the schemas and packs of `library`. The packs and the schema that `options` name are checked now.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn new(library: Library, options: Options) -> Result<Self, LinterError> {
        let mut packs: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for pack in &options.packs {
            let schema = library.schema_of(pack)?;
            let ids = schema.map_or_else(|| library.schema_ids().map(str::to_owned).collect(), |id| vec![id]);
            for id in ids {
                packs.entry(id).or_default().push(pack.clone());
            }
        }
        let rules = library
            .schema_ids()
            .map(|id| (id.to_owned(), OnceLock::new()))
            .collect();
        let linter = Self {
            library,
            options,
            packs,
            rules,
            document_rules: OnceLock::new(),
        };
        if let Some(id) = &linter.options.schema {
            linter.form(id)?.ok_or_else(|| unknown_schema(id, &linter.library))?;
        }
        for (id, packs) in &linter.packs {
            if linter.form(id)?.is_none() {
                return Err(schema_not_at_hand(id, packs, &linter.library)?);
            }
        }
        Ok(linter)
    }

    /// The schemas and packs.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The options.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// A schema and the rules for its reports; none if there is no such schema.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn form(&self, schema: &str) -> Result<Option<(&Schema, &RuleSet)>, LinterError> {
        let (Some(form), Some(rules)) = (self.library.schema(schema)?, self.rules.get(schema)) else {
            return Ok(None);
        };
        let rules = rules.get_or_init(|| {
            let own: Vec<String> = self.packs.get(schema).cloned().unwrap_or_default();
            // A schema may come without a pack: then only its structure is checked.
            let builtin = self
                .library
                .pack_ids()
                .find(|id| own.is_empty() && *id == schema)
                .map(str::to_owned);
            let packs: Vec<String> = own.into_iter().chain(builtin).collect();
            self.library.rules(&packs, form)
        });
        match rules {
            Ok(rules) => Ok(Some((form, rules))),
            Err(errors) => Err(LinterError { errors: errors.clone() }),
        }
    }

    /// Lint one file. `path` is what findings call it; its ending and its bytes tell what it is.
    #[must_use]
    pub fn lint(&self, path: impl AsRef<Path>, bytes: &[u8]) -> FileReport {
        let path = path.as_ref();
        self.lint_as(path, bytes, Input::of(path, bytes))
    }

    /// Lint one file of a known kind.
    #[must_use]
    pub fn lint_as(&self, path: impl AsRef<Path>, bytes: &[u8], input: Input) -> FileReport {
        self.look(path.as_ref(), bytes, input, &mut |_, _, _| ())
    }

    /// Lint one file and do something with the report that was read: `seen` gets its schema, the report itself and the verdict.
    /// There is no result where the file could not be read or is of no known form.
    pub fn lint_with<T>(
        &self,
        path: impl AsRef<Path>,
        bytes: &[u8],
        input: Input,
        seen: impl FnOnce(&Schema, &Document<'_>, &FileReport) -> T,
    ) -> (FileReport, Option<T>) {
        let (mut seen, mut result) = (Some(seen), None);
        let report = self.look(path.as_ref(), bytes, input, &mut |schema, document, report| {
            result = seen.take().map(|seen| seen(schema, document, report));
        });
        (report, result)
    }

    fn look(&self, path: &Path, bytes: &[u8], input: Input, seen: &mut Seen<'_>) -> FileReport {
        let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let mut report = match input {
            Input::Data(format) => self.lint_data(path, bytes, format, seen),
            Input::Published(medium) => self.lint_published(path, bytes, medium, seen),
            Input::Refused(kind) => {
                let defect = Defect::new(DefectKind::UnreadableFile, Span::default()).because(kind);
                self.report(Source::new(path, ""), None, vec![defect])
            }
        };
        report.sha256 = sha256;
        report
    }

    fn lint_data(&self, path: &Path, bytes: &[u8], format: Option<Format>, seen: &mut Seen<'_>) -> FileReport {
        let (text, mut defects) = match read::decode(bytes, &self.options.limits) {
            Ok((text, defects)) => (text, defects),
            Err(defect) => return self.without_text(path, defect),
        };
        let source = Source::new(path, text.into_owned());
        let format = format.unwrap_or_else(|| Format::of(path, source.text()));
        let (document, found) = read::parse(source.text(), format, &self.options.limits);
        defects.extend(found);
        let report = self.report(source.clone(), document.as_ref(), defects);
        self.show(document.as_ref(), &report, seen);
        report
    }

    fn lint_published(&self, path: &Path, bytes: &[u8], medium: Medium, seen: &mut Seen<'_>) -> FileReport {
        let (layout, mut defects) = match published::layout(bytes, medium, &self.options.limits) {
            Ok(read) => read,
            Err(defect) => return self.without_text(path, defect),
        };
        let mut schemas = Vec::new();
        for id in self.library.schema_ids() {
            if self.options.schema.as_deref().is_none_or(|only| only == id) {
                match self.library.schema(id) {
                    Ok(schema) => schemas.extend(schema),
                    Err(errors) => return failed(Source::new(path, ""), &errors.into()),
                }
            }
        }
        let reading = published::read(&layout, &schemas);
        defects.extend(reading.defects);
        let source = Source::new(path, layout.text.clone());
        let mut report = self.report(source, reading.document.as_ref(), defects);
        if matches!(medium, Medium::Html | Medium::Docx) {
            // The text that places are in is not the file: there is nothing that an edit could be made to.
            let fixes = report.findings.iter_mut().flat_map(|finding| &mut finding.fixes);
            fixes.for_each(|fix| fix.edits.clear());
        }
        self.show(reading.document.as_ref(), &report, seen);
        report
    }

    fn show(&self, document: Option<&Document<'_>>, report: &FileReport, seen: &mut Seen<'_>) {
        let schema = report
            .schema
            .as_deref()
            .and_then(|id| self.library.schema(id).ok().flatten());
        if let Some((schema, document)) = schema.zip(document) {
            seen(schema, document, report);
        }
    }

    /// There is no text that a place could be in.
    fn without_text(&self, path: &Path, mut defect: Defect) -> FileReport {
        defect.span = Span::default();
        self.report(Source::new(path, ""), None, vec![defect])
    }

    fn report(&self, source: Source, document: Option<&Document<'_>>, defects: Vec<Defect>) -> FileReport {
        match self.verdict(document, source.text(), defects) {
            Ok(Verdict {
                form: Some((schema, rules)),
                findings,
                evaluation,
            }) => FileReport {
                schema: Some(schema.id.clone()),
                packs: rules.packs.clone(),
                findings,
                rules: evaluation.counts,
                unevaluated: evaluation.unevaluated,
                ..FileReport::empty(source)
            },
            Ok(Verdict { findings, .. }) => FileReport {
                findings,
                ..FileReport::empty(source)
            },
            Err(error) => failed(source, &error),
        }
    }

    fn verdict<'l>(
        &'l self,
        document: Option<&Document<'_>>,
        text: &str,
        mut defects: Vec<Defect>,
    ) -> Result<Verdict<'l>, LinterError> {
        let form = match document {
            Some(document) => match self.form_of(document)? {
                Ok(form) => Some(form),
                Err(defect) => {
                    defects.push(defect);
                    None
                }
            },
            None => None,
        };
        let lang = self.options.lang;
        let Some(((schema, rules), document)) = form.zip(document) else {
            let rules = self.document_rules.get_or_init(|| self.library.document_rules());
            let rules = rules
                .as_ref()
                .map_err(|errors| LinterError { errors: errors.clone() })?;
            let worded = defects
                .into_iter()
                .filter_map(|defect| word(rules, None, None, defect, lang));
            let findings = in_order(worded.collect());
            return Ok(Verdict {
                form: None,
                findings,
                evaluation: Evaluation::default(),
            });
        };
        let mut evaluation = check(schema, rules, document, text, defects, lang);
        let findings = std::mem::take(&mut evaluation.findings);
        Ok(Verdict {
            form,
            findings,
            evaluation,
        })
    }

    /// The form of a report, or the defect that it names none.
    #[allow(clippy::type_complexity)]
    fn form_of(&self, document: &Document<'_>) -> Result<Result<(&Schema, &RuleSet), Defect>, LinterError> {
        let entry = document.root.entry("schema");
        let named = entry.and_then(|entry| entry.value.text());
        if let Some(id) = self.options.schema.as_deref().or(named)
            && let Some(form) = self.form(id)?
        {
            return Ok(Ok(form));
        }
        let known: Vec<&str> = self.library.schema_ids().collect();
        let span = entry.map_or_else(
            || {
                document
                    .root
                    .entries()
                    .first()
                    .map_or(document.root.span, |first| first.key_span)
            },
            |entry| {
                if entry.value.span.is_empty() {
                    entry.key_span
                } else {
                    entry.value.span
                }
            },
        );
        let suggestion = named
            .and_then(|id| nearest(id, known.iter().copied()))
            .unwrap_or_default();
        let mut defect = Defect::new(DefectKind::UnknownSchema, span)
            .with("value", named.unwrap_or_default())
            .with("known", known.join(", "))
            .with("suggestion", suggestion);
        if entry.is_some() {
            defect = defect.at("/schema");
        }
        Ok(Err(defect))
    }
}

fn failed(source: Source, error: &LinterError) -> FileReport {
    FileReport {
        failure: Some(error.to_string()),
        ..FileReport::empty(source)
    }
}

/// A user named a schema that is not at hand.
fn unknown_schema(id: &str, library: &Library) -> LinterError {
    let error = crate::load::LoadError::new(
        Span::new(0, 0),
        format!("没有格式 `{id}`"),
        format!("there is no schema `{id}`"),
    );
    LoadErrors::one(
        Source::new("--schema", ""),
        error.meaning(nearest(id, library.schema_ids())),
    )
    .into()
}

/// A pack is for a schema that is not at hand; the error stands in the pack.
fn schema_not_at_hand(id: &str, packs: &[String], library: &Library) -> Result<LinterError, LoadErrors> {
    for pack in packs {
        for pack in library.chain(pack)? {
            if pack.file.schema.as_deref() == Some(id) {
                let error = crate::load::LoadError::new(
                    crate::load::locate(pack.source.text(), "/schema"),
                    format!("没有格式 `{id}`，这个规则包要用到它"),
                    format!("there is no schema `{id}`, which this pack is for"),
                );
                let error = error.meaning(nearest(id, library.schema_ids()));
                return Ok(LoadErrors::one(pack.source.clone(), error).into());
            }
        }
    }
    Ok(unknown_schema(id, library))
}

struct Verdict<'l> {
    form: Option<(&'l Schema, &'l RuleSet)>,
    findings: Vec<Finding>,
    evaluation: Evaluation,
}

/// Hold a document against its schema and rules, and word what the reader had found. The findings are in order.
pub(crate) fn check(
    schema: &Schema,
    rules: &RuleSet,
    document: &Document<'_>,
    text: &str,
    mut defects: Vec<Defect>,
    lang: Lang,
) -> Evaluation {
    // What the reader has said of a value is not said again.
    let said: Vec<Span> = defects.iter().map(|defect| defect.span).collect();
    let mut shape = structure::check(schema, &document.root);
    shape.retain(|defect| !said.contains(&defect.span));
    let unread = Unread::new(schema, document, &defects);
    shape.retain(|defect| defect.kind != DefectKind::MissingKey || !unread.covers(&defect.path));
    defects.extend(shape);
    let binding = Binding::new(schema, &document.root);
    let mut evaluation = rules.evaluate(&binding, text, lang);
    evaluation.findings.retain(|finding| !unread.covers(&finding.path));
    let worded = defects
        .into_iter()
        .filter_map(|defect| word(rules, Some(schema), Some(&binding), defect, lang));
    evaluation.findings.extend(worded);
    evaluation.findings = in_order(evaluation.findings);
    evaluation
}

/// By place, then by rule.
fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| (finding.span.start, finding.span.end);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.rule.cmp(&b.rule))
            .then_with(|| a.path.cmp(&b.path))
    });
    findings
}

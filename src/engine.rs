//! The linter: bytes in, a verdict out.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, OnceLock},
};

use crate::{
    compare::{
        members::{Member, Members},
        previous::{Around, Beside, examine_members},
    },
    diagnostic::{
        defect::{Defect, DefectKind},
        finding::{FileReport, Finding, Lang},
        load_error::LoadErrors,
    },
    document::{model::Document, parse::Limits},
    extract::{input::Input, unread::Unread},
    form::schema::Schema,
    library::Library,
    open::Opened,
    rules::{
        evaluate::{instance::Binding, run::Evaluation},
        pack::rule_set::RuleSet,
    },
    text::{
        digest::sha256,
        source::{Source, Span},
        suggest::nearest,
    },
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
        self.lint_beside(path, bytes, &Beside::default())
    }

    /// Lint one file and hold it against others. What is wrong in those alone is not said; only one that is of no use at all is
    /// the report's failure.
    #[must_use]
    pub fn lint_beside(&self, path: impl AsRef<Path>, bytes: &[u8], beside: &Beside<'_>) -> FileReport {
        self.lint_as(path, bytes, None, beside)
    }

    /// The same for a file that is `input`, whatever its name and bytes tell.
    #[must_use]
    pub fn lint_as(
        &self,
        path: impl AsRef<Path>,
        bytes: &[u8],
        input: Option<Input>,
        beside: &Beside<'_>,
    ) -> FileReport {
        let previous = beside
            .previous
            .map(|(path, bytes)| Arc::new(self.open(path, bytes, None)));
        let prior = match previous.as_ref().map(|opened| self.prior(opened)).transpose() {
            Ok(prior) => prior.transpose(),
            Err(error) => Err(error.to_string()),
        };
        let around = Around {
            prior: prior.as_ref().ok().and_then(Option::as_ref),
            members: beside.members,
            twins: beside.twins,
        };
        let mut report = self.lint_around(&self.open(path.as_ref(), bytes, input), bytes, &around);
        if let Err(failure) = prior {
            report.failure.get_or_insert(failure);
        }
        report
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
        let opened = self.open(path.as_ref(), bytes, Some(input));
        let report = self.lint_around(&opened, bytes, &Around::default());
        let document = self.parse(&opened).ok().and_then(|(document, _)| document);
        let schema = report.schema.as_deref();
        let schema = schema.and_then(|id| self.library.schema(id).ok().flatten());
        let result = schema
            .zip(document)
            .map(|(schema, document)| seen(schema, &document, &report));
        (report, result)
    }

    fn lint_around(&self, opened: &Opened, bytes: &[u8], around: &Around<'_>) -> FileReport {
        let source = opened.source.clone();
        let (document, found) = match self.parse(opened) {
            Ok(parsed) => parsed,
            Err(error) => return failed(source, &error),
        };
        let mut defects = opened.defects.clone();
        defects.extend(found);
        let is_whole = document.is_some() && !defects.iter().any(|defect| defect.kind.is_loss());
        let verdict = self.verdict(document.as_ref(), opened.source.text(), defects, around);
        let mut report = match verdict {
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
        };
        report.sha256 = sha256(bytes);
        report.is_whole = is_whole && report.source.text().as_bytes() == bytes;
        if opened.is_extract() {
            // There is nothing that an edit could be made to.
            let fixes = report.findings.iter_mut().flat_map(|finding| &mut finding.fixes);
            fixes.for_each(|fix| fix.edits.clear());
        }
        report
    }

    /// The words for defects of files whose form is not known.
    pub(crate) fn document_rules(&self) -> Result<&RuleSet, LinterError> {
        let rules = self.document_rules.get_or_init(|| self.library.document_rules());
        rules.as_ref().map_err(|errors| LinterError { errors: errors.clone() })
    }

    fn verdict<'l>(
        &'l self,
        document: Option<&Document<'_>>,
        text: &str,
        mut defects: Vec<Defect>,
        around: &Around<'_>,
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
            let rules = self.document_rules()?;
            let worded = defects
                .into_iter()
                .filter_map(|defect| crate::diagnose::word(rules, None, None, defect, lang));
            let findings = in_order(worded.collect());
            return Ok(Verdict {
                form: None,
                findings,
                evaluation: Evaluation::default(),
            });
        };
        let mut evaluation = check(schema, rules, document, text, defects, around, lang);
        let findings = std::mem::take(&mut evaluation.findings);
        Ok(Verdict {
            form,
            findings,
            evaluation,
        })
    }

    /// The form of a report, or the defect that it names none.
    #[allow(clippy::type_complexity)]
    pub(crate) fn form_of(&self, document: &Document<'_>) -> Result<Result<(&Schema, &RuleSet), Defect>, LinterError> {
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
    let error = crate::diagnostic::load_error::LoadError::new(
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
                let error = crate::diagnostic::load_error::LoadError::new(
                    crate::diagnostic::load_error::locate(pack.source.text(), "/schema"),
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
    around: &Around<'_>,
    lang: Lang,
) -> Evaluation {
    // What the reader has said of a value is not said again.
    let said: Vec<Span> = defects.iter().map(|defect| defect.span).collect();
    let mut shape = crate::form::validate::check(schema, &document.root);
    shape.retain(|defect| !said.contains(&defect.span));
    let unread = Unread::new(document, &defects);
    shape.retain(|defect| defect.kind != DefectKind::MissingKey || !unread.covers(&defect.path));
    defects.extend(shape);
    let members = around.members.map(|assembly| {
        let report = Member::new("", schema, &document.root);
        Members::gather(schema, Some(&report), assembly)
    });
    let (wrong, prior) = around.examine(schema, &document.root);
    defects.extend(wrong);
    let mut binding = Binding::new(schema, &document.root);
    if let Some(prior) = prior {
        binding = binding.with_previous(prior.schema, prior.rules, &prior.document.root, prior.source.clone());
    }
    if let Some(members) = &members {
        defects.extend(examine_members(members, schema, &document.root));
        binding = binding.with_members(members);
    }
    let mut evaluation = rules.evaluate(&binding, text, lang);
    evaluation.findings.retain(|finding| !unread.covers(&finding.path));
    let worded = defects
        .into_iter()
        .filter_map(|defect| crate::diagnose::word(rules, Some(schema), Some(&binding), defect, lang));
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

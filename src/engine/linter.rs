//! The linter: schemas and packs at hand, and files led through all steps.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, OnceLock},
};

use crate::text::name::name;
use crate::{
    compare::{
        members::{Assembly, Member},
        previous::Duplicates,
    },
    diagnose::defect,
    diagnostic::{
        defect::{Defect, DefectKind},
        finding::{Lang, Localized},
        load_error::{LoadError, LoadErrors},
        message::Argument,
    },
    document::{format::Format, limits::Limits, locate::locate, model::Document, parse},
    engine::{
        form::Form,
        given,
        judge::{Around, Previous, check, in_order},
        open::{Content, Opened, identity, readable},
    },
    extract::{
        extraction,
        input::{Input, Medium},
    },
    form::schema::Schema,
    library::Library,
    report::{Identity, Report},
    rules::pack::rule_set::RuleSet,
    text::{
        digest::sha256,
        source::{Source, Span},
        suggest::nearest,
    },
};

/// How reports are to be linted.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The schema to check all reports against, whatever they name themselves.
    pub schema: Option<String>,
    /// Packs that take the place of the built-in one of the same schema.
    pub packs: Vec<String>,
    /// Values of fields, by dotted path, that count whatever the reports state. Official words are as good as codes.
    pub given: Vec<(String, String)>,
    /// How much input is accepted.
    pub limits: Limits,
}

/// Checks reports against their schema and rules. One linter serves any number of threads and any language.
///
/// ```
/// use pubreport::{Lang, Library, Linter, Options};
///
/// let linter = Linter::new(Library::default(), Options::default())?;
/// let report = linter.lint("report.yaml", b"schema: cn-ogi-2021\nyear: 2023\n");
/// assert!(report.findings(Lang::En).iter().any(|finding| finding.rule == "missing-key"));
/// # Ok::<(), pubreport::LinterError>(())
/// ```
#[derive(Debug)]
pub struct Linter {
    library: Library,
    options: Options,
    /// The user's packs by the schema they are for.
    packs: BTreeMap<String, Vec<String>>,
    /// Forms by schema, checked when first needed.
    forms: BTreeMap<String, OnceLock<Result<Form, Vec<LoadErrors>>>>,
    document_rules: OnceLock<Result<RuleSet, Vec<LoadErrors>>>,
}

/// Schemas or packs that did not load, or are not there: no verdict can be had.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", .errors.iter().map(ToString::to_string).collect::<String>())]
pub struct LinterError {
    /// What is wrong, for each file that has errors.
    pub errors: Vec<LoadErrors>,
}

impl From<LoadErrors> for LinterError {
    fn from(errors: LoadErrors) -> Self {
        Self { errors: vec![errors] }
    }
}

impl LinterError {
    fn failure(&self) -> Localized {
        let text = |lang| self.errors.iter().map(|errors| errors.text(lang)).collect();
        Localized {
            zh: text(Lang::Zh),
            en: text(Lang::En),
        }
    }
}

/// The other reports to check a report against; none by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'b> {
    /// Last year's report.
    pub previous: Option<&'b Opened>,
    /// The reports that it sums up.
    pub members: Option<&'b Assembly>,
    /// Other reports of the same agency and year, by name. It is not known which of them counts.
    pub duplicates: Duplicates<'b>,
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
        let forms = library
            .schema_ids()
            .map(|id| (id.to_owned(), OnceLock::new()))
            .collect();
        let linter = Self {
            library,
            options,
            packs,
            forms,
            document_rules: OnceLock::new(),
        };
        if let Some(id) = &linter.options.schema {
            linter.form(id)?.ok_or_else(|| unknown_schema(id, &linter.library))?;
        }
        if !linter.options.given.is_empty() {
            let schemas = linter.schemas()?;
            for given in &linter.options.given {
                given::check(given, &schemas)?;
            }
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

    /// A form and its rules; none if there is no such schema.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn form(&self, schema: &str) -> Result<Option<&Form>, LinterError> {
        let (Some(known), Some(form)) = (self.library.schema(schema)?, self.forms.get(schema)) else {
            return Ok(None);
        };
        let form = form.get_or_init(|| {
            let own: Vec<String> = self.packs.get(schema).cloned().unwrap_or_default();
            // A schema may come without a pack: then only its structure is checked.
            let builtin = self
                .library
                .pack_ids()
                .find(|id| own.is_empty() && *id == schema)
                .map(str::to_owned);
            let packs: Vec<String> = own.into_iter().chain(builtin).collect();
            Ok(Form {
                schema: Arc::clone(known),
                rules: Arc::new(self.library.rules(&packs, known)?),
            })
        });
        match form {
            Ok(form) => Ok(Some(form)),
            Err(errors) => Err(LinterError { errors: errors.clone() }),
        }
    }

    /// Lint one file. Findings name it by `path`; its ending and its bytes decide its format.
    #[must_use]
    pub fn lint(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Report {
        self.judge(&self.open(path, bytes, None), &Beside::default())
    }

    /// Open, parse and identify a file. `input` is its format, if name and bytes do not decide it.
    #[must_use]
    pub fn open(&self, path: impl AsRef<Path>, bytes: &[u8], input: Option<Input>) -> Opened {
        let readable = readable(path.as_ref(), bytes, input, &self.options.limits);
        let mut opened = Opened {
            sha256: sha256(bytes),
            document: None,
            defects: readable.defects,
            form: None,
            identity: Identity::default(),
            failure: None,
            is_whole: false,
            is_extract: matches!(
                readable.content,
                Content::Published(_, Medium::Html | Medium::Docx | Medium::Sheet | Medium::Pdf)
            ),
            source: Arc::new(readable.source),
        };
        let (document, found) = match self.parse(&readable.content, &opened.source) {
            Ok(parsed) => parsed,
            Err(error) => {
                opened.failure = Some(error.failure());
                return opened;
            }
        };
        opened.defects.extend(found);
        let is_loss = |defect: &Defect| defect.kind.is_loss();
        opened.is_whole =
            document.is_some() && !opened.defects.iter().any(is_loss) && opened.source.text().as_bytes() == bytes;
        let Some(mut document) = document else { return opened };
        match self.identify(&document) {
            Ok(Identified::Form(form)) => {
                given::give(&form.schema, &mut document, &self.options.given);
                form.schema.infer(&mut document, opened.source.text());
                opened.identity = identity(&form.schema, &document.root);
                opened.form = Some(form.clone());
            }
            Ok(Identified::Unknown(defect)) => opened.defects.push(defect),
            Err(error) => opened.failure = Some(error.failure()),
        }
        opened.document = Some(Arc::new(document));
        opened
    }

    /// The verdict on a file, checked against its form, the law and the other reports. Defects of those others alone are not reported;
    /// if one cannot be used at all, there is no verdict.
    #[must_use]
    pub fn judge(&self, opened: &Opened, beside: &Beside<'_>) -> Report {
        let mut report = Report {
            sha256: opened.sha256.clone(),
            document: opened.document.clone(),
            identity: opened.identity.clone(),
            is_whole: opened.is_whole,
            failure: opened.failure.clone(),
            ..Report::empty(Arc::clone(&opened.source))
        };
        if report.failure.is_some() {
            return report;
        }
        let previous = match beside.previous.map(|previous| self.as_previous(previous)).transpose() {
            Ok(previous) => previous,
            Err(failure) => {
                report.failure = Some(failure);
                None
            }
        };
        let around = Around {
            previous,
            members: beside.members,
            duplicates: beside.duplicates,
        };
        let (Some(form), Some(document)) = (&opened.form, &opened.document) else {
            match self.document_rules() {
                Ok(rules) => {
                    let defects = opened.defects.iter().cloned();
                    let violations = defects.filter_map(|defect| defect::violation(rules, None, None, defect));
                    report.violations = in_order(violations.collect());
                }
                Err(error) => report.failure = Some(error.failure()),
            }
            return report;
        };
        let text = opened.source.text();
        let verdict = check(form, document, text, opened.defects.clone(), &around);
        report.schema = Some(Arc::clone(&form.schema));
        report.packs.clone_from(&form.rules.packs);
        report.violations = verdict.violations;
        report.rules = verdict.counts;
        report.unevaluated = verdict.unevaluated;
        if opened.is_extract {
            // There is nothing that an edit could be made to.
            let fixes = report.violations.iter_mut().flat_map(|violation| &mut violation.fixes);
            fixes.for_each(|fix| fix.edits.clear());
        }
        report
    }

    /// The document in a file, and what is wrong with that.
    ///
    /// # Errors
    /// Schemas that do not load.
    fn parse(&self, content: &Content, source: &Source) -> Result<(Option<Document>, Vec<Defect>), LinterError> {
        Ok(match content {
            Content::Nothing => (None, Vec::new()),
            Content::Data(format) => {
                let format = format.unwrap_or_else(|| Format::of(source.path(), source.text()));
                parse::parse(source.text(), format, &self.options.limits)
            }
            Content::Published(layout, _) => {
                let reading = extraction::read(layout, &self.schemas()?);
                (reading.document, reading.defects)
            }
        })
    }

    /// The forms that a published report may be of.
    fn schemas(&self) -> Result<Vec<&Schema>, LinterError> {
        Ok(self.library.schemas(self.options.schema.as_deref())?)
    }

    /// The form that a report names, or the one set in the options.
    ///
    /// # Errors
    /// A form or rules that do not load.
    fn identify(&self, document: &Document) -> Result<Identified<'_>, LinterError> {
        let entry = document.root.entry("schema");
        let named = entry.and_then(|entry| entry.value.text());
        if let Some(id) = self.options.schema.as_deref().or(named)
            && let Some(form) = self.form(id)?
        {
            return Ok(Identified::Form(form));
        }
        let known: Vec<&str> = self.library.schema_ids().collect();
        let span = match entry {
            Some(entry) if entry.value.span.is_empty() => entry.key_span,
            Some(entry) => entry.value.span,
            None => {
                let first = document.root.entries().first();
                first.map_or(document.root.span, |first| first.key_span)
            }
        };
        let suggestion = named
            .and_then(|id| nearest(id, known.iter().copied()))
            .unwrap_or_default();
        let mut defect = Defect::new(DefectKind::UnknownSchema, span)
            .with("value", named.unwrap_or_default())
            .with(
                "known",
                Argument::List(known.into_iter().map(Argument::from).collect(), false),
            )
            .with("suggestion", suggestion);
        if entry.is_some() {
            defect = defect.at("/schema");
        }
        Ok(Identified::Unknown(defect))
    }

    /// Last year's report as rules need it, or why it is of no use.
    fn as_previous<'p>(&self, opened: &'p Opened) -> Result<Previous<'p>, Localized> {
        if let Some(failure) = &opened.failure {
            return Err(failure.clone());
        }
        let name = name(opened.source.path());
        match (&opened.form, &opened.document) {
            (Some(form), Some(document)) => Ok(Previous {
                form,
                document: Arc::clone(document),
                source: Arc::clone(&opened.source),
            }),
            (_, None) => {
                let why = self.first_defect(opened);
                Err(Localized {
                    zh: format!("上年报告 {name} 无法读取：{}", why.zh),
                    en: format!("last year's report {name} cannot be read: {}", why.en),
                })
            }
            (None, Some(_)) => {
                let why = self.first_defect(opened);
                Err(Localized {
                    zh: format!("上年报告 {name} 不是已知格式：{}", why.zh),
                    en: format!("last year's report {name} has no known form: {}", why.en),
                })
            }
        }
    }

    /// A report that another one sums up. Its own defects are not reported.
    #[must_use]
    pub fn member(&self, opened: &Opened) -> Member {
        let path = opened.source.path();
        match (&opened.form, &opened.document, &opened.failure) {
            (_, _, Some(failure)) => Member::unreadable(path, failure.clone()),
            (Some(form), Some(document), None) => Member::new(path, &form.schema, &document.root),
            _ => Member::unreadable(path, self.first_defect(opened)),
        }
    }

    /// The first defect of a file that cannot be used, with its line.
    fn first_defect(&self, opened: &Opened) -> Localized {
        let rules = match self.document_rules() {
            Ok(rules) => rules,
            Err(error) => return error.failure(),
        };
        // What keeps a file from being read comes after what is only odd about it.
        let mut defects = opened.defects.iter().rev();
        let first = defects.find_map(|defect| defect::violation(rules, None, None, defect.clone()));
        let Some(first) = first else {
            return Localized {
                zh: "文件为空".into(),
                en: "the file is empty".into(),
            };
        };
        let message = |lang| first.message.render(lang);
        let (zh, en) = (message(Lang::Zh), message(Lang::En));
        if opened.source.text().is_empty() {
            return Localized { zh, en };
        }
        let line = opened.source.position(first.span.start).line;
        Localized {
            zh: format!("第{line}行：{zh}"),
            en: format!("line {line}: {en}"),
        }
    }

    /// The words for defects of files whose form is not known.
    pub(crate) fn document_rules(&self) -> Result<&RuleSet, LinterError> {
        let rules = self.document_rules.get_or_init(|| self.library.document_rules());
        rules.as_ref().map_err(|errors| LinterError { errors: errors.clone() })
    }
}

/// The form of a report, or the defect that it names none.
enum Identified<'l> {
    Form(&'l Form),
    Unknown(Defect),
}

/// A user named a schema that is not at hand.
fn unknown_schema(id: &str, library: &Library) -> LinterError {
    let error = LoadError::new(
        Span::new(0, 0),
        format!("格式 `{id}` 不存在"),
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
                let error = LoadError::new(
                    locate(pack.source.text(), "/schema"),
                    format!("本规则包针对的格式 `{id}` 不存在"),
                    format!("this pack is for schema `{id}`, which does not exist"),
                );
                let error = error.meaning(nearest(id, library.schema_ids()));
                return Ok(LoadErrors::one(pack.source.clone(), error).into());
            }
        }
    }
    Ok(unknown_schema(id, library))
}

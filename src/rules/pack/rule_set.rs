//! The law: packs of rules, checked against the form when they are loaded, evaluated on a report laid onto the form.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value as Json;

use crate::rules::lang::ir::{CellPath, Code};
use crate::rules::lang::template::Template;
use crate::rules::pack::file::{Instrument, Level, PackFile, RuleFile};
use crate::{
    diagnostic::{
        defect::DefectKind,
        finding::{Basis, Lang, Localized, PackRef},
        load_error::{LoadError, LoadErrors},
        violation::Citation,
    },
    form::shape::TypeId,
    text::source::{Source, Span},
};

/// A pack file, read but not yet checked against a schema.
#[derive(Clone, Debug)]
pub struct Pack {
    /// What it says.
    pub file: PackFile,
    /// Where it says it.
    pub source: Source,
}

impl Pack {
    /// Read a pack file.
    ///
    /// # Errors
    /// Everything in it that is not of a pack's shape, with places.
    pub fn read(source: Source) -> Result<Self, LoadErrors> {
        match crate::form::file::read(&source, pack_schema)? {
            Some(file) => Ok(Self { file, source }),
            None => Err(LoadErrors::one(
                source,
                LoadError::new(Span::new(0, 1), "文件为空", "the file is empty"),
            )),
        }
    }
}

/// The JSON Schema of pack files, from the types that read them.
#[must_use]
pub fn pack_schema() -> Json {
    serde_json::to_value(schemars::schema_for!(PackFile)).unwrap_or_default()
}

/// The rules of a pack and of all that it builds on, checked against a schema.
#[derive(Debug)]
pub struct RuleSet {
    /// The packs, in the order in which they build on each other.
    pub packs: Vec<PackRef>,
    /// The title of the last pack.
    pub title: Localized,
    /// What the last pack is for.
    pub description: Option<Localized>,
    /// The rules, in order.
    pub rules: Vec<Rule>,
    /// How numbers are stated in prose.
    pub claims: crate::rules::claims::definitions::Definitions,
    /// The instruments of all packs.
    pub instruments: BTreeMap<String, Instrument>,
    /// The valid report that examples patch; a path relative to the pack that names it.
    pub example: Option<String>,
    /// The id of the last pack.
    pub id: String,
    /// The pack that the last one extends, if it has no schema of its own: its rules can only be tested as part of another.
    pub(crate) shared: Option<String>,
    /// Whether one of the packs so far is for the form as such.
    pub(crate) has_form: bool,
}

/// A rule that is known to fit its schema.
#[derive(Debug)]
pub struct Rule {
    /// What the pack says.
    pub file: RuleFile,
    /// The pack it comes from.
    pub pack: String,
    /// The last pack that has tests for it.
    pub(crate) tested_by: String,
    /// Whether a pack has changed its severity.
    pub(crate) overridden: bool,
    /// The tests that this pack has for it.
    pub examples: Vec<crate::rules::pack::file::Example>,
    /// The severity after overrides.
    pub level: Level,
    /// Why a pack turned it off.
    pub off: Option<String>,
    /// The reporting years of the pack, if it builds on another pack for the same form; that one is for all reports of the form.
    pub(crate) years: Option<(crate::rules::pack::file::Years, Code)>,
    pub(crate) levels_when: Vec<(Code, Level)>,
    /// The types by which findings are joined.
    pub(crate) per: Vec<TypeId>,
    /// Whether defects are joined by the part of the report that they are in.
    pub(crate) per_part: bool,
    /// One for each type the rule is for.
    pub(crate) variants: Vec<Variant>,
    /// The other reports that it speaks of.
    pub(crate) needs: Needs,
    /// The law behind it.
    pub(crate) basis: Arc<[Citation]>,
    /// For defects that the rule words: the types it takes them over for (none: any), and the words.
    pub(crate) detect: Option<(DefectKind, Vec<TypeId>, Words)>,
}

/// What a rule speaks of beside the report at hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Needs {
    /// Last year's report.
    pub previous: bool,
    /// The reports that this one sums up.
    pub members: bool,
}

#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) of: TypeId,
    /// The number of columns, in a rule by column.
    pub(crate) columns: Option<usize>,
    pub(crate) when: Option<Code>,
    pub(crate) lets: Vec<Code>,
    pub(crate) body: Body,
    pub(crate) at: Option<CellPath>,
    pub(crate) words: Words,
}

impl Variant {
    pub(crate) fn is_of_claims(&self) -> bool {
        matches!(self.body, Body::Claims { .. })
    }
}

#[derive(Debug)]
pub(crate) enum Body {
    Assert(Code),
    /// Places of the required keys among the fields of the type.
    Required(Vec<usize>),
    Find {
        patterns: Vec<crate::rules::lang::pattern::Pattern>,
        within: Vec<CellPath>,
        captures: Vec<String>,
        assert: Option<Code>,
    },
    /// Numbers claimed in texts.
    Claims {
        names: Vec<String>,
        within: Vec<CellPath>,
        assert: Code,
    },
    /// Only words for a detector.
    Nothing,
}

#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) message: Template,
    pub(crate) help: Option<Template>,
    pub(crate) label: Option<Template>,
    /// For findings that are joined: what is wrong, and what is said at each place.
    pub(crate) joined: Option<(Template, Option<Template>)>,
}

impl RuleSet {
    /// The rule called `id`.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.file.id == id)
    }

    /// The legal basis of a rule, in a language.
    #[must_use]
    pub fn basis(&self, rule: &Rule, lang: Lang) -> Vec<Basis> {
        rule.basis.iter().map(|citation| citation.basis(lang)).collect()
    }
}

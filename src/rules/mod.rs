//! The law: packs of rules, checked against the form when they are loaded, evaluated on a report laid onto the form.

mod alike;
mod beside;
mod bind;
mod call;
mod check;
pub mod claims;
mod code;
mod compile;
mod coverage;
mod eval;
mod expr;
mod find;
mod fold;
mod gather;
mod hold;
mod linear;
mod mend;
pub mod pack;
mod pattern;
mod run;
mod support;
mod template;
mod variant;
mod word;

use std::collections::BTreeMap;

pub use bind::{Binding, CellId};
pub use hold::Stated;
pub use run::Evaluation;
use serde_json::Value as Json;
pub use word::word;

use crate::{
    defect::DefectKind,
    finding::{Basis, Lang, Localized, PackRef},
    load::LoadErrors,
    schema::{Schema, TypeId},
    source::Source,
};
use code::{CellPath, Code};
use pack::{Instrument, Level, PackFile, RuleFile};
use template::Template;

/// A pack file, read but not yet held against a schema.
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
        match serde_yaml::from_str(source.text()) {
            Ok(file) => Ok(Self { file, source }),
            // The library stops at the first error; the published schema of packs finds them all.
            Err(error) => Err(crate::schema::shape_errors(source, &pack_schema(), &error)),
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
    pub claims: claims::Definitions,
    /// The instruments of all packs.
    pub instruments: BTreeMap<String, Instrument>,
    /// The valid report that examples patch; a path relative to the pack that names it.
    pub example: Option<String>,
    /// The id of the last pack.
    pub id: String,
    /// The pack that the last one extends, if it has no schema of its own: its rules can only be tested as part of another.
    shared: Option<String>,
    /// Whether one of the packs so far is for the form as such.
    has_form: bool,
}

/// A rule that is known to fit its schema.
#[derive(Debug)]
pub struct Rule {
    /// What the pack says.
    pub file: RuleFile,
    /// The pack it comes from.
    pub pack: String,
    /// The last pack that has tests for it.
    tested_by: String,
    /// Whether a pack has changed its severity.
    overridden: bool,
    /// The tests that this pack has for it.
    pub examples: Vec<pack::Example>,
    /// The severity after overrides.
    pub level: Level,
    /// Why a pack turned it off.
    pub off: Option<String>,
    /// The reporting years of the pack, if it builds on another pack for the same form; that one is for all reports of the form.
    years: Option<(pack::Years, Code)>,
    levels_when: Vec<(Code, Level)>,
    /// The types by which findings are joined.
    per: Vec<TypeId>,
    /// One for each type the rule is for.
    variants: Vec<Variant>,
    /// The other reports that it speaks of.
    needs: beside::Needs,
    /// For defects that the rule words: the types it takes them over for (none: any), and the words.
    detect: Option<(DefectKind, Vec<TypeId>, Words)>,
}

#[derive(Debug)]
struct Variant {
    of: TypeId,
    /// The number of columns, in a rule by column.
    columns: Option<usize>,
    when: Option<Code>,
    lets: Vec<Code>,
    body: Body,
    at: Option<CellPath>,
    words: Words,
}

impl Variant {
    fn is_of_claims(&self) -> bool {
        matches!(self.body, Body::Claims { .. })
    }
}

#[derive(Debug)]
enum Body {
    Assert(Code),
    /// Places of the required keys among the fields of the type.
    Required(Vec<usize>),
    Find {
        patterns: Vec<pattern::Pattern>,
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
struct Words {
    message: [Template; 2],
    help: Option<[Template; 2]>,
    label: Option<[Template; 2]>,
}

impl RuleSet {
    /// Check the rules of a chain of packs, the base first, against a schema.
    ///
    /// # Errors
    /// All that is wrong, for each pack that has errors.
    pub fn compile(chain: &[Pack], schema: &Schema) -> Result<Self, Vec<LoadErrors>> {
        compile::compile(chain, schema)
    }

    /// The rule called `id`.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.file.id == id)
    }

    /// The legal basis of a rule.
    #[must_use]
    pub fn basis(&self, rule: &Rule, lang: Lang) -> Vec<Basis> {
        let cite = |basis: &pack::BasisFile| {
            let instrument = self.instruments.get(&basis.instrument)?;
            Some(Basis {
                instrument: basis.instrument.clone(),
                title: instrument.title.get(lang).to_owned(),
                number: instrument.number.clone(),
                at: basis.at.as_ref().map(|at| match at {
                    pack::TextOrLocalized::Text(text) => text.clone(),
                    pack::TextOrLocalized::Localized(text) => text.get(lang).to_owned(),
                }),
            })
        };
        rule.file.basis.iter().filter_map(cite).collect()
    }
}

impl Words {
    fn of(lang: Lang) -> usize {
        match lang {
            Lang::Zh => 0,
            Lang::En => 1,
        }
    }
}

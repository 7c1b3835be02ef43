//! The schemas and packs at hand: those built in, and those a user brings.

use std::sync::{Arc, OnceLock};

use crate::{
    diagnostic::load_error::{LoadError, LoadErrors},
    form::schema::Schema,
    rules::pack::compile::compile,
    rules::pack::rule_set::{Pack, RuleSet},
    text::{source::Source, suggest::nearest},
};

/// The pack that words what readers and structural check find; part of every rule set.
const DOCUMENT: &str = "document";

/// The schemas that come with the program: their names as files, and their texts.
const SCHEMAS: [(&str, &str); 2] = [
    ("cn-ogi-2021", include_str!("../schema/cn-ogi-2021.yaml")),
    ("cn-ogi-2019", include_str!("../schema/cn-ogi-2019.yaml")),
];

/// The packs that come with the program.
const PACKS: [(&str, &str); 5] = [
    (DOCUMENT, include_str!("../rules/document.yaml")),
    ("cn-ogi-claims", include_str!("../rules/cn-ogi-claims.yaml")),
    ("cn-ogi-common", include_str!("../rules/cn-ogi-common.yaml")),
    ("cn-ogi-2021", include_str!("../rules/cn-ogi-2021.yaml")),
    ("cn-ogi-2019", include_str!("../rules/cn-ogi-2019.yaml")),
];

/// Files that packs name as their example report.
const EXAMPLES: [(&str, &str); 2] = [
    (
        "../examples/cn-ogi-2021.yaml",
        include_str!("../examples/cn-ogi-2021.yaml"),
    ),
    (
        "../examples/cn-ogi-2019.yaml",
        include_str!("../examples/cn-ogi-2019.yaml"),
    ),
];

/// A file that is read when it is first needed.
#[derive(Debug)]
struct Lazy<T> {
    id: String,
    source: Source,
    is_builtin: bool,
    loaded: OnceLock<Result<T, LoadErrors>>,
}

impl<T> Lazy<T> {
    fn builtin(folder: &str, (id, text): (&str, &str)) -> Self {
        Self {
            id: id.to_owned(),
            source: Source::new(format!("{folder}/{id}.yaml"), text),
            is_builtin: true,
            loaded: OnceLock::new(),
        }
    }

    fn own(id: String, source: Source, loaded: T) -> Self {
        Self {
            id,
            source,
            is_builtin: false,
            loaded: OnceLock::from(Ok(loaded)),
        }
    }

    fn get(&self, load: impl FnOnce(Source) -> Result<T, LoadErrors>) -> Result<&T, LoadErrors> {
        self.loaded
            .get_or_init(|| load(self.source.clone()))
            .as_ref()
            .map_err(Clone::clone)
    }
}

/// The schemas and packs at hand.
#[derive(Debug)]
pub struct Library {
    schemas: Vec<Lazy<Arc<Schema>>>,
    packs: Vec<Lazy<Pack>>,
}

impl Default for Library {
    fn default() -> Self {
        Self {
            schemas: SCHEMAS.map(|schema| Lazy::builtin("schema", schema)).into(),
            packs: PACKS.map(|pack| Lazy::builtin("rules", pack)).into(),
        }
    }
}

impl Library {
    /// Add a user's schema; returns its id. It takes the place of one with the same id.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn add_schema(&mut self, source: Source) -> Result<String, LoadErrors> {
        let schema = Arc::new(Schema::load(source.clone())?);
        let id = schema.id.clone();
        self.schemas.retain(|known| known.id != id);
        self.schemas.push(Lazy::own(id.clone(), source, schema));
        Ok(id)
    }

    /// Add a user's pack; returns its id. It takes the place of one with the same id, unless it extends that one.
    ///
    /// # Errors
    /// All that is wrong with its shape; its rules are checked by [`Library::rules`].
    pub fn add_pack(&mut self, source: Source) -> Result<String, LoadErrors> {
        let pack = Pack::read(source.clone())?;
        let id = pack.file.id.clone();
        self.packs.retain(|known| known.id != id);
        self.packs.push(Lazy::own(id.clone(), source, pack));
        Ok(id)
    }

    /// The ids of the schemas.
    pub fn schema_ids(&self) -> impl Iterator<Item = &str> {
        self.schemas.iter().map(|schema| schema.id.as_str())
    }

    /// The schemas; where `only` one is asked for, that.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub(crate) fn schemas(&self, only: Option<&str>) -> Result<Vec<&Schema>, LoadErrors> {
        let ids = self.schema_ids().filter(|id| only.is_none_or(|only| only == *id));
        let schemas = ids.filter_map(|id| self.schema(id).transpose());
        schemas.map(|schema| schema.map(Arc::as_ref)).collect()
    }

    /// The ids of the packs that have rules for a report.
    pub fn pack_ids(&self) -> impl Iterator<Item = &str> {
        self.packs.iter().map(|pack| pack.id.as_str())
    }

    /// The schema called `id`.
    ///
    /// # Errors
    /// All that is wrong with it; `None` inside `Ok` if there is none of that name.
    pub fn schema(&self, id: &str) -> Result<Option<&Arc<Schema>>, LoadErrors> {
        let found = self.schemas.iter().find(|schema| schema.id == id);
        found
            .map(|schema| schema.get(|source| Schema::load(source).map(Arc::new)))
            .transpose()
    }

    /// The pack called `id`.
    ///
    /// # Errors
    /// All that is wrong with it; `None` inside `Ok` if there is none of that name.
    pub fn pack(&self, id: &str) -> Result<Option<&Pack>, LoadErrors> {
        let found = self.packs.iter().find(|pack| pack.id == id);
        found.map(|pack| pack.get(Pack::read)).transpose()
    }

    /// The example report that a pack names, if it came with the program.
    #[must_use]
    pub fn builtin_example(&self, pack: &str, path: &str) -> Option<Source> {
        let is_builtin = self.packs.iter().any(|known| known.id == pack && known.is_builtin);
        let (name, text) = EXAMPLES.iter().find(|(name, _)| is_builtin && *name == path)?;
        Some(Source::new(name.trim_start_matches("../"), *text))
    }

    /// The pack called `id` and those it builds on, the base first; the words for defects of the file come before all.
    ///
    /// # Errors
    /// A pack that does not load, one that is not at hand, one that builds on itself.
    pub fn chain(&self, id: &str) -> Result<Vec<&Pack>, LoadErrors> {
        let mut chain: Vec<&Pack> = Vec::new();
        let mut next = Some(id.to_owned());
        while let Some(id) = next {
            let Some(pack) = self.pack(&id)? else {
                let user = chain.last().map(|pack| pack.source.clone());
                let source = user.unwrap_or_else(|| Source::new(&id, ""));
                let span = crate::document::locate::locate(source.text(), "/extends");
                let error = LoadError::new(
                    span,
                    format!("规则包 `{id}` 不存在"),
                    format!("there is no rule pack `{id}`"),
                );
                return Err(LoadErrors::one(source, error.meaning(nearest(&id, self.pack_ids()))));
            };
            if chain.iter().any(|known| known.file.id == id) {
                let span = crate::document::locate::locate(pack.source.text(), "/extends");
                let error = LoadError::new(span, "规则包经 `extends` 引用自身", "the pack extends itself");
                return Err(LoadErrors::one(pack.source.clone(), error));
            }
            next = pack.file.extends.clone();
            chain.push(pack);
        }
        if chain.iter().all(|pack| pack.file.id != DOCUMENT) {
            chain.extend(self.pack(DOCUMENT)?);
        }
        chain.reverse();
        Ok(chain)
    }

    /// The id of the schema that a pack's rules speak of; none if it, and all it builds on, name none.
    ///
    /// # Errors
    /// As for [`Library::chain`].
    pub fn schema_of(&self, pack: &str) -> Result<Option<String>, LoadErrors> {
        let chain = self.chain(pack)?;
        Ok(chain.iter().rev().find_map(|pack| pack.file.schema.clone()))
    }

    /// The rules of some packs, and of those they build on, for reports of a schema. Each pack counts once.
    ///
    /// # Errors
    /// All that is wrong with any of them.
    pub fn rules(&self, packs: &[String], schema: &Schema) -> Result<RuleSet, Vec<LoadErrors>> {
        let mut chain: Vec<Pack> = Vec::new();
        for id in packs
            .iter()
            .map(String::as_str)
            .chain(packs.is_empty().then_some(DOCUMENT))
        {
            for pack in self.chain(id).map_err(|errors| vec![errors])? {
                if chain.iter().all(|known| known.file.id != pack.file.id) {
                    chain.push(pack.clone());
                }
            }
        }
        let other = chain
            .iter()
            .find(|pack| pack.file.schema.as_ref().is_some_and(|id| *id != schema.id));
        if let Some(other) = other {
            // The pack that names this schema builds on one for another.
            let names = |pack: &&Pack| pack.file.schema.as_ref() == Some(&schema.id);
            let pack = chain.iter().rfind(names).unwrap_or(other);
            let (base, id) = (&other.file.id, &schema.id);
            let error = LoadError::new(
                crate::document::locate::locate(pack.source.text(), "/schema"),
                format!("所扩展的规则包 `{base}` 针对的格式不是 `{id}`"),
                format!("the pack that it extends, `{base}`, is not for the schema `{id}`"),
            );
            return Err(vec![LoadErrors::one(pack.source.clone(), error)]);
        }
        compile(&chain, schema)
    }

    /// The rules that need no schema: the words for defects of a file whose form is not known.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn document_rules(&self) -> Result<RuleSet, Vec<LoadErrors>> {
        let unknown = Schema::unknown().map_err(|errors| vec![errors])?;
        self.rules(&[], &unknown)
    }
}

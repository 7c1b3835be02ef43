//! What configuration applies to a report, and the linter that follows from it.

use std::{
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
};

use crate::{
    Beside, Library, Linter, Opened, Options, Report, Severity,
    config::{Config, ConfigFile, Waiver},
    text::name::shown,
    text::{name::as_file, source::Source, suggest::nearest as nearest_name},
};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use jiff::civil::Date;

use super::{
    failure::Failure,
    options::{Common, ConvertArg, FailOnArg, Given, NoConfig},
    system::{
        read::{source, source_below},
        walk::CONFIG,
    },
};

/// A linter and the configuration it follows from.
pub(crate) struct Settings {
    pub(crate) linter: Linter,
    pub(crate) config: Option<Config>,
    /// The folder of the configuration; patterns are relative to it.
    folder: PathBuf,
    exclude: Gitignore,
    waived: Vec<Option<Gitignore>>,
}

impl Settings {
    fn new(common: &Common, given: &Given, path: Option<&Path>) -> Result<Self, Failure> {
        let config = path.map(read_config).transpose()?;
        let folder = path.and_then(Path::parent).unwrap_or(Path::new("")).to_path_buf();
        let nothing = ConfigFile::default();
        let file = config.as_ref().map_or(&nothing, |config| &config.file);
        let mut library = Library::default();
        add_schemas(&mut library, &file.schemas, &folder)?;
        let schema = common.schema.as_ref();
        let schema = schema.map(|schema| schema_id(&mut library, schema)).transpose()?;
        // The command line takes the place of the configuration, as the gate's packs must not be chosen by the filer.
        let packs = match common.rules.is_empty() {
            true => pack_ids_by(&mut library, &file.packs, |path| source_below(&folder, path))?,
            false => pack_ids(&mut library, &common.rules)?,
        };
        let mut values: Vec<_> = file.set.clone().into_iter().collect();
        if let Some(config) = &config {
            let schemas = library.schemas(schema.as_deref())?;
            config.check_values(&schemas)?;
        }
        values.extend(given.values()?);
        let waived = file.waivers.iter().map(|waiver| {
            let pattern = waiver.file.as_ref();
            pattern
                .map(|pattern| patterns(&folder, std::slice::from_ref(pattern)))
                .transpose()
        });
        Ok(Self {
            exclude: patterns(&folder, &file.exclude)?,
            waived: waived.collect::<Result<_, _>>()?,
            linter: Linter::new(
                library,
                Options {
                    schema,
                    packs,
                    given: values,
                    ..Options::default()
                },
            )?,
            config,
            folder,
        })
    }

    /// The verdict on a report, with the waivers that hold on `today`.
    pub(crate) fn judge(&self, opened: &Opened, beside: &Beside<'_>, today: Date) -> Report {
        let mut report = self.linter.judge(opened, beside);
        if let Some(config) = &self.config {
            let waives = |waiver: &Waiver| {
                let at = config.waivers.iter().position(|known| std::ptr::eq(known, waiver));
                at.is_some_and(|at| self.waives(at, opened.path()))
            };
            config.waive(&mut report, today, waives);
        }
        report
    }

    /// The severity from which on a finding fails a report, as the command line or else the configuration asks.
    pub(crate) fn fail_on(&self, asked: Option<FailOnArg>) -> Option<Severity> {
        let configured = || self.config.as_ref().and_then(|config| config.file.fail_on);
        let fail_on = asked.map(Into::into).or_else(configured).unwrap_or_default();
        fail_on.threshold()
    }

    /// Whether a file found in a directory is left out.
    pub(crate) fn excludes(&self, path: &Path) -> bool {
        matches(&self.exclude, &self.folder, path)
    }

    /// Whether the waiver at this place of the configuration is for the report at `path`.
    fn waives(&self, waiver: usize, path: &Path) -> bool {
        self.waived[waiver]
            .as_ref()
            .is_none_or(|pattern| matches(pattern, &self.folder, path))
    }
}

/// The schemas and packs at hand in the working folder, for commands that are about these and not about a report.
pub(crate) struct AtHand {
    pub(crate) library: Library,
    /// The packs that the configuration names.
    pub(crate) packs: Vec<String>,
}

impl AtHand {
    /// What is built in, and what the nearest configuration brings if any is heeded.
    pub(crate) fn new(no_config: NoConfig) -> Result<Self, Failure> {
        let (mut library, mut packs) = (Library::default(), Vec::new());
        if let Some(path) = nearest(Path::new("")).filter(|_| !no_config.no_config) {
            let file = read_config(&path)?.file;
            let folder = path.parent().unwrap_or(Path::new(""));
            add_schemas(&mut library, &file.schemas, folder)?;
            packs = pack_ids_by(&mut library, &file.packs, |path| source_below(folder, path))?;
        }
        Ok(Self { library, packs })
    }
}

fn read_config(path: &Path) -> Result<Config, Failure> {
    Ok(Config::read(configuration(path)?)?)
}

/// The text of a configuration.
pub(crate) fn configuration(path: &Path) -> Result<Source, Failure> {
    source_below(path.parent().unwrap_or(Path::new("")), Path::new(CONFIG))
}

fn add_schemas(library: &mut Library, files: &[String], folder: &Path) -> Result<(), Failure> {
    for file in files {
        library.add_schema(source_below(folder, Path::new(file))?)?;
    }
    Ok(())
}

/// The ids of packs named by id or file; the files are added to the library.
pub(crate) fn pack_ids(library: &mut Library, names: &[String]) -> Result<Vec<String>, Failure> {
    pack_ids_by(library, names, source)
}

/// The same; `read` reads the files.
fn pack_ids_by(
    library: &mut Library,
    names: &[String],
    read: impl Fn(&Path) -> Result<Source, Failure>,
) -> Result<Vec<String>, Failure> {
    let ids = names.iter().map(|name| match as_file(name) {
        Some(path) => Ok(library.add_pack(read(&path)?)?),
        None => Ok(name.clone()),
    });
    ids.collect()
}

/// The id of a schema named by id or file; a file is added to the library.
pub(crate) fn schema_id(library: &mut Library, name: &str) -> Result<String, Failure> {
    match as_file(name) {
        Some(path) => Ok(library.add_schema(source(&path)?)?),
        None => Ok(name.to_owned()),
    }
}

/// A form was named that is not at hand.
pub(crate) fn no_schema(library: &Library, id: &str) -> Failure {
    let (zh, en) = match nearest_name(id, library.schema_ids()) {
        Some(near) => (format!("，是否应为 `{near}`？"), format!("; did you mean `{near}`?")),
        None => Default::default(),
    };
    let id = shown(id);
    Failure::stated(format!("没有格式 `{id}`{zh}"), format!("there is no schema `{id}`{en}"))
}

fn patterns(folder: &Path, lines: &[String]) -> Result<Gitignore, Failure> {
    let wrong = |error: ignore::Error| {
        let error = shown(&error.to_string());
        Failure::stated(format!("{CONFIG}：{error}"), format!("{CONFIG}: {error}"))
    };
    let mut builder = GitignoreBuilder::new(folder);
    for line in lines {
        builder.add_line(None, line).map_err(wrong)?;
    }
    builder.build().map_err(wrong)
}

fn matches(pattern: &Gitignore, folder: &Path, path: &Path) -> bool {
    let whole = if folder.is_absolute() {
        absolute(path)
    } else {
        path.to_path_buf()
    };
    let inside = whole.strip_prefix(folder).unwrap_or(&whole);
    !inside.is_absolute() && pattern.matched_path_or_any_parents(inside, false).is_ignore()
}

/// The settings for every report of a run: one for each configuration in force.
pub(crate) struct AllSettings {
    all: Vec<Settings>,
    by_folder: BTreeMap<PathBuf, usize>,
    by_config: BTreeMap<Option<PathBuf>, usize>,
    common: Common,
    given: Given,
}

impl AllSettings {
    /// No settings yet; they are made when a report asks for them.
    pub(crate) fn new(common: &Common, given: &Given) -> Self {
        Self {
            all: Vec::new(),
            by_folder: BTreeMap::new(),
            by_config: BTreeMap::new(),
            common: common.clone(),
            given: given.clone(),
        }
    }

    /// The settings for reports in a folder: of the nearest configuration in it or above it, up to the root of the repository.
    pub(crate) fn of_folder(&mut self, folder: &Path) -> Result<usize, Failure> {
        if let Some(known) = self.by_folder.get(folder) {
            return Ok(*known);
        }
        let config = if self.uses_config() { nearest(folder) } else { None };
        let at = match self.by_config.get(&config) {
            Some(known) => *known,
            None => {
                self.all
                    .push(Settings::new(&self.common, &self.given, config.as_deref())?);
                self.by_config.insert(config, self.all.len() - 1);
                self.all.len() - 1
            }
        };
        self.by_folder.insert(folder.to_path_buf(), at);
        Ok(at)
    }

    /// Whether configurations and ignore files are heeded.
    pub(crate) fn uses_config(&self) -> bool {
        !self.common.config.no_config
    }

    /// Whether files of old word processors are converted, if the office is there.
    pub(crate) fn converts(&self) -> bool {
        match self.common.convert {
            ConvertArg::Auto => self.uses_config(),
            ConvertArg::Always => true,
            ConvertArg::Never => false,
        }
    }

    pub(crate) fn get(&self, at: usize) -> &Settings {
        &self.all[at]
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Settings> {
        self.all.iter()
    }
}

/// Where a path leads from the root; a file beside the working folder is in it.
fn absolute(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    let resolved = if climbs(path) {
        path.canonicalize()
    } else {
        std::path::absolute(path)
    };
    resolved.unwrap_or_else(|_| path.to_path_buf())
}

/// Whether a path has `..`, which says nothing before it is resolved.
fn climbs(path: &Path) -> bool {
    path.components().any(|step| step == Component::ParentDir)
}

/// The nearest configuration in a folder or above it, up to the root of the repository.
pub(crate) fn nearest(folder: &Path) -> Option<PathBuf> {
    let absolute = absolute(folder);
    let mut near = folder.to_path_buf();
    for above in absolute.ancestors() {
        let config = above.join(CONFIG);
        if config.is_file() {
            // A relative name, as long as there is one, is what the user knows the file by.
            let relative = near.join(CONFIG);
            return Some(if !climbs(folder) && relative.is_file() {
                relative
            } else {
                config
            });
        }
        if above.join(".git").exists() {
            return None;
        }
        near = match near.parent() {
            Some(parent) => parent.to_path_buf(),
            None => above.parent()?.to_path_buf(),
        };
    }
    None
}

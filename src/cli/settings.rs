//! What configuration applies to a report, and the linter that follows from it.

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::{Component, Path, PathBuf},
};

use crate::{Library, Linter, Options, config::Config, finding::Lang, read::Limits, source::Source};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{Common, Failure, as_file};

/// The name of configuration files.
pub(crate) const CONFIG: &str = "pubreport.yaml";

/// A linter and the configuration it follows from.
pub(crate) struct Settings {
    pub(crate) linter: Linter,
    /// The language of messages.
    pub(crate) lang: Lang,
    pub(crate) config: Option<Config>,
    /// The folder of the configuration; patterns are relative to it.
    pub(crate) folder: PathBuf,
    exclude: Gitignore,
    waived: Vec<Option<Gitignore>>,
}

impl Settings {
    fn new(common: &Common, path: Option<&Path>) -> Result<Self, Failure> {
        let config = match path {
            Some(path) => Some(Config::read(read(path)?)?),
            None => None,
        };
        let folder = path.and_then(Path::parent).unwrap_or(Path::new("")).to_path_buf();
        let (mut library, mut options) = (Library::default(), Options::default());
        let file = config.as_ref().map(|config| &config.file);
        let lang = common
            .lang
            .map_or_else(|| file.and_then(|file| file.lang).unwrap_or_default(), Lang::from);
        for schema in file.into_iter().flat_map(|file| &file.schemas) {
            library.add_schema(read(&folder.join(schema))?)?;
        }
        options.schema = match &common.schema {
            Some(schema) => Some(match as_file(schema) {
                Some(path) => library.add_schema(read(&path)?)?,
                None => schema.clone(),
            }),
            None => None,
        };
        // The command line takes the place of the configuration, as the gate's packs must not be chosen by the filer.
        let named = file
            .filter(|_| common.rules.is_empty())
            .map(|file| (&file.packs, folder.as_path()));
        let (packs, base) = named.unwrap_or((&common.rules, Path::new("")));
        for pack in packs {
            options.packs.push(match as_file(pack) {
                Some(path) => library.add_pack(read(&base.join(path))?)?,
                None => pack.clone(),
            });
        }
        let exclude = file.map(|file| file.exclude.as_slice()).unwrap_or_default();
        let exclude = patterns(&folder, exclude)?;
        let waivers = file.map(|file| file.waivers.as_slice()).unwrap_or_default();
        let waived = waivers.iter().map(|waiver| {
            waiver
                .file
                .as_ref()
                .map(|pattern| patterns(&folder, std::slice::from_ref(pattern)))
                .transpose()
        });
        let waived = waived.collect::<Result<_, _>>()?;
        Ok(Self {
            linter: Linter::new(library, options)?,
            lang,
            config,
            folder,
            exclude,
            waived,
        })
    }

    /// Whether a file found in a directory is left out.
    pub(crate) fn excludes(&self, path: &Path) -> bool {
        matches(&self.exclude, &self.folder, path)
    }

    /// Whether the waiver at this place of the configuration is for the report at `path`.
    pub(crate) fn waives(&self, waiver: usize, path: &Path) -> bool {
        self.waived[waiver]
            .as_ref()
            .is_none_or(|pattern| matches(pattern, &self.folder, path))
    }
}

fn patterns(folder: &Path, lines: &[String]) -> Result<Gitignore, Failure> {
    let mut builder = GitignoreBuilder::new(folder);
    for line in lines {
        builder
            .add_line(None, line)
            .map_err(|error| Failure::Say(format!("{CONFIG}: {error}")))?;
    }
    builder
        .build()
        .map_err(|error| Failure::Say(format!("{CONFIG}: {error}")))
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

/// Read a schema, pack or configuration.
pub(crate) fn read(path: &Path) -> Result<Source, Failure> {
    let limit = Limits::default().bytes;
    let bytes = fs::File::open(path).and_then(|file| {
        let mut bytes = Vec::new();
        file.take(limit as u64 + 1).read_to_end(&mut bytes).map(|_| bytes)
    });
    match bytes {
        Ok(bytes) if bytes.len() > limit => Err(Failure::Say(format!("{}: > {limit} bytes", path.display()))),
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Source::new(path, text.strip_prefix('\u{feff}').unwrap_or(&text))),
            Err(_) => Err(Failure::Say(format!("{}: not UTF-8 / 不是 UTF-8 编码", path.display()))),
        },
        Err(error) => Err(Failure::Say(format!("{}: {error}", path.display()))),
    }
}

/// The settings for every report of a run: one for each configuration in force.
pub(crate) struct AllSettings {
    all: Vec<Settings>,
    by_folder: BTreeMap<PathBuf, usize>,
    by_config: BTreeMap<Option<PathBuf>, usize>,
    /// Whether configurations and ignore files are heeded.
    pub(crate) use_config: bool,
    common: Common,
}

impl AllSettings {
    /// No settings yet; they are made when a report asks for them.
    pub(crate) fn new(common: &Common, use_config: bool) -> Self {
        Self {
            all: Vec::new(),
            by_folder: BTreeMap::new(),
            by_config: BTreeMap::new(),
            use_config,
            common: common.clone(),
        }
    }

    /// The settings for reports in a folder: of the nearest configuration in it or above it, up to the root of the repository.
    pub(crate) fn of_folder(&mut self, folder: &Path) -> Result<usize, Failure> {
        if let Some(known) = self.by_folder.get(folder) {
            return Ok(*known);
        }
        let config = if self.use_config { nearest(folder) } else { None };
        let at = match self.by_config.get(&config) {
            Some(known) => *known,
            None => {
                self.all.push(Settings::new(&self.common, config.as_deref())?);
                self.by_config.insert(config, self.all.len() - 1);
                self.all.len() - 1
            }
        };
        self.by_folder.insert(folder.to_path_buf(), at);
        Ok(at)
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

fn nearest(folder: &Path) -> Option<PathBuf> {
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

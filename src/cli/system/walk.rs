//! Which files there are in a folder.
#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use ignore::WalkBuilder;

use crate::{
    config::is_configuration,
    diagnostic::finding::{Lang, Localized},
    document::limits::Limits,
    text::name::{name, shown},
};

use super::{
    super::failure::unreadable,
    convert::is_convertible,
    read::{self, Links},
    write::is_left_over,
};

/// The name of configuration files.
pub(crate) const CONFIG: &str = "pubreport.yaml";

/// A file in a folder.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    /// Why it is not read.
    pub(crate) problem: Option<Localized>,
}

/// The files in folders, and what of those is not among them.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub(crate) found: Vec<Found>,
    pub(crate) passed: Passed,
}

/// Files that are not taken for reports.
#[derive(Debug, Default)]
pub(crate) struct Passed {
    /// How many, by ending.
    others: BTreeMap<String, usize>,
    /// Configurations that do not count.
    configurations: Vec<PathBuf>,
}

impl Walk {
    fn take(&mut self, path: PathBuf) {
        self.found.push(Found { path, problem: None });
    }

    fn refuse(&mut self, path: PathBuf, problem: Localized) {
        let problem = Some(problem);
        self.found.push(Found { path, problem });
    }

    fn sorted(mut self) -> Self {
        self.found.sort_by(|a, b| a.path.cmp(&b.path));
        self
    }
}

/// The files in a folder that are reports by their endings, as its ignore files allow. Hidden ones are left out.
/// `converts`: those too that have to be converted.
pub(crate) fn reports(folder: &Path, converts: bool) -> Walk {
    let mut walk = Walk::default();
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        let entry = match entry {
            Ok(entry) => entry,
            // One folder that cannot be read keeps none of the others back.
            Err(error) => {
                let path = path_of(&error).unwrap_or(folder).to_path_buf();
                let text = shown(&error.to_string());
                let why = error.io_error().map(unreadable);
                walk.refuse(
                    path,
                    why.unwrap_or(Localized {
                        zh: text.clone(),
                        en: text,
                    }),
                );
                continue;
            }
        };
        if entry.file_type().is_some_and(|kind| kind.is_dir()) || entry.file_name() == CONFIG {
            continue;
        }
        let ending = ending(entry.path());
        // Text and Markdown are linted when named: most of them are no reports.
        let is_report = matches!(
            ending.as_str(),
            "yaml" | "yml" | "json" | "html" | "htm" | "docx" | "xlsx" | "xlsm" | "pdf"
        ) || converts && is_convertible(&ending);
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if is_report && is_file && !is_lock(entry.file_name()) {
            walk.take(entry.into_path());
        } else {
            *walk.passed.others.entry(ending).or_default() += 1;
        }
    }
    walk.sorted()
}

/// Every file in a folder, whatever its name and wherever it hides. What is no file of its own is named with the reason.
pub(crate) fn everything(folder: &Path) -> Walk {
    let mut walk = Walk::default();
    let root = folder.canonicalize().ok();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                walk.refuse(folder, unreadable(&error));
                continue;
            }
        };
        for entry in entries {
            let (path, kind) = match entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))) {
                Ok(found) => found,
                Err(error) => {
                    walk.refuse(folder.clone(), unreadable(&error));
                    continue;
                }
            };
            let file_name = path.file_name().unwrap_or_default();
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_symlink() {
                // What such a link leads to stands in the folder itself, and is taken once.
                if let Some(problem) = misleading(&path, root.as_deref()) {
                    walk.refuse(path, problem);
                }
            } else if file_name.to_str().is_some_and(is_left_over) {
                walk.refuse(
                    path,
                    Localized {
                        zh: "是中断的pubreport留下的临时文件，没有核对；请删除".into(),
                        en: "left behind by an interrupted run of pubreport, not checked; delete it".into(),
                    },
                );
            } else if file_name == CONFIG && is_configuration_file(&path) {
                walk.passed.configurations.push(path);
            } else {
                walk.take(path);
            }
        }
    }
    walk.passed.configurations.sort();
    walk.sorted()
}

/// Why a link is not taken for the file that it leads to; none if that stands in the folder and is taken there.
fn misleading(link: &Path, root: Option<&Path>) -> Option<Localized> {
    let (zh, en) = match link.canonicalize() {
        Ok(real) if root.is_none_or(|root| !real.starts_with(root)) => (
            "是符号链接，指向所给目录之外，没有核对",
            "it is a symbolic link that leads out of the directory, not checked",
        ),
        Ok(real) if real.is_dir() => (
            "是指向目录的符号链接，没有核对",
            "it is a symbolic link to a directory, not followed",
        ),
        Ok(_) => return None,
        Err(error) if error.kind() == io::ErrorKind::NotFound => (
            "是符号链接，所指的文件不存在",
            "it is a symbolic link to a file that does not exist",
        ),
        Err(_) => (
            "是符号链接，其所指循环或无法读取",
            "it is a symbolic link that leads round in a circle or cannot be followed",
        ),
    };
    Some(Localized {
        zh: zh.into(),
        en: en.into(),
    })
}

fn is_configuration_file(path: &Path) -> bool {
    let limit = Limits::default().bytes;
    let bytes = read::bytes(path, limit, Links::Refuse).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.is_some_and(|text| is_configuration(&text))
}

/// The path that an error of the walk is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } | ignore::Error::Loop { child: path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

fn ending(path: &Path) -> String {
    let ending = path.extension().map(OsStr::to_string_lossy);
    ending.map_or_else(String::new, |ending| shown(&ending.to_lowercase()))
}

/// Whether this is what Word leaves beside a document that is open.
fn is_lock(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with("~$"))
}

impl Passed {
    /// Take in what was passed over elsewhere.
    pub(crate) fn add(&mut self, other: Self) {
        self.configurations.extend(other.configurations);
        for (ending, count) in other.others {
            *self.others.entry(ending).or_default() += count;
        }
    }

    /// One line on files that are not taken for reports, and one for each configuration that does not count.
    pub(crate) fn lines(&self, lang: Lang) -> Vec<String> {
        let configurations = self.configurations.iter().map(|path| {
            let path = name(path);
            match lang {
                Lang::Zh => format!("{path}：是配置文件，使用--no-config时不采用，也不作为报告核对"),
                Lang::En => format!("{path}: a configuration, which --no-config ignores; not checked as a report"),
            }
        });
        configurations.chain(self.counted(lang)).collect()
    }

    fn counted(&self, lang: Lang) -> Option<String> {
        /// More endings than this are not listed.
        const LISTED: usize = 6;
        let count: usize = self.others.values().sum();
        let mut endings: Vec<(&String, &usize)> = self.others.iter().collect();
        // The most frequent first, and what is as frequent by name.
        endings.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let listed = endings
            .iter()
            .take(LISTED)
            .map(|(ending, count)| match (ending.as_str(), lang) {
                ("", Lang::Zh) => format!("无后缀{count}个"),
                ("", Lang::En) => format!("{count} without an ending"),
                (ending, Lang::Zh) => format!(".{ending} {count}个"),
                (ending, Lang::En) => format!("{count} .{ending}"),
            });
        let listed: Vec<String> = listed.collect();
        let has_more = endings.len() > LISTED;
        (count > 0).then(|| match (lang, has_more) {
            (Lang::Zh, false) => format!(
                "目录中另有{count}个文件未核对（{}）；其中有报告的，请逐个指明",
                listed.join("、")
            ),
            (Lang::Zh, true) => format!(
                "目录中另有{count}个文件未核对（{}等）；其中有报告的，请逐个指明",
                listed.join("、")
            ),
            (Lang::En, has_more) => {
                let more = if has_more { ", …" } else { "" };
                let files = if count == 1 { "file was" } else { "files were" };
                let listed = listed.join(", ");
                format!("{count} other {files} not checked ({listed}{more}); name those that are reports")
            }
        })
    }
}

//! Which files to lint.

use std::{
    collections::HashSet,
    fs::OpenOptions,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use crate::{document::format::Format, extract::input};
use ignore::WalkBuilder;

use super::{
    failure::Failure,
    settings::{AllSettings, CONFIG},
};

/// A report to be linted and the settings for it.
pub(crate) struct Input {
    /// What findings call it.
    pub(crate) path: PathBuf,
    /// Whether it comes from standard input.
    pub(crate) is_stdin: bool,
    /// The place of its settings.
    pub(crate) settings: usize,
}

/// The files among `named`, and the reports in the directories among them: sorted inside a directory, each file once.
/// Directories are walked with hidden files left out, and with ignore files and the configuration's excludes respected.
pub(crate) fn collect(
    named: &[PathBuf],
    stdin_name: Option<&Path>,
    all: &mut AllSettings,
) -> Result<Vec<Input>, Failure> {
    let mut inputs: Vec<Input> = Vec::new();
    for path in named {
        if path.as_os_str() == "-" {
            let path = stdin_name.unwrap_or(Path::new("<stdin>")).to_path_buf();
            let settings = all.of_folder(folder(&path))?;
            inputs.push(Input {
                path,
                is_stdin: true,
                settings,
            });
            continue;
        }
        let is_directory = path.is_dir();
        let paths = if is_directory {
            reports(path, all.uses_config())?
        } else {
            vec![path.clone()]
        };
        for path in paths {
            let settings = all.of_folder(folder(&path))?;
            // A file named by hand is linted, or reported as unreadable, whatever the excludes say.
            if !is_directory || !all.get(settings).excludes(&path) {
                inputs.push(Input {
                    path,
                    is_stdin: false,
                    settings,
                });
            }
        }
    }
    // Within one directory no file comes twice.
    if named.len() > 1 {
        let mut seen = HashSet::new();
        let first = inputs.iter().map(|input| seen.insert((input.is_stdin, &input.path)));
        let first: Vec<bool> = first.collect();
        let mut first = first.into_iter();
        inputs.retain(|_| first.next().unwrap_or(true));
    }
    Ok(inputs)
}

/// The folder whose configuration says in which language a run on these files is: of the first of them.
pub(crate) fn folder_of<'p>(files: &'p [PathBuf], stdin_name: Option<&'p Path>) -> &'p Path {
    match files.first() {
        Some(path) if path.as_os_str() == "-" => folder(stdin_name.unwrap_or(Path::new(""))),
        Some(path) if path.is_dir() => path,
        Some(path) => folder(path),
        None => Path::new(""),
    }
}

/// The folder that a file is in.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

fn reports(folder: &Path, heed_ignore_files: bool) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    let mut walk = WalkBuilder::new(folder);
    // Without configuration nothing that came with a submission decides what of it is checked: not even a dot or a link.
    walk.standard_filters(heed_ignore_files)
        .follow_links(!heed_ignore_files)
        .require_git(false);
    for entry in walk.build() {
        let entry = entry.map_err(Failure::foreign)?;
        let path = entry.path();
        let ending = path
            .extension()
            .and_then(|ending| ending.to_str())
            .map(str::to_lowercase);
        // Text and Markdown are linted when named: most of them are no reports.
        let is_report = matches!(
            ending.as_deref(),
            Some("yaml" | "yml" | "json" | "html" | "htm" | "docx")
        );
        if is_report
            && entry.file_type().is_some_and(|kind| kind.is_file())
            && entry.file_name() != CONFIG
            && !is_lock(path)
        {
            paths.push(entry.into_path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whether this is what Word leaves beside a document that is open.
fn is_lock(path: &Path) -> bool {
    path.file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| name.starts_with("~$"))
}

/// The bytes of a report, one more than `limit` at most, so that a larger one is known to be too large.
pub(crate) fn read(input: &Input, limit: usize) -> std::io::Result<Vec<u8>> {
    if !input.is_stdin {
        return read_path(&input.path, limit);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The same of a file.
pub(crate) fn read_path(path: &Path, limit: usize) -> std::io::Result<Vec<u8>> {
    let limit = limit as u64 + 1;
    let file = std::fs::File::open(path)?;
    let mut bytes = Vec::with_capacity(file.metadata().map_or(0, |metadata| metadata.len().min(limit)) as usize);
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Write a file; one that is there already only by force.
pub(crate) fn put(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true);
    // Looking first would leave time for another to write it.
    let options = if force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    let name = path.display();
    let written = options.open(path).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::stated(
            format!("{name} 已经存在，没有改动"),
            format!("{name} already exists; nothing was written"),
        ),
        _ => unwritable(path, &error),
    })
}

/// A file could not be written.
pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let name = path.display();
    Failure::stated(
        format!("{name} 无法写入：{error}"),
        format!("{name} cannot be written: {error}"),
    )
}

/// Whether a file of this name may be written as YAML: one that a reader would take for something else may not.
pub(crate) fn is_yaml_name(path: &Path) -> Result<(), Failure> {
    let name = path.display();
    match input::Input::of(path, b"") {
        input::Input::Data(None | Some(Format::Yaml)) => Ok(()),
        _ => Err(Failure::stated(
            format!("{name}：写出的是YAML，文件名应以.yaml结尾；Word、网页请用pubreport render生成"),
            format!("{name}: the output is YAML; name it *.yaml (pubreport render makes Word and HTML files)"),
        )),
    }
}

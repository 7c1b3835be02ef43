//! Which files to lint.

use std::{
    collections::HashSet,
    ops::Range,
    path::{Path, PathBuf},
};

use crate::{
    Linter, Opened,
    diagnostic::finding::Localized,
    document::{format::Format, limits::Limits},
    extract::input,
    text::name::name,
};

use super::{
    failure::Failure,
    settings::AllSettings,
    system::{
        convert::{self, Converted, convert},
        read::{self, Links},
        walk::{Found, Passed, Walk, everything, reports},
    },
};

/// A report to be linted and the settings for it.
pub(crate) struct Input {
    /// What findings call it.
    pub(crate) path: PathBuf,
    /// Whether it comes from standard input.
    pub(crate) is_stdin: bool,
    /// Whether the user has named it, and not a folder that it is in.
    pub(crate) is_named: bool,
    /// The place of its settings.
    pub(crate) settings: usize,
    /// Whether a link is read.
    links: Links,
    /// Whether it may be converted.
    pub(crate) converts: bool,
    /// Why it is not read at all.
    problem: Option<Localized>,
}

/// The files to be linted, and those in the same folders that are not.
#[derive(Default)]
pub(crate) struct Collected {
    pub(crate) inputs: Vec<Input>,
    pub(crate) passed: Passed,
}

/// The files among `named`, and the reports in the directories among them: sorted inside a directory, each file once.
/// Directories are walked with hidden files left out, and with ignore files and the configuration's excludes respected; without
/// configuration nothing that came with a submission decides what of it is checked, and every file is.
pub(crate) fn collect(
    named: &[PathBuf],
    stdin_name: Option<&Path>,
    all: &mut AllSettings,
) -> Result<Collected, Failure> {
    let links = if all.uses_config() {
        Links::Follow
    } else {
        Links::Refuse
    };
    let mut collected = Collected::default();
    for path in named {
        let is_stdin = path.as_os_str() == "-";
        let is_directory = !is_stdin && path.is_dir() && (links == Links::Follow || !path.is_symlink());
        let walk = if is_directory {
            match links {
                Links::Follow => reports(path, all.converts() && convert::office().is_some()),
                Links::Refuse => everything(path),
            }
        } else {
            let path = if is_stdin {
                stdin_name.unwrap_or(Path::new("<stdin>"))
            } else {
                path
            };
            let found = Found {
                path: path.to_path_buf(),
                problem: None,
            };
            Walk {
                found: vec![found],
                passed: Passed::default(),
            }
        };
        collected.passed.add(walk.passed);
        for Found { path, problem } in walk.found {
            let settings = all.of_folder(folder(&path))?;
            // A file named by hand is linted, or reported as unreadable, whatever the excludes say.
            if !is_directory || !all.get(settings).excludes(&path) {
                collected.inputs.push(Input {
                    path,
                    is_stdin,
                    is_named: !is_directory,
                    settings,
                    links,
                    converts: all.converts(),
                    problem,
                });
            }
        }
    }
    // Within one directory no file comes twice.
    if named.len() > 1 {
        let mut seen = HashSet::new();
        let first = collected.inputs.iter();
        let first: Vec<bool> = first.map(|input| seen.insert((input.is_stdin, &input.path))).collect();
        let mut first = first.into_iter();
        collected.inputs.retain(|_| first.next().unwrap_or(true));
    }
    Ok(collected)
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

/// The bytes of a report, one more than `limit` at most, so that a larger one is known to be too large; or why there are none.
pub(crate) fn read(input: &Input, limit: usize) -> Result<Vec<u8>, Localized> {
    match &input.problem {
        Some(problem) => Err(problem.clone()),
        None if input.is_stdin => read::stdin(limit),
        None => read::bytes(&input.path, limit, input.links),
    }
}

/// A report, read and opened: an old document by way of the one that it was converted to. `kind` is its format, if the user has stated it.
pub(crate) fn open(input: &Input, linter: &Linter, kind: Option<input::Input>) -> Result<Opened, Localized> {
    let bytes = read(input, linter.options().limits.bytes)?;
    let converts = input.converts && kind.is_none();
    Ok(opened(&input.path, &bytes, linter, kind, converts))
}

/// The same of the bytes of a file.
pub(crate) fn opened(path: &Path, bytes: &[u8], linter: &Linter, kind: Option<input::Input>, converts: bool) -> Opened {
    let limit = linter.options().limits.bytes;
    if converts && matches!(input::Input::of(path, bytes), input::Input::Refused(_)) {
        match convert(path, bytes, limit) {
            Converted::Done(made, medium) => {
                let opened = linter.open(path, &made, Some(input::Input::Published(medium)));
                return opened.converted_from(bytes);
            }
            Converted::Failed => return linter.open(path, bytes, Some(input::Input::Refused("doc-failed"))),
            Converted::Not => {}
        }
    }
    linter.open(path, bytes, kind)
}

/// The inputs in runs that are worked on at once: of as many files as keep the threads busy, and of no more text than each of these may
/// have to hold anyway.
pub(crate) fn batches(inputs: &[Input], threads: usize) -> impl Iterator<Item = Range<usize>> {
    /// So many files for each thread.
    const FILES: usize = 16;
    let limit = Limits::default().bytes;
    let mut start = 0;
    let mut next = None;
    std::iter::from_fn(move || {
        let (mut end, mut weight) = (start, 0);
        while end < inputs.len() && end - start < threads * FILES {
            let input = &inputs[end];
            let more = next.take().unwrap_or_else(|| match input.is_stdin {
                true => limit,
                false => read::weight(&input.path, limit, input.links),
            });
            if end > start && weight + more > threads * limit {
                next = Some(more);
                break;
            }
            weight += more;
            end += 1;
        }
        let batch = start..end;
        start = end;
        (!batch.is_empty()).then_some(batch)
    })
}

/// Whether a file of this name may be written as YAML: one that a reader would take for something else may not.
pub(crate) fn is_yaml_name(path: &Path) -> Result<(), Failure> {
    let name = name(path);
    match input::Input::of(path, b"") {
        input::Input::Data(None | Some(Format::Yaml)) => Ok(()),
        _ => Err(Failure::stated(
            format!("{name}：写出的是YAML，文件名应以.yaml结尾；Word、网页请用pubreport render生成"),
            format!("{name}: the output is YAML; name it *.yaml (pubreport render makes Word and HTML files)"),
        )),
    }
}

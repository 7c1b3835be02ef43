//! Where converted reports go: known, and without doubt, before the first of them is written.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Component, Path, PathBuf},
};

use unicode_normalization::UnicodeNormalization;

use crate::{diagnostic::finding::Localized, text::name::name};

use super::{
    failure::Failure,
    files::{Input, folder},
    system::write::folders,
};

/// Where `-o` says that the output goes; none for standard output, which `-` stands for as well.
pub(crate) fn destination(named: Option<&PathBuf>) -> Option<&Path> {
    named.map(PathBuf::as_path).filter(|path| path.as_os_str() != "-")
}

/// The files in the directory `output` that the inputs are written to, one each: as they lay in the directories that were `named`, with
/// the ending of what they are now.
pub(crate) fn plan(inputs: &[Input], named: &[PathBuf], output: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let folders: Vec<&PathBuf> = named.iter().filter(|path| path.is_dir()).collect();
    let target = |input: &Input| output.join(inside(input, &folders)).with_extension(ending);
    let targets: Vec<PathBuf> = inputs.iter().map(target).collect();
    let mut writers: BTreeMap<String, usize> = BTreeMap::new();
    for (at, target) in targets.iter().enumerate() {
        if let Some(other) = writers.insert(on_any_disk(target), at) {
            let (one, other, target) = (name(&inputs[other].path), name(&inputs[at].path), name(target));
            return Err(Failure::stated(
                format!("{one} 和 {other} 都要写入 {target}，没有写出任何文件；请写入不同的目录"),
                format!(
                    "{one} and {other} would both become {target}; nothing was written. Write them to different directories"
                ),
            ));
        }
    }
    let mut sources: Option<HashMap<PathBuf, usize>> = None;
    for (at, target) in targets.iter().enumerate() {
        let Ok(real) = target.canonicalize() else { continue };
        let sources = sources.get_or_insert_with(|| {
            let real = inputs.iter().enumerate().filter(|(_, input)| !input.is_stdin);
            real.filter_map(|(at, input)| Some((input.path.canonicalize().ok()?, at)))
                .collect()
        });
        if let Some(other) = sources.get(&real).filter(|other| **other != at) {
            let (one, other) = (name(&inputs[at].path), name(&inputs[*other].path));
            return Err(Failure::stated(
                format!("{one} 将写入 {other}，而后者也是要读入的报告；没有写出任何文件，请写入另一目录"),
                format!(
                    "{one} would be written over {other}, which is to be read too; nothing was written. Write to another directory"
                ),
            ));
        }
    }
    Ok(targets)
}

/// A path below the output directory; it never climbs out of it.
fn inside(input: &Input, folders: &[&PathBuf]) -> PathBuf {
    if input.is_stdin {
        return PathBuf::from("stdin");
    }
    let is_inside = |path: &&Path| path.components().all(|step| matches!(step, Component::Normal(_)));
    let inside = folders.iter().filter_map(|folder| input.path.strip_prefix(folder).ok());
    let inside = inside.filter(is_inside).find(|path| !path.as_os_str().is_empty());
    let name = inside.map(Path::to_path_buf);
    let name = name.or_else(|| input.path.file_name().map(PathBuf::from));
    name.unwrap_or_else(|| PathBuf::from("report"))
}

/// A name as the disks see it that take capitals for small letters, or one normal form for another.
fn on_any_disk(path: &Path) -> String {
    path.to_string_lossy()
        .nfc()
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

/// Make the folder of a target below the output directory, which a link in that must not leave.
pub(crate) fn make_folder(target: &Path, output: &Path) -> Result<(), Failure> {
    let folder = folder(target);
    folders(folder)?;
    let is_below = match (folder.canonicalize(), output.canonicalize()) {
        (Ok(folder), Ok(output)) => folder.starts_with(output),
        // The folder of the working folder has no name.
        _ => folder.as_os_str().is_empty() || output.as_os_str().is_empty(),
    };
    match is_below {
        true => Ok(()),
        false => Err(Failure::of_file(
            target,
            &Localized {
                zh: "经符号链接离开了输出目录，没有写出".into(),
                en: "a symbolic link leads out of the output directory; not written".into(),
            },
        )),
    }
}

/// Whether two names are of one file.
pub(crate) fn is_same_file(one: &Path, other: &Path) -> bool {
    one.canonicalize()
        .is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

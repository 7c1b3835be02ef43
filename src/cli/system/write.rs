//! Writing: a file is there whole or not at all. A new one is made beside its place, is on the disk, and then takes that place at once, so
//! that no crash, full disk or second program leaves half a file.
#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::{
    fs::{self, Metadata, Permissions},
    io::{self, Write},
    path::Path,
};

use tempfile::{Builder, NamedTempFile};

use crate::{diagnostic::finding::Localized, text::name::name};

use super::{
    super::failure::Failure,
    read::{self, Links},
};

/// How the names of files begin and end that are being written. Such a file that is found was left by a run that was killed.
const PREFIX: &str = ".pubreport-";
const SUFFIX: &str = ".tmp";

/// Whether a file is what a killed run left.
pub(crate) fn is_left_over(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

/// Write a file; one that is there already only by force.
pub(crate) fn put(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let there = match fs::symlink_metadata(path) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(unwritable(path, &error)),
    };
    match there {
        Some(_) if !force => Err(exists(path)),
        Some(metadata) => {
            is_replaceable(path, &metadata)?;
            made(path, bytes, Some(metadata.permissions()))
                .and_then(|file| persist(file, path))
                .map_err(|error| unwritable(path, &error))
        }
        // Who writes the file meanwhile keeps it.
        None => made(path, bytes, None)
            .and_then(|file| Ok(file.persist_noclobber(path).map(drop)?))
            .map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => exists(path),
                _ => unwritable(path, &error),
            }),
    }
}

/// Put another text in the place of the one that a file has; what has another text by now is left alone.
pub(crate) fn replace(path: &Path, old: &str, new: &str) -> Result<(), Failure> {
    let metadata = fs::symlink_metadata(path).map_err(|error| unwritable(path, &error))?;
    is_replaceable(path, &metadata)?;
    let is_same = || read::bytes(path, old.len(), Links::Refuse).is_ok_and(|bytes| bytes == old.as_bytes());
    let file = made(path, new.as_bytes(), Some(metadata.permissions())).map_err(|error| unwritable(path, &error))?;
    if !is_same() {
        return Err(Failure::of_file(
            path,
            &Localized {
                zh: "在核对期间被改动过，没有改写".into(),
                en: "has changed since it was checked; nothing was written".into(),
            },
        ));
    }
    persist(file, path).map_err(|error| unwritable(path, &error))
}

/// Make the folders of a path.
pub(crate) fn folders(path: &Path) -> Result<(), Failure> {
    match path.as_os_str().is_empty() {
        true => Ok(()),
        false => fs::create_dir_all(path).map_err(|error| unwritable(path, &error)),
    }
}

/// A file beside `path`, on the disk.
fn made(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    // Such permissions as any new file gets; nobody else reads what replaces a file that nobody else may read.
    #[cfg(unix)]
    if permissions.is_none() {
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

fn persist(file: NamedTempFile, path: &Path) -> io::Result<()> {
    Ok(file.persist(path).map(drop)?)
}

/// A new file in the place of these would not be what they were: it would part the names of one file, overrule who has forbidden to
/// write it, or take the place of a link, a device, a folder.
fn is_replaceable(path: &Path, metadata: &Metadata) -> Result<(), Failure> {
    let (zh, en) = if metadata.file_type().is_symlink() {
        (
            "是符号链接，没有改写；请直接指明其所指的文件",
            "is a symbolic link, not written; name the file that it leads to",
        )
    } else if !metadata.is_file() {
        ("不是普通文件，没有写入", "is not a regular file; nothing was written")
    } else if metadata.permissions().readonly() {
        ("是只读文件，没有改写", "is read-only; nothing was written")
    } else if names(metadata) > 1 {
        (
            "有多个名称（硬链接），没有改写；请改写副本",
            "has several names (hard links), not written; work on a copy",
        )
    } else {
        return Ok(());
    };
    Err(Failure::of_file(
        path,
        &Localized {
            zh: zh.into(),
            en: en.into(),
        },
    ))
}

#[cfg(unix)]
fn names(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
const fn names(_: &Metadata) -> u64 {
    1
}

fn exists(path: &Path) -> Failure {
    let name = name(path);
    Failure::stated(
        format!("{name} 已经存在，没有改动"),
        format!("{name} already exists; nothing was written"),
    )
}

/// A file could not be written.
fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let name = name(path);
    Failure::stated(
        format!("{name} 无法写入：{error}"),
        format!("{name} cannot be written: {error}"),
    )
}

//! Reading: regular files only, so that nothing waits for a pipe or takes a device for a report, and never more than is asked for.
#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Read},
    path::{Component, Path},
};

use crate::{diagnostic::finding::Localized, document::limits::Limits, text::source::Source};

use super::super::failure::{Failure, unreadable};

/// Whether a link is read as the file that it leads to. What came with a submission must not make a gate read, print or change a file
/// that did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Links {
    /// It is.
    Follow,
    /// It is refused.
    Refuse,
}

/// The bytes of a file, one more than `limit` at most, so that a larger one is known to be too large; or why they are not to be had.
pub(crate) fn bytes(path: &Path, limit: usize, links: Links) -> Result<Vec<u8>, Localized> {
    let file = open(path, links)?;
    let limit = limit as u64 + 1;
    let size = file.metadata().map_or(0, |metadata| metadata.len().min(limit));
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    file.take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(&error))?;
    Ok(bytes)
}

/// About how many bytes of text are in a file, without reading it.
pub(crate) fn weight(path: &Path, limit: usize, links: Links) -> usize {
    let Ok(mut file) = open(path, links) else { return 0 };
    let size = file
        .metadata()
        .map_or(limit, |metadata| usize::try_from(metadata.len()).unwrap_or(limit));
    let mut head = [0; PACKED.len()];
    let head = file.read_exact(&mut head).map(|()| head).unwrap_or_default();
    weighed(size, &head, limit)
}

/// The same of the bytes of a file.
pub(crate) fn unpacked(bytes: &[u8], limit: usize) -> usize {
    weighed(bytes.len(), bytes, limit)
}

/// How packed files begin.
const PACKED: [u8; 2] = *b"PK";

fn weighed(size: usize, head: &[u8], limit: usize) -> usize {
    /// Markup is packed to a tenth; what is packed tighter than this is no report, and its text is bounded.
    const LOOSE: usize = 100;
    let factor = if head.starts_with(&PACKED) { LOOSE } else { 1 };
    size.saturating_mul(factor).min(limit)
}

/// The same of standard input.
pub(crate) fn stdin(limit: usize) -> Result<Vec<u8>, Localized> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(limit as u64 + 1).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|error| unreadable(&error))
}

/// Read a schema, pack, configuration or example.
pub(crate) fn source(path: &Path) -> Result<Source, Failure> {
    let limit = Limits::default().bytes;
    let wrong = |zh: String, en: String| Failure::of_file(path, &Localized { zh, en });
    let bytes = bytes(path, limit, Links::Follow).map_err(|why| Failure::of_file(path, &why))?;
    if bytes.len() > limit {
        return Err(wrong(
            format!("文件超过{limit}字节"),
            format!("the file has more than {limit} bytes"),
        ));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(path, text.strip_prefix('\u{feff}').unwrap_or(&text))),
        Err(_) => Err(wrong("文件不是UTF-8编码".into(), "the file is not UTF-8".into())),
    }
}

/// The same of a file that another one names, which must be in the folder of that: who may write the one need not be let read
/// anything else on the machine, for instance by the lines that an error shows.
pub(crate) fn source_below(folder: &Path, name: &Path) -> Result<Source, Failure> {
    let path = folder.join(name);
    let is_plain = |step: Component<'_>| matches!(step, Component::Normal(_) | Component::CurDir);
    let here = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let is_below = name.components().all(is_plain)
        && match (here.canonicalize(), path.canonicalize()) {
            (Ok(here), Ok(path)) => path.starts_with(here),
            // What is not there is reported as that.
            _ => true,
        };
    if !is_below {
        return Err(Failure::of_file(
            &path,
            &Localized {
                zh: "不在pubreport.yaml所在目录之内，没有读取；规则包和格式文件应放在该目录或其下级目录".into(),
                en: "outside the folder of pubreport.yaml, not read; keep packs and schemas in that folder or below it"
                    .into(),
            },
        ));
    }
    source(&path)
}

fn open(path: &Path, links: Links) -> Result<File, Localized> {
    let wrong = |error: io::Error| unreadable(&error);
    let looked_at = match links {
        Links::Follow => fs::metadata(path),
        Links::Refuse => fs::symlink_metadata(path),
    };
    // To open some devices does something already.
    irregular(&looked_at.map_err(wrong)?).map_or(Ok(()), Err)?;
    let mut options = OpenOptions::new();
    options.read(true);
    without_waiting(&mut options, links);
    let file = options.open(path).map_err(wrong)?;
    // What was opened is what counts, whatever has taken the name since.
    irregular(&file.metadata().map_err(wrong)?).map_or(Ok(file), Err)
}

#[cfg(unix)]
fn without_waiting(options: &mut OpenOptions, links: Links) {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;

    let mut flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    if links == Links::Refuse {
        flags |= OFlags::NOFOLLOW;
    }
    options.custom_flags(i32::try_from(flags.bits()).unwrap_or_default());
}

#[cfg(not(unix))]
const fn without_waiting(_: &mut OpenOptions, _: Links) {}

/// What a file is, if it is no regular one.
pub(crate) fn irregular(metadata: &Metadata) -> Option<Localized> {
    let kind = metadata.file_type();
    if kind.is_file() {
        return None;
    }
    let (zh, en) = if kind.is_dir() {
        ("是目录，不是文件", "it is a directory, not a file")
    } else if kind.is_symlink() {
        (
            "是符号链接，使用--no-config时不读取其所指的文件；请直接指明该文件",
            "it is a symbolic link, which --no-config does not follow; name the file itself",
        )
    } else if is_fifo(metadata) {
        (
            "是管道（FIFO），不是普通文件；标准输入请用“-”",
            "it is a pipe (FIFO), not a regular file; use `-` for standard input",
        )
    } else {
        (
            "是设备等特殊文件，不是普通文件",
            "it is a device or another special file, not a regular file",
        )
    };
    Some(Localized {
        zh: zh.into(),
        en: en.into(),
    })
}

#[cfg(unix)]
fn is_fifo(metadata: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&metadata.file_type())
}

#[cfg(not(unix))]
const fn is_fifo(_: &Metadata) -> bool {
    false
}

//! The reports beside those that are linted: which they are, and their bytes.

use std::{io, path::Path};

use pubreport::finding::Lang;

use super::{Failure, files};

/// A report beside another: what findings call it, and its bytes.
pub struct Companion {
    pub path: std::path::PathBuf,
    pub bytes: Vec<u8>,
}

/// Read last year's report, which the user has named.
pub fn previous(path: &Path, limit: usize, lang: Lang) -> Result<Companion, Failure> {
    match files::read_path(path, limit) {
        Ok(bytes) => Ok(Companion {
            path: path.to_path_buf(),
            bytes,
        }),
        Err(error) => Err(Failure::Say(format!(
            "{}: {}",
            path.display(),
            unreadable(&error, lang)
        ))),
    }
}

/// Why a file cannot be read.
pub fn unreadable(error: &io::Error, lang: Lang) -> String {
    match (lang, error.kind()) {
        (Lang::Zh, io::ErrorKind::NotFound) => "文件不存在".into(),
        (Lang::Zh, io::ErrorKind::PermissionDenied) => "没有读取该文件的权限".into(),
        (Lang::Zh, _) => format!("文件读不出来：{error}"),
        (Lang::En, io::ErrorKind::NotFound) => "there is no such file".into(),
        (Lang::En, _) => format!("the file cannot be read: {error}"),
    }
}

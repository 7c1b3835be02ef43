//! The reports beside those that are linted: which they are, and their bytes.

use std::{io, path::Path};

use pubreport::{
    finding::Lang,
    pairs::{Company, pair},
};
use rayon::prelude::*;

use super::{
    Failure,
    files::{self, Input},
    settings::AllSettings,
};

/// The bytes of last year's report, which the user has named.
pub fn previous(path: &Path, limit: usize, lang: Lang) -> Result<Vec<u8>, Failure> {
    files::read_path(path, limit)
        .map_err(|error| Failure::Say(format!("{}: {}", path.display(), unreadable(&error, lang))))
}

/// Pair the reports of each agency by year.
pub fn by_agency(inputs: &[Input], all: &AllSettings) -> Vec<Company> {
    let owners = inputs.par_iter().map(|input| {
        let linter = &all.get(input.settings).linter;
        // Standard input can be read once only.
        let bytes = (!input.is_stdin).then(|| files::read(input, linter.options().limits.bytes).ok());
        linter.owner(&input.path, &bytes.flatten()?)
    });
    pair(&owners.collect::<Vec<_>>())
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

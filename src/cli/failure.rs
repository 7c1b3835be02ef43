//! Why a command ends without a verdict, and how that is reported.

use std::{
    io::{self, Write},
    path::Path,
};

use crate::{
    LinterError,
    diagnostic::{
        finding::{Lang, Localized},
        load_error::LoadErrors,
    },
    output,
    text::name::{as_file, name, shown},
};

use super::{
    system::stream::{note, note_findings, notes_are_seen},
    terminal::{ColorArg, ThemeArg, theme, use_color, width},
};

/// Why a command ends without a verdict.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Schemas, packs or configurations with errors at their places.
    #[error(transparent)]
    Load(#[from] LinterError),
    /// Anything else, in one sentence.
    #[error("{}", .0.en)]
    Stated(Localized),
    /// Whoever reads the output has seen enough: `pubreport … | head`.
    #[error("broken pipe")]
    BrokenPipe,
}

impl Failure {
    /// A failure in Chinese and in English words.
    pub(crate) fn stated(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Stated(Localized {
            zh: zh.into(),
            en: en.into(),
        })
    }

    /// What is wrong with a file.
    pub(crate) fn of_file(path: &Path, why: &Localized) -> Self {
        let path = name(path);
        Self::stated(format!("{path}：{}", why.zh), format!("{path}: {}", why.en))
    }

    /// What a part of the program states in English only.
    pub(crate) fn foreign(error: impl std::fmt::Display) -> Self {
        let error = shown(&error.to_string());
        Self::stated(error.clone(), error)
    }

    /// Write to standard error why there is no verdict.
    pub(crate) fn report(&self, lang: Lang) {
        match self {
            Self::BrokenPipe => {}
            Self::Stated(message) => note(&format!("pubreport: {}", message.get(lang))),
            Self::Load(error) => errors_at_their_places(error, lang),
        }
    }
}

impl From<LoadErrors> for Failure {
    fn from(errors: LoadErrors) -> Self {
        Self::Load(errors.into())
    }
}

/// Standard output could not be written to; all else is asked of the system by what words its answer.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::stated(
                format!("标准输出无法写入：{error}"),
                format!("standard output cannot be written: {error}"),
            ),
        }
    }
}

impl From<rayon::ThreadPoolBuildError> for Failure {
    fn from(error: rayon::ThreadPoolBuildError) -> Self {
        Self::foreign(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::foreign(error)
    }
}

/// Why a file could not be read.
pub(crate) fn unreadable(error: &io::Error) -> Localized {
    let (zh, en) = match error.kind() {
        io::ErrorKind::NotFound => ("文件不存在".into(), "there is no such file".into()),
        io::ErrorKind::PermissionDenied => ("没有读取该文件的权限".into(), "no permission to read the file".into()),
        _ => (
            format!("文件无法读取：{error}"),
            format!("the file cannot be read: {error}"),
        ),
    };
    Localized { zh, en }
}

fn errors_at_their_places(error: &LinterError, lang: Lang) {
    let options = output::Options {
        lang,
        color: use_color(ColorArg::Auto, notes_are_seen()),
        theme: theme(ThemeArg::Auto),
        width: width(),
        quiet: false,
    };
    let mut printer = output::printer(output::Format::Pretty, options);
    for errors in &error.errors {
        let is_file = as_file(&errors.source.path().to_string_lossy()).is_some();
        if !errors.source.text().is_empty() || is_file {
            let report = errors.clone().report(lang);
            note_findings(|err: &mut dyn Write| printer.file(&report, output::Status::Error, err));
            continue;
        }
        // A name that nothing bears has no file to show a place in.
        for error in &errors.errors {
            let message = error.message.get(lang);
            match (&error.help, lang) {
                (None, _) => note(&format!("pubreport: {message}")),
                (Some(help), Lang::Zh) => note(&format!("pubreport: {message}，{}", help.zh)),
                (Some(help), Lang::En) => note(&format!("pubreport: {message}; {}", help.en)),
            }
        }
    }
}

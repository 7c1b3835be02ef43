//! Why a command ends without a verdict, and how that is reported.

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
};

use crate::{
    LinterError,
    diagnostic::{
        finding::{Lang, Localized},
        load_error::LoadErrors,
    },
    output,
};

use super::{
    options::as_file,
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
        let path = path.display();
        Self::stated(format!("{path}：{}", why.zh), format!("{path}: {}", why.en))
    }

    /// What the system answered to what was asked of a file.
    pub(crate) fn system(path: &Path, error: &io::Error) -> Self {
        Self::of_file(path, &unreadable(error))
    }

    /// What a part of the program states in English only.
    pub(crate) fn foreign(error: impl std::fmt::Display) -> Self {
        Self::stated(error.to_string(), error.to_string())
    }

    /// Write to standard error why there is no verdict.
    pub(crate) fn report(&self, lang: Lang) {
        let mut err = io::stderr().lock();
        // Where not even standard error can be written to, the exit code is all there is.
        let _ = match self {
            Self::BrokenPipe => Ok(()),
            Self::Stated(message) => writeln!(err, "pubreport: {}", message.get(lang)),
            Self::Load(error) => errors_at_their_places(error, lang, &mut err),
        };
    }
}

impl From<LoadErrors> for Failure {
    fn from(errors: LoadErrors) -> Self {
        Self::Load(errors.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::foreign(error),
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
        io::Error::from(error).into()
    }
}

/// Why a file could not be read or written.
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

fn errors_at_their_places(error: &LinterError, lang: Lang, err: &mut dyn Write) -> io::Result<()> {
    let options = output::Options {
        lang,
        color: use_color(ColorArg::Auto, io::stderr().is_terminal()),
        theme: theme(ThemeArg::Auto),
        width: width(),
        quiet: false,
    };
    let mut printer = output::printer(output::Format::Pretty, options);
    for errors in &error.errors {
        let is_file = as_file(&errors.source.path().to_string_lossy()).is_some();
        if !errors.source.text().is_empty() || is_file {
            printer.file(&errors.clone().report(lang), output::Status::Error, err)?;
            continue;
        }
        // A name that nothing bears has no file to show a place in.
        for error in &errors.errors {
            let message = error.message.get(lang);
            match (&error.help, lang) {
                (None, _) => writeln!(err, "pubreport: {message}")?,
                (Some(help), Lang::Zh) => writeln!(err, "pubreport: {message}，{}", help.zh)?,
                (Some(help), Lang::En) => writeln!(err, "pubreport: {message}; {}", help.en)?,
            }
        }
    }
    Ok(())
}

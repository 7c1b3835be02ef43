//! Options that several commands share. What they do is told in `help.yaml`.

use std::thread::available_parallelism;

use clap::{Args, ValueEnum};
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::{
    config::FailOn,
    diagnostic::finding::Lang,
    document::format::Format,
    extract::input::{Input, Medium},
    text::name::shown,
};

use super::{
    failure::Failure,
    terminal::{ColorArg, ThemeArg},
};

/// Options of every command that judges reports.
#[derive(Args, Clone)]
pub(crate) struct Common {
    #[arg(long, value_name = "PACK")]
    pub(crate) rules: Vec<String>,
    #[arg(long, value_name = "SCHEMA")]
    pub(crate) schema: Option<String>,
    #[command(flatten)]
    pub(crate) config: NoConfig,
    #[arg(long, value_enum, default_value_t = ConvertArg::Auto, value_name = "WHEN")]
    pub(crate) convert: ConvertArg,
    #[arg(long, value_enum, default_value_t = ColorArg::Auto, value_name = "WHEN")]
    pub(crate) color: ColorArg,
    #[arg(long, value_enum, default_value_t = ThemeArg::Auto, value_name = "THEME")]
    pub(crate) theme: ThemeArg,
}

/// Whether files of old word processors are given to LibreOffice: another program that reads what came from outside.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConvertArg {
    /// Unless nothing that came with a submission is to be heeded.
    Auto,
    Always,
    Never,
}

/// What is known of the reports whatever they state.
#[derive(Args, Clone, Default)]
pub(crate) struct Given {
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
}

impl Given {
    /// Fields by their dotted paths.
    pub(crate) fn values(&self) -> Result<Vec<(String, String)>, Failure> {
        let parts = self.set.iter().map(|set| path_and_value(set));
        let owned = parts.map(|parts| parts.map(|(path, value)| (path.to_owned(), value.to_owned())));
        owned.collect()
    }
}

/// The two parts of `PATH=VALUE`.
pub(crate) fn path_and_value(set: &str) -> Result<(&str, &str), Failure> {
    set.split_once('=').ok_or_else(|| {
        let set = shown(set);
        Failure::stated(
            format!("--set {set}：应写成“路径=值”"),
            format!("--set {set}: write PATH=VALUE"),
        )
    })
}

/// Whether configurations are heeded: an option of every command that reads one.
#[derive(Args, Clone, Copy)]
pub(crate) struct NoConfig {
    #[arg(long)]
    pub(crate) no_config: bool,
}

/// How many reports are worked on at once.
#[derive(Args, Clone, Copy)]
pub(crate) struct Jobs {
    #[arg(long, value_name = "N", value_parser = count)]
    jobs: Option<u64>,
}

/// A number of threads. What is told of another text is in no language.
fn count(text: &str) -> Result<u64, &'static str> {
    text.parse().ok().filter(|count| *count > 0).ok_or("1, 2, 3, …")
}

impl Jobs {
    /// The threads that do all the work of a run: as many as asked for, or else as the processor has, as far as they are to be had.
    pub(crate) fn pool(self) -> Result<ThreadPool, ThreadPoolBuildError> {
        /// More do not work faster on any machine that there is.
        const MOST: usize = 256;
        let asked = self.jobs.map(|jobs| usize::try_from(jobs).unwrap_or(MOST));
        let asked = asked.unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
        let mut threads = asked.min(MOST);
        while threads > 1 {
            if let Ok(pool) = ThreadPoolBuilder::new().num_threads(threads).build() {
                return Ok(pool);
            }
            threads /= 2;
        }
        let pool = ThreadPoolBuilder::new().num_threads(1).build();
        // Where there is no thread to be had, this one does the work.
        let alone = || ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
        pool.or_else(|_| alone())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangArg {
    Zh,
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Zh => Self::Zh,
            LangArg::En => Self::En,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOnArg {
    Error,
    Warning,
    Info,
    Never,
}

impl From<FailOnArg> for FailOn {
    fn from(level: FailOnArg) -> Self {
        match level {
            FailOnArg::Error => Self::Error,
            FailOnArg::Warning => Self::Warning,
            FailOnArg::Info => Self::Info,
            FailOnArg::Never => Self::Never,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormatArg {
    Yaml,
    Json,
    Text,
    Markdown,
    Html,
    Docx,
    Xlsx,
    Pdf,
}

impl From<InputFormatArg> for Input {
    fn from(format: InputFormatArg) -> Self {
        match format {
            InputFormatArg::Yaml => Self::Data(Some(Format::Yaml)),
            InputFormatArg::Json => Self::Data(Some(Format::Json)),
            InputFormatArg::Text => Self::Published(Medium::Text),
            InputFormatArg::Markdown => Self::Published(Medium::Markdown),
            InputFormatArg::Html => Self::Published(Medium::Html),
            InputFormatArg::Docx => Self::Published(Medium::Docx),
            InputFormatArg::Xlsx => Self::Published(Medium::Sheet),
            InputFormatArg::Pdf => Self::Published(Medium::Pdf),
        }
    }
}

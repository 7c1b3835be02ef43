//! Printers: one file a format.
//!
//! A printer streams: it takes one file's report after the other, writes it and keeps only counters, so ten thousand reports need
//! no more memory than one. The same findings always give the same bytes.

mod elide;
mod escape;
mod frame;
mod github;
mod gitlab;
mod json;
mod junit;
mod paint;
mod pretty;
mod printer;
mod sarif;
mod short;
mod snippet;
mod status;
mod summary;
#[cfg(test)]
mod tests;
mod words;
mod wrap;

use std::{
    fmt,
    io::{self, Write},
    str::FromStr,
};

use crate::diagnostic::finding::LocalizedReport;

pub(crate) use escape::{Escape, Escaping};
pub use json::json_schema;
pub use printer::{Options, Printer, RuleInfo, Theme};
pub use status::Status;
pub use summary::Summary;
pub use wrap::wrap;

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal: the place in the file, the help and the law.
    #[default]
    Pretty,
    /// One line a finding.
    Short,
    /// The versioned contract; see [`json_schema`].
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab Code Quality.
    Gitlab,
    /// JUnit XML.
    Junit,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 7] = [
        Self::Pretty,
        Self::Short,
        Self::Json,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
    ];

    /// The name used on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pretty => "pretty",
            Self::Short => "short",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is no [`Format`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown format `{0}`; expected one of {names}", names = Format::ALL.map(Format::as_str).join(", "))]
pub struct UnknownFormat(pub String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == name)
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// The printer of `format`. Whatever a report holds, what it writes is harmless in a terminal and a log.
#[must_use]
pub fn printer(format: Format, options: Options) -> Box<dyn Printer> {
    let text = Escape::Text { color: options.color };
    let (escape, printer): (Escape, Box<dyn Printer>) = match format {
        Format::Pretty => (text, Box::new(pretty::Pretty::new(options))),
        Format::Short => (text, Box::new(short::Short::new(options))),
        Format::Json => (Escape::Json, Box::new(json::Json::default())),
        Format::Sarif => (Escape::Json, Box::new(sarif::Sarif::new(options.lang))),
        Format::Github => (Escape::Commands, Box::new(github::Github::new(options.lang))),
        Format::Gitlab => (Escape::Json, Box::new(gitlab::Gitlab::new(options.lang))),
        Format::Junit => (Escape::Xml, Box::new(junit::Junit::new(options.lang))),
    };
    Box::new(Harmless { escape, printer })
}

/// A printer, and what its output passes through.
struct Harmless {
    escape: Escape,
    printer: Box<dyn Printer>,
}

impl Printer for Harmless {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut out = Escaping::new(out, self.escape);
        self.printer.begin(&mut out)?;
        out.finish()
    }

    fn file(&mut self, report: &LocalizedReport, status: Status, out: &mut dyn Write) -> io::Result<()> {
        let mut out = Escaping::new(out, self.escape);
        self.printer.file(report, status, &mut out)?;
        out.finish()
    }

    fn end(&mut self, summary: &Summary, rules: &[RuleInfo], out: &mut dyn Write) -> io::Result<()> {
        let mut out = Escaping::new(out, self.escape);
        self.printer.end(summary, rules, &mut out)?;
        out.finish()
    }
}

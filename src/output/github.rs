//! Workflow commands of GitHub Actions, which show as annotations of a pull request.

use std::io::{self, Write};

use crate::diagnostic::finding::{Finding, Lang, LocalizedReport, Severity};
use crate::output::{
    printer::{Printer, RuleInfo},
    status::Status,
    summary::Summary,
    words::{self, Word, word},
    wrap::one_line,
};

/// Prints workflow commands.
pub(crate) struct Github {
    lang: Lang,
}

impl Github {
    pub(crate) const fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// The message and what else a reader of the annotation needs, which sees nothing of the file's excerpt.
    fn text(&self, finding: &Finding) -> String {
        let lang = self.lang;
        let mut lines = vec![finding.message.clone()];
        let led = |word, text: &str| words::led(word, text, lang);
        let places = words::beside(finding, lang);
        let notes = places.iter().chain(&finding.notes);
        lines.extend(notes.map(|note| led(Word::Note, note)));
        let related = finding.related.iter();
        lines.extend(related.map(|other| led(Word::Related, &format!("[{}] {}", other.rule, other.message))));
        lines.extend(finding.help.iter().map(|help| led(Word::Help, help)));
        if !finding.basis.is_empty() {
            lines.push(led(Word::Basis, &words::cite_all(&finding.basis, lang)));
        }
        lines.join("\n")
    }
}

impl Printer for Github {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&mut self, report: &LocalizedReport, _: Status, out: &mut dyn Write) -> io::Result<()> {
        let file = property(&report.source.path().to_string_lossy());
        for finding in report.counted() {
            let span = report.source.clamp(finding.span);
            let (start, end) = (report.source.position(span.start), report.source.position(span.end));
            let command = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "notice",
            };
            write!(out, "::{command} file={file},line={},endLine={}", start.line, end.line)?;
            // GitHub refuses columns of a place that is longer than a line.
            if start.line == end.line {
                write!(out, ",col={},endColumn={}", start.column, end.column)?;
            }
            writeln!(out, ",title={}::{}", property(&finding.rule), data(&self.text(finding)))?;
        }
        if let Some(failure) = &report.failure {
            let title = property(word(Word::NoVerdict, self.lang));
            writeln!(out, "::error file={file},title={title}::{}", data(failure))?;
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary, _: &[RuleInfo], _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn data(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(one_line).collect();
    lines.join("\n").replace('%', "%25").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

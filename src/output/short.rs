//! One line a finding: `path:line:column: severity[rule] message`.

use std::io::{self, Write};

use crate::diagnostic::finding::{LocalizedReport, Severity};
use crate::output::{
    paint::Paint,
    printer::{Options, Printer, Repeated, RuleInfo, deciding, shown},
    status::Status,
    summary::Summary,
    words,
    wrap::one_line,
};

/// Prints one line a finding, and no summary but of what was told once.
pub(crate) struct Short {
    options: Options,
    paint: Paint,
    repeated: Repeated,
}

impl Short {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            options,
            paint: Paint { on: options.color },
            repeated: Repeated::default(),
        }
    }
}

impl Printer for Short {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&mut self, report: &LocalizedReport, status: Status, out: &mut dyn Write) -> io::Result<()> {
        let lang = self.options.lang;
        let path = one_line(&report.source.path().to_string_lossy());
        let deciding = deciding(report, status);
        for finding in shown(report, status, self.options.quiet) {
            if !self.repeated.tells(finding, deciding, lang) {
                continue;
            }
            let at = report.source.position(finding.span.start);
            let rule = one_line(&finding.rule);
            let label = words::label(finding, &rule, lang);
            let (label, reason) = match &finding.waiver {
                Some(waiver) => (label, words::waived(waiver, lang)),
                None => (self.paint.severity(finding.severity, &label), String::new()),
            };
            let message = one_line(&format!("{}{reason}", words::with_beside(finding, lang)));
            writeln!(out, "{path}:{}:{}: {label} {message}", at.line, at.column)?;
        }
        if let Some(failure) = &report.failure {
            let label = self.paint.severity(Severity::Error, &words::no_verdict(lang));
            writeln!(out, "{path}: {label} {}", one_line(failure))?;
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary, _: &[RuleInfo], out: &mut dyn Write) -> io::Result<()> {
        for line in self.repeated.lines(self.options.lang).filter(|_| !self.options.quiet) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

//! GitLab Code Quality: a JSON array of findings.

use std::{
    collections::HashMap,
    io::{self, Write},
    path::Path,
};

use serde_json::json;

use crate::diagnostic::finding::{Lang, LocalizedReport, Severity};
use crate::output::{
    printer::{Elements, Printer, RuleInfo},
    status::Status,
    summary::Summary,
    words::{self, Word},
};
use crate::text::digest::sha256;

/// Prints Code Quality.
pub(crate) struct Gitlab {
    lang: Lang,
    findings: Elements,
}

impl Gitlab {
    pub(crate) fn new(lang: Lang) -> Self {
        Self {
            lang,
            findings: Elements::default(),
        }
    }
}

impl Printer for Gitlab {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "[")
    }

    fn file(&mut self, report: &LocalizedReport, _: Status, out: &mut dyn Write) -> io::Result<()> {
        let path = report.source.path().to_string_lossy();
        let mut fingerprints = Fingerprints::new(report.source.path());
        for finding in &report.findings {
            // A waived finding keeps its number, so that a waiver does not rename the others.
            let fingerprint = fingerprints.next(&finding.rule, &finding.path);
            if finding.waiver.is_some() {
                continue;
            }
            let span = report.source.clamp(finding.span);
            let (begin, end) = (report.source.position(span.start), report.source.position(span.end));
            let issue = json!({
                "description": words::with_beside(finding, self.lang),
                "check_name": finding.rule,
                "fingerprint": fingerprint,
                "severity": match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                "location": {"path": path, "lines": {"begin": begin.line, "end": end.line}},
            });
            self.findings.push(&issue, out)?;
        }
        if let Some(failure) = &report.failure {
            let issue = json!({
                "description": words::led(Word::NoVerdict, failure, self.lang),
                "check_name": "no-verdict",
                "fingerprint": fingerprints.next("no-verdict", ""),
                "severity": "blocker",
                "location": {"path": path, "lines": {"begin": 1}},
            });
            self.findings.push(&issue, out)?;
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary, _: &[RuleInfo], out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n]")
    }
}

/// Names findings of one file so that they keep their names when lines move: by file, rule and value, and by their number where
/// a rule finds several defects at one value.
pub(crate) struct Fingerprints<'a> {
    path: &'a Path,
    seen: HashMap<String, usize>,
}

impl<'a> Fingerprints<'a> {
    pub(crate) fn new(path: &'a Path) -> Self {
        Self {
            path,
            seen: HashMap::new(),
        }
    }

    /// The fingerprint of the next finding of `rule` at `pointer`.
    pub(crate) fn next(&mut self, rule: &str, pointer: &str) -> String {
        let key = format!("{rule}\0{pointer}");
        let mut identity = format!("{}\0{key}", self.path.to_string_lossy());
        let times = self.seen.entry(key).or_insert(0);
        if *times > 0 {
            identity.push_str(&format!("\0{times}"));
        }
        *times += 1;
        sha256(identity)
    }
}

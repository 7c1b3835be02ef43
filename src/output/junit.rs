//! JUnit XML: a suite for each file, a case for each finding.
//!
//! The attributes that count over all suites are left out: they are optional, and known only after everything has been written.

use std::io::{self, Write};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

use crate::diagnostic::finding::{Finding, Lang, LocalizedReport};
use crate::output::{
    printer::{Printer, RuleInfo, TOOL, deciding},
    status::Status,
    summary::Summary,
    words::{self, Word},
};

/// Prints JUnit XML.
pub(crate) struct Junit {
    lang: Lang,
}

impl Junit {
    pub(crate) const fn new(lang: Lang) -> Self {
        Self { lang }
    }

    fn case(
        &self,
        report: &LocalizedReport,
        path: &str,
        finding: &Finding,
        is_failure: bool,
        xml: &mut Xml<'_>,
    ) -> io::Result<()> {
        let at = report.source.position(finding.span.start);
        let name = match finding.path.as_str() {
            "" => finding.rule.clone(),
            pointer => format!("{} {pointer}", finding.rule),
        };
        let mut lines = vec![format!(
            "{path}:{}:{}: {}[{}] {}",
            at.line,
            at.column,
            finding.severity.as_str(),
            finding.rule,
            finding.message
        )];
        lines.extend(words::beside(finding, self.lang));
        lines.extend(finding.notes.iter().cloned());
        let help = finding.help.iter();
        lines.extend(help.map(|help| words::led(Word::Help, help, self.lang)));
        if !finding.basis.is_empty() {
            let cited = words::cite_all(&finding.basis, self.lang);
            lines.push(words::led(Word::Basis, &cited, self.lang));
        }
        let line = at.line.to_string();
        xml.open(
            "testcase",
            &[("name", &name), ("classname", path), ("file", path), ("line", &line)],
        )?;
        if let Some(waiver) = &finding.waiver {
            xml.empty("skipped", &[("message", &waiver.reason)])?;
        } else if is_failure {
            let attributes = [("message", finding.message.as_str()), ("type", &finding.rule)];
            xml.text("failure", &attributes, &lines.join("\n"))?;
        } else {
            xml.text("system-out", &[], &lines.join("\n"))?;
        }
        xml.close("testcase")
    }
}

impl Printer for Junit {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut xml = Xml::new(out);
        xml.writer
            .write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.newline()?;
        xml.open("testsuites", &[("name", TOOL)])
    }

    fn file(&mut self, report: &LocalizedReport, status: Status, out: &mut dyn Write) -> io::Result<()> {
        let path = report.source.path().to_string_lossy();
        let errors = usize::from(report.failure.is_some());
        let deciding = deciding(report, status);
        let fails = |finding: &Finding| Some(finding.severity) == deciding;
        let failures = report.counted().filter(|finding| fails(finding)).count();
        let skipped = report.findings.len() - report.counted().count();
        let tests = (report.findings.len() + errors).max(1);
        let mut xml = Xml::new(out);
        xml.open(
            "testsuite",
            &[
                ("name", &path),
                ("tests", &tests.to_string()),
                ("failures", &failures.to_string()),
                ("errors", &errors.to_string()),
                ("skipped", &skipped.to_string()),
            ],
        )?;
        for finding in &report.findings {
            self.case(report, &path, finding, fails(finding), &mut xml)?;
        }
        if let Some(failure) = &report.failure {
            xml.open(
                "testcase",
                &[("name", "no-verdict"), ("classname", &path), ("file", &path)],
            )?;
            xml.text("error", &[("message", failure), ("type", "no-verdict")], failure)?;
            xml.close("testcase")?;
        } else if report.findings.is_empty() {
            xml.empty("testcase", &[("name", "lint"), ("classname", &path), ("file", &path)])?;
        }
        xml.close("testsuite")
    }

    fn end(&mut self, _: &Summary, _: &[RuleInfo], out: &mut dyn Write) -> io::Result<()> {
        Xml::new(out).close("testsuites")
    }
}

/// Elements on lines of their own.
struct Xml<'a> {
    writer: Writer<&'a mut dyn Write>,
}

impl<'a> Xml<'a> {
    fn new(out: &'a mut dyn Write) -> Self {
        Self {
            writer: Writer::new(out),
        }
    }

    fn newline(&mut self) -> io::Result<()> {
        self.writer.get_mut().write_all(b"\n")
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.writer.write_event(Event::Start(start(name, attributes)))?;
        self.newline()
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.writer.write_event(Event::Empty(start(name, attributes)))?;
        self.newline()
    }

    fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.writer.write_event(Event::Start(start(name, attributes)))?;
        self.writer.write_event(Event::Text(BytesText::new(&legal(text))))?;
        self.close(name)
    }

    fn close(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))?;
        self.newline()
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        // A parser turns line breaks in attributes into blanks; so they are escaped.
        let value = legal(value).replace(['\n', '\t', '\r'], " ");
        start.push_attribute((*key, value.as_str()));
    }
    start
}

/// `text` without the control characters that XML forbids even when escaped.
fn legal(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'..))
        .collect()
}

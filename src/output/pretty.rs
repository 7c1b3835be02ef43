//! For people at a terminal.
//!
//! Of each finding: a line with its place and message, in a grammar that terminals and editors can follow; the excerpt; what to do
//! and the legal basis; a blank line.

use std::io::{self, Write};

use crate::output::{
    paint::Paint,
    printer::{Options, Printer, Repeated, RuleInfo, Theme, deciding, shown},
    snippet,
    status::Status,
    summary::Summary,
    words::{self, Word, word},
    wrap::{one_line, width, wrap},
};
use crate::{
    diagnostic::finding::{Finding, Fix, Lang, LocalizedReport, Severity},
    text::source::Source,
};

/// The most notes, and the most other broken rules, that are printed of one finding.
const LINES: usize = 6;

/// Prints for people.
pub(crate) struct Pretty {
    options: Options,
    paint: Paint,
    repeated: Repeated,
}

impl Pretty {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            options: Options {
                width: options.width.max(Options::MIN_WIDTH),
                ..options
            },
            paint: Paint { on: options.color },
            repeated: Repeated::default(),
        }
    }

    /// `location: severity[rule] message`, broken at the width. The location and the rule stay on one line even where they are
    /// wider: whoever parses the line counts on it.
    fn head(
        &self,
        location: &str,
        label: &str,
        severity: Severity,
        message: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        const INDENT: usize = 4;
        let used = width(location) + width(label) + 2;
        let total = self.options.width;
        let mut lines = wrap(message, total.saturating_sub(used), total - INDENT).into_iter();
        let mut first = lines.next().unwrap_or_default();
        let mut rest: Vec<_> = lines.collect();
        if used + width(&first) > total {
            // Not even a word fits beside the location.
            first = String::new();
            rest = wrap(message, total - INDENT, total - INDENT);
        }
        let line = format!(
            "{} {} {}",
            self.paint.bold(location),
            self.paint.severity(severity, label),
            self.paint.bold(&first)
        );
        writeln!(out, "{}", if first.is_empty() { line.trim_end() } else { &line })?;
        for line in rest {
            writeln!(out, "{:INDENT$}{}", "", self.paint.bold(&line))?;
        }
        Ok(())
    }

    fn finding(&self, source: &Source, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let at = source.position(finding.span.start);
        let location = format!(
            "{}:{}:{}:",
            one_line(&source.path().to_string_lossy()),
            at.line,
            at.column
        );
        let lang = self.options.lang;
        let label = words::label(finding, &one_line(&finding.rule), lang);
        if let Some(waiver) = &finding.waiver {
            let message = format!("{}{}", finding.message, words::waived(waiver, lang));
            self.head(&location, &label, Severity::Info, &message, out)?;
            return writeln!(out);
        }
        self.head(&location, &label, finding.severity, &finding.message, out)?;
        let drawn = snippet::draw(source, finding, &self.options);
        for line in &drawn.lines {
            writeln!(out, "{line}")?;
        }
        let indent = drawn.gutter + 2;
        let mut notes = drawn.others;
        for (file, labels) in finding.elsewhere() {
            let (start, drawn) = snippet::draw_elsewhere(file, &labels, finding, &self.options);
            let at = file.position(start);
            let path = one_line(&file.path().to_string_lossy());
            let location = format!("{path}:{}:{}:", at.line, at.column);
            writeln!(out, "{:indent$}{}", "", self.paint.bold(&location))?;
            for line in &drawn.lines {
                writeln!(out, "{line}")?;
            }
            notes.extend(drawn.others.iter().map(|text| format!("{path} {text}")));
        }
        notes.extend(finding.notes.iter().cloned());
        let related: Vec<_> = finding
            .related
            .iter()
            .map(|related| format!("[{}] {}", related.rule, related.message))
            .collect();
        self.details(indent, word(Word::Note, lang), &first(notes, lang), out)?;
        self.details(indent, word(Word::Related, lang), &first(related, lang), out)?;
        self.details(indent, word(Word::Help, lang), finding.help.as_slice(), out)?;
        for fixes in finding.fixes.chunk_by(|a, b| a.confidence == b.confidence) {
            let text = |fix| fix_text(source, fix, self.options.theme);
            let texts: Vec<_> = fixes.iter().map(text).collect();
            self.details(indent, words::fix(fixes[0].confidence, fixes.len(), lang), &texts, out)?;
        }
        let basis: Vec<_> = finding.basis.iter().map(|basis| words::cite(basis, lang)).collect();
        self.details(indent, word(Word::Basis, lang), &basis, out)?;
        writeln!(out)
    }

    /// `= word: text`, the texts one below the other.
    fn details(&self, indent: usize, word: &str, texts: &[String], out: &mut dyn Write) -> io::Result<()> {
        let word = words::lead(word, self.options.lang);
        let hang = indent + 2 + width(&word);
        let room = self.options.width.saturating_sub(hang);
        let mut lines = texts.iter().flat_map(|text| wrap(text, room, room));
        if let Some(first) = lines.next() {
            let head = format!("{} {}", self.paint.dim("="), self.paint.cyan(&word));
            writeln!(out, "{:indent$}{head}{first}", "")?;
        }
        for line in lines {
            writeln!(out, "{:hang$}{line}", "")?;
        }
        Ok(())
    }
}

/// The first of many lines, and the count of the others, because nobody reads forty. Other formats print all.
fn first(mut lines: Vec<String>, lang: Lang) -> Vec<String> {
    let rest = lines.len().saturating_sub(LINES);
    // A line that counts one more takes as much room as that one.
    if rest > 1 {
        lines.truncate(LINES);
        lines.push(words::and_more(rest, lang));
    }
    lines
}

/// What a fix does, with the new text unless the title has it.
fn fix_text(source: &Source, fix: &Fix, theme: Theme) -> String {
    let title = one_line(&fix.title);
    match fix.edits.as_slice() {
        [edit] if !title.contains(edit.replacement.trim()) && !edit.replacement.contains('\n') => {
            let old = one_line(source.slice(edit.span));
            let new = one_line(&edit.replacement);
            if width(&old) + width(&new) > 40 {
                title
            } else {
                let arrow = match theme {
                    Theme::Unicode => "→",
                    Theme::Ascii => "->",
                };
                format!("{title} `{old}` {arrow} `{new}`")
            }
        }
        _ => title,
    }
}

impl Printer for Pretty {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&mut self, report: &LocalizedReport, status: Status, out: &mut dyn Write) -> io::Result<()> {
        let deciding = deciding(report, status);
        for finding in shown(report, status, self.options.quiet) {
            if self.repeated.tells(finding, deciding, self.options.lang) {
                self.finding(&report.source, finding, out)?;
            }
        }
        if let Some(failure) = &report.failure {
            let location = format!("{}:", one_line(&report.source.path().to_string_lossy()));
            let lang = self.options.lang;
            self.head(&location, &words::no_verdict(lang), Severity::Error, failure, out)?;
            writeln!(out)?;
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary, _: &[RuleInfo], out: &mut dyn Write) -> io::Result<()> {
        if self.options.quiet {
            return Ok(());
        }
        let lines: Vec<String> = self.repeated.lines(self.options.lang).collect();
        for line in lines
            .iter()
            .flat_map(|line| wrap(line, self.options.width, self.options.width))
        {
            writeln!(out, "{line}")?;
        }
        if !lines.is_empty() {
            writeln!(out)?;
        }
        let text = summary.text(self.options.lang);
        for line in wrap(&text, self.options.width, self.options.width) {
            writeln!(out, "{}", self.paint.bold(&line))?;
        }
        Ok(())
    }
}

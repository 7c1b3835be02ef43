//! Standard output and standard error.
//!
//! What people read is escaped on its way, so that no file, name or argument can make a terminal or a log obey it. What is data stays as
//! it is, byte for byte, unless a terminal is to show it. A stream that is full or closed stops no work: what was to be mended or
//! written is, and then the exit code tells that the rest could not be printed.
#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::{Escape, Escaping};

const PLAIN: Escape = Escape::Text { color: false };

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether standard error is a terminal.
pub(crate) fn notes_are_seen() -> bool {
    io::stderr().is_terminal()
}

/// Standard output.
pub(crate) struct Out {
    stdout: BufWriter<StdoutLock<'static>>,
    failed: Option<io::Error>,
}

impl Out {
    pub(crate) fn new() -> Self {
        Self {
            stdout: BufWriter::new(io::stdout().lock()),
            failed: None,
        }
    }

    /// Whether nothing more can be printed.
    pub(crate) const fn is_lost(&self) -> bool {
        self.failed.is_some()
    }

    /// Print what people read. `print` cannot fail: what can no longer be printed is dropped.
    pub(crate) fn text(&mut self, print: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        self.attempt(|stdout| {
            let mut out = Escaping::new(stdout, PLAIN);
            print(&mut out)?;
            out.finish()
        });
    }

    /// Print what a printer of findings writes, which has its own escapes.
    pub(crate) fn findings(&mut self, print: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        self.attempt(|stdout| print(stdout));
    }

    /// Print data.
    fn data(&mut self, bytes: &[u8]) {
        if is_terminal() {
            self.text(|out| out.write_all(bytes));
        } else {
            self.attempt(|stdout| stdout.write_all(bytes));
        }
    }

    fn attempt(&mut self, print: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> io::Result<()>) {
        if self.failed.is_none() {
            self.failed = print(&mut self.stdout).err();
        }
    }

    /// Print what is still held back.
    ///
    /// # Errors
    /// Why something could not be printed.
    pub(crate) fn end(mut self) -> io::Result<()> {
        self.attempt(Write::flush);
        self.failed.map_or(Ok(()), Err)
    }
}

/// Print what people read.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = Out::new();
    out.text(|out| out.write_all(text.as_bytes()));
    out.end()
}

/// Print what stands for itself and may have colours: help, the version.
pub(crate) fn print_own(text: &str) -> io::Result<()> {
    let mut out = Out::new();
    out.findings(|out| {
        let mut out = Escaping::new(out, Escape::Text { color: true });
        out.write_all(text.as_bytes())?;
        out.finish()
    });
    out.end()
}

/// Print data: a report, a schema, a script.
pub(crate) fn print_data(bytes: &[u8]) -> io::Result<()> {
    let mut out = Out::new();
    out.data(bytes);
    out.end()
}

/// Print data as JSON, laid out for people.
pub(crate) fn print_json(value: &impl serde::Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)? + "\n";
    let mut out = Out::new();
    out.findings(|out| {
        let mut out = Escaping::new(out, Escape::Json);
        out.write_all(text.as_bytes())?;
        out.finish()
    });
    out.end()
}

/// Write a line to standard error. Where nobody can read it, the exit code is all there is.
pub(crate) fn note(line: &str) {
    notes(|err| writeln!(err, "{line}"));
}

/// Write lines to standard error.
pub(crate) fn notes(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let mut err = Escaping::new(Vec::new(), PLAIN);
    let _ = write(&mut err).and_then(|()| err.flush());
    note_findings(|stderr| stderr.write_all(err.inner()));
}

/// Write to standard error what a printer of findings writes.
pub(crate) fn note_findings(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    // In one piece, so that no other program writes between.
    let mut whole = Vec::new();
    let _ = write(&mut whole).and_then(|()| io::stderr().lock().write_all(&whole));
}

/// A progress bar on standard error, hidden for fewer files than `many` and where nobody sees it.
pub(crate) fn progress(files: usize, many: usize, is_hidden: bool) -> ProgressBar {
    if is_hidden || files < many || !notes_are_seen() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar
}

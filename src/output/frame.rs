//! The box around an excerpt.
//!
//! miette draws underlines and arrows. It sees only a small display copy of the lines to show, already harmless and narrow enough, so
//! it cannot go wrong on the file itself. Line numbers are added afterwards, so that lines far apart share one box.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use crate::diagnostic::finding::Severity;
use crate::output::{
    paint::Paint,
    printer::{Options, Theme},
};

/// Let miette draw `text` with `labels`, each with whether it is the finding's own.
pub(crate) fn render(text: &str, labels: Vec<(LabeledSpan, bool)>, severity: Severity, options: &Options) -> String {
    let mut styles = ThemeStyles::none();
    if options.color {
        let ansi = ThemeStyles::ansi();
        let own = match severity {
            Severity::Error => ansi.error,
            Severity::Warning => ansi.warning,
            Severity::Info => ansi.advice,
        };
        // miette takes these in turn, label by label.
        styles.highlights = labels
            .iter()
            .map(|(_, primary)| if *primary { own } else { ansi.help })
            .collect();
    }
    if labels.is_empty() {
        return String::new();
    }
    let theme = GraphicalTheme {
        characters: characters(options.theme),
        styles,
    };
    let excerpt = Excerpt {
        text,
        labels: labels.into_iter().map(|(label, _)| label).collect(),
    };
    let mut out = String::new();
    let drawn = GraphicalReportHandler::new_themed(theme)
        .with_width(options.width.max(Options::MIN_WIDTH))
        .with_links(false)
        .without_primary_span_start()
        .without_syntax_highlighting()
        .with_context_lines(0)
        .render_report(&mut out, &excerpt);
    // Writing to a string fails only if the excerpt cannot be read; the first line of the finding has the place then.
    drawn.map_or_else(|_| String::new(), |()| out)
}

fn characters(theme: Theme) -> ThemeCharacters {
    match theme {
        Theme::Unicode => ThemeCharacters::unicode(),
        Theme::Ascii => ThemeCharacters::ascii(),
    }
}

/// Keep only the box; put the numbers of the file's lines where miette counted those of the excerpt, mark what was skipped, and dim the
/// frame and the lines that are only context.
pub(crate) fn number(drawn: &str, numbers: &[(usize, bool)], gutter: usize, options: &Options) -> Vec<String> {
    let paint = Paint { on: options.color };
    let chars = characters(options.theme);
    let counted = numbers.len().to_string().len();
    let mut out = Vec::new();
    let mut next = 0;
    let edge = |corner: char, dashes: usize| {
        let frame: String = std::iter::once(corner)
            .chain(std::iter::repeat_n(chars.hbar, dashes))
            .collect();
        format!("{:gutter$}  {}", "", paint.dim(&frame))
    };
    out.push(edge(chars.ltop, 2));
    let top = format!("{:counted$}  {}", "", chars.ltop);
    let bottom = format!("{:counted$}  {}{}", "", chars.lbot, chars.hbar);
    let lines = drawn.lines().skip_while(|line| !line.starts_with(&top)).skip(1);
    for line in lines.take_while(|line| !line.starts_with(&bottom)) {
        let rest: String = line.chars().skip(counted + 3).collect();
        let rest = rest.trim_end();
        let numbered = line.chars().nth(counted + 2) == Some(chars.vbar);
        let (margin, bar) = match numbers.get(next).filter(|_| numbered) {
            Some(&(number, labelled)) => {
                if next > 0 && numbers[next - 1].0 + 1 != number {
                    let skipped = format!(" {:>gutter$} {}", "", chars.vbar_break);
                    out.push(paint.dim(&skipped));
                }
                next += 1;
                if !labelled {
                    let context = format!(" {number:>gutter$} {}{rest}", chars.vbar);
                    out.push(paint.dim(&context));
                    continue;
                }
                (number.to_string(), chars.vbar)
            }
            None => (String::new(), chars.vbar_break),
        };
        out.push(format!("{}{rest}", paint.dim(&format!(" {margin:>gutter$} {bar}"))));
    }
    if out.len() == 1 {
        return Vec::new();
    }
    out.push(edge(chars.lbot, 2));
    out
}

/// What miette is given: the display copy and its labels, no words.
#[derive(Debug)]
struct Excerpt<'a> {
    text: &'a str,
    labels: Vec<LabeledSpan>,
}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Excerpt<'_> {}

impl Diagnostic for Excerpt<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl SourceCode for Excerpt<'_> {
    /// Always the whole excerpt, so that miette draws one box.
    fn read_span<'b>(
        &'b self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        Ok(Box::new(MietteSpanContents::new(
            self.text.as_bytes(),
            (0, self.text.len()).into(),
            0,
            0,
            self.text.lines().count(),
        )))
    }
}

//! The texts of a workbook: shared by cells, or a cell's own. A text is made of runs, each with a font or with the cell's.

use std::{borrow::Cow, ops::Range};

use super::fonts::Font;
use crate::{
    diagnostic::defect::Defect,
    document::limits::Limits,
    extract::formats::package::{
        spaces::{Dialect, Space},
        too_many,
        xml::{Sink, Tag, too_large},
    },
    text::normalize::is_gap,
};

/// All texts that were read.
pub(super) struct Strings {
    limits: Limits,
    text: String,
    /// Of each text the runs, and whether it says nothing: many cells may share a long one.
    texts: Vec<(Range<usize>, bool)>,
    runs: Vec<Run>,
    /// How many of the texts are shared.
    pub shared: usize,
}

/// A part of a text.
pub(super) struct Run {
    text: Range<usize>,
    /// Its font, if it has one of its own.
    pub font: Option<Box<Font>>,
}

impl Strings {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            text: String::new(),
            texts: Vec::new(),
            runs: Vec::new(),
            shared: 0,
        }
    }

    /// The runs of a text, with what they say.
    pub(super) fn runs(&self, text: usize) -> impl Iterator<Item = (&Run, &str)> {
        let runs = self.texts.get(text).map_or(0..0, |(runs, _)| runs.clone());
        self.runs[runs].iter().map(|run| (run, &self.text[run.text.clone()]))
    }

    /// Whether a text says nothing.
    pub(super) fn is_blank(&self, text: usize) -> bool {
        self.texts.get(text).is_none_or(|(_, is_blank)| *is_blank)
    }

    /// Add a text of one run.
    pub(super) fn add(&mut self, text: &str) -> Result<usize, Box<Defect>> {
        let mut builder = TextBuilder::default();
        builder.run.push_str(text);
        builder.finish(self)
    }

    fn add_run(&mut self, text: &str, font: Option<Font>) -> Result<(), Box<Defect>> {
        let text = unescaped(text);
        if self.text.len() + text.len() > self.limits.bytes {
            return Err(too_large(&self.limits));
        }
        if self.runs.len() >= self.limits.nodes {
            return Err(too_many(self.limits.nodes));
        }
        let start = self.text.len();
        self.text.push_str(&text);
        self.runs.push(Run {
            text: start..self.text.len(),
            font: font.map(Box::new),
        });
        Ok(())
    }
}

/// A text without the escapes that stand for characters which XML does not have: `_x000D_`.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        let code = rest
            .get(at + 2..at + 6)
            .filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        let digits = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match digits.and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?)) {
            Some(c) => {
                plain.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Where in a text an element stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The text itself, or a run of it.
    Text,
    /// Letters.
    Letters,
    /// What is said of a run's font.
    Font,
}

/// Puts a text together from the elements in it.
#[derive(Default)]
pub(super) struct TextBuilder {
    run: String,
    font: Option<Font>,
    /// The runs that have ended, with their fonts.
    runs: Vec<(String, Option<Font>)>,
    open: Vec<Part>,
}

impl TextBuilder {
    /// An element begins inside the text; whether what is inside of it is wanted. How words are pronounced stands beside them.
    pub(super) fn start(&mut self, tag: &Tag<'_>) -> bool {
        let place = self.open.last().copied().unwrap_or(Part::Text);
        let part = match (place, tag.name()) {
            _ if tag.space != Space::Sheet => return false,
            (Part::Text, b"t") => Part::Letters,
            (Part::Text, b"r") => {
                self.end_run();
                Part::Text
            }
            (Part::Text, b"rPr") => {
                self.font = Some(Font::default());
                Part::Font
            }
            (Part::Font, _) => {
                self.font.get_or_insert_default().set(tag);
                return false;
            }
            _ => return false,
        };
        self.open.push(part);
        true
    }

    /// The element ends that began last.
    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    /// Letters inside the element that began last.
    pub(super) fn text(&mut self, text: &str) {
        if self.open.last() == Some(&Part::Letters) {
            self.run.push_str(text);
        }
    }

    fn end_run(&mut self) {
        let run = (std::mem::take(&mut self.run), self.font.take());
        if !run.0.is_empty() {
            self.runs.push(run);
        }
    }

    /// Add the text to the others.
    pub(super) fn finish(&mut self, strings: &mut Strings) -> Result<usize, Box<Defect>> {
        self.end_run();
        self.open.clear();
        if strings.texts.len() >= strings.limits.nodes {
            return Err(too_many(strings.limits.nodes));
        }
        let first = strings.runs.len();
        for (text, font) in self.runs.drain(..) {
            strings.add_run(&text, font)?;
        }
        let mut said = strings.runs[first..].iter().map(|run| &strings.text[run.text.clone()]);
        let is_blank = said.all(|text| text.chars().all(is_gap));
        strings.texts.push((first..strings.runs.len(), is_blank));
        Ok(strings.texts.len() - 1)
    }
}

/// Reads the texts that cells share.
pub(super) struct SharedStrings<'s> {
    pub strings: &'s mut Strings,
    builder: TextBuilder,
    depth: usize,
    failed: Option<Box<Defect>>,
}

impl<'s> SharedStrings<'s> {
    pub(super) fn new(strings: &'s mut Strings) -> Self {
        Self {
            strings,
            builder: TextBuilder::default(),
            depth: 0,
            failed: None,
        }
    }

    /// That all were read.
    pub(super) fn finish(self) -> Result<(), Box<Defect>> {
        self.strings.shared = self.strings.texts.len();
        self.failed.map_or(Ok(()), Err)
    }
}

impl Sink for SharedStrings<'_> {
    const DIALECT: Dialect = Dialect::Excel;

    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        let is_wanted = match (self.depth, tag.name()) {
            (0, b"sst") | (1, b"si") => tag.space == Space::Sheet,
            (0 | 1, _) => false,
            _ => self.builder.start(tag),
        };
        self.depth += usize::from(is_wanted);
        Ok(is_wanted)
    }

    fn end(&mut self) {
        self.depth -= 1;
        match self.depth {
            0 => {}
            1 => {
                if let Err(defect) = self.builder.finish(self.strings) {
                    self.failed.get_or_insert(defect);
                }
            }
            _ => self.builder.end(),
        }
    }

    fn text(&mut self, text: &str) {
        self.builder.text(text);
    }

    fn is_full(&self) -> bool {
        self.failed.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stand_for_characters() {
        assert_eq!(unescaped("a_x000D_b"), "a\rb");
        assert_eq!(unescaped("_x0032_24"), "224");
        assert_eq!(unescaped("_x005F_x0032_"), "_x0032_");
        assert_eq!(unescaped("_x_x12_ _xzzzz_ _x1234"), "_x_x12_ _xzzzz_ _x1234");
    }
}

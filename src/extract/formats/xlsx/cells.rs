//! A cell of a sheet, element by element.

use super::{
    formula::Written,
    places::Place,
    sheet::{Cell, Value},
    strings::{Strings, TextBuilder},
};
use crate::{
    diagnostic::defect::Defect,
    extract::formats::package::{
        spaces::Space,
        xml::{Tag, damaged},
    },
};

/// What an element inside a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Value,
    Formula,
    /// The cell's own text, and what is inside of it.
    Text,
}

/// Reads one cell after the other.
#[derive(Default)]
pub(super) struct CellReader {
    kind: String,
    style: usize,
    value: String,
    has_text: bool,
    text: TextBuilder,
    formula: Option<Written>,
    open: Vec<Part>,
}

impl CellReader {
    pub(super) fn begin(&mut self, tag: &Tag<'_>, style: usize) {
        *self = Self {
            kind: tag.plain("t").unwrap_or_default().into_owned(),
            style,
            ..Self::default()
        };
    }

    /// An element begins inside the cell; whether what is inside of it is wanted.
    pub(super) fn start(&mut self, tag: &Tag<'_>) -> bool {
        let part = match (self.open.last(), tag.name()) {
            _ if tag.space != Space::Sheet => return false,
            (None, b"v") => Part::Value,
            (None, b"f") => {
                self.formula = Some(Written::of(tag));
                Part::Formula
            }
            (None, b"is") => {
                self.has_text = true;
                Part::Text
            }
            (Some(Part::Text), _) if self.text.start(tag) => Part::Text,
            _ => return false,
        };
        self.open.push(part);
        true
    }

    /// The element ends that began last.
    pub(super) fn end(&mut self) {
        let part = self.open.pop();
        if part == Some(Part::Text) && self.open.last() == Some(&Part::Text) {
            self.text.end();
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        match self.open.last() {
            Some(Part::Value) => self.value.push_str(text),
            Some(Part::Formula) => {
                if let Some(formula) = &mut self.formula {
                    formula.push(text);
                }
            }
            Some(Part::Text) => self.text.text(text),
            None => {}
        }
    }

    /// The cell, if something stands in it, with its formula.
    pub(super) fn finish(
        &mut self,
        place: Place,
        strings: &mut Strings,
    ) -> Result<Option<(Cell, Option<Written>)>, Box<Defect>> {
        let formula = self.formula.take();
        let written = self.value.trim();
        let value = match self.kind.as_str() {
            "inlineStr" if self.has_text => Value::Text(self.text.finish(strings)?),
            _ if written.is_empty() => Value::Blank,
            "s" => {
                let at = written.parse().ok().filter(|at| *at < strings.shared);
                Value::Text(at.ok_or_else(|| damaged("damaged"))?)
            }
            "b" => Value::Text(strings.add(if written == "0" { "FALSE" } else { "TRUE" })?),
            "" | "n" => {
                let number = written.parse().ok().filter(|number: &f64| number.is_finite());
                Value::Number(number.ok_or_else(|| damaged("damaged"))?)
            }
            // The result of a formula, an error, a date in words.
            _ => Value::Text(strings.add(&self.value)?),
        };
        if value == Value::Blank && formula.is_none() {
            return Ok(None);
        }
        let cell = Cell {
            column: place.column,
            style: self.style,
            value,
            formula: None,
        };
        Ok(Some((cell, formula)))
    }
}

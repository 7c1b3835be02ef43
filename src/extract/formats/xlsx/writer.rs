//! What a cell shows: its text as its format and its font show it, and what is said of it where that is not what is stored.

use std::borrow::Cow;

use super::{
    fonts::Font,
    number_format::{self, Shown},
    places::{Area, Place},
    sheet::{Cell, Row, Sheet, Value},
    strings::Strings,
    styles::{CellStyle, Styles},
};
use crate::{
    extract::{
        formats::{contrast::WHITE, layout_builder::Flow},
        layout::Reach,
    },
    text::normalize::is_gap,
};

/// Text set in by more than this is out of its cell.
const MOST_INDENT: u32 = 30;
/// The least width of a digit, in widths of one of the usual size.
const DIGIT: f64 = 0.75;
/// A row this much lower than its letters shows nothing of them.
const LOW: f64 = 0.4;
/// Letters of a cell that name it.
const LONGEST_NAME: usize = 60;

/// Writes cells of a sheet.
pub(super) struct Writer<'a> {
    pub flow: &'a mut Flow,
    pub styles: &'a Styles,
    pub strings: &'a Strings,
    pub sheet: &'a Sheet,
    pub is_1904: bool,
}

impl Writer<'_> {
    fn format(&self, cell: &Cell) -> Option<&str> {
        match self.styles.cell(cell.style) {
            Some(style) => self.styles.format(style),
            // A workbook without styles shows numbers in the usual way.
            None => Some("General"),
        }
    }

    fn number(&self, number: f64, cell: &Cell) -> Shown {
        if number == 0.0 && self.sheet.hides_noughts {
            return Shown {
                text: String::new(),
                is_stored: true,
            };
        }
        number_format::number(number, self.format(cell), self.is_1904)
    }

    /// Whether nothing stands in a cell: neither anything that is shown, nor anything that is not and should be.
    pub(super) fn is_blank(&self, cell: &Cell) -> bool {
        match cell.value {
            Value::Blank => cell.formula.is_none(),
            Value::Text(text) => self.strings.is_blank(text),
            Value::Number(number) => {
                let shown = self.number(number, cell);
                shown.is_stored && shown.text.chars().all(is_gap)
            }
        }
    }

    /// Whether a cell has a border.
    pub(super) fn has_border(&self, cell: &Cell) -> bool {
        self.styles
            .cell(cell.style)
            .is_some_and(|style| self.styles.has_border(style))
    }

    /// Something is said of a cell.
    pub(super) fn note(&mut self, cause: &'static str, value: &str) {
        self.flow.unlike(cause, value, Reach::Report);
    }

    /// What a cell shows, in as many lines as it has; `area` are the cells that it covers.
    pub(super) fn cell(&mut self, row: &Row, cell: &Cell, area: &Area) {
        let style = self.styles.cell(cell.style);
        let font = style
            .and_then(|style| self.styles.font(style))
            .cloned()
            .unwrap_or_default();
        let pieces = self.pieces(cell);
        let name = pieces.iter().flat_map(|(text, _)| text.chars()).take(LONGEST_NAME);
        let name: String = name.collect();
        self.notes(row, cell, area, &name);
        if let Some(style) = style {
            self.alignment(style, &name);
        }
        self.size(row, cell, area, &font, &name);
        let grounds = style.map_or_else(|| vec![WHITE], |style| self.styles.grounds(style));
        for (text, own) in pieces {
            let font = own.as_ref().unwrap_or(&font);
            if text.chars().all(is_gap) {
                self.write(&text);
            } else if font.is_seen(&self.styles.colours, &grounds) {
                if font.is_symbol {
                    self.note("symbol", &text);
                }
                if font.typography.is_struck {
                    self.note("struck", &text);
                }
                self.write(&font.typography.apply(&text));
            } else {
                self.note("faint", &text);
            }
        }
        self.flow.end_line();
    }

    /// The pieces of a cell's text with the fonts that they have of their own; whether that is what is stored is noted.
    fn pieces(&mut self, cell: &Cell) -> Vec<(String, Option<Font>)> {
        match cell.value {
            Value::Blank => Vec::new(),
            Value::Number(number) => {
                let shown = self.number(number, cell);
                if !shown.is_stored {
                    self.note("number-format", &shown.text);
                }
                vec![(shown.text, None)]
            }
            Value::Text(text) => {
                let beside = number_format::text(self.format(cell));
                let runs = self.strings.runs(text);
                let mut pieces: Vec<(String, Option<Font>)> = Vec::new();
                // What is read is bounded before it is copied.
                let mut left = self.flow.left();
                for (run, text) in runs {
                    let text = text.get(..left).unwrap_or(text);
                    left = left.saturating_sub(text.len());
                    pieces.push((text.to_owned(), run.font.as_deref().cloned()));
                    if left == 0 {
                        break;
                    }
                }
                match beside {
                    Some((before, behind)) if before.is_empty() && behind.is_empty() => {}
                    Some((before, behind)) => {
                        let text = pieces.first().map_or("", |(text, _)| text.as_str()).to_owned();
                        self.note("number-format", &text);
                        pieces.insert(0, (before, None));
                        pieces.push((behind, None));
                    }
                    None => {
                        let text = pieces.first().map_or("", |(text, _)| text.as_str()).to_owned();
                        self.note("number-format", &text);
                        pieces.clear();
                    }
                }
                pieces
            }
        }
    }

    fn notes(&mut self, row: &Row, cell: &Cell, area: &Area, name: &str) {
        let sheet = self.sheet;
        let place = Place {
            row: row.number,
            column: cell.column,
        };
        for (cause, value) in sheet.cell_notes.get(&place).into_iter().flatten() {
            self.note(cause, if value.is_empty() { name } else { value });
        }
        if let Some(formula) = cell.formula.and_then(|formula| sheet.formulas.get(formula))
            && (!formula.is_verified() || sheet.shows_formulas)
        {
            self.note("formula", if name.is_empty() { formula.text() } else { name });
        }
        let is_away = |from: Place| area.last.row < from.row || area.last.column < from.column;
        if sheet.frozen_from.is_some_and(is_away) {
            self.note("hidden", name);
        }
    }

    fn alignment(&mut self, style: &CellStyle, name: &str) {
        let alignment = style.alignment;
        if alignment.is_from_right && name.contains(char::is_numeric) {
            self.note("reversed", name);
        }
        if alignment.is_repeated {
            self.note("style", name);
        }
        if alignment.indent > MOST_INDENT {
            self.note("displaced", name);
        }
    }

    /// Whether a cell has room for what stands in it: instead of a number that is too long crosses are shown.
    fn size(&mut self, row: &Row, cell: &Cell, area: &Area, font: &Font, name: &str) {
        let is_number = matches!(cell.value, Value::Number(_));
        let size = font.points() / super::fonts::USUAL_SIZE;
        let width: f64 = (area.first.column..=area.last.column)
            .take(LONGEST_NAME)
            .map(|column| self.sheet.width(column))
            .sum();
        let is_wide = is_number && name.chars().count() as f64 * size * DIGIT > width;
        let is_one = area.first.row == area.last.row;
        let is_low = is_one && row.height.is_some_and(|height| height < font.points() * LOW);
        if is_wide || is_low {
            self.note("faint", name);
        }
    }

    fn write(&mut self, text: &str) {
        let text: Cow<'_, str> = match text.contains('\r') {
            true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
            false => Cow::Borrowed(text),
        };
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.flow.end_line();
            }
            self.flow.text(line);
        }
    }
}

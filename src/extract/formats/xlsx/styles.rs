//! The styles of cells: number formats, fonts, grounds, borders, and what conditional formats make of them.

use std::collections::HashMap;

use super::{
    colours::{Colours, Named, plain_color},
    fonts::Font,
    number_format::usual_format,
};
use crate::{
    diagnostic::defect::Defect,
    extract::formats::{
        contrast::{Color, WHITE},
        package::{
            spaces::{Dialect, Space},
            too_many,
            xml::{Sink, Tag},
        },
    },
};

/// More fonts, grounds or formats than a workbook can have.
const MOST: usize = 65_536;

/// What a cell looks like.
#[derive(Clone, Debug, Default)]
pub(super) struct CellStyle {
    format: u32,
    font: usize,
    fill: usize,
    border: usize,
    pub alignment: Alignment,
}

/// Where a text stands in its cell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Alignment {
    pub is_from_right: bool,
    /// The text is repeated until the cell is full.
    pub is_repeated: bool,
    pub indent: u32,
}

/// What is behind the text of a cell: all the colours that may be.
type Fill = Vec<Named>;

/// What a conditional format makes of a cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Conditional {
    pub font: Option<Font>,
    pub fill: Option<Fill>,
    pub has_format: bool,
}

/// The styles of a workbook.
#[derive(Default)]
pub(super) struct Styles {
    pub colours: Colours,
    /// Formats of numbers by their ids.
    formats: HashMap<u32, String>,
    fonts: Vec<Font>,
    fills: Vec<Fill>,
    borders: Vec<bool>,
    cells: Vec<CellStyle>,
    conditional: Vec<Conditional>,
    /// The names of its own styles for tables.
    pub tables: Vec<String>,
    open: Vec<Part>,
}

/// Where an element stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Root,
    Formats,
    Fonts,
    Font,
    Fills,
    Fill,
    Pattern,
    Gradient,
    Stop,
    Borders,
    Border,
    Cells,
    Cell,
    Conditionals,
    Conditional,
    Tables,
    Colours,
    Listed,
}

impl Styles {
    /// A style by its number; the first where there is none.
    pub(super) fn cell(&self, at: usize) -> Option<&CellStyle> {
        self.cells.get(at).or(self.cells.first())
    }

    /// What a conditional format makes of cells.
    pub(super) fn conditional(&self, at: usize) -> Option<&Conditional> {
        self.conditional.get(at)
    }

    /// The format of a cell's numbers, if it is known.
    pub(super) fn format(&self, style: &CellStyle) -> Option<&str> {
        let own = self.formats.get(&style.format).map(String::as_str);
        own.or_else(|| usual_format(style.format))
    }

    pub(super) fn font(&self, style: &CellStyle) -> Option<&Font> {
        self.fonts.get(style.font)
    }

    /// Whether a cell has a border at any side.
    pub(super) fn has_border(&self, style: &CellStyle) -> bool {
        self.borders.get(style.border).copied().unwrap_or(false)
    }

    /// The colours behind the text of a cell.
    pub(super) fn grounds(&self, style: &CellStyle) -> Vec<Color> {
        let fill = self.fills.get(style.fill).map_or(&[][..], Vec::as_slice);
        self.colors(fill)
    }

    /// What colours a ground has.
    pub(super) fn colors(&self, fill: &[Named]) -> Vec<Color> {
        let colors = fill.iter().filter_map(|named| self.colours.color(*named));
        let colors: Vec<Color> = colors.collect();
        if colors.is_empty() { vec![WHITE] } else { colors }
    }

    fn fill(&mut self) -> Option<&mut Fill> {
        match self.open.contains(&Part::Conditional) {
            true => self
                .conditional
                .last_mut()
                .map(|style| style.fill.get_or_insert_default()),
            false => self.fills.last_mut(),
        }
    }

    /// A part of a pattern: the dots of one, the ground of another.
    fn pattern(&mut self, tag: &Tag<'_>) {
        if let (Some(fill), Some(color)) = (self.fill(), Named::of(tag)) {
            fill.push(color);
        }
    }

    fn within(&mut self, place: Part, tag: &Tag<'_>) -> Option<Part> {
        match (place, tag.name()) {
            (Part::Root, b"numFmts") => Some(Part::Formats),
            (Part::Root, b"fonts") => Some(Part::Fonts),
            (Part::Root, b"fills") => Some(Part::Fills),
            (Part::Root, b"borders") => Some(Part::Borders),
            (Part::Root, b"cellXfs") => Some(Part::Cells),
            (Part::Root, b"dxfs") => Some(Part::Conditionals),
            (Part::Root, b"tableStyles") => Some(Part::Tables),
            (Part::Root, b"colors") => Some(Part::Colours),
            (Part::Colours, b"indexedColors") => Some(Part::Listed),
            (Part::Formats, b"numFmt") => {
                let id = tag.plain("numFmtId").and_then(|id| id.trim().parse().ok())?;
                let code = tag.plain("formatCode").unwrap_or_default().into_owned();
                self.formats.insert(id, code);
                None
            }
            (Part::Fonts, b"font") => {
                self.fonts.push(Font::default());
                Some(Part::Font)
            }
            (Part::Fills, b"fill") => {
                self.fills.push(Fill::new());
                Some(Part::Fill)
            }
            (Part::Borders, b"border") => {
                self.borders.push(false);
                Some(Part::Border)
            }
            (Part::Cells, b"xf") => {
                let number = |name: &str| {
                    tag.plain(name)
                        .and_then(|number| number.trim().parse().ok())
                        .unwrap_or(0)
                };
                self.cells.push(CellStyle {
                    format: number("numFmtId"),
                    font: number("fontId") as usize,
                    fill: number("fillId") as usize,
                    border: number("borderId") as usize,
                    alignment: Alignment::default(),
                });
                Some(Part::Cell)
            }
            (Part::Conditionals, b"dxf") => {
                self.conditional.push(Conditional::default());
                Some(Part::Conditional)
            }
            (Part::Tables, b"tableStyle") => {
                self.tables.push(tag.plain("name").unwrap_or_default().into_owned());
                None
            }
            (Part::Listed, b"rgbColor") => {
                let color = tag.plain("rgb").and_then(|color| plain_color(&color));
                self.colours.listed.push(color.unwrap_or(WHITE));
                None
            }
            (Part::Conditional, _) => self.within_conditional(tag),
            _ => self.within_style(place, tag),
        }
    }

    fn within_conditional(&mut self, tag: &Tag<'_>) -> Option<Part> {
        let style = self.conditional.last_mut()?;
        match tag.name() {
            b"font" => {
                style.font = Some(Font::default());
                Some(Part::Font)
            }
            b"fill" => Some(Part::Fill),
            b"numFmt" => {
                style.has_format = true;
                None
            }
            _ => None,
        }
    }

    fn within_style(&mut self, place: Part, tag: &Tag<'_>) -> Option<Part> {
        match (place, tag.name()) {
            (Part::Font, _) => {
                let conditional = self.conditional.last_mut();
                let font = match self.open.contains(&Part::Conditional) {
                    true => conditional.and_then(|style| style.font.as_mut()),
                    false => self.fonts.last_mut(),
                };
                font?.set(tag);
                None
            }
            (Part::Fill, b"patternFill") => match tag.plain("patternType").as_deref() {
                Some("none") => None,
                // In a conditional format the ground is told where else the other colour is.
                None if !self.open.contains(&Part::Conditional) => None,
                Some("solid") if !self.open.contains(&Part::Conditional) => Some(Part::Stop),
                _ => Some(Part::Pattern),
            },
            (Part::Fill, b"gradientFill") => Some(Part::Gradient),
            (Part::Gradient, b"stop") => Some(Part::Pattern),
            (Part::Stop, b"fgColor") | (Part::Pattern, b"fgColor" | b"bgColor" | b"color") => {
                self.pattern(tag);
                None
            }
            (Part::Border, b"left" | b"right" | b"top" | b"bottom" | b"start" | b"end") => {
                let is_drawn = tag.plain("style").is_some_and(|style| style != "none");
                if let Some(border) = self.borders.last_mut().filter(|_| is_drawn) {
                    *border = true;
                }
                None
            }
            (Part::Cell, b"alignment") => {
                let alignment = &mut self.cells.last_mut()?.alignment;
                alignment.is_from_right = tag.plain("readingOrder").as_deref() == Some("2");
                alignment.is_repeated = tag.plain("horizontal").as_deref() == Some("fill");
                let indent = tag.plain("indent").and_then(|indent| indent.trim().parse().ok());
                alignment.indent = indent.unwrap_or(0);
                None
            }
            _ => None,
        }
    }

    fn is_too_much(&self) -> bool {
        let lens = [
            self.formats.len(),
            self.fonts.len(),
            self.fills.len(),
            self.borders.len(),
            self.cells.len(),
            self.conditional.len(),
            self.tables.len(),
            self.colours.listed.len(),
        ];
        lens.iter().any(|len| *len > MOST)
    }
}

impl Sink for Styles {
    const DIALECT: Dialect = Dialect::Excel;

    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        if tag.space != Space::Sheet {
            return Ok(false);
        }
        let part = match self.open.last() {
            None => (tag.name() == b"styleSheet").then_some(Part::Root),
            Some(place) => self.within(*place, tag),
        };
        if self.is_too_much() {
            return Err(too_many(MOST));
        }
        self.open.extend(part);
        Ok(part.is_some())
    }

    fn end(&mut self) {
        // What is settled once the list of formats has ended is looked up from then on.
        self.open.pop();
    }

    fn text(&mut self, _text: &str) {}
}

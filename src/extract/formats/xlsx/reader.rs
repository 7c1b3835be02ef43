//! The part of a sheet, element by element.

use std::rc::Rc;

use super::{
    cells::CellReader,
    formula::Formula,
    places::{Area, Place},
    sheet::{Columns, LOWEST, Row, Rule, Sheet},
    strings::Strings,
    styles::Styles,
};
use crate::{
    diagnostic::defect::Defect,
    document::limits::Limits,
    extract::formats::package::{
        spaces::{Dialect, Space},
        too_many,
        xml::{Sink, Tag, damaged},
    },
};

/// Where an element stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Root,
    Views,
    View,
    Columns,
    Rows,
    Row,
    /// A cell, and what is inside of it.
    Cell,
    Merges,
    Conditional,
    Rule,
    Tables,
    /// Additions of later years.
    Additions,
    /// Where the areas of such an addition are told.
    Places,
}

/// Elements that say nothing of what the cells show.
const SILENT: [&str; 26] = [
    "sheetPr",
    "dimension",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "phoneticPr",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "legacyDrawingHF",
    "drawingHF",
    "webPublishItems",
];

/// Reads a sheet.
pub(super) struct SheetReader<'a> {
    limits: Limits,
    styles: &'a Styles,
    strings: &'a mut Strings,
    sheet: Sheet,
    row: Option<Row>,
    cell: CellReader,
    /// The last row and the last column of it that began.
    at: Place,
    cells: usize,
    open: Vec<Part>,
    /// The areas of a later conditional format, which are told behind its rules.
    places: String,
    added: Vec<Rule>,
    failed: Option<Box<Defect>>,
}

fn is_on(tag: &Tag<'_>, name: &str) -> bool {
    matches!(tag.plain(name).as_deref(), Some("1" | "true"))
}

fn number<T: std::str::FromStr>(tag: &Tag<'_>, name: &str) -> Option<T> {
    tag.plain(name)?.trim().parse().ok()
}

impl<'a> SheetReader<'a> {
    pub(super) fn new(limits: &Limits, styles: &'a Styles, strings: &'a mut Strings) -> Self {
        Self {
            limits: *limits,
            styles,
            strings,
            sheet: Sheet::default(),
            row: None,
            cell: CellReader::default(),
            at: Place { row: 0, column: 0 },
            cells: 0,
            open: Vec::new(),
            places: String::new(),
            added: Vec::new(),
            failed: None,
        }
    }

    /// What was read.
    pub(super) fn finish(mut self) -> Result<Sheet, Box<Defect>> {
        if let Some(defect) = self.failed {
            return Err(defect);
        }
        self.sheet.settle_columns().ok_or_else(|| damaged("ambiguous"))?;
        Ok(self.sheet)
    }

    fn within(&mut self, place: Part, tag: &Tag<'_>) -> Result<Option<Part>, Box<Defect>> {
        Ok(match (place, tag.name()) {
            (Part::Root, _) => return self.within_root(tag),
            (Part::Views, b"sheetView") => {
                self.view(tag);
                Some(Part::View)
            }
            (Part::View, b"pane") => {
                let is_frozen = matches!(tag.plain("state").as_deref(), Some("frozen" | "frozenSplit"));
                if !is_frozen {
                    self.sheet.frozen_from = None;
                }
                None
            }
            (Part::Columns, b"col") => {
                self.columns(tag)?;
                None
            }
            (Part::Rows, b"row") => {
                self.begin_row(tag)?;
                Some(Part::Row)
            }
            (Part::Row, b"c") => {
                self.begin_cell(tag)?;
                Some(Part::Cell)
            }
            (Part::Cell, _) => self.cell.start(tag).then_some(Part::Cell),
            (Part::Merges, b"mergeCell") => {
                let area = tag.plain("ref").and_then(|area| Area::parse(&area));
                let area = area.ok_or_else(|| damaged("damaged"))?;
                if self.sheet.merges.len() >= self.limits.nodes {
                    return Err(too_many(self.limits.nodes));
                }
                self.sheet.merges.push(area);
                None
            }
            (Part::Conditional, b"cfRule") => {
                let style = number(tag, "dxfId").map(Rule::Style);
                self.added.extend(style);
                self.limit_rules()?;
                Some(Part::Rule)
            }
            (Part::Rule, b"dataBar" | b"iconSet") => {
                if matches!(tag.plain("showValue").as_deref(), Some("0" | "false")) {
                    self.added.push(Rule::Hides);
                }
                None
            }
            (Part::Tables, b"tablePart") => {
                self.sheet.tables.extend(reference(tag));
                None
            }
            _ => None,
        })
    }

    fn within_root(&mut self, tag: &Tag<'_>) -> Result<Option<Part>, Box<Defect>> {
        Ok(match tag.name() {
            b"sheetViews" => Some(Part::Views),
            b"cols" => Some(Part::Columns),
            b"sheetData" => Some(Part::Rows),
            b"mergeCells" => Some(Part::Merges),
            b"conditionalFormatting" => {
                self.places = tag.plain("sqref").unwrap_or_default().into_owned();
                Some(Part::Conditional)
            }
            b"tableParts" => Some(Part::Tables),
            b"extLst" => Some(Part::Additions),
            b"sheetFormatPr" => {
                if is_on(tag, "zeroHeight") {
                    self.sheet.note_all("hidden", "zeroHeight");
                }
                self.sheet.usual_width = number(tag, "defaultColWidth");
                None
            }
            b"drawing" => {
                self.sheet.drawings.extend(reference(tag));
                None
            }
            b"legacyDrawing" => {
                self.sheet.old_drawings.extend(reference(tag));
                None
            }
            b"picture" => {
                self.sheet.note_all("on-picture", "picture");
                None
            }
            b"oleObjects" | b"controls" => {
                self.sheet.note_all("embedded", &tag.written());
                None
            }
            name => {
                if !std::str::from_utf8(name).is_ok_and(|name| SILENT.contains(&name)) {
                    self.sheet.note_all("foreign", &tag.written());
                }
                None
            }
        })
    }

    /// What was added in 2010: conditional formats with styles of their own, behind which their places stand.
    fn added(&mut self, place: Part, tag: &Tag<'_>) -> Result<Option<Part>, Box<Defect>> {
        Ok(match (place, tag.name()) {
            (Part::Additions, b"conditionalFormatting") => {
                self.places.clear();
                Some(Part::Conditional)
            }
            (Part::Additions, b"conditionalFormattings") => Some(Part::Additions),
            (Part::Conditional, b"cfRule") => Some(Part::Rule),
            (Part::Conditional, b"sqref") => Some(Part::Places),
            (Part::Rule, b"dxf") => {
                self.added.push(Rule::Unread);
                self.limit_rules()?;
                None
            }
            (Part::Rule, b"dataBar" | b"iconSet") => {
                if matches!(tag.plain("showValue").as_deref(), Some("0" | "false")) {
                    self.added.push(Rule::Hides);
                }
                None
            }
            _ => None,
        })
    }

    fn limit_rules(&self) -> Result<(), Box<Defect>> {
        match self.sheet.conditional.len() + self.added.len() > self.limits.nodes {
            true => Err(too_many(self.limits.nodes)),
            false => Ok(()),
        }
    }

    fn end_conditional(&mut self) {
        let areas: Rc<[Area]> = Area::list(&std::mem::take(&mut self.places)).collect();
        let rules = self.added.drain(..);
        self.sheet
            .conditional
            .extend(rules.map(|rule| (Rc::clone(&areas), rule)));
    }

    fn view(&mut self, tag: &Tag<'_>) {
        if is_on(tag, "rightToLeft") {
            self.sheet.note_all("reversed", "rightToLeft");
        }
        self.sheet.hides_noughts |= matches!(tag.plain("showZeros").as_deref(), Some("0" | "false"));
        self.sheet.shows_formulas |= is_on(tag, "showFormulas");
        self.sheet.frozen_from = tag.plain("topLeftCell").and_then(|cell| Place::parse(&cell));
    }

    fn columns(&mut self, tag: &Tag<'_>) -> Result<(), Box<Defect>> {
        let (first, last) = (number(tag, "min"), number(tag, "max"));
        let (Some(first), Some(last)) = (first, last) else {
            return Err(damaged("damaged"));
        };
        if self.sheet.columns.len() as u32 >= super::places::LAST_COLUMN {
            return Err(too_many(super::places::LAST_COLUMN as usize));
        }
        self.sheet.columns.push(Columns {
            first,
            last,
            width: number(tag, "width"),
            is_hidden: is_on(tag, "hidden"),
        });
        Ok(())
    }

    fn begin_row(&mut self, tag: &Tag<'_>) -> Result<(), Box<Defect>> {
        let row = match tag.plain("r") {
            Some(row) => row.trim().parse().ok().filter(|row| *row <= super::places::LAST_ROW),
            None => Some(self.at.row + 1),
        };
        // Programs differ on rows that stand there twice, or not in their order.
        let row = row
            .filter(|row| *row > self.at.row)
            .ok_or_else(|| damaged("ambiguous"))?;
        self.at = Place { row, column: 0 };
        let height = number(tag, "ht");
        let is_hidden = is_on(tag, "hidden") || height.is_some_and(|height: f64| height < LOWEST);
        if is_hidden {
            self.sheet.hidden_rows.push(row);
        }
        self.row = Some(Row {
            number: row,
            is_hidden,
            height,
            cells: Vec::new(),
            bordered: None,
        });
        Ok(())
    }

    fn begin_cell(&mut self, tag: &Tag<'_>) -> Result<(), Box<Defect>> {
        let place = match tag.plain("r") {
            Some(place) => Place::parse(&place).filter(|place| place.row == self.at.row),
            None => Some(Place {
                column: self.at.column + 1,
                ..self.at
            }),
        };
        let is_next = |place: &Place| place.column > self.at.column && place.column <= super::places::LAST_COLUMN;
        let place = place.filter(is_next).ok_or_else(|| damaged("ambiguous"))?;
        self.at = place;
        let style = number(tag, "s").unwrap_or(0);
        self.cell.begin(tag, style);
        let has_border = self
            .styles
            .cell(style)
            .is_some_and(|style| self.styles.has_border(style));
        if let Some(row) = self.row.as_mut().filter(|_| has_border) {
            let first = row.bordered.map_or(place.column, |(first, _)| first);
            row.bordered = Some((first, place.column));
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        let found = self.cell.finish(self.at, self.strings);
        match found {
            Err(defect) => {
                self.failed.get_or_insert(defect);
            }
            Ok(None) => {}
            Ok(Some((mut cell, formula))) => {
                self.cells += 1;
                if self.cells > self.limits.nodes {
                    self.failed.get_or_insert(too_many(self.limits.nodes));
                    return;
                }
                if let Some(formula) = formula {
                    cell.formula = Some(self.sheet.formulas.len());
                    self.sheet.formulas.push(Formula::new(self.at, formula));
                }
                if let Some(row) = &mut self.row {
                    row.cells.push(cell);
                }
            }
        }
    }

    fn end_row(&mut self) {
        let row = self.row.take();
        let row = row.filter(|row| !row.cells.is_empty() || row.bordered.is_some());
        self.sheet.rows.extend(row);
        if self.sheet.rows.len() > self.limits.nodes {
            self.failed.get_or_insert(too_many(self.limits.nodes));
        }
    }
}

/// The part that an element refers to by its id.
fn reference(tag: &Tag<'_>) -> Option<String> {
    Some(tag.value(Space::References, "id")?.into_owned())
}

impl Sink for SheetReader<'_> {
    const DIALECT: Dialect = Dialect::Excel;

    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        let part = match (self.open.last().copied(), tag.space) {
            (None, Space::Sheet) => match tag.name() {
                b"worksheet" => Some(Part::Root),
                _ => return Err(damaged("damaged")),
            },
            (None, _) => return Err(damaged("damaged")),
            // An addition is wrapped in an element that says what it is.
            (Some(Part::Additions), Space::Sheet) => Some(Part::Additions),
            (Some(place), Space::Sheet) => self.within(place, tag)?,
            (Some(place), Space::Sheet2009 | Space::SheetFormula) => self.added(place, tag)?,
            _ => None,
        };
        self.open.extend(part);
        Ok(part.is_some())
    }

    fn end(&mut self) {
        let Some(part) = self.open.pop() else { return };
        match part {
            Part::Cell if self.open.last() == Some(&Part::Row) => self.end_cell(),
            Part::Cell => self.cell.end(),
            Part::Row => self.end_row(),
            Part::Conditional => self.end_conditional(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.open.last() {
            Some(Part::Cell) => self.cell.text(text),
            Some(Part::Places) => self.places.push_str(text),
            _ => {}
        }
    }

    fn foreign(&mut self, tag: &Tag<'_>) {
        self.sheet.note_all("foreign", &tag.written());
    }

    fn is_full(&self) -> bool {
        self.failed.is_some()
    }
}

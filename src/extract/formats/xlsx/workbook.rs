//! The main part of a workbook: which sheets it has, in their order.

use crate::{
    diagnostic::defect::Defect,
    extract::formats::package::{
        spaces::{Dialect, Space},
        too_many,
        xml::{Sink, Tag, damaged},
    },
};

/// More sheets than a workbook of a report has.
const MOST_SHEETS: usize = 1000;

/// A sheet as the workbook names it.
pub(super) struct Named {
    pub name: String,
    /// The id of its part.
    pub id: String,
    pub is_hidden: bool,
}

/// What the main part says.
#[derive(Default)]
pub(super) struct Workbook {
    pub sheets: Vec<Named>,
    /// Days are counted from 1904.
    pub is_1904: bool,
    depth: usize,
}

impl Sink for Workbook {
    const DIALECT: Dialect = Dialect::Excel;

    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        let is_wanted = match (self.depth, tag.space, tag.name()) {
            (0, Space::Sheet, b"workbook") | (1, Space::Sheet, b"sheets") => true,
            (0, ..) => return Err(damaged("damaged")),
            (1, Space::Sheet, b"workbookPr") => {
                self.is_1904 = matches!(tag.plain("date1904").as_deref(), Some("1" | "true"));
                false
            }
            (2, Space::Sheet, b"sheet") => {
                if self.sheets.len() >= MOST_SHEETS {
                    return Err(too_many(MOST_SHEETS));
                }
                let id = tag.value(Space::References, "id").ok_or_else(|| damaged("damaged"))?;
                self.sheets.push(Named {
                    name: tag.plain("name").unwrap_or_default().into_owned(),
                    id: id.into_owned(),
                    is_hidden: tag.plain("state").is_some_and(|state| state != "visible"),
                });
                false
            }
            _ => false,
        };
        self.depth += usize::from(is_wanted);
        Ok(is_wanted)
    }

    fn end(&mut self) {
        self.depth -= 1;
    }

    fn text(&mut self, _text: &str) {}
}

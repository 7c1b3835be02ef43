//! Places in a sheet: `B3`, `$B$3:D9`, `C:C`. Rows and columns count from 1.

/// No sheet has more rows.
pub(super) const LAST_ROW: u32 = 1_048_576;
/// Nor more columns.
pub(super) const LAST_COLUMN: u32 = 16_384;

/// A cell's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub row: u32,
    pub column: u32,
}

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub first: Place,
    pub last: Place,
}

/// A row or a column, and whether a `$` stands before it: then it stays where a formula is copied to another cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub at: u32,
    pub stays: bool,
}

/// A place as a formula names it; a whole row or column lacks the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub column: Option<Step>,
    pub row: Option<Step>,
}

impl Step {
    /// Where it leads in a cell that is so far away from the one that it was written for.
    fn moved(self, by: i64, last: u32) -> Option<u32> {
        let at = i64::from(self.at) + if self.stays { 0 } else { by };
        u32::try_from(at).ok().filter(|at| (1..=last).contains(at))
    }
}

impl Reference {
    /// The reference that is all of a text.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let dollar = |text: &mut &str| match text.strip_prefix('$') {
            Some(rest) => {
                *text = rest;
                true
            }
            None => false,
        };
        let mut rest = text;
        let stays = dollar(&mut rest);
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (column, row_stays) = match letters {
            0 => (None, stays),
            1..=3 => {
                let value = |at: u32, letter: u8| at * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
                let at = rest.as_bytes()[..letters]
                    .iter()
                    .fold(0, |at, letter| value(at, *letter));
                rest = &rest[letters..];
                (Some(Step { at, stays }), dollar(&mut rest))
            }
            _ => return None,
        };
        let row = match rest.is_empty() {
            true if column.is_some() && !row_stays => None,
            true => return None,
            false if rest.bytes().all(|byte| byte.is_ascii_digit()) && !rest.starts_with('0') => Some(Step {
                at: rest.parse().ok()?,
                stays: row_stays,
            }),
            false => return None,
        };
        let fits = column.is_none_or(|column| column.at <= LAST_COLUMN) && row.is_none_or(|row| row.at <= LAST_ROW);
        fits.then_some(Self { column, row })
    }

    /// The cells between two references, in a cell that is so many rows and columns away from the one that they were written for.
    pub(super) fn area(self, other: Self, (rows, columns): (i64, i64)) -> Option<Area> {
        if self.row.is_some() != other.row.is_some() || self.column.is_some() != other.column.is_some() {
            return None;
        }
        let steps = |from: Option<Step>, to: Option<Step>, by: i64, last: u32| match (from, to) {
            (Some(from), Some(to)) => {
                let (from, to) = (from.moved(by, last)?, to.moved(by, last)?);
                Some((from.min(to), from.max(to)))
            }
            _ => Some((1, last)),
        };
        let (top, bottom) = steps(self.row, other.row, rows, LAST_ROW)?;
        let (left, right) = steps(self.column, other.column, columns, LAST_COLUMN)?;
        Some(Area {
            first: Place { row: top, column: left },
            last: Place {
                row: bottom,
                column: right,
            },
        })
    }
}

impl Place {
    /// The place that all of a text names.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let reference = Reference::parse(text)?;
        Some(Self {
            row: reference.row?.at,
            column: reference.column?.at,
        })
    }
}

impl Area {
    /// The area that all of a text names.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        Reference::parse(first)?.area(Reference::parse(last)?, (0, 0))
    }

    /// The areas that a list names.
    pub(super) fn list(text: &str) -> impl Iterator<Item = Self> + '_ {
        text.split_ascii_whitespace().filter_map(Self::parse)
    }

    pub(super) fn has(&self, place: Place) -> bool {
        (self.first.row..=self.last.row).contains(&place.row)
            && (self.first.column..=self.last.column).contains(&place.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read() {
        let area = |text: &str| {
            let area = Area::parse(text)?;
            Some((area.first.row, area.first.column, area.last.row, area.last.column))
        };
        assert_eq!(area("B3"), Some((3, 2, 3, 2)));
        assert_eq!(area("$B$3:D9"), Some((3, 2, 9, 4)));
        assert_eq!(area("D9:B3"), Some((3, 2, 9, 4)));
        assert_eq!(area("AA:AB"), Some((1, 27, LAST_ROW, 28)));
        assert_eq!(area("2:3"), Some((2, 1, 3, LAST_COLUMN)));
        assert_eq!(area("XFD1048576"), Some((LAST_ROW, LAST_COLUMN, LAST_ROW, LAST_COLUMN)));
        for text in [
            "",
            "B",
            "A0",
            "XFE1",
            "A1048577",
            "A1:B",
            "A1:2",
            "ABCD1",
            "A1:B2:C3",
            "A-1",
            "A99999999999",
        ] {
            assert!(text == "B" || area(text).is_none(), "{text}");
        }
    }
}

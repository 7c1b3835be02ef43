//! Workbooks of Excel.

mod cells;
mod look;
mod package;
mod sheets;

use super::Case;
use crate::{
    common::xlsx::{self, BORDERED, OWN, Sheet, Styles},
    honest,
};

/// The honest report in one sheet, and where the number of licences stands in it.
fn honest_sheet() -> (Sheet, (u32, u32)) {
    let mut sheet = Sheet::new("年报");
    for (at, line) in honest::text().lines().enumerate() {
        let row = at as u32 + 1;
        if line.contains('\t') {
            for (column, text) in line.split('\t').enumerate() {
                sheet.set((row, column as u32 + 1), BORDERED, text.trim());
            }
        } else if !line.trim().is_empty() {
            sheet.set((row, 1), 0, line);
            sheet.merge((row, 1), (1, 10));
        }
    }
    let licences = sheet.find("224");
    (sheet, licences)
}

/// A workbook with its sheet changed; the place is that of the number of licences.
fn sheet(attack: &'static str, change: impl FnOnce(&mut Sheet, (u32, u32)), shown: &'static str) -> Case {
    styled(attack, Styles::default(), change, shown)
}

/// The same with styles.
fn styled(
    attack: &'static str,
    styles: Styles<'_>,
    change: impl FnOnce(&mut Sheet, (u32, u32)),
    shown: &'static str,
) -> Case {
    let (mut sheet, place) = honest_sheet();
    change(&mut sheet, place);
    Case::new(attack, "report.xlsx", xlsx::pack(&xlsx::parts(&[sheet], styles)), shown)
}

/// A workbook in which the cell has a style of its own and this value.
fn cell(attack: &'static str, styles: Styles<'_>, value: &str, shown: &'static str) -> Case {
    styled(attack, styles, |sheet, place| sheet.set(place, OWN, value), shown)
}

/// A workbook in which the cell has this markup.
fn raw(attack: &'static str, inside: &str, shown: &'static str) -> Case {
    sheet(
        attack,
        |sheet, place| {
            sheet.cells.insert(place, (BORDERED, inside.to_owned()));
        },
        shown,
    )
}

/// A workbook with its parts changed.
fn parts(attack: &'static str, change: impl FnOnce(&mut xlsx::Parts), shown: &'static str) -> Case {
    let (sheet, _) = honest_sheet();
    let mut parts = xlsx::parts(&[sheet], Styles::default());
    change(&mut parts);
    Case::new(attack, "report.xlsx", xlsx::pack(&parts), shown)
}

/// Change the text of a part.
fn change(parts: &mut xlsx::Parts, name: &str, from: &str, to: &str) {
    let (_, bytes) = parts.iter_mut().find(|(known, _)| known == name).unwrap();
    let text = String::from_utf8(std::mem::take(bytes)).unwrap();
    *bytes = honest::replaced(&text, from, to).into_bytes();
}

/// A part and a relationship of the sheet to it.
fn beside(parts: &mut xlsx::Parts, kind: &str, inside: &str) {
    let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let rels = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"beside\" Type=\"{types}/{kind}\" Target=\"beside.xml\"/></Relationships>"
    );
    parts.push(("xl/_rels/sheet0.xml.rels".to_owned(), rels.into_bytes()));
    parts.push(("xl/beside.xml".to_owned(), inside.as_bytes().to_vec()));
}

pub fn cases() -> Vec<Case> {
    let mut cases = vec![sheet("nothing", |_, _| {}, "224")];
    cases.extend(look::cases());
    cases.extend(cells::cases());
    cases.extend(sheets::cases());
    cases.extend(package::cases());
    cases
}

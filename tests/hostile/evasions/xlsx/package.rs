//! Workbooks that programs open differently.

use super::*;

const SHEET: &str = "xl/sheet0.xml";

pub(super) fn cases() -> Vec<Case> {
    let order = |attack, from: &'static str, to: &'static str| {
        parts(
            attack,
            |all| {
                let (_, bytes) = all.iter_mut().find(|(name, _)| name == SHEET).unwrap();
                let text = String::from_utf8(std::mem::take(bytes)).unwrap();
                *bytes = text.replacen(from, to, 1).into_bytes();
            },
            "nothing",
        )
    };
    vec![
        order("a row that stands there twice", "<row r=\"2\" >", "<row r=\"1\" >"),
        order(
            "a cell that stands there twice",
            "<c r=\"A1\" s=\"0\"",
            "<c r=\"A1\"><v>1</v></c><c r=\"A1\" s=\"0\"",
        ),
        order("a cell of another row", "<c r=\"A1\" ", "<c r=\"A9\" "),
        parts(
            "two sheets of one part",
            |all| {
                let again = "<sheet name=\"b\" sheetId=\"9\" r:id=\"sheet0\"/></sheets>";
                change(all, "xl/workbook.xml", "</sheets>", again);
            },
            "224",
        ),
        parts(
            "a sheet that is not there",
            |all| change(all, "xl/_rels/workbook.xml.rels", "sheet0.xml", "sheet9.xml"),
            "nothing",
        ),
        parts(
            "the relationship names a document of Word",
            |all| {
                change(
                    all,
                    "[Content_Types].xml",
                    "spreadsheetml.sheet.main",
                    "wordprocessingml.document.main",
                )
            },
            "nothing",
        ),
        parts(
            "a workbook with macros",
            |all| {
                change(
                    all,
                    "[Content_Types].xml",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                );
            },
            "224",
        ),
        parts(
            "an entity of its own",
            |all| {
                let (_, bytes) = all.iter_mut().find(|(name, _)| name == SHEET).unwrap();
                let text = String::from_utf8(std::mem::take(bytes)).unwrap();
                *bytes = format!("<!DOCTYPE a [<!ENTITY b \"9\">]>{text}").into_bytes();
            },
            "nothing",
        ),
        Case::new("no archive", "report.xlsx", "224", "nothing"),
        Case::new(
            "an old workbook",
            "report.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
            "nothing",
        ),
    ]
}

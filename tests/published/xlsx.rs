//! XLSX: the whole report in one sheet, tables in sheets of their own, and what sheets hide or compute.

use super::*;
use common::xlsx::{self, BORDERED, Sheet};

/// How the report stands in its workbook.
#[derive(Clone, Copy)]
struct Print {
    /// Every cell of a table has a border.
    has_borders: bool,
    /// A sheet for each part that has a table.
    has_sheets: bool,
    /// Titles and paragraphs are merged over so many columns.
    merged: u32,
    /// Cells reach over rows and columns; otherwise what they cover is left blank.
    has_merges: bool,
    /// Blank rows between the parts.
    gap: u32,
    /// The column and row before the report.
    start: (u32, u32),
}

const PRINT: Print = Print {
    has_borders: true,
    has_sheets: false,
    merged: 10,
    has_merges: true,
    gap: 0,
    start: (0, 0),
};

/// Put a table below what stands in a sheet.
fn put_table(sheet: &mut Sheet, table: &Table, print: Print) {
    let style = if print.has_borders { BORDERED } else { 0 };
    let top = sheet.last_row().max(print.start.0) + 1;
    let mut down = vec![0; 64];
    for (at, row) in table.iter().enumerate() {
        let row_number = top + at as u32;
        let mut column = 0;
        let mut cells = row.iter();
        loop {
            if down[column] > 0 {
                down[column] -= 1;
                sheet.set((row_number, print.start.1 + column as u32 + 1), style, "");
                column += 1;
                continue;
            }
            let Some(cell) = cells.next() else { break };
            let place = (row_number, print.start.1 + column as u32 + 1);
            if print.has_merges {
                sheet.merge(place, (cell.rows as u32, cell.columns as u32));
            }
            for covered in 0..cell.columns {
                let text = if covered == 0 { cell.text.as_str() } else { "" };
                sheet.set((place.0, place.1 + covered as u32), style, text);
                down[column] = cell.rows - 1;
                column += 1;
            }
        }
    }
}

fn put_line(sheet: &mut Sheet, line: &str, print: Print) {
    let row = sheet.last_row().max(print.start.0) + 1 + print.gap;
    let place = (row, print.start.1 + 1);
    sheet.set(place, 0, line);
    sheet.merge(place, (1, print.merged));
}

fn sheets(report: &Report, print: Print) -> Vec<Sheet> {
    let tables = report.tables();
    let texts = report.with_tables(&["@0".into(), "@1".into(), "@2".into()]);
    let mut sheets = vec![Sheet::new("年报")];
    for line in texts.lines().filter(|line| !line.is_empty()) {
        if print.has_sheets && report.headings.iter().any(|heading| heading == line) {
            sheets.push(Sheet::new(&format!("Sheet{}", sheets.len() + 1)));
        }
        let sheet = sheets.last_mut().unwrap();
        match line.strip_prefix('@') {
            Some(at) => put_table(sheet, &tables[at.parse::<usize>().unwrap()], print),
            None => put_line(sheet, line, print),
        }
    }
    sheets
}

fn book(report: &Report, print: Print) -> Vec<u8> {
    xlsx::workbook(&sheets(report, print))
}

#[test]
fn workbooks_are_read_however_they_are_laid_out() {
    let prints = [
        ("one sheet", PRINT),
        (
            "a sheet for each part",
            Print {
                has_sheets: true,
                ..PRINT
            },
        ),
        ("blank rows", Print { gap: 2, ..PRINT }),
        ("titles that are not merged", Print { merged: 1, ..PRINT }),
        ("titles over all", Print { merged: 15, ..PRINT }),
        ("not at the first cell", Print { start: (3, 2), ..PRINT }),
        (
            "no merged cells",
            Print {
                has_merges: false,
                merged: 1,
                ..PRINT
            },
        ),
        (
            "no borders",
            Print {
                has_borders: false,
                ..PRINT
            },
        ),
    ];
    let reports = [("", report()), (" of 2019", old_report())];
    let cases = prints.iter().flat_map(|(name, print)| {
        reports.iter().map(move |(form, report)| {
            let case: Box<dyn Fn() + '_> = Box::new(|| check(report, &book(report, *print), Medium::Sheet, &[]));
            (format!("{name}{form}"), case)
        })
    });
    all(cases.collect());
}

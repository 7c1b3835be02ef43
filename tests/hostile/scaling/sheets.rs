//! Workbooks.

use super::{Case, Files, file, lint, times};
use crate::common::xlsx::{BORDERED, Sheet, Styles, pack, parts, place, workbook};

const TITLE: &str = "甲市乙局2023年政府信息公开工作年度报告";

fn titled() -> Sheet {
    let mut sheet = Sheet::new("年报");
    sheet.set((1, 1), 0, TITLE);
    sheet
}

fn book(change: impl FnOnce(&mut Sheet)) -> Files {
    let mut sheet = titled();
    change(&mut sheet);
    file("r.xlsx", workbook(&[sheet]))
}

/// A workbook whose cells share one text.
fn shared(text: &str, cells: usize) -> Files {
    let mut sheet = titled();
    for at in 0..cells as u32 {
        sheet
            .cells
            .insert((2 + at / 100, 1 + at % 100), (BORDERED, " t=\"s\"><v>0</v>".to_owned()));
    }
    let mut all = parts(&[sheet], Styles::default());
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let strings = format!("<sst xmlns=\"{main}\"><si><t xml:space=\"preserve\">{text}</t></si></sst>");
    all.push(("xl/strings.xml".to_owned(), strings.into_bytes()));
    let (_, rels) = all
        .iter_mut()
        .find(|(name, _)| name == "xl/_rels/workbook.xml.rels")
        .unwrap();
    let text = String::from_utf8(std::mem::take(rels)).unwrap();
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings";
    let target = format!("<Relationship Id=\"s\" Type=\"{kind}\" Target=\"strings.xml\"/></Relationships>");
    *rels = text.replace("</Relationships>", &target).into_bytes();
    file("r.xlsx", pack(&all))
}

/// Cells one below the other, each with what is made of its row.
fn column(n: usize, inside: impl Fn(u32) -> String) -> Files {
    book(|sheet| {
        for row in 2..n as u32 + 2 {
            sheet.cells.insert((row, 1), (BORDERED, inside(row)));
        }
    })
}

pub(super) const CASES: &[Case] = &[
    lint("sheet: cells", 20_000, |n| {
        book(|sheet| {
            for at in 0..n as u32 {
                sheet.set((2 + at / 20, 1 + at % 20), BORDERED, "7");
            }
        })
    }),
    lint("sheet: one cell a row", 20_000, |n| {
        column(n, |_| "><v>7</v>".to_owned())
    }),
    lint("sheet: the last cell", 1, |n| {
        book(|sheet| {
            for at in 0..n as u32 {
                sheet.set((1_048_576 - at, 16_384), BORDERED, "7");
            }
            sheet.set((2, 1), BORDERED, "7");
        })
    }),
    lint("sheet: cells of the last columns", 4_000, |n| {
        book(|sheet| {
            for at in 0..n as u32 {
                sheet.set((2 + at, 16_384 - at % 200), BORDERED, "7");
            }
        })
    }),
    lint("sheet: blank cells with borders", 60_000, |n| {
        book(|sheet| {
            for at in 0..n as u32 {
                sheet.set((2 + at / 500, 1 + at % 500), BORDERED, "");
            }
        })
    }),
    lint("sheet: merged cells", 60_000, |n| {
        book(|sheet| {
            for at in 0..n as u32 {
                sheet.merge((2 + at / 50, 1 + at % 50 * 2), (1, 2));
            }
            (2..n as u32 / 50).for_each(|row| sheet.set((row, 1), BORDERED, "7"));
        })
    }),
    lint("sheet: merged down", 100, |n| {
        book(|sheet| {
            for at in 0..n as u32 {
                sheet.merge((2, 1 + at), (1_000_000, 1));
                sheet.set((2, 1 + at), BORDERED, "7");
            }
            (3..1_000).for_each(|row| sheet.set((row, 250), BORDERED, "7"));
        })
    }),
    lint("sheet: cells merged over each other", 60_000, |n| {
        book(|sheet| (0..n as u32).for_each(|at| sheet.merge((1, 1), (2 + at, 2))))
    }),
    lint("sheet: a long text of many cells", 200, |n| {
        shared(&"文".repeat(n * 20), 20_000)
    }),
    lint("sheet: a long blank of many cells", 400, |n| {
        shared(&" ".repeat(n * 20), 60_000)
    }),
    lint("sheet: runs of a text", 30_000, |n| {
        column(1, |_| {
            let runs = "<r><rPr><sz val=\"9\"/></rPr><t>7</t></r>".repeat(n);
            format!(" t=\"inlineStr\"><is>{runs}</is>")
        })
    }),
    lint("sheet: sums of all above", 4_000, |n| {
        column(n, |row| format!("><f>SUM(A$2:A{})</f><v>0</v>", row - 1))
    }),
    lint("sheet: sums of all below", 4_000, |n| {
        column(n, |row| format!("><f>SUM(A{}:A1048576)</f><v>0</v>", row + 1))
    }),
    lint("sheet: formulas that refer to each other", 8_000, |n| {
        column(n, |row| format!("><f>A{}+1</f><v>0</v>", row + 1))
    }),
    lint("sheet: a formula of many terms", 8_000, |n| {
        column(n, |_| format!("><f>{}</f><v>0</v>", "B1+".repeat(20) + "1"))
    }),
    lint("sheet: brackets in a formula", 60_000, |n| {
        column(1, |_| format!("><f>{}</f><v>0</v>", "(".repeat(n)))
    }),
    lint("sheet: conditional formats", 4_000, |n| {
        let mut sheet = titled();
        for row in 2..2_000 {
            sheet.set((row, 1), BORDERED, "7");
        }
        sheet.behind = times(n, |_| {
            "<conditionalFormatting sqref=\"A1:Z9999\"><cfRule dxfId=\"0\"/></conditionalFormatting>".to_owned()
        });
        let styles = Styles {
            conditional: "<dxf><font><b/></font></dxf>",
            ..Styles::default()
        };
        file("r.xlsx", pack(&parts(&[sheet], styles)))
    }),
    lint("sheet: areas of conditional formats", 20_000, |n| {
        book(|sheet| {
            let areas = times(n, |at| format!("{} ", place(at as u32 + 1, 1)));
            let rules = "<cfRule dxfId=\"0\"/>".repeat(100);
            sheet.behind = format!("<conditionalFormatting sqref=\"{areas}\">{rules}</conditionalFormatting>");
        })
    }),
    lint("sheet: hidden columns", 8_000, |n| {
        book(|sheet| {
            let columns = times(n, |at| {
                format!("<col min=\"{0}\" max=\"{0}\" hidden=\"1\"/>", 2 * at + 1)
            });
            sheet.before = format!("<cols>{columns}</cols>");
            (2..2_000).for_each(|row| {
                sheet.merge((row, 1), (1, 16_000));
                sheet.set((row, 1), BORDERED, "7");
            });
        })
    }),
    lint("sheet: formats of numbers", 20_000, |n| {
        let formats = times(n, |at| {
            format!(
                "<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>",
                200 + at,
                "#,##0;".repeat(9)
            )
        });
        let mut sheet = titled();
        (2..4_000).for_each(|row| sheet.set((row, 1), 2, "7"));
        let styles = Styles {
            formats: &formats,
            cells: "<xf numFmtId=\"200\"/>",
            ..Styles::default()
        };
        file("r.xlsx", pack(&parts(&[sheet], styles)))
    }),
    lint("sheet: sheets", 400, |n| {
        let sheets: Vec<Sheet> = (0..n).map(|_| titled()).collect();
        file("r.xlsx", workbook(&sheets))
    }),
    lint("sheet: large sheets that are small when packed", 8, |n| {
        let sheets = (0..n).map(|_| {
            let mut sheet = titled();
            sheet.behind = "<pageMargins/>".repeat(60_000);
            sheet
        });
        file("r.xlsx", workbook(&sheets.collect::<Vec<_>>()))
    }),
];

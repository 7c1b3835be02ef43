//! XLSX: the whole report in one sheet, tables in sheets of their own, and what sheets hide or compute.

use super::*;
use common::xlsx::{self, BORDERED, OWN, Sheet, Styles};

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

/// The report in one sheet, and where a number stands in it.
fn sheet_with(path: &str, report: &Report) -> (Sheet, (u32, u32)) {
    let sheet = sheets(report, PRINT).remove(0);
    let place = sheet.find(&report.cells[path]);
    (sheet, place)
}

const LICENCES: &str = "proactive.licensing.decisions";

/// A report whose number of licences stands nowhere else.
fn marked() -> Report {
    report().set(LICENCES, "98765")
}

fn read_back(sheets: &[Sheet], styles: Styles<'_>) {
    check(&marked(), &xlsx::pack(&xlsx::parts(sheets, styles)), Medium::Sheet, &[]);
}

#[test]
fn what_a_sheet_hides_is_not_read() {
    let report = marked();
    let (mut sheet, (row, _)) = sheet_with(LICENCES, &report);
    // The row once more with another number, hidden; a hidden column beside the tables; and hidden sheets.
    let below = sheet.last_row() + 4;
    sheet.set((below, 1), BORDERED, "行政许可");
    sheet.set((below, 2), BORDERED, "1");
    sheet.rows.insert(below, "hidden=\"1\"".to_owned());
    sheet.set((row, 30), BORDERED, "2");
    sheet.before = "<cols><col min=\"30\" max=\"30\" hidden=\"1\"/></cols>".to_owned();
    let mut other = sheet.clone();
    other.set((row, 2), BORDERED, "3");
    other.rows.clear();
    for state in ["hidden", "veryHidden"] {
        other.named = format!("state=\"{state}\"");
        read_back(&[other.clone(), sheet.clone()], Styles::default());
    }
}

#[test]
fn numbers_are_read_as_they_are_shown() {
    let report = marked();
    for (format, expected) in [
        ("0", "98765"),
        ("#,##0", "98,765"),
        ("0.00", "98765.00"),
        ("@", "98765"),
        ("General", "98765"),
        ("0;-0;0;@", "98765"),
        ("[Blue]0_ ", "98765"),
    ] {
        let (mut sheet, place) = sheet_with(LICENCES, &report);
        sheet.set(place, OWN, "98765");
        let formats = format!("<numFmt numFmtId=\"200\" formatCode=\"{format}\"/>");
        let styles = Styles {
            formats: &formats,
            cells: "<xf numFmtId=\"200\" borderId=\"1\"/>",
            ..Styles::default()
        };
        let bytes = xlsx::pack(&xlsx::parts(&[sheet], styles));
        let (layout, _, reading) = read(&bytes, Medium::Sheet);
        let document = reading.document.unwrap();
        let (node, _) = document.root.pointer("/proactive/licensing/decisions").unwrap();
        assert_eq!(shown(node), expected, "{format}\n{}", layout.text);
        assert!(layout.unlike.is_empty(), "{format}: {:?}", layout.unlike);
    }
}

#[test]
fn dates_are_read_as_they_are_shown() {
    let report = marked();
    let (mut sheet, _) = sheet_with(LICENCES, &report);
    let below = sheet.last_row() + 1;
    sheet.set((below, 1), OWN, "45316");
    let styles = Styles {
        formats: "<numFmt numFmtId=\"200\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/>",
        cells: "<xf numFmtId=\"200\"/>",
        ..Styles::default()
    };
    let (_, _, reading) = read(&xlsx::pack(&xlsx::parts(&[sheet], styles)), Medium::Sheet);
    let document = reading.document.unwrap();
    let (node, _) = document.root.pointer("/published").unwrap();
    assert_eq!(shown(node), "2024-01-25");
}

/// A total is the sum of its column, as one writes it once and copies it to the right.
#[test]
fn sums_are_read_once_they_are_verified() {
    let columns = render::requesters().len() as u32 - 1;
    let put = |first: u32| {
        let mut sheet = Sheet::new("表三");
        for column in 1..=columns {
            sheet.set((1, column), BORDERED, &(first + column).to_string());
            sheet.set((2, column), BORDERED, "4");
            let formula = match column {
                1 => "<f t=\"shared\" ref=\"A3:Z3\" si=\"0\">SUM(A1:A2)</f>",
                _ => "<f t=\"shared\" si=\"0\"/>",
            };
            sheet
                .cells
                .insert((3, column), (BORDERED, format!(">{formula}<v>{}</v>", 6 + column)));
        }
        let all = format!(
            "><f>SUM($A3:{})</f><v>{}</v>",
            xlsx::place(3, columns),
            (1..=columns).map(|column| 6 + column).sum::<u32>()
        );
        sheet.cells.insert((3, columns + 1), (BORDERED, all));
        steps::layout(&xlsx::workbook(&[sheet]), Medium::Sheet, &Limits::default())
            .unwrap()
            .0
    };
    assert!(put(2).unlike.is_empty());
    let unlike = put(1).unlike;
    assert_eq!(unlike.len() as u32, columns, "{unlike:?}");
    assert!(unlike.iter().all(|unlike| unlike.cause == "formula"));
}

#[test]
fn a_cell_with_breaks_is_several_lines() {
    let mut sheet = Sheet::new("年报");
    sheet.set((1, 1), 0, "一、总体情况\n全年公开866条。\r\n\n没有收费。");
    sheet.set((2, 1), BORDERED, "行政\n许可");
    sheet.set((2, 2), BORDERED, "224");
    let (layout, _) = steps::layout(&xlsx::workbook(&[sheet]), Medium::Sheet, &Limits::default()).unwrap();
    assert_eq!(
        layout.text,
        "一、总体情况\n全年公开866条。\n没有收费。\n行政 许可 | 224\n\n年报"
    );
    assert_eq!(layout.blocks.len(), 4);
}

/// What LibreOffice makes of the page that pubreport prints.
#[test]
fn a_workbook_of_an_office_program_is_read() {
    let bytes = std::fs::read(format!("{}/tests/data/published/office-2023.xlsx", common::ROOT)).unwrap();
    let verdict = lint("office-2023.xlsx", &bytes);
    assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    let data = common::project("examples/cn-ogi-2021.yaml");
    let report = linter().lint("r.yaml", data.as_bytes());
    let page = pubreport::emit::render(
        &report.schema.unwrap(),
        &report.document.unwrap(),
        pubreport::emit::Format::Html,
    );
    let values = |bytes: &[u8], medium| files::values(&read(bytes, medium).2.document.unwrap().root);
    assert_eq!(values(&bytes, Medium::Sheet), values(&page.unwrap(), Medium::Html));
}

/// The sheet in which an office collects the figures of its agencies.
fn collecting(head: &str, rows: u32) -> Sheet {
    let mut sheet = Sheet::new("汇总");
    sheet.set((1, 1), 0, "2023年政府信息公开工作年度报告数据汇总表");
    sheet.merge((1, 1), (1, 5));
    for (column, (over, label)) in [
        ("序号", ""),
        (head, ""),
        ("第二十条第（五）项", "行政许可"),
        ("第二十条第（六）项", "行政处罚"),
        ("", "行政强制"),
    ]
    .into_iter()
    .enumerate()
    {
        sheet.set((2, column as u32 + 1), BORDERED, over);
        sheet.set((3, column as u32 + 1), BORDERED, label);
    }
    sheet.merge((2, 1), (2, 1));
    sheet.merge((2, 2), (2, 1));
    sheet.merge((2, 4), (1, 2));
    for at in 0..rows {
        let row = 4 + at;
        sheet.set((row, 1), BORDERED, &(at + 1).to_string());
        sheet.set((row, 2), BORDERED, &format!("甲市第{at}局"));
        (3..6).for_each(|column| sheet.set((row, column), BORDERED, &(at + column).to_string()));
    }
    sheet
}

#[test]
fn a_sheet_that_collects_agencies_is_no_report() {
    let rules = |sheet: &Sheet| {
        let verdict = lint("r.xlsx", &xlsx::workbook(std::slice::from_ref(sheet)));
        let rules: Vec<String> = verdict.findings.iter().map(|finding| finding.rule.clone()).collect();
        rules.join(" ")
    };
    for head in ["单位名称", "机关 名称", "填报单位"] {
        assert_eq!(rules(&collecting(head, 3)), "collecting-sheet", "{head}");
    }
    assert_eq!(rules(&collecting("单位名称", 200)), "collecting-sheet");
    assert_ne!(rules(&collecting("单位名称", 2)), "collecting-sheet");
    assert_ne!(rules(&collecting("科室", 9)), "collecting-sheet");
    // A report may have such a list, too.
    let mut sheet = sheets(&report(), PRINT).remove(0);
    let below = sheet.last_row() + 3;
    for ((row, column), cell) in collecting("单位名称", 5).cells {
        sheet.cells.insert((below + row, column), cell);
    }
    assert!(!rules(&sheet).contains("collecting-sheet"));
}

#[test]
fn sheets_beyond_the_limits_are_refused() {
    let rule = |sheet: &Sheet| {
        let verdict = lint("r.xlsx", &xlsx::workbook(std::slice::from_ref(sheet)));
        verdict.findings[0].rule.clone()
    };
    let mut wide = Sheet::new("a");
    (1..=300).for_each(|column| wide.set((1, column), 0, "7"));
    assert_eq!(rule(&wide), "too-many-cells");
    let mut long = Sheet::new("a");
    (0..200_001).for_each(|at| long.set((1 + at / 9, 1 + at % 9), 0, "7"));
    assert_eq!(rule(&long), "too-many-cells");
    let mut merged = Sheet::new("a");
    (0..200_001).for_each(|at| merged.merge((1 + at / 9, 1 + at % 9), (2, 2)));
    assert_eq!(rule(&merged), "too-many-cells");
    let mut last = Sheet::new("a");
    last.set((1_048_576, 16_384), 0, "一、总体情况");
    assert_eq!(rule(&last), "unknown-form");
}

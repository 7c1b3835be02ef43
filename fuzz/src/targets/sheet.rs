//! Readers of workbooks.

use std::io::{Cursor, Write};

use pubreport::extract::Medium;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::published::read;
use crate::Target;

/// A workbook, byte for byte.
pub(crate) const XLSX: Target = Target {
    name: "xlsx",
    run: |bytes| read(bytes, Medium::Sheet),
    seeds: || {
        vec![
            packed(SHEET.as_bytes()),
            include_bytes!("../../../tests/data/published/office-2023.xlsx").to_vec(),
        ]
    },
    words: &[
        "PK\x03\x04",
        "PK\x01\x02",
        "PK\x05\x06",
        "xl/workbook.xml",
        "xl/sheet.xml",
        "_rels/.rels",
        "[Content_Types].xml",
    ],
};

/// What stands in the element of a sheet, packed here, so that chance spends itself on the cells and not on the archive.
pub(crate) const CELLS: Target = Target {
    name: "cells",
    run: |bytes| read(&packed(bytes), Medium::Sheet),
    seeds: || vec![SHEET.as_bytes().to_vec()],
    words: &[
        "<sheetData>",
        "</sheetData>",
        "<row>",
        "<row r=\"9\">",
        "<row r=\"1048576\" hidden=\"1\">",
        "<row ht=\"1\">",
        "</row>",
        "<c>",
        "<c s=\"1\">",
        "<c s=\"2\">",
        "<c s=\"3\">",
        "<c r=\"XFD9\">",
        "<c t=\"s\">",
        "<c t=\"inlineStr\">",
        "</c>",
        "<v>",
        "</v>",
        "<f>",
        "</f>",
        "<f t=\"shared\" si=\"0\">",
        "SUM(A1:B9)",
        "SUM(A:A)",
        "A1+B1",
        "-($A1)",
        "<is><t>",
        "</t></is>",
        "<r><rPr><strike/></rPr><t>",
        "</t></r>",
        "<mergeCells>",
        "</mergeCells>",
        "<mergeCell ref=\"A1:C2\"/>",
        "<mergeCell ref=\"B1:XFD1048576\"/>",
        "<cols><col min=\"1\" max=\"3\" hidden=\"1\"/></cols>",
        "<sheetViews><sheetView showZeros=\"0\" topLeftCell=\"A5\"><pane state=\"frozen\"/></sheetView></sheetViews>",
        "<conditionalFormatting sqref=\"A1:Z99\"><cfRule dxfId=\"0\"/></conditionalFormatting>",
        "45316",
        "0.5",
        "1e99",
        "-224",
        "&#10;",
        "_x000D_",
        "行政许可",
        "单位名称",
        "一、总体情况",
    ],
};

/// A title, and a table of two cells.
const SHEET: &str = "<sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>甲市乙局2023年政府信息公开工作年度报告</t></is></c></row>\
    <row r=\"3\"><c s=\"1\" t=\"inlineStr\"><is><t>行政许可</t></is></c><c s=\"2\"><f>SUM(B4:B5)</f><v>224</v></c></row>\
    <row r=\"4\"><c s=\"1\" t=\"s\"><v>0</v></c><c s=\"3\"><v>224</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>";

/// A workbook of one sheet.
fn packed(sheet: &[u8]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REFERENCES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{REFERENCES}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |inside: &str| format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>");
    let beside = relation("a", "worksheet", "sheet.xml")
        + &relation("b", "styles", "styles.xml")
        + &relation("c", "sharedStrings", "strings.xml");
    let head = format!("<worksheet xmlns=\"{MAIN}\">");
    let sheet = [head.as_bytes(), sheet, b"</worksheet>"].concat();
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Override PartName=\"/xl/workbook.xml\" \
                 ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            relations(&relation("r", "officeDocument", "xl/workbook.xml")),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REFERENCES}\"><sheets><sheet name=\"2023\" r:id=\"a\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relations(&beside)),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{MAIN}\"><numFmts><numFmt numFmtId=\"200\" formatCode=\"yyyy-mm-dd;@\"/></numFmts>\
                 <borders><border/><border><left style=\"thin\"/></border></borders><cellXfs><xf/><xf borderId=\"1\"/>\
                 <xf numFmtId=\"4\" borderId=\"1\"/><xf numFmtId=\"200\"/></cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>"
            ),
        ),
        (
            "xl/strings.xml",
            format!("<sst xmlns=\"{MAIN}\"><si><t>规章</t></si></sst>"),
        ),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let parts = parts.iter().map(|(name, text)| (*name, text.as_bytes()));
    for (name, part) in parts.chain([("xl/sheet.xml", sheet.as_slice())]) {
        writer.start_file(name, options).expect("a part begins");
        writer.write_all(part).expect("a part is written");
    }
    writer.finish().expect("the archive ends").into_inner()
}

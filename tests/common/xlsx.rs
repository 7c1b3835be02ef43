//! A small writer of workbooks, which writes whatever it is told to.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use zip::{ZipWriter, write::SimpleFileOptions};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const REFERENCES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// The style of a cell with a border; the first has none.
pub const BORDERED: usize = 1;
/// The first style of one's own.
pub const OWN: usize = 2;

/// A sheet.
#[derive(Clone, Default)]
pub struct Sheet {
    pub name: String,
    /// What stands inside the sheet's own element, before and behind the cells.
    pub before: String,
    pub behind: String,
    /// Attributes of the element of the sheet in the workbook.
    pub named: String,
    /// By row and column, from 1: the style, and what stands behind it in the markup of the cell.
    pub cells: BTreeMap<(u32, u32), (usize, String)>,
    pub merges: Vec<String>,
    /// Attributes of rows.
    pub rows: BTreeMap<u32, String>,
}

/// Styles of cells, besides the two that there always are.
#[derive(Clone, Copy, Default)]
pub struct Styles<'s> {
    pub formats: &'s str,
    pub fonts: &'s str,
    pub fills: &'s str,
    pub cells: &'s str,
    pub conditional: &'s str,
}

/// A package's parts by name.
pub type Parts = Vec<(String, Vec<u8>)>;

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The name of a place: `B3`.
pub fn place(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    format!("{}{row}", letters.into_iter().collect::<String>())
}

/// The markup of a value: a number where it is one, otherwise a text.
pub fn value(text: &str) -> String {
    match text.parse::<f64>() {
        _ if text.is_empty() => ">".to_owned(),
        Ok(_) => format!("><v>{text}</v>"),
        Err(_) => format!(" t=\"inlineStr\"><is><t>{}</t></is>", escaped(text)),
    }
}

impl Sheet {
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// Put a value into a cell.
    pub fn set(&mut self, (row, column): (u32, u32), style: usize, text: &str) {
        self.cells.insert((row, column), (style, value(text)));
    }

    /// A cell over several others.
    pub fn merge(&mut self, (row, column): (u32, u32), (rows, columns): (u32, u32)) {
        if rows * columns > 1 {
            let last = place(row + rows - 1, column + columns - 1);
            self.merges.push(format!("{}:{last}", place(row, column)));
        }
    }

    pub fn last_row(&self) -> u32 {
        self.cells.keys().next_back().map_or(0, |(row, _)| *row)
    }

    /// Where a text stands that is in one cell only.
    #[track_caller]
    pub fn find(&self, text: &str) -> (u32, u32) {
        let wanted = value(text);
        let mut found = self.cells.iter().filter(|(_, (_, value))| *value == wanted);
        let (place, _) = found.next().unwrap_or_else(|| panic!("no {text}"));
        assert!(found.next().is_none(), "{text} stands there twice");
        *place
    }

    fn xml(&self) -> String {
        let mut xml = format!(
            "<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{REFERENCES}\">{}<sheetData>",
            self.before
        );
        let rows: std::collections::BTreeSet<u32> = self
            .cells
            .keys()
            .map(|(row, _)| *row)
            .chain(self.rows.keys().copied())
            .collect();
        for row in rows {
            let attributes = self.rows.get(&row).map_or("", String::as_str);
            write!(xml, "<row r=\"{row}\" {attributes}>").unwrap();
            for ((_, column), (style, value)) in self.cells.range((row, 0)..(row + 1, 0)) {
                write!(xml, "<c r=\"{}\" s=\"{style}\"{value}</c>", place(row, *column)).unwrap();
            }
            xml.push_str("</row>");
        }
        xml.push_str("</sheetData>");
        if !self.merges.is_empty() {
            xml.push_str("<mergeCells>");
            for area in &self.merges {
                write!(xml, "<mergeCell ref=\"{area}\"/>").unwrap();
            }
            xml.push_str("</mergeCells>");
        }
        xml + &self.behind + "</worksheet>"
    }
}

impl Styles<'_> {
    fn xml(&self) -> String {
        let side = |name: &str| format!("<{name} style=\"thin\"><color auto=\"1\"/></{name}>");
        let border: String = ["left", "right", "top", "bottom"].map(side).concat();
        format!(
            "<styleSheet xmlns=\"{MAIN}\"><numFmts>{}</numFmts><fonts><font><sz val=\"11\"/></font>{}</fonts>\
             <fills><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>{}</fills>\
             <borders><border/><border>{border}</border></borders>\
             <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"0\" borderId=\"1\"/>{}</cellXfs><dxfs>{}</dxfs></styleSheet>",
            self.formats, self.fonts, self.fills, self.cells, self.conditional
        )
    }
}

/// The parts of a workbook.
pub fn parts(sheets: &[Sheet], styles: Styles<'_>) -> Parts {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{REFERENCES}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |inside: &str| format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>");
    let mut named = String::new();
    let mut targets = relation("styles", "styles", "styles.xml");
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}\"/></Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            relations(&relation("rId1", "officeDocument", "xl/workbook.xml")),
        ),
        ("xl/styles.xml".to_owned(), styles.xml()),
    ];
    for (at, sheet) in sheets.iter().enumerate() {
        write!(
            named,
            "<sheet name=\"{}\" sheetId=\"{}\" r:id=\"sheet{at}\" {}/>",
            escaped(&sheet.name),
            at + 1,
            sheet.named
        )
        .unwrap();
        targets += &relation(&format!("sheet{at}"), "worksheet", &format!("sheet{at}.xml"));
        parts.push((format!("xl/sheet{at}.xml"), sheet.xml()));
    }
    let workbook =
        format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REFERENCES}\"><workbookPr/><sheets>{named}</sheets></workbook>");
    parts.push(("xl/workbook.xml".to_owned(), workbook));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), relations(&targets)));
    parts
        .into_iter()
        .map(|(name, text)| (name, text.into_bytes()))
        .collect()
}

/// Pack a workbook.
pub fn pack(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of these sheets.
pub fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    pack(&parts(sheets, Styles::default()))
}

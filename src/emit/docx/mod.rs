//! DOCX: WordprocessingML with real headings, merged cells and heads of tables that repeat on each page. The same report gives the
//! same bytes.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use quick_xml::escape::escape;
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::emit::{
    grid::{Grid, GridCell, Role},
    page::Page,
};

/// The width of the text in twentieths of a point: A4 without its margins.
const TEXT_WIDTH: usize = 8844;
/// A4 with the margins of official documents.
const SECTION: &str = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1400\" w:gutter=\"0\"/></w:sectPr>";
const BORDERS: [&str; 6] = ["top", "left", "bottom", "right", "insideH", "insideV"];

/// Print a report.
pub(crate) fn docx(page: &Page) -> Vec<u8> {
    let parts = [
        ("[Content_Types].xml", include_str!("content_types.xml").to_owned()),
        ("_rels/.rels", include_str!("rels.xml").to_owned()),
        ("word/document.xml", document(page)),
        (
            "word/_rels/document.xml.rels",
            include_str!("document_rels.xml").to_owned(),
        ),
        ("word/styles.xml", styles(page)),
        ("word/footer1.xml", include_str!("footer.xml").to_owned()),
        ("docProps/core.xml", properties(page)),
    ];
    // Nothing is written but memory.
    packed(&parts).unwrap_or_default()
}

fn packed(parts: &[(&str, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // Without a clock: the first day that such archives know.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, text) in parts {
        archive.start_file(*name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn styles(page: &Page) -> String {
    let styles = include_str!("styles.xml");
    if page.lang.is_empty() {
        return styles.to_owned();
    }
    let lang = format!(
        "<w:lang w:eastAsia=\"{}\"/></w:rPr></w:rPrDefault>",
        escape(page.lang.as_str())
    );
    styles.replacen("</w:rPr></w:rPrDefault>", &lang, 1)
}

fn properties(page: &Page) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title></cp:coreProperties>",
        escape(page.title.as_str())
    )
}

fn document(page: &Page) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>",
    );
    out.push_str(&paragraph("Title", &page.title));
    page.lines
        .iter()
        .for_each(|line| out.push_str(&paragraph("Subtitle", line)));
    page.preamble
        .iter()
        .for_each(|line| out.push_str(&paragraph("BodyText", line)));
    for part in &page.parts {
        out.push_str(&paragraph("Heading1", &part.heading));
        if let Some(table_of_part) = &part.table {
            table(&mut out, &table_of_part.grid());
        }
        part.text
            .iter()
            .for_each(|line| out.push_str(&paragraph("BodyText", line)));
    }
    // A body ends with a paragraph, not with a table.
    if page
        .parts
        .last()
        .is_some_and(|part| part.table.is_some() && part.text.is_empty())
    {
        out.push_str(&paragraph("Normal", ""));
    }
    let _ = write!(out, "{SECTION}</w:body></w:document>");
    out
}

fn paragraph(style: &str, text: &str) -> String {
    styled(&format!("<w:pStyle w:val=\"{style}\"/>"), text)
}

fn styled(properties: &str, text: &str) -> String {
    let run = match text {
        "" => String::new(),
        text => format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text)),
    };
    format!("<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>")
}

/// What a cell covers that begins in a column and reaches down.
#[derive(Clone, Copy, Default)]
struct Reach {
    columns: usize,
    /// Rows below that of the cell.
    rows: usize,
}

fn table(out: &mut String, grid: &Grid) {
    let widths = grid.widths(TEXT_WIDTH);
    let borders =
        BORDERS.map(|side| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"));
    let _ = write!(
        out,
        "<w:tbl><w:tblPr><w:tblW w:w=\"{TEXT_WIDTH}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>{}</w:tblBorders>\
         <w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"40\" w:type=\"dxa\"/><w:right w:w=\"40\" w:type=\"dxa\"/></w:tblCellMar>\
         </w:tblPr><w:tblGrid>",
        borders.concat()
    );
    for width in &widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid>");
    let mut down = vec![Reach::default(); widths.len()];
    let mut left: usize = grid.bands.iter().map(|band| band.rows.len()).sum();
    for band in &grid.bands {
        for row in &band.rows {
            left -= 1;
            let head = if band.is_head { "<w:tblHeader/>" } else { "" };
            let _ = write!(out, "<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>");
            // A table that fits on a page is not parted.
            write_row(out, row, &widths, &mut down, left > 0);
            out.push_str("</w:tr>");
        }
    }
    out.push_str("</w:tbl>");
}

fn write_row(out: &mut String, row: &[GridCell], widths: &[usize], down: &mut [Reach], keeps: bool) {
    let mut cells = row.iter();
    let mut at = 0;
    while at < widths.len() {
        let Reach { columns, rows } = down[at];
        if rows > 0 {
            down[at].rows -= 1;
            let width: usize = widths.iter().skip(at).take(columns).sum();
            out.push_str(&cell_xml(columns, width, "<w:vMerge/>", "TableText", "", keeps));
            at += columns.max(1);
            continue;
        }
        let Some(cell) = cells.next() else { break };
        let columns = cell.columns.max(1);
        down[at] = Reach {
            columns,
            rows: cell.rows.saturating_sub(1),
        };
        let merge = if cell.rows > 1 {
            "<w:vMerge w:val=\"restart\"/>"
        } else {
            ""
        };
        let style = match cell.role {
            Role::Corner | Role::Column | Role::Block => "TableHead",
            Role::Row if cell.rows == 1 => "TableLabel",
            Role::Row | Role::Value => "TableText",
        };
        let width: usize = widths.iter().skip(at).take(columns).sum();
        out.push_str(&cell_xml(columns, width, merge, style, &cell.text, keeps));
        at += columns;
    }
}

fn cell_xml(columns: usize, width: usize, merge: &str, style: &str, text: &str, keeps: bool) -> String {
    let keep = if keeps { "<w:keepNext/>" } else { "" };
    let span = if columns > 1 {
        format!("<w:gridSpan w:val=\"{columns}\"/>")
    } else {
        String::new()
    };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{merge}<w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc>",
        styled(&format!("<w:pStyle w:val=\"{style}\"/>{keep}"), text)
    )
}

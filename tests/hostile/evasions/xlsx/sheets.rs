//! Sheets that are hidden, and what lies over a sheet.

use super::*;

const DRAWING: &str = "xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" \
     xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"";

/// A workbook with another one beside the honest sheet, which shows 999.
fn second(attack: &'static str, named: &str, is_first: bool, shown: &'static str) -> Case {
    let (honest, place) = honest_sheet();
    let mut other = honest.clone();
    other.name = "其他".to_owned();
    other.named = named.to_owned();
    other.set(place, BORDERED, "999");
    let sheets = if is_first { [other, honest] } else { [honest, other] };
    Case::new(attack, "report.xlsx", xlsx::workbook(&sheets), shown)
}

/// A drawing over the cell with the number of licences, so many rows farther down.
fn drawing(attack: &'static str, inside: &str, rows: u32, shown: &'static str) -> Case {
    let (mut sheet, (row, column)) = honest_sheet();
    sheet.behind = "<drawing r:id=\"beside\"/>".to_owned();
    let mut parts = xlsx::parts(&[sheet], Styles::default());
    let (x, y) = (column - 1, row - 1 + rows);
    let corner = |name: &str, x: u32, y: u32| {
        format!(
            "<xdr:{name}><xdr:col>{x}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{y}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
        )
    };
    let (from, to) = (corner("from", x, y), corner("to", x + 1, y + 1));
    let drawing = format!(
        "<xdr:wsDr {DRAWING}><xdr:twoCellAnchor>{from}{to}{inside}<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    );
    beside(&mut parts, "drawing", &drawing);
    Case::new(attack, "report.xlsx", xlsx::pack(&parts), shown)
}

/// A drawing of the years before 2007.
fn old(attack: &'static str, style: &str, shown: &'static str) -> Case {
    let (mut sheet, _) = honest_sheet();
    sheet.behind = "<legacyDrawing r:id=\"beside\"/>".to_owned();
    let mut parts = xlsx::parts(&[sheet], Styles::default());
    let shape = format!("<xml xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:shape style=\"{style}\"/></xml>");
    beside(&mut parts, "vmlDrawing", &shape);
    Case::new(attack, "report.xlsx", xlsx::pack(&parts), shown)
}

pub(super) fn cases() -> Vec<Case> {
    let picture = "<xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"1\" name=\"章\"/></xdr:nvPicPr></xdr:pic>";
    let text = "<xdr:sp><xdr:nvSpPr><xdr:cNvPr id=\"1\" name=\"a\"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>更正：行政许可为999件</a:t></a:r></a:p></xdr:txBody></xdr:sp>";
    let hidden = "<xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"1\" name=\"a\" hidden=\"1\"/></xdr:nvPicPr></xdr:pic>";
    vec![
        second("a hidden sheet with another report", "state=\"hidden\"", false, "224"),
        second("a very hidden sheet before", "state=\"veryHidden\"", true, "224"),
        second("a second sheet with another report", "", false, "999"),
        second("a first sheet with another report", "", true, "999"),
        drawing("a picture over the cell", picture, 0, ""),
        drawing("a picture far below", picture, 500, "224"),
        drawing("a text box over the cell", text, 0, "999"),
        drawing("a text box far below", text, 500, "999"),
        drawing("a hidden picture over the cell", hidden, 0, "224"),
        old(
            "a comment that is shown if one points at it",
            "position:absolute; visibility: hidden",
            "224",
        ),
        old("a comment that is shown", "position:absolute", "less"),
        sheet(
            "a picture behind all cells",
            |sheet, _| sheet.behind = "<picture r:id=\"x\"/>".to_owned(),
            "less",
        ),
        sheet(
            "an embedded document",
            |sheet, _| sheet.behind = "<oleObjects/>".to_owned(),
            "less",
        ),
        sheet(
            "an element that Excel does not have",
            |sheet, _| sheet.behind = "<page/>".to_owned(),
            "224",
        ),
    ]
}

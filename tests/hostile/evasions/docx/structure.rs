//! Rows, cells, paragraphs and drawings.

use super::{Case, RUN, around, document, with};
use crate::honest;

/// A second row of licences before the one that is there, or behind it, with something in its properties.
fn row(main: &str, properties: &str, behind: bool) -> String {
    let at = main.find(RUN).unwrap();
    let start = main[..at].rfind("<w:tr>").unwrap();
    let end = at + main[at..].find("</w:tr>").unwrap() + "</w:tr>".len();
    let own = &main[start..end];
    let other = own
        .replace("224", "999")
        .replacen("<w:trPr>", &format!("<w:trPr>{properties}"), 1);
    match behind {
        true => format!("{}{own}{other}{}", &main[..start], &main[end..]),
        false => format!("{}{other}{own}{}", &main[..start], &main[end..]),
    }
}

/// A drawing that holds something.
fn drawing(place: &str, inside: &str) -> String {
    format!(
        "<w:r><w:drawing><wp:{place} xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"><wp:extent cx=\"900000\" cy=\"900000\"/>\
         <wp:docPr id=\"1\" name=\"图片 1\"/>{inside}</wp:{place}></w:drawing></w:r>"
    )
}

fn text_box(text: &str) -> String {
    format!(
        "<a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:graphicData><wps:wsp \
         xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>\
         </wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    )
}

/// Something before the table with the number of licences.
fn before_table(main: &str, inside: &str) -> String {
    let at = main[..main.find(RUN).unwrap()].rfind("<w:tbl>").unwrap();
    format!("{}<w:p>{inside}</w:p>{}", &main[..at], &main[at..])
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = rows();
    cases.extend(cells());
    cases.extend(floating());
    cases
}

fn rows() -> Vec<Case> {
    vec![
        document("a hidden row before", |main| row(&main, "<w:hidden/>", false), "224"),
        document("a hidden row behind", |main| row(&main, "<w:hidden/>", true), "224"),
        document(
            "a deleted row",
            |main| row(&main, "<w:del w:id=\"1\" w:author=\"a\"/>", false),
            "224 or 999",
        ),
        document(
            "an inserted row",
            |main| row(&main, "<w:ins w:id=\"1\" w:author=\"a\"/>", true),
            "224 or 999",
        ),
        document(
            "a row without height",
            |main| row(&main, "<w:trHeight w:val=\"1\" w:hRule=\"exact\"/>", false),
            "224",
        ),
        document("the row is hidden", |main| around(&main, "w:trPr", "<w:hidden/>"), ""),
        document(
            "the row is deleted",
            |main| around(&main, "w:trPr", "<w:del w:id=\"1\" w:author=\"a\"/>"),
            "",
        ),
        document(
            "the row has no height",
            |main| around(&main, "w:trPr", "<w:trHeight w:val=\"1\" w:hRule=\"exact\"/>"),
            "",
        ),
        document(
            "the row is as high as it must be",
            |main| around(&main, "w:trPr", "<w:trHeight w:val=\"400\"/>"),
            "224",
        ),
        document(
            "the columns are shown from the right",
            |main| around(&main, "w:tblPr", "<w:bidiVisual/>"),
            "224",
        ),
        document(
            "the table stands off the page",
            |main| around(&main, "w:tblPr", "<w:tblpPr w:tblpX=\"30000\" w:tblpY=\"1\"/>"),
            "nothing",
        ),
        document(
            "the table floats",
            |main| {
                around(
                    &main,
                    "w:tblPr",
                    "<w:tblpPr w:leftFromText=\"180\" w:tblpX=\"100\" w:tblpY=\"1\"/>",
                )
            },
            "224",
        ),
    ]
}

fn cells() -> Vec<Case> {
    let paragraph = |properties: &str| {
        let properties = properties.to_owned();
        move |main: String| {
            let at = main.find(RUN).unwrap();
            let start = main[..at].rfind("<w:pPr>").unwrap() + "<w:pPr>".len();
            let end = start + main[start..].find("/>").unwrap() + 2;
            format!("{}{properties}{}", &main[..end], &main[end..])
        }
    };
    vec![
        document(
            "the cell is deleted",
            |main| around(&main, "w:tcPr", "<w:cellDel w:id=\"1\" w:author=\"a\"/>"),
            "",
        ),
        document(
            "the cell is inserted",
            |main| around(&main, "w:tcPr", "<w:cellIns w:id=\"1\" w:author=\"a\"/>"),
            "224",
        ),
        document(
            "the cell goes on from nothing above",
            |main| around(&main, "w:tcPr", "<w:vMerge/>"),
            "224",
        ),
        document(
            "the cell goes on from the one above",
            |main| {
                let main = around(&main, "w:tcPr", "<w:vMerge/>");
                let at = main.find(RUN).unwrap();
                let row = main[..at].rfind("<w:tr>").unwrap();
                let cell = main[..row].rfind("<w:tcPr>").unwrap() + "<w:tcPr>".len();
                format!("{}<w:vMerge w:val=\"restart\"/>{}", &main[..cell], &main[cell..])
            },
            "",
        ),
        document(
            "the cell goes on from the one before",
            |main| around(&main, "w:tcPr", "<w:hMerge/>"),
            "",
        ),
        document(
            "the paragraph has a number",
            paragraph("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr>"),
            "9.224",
        ),
        document(
            "the paragraph has no number",
            paragraph("<w:numPr><w:numId w:val=\"0\"/></w:numPr>"),
            "224",
        ),
        document("the paragraph is written from the right", paragraph("<w:bidi/>"), "224"),
        document(
            "the paragraph stands off the page",
            paragraph("<w:ind w:left=\"30000\"/>"),
            "nothing",
        ),
        document(
            "the line is cut off",
            paragraph("<w:spacing w:line=\"1\" w:lineRule=\"exact\"/>"),
            "",
        ),
        document(
            "the paragraph stands in a frame",
            paragraph("<w:framePr w:w=\"100\" w:hAnchor=\"page\"/>"),
            "?",
        ),
        document(
            "the mark of the paragraph is deleted",
            paragraph("<w:rPr><w:del w:id=\"1\" w:author=\"a\"/></w:rPr>"),
            "224",
        ),
        document(
            "a cell hides in another",
            |main| {
                let inner = format!(
                    "{RUN}</w:p><w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p><w:r><w:t>9</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p>"
                );
                honest::replaced(&main, RUN, &inner)
            },
            "224",
        ),
        with("text outside a run", "<w:t>224</w:t><w:r><w:t>999</w:t></w:r>", "999"),
        with(
            "properties behind the text",
            &RUN.replace("</w:r>", "<w:rPr><w:vanish/></w:rPr></w:r>"),
            "224 or nothing",
        ),
    ]
}

fn floating() -> Vec<Case> {
    let picture = "<a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"/>";
    let over = "<wp:positionV relativeFrom=\"page\"><wp:posOffset>900000</wp:posOffset></wp:positionV><wp:wrapNone/>";
    let beside =
        "<wp:positionV relativeFrom=\"paragraph\"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:wrapTopAndBottom/>";
    vec![
        with(
            "a picture in the cell",
            &(RUN.to_owned() + &drawing("inline", picture)),
            "?",
        ),
        with(
            "a picture over the cell",
            &(RUN.to_owned() + &drawing("anchor", &format!("{over}{picture}"))),
            "?",
        ),
        with(
            "a text box in the cell",
            &(RUN.to_owned() + &drawing("anchor", &format!("{over}{}", text_box("999")))),
            "999",
        ),
        document(
            "a picture that may cover the table",
            |main| before_table(&main, &drawing("anchor", &format!("{over}{picture}"))),
            "?",
        ),
        document(
            "a text box that may cover the table",
            |main| before_table(&main, &drawing("anchor", &format!("{over}{}", text_box("999")))),
            "999",
        ),
        document(
            "a picture between paragraphs",
            |main| before_table(&main, &drawing("anchor", &format!("{beside}{picture}"))),
            "224",
        ),
        document(
            "a picture in a line",
            |main| before_table(&main, &drawing("inline", picture)),
            "224",
        ),
        document(
            "a text box in a line",
            |main| before_table(&main, &drawing("inline", &text_box("见下表"))),
            "224",
        ),
        document(
            "an old picture that may cover the table",
            |main| {
                before_table(
                    &main,
                    "<w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" id=\"图\" style=\"position:absolute;width:99pt\"/></w:pict></w:r>",
                )
            },
            "?",
        ),
        document(
            "another file is put in",
            |main| {
                let at = main[..main.find(RUN).unwrap()].rfind("<w:tbl>").unwrap();
                format!("{}<w:altChunk/>{}", &main[..at], &main[at..])
            },
            "?",
        ),
    ]
}

//! Looks that other parts decide, or properties that count only together.

use super::{Case, RUN, around, change, document, parts, run, with};
use crate::honest;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A document with another part, which the main part refers to, and its text changed.
fn beside(attack: &'static str, kind: &str, inside: &str, [from, to]: [&str; 2], shown: &'static str) -> Case {
    parts(
        attack,
        |all| {
            all.push((format!("word/{kind}.xml"), inside.as_bytes().to_vec()));
            let relationship =
                format!("<Relationship Id=\"rId77\" Type=\"{OFFICE}/{kind}\" Target=\"{kind}.xml\"/></Relationships>");
            change(all, "word/_rels/document.xml.rels", "</Relationships>", &relationship);
            change(all, honest::MAIN, from, to);
        },
        shown,
    )
}

fn settings(inside: &str) -> String {
    format!("<w:settings {WORD}>{inside}</w:settings>")
}

fn theme(inside: &str) -> String {
    format!(
        "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:themeElements>{inside}</a:themeElements></a:theme>"
    )
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = own();
    cases.extend(other_parts());
    cases.extend(places());
    cases.extend(margins());
    cases
}

/// What the footer holds in front of its number of a page.
fn footer(attack: &'static str, inside: &str, shown: &'static str) -> Case {
    let change = |all: &mut honest::Parts| {
        change(all, "word/footer1.xml", "</w:ftr>", &format!("{inside}<w:p/></w:ftr>"));
    };
    parts(attack, change, shown)
}

fn margins() -> Vec<Case> {
    let table = |place: &str, text: &str| {
        format!(
            "<w:tbl><w:tblPr>{place}</w:tblPr><w:tr><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        )
    };
    let framed = |inside: &str| format!("<w:p><w:pPr><w:framePr w:wrap=\"none\" w:y=\"9000\"/></w:pPr>{inside}</w:p>");
    let on_page = "<w:tblpPr w:vertAnchor=\"page\" w:horzAnchor=\"page\" w:tblpX=\"6000\" w:tblpY=\"9000\"/>";
    let old = |shape: &str| {
        format!("<w:p><w:r><w:pict xmlns:v=\"urn:schemas-microsoft-com:vml\">{shape}</w:pict></w:r></w:p><w:sectPr>")
    };
    let shape = "<v:shape style=\"position:relative;margin-top:-300pt\"><v:textbox><w:txbxContent><w:p><w:r><w:t>999</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>";
    let number = "<w:r><w:t>第</w:t></w:r><w:fldSimple w:instr=\"PAGE\"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t>页</w:t></w:r>";
    vec![
        footer("a telephone number in a table in the footer", &table("", "999"), "224"),
        parts(
            "a footer that reaches into the text",
            |all| {
                change(
                    all,
                    "word/footer1.xml",
                    "</w:ftr>",
                    &format!("{}<w:p/></w:ftr>", table("", "999")),
                );
                change(all, honest::MAIN, "w:bottom=\"1984\"", "w:bottom=\"-9000\"");
            },
            "999",
        ),
        document(
            "every table of the report floats",
            |main| main.replace("<w:tblPr>", &format!("<w:tblPr>{on_page}")),
            "224",
        ),
        footer("a floating table in the footer", &table(on_page, "作废"), "less"),
        footer("a frame in the footer", &framed("<w:r><w:t>999</w:t></w:r>"), "999"),
        footer("the number of the page in a frame", &framed(number), "224"),
        document(
            "a floating table over the cell",
            |main| {
                honest::replaced(
                    &main,
                    "<w:sectPr>",
                    &format!("{}<w:p/><w:sectPr>", table(on_page, "999")),
                )
            },
            "999",
        ),
        document(
            "an old text box moved over the cell",
            |main| honest::replaced(&main, "<w:sectPr>", &old(shape)),
            "999",
        ),
    ]
}

fn own() -> Vec<Case> {
    let before = |properties: &str| run("", "9") + &run(properties, "224");
    vec![
        with("digits that are always hidden", &before("<w:specVanish/>"), "9"),
        with(
            "tiny digits of a complex script",
            &before("<w:cs/><w:sz w:val=\"24\"/><w:szCs w:val=\"2\"/>"),
            "9",
        ),
        with(
            "digits with a tiny size for a complex script that they are not of",
            &run("<w:sz w:val=\"24\"/><w:szCs w:val=\"2\"/>", "224"),
            "224",
        ),
    ]
}

fn other_parts() -> Vec<Case> {
    let colored =
        |color: &str| run("", "9") + &run(&format!("<w:color w:val=\"000000\" w:themeColor=\"{color}\"/>"), "224");
    let fonts =
        theme("<a:fontScheme name=\"a\"><a:minorFont><a:latin typeface=\"Wingdings\"/></a:minorFont></a:fontScheme>");
    let white = theme(
        "<a:clrScheme name=\"a\"><a:accent2><a:sysClr val=\"window\" lastClr=\"000000\"/></a:accent2>\
         <a:hlink><a:srgbClr val=\"FFFFFF\"/></a:hlink></a:clrScheme>",
    );
    let background = settings("<w:displayBackgroundShape/>");
    vec![
        beside(
            "a font of the theme that shows pictures",
            "theme",
            &fonts,
            [RUN, &run("<w:rFonts w:asciiTheme=\"minorHAnsi\"/>", "224")],
            "pictures",
        ),
        beside(
            "the other font of that theme",
            "theme",
            &fonts,
            [RUN, &run("<w:rFonts w:asciiTheme=\"majorHAnsi\"/>", "224")],
            "224",
        ),
        beside(
            "a colour of the system that was said to be black",
            "theme",
            &white,
            [RUN, &colored("accent2")],
            "9",
        ),
        beside(
            "white links of the theme",
            "theme",
            &white,
            [RUN, &colored("hyperlink")],
            "9",
        ),
        beside(
            "settings that take the light colour for text",
            "settings",
            &settings("<w:clrSchemeMapping w:bg1=\"light1\" w:t1=\"light1\"/>"),
            [RUN, &colored("text1")],
            "9",
        ),
        beside(
            "a black page",
            "settings",
            &background,
            [
                "<w:body>",
                "<w:background w:color=\"000000\"/><w:body><w:p><w:r><w:rPr><w:color w:val=\"000000\"/></w:rPr><w:t>一</w:t></w:r></w:p>",
            ],
            "less",
        ),
        beside(
            "a pale page",
            "settings",
            &background,
            ["<w:body>", "<w:background w:color=\"EEF5E9\"/><w:body>"],
            "224",
        ),
    ]
}

fn places() -> Vec<Case> {
    let moved = |attack, indent: &str, shown| {
        let properties = format!("<w:pStyle w:val=\"TableText\"/><w:keepNext/><w:ind {indent}/></w:pPr>{RUN}");
        let plain = format!("<w:pStyle w:val=\"TableText\"/><w:keepNext/></w:pPr>{RUN}");
        document(attack, |main| honest::replaced(&main, &plain, &properties), shown)
    };
    let lines = "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>".repeat(5);
    let low = |main: String, height: &str, lines: &str| {
        let at = main.find(RUN).unwrap();
        let start = main[..at].rfind("<w:p>").unwrap();
        let main = format!("{}{lines}{}", &main[..start], &main[start..]);
        around(
            &main,
            "w:trPr",
            &format!("<w:trHeight w:val=\"{height}\" w:hRule=\"exact\"/>"),
        )
    };
    vec![
        moved("set in by characters, off the page", "w:leftChars=\"-9000\"", ""),
        moved("the first line hangs off the page", "w:hanging=\"9000\"", ""),
        moved("the first line is set in, out of the cell", "w:firstLine=\"9000\"", ""),
        moved(
            "set in by two characters",
            "w:firstLineChars=\"200\" w:firstLine=\"420\"",
            "224",
        ),
        document("below the end of a low row", |main| low(main, "300", &lines), ""),
        document(
            "a line before it in a row with room",
            |main| low(main, "900", "<w:p/>"),
            "224",
        ),
        document(
            "a row set in off the page",
            |main| {
                let at = main.find(RUN).unwrap();
                let start = main[..at].rfind("<w:trPr>").unwrap();
                let exception = "<w:tblPrEx><w:tblInd w:w=\"-30000\" w:type=\"dxa\"/></w:tblPrEx>";
                format!("{}{exception}{}", &main[..start], &main[start..])
            },
            "",
        ),
    ]
}

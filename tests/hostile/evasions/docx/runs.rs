//! Text that is hidden, faint, moved, or shown as something else.

use super::{Case, RUN, change, document, part, parts, run, with};
use crate::honest;

/// A document whose styles say more, with something else where the number of licences stands.
fn styled(attack: &'static str, styles: &str, runs: &str, shown: &'static str) -> Case {
    parts(
        attack,
        |all| {
            change(all, "word/styles.xml", "</w:styles>", &format!("{styles}</w:styles>"));
            change(all, "word/document.xml", RUN, runs);
        },
        shown,
    )
}

fn style(kind: &str, id: &str, inside: &str) -> String {
    format!("<w:style w:type=\"{kind}\" w:styleId=\"{id}\"><w:name w:val=\"{id}\"/>{inside}</w:style>")
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = off_line();
    cases.extend(hidden());
    cases.extend(faint());
    cases.extend(conditional());
    cases.extend(changed());
    cases.extend(fields());
    cases
}

fn off_line() -> Vec<Case> {
    let raised = |text: &str| run("<w:vertAlign w:val=\"superscript\"/>", text);
    let lowered = |text: &str| run("<w:vertAlign w:val=\"subscript\"/>", text);
    let struck = |text: &str| run("<w:strike/>", text);
    vec![
        with("the last digit is raised", &(run("", "22") + &raised("4")), "22⁴"),
        with("the first digit is lowered", &(lowered("2") + &run("", "24")), "₂24"),
        with("a raised mark of a note", &(run("", "224") + &raised("1")), "224¹"),
        with(
            "a digit that is moved up and small",
            &(run("", "224") + &run("<w:position w:val=\"10\"/><w:sz w:val=\"12\"/>", "1")),
            "224¹",
        ),
        with(
            "a struck digit",
            &(struck("9") + &run("", "224")),
            "224, 9 struck before it",
        ),
        with(
            "a digit struck twice",
            &(run("<w:dstrike/>", "9") + &run("", "224")),
            "224, 9 struck before it",
        ),
        with("all struck", &struck("224"), "224, struck"),
        with("not struck", &run("<w:strike w:val=\"0\"/>", "224"), "224"),
        with(
            "a mark of a footnote",
            &format!(
                "{RUN}<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:footnoteReference w:id=\"2\"/></w:r>"
            ),
            "224",
        ),
        with(
            "a mark of a footnote on the line",
            &format!("{RUN}<w:r><w:footnoteReference w:id=\"2\"/></w:r>"),
            "2241",
        ),
        styled(
            "a style that raises",
            &style(
                "character",
                "Note",
                "<w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>",
            ),
            &(run("", "224") + &run("<w:rStyle w:val=\"Note\"/>", "1")),
            "224¹",
        ),
    ]
}

fn hidden() -> Vec<Case> {
    let vanish = "<w:rPr><w:vanish/></w:rPr>";
    let of_style = run("<w:rStyle w:val=\"H\"/>", "224") + &run("", "999");
    let character = style("character", "H", vanish);
    vec![
        with(
            "hidden digits before others",
            &(run("<w:vanish/>", "224") + &run("", "999")),
            "999",
        ),
        with(
            "hidden digits after others",
            &(run("", "224") + &run("<w:vanish/>", "999")),
            "224",
        ),
        with(
            "digits that are not hidden",
            &run("<w:vanish w:val=\"false\"/>", "224"),
            "224",
        ),
        with(
            "an empty hidden run",
            &format!("{RUN}<w:r><w:rPr><w:vanish/></w:rPr></w:r>"),
            "224",
        ),
        styled("a style that hides", &character, &of_style, "999"),
        styled(
            "a style based on one that hides",
            &(style("character", "H0", vanish) + &style("character", "H", "<w:basedOn w:val=\"H0\"/>")),
            &of_style,
            "999",
        ),
        styled(
            "styles based on each other",
            &(style("character", "H0", &format!("<w:basedOn w:val=\"H\"/>{vanish}"))
                + &style("character", "H", "<w:basedOn w:val=\"H0\"/>")),
            &of_style,
            "999",
        ),
        styled(
            "a style that hides, undone by the run",
            &character,
            &run("<w:rStyle w:val=\"H\"/><w:vanish w:val=\"0\"/>", "224"),
            "224",
        ),
        styled(
            "two styles of one name",
            &(character.clone() + &style("character", "H", "")),
            &of_style,
            "999 or 224999",
        ),
        parts(
            "the usual style of paragraphs hides",
            |all| {
                change(
                    all,
                    "word/styles.xml",
                    "<w:name w:val=\"Table Text\"/>",
                    &format!("<w:name w:val=\"Table Text\"/>{vanish}"),
                )
            },
            "",
        ),
        parts(
            "the styles of paragraph and run both hide, which shows",
            |all| {
                change(
                    all,
                    "word/styles.xml",
                    "<w:basedOn w:val=\"TableText\"/><w:rPr>",
                    "<w:basedOn w:val=\"TableText\"/><w:rPr><w:vanish/>",
                );
                change(
                    all,
                    "word/styles.xml",
                    "</w:styles>",
                    &format!("{character}</w:styles>"),
                );
                let head = "<w:t xml:space=\"preserve\">现行有效件数</w:t>";
                change(
                    all,
                    "word/document.xml",
                    head,
                    &format!("<w:rPr><w:rStyle w:val=\"H\"/></w:rPr>{head}"),
                );
            },
            "224",
        ),
        parts(
            "the defaults hide",
            |all| {
                change(
                    all,
                    "word/styles.xml",
                    "<w:rPrDefault><w:rPr>",
                    "<w:rPrDefault><w:rPr><w:vanish/>",
                )
            },
            "",
        ),
        document(
            "the mark of a paragraph is hidden, so that two are one",
            |main| {
                let two = format!("<w:r><w:t>2</w:t></w:r></w:p><w:p>{}", RUN.replace("224", "24"));
                let main = honest::replaced(&main, RUN, &two);
                let at = main.find(&two).unwrap();
                let end = main[..at].rfind("</w:pPr>").unwrap();
                format!("{}<w:rPr><w:vanish/></w:rPr>{}", &main[..end], &main[end..])
            },
            "224",
        ),
        with(
            "text in the code of a field",
            &format!(
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>{RUN}<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>999</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
            ),
            "999",
        ),
    ]
}

fn faint() -> Vec<Case> {
    let before = |properties: &str| run(properties, "224") + &run("", "999");
    let after = |properties: &str| run("", "2") + &run(properties, "24");
    vec![
        with("white digits", &before("<w:color w:val=\"FFFFFF\"/>"), "999"),
        with("white digits after others", &after("<w:color w:val=\"FFFFFF\"/>"), "2"),
        with("nearly white digits", &before("<w:color w:val=\"FDFDFD\"/>"), "999"),
        with(
            "digits in the ground's colour of the theme",
            &before("<w:color w:val=\"000000\" w:themeColor=\"background1\"/>"),
            "999",
        ),
        with(
            "white digits on black",
            &run(
                "<w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" w:fill=\"000000\"/>",
                "224",
            ),
            "224",
        ),
        with(
            "black digits on black",
            &before("<w:color w:val=\"000000\"/><w:shd w:val=\"clear\" w:fill=\"000000\"/>"),
            "999",
        ),
        with(
            "digits under a black highlighter",
            &before("<w:highlight w:val=\"black\"/>"),
            "999",
        ),
        document(
            "white digits in a cell that is dark",
            |main| {
                let main = honest::replaced(&main, RUN, &run("<w:color w:val=\"FFFFFF\"/>", "224"));
                let at = main.find("FFFFFF").unwrap();
                let end = main[..at].rfind("</w:tcPr>").unwrap();
                format!(
                    "{}<w:shd w:val=\"clear\" w:fill=\"1F4E79\"/>{}",
                    &main[..end],
                    &main[end..]
                )
            },
            "224",
        ),
        with("digits of one point", &before("<w:sz w:val=\"2\"/>"), "999"),
        with("digits one hundredth as wide", &before("<w:w w:val=\"1\"/>"), "999"),
        with(
            "digits without a fill",
            &before(
                "<w14:textFill xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\"><w14:noFill/></w14:textFill>",
            ),
            "999",
        ),
        with(
            "digits moved off the page",
            &before("<w:position w:val=\"3000\"/>"),
            "999",
        ),
        with("digits on each other", &before("<w:spacing w:val=\"-200\"/>"), "?"),
        with("digits pressed together", &before("<w:fitText w:val=\"20\"/>"), "?"),
        with(
            "two lines in one",
            &after("<w:eastAsianLayout w:id=\"1\" w:combine=\"1\"/>"),
            "2 over 4",
        ),
        with(
            "digits in a font of symbols",
            &run("<w:rFonts w:ascii=\"Wingdings\" w:hAnsi=\"Wingdings\"/>", "224"),
            "📄📄📁",
        ),
        with(
            "a symbol",
            &format!("{RUN}<w:r><w:sym w:font=\"Wingdings\" w:char=\"F08C\"/></w:r>"),
            "224①",
        ),
        with(
            "characters that a font of symbols has",
            &RUN.replace("224", "\u{f032}24"),
            "224",
        ),
    ]
}

/// Formats of a table's style for some of its cells.
fn conditional() -> Vec<Case> {
    let with = |attack, formats: &str, shown| {
        let style = format!(
            "<w:style w:type=\"table\" w:styleId=\"Some\"><w:name w:val=\"Some\"/>{formats}</w:style></w:styles>"
        );
        let change = |parts: &mut honest::Parts| {
            change(parts, "word/styles.xml", "</w:styles>", &style);
            let main = part(parts, honest::MAIN);
            let text = String::from_utf8(std::mem::take(main)).unwrap();
            *main = text
                .replace("<w:tblPr>", "<w:tblPr><w:tblStyle w:val=\"Some\"/>")
                .into_bytes();
        };
        parts(attack, change, shown)
    };
    let format = |kind: &str, run: &str, cell: &str| {
        format!("<w:tblStylePr w:type=\"{kind}\"><w:rPr>{run}</w:rPr><w:tcPr>{cell}</w:tcPr></w:tblStylePr>")
    };
    let (white, dark) = (
        "<w:color w:val=\"FFFFFF\"/>",
        "<w:shd w:val=\"clear\" w:fill=\"1F4E79\"/>",
    );
    vec![
        with(
            "white digits in the last column, by the table's style",
            &format("lastCol", white, ""),
            "",
        ),
        with(
            "white words in a dark head, by the table's style",
            &format("firstRow", white, dark),
            "224",
        ),
        with(
            "white words where a dark head and column meet",
            &(format("firstRow", white, dark) + &format("nwCell", white, "")),
            "224",
        ),
        with(
            "black digits in black cells, by the table's style",
            &format(
                "lastCol",
                "<w:color w:val=\"000000\"/>",
                "<w:shd w:val=\"clear\" w:fill=\"000000\"/>",
            ),
            "",
        ),
        with(
            "lines too low to be seen, by the table's style",
            "<w:tblStylePr w:type=\"lastCol\"><w:pPr><w:spacing w:line=\"1\" w:lineRule=\"exact\"/></w:pPr></w:tblStylePr>",
            "",
        ),
        with(
            "pictures for digits, by the table's style",
            &format("lastCol", "<w:rFonts w:ascii=\"Wingdings\" w:hAnsi=\"Wingdings\"/>", ""),
            "pictures",
        ),
        with(
            "hidden digits, by the table's style",
            &format("band1Horz", "<w:vanish/>", ""),
            "",
        ),
    ]
}

fn changed() -> Vec<Case> {
    let by = "w:id=\"1\" w:author=\"a\" w:date=\"2024-01-01T00:00:00Z\"";
    let nine = RUN.replace("224", "9");
    vec![
        with(
            "an inserted digit",
            &format!("{RUN}<w:ins {by}>{nine}</w:ins>"),
            "224 or 2249",
        ),
        with(
            "a deleted digit",
            &format!("{RUN}<w:del {by}>{}</w:del>", nine.replace("w:t", "w:delText")),
            "224 or 2249",
        ),
        with(
            "a deleted digit as text",
            &format!("{RUN}<w:del {by}>{nine}</w:del>"),
            "224 or 2249",
        ),
        with(
            "a digit moved here",
            &format!("{RUN}<w:moveTo {by}>{nine}</w:moveTo>"),
            "224 or 2249",
        ),
        with(
            "a digit moved away",
            &format!("{RUN}<w:moveFrom {by}>{nine}</w:moveFrom>"),
            "224 or 2249",
        ),
        with("digits written from the right", &run("<w:rtl/>", "224"), "224"),
        with(
            "digits whose order is overridden",
            &format!("<w:bdo w:val=\"rtl\">{RUN}</w:bdo>"),
            "422",
        ),
        with(
            "small letters above",
            &format!("<w:r><w:ruby><w:rubyPr/><w:rt>{nine}</w:rt><w:rubyBase>{RUN}</w:rubyBase></w:ruby></w:r>"),
            "9 above 224",
        ),
        with(
            "an equation",
            &format!(
                "{RUN}<m:oMath xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"><m:r><m:t>9</m:t></m:r></m:oMath>"
            ),
            "2249",
        ),
        with(
            "an embedded object",
            &format!(
                "{RUN}<w:r><w:object><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" style=\"width:9pt\"/></w:object></w:r>"
            ),
            "?",
        ),
        with(
            "a control bound to data",
            &format!(
                "<w:sdt><w:sdtPr><w:dataBinding w:xpath=\"/a\"/></w:sdtPr><w:sdtContent>{RUN}</w:sdtContent></w:sdt>"
            ),
            "999",
        ),
        with(
            "a control",
            &format!("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{RUN}</w:sdtContent></w:sdt>"),
            "224",
        ),
        with(
            "a control of its own check",
            &format!("<w:smartTag w:element=\"x\">{RUN}</w:smartTag>"),
            "224",
        ),
        with(
            "letters between digits that are spaces",
            &format!("<w:r><w:t>2 </w:t></w:r>{}", RUN.replace("224", "24")),
            "224",
        ),
    ]
}

fn fields() -> Vec<Case> {
    let mark = |kind: &str, more: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"{more}/></w:r>");
    let code = |text: &str| format!("<w:r><w:instrText xml:space=\"preserve\"> {text} </w:instrText></w:r>");
    let field =
        |text: &str, more: &str| mark("begin", more) + &code(text) + &mark("separate", "") + RUN + &mark("end", "");
    vec![
        with("the result of a field", &field("=SUM(ABOVE)", ""), "224"),
        with(
            "the result of a field that is out of date",
            &field("=SUM(ABOVE)", " w:dirty=\"true\""),
            "?",
        ),
        with("the number of the page as a figure", &field("PAGE", ""), "1"),
        with(
            "a field that shows something without a result",
            &(RUN.to_owned() + &mark("begin", "") + &code("EQ \\o(9)") + &mark("end", "")),
            "2249",
        ),
        with(
            "a simple field",
            &format!("<w:fldSimple w:instr=\"DATE \\@ yyyy\">{RUN}</w:fldSimple>"),
            "2026",
        ),
        with("the number of the page", &format!("{RUN}<w:r><w:pgNum/></w:r>"), "2241"),
        parts(
            "all fields are computed on opening",
            |all| {
                all.push((
                    "word/settings.xml".to_owned(),
                    b"<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:updateFields w:val=\"true\"/></w:settings>".to_vec(),
                ));
                let relationship = "<Relationship Id=\"rId7\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" \
                                    Target=\"settings.xml\"/></Relationships>";
                change(all, "word/_rels/document.xml.rels", "</Relationships>", relationship);
                change(all, "word/document.xml", RUN, &field("=9*111", ""));
            },
            "999",
        ),
    ]
}

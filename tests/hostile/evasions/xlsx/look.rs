//! Formats and fonts: what a cell shows of what it holds.

use super::*;

/// The cell has a format for its number.
fn format(attack: &'static str, code: &str, value: &str, shown: &'static str) -> Case {
    let formats = format!("<numFmt numFmtId=\"200\" formatCode=\"{code}\"/>");
    let styles = Styles {
        formats: &formats,
        cells: "<xf numFmtId=\"200\" borderId=\"1\"/>",
        ..Styles::default()
    };
    cell(attack, styles, value, shown)
}

/// The cell has a font and a ground.
fn font(attack: &'static str, font: &str, fill: &str, shown: &'static str) -> Case {
    let (fonts, fills) = (format!("<font>{font}</font>"), format!("<fill>{fill}</fill>"));
    let styles = Styles {
        fonts: &fonts,
        fills: &fills,
        cells: "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"1\"/>",
        ..Styles::default()
    };
    cell(attack, styles, "224", shown)
}

/// The cell has a conditional format.
fn conditional(attack: &'static str, format: &str, rule: &str, shown: &'static str) -> Case {
    let styles = Styles {
        conditional: &format!("<dxf>{format}</dxf>"),
        ..Styles::default()
    };
    styled(
        attack,
        styles,
        |sheet, (row, column)| {
            let place = xlsx::place(row, column);
            sheet.behind = format!(
                "<conditionalFormatting sqref=\"A1 {place}\"><cfRule type=\"expression\" {rule}</cfRule></conditionalFormatting>"
            );
        },
        shown,
    )
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = formats();
    cases.extend(fonts());
    cases.extend(conditionals());
    cases
}

fn formats() -> Vec<Case> {
    vec![
        format("a whole number", "0", "224", "224"),
        format("thousands set apart", "#,##0", "224", "224"),
        format("two decimals", "0.00", "224", "224.00"),
        format("a number rounded to another", "0", "223.6", "224"),
        format("a format that says another number", "&quot;224&quot;", "9", "224"),
        format("… without quotes", "\\2\\2\\4", "9", "224"),
        format("… of letters beside digits", "2\\24;;", "9", "224"),
        format("a digit before the number", "&quot;2&quot;0", "24", "224"),
        format("a digit behind the number", "0&quot;4&quot;", "22", "224"),
        format(
            "a digit of another script before the number",
            "&quot;２&quot;0",
            "24",
            "224",
        ),
        format("a per cent", "0%", "2.24", "224%"),
        format("thousands left out", "0,", "224000", "224"),
        format("nothing shown", ";;;", "224", ""),
        format("nothing but noughts shown", ";;0", "224", ""),
        format("another number for those above nought", "&quot;224&quot;;0", "9", "224"),
        format("a number below nought without its sign", "0;0", "-224", "224"),
        format("a sign before a number above nought", "-0", "224", "-224"),
        format("Chinese digits", "[DBNum1]0", "224", "二百二十四"),
        format("only if it is large", "[&lt;500]&quot;9&quot;;0", "224", "9"),
        format("in white", "[White]0", "224", ""),
        format("in red", "[Red]0", "224", "224"),
        format("as a day", "d", "224", "11"),
        format("a fraction", "# ?/?", "224.5", "224 1/2"),
        format("a point between digits", "0\\.0", "224", "22.4"),
        format("the unit behind the number", "0&quot;件&quot;", "224", "224件"),
        format("text in the format of a text", "@", "224", "224"),
    ]
}

fn fonts() -> Vec<Case> {
    let solid = |color: &str| format!("<patternFill patternType=\"solid\"><fgColor {color}/></patternFill>");
    vec![
        font("white letters", "<color rgb=\"FFFFFFFF\"/>", "", ""),
        font("white letters of the theme", "<color theme=\"0\"/>", "", ""),
        font(
            "letters of the theme that were made white",
            "<color theme=\"1\" tint=\"0.99\"/>",
            "",
            "",
        ),
        font("white letters of the list", "<color indexed=\"9\"/>", "", ""),
        font("letters of the colour of the window", "<color indexed=\"65\"/>", "", ""),
        font("black letters", "<color theme=\"1\"/>", "", "224"),
        font(
            "white letters on blue",
            "<color theme=\"0\"/>",
            &solid("rgb=\"FF0000FF\""),
            "224",
        ),
        font(
            "black letters on black",
            "<color auto=\"1\"/>",
            &solid("rgb=\"FF000000\""),
            "",
        ),
        font(
            "red letters on red",
            "<color indexed=\"10\"/>",
            &solid("indexed=\"2\""),
            "",
        ),
        font(
            "letters as the dots of a pattern",
            "<color rgb=\"FF808080\"/>",
            "<patternFill patternType=\"gray125\"><fgColor rgb=\"FF808080\"/><bgColor rgb=\"FFFFFFFF\"/></patternFill>",
            "",
        ),
        font(
            "letters as one end of a shade",
            "<color rgb=\"FFFF0000\"/>",
            "<gradientFill><stop position=\"0\"><color rgb=\"FFFF0000\"/></stop><stop position=\"1\"><color rgb=\"FFFFFFFF\"/></stop></gradientFill>",
            "",
        ),
        font("struck through", "<strike/>", "", "struck 224"),
        font("raised", "<vertAlign val=\"superscript\"/>", "", "raised 224"),
        font("a font of pictures", "<name val=\"Wingdings\"/>", "", "pictures"),
        font("tiny letters", "<sz val=\"1\"/>", "", ""),
        font("huge letters", "<sz val=\"300\"/>", "", "###"),
    ]
}

fn conditionals() -> Vec<Case> {
    let rule = "dxfId=\"0\"><formula>TRUE</formula>";
    vec![
        conditional(
            "another number if a condition is met",
            "<numFmt numFmtId=\"201\" formatCode=\"&quot;9&quot;\"/>",
            rule,
            "9",
        ),
        conditional(
            "white if a condition is met",
            "<font><color rgb=\"FFFFFFFF\"/></font>",
            rule,
            "",
        ),
        conditional(
            "struck if a condition is met",
            "<font><strike/></font>",
            rule,
            "struck 224",
        ),
        conditional(
            "on black if a condition is met",
            "<fill><patternFill><bgColor rgb=\"FF000000\"/></patternFill></fill>",
            rule,
            "",
        ),
        conditional(
            "red if a condition is met",
            "<font><color rgb=\"FFFF0000\"/></font>",
            rule,
            "224",
        ),
        conditional(
            "a bar instead of the number",
            "",
            "><dataBar showValue=\"0\"/>",
            "a bar",
        ),
        conditional("a bar behind the number", "", "><dataBar/>", "224"),
        sheet(
            "a condition of later years",
            |sheet, (row, column)| {
                let place = xlsx::place(row, column);
                sheet.behind = format!(
                    "<extLst><ext xmlns:x=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\" uri=\"x\"><x:conditionalFormattings>\
                     <x:conditionalFormatting xmlns:m=\"http://schemas.microsoft.com/office/excel/2006/main\"><x:cfRule type=\"expression\">\
                     <m:f>TRUE</m:f><x:dxf><numFmt numFmtId=\"201\" formatCode=\"&quot;9&quot;\"/></x:dxf></x:cfRule><m:sqref>{place}</m:sqref>\
                     </x:conditionalFormatting></x:conditionalFormattings></ext></extLst>"
                );
            },
            "9",
        ),
    ]
}

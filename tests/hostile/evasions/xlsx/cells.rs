//! What cells hold: formulas, texts, and what is merged, hidden or too narrow.

use super::*;

/// The cell is the sum of two others, which stand beside the table.
fn formula(attack: &'static str, formula: &str, beside: [&str; 2], shown: &'static str) -> Case {
    sheet(
        attack,
        |sheet, place| {
            let inside = format!("><f>{formula}</f><v>224</v>");
            sheet.cells.insert(place, (BORDERED, inside));
            let below = sheet.last_row() + 5;
            sheet.set((below, 1), 0, beside[0]);
            sheet.set((below + 2, 1), 0, beside[1]);
            let (_, (_, value)) = sheet.cells.range_mut(place..).next().unwrap();
            *value = value
                .replace("X1", &xlsx::place(below, 1))
                .replace("X2", &xlsx::place(below + 2, 1));
        },
        shown,
    )
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        formula("a sum", "SUM(X1:X2)", ["220", "4"], "224"),
        formula("an addition", "X1+X2", ["220", "4"], "224"),
        formula("a difference", "X1-X2", ["230", "6"], "224"),
        formula("a sum of other numbers", "SUM(X1:X2)", ["9", "0"], "9"),
        formula("an addition of other numbers", "X1+X2", ["9", "0"], "9"),
        formula(
            "a formula that is not looked into",
            "IF(TODAY()>1,9,X1+X2)",
            ["220", "4"],
            "9",
        ),
        formula("a number of another sheet", "Sheet2!A1", ["1", "2"], "9"),
        formula("a sum that a text was left out of", "SUM(X1:X2)", ["224", "四"], "224"),
        formula("a sum of itself", "SUM(A1:Z999)", ["1", "2"], "0"),
        raw("a formula without a result", "><f>100+124</f>", "224"),
        raw(
            "a formula whose result is a text",
            " t=\"str\"><f>\"22\"&amp;4</f><v>224</v>",
            "224",
        ),
        raw(
            "a formula of several cells",
            "><f t=\"array\" ref=\"A1\">1+1</f><v>224</v>",
            "2",
        ),
        raw("a text of digits", " t=\"inlineStr\"><is><t>224</t></is>", "224"),
        raw("an error", " t=\"e\"><v>#REF!</v>", "#REF!"),
        raw("true", " t=\"b\"><v>1</v>", "TRUE"),
        raw(
            "digits of which one is raised",
            " t=\"inlineStr\"><is><r><t>22</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>4</t></r></is>",
            "22⁴",
        ),
        raw(
            "digits of which one is white",
            " t=\"inlineStr\"><is><r><t>224</t></r><r><rPr><color rgb=\"FFFFFFFF\"/></rPr><t>9</t></r></is>",
            "224",
        ),
        raw(
            "how the digits are pronounced",
            " t=\"inlineStr\"><is><t>224</t><rPh sb=\"0\" eb=\"1\"><t>9</t></rPh></is>",
            "224",
        ),
        raw(
            "an escape that stands for a digit",
            " t=\"inlineStr\"><is><t>_x0032_24</t></is>",
            "224",
        ),
        raw("digits with a break", " t=\"inlineStr\"><is><t>22\n4</t></is>", "22 4"),
        raw(
            "digits in another order",
            " t=\"inlineStr\"><is><t>\u{202e}422\u{202c}</t></is>",
            "224",
        ),
        raw("a text that no cell may share", " t=\"s\"><v>0</v>", "nothing"),
        raw("a number that is none", "><v>NaN</v>", "nothing"),
    ];
    cases.extend(places());
    cases
}

/// Rows and columns.
fn places() -> Vec<Case> {
    let row = |attack, attributes: &'static str, shown| {
        sheet(
            attack,
            move |sheet, (row, _)| {
                sheet.rows.insert(row, attributes.to_owned());
            },
            shown,
        )
    };
    let column = |attack, attributes: &'static str, shown| {
        sheet(
            attack,
            move |sheet, (_, column)| {
                sheet.before = format!("<cols><col min=\"{column}\" max=\"{column}\" {attributes}/></cols>");
            },
            shown,
        )
    };
    vec![
        row("a hidden row", "hidden=\"1\"", ""),
        row("a row without height", "ht=\"0\" customHeight=\"1\"", ""),
        row("a row of the height of a line", "ht=\"1\" customHeight=\"1\"", ""),
        row("a row of the height of half a digit", "ht=\"4\" customHeight=\"1\"", ""),
        row("a row of the usual height", "ht=\"15\" customHeight=\"1\"", "224"),
        column("a hidden column", "hidden=\"1\"", ""),
        column("a column without width", "width=\"0\" customWidth=\"1\"", ""),
        column(
            "a column too narrow for the number",
            "width=\"1\" customWidth=\"1\"",
            "#",
        ),
        column(
            "a column as wide as the number",
            "width=\"3.7\" customWidth=\"1\"",
            "224",
        ),
        sheet(
            "a hidden row above with another number",
            |sheet, (row, column)| {
                let moved: Vec<_> = sheet
                    .cells
                    .range((row, 0)..(row + 1, 0))
                    .map(|(place, cell)| (*place, cell.clone()))
                    .collect();
                let spare = sheet.last_row() + 3;
                for ((_, at), cell) in moved {
                    sheet.cells.insert((spare, at), cell);
                }
                sheet.set((spare, column), BORDERED, "999");
                sheet.rows.insert(spare, "hidden=\"1\"".to_owned());
            },
            "224",
        ),
        sheet(
            "a number under a merged cell",
            |sheet, (row, column)| sheet.merge((row, column - 1), (1, 2)),
            "",
        ),
        sheet(
            "a merged cell whose text stands in a hidden row",
            |sheet, (row, column)| {
                sheet.rows.insert(row, "hidden=\"1\"".to_owned());
                sheet.merges.clear();
                sheet.merge((row, column), (2, 1));
            },
            "224",
        ),
        sheet(
            "a merged cell that begins in a hidden column",
            |sheet, (row, column)| {
                let (style, value) = sheet.cells[&(row, column)].clone();
                let moved: Vec<_> = sheet
                    .cells
                    .range((1, column)..)
                    .map(|(place, cell)| (*place, cell.clone()))
                    .collect();
                sheet.cells.retain(|(_, at), _| *at < column);
                sheet.merges.clear();
                for ((row, at), cell) in moved {
                    if at >= column {
                        sheet.cells.insert((row, at + 1), cell);
                    } else {
                        sheet.cells.insert((row, at), cell);
                    }
                }
                sheet.cells.remove(&(row, column + 1));
                sheet.cells.insert((row, column), (style, value));
                sheet.merge((row, column), (1, 2));
                sheet.before = format!("<cols><col min=\"{column}\" max=\"{column}\" hidden=\"1\"/></cols>");
            },
            "224",
        ),
        sheet(
            "cells that are merged in two ways",
            |sheet, (row, column)| {
                sheet.merge((row, column - 1), (1, 2));
                sheet.merge((row, column), (2, 1));
            },
            "nothing",
        ),
        sheet(
            "noughts that are not shown",
            |sheet, place| {
                sheet.set(place, BORDERED, "0");
                sheet.before = "<sheetViews><sheetView showZeros=\"0\"/></sheetViews>".to_owned();
            },
            "",
        ),
        sheet(
            "shown from the right to the left",
            |sheet, _| sheet.before = "<sheetViews><sheetView rightToLeft=\"1\"/></sheetViews>".to_owned(),
            "224",
        ),
        sheet(
            "scrolled away for ever",
            |sheet, (row, _)| {
                sheet.before = format!(
                    "<sheetViews><sheetView topLeftCell=\"A{}\"><pane ySplit=\"2\" topLeftCell=\"A{}\" state=\"frozen\"/></sheetView></sheetViews>",
                    row + 1,
                    row + 3
                );
            },
            "",
        ),
        cell(
            "digits repeated until the cell is full",
            Styles {
                cells: "<xf numFmtId=\"0\" borderId=\"1\"><alignment horizontal=\"fill\"/></xf>",
                ..Styles::default()
            },
            "224",
            "224224",
        ),
        cell(
            "set in out of the cell",
            Styles {
                cells: "<xf numFmtId=\"0\" borderId=\"1\"><alignment horizontal=\"left\" indent=\"200\"/></xf>",
                ..Styles::default()
            },
            "224",
            "",
        ),
    ]
}

//! The tree that a browser makes of what is written.

use super::{CELL, Case, case, cell, table};
use crate::honest;

pub fn cases() -> Vec<Case> {
    let (before, table, behind) = table();
    let wrong = table.replace(CELL, r#"<td colspan="3">9</td>"#);
    vec![
        case(
            "an end tag that ends nothing",
            format!("{before}<div hidden></span></p></div>{table}{behind}"),
            "224",
        ),
        case(
            "hidden, closed by another element",
            format!("{before}<p hidden>{table}</p>{behind}"),
            "224",
        ),
        case(
            "hidden, closed by a table in a paragraph",
            format!("{before}<span hidden><p>{table}</span>{wrong}{behind}"),
            "9",
        ),
        case(
            "hidden formatting that goes on",
            format!("{before}<b hidden><p>一</b>{table}{behind}"),
            "224",
        ),
        case(
            "text in a table outside its cells",
            honest::replaced(&honest::html(), CELL, &format!("9{CELL}")),
            "224",
        ),
        case(
            "a table in a table outside its cells",
            honest::replaced(&honest::html(), CELL, &format!("<table><td>9</table>{CELL}")),
            "224",
        ),
        case(
            "content behind the body",
            format!("{before}<div hidden>{table}</div>{}{wrong}", behind),
            "9",
        ),
        case(
            "two attributes of one name",
            cell("<td colspan=3><b style='display:none' style='display:block'>9</b>224</td>"),
            "224",
        ),
        case(
            "attributes of a second body",
            format!("{before}{table}{behind}<body hidden>"),
            "",
        ),
        case(
            "foot before body",
            cell("<td colspan=3>224</td></tr></tbody><tfoot><tr><th>行政许可</th><td>9</td></tr></tfoot><tbody><tr>"),
            "224 (9 below)",
        ),
        case(
            "rowspan to the end of its part only",
            cell("<td colspan=3 rowspan=0>224</td>"),
            "224",
        ),
        case("entities without end", cell("<td colspan=3>&#50&#x32&#52</td>"), "224"),
        case("NUL between digits", cell("<td colspan=3>2\u{0}24</td>"), "224"),
        case("plaintext", format!("{before}<plaintext>{table}{behind}"), "markup"),
        case(
            "a comment that ends with --!>",
            format!("{before}<!-- {table} --!>{wrong}{behind}"),
            "9",
        ),
        case(
            "a column collapsed",
            honest::html().replace("<col ", "<col style='visibility:collapse' "),
            "",
        ),
        case(
            "huge spans",
            cell("<td colspan=99999999999999999999 rowspan=99999999999999999999>224</td>"),
            "224",
        ),
        case("spans with more behind", cell("<td colspan='3x'>224</td>"), "224"),
        case(
            "nested forms",
            format!("{before}<form hidden><form>{table}</form>{wrong}{behind}"),
            "9",
        ),
    ]
}

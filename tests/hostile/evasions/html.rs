//! Pages.

mod hidden;
mod letters;
mod scripts;
mod sheets;
mod trees;
mod visible;

use super::Case;
use crate::honest;

/// The cell of the number of licences.
const CELL: &str = r#"<td colspan="3">224</td>"#;

/// The page with that cell changed.
fn cell(to: &str) -> String {
    honest::replaced(&honest::html(), CELL, to)
}

/// The page with something at the end of its head.
fn head(page: &str, what: &str) -> String {
    honest::replaced(page, "</head>", &format!("{what}</head>"))
}

/// The page with something at the end of its body.
fn body(what: &str) -> String {
    honest::replaced(&honest::html(), "</body>", &format!("{what}</body>"))
}

/// The table of that cell, and what stands before and behind it.
fn table() -> (String, String, String) {
    let page = honest::html();
    let at = page.find(CELL).unwrap();
    let start = page[..at].rfind("<table").unwrap();
    let end = at + page[at..].find("</table>").unwrap() + "</table>".len();
    (
        page[..start].to_owned(),
        page[start..end].to_owned(),
        page[end..].to_owned(),
    )
}

/// The correct table within `open` and `close`, and behind it the same with 9 in the cell.
fn decoy(open: &str, close: &str) -> String {
    let (before, table, behind) = table();
    let wrong = table.replace(CELL, r#"<td colspan="3">9</td>"#);
    format!("{before}{open}{table}{close}{wrong}{behind}")
}

/// The table with 9 within `open` and `close`, and behind it the correct one, hidden.
fn shown_in(open: &str, close: &str) -> String {
    let (before, table, behind) = table();
    let wrong = table.replace(CELL, r#"<td colspan="3">9</td>"#);
    format!("{before}{open}{wrong}{close}<div style=\"display:none\">{table}</div>{behind}")
}

fn case(attack: &'static str, page: String, shown: &'static str) -> Case {
    Case::new(attack, "report.html", page, shown)
}

pub fn cases() -> Vec<Case> {
    let mut cases = vec![case("nothing", honest::html(), "224")];
    cases.extend(hidden::cases());
    cases.extend(sheets::cases());
    cases.extend(visible::cases());
    cases.extend(scripts::cases());
    cases.extend(trees::cases());
    cases.extend(letters::cases());
    cases
}

//! HTML: one file that needs no other, for screens, phones, paper and screen readers.

use std::fmt::Write;

use quick_xml::escape::escape;

use crate::emit::{
    grid::{GridCell, Role},
    page::Page,
    table::Table,
};

const STYLE: &str = include_str!("style.css");

/// Print a report.
pub(super) fn html(page: &Page) -> String {
    let mut out = String::from("<!DOCTYPE html>\n");
    let lang = if page.lang.is_empty() {
        String::new()
    } else {
        format!(" lang=\"{}\"", escape(page.lang.as_str()))
    };
    let title = escape(page.title.as_str());
    let _ = writeln!(out, "<html{lang}>\n<head>\n<meta charset=\"utf-8\">");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    let _ = write!(
        out,
        "<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    for line in &page.lines {
        let _ = writeln!(out, "<p class=\"line\">{}</p>", escape(line.as_str()));
    }
    paragraphs(&mut out, &page.preamble);
    for (at, part) in page.parts.iter().enumerate() {
        let id = format!("part-{}", at + 1);
        let heading = escape(part.heading.as_str());
        let _ = write!(
            out,
            "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{heading}</h2>\n"
        );
        if let Some(part) = &part.table {
            // What is wider than a phone can be moved sideways, by keys too.
            let _ = writeln!(
                out,
                "<div class=\"sheet\" role=\"region\" aria-labelledby=\"{id}\" tabindex=\"0\">"
            );
            table(&mut out, part);
            out.push_str("</div>\n");
        }
        paragraphs(&mut out, &part.text);
        out.push_str("</section>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn paragraphs(out: &mut String, lines: &[String]) {
    for line in lines {
        let _ = writeln!(out, "<p>{}</p>", escape(line.as_str()));
    }
}

fn table(out: &mut String, table: &Table) {
    let grid = table.grid();
    let _ = write!(
        out,
        "<table style=\"--columns:{}\">\n<caption>{}</caption>\n<colgroup>",
        grid.labels + grid.values,
        escape(table.caption.as_str())
    );
    for width in grid.widths(1000) {
        let _ = write!(out, "<col style=\"width:{}.{}%\">", width / 10, width % 10);
    }
    out.push_str("</colgroup>\n");
    for band in &grid.bands {
        let is_block = band
            .rows
            .first()
            .and_then(|row| row.first())
            .is_some_and(|cell| cell.role == Role::Block);
        let (open, close) = match (band.is_head, is_block) {
            (true, _) => ("<thead>", "</thead>"),
            (_, true) => ("<tbody class=\"block\">", "</tbody>"),
            _ => ("<tbody>", "</tbody>"),
        };
        let _ = writeln!(out, "{open}");
        for row in &band.rows {
            let is_head = !band.is_head && row.iter().any(|cell| cell.role == Role::Column);
            out.push_str(if is_head { "<tr class=\"head\">" } else { "<tr>" });
            row.iter().for_each(|cell| write_cell(out, cell));
            out.push_str("</tr>\n");
        }
        let _ = writeln!(out, "{close}");
    }
    out.push_str("</table>\n");
}

fn write_cell(out: &mut String, cell: &GridCell) {
    let (name, attributes) = match cell.role {
        Role::Corner | Role::Column => ("th", " scope=\"col\""),
        Role::Block => ("th", " scope=\"rowgroup\" class=\"above\""),
        // A cell beside several rows is the head of each of them.
        Role::Row => ("th", " scope=\"row\""),
        Role::Value => ("td", ""),
    };
    let _ = write!(out, "<{name}{attributes}");
    for (attribute, count) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
        if count > 1 {
            let _ = write!(out, " {attribute}=\"{count}\"");
        }
    }
    let _ = write!(out, ">{}</{name}>", escape(cell.text.as_str()));
}

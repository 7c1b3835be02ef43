//! Plain text: a line a paragraph, tabs between the cells of tables.

use std::fmt::Write;

use crate::emit::page::Page;

/// A row of fewer cells would not be known for one where the last is blank.
const FEWEST_CELLS: usize = 3;

/// Print a report.
pub(super) fn text(page: &Page) -> String {
    let mut text = format!("{}\n", page.title);
    for line in page.lines.iter().chain(&page.preamble) {
        let _ = writeln!(text, "{line}");
    }
    for part in &page.parts {
        let _ = writeln!(text, "\n{}", part.heading);
        for flat in part.table.iter().flat_map(|table| table.flat("·")) {
            if let Some(above) = &flat.above {
                let _ = writeln!(text, "{above}");
            }
            for row in std::iter::once(&flat.head).chain(&flat.rows) {
                text.push_str(&row.join("\t"));
                let is_open = row.last().is_some_and(String::is_empty);
                let missing = if is_open {
                    FEWEST_CELLS.saturating_sub(row.len())
                } else {
                    0
                };
                text.push_str(&"\t".repeat(missing));
                text.push('\n');
            }
        }
        for line in &part.text {
            let _ = writeln!(text, "{line}");
        }
    }
    text
}

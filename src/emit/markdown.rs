//! Markdown as GitHub shows it: headings, paragraphs, a table for each run of rows with the same columns.

use crate::emit::page::Page;

/// Characters that mean something to Markdown wherever they stand.
const ANYWHERE: [char; 11] = ['\\', '`', '*', '_', '[', ']', '<', '&', '|', '~', '$'];
/// Characters that mean something at the beginning of a line.
const AT_BEGINNING: [char; 6] = ['#', '>', '-', '+', '=', ':'];

/// Print a report.
pub(super) fn markdown(page: &Page) -> String {
    let mut blocks = vec![format!("# {}", escaped(&page.title))];
    blocks.extend(page.lines.iter().chain(&page.preamble).map(|line| escaped(line)));
    for part in &page.parts {
        blocks.push(format!("## {}", escaped(&part.heading)));
        for flat in part.table.iter().flat_map(|table| table.flat(" · ")) {
            blocks.extend(flat.above.iter().map(|above| format!("**{}**", escaped(above))));
            let rule = std::iter::once("---").chain(flat.head.iter().skip(1).map(|_| "---:"));
            let rule: Vec<String> = rule.map(str::to_owned).collect();
            let escape = |row: &Vec<String>| row.iter().map(|cell| marks_escaped(cell)).collect::<Vec<_>>();
            let rows = flat.rows.iter().map(|cells| row(&escape(cells)));
            let lines = [row(&escape(&flat.head)), row(&rule)].into_iter().chain(rows);
            blocks.push(lines.collect::<Vec<_>>().join("\n"));
        }
        blocks.extend(part.text.iter().map(|line| escaped(line)));
    }
    blocks.join("\n\n") + "\n"
}

fn row(cells: &[String]) -> String {
    let cells = cells.iter().map(|cell| format!(" {cell} |"));
    std::iter::once("|".to_owned()).chain(cells).collect()
}

/// A line that means to Markdown what it says.
fn escaped(line: &str) -> String {
    let text = marks_escaped(line);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // `1.` and `1)` begin a list.
    let numbers = digits > 0 && text[digits..].starts_with(['.', ')']);
    let at = if numbers { digits } else { 0 };
    if numbers || text.starts_with(AT_BEGINNING) {
        return format!("{}\\{}", &text[..at], &text[at..]);
    }
    text
}

/// A backslash before a mark makes it a character like others.
fn marks_escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if ANYWHERE.contains(&c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

//! The picture in the READMEs: a finding as the binary prints it, below the rows of the rendered form that it is about.
//! `UPDATE=1 cargo test --test docs` draws it again.

use std::{fmt::Write, fs};

use unicode_width::UnicodeWidthChar;

use crate::common::{ROOT, Run, folder};

const REPORT: &str = "examples/broken.yaml";
const DOCUMENT: &str = "报告.docx";

/// The rows of the form that are shown: all that make up the balance of a column.
const ROWS: [&str; 4] = ["一、本年新收", "二、上年结转", "（七）总计", "四、结转"];

const WIDTH: usize = 760;
const MARGIN: usize = 24;
const ROW: usize = 30;
const LABEL: usize = 250;
const FIGURE: usize = (WIDTH - 2 * MARGIN - LABEL) / 7;
/// The columns of the terminal, and the size of one of them in tenths of a pixel.
const COLUMNS: usize = 80;
const COLUMN: usize = 84;
const LINE: usize = 20;

/// A table as the form prints it: its head and its rows, label first.
struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn run(args: &[&str]) -> String {
    Run::new(args).env("COLUMNS", &COLUMNS.to_string()).go().stdout
}

/// The lines of the finding of a single wrong cell, in the Word document that the READMEs check.
fn finding(lang: &str) -> Vec<String> {
    let folder = folder();
    let document = folder.path().join(DOCUMENT);
    run(&["render", REPORT, "-o", document.to_str().unwrap()]);
    let lint = ["lint", DOCUMENT, "--no-config", "--lang", lang];
    let lint = Run::new(&lint).dir(&folder).env("COLUMNS", &COLUMNS.to_string());
    let printed = lint.go().stdout;
    let from = printed.lines().skip_while(|line| !line.contains("[wrong-cell]"));
    let lines: Vec<_> = from.take_while(|line| !line.is_empty()).map(str::to_owned).collect();
    assert!(lines.len() > 8, "{printed}");
    lines
}

/// The part of the form with the wrong cell, as it is rendered, and the row and column of that cell.
fn form() -> (Table, usize, usize) {
    let markdown = run(&["render", REPORT, "--format", "markdown"]);
    let cells = |line: &str| -> Vec<String> {
        let inside = line.trim_matches('|').split('|');
        inside.map(|cell| cell.trim().to_owned()).collect()
    };
    let lines: Vec<&str> = markdown.lines().filter(|line| line.starts_with('|')).collect();
    let is_shown = |line: &&&str| ROWS.iter().any(|row| line.contains(&format!("| {row}")));
    let rows: Vec<_> = lines.iter().filter(is_shown).map(|line| cells(line)).collect();
    assert_eq!(rows.len(), ROWS.len(), "{markdown}");
    let head = lines.iter().find(|line| line.contains("商业企业")).unwrap();
    let head: Vec<_> = cells(head)
        .iter()
        .map(|cell| cell.rsplit(" · ").next().unwrap().to_owned())
        .collect();
    let messages = run(&["lint", REPORT, "--no-config", "--format", "short"]);
    let message = messages.lines().find(|line| line.contains("[wrong-cell]")).unwrap();
    let (before, after) = message.split_once(" · ").unwrap();
    let row = rows.iter().position(|row| before.ends_with(&row[0])).unwrap();
    let column = head
        .iter()
        .position(|title| !title.is_empty() && after.starts_with(title));
    (Table { head, rows }, row, column.unwrap())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Characters of one width and colour, at their column.
struct Stretch {
    column: usize,
    columns: usize,
    key: (usize, bool, &'static str),
    text: String,
}

/// The colour of a part of a line: the severity in the head, the word before a detail.
fn coloured(line: &str, is_head: bool) -> (std::ops::Range<usize>, &'static str) {
    let end_of = |found: &str| line.find(found).map(|at| at + found.len());
    if is_head {
        let range = end_of(": ").zip(end_of("[wrong-cell]"));
        return (range.map_or(0..0, |(start, end)| start..end), "#ff7b72");
    }
    let is_detail = line.trim_start().starts_with("= ");
    let colon = line.char_indices().find(|(_, c)| is_detail && ":：".contains(*c));
    (0..colon.map_or(0, |(at, c)| at + c.len_utf8()), "#79c0ff")
}

/// A line of the terminal. Each stretch is put at its column, whatever fonts there are.
fn terminal_line(line: &str, y: usize, is_head: bool, svg: &mut String) {
    let (range, colour) = coloured(line, is_head);
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut column = 0;
    for (at, c) in line.char_indices() {
        let columns = c.width().unwrap_or(1);
        let colour = if range.contains(&at) { colour } else { "" };
        let key = (columns, c.is_ascii(), colour);
        match stretches.last_mut() {
            Some(last) if last.key == key => {
                last.columns += columns;
                last.text.push(c);
            }
            _ => stretches.push(Stretch {
                column,
                columns,
                key,
                text: c.to_string(),
            }),
        }
        column += columns;
    }
    let weight = if is_head { " font-weight=\"bold\"" } else { "" };
    let _ = write!(svg, "<text y=\"{y}\"{weight}>");
    for stretch in stretches {
        let blanks = stretch.text.len() - stretch.text.trim_start_matches(' ').len();
        let after = stretch.text.len() - stretch.text.trim_end_matches(' ').len();
        let text = stretch.text.trim_matches(' ');
        if text.is_empty() {
            continue;
        }
        let x = (MARGIN + 10) * 10 + (stretch.column + blanks) * COLUMN;
        let width = (stretch.columns - blanks - after) * COLUMN;
        let fill = match stretch.key.2 {
            "" => String::new(),
            colour => format!(" fill=\"{colour}\""),
        };
        let _ = write!(
            svg,
            "<tspan x=\"{}.{}\" textLength=\"{}.{}\"{fill}>{}</tspan>",
            x / 10,
            x % 10,
            width / 10,
            width % 10,
            escaped(text)
        );
    }
    svg.push_str("</text>\n");
}

fn picture(lang: &str) -> String {
    let (table, row, column) = form();
    let lines = finding(lang);
    let table_top = MARGIN + 34;
    let table_height = ROW * (table.rows.len() + 1);
    let terminal_top = table_top + table_height + 34;
    let terminal_height = lines.len() * LINE + 24;
    let height = terminal_top + terminal_height + MARGIN;
    let (left, right) = (MARGIN, MARGIN + LABEL + 7 * FIGURE);
    let x_of = |at: usize| left + LABEL + (at - 1) * FIGURE;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\n\
         <title>{}</title>\n<rect width=\"{WIDTH}\" height=\"{height}\" rx=\"8\" fill=\"#f4f1ea\"/>\n",
        escaped(lines[0].trim())
    );
    svg.push_str(
        "<g font-family=\"'Noto Serif CJK SC','Source Han Serif SC','Songti SC',STSong,SimSun,serif\" font-size=\"13\" fill=\"#111\">\n",
    );
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"16\">三、收到和处理政府信息公开申请情况</text>",
        WIDTH / 2,
        MARGIN + 16
    );
    let _ = writeln!(
        svg,
        "<rect x=\"{left}\" y=\"{table_top}\" width=\"{}\" height=\"{table_height}\" fill=\"#fff\"/>",
        right - left
    );
    let y_of = |at: usize| table_top + ROW * (at + 1);
    // The two sums that the cell breaks: its row and its column.
    let _ = writeln!(
        svg,
        "<rect x=\"{left}\" y=\"{}\" width=\"{}\" height=\"{ROW}\" fill=\"#fdeccb\"/>\n\
         <rect x=\"{}\" y=\"{table_top}\" width=\"{FIGURE}\" height=\"{table_height}\" fill=\"#fdeccb\"/>",
        y_of(row),
        right - left,
        x_of(column)
    );
    for (at, cells) in std::iter::once(&table.head).chain(&table.rows).enumerate() {
        let y = table_top + ROW * at;
        let _ = write!(svg, "<path d=\"M{left} {y}H{right}\" stroke=\"#555\"/>");
        for (number, cell) in cells.iter().enumerate().filter(|(number, _)| *number > 0 || at > 0) {
            let is_wrong = (at, number) == (row + 1, column);
            let (x, anchor) = if number == 0 {
                (left + 8, "start")
            } else {
                (x_of(number) + FIGURE / 2, "middle")
            };
            let size = if at == 0 && cell.chars().count() > 4 {
                " font-size=\"9\""
            } else {
                ""
            };
            let colour = if is_wrong {
                " fill=\"#c00\" font-weight=\"bold\""
            } else {
                ""
            };
            let _ = write!(
                svg,
                "<text x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\"{size}{colour}>{}</text>",
                y + 20,
                escaped(cell)
            );
        }
        svg.push('\n');
    }
    let bottom = table_top + table_height;
    let _ = write!(svg, "<path d=\"M{left} {bottom}H{right}");
    for x in std::iter::once(left).chain((1..=8).map(x_of)) {
        let _ = write!(svg, "M{x} {table_top}V{bottom}");
    }
    svg.push_str("\" stroke=\"#555\" fill=\"none\"/>\n</g>\n");
    let (cell_x, cell_y) = (x_of(column), y_of(row));
    let _ = writeln!(
        svg,
        "<path d=\"M{cell_x} {cell_y}h{FIGURE}v{ROW}h-{FIGURE}z\" fill=\"none\" stroke=\"#c00\" stroke-width=\"2.5\"/>\n\
         <path d=\"M{} {}V{terminal_top}\" stroke=\"#c00\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\"/>",
        cell_x + FIGURE / 2,
        bottom
    );
    let _ = writeln!(
        svg,
        "<rect x=\"{left}\" y=\"{terminal_top}\" width=\"{}\" height=\"{terminal_height}\" rx=\"6\" fill=\"#161b22\"/>\n\
         <g font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC','PingFang SC',\
         'Microsoft YaHei','WenQuanYi Micro Hei',monospace\" font-size=\"14\" fill=\"#e6edf3\">",
        right - left
    );
    for (at, line) in lines.iter().enumerate() {
        let y = terminal_top + 26 + at * LINE;
        terminal_line(line, y, at == 0, &mut svg);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

#[test]
fn pictures_show_what_the_program_prints() {
    for (path, lang) in [
        ("docs/picture/finding.svg", "en"),
        ("docs/picture/finding.zh.svg", "zh"),
    ] {
        let fresh = picture(lang);
        assert!(fresh.len() < 60_000, "{path} has {} bytes", fresh.len());
        let file = std::path::Path::new(ROOT).join(path);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(file, fresh).unwrap();
        } else if fresh != fs::read_to_string(file).unwrap_or_default() {
            panic!(
                "{path} is not what the program prints; run UPDATE=1 cargo test --test docs and look at the difference"
            );
        }
    }
}

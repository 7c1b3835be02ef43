//! PDF: tables between ruled lines, over pages, and what is beside the text of pages.

use super::*;
use common::pdf::{self, Encoding};
use render::Cell;

/// Size of letters in tables, and in the text.
const SMALL: f64 = 6.0;
const PLAIN: f64 = 10.0;
/// The sheet: 1000 for the text, as wide as a hundred letters of it.
const WIDTH: f64 = 1100.0;
const HEIGHT: f64 = 820.0;
const LEFT: f64 = 50.0;
const TOP: f64 = 760.0;
const BOTTOM: f64 = 60.0;

/// How pages are made.
#[derive(Clone, Copy)]
pub(crate) struct Print {
    pub encoding: Encoding,
    /// Rows of a table that are repeated on the next page.
    pub head: usize,
    /// Where pages end: a low one has tables over several pages.
    pub bottom: f64,
    /// A running head, and numbers of pages.
    pub has_furniture: bool,
}

impl Default for Print {
    fn default() -> Self {
        Self {
            encoding: Encoding::Unicode,
            head: 0,
            bottom: BOTTOM,
            has_furniture: false,
        }
    }
}

struct Printer {
    print: Print,
    pages: Vec<String>,
    y: f64,
}

/// A cell with its place in a table.
struct Placed {
    row: usize,
    column: usize,
    cell: Cell,
}

fn width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

/// A text in lines of so many letters.
fn wrapped(text: &str, most: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for c in text.chars() {
        let line = lines.last().unwrap();
        let is_number = c.is_ascii_digit() && line.ends_with(|c: char| c.is_ascii_digit());
        if width(line) + width(&c.to_string()) > most && !is_number {
            lines.push(String::new());
        }
        lines.last_mut().unwrap().push(c);
    }
    lines
}

impl Printer {
    fn draw(&mut self, content: &str) {
        self.pages.last_mut().unwrap().push_str(content);
    }

    fn text(&mut self, at: (f64, f64), size: f64, text: &str) {
        let drawn = pdf::text(self.print.encoding, at, size, text);
        self.draw(&drawn);
    }

    fn next_page(&mut self) {
        self.pages.push(String::new());
        self.y = TOP;
        if self.print.has_furniture {
            let number = self.pages.len();
            self.text((LEFT, HEIGHT - 30.0), 9.0, "甲市乙局政府信息公开");
            self.text((WIDTH / 2.0, 20.0), 9.0, &format!("- {number} -"));
        }
    }

    fn paragraph(&mut self, text: &str) {
        for (at, line) in wrapped(&format!("　　{text}"), (WIDTH - 2.0 * LEFT) / PLAIN)
            .iter()
            .enumerate()
        {
            if self.y - 16.0 < self.print.bottom {
                self.next_page();
            }
            self.y -= 16.0;
            let line = if at == 0 { line.trim_start_matches('　') } else { line };
            let left = if at == 0 { LEFT + 2.0 * PLAIN } else { LEFT };
            self.text((left, self.y), PLAIN, line);
        }
        self.y -= 6.0;
    }

    fn table(&mut self, table: &Table) {
        let (placed, columns) = placed(table);
        let column = (WIDTH - 2.0 * LEFT) / columns as f64;
        let lines = |cell: &Cell| wrapped(&cell.text, (column * cell.columns as f64 - 6.0) / SMALL);
        let heights: Vec<f64> = (0..table.len())
            .map(|row| {
                let own = placed
                    .iter()
                    .filter(|placed| placed.row == row && placed.cell.rows == 1);
                own.map(|placed| lines(&placed.cell).len() as f64 * 8.0 + 4.0)
                    .fold(12.0, f64::max)
            })
            .collect();
        let mut row = 0;
        while row < table.len() {
            let mut top = self.y;
            if row > 0 {
                self.next_page();
                top = self.y;
                if self.print.head > 0 {
                    top = self.rows(&placed, &heights, column, 0..self.print.head, top);
                }
            }
            let room = |end: usize| heights[row..end].iter().sum::<f64>();
            let end = (row + 1..=table.len())
                .rev()
                .find(|end| top - room(*end) >= self.print.bottom);
            match end {
                Some(end) => {
                    self.y = self.rows(&placed, &heights, column, row..end, top);
                    row = end;
                }
                None if row == 0 => {
                    self.next_page();
                }
                None => panic!("a row is higher than a page"),
            }
        }
        self.y -= 10.0;
    }

    /// Draw some rows and say where they end.
    fn rows(&mut self, placed: &[Placed], heights: &[f64], column: f64, rows: std::ops::Range<usize>, top: f64) -> f64 {
        let place = |row: usize| top - heights[rows.start..row].iter().sum::<f64>();
        for Placed { row, column: at, cell } in placed {
            let (start, end) = ((*row).max(rows.start), (row + cell.rows).min(rows.end));
            if start >= end {
                continue;
            }
            let (left, upper, lower) = (LEFT + *at as f64 * column, place(start), place(end));
            let width = column * cell.columns as f64;
            self.draw(&format!("{left} {lower} {width} {} re S\n", upper - lower));
            // A cell that goes on over pages has its words on the first.
            if *row >= rows.start {
                for (line, text) in wrapped(&cell.text, (width - 6.0) / SMALL).iter().enumerate() {
                    self.text((left + 3.0, upper - 8.0 - line as f64 * 8.0), SMALL, text);
                }
            }
        }
        place(rows.end)
    }
}

/// The cells of a table with their places, and how many columns it has.
fn placed(table: &Table) -> (Vec<Placed>, usize) {
    let mut placed = Vec::new();
    let mut taken: std::collections::BTreeSet<(usize, usize)> = std::collections::BTreeSet::new();
    let mut columns = 0;
    for (row, cells) in table.iter().enumerate() {
        let mut column = 0;
        for cell in cells {
            while taken.contains(&(row, column)) {
                column += 1;
            }
            for down in 0..cell.rows {
                taken.extend((0..cell.columns).map(|at| (row + down, column + at)));
            }
            placed.push(Placed {
                row,
                column,
                cell: cell.clone(),
            });
            column += cell.columns;
            columns = columns.max(column);
        }
    }
    (placed, columns)
}

/// A report as a PDF.
pub(crate) fn pdf(report: &Report, print: Print) -> Vec<u8> {
    let mut printer = Printer {
        print,
        pages: Vec::new(),
        y: TOP,
    };
    printer.next_page();
    let tables = report.tables();
    let texts = report.with_tables(&["@0".into(), "@1".into(), "@2".into()]);
    for line in texts.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix('@') {
            Some(at) => printer.table(&tables[at.parse::<usize>().unwrap()]),
            None if line == report.title => {
                printer.y -= 30.0;
                let left = WIDTH / 2.0 - width(line) * 11.0;
                printer.text((left, printer.y), 22.0, line);
            }
            None => printer.paragraph(line),
        }
    }
    pdf::pages(print.encoding, (WIDTH, HEIGHT), &printer.pages)
}

#[test]
fn ruled_tables_give_the_document_they_were_printed_from() {
    let mut cases: Vec<(String, Box<dyn Fn()>)> = Vec::new();
    let odd = layouts::with_odd_cells(&report());
    for (name, report) in [("2021", report()), ("2019", old_report()), ("odd", odd)] {
        for (how, print) in [
            ("one page after the other", Print::default()),
            (
                "GBK",
                Print {
                    encoding: Encoding::Gbk,
                    ..Print::default()
                },
            ),
            (
                "low pages",
                Print {
                    bottom: 420.0,
                    has_furniture: true,
                    ..Print::default()
                },
            ),
            (
                "lower pages",
                Print {
                    bottom: 520.0,
                    ..Print::default()
                },
            ),
        ] {
            let report = report.clone();
            cases.push((
                format!("{name} {how}"),
                Box::new(move || check(&report, &pdf(&report, print), Medium::Pdf, &[])),
            ));
        }
    }
    all(cases);
}

/// Heads that are printed again on each page are no rows.
#[test]
fn heads_of_tables_may_be_repeated() {
    let report = report();
    let [_, three, _] = report.tables();
    let lines = |print: Print| {
        let mut printer = Printer {
            print,
            pages: Vec::new(),
            y: TOP,
        };
        printer.next_page();
        printer.paragraph(&report.title);
        printer.table(&three);
        printer.paragraph("六、其他需要报告的事项");
        let pages = printer.pages.len();
        let bytes = common::pdf::pages(print.encoding, (WIDTH, HEIGHT), &printer.pages);
        let (layout, _) = steps::layout(&bytes, Medium::Pdf, &Limits::default()).unwrap();
        (pages, layout.text)
    };
    let (one, whole) = lines(Print::default());
    let (several, broken) = lines(Print {
        head: 3,
        bottom: 600.0,
        ..Print::default()
    });
    assert!(one == 1 && several > 2, "{one} {several}");
    // A cell that goes on has no place in the rows of the next page.
    let bare = |text: &str| -> Vec<String> { text.lines().map(squeezed).collect() };
    assert_eq!(bare(&whole), bare(&broken));
}

#[test]
fn pdfs_that_cannot_be_read_say_what_to_do() {
    let page = |content: &str| common::pdf::pages(Encoding::Unicode, (600.0, 800.0), &[content.to_owned()]);
    let picture = common::pdf::stream(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
        &[0],
    );
    let scan = ["q 600 0 0 800 0 0 cm /X0 Do Q".to_owned()];
    let scan = common::pdf::pages_with(Encoding::Unicode, (600.0, 800.0), &scan, "", &[picture]);
    let good = pdf(&report(), Print::default());
    let at = |needle: &[u8]| good.windows(needle.len()).rposition(|window| window == needle).unwrap();
    let mut encrypted = good.clone();
    encrypted.splice(at(b"/Root")..at(b"/Root"), *b"/Encrypt<</Filter/Standard/V 1/R 2>>");
    let mut unmapped = good.clone();
    for (from, to) in [(&b"UniGB-UCS2-H"[..], &b"Identity-H  "[..]), (b"(GB1)", b"(Own)")] {
        let place = at(from);
        unmapped.splice(place..place + from.len(), to.iter().copied());
    }
    let mut all = String::new();
    for (name, bytes) in [
        ("a scan", scan),
        ("encrypted", encrypted),
        ("fonts without characters", unmapped),
        ("cut off", good[..good.len() / 2].to_vec()),
        ("a beginning", b"%PDF-1.7\n".to_vec()),
        ("no text", page("0 0 m 10 10 l S")),
    ] {
        let verdict = lint("report.pdf", &bytes);
        let found: Vec<_> = verdict
            .findings
            .iter()
            .map(|finding| format!("{} {}", finding.rule, finding.message))
            .collect();
        all += &format!("{name}: {}\n", found.join("; "));
    }
    common::snapshot("published__unreadable_pdf", &all);
}

/// What is not ruled stays text: a table of aligned columns is read as copied text is, or refused.
#[test]
fn tables_without_lines_are_never_guessed() {
    let report = report();
    let bytes = pdf(&report, Print::default());
    let ruled = b" re S\n";
    // The same without its lines.
    let mut bare = bytes.clone();
    while let Some(at) = bare.windows(ruled.len()).position(|window| window == ruled) {
        bare.splice(at..at + ruled.len(), *b" re n\n");
    }
    let (layout, _) = steps::layout(&bare, Medium::Pdf, &Limits::default()).unwrap();
    let schema = linter().library().schema("cn-ogi-2021").unwrap().unwrap();
    let document = steps::read(&layout, &[schema]).document.unwrap();
    for (path, value) in &report.cells {
        let found = document.root.pointer(&format!("/{}", path.replace('.', "/")));
        if let Some((node, _)) = found {
            assert_eq!(shown(node), *value, "{path}");
        }
    }
}

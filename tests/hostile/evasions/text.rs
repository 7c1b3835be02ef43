//! Markdown and plain text.

use super::Case;
use crate::honest;

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case::new("nothing", "report.md", honest::markdown(), "224"),
        Case::new("nothing", "report.txt", honest::text(), "224"),
    ];
    cases.extend(markdown());
    cases.extend(text());
    cases
}

/// The row of the number of licences in a Markdown report, without its line break.
fn row(page: &str) -> String {
    let line = page.lines().find(|line| line.contains("224"));
    line.unwrap().to_owned()
}

/// As a renderer shows Markdown.
fn markdown() -> Vec<Case> {
    let page = honest::markdown();
    let row = row(&page);
    let cell = |to: &str| honest::replaced(&page, &row, &row.replace("224", to));
    let at = page.find(&row).unwrap();
    let start = page[..at].rfind("\n\n").unwrap() + 2;
    let end = at + page[at..].find("\n\n").unwrap() + 2;
    let (before, table, behind) = (&page[..start], &page[start..end], &page[end..]);
    let wrong = table.replace("224", "9");
    let html = "<table><tr><td>行政许可</td><td>9</td></tr></table>\n\n";
    [
        (
            "a table in a comment",
            format!("{before}<!--\n{table}-->\n\n{wrong}{behind}"),
            "9",
        ),
        (
            "a table in a comment, the shown one in HTML",
            format!("{before}<!--\n{table}-->\n\n{html}{behind}"),
            "9",
        ),
        (
            "the shown table in HTML behind the other",
            format!("{before}{table}{html}{behind}"),
            "224, then 9",
        ),
        (
            "a table in a hidden element",
            format!("{before}<div hidden>\n\n{table}\n</div>\n\n{wrong}{behind}"),
            "9",
        ),
        (
            "a table in a script",
            format!("{before}<script>\n{table}</script>\n\n{wrong}{behind}"),
            "9",
        ),
        (
            "a table in a title of a link",
            format!("{before}[a]: /b \"\n{}\"\n\n{wrong}{behind}", table.trim_end()),
            "9",
        ),
        (
            "a table in an address",
            format!("{before}[a](<{}>)\n\n{wrong}{behind}", row.replace(' ', "")),
            "9",
        ),
        (
            "a table in a description",
            format!("{before}![{}](a.png)\n\n{wrong}{behind}", table.trim_end()),
            "9",
        ),
        (
            "a table in CDATA",
            format!("{before}<![CDATA[\n{table}]]>\n\n{wrong}{behind}"),
            "9",
        ),
        (
            "a table in an instruction",
            format!("{before}<?x\n{table}?>\n\n{wrong}{behind}"),
            "9",
        ),
        (
            "a table in the words behind a fence",
            format!("{before}```{}\n```\n\n{wrong}{behind}", row),
            "9",
        ),
        (
            "a table before the report",
            format!("---\nx: |\n  {row}\n---\n\n{before}{wrong}{behind}"),
            "9",
        ),
    ]
    .into_iter()
    .chain(
        [
            ("a comment in a cell", "<!-- 9 -->224", "224"),
            ("struck", "~~9~~224", "9̶224"),
            ("struck in HTML", "<del>9</del>224", "9̶224"),
            ("raised in HTML", "224<sup>1</sup>", "224¹"),
            ("hidden in HTML", "<span style=\"display:none\">9</span>224", "224"),
            ("an entity", "2&#50;4", "224"),
            ("an entity of another digit", "&#57;224", "9224"),
            ("a bar in the cell", "9 \\| 224", "9 | 224"),
            ("code", "`224`", "224"),
            ("emphasis within", "2**2**4", "224"),
            ("a link", "[224](9)", "224"),
            ("a picture", "![224](9.png)", "9"),
            ("a footnote", "224[^1]", "224¹"),
            ("two lines", "2<br>24", "2 24"),
            ("right-to-left override", "\u{202e}224", "422"),
            ("a carriage return", "9\r224", "224"),
        ]
        .into_iter()
        .map(|(attack, to, shown)| (attack, cell(to), shown)),
    )
    .map(|(attack, page, shown)| Case::new(attack, "report.md", page, shown))
    .collect()
}

/// As a terminal or an editor shows text.
fn text() -> Vec<Case> {
    let page = honest::text();
    let cell = |to: &str| honest::replaced(&page, "224", to);
    [
        ("a carriage return: the line is written over", "9\r224", "224"),
        ("a backspace", "9\u{8}224", "224"),
        ("a delete", "9\u{7f}224", "224"),
        ("an escape that hides", "\u{1b}[8m9\u{1b}[0m224", "224"),
        ("a control of the upper range", "9\u{9b}1D224", "224"),
        ("zero-width space", "2\u{200b}24", "224"),
        ("a word joiner", "2\u{2060}24", "224"),
        ("right-to-left override", "\u{202e}224", "422"),
        ("isolate", "\u{2067}224\u{2069}", "224"),
        ("circled", "②24", "②24"),
        ("superscript", "224²", "224²"),
        ("mathematical", "𝟚24", "𝟚24"),
        ("Arabic-Indic", "٢٢٤", "٢٢٤"),
        ("struck", "9\u{336}224", "9̶224"),
        ("keycap", "2\u{fe0f}\u{20e3}24", "2️⃣24"),
        ("Roman", "Ⅸ224", "Ⅸ224"),
        ("a letter like a digit", "2Ƨ4", "2Ƨ4"),
        ("NUL", "2\u{0}24", "2 24"),
        ("line separator", "2\u{2028}24", "2 24"),
    ]
    .into_iter()
    .map(|(attack, to, shown)| Case::new(attack, "report.txt", cell(to), shown))
    .chain([Case::new(
        "far to the right",
        "report.txt",
        cell(&format!("{}224", " ".repeat(5_000))),
        "",
    )])
    .collect()
}

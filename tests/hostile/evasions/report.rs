//! Reports of any format that say nothing, or two things at once.

use super::Case;
use crate::honest::{self, replaced};

pub fn cases() -> Vec<Case> {
    let mut cases = blanks();
    cases.extend(twice());
    cases.extend(units());
    cases
}

/// Data whose numbers are left out.
fn blanks() -> Vec<Case> {
    let yaml = honest::yaml();
    // The rows of the tables, which stand in braces behind the heading of part 2.
    let (head, tables) = yaml.split_once("# 二、").unwrap();
    let (tables, rest) = tables.split_once("# 五、").unwrap();
    let with = |value: &str| {
        let figure = regex::Regex::new(r"([:{,] *[a-z_]+: *)\d+").unwrap();
        format!(
            "{head}# 二、{}# 五、{rest}",
            figure.replace_all(tables, format!("${{1}}{value}"))
        )
    };
    vec![
        Case::new("no figure in any table", "report.yaml", with("''"), ""),
        Case::new("nothing in any cell", "report.yaml", with(""), ""),
        Case::new("a stroke in every cell", "report.yaml", with("/"), "/"),
        Case::new("the word for nothing in every cell", "report.yaml", with("无"), "无"),
    ]
}

/// Figures in a unit that is not the form's.
fn units() -> Vec<Case> {
    let text = honest::text();
    let label = text
        .lines()
        .find(|line| line.contains("本年收费金额"))
        .unwrap()
        .to_owned();
    let in_yuan = label.replace("万元", "元");
    vec![
        Case::new("amounts in yuan", "report.txt", replaced(&text, &label, &in_yuan), "元"),
        Case::new(
            "a table in hundreds",
            "report.html",
            honest::html().replacen("<table", "<p>（单位：百件）</p><table", 1),
            "百件",
        ),
    ]
}

/// A table that stands there twice, with other figures.
fn twice() -> Vec<Case> {
    let changed = |page: &str| replaced(page, "224", "422");
    let (html, md, text) = (honest::html(), honest::markdown(), honest::text());
    let body = |page: &str| {
        let from = page.find("<body").unwrap();
        let start = from + page[from..].find('>').unwrap() + 1;
        page[start..page.find("</body>").unwrap()].to_owned()
    };
    let both = |first: &str, second: &str| {
        replaced(&html, "</body>", "<hr>SECOND</body>")
            .replace(&body(&html), first)
            .replace("SECOND", second)
    };
    let (right, wrong) = (body(&html), body(&changed(&html)));
    let licences =
        "<table><tr><th>信息内容</th><th>本年处理决定数量</th></tr><tr><td>行政许可</td><td>422</td></tr></table>";
    let docx = honest::docx_with(|main| {
        let (start, end) = (main.find("<w:body>").unwrap() + 8, main.rfind("<w:sectPr").unwrap());
        let second = changed(&main[start..end]);
        format!("{}{second}{}", &main[..end], &main[end..])
    });
    vec![
        Case::new(
            "a second report behind the first",
            "report.html",
            both(&right, &wrong),
            "422",
        ),
        Case::new(
            "a second report before the first",
            "report.html",
            both(&wrong, &right),
            "422",
        ),
        Case::new(
            "a second table at the end",
            "report.html",
            replaced(&html, "</body>", &format!("{licences}</body>")),
            "422",
        ),
        Case::new(
            "one row again at the end",
            "report.txt",
            format!("{text}\n行政许可\t422\n"),
            "422",
        ),
        Case::new(
            "one row again in the first part",
            "report.md",
            replaced(
                &md,
                "## 二、",
                "| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政许可 | 422 |\n\n## 二、",
            ),
            "422",
        ),
        Case::new(
            "a second table before the first part",
            "report.html",
            html.replacen("<h2", &format!("{licences}<h2"), 1),
            "422",
        ),
        Case::new("a second report behind the first", "report.docx", docx, "422"),
        Case::new(
            "a second report behind the first",
            "report.md",
            format!("{md}\n{}", changed(&md)),
            "422",
        ),
        Case::new(
            "a second report behind the first",
            "report.txt",
            format!("{text}\n{}", changed(&text)),
            "422",
        ),
        Case::new(
            "a second report before the first",
            "report.txt",
            format!("{}\n{text}", changed(&text)),
            "422",
        ),
    ]
}

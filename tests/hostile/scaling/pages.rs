//! Reports as they are published.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Case, Files, file, lint, times};

const TITLE: &str = "甲市乙局2023年政府信息公开工作年度报告";

fn html(body: &str) -> Files {
    file("r.html", format!("<html><body><h1>{TITLE}</h1>{body}</body></html>"))
}

fn text(name: &str, rest: &str) -> Files {
    file(name, format!("{TITLE}\n一、总体情况\n{rest}"))
}

/// A Word file of these paragraphs and tables.
fn docx(body: &str) -> Files {
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    let relationships = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
                         Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
                         Target=\"word/document.xml\"/></Relationships>";
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
                 ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" \
                 ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let main = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{}{body}</w:body></w:document>",
        paragraph(TITLE)
    );
    for (name, part) in [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relationships),
        ("word/document.xml", &main),
    ] {
        packed.start_file(name, SimpleFileOptions::default()).unwrap();
        packed.write_all(part.as_bytes()).unwrap();
    }
    file("r.docx", packed.finish().unwrap().into_inner())
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn cell(text: &str) -> String {
    format!("<w:tc>{}</w:tc>", paragraph(text))
}

const ROW: &str = "一、本年新收政府信息公开申请数量";

pub(super) const CASES: &[Case] = &[
    lint("text: bars", 8_000, |n| text("r.txt", &"| 1 | 2 |\n".repeat(n))),
    lint("text: bars in one line", 100_000, |n| text("r.txt", &"|1".repeat(n))),
    lint("text: bars and lines by turns", 10_000, |n| {
        text("r.txt", &"1\n|\n".repeat(n))
    }),
    lint("text: a cell and a bar, then none", 5_000, |n| {
        text("r.txt", &"1\n|\n2\n|\n3\n4\n".repeat(n))
    }),
    lint("text: bars in few lines", 5_000, |n| {
        text("r.txt", &"|\na\n|\n| a | b\n".repeat(n))
    }),
    lint("text: bars at the end", 10_000, |n| {
        text("r.txt", &"1 |\n2\n".repeat(n))
    }),
    lint("text: tabs", 10_000, |n| text("r.txt", &"1\t2\n".repeat(n))),
    lint("text: lines", 20_000, |n| text("r.txt", &"1\n".repeat(n))),
    lint("text: blank lines", 100_000, |n| text("r.txt", &"\n".repeat(n))),
    lint("text: titles", 3_000, |n| {
        text("r.txt", &format!("{TITLE}\n").repeat(n))
    }),
    lint("text: headings", 5_000, |n| text("r.txt", &"一、总体情况\n".repeat(n))),
    lint("text: all headings", 1_000, |n| {
        text(
            "r.txt",
            &"一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n".repeat(n),
        )
    }),
    lint("text: headings in a line", 5_000, |n| {
        text("r.txt", &"一、总体情况 ".repeat(n))
    }),
    lint("text: rows", 3_000, |n| {
        text("r.txt", &format!("{ROW}\t1\t2\t3\t4\t5\t6\t21\n").repeat(n))
    }),
    lint("text: rows in a table", 2_000, |n| {
        text(
            "r.txt",
            &format!(
                "三、收到和处理政府信息公开申请情况\n{}",
                format!("{ROW} | 1 | 2 | 3 | 4 | 5 | 6 | 21 |\n").repeat(n)
            ),
        )
    }),
    lint("text: labels", 1_500, |n| text("r.txt", &format!("{ROW}\n").repeat(n))),
    lint("text: a long label", 20_000, |n| {
        text(
            "r.txt",
            &format!("三、收到和处理政府信息公开申请情况\n{}|1|2|3|\n", "本年新收".repeat(n)),
        )
    }),
    lint("text: half a label", 2_000, |n| {
        text("r.txt", &"三、收到\n一、本年新收政府\n".repeat(n))
    }),
    lint("text: numbers", 20_000, |n| {
        text(
            "r.txt",
            &format!("三、收到和处理政府信息公开申请情况\n{ROW}\n{}", "1\n".repeat(n)),
        )
    }),
    lint("text: a line", 10_000, |n| text("r.txt", &"收到申请1件，".repeat(n))),
    lint("text: backslashes", 10_000, |n| text("r.md", &"\\a\n".repeat(n))),
    lint("text: backslashes in a line", 50_000, |n| {
        text("r.md", &"\\*".repeat(n))
    }),
    lint("Markdown: marks", 8_000, |n| text("r.md", &"# ** > | `\n".repeat(n))),
    lint("Markdown: titles", 10_000, |n| text("r.md", &"# 总体情况\n".repeat(n))),
    lint("Markdown: stars", 100_000, |n| text("r.md", &"*".repeat(n))),
    lint("Markdown: angles", 20_000, |n| text("r.md", &"<div><".repeat(n))),
    lint("HTML: elements without an end", 20_000, |n| html(&"<div>".repeat(n))),
    lint("HTML: ends without an element", 20_000, |n| html(&"</div>".repeat(n))),
    lint("HTML: spans", 20_000, |n| html(&"<b>1</b>".repeat(n))),
    lint("HTML: spans within each other", 20_000, |n| html(&"<b>1".repeat(n))),
    lint("HTML: attributes", 20_000, |n| {
        html(&format!("<p {}>1</p>", times(n, |at| format!("a{at}=1 "))))
    }),
    lint("HTML: a long attribute", 100_000, |n| {
        html(&format!("<p style=\"{}\">1</p>", "a:b;".repeat(n)))
    }),
    lint("HTML: hidden", 10_000, |n| {
        html(&"<div style=\"display:none\">1</div>".repeat(n))
    }),
    lint("HTML: classes", 5_000, |n| {
        html(&format!("<p class=\"{}\">1</p>", times(n, |at| format!("c{at} "))))
    }),
    lint("HTML: left out", 20_000, |n| html(&"<nav>".repeat(n))),
    lint("HTML: comments", 20_000, |n| html(&"<!-- a -->".repeat(n))),
    lint("HTML: a comment without an end", 100_000, |n| {
        html(&format!("<!--{}", "-a".repeat(n)))
    }),
    lint("HTML: references", 20_000, |n| html(&"&amp;&#20013;&zz;".repeat(n))),
    lint("HTML: tables", 3_000, |n| {
        html(&"<table><tr><td>1</td><td>2</td></tr></table>".repeat(n))
    }),
    lint("HTML: tables within each other", 10_000, |n| {
        html(&"<table><tr><td>".repeat(n))
    }),
    lint("HTML: rows", 3_000, |n| {
        html(&format!(
            "<p>三、收到和处理政府信息公开申请情况</p><table>{}</table>",
            format!("<tr><td>{ROW}</td>{}</tr>", "<td>1</td>".repeat(7)).repeat(n)
        ))
    }),
    lint("HTML: cells", 20_000, |n| {
        html(&format!("<table><tr>{}</tr></table>", "<td>1</td>".repeat(n)))
    }),
    lint("HTML: covered cells", 5_000, |n| {
        html(&format!(
            "<table>{}</table>",
            "<tr><td rowspan=60000 colspan=999>1</td><td>2</td></tr>".repeat(n)
        ))
    }),
    lint("HTML: lines", 20_000, |n| html(&"1<br>".repeat(n))),
    lint("HTML: headings", 5_000, |n| html(&"<h2>一、总体情况</h2>".repeat(n))),
    lint("HTML: styles", 3_000, |n| {
        html(&format!(
            "<style>{}</style>",
            times(n, |at| format!(".c{at} {{display: none}}\n"))
        ))
    }),
    lint("HTML: a word of marks", 20_000, |n| {
        html(&format!("<p>{}</p>", "&#8238;1".repeat(n)))
    }),
    lint("Word: digits and commas", 50_000, |n| {
        docx(&format!("{}{}", paragraph("一、总体情况"), paragraph(&"1,".repeat(n))))
    }),
    lint("Word: one text", 200_000, |n| docx(&paragraph(&"报告".repeat(n)))),
    lint("Word: paragraphs", 5_000, |n| docx(&paragraph("收到申请1件").repeat(n))),
    lint("Word: runs", 10_000, |n| {
        docx(&format!("<w:p>{}</w:p>", "<w:r><w:t>1</w:t></w:r>".repeat(n)))
    }),
    lint("Word: tables", 2_000, |n| {
        docx(&format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("1"), cell("2")).repeat(n))
    }),
    lint("Word: tables within each other", 3_000, |n| {
        docx(&"<w:tbl><w:tr><w:tc>".repeat(n))
    }),
    lint("Word: rows", 2_000, |n| {
        let row = format!("<w:tr>{}{}</w:tr>", cell(ROW), cell("1").repeat(7));
        docx(&format!(
            "{}<w:tbl>{}</w:tbl>",
            paragraph("三、收到和处理政府信息公开申请情况"),
            row.repeat(n)
        ))
    }),
    lint("Word: cells", 5_000, |n| {
        docx(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("1").repeat(n)))
    }),
    lint("Word: elements within each other", 10_000, |n| {
        docx(&"<w:sdt><w:sdtContent>".repeat(n))
    }),
    lint("Word: attributes", 20_000, |n| {
        docx(&format!("<w:p {}/>", times(n, |at| format!("w:a{at}=\"1\" "))))
    }),
];

//! Files as they are published, files of other kinds, and files made to harm.

use super::*;

fn errors(report: &LocalizedReport) -> Vec<&str> {
    let findings = report.findings.iter();
    let errors = findings.filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| finding.message.as_str()).collect()
}

/// A report of a department as its page gives it to who copies it: a row has a label too many or too few.
fn assert_copied_page(bytes: &[u8]) {
    let verdict = lint("copied.txt", bytes);
    assert_eq!(errors(&verdict), [""; 0]);
    assert_eq!(verdict.schema.as_deref(), Some("cn-ogi-2021"));
}

/// One report as three programs give it: without an error, and the same document from each.
fn assert_renderings_agree(files: &[(&str, Vec<u8>)]) {
    let mut documents = Vec::new();
    for (name, bytes) in files {
        assert_eq!(errors(&lint(name, bytes)), [""; 0], "{name}");
        let medium = if name.ends_with("html") {
            Medium::Html
        } else if name.ends_with("docx") {
            Medium::Docx
        } else {
            Medium::Text
        };
        let (layout, _) = steps::layout(bytes, medium, &Limits::default()).unwrap();
        let schema = linter().library().schema("cn-ogi-2021").unwrap().unwrap();
        let reading = steps::read(&layout, &[schema]);
        documents.push(values(&reading.document.unwrap().root));
    }
    assert!(documents.windows(2).all(|pair| pair[0] == pair[1]), "{documents:#?}");
}

/// A page of the form of 2019: its blanks break no sum, and its prose contradicts its tables in three places and nowhere else.
fn assert_blanks_and_claims(bytes: &[u8]) {
    let verdict = lint("office.html", bytes);
    assert_eq!(verdict.schema.as_deref(), Some("cn-ogi-2019"));
    let of = |rule: &str| verdict.findings.iter().filter(|finding| finding.rule == rule).count();
    let claims = verdict
        .findings
        .iter()
        .filter(|finding| finding.rule.starts_with("nar-"));
    let claims: Vec<&str> = claims.map(|finding| finding.rule.as_str()).collect();
    assert_eq!(claims, ["nar-group-disclosed", "nar-group-unavailable", "nar-upheld"]);
    assert_eq!(errors(&verdict).len(), of("nar-upheld"), "{:?}", errors(&verdict));
    assert!(of("cell-blank") > 0 && of("total-missing") > 0);
    assert_eq!(
        of("req-row-sum") + of("req-balance") + of("req-outcome-sum") + of("cell-not-number"),
        0
    );
}

/// Tables as sites and word processors gave them, with prose of ours.
#[test]
fn published_tables_are_read() {
    let file = |name: &str| common::project(&format!("tests/data/published/{name}"));
    assert_copied_page(file("bureau-2023.txt").as_bytes());
    let document = render::document_of(&file("city-2023.document.xml"));
    assert_renderings_agree(&[
        ("city-2023.html", file("city-2023.html").into_bytes()),
        ("city-2023.docx", document),
        ("city-2023.pipes.txt", file("city-2023.pipes.txt").into_bytes()),
    ]);
    assert_blanks_and_claims(file("office-2019.html").as_bytes());
}

/// The same of whole files, where they are at hand.
#[test]
fn published_files_beside_the_checkout_are_read() {
    let file = |name: &str| common::shared(&format!("reports/{name}"));
    if let Some(bytes) = file("pingdingshan-justice-2023.txt") {
        assert_copied_page(&bytes);
    }
    let renderings = ["suqian-2023.html", "suqian-2023.docx", "suqian-2023.pipes.txt"];
    let renderings = renderings.iter().filter_map(|name| Some((*name, file(name)?)));
    assert_renderings_agree(&renderings.collect::<Vec<_>>());
    if let Some(bytes) = file("shanghai-office-2019.html") {
        assert_blanks_and_claims(&bytes);
    }
}

/// A document without its places.
pub(crate) fn values(node: &Node) -> String {
    match &node.value {
        Value::Record(entries) => entries
            .iter()
            .map(|entry| format!("{}: {}\n", entry.key, values(&entry.value)))
            .collect(),
        _ => shown(node),
    }
}

#[test]
fn files_that_cannot_be_read_say_what_to_do() {
    let sheet = render::packed(&[("xl/workbook.xml", "<workbook/>")]);
    let damaged = &docx(&report())[..2000];
    let mut all = String::new();
    for (name, bytes) in [
        ("report.doc", &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"[..]),
        ("report.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"),
        ("report.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"),
        ("report.pdf", b"%PDF-1.7\n"),
        ("report.yaml", b"%PDF-1.7\n"),
        ("report.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"),
        ("report.xlsx", &sheet),
        ("report.zip", &sheet),
        ("nameless", &sheet),
        ("report.png", b"\x89PNG\r\n\x1a\n"),
        ("report.ofd", b"PK\x03\x04"),
        ("report.docx", damaged),
        ("report.docx", b"no archive"),
        ("report.xlsx", b"no archive"),
        ("report.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"),
        ("report.txt", b""),
        ("report.html", b"<html><body></body></html>"),
        ("report.txt", b"\xff\xfe\xff"),
    ] {
        let verdict = lint(name, bytes);
        let [finding] = verdict.findings.as_slice() else {
            panic!("{name}: {:?}", verdict.findings)
        };
        all += &format!(
            "{name}: {} {} ({})\n",
            finding.rule,
            finding.message,
            finding.help.as_deref().unwrap_or_default()
        );
    }
    common::snapshot("published__unreadable", &all);
}

#[test]
fn bombs_are_refused() {
    let rule = |report: &LocalizedReport| {
        report
            .findings
            .iter()
            .map(|finding| finding.rule.clone())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let text = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "0".repeat(1 << 20));
    assert_eq!(rule(&lint("r.docx", &render::docx_of(&text.repeat(70)))), "too-large");
    assert_eq!(
        rule(&lint(
            "r.docx",
            &render::docx_of(&"<w:p><w:r><w:t>0</w:t></w:r></w:p>".repeat(300_000))
        )),
        "too-many-cells"
    );
    assert_eq!(
        rule(&lint("r.docx", &render::docx_of(&"<w:tbl><w:tr><w:tc>".repeat(1000)))),
        "too-deep"
    );
    assert_eq!(
        rule(&lint("r.html", "<table><tr><td>".repeat(1000).as_bytes())),
        "too-deep"
    );
    assert_eq!(
        rule(&lint("r.html", "<p>0".repeat(300_000).as_bytes())),
        "too-many-cells"
    );
    assert_eq!(rule(&lint("r.txt", "0\n".repeat(300_000).as_bytes())), "too-many-cells");
    assert_eq!(rule(&lint("r.txt", &vec![b'0'; 9 << 20])), "too-large");
}

#[test]
fn hostile_files_get_a_verdict_of_bounded_length() {
    let many = |piece: &str, times: usize| piece.repeat(times);
    let lines = |piece: &str| many(&format!("{piece}\n"), 10_000);
    let cases = [
        ("a.html", many("<div>", 60_000)),
        ("b.html", many("<div class=nav>", 40_000)),
        ("c.html", format!("<a {}>", many("x1 ", 100_000))),
        (
            "d.html",
            format!("<table>{}</table>", many("<tr><td colspan=9999 rowspan=9999>0", 5_000)),
        ),
        ("e.txt", lines("规章 1 2")),
        ("f.txt", lines("规章 1 2 3")),
        ("g.txt", lines("其他")),
        ("h.txt", lines("（二）部分公开（区分处理的，")),
        ("i.txt", lines("一、总体情况")),
        ("j.txt", lines("（三）不予公开 | 1 |")),
        ("k.txt", lines("不知道 | 1 |")),
        ("l.txt", format!("{}规章 | 1 | 2 | 3 |\n", lines("商业企业 | 自然人 |"))),
        ("m.txt", many("自然人", 60_000)),
        ("n.txt", many("|", 190_000)),
        ("o.txt", many("规章|", 40_000)),
        ("p.txt", many("1 ", 50_000)),
        ("q.txt", lines("行政复议\n0")),
        ("r.txt", many("一、", 100_000)),
        ("s.txt", many("甲2023年", 50_000)),
        ("t.txt", lines("自2023年1月1")),
    ];
    for (name, text) in cases {
        let verdict = lint(name, text.as_bytes());
        assert_eq!(verdict.failure, None, "{name}");
        assert!((1..=500).contains(&verdict.findings.len()), "{name}");
        for finding in &verdict.findings {
            assert!(finding.message.len() < 1000, "{name}: {}", finding.message);
            assert!(finding.span.end <= verdict.source.text().len(), "{name}: {finding:?}");
        }
    }
}

#[test]
fn pages_are_read_however_sites_wrap_them() {
    let report = report();
    let page = html(&report);
    let body = &page[page.find("<p>").unwrap()..page.rfind("<div id=footer>").unwrap()];
    let frame = |inner: &str| format!("<html><head><meta charset=utf-8></head><body>{inner}</body></html>");
    let in_layout_table = frame(&format!(
        "<table width=1000><tr><td class=left><ul><li>首页</li></ul></td><td><table><tr><td>{body}</td></tr></table></td></tr></table>"
    ));
    let gb = encoding_rs::GB18030
        .encode(&page.replace("charset=utf-8", "charset=gb2312"))
        .0
        .into_owned();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("layout tables", in_layout_table.into_bytes()),
        ("GB18030", gb),
        (
            "header, nav, footer",
            frame(&format!(
                "<header><nav>一、总体情况</nav></header><main>{body}</main><footer>版权所有</footer>"
            ))
            .into_bytes(),
        ),
        (
            "classes of frameworks",
            frame(&format!(
                "<div class='content position-relative border-bottom'>{body}</div>"
            ))
            .into_bytes(),
        ),
        (
            "a report in what is called a menu",
            frame(&format!("<div class=menu>{body}</div>")).into_bytes(),
        ),
        (
            "no end tags",
            page.replace("</td>", "")
                .replace("</tr>", "")
                .replace("</p>", "")
                .into_bytes(),
        ),
        (
            "upper case",
            page.replace("<td", "<TD")
                .replace("<tr", "<TR")
                .replace("<p>", "<P>")
                .into_bytes(),
        ),
        (
            "heads of tables",
            page.replace("<table>", "<table><thead></thead><tbody>").into_bytes(),
        ),
        (
            "line breaks in labels",
            page.replace("商业企业", "商业<br/>企业")
                .replace("社会公益组织", "社会<br>公益组织")
                .replace("规章</p>", "<span>规</span>&nbsp;<b>章</b></p>")
                .into_bytes(),
        ),
        (
            "scripts",
            page.replace(
                "<table>",
                "<script>var head = '<table><tr><td>规章</td>';</script><style>td{}</style><table>",
            )
            .into_bytes(),
        ),
        (
            "comments",
            page.replace("<table>", "<!-- <table><tr><td>规章<td>1 --><table>")
                .into_bytes(),
        ),
        ("BOM", format!("\u{feff}{page}").into_bytes()),
    ];
    let cases = cases.into_iter().map(|(name, bytes)| {
        let report = &report;
        let case: Box<dyn Fn() + '_> = Box::new(move || check(report, &bytes, Medium::Html, &[]));
        (name.to_owned(), case)
    });
    all(cases.collect());
}

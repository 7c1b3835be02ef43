//! What the linter says of published reports.

use super::*;

/// Errors and warnings as `line rule path`.
pub(crate) fn found(report: &LocalizedReport) -> Vec<String> {
    let graver = report
        .findings
        .iter()
        .filter(|finding| finding.severity != Severity::Info);
    graver
        .map(|finding| {
            let line = report
                .source
                .line_span(report.source.position(finding.span.start).line - 1);
            let shown: String = report.source.slice(line).chars().take(14).collect();
            format!("{shown} | {} {}", finding.rule, finding.path)
        })
        .collect()
}

/// A valid report in the layout, from an example's figures.
pub(crate) fn valid() -> Report {
    let yaml = common::project("examples/cn-ogi-2021.yaml");
    let (document, _) = pubreport::steps::parse(&yaml, pubreport::document::Format::Yaml, &Limits::default());
    let document = document.unwrap();
    let mut report = report();
    let at = |path: &str| {
        document
            .root
            .pointer(&format!("/{}", path.replace('.', "/")))
            .map(|(node, _)| shown(node))
            .unwrap()
    };
    for (path, value) in &mut report.cells {
        *value = at(path);
    }
    report.title = at("title");
    report.preamble = at("preamble").trim().into();
    for (part, path) in ["overview", "problems", "other_matters"].iter().enumerate() {
        report.prose[part] = at(path).trim().lines().map(str::to_owned).collect();
    }
    report
}

#[test]
fn a_valid_report_is_valid_in_every_layout() {
    let report = valid();
    for (name, print) in exact_layouts().into_iter().chain(loose_layouts()) {
        let verdict = lint("report.txt", report.lines(&*print).as_bytes());
        assert_eq!(found(&verdict), Vec::<String>::new(), "{name}");
        assert_eq!(verdict.schema.as_deref(), Some("cn-ogi-2021"));
    }
    assert_eq!(
        found(&lint("report.html", html(&report).as_bytes())),
        Vec::<String>::new()
    );
    assert_eq!(found(&lint("report.docx", &docx(&report))), Vec::<String>::new());
    assert_eq!(found(&lint("nameless", html(&report).as_bytes())), Vec::<String>::new());
    assert_eq!(found(&lint("nameless", &docx(&report))), Vec::<String>::new());
}

#[test]
fn findings_are_those_of_a_report_in_yaml() {
    let yaml = common::project("examples/cn-ogi-2021.yaml");
    for (path, value, quoted) in [
        ("requests.received.total", "5", "5"),
        ("requests.carried_in.other", "3件", "3件"),
        ("requests.carried_in.other", "１２", "１２"),
        ("requests.outcomes.total.total", "/", "/"),
        ("requests.outcomes.total.total", "", ""),
        ("review.litigation.direct.pending", "2", "2"),
        ("review.litigation.direct.pending", "1.5", "1.5"),
        ("proactive.penalties.decisions", "-3", "-3"),
        ("proactive.fees.amount", "251000元", "251000元"),
        ("requests.outcomes.other.other.natural_person", "○", "○"),
    ] {
        let of = |report: &LocalizedReport| -> Vec<(String, String, String, Severity)> {
            let mut found: Vec<_> = report
                .findings
                .iter()
                .map(|finding| {
                    (
                        finding.rule.clone(),
                        finding.path.clone(),
                        finding.message.clone(),
                        finding.severity,
                    )
                })
                .collect();
            found.retain(|(_, path, ..)| {
                path.starts_with("/requests") || path.starts_with("/review") || path.starts_with("/proactive")
            });
            found.sort();
            found
        };
        let expected = of(&lint("report.yaml", common::with_value(&yaml, path, quoted).as_bytes()));
        assert!(!expected.is_empty());
        let report = valid().set(path, value);
        assert_eq!(
            of(&lint("r.html", html(&report).as_bytes())),
            expected,
            "{path} {value}"
        );
        assert_eq!(of(&lint("r.docx", &docx(&report))), expected, "{path} {value}");
        assert_eq!(of(&lint("r.md", piped(&report).as_bytes())), expected, "{path} {value}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_at_its_place() {
    let report = valid();
    let (piped, streamed, plain) = (piped(&report), streamed(&report), plain_lines(&report));
    // What an extractor leaves that drops lines it has seen before.
    let mut seen = std::collections::HashSet::new();
    let in_tables = |line: &&str| line.chars().count() < 40;
    let dropped: String = streamed
        .lines()
        .filter(|line| line.is_empty() || !in_tables(line) || seen.insert(line.to_owned()))
        .map(|line| format!("{line}\n"))
        .collect();
    let labels_only: String = streamed
        .lines()
        .filter(|line| line.is_empty() || line.parse::<f64>().is_err())
        .map(|line| format!("{line}\n"))
        .collect();
    let nothing = report.with_tables(&["".into(), "".into(), "".into()]);
    let group: String = {
        let labels: Vec<&str> = render::GROUPS[0].2.iter().map(|(label, _)| *label).collect();
        streamed
            .lines()
            .filter(|line| !labels.contains(line))
            .map(|line| format!("{line}\n"))
            .collect()
    };
    let short = |text: &str, label: &str| {
        let at = text.find(label).unwrap() + label.len();
        let end = at + text[at..].find('\n').unwrap();
        let row = &text[at..end];
        let cell = if row.contains('|') { " | 0" } else { " 0" };
        let cut = row.rfind(cell).unwrap();
        format!(
            "{}{}{}{}",
            &text[..at],
            &row[..cut],
            &row[cut + cell.len()..],
            &text[end..]
        )
    };
    // A row of table 3: so much in the first column and in all, 0 elsewhere.
    let width = render::requesters().len();
    let row = |value: &str| {
        let cells = (1..=width).map(|column| if [1, width].contains(&column) { value } else { "0" });
        cells.map(|cell| format!("{cell} | ")).collect::<String>()
    };
    let mut old = old_report();
    old.title = "甲市乙局2023年政府信息公开工作年度报告".into();
    old.preamble = report.preamble.clone();
    old.cells.values_mut().for_each(|value| *value = "0".into());
    let cases = [
        ("T14", dropped),
        ("T15", labels_only),
        ("T16", nothing),
        ("T18", group),
        ("T19 bars", short(&piped, "7.属于行政执法案卷")),
        ("T19 spaces", short(&plain, "7.属于行政执法案卷")),
        ("T22", old.lines(&*joined(" | ", "", " |", Left::Nothing))),
        (
            "a further row",
            piped.replace("2.重复申请", &format!("其他主动公开文件 | {}\n2.重复申请", row("1"))),
        ),
        (
            "columns in another order",
            piped.replace("商业企业 | 科研机构", "科研机构 | 商业企业"),
        ),
        ("a column less", piped.replace("| 0 | 0 | 0 |\n", "| 0 | 0 |\n")),
        (
            "a row twice",
            piped.replace("2.重复申请", &format!("2.重复申请 | {}\n2.重复申请", row("1"))),
        ),
        (
            "a sum for a group",
            piped.replace("（三）不予公开 | ", &format!("（三）不予公开 | {}\n", row("1"))),
        ),
        ("no title", piped.replace(&report.title, "")),
        (
            "no agency",
            piped.replace(&report.title, "2023年政府信息公开工作年度报告"),
        ),
        ("no report", "关于召开会议的通知\n请准时参加。\n".into()),
        ("part five away", piped.replace("五、存在的主要问题及改进情况\n", "")),
    ];
    let mut all = String::new();
    for (name, text) in cases {
        let verdict = lint("report.txt", text.as_bytes());
        assert!(verdict.failure.is_none());
        all += &format!("## {name} ({})\n", verdict.schema.as_deref().unwrap_or("-"));
        for line in found(&verdict) {
            all += &format!("{line}\n");
        }
    }
    common::snapshot("published__refused", &all);
}

#[test]
fn a_report_from_standard_input_is_told_by_how_it_begins() {
    for (bytes, expected) in [
        (piped(&valid()).into_bytes(), 0),
        (html(&valid()).into_bytes(), 0),
        (docx(&valid()), 0),
        (common::project("examples/cn-ogi-2021.yaml").into_bytes(), 0),
        (common::project("examples/cn-ogi-2021.json").into_bytes(), 0),
        (b"%PDF-1.7".to_vec(), 1),
    ] {
        common::Run::new(&["lint", "-", "--no-config"])
            .stdin(bytes)
            .go()
            .expect(expected);
    }
    let markdown = format!("# {}", piped(&valid()));
    let output = common::Run::new(&["lint", "-", "--no-config", "--input-format", "markdown"])
        .stdin(markdown)
        .go();
    output.expect(0);
}

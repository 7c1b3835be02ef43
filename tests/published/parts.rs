//! Where parts begin: by words, number, order and what follows, not by lists of headings alone.

use super::*;

/// Points of an overview that read like the headings of other parts.
const POINTS: [&str; 6] = [
    "（一）主动公开政府信息情况",
    "全年公开信息866条。",
    "（二）收到和处理政府信息公开申请情况",
    "收到的申请均已答复。",
    "（五）存在的主要问题及改进情况",
    "(六)其他需要报告的事项。没有收取费用。",
];

#[test]
fn points_of_the_overview_open_no_part() {
    let mut report = report();
    report.prose[0] = POINTS.map(str::to_owned).into();
    let mut numbered = report.clone();
    numbered.prose[0] = POINTS
        .map(|point| point.replace("（一）", "1.").replace("（二）", "2."))
        .into();
    let mut plain = report.clone();
    plain.prose[0] = POINTS
        .map(|point| point.replace("（一）", "").replace("（二）", ""))
        .into();
    let mut cases: Vec<(String, Box<dyn Fn()>)> = Vec::new();
    for (name, report) in [("brackets", report), ("digits", numbered), ("no numbers", plain)] {
        let text = plain_lines(&report);
        let page = html(&report);
        let document = docx(&report);
        cases.push((
            name.into(),
            Box::new(move || {
                check(&report, text.as_bytes(), Medium::Text, &[]);
                check(&report, page.as_bytes(), Medium::Html, &[]);
                check(&report, &document, Medium::Docx, &[]);
            }),
        ));
    }
    all(cases);
}

/// The headings of a report in words that the form does not have, and which part each of them is.
const OTHER_WORDS: [(usize, &str); 16] = [
    (0, "一、概述"),
    (0, "一、基本情况"),
    (0, "一、2023年政府信息公开工作总体情况"),
    (4, "五、存在的主要问题及整改措施"),
    (4, "五、存在的主要问题及下一步打算"),
    (4, "五、存在的主要问题及下步改进措施"),
    (4, "五、存在的主要问题"),
    (4, "五、存在不足与改进方向"),
    (4, "五 存在不足与改进方向"),
    (4, "第五部分 不足和打算"),
    (5, "六、其他事项"),
    (5, "六、其他需报告的事项"),
    (5, "六、其他情况"),
    (5, "六、需要说明的其他事项"),
    (2, "三、申请的收到和处理"),
    (3, "四、复议和诉讼"),
];

#[test]
fn headings_in_other_words_are_known_by_their_place() {
    let base = report();
    let mut cases: Vec<(String, Box<dyn Fn()>)> = Vec::new();
    for (part, heading) in OTHER_WORDS {
        let mut report = base.clone();
        report.headings[part] = heading.to_owned();
        let text = plain_lines(&report);
        let said = move |document: &[u8], file: &str| -> Vec<String> {
            let report = linter().lint(file, document).localized(pubreport::Lang::Zh);
            let findings = report.findings.iter();
            findings
                .filter(|finding| finding.rule == "other-wording")
                .map(|finding| finding.message.clone())
                .collect()
        };
        cases.push((
            heading.into(),
            Box::new(move || {
                let parts = reading(text.as_bytes());
                for (path, value) in &report.cells {
                    assert_eq!(parts(path).as_deref(), Some(value.as_str()), "{path}\n{text}");
                }
                for (path, prose) in ["overview", "problems", "other_matters"].into_iter().zip(&report.prose) {
                    assert_eq!(squeezed(&parts(path).unwrap()), squeezed(&prose.concat()), "{path}");
                }
                let said = said(text.as_bytes(), "report.txt");
                assert_eq!(said.len(), 1, "{said:?}");
                assert!(said[0].contains(heading), "{said:?}");
            }),
        ));
    }
    all(cases);
}

/// The values of what is read of a text.
fn reading(text: &[u8]) -> impl Fn(&str) -> Option<String> + use<> {
    let report = linter().lint("report.txt", text);
    let document = report.document.unwrap();
    move |path: &str| {
        let pointer = format!("/{}", path.replace('.', "/"));
        document.root.pointer(&pointer).map(|(node, _)| shown(node))
    }
}

#[test]
fn a_report_that_breaks_off_in_its_overview_has_only_that() {
    let report = report();
    let lines = [report.title.as_str(), "一、总体情况"].into_iter().chain(POINTS);
    let text = lines.collect::<Vec<_>>().join("\n");
    let at = reading(text.as_bytes());
    assert_eq!(squeezed(&at("overview").unwrap()), squeezed(&POINTS.concat()));
    assert_eq!(at("problems"), None);
    assert_eq!(at("other_matters"), None);
}

//! Published reports: every layout that is met gives the document it was printed from, or is refused at its place.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;
#[path = "published/render.rs"]
mod render;

use common::{cells, lint, linter};
use pubreport::{
    document::{Node, Value},
    finding::{FileReport, Severity},
    published::{self, Medium},
    read::Limits,
};
use render::{Left, Report, Table, docx, grid, html, rows};

fn report() -> Report {
    Report::numbered(&cells("cn-ogi-2021"), false)
}

fn old_report() -> Report {
    let mut paths = cells("cn-ogi-2019");
    paths.push("proactive.procurement.amount".into());
    Report::numbered(&paths, true).set("proactive.licensing.change", "-4")
}

fn shown(node: &Node<'_>) -> String {
    match &node.value {
        Value::Null => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.text.to_string(),
        other => format!("{other:?}"),
    }
}

fn squeezed(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    text.replace('（', "(").replace('）', ")").replace('，', ",")
}

/// Read and compare with the report it was printed from; `but` are the paths (and what is below them) that may be missing.
fn check(report: &Report, bytes: &[u8], medium: Medium, but: &[&str]) {
    let limits = Limits::default();
    let (layout, defects) = published::layout(bytes, medium, &limits).unwrap();
    assert!(defects.is_empty(), "{defects:?}");
    let library = linter().library();
    let schemas: Vec<_> = library
        .schema_ids()
        .map(|id| library.schema(id).unwrap().unwrap())
        .collect();
    let reading = published::read(&layout, &schemas);
    let text = &layout.text;
    let id = if report.is_2019 { "cn-ogi-2019" } else { "cn-ogi-2021" };
    assert_eq!(reading.schema.as_deref(), Some(id), "{text}");
    let said: Vec<_> = reading
        .defects
        .iter()
        .map(|defect| (&defect.path, defect.cause, text[defect.span.start..].lines().next()))
        .collect();
    let document = reading.document.unwrap();
    let at = |path: &str| {
        document
            .root
            .pointer(&format!("/{}", path.replace('.', "/")))
            .map(|(node, _)| node)
    };
    for (path, value) in &report.cells {
        let may_miss = but
            .iter()
            .any(|but| path == but || path.starts_with(&format!("{but}.")));
        match at(path) {
            Some(node) if may_miss => assert_eq!(shown(node), "none", "{path} was to be refused\n{text}"),
            Some(node) => {
                assert_eq!(shown(node), *value, "{path}\n{said:#?}\n{text}");
                if !value.is_empty() {
                    assert_eq!(text[node.span.start..node.span.end], *value, "{path}");
                }
            }
            None => assert!(may_miss, "{path} is missing\n{said:#?}\n{text}"),
        }
    }
    if but.is_empty() {
        assert!(said.is_empty(), "{said:#?}\n{text}");
    }
    let prose = [("overview", 0), ("problems", 1), ("other_matters", 2)];
    for (path, part) in prose {
        assert_eq!(
            squeezed(&shown(at(path).unwrap())),
            squeezed(&report.prose[part].concat()),
            "{path}\n{text}"
        );
    }
    let year = if report.is_2019 { "2020" } else { "2023" };
    for (path, value) in [
        ("agency.name", "甲市乙局"),
        ("year", year),
        ("period.start", &format!("{year}-01-01")),
        ("period.end", &format!("{year}-12-31")),
        ("preamble", &report.preamble),
    ] {
        assert_eq!(at(path).map(shown).as_deref(), Some(value), "{path}\n{text}");
    }
}

type Layouts = Vec<(&'static str, Box<dyn Fn(&Table) -> String>)>;

fn joined(
    separator: &'static str,
    before: &'static str,
    behind: &'static str,
    left: Left,
) -> Box<dyn Fn(&Table) -> String> {
    Box::new(move |table| rows(table, left, &|row| format!("{before}{}{behind}", row.join(separator))))
}

/// A stream of cells, each printed by itself.
fn stream(print: &'static dyn Fn(&str) -> String) -> Box<dyn Fn(&Table) -> String> {
    Box::new(|table| render::cells(table).iter().map(|cell| print(cell)).collect())
}

/// The layouts that tell every cell, blank ones too.
fn exact_layouts() -> Layouts {
    let mut layouts: Layouts = Vec::new();
    for (left, name) in [
        (Left::Nothing, ""),
        (Left::Columns, " and columns"),
        (Left::Both, " and rows"),
    ] {
        let named = |layout: &str| -> &'static str { format!("{layout}{name}").leak() };
        layouts.push((named("T1"), joined(" | ", "", " |", left)));
        layouts.push((named("T2"), joined(" | ", "| ", " | ", left)));
        layouts.push((named("bars between"), joined("|", "", "", left)));
        layouts.push((named("T8"), joined("\t", "", "", left)));
    }
    layouts.push((
        "T3",
        Box::new(|table| {
            let width = grid(table, Left::Both).iter().map(Vec::len).max().unwrap();
            let mut lines: Vec<String> = grid(table, Left::Both)
                .iter()
                .map(|row| format!("| {} |", row.join(" | ")))
                .collect();
            lines.insert(1, format!("|{}", "---|".repeat(width)));
            lines.join("\n")
        }),
    ));
    layouts.push(("T4", stream(&|cell| format!("{cell} |\n"))));
    layouts.push(("T5", stream(&|cell| format!("{cell}\n|\n"))));
    layouts.push((
        "T7",
        Box::new(|table| {
            rows(table, Left::Nothing, &|row| {
                format!(
                    "| \n{}",
                    row.iter().map(|cell| format!(" {cell}  | \n")).collect::<String>()
                )
            })
        }),
    ));
    layouts
}

/// The layouts in which a blank cell leaves no trace.
fn loose_layouts() -> Layouts {
    vec![
        ("T6", stream(&|cell| format!(" {cell}\n\n"))),
        ("T9", joined(" ", "", "", Left::Nothing)),
        ("aligned", joined("    ", "  ", "", Left::Nothing)),
    ]
}

/// Run all, then say which of them failed and how.
fn all(cases: Vec<(String, Box<dyn Fn() + '_>)>) {
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|(name, case)| {
            let failure = std::panic::catch_unwind(std::panic::AssertUnwindSafe(case)).err()?;
            let said = failure.downcast_ref::<String>().map_or("", String::as_str);
            Some(format!("{name}: {}", said.chars().take(900).collect::<String>()))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{}\n{} of {}",
        failures.join("\n"),
        failures.len(),
        cases.len()
    );
}

#[test]
fn every_layout_gives_the_document_it_was_printed_from() {
    let reports = [report(), old_report()];
    let mut cases: Vec<(String, Box<dyn Fn() + '_>)> = Vec::new();
    for report in &reports {
        for (name, print) in exact_layouts().into_iter().chain(loose_layouts()) {
            let text = report.lines(&*print);
            let dos = text.replace('\n', "\r\n");
            let name = format!("{name} {}", report.is_2019);
            cases.push((
                name.clone(),
                Box::new(move || check(report, text.as_bytes(), Medium::Text, &[])),
            ));
            cases.push((
                name,
                Box::new(move || check(report, dos.as_bytes(), Medium::Markdown, &[])),
            ));
        }
        cases.push((
            "HTML".into(),
            Box::new(|| check(report, html(report).as_bytes(), Medium::Html, &[])),
        ));
        cases.push((
            "DOCX".into(),
            Box::new(|| check(report, &docx(report), Medium::Docx, &[])),
        ));
    }
    all(cases);
}

/// Cells that are blank, or hold something else than a number.
fn with_odd_cells(report: &Report) -> Report {
    let mut report = report.clone();
    let blank = [
        "requests.received.total",
        "requests.received.enterprise",
        "requests.carried_in.natural_person",
        "requests.outcomes.granted.natural_person",
        "requests.outcomes.granted.total",
        "requests.outcomes.denied.process_information.natural_person",
        "requests.outcomes.denied.process_information.total",
        "requests.outcomes.not_processed.duplicate.total",
        "review.litigation.direct.pending",
    ];
    for path in blank {
        report = report.set(path, "");
    }
    for (column, value) in render::REQUESTERS.iter().zip(["", "", "", "", "", "", ""]) {
        report = report.set(&format!("requests.outcomes.unavailable.not_held.{column}"), value);
    }
    with_marks(&report)
}

fn with_marks(report: &Report) -> Report {
    let marks = [
        ("requests.outcomes.denied.state_secret.research", "/"),
        ("requests.outcomes.denied.state_secret.total", "—"),
        ("requests.outcomes.not_processed.petition.other", "无"),
        ("requests.outcomes.partially_granted.enterprise", "3件"),
        ("requests.outcomes.partially_granted.research", "１２"),
        ("requests.outcomes.partially_granted.other", "1,024"),
        ("requests.outcomes.total.other", "-3"),
        ("requests.carried_out.natural_person", "-"),
        ("review.reconsideration.upheld", "/"),
        ("proactive.penalties.decisions", "251000元"),
    ];
    marks
        .iter()
        .fold(report.clone(), |report, (path, value)| report.set(path, value))
}

#[test]
fn blank_cells_stay_in_their_place() {
    let mut cases: Vec<(String, Box<dyn Fn()>)> = Vec::new();
    for report in [
        with_odd_cells(&report()),
        with_odd_cells(&old_report().set("proactive.penalties.decisions", "3"))
            .set("proactive.penalties.decisions", "7"),
    ] {
        for (name, print) in exact_layouts() {
            let (text, report) = (report.lines(&*print), report.clone());
            let name = format!("{name} {}", report.is_2019);
            cases.push((
                name,
                Box::new(move || check(&report, text.as_bytes(), Medium::Text, &[])),
            ));
        }
        let (page, document) = (report.clone(), report.clone());
        cases.push((
            "HTML".into(),
            Box::new(move || check(&page, html(&page).as_bytes(), Medium::Html, &[])),
        ));
        cases.push((
            "DOCX".into(),
            Box::new(move || check(&document, &docx(&document), Medium::Docx, &[])),
        ));
    }
    for (name, print) in loose_layouts() {
        let report = with_marks(&report());
        cases.push((
            name.into(),
            Box::new(move || check(&report, report.lines(&*print).as_bytes(), Medium::Text, &[])),
        ));
    }
    all(cases);
}

fn plain_lines(report: &Report) -> String {
    report.lines(&*joined(" ", "", "", Left::Nothing))
}

fn piped(report: &Report) -> String {
    report.lines(&*joined(" | ", "", " |", Left::Nothing))
}

fn streamed(report: &Report) -> String {
    report.lines(&*stream(&|cell| format!("{cell}\n\n")))
}

#[test]
fn odd_tables_are_read_rightly() {
    let report = report();
    let plain = plain_lines(&report);
    let piped = piped(&report);
    let streamed = streamed(&report);
    // The head of table four down to its numbers.
    let head_of_four = |text: &str| {
        let from = text.rfind("行政复议 行政诉讼").unwrap();
        let to = from + text[from..].find("总计\n1298").unwrap() + "总计\n".len();
        text[from..to].to_owned()
    };
    let numbers = report.cells.iter().filter(|(path, _)| path.starts_with("review."));
    let numbers: Vec<&str> = [
        "reconsideration",
        "litigation.direct",
        "litigation.after_reconsideration",
    ]
    .iter()
    .flat_map(|row| render::RESULTS.map(|column| report.cells[&format!("review.{row}.{column}")].as_str()))
    .collect::<Vec<_>>()
    .into_iter()
    .take(numbers.count())
    .collect();
    let group = |text: &str, group: &str, with: &str| {
        assert!(text.contains(group), "{group}");
        text.replace(group, with)
    };
    let two = "二、主动公开政府信息情况\n";
    let table_two = &piped[piped.find(two).unwrap() + two.len()..piped.find("\n三、收到").unwrap()];
    let cases: Vec<(&str, String)> = vec![
        (
            "T10 letters from top to bottom",
            plain.replace(
                &head_of_four(&plain),
                "结 结 其 尚\n果 果 他 未 总 未经复议直接起诉\n维 纠 结 审 计\n持 正 果 结\n",
            ),
        ),
        ("T11 a bare row", plain.replace(&head_of_four(&plain), "")),
        (
            "T11 over three lines",
            plain.replace(&head_of_four(&plain), "").replace(
                &numbers.join(" "),
                &numbers
                    .chunks(5)
                    .map(|five| five.join(" "))
                    .collect::<Vec<_>>()
                    .join("\n"),
            ),
        ),
        (
            "T11 one number a line",
            plain
                .replace(&head_of_four(&plain), "")
                .replace(&numbers.join(" "), &numbers.join("\n")),
        ),
        (
            "T13 columns from top to bottom",
            streamed
                .replace("\n自然人\n", "\n自\n然\n人\n")
                .replace("\n商业企业\n", "\n商\n业\n企\n业\n"),
        ),
        (
            "T13 groups from top to bottom",
            streamed.replace("\n三、本年度办理结果\n", "\n三\n、\n本\n年\n度\n办\n理\n结\n果\n"),
        ),
        (
            "T17 table before its heading",
            piped
                .replace(table_two, "")
                .replace(two, &format!("{table_two}\n{two}")),
        ),
        (
            "T20 prose before the table",
            piped.replace(
                two,
                &format!("{two}该部分以表格形式报告。表格如下:\n全年办理行政许可120件。\n图1 政府信息公开情况表\n"),
            ),
        ),
        (
            "T20 in lines",
            streamed.replace(
                two,
                &format!("{two}该部分以表格形式报告。表格如下:\n全年办理行政许可120件。\n"),
            ),
        ),
        (
            "T21 captions",
            group(
                &group(&piped, two, &format!("## {two}## 表二：主动公开政府信息情况\n")),
                "三、收到和处理政府信息公开申请情况\n",
                "## 三、收到和处理政府信息公开申请情况\n\n### 表三：收到和处理政府信息公开申请情况\n",
            ),
        ),
        (
            "labels broken over lines",
            group(
                &plain,
                "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
                "（二）部分公开（区分处理的，只计这一情形，不计其\n他情形）",
            ),
        ),
        ("numbers in the middle of a label", {
            let label = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请";
            let row: Vec<&str> = render::REQUESTERS
                .iter()
                .map(|column| report.cells[&format!("requests.outcomes.other.overdue_correction.{column}")].as_str())
                .collect();
            let row = row.join(" ");
            group(
                &plain,
                &format!("{label} {row}"),
                &format!("1.申请人无正当理由逾期不补正、行政\n{row}\n机关不再处理其政府信息公开申请"),
            )
        }),
        (
            "group labels in two pieces",
            group(
                &plain,
                "（三）不予公开 1.属于国家秘密",
                "（三）\n不予公开\n1.属于国家秘密",
            ),
        ),
        (
            "group labels away",
            group(&group(&piped, "（三）不予公开 | ", ""), "三、本年度办理结果 | ", ""),
        ),
        (
            "group labels in every row",
            group(
                &group(
                    &piped,
                    "2.其他法律行政法规禁止公开",
                    "（三）不予公开 | 2.其他法律行政法规禁止公开",
                ),
                "8.属于行政查询事项",
                "（三）不予公开 | 8.属于行政查询事项",
            ),
        ),
        (
            "group labels on their own",
            group(&piped, "（四）无法提供 | ", "（四）无法提供 |\n"),
        ),
        (
            "page numbers",
            group(&plain, "2.重复申请", "- 5 -\n2.重复申请").replace("3.其他 ", "12\n3.其他 "),
        ),
        (
            "white space in labels",
            group(&plain, "规章", "规 章")
                .replace("行政许可 45", "行政 许可 45")
                .replace("第二十条第（一）项", "第二十条  第(一)项"),
        ),
        (
            "half width",
            plain.replace('（', "(").replace('）', ")").replace('，', ","),
        ),
        (
            "numbering",
            group(&piped, "1.属于国家秘密", "1. 属于国家秘密")
                .replace("2.重复申请", "2、重复申请")
                .replace("3.其他 ", "3．其他 ")
                .replace("（七）总计", "㈦总计")
                .replace("7.属于行政执法案卷", "属于行政执法案卷"),
        ),
        ("quotes", group(&piped, "“三安全一稳定”", "\"三安全一稳定\"")),
        ("no quotes", group(&piped, "“三安全一稳定”", "三安全一稳定")),
        ("corner quotes", group(&piped, "“三安全一稳定”", "「三安全一稳定」")),
        (
            "radicals",
            group(&piped, "一、本年新收", "⼀、本年新收").replace("无正当理由大量", "⽆正当理由⼤量"),
        ),
        ("a short name", group(&piped, "行政规范性文件", "规范性文件")),
        (
            "a number in the head",
            group(&piped, "本年收费金额（单位：万元）", "本年收费金额(单位:0万元)"),
        ),
        (
            "shorter heads",
            group(&piped, "现行有效件数", "现行有效件").replace("本年制发件数", "本年度制发数"),
        ),
        (
            "a slip in a label",
            group(
                &piped,
                "5.要求行政机关确认或重新出具已获取信息",
                "5.要求行政机关确认或重新出俱已获取信息",
            ),
        ),
        (
            "Markdown breaks",
            group(&piped, "商业企业", "商业<br>企业").replace("规章 |", "**规章** |"),
        ),
        (
            "two rows of heads",
            group(
                &piped,
                "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |",
                "商业 | 科研 | 社会公益组织 | 法律服务 | 其他 |\n企业 | 机构 |  | 机构 |  |",
            ),
        ),
        (
            "cells with line breaks",
            group(&piped, "商业企业 | 科研机构", "商业\n企业 | 科研\n机构"),
        ),
        ("full-width bars", piped.replace('|', "｜")),
        ("table four below each other", {
            let from = piped.rfind("行政复议 |").unwrap();
            let to = piped.rfind("五、存在").unwrap();
            let row = |label: &str, path: &str| {
                format!(
                    "{label} | {} |\n",
                    render::RESULTS
                        .map(|column| report.cells[&format!("review.{path}.{column}")].clone())
                        .join(" | ")
                )
            };
            let table = [
                "案件 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n".to_owned(),
                row("行政复议", "reconsideration"),
                row("未经复议直接起诉", "litigation.direct"),
                row("复议后起诉", "litigation.after_reconsideration"),
            ];
            format!("{}{}{}", &piped[..from], table.concat(), &piped[to..])
        }),
    ];
    let cases = cases.into_iter().map(|(name, text)| {
        let report = &report;
        let case: Box<dyn Fn() + '_> = Box::new(move || check(report, text.as_bytes(), Medium::Text, &[]));
        (name.to_owned(), case)
    });
    all(cases.collect());
}

#[test]
fn headings_are_known_by_their_variants() {
    let variants: [(usize, &[&str]); 6] = [
        (
            0,
            &[
                "一、总体情况、",
                "一、总体情况。",
                "一、总体情况:",
                "总体情况",
                "## 一、总体情况",
                "第一部分 总体情况",
                "1.总体情况",
                "㈠总体情况",
                "一、總體情況",
                "⼀、总体情况",
                "（一）总体情况",
                "一、\t总体情况",
                "**一、总体情况**",
            ],
        ),
        (
            1,
            &[
                "主动公开政府信息情况",
                "二、行政机关主动公开政府信息情况",
                "二、 主动公开政府信息情况",
                "二、主動公開政府資訊情況",
                "二.",
            ],
        ),
        (
            2,
            &[
                "三、行政机关收到和处理政府信息公开申请情况",
                "三、收到和处理政府信息公开的申请情况",
                "三、收到和处理政府信息公开审核情况",
                "三、",
                "三、收到和处理政府信息公开\n申请情况",
            ],
        ),
        (
            3,
            &[
                "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
                "四、因政府信息公开工作被申请行政复议提起行政诉讼情况",
                "四、政府信息公开行政复议和行政诉讼情况",
                "四、政府信息公开行政复议及行政诉讼情况",
                "四、政府信息公开行政复议行政诉讼情况",
            ],
        ),
        (
            4,
            &[
                "五、政府信息公开工作存在的主要问题及改进情况",
                "五、存在的主要问题和改进措施",
                "五、存在问题及改进情况",
                "五、存在的问题和改进措施",
            ],
        ),
        (
            5,
            &[
                "六、其他需要报告事项",
                "六、其他报告的事项",
                "六、其他需要说明的事项",
                "六、其它报告事项",
                "6、其他需要报告的事项",
            ],
        ),
    ];
    let base = report();
    let mut cases: Vec<(String, Box<dyn Fn()>)> = Vec::new();
    for (at, headings) in variants {
        for heading in headings {
            let mut report = base.clone();
            report.headings[at] = (*heading).to_owned();
            let text = plain_lines(&report);
            cases.push((
                (*heading).into(),
                Box::new(move || check(&report, text.as_bytes(), Medium::Text, &[])),
            ));
        }
    }
    let contents = base.headings.join("\n");
    let body = piped(&base);
    let (title, rest) = body.split_once('\n').unwrap();
    for (name, text) in [
        ("contents", format!("目录\n{contents}\n{body}")),
        (
            "contents behind the title",
            format!("{title}\n目录\n{contents}\n{title}\n{rest}"),
        ),
        (
            "text behind the heading",
            body.replace("六、其他需要报告的事项\n", "六、其他需要报告的事项："),
        ),
        (
            "text behind a space",
            body.replace("六、其他需要报告的事项\n", "六、其他需要报告的事项 "),
        ),
        (
            "heading of part three away",
            body.replace("三、收到和处理政府信息公开申请情况\n", ""),
        ),
    ] {
        let report = base.clone();
        cases.push((
            name.into(),
            Box::new(move || check(&report, text.as_bytes(), Medium::Text, &[])),
        ));
    }
    all(cases);
}

#[test]
fn titles_tell_agency_and_year() {
    let titles = [
        ("甲县乙局2023年政府信息公开工作年度报告", "甲县乙局", "2023"),
        ("甲县乙局2023年度政府信息公开工作年度报告", "甲县乙局", "2023"),
        ("甲县乙局2023年度政府信息公开工作报告", "甲县乙局", "2023"),
        ("2023年甲市政府信息公开工作年度报告", "甲市", "2023"),
        (
            "2022年甲市人民政府办公室政府信息公开工作年度报告",
            "甲市人民政府办公室",
            "2022",
        ),
        ("2022年甲市人民政府信息公开工作年度报告", "甲市人民政府", "2022"),
        ("2022年甲市人民政府政府信息公开工作年度报告", "甲市人民政府", "2022"),
        ("甲县乙局政府信息公开工作2024年度报告", "甲县乙局", "2024"),
        ("甲县乙局政府信息公开工作年度报告（2024年度）", "甲县乙局", "2024"),
        ("2023年甲区乙局信息公开工作年度报告", "甲区乙局", "2023"),
        ("甲区乙局2023年政府信息公开年报", "甲区乙局", "2023"),
        ("甲区乙局2023年政府信息公开年度工作报告", "甲区乙局", "2023"),
        ("甲海关关区2023年政府信息公开工作年度报告", "甲海关关区", "2023"),
        (
            "甲总署（本级机关）2023年政府信息公开工作年度报告",
            "甲总署（本级机关）",
            "2023",
        ),
        ("甲县丙镇2023\n政府信息公开工作年度报告", "甲县丙镇", "2023"),
        ("甲县丙镇\n2023年政府信息公开工作年度报告", "甲县丙镇", "2023"),
        ("甲县丙镇2023年\n政府信息公开工作\n年度报告", "甲县丙镇", "2023"),
        ("甲街道2022年度 政府信息公开工作年度报告", "甲街道", "2022"),
        ("甲街道 2022 年政府信息公开工作年度报告", "甲街道", "2022"),
        ("甲街道２０２２年政府信息公开工作年度报告", "甲街道", "2022"),
        ("甲街道二〇二二年政府信息公开工作年度报告", "甲街道", "2022"),
        ("甲街道2022年政府信息公开工作告年度报", "甲街道", "2022"),
        ("# 甲街道2022年政府信息公开工作年度报告", "甲街道", "2022"),
        (
            "索引号：11/2024-0001\n发布机构：乙局\n发布日期：2023-01-20 浏览次数：2021\n甲街道2022年政府信息公开工作年度报告",
            "甲街道",
            "2022",
        ),
        ("甲縣乙局2023年政府資訊公開工作年度報告", "甲縣乙局", "2023"),
    ];
    let base = report();
    let mut cases: Vec<(String, Box<dyn Fn()>)> = Vec::new();
    for (title, agency, year) in titles {
        let text = plain_lines(&base).replacen(&base.title, title, 1);
        let case = move || {
            let (layout, _) = published::layout(text.as_bytes(), Medium::Text, &Limits::default()).unwrap();
            let schema = linter().library().schema("cn-ogi-2021").unwrap().unwrap();
            let reading = published::read(&layout, &[schema]);
            assert!(reading.defects.is_empty(), "{:?}", reading.defects);
            let document = reading.document.unwrap();
            let at = |path: &str| {
                document
                    .root
                    .pointer(path)
                    .map(|(node, _)| shown(node))
                    .unwrap_or_default()
            };
            assert_eq!(
                (at("/agency/name").as_str(), at("/year").as_str()),
                (agency, year),
                "{}",
                at("/title")
            );
            assert_eq!(at("/preamble"), base_preamble());
            let published = if title.contains("发布日期") {
                "2023-01-20"
            } else {
                ""
            };
            assert_eq!(at("/published"), published);
        };
        cases.push((title.replace('\n', "/"), Box::new(case)));
    }
    all(cases);
}

fn base_preamble() -> String {
    report().preamble
}

#[test]
fn periods_are_read() {
    for (sentence, start, end) in [
        (
            "统计期限自2023年1月1日起至2023年12月31日止。",
            "2023-01-01",
            "2023-12-31",
        ),
        ("统计时间为2023年1月1日至12月31日。", "2023-01-01", "2023-12-31"),
        (
            "统计周期从 2023 年 1 月 1 日到 2023 年 12 月 31 日止。",
            "2023-01-01",
            "2023-12-31",
        ),
        ("时限自2023年1月1日始至2023年12月31止", "2023-01-01", "2023-12-31"),
        ("2023年1月1日-12月31日", "2023-01-01", "2023-12-31"),
        ("2023年1月1日—2023年11月30日", "2023-01-01", "2023-11-30"),
        ("统计期限202311日至20231231日", "", ""),
    ] {
        let mut report = report();
        report.preamble = sentence.to_owned();
        let (layout, _) = published::layout(piped(&report).as_bytes(), Medium::Text, &Limits::default()).unwrap();
        let schema = linter().library().schema("cn-ogi-2021").unwrap().unwrap();
        let document = published::read(&layout, &[schema]).document.unwrap();
        let at = |path: &str| {
            document
                .root
                .pointer(path)
                .map(|(node, _)| shown(node))
                .unwrap_or_default()
        };
        assert_eq!(
            (at("/period/start").as_str(), at("/period/end").as_str()),
            (start, end),
            "{sentence}"
        );
    }
}

/// Errors and warnings as `line rule path`.
fn found(report: &FileReport) -> Vec<String> {
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
fn valid() -> Report {
    let yaml = common::project("examples/cn-ogi-2021.yaml");
    let (document, _) = pubreport::read::parse(&yaml, pubreport::read::Format::Yaml, &Limits::default());
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
        let of = |report: &FileReport| -> Vec<(String, String, String, Severity)> {
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
            piped.replace(
                "2.重复申请",
                "其他主动公开文件 | 1 | 2 | 3 | 4 | 5 | 6 | 7 |\n2.重复申请",
            ),
        ),
        (
            "columns in another order",
            piped.replace("商业企业 | 科研机构", "科研机构 | 商业企业"),
        ),
        ("a column less", piped.replace("| 0 | 0 | 0 |\n", "| 0 | 0 |\n")),
        (
            "a row twice",
            piped.replace("2.重复申请", "2.重复申请 | 0 | 1 | 0 | 0 | 0 | 0 | 1 |\n2.重复申请"),
        ),
        (
            "a sum for a group",
            piped.replace("（三）不予公开 | ", "（三）不予公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"),
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

/// A real file, if the folder with them is at hand.
fn shared(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("PUBREPORT_SHARED")
        .map_or_else(|| std::path::Path::new(common::ROOT).join("../shared"), Into::into);
    let read = std::fs::read(folder.join("reports").join(name)).ok();
    if read.is_none() {
        println!("skipped: no {name} in {}", folder.display());
    }
    read
}

#[test]
fn real_reports_are_read() {
    let errors = |report: &FileReport| -> Vec<String> {
        let errors = report
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        errors.map(|finding| finding.message.clone()).collect()
    };
    if let Some(bytes) = shared("pingdingshan-justice-2023.txt") {
        let verdict = lint("pingdingshan.txt", &bytes);
        assert_eq!(errors(&verdict), Vec::<String>::new());
        assert_eq!(verdict.schema.as_deref(), Some("cn-ogi-2021"));
    }
    let renderings = ["suqian-2023.html", "suqian-2023.docx", "suqian-2023.pipes.txt"];
    let files: Vec<_> = renderings
        .iter()
        .filter_map(|name| Some((*name, shared(name)?)))
        .collect();
    let mut documents = Vec::new();
    for (name, bytes) in &files {
        assert_eq!(errors(&lint(name, bytes)), Vec::<String>::new(), "{name}");
        let medium = if name.ends_with("html") {
            Medium::Html
        } else if name.ends_with("docx") {
            Medium::Docx
        } else {
            Medium::Text
        };
        let (layout, _) = published::layout(bytes, medium, &Limits::default()).unwrap();
        let schema = linter().library().schema("cn-ogi-2021").unwrap().unwrap();
        let reading = published::read(&layout, &[schema]);
        documents.push(values(&reading.document.unwrap().root));
    }
    assert!(documents.windows(2).all(|pair| pair[0] == pair[1]), "{documents:#?}");
    if let Some(bytes) = shared("shanghai-office-2019.html") {
        let verdict = lint("shanghai.html", &bytes);
        assert_eq!(verdict.schema.as_deref(), Some("cn-ogi-2019"));
        let of = |rule: &str| verdict.findings.iter().filter(|finding| finding.rule == rule).count();
        assert_eq!(
            errors(&verdict)
                .iter()
                .filter(|message| !message.contains("文中"))
                .count(),
            0,
            "{:?}",
            errors(&verdict)
        );
        assert!(of("cell-blank") > 0 && of("total-missing") > 0);
        assert_eq!(
            of("req-row-sum") + of("req-balance") + of("req-outcome-sum") + of("cell-not-number"),
            0
        );
    }
}

/// A document without its places.
fn values(node: &Node<'_>) -> String {
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
    let rule = |report: &FileReport| {
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
            &render::docx_of(&"<w:p><w:t>0</w:t></w:p>".repeat(300_000))
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
fn hostile_files_take_no_longer_than_their_length() {
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
        let start = std::time::Instant::now();
        let _ = lint(name, text.as_bytes());
        let taken = start.elapsed();
        assert!(taken.as_secs() < 20, "{name}: {taken:?}");
        if std::env::var_os("SHOW_TIMES").is_some() {
            println!("{name} {} KB {taken:?}", text.len() / 1000);
        }
    }
}

//! Tables in every layout.

use super::*;
use crate::common::Column;

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
pub(crate) fn with_odd_cells(report: &Report) -> Report {
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
    for column in render::requesters() {
        report = report.set(&format!("requests.outcomes.unavailable.not_held.{}", column.key), "");
    }
    with_marks(&report)
}

pub(crate) fn with_marks(report: &Report) -> Report {
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

#[test]
fn odd_tables_are_read_rightly() {
    let report = report();
    let plain = plain_lines(&report);
    let piped = piped(&report);
    let streamed = streamed(&report);
    let results = render::results();
    let case_numbers = |row: &str| -> Vec<&str> {
        let columns = results.iter();
        columns
            .map(|column| report.cells[&format!("review.{row}.{}", column.key)].as_str())
            .collect()
    };
    let numbers = [
        "reconsideration",
        "litigation.direct",
        "litigation.after_reconsideration",
    ]
    .map(case_numbers)
    .concat();
    // The head of table four down to its numbers.
    let head_of_four = |text: &str| {
        let from = text.rfind("行政复议 行政诉讼").unwrap();
        let to = from + text[from..].find(&format!("总计\n{}", numbers[0])).unwrap() + "总计\n".len();
        text[from..to].to_owned()
    };
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
                    .chunks(results.len())
                    .map(|row| row.join(" "))
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
            let value = |column: &Column| {
                report.cells[&format!("requests.outcomes.other.overdue_correction.{}", column.key)].as_str()
            };
            let row: Vec<&str> = render::requesters().iter().map(value).collect();
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
            "totals in the first line of the head",
            group(
                &plain,
                "申请人情况\n自然人 法人或其他组织 总计",
                "申请人情况 总计\n自然人 法人或其他组织",
            ),
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
        ("two rows of heads", {
            let columns = render::requesters();
            let labels: Vec<&str> = columns
                .iter()
                .filter(|column| column.over.is_some())
                .map(|column| column.label.as_str())
                .collect();
            let second = |label: &&str| {
                ["企业", "机构"]
                    .into_iter()
                    .find(|end| label.ends_with(end))
                    .unwrap_or("")
            };
            let below: Vec<&str> = labels.iter().map(second).collect();
            let above: Vec<&str> = labels
                .iter()
                .zip(&below)
                .map(|(label, below)| &label[..label.len() - below.len()])
                .collect();
            group(
                &piped,
                &format!("{} |", labels.join(" | ")),
                &format!("{} |\n{} |", above.join(" | "), below.join(" | ")),
            )
        }),
        (
            "cells with line breaks",
            group(&piped, "商业企业 | 科研机构", "商业\n企业 | 科研\n机构"),
        ),
        ("full-width bars", piped.replace('|', "｜")),
        ("table four below each other", {
            let from = piped.rfind("行政复议 |").unwrap();
            let to = piped.rfind("五、存在").unwrap();
            let row = |label: &str, path: &str| format!("{label} | {} |\n", case_numbers(path).join(" | "));
            let labels: Vec<&str> = results.iter().map(|column| column.label.as_str()).collect();
            let table = [
                format!("案件 | {} |\n", labels.join(" | ")),
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

/// The rows of a text with bars, changed one by one.
fn bars(report: &Report, change: impl Fn(&str) -> String) -> String {
    let lines: Vec<String> = piped(report).lines().map(change).collect();
    lines.join("\n")
}

#[test]
fn heads_with_cells_to_fill_up_are_no_rows() {
    let report = report();
    let mut cases: Vec<(String, Box<dyn Fn()>)> = Vec::new();
    let heads = [
        ("filled up", "| 自然人 | 法人或其他组织 | 总计 | |||||||"),
        (
            "over two lines",
            "| 商业 | 科研 | 社会公益组织 | 法律服务机构 | 其他 |\n| 企业 | 机构 |",
        ),
        ("blank cells below", "| 其他 |\n| | | | | |"),
    ];
    for (name, head) in heads {
        let text = bars(&report, |line| {
            let is_head = line.contains("自然人") && !line.contains("数量");
            let is_below = line.contains("商业企业");
            match (is_head, is_below) {
                (true, _) if name == "filled up" => head.to_owned(),
                (_, true) if name != "filled up" => head.to_owned(),
                _ => line.to_owned(),
            }
        });
        assert_ne!(text, piped(&report));
        let report = report.clone();
        cases.push((
            name.into(),
            Box::new(move || check(&report, text.as_bytes(), Medium::Text, &[])),
        ));
    }
    all(cases);
}

#[test]
fn a_blank_cell_counts_where_all_rows_are_as_wide() {
    let report = report().set("requests.carried_out.total", "");
    let width = 8;
    let text = bars(&report, |line| {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        // Only the rows of one column of labels and seven of numbers.
        match cells.len() > width && cells.len() < 12 {
            true => format!("| {} |", cells[cells.len() - width..].join(" | ")),
            false => line.to_owned(),
        }
    });
    check(&report, text.as_bytes(), Medium::Markdown, &[]);
}

#[test]
fn labels_with_notes_units_and_slips_are_those_of_their_place() {
    let base = report();
    let mut cases: Vec<(String, Box<dyn Fn()>)> = Vec::new();
    for (from, to, is_said) in [
        ("行政规范性文件", "规范性文件（件）", false),
        ("规章 ", "规章（设区的市、自治州提供） ", false),
        ("行政事业性收费 ", "行政事业性收费（万元） ", false),
        ("（七）总计 ", "（七）合计 ", false),
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开", true),
        ("5.属于三类内部事务信息", "5.属于三类内容事务信息", true),
        ("2.没有现成信息需要另行制作", "2.没有现成信息需另制作", true),
    ] {
        let text = plain_lines(&base).replacen(from, to, 1);
        assert_ne!(text, plain_lines(&base), "{from}");
        let base = base.clone();
        cases.push((
            to.into(),
            Box::new(move || {
                check(&base, text.as_bytes(), Medium::Text, &[]);
                let report = linter().lint("r.txt", text.as_bytes()).localized(pubreport::Lang::Zh);
                let said = report.findings.iter().filter(|finding| finding.rule == "other-wording");
                assert_eq!(said.count(), usize::from(is_said));
            }),
        ));
    }
    all(cases);
}

#[test]
fn a_note_behind_a_number_is_said_and_the_number_counts() {
    let base = report();
    let page = html(&base);
    let licences = &base.cells["proactive.licensing.decisions"];
    for (note, is_read) in [
        ("（其中变更16件）", true),
        ("（16）", false),
        ("（其中（一）3件）", false),
    ] {
        let text = page.replacen(&format!("<p>{licences}</p>"), &format!("<p>{licences}{note}</p>"), 1);
        let report = linter().lint("r.html", text.as_bytes());
        let root = &report.document.as_ref().unwrap().root;
        let node = root
            .pointer("/proactive/licensing/decisions")
            .map(|(node, _)| shown(node));
        let localized = report.localized(pubreport::Lang::Zh);
        let errors = localized
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        let is_said = localized.findings.iter().any(|finding| finding.rule == "noted-number");
        assert_eq!(node.as_ref() == Some(licences), is_read, "{note} {node:?}");
        assert_eq!(is_said, is_read, "{note}");
        assert!(is_read || errors, "{note}");
    }
}

/// A line of a table, its label apart from its numbers.
fn parted(line: &str, columns: usize) -> Option<(String, Vec<&str>)> {
    let words: Vec<&str> = line.split(' ').collect();
    let (label, numbers) = words.split_at_checked(words.len().checked_sub(columns)?)?;
    let is_number = |word: &&str| word.parse::<f64>().is_ok();
    (label.first().is_some_and(|word| !is_number(word)) && numbers.iter().all(is_number))
        .then(|| (label.join(" "), numbers.to_vec()))
}

fn in_bars(cells: &[&str]) -> String {
    format!("| {} |", cells.join(" | "))
}

#[test]
fn every_row_may_be_a_small_table() {
    let report = report();
    for (above, leads) in [("### ", true), ("", false)] {
        let lines = plain_lines(&report);
        let lines = lines.lines().map(|line| {
            let Some((label, numbers)) = parted(line, 7) else {
                return line.to_owned();
            };
            let lead = if leads { vec!["数量"] } else { Vec::new() };
            let head: Vec<&str> = lead
                .iter()
                .map(|_| "类别")
                .chain(["数据1", "数据2", "数据3", "数据4", "数据5", "数据6", "总计"])
                .collect();
            let row: Vec<&str> = lead.into_iter().chain(numbers).collect();
            let rule = "|---".repeat(head.len());
            format!("{above}{label}\n{}\n{rule}|\n{}", in_bars(&head), in_bars(&row))
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        check(&report, text.as_bytes(), Medium::Markdown, &[]);
    }
}

/// Table 4 as three tables below the names of its rows.
fn in_three(report: &Report, again: &str) -> String {
    let results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let piece = |label: &str, path: &str| {
        let cells: Vec<&str> = render::results()
            .iter()
            .map(|column| report.cells[&format!("{path}.{}", column.key)].as_str())
            .collect();
        format!(
            "{label}\n{}\n|---|---|---|---|---|\n{}\n",
            in_bars(&results),
            in_bars(&cells)
        )
    };
    let [two, three, _] = report
        .tables()
        .map(|table| joined(" | ", "| ", " |", Left::Both)(&table));
    let four = piece("行政复议", "review.reconsideration")
        + "行政诉讼\n"
        + &piece("未经复议直接起诉", "review.litigation.direct")
        + &piece("复议后起诉", "review.litigation.after_reconsideration")
        + again;
    report.with_tables(&[two, three, four])
}

#[test]
fn table_four_may_be_three_tables() {
    let report = report();
    check(&report, in_three(&report, "").as_bytes(), Medium::Markdown, &[]);
    let again = "行政复议\n| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n|---|---|---|---|---|\n| 0 | 0 | 0 | 0 | 0 |\n";
    check(
        &report,
        in_three(&report, again).as_bytes(),
        Medium::Markdown,
        &["review.reconsideration"],
    );
}

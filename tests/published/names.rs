//! Headings, titles and periods in their variants.

use super::*;

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
        ("甲师102团2023年政府信息公开工作年度报告", "甲师102团", "2023"),
        (
            "甲市12345热线服务中心2023年度政府信息公开工作年度报告",
            "甲市12345热线服务中心",
            "2023",
        ),
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
            let (layout, _) = steps::layout(text.as_bytes(), Medium::Text, &Limits::default()).unwrap();
            let schema = linter().library().schema("cn-ogi-2021").unwrap().unwrap();
            let reading = steps::read(&layout, &[schema]);
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

pub(crate) fn base_preamble() -> String {
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
        let (layout, _) = steps::layout(piped(&report).as_bytes(), Medium::Text, &Limits::default()).unwrap();
        let schema = linter().library().schema("cn-ogi-2021").unwrap().unwrap();
        let document = steps::read(&layout, &[schema]).document.unwrap();
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

#[test]
fn the_date_stands_in_the_data_of_the_page_or_is_written_without_marks() {
    let body = "<h1>甲县乙局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>六、其他需要报告的事项</p>";
    for (data, date) in [
        (
            "<table><tr><td>索引号</td><td>1</td><td>公开日期</td><td>2024-01-17</td></tr></table>",
            Some("2024-01-17"),
        ),
        (
            "<table><tr><td>发文日期</td><td>2024年1月8日</td></tr></table>",
            Some("2024-01-08"),
        ),
        ("<p>发布日期：20240124</p>", Some("2024-01-24")),
        ("<p>发布日期：202401245</p>", None),
    ] {
        let report = linter().lint("r.html", format!("{data}{body}").as_bytes());
        let document = report.document.unwrap();
        assert_eq!(
            document.root.get("published").and_then(|node| node.text()),
            date,
            "{data}"
        );
    }
}

/// A page that has lost its head on the way to its text: what it says of itself and what stands under it are read, but what it shows comes first.
#[test]
fn the_head_of_a_page_and_the_date_under_it_tell_what_its_text_does_not() {
    let parts = "<p>一、总体情况</p><p>2023年做好公开。</p><p>六、其他需要报告的事项</p><p>没有收取信息处理费。</p>";
    let title = "甲县乙局2023年政府信息公开工作年度报告";
    let heads = [
        (format!("<title>{title}</title>"), String::new(), None),
        (format!("<title>{title}_甲县人民政府</title>"), String::new(), None),
        (
            format!("<title>首页 | {title}</title>"),
            "<p>2024年1月25日</p>".to_owned(),
            Some("2024-01-25"),
        ),
        (
            format!("<meta name=ArticleTitle content='{title}'><meta name=PubDate content='2024-01-26 09:30'>"),
            String::new(),
            Some("2024-01-26"),
        ),
        (
            format!(
                "<title>丙局2020年政府信息公开工作年度报告</title><meta name=PubDate content='20240126'></head><body><h1>{title}</h1><p>发布日期：2024-01-20</p>"
            ),
            "<p>2024年1月19日</p>".to_owned(),
            Some("2024-01-20"),
        ),
        (
            format!("<title>{title}</title>"),
            "<p>甲县乙局</p><p>二〇二四年一月十二日</p><p>上一篇：无</p><p>2024年3月1日</p>".to_owned(),
            Some("2024-01-12"),
        ),
        (
            format!("<title>{title}</title>"),
            "<p>甲县乙局 2024年1月9日</p>".to_owned(),
            Some("2024-01-09"),
        ),
        // A day in a sentence is not when the report was signed.
        (
            format!("<title>{title}</title>"),
            "<p>2024年1月9日起不再收取。</p>".to_owned(),
            None,
        ),
    ];
    for (head, foot, date) in heads {
        let report = linter().lint("r.html", format!("{head}{parts}{foot}").as_bytes());
        let document = report.document.as_ref().unwrap();
        let at = |path: &str| document.root.pointer(path).map(|(node, _)| shown(node));
        assert_eq!(at("/agency/name").as_deref(), Some("甲县乙局"), "{head}");
        assert_eq!(at("/year").as_deref(), Some("2023"), "{head}");
        assert_eq!(at("/title").as_deref(), Some(title), "{head}");
        assert_eq!(at("/published").as_deref(), date, "{head}{foot}");
        assert!(report.violations.iter().all(|found| found.rule != "no-title"), "{head}");
        assert_eq!(
            at("/overview").as_deref(),
            Some("2023年做好公开。"),
            "what the head says is no text of the report"
        );
    }
}

//! A report printed in the ways that reports are met in.
#![allow(dead_code)]

use std::{collections::BTreeMap, fmt::Write as _, io::Write as _};

use crate::common::{Column, columns};

/// A cell of a printed table.
#[derive(Clone)]
pub(crate) struct Cell {
    pub text: String,
    pub columns: usize,
    pub rows: usize,
    pub is_head: bool,
}

pub(crate) type Table = Vec<Vec<Cell>>;

/// A report: its title, its prose by part, and the values of its cells by path.
#[derive(Clone)]
pub(crate) struct Report {
    pub is_2019: bool,
    pub title: String,
    pub preamble: String,
    pub headings: Vec<String>,
    /// Parts one, five and six, in paragraphs.
    pub prose: [Vec<String>; 3],
    pub cells: BTreeMap<String, String>,
}

fn cell(text: &str, columns: usize, rows: usize) -> Cell {
    Cell {
        text: text.to_owned(),
        columns,
        rows,
        is_head: true,
    }
}

/// The columns of table 3.
pub(crate) fn requesters() -> Vec<Column> {
    columns("cn-ogi-2021", "requests.received")
}

/// The columns of table 4, for each kind of case.
pub(crate) fn results() -> Vec<Column> {
    columns("cn-ogi-2021", "review.reconsideration")
}

fn keys(columns: &[Column]) -> Vec<&str> {
    columns.iter().map(|column| column.key.as_str()).collect()
}

/// A group: its label, its key, its rows.
pub(crate) type Group = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

pub(crate) const GROUPS: [Group; 4] = [
    (
        "（三）不予公开",
        "denied",
        &[
            ("1.属于国家秘密", "state_secret"),
            ("2.其他法律行政法规禁止公开", "prohibited_by_law"),
            ("3.危及“三安全一稳定”", "security_and_stability"),
            ("4.保护第三方合法权益", "third_party_interests"),
            ("5.属于三类内部事务信息", "internal_affairs"),
            ("6.属于四类过程性信息", "process_information"),
            ("7.属于行政执法案卷", "enforcement_files"),
            ("8.属于行政查询事项", "administrative_inquiry"),
        ],
    ),
    (
        "（四）无法提供",
        "unavailable",
        &[
            ("1.本机关不掌握相关政府信息", "not_held"),
            ("2.没有现成信息需要另行制作", "needs_creation"),
            ("3.补正后申请内容仍不明确", "unclear_after_correction"),
        ],
    ),
    (
        "（五）不予处理",
        "not_processed",
        &[
            ("1.信访举报投诉类申请", "petition"),
            ("2.重复申请", "duplicate"),
            ("3.要求提供公开出版物", "publication"),
            ("4.无正当理由大量反复申请", "excessive"),
            ("5.要求行政机关确认或重新出具已获取信息", "reconfirmation"),
        ],
    ),
    (
        "（六）其他处理",
        "other",
        &[
            (
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                "overdue_correction",
            ),
            (
                "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                "overdue_fee",
            ),
            ("3.其他", "other"),
        ],
    ),
];

impl Report {
    /// A report in which every cell has a number of its own, so that none can be taken for another.
    pub(crate) fn numbered(paths: &[String], is_2019: bool) -> Self {
        let cells = paths.iter().enumerate().map(|(at, path)| {
            let value = if path.ends_with("fees.amount") {
                "26.5".into()
            } else {
                (at * 7 + 3).to_string()
            };
            (path.clone(), value)
        });
        let year = if is_2019 { 2020 } else { 2023 };
        Self {
            is_2019,
            title: format!("甲市乙局{year}年政府信息公开工作年度报告"),
            preamble: format!(
                "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六部分组成。统计期限自{year}年1月1日起至{year}年12月31日止。"
            ),
            headings: [
                "一、总体情况",
                "二、主动公开政府信息情况",
                "三、收到和处理政府信息公开申请情况",
                "四、政府信息公开行政复议、行政诉讼情况",
                "五、存在的主要问题及改进情况",
                "六、其他需要报告的事项",
            ]
            .map(str::to_owned)
            .into(),
            prose: [
                vec![
                    "（一）主动公开。全年公开信息866条。".into(),
                    "（二）依申请公开。收到申请2件，均已办结；行政许可120件。".into(),
                ],
                vec!["一是培训不足；二是形式单一。明年改进。".into()],
                vec!["本年度未收取信息处理费。".into()],
            ],
            cells: cells.collect(),
        }
    }

    pub(crate) fn set(mut self, path: &str, value: &str) -> Self {
        assert!(self.cells.insert(path.to_owned(), value.to_owned()).is_some(), "{path}");
        self
    }

    fn value(&self, path: &str) -> Cell {
        Cell {
            is_head: false,
            ..cell(self.cells.get(path).unwrap_or_else(|| panic!("no {path}")), 1, 1)
        }
    }

    fn row(&self, labels: Vec<Cell>, path: &str, keys: &[&str]) -> Vec<Cell> {
        let values = keys.iter().map(|key| self.value(&format!("{path}.{key}")));
        labels.into_iter().chain(values).collect()
    }

    pub(crate) fn table_two(&self) -> Table {
        let mut table = Vec::new();
        type Block = (
            &'static str,
            &'static [&'static str],
            &'static [(&'static str, &'static str)],
            &'static [&'static str],
        );
        let new: [Block; 4] = [
            (
                "第二十条第（一）项",
                &["本年制发件数", "本年废止件数", "现行有效件数"],
                &[("规章", "regulations"), ("行政规范性文件", "normative_documents")],
                &["issued", "repealed", "in_force"],
            ),
            (
                "第二十条第（五）项",
                &["本年处理决定数量"],
                &[("行政许可", "licensing")],
                &["decisions"],
            ),
            (
                "第二十条第（六）项",
                &["本年处理决定数量"],
                &[("行政处罚", "penalties"), ("行政强制", "coercion")],
                &["decisions"],
            ),
            (
                "第二十条第（八）项",
                &["本年收费金额（单位：万元）"],
                &[("行政事业性收费", "fees")],
                &["amount"],
            ),
        ];
        let items: &[&str] = &["上一年项目数量", "本年增/减", "处理决定数量"];
        let item_keys: &[&str] = &["items_previous_year", "change", "decisions"];
        let old: [Block; 5] = [
            (
                "第二十条第（一）项",
                &["本年新制作数量", "本年新公开数量", "对外公开总数量"],
                &[("规章", "regulations"), ("规范性文件", "normative_documents")],
                &["created", "newly_disclosed", "disclosed_total"],
            ),
            (
                "第二十条第（五）项",
                items,
                &[("行政许可", "licensing"), ("其他对外管理服务事项", "other_services")],
                item_keys,
            ),
            (
                "第二十条第（六）项",
                items,
                &[("行政处罚", "penalties"), ("行政强制", "coercion")],
                item_keys,
            ),
            (
                "第二十条第（八）项",
                &["上一年项目数量", "本年增/减"],
                &[("行政事业性收费", "fees")],
                &["items_previous_year", "change"],
            ),
            (
                "第二十条第（九）项",
                &["采购项目数量", "采购总金额"],
                &[("政府集中采购", "procurement")],
                &["projects", "amount"],
            ),
        ];
        let blocks: &[Block] = if self.is_2019 { &old } else { &new };
        for (item, columns, rows, keys) in blocks {
            let last = 4 - columns.len();
            table.push(vec![cell(item, 4, 1)]);
            let mut head = vec![cell("信息内容", 1, 1)];
            head.extend(columns.iter().map(|column| cell(column, 1, 1)));
            head.last_mut().unwrap().columns = last;
            table.push(head);
            for (label, key) in *rows {
                let mut row = self.row(vec![cell(label, 1, 1)], &format!("proactive.{key}"), keys);
                row.last_mut().unwrap().columns = last;
                table.push(row);
            }
        }
        table
    }

    pub(crate) fn table_three(&self) -> Table {
        let columns = requesters();
        // Neighbours under the same words share them; what stands under none takes both rows.
        let groups = columns.chunk_by(|a, b| a.over.is_some() && a.over == b.over);
        let over = groups.map(|group| match &group[0].over {
            Some(over) => cell(over, group.len(), 1),
            None => cell(&group[0].label, 1, 2),
        });
        let under = columns.iter().filter(|column| column.over.is_some());
        let mut table = vec![
            vec![
                cell(
                    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
                    3,
                    3,
                ),
                cell("申请人情况", columns.len(), 1),
            ],
            over.collect(),
            under.map(|column| cell(&column.label, 1, 1)).collect(),
        ];
        let keys = keys(&columns);
        let mut add = |labels: Vec<Cell>, path: &str| table.push(self.row(labels, &format!("requests.{path}"), &keys));
        add(vec![cell("一、本年新收政府信息公开申请数量", 3, 1)], "received");
        add(vec![cell("二、上年结转政府信息公开申请数量", 3, 1)], "carried_in");
        let rows = if self.is_2019 { 20 } else { 22 };
        add(
            vec![cell("三、本年度办理结果", 1, rows), cell("（一）予以公开", 2, 1)],
            "outcomes.granted",
        );
        add(
            vec![cell("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 2, 1)],
            "outcomes.partially_granted",
        );
        for (group, key, members) in GROUPS {
            if self.is_2019 && key == "other" {
                add(vec![cell(group, 2, 1)], "outcomes.other");
                continue;
            }
            for (at, (label, member)) in members.iter().enumerate() {
                let lead = (at == 0).then(|| cell(group, 1, members.len()));
                let labels = lead.into_iter().chain([cell(label, 1, 1)]).collect();
                add(labels, &format!("outcomes.{key}.{member}"));
            }
        }
        add(vec![cell("（七）总计", 2, 1)], "outcomes.total");
        add(vec![cell("四、结转下年度继续办理", 3, 1)], "carried_out");
        table
    }

    pub(crate) fn table_four(&self) -> Table {
        let results = results();
        let width = results.len();
        let mut second: Vec<Cell> = results.iter().map(|column| cell(&column.label, 1, 2)).collect();
        second.extend([cell("未经复议直接起诉", width, 1), cell("复议后起诉", width, 1)]);
        let third = results.iter().chain(&results);
        let third = third.map(|column| cell(&column.label, 1, 1)).collect();
        let paths = [
            "review.reconsideration",
            "review.litigation.direct",
            "review.litigation.after_reconsideration",
        ];
        let values = paths
            .iter()
            .flat_map(|path| self.row(Vec::new(), path, &keys(&results)))
            .collect();
        vec![
            vec![cell("行政复议", width, 1), cell("行政诉讼", 2 * width, 1)],
            second,
            third,
            values,
        ]
    }

    pub(crate) fn tables(&self) -> [Table; 3] {
        [self.table_two(), self.table_three(), self.table_four()]
    }

    /// The report with its tables printed by `print`.
    pub(crate) fn lines(&self, print: &dyn Fn(&Table) -> String) -> String {
        let tables = self.tables().map(|table| print(&table));
        self.with_tables(&tables)
    }

    pub(crate) fn with_tables(&self, tables: &[String; 3]) -> String {
        let [one, two, three, four, five, six] = self.headings.as_slice() else {
            panic!()
        };
        let prose = self.prose.clone().map(|paragraphs| paragraphs.join("\n"));
        let [overview, problems, other] = prose;
        let (title, preamble) = (&self.title, &self.preamble);
        format!(
            "{title}\n\n{preamble}\n{one}\n{overview}\n{two}\n{}\n{three}\n{}\n{four}\n{}\n{five}\n{problems}\n{six}\n{other}\n",
            tables[0], tables[1], tables[2]
        )
    }
}

/// What merged cells leave behind.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Left {
    /// Nothing.
    Nothing,
    /// A blank cell for each further column.
    Columns,
    /// A blank cell for each further column and in each further row.
    Both,
}

/// The texts of each row.
pub(crate) fn grid(table: &Table, left: Left) -> Vec<Vec<String>> {
    let mut down: Vec<usize> = vec![0; 64];
    let mut rows = Vec::new();
    for row in table {
        let mut texts = Vec::new();
        let mut column = 0;
        let skip = |column: &mut usize, down: &mut Vec<usize>, texts: &mut Vec<String>| {
            while down[*column] > 0 {
                down[*column] -= 1;
                *column += 1;
                if left == Left::Both {
                    texts.push(String::new());
                }
            }
        };
        for cell in row {
            skip(&mut column, &mut down, &mut texts);
            for at in 0..cell.columns {
                down[column] = cell.rows - 1;
                column += 1;
                if at == 0 {
                    texts.push(cell.text.clone());
                } else if left != Left::Nothing {
                    texts.push(String::new());
                }
            }
        }
        skip(&mut column, &mut down, &mut texts);
        rows.push(texts);
    }
    rows
}

pub(crate) fn rows(table: &Table, left: Left, line: &dyn Fn(&[String]) -> String) -> String {
    grid(table, left).iter().map(|row| line(row) + "\n").collect()
}

/// Every cell in reading order.
pub(crate) fn cells(table: &Table) -> Vec<String> {
    grid(table, Left::Nothing).into_iter().flatten().collect()
}

pub(crate) fn html(report: &Report) -> String {
    let tables = report.tables().map(|table| html_table(&table));
    let mut page = String::from(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>年报</title></head><body><div class=nav>首页 &gt; 年报</div>\n",
    );
    let texts = report.with_tables(&["@0".into(), "@1".into(), "@2".into()]);
    for line in texts.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix('@') {
            Some(at) => page.push_str(&tables[at.parse::<usize>().unwrap()]),
            None => writeln!(page, "<p>&emsp;<span>{line}</span></p>").unwrap(),
        }
    }
    page + "<div id=footer>主办单位：甲市 ICP备12345号</div></body></html>"
}

pub(crate) fn html_table(table: &Table) -> String {
    let mut html = String::from("<table>");
    for row in table {
        html.push_str("<tr>");
        for cell in row {
            let text = if cell.text.is_empty() { "&nbsp;" } else { &cell.text };
            write!(
                html,
                "<td colspan={} rowspan='{}'><p>{text}</p></td>",
                cell.columns, cell.rows
            )
            .unwrap();
        }
        html.push_str("</tr>\n");
    }
    html + "</table>"
}

pub(crate) fn docx(report: &Report) -> Vec<u8> {
    let tables = report.tables().map(|table| docx_table(&table));
    let texts = report.with_tables(&["@0".into(), "@1".into(), "@2".into()]);
    let mut body = String::new();
    for line in texts.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix('@') {
            Some(at) => body.push_str(&tables[at.parse::<usize>().unwrap()]),
            None => body.push_str(&paragraph(line)),
        }
    }
    docx_of(&body)
}

/// A paragraph whose runs split it in the middle of words.
fn paragraph(line: &str) -> String {
    let mut runs = String::from("<w:p>");
    let letters: Vec<char> = line.chars().collect();
    for piece in letters.chunks(3) {
        let text: String = piece.iter().collect();
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        write!(
            runs,
            "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
        )
        .unwrap();
    }
    runs + "</w:p>"
}

pub(crate) fn docx_table(table: &Table) -> String {
    let mut xml = String::from("<w:tbl><w:tblPr/>");
    let mut down: Vec<(usize, usize)> = vec![(0, 0); 64];
    for row in table {
        xml.push_str("<w:tr>");
        let mut column = 0;
        let covered = |column: &mut usize, down: &mut Vec<(usize, usize)>, xml: &mut String| {
            while down[*column].0 > 0 {
                let width = down[*column].1;
                down[*column].0 -= 1;
                write!(
                    xml,
                    "<w:tc><w:tcPr><w:gridSpan w:val=\"{width}\"/><w:vMerge/></w:tcPr><w:p/></w:tc>"
                )
                .unwrap();
                *column += width;
            }
        };
        for cell in row {
            covered(&mut column, &mut down, &mut xml);
            down[column] = (cell.rows - 1, cell.columns);
            column += cell.columns;
            let merge = if cell.rows > 1 {
                "<w:vMerge w:val=\"restart\"/>"
            } else {
                ""
            };
            write!(
                xml,
                "<w:tc><w:tcPr><w:gridSpan w:val=\"{}\"/>{merge}</w:tcPr>{}</w:tc>",
                cell.columns,
                paragraph(&cell.text)
            )
            .unwrap();
        }
        covered(&mut column, &mut down, &mut xml);
        xml.push_str("</w:tr>");
    }
    xml + "</w:tbl>"
}

pub(crate) fn docx_of(body: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    document_of(&document)
}

/// A package with nothing in it but its main part.
pub(crate) fn document_of(main: &str) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" \
                 ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let rels = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
                Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    packed(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", rels),
        ("word/document.xml", main),
    ])
}

pub(crate) fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

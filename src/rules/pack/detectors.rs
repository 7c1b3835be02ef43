//! What is found without being asked for: each detector with what it finds and the placeholders of the rule that words it.

use crate::diagnostic::{defect::DefectKind, finding::Lang};
use std::fmt::Write as _;

/// A detector, as a rule's `detect` names it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Detector {
    /// The placeholders that its words may use.
    pub placeholders: &'static [&'static str],
    zh: &'static str,
    en: &'static str,
}

impl Detector {
    const fn new(placeholders: &'static [&'static str], zh: &'static str, en: &'static str) -> Self {
        Self { placeholders, zh, en }
    }

    /// What it finds.
    pub(crate) const fn about(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// The detector of a kind of defect.
    #[allow(clippy::too_many_lines)]
    pub(crate) const fn of(kind: DefectKind) -> Self {
        use DefectKind as D;
        match kind {
            D::Syntax => Self::new(&["cause"], "不符合 YAML 或 JSON 语法", "not valid YAML or JSON"),
            D::DuplicateKey => Self::new(
                &["key", "first_line"],
                "同一记录中同一个键出现两次",
                "a key twice in one record",
            ),
            D::TooLarge => Self::new(&["limit"], "文件超过大小上限", "the file is larger than the limit"),
            D::TooDeep => Self::new(&["limit"], "嵌套超过层数上限", "nested deeper than the limit"),
            D::TooManyNodes => Self::new(
                &["limit"],
                "引用展开后内容超过上限",
                "more content than the limit, once anchors are unfolded",
            ),
            D::NotText => Self::new(&[], "编码无法识别", "bytes of no known encoding"),
            D::DamagedText => Self::new(
                &["count"],
                "UTF-8 文字中有损坏的字符；其余照常核对",
                "UTF-8 with damaged characters; the rest is checked",
            ),
            D::Decoded => Self::new(
                &["encoding"],
                "按 UTF-8 以外的编码读取",
                "read in an encoding other than UTF-8",
            ),
            D::ByteOrderMark => Self::new(&[], "文件开头有 BOM", "a byte order mark"),
            D::MultipleDocuments => Self::new(
                &[],
                "文件中有 `---` 隔开的多份内容",
                "several documents separated by `---`",
            ),
            D::Empty => Self::new(&[], "文件中没有内容", "nothing in the file"),
            D::Tag => Self::new(
                &["value"],
                "核心模式以外的 YAML 标签",
                "a YAML tag outside the core schema",
            ),
            D::NotAKey => Self::new(&[], "键不是文字", "a key that is not text"),
            D::UnknownSchema => Self::new(
                &["value", "known", "suggestion"],
                "未写明 `schema:`，或所写格式未知",
                "`schema:` is missing or names no known form",
            ),
            D::UnknownKey => Self::new(
                &["key", "suggestion"],
                "格式中没有的键",
                "a key that the form does not have",
            ),
            D::MissingKey => Self::new(
                &["key", "key_title", "label"],
                "缺少格式要求的键",
                "a key that the schema requires is missing",
            ),
            D::NotANumber => Self::new(
                &["value", "cause", "reading", "label"],
                "应填数字处填了文字",
                "text where a number belongs",
            ),
            D::NotAnInteger => Self::new(
                &["value", "label"],
                "应填整数处填了小数",
                "a fraction where a count belongs",
            ),
            D::OutOfRange => Self::new(&["value"], "数过大，无法精确表示", "a number too large to be exact"),
            D::WrongType => Self::new(
                &["value", "expected", "label"],
                "类型不符，如应填数字处是一组键",
                "a value of another type, such as a record where a number belongs",
            ),
            D::NotAllowed => Self::new(
                &["value", "allowed", "suggestion", "label"],
                "不在格式所列可选值之中",
                "not one of the values that the schema lists",
            ),
            D::BadFormat => Self::new(
                &["value", "expected", "label"],
                "不是日期，或不合规定写法",
                "not a date, or not of the pattern",
            ),
            D::BadShape => Self::new(
                &["value", "cause", "label"],
                "不合格式的其他要求",
                "any other keyword of the schema",
            ),
            D::WrongCell => Self::new(
                &["label", "value", "expected", "count", "cause"],
                "一格的数使多项勾稽关系不成立，改为另一个数即全部成立",
                "one number breaks several sums, and one other value would fix them all",
            ),
            D::WrongCells => Self::new(
                &["label", "count", "cells", "value", "expected", "cause"],
                "同时改动几格，勾稽关系才全部成立。`label` 写每一处改动，后三个占位符只用在其中",
                "sums that only several changes together would fix. `label` words one change; the last three belong there",
            ),
            D::OneOfCells => Self::new(
                &["label", "count", "cells", "value", "expected", "cause"],
                "有几种改法都能使勾稽关系全部成立。`label` 写每一处改动，后三个占位符只用在其中",
                "sums that any of several changes would fix. `label` words one change; the last three belong there",
            ),
            D::UnexplainedSums => Self::new(
                &["label", "count", "limit"],
                "改动少数几格不能使勾稽关系全部成立",
                "sums that no small change would fix",
            ),
            D::PreviousOtherAgency => Self::new(
                &["file", "value", "expected"],
                "作为上年报告给出的是另一机关的报告",
                "the report given as last year's is from another agency",
            ),
            D::PreviousOtherName => Self::new(
                &["file", "value", "expected"],
                "上年报告的机关名称多写或少写了所在地",
                "last year's report names the agency with or without the place that it lies in",
            ),
            D::PreviousOtherYear => Self::new(
                &["file", "value", "expected"],
                "作为上年报告给出的不是上一年度的报告；规则不采用",
                "the report given as last year's is for another year; no rule makes use of it",
            ),
            D::PublishedTwice => Self::new(
                &["files", "count"],
                "同一机关、同一年度另有报告",
                "there are other reports of the same agency and year",
            ),
            D::MemberLeftOut => Self::new(
                &["file", "cause", "value"],
                "一份所属机关报告不计入汇总，及其原因",
                "a member report is not counted, and why",
            ),
            D::MemberOtherLevel => Self::new(
                &["file", "value", "expected"],
                "所属机关的类别与名册不一致",
                "a member's kind of body is not what the roster states",
            ),
            D::MembersMissing => Self::new(
                &["count", "names"],
                "名册所列机关未报送报告",
                "bodies on the roster have no report",
            ),
            D::UnreadableFile => Self::new(
                &["cause", "label"],
                "不能读取的文件种类（旧版 Word 等），或不能读取的 PDF（扫描件等）",
                "a kind of file that is not read (old Word, …), or a PDF that cannot be read (a scan, …)",
            ),
            D::DamagedFile => Self::new(
                &["cause"],
                "DOCX、XLSX 文件已损坏，或不同软件打开所见不同",
                "a DOCX or XLSX file that is damaged, or that programs open differently",
            ),
            D::TooManyCells => Self::new(
                &["limit"],
                "公布的报告中段落或单元格超过上限",
                "more paragraphs or cells in a published report than the limit",
            ),
            D::UnknownForm => Self::new(
                &["known"],
                "公布的报告格式无法识别",
                "a published report of no known form",
            ),
            D::CollectingSheet => Self::new(
                &["value"],
                "汇总表，每个机关一行，不是一份报告",
                "a collecting sheet with one row for each agency, which is not a report",
            ),
            D::NoTitle => Self::new(
                &["cause", "label"],
                "标题未写明格式要求的内容",
                "the title does not state what the schema requires",
            ),
            D::UnreadableTable => Self::new(
                &["cause", "label"],
                "没有表格，或表中没有一行能够识别",
                "a table that is not there, or none of whose rows can be read",
            ),
            D::UnreadableRow => Self::new(
                &["cause", "found", "columns", "label"],
                "一行的单元格与格式的列不符",
                "a row whose cells are not the columns of the form",
            ),
            D::UnknownRow => Self::new(&["value"], "格式中没有的行", "a row that the form does not have"),
            D::NotedNumber => Self::new(
                &["value", "number", "label"],
                "数字后带有括号说明的单元格",
                "a cell with a note in brackets behind its number",
            ),
            D::OtherWording => Self::new(
                &["cause", "value", "meant"],
                "标题或行名与格式的用字不同，但能够识别",
                "a heading or a label in other words than the form's that is recognised",
            ),
            D::NotAsShown => Self::new(
                &["cause", "value"],
                "打开文件所见与读取的内容不同，如隐藏的表格、修订",
                "what the file shows is not what is read, such as a hidden table or tracked changes",
            ),
            D::UnusedWaiver => Self::new(
                &["rule"],
                "`pubreport.yaml` 中的豁免没有对应的问题",
                "a waiver in `pubreport.yaml` that covers nothing",
            ),
            D::ExpiredWaiver => Self::new(
                &["rule", "until"],
                "`pubreport.yaml` 中的豁免已过期",
                "a waiver in `pubreport.yaml` that has expired",
            ),
            D::MoreFindings => Self::new(
                &["count"],
                "问题超过一份报告所列的上限，其余只计数",
                "more findings than are listed of one report; the others are counted",
            ),
            D::TooMuchWork => Self::new(
                &["cause", "value"],
                "核对所需的工作量超过上限，未核对完",
                "a check that would take more work than the limit was not completed",
            ),
        }
    }
}

/// All kinds with the names that packs give them, in their order; from the published JSON Schema, which none is left out of.
pub(crate) fn all() -> Vec<(String, DefectKind)> {
    let schema = serde_json::to_value(schemars::schema_for!(DefectKind)).unwrap_or_default();
    let names = schema["enum"].as_array().cloned().unwrap_or_default();
    let kind = |name: serde_json::Value| {
        let kind = serde_json::from_value(name.clone()).ok()?;
        Some((name.as_str()?.to_owned(), kind))
    };
    names.into_iter().filter_map(kind).collect()
}

/// The detectors, as a table in Markdown.
#[must_use]
pub fn table(lang: Lang) -> String {
    let mut text = String::from(match lang {
        Lang::Zh => "| `detect` | 缺陷 | 占位符 |\n|---|---|---|\n",
        Lang::En => "| `detect` | defect | placeholders |\n|---|---|---|\n",
    });
    for (name, kind) in all() {
        let detector = Detector::of(kind);
        let placeholders = detector.placeholders.iter().map(|name| format!("`{{{name}}}`"));
        let placeholders: Vec<String> = placeholders.collect();
        let _ = writeln!(
            text,
            "| `{name}` | {} | {} |",
            detector.about(lang),
            placeholders.join(" ")
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_kinds_are_listed_once() {
        let all = all();
        assert_eq!(all.first().map(|(name, _)| name.as_str()), Some("syntax"));
        assert_eq!(all.last().map(|(_, kind)| *kind), Some(DefectKind::TooMuchWork));
        // The kinds are numbered in order, so that none is missing between the first and the last.
        assert!(all.iter().enumerate().all(|(at, (_, kind))| *kind as usize == at));
    }
}

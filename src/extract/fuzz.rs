//! The reader of published reports against any input: no panic, and no place outside the text.
#![allow(clippy::unwrap_used)]

use std::sync::OnceLock;

use proptest::prelude::*;

use crate::{
    document::{
        limits::Limits,
        model::{Node, Value},
    },
    extract::{
        extraction::*,
        input::{Input, Medium, layout},
    },
    form::schema::Schema,
    library::Library,
    text::source::Span,
};

/// Pieces that make up texts near what reports look like.
const PIECES: &[&str] = &[
    "甲市乙局2023年政府信息公开工作年度报告",
    "甲县丙镇2023",
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项：",
    "三、",
    "自2023年1月1日起至12月31日止",
    "发布日期：2024-01-20",
    "第二十条第（一）项",
    "信息内容",
    "本年制发件数",
    "本年新公开数量",
    "规章",
    "行政规范性",
    "文件",
    "行政许可",
    "自然人",
    "商业企业",
    "其他",
    "总计",
    "（七）总计",
    "一、本年新收政府信息公开申请数量",
    "三、本年度办理结果",
    "（三）不予公开",
    "1.属于国家秘密",
    "2.重复申请",
    "3.其他",
    "㈢",
    "（二）部分公开（区分处理的，",
    "行政复议",
    "未经复议直接起诉",
    "结果维持",
    "0",
    "１２",
    "-3",
    "251000元",
    "/",
    "—",
    "无",
    "0 0 0 0 0 0 0",
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
    "|",
    " | ",
    "||||",
    "\t",
    "\t\t",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\u{3000}",
    "&nbsp;",
    "|---|---|",
    "# ",
    "**",
    "<table>",
    "<tr>",
    "<td>",
    "<td colspan=3 rowspan=0>",
    "<td colspan=99999999 rowspan=99999999>",
    "</td>",
    "</tr>",
    "</table>",
    "<p>",
    "<br>",
    "<div class=nav>",
    "</div>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "&#x4e00;",
    "&lt",
    "<",
    "\0",
    "😀",
    "\u{200b}",
    "﷽",
    "⼀",
];

fn schemas() -> &'static [&'static Schema] {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    static SCHEMAS: OnceLock<Vec<&Schema>> = OnceLock::new();
    SCHEMAS.get_or_init(|| {
        let library = LIBRARY.get_or_init(Library::default);
        library
            .schema_ids()
            .map(|id| &**library.schema(id).unwrap().unwrap())
            .collect()
    })
}

fn check_span(text: &str, span: Span) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
}

fn check_node(text: &str, node: &Node) {
    check_span(text, node.span);
    match &node.value {
        Value::Record(entries) => {
            for entry in entries {
                check_span(text, entry.key_span);
                check_node(text, &entry.value);
            }
        }
        Value::Text(words) => {
            let places = words.places(node.span, text);
            for (at, c) in words.text.char_indices() {
                let place = places.place(at..at + c.len_utf8());
                check_span(text, place);
                assert!(place.start >= node.span.start && place.end <= node.span.end, "{text:?}");
            }
        }
        _ => {}
    }
}

fn check(bytes: &[u8]) {
    let tight = Limits {
        bytes: 1 << 16,
        depth: 3,
        nodes: 20,
    };
    for medium in [
        Medium::Text,
        Medium::Markdown,
        Medium::Html,
        Medium::Docx,
        Medium::Sheet,
        Medium::Pdf,
    ] {
        for limits in [Limits::default(), tight] {
            let Ok((layout, defects)) = layout(bytes, medium, &limits) else {
                continue;
            };
            for block in &layout.blocks {
                check_span(&layout.text, block.span());
            }
            let reading = read(&layout, schemas());
            assert!(reading.document.is_some() || !reading.defects.is_empty());
            for defect in defects.iter().chain(&reading.defects) {
                check_span(&layout.text, defect.span);
                defect.others.iter().for_each(|span| check_span(&layout.text, *span));
            }
            if let Some(document) = &reading.document {
                check_node(&layout.text, &document.root);
            }
        }
    }
}

/// A document of Word with this in its body.
fn packed(body: &str) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file("word/document.xml", options).unwrap();
    writer.write_all(body.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check(&bytes);
        let _ = Input::of(std::path::Path::new("x"), &bytes);
    }

    #[test]
    fn near_reports_do_not_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..80)) {
        check(pieces.concat().as_bytes());
        check(pieces.join("\n").as_bytes());
    }

    #[test]
    fn near_documents_do_not_panic(pieces in prop::collection::vec(prop::sample::select(&[
        "<w:p>", "</w:p>", "<w:p/>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:tcPr>", "</w:tcPr>",
        "<w:gridSpan w:val=\"3\"/>", "<w:gridSpan w:val=\"-1\"/>", "<w:vMerge/>", "<w:vMerge w:val=\"restart\"/>",
        "<w:gridBefore w:val=\"99999999999\"/>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "规章", "0", "一、总体情况", "&amp;", "&#x4e00;",
        "&bad;", "<w:tab/>", "<w:br/>", "<mc:Fallback>", "</mc:Fallback>", "<w:vanish/>", "<![CDATA[x]]>", "<", ">",
    ][..]), 0..60)) {
        check(&packed(&pieces.concat()));
    }

    #[test]
    fn damaged_documents_do_not_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = packed("<w:p><w:t>甲市乙局2023年政府信息公开工作年度报告</w:t></w:p><w:tbl><w:tr><w:tc><w:p><w:t>规章</w:t></w:p></w:tc></w:tr></w:tbl>");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        check(&bytes);
        let cut = cut.index(bytes.len());
        check(&bytes[..cut]);
    }
}

//! Readers of reports as they are published.

use std::{
    io::{Cursor, Write},
    sync::LazyLock,
};

use pubreport::{
    document::Limits,
    emit::{Format, render},
    extract::Medium,
    form::Schema,
    steps,
};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{LINTER, REPORT, check_places, check_span};
use crate::Target;

const LABELS: &[&str] = &[
    "甲市乙局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "行政许可",
    "规章",
    "自然人",
    "总计",
    "（七）总计",
    "1.重复申请",
    "０",
    "１２",
    "²",
    "\u{202e}",
    "\u{200b}",
    "|",
    "\t",
    "\n",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<td colspan=3 rowspan=2>",
    "<th>",
    "<div hidden>",
    "</div>",
    "<style>td{display:none}</style>",
    "<p style='visibility:hidden'>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<sup>1</sup>",
    "<del>9</del>",
    "<iframe>",
    "<bdo dir=rtl>",
    "&nbsp;",
    "&#50;",
    "```\n",
    "## ",
    "| --- |",
    "\\|",
    "~~9~~",
];

/// Little enough that chance soon reaches every part of it.
const SMALL_PAGE: &str = "<title>x</title><h1>甲市乙局2023年政府信息公开工作年度报告</h1><h2>二、主动公开政府信息情况</h2>\
    <table><tr><th>信息内容<th>本年处理决定数量<tr><td>行政许可<td style='display:none'>1</td><td>224</table><p hidden>9<p>六、其他需要报告的事项：无";
const SMALL_MARKDOWN: &str = "# 甲市乙局2023年政府信息公开工作年度报告\n\n## 二、主动公开政府信息情况\n\n| 信息内容 | 本年处理决定数量 |\n\
    |---|---:|\n| 行政许可 | 224 |\n\n<!-- 9 -->\n## 六、其他需要报告的事项\n\n无。\n";
const SMALL_TEXT: &str = "甲市乙局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n信息内容\t本年处理决定数量\n行政许可\t224\n六、其他需要报告的事项\n无。\n";

/// A page.
pub(crate) const HTML: Target = Target {
    name: "html",
    run: |bytes| read(bytes, Medium::Html),
    seeds: || vec![printed(Format::Html), SMALL_PAGE.as_bytes().to_vec()],
    words: LABELS,
};

/// Markdown.
pub(crate) const MARKDOWN: Target = Target {
    name: "markdown",
    run: |bytes| read(bytes, Medium::Markdown),
    seeds: || vec![printed(Format::Markdown), SMALL_MARKDOWN.as_bytes().to_vec()],
    words: LABELS,
};

/// Plain text.
pub(crate) const TEXT: Target = Target {
    name: "text",
    run: |bytes| read(bytes, Medium::Text),
    seeds: || vec![printed(Format::Text), SMALL_TEXT.as_bytes().to_vec()],
    words: LABELS,
};

/// A packed document, byte for byte.
pub(crate) const DOCX: Target = Target {
    name: "docx",
    run: |bytes| read(bytes, Medium::Docx),
    seeds: || vec![packed(b"<w:p><w:r><w:t>2023</w:t></w:r></w:p>"), printed(Format::Docx)],
    words: &[
        "PK\x03\x04",
        "PK\x01\x02",
        "PK\x05\x06",
        "word/document.xml",
        "_rels/.rels",
        "[Content_Types].xml",
    ],
};

/// The body of a document of Word, packed here, so that chance spends itself on the text and not on the archive.
pub(crate) const WORD: Target = Target {
    name: "word",
    run: |bytes| read(&packed(bytes), Medium::Docx),
    seeds: || {
        vec![
            "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>甲市乙局2023年政府信息公开工作年度报告</w:t></w:r></w:p>\
             <w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>行政许可</w:t></w:r></w:p></w:tc>\
             <w:tc><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>1</w:t></w:r><w:r><w:t>224</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
                .as_bytes()
                .to_vec(),
        ]
    },
    words: &[
        "<w:p>",
        "</w:p>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:tcPr>",
        "</w:tcPr>",
        "<w:gridSpan w:val=\"3\"/>",
        "<w:vMerge/>",
        "<w:vMerge w:val=\"restart\"/>",
        "<w:gridBefore w:val=\"99999999999\"/>",
        "<w:r>",
        "</w:r>",
        "<w:rPr>",
        "</w:rPr>",
        "<w:t>",
        "</w:t>",
        "<w:del>",
        "</w:del>",
        "<w:delText>",
        "</w:delText>",
        "<w:vertAlign w:val=\"superscript\"/>",
        "<w:strike/>",
        "<w:sym w:char=\"F031\"/>",
        "<mc:AlternateContent>",
        "<mc:Choice Requires=\"x\">",
        "</mc:Choice>",
        "<mc:Fallback>",
        "</mc:Fallback>",
        "<w:rStyle w:val=\"a\"/>",
        "&amp;",
        "&#x4e00;",
        "&bad;",
        "<![CDATA[x]]>",
        "<w:tab/>",
        "<w:br/>",
        "规章",
        "0",
        "一、总体情况",
    ],
};

/// The correct report, printed.
fn printed(format: Format) -> Vec<u8> {
    let report = LINTER.lint("report.yaml", REPORT.as_bytes());
    let (schema, document) = (report.schema.expect("a known form"), report.document.expect("a report"));
    render(&schema, &document, format).expect("a form that is printed")
}

fn packed(body: &[u8]) -> Vec<u8> {
    const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                              xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
    const RELATIONSHIPS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
         Target=\"word/document.xml\"/></Relationships>";
    const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Override PartName=\"/word/document.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let head = format!("<w:document {NAMESPACES}><w:body>");
    let main = [head.as_bytes(), body, b"</w:body></w:document>"].concat();
    for (name, part) in [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONSHIPS.as_bytes()),
        ("word/document.xml", &main),
    ] {
        writer.start_file(name, options).expect("a part begins");
        writer.write_all(part).expect("a part is written");
    }
    writer.finish().expect("the archive ends").into_inner()
}

pub(super) fn read(bytes: &[u8], medium: Medium) {
    static SCHEMAS: LazyLock<Vec<&'static Schema>> = LazyLock::new(|| {
        let library = LINTER.library();
        let ids = library.schema_ids();
        ids.filter_map(|id| library.schema(id).ok()?.map(|schema| &**schema))
            .collect()
    });
    let Ok((layout, defects)) = steps::layout(bytes, medium, &Limits::default()) else {
        return;
    };
    for block in &layout.blocks {
        check_span(&layout.text, block.span());
    }
    let reading = steps::read(&layout, &SCHEMAS);
    assert!(
        reading.document.is_some() || !reading.defects.is_empty(),
        "nothing is read and nothing said"
    );
    for defect in defects.iter().chain(&reading.defects) {
        check_span(&layout.text, defect.span);
        defect.others.iter().for_each(|span| check_span(&layout.text, *span));
    }
    if let Some(document) = &reading.document {
        check_places(&layout.text, &document.root);
    }
}

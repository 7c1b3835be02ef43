//! What reading a published report costs: a page of 100 KB, as sites wrap a report, and the same as a document.

use std::{fmt::Write as _, hint::black_box, io::Write as _};

use divan::{Bencher, counter::BytesCount};
use pubreport::{Library, document::Limits, extract::Medium, form::Schema, steps};

fn main() {
    divan::main();
}

/// The rows of table three of a form: labels, and how many numbers each has.
fn rows(schema: &Schema) -> Vec<(String, usize)> {
    let fields = schema.fields();
    let fields = fields.filter(|field| schema.path(*field).starts_with("requests."));
    let rows = fields.map(|field| schema.shape(field)).filter(|shape| shape.columns);
    rows.map(|shape| (shape.title.zh.clone(), shape.children.len()))
        .collect()
}

fn prose() -> String {
    "全年通过门户网站公开政府信息866条，办理群众来信33件，组织业务培训2次，各项工作按期完成。".repeat(12)
}

fn page(library: &Library) -> String {
    let schema = schema(library);
    let mut html =
        String::from("<html><head><meta charset=utf-8></head><body><h1>甲市乙局2023年政府信息公开工作年度报告</h1>");
    let paragraphs = |html: &mut String, count: usize| {
        for _ in 0..count {
            write!(
                html,
                "<p style=\"text-indent:2em;line-height:28px\"><span style=\"font-family:仿宋\">{}</span></p>",
                prose()
            )
            .expect("fits");
        }
    };
    html.push_str("<p>一、总体情况</p>");
    paragraphs(&mut html, 40);
    html.push_str("<p>三、收到和处理政府信息公开申请情况</p><table>");
    for (label, width) in rows(schema) {
        write!(
            html,
            "<tr><td style=\"width:57px;\"><p align=\"center\">{label}</p></td>"
        )
        .expect("fits");
        for number in 0..width {
            write!(html, "<td style=\"width:57px;\"><p align=\"center\">{number}</p></td>").expect("fits");
        }
        html.push_str("</tr>");
    }
    html.push_str("</table><p>五、存在的主要问题及改进情况</p>");
    paragraphs(&mut html, 10);
    html + "</body></html>"
}

fn document(library: &Library) -> Vec<u8> {
    let schema = schema(library);
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let mut body = paragraph("甲市乙局2023年政府信息公开工作年度报告") + &paragraph("一、总体情况");
    body += &paragraph(&prose()).repeat(40);
    body += "<w:tbl>";
    for (label, width) in rows(schema) {
        let cells: String = (0..width)
            .map(|number| format!("<w:tc>{}</w:tc>", paragraph(&number.to_string())))
            .collect();
        write!(body, "<w:tr><w:tc>{}</w:tc>{cells}</w:tr>", paragraph(&label)).expect("fits");
    }
    body += "</w:tbl>";
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file("word/document.xml", options).expect("can be written");
    write!(writer, "<w:document><w:body>{body}</w:body></w:document>").expect("can be written");
    writer.finish().expect("can be written").into_inner()
}

fn schema(library: &Library) -> &Schema {
    library.schema("cn-ogi-2021").expect("loads").expect("is built in")
}

fn read(bencher: Bencher<'_, '_>, bytes: &[u8], medium: Medium, library: &Library) {
    let schemas: Vec<&Schema> = library
        .schema_ids()
        .filter_map(|id| Some(&**library.schema(id).ok()??))
        .collect();
    let limits = Limits::default();
    bencher.counter(BytesCount::new(bytes.len())).bench(|| {
        let (layout, _) = steps::layout(black_box(bytes), medium, &limits).expect("can be read");
        let document = steps::read(&layout, &schemas).document.expect("is of a known form");
        document.root.entries().len()
    });
}

#[divan::bench]
fn html(bencher: Bencher<'_, '_>) {
    let library = Library::default();
    read(bencher, page(&library).as_bytes(), Medium::Html, &library);
}

#[divan::bench]
fn docx(bencher: Bencher<'_, '_>) {
    let library = Library::default();
    read(bencher, &document(&library), Medium::Docx, &library);
}

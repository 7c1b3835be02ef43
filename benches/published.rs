//! What reading a published report costs beside its floor, which is what any reader of such a file has to do: a page of 100 KB, as sites wrap a
//! report, a document of Word, and a PDF that LibreOffice made.

use std::{
    fmt::Write as _,
    hint::black_box,
    io::{Cursor, Read as _},
};

use divan::{Bencher, counter::BytesCount};
use html5ever::{
    tendril::StrTendril,
    tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
};
use pubreport::{
    Library, Linter, Options,
    document::Limits,
    emit::{Format, render},
    extract::Medium,
    form::Schema,
    steps,
};

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

/// The example as a document of Word, with as much prose as the page has.
fn document() -> Vec<u8> {
    let linter = Linter::new(Library::default(), Options::default()).expect("the built-in packs load");
    let report = include_str!("../examples/cn-ogi-2021.yaml").replace(
        "overview: |\n",
        &format!("overview: |\n{}", format!("  {}\n", prose()).repeat(40)),
    );
    let report = linter.lint("report.yaml", report.as_bytes());
    let (schema, document) = (report.schema.expect("is known"), report.document.expect("can be read"));
    render(&schema, &document, Format::Docx).expect("the form says how it is printed")
}

const PDF: &[u8] = include_bytes!("../tests/data/published/office-2023.pdf");

fn schema(library: &Library) -> &Schema {
    library.schema("cn-ogi-2021").expect("loads").expect("is built in")
}

/// The text of a file and its lines and rows.
fn layout(bencher: Bencher<'_, '_>, bytes: &[u8], medium: Medium) {
    let limits = Limits::default();
    bencher.counter(BytesCount::new(bytes.len())).bench(|| {
        let (layout, _) = steps::layout(black_box(bytes), medium, &limits).expect("can be read");
        layout.blocks.len()
    });
}

/// The same, and the report in it.
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

/// Counts what a tokenizer of HTML finds.
#[derive(Default)]
struct Tokens(std::cell::Cell<usize>);

impl TokenSink for Tokens {
    type Handle = ();

    fn process_token(&self, _: Token, _: u64) -> TokenSinkResult<()> {
        self.0.set(self.0.get() + 1);
        TokenSinkResult::Continue
    }
}

/// The least that any reader of a page does: its tokens.
#[divan::bench]
fn html_a_floor(bencher: Bencher<'_, '_>) {
    let page = page(&Library::default());
    bencher.counter(BytesCount::new(page.len())).bench(|| {
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from_slice(black_box(&page)));
        let tokenizer = Tokenizer::new(Tokens::default(), TokenizerOpts::default());
        let _ = tokenizer.feed(&queue);
        tokenizer.end();
        tokenizer.sink.0.get()
    });
}

#[divan::bench]
fn html_b_layout(bencher: Bencher<'_, '_>) {
    layout(bencher, page(&Library::default()).as_bytes(), Medium::Html);
}

#[divan::bench]
fn html_c_document(bencher: Bencher<'_, '_>) {
    let library = Library::default();
    read(bencher, page(&library).as_bytes(), Medium::Html, &library);
}

/// The least that any reader of a document does: its parts unpacked, and the tags of the main one.
#[divan::bench]
fn docx_a_floor(bencher: Bencher<'_, '_>) {
    let document = document();
    bencher.counter(BytesCount::new(document.len())).bench(|| {
        let mut archive = zip::ZipArchive::new(Cursor::new(black_box(&document))).expect("is an archive");
        let mut tags = 0;
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).expect("is there");
            let mut text = Vec::new();
            part.read_to_end(&mut text).expect("can be unpacked");
            let mut reader = quick_xml::Reader::from_reader(text.as_slice());
            while !matches!(reader.read_event().expect("is XML"), quick_xml::events::Event::Eof) {
                tags += 1;
            }
        }
        tags
    });
}

#[divan::bench]
fn docx_b_layout(bencher: Bencher<'_, '_>) {
    layout(bencher, &document(), Medium::Docx);
}

#[divan::bench]
fn docx_c_document(bencher: Bencher<'_, '_>) {
    read(bencher, &document(), Medium::Docx, &Library::default());
}

/// The least that any reader of a PDF does: its objects, and the contents of its pages unpacked.
#[divan::bench]
fn pdf_a_floor(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::new(PDF.len())).bench(|| {
        let file = lopdf::Document::load_mem(black_box(PDF)).expect("is a PDF");
        let pages = file.get_pages();
        let contents = pages.values().map(|page| file.get_page_content(*page).len());
        contents.sum::<usize>()
    });
}

#[divan::bench]
fn pdf_b_layout(bencher: Bencher<'_, '_>) {
    layout(bencher, PDF, Medium::Pdf);
}

#[divan::bench]
fn pdf_c_document(bencher: Bencher<'_, '_>) {
    read(bencher, PDF, Medium::Pdf, &Library::default());
}

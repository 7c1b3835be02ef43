//! What it costs to print a report, and to take a printed one over.

use std::hint::black_box;

use divan::Bencher;
use pubreport::{
    Beside, Lang, Library, Linter, Options,
    emit::{Format, render},
    extract::{Input, Medium},
    import::{Data, import},
};

const REPORT: &[u8] = include_bytes!("../examples/cn-ogi-2021.yaml");

fn main() {
    divan::main();
}

fn linter() -> Linter {
    Linter::new(Library::default(), Options::default()).expect("the built-in packs load")
}

fn page(linter: &Linter, format: Format) -> Vec<u8> {
    let report = linter.lint("report.yaml", REPORT);
    let (schema, document) = (report.schema.expect("is known"), report.document.expect("can be read"));
    render(&schema, &document, format).expect("the form says how it is printed")
}

#[divan::bench(args = [Format::Html, Format::Markdown, Format::Docx, Format::Text])]
fn a_lint_and_render(bencher: Bencher<'_, '_>, format: Format) {
    let linter = linter();
    page(&linter, format);
    bencher.bench(|| page(black_box(&linter), format));
}

#[divan::bench(args = [Medium::Html, Medium::Docx])]
fn b_import(bencher: Bencher<'_, '_>, medium: Medium) {
    let linter = linter();
    let page = page(
        &linter,
        if medium == Medium::Docx {
            Format::Docx
        } else {
            Format::Html
        },
    );
    bencher.bench(|| {
        let page = linter.open("page", black_box(&page), Some(Input::Published(medium)));
        import(&linter.judge(&page, &Beside::default()), Data::Yaml, Lang::Zh)
    });
}

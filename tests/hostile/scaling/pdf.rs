//! PDF files.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

use super::{Case, Files, file, lint, times};
use crate::common::pdf::{Encoding, digits, objects, pages, pages_with, stream, text};

const TITLE: &str = "甲市乙局2023年政府信息公开工作年度报告";
const SIZE: (f64, f64) = (600.0, 800.0);

fn page(content: &str) -> Files {
    let title = text(Encoding::Unicode, (50.0, 750.0), 20.0, TITLE);
    file("r.pdf", pages(Encoding::Unicode, SIZE, &[title + content]))
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Forms, each of which draws the next one twice.
fn nested(n: usize) -> Files {
    let form = |at: usize| {
        let dict = format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</A {0} 0 R>>>>",
            7 + (at + 1).min(n - 1)
        );
        stream(&dict, b"/A Do /A Do")
    };
    let forms: Vec<Vec<u8>> = (0..n).map(form).collect();
    file(
        "r.pdf",
        pages_with(Encoding::Unicode, SIZE, &["/X0 Do".to_owned()], "", &forms),
    )
}

/// A file of a catalog and these objects.
fn bare(rest: impl Iterator<Item = Vec<u8>>) -> Files {
    let mut all = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec()];
    all.extend(rest);
    file("r.pdf", objects(&all))
}

pub(super) const CASES: &[Case] = &[
    lint("pdf: pages", 900, |n| {
        let content = text(Encoding::Unicode, (50.0, 750.0), 20.0, TITLE);
        file("r.pdf", pages(Encoding::Unicode, SIZE, &vec![content; n]))
    }),
    lint("pdf: lines of text", 6_000, |n| {
        page(&times(n, |at| {
            digits((50.0 + (at % 8) as f64 * 60.0, 700.0 - (at / 8) as f64), 6.0, "1234")
        }))
    }),
    lint("pdf: glyphs at one place", 60_000, |n| {
        page(&digits((50.0, 600.0), 10.0, &"1) Tj 0 0 Td (".repeat(n)))
    }),
    lint("pdf: glyphs of one line", 80_000, |n| {
        page(&digits((50.0, 600.0), 0.01, &"1".repeat(n)))
    }),
    lint("pdf: ruled lines", 20_000, |n| {
        page(&times(n, |at| {
            let x = 50.0 + (at % 500) as f64;
            format!("{x} 100 m {x} {} l S\n", 101 + at % 600)
        }))
    }),
    lint("pdf: squares of a table", 700, |n| {
        page(&times(n, |at| {
            let place = 20.0 + at as f64 * 0.3;
            format!("20 {place} m 580 {place} l S {place} 20 m {place} 780 l S\n")
        }))
    }),
    lint("pdf: grounds", 1_500, |n| {
        let text = digits((50.0, 600.0), 10.0, &"1234567890".repeat(400));
        page(&format!("{}{text}", "1 g 0 0 600 800 re f 0 g\n".repeat(n)))
    }),
    lint("pdf: states", 100_000, |n| page(&"q Q ".repeat(n))),
    lint("pdf: brackets", 100_000, |n| page(&"[".repeat(n))),
    lint("pdf: dictionaries", 100_000, |n| page(&"<<".repeat(n))),
    lint("pdf: brackets in objects", 50_000, |n| {
        bare([b"[".repeat(n)].into_iter())
    }),
    lint("pdf: nested forms", 8, nested),
    lint("pdf: a form in itself", 20, |n| {
        let form = stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 7 0 R>>>>",
            "/A Do ".repeat(n).as_bytes(),
        );
        file(
            "r.pdf",
            pages_with(Encoding::Unicode, SIZE, &["/X0 Do".to_owned()], "", &[form]),
        )
    }),
    lint("pdf: a long array", 800_000, |n| {
        bare(std::iter::once(
            [b"[".to_vec(), b"0 ".repeat(n), b"]".to_vec()].concat(),
        ))
    }),
    lint("pdf: objects", 80_000, |n| bare((0..n).map(|_| b"[0 0 0]".to_vec()))),
    lint("pdf: references to references", 30_000, |n| {
        bare((0..n).map(|at| format!("{} 0 R", at + 3).into_bytes()))
    }),
    lint("pdf: pages in pages", 5_000, |n| {
        bare((0..n).map(|at| format!("<</Type/Pages/Kids[{} 0 R]/Count 1>>", at + 3).into_bytes()))
    }),
    lint("pdf: a packed page of blanks", 4, |n| {
        let content = packed(&b" ".repeat(n << 20));
        let page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]>>".to_vec();
        bare(
            [
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
                page,
                stream("/Filter/FlateDecode", &content),
            ]
            .into_iter(),
        )
    }),
    lint("pdf: packed twice", 200, |n| {
        let content = packed(&packed(&b" ".repeat(n << 20)));
        let page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]>>".to_vec();
        let filters = "/Filter[/FlateDecode/FlateDecode]";
        bare(
            [
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
                page,
                stream(filters, &content),
            ]
            .into_iter(),
        )
    }),
    lint("pdf: streams of objects that are large unpacked", 60, |n| {
        let content = packed(&[b"9 0 ".to_vec(), b"[".to_vec(), b"0 ".repeat(250_000), b"]".to_vec()].concat());
        let dict = "/Type/ObjStm/N 1/First 4/Filter/FlateDecode";
        bare((0..n).map(|_| stream(dict, &content)))
    }),
    lint("pdf: fonts", 1_500, |n| {
        let font = |at: usize| format!("/G{at} <</Type/Font/Subtype/Type0/Encoding/GBK-EUC-H/DescendantFonts[4 0 R]>>");
        let page = format!(
            "<</Type/Page/Parent 2 0 R/Contents 5 0 R/MediaBox[0 0 9 9]/Resources<</Font<<{}>>>>>>",
            times(n, font)
        );
        let own =
            b"<</Type/Font/Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)>>/W[0 100000000 5]>>"
                .to_vec();
        let content = stream("", times(n, |at| format!("BT /G{at} 9 Tf (1) Tj ET\n")).as_bytes());
        bare(
            [
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
                page.into_bytes(),
                own,
                content,
            ]
            .into_iter(),
        )
    }),
];

//! PDF with a text layer: what is seen of its pages, read as text and tables. Everything in the file is untrusted, its sizes first.
//!
//! [`file`] opens the file and its pages, [`lexer`] and [`interpret`] run their content, with [`fonts`] for the characters of codes. What is
//! drawn ([`marks`]) is judged ([`seen`]), put into lines of text and cells between ruled lines ([`page`], [`text_lines`], [`ruled`]) and laid
//! out as one text ([`furniture`], [`compose`]). Tables without ruled lines stay lines of text.

mod colours;
mod compose;
mod encodings;
mod file;
mod fonts;
mod furniture;
mod geometry;
mod interpret;
mod lexer;
mod marks;
mod page;
mod paint;
mod path;
mod ruled;
mod seen;
mod state;
mod text;
mod text_lines;

use std::collections::HashMap;

use compose::{Composer, Measure};
use file::{File, Refusal};
use interpret::Interpreter;
use page::Item;

use crate::extract::{formats::layout_builder::Flow, layout::Layout};
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::limits::Limits,
    text::source::Span,
};

/// How a file begins, within its first bytes.
const BEGINNING: &[u8] = b"%PDF-";
/// Characters of a report; a page with fewer is a picture with a stamp on it.
const FEWEST: usize = 20;

/// Whether the bytes are a file of this kind.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(BEGINNING)
}

/// Read a file.
///
/// # Errors
/// It is damaged, encrypted or has no text, or a limit is exceeded.
pub(crate) fn layout(bytes: &[u8], limits: &Limits) -> Result<Layout, Box<Defect>> {
    let refused = |refusal| refused(refusal, limits);
    let file = File::open(bytes, limits).map_err(refused)?;
    let pages = file.pages().map_err(refused)?;
    let mut interpreter = Interpreter::new(&file, limits);
    let mut laid = Vec::with_capacity(pages.len());
    let (mut read, mut unmapped, mut has_picture) = (0, 0, false);
    for page in &pages {
        let mut marks = interpreter.page(page).map_err(refused)?;
        seen::judge(&mut marks);
        let shown = marks.glyphs.iter().filter(|glyph| !glyph.is_unseen);
        for glyph in shown {
            match glyph.unlike {
                Some("unmapped") => unmapped += 1,
                _ => read += 1,
            }
        }
        has_picture |= !marks.shapes.is_empty();
        laid.push(page::items(&marks));
    }
    if read < FEWEST && has_picture {
        return Err(unreadable("pdf-scan"));
    }
    if unmapped > read / 4 {
        return Err(unreadable("pdf-unmapped"));
    }
    let sizes: Vec<(f64, f64)> = pages.iter().map(|page| page.size).collect();
    let heights: Vec<f64> = sizes.iter().map(|(_, height)| *height).collect();
    furniture::remove(&mut laid, &heights);
    let widths: Vec<i64> = sizes.iter().map(|(width, _)| width.round() as i64).collect();
    let measures = measures(&laid, &widths);
    let mut composer = Composer::new(Flow::new(limits));
    for (items, width) in laid.into_iter().zip(&widths) {
        composer.page(items, measures[width]);
    }
    composer.finish().finish()
}

/// Where lines reach on all pages of a width. Most files have pages of one.
fn measures(pages: &[Vec<Item>], widths: &[i64]) -> HashMap<i64, Measure> {
    let mut alike: HashMap<i64, Vec<&Item>> = HashMap::new();
    for (items, width) in pages.iter().zip(widths) {
        alike.entry(*width).or_default().extend(items);
    }
    let measure = |(width, items): (i64, Vec<&Item>)| (width, Measure::of(items.into_iter(), width as f64));
    alike.into_iter().map(measure).collect()
}

fn unreadable(cause: &'static str) -> Box<Defect> {
    Defect::new(DefectKind::UnreadableFile, Span::default())
        .because(cause)
        .into()
}

fn refused(refusal: Refusal, limits: &Limits) -> Box<Defect> {
    let (kind, limit) = match refusal {
        Refusal::Damaged => return unreadable("pdf-damaged"),
        Refusal::Encrypted => return unreadable("pdf-encrypted"),
        Refusal::TooLarge => (DefectKind::TooLarge, limits.bytes),
        Refusal::TooMany => (DefectKind::TooManyCells, limits.nodes),
    };
    Defect::new(kind, Span::default())
        .with("limit", limit.to_string())
        .into()
}

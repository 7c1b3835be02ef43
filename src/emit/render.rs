//! A report as it is published: the official form, filled in.
//!
//! [`render`] makes one file of a [`Document`]. What the form looks like stands in its schema (`x-published`, `x-above`, `x-over`,
//! `x-corner`, `x-across`); what is printed is what [`published`](crate::extract::extraction) reads. The bytes depend on nothing but the report.
//!
//! ```
//! use pubreport::{Library, Linter, Options, emit::{Format, render}};
//!
//! let linter = Linter::new(Library::default(), Options::default())?;
//! let report = "schema: cn-ogi-2021\nyear: 2023\nagency: {name: 甲市乙局, level: department}\nother_matters: 无。\n";
//! let report = linter.lint("report.yaml", report.as_bytes());
//! let page = render(&report.schema.unwrap(), &report.document.unwrap(), Format::Markdown);
//! let page = String::from_utf8(page.unwrap()).unwrap();
//! assert!(page.starts_with("# 甲市乙局2023年政府信息公开工作年度报告\n"));
//! assert!(page.ends_with("## 六、其他需要报告的事项\n\n无。\n"));
//! # Ok::<(), pubreport::LinterError>(())
//! ```

use crate::{
    document::model::Document,
    emit::{docx, html, markdown, page::Page, text},
    form::schema::Schema,
};

/// The files that a report can be printed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A page that stands for itself.
    Html,
    /// Markdown with tables as GitHub has them.
    Markdown,
    /// A document of Word and its like.
    Docx,
    /// Plain text; tabs part the cells of tables.
    Text,
}

/// Print a report; nothing where its schema does not say how (`x-published`).
///
/// Whatever stands in the report is printed as it stands, also where it is wrong; a missing value is a blank.
#[must_use]
pub fn render(schema: &Schema, document: &Document, format: Format) -> Option<Vec<u8>> {
    let page = Page::of(schema, document)?;
    Some(match format {
        Format::Html => html::html(&page).into_bytes(),
        Format::Markdown => markdown::markdown(&page).into_bytes(),
        Format::Docx => docx::docx(&page),
        Format::Text => text::text(&page).into_bytes(),
    })
}

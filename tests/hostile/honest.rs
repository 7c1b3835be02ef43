//! An honest report in every format, which attacks begin with.

use std::io::{Cursor, Read, Write};

use pubreport::emit::{Format, render};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::common::{linter, project};

/// A correct report of 2023 as YAML. The number of administrative licences, 224, stands there once.
pub fn yaml() -> String {
    project("examples/cn-ogi-2021.yaml")
}

/// The same as it is published.
pub fn published(format: Format) -> Vec<u8> {
    let report = linter().lint("report.yaml", yaml().as_bytes());
    render(&report.schema.unwrap(), &report.document.unwrap(), format).unwrap()
}

/// As a page.
pub fn html() -> String {
    String::from_utf8(published(Format::Html)).unwrap()
}

/// As Markdown.
pub fn markdown() -> String {
    String::from_utf8(published(Format::Markdown)).unwrap()
}

/// As plain text.
pub fn text() -> String {
    String::from_utf8(published(Format::Text)).unwrap()
}

/// The parts of a packed document, by name, in their order.
pub type Parts = Vec<(String, Vec<u8>)>;

/// The name of the part that holds a document's text.
pub const MAIN: &str = "word/document.xml";

/// As a document of Word, unpacked.
pub fn docx() -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(published(Format::Docx))).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let part = |name: String| {
        let mut bytes = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        (name, bytes)
    };
    names.into_iter().map(part).collect()
}

/// A document with its text changed, packed again.
pub fn docx_with(change: impl FnOnce(String) -> String) -> Vec<u8> {
    let mut parts = docx();
    let (_, main) = parts.iter_mut().find(|(name, _)| name == MAIN).unwrap();
    *main = change(String::from_utf8(std::mem::take(main)).unwrap()).into_bytes();
    pack(&parts)
}

/// Pack a document.
pub fn pack(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// `text` with the one place where `from` stands changed. Fails where it stands nowhere or twice: the attack would be none.
#[track_caller]
pub fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from} must stand there once");
    text.replace(from, to)
}

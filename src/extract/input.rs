//! What kind of file it is: by its ending, then by its bytes.

use std::path::Path;

use crate::extract::formats::package::{Content, parts::Kind};
use crate::extract::{
    formats::{docx, html, package, pdf, text, xlsx},
    layout::Layout,
};
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::{format::Format, limits::Limits},
    text::source::Span,
};

/// The files a published report may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Medium {
    /// Plain text, as copied from a page or a document.
    Text,
    /// Markdown.
    Markdown,
    /// A page.
    Html,
    /// A document of Word and its like, from 2007 on.
    Docx,
    /// A workbook of Excel and its like, from 2007 on.
    Sheet,
    /// A PDF that has text, not pictures of it.
    Pdf,
}

/// What a report may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// Data: YAML or JSON. Which of them is told by the text.
    Data(Option<Format>),
    /// A report as it was published.
    Published(Medium),
    /// A file that cannot be read: one of [`REFUSED`].
    Refused(&'static str),
}

/// The kinds of files that are known and not read; keys of `causes` in the words for it.
pub const REFUSED: [&str; 7] = ["doc", "doc-failed", "sheet", "image", "ofd", "archive", "other"];

/// Endings and what they stand for.
const ENDINGS: [(&[&str], Input); 13] = [
    (&["yaml", "yml"], Input::Data(Some(Format::Yaml))),
    (&["json"], Input::Data(Some(Format::Json))),
    (&["txt", "text"], Input::Published(Medium::Text)),
    (&["md", "markdown"], Input::Published(Medium::Markdown)),
    (&["html", "htm", "xhtml", "shtml"], Input::Published(Medium::Html)),
    (&["docx", "docm"], Input::Published(Medium::Docx)),
    (
        &["doc", "dot", "wps", "wpt", "rtf", "odt", "mht", "mhtml"],
        Input::Refused("doc"),
    ),
    (&["pdf"], Input::Published(Medium::Pdf)),
    (&["xlsx", "xlsm"], Input::Published(Medium::Sheet)),
    (&["xls", "xlsb", "et", "ods", "csv"], Input::Refused("sheet")),
    (
        &["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp"],
        Input::Refused("image"),
    ),
    (&["ofd", "ceb"], Input::Refused("ofd")),
    (&["zip", "rar", "7z", "gz"], Input::Refused("archive")),
];

/// How files of some kinds begin.
const BEGINNINGS: [(&[u8], &str); 8] = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"{\\rtf", "doc"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"Rar!\x1a", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
];

impl Input {
    /// What a file is: its bytes where they leave no doubt, then its ending, then how its text begins.
    #[must_use]
    pub fn of(path: &Path, bytes: &[u8]) -> Self {
        let ending = path
            .extension()
            .and_then(|ending| ending.to_str())
            .unwrap_or("")
            .to_ascii_lowercase();
        let named = ENDINGS
            .iter()
            .find(|(endings, _)| endings.contains(&ending.as_str()))
            .map(|(_, input)| *input);
        if pdf::is_pdf(bytes) {
            return Self::Published(Medium::Pdf);
        }
        if let Some((_, kind)) = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)) {
            // A table in an old file is told by its ending alone.
            return match named {
                Some(Self::Refused(named)) => Self::Refused(named),
                // An old workbook under a new name, or one with a password.
                Some(Self::Published(Medium::Sheet)) => Self::Refused("sheet"),
                _ => Self::Refused(kind),
            };
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return Self::of_package(bytes, named);
        }
        named.unwrap_or_else(|| Self::of_text(bytes))
    }

    /// What an archive is whose name says that it is `named`.
    fn of_package(bytes: &[u8], named: Option<Self>) -> Self {
        if let Some(Self::Refused(kind)) = named {
            return Self::Refused(kind);
        }
        // What is damaged is said to be that, and not to be of another kind.
        let named = named.filter(|named| matches!(named, Self::Published(Medium::Docx | Medium::Sheet)));
        match package::content(bytes) {
            Content::Of(Kind::Word) => Self::Published(Medium::Docx),
            Content::Of(Kind::Sheet) => Self::Published(Medium::Sheet),
            Content::Unclear => named.unwrap_or(Self::Published(Medium::Docx)),
            Content::Other => named.unwrap_or(Self::Refused("archive")),
        }
    }

    fn of_text(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        let head = &bytes[..bytes.len().min(1024)];
        let head = String::from_utf8_lossy(head).to_ascii_lowercase();
        let tags = [
            "<!doctype html",
            "<html",
            "<head",
            "<body",
            "<table",
            "<div",
            "<p",
            "<h1",
            "<!--",
            "<meta",
        ];
        if tags.iter().any(|tag| head.starts_with(tag)) {
            return Self::Published(Medium::Html);
        }
        // Data begins with a key, a bracket or a comment; a report with its title.
        let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
        let is_prose = |line: &str| !line.starts_with(|c: char| c.is_ascii()) && !line.contains([':', '：']);
        if lines.next().is_some_and(is_prose) && lines.next().is_some_and(is_prose) {
            return Self::Published(Medium::Text);
        }
        Self::Data(None)
    }
}

/// The readable text of a published report and what stands in it.
///
/// # Errors
/// Why there is none.
pub fn layout(bytes: &[u8], medium: Medium, limits: &Limits) -> Result<(Layout, Vec<Defect>), Box<Defect>> {
    if bytes.len() > limits.bytes {
        return Err(crate::document::decode::too_large(limits).into());
    }
    let packed = match medium {
        Medium::Docx => Some(docx::layout(bytes, limits)),
        Medium::Sheet => Some(xlsx::layout(bytes, limits)),
        Medium::Pdf => Some(pdf::layout(bytes, limits)),
        _ => None,
    };
    if let Some(layout) = packed {
        return layout.map(|layout| (layout, Vec::new()));
    }
    let (decoded, defects) = decode(bytes, medium, limits)?;
    let layout = match medium {
        Medium::Html => html::layout(&decoded, limits)?,
        _ => text::layout(decoded, limits, medium == Medium::Markdown)?,
    };
    Ok((layout, defects))
}

/// The text of a file; a page may name its own encoding, and it is no defect of a page not to be in UTF-8.
fn decode(bytes: &[u8], medium: Medium, limits: &Limits) -> Result<(String, Vec<Defect>), Box<Defect>> {
    if medium != Medium::Html {
        let (text, mut defects) = crate::document::decode::decode(bytes, limits)?;
        defects.retain(|defect| defect.kind != DefectKind::ByteOrderMark);
        return Ok((text.into_owned(), defects));
    }
    let named = encoding_of(bytes).filter(|encoding| *encoding != encoding_rs::UTF_8);
    // ASCII means other characters to this one, once an escape has said so.
    if named == Some(encoding_rs::ISO_2022_JP) && bytes.contains(&0x1b) {
        return Ok((encoding_rs::ISO_2022_JP.decode(bytes).0.into_owned(), Vec::new()));
    }
    if let Some(encoding) = named
        && std::str::from_utf8(bytes).is_err()
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return Ok((text.into_owned(), Vec::new()));
    }
    let (text, mut defects) = crate::document::decode::decode(bytes, limits)?;
    defects.retain(|defect| !matches!(defect.kind, DefectKind::Decoded | DefectKind::ByteOrderMark));
    for defect in &mut defects {
        // Places in the page's source mean nothing in its readable text.
        defect.span = Span::default();
        defect.others.clear();
    }
    Ok((text.into_owned(), defects))
}

/// The encoding that a page says it is in.
fn encoding_of(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let at = head.find("charset=")? + "charset=".len();
    let name = head[at..].trim_start_matches(['"', '\'', ' ']);
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))
        .unwrap_or(name.len());
    encoding_rs::Encoding::for_label(&name.as_bytes()[..end])
}

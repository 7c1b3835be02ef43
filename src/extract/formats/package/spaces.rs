//! The namespaces that Word and Excel know.

/// The program that a part is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Word,
    Excel,
}

/// What a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// WordprocessingML, transitional or strict.
    Word,
    /// Word's own additions of 2010, among them effects of text.
    Word2010,
    /// SpreadsheetML, transitional or strict.
    Sheet,
    /// Excel's own additions of 2010, among them conditional formats.
    Sheet2009,
    /// Formulas and places within those.
    SheetFormula,
    /// Where a drawing stands in a sheet.
    SheetPlacement,
    /// Markup compatibility.
    Compatibility,
    /// Relationships of a package.
    Relationships,
    /// Relationships that markup refers to.
    References,
    /// Content types of a package.
    ContentTypes,
    /// Equations.
    Math,
    /// DrawingML.
    Drawing,
    /// Where a drawing stands in a document.
    Placement,
    /// A shape of Word.
    Shape,
    /// VML, the drawings before 2010.
    Vml,
    /// Another one that the program knows.
    Known,
    /// The name has no namespace.
    None,
    /// One that the program does not know.
    Foreign,
}

const OFFICE: &str = "http://schemas.openxmlformats.org/";
const STRICT: &str = "http://purl.oclc.org/ooxml/";
const MICROSOFT: &str = "http://schemas.microsoft.com/office/";

/// The namespaces of Microsoft, behind [`MICROSOFT`], that a choice may require.
const REQUIRED: [&str; 22] = [
    "word/2010/wordprocessingCanvas",
    "word/2010/wordprocessingGroup",
    "word/2010/wordprocessingInk",
    "word/2010/wordprocessingShape",
    "word/2010/wordprocessingDrawing",
    "word/2010/wordml",
    "word/2012/wordml",
    "word/2012/wordprocessingDrawing",
    "word/2015/wordml/symex",
    "word/2016/wordml/cid",
    "word/2018/wordml",
    "word/2018/wordml/cex",
    "word/2020/wordml/sdtdatahash",
    "word/2023/wordml/word16du",
    "word/2024/wordml/sdtformatlock",
    "word/2006/wordml",
    "drawing/2010/main",
    "drawing/2014/chartex",
    "drawing/2014/chart",
    "drawing/2016/ink",
    "drawing/2017/model3d",
    "2019/extlst",
];

/// The namespace of a name, as a program knows it.
pub(crate) fn space(uri: &[u8], dialect: Dialect) -> Space {
    let Ok(uri) = std::str::from_utf8(uri) else {
        return Space::Foreign;
    };
    if dialect == Dialect::Excel
        && let Some(space) = space_of_excel(uri)
    {
        return space;
    }
    let transitional = uri.strip_prefix(OFFICE);
    match transitional.or_else(|| uri.strip_prefix(STRICT)) {
        Some("wordprocessingml/2006/main" | "wordprocessingml/main") => return Space::Word,
        Some("markup-compatibility/2006") => return Space::Compatibility,
        Some("package/2006/relationships") => return Space::Relationships,
        Some("package/2006/content-types") => return Space::ContentTypes,
        Some("officeDocument/2006/relationships" | "officeDocument/relationships") => return Space::References,
        Some("officeDocument/2006/math" | "officeDocument/math") => return Space::Math,
        Some("drawingml/2006/main" | "drawingml/main") => return Space::Drawing,
        Some("drawingml/2006/wordprocessingDrawing" | "drawingml/wordprocessingDrawing") => return Space::Placement,
        Some(rest)
            if rest.starts_with("drawingml/")
                || rest.starts_with("officeDocument/")
                || rest.starts_with("schemaLibrary/") =>
        {
            return Space::Known;
        }
        _ => {}
    }
    if let Some(rest) = uri.strip_prefix(MICROSOFT) {
        return match rest {
            "word/2010/wordml" => Space::Word2010,
            "word/2010/wordprocessingDrawing" => Space::Placement,
            "word/2010/wordprocessingShape" => Space::Shape,
            "mac/office/2008/main" => Space::Known,
            rest if REQUIRED.contains(&rest) || rest.starts_with("drawing/") => Space::Known,
            _ => Space::Foreign,
        };
    }
    match uri {
        "urn:schemas-microsoft-com:vml" => Space::Vml,
        "urn:schemas-microsoft-com:office:office"
        | "urn:schemas-microsoft-com:office:word"
        | "urn:schemas-microsoft-com:mac:vml"
        | "http://www.wps.cn/officeDocument/2013/wpsCustomData"
        | "http://www.w3.org/XML/1998/namespace" => Space::Known,
        _ => Space::Foreign,
    }
}

/// The namespaces of Excel, and those of Word that it does not know.
fn space_of_excel(uri: &str) -> Option<Space> {
    let ooxml = uri.strip_prefix(OFFICE).or_else(|| uri.strip_prefix(STRICT));
    match ooxml {
        Some("spreadsheetml/2006/main" | "spreadsheetml/main") => return Some(Space::Sheet),
        Some("drawingml/2006/spreadsheetDrawing" | "drawingml/spreadsheetDrawing") => {
            return Some(Space::SheetPlacement);
        }
        Some(rest) if rest.starts_with("wordprocessingml/") => return Some(Space::Foreign),
        _ => {}
    }
    match uri.strip_prefix(MICROSOFT)? {
        "spreadsheetml/2009/9/main" => Some(Space::Sheet2009),
        "excel/2006/main" => Some(Space::SheetFormula),
        rest if rest.starts_with("spreadsheetml/") => Some(Space::Known),
        rest if rest.starts_with("word/") => Some(Space::Foreign),
        _ => None,
    }
}

/// Whether the program takes content that requires this namespace.
pub(crate) fn is_required_known(uri: &[u8], dialect: Dialect) -> bool {
    if dialect == Dialect::Excel {
        return space(uri, dialect) != Space::Foreign;
    }
    let rest = std::str::from_utf8(uri)
        .ok()
        .and_then(|uri| uri.strip_prefix(MICROSOFT));
    let is_old = matches!(
        space(uri, dialect),
        Space::Word | Space::Math | Space::Drawing | Space::Placement | Space::Vml
    );
    is_old
        || rest.is_some_and(|rest| {
            REQUIRED.contains(&rest) || rest.starts_with("drawing/201") && rest.ends_with("chartex")
        })
}

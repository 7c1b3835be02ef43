//! PDF files made here: pages of content, with the fonts that every reader has.

use std::fmt::Write as _;

/// The font of Chinese text, whose codes are by a map that every reader has.
pub const CHINESE: &str = "F1";
/// Helvetica, for digits.
pub const LATIN: &str = "F2";

/// How the codes of Chinese text are.
#[derive(Clone, Copy, PartialEq)]
pub enum Encoding {
    /// `UniGB-UCS2-H`.
    Unicode,
    /// `GBK-EUC-H`.
    Gbk,
}

/// What draws a text at a place; letters are as wide as they are high, those of ASCII half as wide.
pub fn text(encoding: Encoding, at: (f64, f64), size: f64, text: &str) -> String {
    let codes: Vec<u8> = match encoding {
        Encoding::Unicode => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Gbk => encoding_rs::GBK.encode(text).0.into_owned(),
    };
    let codes: String = codes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02X}");
        hex
    });
    format!("BT /{CHINESE} {size} Tf {} {} Td <{codes}> Tj ET\n", at.0, at.1)
}

/// What draws digits.
pub fn digits(at: (f64, f64), size: f64, text: &str) -> String {
    format!("BT /{LATIN} {size} Tf {} {} Td ({text}) Tj ET\n", at.0, at.1)
}

/// A file of objects, numbered from 1; the first is the catalog.
pub fn objects(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", at + 1).as_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let table = file.len();
    let mut tail = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in &places {
        let _ = writeln!(tail, "{place:010} 00000 n ");
    }
    let _ = write!(
        tail,
        "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    file.extend(tail.as_bytes());
    file
}

/// A stream object.
pub fn stream(dict: &str, content: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{dict}/Length {}>>\nstream\n", content.len()).into_bytes();
    object.extend(content);
    object.extend(b"\nendstream");
    object
}

/// A file of pages that are so wide and high.
pub fn pages(encoding: Encoding, size: (f64, f64), contents: &[String]) -> Vec<u8> {
    pages_with(encoding, size, contents, "", &[])
}

/// The same with more entries of the pages and more objects, which are numbered from 7.
pub fn pages_with(
    encoding: Encoding,
    (width, height): (f64, f64),
    contents: &[String],
    entries: &str,
    more: &[Vec<u8>],
) -> Vec<u8> {
    let map = match encoding {
        Encoding::Unicode => "UniGB-UCS2-H",
        Encoding::Gbk => "GBK-EUC-H",
    };
    let first = 7 + more.len();
    let kids: String = (0..contents.len())
        .map(|at| format!("{} 0 R ", first + at * 2))
        .collect();
    let mut all: Vec<Vec<u8>> = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 {width} {height}]/Resources 6 0 R>>",
            contents.len()
        ),
        format!("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{map}/DescendantFonts[4 0 R]>>"),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>\
         /DW 1000/W[1 95 500 814 939 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4>>>>"
            .to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/FirstChar 48/LastChar 57/Widths[556 556 556 556 556 556 \
         556 556 556 556]>>"
            .to_owned(),
        format!("<</Font<</{CHINESE} 3 0 R/{LATIN} 5 0 R>>/XObject<</X0 7 0 R>>>>"),
    ]
    .map(String::into_bytes)
    .to_vec();
    all.extend(more.iter().cloned());
    for (at, content) in contents.iter().enumerate() {
        let content_at = first + at * 2 + 1;
        all.push(format!("<</Type/Page/Parent 2 0 R/Contents {content_at} 0 R{entries}>>").into_bytes());
        all.push(stream("", content.as_bytes()));
    }
    objects(&all)
}

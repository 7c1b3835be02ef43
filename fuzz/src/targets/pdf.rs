//! Readers of PDF.

use pubreport::extract::Medium;

use super::published::read;
use crate::Target;

/// A file, byte for byte.
pub(crate) const PDF: Target = Target {
    name: "pdf",
    run: |bytes| read(bytes, Medium::Pdf),
    seeds: || {
        vec![
            file(CONTENT),
            include_bytes!("../../../tests/data/published/page-2023.pdf").to_vec(),
        ]
    },
    words: &[
        " 0 obj\n",
        "endobj\n",
        "stream\n",
        "\nendstream",
        "xref\n",
        "trailer\n",
        "startxref\n",
        "<<",
        ">>",
        "[",
        "]",
        "/Type/ObjStm",
        "/Type/XRef",
        "/Filter/FlateDecode",
        "/Filter/LZWDecode",
        "/Filter[/ASCIIHexDecode/FlateDecode]",
        "/DecodeParms<</Predictor 12/Columns 99999999>>",
        "/Prev 9",
        "/Kids[3 0 R]",
        "/Kids[2 0 R]",
        "/Rotate 90",
        "/Encrypt",
        "/Length 99999999",
        "4 0 R",
        "/ToUnicode 4 0 R",
        "/Encoding/GBK-EUC-H",
        "/W[0 99999999 1]",
    ],
};

/// The content of a page, packed here, so that chance spends itself on what is drawn and not on the file.
pub(crate) const DRAWN: Target = Target {
    name: "pdf-content",
    run: |bytes| read(&file(bytes), Medium::Pdf),
    seeds: || vec![CONTENT.to_vec()],
    words: &[
        "q ",
        "Q ",
        "1 0 0 1 9 9 cm ",
        "0 1 -1 0 0 0 cm ",
        "0 0 0 0 0 0 cm ",
        "99999999999 0 0 1 0 0 cm ",
        "10 10 m ",
        "90 10 l ",
        "1 2 3 4 5 6 c ",
        "h ",
        "S ",
        "f ",
        "W n ",
        "0 0 100 100 re ",
        "1 g ",
        "0 0 1 RG ",
        "/Pattern cs /P scn ",
        "/G gs ",
        "BT ",
        "ET ",
        "/F1 10 Tf ",
        "/F2 0 Tf ",
        "3 Tr ",
        "5 Ts ",
        "0 Tz ",
        "12 TL T* ",
        "1 0 0 1 50 50 Tm ",
        "0 -12 Td ",
        "(224) Tj ",
        "<884C653F8BB853EF> Tj ",
        "[(2) -9999 (24)] TJ ",
        "(9) ' ",
        "/X Do ",
        "BI /W 1 ID x EI ",
        "/OC /L BDC ",
        "EMC ",
        "[[[",
        "<<<<",
        "%\n",
    ],
};

/// A title, and a ruled table of two cells.
const CONTENT: &[u8] = b"BT /F1 20 Tf 50 750 Td <75325E024E595C4000320030003200335E74653F5E9C4FE1606F516C5F005DE54F5C5E745EA662A5544A> Tj ET\n\
    50 700 m 250 700 l S 50 680 m 250 680 l S 50 680 m 50 700 l S 150 680 m 150 700 l S 250 680 m 250 700 l S\n\
    BT /F1 10 Tf 55 685 Td <884C653F8BB853EF> Tj 100 0 Td /F2 10 Tf (224) Tj ET\n\
    BT /F1 10 Tf 50 650 Td <516D300151764ED697008981629A5544A76844E8B9879> Tj ET\n";

/// A file of one page with this content.
fn file(content: &[u8]) -> Vec<u8> {
    let mut stream = format!("<</Length {}>>\nstream\n", content.len()).into_bytes();
    stream.extend(content);
    stream.extend(b"\nendstream");
    let form =
        b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Length 15>>\nstream\n0 0 9 9 re f/X Do\nendstream".to_vec();
    let objects: [Vec<u8>; 6] = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type0/Encoding/UniGB-UCS2-H\
          /DescendantFonts[6 0 R]>>/F2<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>\
          /XObject<</X 5 0 R>>/ExtGState<</G<</ca .5/BM/Multiply>>>>>>>>"
            .to_vec(),
        stream,
        form,
        b"<</Type/Font/Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500]>>".to_vec(),
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend(format!("{} 0 obj\n", at + 1).as_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(table.as_bytes());
    file.extend(
        format!(
            "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .as_bytes(),
    );
    file
}

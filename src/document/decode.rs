//! Bytes to text.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::document::limits::Limits;
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    text::source::Span,
};

/// The text of a file. A UTF-8 byte order mark stays in the text, so that offsets are the file's; the text of another
/// encoding starts without one.
///
/// # Errors
/// `too-large` where the file exceeds [`Limits::bytes`], `not-text` where no encoding fits.
pub fn decode<'b>(bytes: &'b [u8], limits: &Limits) -> Result<(Cow<'b, str>, Vec<Defect>), Box<Defect>> {
    if bytes.len() > limits.bytes {
        return Err(too_large(limits).into());
    }
    // UTF-16 is told by its mark alone: without one it is not to be told from binary data.
    for (mark, encoding) in [(b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return strictly(encoding, rest).ok_or_else(|| not_text(0).into());
        }
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let mark = text.starts_with('\u{feff}');
            let defects = mark.then(|| Defect::new(DefectKind::ByteOrderMark, Span::new(0, 3)));
            Ok((Cow::Borrowed(text), defects.into_iter().collect()))
        }
        Err(error) => {
            if is_broken_utf8(bytes) {
                return Ok(repaired(bytes));
            }
            let rest = bytes.strip_prefix(b"\x84\x31\x95\x33").unwrap_or(bytes);
            strictly(GB18030, rest).ok_or_else(|| not_text(error.valid_up_to()).into())
        }
    }
}

/// So many further damaged characters are pointed at.
const SHOWN_DAMAGE: usize = 8;

/// The defect of a file above the limit.
pub(crate) fn too_large(limits: &Limits) -> Defect {
    Defect::new(DefectKind::TooLarge, Span::default()).with("limit", limits.bytes.to_string())
}

fn not_text(at: usize) -> Defect {
    Defect::new(DefectKind::NotText, Span::new(at, at + 1))
}

fn strictly<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Option<(Cow<'b, str>, Vec<Defect>)> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let defect = Defect::new(DefectKind::Decoded, Span::default()).with("encoding", encoding.name());
    Some((text, vec![defect]))
}

/// Damaged UTF-8 with `�` for every damaged character: the rest of the report can still be checked.
fn repaired<'b>(bytes: &[u8]) -> (Cow<'b, str>, Vec<Defect>) {
    let mut text = String::with_capacity(bytes.len());
    let mut damage = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            let start = text.len();
            text.push(char::REPLACEMENT_CHARACTER);
            damage.push(Span::new(start, text.len()));
        }
    }
    let first = damage.first().copied().unwrap_or_default();
    let mut defect = Defect::new(DefectKind::DamagedText, first).with("count", damage.len().to_string());
    defect.others = damage.into_iter().skip(1).take(SHOWN_DAMAGE).collect();
    (Cow::Owned(text), vec![defect])
}

/// Whether the bytes are UTF-8 with damage. Two Han characters in UTF-8 are three valid ones in GB18030, so such a file
/// would be "decoded" to nonsense. Text in GB18030 hardly ever holds a sequence of three bytes that is valid UTF-8.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut han, mut damage) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        han += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        damage += usize::from(!chunk.invalid().is_empty());
    }
    han > damage
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(bytes: &[u8]) -> (String, Vec<Defect>) {
        let (text, defects) = decode(bytes, &Limits::default()).unwrap();
        (text.into_owned(), defects)
    }

    #[test]
    fn utf8_is_taken_as_it_is() {
        let (text, defects) = read("年度: 2023\0".as_bytes());
        assert_eq!(text, "年度: 2023\0");
        assert!(defects.is_empty());
    }

    #[test]
    fn a_byte_order_mark_stays_and_is_reported() {
        let (text, defects) = read("\u{feff}年".as_bytes());
        assert_eq!(text, "\u{feff}年");
        assert_eq!(defects[0].kind, DefectKind::ByteOrderMark);
        assert_eq!(defects[0].span, Span::new(0, 3));
    }

    #[test]
    fn gb18030_and_utf16_are_decoded() {
        let text = "年度: 2023\n单位: 平顶山市司法局\n";
        let (bytes, _, _) = GB18030.encode(text);
        let (read_back, defects) = read(&bytes);
        assert_eq!(read_back, text);
        assert_eq!(defects[0].kind, DefectKind::Decoded);
        assert_eq!(defects[0].params, [("encoding", "gb18030".into())]);
        let little: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(read(&little).0, text);
        let big: Vec<u8> = [0xfe, 0xff]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_be_bytes))
            .collect();
        let (read_back, defects) = read(&big);
        assert_eq!(read_back, text);
        assert_eq!(defects[0].params, [("encoding", "UTF-16BE".into())]);
    }

    #[test]
    fn what_is_not_text_is_refused() {
        assert_eq!(
            decode(b"\x89PNG\r\n\xff", &Limits::default()).unwrap_err().kind,
            DefectKind::NotText
        );
        assert_eq!(
            decode(b"\xff\xfe\x00", &Limits::default()).unwrap_err().kind,
            DefectKind::NotText
        );
    }

    #[test]
    fn damaged_utf8_is_not_taken_for_gb18030() {
        let mut bytes = "年度: 平顶山市全年收到申请".as_bytes().to_vec();
        bytes[9] = 0xff;
        bytes.pop();
        let (text, defects) = read(&bytes);
        // The byte in the middle leaves two parts of a character that nothing can be made of.
        assert_eq!(text, "年度: ���顶山市全年收到申�");
        let [defect] = defects.as_slice() else {
            panic!("{defects:?}")
        };
        assert_eq!(defect.kind, DefectKind::DamagedText);
        assert_eq!(&text[defect.span.start..defect.span.end], "�");
        assert_eq!(defect.others.len(), 3);
    }

    #[test]
    fn a_file_above_the_limit_is_refused() {
        let limits = Limits {
            bytes: 3,
            ..Limits::default()
        };
        let defect = decode(b"a: 1", &limits).unwrap_err();
        assert_eq!(defect.kind, DefectKind::TooLarge);
        assert_eq!(defect.params, [("limit", "3".into())]);
    }
}

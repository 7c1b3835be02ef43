//! The archive that a document is packed in. Programs disagree on archives that are not written plainly: which of two entries of one name
//! counts, where the directory is, whether the header before a file or the entry in the directory is right. Such an archive is refused.

use std::io::{Cursor, Read};

use flate2::read::DeflateDecoder;

/// How an archive begins, and each file in it.
const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
const LOCAL_LEN: usize = 30;
const CENTRAL_LEN: usize = 46;
const END_LEN: usize = 22;
/// A size that is told elsewhere.
const ELSEWHERE: u64 = 0xffff_ffff;
/// The extra field that tells sizes that do not fit.
const ZIP64: u16 = 1;
/// Info-ZIP's extra field that gives another name.
const OTHER_NAME: u16 = 0x7075;
/// More files than a document packs.
pub(crate) const MAX_ENTRIES: usize = 4096;

/// Why a package cannot be read: the cause in the words for damaged files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is no archive, or not a whole one.
    Damaged,
    /// It can be read in more than one way.
    Ambiguous,
    /// A password is needed.
    Encrypted,
    /// It is neither of Word nor of Excel.
    NotOffice,
    /// It has no part with the text, or none that can be found.
    NoMain,
    /// More files than [`MAX_ENTRIES`].
    TooMany,
}

/// A file in an archive.
#[derive(Debug)]
struct Entry {
    /// The name of the part: see [`key`].
    key: String,
    data: std::ops::Range<usize>,
    size: usize,
    crc: u32,
    is_packed: bool,
}

/// An archive that can be read in one way only.
#[derive(Debug)]
pub(crate) struct Archive<'b> {
    bytes: &'b [u8],
    entries: Vec<Entry>,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(two.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn size_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}

/// The name of a part as all programs know it: in lower case, with plain slashes and without one before it, percent-encoded letters as
/// themselves. Parts whose names are equal so are one and the same (ECMA-376, part 2).
pub(crate) fn key(name: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: Option<u8>| char::from(byte?).to_digit(16);
        bytes.push(match byte {
            b'%' => u8::try_from(hex(rest.next())? * 16 + hex(rest.next())?).ok()?,
            b'\\' => b'/',
            byte => byte,
        });
    }
    let decoded = String::from_utf8(bytes).ok()?.replace('\\', "/");
    let steps = decoded.split('/').filter(|step| !step.is_empty());
    let steps: Vec<&str> = steps.collect();
    if steps.iter().any(|step| matches!(*step, "." | "..")) || decoded.contains('\0') {
        return None;
    }
    Some(steps.join("/").to_lowercase())
}

impl<'b> Archive<'b> {
    /// Read the directory, and hold the files against it.
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        if u32_at(bytes, 0) != Some(LOCAL) {
            return Err(Refusal::Damaged);
        }
        let end = end_record(bytes)?;
        let number = |at: usize| u16_at(bytes, end + at).unwrap_or_default();
        let count = usize::from(number(10));
        // Volumes, and an archive so large that its end is told twice.
        if number(4) != 0 || number(6) != 0 || usize::from(number(8)) != count || count == 0xffff {
            return Err(Refusal::Ambiguous);
        }
        if count > MAX_ENTRIES {
            return Err(Refusal::TooMany);
        }
        let (size, start) = size_at(bytes, end + 12)
            .zip(size_at(bytes, end + 16))
            .ok_or(Refusal::Damaged)?;
        // The directory ends where its end is told: nothing is hidden between, and nothing stands before the archive.
        if start.checked_add(size) != Some(end) {
            return Err(Refusal::Ambiguous);
        }
        let mut archive = Self {
            bytes,
            entries: Vec::with_capacity(count),
        };
        let mut places = Vec::with_capacity(count);
        let mut at = start;
        for _ in 0..count {
            let (entry, place, next) = central(bytes, at)?;
            places.push(place);
            archive.entries.push(entry);
            at = next;
        }
        if at != end {
            return Err(Refusal::Ambiguous);
        }
        places.sort_by_key(|place| place.start);
        // Files stand one behind the other from the first byte to the directory.
        let mut behind = 0..=0;
        for place in &places {
            if !behind.contains(&place.start) {
                return Err(Refusal::Ambiguous);
            }
            behind = place.end..=place.end + place.descriptor;
            if place.descriptor > 0 {
                let from = place.end + descriptor(bytes, place).ok_or(Refusal::Damaged)?;
                behind = from..=from;
            }
        }
        if !behind.contains(&start) {
            return Err(Refusal::Ambiguous);
        }
        let mut keys: Vec<&str> = archive.entries.iter().map(|entry| entry.key.as_str()).collect();
        keys.sort_unstable();
        // A part in pieces is one that some programs put together and others do not see.
        let is_piece = |key: &&str| key.ends_with(".piece");
        if keys.windows(2).any(|pair| pair[0] == pair[1]) || keys.iter().any(is_piece) {
            return Err(Refusal::Ambiguous);
        }
        Ok(archive)
    }

    /// Whether there is a file of this name.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// The content of a file, which fails at its end where it is not what the directory says.
    pub(crate) fn read(&self, key: &str) -> Option<Box<dyn Read + 'b>> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        let data = Cursor::new(self.bytes.get(entry.data.clone())?);
        let inner: Box<dyn Read + 'b> = if entry.is_packed {
            Box::new(DeflateDecoder::new(data))
        } else {
            Box::new(data)
        };
        Some(Box::new(Checked {
            inner,
            left: entry.size,
            crc: flate2::Crc::new(),
            expected: entry.crc,
        }))
    }
}

/// Where the one record stands that ends the archive, and the file.
fn end_record(bytes: &[u8]) -> Result<usize, Refusal> {
    let last = bytes.len().checked_sub(END_LEN).ok_or(Refusal::Damaged)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let is_end = |at: &usize| u32_at(bytes, *at) == Some(END);
    let Some(end) = (first..=last).rev().find(is_end) else {
        return Err(Refusal::Damaged);
    };
    let comment = usize::from(u16_at(bytes, end + 20).unwrap_or_default());
    let start = size_at(bytes, end + 16).unwrap_or_default();
    let others = start.clamp(first.min(end), end)..end;
    if end + END_LEN + comment != bytes.len() || others.into_iter().any(|at| is_end(&at)) {
        return Err(Refusal::Ambiguous);
    }
    Ok(end)
}

/// The bytes that a file takes in the archive.
struct Place {
    start: usize,
    end: usize,
    /// The bytes of the record behind it at most, if there is one.
    descriptor: usize,
    crc: u32,
}

/// The bytes of the record behind a file: its checksum and two sizes, which may have a mark before them and be twice as long.
fn descriptor(bytes: &[u8], place: &Place) -> Option<usize> {
    let has_mark = u32_at(bytes, place.end) == Some(DESCRIPTOR);
    let at = place.end + if has_mark { 4 } else { 0 };
    if u32_at(bytes, at)? != place.crc {
        return None;
    }
    let follows = |len: usize| matches!(u32_at(bytes, at + len), Some(LOCAL | CENTRAL));
    let len = [12, 20].into_iter().find(|len| follows(*len))?;
    Some(at + len - place.end)
}

/// The entry of the directory at `at`, the place of its file, and where the next one begins.
fn central(bytes: &[u8], at: usize) -> Result<(Entry, Place, usize), Refusal> {
    let damaged = Refusal::Damaged;
    if u32_at(bytes, at) != Some(CENTRAL) {
        return Err(Refusal::Ambiguous);
    }
    let number = |offset: usize| u16_at(bytes, at + offset).ok_or(damaged);
    let long = |offset: usize| u32_at(bytes, at + offset).ok_or(damaged);
    let (flags, method, crc) = (number(8)?, number(10)?, long(16)?);
    let [packed, size, offset] = [long(20)?, long(24)?, long(42)?];
    let name_end = at + CENTRAL_LEN + usize::from(number(28)?);
    let extra_end = name_end + usize::from(number(30)?);
    let next = extra_end + usize::from(number(32)?);
    let name = bytes.get(at + CENTRAL_LEN..name_end).ok_or(damaged)?;
    let extra = bytes.get(name_end..extra_end).ok_or(damaged)?;
    if flags & 1 != 0 {
        return Err(Refusal::Encrypted);
    }
    if [packed, size, offset].iter().any(|size| u64::from(*size) == ELSEWHERE) || has_extra(extra, OTHER_NAME) {
        return Err(Refusal::Ambiguous);
    }
    if !matches!(method, 0 | 8) || (method == 0 && packed != size) {
        return Err(damaged);
    }
    let key = std::str::from_utf8(name).ok().and_then(key).ok_or(Refusal::Ambiguous)?;
    let [packed, size, offset] = [packed, size, offset].map(|number| number as usize);
    // The header before the file.
    if u32_at(bytes, offset) != Some(LOCAL) {
        return Err(Refusal::Ambiguous);
    }
    let own = |at: usize| u16_at(bytes, offset + at).ok_or(damaged);
    let name_at = offset + LOCAL_LEN;
    let data = name_at + usize::from(own(26)?) + usize::from(own(28)?);
    let own_name = bytes.get(name_at..name_at + usize::from(own(26)?)).ok_or(damaged)?;
    let own_extra = bytes.get(name_at + usize::from(own(26)?)..data).ok_or(damaged)?;
    let is_streamed = flags & 8 != 0;
    let told = [14, 18, 22].map(|at| u32_at(bytes, offset + at).unwrap_or_default());
    let expected = [crc, packed as u32, size as u32];
    let agrees = told.iter().zip(expected).all(|(told, expected)| {
        *told == expected || is_streamed && *told == 0 || u64::from(*told) == ELSEWHERE && has_extra(own_extra, ZIP64)
    });
    let same = own_name == name && own(8)? == method && (own(6)? ^ flags) & 0b1001 == 0;
    if !agrees || !same || has_extra(own_extra, OTHER_NAME) {
        return Err(Refusal::Ambiguous);
    }
    let end = data + packed;
    if end > bytes.len() {
        return Err(damaged);
    }
    let place = Place {
        start: offset,
        end,
        descriptor: if is_streamed { 24 } else { 0 },
        crc,
    };
    let entry = Entry {
        key,
        data: data..end,
        size,
        crc,
        is_packed: method == 8,
    };
    Ok((entry, place, next))
}

/// Whether there is an extra field of this kind.
fn has_extra(mut extra: &[u8], kind: u16) -> bool {
    while let (Some(found), Some(len)) = (u16_at(extra, 0), u16_at(extra, 2)) {
        if found == kind {
            return true;
        }
        extra = extra.get(4 + usize::from(len)..).unwrap_or_default();
    }
    false
}

/// A file whose size and checksum must be what the directory says.
struct Checked<R> {
    inner: R,
    left: usize,
    crc: flate2::Crc,
    expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(into)?;
        let is_whole = self.left == 0 && self.crc.sum() == self.expected;
        if read > self.left || read == 0 && !into.is_empty() && !is_whole {
            return Err(std::io::ErrorKind::InvalidData.into());
        }
        self.left -= read;
        self.crc.update(&into[..read]);
        Ok(read)
    }
}

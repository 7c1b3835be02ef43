//! The markup of a part, with its names resolved and what is said for other programs left out (ECMA-376, part 3: markup compatibility),
//! so that what is left is what the program sees.

use std::{
    borrow::Cow,
    io::{BufReader, Read},
};

use quick_xml::{
    NsReader,
    events::{BytesStart, Event},
    name::{NamespaceResolver, QName, ResolveResult},
};

use super::spaces::{Dialect, Space, is_required_known, space};
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::limits::Limits,
    text::source::Span,
};

/// A part may unpack to so many times the limit on the file: markup is many times its text.
const MARKUP: usize = 8;
/// More attributes than an element has, those that declare names included.
const MAX_ATTRIBUTES: usize = 128;
/// Elements within each other: a table in a table in a text box in a drawing takes some forty.
const MAX_DEPTH: usize = 256;

/// The beginning of an element.
pub(crate) struct Tag<'e> {
    /// The namespace of its name.
    pub space: Space,
    event: &'e BytesStart<'e>,
    names: &'e NamespaceResolver,
    dialect: Dialect,
}

impl Tag<'_> {
    /// Its name within the namespace.
    pub(crate) fn name(&self) -> &[u8] {
        self.event.local_name().into_inner()
    }

    /// The name as it is written.
    pub(crate) fn written(&self) -> String {
        String::from_utf8_lossy(self.event.name().into_inner()).into_owned()
    }

    /// The value of an attribute of a namespace; [`Space::None`] for a name without a prefix.
    pub(crate) fn value(&self, wanted: Space, name: &str) -> Option<Cow<'_, str>> {
        let mut attributes = self.event.attributes();
        let mut found = attributes.with_checks(false).flatten().filter(|attribute| {
            attribute.key.local_name().into_inner() == name.as_bytes()
                && attribute.key.as_namespace_binding().is_none()
                && {
                    let (resolved, _) = self.names.resolve_attribute(attribute.key);
                    space_of(&resolved, self.dialect) == Some(wanted)
                }
        });
        let value = found.next()?;
        let text = std::str::from_utf8(value.value.as_ref()).ok()?;
        Some(Cow::Owned(quick_xml::escape::unescape(text).ok()?.into_owned()))
    }

    /// The value of an attribute of Word's own.
    pub(crate) fn word(&self, name: &str) -> Option<Cow<'_, str>> {
        self.value(Space::Word, name)
    }

    /// Its `w:val`.
    pub(crate) fn val(&self) -> Option<Cow<'_, str>> {
        self.word("val")
    }

    /// The value of an attribute without a prefix.
    pub(crate) fn plain(&self, name: &str) -> Option<Cow<'_, str>> {
        self.value(Space::None, name)
    }

    /// A number of Word's own: a whole one, or in points (`12pt`), which are twenty of its own.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        let text = self.word(name)?;
        let text = text.trim();
        if let Some(points) = text.strip_suffix("pt") {
            return points.parse::<f64>().ok().map(|points| (points * 20.0) as i64);
        }
        text.trim_end_matches('%')
            .parse::<f64>()
            .ok()
            .map(|number| number as i64)
    }

    /// Whether a property that is on where it stands is on.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off"))
    }
}

/// Takes the elements of a part in their order.
pub(crate) trait Sink {
    /// The program that the part is read as.
    const DIALECT: Dialect = Dialect::Word;
    /// An element begins; gives back whether what is inside is wanted.
    ///
    /// # Errors
    /// Why no more is read.
    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>>;
    /// An element ends whose inside was wanted.
    fn end(&mut self);
    /// Text directly inside an element.
    fn text(&mut self, text: &str);
    /// An element that no program knows and none is told to pass over.
    fn foreign(&mut self, _tag: &Tag<'_>) {}
    /// Whether no more is wanted.
    fn is_full(&self) -> bool {
        false
    }
}

/// A cause of a file that cannot be read.
pub(crate) fn damaged(cause: &'static str) -> Box<Defect> {
    Box::new(Defect::new(DefectKind::DamagedFile, Span::default()).because(cause))
}

pub(crate) fn too_large(limits: &Limits) -> Box<Defect> {
    Box::new(Defect::new(DefectKind::TooLarge, Span::default()).with("limit", limits.bytes.to_string()))
}

fn space_of(resolved: &ResolveResult<'_>, dialect: Dialect) -> Option<Space> {
    match resolved {
        ResolveResult::Bound(name) => Some(space(name.into_inner(), dialect)),
        ResolveResult::Unbound => Some(Space::None),
        ResolveResult::Unknown(_) => None,
    }
}

/// What the markup of all parts may come to, in bytes.
pub(crate) const fn granted(limits: &Limits) -> usize {
    limits.bytes.saturating_mul(MARKUP)
}

/// Read a part from its first byte to its last.
///
/// # Errors
/// It is damaged or ambiguous, or a limit is exceeded.
pub(crate) fn read(part: impl Read, limits: &Limits, sink: &mut impl Sink) -> Result<(), Box<Defect>> {
    read_within(part, limits, &mut granted(limits), sink)
}

/// Read a part from its first byte to its last, of many that may not be longer than `left` together.
///
/// # Errors
/// It is damaged or ambiguous, or a limit is exceeded.
pub(crate) fn read_within(
    part: impl Read,
    limits: &Limits,
    left: &mut usize,
    sink: &mut impl Sink,
) -> Result<(), Box<Defect>> {
    let mut part = Metered {
        inner: part,
        all: left,
        next: limits.bytes,
        is_spent: false,
    };
    let mut head = [0; 2];
    let len = read_full(&mut part, &mut head).map_err(|_| damaged("damaged"))?;
    let utf16 = match head {
        [0xff, 0xfe] => Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff] => Some(encoding_rs::UTF_16BE),
        [b'<', 0] => Some(encoding_rs::UTF_16LE),
        [0, b'<'] => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    let head = std::io::Cursor::new(head[..len].to_vec());
    let Some(encoding) = utf16 else {
        let mut walk = Walk::new(sink);
        let part = std::io::Cursor::new(head.into_inner()).chain(part);
        return walk.read(BufReader::with_capacity(1 << 16, part), false, limits, |part| {
            let metered = part.get_mut().get_mut().1;
            metered.next = limits.bytes;
            metered.is_spent
        });
    };
    let mut bytes = head.into_inner();
    part.read_to_end(&mut bytes).map_err(|_| too_large(limits))?;
    let text = encoding.decode_with_bom_removal(&bytes).0.into_owned();
    if text.contains('\u{fffd}') {
        return Err(damaged("encoding"));
    }
    Walk::new(sink).read(text.as_bytes(), true, limits, |_| false)
}

fn read_full(part: &mut impl Read, into: &mut [u8]) -> std::io::Result<usize> {
    let mut len = 0;
    while len < into.len() {
        match part.read(&mut into[len..])? {
            0 => break,
            read => len += read,
        }
    }
    Ok(len)
}

/// Fails when more is read of it than is granted: what a file says of its sizes is not to be trusted.
struct Metered<'m, R> {
    inner: R,
    /// What is granted in all.
    all: &'m mut usize,
    /// What is granted for the next piece of markup, which is held in memory.
    next: usize,
    is_spent: bool,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(into)?;
        if read > *self.all || read > self.next {
            self.is_spent = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        *self.all -= read;
        self.next -= read;
        Ok(read)
    }
}

/// What becomes of an element that has begun.
#[derive(Clone, Copy, PartialEq)]
enum Frame {
    /// The sink has it.
    Given,
    /// Its inside is given as if it were not there.
    Through,
    /// A choice between contents; whether one was taken.
    Choice(bool),
}

/// A namespace that may be passed over, from some depth on.
struct Passed {
    depth: usize,
    uri: Vec<u8>,
    /// The elements whose inside is read all the same; `*` for all.
    processed: Vec<Vec<u8>>,
}

struct Walk<'s, S> {
    sink: &'s mut S,
    frames: Vec<Frame>,
    passed: Vec<Passed>,
    /// The elements within each other of something that is left out.
    skipped: usize,
}

impl<'s, S: Sink> Walk<'s, S> {
    fn new(sink: &'s mut S) -> Self {
        Self {
            sink,
            frames: Vec::new(),
            passed: Vec::new(),
            skipped: 0,
        }
    }

    fn read<R: std::io::BufRead>(
        &mut self,
        part: R,
        is_utf16: bool,
        limits: &Limits,
        is_spent: impl Fn(&mut R) -> bool,
    ) -> Result<(), Box<Defect>> {
        let mut reader = NsReader::from_reader(part);
        reader.config_mut().check_comments = true;
        let mut buffer = Vec::new();
        let mut has_root = false;
        loop {
            buffer.clear();
            is_spent(reader.get_mut());
            let event = match reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(_) if is_spent(reader.get_mut()) => return Err(too_large(limits)),
                Err(_) => return Err(damaged("damaged")),
            };
            if matches!(event, Event::Start(_) | Event::Empty(_))
                && self.is_outside()
                && std::mem::replace(&mut has_root, true)
            {
                return Err(damaged("damaged"));
            }
            match event {
                Event::Start(tag) => self.start(&tag, reader.resolver())?,
                Event::Empty(tag) => {
                    self.start(&tag, reader.resolver())?;
                    self.end();
                }
                Event::End(_) => self.end(),
                Event::Text(text) => {
                    let text = std::str::from_utf8(&text).map_err(|_| damaged("encoding"))?;
                    if self.is_outside() && !text.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty() {
                        return Err(damaged("damaged"));
                    }
                    self.text(text);
                }
                Event::CData(text) => {
                    self.text(std::str::from_utf8(&text).map_err(|_| damaged("encoding"))?);
                }
                Event::GeneralRef(reference) => {
                    let name = std::str::from_utf8(&reference).map_err(|_| damaged("encoding"))?;
                    let character = reference.resolve_char_ref().map_err(|_| damaged("damaged"))?;
                    let known = quick_xml::escape::resolve_predefined_entity(name);
                    match (character, known) {
                        (Some(c), _) => self.text(c.encode_utf8(&mut [0; 4])),
                        (None, Some(text)) => self.text(text),
                        (None, None) => return Err(damaged("doctype")),
                    }
                }
                Event::DocType(_) => return Err(damaged("doctype")),
                Event::Decl(declaration) => {
                    let named = declaration.encoding().transpose().map_err(|_| damaged("encoding"))?;
                    let named = named.map(|name| name.to_ascii_lowercase());
                    let fits = match named.as_deref() {
                        None => true,
                        Some(name) if is_utf16 => name.starts_with(b"utf-16"),
                        Some(name) => matches!(name, b"utf-8" | b"us-ascii"),
                    };
                    if !fits {
                        return Err(damaged("encoding"));
                    }
                }
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof if has_root && self.is_outside() => return Ok(()),
                Event::Eof => return Err(damaged("damaged")),
            }
            if self.sink.is_full() {
                return Ok(());
            }
        }
    }

    fn is_outside(&self) -> bool {
        self.frames.is_empty() && self.skipped == 0
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0 && self.frames.last() == Some(&Frame::Given) {
            self.sink.text(text);
        }
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let depth = self.frames.len();
        self.passed.retain(|passed| passed.depth < depth);
        if self.frames.pop() == Some(Frame::Given) {
            self.sink.end();
        }
    }

    fn start(&mut self, event: &BytesStart<'_>, names: &NamespaceResolver) -> Result<(), Box<Defect>> {
        if self.frames.len() + self.skipped >= MAX_DEPTH {
            let limit = MAX_DEPTH.to_string();
            return Err(Defect::new(DefectKind::TooDeep, Span::default())
                .with("limit", limit)
                .into());
        }
        check(event, names)?;
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        let (resolved, _) = names.resolve_element(event.name());
        let space = space_of(&resolved, S::DIALECT).ok_or_else(|| damaged("damaged"))?;
        let tag = Tag {
            space,
            event,
            names,
            dialect: S::DIALECT,
        };
        self.compatibility(&tag, names)?;
        let parent = self.frames.last().copied();
        let frame = match (space, parent) {
            (Space::Compatibility, _) => self.choice(&tag, parent)?,
            // Nothing else stands in a choice.
            (_, Some(Frame::Choice(_))) => return Err(damaged("damaged")),
            (Space::Foreign, _) => self.unknown(&tag, &resolved),
            _ => self.sink.start(&tag)?.then_some(Frame::Given),
        };
        match frame {
            Some(frame) => self.frames.push(frame),
            None => {
                self.skipped = 1;
                let depth = self.frames.len();
                self.passed.retain(|passed| passed.depth <= depth);
            }
        }
        Ok(())
    }

    /// An element of no known namespace: left out, or its inside read, if that is what the file asks for.
    fn unknown(&mut self, tag: &Tag<'_>, resolved: &ResolveResult<'_>) -> Option<Frame> {
        let ResolveResult::Bound(uri) = resolved else {
            return None;
        };
        let mut found = self
            .passed
            .iter()
            .filter(|passed| passed.uri == uri.into_inner())
            .peekable();
        if found.peek().is_none() {
            self.sink.foreign(tag);
            return None;
        }
        let is_processed = |name: &Vec<u8>| name == tag.name() || name == b"*";
        let processed = found.any(|passed| passed.processed.iter().any(is_processed));
        processed.then_some(Frame::Through)
    }

    fn choice(&mut self, tag: &Tag<'_>, parent: Option<Frame>) -> Result<Option<Frame>, Box<Defect>> {
        let taken = match parent {
            Some(Frame::Choice(taken)) => taken,
            _ if tag.name() == b"AlternateContent" => return Ok(Some(Frame::Choice(false))),
            _ => return Err(damaged("damaged")),
        };
        let fits = match tag.name() {
            b"Choice" => {
                let requires = tag.value(Space::None, "Requires").ok_or_else(|| damaged("damaged"))?;
                let required = prefixes(&requires, tag.names)?;
                if required.is_empty() {
                    return Err(damaged("damaged"));
                }
                required.iter().all(|(uri, _)| is_required_known(uri, S::DIALECT))
            }
            b"Fallback" => true,
            _ => return Err(damaged("damaged")),
        };
        if taken || !fits {
            return Ok(None);
        }
        if let Some(last) = self.frames.last_mut() {
            *last = Frame::Choice(true);
        }
        Ok(Some(Frame::Through))
    }

    /// What an element says of namespaces that are not known.
    fn compatibility(&mut self, tag: &Tag<'_>, names: &NamespaceResolver) -> Result<(), Box<Defect>> {
        let depth = self.frames.len() + 1;
        let value = |name: &str| tag.value(Space::Compatibility, name);
        if let Some(must) = value("MustUnderstand")
            && !prefixes(&must, names)?
                .iter()
                .all(|(uri, _)| space(uri, S::DIALECT) != Space::Foreign)
        {
            return Err(damaged("not-understood"));
        }
        let Some(ignorable) = value("Ignorable") else {
            return Ok(());
        };
        let processed = value("ProcessContent").map_or(Ok(Vec::new()), |list| prefixes(&list, names))?;
        for (uri, _) in prefixes(&ignorable, names)? {
            let own = processed.iter().filter(|(other, _)| *other == uri);
            self.passed.push(Passed {
                depth,
                processed: own.map(|(_, name)| name.clone()).collect(),
                uri,
            });
        }
        Ok(())
    }
}

/// A namespace and a name in it.
type Listed = (Vec<u8>, Vec<u8>);

/// The namespaces, and the names in them, of a list of prefixes or names.
fn prefixes(list: &str, names: &NamespaceResolver) -> Result<Vec<Listed>, Box<Defect>> {
    let words = list.split_ascii_whitespace().take(MAX_ATTRIBUTES);
    words
        .map(|word| {
            let (prefix, name) = word.split_once(':').unwrap_or((word, "*"));
            let whole = format!("{prefix}:{name}");
            match names.resolve_element(QName(whole.as_bytes())).0 {
                ResolveResult::Bound(uri) => Ok((uri.into_inner().to_vec(), name.as_bytes().to_vec())),
                _ => Err(damaged("damaged")),
            }
        })
        .collect()
}

/// That the attributes of an element are well-formed: an attribute twice, an undeclared prefix, an entity of one's own.
fn check(event: &BytesStart<'_>, names: &NamespaceResolver) -> Result<(), Box<Defect>> {
    let mut seen = 0;
    for attribute in event.attributes() {
        let attribute = attribute.map_err(|_| damaged("damaged"))?;
        seen += 1;
        if seen > MAX_ATTRIBUTES {
            let limit = MAX_ATTRIBUTES.to_string();
            return Err(Defect::new(DefectKind::TooManyCells, Span::default())
                .with("limit", limit)
                .into());
        }
        if attribute.value.contains(&b'&') {
            let text = std::str::from_utf8(attribute.value.as_ref()).map_err(|_| damaged("encoding"))?;
            quick_xml::escape::unescape(text).map_err(|_| damaged("doctype"))?;
        }
        let is_bound = attribute.key.as_namespace_binding().is_some()
            || !matches!(names.resolve_attribute(attribute.key).0, ResolveResult::Unknown(_));
        if !is_bound {
            return Err(damaged("damaged"));
        }
    }
    Ok(())
}

//! YAML 1.2 to a tree. The events and their byte offsets come from `granit-parser`; what a scalar means, and where things
//! that have no token of their own begin and end, is decided here.

use std::{borrow::Cow, collections::HashMap};

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, StructureStyle, Tag};

use crate::document::{
    builder::{Builder, Exceeded},
    limits::Limits,
    syntax_diagnosis::floor,
};
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::model::{Node, Style, Text, Value},
    text::{quote::shorten, source::Span},
};

/// How many bytes of copied text weigh as much as a value, so that aliases cannot multiply a long text for free.
const BYTES_PER_NODE: usize = 64;

pub(crate) fn read(text: &str, limits: &Limits) -> (Option<Node>, Vec<Defect>) {
    // The parser takes some control characters for the end of the text, and what follows would go unseen.
    // Looked at all at once, which is many times faster than to stop at the first.
    if text.bytes().fold(false, |found, byte| found | is_control(byte))
        && let Some(at) = text.bytes().position(is_control)
    {
        let defect = Defect::new(DefectKind::Syntax, Span::new(at, at + 1)).because("control-character");
        return (None, vec![defect]);
    }
    let mut reader = Reader {
        text,
        build: Builder::new(text, limits),
        limits: *limits,
        anchors: HashMap::new(),
        copied: 0,
        cursor: 0,
        open: Vec::new(),
        last_plain: Span::default(),
    };
    if reader.run().is_err() {
        return (None, reader.build.defects);
    }
    let (root, mut defects) = reader.build.finish();
    if let Some(defect) = root
        .as_ref()
        .and_then(|root| crate::document::syntax_diagnosis::not_a_record(text, root))
    {
        defects.push(defect);
        return (None, defects);
    }
    (root, defects)
}

const fn is_control(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7f
}

struct Reader<'s> {
    text: &'s str,
    build: Builder<'s>,
    limits: Limits,
    anchors: HashMap<usize, Anchor<'s>>,
    /// What the copies in `anchors` weigh.
    copied: usize,
    /// The end of the last token seen; what the parser reports without a token lies behind it.
    cursor: usize,
    open: Vec<Open>,
    /// The last plain scalar: a mistake in it often shows only behind it.
    last_plain: Span,
}

/// A record or list that has not ended.
struct Open {
    anchor: usize,
    /// Where its bracket stands, if it has one.
    bracket: Option<usize>,
}

/// What aliases repeat.
struct Anchor<'s> {
    node: Node,
    /// The scalar as written, for an alias in the place of a key.
    key: Option<Cow<'s, str>>,
    weight: usize,
    height: usize,
}

impl<'s> Reader<'s> {
    fn run(&mut self) -> Result<(), Exceeded> {
        // The parser looks ahead, so it has to know the limit too; records within lists are for us to count.
        let nesting = self.build.depth_limit();
        let mut options = granit_parser::options! {
            flow_nesting_limit: nesting,
            block_nesting_limit: nesting,
        };
        options.set_emit_comments(false);
        let mut documents = 0;
        for event in Parser::new_from_str_with_options(self.text, options) {
            let (event, at) = match event {
                Ok(event) => event,
                Err(error) => return Err(self.fail(&error)),
            };
            let span = self.span(&at);
            let tag_span = at.tag_span().map_or(span, |at| self.span(&at));
            match event {
                Event::DocumentStart(explicit, _) => {
                    documents += 1;
                    if documents > 1 {
                        let end = if explicit { span.end } else { self.one(span.start).end };
                        let defect = Defect::new(DefectKind::MultipleDocuments, Span::new(span.start, end));
                        self.build.defects.push(defect);
                        break;
                    }
                    self.cursor = if explicit { span.end } else { 0 };
                }
                Event::Scalar(value, style, anchor, tag) => {
                    self.scalar(value, style, anchor, tag.as_deref(), span, tag_span)?;
                }
                Event::Alias(id) => self.alias(id, span)?,
                Event::SequenceStart(style, anchor, tag) => {
                    self.check_tag(tag.as_deref(), tag_span, "seq");
                    let start = match style {
                        StructureStyle::Flow => span.start,
                        StructureStyle::Block => self.first_dash(span.start),
                    };
                    self.start(style, anchor, Span::new(start, span.end.max(start)));
                    self.build.open_list(Span::new(start, start))?;
                }
                Event::MappingStart(style, anchor, tag) => {
                    self.check_tag(tag.as_deref(), tag_span, "map");
                    self.start(style, anchor, span);
                    self.build.open_record(Span::new(span.start, span.start))?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(span)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The parser's span, made safe: inside the text, on character boundaries, in order.
    fn span(&self, at: &granit_parser::Span) -> Span {
        let range = at.byte_range().unwrap_or(0..0);
        let start = floor(self.text, range.start);
        Span::new(start, floor(self.text, range.end).max(start))
    }

    fn one(&self, at: usize) -> Span {
        crate::document::syntax_diagnosis::one(self.text, at)
    }

    fn fail(&mut self, error: &granit_parser::ScanError) -> Exceeded {
        let at = error.marker().byte_offset().unwrap_or(self.cursor);
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
            let span = self.one(at);
            return self.build.too_deep(span);
        }
        let context = crate::document::syntax_diagnosis::Stumble {
            text: self.text,
            at: floor(self.text, at),
            cursor: self.cursor,
            bracket: self.open.iter().rev().find_map(|open| open.bracket),
            last_plain: self.last_plain,
        };
        let defect = crate::document::syntax_diagnosis::explain(error.kind(), &context).at(self.build.pointer(None));
        self.build.defects.push(defect);
        Exceeded
    }

    fn start(&mut self, style: StructureStyle, anchor: usize, span: Span) {
        let bracketed = style == StructureStyle::Flow && self.text[span.start..].starts_with(['[', '{']);
        self.cursor = if bracketed { span.end } else { span.start };
        self.open.push(Open {
            anchor,
            bracket: bracketed.then_some(span.start),
        });
    }

    fn end(&mut self, span: Span) -> Result<(), Exceeded> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let end = open.bracket.map(|_| span.end);
        self.cursor = self.cursor.max(end.unwrap_or(0));
        let Some(node) = self.build.close(end) else {
            return Ok(());
        };
        self.remember(open.anchor, &node, None)?;
        if self.build.awaits_key() {
            self.build.no_key(node.span);
        } else {
            self.build.value(node);
        }
        Ok(())
    }

    fn scalar(
        &mut self,
        value: Cow<'s, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
        tag_span: Span,
    ) -> Result<(), Exceeded> {
        let (style, span) = match style {
            ScalarStyle::SingleQuoted => (Style::SingleQuoted, span),
            ScalarStyle::DoubleQuoted => (Style::DoubleQuoted, span),
            ScalarStyle::Literal | ScalarStyle::Folded => (Style::Block, self.block(span)),
            _ => (Style::Plain, span),
        };
        let empty = style == Style::Plain && span.is_empty();
        let bare = anchor == 0 && tag.is_none();
        let span = if empty && bare { self.gap(span.start) } else { span };
        if style == Style::Plain && !empty {
            self.last_plain = span;
        }
        self.cursor = self.cursor.max(span.end);
        // The parser gives `~` for nothing.
        let written = if empty { Cow::Borrowed("") } else { value };
        let is_key = self.build.awaits_key();
        self.build.count(usize::from(!is_key), span)?;
        let key = (is_key || anchor != 0).then(|| written.clone());
        let value = self.resolve(written, style, tag, span, tag_span, is_key);
        let node = Node { span, value };
        self.remember(anchor, &node, key.as_ref())?;
        match key {
            Some(key) if is_key && !empty => self.build.key(key, span),
            _ if is_key => self
                .build
                .no_key(crate::document::syntax_diagnosis::one(self.text, span.start)),
            _ => self.build.value(node),
        }
        Ok(())
    }

    fn alias(&mut self, id: usize, span: Span) -> Result<(), Exceeded> {
        self.cursor = span.end;
        let Some(anchor) = self.anchors.get(&id) else {
            // The anchored thing has not ended: it would hold itself.
            let defect = Defect::new(DefectKind::Syntax, span).at(self.build.pointer(None));
            self.build.defects.push(defect.because("recursive-alias"));
            return Err(Exceeded);
        };
        if self.build.awaits_key() {
            match anchor.key.clone().filter(|key| !key.is_empty()) {
                Some(key) => self.build.key(key, span),
                None => self.build.no_key(span),
            }
            return Ok(());
        }
        let (weight, height) = (anchor.weight, anchor.height);
        if self.build.depth() + height > self.build.depth_limit() {
            return Err(self.build.too_deep(span));
        }
        self.build.count(weight, span)?;
        if let Some(anchor) = self.anchors.get(&id) {
            let value = anchor.node.value.clone();
            self.build.value(Node { span, value });
        }
        Ok(())
    }

    /// Keep what aliases may repeat. Anchors within anchors are kept several times, which is why that is bounded too.
    fn remember(&mut self, id: usize, node: &Node, key: Option<&Cow<'s, str>>) -> Result<(), Exceeded> {
        if id == 0 {
            return Ok(());
        }
        let (weight, height) = measure(node);
        self.copied = self.copied.saturating_add(weight);
        if self.copied > self.limits.nodes {
            return Err(self.build.too_many(node.span));
        }
        let anchor = Anchor {
            node: node.clone(),
            key: key.cloned(),
            weight,
            height,
        };
        self.anchors.insert(id, anchor);
        Ok(())
    }

    /// What a scalar means by the core schema.
    fn resolve(
        &mut self,
        text: Cow<'s, str>,
        style: Style,
        tag: Option<&Tag>,
        span: Span,
        tag_span: Span,
        is_key: bool,
    ) -> Value {
        let core = tag.and_then(Tag::core_suffix);
        // `!` alone says: text.
        let is_text = core == Some("str") || tag.is_some_and(|tag| matches!(tag.parts(), ("", "!") | ("!", "")));
        if is_text || (tag.is_none() && style != Style::Plain) {
            return Value::Text(Text {
                text: text.into(),
                style,
            });
        }
        let (value, fits) = if style == Style::Plain || core.is_some() {
            plain(&text, style)
        } else {
            (None, true)
        };
        let Some(value) = value else {
            if tag.is_some() {
                self.tag_defect(tag_span);
            }
            return Value::Text(Text {
                text: text.into(),
                style,
            });
        };
        let agrees = match (core, &value) {
            (None, _) => tag.is_none(),
            (Some("null"), Value::Null) | (Some("bool"), Value::Bool(_)) | (Some("float"), Value::Number(_)) => true,
            (Some("int"), Value::Number(number)) => number.scale() == 0,
            _ => false,
        };
        if !agrees && fits {
            self.tag_defect(tag_span);
            // A tag that is not understood changes nothing.
            if style != Style::Plain {
                return Value::Text(Text {
                    text: text.into(),
                    style,
                });
            }
        }
        if !fits && !is_key {
            let defect = Defect::new(DefectKind::OutOfRange, span)
                .at(self.build.pointer(None))
                .with("value", shorten(&text));
            self.build.note(defect);
            return Value::Text(Text {
                text: text.into(),
                style,
            });
        }
        value
    }

    fn check_tag(&mut self, tag: Option<&Tag>, tag_span: Span, kind: &str) {
        let agrees =
            tag.is_none_or(|tag| tag.core_suffix() == Some(kind) || matches!(tag.parts(), ("", "!") | ("!", "")));
        if !agrees {
            self.tag_defect(tag_span);
        }
    }

    fn tag_defect(&mut self, span: Span) {
        let defect = Defect::new(DefectKind::Tag, span)
            .at(self.build.pointer(None))
            .with("value", shorten(&self.text[span.start..span.end]));
        self.build.note(defect);
    }

    /// Where a list in block style begins. The parser reports a list below a key that is not indented behind its dash.
    fn first_dash(&self, start: usize) -> usize {
        if self.build.in_record() && !self.build.awaits_key() || !self.text[start..].starts_with('-') {
            return self.seek(start, |byte| byte == b'-').unwrap_or(start);
        }
        start
    }

    /// Where nothing stands instead of a value: behind the colon or the dash.
    fn gap(&self, start: usize) -> Span {
        let at = if self.build.awaits_key() {
            start
        } else if self.build.in_record() {
            let rest = self.text[start..].trim_start_matches([' ', '\t']);
            let behind_key = self.cursor.min(start);
            if rest.starts_with(':') {
                self.text.len() - rest.len() + 1
            } else if self.text[behind_key..start].trim().is_empty() {
                behind_key
            } else {
                start
            }
        } else {
            self.seek(start, |byte| byte == b'-').map_or(start, |dash| dash + 1)
        };
        Span::new(at, at)
    }

    /// A block text from its indicator to the end of its last line that is not empty.
    fn block(&self, content: Span) -> Span {
        let start = self.seek(content.start, |byte| matches!(byte, b'|' | b'>'));
        let start = start.unwrap_or(content.start);
        let header = self.text[start..]
            .find(|c: char| !matches!(c, '|' | '>' | '+' | '-' | '0'..='9'))
            .map_or(self.text.len(), |len| start + len);
        let end = content.start
            + self.text[content.start..content.end]
                .trim_end_matches(crate::document::syntax_diagnosis::WHITE)
                .len();
        Span::new(start, if end > content.start { end } else { header })
    }

    /// The first byte of a kind between the cursor and `until`, past comments, tags and anchors.
    fn seek(&self, until: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.cursor;
        while at < until.min(bytes.len()) {
            match bytes[at] {
                byte if wanted(byte) => return Some(at),
                b'#' => at += line_end(&bytes[at..]),
                b'&' | b'!' => {
                    at += bytes[at..]
                        .iter()
                        .take_while(|byte| !byte.is_ascii_whitespace())
                        .count()
                }
                _ => at += 1,
            }
        }
        None
    }
}

fn line_end(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'))
        .unwrap_or(bytes.len())
}

/// The value of a plain scalar unless it is text, and whether it is one that can be held.
fn plain(text: &str, style: Style) -> (Option<Value>, bool) {
    match text {
        "" if style != Style::Plain => (None, true),
        "" | "~" | "null" | "Null" | "NULL" => (Some(Value::Null), true),
        "true" | "True" | "TRUE" => (Some(Value::Bool(true)), true),
        "false" | "False" | "FALSE" => (Some(Value::Bool(false)), true),
        _ => match crate::text::decimal::plain(text) {
            Some(number) => (Some(Value::Number(number)), true),
            None if crate::text::decimal::is_plain(text) => (Some(Value::Null), false),
            None => (None, true),
        },
    }
}

/// How many values a tree holds, long texts weighing more, and how deep it is.
fn measure(node: &Node) -> (usize, usize) {
    let below = |nodes: &mut dyn Iterator<Item = &Node>| {
        nodes.map(measure).fold((1, 1), |(weight, height), (more, inner)| {
            (weight + more, height.max(inner + 1))
        })
    };
    match &node.value {
        Value::List(items) => below(&mut items.iter()),
        Value::Record(entries) => {
            let keys: usize = entries.iter().map(|entry| entry.key.len() / BYTES_PER_NODE).sum();
            let (weight, height) = below(&mut entries.iter().map(|entry| &entry.value));
            (weight + keys, height)
        }
        Value::Text(text) => (1 + text.text.len() / BYTES_PER_NODE, 0),
        _ => (1, 0),
    }
}

//! The tree in the making, for all notations: places, duplicate keys and limits are decided here once.

use std::fmt::Write as _;
use std::{borrow::Cow, collections::HashMap};

use compact_str::CompactString;

use crate::document::limits::Limits;
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::model::{Entry, Node, Value},
    text::{path::pointer_step, quote::shorten, source::Span},
};

/// From this size on a record's keys are looked up in a map.
const MANY_KEYS: usize = 24;
/// A file with more defects than this is broken as a whole; each further one would only cost memory.
const MOST_NOTES: usize = 200;
/// A pointer beyond this length is left out: a key may be as long as the file, and defects repeat it.
const LONGEST_POINTER: usize = 4096;

/// A record or a list that has not ended.
struct Open<'s> {
    start: usize,
    /// Where the last entry ends so far.
    end: usize,
    what: Kind<'s>,
}

enum Kind<'s> {
    List(Vec<Node>),
    Record {
        entries: Vec<Entry>,
        index: HashMap<CompactString, usize>,
        key: Key<'s>,
    },
}

/// The key whose value comes next.
enum Key<'s> {
    Awaited,
    Given(Cow<'s, str>, Span),
    /// The value is read and forgotten: its key is there already, or is none.
    Void(Cow<'s, str>),
}

/// Builds a tree from what a notation's reader meets, in the order of the text.
pub(crate) struct Builder<'s> {
    source: &'s str,
    limits: Limits,
    stack: Vec<Open<'s>>,
    nodes: usize,
    notes: usize,
    line_starts: Vec<usize>,
    root: Option<Node>,
    /// What was found so far.
    pub defects: Vec<Defect>,
}

/// A limit is exceeded; the defect is recorded and reading ends.
#[derive(Debug)]
pub(crate) struct Exceeded;

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s str, limits: &Limits) -> Self {
        Self {
            source,
            limits: *limits,
            stack: Vec::new(),
            nodes: 0,
            notes: 0,
            line_starts: Vec::new(),
            root: None,
            defects: Vec::new(),
        }
    }

    /// The whole tree and the defects; no tree if anything is still open.
    pub(super) fn finish(self) -> (Option<Node>, Vec<Defect>) {
        let root = if self.stack.is_empty() { self.root } else { None };
        (root, self.defects)
    }

    /// How many records and lists are open.
    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Whether the innermost open thing is a record that waits for a key.
    pub(super) fn awaits_key(&self) -> bool {
        matches!(
            self.stack.last(),
            Some(Open {
                what: Kind::Record { key: Key::Awaited, .. },
                ..
            })
        )
    }

    /// Whether the innermost open thing is a record.
    pub(super) fn in_record(&self) -> bool {
        matches!(
            self.stack.last(),
            Some(Open {
                what: Kind::Record { .. },
                ..
            })
        )
    }

    /// Count `nodes` more values, the last of them at `span`.
    pub(super) fn count(&mut self, nodes: usize, span: Span) -> Result<(), Exceeded> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > self.limits.nodes {
            return Err(self.too_many(span));
        }
        Ok(())
    }

    /// Record a defect in spite of which reading goes on.
    pub(super) fn note(&mut self, defect: Defect) {
        self.notes += 1;
        if self.notes <= MOST_NOTES {
            self.defects.push(defect);
        }
    }

    /// Say that there are too many values.
    pub(super) fn too_many(&mut self, span: Span) -> Exceeded {
        let defect = Defect::new(DefectKind::TooManyNodes, span)
            .at(self.pointer(None))
            .with("limit", self.limits.nodes.to_string());
        self.defects.push(defect);
        Exceeded
    }

    /// Say that `span` is nested too deep.
    pub(super) fn too_deep(&mut self, span: Span) -> Exceeded {
        let defect = Defect::new(DefectKind::TooDeep, span)
            .at(self.pointer(None))
            .with("limit", self.depth_limit().to_string());
        self.defects.push(defect);
        Exceeded
    }

    /// The depth that is granted.
    pub(super) fn depth_limit(&self) -> usize {
        self.limits.depth.min(Limits::MAX_DEPTH)
    }

    /// A list begins.
    pub(super) fn open_list(&mut self, span: Span) -> Result<(), Exceeded> {
        self.open(span, Kind::List(Vec::new()))
    }

    /// A record begins.
    pub(super) fn open_record(&mut self, span: Span) -> Result<(), Exceeded> {
        self.open(
            span,
            Kind::Record {
                entries: Vec::new(),
                index: HashMap::new(),
                key: Key::Awaited,
            },
        )
    }

    fn open(&mut self, span: Span, what: Kind<'s>) -> Result<(), Exceeded> {
        if self.stack.len() >= self.depth_limit() {
            return Err(self.too_deep(span));
        }
        self.count(1, span)?;
        self.stack.push(Open {
            start: span.start,
            end: span.end,
            what,
        });
        Ok(())
    }

    /// The innermost record or list ends: at `end`, or with its last entry.
    pub(super) fn close(&mut self, end: Option<usize>) -> Option<Node> {
        let open = self.stack.pop()?;
        Some(Node {
            span: Span::new(open.start, end.unwrap_or(open.end).max(open.start)),
            value: match open.what {
                Kind::List(items) => Value::List(items),
                Kind::Record { entries, .. } => Value::Record(entries),
            },
        })
    }

    /// The key of the entry that comes next in the innermost record.
    pub(super) fn key(&mut self, text: Cow<'s, str>, span: Span) {
        let Some(Open {
            end,
            what: Kind::Record { entries, index, key },
            ..
        }) = self.stack.last_mut()
        else {
            return;
        };
        *end = (*end).max(span.end);
        let first = if entries.len() < MANY_KEYS {
            entries.iter().find(|entry| entry.key == text)
        } else {
            let known = index.len();
            index.extend(
                (known..)
                    .zip(&entries[known..])
                    .map(|(at, entry)| (entry.key.clone(), at)),
            );
            index.get(&*text).map(|at| &entries[*at])
        };
        let Some(first) = first.map(|entry| entry.key_span) else {
            *key = Key::Given(text, span);
            return;
        };
        *key = Key::Void(text.clone());
        let line = self.line(first.start);
        let defect = Defect::new(DefectKind::DuplicateKey, span)
            .at(self.pointer(Some(&text)))
            .with("key", shorten(&text))
            .with("first_line", line.to_string())
            .and(first);
        self.note(defect);
    }

    /// What stands in the place of a key is none; the value that comes next is forgotten.
    pub(super) fn no_key(&mut self, span: Span) {
        let defect = Defect::new(DefectKind::NotAKey, span).at(self.pointer(None));
        self.note(defect);
        if let Some(Open {
            end,
            what: Kind::Record { key, .. },
            ..
        }) = self.stack.last_mut()
        {
            *end = (*end).max(span.end);
            *key = Key::Void(Cow::Borrowed(""));
        }
    }

    /// A value that is complete: the next item, the value of the key given last, or the root.
    pub(super) fn value(&mut self, node: Node) {
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.end = open.end.max(node.span.end);
        match &mut open.what {
            Kind::List(items) => items.push(node),
            Kind::Record { entries, key, .. } => {
                if let Key::Given(text, key_span) = std::mem::replace(key, Key::Awaited) {
                    entries.push(Entry {
                        key: text.into(),
                        key_span,
                        value: node,
                    });
                }
            }
        }
    }

    /// The JSON Pointer of the value that is read now, or of the entry `key` of the innermost record.
    pub(super) fn pointer(&self, key: Option<&str>) -> String {
        let mut pointer = String::new();
        for (at, open) in self.stack.iter().enumerate() {
            let innermost = at + 1 == self.stack.len();
            let step = match &open.what {
                Kind::List(items) => {
                    let _ = write!(pointer, "/{}", items.len());
                    continue;
                }
                Kind::Record { key: own, .. } => match (key.filter(|_| innermost), own) {
                    (Some(text), _) => text,
                    (None, Key::Given(text, _) | Key::Void(text)) => text,
                    (None, Key::Awaited) => continue,
                },
            };
            if pointer.len() + step.len() > LONGEST_POINTER {
                return String::new();
            }
            pointer.push_str(&pointer_step(step));
        }
        pointer
    }

    /// The line of a place, from 1. Lines are indexed when first needed: most reports need none.
    fn line(&mut self, offset: usize) -> usize {
        if self.line_starts.is_empty() {
            self.line_starts.push(0);
            let breaks = self.source.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            self.line_starts.extend(breaks.map(|(at, _)| at + 1));
        }
        self.line_starts.partition_point(|start| *start <= offset)
    }
}

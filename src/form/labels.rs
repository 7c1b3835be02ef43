//! The labels of a form's tables, to be found in the words of a printed report.

use std::collections::{HashMap, HashSet};

use regex::Regex;

use crate::form::shape::ShapeId;

/// What a label of a table stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A row; the numbers behind it are its cells.
    Row { table: usize, row: usize },
    /// Rows with a common heading.
    Group { table: usize, field: ShapeId },
    /// A column.
    Column { table: usize, field: ShapeId },
    /// Words printed in the tables that stand for no field.
    Caption,
}

impl Target {
    /// The table it belongs to.
    pub(crate) const fn table(self) -> Option<usize> {
        match self {
            Self::Row { table, .. } | Self::Group { table, .. } | Self::Column { table, .. } => Some(table),
            Self::Caption => None,
        }
    }
}

/// A label found in a text.
#[derive(Clone, Debug)]
pub(crate) struct Hit<'l> {
    /// What it may stand for.
    pub targets: &'l [Target],
    /// The label without what is not compared.
    pub key: &'l str,
    /// Whether a number stands before it.
    pub numbered: bool,
    /// Its bytes in the text.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// Whether a longer label begins like this one.
    pub extendable: bool,
}

/// What remains of a text behind the labels in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// Nothing.
    Nothing,
    /// The beginning of a label, from this byte on.
    Open(usize),
    /// Something else, from this byte on.
    Unknown(usize),
}

/// All labels of the tables of a form.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    targets: HashMap<String, Vec<Target>>,
    /// Every proper beginning of a label.
    beginnings: HashSet<String>,
    numbering: Option<Regex>,
    longest: usize,
}

impl Labels {
    pub(crate) fn new(numbering: Option<Regex>) -> Self {
        Self {
            numbering,
            ..Self::default()
        }
    }

    /// The text behind the number at its beginning, if there is one.
    pub(crate) fn numbered<'t>(&self, folded: &'t str) -> (bool, &'t str) {
        let found = self.numbering.as_ref().and_then(|numbering| numbering.find(folded));
        match found {
            Some(found) if found.start() == 0 && !found.is_empty() => (true, &folded[found.end()..]),
            _ => (false, folded),
        }
    }

    /// The letters and digits of a label, without its number.
    pub(crate) fn key(&self, folded: &str) -> String {
        crate::text::normalize::letters(self.numbered(folded).1)
    }

    pub(crate) fn add(&mut self, folded: &str, target: Target) {
        let key = self.key(folded);
        if key.is_empty() {
            return;
        }
        for (at, _) in key.char_indices().skip(1) {
            self.beginnings.insert(key[..at].to_owned());
        }
        self.longest = self.longest.max(folded.len());
        let targets = self.targets.entry(key).or_default();
        if !targets.contains(&target) {
            targets.push(target);
        }
    }

    /// Whether the form has this label.
    pub(crate) fn knows(&self, key: &str) -> bool {
        self.targets.contains_key(key)
    }

    /// No label is longer than so many bytes.
    pub(crate) const fn longest(&self) -> usize {
        self.longest
    }

    /// The keys and what they stand for.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[Target])> {
        self.targets
            .iter()
            .map(|(key, targets)| (key.as_str(), targets.as_slice()))
    }

    /// The labels that make up a folded text.
    pub(crate) fn parse(&self, folded: &str) -> (Vec<Hit<'_>>, Rest) {
        let mut hits = Vec::new();
        let mut at = 0;
        loop {
            let (numbered, behind) = self.numbered(&folded[at..]);
            let number = folded.len() - behind.len();
            let Some(skip) = behind.find(char::is_alphanumeric) else {
                // A number by itself belongs to what comes next.
                let rest = if numbered { Rest::Open(at) } else { Rest::Nothing };
                return (hits, rest);
            };
            let begin = number + skip;
            let mut key = String::new();
            let mut last = None;
            let mut open = true;
            for (offset, c) in folded[begin..].char_indices() {
                if !c.is_alphanumeric() {
                    continue;
                }
                key.push(c);
                if let Some((known, targets)) = self.targets.get_key_value(&key) {
                    last = Some((begin + offset + c.len_utf8(), known, targets));
                }
                if !self.beginnings.contains(&key) {
                    open = false;
                    break;
                }
            }
            let is_all = |end: usize| !folded[end..].contains(char::is_alphanumeric);
            match last {
                Some((end, key, targets)) if !open || is_all(end) => {
                    hits.push(Hit {
                        targets,
                        key,
                        numbered,
                        start: begin,
                        end,
                        extendable: open,
                    });
                    if is_all(end) {
                        return (hits, Rest::Nothing);
                    }
                    at = end;
                }
                _ if open => return (hits, Rest::Open(at)),
                _ => return (hits, Rest::Unknown(at)),
            }
        }
    }
}

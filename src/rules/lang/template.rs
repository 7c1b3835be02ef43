//! Messages with placeholders.

use crate::diagnostic::{defect::DefectKind, load_error::nearest, mistake::Mistake};
use crate::rules::lang::{ir::Code, typecheck::Scope};

/// A message whose placeholders are known to be right.
#[derive(Clone, Debug, Default)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    /// A value that the rule's kind provides, by name.
    Given(String),
    Value(Code),
}

/// The placeholders that a rule of some kind provides beside its expressions.
#[must_use]
pub fn given(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Assert => &["label", "value"],
        Kind::Columns => &["label", "value", "column"],
        Kind::Required => &["label", "key", "key_title"],
        Kind::Find => &["label", "match"],
    }
}

/// What a rule does, as far as placeholders go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A condition.
    Assert,
    /// A condition by column.
    Columns,
    /// Keys that must be there.
    Required,
    /// Patterns in texts.
    Find,
}

/// The placeholders of an assertion that is one comparison.
pub const SIDES: [&str; 3] = ["lhs", "rhs", "diff"];

/// The placeholders that come with joined findings (`per`).
pub const JOINED: [&str; 3] = ["count", "cells", "group"];

/// The placeholders of a detector; `label` and `value` too where there is a field.
#[must_use]
pub fn detected(kind: DefectKind) -> &'static [&'static str] {
    use DefectKind as D;
    match kind {
        D::Syntax => &["cause"],
        D::DuplicateKey => &["key", "first_line"],
        D::TooLarge | D::TooDeep | D::TooManyNodes | D::TooManyCells => &["limit"],
        D::UnreadableFile | D::UnreadableTable | D::NoTitle => &["cause", "label"],
        D::UnreadableRow => &["cause", "found", "columns", "label"],
        D::UnknownForm => &["known"],
        D::UnknownRow => &["value"],
        D::DamagedFile => &[],
        D::NotText | D::ByteOrderMark | D::MultipleDocuments | D::Empty | D::NotAKey => &[],
        D::DamagedText => &["count"],
        D::Decoded => &["encoding"],
        D::Tag | D::OutOfRange => &["value"],
        D::UnknownSchema => &["value", "known", "suggestion"],
        D::UnknownKey => &["key", "suggestion"],
        D::MissingKey => &["key", "key_title", "label"],
        D::NotANumber => &["value", "cause", "reading", "label"],
        D::NotAnInteger => &["value", "label"],
        D::WrongType | D::BadFormat => &["value", "expected", "label"],
        D::NotAllowed => &["value", "allowed", "suggestion", "label"],
        D::BadShape => &["value", "cause", "label"],
        D::WrongCell => &["value", "expected", "count", "label", "cause"],
        D::WrongCells | D::OneOfCells | D::UnexplainedSums => {
            &["value", "expected", "count", "cells", "label", "cause", "limit"]
        }
        D::PreviousOtherAgency | D::PreviousOtherYear => &["file", "value", "expected"],
        D::MemberLeftOut => &["file", "cause", "value"],
        D::MemberOtherLevel => &["file", "value", "expected"],
        D::MembersMissing => &["count", "names"],
        D::PublishedTwice => &["files"],
        D::UnusedWaiver => &["rule"],
        D::ExpiredWaiver => &["rule", "until"],
    }
}

impl Template {
    /// Parse and check a message: a placeholder is one of `given` or, with a scope, an expression of the rule.
    ///
    /// # Errors
    /// The first placeholder that is neither, with its place in the text.
    pub fn compile(text: &str, given: &[&str], scope: Option<&Scope<'_>>) -> Result<Self, Mistake> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            literal.push_str(&rest[..at]);
            let start = text.len() - rest.len() + at;
            rest = &rest[at..];
            if rest.starts_with("{{") || rest.starts_with("}}") {
                literal.push_str(&rest[..1]);
                rest = &rest[2..];
                continue;
            }
            let end = rest.find('}').filter(|_| rest.starts_with('{')).ok_or_else(|| {
                Mistake::within(
                    start..start + 1,
                    "大括号不成对；要写大括号本身请写两个",
                    "unpaired brace; write it twice for a brace",
                )
            })?;
            let inner = &rest[1..end];
            let part = Self::placeholder(inner, given, scope).map_err(|error| error.shifted(start + 1))?;
            if !literal.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut literal)));
            }
            parts.push(part);
            rest = &rest[end + 1..];
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(Part::Text(literal));
        }
        Ok(Self { parts })
    }

    fn placeholder(inner: &str, given: &[&str], scope: Option<&Scope<'_>>) -> Result<Part, Mistake> {
        if given.contains(&inner) {
            return Ok(Part::Given(inner.to_owned()));
        }
        let unknown = Mistake::within(
            0..inner.len(),
            format!("不认识的占位符 `{{{inner}}}`"),
            format!("unknown placeholder `{{{inner}}}`"),
        );
        let near = || nearest(inner, given.iter().copied());
        let Some(scope) = scope else {
            return Err(unknown.meaning(near()));
        };
        match scope.compile(inner) {
            Ok((code, _)) => Ok(Part::Value(code)),
            Err(mut errors) => Err(match near() {
                Some(near) => unknown.meaning(Some(near)),
                None => errors.swap_remove(0),
            }),
        }
    }

    /// The names of the placeholders that are not expressions, and how many expressions there are.
    #[must_use]
    pub fn placeholders(&self) -> (Vec<&str>, usize) {
        let mut given = Vec::new();
        let mut values = 0;
        for part in &self.parts {
            match part {
                Part::Text(_) => {}
                Part::Given(name) => given.push(name.as_str()),
                Part::Value(_) => values += 1,
            }
        }
        given.sort_unstable();
        given.dedup();
        (given, values)
    }

    /// The message, with what `given` and `value` say of its placeholders. A value that is not known shows as `？`.
    pub fn render(&self, given: impl Fn(&str) -> Option<String>, value: impl Fn(&Code) -> Option<String>) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(literal) => text.push_str(literal),
                Part::Given(name) => text.push_str(&given(name).unwrap_or_else(|| "？".into())),
                Part::Value(code) => text.push_str(&value(code).unwrap_or_else(|| "？".into())),
            }
        }
        text
    }
}

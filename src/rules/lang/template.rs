//! Messages with placeholders.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    diagnostic::{
        defect::DefectKind,
        finding::Localized,
        load_error::nearest,
        message::{Argument, Message, Part, Statement},
    },
    rules::lang::{ir::Code, parser::ExprError, typecheck::Scope},
};

/// A message whose placeholders are known to be right: its words, and what its slots are filled with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template {
    message: Arc<Message>,
    slots: Vec<Slot>,
}

/// What fills a slot of a message.
#[derive(Clone, Debug)]
enum Slot {
    /// A value that the rule's kind provides, by name.
    Given(String),
    /// The value of an expression.
    Value(Box<Code>),
}

/// Why a message cannot be used.
pub(crate) enum TemplateError {
    /// A placeholder of the Chinese text.
    Zh(ExprError),
    /// A placeholder of the English text.
    En(ExprError),
    /// The two texts have different placeholders.
    Differ,
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
    /// Parse and check a message: a placeholder is one of `given` or, with a scope, an expression of the rule. A placeholder that
    /// stands in both languages is evaluated once.
    ///
    /// # Errors
    /// In either language, the first placeholder that is neither; or that the languages differ in them.
    pub(crate) fn compile(
        text: &Localized,
        given: &[&str],
        scope: Option<&Scope<'_>>,
    ) -> Result<Self, Vec<TemplateError>> {
        let mut slots = Slots {
            given,
            scope,
            texts: Vec::new(),
            slots: Vec::new(),
        };
        let zh = slots.parse(&text.zh).map_err(TemplateError::Zh);
        let en = slots.parse(&text.en).map_err(TemplateError::En);
        let (zh, en) = match (zh, en) {
            (Ok(zh), Ok(en)) => (zh, en),
            (zh, en) => return Err([zh.err(), en.err()].into_iter().flatten().collect()),
        };
        if slots.signature(&zh) != slots.signature(&en) {
            return Err(vec![TemplateError::Differ]);
        }
        Ok(Self {
            message: Arc::new(Message { zh, en }),
            slots: slots.slots,
        })
    }

    /// The message with what `given` and `value` say of its placeholders.
    pub(crate) fn fill(
        &self,
        given: impl Fn(&str) -> Option<Argument>,
        value: impl Fn(&Code) -> Option<Argument>,
    ) -> Statement {
        let values = self.slots.iter().map(|slot| {
            let value = match slot {
                Slot::Given(name) => given(name),
                Slot::Value(code) => value(code),
            };
            value.unwrap_or_default()
        });
        Statement::new(Arc::clone(&self.message), values.collect())
    }
}

/// The placeholders of a message while it is parsed.
struct Slots<'s> {
    given: &'s [&'s str],
    scope: Option<&'s Scope<'s>>,
    /// What stands between the braces, by slot.
    texts: Vec<String>,
    slots: Vec<Slot>,
}

impl Slots<'_> {
    fn parse(&mut self, text: &str) -> Result<Vec<Part>, ExprError> {
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
                ExprError::new(
                    start..start + 1,
                    "大括号不成对；要写大括号本身请写两个",
                    "unpaired brace; write it twice for a brace",
                )
            })?;
            let slot = self.slot(&rest[1..end]).map_err(|mut error| {
                let shift = start + 1;
                error.span = error.span.start + shift..error.span.end + shift;
                error
            })?;
            if !literal.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut literal)));
            }
            parts.push(Part::Slot(slot));
            rest = &rest[end + 1..];
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(Part::Text(literal));
        }
        Ok(parts)
    }

    /// The slot of a placeholder, a new one if it is met for the first time.
    fn slot(&mut self, inner: &str) -> Result<usize, ExprError> {
        if let Some(known) = self.texts.iter().position(|text| text == inner) {
            return Ok(known);
        }
        let slot = self.placeholder(inner)?;
        self.texts.push(inner.to_owned());
        self.slots.push(slot);
        Ok(self.slots.len() - 1)
    }

    fn placeholder(&self, inner: &str) -> Result<Slot, ExprError> {
        if self.given.contains(&inner) {
            return Ok(Slot::Given(inner.to_owned()));
        }
        let unknown = ExprError::new(
            0..inner.len(),
            format!("未定义的占位符 `{{{inner}}}`"),
            format!("unknown placeholder `{{{inner}}}`"),
        );
        let near = || nearest(inner, self.given.iter().copied());
        let Some(scope) = self.scope else {
            return Err(unknown.meaning(near()));
        };
        match scope.compile(inner) {
            Ok((code, _)) => Ok(Slot::Value(Box::new(code))),
            Err(mut errors) => Err(match near() {
                Some(near) => unknown.meaning(Some(near)),
                None => errors.swap_remove(0),
            }),
        }
    }

    /// The names of the placeholders that are no expressions, and how many expressions there are.
    fn signature(&self, parts: &[Part]) -> (BTreeSet<&str>, usize) {
        let slots = parts.iter().filter_map(|part| match part {
            Part::Slot(at) => Some(&self.slots[*at]),
            Part::Text(_) => None,
        });
        let mut given = BTreeSet::new();
        let mut values = 0;
        for slot in slots {
            match slot {
                Slot::Given(name) => _ = given.insert(name.as_str()),
                Slot::Value(_) => values += 1,
            }
        }
        (given, values)
    }
}

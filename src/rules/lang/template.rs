//! Messages with placeholders.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    diagnostic::{
        finding::Localized,
        message::{Argument, Message, Part, Statement},
        mistake::Mistake,
    },
    rules::lang::{ir::Code, typecheck::Scope},
    text::suggest::nearest,
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
    Zh(Mistake),
    /// A placeholder of the English text.
    En(Mistake),
    /// The two texts have different placeholders.
    Differ,
}

/// The placeholders that a rule of some kind provides beside its expressions.
#[must_use]
pub(crate) fn given(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Assert => &["label", "value"],
        Kind::Columns => &["label", "value", "column"],
        Kind::Required => &["label", "key", "key_title"],
        Kind::Find => &["label", "match"],
    }
}

/// What a rule does, as far as placeholders go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
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
pub(crate) const SIDES: [&str; 3] = ["lhs", "rhs", "diff"];

/// The placeholders that come with joined findings (`per`).
pub(crate) const JOINED: [&str; 4] = ["count", "cells", "keys", "group"];

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
    fn parse(&mut self, text: &str) -> Result<Vec<Part>, Mistake> {
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
            let slot = self.slot(&rest[1..end]).map_err(|error| error.shifted(start + 1))?;
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
    fn slot(&mut self, inner: &str) -> Result<usize, Mistake> {
        if let Some(known) = self.texts.iter().position(|text| text == inner) {
            return Ok(known);
        }
        let slot = self.placeholder(inner)?;
        self.texts.push(inner.to_owned());
        self.slots.push(slot);
        Ok(self.slots.len() - 1)
    }

    fn placeholder(&self, inner: &str) -> Result<Slot, Mistake> {
        if self.given.contains(&inner) {
            return Ok(Slot::Given(inner.to_owned()));
        }
        let unknown = Mistake::within(
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

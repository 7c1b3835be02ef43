//! Which rules a pack has to test, and which fields of the form no rule reads.

use std::collections::BTreeSet;

use crate::form::{schema::Schema, shape::ShapeId};
use crate::rules::{
    lang::ir::{CellPath, Code, Hop, Start},
    pack::rule_set::{Rule, RuleSet},
};

impl RuleSet {
    /// The rules that the last pack has or has tests for, and those of the pack it extends, if that one has no schema of its own and so cannot be
    /// tested alone.
    pub fn own_rules(&self) -> impl Iterator<Item = &Rule> {
        let is_own = |rule: &&Rule| rule.tested_by == self.id || self.shared.as_ref() == Some(&rule.tested_by);
        self.rules.iter().filter(is_own)
    }

    /// The numbers of the form that no rule reads the value of.
    #[must_use]
    pub fn unread(&self, schema: &Schema) -> Vec<String> {
        let mut read = BTreeSet::new();
        for field in schema.fields() {
            for variant in self
                .rules
                .iter()
                .filter(|rule| rule.level.severity().is_some())
                .flat_map(|rule| &rule.variants)
            {
                if !schema.shape(field).types.contains(&variant.of) {
                    continue;
                }
                let Some(code) = variant.body.assertion() else {
                    continue;
                };
                let mut own = BTreeSet::new();
                let mut visit = |part: &Code| {
                    if let Code::Cell(path) | Code::Cells(path) = part {
                        own.extend(fields_at(schema, field, path));
                    }
                };
                code.walk(&mut visit);
                variant.lets.iter().for_each(|code| code.walk(&mut visit));
                // A rule that looks at a value alone knows nothing of what it should be.
                let number = |field: &&ShapeId| schema.shape(**field).kind.is_number();
                if own.iter().filter(number).count() > 1 {
                    read.extend(own);
                }
            }
        }
        // The year is no figure of the report.
        let year = schema
            .identity
            .year
            .as_deref()
            .and_then(|pointer| schema.at_pointer(pointer));
        let is_figure = |field: ShapeId| schema.shape(field).kind.is_number() && Some(field) != year;
        let unread = |field: &ShapeId| is_figure(*field) && !read.contains(field);
        schema.fields().filter(unread).map(|field| schema.path(field)).collect()
    }
}

/// The fields of the form that a path leads to from `field`.
fn fields_at(schema: &Schema, field: ShapeId, path: &CellPath) -> Vec<ShapeId> {
    let mut open = match path.start {
        Start::Report => vec![schema.root()],
        Start::Own => vec![field],
        // A number of another report says nothing about what was read of this one.
        _ => Vec::new(),
    };
    for hop in &path.steps {
        let children = |at: ShapeId| schema.shape(at).children.clone();
        open = match hop {
            Hop::Child(at) => open
                .into_iter()
                .filter_map(|field| children(field).get(*at).copied())
                .collect(),
            Hop::Column | Hop::All => open.into_iter().flat_map(children).collect(),
        };
    }
    open
}

impl Rule {
    /// Whether some report can break the rule: it is not off, and does more than word what the reader finds.
    #[must_use]
    pub fn can_fail(&self) -> bool {
        self.level.severity().is_some() && !self.variants.is_empty()
    }
}

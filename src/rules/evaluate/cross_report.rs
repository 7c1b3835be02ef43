//! Paths into the reports beside the one at hand, and what a rule is worth without them.

use rust_decimal::Decimal;

use crate::rules::{
    evaluate::{
        context::Context,
        instance::{Binding, CellId},
    },
    lang::{
        ir::{CellPath, Code, Hop, Start},
        value::Unknown,
    },
    pack::rule_set::{Needs, Rule},
};
use crate::{
    compare::members::{Figures, Members},
    diagnostic::finding::Localized,
    document::model::Value,
    form::shape::{Kind, ShapeId},
};

/// A rule for more cells than this is taken to apply somewhere.
const FEW: usize = 4;

impl Rule {
    /// Why the rule as a whole is not evaluated beside these reports: one that it speaks of is not there, or it would not
    /// apply anyway.
    pub(crate) fn lacks(&self, binding: &Binding<'_>) -> Option<Unknown> {
        let missing = missing(self.needs, binding)?;
        let applies = self.variants.iter().any(|variant| {
            let Some(when) = &variant.when else { return true };
            let mut is_about_cell = false;
            when.walk(&mut |part| {
                is_about_cell |= match part {
                    Code::Cell(path) | Code::Cells(path) => matches!(path.start, Start::Own | Start::PreviousOwn),
                    Code::Let(_) => true,
                    _ => false,
                }
            });
            let cells = binding.of_type(variant.of);
            // Asking every cell costs more than the answer is worth: it only says why nothing was evaluated.
            let asked = if is_about_cell { FEW } else { 1 };
            cells.len() > asked && is_about_cell
                || cells.iter().take(asked).any(|cell| {
                    let context = Context {
                        cell: *cell,
                        lets: &variant.lets,
                        ..Context::of_report(binding)
                    };
                    context.holds(when) != Ok(false)
                })
        });
        Some(if applies { missing } else { Unknown::Guard })
    }
}

impl Context<'_, '_> {
    /// The cells of last year's report at the end of a path. Its form may be another one, so fields are found by their keys.
    pub(crate) fn in_previous(&self, path: &CellPath) -> Result<Vec<CellId>, Unknown> {
        let root = self.binding.previous().ok_or(Unknown::NoPrevious)?;
        let schema = self.binding.schema;
        let (mut field, start) = match path.start {
            Start::PreviousOwn => (self.binding.cell(self.cell).shape, self.counterpart(root)?),
            _ => (schema.root(), root),
        };
        let mut open = vec![start];
        for hop in &path.steps {
            let at = match hop {
                Hop::Child(at) => *at,
                Hop::Column => self.column.unwrap_or_default(),
                Hop::All => 0,
            };
            let around = field;
            field = *schema.shape(field).children.get(at).ok_or(Unknown::NotInForm(around))?;
            let mut next = Vec::with_capacity(open.len());
            for cell in open {
                match hop {
                    Hop::All if self.binding.cell(cell).node.is_none() => return Err(Unknown::Missing(cell)),
                    Hop::All => next.extend(self.binding.children(cell)),
                    _ => next.push(self.field_of(cell, field)?),
                }
            }
            open = next;
        }
        // Under the same keys the other form may hold something else.
        let group = |kind: Kind| matches!(kind, Kind::Record | Kind::List);
        let is_group = group(schema.shape(field).kind);
        match open
            .iter()
            .all(|cell| group(self.binding.shape(*cell).kind) == is_group)
        {
            true => Ok(open),
            false => Err(Unknown::NotInForm(field)),
        }
    }

    /// The cell of last year's report that is the same field as the one the rule is about.
    fn counterpart(&self, root: CellId) -> Result<CellId, Unknown> {
        let mut way = Vec::new();
        let mut at = self.cell;
        while let Some(parent) = self.binding.cell(at).parent {
            way.push((at, self.binding.shape(parent).kind == Kind::List));
            at = parent;
        }
        way.iter().rev().try_fold(root, |at, (cell, in_list)| {
            let cell = self.binding.cell(*cell);
            if *in_list {
                self.binding.children(at).nth(cell.index).ok_or(Unknown::Missing(at))
            } else {
                self.field_of(at, cell.shape)
            }
        })
    }

    /// The field inside `cell` that has the key of a field of this report's form.
    fn field_of(&self, cell: CellId, field: ShapeId) -> Result<CellId, Unknown> {
        let key = &self.binding.schema.shape(field).key;
        let schema = self.binding.schema_of(cell);
        let mut keys = self.binding.shape(cell).children.iter();
        let place = keys.position(|child| schema.shape(*child).key == *key);
        let place = place.ok_or(Unknown::NotInForm(field))?;
        self.binding.children(cell).nth(place).ok_or_else(|| {
            match self.binding.cell(cell).node.map(|node| &node.value) {
                None => Unknown::Missing(cell),
                Some(Value::Null) => Unknown::Blank(cell),
                Some(_) => Unknown::Mistyped(cell),
            }
        })
    }

    /// The field of the form that a path into the member reports leads to.
    fn field_of_members(&self, path: &CellPath) -> Result<ShapeId, Unknown> {
        let schema = self.binding.schema;
        let start = match path.start {
            Start::MembersOwn => self.binding.cell(self.cell).shape,
            _ => schema.root(),
        };
        path.steps.iter().try_fold(start, |field, hop| {
            let at = match hop {
                Hop::Child(at) => *at,
                Hop::Column => self.column.unwrap_or_default(),
                Hop::All => return Err(Unknown::NothingThere),
            };
            let next = schema.shape(field).children.get(at);
            next.copied().ok_or(Unknown::NotInForm(field))
        })
    }

    /// What the member reports say at a path.
    pub(crate) fn in_members(&self, path: &CellPath) -> Result<&Figures, Unknown> {
        let members = self.binding.members().ok_or(Unknown::NoMembers)?;
        let field = self.field_of_members(path)?;
        members.figures(field).ok_or(Unknown::NotAdditive(field))
    }

    /// How many member reports have a field; of a path without steps, how many there are.
    pub(crate) fn count_members(&self, path: &CellPath) -> Result<Decimal, Unknown> {
        if path.start == Start::Members && path.steps.is_empty() {
            return Ok(self.binding.members().map_or(0, Members::count).into());
        }
        Ok(self.in_members(path)?.known.into())
    }

    /// The members with the largest numbers at a path, as a message names them.
    pub(crate) fn largest_members(&self, path: &CellPath) -> Result<Localized, Unknown> {
        /// More of them do not help to find the cause.
        const NAMED: usize = 3;
        let members = self.binding.members().ok_or(Unknown::NoMembers)?;
        let largest = self.in_members(path)?.largest(NAMED);
        let named = largest.iter().map(|(member, number)| {
            let name = members.name(*member);
            format!("{name} {}", number.normalize())
        });
        let named: Vec<String> = named.collect();
        Ok(Localized {
            zh: named.join("、"),
            en: named.join(", "),
        })
    }
}

fn missing(needs: Needs, binding: &Binding<'_>) -> Option<Unknown> {
    if needs.previous && binding.previous().is_none() {
        Some(Unknown::NoPrevious)
    } else if needs.members && binding.members().is_none() {
        Some(Unknown::NoMembers)
    } else {
        None
    }
}

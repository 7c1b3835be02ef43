//! The reports that a consolidated one sums up, as far as rules need them: who they are from and which numbers they have.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::{
    document::{Node, Value},
    schema::{Schema, ShapeId},
};

/// Member reports of one form, kept as the sums of their fields: a few numbers for each report, whatever its size.
#[derive(Clone, Debug, Default)]
pub struct Members {
    names: Vec<String>,
    fields: HashMap<ShapeId, Figures>,
    /// Whether these are declared to be all, the summing agency's own report among them.
    pub complete: bool,
}

/// What the member reports say in one field.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// How many reports have a number there, or a blank that counts as 0.
    pub known: usize,
    /// The sum; none if it is too large to be exact.
    sum: Option<Decimal>,
    /// The numbers that are not 0, by report.
    numbers: Vec<(usize, Decimal)>,
}

impl Figures {
    /// The sum of what is known; none if it is too large to be exact.
    #[must_use]
    pub const fn sum(&self) -> Option<Decimal> {
        self.sum
    }

    /// The reports with the largest numbers, the largest first; of equal ones the one that came first.
    #[must_use]
    pub fn largest(&self, count: usize) -> Vec<(usize, Decimal)> {
        let mut numbers = self.numbers.clone();
        numbers.sort_by(|(a, left), (b, right)| right.cmp(left).then(a.cmp(b)));
        numbers.truncate(count);
        numbers
    }
}

impl Members {
    /// No member reports yet, of a form.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        let adds_up = |field: &ShapeId| schema.shape(*field).additive && schema.shape(*field).kind.is_number();
        let start = || Figures {
            sum: Some(Decimal::ZERO),
            ..Figures::default()
        };
        Self {
            fields: schema.fields().filter(adds_up).map(|field| (field, start())).collect(),
            ..Self::default()
        }
    }

    /// Count the report of `name`. Returns the fields that add up but have no number in it.
    pub fn add(&mut self, schema: &Schema, name: &str, root: &Node<'_>) -> Vec<ShapeId> {
        let member = self.names.len();
        self.names.push(name.to_owned());
        let mut unknown = Vec::new();
        let mut open = vec![(schema.root(), Some(root))];
        while let Some((field, node)) = open.pop() {
            let shape = schema.shape(field);
            let children = shape.children.iter().rev();
            open.extend(children.map(|child| (*child, node.and_then(|node| node.get(&schema.shape(*child).key)))));
            let Some(figures) = self.fields.get_mut(&field) else {
                continue;
            };
            let is_blank = match node.map(|node| &node.value) {
                Some(Value::Number(number)) => {
                    figures.known += 1;
                    figures.sum = figures.sum.and_then(|sum| sum.checked_add(*number));
                    figures.numbers.extend((!number.is_zero()).then_some((member, *number)));
                    continue;
                }
                Some(Value::Null) => true,
                Some(Value::Text(text)) => shape.is_blank_text(&text.text),
                _ => false,
            };
            figures.known += usize::from(is_blank && !shape.blank_is_unknown);
            unknown.push(field);
        }
        unknown
    }

    /// How many reports there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// Who a report is from.
    #[must_use]
    pub fn name(&self, member: usize) -> &str {
        &self.names[member]
    }

    /// What they say in a field; none if the form does not say that it adds up.
    #[must_use]
    pub fn figures(&self, field: ShapeId) -> Option<&Figures> {
        self.fields.get(&field)
    }
}

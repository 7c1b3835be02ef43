//! The numbers at and inside a field, counted and compared.

use rust_decimal::Decimal;

use crate::{
    document::model::Value,
    form::shape::Kind,
    rules::evaluate::instance::{Binding, CellId},
};

impl Binding<'_> {
    /// How many numbers at or inside a cell are not 0.
    pub(crate) fn nonzero(&self, cell: CellId) -> u32 {
        let own = matches!(self.figure(cell), Some(number) if !number.is_zero());
        let inside = self.children(cell).map(|child| self.nonzero(child));
        u32::from(own) + inside.sum::<u32>()
    }

    /// How many numbers at or inside a cell are filled in.
    pub(crate) fn filled(&self, cell: CellId) -> u32 {
        let own = self.shape(cell).kind.is_number() && self.cell(cell).node.is_some() && !self.is_blank(cell);
        let inside = self.children(cell).map(|child| self.filled(child));
        u32::from(own) + inside.sum::<u32>()
    }

    /// How many numbers at or inside two cells differ. A blank is 0; a field that only one of the forms has is not compared.
    pub(crate) fn differences(&self, a: CellId, b: CellId) -> u32 {
        let (left, right) = (self.shape(a), self.shape(b));
        if left.kind.is_number() && right.kind.is_number() {
            let number = |cell| self.figure(cell).unwrap_or_default();
            return u32::from(number(a) != number(b));
        }
        let keys = |cell: CellId| {
            let schema = self.schema_of(cell);
            let keys = self.shape(cell).children.iter();
            keys.map(|child| schema.shape(*child).key.as_str())
        };
        let children = self.children(a).zip(keys(a));
        let pairs = children.filter_map(|(child, key)| {
            let other = match (left.kind, right.kind) {
                (Kind::Record, Kind::Record) => self.children(b).zip(keys(b)).find(|(_, other)| *other == key),
                _ => None,
            };
            Some((child, other?.0))
        });
        pairs.map(|(child, other)| self.differences(child, other)).sum()
    }

    fn figure(&self, cell: CellId) -> Option<Decimal> {
        match self.cell(cell).node.map(|node| &node.value) {
            Some(Value::Number(number)) if self.shape(cell).kind.is_number() => Some(*number),
            _ => None,
        }
    }
}

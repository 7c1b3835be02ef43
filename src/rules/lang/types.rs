//! The types of the rule language, and which goes where.

use std::ops::Range;

use crate::{
    diagnostic::mistake::Mistake,
    form::{schema::Schema, shape::ShapeId},
};

/// What an expression is, before it has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Number,
    Text,
    Date,
    Bool,
    /// A field with other fields, a list, or one without a type of its own.
    Field(ShapeId),
    /// Numbers by column, of records like this one.
    Row(ShapeId),
    /// Truth by column.
    BoolRow(ShapeId),
    /// Something that is wrong and has been said; goes with everything.
    Wrong,
}

impl Type {
    /// The row of two operands, if either is one.
    pub(crate) fn row_with(self, other: Self) -> Option<ShapeId> {
        [self, other].into_iter().find_map(|of| match of {
            Self::Row(shape) | Self::BoolRow(shape) => Some(shape),
            _ => None,
        })
    }

    /// Whether what was found at `span` may stand where this type is wanted.
    pub(crate) fn accept(self, found: Self, span: &Range<usize>, schema: &Schema) -> Result<(), Mistake> {
        let fits = match (self, found) {
            (Self::Wrong, _) | (_, Self::Wrong) => true,
            (Self::Field(_), _) | (_, Self::Field(_)) => false,
            (Self::Number | Self::Row(_), Self::Number) | (Self::Number, Self::Row(_)) => true,
            (Self::Row(a), Self::Row(b)) => return same_columns(a, b, span, schema),
            (Self::Bool | Self::BoolRow(_), Self::Bool | Self::BoolRow(_)) => true,
            (a, b) => a == b,
        };
        if fits {
            return Ok(());
        }
        Err(Mistake::within(
            span.clone(),
            format!("类型不符：应为{}，实为{}", self.zh(schema), found.zh(schema)),
            format!(
                "type mismatch: expected {}, found {}",
                self.en(schema),
                found.en(schema)
            ),
        ))
    }

    pub(crate) fn zh(self, schema: &Schema) -> String {
        match self {
            Self::Number | Self::Wrong => "数".into(),
            Self::Text => "文字".into(),
            Self::Date => "日期".into(),
            Self::Bool | Self::BoolRow(_) => "条件".into(),
            Self::Row(_) => "一行各列的数".into(),
            Self::Field(shape) => format!("一组字段（{}）", schema.shape(shape).kind.as_str()),
        }
    }

    pub(crate) fn en(self, schema: &Schema) -> String {
        match self {
            Self::Number | Self::Wrong => "a number".into(),
            Self::Text => "a text".into(),
            Self::Date => "a date".into(),
            Self::Bool | Self::BoolRow(_) => "a condition".into(),
            Self::Row(_) => "a row of numbers".into(),
            Self::Field(shape) => format!("a field that is a {}", schema.shape(shape).kind.as_str()),
        }
    }
}

/// Whether two rows can be compared column by column, and which columns are in the way.
fn same_columns(wanted: ShapeId, found: ShapeId, span: &Range<usize>, schema: &Schema) -> Result<(), Mistake> {
    let columns = |row: ShapeId| -> Vec<&str> {
        let children = schema.shape(row).children.iter();
        children.map(|child| schema.shape(*child).key.as_str()).collect()
    };
    let (wanted, found) = (columns(wanted), columns(found));
    if wanted == found {
        return Ok(());
    }
    let without = |some: &[&str], others: &[&str], separator: &str| -> String {
        let some = some.iter().filter(|key| !others.contains(key));
        some.copied().collect::<Vec<_>>().join(separator)
    };
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    if wanted.iter().any(|key| !found.contains(key)) {
        zh.push(format!("这一行没有 {}", without(&wanted, &found, "、")));
        en.push(format!("this one lacks {}", without(&wanted, &found, ", ")));
    }
    if found.iter().any(|key| !wanted.contains(key)) {
        zh.push(format!("只有这一行有 {}", without(&found, &wanted, "、")));
        en.push(format!("only this one has {}", without(&found, &wanted, ", ")));
    }
    if zh.is_empty() {
        zh.push("次序不一".into());
        en.push("they are in another order".into());
    }
    Err(Mistake::within(
        span.clone(),
        format!("两行的列不同，不能逐列核对：{}", zh.join("，")),
        format!(
            "the two rows differ in their columns and cannot be compared column by column: {}",
            en.join(", ")
        ),
    ))
}

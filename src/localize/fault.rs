//! A fault: failures that are one defect, and what would fix it.

use rust_decimal::Decimal;

use crate::{
    localize::slip::Slip,
    rules::evaluate::{instance::CellId, run::Failure},
};

/// Failures that are one defect.
pub(crate) struct Fault<'f, 'c> {
    /// The cell at fault.
    pub primary: CellId,
    /// What fails, in the order of the rules; at least one.
    pub failures: Vec<&'f Failure<'c>>,
    /// What would fix it.
    pub repair: Repair,
    /// Claims of the prose that hold once it is fixed.
    pub stated: Vec<&'f Failure<'c>>,
}

/// What would fix a defect.
pub(crate) enum Repair {
    /// Nothing that the equations could tell.
    None,
    /// This change, `beside` others of the same part.
    Cell {
        change: Change,
        beside: Vec<Change>,
        is_certain: bool,
    },
    /// These together.
    Cells(Vec<Change>),
    /// Any of these, the likeliest first.
    OneOf(Vec<Vec<Change>>),
    /// More cells than can be told.
    TooMany,
}

impl Repair {
    /// Whether there is one way to fix it.
    pub(crate) fn is_unique(&self) -> bool {
        match self {
            Self::Cell { .. } | Self::Cells(_) => true,
            Self::OneOf(options) => options.len() == 1,
            Self::None | Self::TooMany => false,
        }
    }

    /// The cells that all changes agree on.
    pub(crate) fn cells(&self) -> impl Iterator<Item = CellId> {
        let changes = match self {
            Self::Cell { change, .. } => std::slice::from_ref(change),
            Self::Cells(changes) => changes.as_slice(),
            _ => &[],
        };
        changes.iter().map(|change| change.cell)
    }
}

/// Another value for a cell.
#[derive(Clone)]
pub(crate) struct Change {
    pub cell: CellId,
    pub value: Decimal,
    pub slip: Option<Slip>,
}

impl<'f, 'c> Fault<'f, 'c> {
    /// A failure by itself.
    pub(crate) fn alone(failure: &'f Failure<'c>, primary: CellId) -> Self {
        Self {
            primary,
            failures: vec![failure],
            repair: Repair::None,
            stated: Vec::new(),
        }
    }
}

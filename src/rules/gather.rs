//! Failures brought together: which of them are one defect, and which cell would mend it.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use rust_decimal::Decimal;

use super::{
    Body, RuleSet,
    bind::{Binding, CellId},
    code::{Code, Val},
    eval::Context,
    expr::Op,
    linear::{Linear, equation},
    run::{Failure, What},
};
use crate::{
    finding::{Lang, Severity},
    repair::{self, Equation, Part, Slip, System},
    schema::Kind,
};

/// Failures that are one defect.
pub(super) struct Fault<'f, 'c> {
    /// The cell at fault.
    pub primary: CellId,
    /// What fails, in the order of the rules; at least one.
    pub failures: Vec<&'f Failure<'c>>,
    /// What would mend it.
    pub repair: Repair,
}

/// What would mend a defect.
pub(super) enum Repair {
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
    /// The cells that all changes agree on.
    pub fn cells(&self) -> impl Iterator<Item = CellId> {
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
pub(super) struct Change {
    pub cell: CellId,
    pub value: Decimal,
    pub slip: Option<Slip>,
}

/// What fails, as faults in the order of the rules.
pub(super) fn faults<'f, 'c>(
    set: &RuleSet,
    binding: &'c Binding<'_>,
    failures: &'f [Failure<'c>],
    lang: Lang,
) -> Vec<Fault<'f, 'c>> {
    let mut faults: Vec<Fault<'f, 'c>> = Vec::new();
    let mut joined: BTreeMap<(&str, CellId), usize> = BTreeMap::new();
    let mut sums: Vec<(&'f Failure<'c>, &'f Linear)> = Vec::new();
    for failure in failures {
        let primary = failure.primary(&failure.context(binding, lang));
        if let Some(around) = binding.around(primary, &failure.rule.per) {
            match joined.entry((&failure.rule.file.id, around)) {
                Entry::Occupied(at) => faults[*at.get()].failures.push(failure),
                Entry::Vacant(at) => {
                    at.insert(faults.len());
                    faults.push(Fault::alone(failure, primary));
                }
            }
            continue;
        }
        match &failure.what {
            What::Assert(Some(equation)) if is_identity(equation) => sums.push((failure, equation)),
            _ => faults.push(Fault::alone(failure, primary)),
        }
    }
    if !sums.is_empty() {
        let (system, cells) = system(set, binding, &sums, lang);
        for part in system.explain() {
            faults.extend(of_part(&part, &system, &cells, &sums, binding, lang));
        }
        absorb(&mut faults, binding);
    }
    faults
}

impl<'f, 'c> Fault<'f, 'c> {
    fn alone(failure: &'f Failure<'c>, primary: CellId) -> Self {
        Self {
            primary,
            failures: vec![failure],
            repair: Repair::None,
        }
    }
}

/// Whether an equation is about how cells hang together; that one cell has to be some number is a rule of another kind.
fn is_identity(equation: &Linear) -> bool {
    equation.terms.len() > 1
}

/// The faults of one part of the equations.
fn of_part<'f, 'c>(
    part: &Part,
    system: &System,
    cells: &[CellId],
    sums: &[(&'f Failure<'c>, &'f Linear)],
    binding: &Binding<'_>,
    lang: Lang,
) -> Vec<Fault<'f, 'c>> {
    let changed = |change: &repair::Change| Change {
        cell: cells[change.cell],
        value: change.value,
        slip: change.slip,
    };
    let failures = |of: &mut dyn Iterator<Item = &usize>| of.map(|at| sums[*at].0).collect::<Vec<_>>();
    let touches = |at: usize, cell: usize| system.equations[at].terms.iter().any(|(term, _)| *term == cell);
    let whole = |repair| {
        let failures = failures(&mut part.broken.iter());
        Fault {
            primary: failures[0].primary(&failures[0].context(binding, lang)),
            failures,
            repair,
        }
    };
    // One broken sum is told in its own words, with what would mend it beside it.
    if part.broken.len() == 1 {
        let options: Vec<Vec<Change>> = match part.options.as_slice() {
            [] if part.certain.is_empty() => return vec![whole(Repair::None)],
            [] => vec![part.certain.iter().map(changed).collect()],
            options => options
                .iter()
                .map(|option| option.iter().map(changed).collect())
                .collect(),
        };
        return vec![whole(Repair::OneOf(options))];
    }
    if part.certain.is_empty() && part.options.is_empty() {
        return vec![whole(Repair::TooMany)];
    }
    let mut faults = Vec::new();
    for changes in clusters(part, system) {
        let broken: Vec<usize> = part
            .broken
            .iter()
            .copied()
            .filter(|at| changes.iter().any(|change| touches(*at, change.cell)))
            .collect();
        let failures = failures(&mut broken.iter());
        // A change that two sums confirm, each of them a certainty by itself.
        let is_proven = failures.len() > 1 && failures.iter().all(|failure| failure.severity == Severity::Error);
        let repair = match changes.as_slice() {
            [change] if failures.len() > 1 => {
                let shares = |other: &&repair::Change| {
                    other.cell != change.cell && broken.iter().any(|at| touches(*at, other.cell))
                };
                Repair::Cell {
                    change: changed(change),
                    beside: part.certain.iter().filter(shares).map(changed).collect(),
                    is_certain: is_proven && part.is_unique(),
                }
            }
            [change] => Repair::OneOf(vec![vec![changed(change)]]),
            changes => Repair::Cells(changes.iter().copied().map(changed).collect()),
        };
        let Some(first) = failures.first() else { continue };
        faults.push(Fault {
            primary: match repair {
                Repair::Cell { .. } | Repair::Cells(_) => cells[changes[0].cell],
                _ => first.primary(&first.context(binding, lang)),
            },
            failures,
            repair,
        });
    }
    if !part.options.is_empty() {
        let mut mended = system.clone();
        for change in &part.certain {
            mended.cells[change.cell].value = change.value;
        }
        let left: Vec<usize> = part.broken.iter().copied().filter(|at| mended.is_broken(*at)).collect();
        let failures = failures(&mut left.iter());
        if let Some(first) = failures.first() {
            let options = part.options.iter();
            faults.push(Fault {
                primary: first.primary(&first.context(binding, lang)),
                failures,
                repair: Repair::OneOf(options.map(|option| option.iter().map(changed).collect()).collect()),
            });
        }
    }
    faults
}

/// The changes that are one defect: each that two broken sums confirm is one of its own, the others belong to those that they share
/// an equation with.
fn clusters<'p>(part: &'p Part, system: &System) -> Vec<Vec<&'p repair::Change>> {
    let holds = |at: usize, cell: usize| system.equations[at].terms.iter().any(|(term, _)| *term == cell);
    let is_proven = |change: &repair::Change| part.broken.iter().filter(|at| holds(**at, change.cell)).count() > 1;
    let mut clusters: Vec<Vec<&repair::Change>> = Vec::new();
    for change in &part.certain {
        let mut own = vec![change];
        clusters.retain(|cluster| {
            let meets = cluster.iter().any(|other| {
                let share = |at: usize| holds(at, change.cell) && holds(at, other.cell);
                !(is_proven(change) && is_proven(other)) && (0..system.equations.len()).any(share)
            });
            if meets {
                own.extend(cluster);
            }
            !meets
        });
        own.sort_by_key(|change| change.cell);
        clusters.push(own);
    }
    clusters
}

/// The equations, the broken ones first, and the cell of the report for each cell of the system.
fn system(set: &RuleSet, binding: &Binding<'_>, sums: &[(&Failure<'_>, &Linear)], lang: Lang) -> (System, Vec<CellId>) {
    let broken = sums.iter().map(|(_, equation)| (*equation).clone());
    let equations: Vec<Linear> = broken.chain(set.identities(binding, lang)).collect();
    let ids: BTreeSet<CellId> = equations
        .iter()
        .flat_map(|equation| equation.terms.keys().copied())
        .collect();
    let ids: Vec<CellId> = ids.into_iter().collect();
    let least = set.least(binding, lang);
    let context = Context::of_report(binding, lang);
    let cells = ids.iter().map(|id| repair::Cell {
        value: match context.value(*id) {
            Ok(Val::Number(number)) => number,
            _ => Decimal::ZERO,
        },
        is_whole: binding.shape(*id).kind == Kind::Integer,
        least: least.get(id).copied(),
        record: binding.cell(*id).parent.unwrap_or_default(),
    });
    let number = |id: &CellId| ids.binary_search(id).unwrap_or_default();
    let system = System {
        cells: cells.collect(),
        equations: equations
            .iter()
            .map(|equation| Equation {
                terms: equation
                    .terms
                    .iter()
                    .map(|(id, factor)| (number(id), *factor))
                    .collect(),
                constant: equation.constant,
            })
            .collect(),
    };
    (system, ids)
}

impl RuleSet {
    /// The identities that hold in a report.
    fn identities(&self, binding: &Binding<'_>, lang: Lang) -> Vec<Linear> {
        let mut identities = Vec::new();
        self.on_each(binding, lang, |_, variant, context| {
            if let Body::Assert(code @ Code::Binary(Op::Eq, ..)) = &variant.body
                && context.holds(code) == Ok(true)
            {
                identities.extend(equation(code, context).filter(is_identity));
            }
        });
        identities
    }

    /// The least numbers that rules allow for single cells.
    fn least(&self, binding: &Binding<'_>, lang: Lang) -> BTreeMap<CellId, Decimal> {
        let mut least: BTreeMap<CellId, Decimal> = BTreeMap::new();
        self.on_each(binding, lang, |_, variant, context| {
            if let Body::Assert(code) = &variant.body {
                bounds(code, context, &mut least);
            }
        });
        least
    }
}

/// The conditions `cell >= number` that all have to hold.
fn bounds(code: &Code, context: &Context<'_, '_>, least: &mut BTreeMap<CellId, Decimal>) {
    match code {
        Code::Binary(Op::And, left, right) => {
            bounds(left, context, least);
            bounds(right, context, least);
        }
        Code::Binary(Op::Ge, left, right) => {
            if let (Code::Cell(path), Code::Number(number)) = (&**left, &**right)
                && let Ok(cell) = context.cell_at(path)
            {
                let known = least.entry(cell).or_insert(*number);
                *known = (*known).max(*number);
            }
        }
        _ => {}
    }
}

/// A rule that finds fault with a cell's value alone has found the same defect as the sums that the cell breaks.
fn absorb(faults: &mut Vec<Fault<'_, '_>>, binding: &Binding<'_>) {
    for at in 0..faults.len() {
        let Fault {
            primary,
            failures,
            repair,
        } = &faults[at];
        let (Repair::None, [failure]) = (repair, failures.as_slice()) else {
            continue;
        };
        if !failure.looks_at(*primary, binding) {
            continue;
        }
        let (failure, cell) = (*failure, *primary);
        let sums = faults
            .iter_mut()
            .find(|other| other.primary == cell && matches!(other.repair, Repair::Cell { .. }));
        if let Some(sums) = sums {
            sums.failures.push(failure);
            faults[at].failures.clear();
        }
    }
    faults.retain(|defect| !defect.failures.is_empty());
}

//! Failures brought together: which of them are one defect, and which cell would mend it.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use rust_decimal::Decimal;

use crate::{
    diagnostic::finding::Severity,
    form::shape::Kind,
    localize::{
        slip::Slip,
        system::{Equation, Part, System},
    },
};
use crate::{
    localize::evidence::support,
    rules::{
        evaluate::{
            context::Context,
            instance::{Binding, CellId},
            run::Failure,
        },
        lang::{
            ast::Op,
            ir::Code,
            linear::{Linear, equation, is_identity},
            value::Val,
        },
        pack::rule_set::{Body, RuleSet},
    },
};

/// Failures that are one defect.
pub(crate) struct Fault<'f, 'c> {
    /// The cell at fault.
    pub primary: CellId,
    /// What fails, in the order of the rules; at least one.
    pub failures: Vec<&'f Failure<'c>>,
    /// What would mend it.
    pub repair: Repair,
    /// Claims of the prose that hold once it is mended.
    pub said: Vec<&'f Failure<'c>>,
}

/// What would mend a defect.
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
    /// Whether there is one way to mend it.
    fn is_unique(&self) -> bool {
        match self {
            Self::Cell { .. } | Self::Cells(_) => true,
            Self::OneOf(options) => options.len() == 1,
            Self::None | Self::TooMany => false,
        }
    }

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
pub(crate) struct Change {
    pub cell: CellId,
    pub value: Decimal,
    pub slip: Option<Slip>,
}

/// What fails, as faults in the order of the rules.
pub(crate) fn faults<'f, 'c>(
    set: &RuleSet,
    binding: &'c Binding<'_>,
    failures: &'f [Failure<'c>],
) -> Vec<Fault<'f, 'c>> {
    let mut faults: Vec<Fault<'f, 'c>> = Vec::new();
    let (sums, others): (Vec<_>, Vec<_>) = failures.iter().partition(|failure| failure.identity().is_some());
    let mut single: Vec<&'f Failure<'c>> = others;
    if !sums.is_empty() {
        let (of_sums, rest) = explained(set, binding, &sums);
        faults = of_sums;
        single.extend(rest);
    }
    let mut joined: BTreeMap<(&str, CellId), usize> = BTreeMap::new();
    for failure in single {
        let primary = failure.primary(&failure.context(binding));
        let Some(around) = binding.around(primary, &failure.rule.per) else {
            faults.push(Fault::alone(failure, primary));
            continue;
        };
        match joined.entry((&failure.rule.file.id, around)) {
            Entry::Occupied(at) => faults[*at.get()].failures.push(failure),
            Entry::Vacant(at) => {
                at.insert(faults.len());
                faults.push(Fault::alone(failure, primary));
            }
        }
    }
    absorb(&mut faults, binding);
    support(&mut faults, binding);
    faults
}

/// The faults behind broken identities, and the failures that are to be joined as their rules say: no one cell explains them.
fn explained<'f, 'c>(
    set: &RuleSet,
    binding: &'c Binding<'_>,
    sums: &[&'f Failure<'c>],
) -> (Vec<Fault<'f, 'c>>, Vec<&'f Failure<'c>>) {
    let own: Vec<Linear> = sums
        .iter()
        .filter_map(|failure| failure.identity().cloned())
        .chain(set.identities(binding))
        .collect();
    let previous = of_previous(binding);
    let is_told = |part: &Part| part.broken.len() == 1 || !part.certain.is_empty() || !part.options.is_empty();
    let is_ours = |part: &Part| part.broken.iter().any(|at| *at < sums.len());
    let mut equations = Equations::of(set, binding, own.iter().chain(&previous));
    let mut parts = equations.system.explain();
    if !previous.is_empty() && !parts.iter().filter(|part| is_ours(part)).all(is_told) {
        // A muddle in last year's report is no reason to tell less of this one.
        equations = Equations::of(set, binding, &own);
        parts = equations.system.explain();
    }
    let mut faults = Vec::new();
    let mut rest = Vec::new();
    for part in parts.iter().filter(|part| is_ours(part)) {
        for mut fault in of_part(part, &equations, sums, binding) {
            if !fault.repair.is_unique() {
                rest.extend(fault.failures.extract_if(.., |failure| !failure.rule.per.is_empty()));
                let Some(first) = fault.failures.first() else { continue };
                fault.primary = first.primary(&first.context(binding));
            }
            faults.push(fault);
        }
    }
    (faults, rest)
}

/// The equations of last year's report, whether they hold or not.
fn of_previous(binding: &Binding<'_>) -> Vec<Linear> {
    let Some((alone, rules, shift)) = binding.previous_alone() else {
        return Vec::new();
    };
    let mut equations = Vec::new();
    rules.on_each(&alone, |_, variant, context| {
        if let Body::Assert(code @ Code::Binary(Op::Eq, ..)) = &variant.body
            && context.holds(code).is_ok()
        {
            equations.extend(equation(code, context).filter(is_identity));
        }
    });
    let shifted = |equation: Linear| Linear {
        terms: equation
            .terms
            .into_iter()
            .map(|(cell, factor)| (cell + shift, factor))
            .collect(),
        ..equation
    };
    equations.into_iter().map(shifted).collect()
}

impl<'f, 'c> Fault<'f, 'c> {
    fn alone(failure: &'f Failure<'c>, primary: CellId) -> Self {
        Self {
            primary,
            failures: vec![failure],
            repair: Repair::None,
            said: Vec::new(),
        }
    }
}

/// The faults of one part of the equations.
fn of_part<'f, 'c>(
    part: &Part,
    equations: &Equations,
    sums: &[&'f Failure<'c>],
    binding: &Binding<'_>,
) -> Vec<Fault<'f, 'c>> {
    let Equations { system, cells } = equations;
    // Those of last year's report alone are that report's matter.
    let ours: Vec<usize> = part.broken.iter().copied().filter(|at| *at < sums.len()).collect();
    let changed = |change: &crate::localize::system::Change| Change {
        cell: cells[change.cell],
        value: change.value,
        slip: change.slip,
    };
    let failures =
        |of: &mut dyn Iterator<Item = &usize>| of.filter_map(|at| sums.get(*at).copied()).collect::<Vec<_>>();
    let is_own =
        |change: &crate::localize::system::Change| binding.cell(cells[change.cell]).document == Binding::REPORT;
    let touches = |at: usize, cell: usize| system.equations[at].terms.iter().any(|(term, _)| *term == cell);
    let whole = |repair| {
        let failures = failures(&mut ours.iter());
        Fault {
            primary: failures[0].primary(&failures[0].context(binding)),
            failures,
            repair,
            said: Vec::new(),
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
        let is_proven = failures
            .iter()
            .filter(|failure| failure.severity == Severity::Error)
            .count()
            > 1;
        let repair = match changes.as_slice() {
            // What last year's report should say is told in the words of the rule that found it.
            changes if changes.iter().any(|change| !is_own(change)) => {
                Repair::OneOf(vec![changes.iter().copied().map(changed).collect()])
            }
            [change] if failures.len() > 1 => {
                let shares = |other: &&crate::localize::system::Change| {
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
                _ => first.primary(&first.context(binding)),
            },
            failures,
            repair,
            said: Vec::new(),
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
                primary: first.primary(&first.context(binding)),
                failures,
                repair: Repair::OneOf(options.map(|option| option.iter().map(changed).collect()).collect()),
                said: Vec::new(),
            });
        }
    }
    faults
}

/// The changes that are one defect: each that two broken sums confirm is one of its own, the others belong to those that they share
/// an equation with.
fn clusters<'p>(part: &'p Part, system: &System) -> Vec<Vec<&'p crate::localize::system::Change>> {
    let holds = |at: usize, cell: usize| system.equations[at].terms.iter().any(|(term, _)| *term == cell);
    let is_proven =
        |change: &crate::localize::system::Change| part.broken.iter().filter(|at| holds(**at, change.cell)).count() > 1;
    let mut clusters: Vec<Vec<&crate::localize::system::Change>> = Vec::new();
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

/// Equations as numbers alone, and the cell of the report for each cell of the system.
struct Equations {
    system: System,
    cells: Vec<CellId>,
}

impl Equations {
    fn of<'l>(set: &RuleSet, binding: &Binding<'_>, equations: impl IntoIterator<Item = &'l Linear> + Clone) -> Self {
        let ids = equations
            .clone()
            .into_iter()
            .flat_map(|equation| equation.terms.keys().copied());
        let ids: BTreeSet<CellId> = ids.collect();
        let ids: Vec<CellId> = ids.into_iter().collect();
        let mut least = set.least(binding);
        if let Some((alone, rules, shift)) = binding.previous_alone() {
            let theirs = rules.least(&alone).into_iter();
            least.extend(theirs.map(|(cell, number)| (cell + shift, number)));
        }
        let context = Context::of_report(binding);
        let cells = ids.iter().map(|id| crate::localize::system::Cell {
            value: match context.value(*id) {
                Ok(Val::Number(number)) => number,
                _ => Decimal::ZERO,
            },
            is_whole: binding.shape(*id).kind == Kind::Integer,
            least: least.get(id).copied(),
            record: binding.cell(*id).parent.unwrap_or_default(),
        });
        let number = |id: &CellId| ids.binary_search(id).unwrap_or_default();
        let equations = equations.into_iter().map(|equation| Equation {
            terms: equation
                .terms
                .iter()
                .map(|(id, factor)| (number(id), *factor))
                .collect(),
            constant: equation.constant,
        });
        let system = System {
            cells: cells.collect(),
            equations: equations.collect(),
        };
        Self { system, cells: ids }
    }
}

impl RuleSet {
    /// The identities that hold in a report.
    fn identities(&self, binding: &Binding<'_>) -> Vec<Linear> {
        let mut identities = Vec::new();
        self.on_each(binding, |_, variant, context| {
            if let Body::Assert(code @ Code::Binary(Op::Eq, ..)) = &variant.body
                && context.holds(code) == Ok(true)
            {
                identities.extend(equation(code, context).filter(is_identity));
            }
        });
        identities
    }

    /// The least numbers that rules allow for single cells.
    fn least(&self, binding: &Binding<'_>) -> BTreeMap<CellId, Decimal> {
        let mut least: BTreeMap<CellId, Decimal> = BTreeMap::new();
        self.on_each(binding, |_, variant, context| {
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
            ..
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

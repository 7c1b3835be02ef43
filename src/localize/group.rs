//! Failures brought together: which of them are one defect, and which cell would fix it.

use std::collections::{BTreeMap, btree_map::Entry};

use crate::{
    diagnostic::finding::Severity,
    localize::{
        constraints::{self, Equations},
        equations::System,
        evidence::support,
        fault::{Change, Fault, Repair},
        solver::{self, Part},
    },
    rules::{
        evaluate::{
            instance::{Binding, CellId},
            run::Failure,
        },
        lang::linear::Linear,
        pack::rule_set::RuleSet,
    },
};

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
        .chain(constraints::identities(set, binding))
        .collect();
    let previous = constraints::of_previous(binding);
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

/// The faults of one part of the equations.
fn of_part<'f, 'c>(
    part: &Part,
    equations: &Equations,
    sums: &[&'f Failure<'c>],
    binding: &Binding<'_>,
) -> Vec<Fault<'f, 'c>> {
    let parted = Parted {
        part,
        equations,
        sums,
        binding,
    };
    // One broken sum is told in its own words, with what would fix it beside it.
    if part.broken.len() == 1 {
        return vec![parted.of_one_sum()];
    }
    if part.certain.is_empty() && part.options.is_empty() {
        return vec![parted.whole(Repair::TooMany)];
    }
    let clusters = clusters(part, &equations.system);
    let mut faults: Vec<Fault<'f, 'c>> = clusters
        .iter()
        .filter_map(|changes| parted.of_cluster(changes))
        .collect();
    faults.extend(parted.of_options());
    faults
}

/// A part of the equations beside the failures that it is made of.
struct Parted<'p, 'f, 'c, 'd> {
    part: &'p Part,
    equations: &'p Equations,
    /// The failures whose identities are the first of the equations; further ones are last year's report's matter.
    sums: &'p [&'f Failure<'c>],
    binding: &'p Binding<'d>,
}

impl<'f, 'c> Parted<'_, 'f, 'c, '_> {
    fn change(&self, change: &solver::Change) -> Change {
        Change {
            cell: self.equations.cells[change.cell],
            value: change.value,
            slip: change.slip,
        }
    }

    fn changes<'s>(&self, changes: impl IntoIterator<Item = &'s solver::Change>) -> Vec<Change> {
        changes.into_iter().map(|change| self.change(change)).collect()
    }

    fn options(&self) -> Vec<Vec<Change>> {
        self.part.options.iter().map(|option| self.changes(option)).collect()
    }

    fn failures(&self, equations: impl IntoIterator<Item = usize>) -> Vec<&'f Failure<'c>> {
        let failures = equations.into_iter().filter_map(|at| self.sums.get(at).copied());
        failures.collect()
    }

    /// A fault at the cell that the first of its failures points at; none without failures of this report.
    fn fault(&self, failures: Vec<&'f Failure<'c>>, repair: Repair) -> Option<Fault<'f, 'c>> {
        let first = failures.first()?;
        Some(Fault {
            primary: first.primary(&first.context(self.binding)),
            failures,
            repair,
            stated: Vec::new(),
        })
    }

    /// All that is broken in the part as one fault. A part is asked for because a sum of this report is broken in it.
    fn whole(&self, repair: Repair) -> Fault<'f, 'c> {
        let failures = self.failures(self.part.broken.iter().copied());
        Fault {
            primary: failures[0].primary(&failures[0].context(self.binding)),
            failures,
            repair,
            stated: Vec::new(),
        }
    }

    fn of_one_sum(&self) -> Fault<'f, 'c> {
        let options = match (self.part.options.as_slice(), self.part.certain.as_slice()) {
            ([], []) => return self.whole(Repair::None),
            ([], certain) => vec![self.changes(certain)],
            _ => self.options(),
        };
        self.whole(Repair::OneOf(options))
    }

    /// Whether an equation is over a cell.
    fn touches(&self, equation: usize, cell: usize) -> bool {
        let mut terms = self.equations.system.equations[equation].terms.iter();
        terms.any(|(term, _)| *term == cell)
    }

    /// The fault that some changes together fix.
    fn of_cluster(&self, changes: &[&solver::Change]) -> Option<Fault<'f, 'c>> {
        let is_own = |change: &solver::Change| {
            let cell = self.equations.cells[change.cell];
            self.binding.cell(cell).document == Binding::REPORT
        };
        let is_mended = |at: &usize| changes.iter().any(|change| self.touches(*at, change.cell));
        let broken: Vec<usize> = self.part.broken.iter().copied().filter(is_mended).collect();
        let failures = self.failures(broken.iter().copied());
        // A change that two sums confirm, each of them a certainty by itself.
        let errors = failures.iter().filter(|failure| failure.severity == Severity::Error);
        let is_proven = errors.count() > 1;
        let repair = match changes {
            // What last year's report should say is told in the words of the rule that found it.
            changes if !changes.iter().all(|change| is_own(change)) => {
                Repair::OneOf(vec![self.changes(changes.iter().copied())])
            }
            [change] if failures.len() > 1 => {
                let shares = |other: &&solver::Change| {
                    other.cell != change.cell && broken.iter().any(|at| self.touches(*at, other.cell))
                };
                Repair::Cell {
                    change: self.change(change),
                    beside: self.changes(self.part.certain.iter().filter(shares)),
                    is_certain: is_proven && self.part.is_unique(),
                }
            }
            [change] => Repair::OneOf(vec![vec![self.change(change)]]),
            changes => Repair::Cells(self.changes(changes.iter().copied())),
        };
        let is_at_cell = matches!(repair, Repair::Cell { .. } | Repair::Cells(_));
        let mut fault = self.fault(failures, repair)?;
        if is_at_cell {
            fault.primary = self.equations.cells[changes[0].cell];
        }
        Some(fault)
    }

    /// The fault of which several ways to fix it are left once what is certain is fixed.
    fn of_options(&self) -> Option<Fault<'f, 'c>> {
        if self.part.options.is_empty() {
            return None;
        }
        let mut mended = self.equations.system.clone();
        for change in &self.part.certain {
            mended.cells[change.cell].value = change.value;
        }
        let left = self.part.broken.iter().copied().filter(|at| mended.is_broken(*at));
        self.fault(self.failures(left), Repair::OneOf(self.options()))
    }
}

/// The changes that are one defect: each that two broken sums confirm is one of its own, the others belong to those that they share
/// an equation with.
fn clusters<'p>(part: &'p Part, system: &System) -> Vec<Vec<&'p solver::Change>> {
    let holds = |at: usize, cell: usize| system.equations[at].terms.iter().any(|(term, _)| *term == cell);
    let is_proven = |change: &solver::Change| part.broken.iter().filter(|at| holds(**at, change.cell)).count() > 1;
    let mut clusters: Vec<Vec<&solver::Change>> = Vec::new();
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

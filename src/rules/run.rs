//! Rules evaluated on a report: what fails, at which cell, in whose words.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, btree_map::Entry},
    ops::Range,
};

use rust_decimal::Decimal;

use super::{
    Body, Rule, RuleSet, Variant,
    bind::{Binding, CellId},
    claims::{Claim, Definitions},
    code::{Code, Hop},
    compile::sides,
    eval::{Context, Unknown, show},
    fold::{Folded, fold},
    linear::{Linear, equation},
    pattern::Pattern,
    word::{field_finding, reason},
};
use crate::{
    document::{Text, Value},
    finding::{Finding, Lang, RuleCounts, Severity, Unevaluated},
    read::Places,
    schema::{Kind, structure::shorten},
    source::Span,
};

/// More matches of one rule's patterns in one text than anybody reads.
const MAX_MATCHES: usize = 20;

/// What came of the rules.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// What was found, in no particular order.
    pub findings: Vec<Finding>,
    /// How many rules passed, failed, were not evaluated.
    pub counts: RuleCounts,
    /// The rules that were not evaluated somewhere.
    pub unevaluated: Vec<Unevaluated>,
}

/// Something that a rule found wrong.
pub(super) struct Failure<'c> {
    pub rule: &'c Rule,
    pub variant: &'c Variant,
    pub severity: Severity,
    pub cell: CellId,
    pub column: Option<usize>,
    pub what: What,
}

pub(super) enum What {
    /// An assertion is false; its equation, if it is one.
    Assert(Option<Linear>),
    /// A key is missing.
    Missing(CellId),
    /// A pattern was found: in which text, where in the document, what, and the groups.
    Found {
        text: CellId,
        span: Span,
        found: String,
        captures: Vec<Option<String>>,
        claimed: Vec<Option<Decimal>>,
    },
}

impl<'c> Failure<'c> {
    /// What the rule's expressions are evaluated on, but for the groups of a match.
    pub fn context<'d>(&self, binding: &'c Binding<'d>, lang: Lang) -> Context<'c, 'd> {
        Context {
            binding,
            cell: self.cell,
            column: self.column,
            lets: &self.variant.lets,
            captures: &[],
            claimed: &[],
            lang,
        }
    }

    /// Whether it is a condition on this cell and no other.
    fn looks_at(&self, cell: CellId, binding: &Binding<'_>) -> bool {
        let (What::Assert(None), Body::Assert(code)) = (&self.what, &self.variant.body) else {
            return false;
        };
        let cells = operands(code, &self.context(binding, Lang::Zh));
        self.rule.per.is_empty() && cells.iter().all(|(operand, _)| *operand == cell)
    }

    /// The cell the finding is about, before equations are compared.
    pub fn primary(&self, context: &Context<'_, '_>) -> CellId {
        match &self.what {
            What::Missing(cell) => *cell,
            What::Found { text, .. } => *text,
            What::Assert(_) => {
                let at = self.variant.at.as_ref().and_then(|path| context.cell_at(path).ok());
                at.or_else(|| first_operand(&self.variant.body, context))
                    .unwrap_or(self.cell)
            }
        }
    }
}

/// The left side of a comparison if it is one cell, otherwise the first cell of the assertion.
fn first_operand(body: &Body, context: &Context<'_, '_>) -> Option<CellId> {
    let (Body::Assert(code) | Body::Find { assert: Some(code), .. } | Body::Claims { assert: code, .. }) = body else {
        return None;
    };
    operands(code, context).first().map(|(cell, _)| *cell)
}

/// The cells that an expression reads, in its order, and whether each was reached by column.
pub(super) fn operands(code: &Code, context: &Context<'_, '_>) -> Vec<(CellId, bool)> {
    let mut cells: Vec<(CellId, bool)> = Vec::new();
    collect(code, context, &mut cells);
    cells
}

fn collect(code: &Code, context: &Context<'_, '_>, cells: &mut Vec<(CellId, bool)>) {
    code.walk(&mut |part| match part {
        Code::Cell(path) => {
            let by_column = path.steps.last() == Some(&Hop::Column);
            cells.extend(context.cell_at(path).ok().map(|cell| (cell, by_column)));
        }
        Code::Cells(path) => {
            let by_column = path.steps.last() == Some(&Hop::Column);
            let found = context.cells_at(path).unwrap_or_default();
            cells.extend(found.into_iter().map(|cell| (cell, by_column)));
        }
        Code::Let(at) => collect(&context.lets[*at], context, cells),
        _ => {}
    });
}

impl RuleSet {
    /// Evaluate all rules on a report.
    #[must_use]
    pub fn evaluate(&self, binding: &Binding<'_>, source: &str, lang: Lang) -> Evaluation {
        let mut run = Run {
            binding,
            source,
            lang,
            claims: &self.claims,
            searched: BTreeMap::new(),
            failures: Vec::new(),
            evaluation: Evaluation::default(),
        };
        for rule in &self.rules {
            run.rule(rule);
        }
        let Run {
            failures,
            mut evaluation,
            ..
        } = run;
        let failures = super::hold::without_doubtful(failures, binding, lang);
        evaluation.findings = findings(self, binding, failures, lang);
        evaluation
    }
}

pub(super) struct Run<'c, 'd> {
    pub binding: &'c Binding<'d>,
    pub source: &'c str,
    pub lang: Lang,
    pub claims: &'c Definitions,
    pub searched: BTreeMap<CellId, Searched<'c>>,
    pub failures: Vec<Failure<'c>>,
    evaluation: Evaluation,
}

/// A text that patterns are searched in, prepared once for all of them.
pub(super) struct Searched<'c> {
    pub folded: Folded<'c>,
    /// Only where something is found.
    pub places: OnceCell<Places>,
    pub claims: OnceCell<Vec<Claim>>,
}

/// What came of one rule so far.
#[derive(Default)]
struct Tally {
    evaluated: usize,
    unknown: usize,
    first: Option<Unknown>,
}

impl Tally {
    fn unknown(&mut self, why: Unknown) {
        self.unknown += 1;
        self.first.get_or_insert(why);
    }
}

impl<'c, 'd> Run<'c, 'd>
where
    'd: 'c,
{
    fn rule(&mut self, rule: &'c Rule) {
        if rule.level.severity().is_none() && rule.levels_when.is_empty() || rule.variants.is_empty() {
            return;
        }
        let Some(severity) = rule.severity(self.binding, self.lang) else {
            return;
        };
        let before = self.failures.len();
        let mut tally = Tally::default();
        let in_years = rule.is_for_year_of(self.binding, self.lang);
        if !in_years {
            tally.unknown(Unknown::OtherYear);
        }
        for variant in rule.variants.iter().filter(|_| in_years) {
            for cell in self.binding.of_type(variant.of) {
                for column in 0..variant.columns.unwrap_or(1) {
                    let column = variant.columns.map(|_| column);
                    self.check(rule, variant, severity, *cell, column, &mut tally);
                }
            }
        }
        let counts = &mut self.evaluation.counts;
        if self.failures.len() > before {
            counts.failed += 1;
        } else if tally.evaluated > 0 {
            counts.passed += 1;
        } else {
            counts.not_evaluated += 1;
            tally.first.get_or_insert(Unknown::NothingThere);
        }
        if let Some(why) = tally.first.filter(|why| *why != Unknown::Guard || tally.evaluated == 0) {
            self.evaluation.unevaluated.push(Unevaluated {
                rule: rule.file.id.clone(),
                places: tally.unknown,
                reason: reason(why, self.binding, self.lang),
            });
        }
    }

    fn check(
        &mut self,
        rule: &'c Rule,
        variant: &'c Variant,
        severity: Severity,
        cell: CellId,
        column: Option<usize>,
        tally: &mut Tally,
    ) {
        let context = Context {
            binding: self.binding,
            cell,
            column,
            lets: &variant.lets,
            captures: &[],
            claimed: &[],
            lang: self.lang,
        };
        match variant.when.as_ref().map(|when| context.holds(when)) {
            Some(Ok(false)) => return tally.unknown(Unknown::Guard),
            Some(Err(why)) => return tally.unknown(why),
            _ => {}
        }
        let fail = |what| Failure {
            rule,
            variant,
            severity,
            cell,
            column,
            what,
        };
        match &variant.body {
            Body::Nothing => {}
            Body::Assert(assert) => match context.holds(assert) {
                Ok(true) => tally.evaluated += 1,
                Ok(false) => {
                    tally.evaluated += 1;
                    let equation = equation(assert, &context);
                    self.failures.push(fail(What::Assert(equation)));
                }
                Err(why) => tally.unknown(why),
            },
            Body::Required(keys) => {
                tally.evaluated += 1;
                let children = self.binding.children(cell);
                let fields = keys.iter().filter_map(|key| children.clone().nth(*key));
                let missing: Vec<CellId> = fields.filter(|child| self.is_missing(*child)).collect();
                self.failures
                    .extend(missing.into_iter().map(|child| fail(What::Missing(child))));
            }
            Body::Claims { names, within, assert } => {
                for path in within {
                    let held = context
                        .cell_at(path)
                        .and_then(|text| self.hold(&fail, &context, text, names, assert));
                    match held {
                        Ok(failures) => {
                            tally.evaluated += 1;
                            self.failures.extend(failures);
                        }
                        Err(why) => tally.unknown(why),
                    }
                }
            }
            Body::Find {
                patterns,
                within,
                captures,
                assert,
            } => {
                for path in within {
                    let found = context.cell_at(path).and_then(|text| {
                        self.find(
                            rule,
                            variant,
                            severity,
                            &context,
                            text,
                            patterns,
                            captures,
                            assert.as_ref(),
                        )
                    });
                    match found {
                        Ok(()) => tally.evaluated += 1,
                        Err(why) => tally.unknown(why),
                    }
                }
            }
        }
    }

    /// Whether a required field is missing: not there, or a text or record with nothing in it. A blank number is another
    /// defect.
    fn is_missing(&self, id: CellId) -> bool {
        let cell = self.binding.cell(id);
        let kind = self.binding.schema.shape(cell.shape).kind;
        match cell.node.map(|node| &node.value) {
            None => true,
            Some(Value::Record(entries)) => kind == Kind::Record && entries.is_empty(),
            _ => !kind.is_number() && self.binding.is_blank(id),
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn find(
        &mut self,
        rule: &'c Rule,
        variant: &'c Variant,
        severity: Severity,
        context: &Context<'_, '_>,
        text: CellId,
        patterns: &[Pattern],
        captures: &[String],
        assert: Option<&Code>,
    ) -> Result<(), Unknown> {
        let (span, source) = (self.binding.cell(text).node.map(|node| node.span), self.source);
        let prose = prose(self.binding, text)?;
        let Searched { folded, places, .. } = self.searched.entry(text).or_insert_with(|| Searched::new(prose));
        let span = span.unwrap_or_default();
        let mut taken: Vec<Range<usize>> = Vec::new();
        for pattern in patterns {
            let Some(pattern) = pattern.on(&folded.text) else {
                continue;
            };
            for found in pattern.captures_iter(&folded.text) {
                let Some(whole) = found.get(0) else { continue };
                let overlaps = taken
                    .iter()
                    .any(|range| range.start < whole.end() && whole.start() < range.end);
                if overlaps {
                    continue;
                }
                if taken.len() >= MAX_MATCHES {
                    break;
                }
                let groups: Vec<Option<&str>> = captures
                    .iter()
                    .map(|name| found.name(name).map(|group| group.as_str()))
                    .collect();
                let context = Context {
                    captures: &groups,
                    ..*context
                };
                // A group that is no number, or a day that does not exist, tells nothing about this match.
                if assert
                    .map(|assert| context.holds(assert))
                    .unwrap_or(Ok(false))
                    .unwrap_or(true)
                {
                    continue;
                }
                taken.push(whole.range());
                let places = places.get_or_init(|| prose.places(span, source));
                let original = folded.original(whole.range());
                self.failures.push(Failure {
                    rule,
                    variant,
                    severity,
                    cell: context.cell,
                    column: None,
                    what: What::Found {
                        text,
                        span: places.place(original),
                        found: shorten(whole.as_str()),
                        captures: groups.iter().map(|group| group.map(str::to_owned)).collect(),
                        claimed: Vec::new(),
                    },
                });
            }
        }
        Ok(())
    }
}

impl<'c> Searched<'c> {
    pub fn new(prose: &'c Text<'_>) -> Self {
        Self {
            folded: fold(&prose.text),
            places: OnceCell::new(),
            claims: OnceCell::new(),
        }
    }
}

/// The text of a cell.
pub(super) fn prose<'d>(binding: &Binding<'d>, text: CellId) -> Result<&'d Text<'d>, Unknown> {
    match binding.cell(text).node.map(|node| &node.value) {
        None => Err(Unknown::Missing(text)),
        Some(Value::Text(prose)) => Ok(prose),
        Some(Value::Null) => Err(Unknown::Blank(text)),
        Some(_) => Err(Unknown::Mistyped(text)),
    }
}

impl Rule {
    /// Whether the rule's pack is meant for the report's year.
    fn is_for_year_of(&self, binding: &Binding<'_>, lang: Lang) -> bool {
        let Some((years, year)) = &self.years else { return true };
        let context = Context::of_report(binding, lang);
        let Ok(year) = context.number(year) else { return true };
        years.from.is_none_or(|from| year >= from.into()) && years.to.is_none_or(|to| year <= to.into())
    }

    /// The severity in this report; none if the rule is off.
    pub(super) fn severity(&self, binding: &Binding<'_>, lang: Lang) -> Option<Severity> {
        let context = Context::of_report(binding, lang);
        let case = self
            .levels_when
            .iter()
            .find(|(when, _)| context.holds(when) == Ok(true));
        case.map_or(self.level, |(_, level)| *level).severity()
    }
}

/// Failures that share a cell as one finding, and those to be joined as one.
fn findings(set: &RuleSet, binding: &Binding<'_>, failures: Vec<Failure<'_>>, lang: Lang) -> Vec<Finding> {
    let votes = votes(&failures);
    // Keyed by what makes failures one finding, in the order of the rules.
    let mut groups: Vec<(CellId, Vec<Failure<'_>>)> = Vec::new();
    let mut joined: BTreeMap<(&str, CellId), usize> = BTreeMap::new();
    let mut shared: BTreeMap<CellId, usize> = BTreeMap::new();
    for failure in failures {
        let rule = failure.rule;
        let context = failure.context(binding, lang);
        let primary = failure.primary(&context);
        let around = binding.around(primary, &rule.per);
        let known = groups.len();
        if let Some(around) = around {
            match joined.entry((&rule.file.id, around)) {
                Entry::Occupied(at) => groups[*at.get()].1.push(failure),
                Entry::Vacant(at) => {
                    at.insert(known);
                    groups.push((primary, vec![failure]));
                }
            }
            continue;
        }
        let culprit = match &failure.what {
            What::Assert(Some(equation)) => culprit(equation, &votes),
            _ => None,
        };
        match culprit {
            Some(cell) => match shared.get(&cell) {
                Some(at) => groups[*at].1.push(failure),
                None => {
                    shared.insert(cell, known);
                    groups.push((cell, vec![failure]));
                }
            },
            None => groups.push((primary, vec![failure])),
        }
    }
    absorb(&mut groups, &shared, binding);
    groups
        .into_iter()
        .map(|(primary, failures)| field_finding(set, binding, primary, &failures, lang))
        .collect()
}

/// A rule that finds fault with a cell's value alone has found the same defect as the sums that the cell breaks.
fn absorb(groups: &mut Vec<(CellId, Vec<Failure<'_>>)>, shared: &BTreeMap<CellId, usize>, binding: &Binding<'_>) {
    for at in 0..groups.len() {
        let (cell, failures) = &groups[at];
        let is_alone = match failures.as_slice() {
            [one] => one.looks_at(*cell, binding),
            _ => false,
        };
        let sums = shared
            .get(cell)
            .copied()
            .filter(|sums| is_alone && groups[*sums].1.len() > 1);
        if let Some(sums) = sums {
            let alone = std::mem::take(&mut groups[at].1);
            groups[sums].1.extend(alone);
        }
    }
    groups.retain(|(_, failures)| !failures.is_empty());
}

/// In how many broken equations each cell takes part.
fn votes(failures: &[Failure<'_>]) -> BTreeMap<CellId, usize> {
    let mut votes = BTreeMap::new();
    for failure in failures {
        if let What::Assert(Some(equation)) = &failure.what {
            for cell in equation.terms.keys() {
                *votes.entry(*cell).or_default() += 1;
            }
        }
    }
    votes
}

/// The cell of a broken equation that more broken equations share than any other: a single wrong cell breaks all its sums.
fn culprit(equation: &Linear, votes: &BTreeMap<CellId, usize>) -> Option<CellId> {
    let count = |cell: &CellId| votes.get(cell).copied().unwrap_or_default();
    let most = equation.terms.keys().map(count).max().filter(|most| *most > 1)?;
    let mut leaders = equation.terms.keys().filter(|cell| count(cell) == most);
    let leader = *leaders.next()?;
    leaders.next().is_none().then_some(leader)
}

/// The two sides of a failed comparison and their difference, as a message shows them.
pub(super) fn side(code: &Code, which: &str, context: &Context<'_, '_>) -> Option<String> {
    let (left, right) = sides(code)?;
    match which {
        "lhs" => context.eval(left).ok().map(|value| show(&value)),
        "rhs" => context.eval(right).ok().map(|value| show(&value)),
        _ => {
            let difference = context.number(left).ok()?.checked_sub(context.number(right).ok()?)?;
            Some(difference.abs().normalize().to_string())
        }
    }
}

//! Rules evaluated on a report: what fails, at which cell, in whose words.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::rules::{
    claims::definitions::Definitions,
    evaluate::{
        context::Context,
        instance::{Binding, CellId},
        said::Said,
        text_search::{Match, Search, Searched, prose},
    },
    lang::{
        ir::{Code, Hop},
        linear::{Linear, equation, is_identity},
        value::Unknown,
    },
    pack::{
        compile::sides,
        rule_set::{Body, Rule, RuleSet, Variant},
    },
};
use crate::{
    diagnostic::{
        finding::{RuleCounts, Severity},
        message::Argument,
    },
    document::{limits::Limits, model::Value},
    form::shape::Kind,
    text::source::Span,
};

/// What came of the rules.
#[derive(Default)]
pub(crate) struct Evaluation<'c> {
    /// What failed, in the order of the rules.
    pub failures: Vec<Failure<'c>>,
    /// How many rules passed, failed, were not evaluated.
    pub counts: RuleCounts,
    /// The rules that were not evaluated somewhere.
    pub unevaluated: Vec<Unevaluated<'c>>,
    /// How many failures are not among those told, and the gravest severity of these.
    pub more: usize,
    pub worst_of_more: Option<Severity>,
    /// The rules that would have taken too much work somewhere.
    pub unfinished: Vec<&'c Rule>,
}

impl<'c> Evaluation<'c> {
    /// Take a failure; beyond the limit on findings it is only counted.
    fn fail(&mut self, failure: Failure<'c>) {
        if self.failures.len() < Limits::FINDINGS {
            self.failures.push(failure);
        } else {
            self.more += 1;
            self.worst_of_more = self.worst_of_more.max(Some(failure.severity));
        }
    }
}

/// A rule that was not evaluated somewhere.
pub(crate) struct Unevaluated<'c> {
    pub rule: &'c Rule,
    /// At how many places.
    pub places: usize,
    /// Why not, at the first of them.
    pub why: Unknown,
}

/// Something that a rule found wrong.
pub(crate) struct Failure<'c> {
    pub rule: &'c Rule,
    pub variant: &'c Variant,
    pub severity: Severity,
    pub cell: CellId,
    pub column: Option<usize>,
    pub what: What,
}

pub(crate) enum What {
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
    pub(crate) fn context<'d>(&self, binding: &'c Binding<'d>) -> Context<'c, 'd> {
        self.variant.context(binding, self.cell, self.column)
    }

    /// The equation over several cells that does not hold.
    pub(crate) fn identity(&self) -> Option<&Linear> {
        match &self.what {
            What::Assert(Some(equation)) if is_identity(equation) => Some(equation),
            _ => None,
        }
    }

    /// Whether it is an equation that does not hold.
    pub(crate) fn is_equation(&self) -> bool {
        matches!(self.what, What::Assert(Some(_)))
    }

    /// Whether it is a condition on this cell and no other.
    pub(crate) fn looks_at(&self, cell: CellId, binding: &Binding<'_>) -> bool {
        let (What::Assert(None), Body::Assert(code)) = (&self.what, &self.variant.body) else {
            return false;
        };
        let cells = operands(code, &self.context(binding));
        self.rule.per.is_empty() && cells.iter().all(|(operand, _)| *operand == cell)
    }

    /// The cell the finding is about, before equations are compared.
    pub(crate) fn primary(&self, context: &Context<'_, '_>) -> CellId {
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
    let code = body.assertion()?;
    let is_own = |cell: &CellId| context.binding.cell(*cell).document == Binding::REPORT;
    operands(code, context).into_iter().map(|(cell, _)| cell).find(is_own)
}

/// The cells that an expression reads, in its order, and whether each was reached by column.
pub(crate) fn operands(code: &Code, context: &Context<'_, '_>) -> Vec<(CellId, bool)> {
    let mut cells: Vec<(CellId, bool)> = Vec::new();
    collect(code, context, &mut cells);
    cells
}

fn collect(code: &Code, context: &Context<'_, '_>, cells: &mut Vec<(CellId, bool)>) {
    match code {
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
        // What was not looked at is no operand.
        Code::Call(function, args) if function.name == "if" && context.holds(&args[0]).is_ok() => {
            let taken = if context.holds(&args[0]) == Ok(true) { 1 } else { 2 };
            collect(&args[0], context, cells);
            collect(&args[taken], context, cells);
        }
        other => other.parts(&mut |part| collect(part, context, cells)),
    }
}

/// Evaluate all rules on a report; `source` is the text that it was read from.
pub(crate) fn evaluate<'c, 'd: 'c>(set: &'c RuleSet, binding: &'c Binding<'d>, source: &'c str) -> Evaluation<'c> {
    let mut run = Run {
        binding,
        source,
        claims: &set.claims,
        searched: BTreeMap::new(),
        said: BTreeMap::new(),
        evaluation: Evaluation::default(),
    };
    for rule in &set.rules {
        run.rule(rule);
    }
    run.evaluation
}

impl RuleSet {
    /// Visit each rule that counts in this report at each place where its condition holds.
    pub(crate) fn on_each(&self, binding: &Binding<'_>, mut visit: impl FnMut(&Rule, &Variant, &Context<'_, '_>)) {
        for rule in &self.rules {
            if rule.severity(binding).is_none() || !rule.is_for_year_of(binding) {
                continue;
            }
            for (variant, cell, column) in rule.places(binding) {
                let context = variant.context(binding, cell, column);
                if variant.when.as_ref().is_none_or(|when| context.holds(when) == Ok(true)) {
                    visit(rule, variant, &context);
                }
            }
        }
    }
}

impl Variant {
    pub(crate) fn context<'c, 'd>(
        &'c self,
        binding: &'c Binding<'d>,
        cell: CellId,
        column: Option<usize>,
    ) -> Context<'c, 'd> {
        Context {
            binding,
            cell,
            column,
            lets: &self.lets,
            captures: &[],
            claimed: &[],
            patched: &[],
        }
    }
}

pub(crate) struct Run<'c, 'd> {
    pub binding: &'c Binding<'d>,
    pub source: &'c str,
    pub claims: &'c Definitions,
    pub searched: BTreeMap<CellId, Searched<'c>>,
    /// The numbers of each text that were found wrong.
    pub said: BTreeMap<CellId, Said>,
    pub evaluation: Evaluation<'c>,
}

/// What came of one rule so far.
#[derive(Default)]
struct Tally {
    evaluated: usize,
    unknown: usize,
    /// Why not: at the first place where the rule applies, else that it applies nowhere.
    first: Option<Unknown>,
    /// Whether it would have taken too much work somewhere.
    is_too_much: bool,
}

impl Tally {
    fn unknown(&mut self, why: Unknown) {
        self.unknown += 1;
        self.is_too_much |= why == Unknown::TooMuchWork;
        if self.first.is_none_or(|first| first == Unknown::Guard) {
            self.first = Some(why);
        }
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
        let Some(severity) = rule.severity(self.binding) else {
            return;
        };
        let failed = |evaluation: &Evaluation<'_>| evaluation.failures.len() + evaluation.more;
        let before = failed(&self.evaluation);
        let mut tally = Tally::default();
        let in_years = rule.is_for_year_of(self.binding);
        if !in_years {
            tally.unknown(Unknown::OtherYear);
        }
        let lacks = rule.lacks(self.binding).filter(|_| in_years);
        if let Some(why) = lacks {
            tally.unknown(why);
        }
        if in_years && lacks.is_none() {
            for (variant, cell, column) in rule.places(self.binding) {
                self.check(rule, variant, severity, cell, column, &mut tally);
            }
        }
        self.evaluation.unfinished.extend(tally.is_too_much.then_some(rule));
        let has_failed = failed(&self.evaluation) > before;
        let counts = &mut self.evaluation.counts;
        if has_failed {
            counts.failed += 1;
        } else if tally.evaluated > 0 {
            counts.passed += 1;
        } else {
            counts.not_evaluated += 1;
            let why = *tally.first.get_or_insert(Unknown::NothingThere);
            counts.need_others += usize::from(why.needs_others());
            counts.lack_data += usize::from(why.is_lack_of_data());
        }
        if let Some(why) = tally.first.filter(|why| *why != Unknown::Guard || tally.evaluated == 0) {
            self.evaluation.unevaluated.push(Unevaluated {
                rule,
                places: tally.unknown,
                why,
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
        let context = variant.context(self.binding, cell, column);
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
                    self.evaluation.fail(fail(What::Assert(equation)));
                }
                Err(why) => tally.unknown(why),
            },
            Body::Required(keys) => {
                tally.evaluated += 1;
                let children = self.binding.children(cell);
                let fields = keys.iter().filter_map(|key| children.clone().nth(*key));
                let missing: Vec<CellId> = fields.filter(|child| self.is_missing(*child)).collect();
                for child in missing {
                    self.evaluation.fail(fail(What::Missing(child)));
                }
            }
            Body::Claims { names, within, assert } => {
                for path in within {
                    let held = context
                        .cell_at(path)
                        .and_then(|text| self.hold(&fail, &context, text, names, assert));
                    match held {
                        Ok(failures) => {
                            tally.evaluated += 1;
                            failures.into_iter().for_each(|failure| self.evaluation.fail(failure));
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
                let search = Search {
                    patterns,
                    captures,
                    assert: assert.as_ref(),
                };
                for path in within {
                    let found = context
                        .cell_at(path)
                        .and_then(|text| Ok((text, self.find(&search, &context, text)?)));
                    match found {
                        Ok((text, matches)) => {
                            tally.evaluated += 1;
                            let failures = matches.into_iter().map(|found| {
                                fail(What::Found {
                                    text,
                                    span: found.span,
                                    found: found.found,
                                    captures: found.captures,
                                    claimed: Vec::new(),
                                })
                            });
                            failures.for_each(|failure| self.evaluation.fail(failure));
                        }
                        Err(why) => tally.unknown(why),
                    }
                }
            }
        }
    }

    /// The matches of a rule's patterns in a text.
    fn find(&mut self, search: &Search<'_>, context: &Context<'_, '_>, text: CellId) -> Result<Vec<Match>, Unknown> {
        let prose = prose(self.binding, text)?;
        let span = self.binding.cell(text).node.map(|node| node.span).unwrap_or_default();
        let source = self.source;
        let searched = self.searched.entry(text).or_insert_with(|| Searched::new(prose));
        searched.find(search, context, || prose.places(span, source))
    }

    /// Whether a required field is missing: not there, or a text or record with nothing in it. A blank number is another
    /// defect.
    fn is_missing(&self, id: CellId) -> bool {
        let cell = self.binding.cell(id);
        let kind = self.binding.shape(id).kind;
        match cell.node.map(|node| &node.value) {
            None => true,
            Some(Value::Record(entries)) => kind == Kind::Record && entries.is_empty(),
            _ => !kind.is_number() && self.binding.is_blank(id),
        }
    }
}

impl Rule {
    /// All places that the rule is about: cells of its types, by column where it is one.
    pub(crate) fn places<'r>(
        &'r self,
        binding: &'r Binding<'_>,
    ) -> impl Iterator<Item = (&'r Variant, CellId, Option<usize>)> {
        self.variants.iter().flat_map(move |variant| {
            let columns = move || (0..variant.columns.unwrap_or(1)).map(|column| variant.columns.map(|_| column));
            let cells = binding.of_type(variant.of).iter();
            cells.flat_map(move |cell| columns().map(move |column| (variant, *cell, column)))
        })
    }

    /// Whether the rule's pack is meant for the report's year.
    pub(crate) fn is_for_year_of(&self, binding: &Binding<'_>) -> bool {
        let Some((years, year)) = &self.years else { return true };
        let context = Context::of_report(binding);
        let Ok(year) = context.number(year) else { return true };
        years.from.is_none_or(|from| year >= from.into()) && years.to.is_none_or(|to| year <= to.into())
    }

    /// The severity in this report; none if the rule is off.
    pub(crate) fn severity(&self, binding: &Binding<'_>) -> Option<Severity> {
        let context = Context::of_report(binding);
        let case = self
            .levels_when
            .iter()
            .find(|(when, _)| context.holds(when) == Ok(true));
        case.map_or(self.level, |(_, level)| *level).severity()
    }
}

/// A side of a failed comparison, or the difference of the two, as a message shows it.
pub(crate) fn side(code: &Code, which: &str, context: &Context<'_, '_>) -> Option<Argument> {
    let (left, right) = sides(code)?;
    match which {
        "lhs" => context.eval(left).ok().map(Argument::from),
        "rhs" => context.eval(right).ok().map(Argument::from),
        _ => {
            let difference = context.number(left).ok()?.checked_sub(context.number(right).ok()?)?;
            Some(Argument::Number(difference.abs().normalize()))
        }
    }
}

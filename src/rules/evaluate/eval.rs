//! Expressions evaluated on a report: exact, total, linear in the cells they read.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use unicode_normalization::UnicodeNormalization;

use crate::{
    diagnostic::finding::Lang,
    document::model::Value,
    form::shape::{Kind, ShapeId},
};
use crate::{
    diagnostic::message::Argument,
    rules::{
        evaluate::instance::{Binding, CellId},
        lang::{
            ir::{CellPath, Code, Function, Hop, Start, Val},
            parser::Op,
        },
    },
    text::prose::fold,
};

/// Why an expression has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The rule's `when` is false.
    Guard,
    /// The rule's pack is for other reporting years.
    OtherYear,
    /// There is no report of last year.
    NoPrevious,
    /// There are no reports that this one sums up.
    NoMembers,
    /// The form of last year's report does not have a field of this form.
    NotInForm(ShapeId),
    /// Numbers of several reports in this field do not add up.
    NotAdditive(ShapeId),
    /// A field is missing; the cell is the field, or what is around it.
    Missing(CellId),
    /// A field is blank where a blank does not count as 0.
    Blank(CellId),
    /// A field holds something of another type.
    Mistyped(CellId),
    /// There is no such day.
    NoSuchDay,
    /// A text is no number.
    NotANumber,
    /// The result is too large to be exact.
    TooLarge,
    /// There is nothing to look at: no field of the type, no match of the pattern.
    NothingThere,
}

impl Unknown {
    /// Whether the rule needs other reports, which were not given.
    pub const fn needs_others(self) -> bool {
        matches!(self, Self::NoPrevious | Self::NoMembers)
    }

    /// Whether the rule applies, but what it reads is not there or is no value of its type.
    pub const fn is_lack_of_data(self) -> bool {
        match self {
            Self::Guard | Self::OtherYear | Self::NotInForm(_) | Self::NotAdditive(_) => false,
            Self::NoPrevious | Self::NoMembers => false,
            Self::Missing(_) | Self::Blank(_) | Self::Mistyped(_) => true,
            Self::NoSuchDay | Self::NotANumber | Self::TooLarge | Self::NothingThere => true,
        }
    }
}

/// What an expression is evaluated on.
pub struct Context<'c, 'd> {
    pub binding: &'c Binding<'d>,
    /// The cell that the rule is about.
    pub cell: CellId,
    /// The column, in a rule by column.
    pub column: Option<usize>,
    /// The rule's named parts.
    pub lets: &'c [Code],
    /// The named groups of a match.
    pub captures: &'c [Option<&'c str>],
    /// The numbers of a claim.
    pub claimed: &'c [Option<Decimal>],
    /// Numbers that some cells are taken to have instead of their own.
    pub patched: &'c [(CellId, Decimal)],
}

pub type Outcome = Result<Val, Unknown>;

impl<'c, 'd> Context<'c, 'd> {
    /// For expressions about the whole report.
    pub fn of_report(binding: &'c Binding<'d>) -> Self {
        Self {
            binding,
            cell: Binding::ROOT,
            column: None,
            lets: &[],
            captures: &[],
            claimed: &[],
            patched: &[],
        }
    }
}

impl Context<'_, '_> {
    /// The cell at the end of a path.
    pub fn cell_at(&self, path: &CellPath) -> Result<CellId, Unknown> {
        if path.start.is_previous() {
            return self.in_previous(path)?.first().copied().ok_or(Unknown::NothingThere);
        }
        let mut at = self.start(path);
        for hop in &path.steps {
            at = self.hop(at, *hop)?;
        }
        Ok(at)
    }

    fn start(&self, path: &CellPath) -> CellId {
        match path.start {
            Start::Own => self.cell,
            _ => Binding::ROOT,
        }
    }

    fn hop(&self, at: CellId, hop: Hop) -> Result<CellId, Unknown> {
        let step = match hop {
            Hop::Child(step) => step,
            Hop::Column => self.column.unwrap_or_default(),
            Hop::All => 0,
        };
        self.binding.children(at).nth(step).ok_or_else(|| {
            let cell = self.binding.cell(at);
            match cell.node.map(|node| &node.value) {
                None => Unknown::Missing(at),
                Some(Value::Null) => Unknown::Blank(at),
                Some(_) => Unknown::Mistyped(at),
            }
        })
    }

    /// All cells at the ends of a path with `*`.
    pub fn cells_at(&self, path: &CellPath) -> Result<Vec<CellId>, Unknown> {
        if path.start.is_previous() {
            return self.in_previous(path);
        }
        if path.start.is_members() {
            return Err(Unknown::NothingThere);
        }
        let mut open = vec![self.start(path)];
        for hop in &path.steps {
            let mut next = Vec::with_capacity(open.len());
            for at in open {
                match hop {
                    Hop::All if self.binding.cell(at).node.is_none() => return Err(Unknown::Missing(at)),
                    Hop::All => next.extend(self.binding.children(at)),
                    other => next.push(self.hop(at, *other)?),
                }
            }
            open = next;
        }
        Ok(open)
    }

    /// The value of a cell.
    pub fn value(&self, id: CellId) -> Outcome {
        if let Some((_, number)) = self.patched.iter().find(|(cell, _)| *cell == id) {
            return Ok(Val::Number(*number));
        }
        let cell = self.binding.cell(id);
        let Some(node) = cell.node else {
            return Err(Unknown::Missing(id));
        };
        let field = self.binding.shape(id);
        match (&node.value, field.kind) {
            (Value::Number(number), Kind::Decimal) => Ok(Val::Number(*number)),
            (Value::Number(number), Kind::Integer) if number.is_integer() => Ok(Val::Number(*number)),
            (Value::Text(text), Kind::Text) => Ok(Val::Text(text.text.to_string())),
            (Value::Text(text), Kind::Date) if !text.text.trim().is_empty() => {
                text.text.parse().map(Val::Date).map_err(|_| Unknown::Mistyped(id))
            }
            (Value::Bool(value), Kind::Bool) => Ok(Val::Bool(*value)),
            (Value::Null, Kind::Text) => Ok(Val::Text(String::new())),
            _ if !self.binding.is_blank(id) => Err(Unknown::Mistyped(id)),
            (_, Kind::Integer | Kind::Decimal) if !field.blank_is_unknown => Ok(Val::Number(Decimal::ZERO)),
            _ => Err(Unknown::Blank(id)),
        }
    }

    /// The text of a cell, without a copy.
    fn text_at(&self, path: &CellPath) -> Result<&str, Unknown> {
        let id = self.cell_at(path)?;
        match self.binding.cell(id).node.map(|node| &node.value) {
            None => Err(Unknown::Missing(id)),
            Some(Value::Text(text)) => Ok(&text.text),
            Some(Value::Null) => Ok(""),
            Some(_) => Err(Unknown::Mistyped(id)),
        }
    }

    fn text<'a>(&'a self, code: &'a Code) -> Result<Cow<'a, str>, Unknown> {
        match code {
            Code::Cell(path) => self.text_at(path).map(Cow::Borrowed),
            Code::Text(text) => Ok(Cow::Borrowed(text)),
            // A group that takes no part in the match is an empty text.
            Code::Capture(at) => Ok(Cow::Borrowed(
                self.captures.get(*at).copied().flatten().unwrap_or_default(),
            )),
            other => match self.eval(other)? {
                Val::Text(text) => Ok(Cow::Owned(text)),
                Val::Words(words) => Ok(Cow::Owned(words.zh)),
                _ => Err(Unknown::NotANumber),
            },
        }
    }

    /// Evaluate an expression that is a number.
    pub fn number(&self, code: &Code) -> Result<Decimal, Unknown> {
        match code {
            Code::Number(number) => Ok(*number),
            Code::Claimed(at) => self.claimed.get(*at).copied().flatten().ok_or(Unknown::NothingThere),
            Code::Neg(inner) => Ok(-self.number(inner)?),
            Code::Binary(op, left, right) if op.is_arithmetic() => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                let result = match op {
                    Op::Add => left.checked_add(right),
                    Op::Sub => left.checked_sub(right),
                    _ => left.checked_mul(right),
                };
                result.ok_or(Unknown::TooLarge)
            }
            other => match self.eval(other)? {
                Val::Number(number) => Ok(number),
                _ => Err(Unknown::NotANumber),
            },
        }
    }

    /// Evaluate a condition.
    pub fn holds(&self, code: &Code) -> Result<bool, Unknown> {
        match code {
            Code::Bool(value) => Ok(*value),
            Code::Not(inner) => Ok(!self.holds(inner)?),
            Code::Binary(Op::And, left, right) => match (self.holds(left), || self.holds(right)) {
                (Ok(false), _) => Ok(false),
                (Ok(true), right) => right(),
                (Err(why), right) => {
                    if right() == Ok(false) {
                        Ok(false)
                    } else {
                        Err(why)
                    }
                }
            },
            Code::Binary(Op::Or, left, right) => match (self.holds(left), || self.holds(right)) {
                (Ok(true), _) => Ok(true),
                (Ok(false), right) => right(),
                (Err(why), right) => {
                    if right() == Ok(true) {
                        Ok(true)
                    } else {
                        Err(why)
                    }
                }
            },
            Code::Binary(op, left, right) if op.is_comparison() => self.compare(*op, left, right),
            Code::In(inner, items) => {
                let value = self.eval(inner)?;
                for item in items {
                    if self.eval(item)? == value {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Code::Matches(inner, pattern) => {
                let text = self.text(inner)?;
                Ok(pattern.is_in(&fold(&text).text))
            }
            Code::Contains(inner, needles) => {
                let text = self.text(inner)?;
                let needles = needles
                    .iter()
                    .map(|needle| self.text(needle))
                    .collect::<Result<Vec<_>, _>>()?;
                // Folding costs more than looking: look in the text as it stands first.
                Ok(needles.iter().any(|needle| text.contains(&**needle)) || {
                    let folded = fold(&text);
                    needles.iter().any(|needle| folded.text.contains(&*fold(needle).text))
                })
            }
            other => match self.eval(other)? {
                Val::Bool(value) => Ok(value),
                _ => Err(Unknown::NotANumber),
            },
        }
    }

    fn compare(&self, op: Op, left: &Code, right: &Code) -> Result<bool, Unknown> {
        let (left, right) = (self.eval(left)?, self.eval(right)?);
        let order = match (&left, &right) {
            (Val::Number(left), Val::Number(right)) => left.cmp(right),
            (Val::Date(left), Val::Date(right)) => left.cmp(right),
            (Val::Text(left), Val::Text(right)) => left.cmp(right),
            (Val::Bool(left), Val::Bool(right)) => left.cmp(right),
            // What stands in several languages is compared in the language of the form.
            (Val::Words(left), Val::Words(right)) => left.zh.cmp(&right.zh),
            (Val::Words(left), Val::Text(right)) => left.zh.cmp(right),
            (Val::Text(left), Val::Words(right)) => left.cmp(&right.zh),
            _ => return Err(Unknown::NotANumber),
        };
        Ok(match op {
            Op::Eq => order.is_eq(),
            Op::Ne => order.is_ne(),
            Op::Lt => order.is_lt(),
            Op::Le => order.is_le(),
            Op::Gt => order.is_gt(),
            _ => order.is_ge(),
        })
    }

    /// Evaluate any expression.
    pub fn eval(&self, code: &Code) -> Outcome {
        match code {
            Code::Number(_) | Code::Claimed(_) | Code::Neg(_) => self.number(code).map(Val::Number),
            Code::Text(text) => Ok(Val::Text(text.clone())),
            Code::Cell(path) => self.value(self.cell_at(path)?),
            Code::Cells(_) => Err(Unknown::NothingThere),
            Code::Let(at) => self.eval(&self.lets[*at]),
            Code::Capture(_) => self.text(code).map(|text| Val::Text(text.into_owned())),
            Code::Binary(op, ..) if op.is_arithmetic() => self.number(code).map(Val::Number),
            Code::Bool(_) | Code::Not(_) | Code::Binary(..) | Code::In(..) | Code::Matches(..) | Code::Contains(..) => {
                self.holds(code).map(Val::Bool)
            }
            Code::Call(function, args) => self.call(*function, args),
        }
    }

    fn call(&self, function: Function, args: &[Code]) -> Outcome {
        let whole = |code: &Code| self.number(code)?.to_i64().ok_or(Unknown::TooLarge);
        let day = |code: &Code| match self.eval(code)? {
            Val::Date(date) => Ok(date),
            _ => Err(Unknown::NoSuchDay),
        };
        Ok(match function {
            Function::Sum => {
                let add = |sum: Decimal, next: Decimal| sum.checked_add(next);
                Val::Number(self.over(args, Some(Decimal::ZERO), add)?)
            }
            Function::Min => Val::Number(self.over(args, None, |a, b| Some(a.min(b)))?),
            Function::Max => Val::Number(self.over(args, None, |a, b| Some(a.max(b)))?),
            Function::Count => {
                let mut count = Decimal::ZERO;
                for arg in args {
                    count += match arg {
                        Code::Cells(path) if path.start.is_members() => self.count_members(path)?,
                        other => {
                            let cells = self.fields(std::slice::from_ref(other))?;
                            let there = |cell: &&CellId| self.binding.cell(**cell).node.is_some();
                            let filled = cells.iter().filter(there).filter(|cell| !self.binding.is_blank(**cell));
                            filled.count().into()
                        }
                    };
                }
                Val::Number(count)
            }
            Function::Abs => Val::Number(self.number(&args[0])?.abs()),
            Function::If => return self.eval(if self.holds(&args[0])? { &args[1] } else { &args[2] }),
            Function::Blank | Function::Present => {
                let blank = |cell: &CellId| self.binding.is_blank(*cell);
                let there = |cell: &CellId| self.binding.cell(*cell).node.is_some();
                let cells = self.fields(args).unwrap_or_default();
                Val::Bool(match function {
                    Function::Blank => cells.iter().any(blank),
                    _ => cells.iter().any(|cell| there(cell) && !blank(cell)),
                })
            }
            Function::IsInteger => Val::Bool(self.number(&args[0])?.is_integer()),
            Function::Decimals => Val::Number(self.number(&args[0])?.normalize().scale().into()),
            Function::Date => {
                let part = |code| whole(code).map_err(|_| Unknown::NoSuchDay);
                let (year, month, day) = (whole(&args[0])?, part(&args[1])?, part(&args[2])?);
                let small = |part: i64| i8::try_from(part).map_err(|_| Unknown::NoSuchDay);
                let year = i16::try_from(year).map_err(|_| Unknown::NoSuchDay)?;
                let date = Date::new(year, small(month)?, small(day)?);
                Val::Date(date.map_err(|_| Unknown::NoSuchDay)?)
            }
            Function::Year => Val::Number(day(&args[0])?.year().into()),
            Function::Month => Val::Number(day(&args[0])?.month().into()),
            Function::Day => Val::Number(day(&args[0])?.day().into()),
            Function::Chars => {
                let text = self.text(&args[0])?;
                Val::Number(text.chars().filter(|c| c.is_alphanumeric()).count().into())
            }
            Function::Int => {
                let text = self.text(&args[0])?;
                let digits: String = text.nfkc().filter(|c| !c.is_whitespace()).map(digit).collect();
                let only_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
                let number = if only_digits { digits.parse().ok() } else { None };
                Val::Number(number.ok_or(Unknown::NotANumber)?)
            }
            Function::Text => match self.eval(&args[0])? {
                Val::Words(words) => Val::Words(words),
                value => Val::Text(show(&value, Lang::Zh)),
            },
            Function::Number => Val::Number(crate::rules::lang::similarity::number(&self.text(&args[0])?)?.0),
            Function::Unit => Val::Number(crate::rules::lang::similarity::number(&self.text(&args[0])?)?.1),
            Function::Similarity => Val::Number(crate::rules::lang::similarity::similarity(
                &self.text(&args[0])?,
                &self.text(&args[1])?,
            )),
            Function::Differences => match self.fields(args)?.as_slice() {
                [a, b] => Val::Number(self.differences(*a, *b).into()),
                _ => return Err(Unknown::NothingThere),
            },
            Function::Nonzero => {
                let cells = self.fields(args)?;
                Val::Number(cells.iter().map(|cell| self.nonzero(*cell)).sum::<u32>().into())
            }
            Function::Largest => match &args[0] {
                Code::Cells(path) => Val::Words(self.largest_members(path)?),
                _ => return Err(Unknown::NothingThere),
            },
            Function::Complete => Val::Bool(self.binding.members().ok_or(Unknown::NoMembers)?.complete),
            Function::Title => {
                let cells = self.fields(args)?;
                let title = cells.first().map(|cell| self.binding.shape(*cell).title.clone());
                Val::Words(title.unwrap_or_default())
            }
        })
    }

    /// The cells that the paths among `args` lead to.
    fn fields(&self, args: &[Code]) -> Result<Vec<CellId>, Unknown> {
        let mut cells = Vec::new();
        for arg in args {
            match arg {
                Code::Cell(path) => cells.push(self.cell_at(path)?),
                Code::Cells(path) => cells.extend(self.cells_at(path)?),
                _ => {}
            }
        }
        Ok(cells)
    }

    fn over(
        &self,
        args: &[Code],
        start: Option<Decimal>,
        join: impl Fn(Decimal, Decimal) -> Option<Decimal>,
    ) -> Result<Decimal, Unknown> {
        let mut result = start;
        let mut add = |next: Decimal| -> Result<(), Unknown> {
            result = Some(match result {
                Some(result) => join(result, next).ok_or(Unknown::TooLarge)?,
                None => next,
            });
            Ok(())
        };
        for arg in args {
            let Code::Cells(path) = arg else {
                add(self.number(arg)?)?;
                continue;
            };
            if path.start.is_members() {
                add(self.in_members(path)?.sum.ok_or(Unknown::TooLarge)?)?;
                continue;
            }
            for cell in self.cells_at(path)? {
                match self.value(cell)? {
                    Val::Number(number) => add(number)?,
                    _ => return Err(Unknown::Mistyped(cell)),
                }
            }
        }
        result.ok_or(Unknown::NothingThere)
    }
}

/// A Han digit, as years are written with them, as the ASCII one; any other character as it is.
fn digit(c: char) -> char {
    const DIGITS: [&str; 10] = ["〇○零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let value = DIGITS.iter().position(|digits| digits.contains(c));
    value.and_then(|value| char::from_digit(value as u32, 10)).unwrap_or(c)
}

/// A value as a message shows it.
pub fn show(value: &Val, lang: Lang) -> String {
    match value {
        Val::Number(number) => number.normalize().to_string(),
        Val::Text(text) => text.clone(),
        Val::Words(words) => words.get(lang).to_owned(),
        Val::Date(date) => date.to_string(),
        Val::Bool(value) => value.to_string(),
    }
}

impl From<Val> for Argument {
    fn from(value: Val) -> Self {
        match value {
            Val::Number(number) => Self::Number(number.normalize()),
            Val::Text(text) => Self::Text(text),
            Val::Words(words) => Self::Words(words),
            Val::Date(date) => Self::Date(date),
            Val::Bool(value) => Self::Bool(value),
        }
    }
}

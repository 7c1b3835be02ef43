//! Calls of the language's functions checked against their entries and against the form.

use std::ops::Range;

use crate::diagnostic::mistake::Mistake;
use crate::rules::lang::{
    ast::{Expr, ExprKind, Op, Step},
    builtins,
    ir::{Code, Function, Gives, Hop, Takes},
    pattern::Pattern,
    typecheck::{Checked, Scope},
    types::Type,
};
use crate::{form::shape::ShapeId, text::suggest::nearest};

impl Scope<'_> {
    pub(crate) fn call(&self, name: &str, name_span: &Range<usize>, args: &[Expr], span: &Range<usize>) -> Checked {
        let Some(function) = builtins::function(name) else {
            let error = Mistake::within(
                name_span.clone(),
                format!("没有函数 `{name}`"),
                format!("there is no function `{name}`"),
            );
            let known = builtins::all().map(|function| function.name);
            return Ok(self.go_on(error.meaning(nearest(name, known))));
        };
        let written_out = self.written_out(args)?;
        let args = written_out.as_slice();
        if name == WHOLE
            && let [arg] = args
        {
            return self.check(&self.whole(arg)?);
        }
        let (least, most) = function.arity();
        if args.len() < least || args.len() > most {
            let signature = function.signature();
            return Err(Mistake::within(
                span.clone(),
                format!("`{signature}` 的参数个数不对：给出 {} 个", args.len()),
                format!("`{signature}` does not take {} argument(s)", args.len()),
            ));
        }
        let mut codes = Vec::new();
        // What the numbers and conditions among the arguments are together: a row if one of them is.
        let mut numbers = Type::Number;
        let mut values: Option<Type> = None;
        for (at, arg) in args.iter().enumerate() {
            let takes = function.takes_at(at);
            let (code, found) = self.argument(function, takes, arg)?;
            match takes {
                Takes::Value => {
                    let of = values.unwrap_or(found);
                    self.same(of, found, &arg.span)?;
                    values = Some(of.row_with(found).map_or(of, Type::Row));
                }
                Takes::Number | Takes::Numbers | Takes::NumbersOfReports => {
                    self.same(numbers, found, &arg.span)?;
                    numbers = numbers.row_with(found).map_or(numbers, Type::Row);
                }
                Takes::Condition | Takes::Figures => numbers = numbers.row_with(found).map_or(numbers, Type::Row),
                _ => {}
            }
            codes.push(code);
        }
        let row = numbers.row_with(values.unwrap_or(numbers));
        let of = match function.gives {
            Gives::Text => Type::Text,
            Gives::Date => Type::Date,
            Gives::Number => row.map_or(Type::Number, Type::Row),
            Gives::Condition => row.map_or(Type::Bool, Type::BoolRow),
            Gives::Same => match (values.unwrap_or(Type::Wrong), row) {
                (Type::Number | Type::Row(_), Some(row)) => Type::Row(row),
                (Type::Bool | Type::BoolRow(_), Some(row)) => Type::BoolRow(row),
                (of, _) => of,
            },
        };
        Ok((Code::Call(function, codes), of))
    }

    fn argument(&self, function: &Function, takes: Takes, arg: &Expr) -> Checked {
        match takes {
            Takes::Number => self.number(arg),
            Takes::Numbers => self.numbers(arg, false),
            Takes::NumbersOfReports => self.numbers(arg, true),
            Takes::Text => Ok((self.typed(arg, Type::Text)?, Type::Text)),
            Takes::Date => Ok((self.typed(arg, Type::Date)?, Type::Date)),
            Takes::Condition => self.truth(arg),
            Takes::Value => {
                let (code, of) = self.check(arg)?;
                if matches!(of, Type::Field(_)) {
                    self.same(Type::Number, of, &arg.span)?;
                }
                Ok((code, of))
            }
            Takes::Field => self.field(arg, false),
            Takes::Fields => self.field(arg, true),
            Takes::Figures => self.figures(arg),
            Takes::Members => match &arg.kind {
                ExprKind::Path(steps) if steps[0].name == "members" => self.field(arg, true),
                _ => Err(Mistake::within(
                    arg.span.clone(),
                    "应为 `members` 开头的路径",
                    "expected a path that begins with `members`",
                )),
            },
            Takes::Pattern => Self::pattern(function, arg),
        }
    }

    /// A number, or a path to any number of them.
    fn numbers(&self, arg: &Expr, of_reports: bool) -> Checked {
        match &arg.kind {
            ExprKind::Path(steps) if steps[0].name == "members" && !of_reports => Err(Mistake::within(
                arg.span.clone(),
                "`members.` 只能用在 sum、count、largest 中",
                "`members.` goes into sum, count or largest",
            )),
            ExprKind::Path(steps) if is_many(steps) => self.cells(steps, &arg.span),
            _ => self.number(arg),
        }
    }

    fn cells(&self, steps: &[Step], span: &Range<usize>) -> Checked {
        let (mut path, shape, _) = match self.resolve(steps) {
            Ok(found) => found,
            Err(error) => return Ok(self.go_on(error)),
        };
        // `*` stands for every field of a record: all of them have to be what the first one is.
        let of = self.type_of(shape);
        let siblings = self
            .schema
            .shape(shape)
            .parent
            .map_or(&[][..], |parent| &self.schema.shape(parent).children);
        let last_is_all = path.steps.last() == Some(&Hop::All);
        for sibling in siblings.iter().filter(|_| last_is_all) {
            self.same(of, self.type_of(*sibling), span)?;
        }
        match of {
            Type::Row(row) => {
                self.goes_by_column(row);
                path.steps.push(Hop::Column);
            }
            Type::Number => {}
            other => self.same(Type::Number, other, span)?,
        }
        Ok((Code::Cells(path), of))
    }

    /// A field that is asked about, not its value.
    fn field(&self, arg: &Expr, many_allowed: bool) -> Checked {
        let ExprKind::Path(steps) = &arg.kind else {
            return Err(Mistake::within(
                arg.span.clone(),
                "应为字段路径",
                "expected the path of a field",
            ));
        };
        let (path, shape, many) = match self.resolve(steps) {
            Ok(found) => found,
            Err(error) => return Ok(self.go_on(error)),
        };
        if many && !many_allowed {
            return Err(Mistake::within(
                arg.span.clone(),
                "此处只能是一个字段",
                "this must be a single field",
            ));
        }
        let code = if many { Code::Cells(path) } else { Code::Cell(path) };
        Ok((code, Type::Field(shape)))
    }

    /// A field that is asked about, by column where it is a row of numbers.
    fn figures(&self, arg: &Expr) -> Checked {
        match self.field(arg, false)? {
            (Code::Cell(mut path), Type::Field(shape)) if let Type::Row(row) = self.type_of(shape) => {
                self.goes_by_column(row);
                path.steps.push(Hop::Column);
                Ok((Code::Cell(path), Type::Row(row)))
            }
            asked => Ok(asked),
        }
    }

    fn pattern(function: &Function, arg: &Expr) -> Checked {
        let ExprKind::Text(literal) = &arg.kind else {
            return Err(Mistake::within(
                arg.span.clone(),
                format!("`{}` 的正则表达式应为引号内的文字", function.name),
                format!("the pattern of `{}` must be a text in quotes", function.name),
            ));
        };
        let pattern = Pattern::new(literal).map_err(|error| Mistake {
            range: Some(arg.span.clone()),
            ..error
        })?;
        Ok((Code::Pattern(Box::new(pattern)), Type::Text))
    }
}

/// The function that is written out as others are when it is checked.
pub(crate) const WHOLE: &str = "whole";

impl Scope<'_> {
    /// The arguments with a path for each member that `* except …` leaves.
    fn written_out(&self, args: &[Expr]) -> Result<Vec<Expr>, Mistake> {
        let mut all = Vec::new();
        for arg in args {
            match &arg.kind {
                ExprKind::Path(steps) if steps.last().is_some_and(|step| !step.except.is_empty()) => {
                    all.extend(self.members(steps, &arg.span)?);
                }
                _ => all.push(arg.clone()),
            }
        }
        Ok(all)
    }

    /// A path for each member of a record but those that its last step leaves out.
    fn members(&self, steps: &[Step], span: &Range<usize>) -> Result<Vec<Expr>, Mistake> {
        let Some((last, around)) = steps.split_last() else {
            return Ok(Vec::new());
        };
        let shape = match around {
            [] => self.schema.prototype(self.of),
            around => self.resolve(around)?.1,
        };
        let keys: Vec<&str> = self.keys(shape);
        for (key, span) in &last.except {
            if !keys.contains(&key.as_str()) {
                let error = Mistake::within(
                    span.clone(),
                    format!("该记录没有 `{key}`"),
                    format!("the record has no `{key}`"),
                );
                return Err(error.meaning(nearest(key, keys)));
            }
        }
        let is_left = |key: &&str| last.except.iter().all(|(other, _)| other != key);
        let paths = keys.into_iter().filter(is_left).map(|key| below(around, key, span));
        Ok(paths.collect())
    }

    fn keys(&self, shape: ShapeId) -> Vec<&str> {
        let children = self.schema.shape(shape).children.iter();
        children.map(|child| self.schema.shape(*child).key.as_str()).collect()
    }

    /// What `whole` stands for: the total of a row, or where it is blank the sum of the row's other members; of several rows their sum.
    fn whole(&self, arg: &Expr) -> Result<Expr, Mistake> {
        let span = &arg.span;
        let no_row = || {
            Mistake::within(
                span.clone(),
                "应为一行的路径，其中有合计（schema 中以 `x-total` 指明）",
                "expected the path of a row that has a total (`x-total` in the schema)",
            )
        };
        let ExprKind::Path(steps) = &arg.kind else {
            return Err(no_row());
        };
        if steps.last().is_some_and(|step| step.name == "*") {
            let rows = self.members(steps, span)?;
            let rows = rows.iter().map(|row| self.whole(row)).collect::<Result<Vec<_>, _>>()?;
            return rows.into_iter().reduce(plus).ok_or_else(no_row);
        }
        let (_, shape, many) = self.resolve(steps)?;
        let total = self
            .schema
            .shape(shape)
            .total
            .as_deref()
            .filter(|_| !many)
            .ok_or_else(no_row)?;
        let parts = self.keys(shape).into_iter().filter(|key| *key != total);
        let parts = parts.map(|key| below(steps, key, span));
        let parts = parts.reduce(plus).ok_or_else(no_row)?;
        let total = below(steps, total, span);
        Ok(call("if", vec![call("present", vec![total.clone()]), total, parts]))
    }
}

/// The path of a member.
fn below(around: &[Step], key: &str, span: &Range<usize>) -> Expr {
    let mut steps = around.to_vec();
    steps.push(Step::key(key, span.clone()));
    Expr {
        span: span.clone(),
        kind: ExprKind::Path(steps),
    }
}

fn plus(left: Expr, right: Expr) -> Expr {
    Expr {
        span: left.span.clone(),
        kind: ExprKind::Binary(Op::Add, Box::new(left), Box::new(right)),
    }
}

fn call(name: &str, args: Vec<Expr>) -> Expr {
    let span = args.first().map_or(0..0, |arg| arg.span.clone());
    Expr {
        span: span.clone(),
        kind: ExprKind::Call {
            name: name.to_owned(),
            name_span: span,
            args,
        },
    }
}

/// Whether a path leads to any number of fields.
fn is_many(steps: &[Step]) -> bool {
    steps[0].name == "members" || steps.iter().any(|step| step.name == "*")
}

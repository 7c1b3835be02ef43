//! Expressions checked against the form: unknown names, wrong types and impossible paths are found here, before any report.

use std::{
    cell::{Cell, RefCell},
    ops::Range,
};

use crate::rules::lang::{
    ast::{Expr, ExprKind, Op, Step},
    ir::{CellPath, Code, Hop, Start},
    parser::parse,
    types::Type,
};
use crate::{
    diagnostic::mistake::Mistake,
    form::{
        schema::{REPORT, Schema},
        shape::{Kind, ShapeId, TypeId},
    },
    text::suggest::nearest,
};

/// Names that the expressions of one rule may use.
pub(crate) struct Scope<'s> {
    pub schema: &'s Schema,
    /// The type the rule is for.
    pub of: TypeId,
    /// Earlier named parts.
    named: Vec<Named>,
    /// The named groups of the rule's pattern.
    pub captures: Vec<String>,
    /// The numbers of the claim at hand.
    pub numbers: Vec<String>,
    /// What is wrong with the expression at hand, as far as checking could go on.
    errors: RefCell<Vec<Mistake>>,
    /// The row that the expression at hand reads by column, whatever becomes of its numbers.
    row: Cell<Option<ShapeId>>,
}

/// A named part of a rule.
struct Named {
    name: String,
    of: Type,
    row: Option<ShapeId>,
}

pub(crate) type Checked = Result<(Code, Type), Mistake>;

impl<'s> Scope<'s> {
    /// The names that a rule for a type begins with.
    pub(crate) fn new(schema: &'s Schema, of: TypeId) -> Self {
        Self {
            schema,
            of,
            named: Vec::new(),
            captures: Vec::new(),
            numbers: Vec::new(),
            errors: RefCell::default(),
            row: Cell::default(),
        }
    }

    /// Give a name to the expression that was compiled last, for those that come after it.
    pub(crate) fn name(&mut self, name: &str, of: Type) {
        self.named.push(Named {
            name: name.to_owned(),
            of,
            row: self.row.get(),
        });
    }

    /// Parse and check an expression; all that is wrong with it.
    pub(crate) fn compile(&self, text: &str) -> Result<(Code, Type), Vec<Mistake>> {
        self.row.set(None);
        let checked = parse(text).and_then(|tree| self.check(&tree));
        let mut errors = self.errors.take();
        match checked {
            Ok(checked) if errors.is_empty() => Ok(checked),
            Ok(_) => Err(errors),
            Err(error) => {
                errors.push(error);
                Err(errors)
            }
        }
    }

    /// Parse and check an expression that must be true or false; by column, if it reads a row.
    pub(crate) fn condition(&self, text: &str) -> Result<(Code, Type), Vec<Mistake>> {
        let (code, of) = self.compile(text)?;
        match of {
            Type::Bool => Ok((code, self.row.get().map_or(of, Type::BoolRow))),
            Type::BoolRow(_) | Type::Wrong => Ok((code, of)),
            other => Err(vec![Mistake::within(
                0..text.len(),
                format!("应为条件，实为{}", other.zh(self.schema)),
                format!("expected a condition, found {}", other.en(self.schema)),
            )]),
        }
    }

    /// Parse and check a path to one field.
    pub(crate) fn path(&self, text: &str) -> Result<(CellPath, ShapeId), Mistake> {
        let tree = parse(text)?;
        let ExprKind::Path(steps) = &tree.kind else {
            return Err(Mistake::within(
                tree.span,
                "应为字段路径",
                "expected the path of a field",
            ));
        };
        let (path, shape, many) = self.resolve(steps)?;
        if many {
            return Err(Mistake::within(
                tree.span,
                "此处只能是一个字段",
                "this must be a single field",
            ));
        }
        Ok((path, shape))
    }

    /// Say what is wrong and go on.
    pub(crate) fn go_on(&self, error: Mistake) -> (Code, Type) {
        self.errors.borrow_mut().push(error);
        (Code::Bool(false), Type::Wrong)
    }

    pub(crate) fn check(&self, tree: &Expr) -> Checked {
        match &tree.kind {
            ExprKind::Number(number) => Ok((Code::Number(*number), Type::Number)),
            ExprKind::Text(text) => Ok((Code::Text(text.clone()), Type::Text)),
            ExprKind::Bool(value) => Ok((Code::Bool(*value), Type::Bool)),
            ExprKind::Path(steps) => self.value(steps, &tree.span),
            ExprKind::Neg(inner) => {
                let (code, of) = self.number(inner)?;
                Ok((Code::Neg(Box::new(code)), of))
            }
            ExprKind::Not(inner) => {
                let (code, of) = self.truth(inner)?;
                Ok((Code::Not(Box::new(code)), of))
            }
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right, &tree.span),
            ExprKind::In(inner, items) => {
                let (code, of) = self.check(inner)?;
                let mut options = Vec::new();
                for item in items {
                    let (option, found) = self.option(item, inner, of)?;
                    self.same(of, found, &item.span)?;
                    options.push(option);
                }
                Ok((Code::In(Box::new(code), options), Type::Bool))
            }
            ExprKind::Call { name, name_span, args } => self.call(name, name_span, args, &tree.span),
        }
    }

    /// An item of `x in [a, b]`: where `x` has listed values, a bare word is one of them.
    fn option(&self, item: &Expr, of: &Expr, of_type: Type) -> Checked {
        if let (ExprKind::Path(word), Type::Text, Some(_)) = (&item.kind, of_type, self.allowed(of))
            && let [Step { name, .. }] = word.as_slice()
        {
            let literal = Expr {
                span: item.span.clone(),
                kind: ExprKind::Text(name.clone()),
            };
            self.possible(of, &literal)?;
            return self.check(&literal);
        }
        self.possible(of, item)?;
        self.check(item)
    }

    /// The values that a field may have, if the form lists them.
    fn allowed(&self, field: &Expr) -> Option<Vec<&str>> {
        let ExprKind::Path(steps) = &field.kind else {
            return None;
        };
        let (_, shape, _) = self.resolve(steps).ok()?;
        let allowed = self.schema.shape(shape).allowed.iter();
        let allowed: Vec<&str> = allowed.filter_map(|value| value.as_str()).collect();
        (!allowed.is_empty()).then_some(allowed)
    }

    /// A field with listed values is never another value: a comparison with one could not come true.
    fn possible(&self, field: &Expr, value: &Expr) -> Result<(), Mistake> {
        let (ExprKind::Text(text), Some(allowed)) = (&value.kind, self.allowed(field)) else {
            return Ok(());
        };
        // A field with one value only names the form; a shared pack asks which form it is.
        if allowed.len() == 1 || allowed.contains(&text.as_str()) {
            return Ok(());
        }
        let error = Mistake::within(
            value.span.clone(),
            format!("`{text}` 不是该字段的可选值"),
            format!("`{text}` is not a value of that field"),
        );
        Err(error.meaning(nearest(text, allowed)))
    }

    fn value(&self, steps: &[Step], span: &Range<usize>) -> Checked {
        if let [only] = steps {
            if let Some(at) = self.named.iter().position(|named| named.name == only.name) {
                let Named { of, row, .. } = self.named[at];
                row.into_iter().for_each(|row| self.goes_by_column(row));
                return Ok((Code::Let(at), of));
            }
            if let Some(at) = self.captures.iter().position(|name| *name == only.name) {
                return Ok((Code::Capture(at), Type::Text));
            }
            if let Some(at) = self.numbers.iter().position(|name| *name == only.name) {
                return Ok((Code::Claimed(at), Type::Number));
            }
        }
        let (mut path, shape, many) = match self.resolve(steps) {
            Ok(found) => found,
            Err(error) => return Ok(self.go_on(error)),
        };
        if many {
            return Err(Mistake::within(
                span.clone(),
                "`*` 和 `members.` 指多个字段，只能用在 sum、count、min、max 中（`members.` 只用在前两个中）",
                "`*` and `members.` stand for many fields and go into sum or count, `*` into min and max too",
            ));
        }
        let of = self.type_of(shape);
        if let Type::Row(row) = of {
            self.goes_by_column(row);
            path.steps.push(Hop::Column);
        }
        Ok((Code::Cell(path), of))
    }

    /// The expression at hand reads a row by column.
    pub(crate) fn goes_by_column(&self, row: ShapeId) {
        self.row.set(self.row.get().or(Some(row)));
    }

    /// The type of a field; of a record of columns, when all of them are numbers, a row of numbers.
    pub(crate) fn type_of(&self, shape: ShapeId) -> Type {
        let field = self.schema.shape(shape);
        match field.kind {
            Kind::Integer | Kind::Decimal => Type::Number,
            Kind::Text => Type::Text,
            Kind::Date => Type::Date,
            Kind::Bool => Type::Bool,
            Kind::Record if field.columns && self.all_numbers(shape) => Type::Row(shape),
            Kind::Record | Kind::List | Kind::Any => Type::Field(shape),
        }
    }

    fn all_numbers(&self, shape: ShapeId) -> bool {
        let children = &self.schema.shape(shape).children;
        !children.is_empty() && children.iter().all(|child| self.schema.shape(*child).kind.is_number())
    }

    /// The field at the end of a path, and whether the path leads to many.
    pub(crate) fn resolve(&self, steps: &[Step]) -> Result<(CellPath, ShapeId, bool), Mistake> {
        let mut rest = steps;
        let mut at = self.schema.prototype(self.of);
        let mut path = CellPath {
            start: Start::Own,
            steps: Vec::new(),
        };
        let is_own = steps.get(1).is_some_and(|step| step.name == "self");
        (path.start, rest) = match (steps[0].name.as_str(), is_own) {
            ("self", _) => (Start::Own, &steps[1..]),
            ("report", _) => (Start::Report, &steps[1..]),
            ("previous", true) => (Start::PreviousOwn, &steps[2..]),
            ("previous", false) => (Start::Previous, &steps[1..]),
            ("members", true) => (Start::MembersOwn, &steps[2..]),
            ("members", false) => (Start::Members, &steps[1..]),
            _ => (Start::Own, rest),
        };
        if matches!(path.start, Start::Report | Start::Previous | Start::Members) {
            at = self.schema.prototype(REPORT);
        }
        let mut many = path.start.is_members();
        for step in rest {
            let field = self.schema.shape(at);
            if step.name == "*" {
                if path.start.is_members() {
                    return Err(Mistake::within(
                        step.span.clone(),
                        "`members.` 之后不能用 `*`",
                        "`*` does not go with `members.`",
                    ));
                }
                let Some(first) = field.children.first() else {
                    return Err(Mistake::within(
                        step.span.clone(),
                        "该字段内没有字段",
                        "there is nothing inside that field",
                    ));
                };
                path.steps.push(Hop::All);
                many = true;
                at = *first;
                continue;
            }
            let found = field
                .children
                .iter()
                .position(|child| self.schema.shape(*child).key == step.name);
            let Some(found) = found.filter(|_| field.kind == Kind::Record) else {
                return Err(self.unknown_field(step, at, rest.len() == steps.len() && path.steps.is_empty()));
            };
            path.steps.push(Hop::Child(found));
            at = field.children[found];
        }
        Ok((path, at, many))
    }

    fn unknown_field(&self, step: &Step, at: ShapeId, first: bool) -> Mistake {
        let name = &step.name;
        let keys = |shape: ShapeId| {
            let children = self.schema.shape(shape).children.iter();
            children.map(|child| self.schema.shape(*child).key.as_str())
        };
        let error = Mistake::within(
            step.span.clone(),
            format!("没有字段 `{name}`"),
            format!("there is no field `{name}` here"),
        );
        let near = nearest(name, keys(at));
        let names = self
            .named
            .iter()
            .map(|named| &named.name)
            .chain(&self.captures)
            .map(String::as_str);
        if let Some(near) = near.or_else(|| nearest(name, names).filter(|_| first)) {
            return error.meaning(Some(near));
        }
        let root = self.schema.prototype(REPORT);
        let from_report = keys(root)
            .find(|key| first && key == name)
            .map(|key| format!("report.{key}"));
        error.meaning(from_report.as_deref())
    }

    pub(crate) fn number(&self, tree: &Expr) -> Checked {
        let (code, of) = self.check(tree)?;
        match of {
            Type::Number | Type::Row(_) | Type::Wrong => Ok((code, of)),
            other => Err(Mistake::within(
                tree.span.clone(),
                format!("应为数，实为{}", other.zh(self.schema)),
                format!("expected a number, found {}", other.en(self.schema)),
            )),
        }
    }

    pub(crate) fn truth(&self, tree: &Expr) -> Checked {
        let (code, of) = self.check(tree)?;
        match of {
            Type::Bool | Type::BoolRow(_) | Type::Wrong => Ok((code, of)),
            other => Err(Mistake::within(
                tree.span.clone(),
                format!("应为条件，实为{}", other.zh(self.schema)),
                format!("expected a condition, found {}", other.en(self.schema)),
            )),
        }
    }

    pub(crate) fn typed(&self, tree: &Expr, wanted: Type) -> Result<Code, Mistake> {
        let (code, of) = self.check(tree)?;
        self.same(wanted, of, &tree.span)?;
        Ok(code)
    }

    pub(crate) fn same(&self, wanted: Type, found: Type, span: &Range<usize>) -> Result<(), Mistake> {
        wanted.accept(found, span, self.schema)
    }

    fn binary(&self, op: Op, left: &Expr, right: &Expr, span: &Range<usize>) -> Checked {
        let (a, b, of) = if op.is_arithmetic() {
            let left = self.number(left).or_else(|error| Ok(self.go_on(error)));
            let ((a, left_type), (b, right_type)) = (left?, self.number(right)?);
            self.same(left_type, right_type, &right.span)?;
            let of = left_type.row_with(right_type).map_or(Type::Number, Type::Row);
            (a, b, of)
        } else if op.is_comparison() {
            let ((a, left_type), (b, right_type)) = (self.check(left)?, self.check(right)?);
            self.same(left_type, right_type, &right.span)?;
            self.possible(left, right)?;
            self.possible(right, left)?;
            let ordered = !matches!(op, Op::Eq | Op::Ne);
            if ordered && matches!(left_type, Type::Bool | Type::BoolRow(_) | Type::Text) {
                return Err(Mistake::within(
                    span.clone(),
                    format!("{}不能比较大小", left_type.zh(self.schema)),
                    format!("{} cannot be ordered", left_type.en(self.schema)),
                ));
            }
            let of = left_type.row_with(right_type).map_or(Type::Bool, Type::BoolRow);
            (a, b, of)
        } else {
            let ((a, left_type), (b, right_type)) = (self.truth(left)?, self.truth(right)?);
            let of = left_type.row_with(right_type).map_or(Type::Bool, Type::BoolRow);
            (a, b, of)
        };
        Ok((Code::Binary(op, Box::new(a), Box::new(b)), of))
    }
}

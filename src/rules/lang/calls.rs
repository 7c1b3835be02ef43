//! Calls of the language's functions held against the form.

use std::ops::Range;

use crate::rules::lang::{
    ir::{Code, Function, Hop},
    parser::{Expr, ExprError, ExprKind, Step},
    pattern::Pattern,
    typecheck::{Checked, Scope, Type},
};
use crate::text::suggest::nearest;

impl Scope<'_> {
    pub(crate) fn call(&self, name: &str, name_span: &Range<usize>, args: &[Expr], span: &Range<usize>) -> Checked {
        if matches!(name, "contains" | "matches") {
            return self.search(name, args, span);
        }
        let Some((_, function, least, most)) = Function::ALL.iter().find(|(known, ..)| *known == name) else {
            let known = Function::ALL
                .iter()
                .map(|(known, ..)| *known)
                .chain(["contains", "matches"]);
            let error = ExprError::new(
                name_span.clone(),
                format!("没有函数 `{name}`"),
                format!("there is no function `{name}`"),
            );
            return Ok(self.go_on(error.meaning(nearest(name, known))));
        };
        if args.len() < *least || args.len() > *most {
            return Err(ExprError::new(
                span.clone(),
                format!("`{name}` 的参数个数不对：需要 {least} 个，给出 {} 个", args.len()),
                format!("`{name}` takes {least} argument(s), {} given", args.len()),
            ));
        }
        let one = |wanted: Type, of: Type| -> Checked {
            let codes = args
                .iter()
                .map(|arg| self.typed(arg, wanted))
                .collect::<Result<_, _>>()?;
            Ok((Code::Call(*function, codes), of))
        };
        match function {
            Function::Sum | Function::Min | Function::Max => self.many_numbers(*function, args),
            Function::Count => self.fields(*function, args, Type::Number, true),
            Function::Blank | Function::Present => self.fields(*function, args, Type::Bool, false),
            Function::Title => self.fields(*function, args, Type::Text, false),
            Function::Differences | Function::Nonzero => self.fields(*function, args, Type::Number, false),
            Function::Largest | Function::Complete => self.of_members(*function, args),
            Function::Abs => {
                let (code, of) = self.number(&args[0])?;
                Ok((Code::Call(*function, vec![code]), of))
            }
            Function::If => {
                let (condition, _) = self.truth(&args[0])?;
                let (yes, of) = self.check(&args[1])?;
                let (no, other) = self.check(&args[2])?;
                self.same(of, other, &args[2].span)?;
                Ok((Code::Call(*function, vec![condition, yes, no]), of))
            }
            Function::IsInteger => one(Type::Number, Type::Bool),
            Function::Number | Function::Unit | Function::Similarity => one(Type::Text, Type::Number),
            Function::Decimals => one(Type::Number, Type::Number),
            Function::Date => one(Type::Number, Type::Date),
            Function::Year | Function::Month | Function::Day => one(Type::Date, Type::Number),
            Function::Chars | Function::Int => one(Type::Text, Type::Number),
            Function::Text => {
                let (code, of) = self.check(&args[0])?;
                if matches!(of, Type::Field(_)) {
                    self.same(Type::Number, of, &args[0].span)?;
                }
                Ok((Code::Call(*function, vec![code]), Type::Text))
            }
        }
    }

    fn many_numbers(&self, function: Function, args: &[Expr]) -> Checked {
        let mut codes = Vec::new();
        let mut of = Type::Number;
        for arg in args {
            let (code, found) = match &arg.kind {
                ExprKind::Path(steps) if self.is_many(steps) => {
                    let is_members = steps[0].name == "members";
                    if is_members && function != Function::Sum {
                        return Err(ExprError::new(
                            arg.span.clone(),
                            "`members.` 只能用在 sum、count、largest 中",
                            "`members.` goes into sum, count or largest",
                        ));
                    }
                    self.cells(steps, &arg.span)?
                }
                _ => self.number(arg)?,
            };
            self.same(of, found, &arg.span)?;
            of = self.row(of, found).map_or(Type::Number, Type::Row);
            codes.push(code);
        }
        Ok((Code::Call(function, codes), of))
    }

    /// Whether a path leads to any number of fields.
    fn is_many(&self, steps: &[Step]) -> bool {
        steps[0].name == "members" || steps.iter().any(|step| step.name == "*")
    }

    /// Functions that only the reports that this one sums up are an argument of.
    fn of_members(&self, function: Function, args: &[Expr]) -> Checked {
        let of = match function {
            Function::Complete => Type::Bool,
            _ => Type::Text,
        };
        let members = |arg: &&Expr| matches!(&arg.kind, ExprKind::Path(steps) if steps[0].name == "members");
        match args.iter().find(|arg| !members(arg)) {
            None => {
                let (code, _) = self.fields(function, args, of, true)?;
                Ok((code, of))
            }
            Some(arg) => Err(ExprError::new(
                arg.span.clone(),
                "应为 `members` 开头的路径",
                "expected a path that begins with `members`",
            )),
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
            Type::Row(_) => path.steps.push(Hop::Column),
            Type::Number => {}
            other => self.same(Type::Number, other, span)?,
        }
        Ok((Code::Cells(path), of))
    }

    /// Functions that ask about fields, not about their values.
    fn fields(&self, function: Function, args: &[Expr], of: Type, many_allowed: bool) -> Checked {
        let mut codes = Vec::new();
        for arg in args {
            let ExprKind::Path(steps) = &arg.kind else {
                return Err(ExprError::new(
                    arg.span.clone(),
                    "应为字段路径",
                    "expected the path of a field",
                ));
            };
            let (path, _, many) = match self.resolve(steps) {
                Ok(found) => found,
                Err(error) => {
                    codes.push(self.go_on(error).0);
                    continue;
                }
            };
            if many && !many_allowed {
                return Err(ExprError::new(
                    arg.span.clone(),
                    "此处只能是一个字段",
                    "this must be a single field",
                ));
            }
            codes.push(if many { Code::Cells(path) } else { Code::Cell(path) });
        }
        Ok((Code::Call(function, codes), of))
    }

    fn search(&self, name: &str, args: &[Expr], span: &Range<usize>) -> Checked {
        let Some((text, needles)) = args.split_first().filter(|(_, needles)| !needles.is_empty()) else {
            return Err(ExprError::new(
                span.clone(),
                format!("`{name}` 需要一段文字和要找的内容"),
                format!("`{name}` takes a text and what to look for"),
            ));
        };
        let text = Box::new(self.typed(text, Type::Text)?);
        if name == "contains" {
            let needles = needles
                .iter()
                .map(|needle| self.typed(needle, Type::Text))
                .collect::<Result<_, _>>()?;
            return Ok((Code::Contains(text, needles), Type::Bool));
        }
        let mut literals = Vec::new();
        for needle in needles {
            let ExprKind::Text(literal) = &needle.kind else {
                return Err(ExprError::new(
                    needle.span.clone(),
                    "应为引号内的文字",
                    "expected a text in quotes",
                ));
            };
            literals.push(literal.clone());
        }
        let pattern =
            Pattern::new(&literals.join("|")).map_err(|(zh, en)| ExprError::new(needles[0].span.clone(), zh, en))?;
        Ok((Code::Matches(text, Box::new(pattern)), Type::Bool))
    }
}

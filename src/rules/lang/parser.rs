//! Tokens to syntax tree.

use std::ops::Range;

use crate::{
    diagnostic::mistake::Mistake,
    rules::lang::{
        ast::{Expr, ExprKind, Op, Step},
        lexer::{Spanned, Token, lex},
    },
};

/// Longer than any rule that a person can read.
const MAX_BYTES: usize = 8_000;
/// More operators, names and signs than any rule that a person can read; bounds the depth of a chain of operators too.
const MAX_TOKENS: usize = 600;
/// Deeper than any rule that a person can read.
const MAX_DEPTH: usize = 48;

/// Parse a whole expression.
pub(crate) fn parse(text: &str) -> Result<Expr, Mistake> {
    if text.len() > MAX_BYTES {
        return Err(Mistake::within(0..1, "表达式过长", "the expression is too long"));
    }
    let tokens = lex(text)?;
    if tokens.len() > MAX_TOKENS {
        return Err(Mistake::within(0..1, "表达式过长", "the expression is too long"));
    }
    let mut parser = Parser {
        tokens,
        at: 0,
        depth: 0,
        end: text.len(),
    };
    let expr = parser.or()?;
    match parser.peek() {
        None => Ok(expr),
        Some(_) => Err(parser.unexpected("运算符或结尾", "an operator or the end")),
    }
}

struct Parser {
    tokens: Vec<Spanned>,
    at: usize,
    depth: usize,
    end: usize,
}

type Parsed = Result<Expr, Mistake>;

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn span(&self) -> Range<usize> {
        self.tokens
            .get(self.at)
            .map_or(self.end.saturating_sub(1)..self.end, |(_, span)| span.clone())
    }

    fn unexpected(&self, zh: &str, en: &str) -> Mistake {
        let error = Mistake::within(self.span(), format!("此处应为{zh}"), format!("expected {en} here"));
        match self.peek() {
            Some(Token::Sign("=")) => error.meaning(Some("==")),
            _ => error,
        }
    }

    fn accept(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.at += usize::from(found);
        found
    }

    fn accept_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(found)) if found == word);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), Mistake> {
        if self.accept(sign) {
            return Ok(());
        }
        Err(self.unexpected(&format!(" `{sign}`"), &format!("`{sign}`")))
    }

    fn deeper(&mut self) -> Result<(), Mistake> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Mistake::within(
                self.span(),
                "表达式嵌套过深",
                "the expression is nested too deep",
            ));
        }
        Ok(())
    }

    fn or(&mut self) -> Parsed {
        let mut left = self.and()?;
        while self.accept_word("or") {
            left = binary(Op::Or, left, self.and()?);
        }
        Ok(left)
    }

    fn and(&mut self) -> Parsed {
        let mut left = self.not()?;
        while self.accept_word("and") {
            left = binary(Op::And, left, self.not()?);
        }
        Ok(left)
    }

    fn not(&mut self) -> Parsed {
        let start = self.span().start;
        if !self.accept_word("not") {
            return self.comparison();
        }
        self.deeper()?;
        let inner = self.not()?;
        self.depth -= 1;
        Ok(Expr {
            span: start..inner.span.end,
            kind: ExprKind::Not(Box::new(inner)),
        })
    }

    fn comparison(&mut self) -> Parsed {
        let left = self.sum()?;
        for (sign, op) in [
            ("==", Op::Eq),
            ("!=", Op::Ne),
            ("<=", Op::Le),
            (">=", Op::Ge),
            ("<", Op::Lt),
            (">", Op::Gt),
        ] {
            if self.accept(sign) {
                return Ok(binary(op, left, self.sum()?));
            }
        }
        if self.accept_word("in") {
            self.expect("[")?;
            let mut items = Vec::new();
            while !self.accept("]") {
                items.push(self.sum()?);
                if !self.accept(",") {
                    self.expect("]")?;
                    break;
                }
            }
            let span = left.span.start..self.tokens[self.at - 1].1.end;
            return Ok(Expr {
                span,
                kind: ExprKind::In(Box::new(left), items),
            });
        }
        Ok(left)
    }

    fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        loop {
            let op = if self.accept("+") {
                Op::Add
            } else if self.accept("-") {
                Op::Sub
            } else {
                return Ok(left);
            };
            left = binary(op, left, self.product()?);
        }
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.unary()?;
        while self.accept("*") {
            left = binary(Op::Mul, left, self.unary()?);
        }
        if matches!(self.peek(), Some(Token::Sign("/" | "%"))) {
            return Err(Mistake::within(
                self.span(),
                "不支持除法，请在另一边改用乘法",
                "there is no division: multiply the other side instead",
            ));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Parsed {
        let start = self.span().start;
        if !self.accept("-") {
            return self.primary();
        }
        self.deeper()?;
        let inner = self.unary()?;
        self.depth -= 1;
        Ok(Expr {
            span: start..inner.span.end,
            kind: ExprKind::Neg(Box::new(inner)),
        })
    }

    fn primary(&mut self) -> Parsed {
        let span = self.span();
        let Some(token) = self.peek().cloned() else {
            return Err(self.unexpected("值", "a value"));
        };
        if self.accept("(") {
            self.deeper()?;
            let inner = self.or()?;
            self.depth -= 1;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.accept("*") {
            return self.path(Step::key("*", span));
        }
        let kind = match token {
            Token::Number(number) => ExprKind::Number(number),
            Token::Text(text) => ExprKind::Text(text),
            Token::Word(word) => return self.word(word, span),
            Token::Sign(_) => return Err(self.unexpected("值", "a value")),
        };
        self.at += 1;
        Ok(Expr { span, kind })
    }

    fn word(&mut self, word: String, span: Range<usize>) -> Parsed {
        self.at += 1;
        match word.as_str() {
            "true" | "false" => {
                return Ok(Expr {
                    span,
                    kind: ExprKind::Bool(word == "true"),
                });
            }
            "and" | "or" | "not" | "in" => {
                self.at -= 1;
                return Err(self.unexpected("值", "a value"));
            }
            _ => {}
        }
        if self.accept("(") {
            self.deeper()?;
            let mut args = Vec::new();
            while !self.accept(")") {
                args.push(self.or()?);
                if !self.accept(",") {
                    self.expect(")")?;
                    break;
                }
            }
            self.depth -= 1;
            let end = self.tokens[self.at - 1].1.end;
            let kind = ExprKind::Call {
                name: word,
                name_span: span.clone(),
                args,
            };
            return Ok(Expr {
                span: span.start..end,
                kind,
            });
        }
        self.path(Step::key(word, span))
    }

    /// A path that begins with this step.
    fn path(&mut self, first: Step) -> Parsed {
        let start = first.span.start;
        let mut steps = vec![first];
        while self.accept(".") {
            let step_span = self.span();
            let name = match self.peek() {
                Some(Token::Word(name)) => name.clone(),
                Some(Token::Sign("*")) => "*".to_owned(),
                _ => return Err(self.unexpected("字段名或 `*`", "a key or `*`")),
            };
            self.at += 1;
            steps.push(Step::key(name, step_span));
        }
        let last = steps.len() - 1;
        if steps[last].name == "*" && self.accept_word("except") {
            steps[last].except = self.keys()?;
        }
        let end = self.tokens[self.at - 1].1.end;
        Ok(Expr {
            span: start..end,
            kind: ExprKind::Path(steps),
        })
    }

    /// A key, or several in brackets.
    fn keys(&mut self) -> Result<Vec<(String, Range<usize>)>, Mistake> {
        let is_list = self.accept("[");
        let mut keys = Vec::new();
        loop {
            let span = self.span();
            let Some(Token::Word(key)) = self.peek().cloned() else {
                return Err(self.unexpected("字段名", "a key"));
            };
            self.at += 1;
            keys.push((key, span));
            if !is_list {
                return Ok(keys);
            }
            if self.accept("]") {
                return Ok(keys);
            }
            self.expect(",")?;
        }
    }
}

fn binary(op: Op, left: Expr, right: Expr) -> Expr {
    Expr {
        span: left.span.start..right.span.end,
        kind: ExprKind::Binary(op, Box::new(left), Box::new(right)),
    }
}

//! The expression language: text to syntax tree. What names mean is decided in `check`.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::diagnostic::finding::Localized;

/// Longer than any rule that a person can read.
const MAX_BYTES: usize = 8_000;
/// More operators, names and signs than any rule that a person can read; bounds the depth of a chain of operators too.
const MAX_TOKENS: usize = 600;
/// Deeper than any rule that a person can read.
const MAX_DEPTH: usize = 48;

/// An expression and the bytes of the text it was written with.
#[derive(Clone, Debug)]
pub struct Expr {
    pub span: Range<usize>,
    pub kind: ExprKind,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    Number(Decimal),
    Text(String),
    Bool(bool),
    Path(Vec<Step>),
    Call {
        name: String,
        name_span: Range<usize>,
        args: Vec<Expr>,
    },
    Neg(Box<Expr>),
    Not(Box<Expr>),
    Binary(Op, Box<Expr>, Box<Expr>),
    In(Box<Expr>, Vec<Expr>),
}

/// A step of a path: a key, or `*`.
#[derive(Clone, Debug)]
pub struct Step {
    pub name: String,
    pub span: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Add,
    Sub,
    Mul,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    And,
    Or,
}

impl Op {
    pub const fn is_comparison(self) -> bool {
        matches!(self, Self::Eq | Self::Ne | Self::Lt | Self::Le | Self::Gt | Self::Ge)
    }

    pub const fn is_arithmetic(self) -> bool {
        matches!(self, Self::Add | Self::Sub | Self::Mul)
    }
}

/// What is wrong with an expression, and where in its text.
#[derive(Clone, Debug)]
pub struct ExprError {
    pub span: Range<usize>,
    pub message: Localized,
    pub suggestion: Option<String>,
}

impl ExprError {
    pub fn new(span: Range<usize>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            span,
            message: Localized {
                zh: zh.into(),
                en: en.into(),
            },
            suggestion: None,
        }
    }

    pub fn meaning(mut self, suggestion: Option<&str>) -> Self {
        self.suggestion = suggestion.map(str::to_owned);
        self
    }
}

/// Parse a whole expression.
pub fn parse(text: &str) -> Result<Expr, ExprError> {
    if text.len() > MAX_BYTES {
        return Err(ExprError::new(0..1, "表达式过长", "the expression is too long"));
    }
    let tokens = lex(text)?;
    if tokens.len() > MAX_TOKENS {
        return Err(ExprError::new(0..1, "表达式过长", "the expression is too long"));
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

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(Decimal),
    Text(String),
    Word(String),
    Sign(&'static str),
}

const SIGNS: [&str; 18] = [
    "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "(", ")", "[", "]", ",", ".", "/", "=", "%",
];

fn lex(text: &str) -> Result<Vec<(Token, Range<usize>)>, ExprError> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let start = text.len() - rest.len();
        let Some(first) = rest.chars().next() else {
            return Ok(tokens);
        };
        let (token, len) = if first.is_ascii_digit() {
            let len = rest
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(rest.len());
            // `1.` before a name would be a path; numbers end in a digit.
            let len = rest[..len].trim_end_matches('.').len();
            let number = rest[..len]
                .parse()
                .map_err(|_| ExprError::new(start..start + len, "不是数", "not a number"))?;
            (Token::Number(number), len)
        } else if first.is_ascii_alphabetic() || first == '_' {
            let len = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            (Token::Word(rest[..len].to_owned()), len)
        } else if first == '"' {
            text_token(rest, start)?
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (Token::Sign(sign), sign.len())
        } else {
            let span = start..start + first.len_utf8();
            return Err(ExprError::new(
                span,
                format!("无法识别的字符 `{first}`"),
                format!("unknown character `{first}`"),
            ));
        };
        tokens.push((token, start..start + len));
        rest = &rest[len..];
    }
}

/// A text in double quotes; `\"` and `\\` are a quote and a backslash, any other backslash stands for itself, as patterns need it.
fn text_token(rest: &str, start: usize) -> Result<(Token, usize), ExprError> {
    let mut value = String::new();
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Ok((Token::Text(value), at + 1)),
            '\\' if matches!(chars.peek(), Some((_, '"' | '\\'))) => {
                value.extend(chars.next().map(|(_, c)| c));
            }
            _ => value.push(c),
        }
    }
    Err(ExprError::new(
        start..start + 1,
        "引号不成对",
        "the quote is never closed",
    ))
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    depth: usize,
    end: usize,
}

type Parsed = Result<Expr, ExprError>;

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn span(&self) -> Range<usize> {
        self.tokens
            .get(self.at)
            .map_or(self.end.saturating_sub(1)..self.end, |(_, span)| span.clone())
    }

    fn unexpected(&self, zh: &str, en: &str) -> ExprError {
        let error = ExprError::new(self.span(), format!("此处应为{zh}"), format!("expected {en} here"));
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

    fn expect(&mut self, sign: &str) -> Result<(), ExprError> {
        if self.accept(sign) {
            return Ok(());
        }
        Err(self.unexpected(&format!(" `{sign}`"), &format!("`{sign}`")))
    }

    fn deeper(&mut self) -> Result<(), ExprError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(ExprError::new(
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
            return Err(ExprError::new(
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
        let mut steps = vec![Step {
            name: word,
            span: span.clone(),
        }];
        while self.accept(".") {
            let step_span = self.span();
            let name = match self.peek() {
                Some(Token::Word(name)) => name.clone(),
                Some(Token::Sign("*")) => "*".to_owned(),
                _ => return Err(self.unexpected("字段名或 `*`", "a key or `*`")),
            };
            self.at += 1;
            steps.push(Step { name, span: step_span });
        }
        let end = steps[steps.len() - 1].span.end;
        Ok(Expr {
            span: span.start..end,
            kind: ExprKind::Path(steps),
        })
    }
}

fn binary(op: Op, left: Expr, right: Expr) -> Expr {
    Expr {
        span: left.span.start..right.span.end,
        kind: ExprKind::Binary(op, Box::new(left), Box::new(right)),
    }
}

//! Patterns over the classes of a sentence's words: each class is a byte, so that a sentence is a short text and a pattern a small one.

use std::fmt::Write as _;
use std::{collections::BTreeMap, sync::OnceLock};

use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind},
};

use crate::diagnostic::mistake::Mistake;
use crate::text::regex_steps::steps;
use crate::text::suggest::nearest;

/// Bytes that a compiled pattern may take.
const COMPILED_BYTES: usize = 4 << 20;
/// Steps that a pattern may take to compile.
const MAX_STEPS: u64 = 40_000;
/// So many steps take no more than [`COMPILED_BYTES`].
const SMALL: u64 = 5_000;
/// Longer patterns, their parts put in, are refused.
const MAX_CHARS: usize = 20_000;

/// Which classes are in a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes([u128; 2]);

impl Classes {
    /// With one more.
    pub fn add(&mut self, class: u8) {
        self.0[usize::from(class >> 7)] |= 1 << (class & 127);
    }

    fn meets(self, other: Self) -> bool {
        self.0[0] & other.0[0] != 0 || self.0[1] & other.0[1] != 0
    }

    fn join(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    fn len(self) -> u32 {
        self.0[0].count_ones() + self.0[1].count_ones()
    }
}

/// A pattern, compiled when a sentence has the classes that it cannot do without.
#[derive(Debug)]
pub struct Phrase {
    text: String,
    /// About how many steps compiling it takes.
    pub(crate) steps: u64,
    /// A match has one class of each of these.
    needs: Vec<Classes>,
    /// The names of the numbers it takes, by group.
    pub numbers: Vec<String>,
    compiled: OnceLock<Option<Regex>>,
}

/// The names that patterns may use.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// The classes; `x` is the first.
    pub classes: Vec<String>,
    /// The named parts, put into regular expressions.
    pub parts: BTreeMap<String, String>,
}

impl Names {
    /// The byte of a class.
    pub(crate) fn class(&self, name: &str) -> Option<u8> {
        let at = self.classes.iter().position(|known| known == name)?;
        u8::try_from(at).ok()
    }
}

impl Phrase {
    /// Translate a pattern; the error tells what is wrong and where.
    pub(crate) fn new(text: &str, names: &Names) -> Result<Self, Mistake> {
        let mut numbers = Vec::new();
        let regex = translate(text, names, Some(&mut numbers))?;
        let tree = parse(&regex).map_err(|reason| {
            Mistake::within(
                0..text.len(),
                format!("表达式有误：{reason}"),
                format!("not a valid pattern: {reason}"),
            )
        })?;
        let steps = steps(&tree);
        // What is small enough is known to compile; what is not is tried, so that no pattern is passed over later without a word.
        let compiles = || builder(&regex).size_limit(COMPILED_BYTES).build().is_ok();
        if steps > MAX_STEPS || steps > SMALL && !compiles() {
            return Err(Mistake::within(
                0..text.len(),
                "表达式展开后过大",
                "the pattern is too large once its repetitions are unfolded",
            ));
        }
        if tree.properties().minimum_len() == Some(0) || regex.len() > MAX_CHARS {
            return Err(Mistake::within(
                0..text.len(),
                "该表达式能匹配空文字，或过长",
                "the pattern matches nothing at all, or is too long",
            ));
        }
        let mut needs = Vec::new();
        required(&tree, &mut needs);
        Ok(Self {
            text: regex,
            steps,
            needs,
            numbers,
            compiled: OnceLock::new(),
        })
    }

    /// The compiled pattern, if a sentence with these classes may hold a match.
    pub fn on(&self, classes: Classes) -> Option<&Regex> {
        if self.needs.iter().any(|needed| !needed.meets(classes)) {
            return None;
        }
        let compile = || builder(&self.text).size_limit(COMPILED_BYTES).build().ok();
        self.compiled.get_or_init(compile).as_ref()
    }
}

fn builder(text: &str) -> RegexBuilder {
    let mut builder = RegexBuilder::new(text);
    builder.unicode(false).dot_matches_new_line(true);
    builder
}

fn parse(text: &str) -> Result<Hir, String> {
    let mut parser = ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .dot_matches_new_line(true)
        .nest_limit(60)
        .build();
    parser.parse(text).map_err(|error| {
        let error = error.to_string();
        error
            .lines()
            .last()
            .unwrap_or_default()
            .trim_start_matches("error: ")
            .to_owned()
    })
}

/// A pattern over names as a regular expression over bytes. Without `numbers`, as in a part, groups are not kept.
pub(crate) fn translate(text: &str, names: &Names, mut numbers: Option<&mut Vec<String>>) -> Result<String, Mistake> {
    let mut regex = String::new();
    let mut at = 0;
    let mut in_set = false;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        match c {
            c if c.is_whitespace() => {}
            'a'..='z' => {
                at = end_of_name(text, start);
                let name = &text[start..at];
                match (names.class(name), names.parts.get(name)) {
                    (Some(class), _) => {
                        let _ = write!(regex, "\\x{class:02x}");
                    }
                    (None, Some(part)) if !in_set => {
                        let _ = write!(regex, "(?:{part})");
                    }
                    (None, Some(part)) if part.starts_with('[') && part.ends_with(']') => {
                        regex.push_str(&part[1..part.len() - 1]);
                    }
                    _ => return Err(unknown(name, start..at, names)),
                }
            }
            '<' => {
                let end = end_of_name(text, at);
                let name = &text[at..end];
                let class = name.trim_end_matches(|c: char| c.is_ascii_digit());
                let (Some(class), Some(b'>')) = (names.class(class), text.as_bytes().get(end)) else {
                    return Err(unknown(name, start..end, names));
                };
                match &mut numbers {
                    Some(numbers) => {
                        numbers.push(name.to_owned());
                        let _ = write!(regex, "(\\x{class:02x})");
                    }
                    None => {
                        return Err(Mistake::within(
                            start..end,
                            "命名部分中不能取数",
                            "a named part cannot take numbers",
                        ));
                    }
                }
                at = end + 1;
            }
            '(' => regex.push_str("(?:"),
            '{' => {
                let end = text[at..].find('}').map_or(text.len(), |len| at + len + 1);
                let inner = &text[start..end];
                if !inner
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || matches!(byte, b'{' | b'}' | b','))
                {
                    return Err(unknown(inner, start..end, names));
                }
                regex.push_str(inner);
                at = end;
            }
            '[' | ']' => {
                in_set = c == '[';
                regex.push(c);
            }
            ')' | '|' | '*' | '+' | '?' | '.' | '^' | '$' => regex.push(c),
            _ => return Err(unknown(&text[start..at], start..at, names)),
        }
    }
    Ok(regex)
}

fn end_of_name(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let is_end = |c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    start + rest.find(is_end).unwrap_or(rest.len())
}

fn unknown(name: &str, span: std::ops::Range<usize>, names: &Names) -> Mistake {
    let error = Mistake::within(
        span,
        format!("没有词类或命名部分 `{name}`"),
        format!("there is no class or part `{name}`"),
    );
    let known = names.classes.iter().chain(names.parts.keys()).map(String::as_str);
    error.meaning(nearest(name, known))
}

/// The classes one of which each match has, for each step that cannot be left out.
fn required(tree: &Hir, needs: &mut Vec<Classes>) {
    match tree.kind() {
        HirKind::Literal(literal) => needs.extend(literal.0.iter().map(|byte| {
            let mut classes = Classes::default();
            classes.add(*byte);
            classes
        })),
        HirKind::Class(Class::Bytes(class)) => {
            let mut classes = Classes::default();
            for range in class.ranges() {
                (range.start()..=range.end()).for_each(|class| classes.add(class));
            }
            if classes.len() < 64 {
                needs.push(classes);
            }
        }
        // In ASCII a class of characters is one of bytes.
        HirKind::Class(Class::Unicode(class)) => {
            let mut classes = Classes::default();
            for range in class.ranges() {
                let end = u8::try_from(range.end() as u32).unwrap_or(u8::MAX);
                let start = u8::try_from(range.start() as u32).unwrap_or(u8::MAX);
                (start..=end).for_each(|class| classes.add(class));
            }
            if classes.len() < 64 {
                needs.push(classes);
            }
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub, needs),
        HirKind::Capture(capture) => required(&capture.sub, needs),
        HirKind::Concat(parts) => parts.iter().for_each(|part| required(part, needs)),
        HirKind::Alternation(parts) => {
            let mut any = Classes::default();
            for part in parts {
                let mut own = Vec::new();
                required(part, &mut own);
                let Some(least) = own.into_iter().min_by_key(|classes| classes.len()) else {
                    return;
                };
                any = any.join(least);
            }
            needs.push(any);
        }
        _ => {}
    }
}

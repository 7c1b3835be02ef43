//! The rules of CSS that stand in a page, and which of them are about an element.

use std::{cell::Cell, collections::HashMap, rc::Rc};

use super::{
    css::{self, Token},
    style::{self, Declaration},
    tree::{NodeId, Tree},
};

/// Pages have fewer rules that matter here; one with more is said not to be understood.
const MOST_RULES: usize = 3_000;
/// Blocks within blocks that anybody writes.
const MOST_BLOCKS: usize = 12;
/// So many steps may be made to find the rules of all elements of a page.
const MOST_STEPS: usize = 20_000_000;
/// Siblings that are looked at to find one.
const MOST_SIBLINGS: usize = 64;

/// What a rule is about besides elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    /// What is put before or behind an element, the mark of a list among it.
    Inserted,
    /// Its first letter or line.
    First,
}

/// Whether a rule is about an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    No,
    Maybe,
    Yes,
}

#[derive(Debug)]
enum Test {
    Name(String),
    Id(String),
    Class(String),
    Attribute(Vec<Token>),
    Any,
    /// The first element of a page.
    Root,
    Never,
    /// What is not looked into.
    Unknown,
}

#[derive(Debug)]
struct Compound {
    /// How it hangs together with the one before: ` `, `>`, `+` or `~`.
    by: char,
    tests: Vec<Test>,
}

/// A selector and what it sets.
#[derive(Debug)]
pub(super) struct Rule {
    compounds: Vec<Compound>,
    pub(super) part: Part,
    pub(super) specificity: u32,
    pub(super) declarations: Rc<[Declaration]>,
    /// Whether it counts at all times.
    always: bool,
}

/// All rules of a page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
    by_key: HashMap<String, Vec<usize>>,
    /// The names of the fonts that the page brings along.
    pub(super) fonts: Vec<String>,
    /// Whether it has more rules than were taken.
    pub(super) is_overfull: bool,
    steps: Cell<usize>,
}

impl Sheet {
    /// Take the rules of a `<style>`; `media` is its attribute.
    pub(super) fn add(&mut self, text: &str, media: Option<&str>) {
        let tokens = css::tokens(text);
        let ends = css::ends(&tokens);
        let media = media.map(css::tokens).unwrap_or_default();
        match medium(&media) {
            Fit::No => {}
            fit => self.block(&tokens, &ends, 0, fit == Fit::Yes, &[], 0),
        }
        if self.steps.get() > MOST_STEPS {
            self.is_overfull = true;
        }
    }

    /// Take the rules in `tokens`, which begin at `from` of the whole; `around` is the selector that they stand in.
    fn block(&mut self, tokens: &[Token], ends: &[usize], from: usize, always: bool, around: &[Token], depth: usize) {
        if depth > MOST_BLOCKS {
            self.is_overfull = true;
            return;
        }
        let mut at = 0;
        let mut start = 0;
        while at < tokens.len() {
            match &tokens[at] {
                Token::Mark(';') => {
                    self.is_overfull |= imports_data(css::trimmed(&tokens[start..at]));
                    start = at + 1;
                    at += 1;
                }
                Token::Mark('{') => {
                    let end = (ends[from + at] - from).min(tokens.len());
                    let head = css::trimmed(&tokens[start..at]);
                    self.rule(head, &tokens[at + 1..end], ends, from + at + 1, (always, around, depth));
                    start = end + 1;
                    at = end + 1;
                }
                Token::Function(_) | Token::Mark('(' | '[') => at = (ends[from + at] - from).min(tokens.len()) + 1,
                _ => at += 1,
            }
        }
    }

    fn rule(&mut self, head: &[Token], body: &[Token], ends: &[usize], from: usize, context: (bool, &[Token], usize)) {
        let (always, around, depth) = context;
        match head {
            [Token::At(name), rest @ ..] => match name.as_str() {
                "media" => match medium(css::trimmed(rest)) {
                    Fit::No => {}
                    fit => self.nested(body, ends, from, (always && fit == Fit::Yes, around, depth)),
                },
                "font-face" => {
                    let family =
                        css::parted(body, ';')
                            .into_iter()
                            .find_map(|declaration| match css::trimmed(declaration) {
                                [Token::Name(name), value @ ..] if name.eq_ignore_ascii_case("font-family") => {
                                    value.iter().find_map(|token| match token {
                                        Token::Text(name) | Token::Name(name) => Some(name.to_lowercase()),
                                        _ => None,
                                    })
                                }
                                _ => None,
                            });
                    self.fonts.extend(family);
                }
                // What these define may be the value of any property.
                "property" | "function" => self.is_overfull = true,
                "supports" | "layer" | "container" | "scope" | "document" | "starting-style" => {
                    self.nested(body, ends, from, (false, around, depth));
                }
                _ => {}
            },
            _ => {
                let declarations: Rc<[Declaration]> = style::declarations(&unnested(body, ends, from)).into();
                for selector in css::parted(head, ',') {
                    let has_parent = selector.contains(&Token::Mark('&'));
                    let parts: Vec<Token> = match around {
                        [] => selector.to_vec(),
                        // What `&` stands for is looked into no further.
                        _ if has_parent => selector.to_vec(),
                        around => [around, &[Token::Space], selector].concat(),
                    };
                    if declarations.is_empty() {
                        continue;
                    }
                    if self.rules.len() >= MOST_RULES {
                        self.is_overfull = true;
                        return;
                    }
                    self.push(&parts, Rc::clone(&declarations), always);
                }
                if body.contains(&Token::Mark('{')) {
                    let around: Vec<Token> = match css::parted(head, ',')[..] {
                        [one] if one.len() < 50 && around.len() < 200 && !one.contains(&Token::Mark('&')) => {
                            [around, &[Token::Space], one].concat()
                        }
                        _ => vec![Token::Mark('&')],
                    };
                    self.block(body, ends, from, always, &around, depth + 1);
                }
            }
        }
    }

    /// The rules of a block that counts under a condition; within a rule it may have declarations, too.
    fn nested(&mut self, body: &[Token], ends: &[usize], from: usize, context: (bool, &[Token], usize)) {
        let (always, around, depth) = context;
        if !around.is_empty() {
            let declarations: Rc<[Declaration]> = style::declarations(&unnested(body, ends, from)).into();
            if !declarations.is_empty() && self.rules.len() < MOST_RULES {
                self.push(around, declarations, always);
            }
        }
        self.block(body, ends, from, always, around, depth + 1);
    }

    fn push(&mut self, selector: &[Token], declarations: Rc<[Declaration]>, always: bool) {
        let (compounds, part) = compounds(css::trimmed(selector));
        let Some(last) = compounds.last() else { return };
        let weight = |test: &Test| match test {
            Test::Id(_) => 1 << 16,
            Test::Any => 0,
            Test::Name(_) => 1,
            Test::Class(_) | Test::Attribute(_) | Test::Root | Test::Unknown | Test::Never => 1 << 8,
        };
        let specificity = compounds.iter().flat_map(|compound| &compound.tests).map(weight).sum();
        let key = |test: &Test| match test {
            Test::Id(id) => Some(format!("#{id}")),
            Test::Class(class) => Some(format!(".{class}")),
            Test::Name(name) => Some(name.clone()),
            _ => None,
        };
        let key = last
            .tests
            .iter()
            .filter_map(key)
            .max_by_key(|key| key.starts_with(['#', '.']));
        let at = self.rules.len();
        self.by_key.entry(key.unwrap_or_default()).or_default().push(at);
        self.rules.push(Rule {
            compounds,
            part,
            specificity,
            declarations,
            always,
        });
    }

    /// The rules about an element by their order, and whether they are for certain.
    pub(super) fn of(&self, tree: &Tree, id: NodeId) -> Vec<(usize, &Rule, bool)> {
        let Some(element) = tree.element(id).filter(|_| !self.rules.is_empty()) else {
            return Vec::new();
        };
        let classes = element.attribute("class").unwrap_or("").split_ascii_whitespace();
        let keys = classes
            .map(|class| format!(".{class}"))
            .chain(element.attribute("id").map(|id| format!("#{id}")))
            .chain([element.name().to_owned(), String::new()]);
        let mut found = Vec::new();
        // The page is said not to be understood.
        if self.is_exhausted() {
            return found;
        }
        for at in keys.filter_map(|key| self.by_key.get(&key)).flatten() {
            let rule = &self.rules[*at];
            let fit = self.fits(tree, id, &rule.compounds);
            if fit != Fit::No {
                found.push((*at, rule, rule.always && fit == Fit::Yes));
            }
        }
        found.sort_by_key(|(at, ..)| *at);
        found.dedup_by_key(|(at, ..)| *at);
        found
    }

    /// Whether too many steps were made, so that rules were taken to be about elements unseen.
    pub(super) const fn is_exhausted(&self) -> bool {
        self.steps.get() > MOST_STEPS
    }

    // As deep as the selector has parts, which are bounded.
    fn fits(&self, tree: &Tree, id: NodeId, compounds: &[Compound]) -> Fit {
        let Some((last, rest)) = compounds.split_last() else {
            return Fit::Yes;
        };
        self.steps.set(self.steps.get() + last.tests.len() + 1);
        if self.is_exhausted() {
            return Fit::Maybe;
        }
        let own = last
            .tests
            .iter()
            .map(|test| test.fits(tree, id))
            .min()
            .unwrap_or(Fit::Yes);
        if own == Fit::No || rest.is_empty() {
            return own;
        }
        let is_element = |id: &NodeId| tree.element(*id).is_some();
        let mut best = Fit::No;
        let mut consider = |id: NodeId| {
            best = best.max(self.fits(tree, id, rest));
            best == Fit::Yes
        };
        match last.by {
            '>' => {
                tree.parent(id).filter(is_element).map(&mut consider);
            }
            '+' => {
                tree.before(id).find(is_element).map(&mut consider);
            }
            '~' => {
                let mut siblings = tree.before(id).filter(is_element);
                if !siblings.by_ref().take(MOST_SIBLINGS).any(&mut consider) && siblings.next().is_some() {
                    best = best.max(Fit::Maybe);
                }
            }
            _ => {
                let ancestors = std::iter::successors(tree.parent(id), |id| tree.parent(*id));
                ancestors.filter(is_element).any(&mut consider);
            }
        }
        best.min(own)
    }
}

impl Test {
    fn fits(&self, tree: &Tree, id: NodeId) -> Fit {
        let Some(element) = tree.element(id) else {
            return Fit::No;
        };
        let is = |fits: bool| if fits { Fit::Yes } else { Fit::No };
        match self {
            Self::Name(name) => is(element.name().eq_ignore_ascii_case(name)),
            // A page without a document type takes no heed of case.
            Self::Id(id) => is(element.attribute("id").is_some_and(|own| own.eq_ignore_ascii_case(id))),
            Self::Class(class) => {
                let classes = element.attribute("class").unwrap_or("");
                is(classes
                    .split_ascii_whitespace()
                    .any(|own| own.eq_ignore_ascii_case(class)))
            }
            Self::Attribute(tokens) => match &tokens[..] {
                [Token::Name(name)] => is_there(element.attribute(&name.to_ascii_lowercase()).is_some(), name),
                [
                    Token::Name(name),
                    Token::Mark('='),
                    Token::Name(value) | Token::Text(value),
                ] => {
                    let own = element.attribute(&name.to_ascii_lowercase());
                    is_there(own.is_some_and(|own| own.eq_ignore_ascii_case(value)), name)
                }
                _ => Fit::Maybe,
            },
            Self::Any => Fit::Yes,
            Self::Root => is(element.name() == "html"),
            Self::Never => Fit::No,
            Self::Unknown => Fit::Maybe,
        }
    }
}

/// Not every attribute was kept.
fn is_there(is_there: bool, name: &str) -> Fit {
    let is_kept = super::build::ATTRIBUTES.contains(&name.to_ascii_lowercase().as_str());
    match (is_there, is_kept) {
        (true, _) => Fit::Yes,
        (false, true) => Fit::No,
        (false, false) => Fit::Maybe,
    }
}

/// The declarations of a block without the blocks in it.
fn unnested(body: &[Token], ends: &[usize], from: usize) -> Vec<Token> {
    if !body.contains(&Token::Mark('{')) {
        return body.to_vec();
    }
    let mut own = Vec::new();
    let mut at = 0;
    while at < body.len() {
        if body[at] == Token::Mark('{') {
            // What stands before a block is its selector.
            let begin = own
                .iter()
                .rposition(|token| matches!(token, Token::Mark(';')))
                .map_or(0, |at| at + 1);
            own.truncate(begin);
            at = (ends[from + at] - from).min(body.len()) + 1;
        } else {
            own.push(body[at].clone());
            at += 1;
        }
    }
    own
}

/// Whether a page on a screen is meant.
fn medium(query: &[Token]) -> Fit {
    let alternatives = css::parted(query, ',').into_iter().map(|query| {
        let words: Vec<&Token> = query.iter().filter(|token| **token != Token::Space).collect();
        match words[..] {
            [] => Fit::Yes,
            [word] if word.is("all") || word.is("screen") => Fit::Yes,
            [only, word] if only.is("only") && (word.is("all") || word.is("screen")) => Fit::Yes,
            [not, word] if not.is("not") && word.is("print") => Fit::Yes,
            [word, ..]
                if ["print", "speech", "aural", "tty", "tv", "braille"]
                    .iter()
                    .any(|name| word.is(name)) =>
            {
                Fit::No
            }
            [only, word, ..] if only.is("only") && word.is("print") => Fit::No,
            _ => Fit::Maybe,
        }
    });
    alternatives.max().unwrap_or(Fit::Yes)
}

/// Whether a statement takes in a style sheet that stands in the page itself, in its address.
fn imports_data(statement: &[Token]) -> bool {
    let is_data = |token: &Token| match token {
        Token::Text(address) => address.trim_start().to_ascii_lowercase().starts_with("data:"),
        _ => false,
    };
    matches!(statement, [Token::At(name), rest @ ..] if name == "import" && rest.iter().any(is_data))
}

fn compounds(selector: &[Token]) -> (Vec<Compound>, Part) {
    let mut compounds = Vec::new();
    let mut part = Part::Whole;
    let mut tests = Vec::new();
    let (mut by, mut next) = (' ', ' ');
    let mut at = 0;
    let ends = css::ends(selector);
    while at < selector.len() {
        let token = &selector[at];
        at += 1;
        match token {
            Token::Space | Token::Mark('>' | '+' | '~') => {
                if !tests.is_empty() {
                    compounds.push(Compound {
                        by,
                        tests: std::mem::take(&mut tests),
                    });
                    next = ' ';
                }
                if let Token::Mark(mark) = token {
                    next = *mark;
                }
                by = next;
            }
            Token::Name(name) => tests.push(Test::Name(name.to_ascii_lowercase())),
            Token::Hash(id) => tests.push(Test::Id(id.clone())),
            Token::Mark('.') => match selector.get(at) {
                Some(Token::Name(class)) => {
                    tests.push(Test::Class(class.clone()));
                    at += 1;
                }
                _ => tests.push(Test::Never),
            },
            Token::Mark('*') => tests.push(Test::Any),
            Token::Mark('[') => {
                let end = ends[at - 1].min(selector.len());
                let inside = selector[at.min(end)..end]
                    .iter()
                    .filter(|token| **token != Token::Space);
                tests.push(Test::Attribute(inside.cloned().collect()));
                at = end + 1;
            }
            Token::Mark(':') => {
                let is_element = selector.get(at) == Some(&Token::Mark(':'));
                at += usize::from(is_element);
                let (name, skipped) = match selector.get(at) {
                    Some(Token::Name(name)) => (name.to_ascii_lowercase(), at + 1),
                    Some(Token::Function(name)) => (name.clone(), ends[at].min(selector.len()) + 1),
                    _ => (String::new(), at + 1),
                };
                at = skipped;
                match name.as_str() {
                    "before" | "after" | "marker" => part = Part::Inserted,
                    "first-letter" | "first-line" => part = Part::First,
                    "root" => tests.push(Test::Root),
                    // Nobody points at anything yet.
                    "hover" | "focus" | "active" | "visited" | "focus-within" | "focus-visible" | "target"
                    | "checked" | "disabled" | "selection" => {
                        tests.push(Test::Never);
                    }
                    _ if is_element => tests.push(Test::Never),
                    _ => tests.push(Test::Unknown),
                }
            }
            _ => tests.push(Test::Unknown),
        }
        // No selector that is meant has as many parts.
        if compounds.len() > 16 {
            compounds.clear();
            tests.push(Test::Unknown);
        }
    }
    if tests.is_empty() && part != Part::Whole {
        tests.push(Test::Any);
    }
    if !tests.is_empty() {
        compounds.push(Compound { by, tests });
    }
    (compounds, part)
}

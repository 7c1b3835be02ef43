//! The patterns of a schema: checked when it is read, compiled when they are first needed.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

use crate::{diagnostic::mistake::Mistake, text::regex_steps::steps};

/// Steps that a pattern may take to compile; each is some hundred bytes, so that what has no more does compile.
const MOST_STEPS: u64 = 10_000;

/// A pattern compiles to no more than so many bytes.
const COMPILED_BYTES: usize = 4 << 20;

/// A pattern, compiled when first needed.
#[derive(Debug)]
pub(crate) struct Lazy {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Lazy {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            compiled: OnceLock::new(),
        }
    }

    /// The pattern; none if it would be too large.
    pub(crate) fn get(&self) -> Option<&Regex> {
        let compile = || RegexBuilder::new(&self.text).size_limit(COMPILED_BYTES).build().ok();
        self.compiled.get_or_init(compile).as_ref()
    }
}

/// The named groups of a pattern, none if it is not one. It is compiled when it is first needed.
pub(crate) fn groups_of(text: &str, pointer: &str, wrong: &mut Vec<Mistake>) -> Vec<String> {
    use regex_syntax::hir::HirKind;
    let tree = match regex_syntax::ParserBuilder::new().nest_limit(40).build().parse(text) {
        Ok(tree) => tree,
        Err(error) => {
            let error = error.to_string();
            let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
            wrong.push(Mistake::at(
                pointer,
                format!("正则表达式有误：{reason}"),
                format!("not a valid pattern: {reason}"),
            ));
            return Vec::new();
        }
    };
    if steps(&tree) > MOST_STEPS {
        wrong.push(Mistake::at(
            pointer,
            "正则表达式展开后过大",
            "the pattern is too large once its repetitions are unfolded",
        ));
        return Vec::new();
    }
    let mut names = Vec::new();
    let mut open = vec![&tree];
    while let Some(next) = open.pop() {
        match next.kind() {
            HirKind::Capture(capture) => {
                names.extend(capture.name.as_deref().map(str::to_owned));
                open.push(&capture.sub);
            }
            HirKind::Repetition(repetition) => open.push(&repetition.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => open.extend(parts),
            _ => {}
        }
    }
    names
}

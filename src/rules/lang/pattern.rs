//! Regular expressions of rules: checked when the pack is loaded, compiled when a text holds what they must find.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind},
};

use crate::{diagnostic::mistake::Mistake, text::regex_steps::steps};

/// Steps a pattern may take to compile; patterns of a rule pack are untrusted. A class is a few hundred steps at most, a repetition is as
/// many as it repeats.
const MAX_STEPS: u64 = 200_000;
/// More than the compiler needs for a pattern within [`MAX_STEPS`], in bytes.
const COMPILED_BYTES: usize = 64 << 20;
/// Patterns nested deeper are refused.
const MAX_NESTING: u32 = 40;
/// Longer lists of texts, one of which a match must hold, are not worth looking for.
const MAX_NEEDLES: usize = 24;

/// A pattern that is known to be valid and bounded. Compiling takes a hundred times as long as reading a report, so it waits
/// until a text holds one of the literal texts without which there can be no match.
#[derive(Debug)]
pub struct Pattern {
    text: String,
    /// About how many steps compiling it takes, and a byte of text where the automaton does not fit into its cache.
    pub steps: u64,
    /// A match holds one of these; nothing is known if there are none.
    needles: Vec<String>,
    /// The named groups, in order.
    pub names: Vec<String>,
    /// Whether it matches the empty text.
    pub matches_empty: bool,
    compiled: OnceLock<Option<Regex>>,
}

impl Clone for Pattern {
    fn clone(&self) -> Self {
        Self {
            steps: self.steps,
            text: self.text.clone(),
            needles: self.needles.clone(),
            names: self.names.clone(),
            matches_empty: self.matches_empty,
            compiled: OnceLock::new(),
        }
    }
}

impl Pattern {
    /// Check a pattern.
    ///
    /// # Errors
    /// It is no regular expression, or would take too much memory.
    pub(crate) fn new(text: &str) -> Result<Self, Mistake> {
        let mut parser = ParserBuilder::new().nest_limit(MAX_NESTING).build();
        let tree = parser.parse(text).map_err(|error| {
            let error = error.to_string();
            let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
            Mistake::within(
                0..text.len(),
                format!("正则表达式有误：{reason}"),
                format!("not a valid pattern: {reason}"),
            )
        })?;
        let steps = steps(&tree);
        if steps > MAX_STEPS {
            return Err(Mistake::within(
                0..text.len(),
                "正则表达式展开后过大",
                "the pattern is too large once its repetitions are unfolded",
            ));
        }
        let mut names = Vec::new();
        collect_names(&tree, &mut names);
        Ok(Self {
            text: text.to_owned(),
            steps,
            needles: needles(&tree)
                .filter(|needles| needles.len() <= MAX_NEEDLES)
                .unwrap_or_default(),
            names,
            matches_empty: tree.properties().minimum_len() == Some(0),
            compiled: OnceLock::new(),
        })
    }

    /// The compiled pattern, if `text` may hold a match.
    pub fn on(&self, text: &str) -> Option<&Regex> {
        if !self.needles.is_empty() && !self.needles.iter().any(|needle| text.contains(needle.as_str())) {
            return None;
        }
        let compile = || RegexBuilder::new(&self.text).size_limit(COMPILED_BYTES).build().ok();
        self.compiled.get_or_init(compile).as_ref()
    }

    /// Whether the pattern is found in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.on(text).is_some_and(|pattern| pattern.is_match(text))
    }
}

fn collect_names(tree: &Hir, names: &mut Vec<String>) {
    match tree.kind() {
        HirKind::Capture(capture) => {
            names.extend(capture.name.iter().map(|name| name.to_string()));
            collect_names(&capture.sub, names);
        }
        HirKind::Repetition(repetition) => collect_names(&repetition.sub, names),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().for_each(|part| collect_names(part, names))
        }
        _ => {}
    }
}

/// Literal texts one of which every match holds, if that can be told: the longest ones.
fn needles(tree: &Hir) -> Option<Vec<String>> {
    match tree.kind() {
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Class(Class::Unicode(class)) => {
            let many: u32 = class
                .ranges()
                .iter()
                .map(|range| range.end() as u32 - range.start() as u32 + 1)
                .sum();
            let chars = || class.ranges().iter().flat_map(|range| range.start()..=range.end());
            (many as usize <= MAX_NEEDLES).then(|| chars().map(String::from).collect())
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => needles(&repetition.sub),
        HirKind::Capture(capture) => needles(&capture.sub),
        HirKind::Concat(parts) => {
            let shortest = |needles: &Vec<String>| needles.iter().map(String::len).min().unwrap_or_default();
            parts.iter().filter_map(needles).max_by_key(shortest)
        }
        HirKind::Alternation(parts) => {
            let each = parts.iter().map(needles).collect::<Option<Vec<_>>>()?;
            Some(each.concat())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn needles_are_in_every_match() {
        let needles = |text: &str| Pattern::new(text).unwrap().needles;
        assert_eq!(needles(r"国务院令\s*第?\s*492\s*号"), ["国务院令"]);
        assert_eq!(needles(r"(?<y>20\d{2})\s*年[^。]{0,9}(?:制定|制发)"), ["制定", "制发"]);
        assert_eq!(needles(r"[（(]网址"), ["网址"]);
        assert!(needles(r"\d+").is_empty());
        assert!(needles(r"(?:甲)?").is_empty());
        for (pattern, text) in [
            ("收取?[^。]{0,4}费", "收信息费"),
            ("(?i)form", "FORM"),
            ("[×✕]{2,}|XX", "××"),
        ] {
            assert!(Pattern::new(pattern).unwrap().is_in(text), "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_would_fill_the_memory_is_refused() {
        for pattern in [
            r"(?:\w{1000}){1000}",
            r"(((((a{99}){99}){99}){99}){99})",
            "(".repeat(99).as_str(),
        ] {
            assert!(Pattern::new(pattern).is_err(), "{pattern}");
        }
        // The largest that is accepted does compile.
        let accepted = Pattern::new(r"\w{60}").unwrap();
        assert!(accepted.is_in(&"字".repeat(60)));
    }
}

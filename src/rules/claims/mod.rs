//! Numbers stated in prose: what they are claimed to be. All vocabulary stands in packs.

mod build;
mod file;
mod find;
mod number;
mod pattern;
mod spread;
mod token;

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
pub use file::{ClaimsFile, DefinitionFile, NumberFile};
pub use find::Claim;
use pattern::{Names, Phrase};
use spread::Spread;

use super::code::Code;

/// How numbers are stated in prose, by all packs of a chain.
#[derive(Debug, Default)]
pub struct Definitions {
    vocabulary: Vocabulary,
    names: Names,
    /// Classes that end a sentence.
    ends: Vec<u8>,
    /// Classes that end a paragraph.
    breaks: Vec<u8>,
    topics: Vec<String>,
    /// By class, the topic it sets.
    topic_of: Vec<Option<u8>>,
    contexts: Vec<Context>,
    context_names: Vec<String>,
    /// The further numbers behind a claim's own, by name.
    pub beside: Vec<(String, Phrase)>,
    define: Vec<Definition>,
}

/// The words and the kinds of numbers.
#[derive(Debug, Default)]
struct Vocabulary {
    words: Vec<(String, u8)>,
    kinds: Vec<Kind>,
    automaton: OnceLock<Option<AhoCorasick>>,
}

#[derive(Debug)]
struct Kind {
    class: u8,
    file: NumberFile,
    equals: Option<Code>,
}

#[derive(Debug)]
struct Context {
    find: Vec<Phrase>,
    but: Vec<Phrase>,
}

#[derive(Debug)]
struct Definition {
    file: DefinitionFile,
    find: Vec<Phrase>,
    spread: Option<Spread>,
    /// The topics under which it holds, as bits; the lowest one is of no topic at all.
    topics: u32,
    /// The contexts in which it holds all the same, as bits.
    even_in: u32,
}

impl Vocabulary {
    /// All words at once; none if there are too many to be searched.
    fn automaton(&self) -> Option<&AhoCorasick> {
        let build = || {
            let words = self.words.iter().map(|(word, _)| word);
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(words)
                .ok()
        };
        self.automaton.get_or_init(build).as_ref()
    }

    fn class_of(&self, word: usize) -> u8 {
        self.words[word].1
    }
}

impl Definitions {
    /// The conditions of the kinds of numbers, over the report.
    pub fn equals(&self) -> impl Iterator<Item = Option<&Code>> {
        self.vocabulary.kinds.iter().map(|kind| kind.equals.as_ref())
    }

    /// Whether a claim is what a rule asks for: by its field, or by its definition.
    #[must_use]
    pub fn is_called(&self, claim: &Claim, name: &str) -> bool {
        claim.field.as_deref() == Some(name) || self.define[claim.definition].file.id == name
    }

    /// The names that rules may ask for: definitions and fields.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        self.define.iter().flat_map(|definition| {
            let says = definition.file.says.values().flat_map(|fields| fields.as_slice());
            let spread = definition.file.spread.iter().flat_map(|spread| spread.over.keys());
            let fields = says.chain(&definition.file.zero).chain(spread).map(String::as_str);
            std::iter::once(definition.file.id.as_str()).chain(fields)
        })
    }

    /// Whether anything is defined.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.define.is_empty()
    }
}

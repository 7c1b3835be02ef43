//! Numbers stated in prose: what they are claimed to be. All vocabulary stands in packs.

use crate::rules::claims::file::{DefinitionFile, NumberFile};
use std::{borrow::Cow, collections::HashMap, sync::OnceLock};

use crate::rules::claims::pattern::{Names, Phrase};
use crate::rules::claims::spread::Spread;
use aho_corasick::{AhoCorasick, MatchKind};

use crate::rules::lang::ir::Code;

/// How numbers are stated in prose, by all packs of a chain.
#[derive(Debug, Default)]
pub struct Definitions {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) names: Names,
    /// Classes that are passed over.
    pub(crate) skips: Vec<u8>,
    /// Classes that end a sentence.
    pub(crate) ends: Vec<u8>,
    /// Classes that end a paragraph.
    pub(crate) breaks: Vec<u8>,
    pub(crate) topics: Vec<String>,
    /// By class, the topic it sets.
    pub(crate) topic_of: Vec<Option<u8>>,
    pub(crate) contexts: Vec<Context>,
    pub(crate) context_names: Vec<String>,
    /// The further numbers behind a claim's own, by name.
    pub beside: Vec<(String, Phrase)>,
    pub(crate) define: Vec<Definition>,
}

/// The words and the kinds of numbers.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) words: Vec<(String, u8)>,
    /// Letters, with those that they are read as; each pair is of one length.
    pub(crate) letters: HashMap<char, char>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) automaton: OnceLock<Option<AhoCorasick>>,
}

#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) class: u8,
    pub(crate) file: NumberFile,
    pub(crate) equals: Option<Code>,
}

#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) find: Vec<Phrase>,
    pub(crate) but: Vec<Phrase>,
}

#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) file: DefinitionFile,
    pub(crate) find: Vec<Phrase>,
    pub(crate) spread: Option<Spread>,
    /// The topics under which it holds, as bits; the lowest one is of no topic at all.
    pub(crate) topics: u32,
    /// The contexts in which it holds all the same, as bits.
    pub(crate) even_in: u32,
}

impl Vocabulary {
    /// All words at once; none if there are too many to be searched.
    pub(crate) fn automaton(&self) -> Option<&AhoCorasick> {
        let build = || {
            let words = self.words.iter().map(|(word, _)| word);
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(words)
                .ok()
        };
        self.automaton.get_or_init(build).as_ref()
    }

    /// A text with the letters that the words are written with. Each stands where it stood.
    pub(crate) fn spelled<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !text.chars().any(|c| self.letters.contains_key(&c)) {
            return Cow::Borrowed(text);
        }
        let read = |c: char| self.letters.get(&c).copied().unwrap_or(c);
        Cow::Owned(text.chars().map(read).collect())
    }

    pub(crate) fn class_of(&self, word: usize) -> u8 {
        self.words[word].1
    }
}

impl Definitions {
    /// The conditions of the kinds of numbers, over the report.
    pub fn equals(&self) -> impl Iterator<Item = Option<&Code>> {
        self.vocabulary.kinds.iter().map(|kind| kind.equals.as_ref())
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

//! How a pack writes down what numbers in prose look like: the model of its `claims` section.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::rules::lang::one_or_many::OneOrMany;

/// How numbers are stated in prose.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimsFile {
    /// Classes of words and signs. What stands in none of them is the class `x`.
    #[serde(default)]
    pub words: BTreeMap<String, Vec<String>>,
    /// Words put together, by class: one of what stands in each pair of brackets, separated by `|`; nothing may be one of them.
    #[serde(default)]
    pub compounds: BTreeMap<String, Vec<String>>,
    /// Letters read as others, in pairs: the letter, and the one that the words are written with.
    #[serde(default)]
    pub letters: Vec<String>,
    /// Kinds of numbers; the first that fits counts.
    #[serde(default)]
    pub numbers: Vec<NumberFile>,
    /// Named parts of patterns, in order; each may use the earlier ones.
    #[serde(default)]
    pub parts: serde_json::Map<String, Json>,
    /// Classes that are passed over, as if they were not written.
    #[serde(default)]
    pub skips: Vec<String>,
    /// Classes that end a sentence.
    #[serde(default)]
    pub ends: Vec<String>,
    /// Classes that end a paragraph, and with it the topic.
    #[serde(default)]
    pub breaks: Vec<String>,
    /// Topics: the classes after which the text speaks of them.
    #[serde(default)]
    pub topics: BTreeMap<String, Vec<String>>,
    /// Stretches of a sentence that speak of something else.
    #[serde(default)]
    pub contexts: BTreeMap<String, ContextFile>,
    /// Further numbers that may stand right behind the number of a claim, by name.
    #[serde(default)]
    pub beside: BTreeMap<String, String>,
    /// What is claimed; the first definition that takes a number decides.
    #[serde(default)]
    pub define: Vec<DefinitionFile>,
}

/// A kind of written numbers.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberFile {
    /// Its class. Several kinds may share one.
    pub class: String,
    /// Texts one of which stands right before the number.
    #[serde(default)]
    pub before: Vec<String>,
    /// Texts one of which stands between the number and its unit.
    #[serde(default)]
    pub inside: Vec<String>,
    /// Units, one of which follows. Without them digits may stand alone.
    #[serde(default)]
    pub units: Vec<String>,
    /// Texts one of which follows the unit.
    #[serde(default)]
    pub after: Vec<String>,
    /// The value that the number must have: an expression over the report.
    pub equals: Option<String>,
    /// Whether it need not be a whole number.
    #[serde(default)]
    pub fractions: bool,
}

/// A stretch of a sentence.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContextFile {
    /// Patterns that cover it.
    pub find: OneOrMany,
    /// Patterns that are passed over first.
    pub but: Option<OneOrMany>,
}

/// What some patterns claim.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DefinitionFile {
    /// Its name, for rules.
    pub id: String,
    /// The fields that a number of the pattern is claimed for, by the number's name.
    #[serde(default)]
    pub says: BTreeMap<String, OneOrMany>,
    /// The value that a number of the pattern must have, by its name; what has another is not taken.
    #[serde(default)]
    pub only: BTreeMap<String, i64>,
    /// The fields that are claimed to be 0. With neither `says` nor `zero` numbers are taken, and nothing is claimed for them.
    #[serde(default)]
    pub zero: Vec<String>,
    /// Instead of `says` and `zero`: classes with fields. The definition holds for each of them, and `it` in its patterns is that class. What
    /// a pattern takes is claimed for the field; a pattern that takes no number claims 0.
    #[serde(default, rename = "for")]
    pub repeat: BTreeMap<String, String>,
    /// The patterns.
    #[serde(default)]
    pub find: OneOrMany,
    /// A list of things that numbers are spread over.
    pub spread: Option<SpreadFile>,
    /// Topics that the text must be speaking of; `none` where nothing has been named yet. Any, if there are none.
    #[serde(default)]
    pub topics: Vec<String>,
    /// Contexts in which it holds all the same.
    #[serde(default)]
    pub even_in: Vec<String>,
}

/// A list, and how numbers are spread over what stands in it. Two things or more make a list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpreadFile {
    /// By field, the pattern of what stands for it.
    pub over: BTreeMap<String, String>,
    /// What may stand in the list too, with a number that is of no field.
    pub other: Option<String>,
    /// What stands between.
    pub between: String,
    /// The class of the numbers.
    pub number: String,
    /// What stands between the list and as many numbers.
    pub in_turn: Option<String>,
    /// What stands between the list and one number for all.
    pub each: Option<String>,
    /// What says behind the list that all are 0.
    pub none: Option<String>,
    /// What says before the list that all are 0.
    pub no: Option<String>,
}

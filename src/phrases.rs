//! Labelled prose: how well a pack's `claims` find what people found.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::{
    diagnostic::load_error::{LoadError, LoadErrors},
    document::model::{Document, Entry, Node, Value},
    form::schema::Schema,
    rules::pack::rule_set::RuleSet,
    text::source::{Source, Span},
};

/// A labelled text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// Its name.
    pub id: String,
    /// The prose.
    pub text: String,
    /// The year of the report it would stand in.
    pub year: i32,
    /// What it claims.
    pub claims: Vec<LabelledClaim>,
    /// What is special about it; texts with `ambiguous` or `hard` are also left out of a second measure.
    #[serde(default)]
    pub note: String,
}

/// A claim that a person found.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelledClaim {
    /// The field.
    pub field: String,
    /// The number.
    #[serde(deserialize_with = "number")]
    pub value: Decimal,
    /// The words that claim it.
    pub quote: String,
}

/// Claims that are right, claims that nobody labelled, labels that nothing found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Found and labelled.
    pub right: usize,
    /// Found, not labelled.
    pub wrong: usize,
    /// Labelled, not found.
    pub missed: usize,
}

/// What came of a file of labelled texts.
#[derive(Clone, Debug, Default)]
pub struct Measure {
    /// By field.
    pub fields: BTreeMap<String, Score>,
    /// Over all texts.
    pub all: Score,
    /// Over the texts that are neither ambiguous nor hard.
    pub plain: Score,
    /// What went wrong.
    pub misreadings: Vec<Misreading>,
}

/// A claim that was found and is not labelled, or the other way round.
#[derive(Clone, Debug)]
pub struct Misreading {
    /// The text's id.
    pub phrase: String,
    /// Whether the text is neither ambiguous nor hard.
    pub is_plain: bool,
    /// Whether nobody labelled the claim; otherwise it was not found.
    pub is_false: bool,
    /// The claim.
    pub claim: LabelledClaim,
}

impl Phrase {
    /// Read a file with one JSON object a line; empty lines do not count.
    ///
    /// # Errors
    /// The first line that is none.
    pub fn read(source: &Source) -> Result<Vec<Self>, LoadErrors> {
        let mut phrases = Vec::new();
        let mut start = 0;
        for line in source.text().split_inclusive('\n') {
            let span = Span::new(start, start + line.trim_end().len().max(1));
            start += line.len();
            if line.trim().is_empty() {
                continue;
            }
            let phrase: Self = serde_json::from_str(line).map_err(|error| {
                let error = LoadError::new(
                    span,
                    format!("不是一条标注：{error}"),
                    format!("not a labelled text: {error}"),
                );
                LoadErrors::one(source.clone(), error)
            })?;
            let missing = phrase.claims.iter().find(|claim| !phrase.text.contains(&claim.quote));
            if let Some(claim) = missing {
                let error = LoadError::new(
                    span,
                    format!("文中没有“{}”", claim.quote),
                    format!("the text does not hold “{}”", claim.quote),
                );
                return Err(LoadErrors::one(source.clone(), error));
            }
            phrases.push(phrase);
        }
        Ok(phrases)
    }

    fn is_plain(&self) -> bool {
        !self.note.contains("ambiguous") && !self.note.contains("hard")
    }

    /// A report with nothing but a year.
    fn report(&self, schema: &Schema) -> Document {
        let node = |value| Node {
            span: Span::default(),
            value,
        };
        let year = schema
            .identity
            .year
            .as_deref()
            .and_then(|pointer| schema.at_pointer(pointer));
        let mut root = node(Value::Record(Vec::new()));
        if let Some(mut field) = year {
            root = node(Value::Number(self.year.into()));
            while let Some(around) = schema.shape(field).parent {
                root = node(Value::Record(vec![Entry {
                    key: schema.shape(field).key.clone().into(),
                    key_span: Span::default(),
                    value: root,
                }]));
                field = around;
            }
        }
        Document { root, published: false }
    }
}

/// Hold what the rules' claims find in labelled texts against the labels.
#[must_use]
pub fn measure(rules: &RuleSet, schema: &Schema, phrases: &[Phrase]) -> Measure {
    let mut measure = Measure::default();
    for phrase in phrases {
        let document = phrase.report(schema);
        let mut labels: Vec<(&LabelledClaim, bool)> = phrase.claims.iter().map(|claim| (claim, false)).collect();
        for found in rules.claims_in(schema, &document, &phrase.text) {
            let end = |quote: &str| phrase.text.find(quote).map_or(0, |start| start + quote.len());
            let fits = |label: &LabelledClaim| {
                label.field == found.field
                    && label.value == found.value
                    && phrase
                        .text
                        .find(&label.quote)
                        .is_some_and(|start| start < found.quote.end)
                    && found.quote.start < end(&label.quote)
            };
            let label = labels.iter_mut().find(|(label, is_found)| !is_found && fits(label));
            if let Some((label, is_found)) = label {
                *is_found = true;
                measure.count(&label.field, phrase, |score| score.right += 1);
                continue;
            }
            measure.count(&found.field, phrase, |score| score.wrong += 1);
            let claim = LabelledClaim {
                field: found.field,
                value: found.value,
                quote: phrase.text[found.quote].to_owned(),
            };
            measure.misread(phrase, true, claim);
        }
        for (label, _) in labels.iter().filter(|(_, is_found)| !is_found) {
            measure.count(&label.field, phrase, |score| score.missed += 1);
            measure.misread(phrase, false, (*label).clone());
        }
    }
    measure
}

impl Measure {
    fn misread(&mut self, phrase: &Phrase, is_false: bool, claim: LabelledClaim) {
        self.misreadings.push(Misreading {
            phrase: phrase.id.clone(),
            is_plain: phrase.is_plain(),
            is_false,
            claim,
        });
    }

    fn count(&mut self, field: &str, phrase: &Phrase, add: impl Fn(&mut Score)) {
        add(self.fields.entry(field.to_owned()).or_default());
        add(&mut self.all);
        if phrase.is_plain() {
            add(&mut self.plain);
        }
    }
}

impl Score {
    /// The share of the claims found that are right, in thousandths; all of them if there are none.
    #[must_use]
    pub fn precision(self) -> usize {
        share(self.right, self.right + self.wrong)
    }

    /// The share of the labels that were found, in thousandths.
    #[must_use]
    pub fn recall(self) -> usize {
        share(self.right, self.right + self.missed)
    }
}

fn number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
    u64::deserialize(from).map(Decimal::from)
}

fn share(part: usize, of: usize) -> usize {
    (part * 1000).checked_div(of).unwrap_or(1000)
}

//! Numbers spread over a list: `A、B、C分别为1、2、3`, `A、B均为0`, `没有A、B`.

use std::ops::Range;

use crate::diagnostic::mistake::Mistake;
use crate::rules::claims::{
    file::SpreadFile,
    pattern::{Classes, Names, Phrase},
};

/// A list, compiled.
#[derive(Debug)]
pub(crate) struct Spread {
    /// The lists with what makes them claims, and how the numbers fall.
    pub find: Vec<(Phrase, Fall)>,
    /// What may stand in the list: the field it is for, and how it begins; of no field where the number is nobody's.
    items: Vec<(Option<String>, Phrase)>,
    between: Phrase,
}

/// How numbers fall to the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fall {
    /// One each, in order.
    InTurn,
    /// The same number to all.
    Each,
    /// None to any.
    Zero,
}

impl Spread {
    /// Translate a list that stands at a JSON Pointer.
    pub(crate) fn new(file: &SpreadFile, names: &Names, pointer: &str) -> Result<Self, Mistake> {
        let phrase = |key: &str, text: &str| {
            let phrase = Phrase::new(text, names);
            phrase.map_err(|mistake| mistake.in_value_at(&format!("{pointer}/{key}")))
        };
        let mut items = Vec::new();
        let fields = file.over.iter().map(|(field, text)| (Some(field.clone()), text));
        for (field, text) in fields.chain(file.other.iter().map(|text| (None, text))) {
            let key = if field.is_some() { "over" } else { "other" };
            items.push((field, phrase(key, &format!("^({text})"))?));
        }
        let between = phrase("between", &format!("^({})", file.between))?;
        let item: Vec<String> = file
            .over
            .values()
            .chain(&file.other)
            .map(|text| format!("({text})"))
            .collect();
        let item = item.join("|");
        let list = format!("({item}) (({}) ({item}))+", file.between);
        let number = &file.number;
        let kinds = [
            (
                "in_turn",
                &file.in_turn,
                Fall::InTurn,
                format!("{list} (@) ({number}) (({}) ({number}))+", file.between),
            ),
            ("each", &file.each, Fall::Each, format!("{list} (@) ({number})")),
            ("none", &file.none, Fall::Zero, format!("{list} (@)")),
            ("no", &file.no, Fall::Zero, format!("(@) {list}")),
        ];
        let mut find = Vec::new();
        for (key, link, fall, text) in kinds {
            if let Some(link) = link {
                find.push((phrase(key, &text.replace('@', link))?, fall));
            }
        }
        Ok(Self { find, items, between })
    }

    /// The items in a stretch of a sentence that a list was found in, by field; none if there are fewer than two.
    pub(crate) fn items(&self, kinds: &[u8], found: Range<usize>) -> Vec<Option<&str>> {
        let mut at = found.start;
        // What negates a list stands before its first item.
        while at < found.end && self.item(&kinds[at..found.end]).is_none() {
            at += 1;
        }
        let mut items = Vec::new();
        while let Some((field, len)) = self.item(&kinds[at..found.end]) {
            items.push(field);
            at += len;
            match len_of(&self.between, &kinds[at..found.end]) {
                Some(len) => at += len,
                None => break,
            }
        }
        items
    }

    /// The longest item that some classes begin with.
    fn item(&self, kinds: &[u8]) -> Option<(Option<&str>, usize)> {
        let found = self
            .items
            .iter()
            .filter_map(|(field, phrase)| Some((field.as_deref(), len_of(phrase, kinds)?)));
        found.max_by_key(|(field, len)| (*len, field.is_some()))
    }
}

/// How much of some classes an anchored pattern takes.
fn len_of(phrase: &Phrase, kinds: &[u8]) -> Option<usize> {
    let mut classes = Classes::default();
    kinds.iter().for_each(|class| classes.add(*class));
    phrase
        .on(classes)?
        .find(kinds)
        .map(|found| found.end())
        .filter(|len| *len > 0)
}

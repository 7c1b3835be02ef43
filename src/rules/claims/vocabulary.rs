//! The `claims` sections of packs, checked and put together.

use std::collections::BTreeMap;

use crate::diagnostic::mistake::{Mistake, Mistakes};
use crate::rules::claims::{
    definitions::{Context, Definition, Definitions, Kind},
    file::ClaimsFile,
    pattern::{Phrase, translate},
    spread::Spread,
};
use crate::{
    form::schema::{REPORT, Schema},
    rules::{
        lang::one_or_many::OneOrMany,
        lang::{typecheck::Scope, types::Type},
    },
    text::{path::pointer_step, suggest::nearest},
};

/// Contexts and topics are bits.
const MAX_BITS: usize = 31;

impl Definitions {
    /// Add a pack's section to those of the packs before it; what is wrong goes to `mistakes`.
    pub(crate) fn add(&mut self, file: &ClaimsFile, schema: &Schema, mistakes: &mut Mistakes) {
        if self.names.classes.is_empty() {
            self.names.classes.push("x".into());
        }
        self.words(file, mistakes);
        self.numbers(file, schema, mistakes);
        self.topic_of.resize(256, None);
        for (name, text) in &file.parts {
            let pointer = format!("/claims/parts{}", pointer_step(name));
            match translate(text.as_str().unwrap_or_default(), &self.names, None) {
                Ok(part) => {
                    self.names.parts.insert(name.clone(), part);
                }
                Err(error) => mistakes.add_in_text(&pointer, [error]),
            }
        }
        let ends = self.classes(&file.ends, "/claims/ends", mistakes);
        self.ends.extend(ends);
        let breaks = self.classes(&file.breaks, "/claims/breaks", mistakes);
        self.breaks.extend(breaks);
        for (name, list) in &file.topics {
            let classes = self.classes(list, &format!("/claims/topics{}", pointer_step(name)), mistakes);
            let topic = index(&mut self.topics, name) + 1;
            for class in classes {
                self.topic_of[usize::from(class)] = u8::try_from(topic).ok();
            }
        }
        for (name, context) in &file.contexts {
            let pointer = format!("/claims/contexts{}", pointer_step(name));
            let find = self.phrases(&context.find, &format!("{pointer}/find"), mistakes);
            let but = context.but.as_ref();
            let but = but.map(|but| self.phrases(but, &format!("{pointer}/but"), mistakes));
            let at = index(&mut self.context_names, name);
            if at == self.contexts.len() {
                self.contexts.push(Context {
                    find: Vec::new(),
                    but: Vec::new(),
                });
            }
            self.contexts[at].find.extend(find);
            self.contexts[at].but.extend(but.unwrap_or_default());
        }
        if self.topics.len() > MAX_BITS || self.context_names.len() > MAX_BITS {
            mistakes.add(
                "/claims",
                "`topics` 或 `contexts` 过多",
                "there are too many topics or contexts",
            );
        }
        for (name, text) in &file.beside {
            match Phrase::new(&format!("^({text})"), &self.names) {
                Ok(phrase) if phrase.numbers.len() == 1 => self.beside.push((name.clone(), phrase)),
                Ok(_) => mistakes.add(
                    &format!("/claims/beside{}", pointer_step(name)),
                    "应当恰好取一个数",
                    "it must take exactly one number",
                ),
                Err(error) => mistakes.push(error.in_value_at(&format!("/claims/beside{}", pointer_step(name)))),
            }
        }
        self.definitions(file, mistakes);
    }

    fn words(&mut self, file: &ClaimsFile, mistakes: &mut Mistakes) {
        let mut known: BTreeMap<String, u8> = self.vocabulary.words.iter().cloned().collect();
        for (name, words) in &file.words {
            let class = self.class(name, &format!("/claims/words{}", pointer_step(name)), mistakes);
            for (at, word) in words.iter().enumerate() {
                let pointer = format!("/claims/words{}/{at}", pointer_step(name));
                if word.is_empty() || known.contains_key(word) {
                    mistakes.add(
                        &pointer,
                        format!("词 `{word}` 为空，或重复列出"),
                        format!("the word `{word}` is empty, or stands in a class already"),
                    );
                    continue;
                }
                known.insert(word.clone(), class);
                self.vocabulary.words.push((word.clone(), class));
            }
        }
    }

    fn numbers(&mut self, file: &ClaimsFile, schema: &Schema, mistakes: &mut Mistakes) {
        for (at, number) in file.numbers.iter().enumerate() {
            let class = self.class(&number.class, &format!("/claims/numbers/{at}/class"), mistakes);
            let pointer = format!("/claims/numbers/{at}/equals");
            let equals = number.equals.as_ref().and_then(|text| {
                match Scope::new(schema, REPORT).compile(text) {
                    Ok((code, Type::Number)) => return Some(code),
                    Ok(_) => mistakes.add(&pointer, "应为数", "expected a number"),
                    Err(errors) => mistakes.add_in_text(&pointer, errors),
                }
                None
            });
            self.vocabulary.kinds.push(Kind {
                class,
                file: number.clone(),
                equals,
            });
        }
    }

    fn definitions(&mut self, file: &ClaimsFile, mistakes: &mut Mistakes) {
        for (at, definition) in file.define.iter().enumerate() {
            let pointer = format!("/claims/define/{at}");
            if self.define.iter().any(|known| known.file.id == definition.id) {
                mistakes.add(
                    &format!("{pointer}/id"),
                    format!("`{}` 重复定义", definition.id),
                    format!("there already is `{}`", definition.id),
                );
            }
            let find = self.phrases(&definition.find, &format!("{pointer}/find"), mistakes);
            for name in definition.says.keys() {
                if !find.iter().any(|phrase| phrase.numbers.contains(name)) {
                    mistakes.add(
                        &format!("{pointer}/says{}", pointer_step(name)),
                        format!("没有一个表达式取数 `<{name}>`"),
                        format!("no pattern takes a number `<{name}>`"),
                    );
                }
            }
            let spread = definition.spread.as_ref().and_then(|file| {
                let spread = Spread::new(file, &self.names, &format!("{pointer}/spread"));
                spread.map_err(|mistake| mistakes.push(mistake)).ok()
            });
            let mut topics = 0;
            for (at, name) in definition.topics.iter().enumerate() {
                match (name.as_str(), self.topics.iter().position(|known| known == name)) {
                    ("none", _) => topics |= 1,
                    (_, Some(topic)) => topics |= 1 << (topic + 1),
                    _ => unknown(&format!("{pointer}/topics/{at}"), name, &self.topics, mistakes),
                }
            }
            let mut even_in = 0;
            for (at, name) in definition.even_in.iter().enumerate() {
                match self.context_names.iter().position(|known| known == name) {
                    Some(context) => even_in |= 1 << context,
                    None => unknown(&format!("{pointer}/even_in/{at}"), name, &self.context_names, mistakes),
                }
            }
            self.define.push(Definition {
                file: definition.clone(),
                find,
                spread,
                topics: if definition.topics.is_empty() { u32::MAX } else { topics },
                even_in,
            });
        }
    }

    /// The byte of a class, which is new or has been named before.
    fn class(&mut self, name: &str, pointer: &str, mistakes: &mut Mistakes) -> u8 {
        let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        if !is_name || name.is_empty() || self.names.parts.contains_key(name) {
            mistakes.add(
                pointer,
                "词类名由小写字母和下划线组成，且不与命名部分相同",
                "a class is named with lower-case letters and underscores, and not like a part",
            );
        }
        let at = index(&mut self.names.classes, name);
        u8::try_from(at).unwrap_or_else(|_| {
            mistakes.add(pointer, "词类过多", "there are too many classes");
            0
        })
    }

    fn classes(&self, names: &[String], pointer: &str, mistakes: &mut Mistakes) -> Vec<u8> {
        let mut classes = Vec::new();
        for (at, name) in names.iter().enumerate() {
            match self.names.class(name) {
                Some(class) => classes.push(class),
                None => unknown(&format!("{pointer}/{at}"), name, &self.names.classes, mistakes),
            }
        }
        classes
    }

    fn phrases(&self, texts: &OneOrMany, pointer: &str, mistakes: &mut Mistakes) -> Vec<Phrase> {
        let mut phrases = Vec::new();
        for (at, text) in texts.as_slice().iter().enumerate() {
            let pointer = match texts {
                OneOrMany::One(_) => pointer.to_owned(),
                OneOrMany::Many(_) => format!("{pointer}/{at}"),
            };
            match Phrase::new(text, &self.names) {
                Ok(phrase) => phrases.push(phrase),
                Err(error) => mistakes.add_in_text(&pointer, [error]),
            }
        }
        phrases
    }
}

/// The place of a name in a list, which it is added to if it is new.
fn index(names: &mut Vec<String>, name: &str) -> usize {
    names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}

fn unknown(pointer: &str, name: &str, known: &[String], mistakes: &mut Mistakes) {
    let mistake = Mistake::at(pointer, format!("`{name}` 不存在"), format!("there is no `{name}`"));
    mistakes.push(mistake.meaning(nearest(name, known.iter().map(String::as_str))));
}

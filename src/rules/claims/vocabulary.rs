//! The `claims` sections of packs, checked and put together.

use std::collections::BTreeMap;

use crate::diagnostic::mistake::{Mistake, Mistakes};
use crate::rules::claims::{
    definitions::{Context, Definition, Definitions, Kind},
    file::{ClaimsFile, DefinitionFile},
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

/// So many words one compound stands for, at most.
const MAX_SPELLINGS: usize = 1_000;
/// The part that stands for the class of a definition that is repeated.
const IT: &str = "it";
/// Contexts and topics are bits.
const MAX_BITS: usize = 31;

impl Definitions {
    /// Add a pack's section to those of the packs before it; what is wrong goes to `mistakes`.
    pub(crate) fn add(&mut self, file: &ClaimsFile, schema: &Schema, mistakes: &mut Mistakes) {
        if self.names.classes.is_empty() {
            self.names.classes.push("x".into());
        }
        self.letters(file, mistakes);
        self.words(file, mistakes);
        self.compounds(file, mistakes);
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
        let skips = self.classes(&file.skips, "/claims/skips", mistakes);
        self.skips.extend(skips);
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

    fn compounds(&mut self, file: &ClaimsFile, mistakes: &mut Mistakes) {
        let mut known: BTreeMap<String, u8> = self.vocabulary.words.iter().cloned().collect();
        for (name, compounds) in &file.compounds {
            let class = self.class(name, &format!("/claims/compounds{}", pointer_step(name)), mistakes);
            for (at, compound) in compounds.iter().enumerate() {
                let pointer = format!("/claims/compounds{}/{at}", pointer_step(name));
                let Some(words) = spellings(compound) else {
                    mistakes.add(
                        &pointer,
                        format!("括号应当成对，不嵌套；合成的词不得为空，不超过{MAX_SPELLINGS}个"),
                        format!("brackets come in pairs and not within others; a word is not empty, and there are no more than {MAX_SPELLINGS}"),
                    );
                    continue;
                };
                for word in words {
                    match known.get(&word) {
                        // Two compounds of a class may have a word in common.
                        Some(other) if *other == class => {}
                        Some(_) => mistakes.add(
                            &pointer,
                            format!("词 `{word}` 已列入其他词类"),
                            format!("the word `{word}` stands in another class already"),
                        ),
                        None => {
                            known.insert(word.clone(), class);
                            self.vocabulary.words.push((word, class));
                        }
                    }
                }
            }
        }
    }

    fn letters(&mut self, file: &ClaimsFile, mistakes: &mut Mistakes) {
        for (at, pair) in file.letters.iter().enumerate() {
            let mut letters = pair.chars();
            match (letters.next(), letters.next(), letters.next()) {
                (Some(from), Some(to), None) if from.len_utf8() == to.len_utf8() && from != to => {
                    self.vocabulary.letters.insert(from, to);
                }
                _ => mistakes.add(
                    &format!("/claims/letters/{at}"),
                    "应为两个不同的字，前一字按后一字认读",
                    "expected two letters, the first of which is read as the second",
                ),
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
            if !definition.repeat.is_empty() {
                self.repeated(definition, &pointer, mistakes);
                continue;
            }
            let find = self.phrases(&definition.find, &format!("{pointer}/find"), mistakes);
            let says = definition.says.keys().map(|name| ("says", name));
            for (key, name) in says.chain(definition.only.keys().map(|name| ("only", name))) {
                if !find.iter().any(|phrase| phrase.numbers.contains(name)) {
                    mistakes.add(
                        &format!("{pointer}/{key}{}", pointer_step(name)),
                        format!("没有一个表达式取数 `<{name}>`"),
                        format!("no pattern takes a number `<{name}>`"),
                    );
                }
            }
            let spread = definition.spread.as_ref().and_then(|file| {
                let spread = Spread::new(file, &self.names, &format!("{pointer}/spread"));
                spread.map_err(|mistake| mistakes.push(mistake)).ok()
            });
            let (topics, even_in) = self.scope(definition, &pointer, mistakes);
            self.define.push(Definition {
                file: definition.clone(),
                find,
                spread,
                topics,
                even_in,
            });
        }
    }

    /// A definition for each of its classes.
    fn repeated(&mut self, definition: &DefinitionFile, pointer: &str, mistakes: &mut Mistakes) {
        let is_plain = definition.says.is_empty() && definition.zero.is_empty() && definition.spread.is_none();
        if !is_plain || self.names.class(IT).is_some() || self.names.parts.contains_key(IT) {
            mistakes.add(
                pointer,
                "写有 `for` 的，不写 `says`、`zero`、`spread`；词类和命名部分不得名为 `it`",
                "with `for` there is no `says`, `zero` or `spread`, and no class or part is named `it`",
            );
            return;
        }
        let (topics, even_in) = self.scope(definition, pointer, mistakes);
        let mut found = Vec::new();
        for (name, field) in &definition.repeat {
            let Some(class) = self.names.class(name) else {
                let pointer = format!("{pointer}/for{}", pointer_step(name));
                unknown(&pointer, name, &self.names.classes, mistakes);
                continue;
            };
            self.names.parts.insert(IT.into(), format!("[\\x{class:02x}]"));
            let phrases = self.phrases(&definition.find, &format!("{pointer}/find"), mistakes);
            self.names.parts.remove(IT);
            found.extend(phrases.into_iter().enumerate().map(|(at, phrase)| (at, field, phrase)));
        }
        // A pattern is tried for all classes before the next one is: what stands before a number, say, before what stands behind it.
        found.sort_by_key(|(at, ..)| *at);
        for (_, field, phrase) in found {
            let mut file = definition.clone();
            let field = OneOrMany::One(field.clone());
            file.says = phrase
                .numbers
                .iter()
                .map(|name| (name.clone(), field.clone()))
                .collect();
            if file.says.is_empty() {
                file.zero = field.as_slice().to_vec();
            }
            self.define.push(Definition {
                file,
                find: vec![phrase],
                spread: None,
                topics,
                even_in,
            });
        }
    }

    /// The topics and the contexts that a definition holds in, as bits.
    fn scope(&self, definition: &DefinitionFile, pointer: &str, mistakes: &mut Mistakes) -> (u32, u32) {
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
        (if definition.topics.is_empty() { u32::MAX } else { topics }, even_in)
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

/// The words that a compound stands for; none if it is not written well.
fn spellings(compound: &str) -> Option<Vec<String>> {
    let mut words = vec![String::new()];
    let mut rest = compound;
    while !rest.is_empty() {
        let end = rest.find(['(', ')']).unwrap_or(rest.len());
        words.iter_mut().for_each(|word| word.push_str(&rest[..end]));
        rest = &rest[end..];
        let Some(inner) = rest.strip_prefix('(') else {
            if rest.is_empty() {
                break;
            }
            return None;
        };
        let close = inner
            .find(['(', ')'])
            .filter(|close| inner[*close..].starts_with(')'))?;
        let parts: Vec<&str> = inner[..close].split('|').collect();
        if words.len() * parts.len() > MAX_SPELLINGS {
            return None;
        }
        words = words
            .iter()
            .flat_map(|word| parts.iter().map(move |part| format!("{word}{part}")))
            .collect();
        rest = &inner[close + 1..];
    }
    words.iter().all(|word| !word.is_empty()).then_some(words)
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Definitions, Schema, spellings};
    use crate::diagnostic::mistake::Mistakes;
    use crate::rules::lang::effort::Effort;
    use crate::text::source::Source;

    const SECTION: &str = r#"{
        "words": {"recv": ["收到"], "none": ["均无"], "quote": ["“", "”"], "stop": ["。"]},
        "compounds": {"req": ["(公开|)申请(件|)"], "grant": ["(予以|同意)公开"], "deny": ["不予公开"]},
        "letters": ["開开", "請请"],
        "numbers": [{"class": "n", "units": ["件"]}],
        "skips": ["quote"],
        "ends": ["stop"],
        "define": [{"id": "both", "says": {"n": ["a", "b"]}, "only": {"n": 0}, "find": "grant deny <n>"}, {"id": "outcomes", "for": {"grant": "a", "deny": "b"}, "find": ["it <n>", "it none"]}]
    }"#;

    /// The definitions of a section with a change, and where they are wrong.
    fn defined(from: &str, to: &str) -> (Definitions, Vec<String>) {
        assert!(SECTION.contains(from), "{from}");
        let form = "$id: form\ntype: object\nproperties: {a: {type: integer}}\n";
        let schema = Schema::load(Source::new("form.yaml", form)).unwrap();
        let mut mistakes = Mistakes::default();
        let mut definitions = Definitions::default();
        let section = serde_json::from_str(&SECTION.replacen(from, to, 1)).unwrap();
        definitions.add(&section, &schema, &mut mistakes);
        let places = mistakes.into_all().into_iter().map(|mistake| mistake.pointer);
        (definitions, places.collect())
    }

    #[test]
    fn a_repeated_definition_claims_numbers_and_zeros_of_each_class() {
        let (definitions, mistakes) = defined("", "");
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let read = |text: &str| -> Vec<(String, String, String)> {
            let claims = definitions.read(text, &[None], &Effort::new(1_000_000));
            let claim = |claim: crate::rules::claims::find::Claim| {
                let value = claim.value.unwrap_or_default().to_string();
                (claim.field.unwrap_or_default(), value, text[claim.quote].to_owned())
            };
            claims.into_iter().map(claim).collect()
        };
        let claim = |field: &str, value: &str, quote: &str| (field.to_owned(), value.to_owned(), quote.to_owned());
        assert_eq!(
            read("同意公开3件。不予公开均无。"),
            [claim("a", "3", "同意公开3件"), claim("b", "0", "不予公开均无")]
        );
        assert_eq!(
            read("予以公開2件。"),
            [claim("a", "2", "予以公開2件")],
            "read in other letters, quoted in its own"
        );
        assert_eq!(
            read("“不予公开”2件。"),
            [claim("b", "2", "不予公开”2件")],
            "read past the signs"
        );
        assert_eq!(
            read("同意公开不予公开0件。"),
            [
                claim("a", "0", "同意公开不予公开0件"),
                claim("b", "0", "同意公开不予公开0件")
            ],
            "only 0 is of both"
        );
        assert_eq!(read("同意公开不予公开1件。"), [claim("b", "1", "不予公开1件")]);
    }

    #[test]
    fn mistakes_in_compounds_letters_and_repeated_definitions_have_places() {
        for (from, to, place) in [
            ("(公开|)申请(件|)", "(公开|申请", "/claims/compounds/req/0"),
            ("(予以|同意)公开", "收到", "/claims/compounds/grant/0"),
            ("開开", "開", "/claims/letters/0"),
            ("開开", "a开", "/claims/letters/0"),
            ("\"deny\": \"b\"", "\"denied\": \"b\"", "/claims/define/1/for/denied"),
            ("\"find\": [", "\"zero\": [\"a\"], \"find\": [", "/claims/define/1"),
            ("\"recv\"", "\"it\"", "/claims/define/1"),
            ("\"only\": {\"n\"", "\"only\": {\"m\"", "/claims/define/0/only/m"),
            ("\"skips\": [\"quote\"]", "\"skips\": [\"sign\"]", "/claims/skips/0"),
        ] {
            let (_, mistakes) = defined(from, to);
            assert!(mistakes.iter().any(|found| found == place), "{to}: {mistakes:?}");
        }
    }

    #[test]
    fn a_compound_stands_for_each_choice() {
        let words = spellings("(政府|)信息公开申请(书|件|)").unwrap();
        assert_eq!(words.len(), 6);
        assert!(words.contains(&"政府信息公开申请书".to_owned()) && words.contains(&"信息公开申请".to_owned()));
        assert_eq!(spellings("申请"), Some(vec!["申请".to_owned()]));
        for wrong in ["(甲", "甲)", "(甲(乙))", "(甲|)", "", &"(甲|乙)".repeat(10)] {
            assert_eq!(spellings(wrong), None, "{wrong}");
        }
    }
}

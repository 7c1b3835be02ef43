//! Rules as text for people: `explain`, and the rule reference in `docs/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::{
    diagnostic::{
        finding::{Lang, Localized},
        load_error::LoadErrors,
    },
    library::Library,
    rules::{
        lang::ir::Code,
        pack::{
            file::{Example, Level},
            rule_set::{Rule, RuleSet},
        },
    },
};

pub use crate::rules::{
    lang::builtins::{explained as function, table as functions},
    pack::detectors::table as detectors,
};

/// What people are told of a rule.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The rule's id.
    pub id: String,
    /// The norm in one line.
    pub title: String,
    /// The pack it comes from; several, where each has its own rule of this id.
    pub packs: Vec<String>,
    /// All else, in the order in which it is read.
    pub entries: Vec<Entry>,
}

/// One thing to be told of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is told.
    pub aspect: Aspect,
    /// The packs that it holds for, where packs differ.
    pub packs: Vec<String>,
    /// One text a line.
    pub lines: Vec<String>,
}

/// What can be told of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// How grave a breach is.
    Severity,
    /// The law.
    Basis,
    /// What usually causes a breach, what is legitimate.
    Description,
    /// What the linter says.
    Message,
    /// What the terminal writes at the place itself.
    Label,
    /// What to do about it.
    Help,
    /// What a defect of the file may come from.
    Causes,
    /// A change that breaks the rule.
    Example,
    /// The rule in the rule language, a key and its value a line.
    Rule,
}

impl Aspect {
    const ALL: [Self; 9] = [
        Self::Severity,
        Self::Basis,
        Self::Description,
        Self::Message,
        Self::Label,
        Self::Help,
        Self::Causes,
        Self::Example,
        Self::Rule,
    ];

    /// Its name as a heading.
    #[must_use]
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Severity, Lang::Zh) => "级别",
            (Self::Severity, Lang::En) => "Severity",
            (Self::Basis, Lang::Zh) => "依据",
            (Self::Basis, Lang::En) => "Law",
            (Self::Description, Lang::Zh) => "说明",
            (Self::Description, Lang::En) => "About",
            (Self::Message, Lang::Zh) => "提示文字",
            (Self::Message, Lang::En) => "Shown as",
            (Self::Label, Lang::Zh) => "格旁标注",
            (Self::Label, Lang::En) => "At the place",
            (Self::Help, Lang::Zh) => "如何改正",
            (Self::Help, Lang::En) => "To mend it",
            (Self::Causes, Lang::Zh) => "可能的原因",
            (Self::Causes, Lang::En) => "Possible causes",
            (Self::Example, Lang::Zh) => "举例",
            (Self::Example, Lang::En) => "Example",
            (Self::Rule, Lang::Zh) => "规则原文",
            (Self::Rule, Lang::En) => "As written",
        }
    }
}

impl Reference {
    /// What is to be told of the rule `id` as some packs have it. Where they differ, the pack is named. None has it: nothing.
    #[must_use]
    pub fn of(sets: &[&RuleSet], id: &str, lang: Lang) -> Option<Self> {
        let having: Vec<(&RuleSet, &Rule)> = sets
            .iter()
            .filter_map(|set| set.rule(id).map(|rule| (*set, rule)))
            .collect();
        let (_, first) = having.first()?;
        let mut entries = Vec::new();
        for aspect in Aspect::ALL {
            let mut versions: Vec<(Vec<String>, Vec<&RuleSet>)> = Vec::new();
            for (set, rule) in &having {
                let lines = lines(set, rule, aspect, lang);
                match versions.iter_mut().find(|(known, _)| *known == lines) {
                    Some((_, sets)) => sets.push(set),
                    None => versions.push((lines, vec![set])),
                }
            }
            let differ = versions.len() > 1;
            let told = versions.into_iter().filter(|(lines, _)| !lines.is_empty());
            entries.extend(told.map(|(lines, sets)| Entry {
                aspect,
                packs: if differ { names(&sets) } else { Vec::new() },
                lines,
            }));
        }
        let mut packs: Vec<String> = having.iter().map(|(_, rule)| rule.pack.clone()).collect();
        packs.dedup();
        Some(Self {
            id: id.to_owned(),
            title: first.file.title.get(lang).to_owned(),
            packs,
            entries,
        })
    }

    fn markdown(&self, lang: Lang) -> String {
        let mut text = format!("### {}\n\n**{}**\n\n", self.id, self.title);
        let mut rule = String::new();
        for entry in &self.entries {
            let name = entry.heading(lang);
            match (entry.aspect, entry.lines.as_slice()) {
                (Aspect::Rule, lines) => {
                    let packs = entry.packs.join(", ");
                    let packs = if packs.is_empty() {
                        packs
                    } else {
                        format!("# {packs}\n")
                    };
                    let _ = write!(rule, "\n```yaml\n{packs}{}\n```\n", lines.join("\n"));
                }
                (Aspect::Example, lines) => {
                    let lines: Vec<String> = lines.iter().map(|line| format!("`{line}`")).collect();
                    let _ = writeln!(text, "- **{name}** {}", lines.join(" → "));
                }
                (_, [line]) => {
                    let _ = writeln!(text, "- **{name}** {line}");
                }
                (_, lines) => {
                    let _ = writeln!(text, "- **{name}**");
                    lines.iter().for_each(|line| {
                        let _ = writeln!(text, "  - {line}");
                    });
                }
            }
        }
        text + &rule
    }
}

impl Entry {
    /// What is told, and for which packs.
    #[must_use]
    pub fn heading(&self, lang: Lang) -> String {
        let name = self.aspect.name(lang);
        match lang {
            _ if self.packs.is_empty() => name.to_owned(),
            Lang::Zh => format!("{name}（{}）", self.packs.join("、")),
            Lang::En => format!("{name} ({})", self.packs.join(", ")),
        }
    }
}

/// The packs of some sets; one that builds on another of them goes without saying.
fn names(sets: &[&RuleSet]) -> Vec<String> {
    let builds_on_other = |set: &RuleSet| {
        let others = sets.iter().filter(|other| other.id != set.id);
        let mut others = others.map(|other| other.id.as_str());
        others.any(|other| set.packs.iter().any(|pack| pack.id == other))
    };
    let last = sets.iter().filter(|set| !builds_on_other(set));
    last.map(|set| set.id.clone()).collect()
}

fn lines(set: &RuleSet, rule: &Rule, aspect: Aspect, lang: Lang) -> Vec<String> {
    let file = &rule.file;
    let words = |text: &Localized| vec![without_values(&one_line(text.get(lang)))];
    match aspect {
        Aspect::Severity => severities(rule, lang),
        Aspect::Basis => basis(set, rule, lang),
        Aspect::Description => file.description.iter().map(|text| one_line(text.get(lang))).collect(),
        Aspect::Message => words(&file.message),
        // A label that is nothing but a value says nothing without it.
        Aspect::Label => {
            let label = file.label.as_ref().map(words).unwrap_or_default();
            label.into_iter().filter(|label| label != "…").collect()
        }
        Aspect::Help => file.help.as_ref().map(words).unwrap_or_default(),
        Aspect::Causes => file.causes.values().map(|text| cause(text.get(lang))).collect(),
        Aspect::Example => {
            let fails = |example: &&Example| example.finds.as_slice() != ["none"];
            rule.examples.iter().find(fails).map(example).unwrap_or_default()
        }
        Aspect::Rule => as_written(set, rule, lang),
    }
}

/// The level of a rule, as findings name it and in words.
const fn level_name(level: Level, lang: Lang) -> &'static str {
    match (level, lang) {
        (Level::Error, Lang::Zh) => "error（错误）",
        (Level::Warning, Lang::Zh) => "warning（警告）",
        (Level::Info, Lang::Zh) => "info（提示）",
        (Level::Off, Lang::Zh) => "off（不核对）",
        (Level::Error, Lang::En) => "error",
        (Level::Warning, Lang::En) => "warning",
        (Level::Info, Lang::En) => "info",
        (Level::Off, Lang::En) => "off",
    }
}

fn severities(rule: &Rule, lang: Lang) -> Vec<String> {
    let name = level_name(rule.level, lang);
    let own = match (&rule.off, lang) {
        (Some(reason), Lang::Zh) => format!("{name}：{reason}"),
        (Some(reason), Lang::En) => format!("{name}: {reason}"),
        (None, _) => name.to_owned(),
    };
    let cases = rule.file.severity_when.iter().map(|case| {
        let level = level_name(case.severity, lang);
        match lang {
            Lang::Zh => format!("{level}，条件是 `{}`", one_line(&case.when)),
            Lang::En => format!("{level} where `{}`", one_line(&case.when)),
        }
    });
    std::iter::once(own).chain(cases).collect()
}

fn basis(set: &RuleSet, rule: &Rule, lang: Lang) -> Vec<String> {
    let cited = set.basis(rule, lang).into_iter().map(|cited| {
        let at = cited.at.unwrap_or_default();
        match (lang, cited.number) {
            (Lang::Zh, Some(number)) => format!("《{}》（{number}）{at}", cited.title),
            (Lang::Zh, None) => format!("《{}》{at}", cited.title),
            (Lang::En, Some(number)) => format!("{} ({number}), {at}", cited.title),
            (Lang::En, None) => format!("{}, {at}", cited.title),
        }
    });
    cited.map(|text| text.trim_end_matches([',', ' ']).to_owned()).collect()
}

/// The change that an example makes, then the place of the finding.
fn example(example: &Example) -> Vec<String> {
    const WIDE: usize = 60;
    let short = |text: &str| match text.char_indices().nth(WIDE) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    };
    let value = |value: &Json| match value.as_str() {
        Some("") => "''".to_owned(),
        Some(text) => one_line(text),
        None => value.to_string(),
    };
    let set = example
        .set
        .iter()
        .map(|(path, new)| short(&format!("{path}: {}", value(new))));
    let unset = example.unset.iter().map(|path| format!("- {path}"));
    let report = example
        .report
        .iter()
        .map(|text| short(&text.trim().replace('\n', " ⏎ ")));
    let mut lines = vec![set.chain(unset).chain(report).collect::<Vec<_>>().join("; ")];
    let finds = example.finds.as_slice().join(", ");
    lines.extend(Some(finds).filter(|finds| !finds.is_empty()));
    // Back-ticks would end the code that the example is set in.
    lines.iter().map(|line| line.replace('`', "'")).collect()
}

/// A cause by itself, not as a part of a sentence: without values, blanks and brackets around it.
fn cause(text: &str) -> String {
    let text = without_values(text);
    let text = text.trim();
    let inner = [('（', '）'), ('(', ')')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inner.unwrap_or(text).to_owned()
}

/// The keys of a rule that stand under headings of their own, or are words of its sentences.
const ELSEWHERE: [&str; 12] = [
    "id",
    "title",
    "description",
    "severity",
    "severity_when",
    "basis",
    "message",
    "help",
    "label",
    "causes",
    "words",
    "examples",
];

/// The rule in the rule language, without its words: every key that stands nowhere else.
fn as_written(set: &RuleSet, rule: &Rule, lang: Lang) -> Vec<String> {
    let Ok(Json::Object(keys)) = serde_json::to_value(&rule.file) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for (key, value) in keys.iter().filter(|(key, _)| !ELSEWHERE.contains(&key.as_str())) {
        match value {
            Json::Null => continue,
            Json::Array(items) if items.is_empty() => continue,
            Json::Object(parts) => lines.extend(
                parts
                    .iter()
                    .map(|(name, part)| format!("{key} {name}: {}", plain(part))),
            ),
            value => lines.push(format!("{key}: {}", plain(value))),
        }
        if key == "claims" {
            lines.push(claimed(set, rule, lang));
        }
    }
    lines
}

/// A value on one line, as people write it in a pack.
fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => one_line(text),
        Json::Array(items) => match items.as_slice() {
            [one] => plain(one),
            many => format!("[{}]", many.iter().map(plain).collect::<Vec<_>>().join(", ")),
        },
        other => other.to_string(),
    }
}

/// Which numbers of the text the names stand for that a rule about claims uses.
fn claimed(set: &RuleSet, rule: &Rule, lang: Lang) -> String {
    let mut used = BTreeSet::new();
    for code in rule.variants.iter().flat_map(|variant| variant.codes()) {
        code.walk(&mut |part| {
            if let Code::Claimed(at) = part {
                used.extend(at.checked_sub(1));
            }
        });
    }
    let beside = used.into_iter().filter_map(|at| set.claims.beside.get(at));
    let beside = beside.map(|(name, _)| match lang {
        Lang::Zh => format!("；{name}：紧随其后的数"),
        Lang::En => format!("; {name}: the number right after it"),
    });
    let n = match lang {
        Lang::Zh => "# n：正文就此载明的数",
        Lang::En => "# n: the number that the text states for it",
    };
    std::iter::once(n.to_owned()).chain(beside).collect()
}

/// A message without its values, which depend on the report: `…` for each placeholder.
#[must_use]
pub fn without_values(template: &str) -> String {
    let mut text = String::new();
    let mut chars = template.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' if chars.peek() == Some(&c) => {
                chars.next();
                text.push(c);
            }
            '{' => {
                chars.by_ref().find(|c| *c == '}');
                if !text.ends_with('…') {
                    text.push('…');
                }
            }
            _ => text.push(c),
        }
    }
    text
}

/// On one line; between Han characters a line break of the file leaves no blank.
fn one_line(text: &str) -> String {
    let is_wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2e80}');
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joins = is_wide(line.chars().last()) && is_wide(word.chars().next());
        if !line.is_empty() && !joins {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The rules of some packs with all they build on, as Markdown: by pack, each rule once.
///
/// # Errors
/// A pack of the library that does not load.
pub fn reference(library: &Library, sets: &[&RuleSet], lang: Lang) -> Result<String, LoadErrors> {
    let mut packs: Vec<&str> = Vec::new();
    for pack in sets.iter().flat_map(|set| &set.packs) {
        if !packs.contains(&pack.id.as_str()) {
            packs.push(&pack.id);
        }
    }
    let mut text = String::new();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for id in packs {
        let mut seen = BTreeSet::new();
        let rules = sets.iter().flat_map(|set| &set.rules);
        let rules: Vec<&Rule> = rules
            .filter(|rule| rule.pack == id && seen.insert(&rule.file.id))
            .collect();
        let Some(pack) = library.pack(id)?.filter(|_| !rules.is_empty()) else {
            continue;
        };
        let _ = write!(text, "## {} `{id}`\n\n", pack.file.title.get(lang));
        if let Some(description) = &pack.file.description {
            text.push_str(&one_line(description.get(lang)));
            text.push_str("\n\n");
        }
        text.push_str(match lang {
            Lang::Zh => "| 规则 | 级别 | 要求 |\n|---|---|---|\n",
            Lang::En => "| rule | severity | what it asks |\n|---|---|---|\n",
        });
        for rule in &rules {
            let id = &rule.file.id;
            let level = level_name(rule.file.severity, lang);
            let title = rule.file.title.get(lang).replace('|', "\\|");
            // Where two forms have each a rule of one id, Markdown numbers the headings.
            let time = times.entry(id).or_default();
            let anchor = if *time == 0 { id.clone() } else { format!("{id}-{time}") };
            *time += 1;
            let _ = writeln!(text, "| [{id}](#{anchor}) | {level} | {title} |");
        }
        for rule in rules {
            let of_pack = |set: &&RuleSet| set.rule(&rule.file.id).is_some_and(|rule| rule.pack == id);
            let sets: Vec<&RuleSet> = sets.iter().copied().filter(of_pack).collect();
            if let Some(reference) = Reference::of(&sets, &rule.file.id, lang) {
                text.push('\n');
                text.push_str(&reference.markdown(lang));
            }
        }
        text.push('\n');
    }
    Ok(text.trim_end().to_owned() + "\n")
}

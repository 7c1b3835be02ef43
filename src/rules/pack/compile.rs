//! Packs checked against their schema: everything that is wrong with them, at once.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use crate::rules::lang::one_or_many::OneOrMany;
use crate::rules::{
    lang::{ast::Op, ir::Code, typecheck::Scope},
    pack::{
        detectors::Detector,
        file::{BasisFile, Instrument, Level, RuleFile, SeverityWhen, TextOrLocalized},
        rule_set::{Needs, Pack, Rule, RuleSet},
    },
};
use crate::{
    diagnostic::{
        finding::{Localized, PackRef},
        load_error::LoadErrors,
        mistake::{Mistake, Mistakes},
        violation::Citation,
    },
    form::{
        schema::{REPORT, Schema},
        shape::TypeId,
    },
    text::{digest::sha256, path::pointer_step, suggest::nearest},
};

/// Check the rules of a chain of packs, the base first, against a schema.
///
/// # Errors
/// All that is wrong, for each pack that has errors.
pub(crate) fn compile(chain: &[Pack], schema: &Schema) -> Result<RuleSet, Vec<LoadErrors>> {
    let mut set = RuleSet {
        packs: Vec::new(),
        title: Localized::default(),
        description: None,
        rules: Vec::new(),
        claims: crate::rules::claims::definitions::Definitions::default(),
        instruments: std::collections::BTreeMap::new(),
        example: None,
        id: String::new(),
        shared: None,
        has_form: false,
    };
    // A shared pack may rest on instruments that each pack built on it names for itself.
    for pack in chain {
        set.instruments.extend(pack.file.instruments.clone());
    }
    let mut broken = Vec::new();
    for pack in chain {
        let mut compiler = Compiler {
            pack,
            schema,
            errors: Mistakes::default(),
            claims: Vec::new(),
            beside: Vec::new(),
        };
        compiler.add_to(&mut set);
        if compiler.errors.len() > 0 {
            let errors = compiler.errors.into_all();
            broken.push(crate::document::locate::placed(pack.source.clone(), errors));
        }
    }
    let extended = chain.last().and_then(|pack| pack.file.extends.as_ref());
    let extended = chain
        .iter()
        .find(|pack| Some(&pack.file.id) == extended && pack.file.schema.is_none());
    set.shared = extended.map(|pack| pack.file.id.clone());
    if broken.is_empty() { Ok(set) } else { Err(broken) }
}

pub(crate) struct Compiler<'c> {
    pack: &'c Pack,
    pub(crate) schema: &'c Schema,
    pub(crate) errors: Mistakes,
    /// The claims that rules may ask for, and the names of the numbers beside them.
    pub(crate) claims: Vec<String>,
    pub(crate) beside: Vec<String>,
}

/// What defects can be joined by beside types: the part of the report, a field at its top.
const PART: &str = "part";

impl Compiler<'_> {
    fn add_to(&mut self, set: &mut RuleSet) {
        let file = &self.pack.file;
        set.packs.push(PackRef {
            id: file.id.clone(),
            sha256: sha256(self.pack.source.text()),
        });
        set.title = file.title.clone();
        set.description = file.description.clone();
        set.id = file.id.clone();
        if file.example.is_some() {
            set.example.clone_from(&file.example);
        }
        for (id, instrument) in &file.instruments {
            self.instrument(id, instrument);
        }
        if file.years.is_some() && self.schema.identity.year.is_none() {
            self.wrong(
                "/years",
                format!("格式 `{}` 没有指明哪一项是报告年度（x-identity 的 year），不能限定年度", self.schema.id),
                format!("the form `{}` names no field for the year (`year` in x-identity), so there are no years to tell apart", self.schema.id),
            );
        }
        if let Some(claims) = &file.claims {
            set.claims.add(claims, self.schema, &mut self.errors);
        }
        self.claims = set.claims.known().map(str::to_owned).collect();
        self.beside = set.claims.beside.iter().map(|(name, _)| name.clone()).collect();
        self.overrides(set);
        let mut known: BTreeSet<String> = set.rules.iter().map(|rule| rule.file.id.clone()).collect();
        for (at, rule) in file.rules.iter().enumerate() {
            let pointer = format!("/rules/{at}");
            if !known.insert(rule.id.clone()) {
                self.wrong(
                    &format!("{pointer}/id"),
                    format!("规则 `{}` 重复定义", rule.id),
                    format!("there already is a rule `{}`", rule.id),
                );
            }
            if !is_id(&rule.id) {
                self.wrong(
                    &format!("{pointer}/id"),
                    "规则名由小写字母、数字组成，用 `-` 连接",
                    "a rule's id is lower-case words and numbers joined by `-`",
                );
            }
            let before = self.errors.len();
            let compiled = self.rule(rule, &pointer, set);
            if self.errors.len() == before {
                set.rules.extend(compiled);
            }
        }
        set.has_form |= file.schema.is_some();
    }

    pub(crate) fn wrong(&mut self, pointer: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.errors.add(pointer, zh, en);
    }

    /// An error inside the text at `pointer`.
    pub(crate) fn wrong_in(&mut self, pointer: &str, error: Mistake) {
        self.errors.add_in_text(pointer, [error]);
    }

    /// All that is wrong with the expression at `pointer`.
    pub(crate) fn all_wrong_in(&mut self, pointer: &str, errors: Vec<Mistake>) {
        self.errors.add_in_text(pointer, errors);
    }

    fn instrument(&mut self, id: &str, instrument: &Instrument) {
        let pointer = format!("/instruments{}", pointer_step(id));
        let mut year = |name: &str, value: &Option<String>| -> Option<i16> {
            let text = value.as_ref()?;
            let date: Result<jiff::civil::Date, _> = text.parse();
            if date.is_err() {
                self.wrong(
                    &format!("{pointer}/{name}"),
                    format!("`{text}` 不是日期（YYYY-MM-DD）"),
                    format!("`{text}` is not a date (YYYY-MM-DD)"),
                );
            }
            date.ok().map(|date| date.year())
        };
        let (from, until) = (year("in_force", &instrument.in_force), year("until", &instrument.until));
        let Some(years) = self.pack.file.years else { return };
        // A report of year Y is made and published in Y + 1.
        let too_new = matches!((from, years.to), (Some(from), Some(to)) if from > to + 1);
        let too_old = matches!((until, years.from), (Some(until), Some(from)) if until < from);
        if too_new || too_old {
            self.wrong(
                &pointer,
                format!("`{id}` 在本规则包适用的年度没有效力"),
                format!("`{id}` is not in force in the years of this pack"),
            );
        }
    }

    fn overrides(&mut self, set: &mut RuleSet) {
        let years = self.years(set);
        let places: HashMap<String, usize> = set
            .rules
            .iter()
            .enumerate()
            .map(|(at, rule)| (rule.file.id.clone(), at))
            .collect();
        for (id, change) in &self.pack.file.overrides {
            let pointer = format!("/overrides{}", pointer_step(id));
            let levels_when = self.levels_when(&change.severity_when, &pointer);
            let Some(rule) = places.get(id).map(|at| &mut set.rules[*at]) else {
                let known = set.rules.iter().map(|rule| rule.file.id.as_str());
                let near = if self.errors.is_full() {
                    None
                } else {
                    nearest(id, known)
                };
                let error = Mistake::at(
                    &pointer,
                    format!("所调整的规则 `{id}` 不存在"),
                    format!("there is no rule `{id}` to override"),
                );
                self.errors.push(error.meaning(near));
                continue;
            };
            rule.overridden = true;
            if !change.examples.is_empty() {
                rule.tested_by.clone_from(&self.pack.file.id);
                rule.examples.clone_from(&change.examples);
            }
            match (change.severity, &change.off) {
                (None, Some(reason)) if !reason.trim().is_empty() && change.severity_when.is_empty() => {
                    rule.level = Level::Off;
                    rule.off = Some(reason.clone());
                }
                (level, None) if level != Some(Level::Off) && (level.is_some() || !levels_when.is_empty()) => {
                    if rule.level == Level::Off {
                        rule.years.clone_from(&years);
                    }
                    rule.level = level.unwrap_or(rule.level);
                    rule.levels_when = levels_when;
                    rule.off = None;
                }
                _ => self.wrong(
                    &pointer,
                    "应写明 `severity`（error、warning、info）、`severity_when`，或 `off: 理由`",
                    "give a `severity` (error, warning, info), a `severity_when`, or `off: reason`",
                ),
            }
        }
    }

    fn rule(&mut self, file: &RuleFile, pointer: &str, set: &RuleSet) -> Option<Rule> {
        for (at, basis) in file.basis.iter().enumerate() {
            if !set.instruments.contains_key(&basis.instrument) {
                let known = set.instruments.keys().map(String::as_str);
                let near = if self.errors.is_full() {
                    None
                } else {
                    nearest(&basis.instrument, known)
                };
                let error = Mistake::at(
                    &format!("{pointer}/basis/{at}/instrument"),
                    format!("没有法规 `{}`", basis.instrument),
                    format!("there is no instrument `{}`", basis.instrument),
                );
                self.errors.push(error.meaning(near));
            }
        }
        let names = file.types.as_ref().map_or(&[][..], OneOrMany::as_slice);
        let of: Vec<TypeId> = names
            .iter()
            .filter_map(|name| self.type_id(name, &format!("{pointer}/for")))
            .collect();
        let per = file.per.as_ref().map_or(&[][..], OneOrMany::as_slice);
        // What the reader finds is joined by parts whatever their types: the rule may not know the form.
        let is_part = |name: &&String| file.detect.is_some() && *name == PART;
        let per_part = per.iter().any(|name| is_part(&name));
        let per = per
            .iter()
            .filter(|name| !is_part(name))
            .filter_map(|name| self.type_id(name, &format!("{pointer}/per")))
            .collect();
        let levels_when = self.levels_when(&file.severity_when, pointer);
        let bodies = [
            file.assert.is_some() || file.find.is_some() || file.claims.is_some(),
            file.required.is_some(),
        ];
        let variants = match bodies {
            [true, true] => {
                self.wrong(
                    pointer,
                    "`required` 不能与 `assert`、`find` 同用",
                    "`required` does not go with `assert` or `find`",
                );
                Vec::new()
            }
            [false, false] if file.detect.is_none() => {
                self.wrong(
                    pointer,
                    "规则没有内容：需要 `assert`、`required`、`find` 或 `detect`",
                    "the rule says nothing: it needs `assert`, `required`, `find` or `detect`",
                );
                Vec::new()
            }
            [false, false] => Vec::new(),
            _ => {
                let types = if names.is_empty() { vec![REPORT] } else { of.clone() };
                types.iter().filter_map(|of| self.variant(file, pointer, *of)).collect()
            }
        };
        let detect = file.detect.and_then(|kind| {
            let given = Detector::of(kind).placeholders;
            Some((kind, of.clone(), self.words(file, pointer, given, None)?))
        });
        Some(Rule {
            file: file.clone(),
            pack: self.pack.file.id.clone(),
            tested_by: self.pack.file.id.clone(),
            overridden: false,
            examples: file.examples.clone(),
            level: file.severity,
            off: None,
            years: self.years(set),
            levels_when,
            per,
            per_part,
            needs: Needs::of(&variants),
            variants,
            basis: citations(file, &set.instruments),
            detect,
        })
    }

    /// The severities under conditions at `pointer`.
    fn levels_when(&mut self, cases: &[SeverityWhen], pointer: &str) -> Vec<(Code, Level)> {
        let mut levels = Vec::new();
        for (at, case) in cases.iter().enumerate() {
            match Scope::new(self.schema, REPORT).condition(&case.when) {
                Ok((code, _)) => levels.push((code, case.severity)),
                Err(errors) => self.all_wrong_in(&format!("{pointer}/severity_when/{at}/when"), errors),
            }
        }
        levels
    }

    /// The years of a pack that builds on another one for the same form, and how to tell a report's year.
    fn years(&self, set: &RuleSet) -> Option<(crate::rules::pack::file::Years, Code)> {
        let years = self.pack.file.years.filter(|_| set.has_form)?;
        let field = self.schema.at_pointer(self.schema.identity.year.as_deref()?)?;
        let path = format!("report.{}", self.schema.path(field));
        let (year, _) = Scope::new(self.schema, REPORT).compile(&path).ok()?;
        Some((years, year))
    }

    fn type_id(&mut self, name: &str, pointer: &str) -> Option<TypeId> {
        let schema = self.schema;
        if let Some(id) = schema.type_id(name) {
            if schema.fields().any(|field| schema.shape(field).types.contains(&id)) {
                return Some(id);
            }
            self.wrong(
                pointer,
                format!("格式中没有类型为 `{name}` 的字段，规则不会被用到"),
                format!("no field of the form is of the type `{name}`, so the rule can never apply"),
            );
            return None;
        }
        let near = nearest(name, schema.type_names().iter().map(String::as_str));
        let error = Mistake::at(
            pointer,
            format!("没有类型 `{name}`"),
            format!("there is no type `{name}`"),
        );
        self.errors.push(error.meaning(near));
        None
    }
}

/// The legal basis of a rule.
fn citations(file: &RuleFile, instruments: &BTreeMap<String, Instrument>) -> Arc<[Citation]> {
    let cite = |basis: &BasisFile| {
        let instrument = instruments.get(&basis.instrument)?;
        Some(Citation {
            instrument: basis.instrument.clone(),
            title: instrument.title.clone(),
            number: instrument.number.clone(),
            at: basis.at.as_ref().map(|at| match at {
                TextOrLocalized::Text(text) => Localized {
                    zh: text.clone(),
                    en: text.clone(),
                },
                TextOrLocalized::Localized(text) => text.clone(),
            }),
        })
    };
    file.basis.iter().filter_map(cite).collect()
}

/// Whether a rule's id is made of lower-case words joined by `-`, so that it can stand in any output.
fn is_id(id: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    id.split('-').all(word)
}

/// Whether an assertion is a comparison, whose sides a finding names.
pub(crate) fn sides(code: &Code) -> Option<(&Code, &Code)> {
    match code {
        Code::Binary(Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge, left, right) => Some((left, right)),
        _ => None,
    }
}

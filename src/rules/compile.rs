//! Packs held against their schema: everything that is wrong with them, at once.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::{
    Body, Pack, Rule, RuleSet, Variant, Words,
    check::{Scope, Type},
    code::{CellPath, Code, Hop},
    expr::{ExprError, Op},
    pack::{Instrument, Level, OneOrMany, RuleFile},
    pattern::Pattern,
    template::{self, Template},
};
use crate::{
    finding::{Localized, PackRef},
    load::{LoadError, LoadErrors, nearest},
    schema::{REPORT, Schema, TypeId},
};

/// More steps than a rule that a person can read takes; named parts that use each other twice would multiply.
const MAX_STEPS: usize = 20_000;

pub(super) fn compile(chain: &[Pack], schema: &Schema) -> Result<RuleSet, Vec<LoadErrors>> {
    let mut set = RuleSet {
        packs: Vec::new(),
        title: Localized::default(),
        description: None,
        rules: Vec::new(),
        instruments: std::collections::BTreeMap::new(),
        example: None,
        last: String::new(),
        shared: None,
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
            errors: Vec::new(),
        };
        compiler.add_to(&mut set);
        if !compiler.errors.is_empty() {
            broken.push(LoadErrors::new(pack.source.clone(), compiler.errors));
        }
    }
    let extended = chain.last().and_then(|pack| pack.file.extends.as_ref());
    let extended = chain
        .iter()
        .find(|pack| Some(&pack.file.id) == extended && pack.file.schema.is_none());
    set.shared = extended.map(|pack| pack.file.id.clone());
    if broken.is_empty() { Ok(set) } else { Err(broken) }
}

struct Compiler<'c> {
    pack: &'c Pack,
    schema: &'c Schema,
    errors: Vec<LoadError>,
}

impl Compiler<'_> {
    fn add_to(&mut self, set: &mut RuleSet) {
        let file = &self.pack.file;
        set.packs.push(PackRef {
            id: file.id.clone(),
            sha256: Sha256::digest(self.pack.source.text())
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        });
        set.title = file.title.clone();
        set.description = file.description.clone();
        set.last = file.id.clone();
        if file.example.is_some() {
            set.example.clone_from(&file.example);
        }
        for (id, instrument) in &file.instruments {
            self.instrument(id, instrument);
        }
        self.overrides(set);
        let mut known: BTreeSet<String> = set.rules.iter().map(|rule| rule.file.id.clone()).collect();
        for (at, rule) in file.rules.iter().enumerate() {
            let pointer = format!("/rules/{at}");
            if !known.insert(rule.id.clone()) {
                self.wrong(
                    &format!("{pointer}/id"),
                    format!("规则 `{}` 已经有了", rule.id),
                    format!("there already is a rule `{}`", rule.id),
                );
            }
            let before = self.errors.len();
            let compiled = self.rule(rule, &pointer, set);
            if self.errors.len() == before {
                set.rules.extend(compiled);
            }
        }
    }

    fn wrong(&mut self, pointer: &str, zh: impl Into<String>, en: impl Into<String>) {
        let error = self.pack.error(pointer, zh, en);
        self.errors.push(error);
    }

    /// An error inside the text at `pointer`.
    fn wrong_in(&mut self, pointer: &str, error: ExprError) {
        let span = self.pack.place_in(pointer, error.span);
        let error = LoadError {
            span,
            message: error.message,
            help: None,
        }
        .meaning(error.suggestion.as_deref());
        self.errors.push(error);
    }

    fn instrument(&mut self, id: &str, instrument: &Instrument) {
        let pointer = format!("/instruments/{id}");
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
        for (id, change) in &self.pack.file.overrides {
            let pointer = format!("/overrides/{id}");
            let Some(rule) = set.rules.iter_mut().find(|rule| rule.file.id == *id) else {
                let near = nearest(id, set.rules.iter().map(|rule| rule.file.id.as_str()));
                let error = self.pack.error(
                    &pointer,
                    format!("没有规则 `{id}` 可以调整"),
                    format!("there is no rule `{id}` to override"),
                );
                self.errors.push(error.meaning(near));
                continue;
            };
            rule.changed_by.clone_from(&self.pack.file.id);
            rule.examples.clone_from(&change.examples);
            match (change.severity, &change.off) {
                (Some(level), None) if level != Level::Off => {
                    rule.level = level;
                    rule.levels_when.clear();
                    rule.off = None;
                }
                (None, Some(reason)) if !reason.trim().is_empty() => {
                    rule.level = Level::Off;
                    rule.off = Some(reason.clone());
                }
                _ => self.wrong(
                    &pointer,
                    "请写 `severity`（error、warning、info）或 `off: 理由`，二者取一",
                    "give either a `severity` (error, warning, info) or `off: reason`",
                ),
            }
        }
    }

    fn rule(&mut self, file: &RuleFile, pointer: &str, set: &RuleSet) -> Option<Rule> {
        for (at, basis) in file.basis.iter().enumerate() {
            if !set.instruments.contains_key(&basis.instrument) {
                let near = nearest(&basis.instrument, set.instruments.keys().map(String::as_str));
                let error = self.pack.error(
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
        let per = file
            .per
            .as_ref()
            .and_then(|name| self.type_id(name, &format!("{pointer}/per")));
        let levels_when = file.severity_when.iter().enumerate().filter_map(|(at, case)| {
            let scope = Scope {
                schema: self.schema,
                of: REPORT,
                lets: Vec::new(),
                captures: Vec::new(),
            };
            match scope.condition(&case.when) {
                Ok((code, _)) => Some((code, case.severity)),
                Err(error) => {
                    self.wrong_in(&format!("{pointer}/severity_when/{at}/when"), error);
                    None
                }
            }
        });
        let levels_when = levels_when.collect();
        let bodies = [file.assert.is_some() || file.find.is_some(), file.required.is_some()];
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
            let given = template::detected(kind);
            Some((kind, of.clone(), self.words(file, pointer, given, None)?))
        });
        Some(Rule {
            file: file.clone(),
            pack: self.pack.file.id.clone(),
            changed_by: self.pack.file.id.clone(),
            examples: file.examples.clone(),
            level: file.severity,
            off: None,
            levels_when,
            per,
            variants,
            detect,
        })
    }

    fn type_id(&mut self, name: &str, pointer: &str) -> Option<TypeId> {
        let schema = self.schema;
        if let Some(id) = schema.type_id(name) {
            if schema.fields().any(|field| schema.shape(field).types.contains(&id)) {
                return Some(id);
            }
            self.wrong(
                pointer,
                format!("格式中没有类型为 `{name}` 的字段，规则永远不会用到"),
                format!("no field of the form is of the type `{name}`, so the rule can never apply"),
            );
            return None;
        }
        let near = nearest(name, schema.type_names().iter().map(String::as_str));
        let error = self.pack.error(
            pointer,
            format!("没有类型 `{name}`"),
            format!("there is no type `{name}`"),
        );
        self.errors.push(error.meaning(near));
        None
    }

    fn variant(&mut self, file: &RuleFile, pointer: &str, of: TypeId) -> Option<Variant> {
        let before = self.errors.len();
        let mut scope = Scope {
            schema: self.schema,
            of,
            lets: Vec::new(),
            captures: Vec::new(),
        };
        let patterns = self.patterns(file, pointer, &mut scope);
        let lets = self.lets(file, pointer, &mut scope);
        let when = file
            .when
            .as_ref()
            .and_then(|text| self.condition(text, &format!("{pointer}/when"), &scope));
        let assert = file
            .assert
            .as_ref()
            .and_then(|text| self.condition(text, &format!("{pointer}/assert"), &scope));
        let columns = [&when, &assert].into_iter().flatten().find_map(|(_, of)| match of {
            Type::BoolRow(shape) => Some(self.schema.shape(*shape).children.len()),
            _ => None,
        });
        let kind = match (&assert, columns) {
            _ if file.required.is_some() => template::Kind::Required,
            _ if file.find.is_some() => template::Kind::Find,
            (Some((Code::Binary(op, ..), _)), None) if op.is_comparison() => template::Kind::Comparison,
            (Some((Code::Binary(op, ..), _)), Some(_)) if op.is_comparison() => template::Kind::ColumnComparison,
            (_, Some(_)) => template::Kind::Columns,
            _ => template::Kind::Assert,
        };
        let mut given = template::given(kind).to_vec();
        if file.per.is_some() {
            given.extend(template::JOINED);
        }
        let words = self.words(file, pointer, &given, Some(&scope));
        let at = file.at.as_ref().and_then(|text| match scope.path(text) {
            Ok((mut path, shape)) => {
                let is_row = columns.is_some() && self.schema.shape(shape).columns;
                path.steps.extend(is_row.then_some(Hop::Column));
                Some(path)
            }
            Err(error) => {
                self.wrong_in(&format!("{pointer}/at"), error);
                None
            }
        });
        let within = self.within(file, pointer, &scope);
        let required = file
            .required
            .as_ref()
            .map(|keys| self.required(keys, of, &format!("{pointer}/required")));
        if self.errors.len() > before {
            return None;
        }
        let assert = assert.map(|(code, _)| code);
        let body = match (required, assert) {
            (Some(required), _) => Body::Required(required),
            (None, assert) if file.find.is_some() => Body::Find {
                patterns,
                within,
                captures: scope.captures,
                assert,
            },
            (None, Some(assert)) => Body::Assert(assert),
            (None, None) => Body::Nothing,
        };
        Some(Variant {
            of,
            columns,
            when: when.map(|(code, _)| code),
            lets,
            body,
            at,
            words: words?,
        })
    }

    fn condition(&mut self, text: &str, pointer: &str, scope: &Scope<'_>) -> Option<(Code, Type)> {
        scope
            .condition(text)
            .map_err(|error| self.wrong_in(pointer, error))
            .ok()
    }

    fn lets(&mut self, file: &RuleFile, pointer: &str, scope: &mut Scope<'_>) -> Vec<Code> {
        let mut lets: Vec<Code> = Vec::new();
        let mut steps: Vec<usize> = Vec::new();
        for (name, text) in &file.lets {
            let pointer = format!("{pointer}/let/{name}");
            let text = text.as_str().map_or_else(|| text.to_string(), str::to_owned);
            match scope.compile(&text) {
                Ok((code, of)) => {
                    let mut own = 0;
                    code.walk(&mut |part| {
                        own += match part {
                            Code::Let(at) => steps.get(*at).copied().unwrap_or(1),
                            _ => 1,
                        };
                    });
                    if own > MAX_STEPS {
                        self.wrong(
                            &pointer,
                            "命名部分互相引用过多",
                            "the named parts use each other too often",
                        );
                        return lets;
                    }
                    steps.push(own);
                    lets.push(code);
                    scope.lets.push((name.clone(), of));
                }
                Err(error) => self.wrong_in(&pointer, error),
            }
        }
        lets
    }

    fn patterns(&mut self, file: &RuleFile, pointer: &str, scope: &mut Scope<'_>) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        let Some(find) = &file.find else {
            if file.within.is_some() {
                self.wrong(
                    &format!("{pointer}/in"),
                    "`in` 要与 `find` 同用",
                    "`in` goes with `find`",
                );
            }
            return patterns;
        };
        for (at, text) in find.as_slice().iter().enumerate() {
            let pointer = match find {
                OneOrMany::One(_) => format!("{pointer}/find"),
                OneOrMany::Many(_) => format!("{pointer}/find/{at}"),
            };
            match Pattern::new(text) {
                Ok(pattern) if pattern.matches_empty => self.wrong(
                    &pointer,
                    "该表达式能匹配空文字，处处都会命中",
                    "the pattern matches the empty text, so it is found everywhere",
                ),
                Ok(pattern) => {
                    let names = pattern.names.iter().cloned();
                    let names: Vec<String> = names.filter(|name| !scope.captures.contains(name)).collect();
                    scope.captures.extend(names);
                    patterns.push(pattern);
                }
                Err((zh, en)) => self.wrong(&pointer, zh, en),
            }
        }
        patterns
    }

    fn within(&mut self, file: &RuleFile, pointer: &str, scope: &Scope<'_>) -> Vec<CellPath> {
        if file.find.is_none() {
            return Vec::new();
        }
        let own = [String::from("self")];
        let texts = file.within.as_ref().map_or(&own[..], OneOrMany::as_slice);
        let mut paths = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            let pointer = match &file.within {
                Some(OneOrMany::Many(_)) => format!("{pointer}/in/{at}"),
                Some(OneOrMany::One(_)) => format!("{pointer}/in"),
                None => format!("{pointer}/find"),
            };
            match scope.path(text) {
                Ok((path, shape)) if self.schema.shape(shape).kind == crate::schema::Kind::Text => paths.push(path),
                Ok(_) => self.wrong(
                    &pointer,
                    format!("`{text}` 不是文字，不能在其中查找"),
                    format!("`{text}` is not a text, so nothing can be found in it"),
                ),
                Err(error) => self.wrong_in(&pointer, error),
            }
        }
        paths
    }

    fn required(&mut self, keys: &OneOrMany, of: TypeId, pointer: &str) -> Vec<usize> {
        let schema = self.schema;
        let children = &schema.shape(schema.prototype(of)).children;
        let known: Vec<&str> = children.iter().map(|child| schema.shape(*child).key.as_str()).collect();
        if keys.as_slice() == ["*"] {
            return (0..known.len()).collect();
        }
        let mut required = Vec::new();
        for key in keys.as_slice() {
            match known.iter().position(|known| known == key) {
                Some(at) => required.push(at),
                None => {
                    let error = self.pack.error(
                        pointer,
                        format!("没有字段 `{key}`"),
                        format!("there is no field `{key}` here"),
                    );
                    self.errors.push(error.meaning(nearest(key, known.iter().copied())));
                }
            }
        }
        required
    }

    fn words(&mut self, file: &RuleFile, pointer: &str, given: &[&str], scope: Option<&Scope<'_>>) -> Option<Words> {
        let message = self.both(&file.message, &format!("{pointer}/message"), given, scope);
        let help = file
            .help
            .as_ref()
            .map(|help| self.both(help, &format!("{pointer}/help"), given, scope));
        let label = file
            .label
            .as_ref()
            .map(|label| self.both(label, &format!("{pointer}/label"), given, scope));
        Some(Words {
            message: message?,
            help: help.map_or(Some(None), |help| help.map(Some))?,
            label: label.map_or(Some(None), |label| label.map(Some))?,
        })
    }

    /// A message in both languages, which must use the same placeholders.
    fn both(
        &mut self,
        text: &Localized,
        pointer: &str,
        given: &[&str],
        scope: Option<&Scope<'_>>,
    ) -> Option<[Template; 2]> {
        let mut compile = |lang: &str, text: &str| {
            let template = Template::compile(text, given, scope);
            template
                .map_err(|error| self.wrong_in(&format!("{pointer}/{lang}"), error))
                .ok()
        };
        let (zh, en) = (compile("zh", &text.zh), compile("en", &text.en));
        let (zh, en) = (zh?, en?);
        if zh.placeholders() != en.placeholders() {
            self.wrong(
                pointer,
                "中英文用的占位符不同",
                "the two languages use different placeholders",
            );
            return None;
        }
        Some([zh, en])
    }
}

/// Whether an assertion is an equality, whose sides a finding names.
pub(super) fn sides(code: &Code) -> Option<(&Code, &Code)> {
    match code {
        Code::Binary(Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge, left, right) => Some((left, right)),
        _ => None,
    }
}

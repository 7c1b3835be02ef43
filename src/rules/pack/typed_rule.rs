//! One rule checked against one type: its expressions, patterns, keys and words.

use crate::rules::lang::one_or_many::OneOrMany;
use crate::rules::{
    lang::{
        ir::{CellPath, Code, Hop},
        pattern::Pattern,
        template::{Template, TemplateError},
        typecheck::Scope,
        types::Type,
    },
    pack::{
        compile::Compiler,
        file::RuleFile,
        rule_set::{Body, Variant, Words},
    },
};
use crate::{
    diagnostic::{finding::Localized, mistake::Mistake},
    form::shape::TypeId,
    text::{path::pointer_step, suggest::nearest},
};

/// More steps than a rule that a person can read takes; named parts that use each other twice would multiply.
const MAX_STEPS: usize = 20_000;

impl Compiler<'_> {
    pub(crate) fn variant(&mut self, file: &RuleFile, pointer: &str, of: TypeId) -> Option<Variant> {
        let before = self.errors.len();
        let mut scope = Scope::new(self.schema, of);
        let patterns = self.patterns(file, pointer, &mut scope);
        let claims = self.claimed(file, pointer, &mut scope);
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
        // What is wrong with an assertion has been said; what its message may use is not known then.
        let is_unknown = assert.is_none() && file.assert.is_some();
        let kind = match columns {
            _ if file.required.is_some() => crate::rules::lang::template::Kind::Required,
            _ if file.find.is_some() || file.claims.is_some() => crate::rules::lang::template::Kind::Find,
            None if !is_unknown => crate::rules::lang::template::Kind::Assert,
            _ => crate::rules::lang::template::Kind::Columns,
        };
        let mut given = crate::rules::lang::template::given(kind).to_vec();
        if is_unknown || matches!(&assert, Some((Code::Binary(op, ..), _)) if op.is_comparison()) {
            given.extend(crate::rules::lang::template::SIDES);
        }
        if file.per.is_some() {
            given.extend(crate::rules::lang::template::JOINED);
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
            (None, Some(assert)) if file.claims.is_some() => Body::Claims {
                names: claims,
                within,
                assert,
            },
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
        match scope.condition(text) {
            Ok(checked) => Some(checked),
            Err(errors) => {
                self.all_wrong_in(pointer, errors);
                None
            }
        }
    }

    fn lets(&mut self, file: &RuleFile, pointer: &str, scope: &mut Scope<'_>) -> Vec<Code> {
        let mut lets: Vec<Code> = Vec::new();
        let mut steps: Vec<usize> = Vec::new();
        for (name, text) in &file.lets {
            let pointer = format!("{pointer}/let{}", pointer_step(name));
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
                    scope.name(name, of);
                }
                Err(errors) => {
                    self.all_wrong_in(&pointer, errors);
                    steps.push(1);
                    lets.push(Code::Bool(false));
                    scope.name(name, Type::Wrong);
                }
            }
        }
        lets
    }

    fn patterns(&mut self, file: &RuleFile, pointer: &str, scope: &mut Scope<'_>) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        let Some(find) = &file.find else {
            if file.within.is_some() && file.claims.is_none() {
                self.wrong(
                    &format!("{pointer}/in"),
                    "`in` 要与 `find` 或 `claims` 同用",
                    "`in` goes with `find` or `claims`",
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
                    "该表达式能匹配空文字，任何位置都会匹配",
                    "the pattern matches the empty text, so it is found everywhere",
                ),
                Ok(pattern) => {
                    let names = pattern.names.iter().cloned();
                    let names: Vec<String> = names.filter(|name| !scope.captures.contains(name)).collect();
                    scope.captures.extend(names);
                    patterns.push(pattern);
                }
                Err(error) => self.wrong_in(&pointer, error),
            }
        }
        patterns
    }

    /// The claims that a rule asks for; their numbers become names of its expressions.
    fn claimed(&mut self, file: &RuleFile, pointer: &str, scope: &mut Scope<'_>) -> Vec<String> {
        let Some(names) = &file.claims else { return Vec::new() };
        if file.find.is_some() || file.assert.is_none() {
            self.wrong(
                &format!("{pointer}/claims"),
                "`claims` 要有 `assert`，且不与 `find` 同用",
                "`claims` takes an `assert` and no `find`",
            );
        }
        scope.numbers = std::iter::once("n".to_owned()).chain(self.beside.clone()).collect();
        for name in names.as_slice() {
            if !self.claims.contains(name) {
                let error = Mistake::at(
                    &format!("{pointer}/claims"),
                    format!("没有规则包定义陈述 `{name}`"),
                    format!("no pack defines a claim `{name}`"),
                );
                let near = nearest(name, self.claims.iter().map(String::as_str));
                self.errors.push(error.meaning(near));
            }
        }
        names.as_slice().to_vec()
    }

    fn within(&mut self, file: &RuleFile, pointer: &str, scope: &Scope<'_>) -> Vec<CellPath> {
        if file.find.is_none() && file.claims.is_none() {
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
                Ok((path, shape)) if self.schema.shape(shape).kind == crate::form::shape::Kind::Text => {
                    paths.push(path)
                }
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
                    let error = Mistake::at(
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

    pub(crate) fn words(
        &mut self,
        file: &RuleFile,
        pointer: &str,
        given: &[&str],
        scope: Option<&Scope<'_>>,
    ) -> Option<Words> {
        let message = self.template(&file.message, &format!("{pointer}/message"), given, scope);
        let help = file
            .help
            .as_ref()
            .map(|help| self.template(help, &format!("{pointer}/help"), given, scope));
        let label = file
            .label
            .as_ref()
            .map(|label| self.template(label, &format!("{pointer}/label"), given, scope));
        let joined = file.joined.as_ref().map(|joined| {
            let pointer = format!("{pointer}/joined");
            if file.per.is_none() {
                self.wrong(&pointer, "`joined` 须与 `per` 同用", "`joined` goes with `per`");
            }
            let given: Vec<&str> = given
                .iter()
                .copied()
                .chain(crate::rules::lang::template::JOINED)
                .collect();
            let message = self.template(&joined.message, &format!("{pointer}/message"), &given, scope);
            let label = joined.label.as_ref();
            let label = label.map(|label| self.template(label, &format!("{pointer}/label"), &given, scope));
            Some((message?, label.map_or(Some(None), |label| label.map(Some))?))
        });
        Some(Words {
            joined: joined.map_or(Some(None), |joined| joined.map(Some))?,
            message: message?,
            help: help.map_or(Some(None), |help| help.map(Some))?,
            label: label.map_or(Some(None), |label| label.map(Some))?,
        })
    }

    /// A message in both languages, which must use the same placeholders.
    fn template(
        &mut self,
        text: &Localized,
        pointer: &str,
        given: &[&str],
        scope: Option<&Scope<'_>>,
    ) -> Option<Template> {
        let errors = match Template::compile(text, given, scope) {
            Ok(template) => return Some(template),
            Err(errors) => errors,
        };
        for error in errors {
            match error {
                TemplateError::Zh(error) => self.wrong_in(&format!("{pointer}/zh"), error),
                TemplateError::En(error) => self.wrong_in(&format!("{pointer}/en"), error),
                TemplateError::Differ => self.wrong(
                    pointer,
                    "中英文用的占位符不同",
                    "the two languages use different placeholders",
                ),
            }
        }
        None
    }
}

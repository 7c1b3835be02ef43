//! A value that somebody gives for a field on the command line or in a list, checked against the form before it is written anywhere.

use jiff::civil::Date;

use crate::{
    diagnostic::finding::Localized,
    form::{
        schema::Schema,
        shape::{Kind, Shape, ShapeId},
    },
    text::decimal::is_plain,
    text::name::shown,
    text::suggest::nearest,
};

/// Why a field cannot have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// What is wrong, with what is allowed.
    pub message: Localized,
    /// The value that was probably meant.
    pub suggestion: Option<String>,
}

impl Schema {
    /// The field at a dotted path, and a value for it as a report writes it.
    ///
    /// # Errors
    /// There is no such field, or it cannot have this value.
    pub fn accept_at(&self, path: &str, value: &str) -> Result<(ShapeId, String), Misfit> {
        let Some(field) = self.at_path(path) else {
            let paths: Vec<String> = self.fields().map(|field| self.path(field)).collect();
            let (id, shown) = (&self.id, shown(path));
            return Err(Misfit {
                message: Localized {
                    zh: format!("格式 {id} 中没有 `{shown}`"),
                    en: format!("the form {id} has no `{shown}`"),
                },
                suggestion: nearest(path, paths.iter().map(String::as_str)).map(str::to_owned),
            });
        };
        Ok((field, self.accept(field, value)?))
    }

    /// The value as a report writes it: the official words for a code are as good as the code.
    ///
    /// # Errors
    /// The field cannot have this value.
    pub fn accept(&self, field: ShapeId, value: &str) -> Result<String, Misfit> {
        let shape = self.shape(field);
        let value = value.trim();
        if !shape.allowed.is_empty() {
            return shape.code(value).ok_or_else(|| self.not_allowed(shape, value));
        }
        let fits = match shape.kind {
            Kind::Text | Kind::Any => true,
            Kind::Integer => is_plain(value) && !value.contains('.'),
            Kind::Decimal => is_plain(value),
            Kind::Date => value.parse::<Date>().is_ok(),
            Kind::Bool => matches!(value, "true" | "false"),
            Kind::Record | Kind::List => false,
        };
        // A field can be left blank.
        if fits || value.is_empty() && !matches!(shape.kind, Kind::Record | Kind::List) {
            return Ok(value.to_owned());
        }
        let (zh, en) = match shape.kind {
            Kind::Integer => ("应填整数", "takes a whole number"),
            Kind::Decimal => ("应填数字", "takes a number"),
            Kind::Date => ("应填日期，写作2024-01-31", "takes a date such as 2024-01-31"),
            Kind::Bool => ("应填true或false", "takes true or false"),
            _ => ("内含其他项目，不能直接填写", "holds other fields; set one of them"),
        };
        Err(Misfit {
            message: Localized {
                zh: format!("“{}”{zh}，不能填“{value}”", shape.name(&shape.title.zh)),
                en: format!("“{}” {en}, not “{value}”", shape.name(&shape.title.en)),
            },
            suggestion: None,
        })
    }

    fn not_allowed(&self, shape: &Shape, value: &str) -> Misfit {
        let codes: Vec<&str> = shape.allowed.iter().filter_map(|code| code.as_str()).collect();
        let words = shape
            .value_names
            .iter()
            .flat_map(|known| [&known.name.zh, &known.name.en]);
        let meant = nearest(value, codes.iter().copied().chain(words.map(String::as_str)));
        Misfit {
            message: Localized {
                zh: format!(
                    "“{}”不能填“{value}”；可填：{}",
                    shape.name(&shape.title.zh),
                    shape.listed(&codes, "、", |code, known| format!("{code}（{}）", known.zh)),
                ),
                en: format!(
                    "“{}” cannot be “{value}”; allowed: {}",
                    shape.name(&shape.title.en),
                    shape.listed(&codes, ", ", |code, known| format!("{code} ({})", known.en)),
                ),
            },
            suggestion: meant.map(str::to_owned),
        }
    }
}

impl Shape {
    /// The code that a value is, or that it is the official words for.
    #[must_use]
    pub fn code(&self, value: &str) -> Option<String> {
        let mut codes = self
            .allowed
            .iter()
            .map(|code| code.as_str().map_or_else(|| code.to_string(), str::to_owned));
        let is_named = |name: &Localized| [&name.zh, &name.en].iter().any(|name| name.eq_ignore_ascii_case(value));
        let named = || self.value_names.iter().find(|known| is_named(&known.name));
        codes
            .find(|code| code == value)
            .or_else(|| named().map(|known| known.value.clone()))
    }

    /// What messages call the field.
    fn name<'s>(&'s self, title: &'s str) -> &'s str {
        if title.is_empty() { &self.key } else { title }
    }

    fn listed(&self, codes: &[&str], between: &str, with_name: impl Fn(&str, &Localized) -> String) -> String {
        let listed = codes.iter().map(|code| {
            let known = self.value_names.iter().find(|known| known.value == **code);
            known.map_or_else(|| (*code).to_owned(), |known| with_name(code, &known.name))
        });
        listed.collect::<Vec<_>>().join(between)
    }
}

/// Why none of these forms has such a field or allows such a value.
pub(crate) fn misfit(path: &str, value: &str, schemas: &[&Schema]) -> Option<Misfit> {
    let mut misfit = None;
    for schema in schemas {
        match schema.accept_at(path, value) {
            Ok(_) => return None,
            // That a field has other values says more than that another form has no such field.
            Err(found) if misfit.is_none() || schema.at_path(path).is_some() => misfit = Some(found),
            Err(_) => {}
        }
    }
    misfit
}

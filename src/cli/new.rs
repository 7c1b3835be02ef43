//! `pubreport new`: a report to begin with.

use std::{collections::BTreeMap, path::PathBuf};

use crate::{Library, emit::skeleton::skeleton, finding::Lang, schema::Schema, text::suggest::nearest};
use clap::Args;

use super::{
    CLEAN, Failure, LangArg, as_file,
    files::{is_yaml_name, put},
    print,
    settings::read,
};

/// Begin a report: a skeleton with the official labels as comments
#[derive(Args)]
pub(crate) struct NewArgs {
    /// The reporting year; with --schema it may be left open
    #[arg(long, required_unless_present = "schema")]
    year: Option<i16>,
    /// The full name of the agency
    #[arg(long, value_name = "NAME")]
    agency: Option<String>,
    /// Fill in a field: a dotted path and its value; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// The form: an id or a file [default: the one in force in that year]
    #[arg(long, value_name = "SCHEMA")]
    schema: Option<String>,
    /// Write to a file instead of standard output; an existing file is never overwritten
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Language of comments
    #[arg(long, value_enum, default_value_t = LangArg::Zh)]
    lang: LangArg,
}

pub(crate) fn run(args: &NewArgs) -> Result<u8, Failure> {
    let lang: Lang = args.lang.into();
    if let Some(path) = &args.output {
        is_yaml_name(path, lang)?;
    }
    let mut library = Library::default();
    let id = match &args.schema {
        Some(schema) => match as_file(schema) {
            Some(path) => library.add_schema(read(&path)?)?,
            None => schema.clone(),
        },
        None => {
            let year = args.year.unwrap_or_default();
            in_force(&library, year)?.ok_or_else(|| {
                Failure::Say(match lang {
                    Lang::Zh => format!("没有适用于 {year} 年度的格式，请用 --schema 指明"),
                    Lang::En => format!("no form is in force for {year}; name one with --schema"),
                })
            })?
        }
    };
    let Some(schema) = library.schema(&id)? else {
        let near = nearest(&id, library.schema_ids())
            .map(|near| format!("; {near}?"))
            .unwrap_or_default();
        return Err(Failure::Say(format!("没有格式 / no schema `{id}`{near}")));
    };
    let mut values = BTreeMap::new();
    let (year, agency) = (&schema.identity.year, &schema.identity.agency);
    for (option, pointer, value) in [
        ("--year", year, args.year.map(|year| year.to_string())),
        ("--agency", agency, args.agency.clone()),
    ] {
        let Some(value) = value else { continue };
        let Some(field) = pointer.as_deref().and_then(|pointer| schema.at_pointer(pointer)) else {
            return Err(Failure::Say(match lang {
                Lang::Zh => format!("格式 {id} 没有指明（x-identity）{option} 填入哪一项，请改用 --set"),
                Lang::En => format!("the form {id} names no field for {option} (x-identity); use --set instead"),
            }));
        };
        values.insert(schema.path(field), value);
    }
    set(schema, &args.set, &mut values, lang)?;
    let text = skeleton(schema, &values, lang);
    match &args.output {
        None => print(&text)?,
        Some(path) => put(path, text.as_bytes(), false, lang)?,
    }
    Ok(CLEAN)
}

/// The schema whose built-in pack is meant for the year.
fn in_force(library: &Library, year: i16) -> Result<Option<String>, Failure> {
    for id in library.schema_ids() {
        let years = library.pack(id)?.and_then(|pack| pack.file.years);
        let in_force = |years: crate::rules::pack::file::Years| {
            years.from.is_none_or(|from| from <= year) && years.to.is_none_or(|to| year <= to)
        };
        if years.is_some_and(in_force) {
            return Ok(Some(id.to_owned()));
        }
    }
    Ok(None)
}

/// Take over the values of `--set`, as far as the form has such fields and allows such values.
pub(crate) fn set(
    schema: &Schema,
    sets: &[String],
    values: &mut BTreeMap<String, String>,
    lang: Lang,
) -> Result<(), Failure> {
    for set in sets {
        let Some((path, value)) = set.split_once('=') else {
            return Err(Failure::Say(format!("--set {set}: PATH=VALUE")));
        };
        let field = schema.at_path(path).ok_or_else(|| no_field(schema, path, lang))?;
        let value = schema.accept(field, value).map_err(|misfit| {
            let meant = misfit.suggestion.map(|meant| meaning(&meant, lang)).unwrap_or_default();
            Failure::Say(format!("--set {set}: {}{meant}", misfit.message.get(lang)))
        })?;
        values.insert(path.to_owned(), value);
    }
    Ok(())
}

fn no_field(schema: &Schema, path: &str, lang: Lang) -> Failure {
    let paths: Vec<String> = schema.fields().map(|field| schema.path(field)).collect();
    let near = nearest(path, paths.iter().map(String::as_str));
    let meant = near.map(|near| meaning(near, lang)).unwrap_or_default();
    Failure::Say(match lang {
        Lang::Zh => format!("格式 {} 中没有 `{path}`{meant}", schema.id),
        Lang::En => format!("the form {} has no `{path}`{meant}", schema.id),
    })
}

fn meaning(meant: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("；是否应为“{meant}”？"),
        Lang::En => format!("; did you mean “{meant}”?"),
    }
}

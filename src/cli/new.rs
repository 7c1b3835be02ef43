//! `pubreport new`: a report to begin with.

use std::{collections::BTreeMap, path::PathBuf};

use crate::{Library, emit::skeleton::skeleton, finding::Lang, schema::Schema, text::suggest::nearest};
use clap::Args;

use super::{CLEAN, Failure, LangArg, as_file, files::put, print, settings::read};

/// Begin a report: a skeleton with the official labels as comments
#[derive(Args)]
pub(crate) struct NewArgs {
    /// The reporting year
    #[arg(long)]
    year: i16,
    /// The agency's full name: the same as --set agency.name=NAME
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
    let mut library = Library::default();
    let id = match &args.schema {
        Some(schema) => match as_file(schema) {
            Some(path) => library.add_schema(read(&path)?)?,
            None => schema.clone(),
        },
        None => in_force(&library, args.year)?.ok_or_else(|| {
            Failure::Say(match lang {
                Lang::Zh => format!("没有适用于 {} 年度的格式，请用 --schema 指明", args.year),
                Lang::En => format!("no form is in force for {}; name one with --schema", args.year),
            })
        })?,
    };
    let Some(schema) = library.schema(&id)? else {
        let near = nearest(&id, library.schema_ids())
            .map(|near| format!("; {near}?"))
            .unwrap_or_default();
        return Err(Failure::Say(format!("没有格式 / no schema `{id}`{near}")));
    };
    let mut values = BTreeMap::from([("year".to_owned(), args.year.to_string())]);
    values.extend(args.agency.clone().map(|agency| ("agency.name".to_owned(), agency)));
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

/// Take over the values of `--set`.
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
        values.insert(path.to_owned(), value.to_owned());
    }
    known(schema, values, lang)
}

fn known(schema: &Schema, values: &BTreeMap<String, String>, lang: Lang) -> Result<(), Failure> {
    let paths: Vec<String> = schema.fields().map(|field| schema.path(field)).collect();
    let Some(path) = values.keys().find(|path| !paths.contains(path)) else {
        return Ok(());
    };
    let near = nearest(path, paths.iter().map(String::as_str))
        .map(|near| format!("; {near}?"))
        .unwrap_or_default();
    Err(Failure::Say(match lang {
        Lang::Zh => format!("格式 {} 中没有 `{path}`{near}", schema.id),
        Lang::En => format!("the form {} has no `{path}`{near}", schema.id),
    }))
}

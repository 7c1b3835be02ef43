//! `pubreport new`: a report to begin with.

use std::{collections::BTreeMap, path::PathBuf};

use crate::{
    Library,
    diagnostic::finding::{Lang, Localized},
    emit::skeleton::skeleton,
    form::schema::Schema,
    rules::pack::file::Years,
    text::name::shown,
};
use clap::Args;

use super::{
    exit_code::CLEAN,
    failure::Failure,
    files::is_yaml_name,
    options::{NoConfig, path_and_value},
    settings::{AtHand, no_schema, schema_id},
    system::{stream::print_data, write::put},
    targets::destination,
};

#[derive(Args)]
pub(crate) struct NewArgs {
    #[arg(long, required_unless_present = "schema")]
    year: Option<i16>,
    #[arg(long, value_name = "NAME")]
    agency: Option<String>,
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    #[arg(long, value_name = "SCHEMA")]
    schema: Option<String>,
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    config: NoConfig,
}

pub(crate) fn run(args: &NewArgs, lang: Lang) -> Result<u8, Failure> {
    let output = destination(args.output.as_ref());
    if let Some(path) = output {
        is_yaml_name(path)?;
    }
    let AtHand { mut library, packs } = AtHand::new(args.config)?;
    let id = match &args.schema {
        Some(schema) => schema_id(&mut library, schema)?,
        None => {
            let year = args.year.unwrap_or_default();
            in_force(&library, &packs, year)?.ok_or_else(|| {
                Failure::stated(
                    format!("没有适用于 {year} 年度的格式，请用 --schema 指明"),
                    format!("no form is in force for {year}; name one with --schema"),
                )
            })?
        }
    };
    let Some(schema) = library.schema(&id)? else {
        return Err(no_schema(&library, &id));
    };
    let mut values = BTreeMap::new();
    let (year, agency) = (&schema.identity.year, &schema.identity.agency);
    for (option, pointer, value) in [
        ("--year", year, args.year.map(|year| year.to_string())),
        ("--agency", agency, args.agency.clone()),
    ] {
        let Some(value) = value else { continue };
        let Some(field) = pointer.as_deref().and_then(|pointer| schema.at_pointer(pointer)) else {
            return Err(Failure::stated(
                format!("格式 {id} 没有指明（x-identity）{option} 填入哪一项，请改用 --set"),
                format!("the form {id} names no field for {option} (x-identity); use --set instead"),
            ));
        };
        values.insert(schema.path(field), value);
    }
    set(schema, &args.set, &mut values)?;
    let text = skeleton(schema, &values, lang);
    match output {
        None => print_data(text.as_bytes())?,
        Some(path) => put(path, text.as_bytes(), false)?,
    }
    Ok(CLEAN)
}

/// The schema whose pack is meant for the year: one of the configuration's packs, or else a built-in one.
fn in_force(library: &Library, packs: &[String], year: i16) -> Result<Option<String>, Failure> {
    let builtin = library.schema_ids().map(str::to_owned).collect::<Vec<_>>();
    for id in packs.iter().chain(&builtin) {
        if library.pack(id)?.is_none() {
            continue;
        }
        let chain = library.chain(id)?;
        let years: Option<Years> = chain.iter().rev().find_map(|pack| pack.file.years);
        let in_force =
            |years: Years| years.from.is_none_or(|from| from <= year) && years.to.is_none_or(|to| year <= to);
        if years.is_some_and(in_force)
            && let Some(schema) = library.schema_of(id)?
        {
            return Ok(Some(schema));
        }
    }
    Ok(None)
}

/// Take over the values of `--set`, as far as the form has such fields and allows such values.
pub(crate) fn set(schema: &Schema, sets: &[String], values: &mut BTreeMap<String, String>) -> Result<(), Failure> {
    for set in sets {
        let (path, value) = path_and_value(set)?;
        let set = shown(set);
        let (_, value) = schema.accept_at(path, value).map_err(|misfit| {
            let meant = meaning(misfit.suggestion.as_deref());
            Failure::stated(
                format!("--set {set}：{}{}", misfit.message.zh, meant.zh),
                format!("--set {set}: {}{}", misfit.message.en, meant.en),
            )
        })?;
        values.insert(path.to_owned(), value);
    }
    Ok(())
}

/// A question whether something else was meant, if there is a suggestion.
fn meaning(suggestion: Option<&str>) -> Localized {
    suggestion.map_or_else(Localized::default, |meant| Localized {
        zh: format!("；是否应为“{meant}”？"),
        en: format!("; did you mean “{meant}”?"),
    })
}

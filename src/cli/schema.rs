//! `pubreport schema`: the forms, and the JSON Schema of the output.

use std::fmt::Write;

use crate::{Library, config::config_schema, diagnostic::finding::Lang, output};
use clap::{Args, Subcommand, ValueEnum};

use super::{
    exit_code::CLEAN,
    failure::Failure,
    print::{print, print_json},
    settings::{AtHand, no_schema, schema_id},
};

#[derive(Subcommand)]
pub(crate) enum SchemaCommand {
    List,
    Show(ShowArgs),
    Output,
    Config,
}

#[derive(Args)]
pub(crate) struct ShowArgs {
    schema: String,
    #[arg(long, value_enum, default_value_t = ShowFormat::Text, value_name = "FORMAT")]
    format: ShowFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShowFormat {
    Text,
    Json,
    Yaml,
}

pub(crate) fn run(command: &SchemaCommand, lang: Lang) -> Result<u8, Failure> {
    match command {
        SchemaCommand::List => list(&AtHand::new()?.library, lang)?,
        SchemaCommand::Show(args) => show(AtHand::new()?.library, args, lang)?,
        SchemaCommand::Output => print_json(&output::json_schema())?,
        SchemaCommand::Config => print_json(&config_schema())?,
    }
    Ok(CLEAN)
}

fn list(library: &Library, lang: Lang) -> Result<(), Failure> {
    let mut text = String::new();
    for id in library.schema_ids() {
        if let Some(schema) = library.schema(id)? {
            let _ = writeln!(text, "{id}  {}", schema.title.get(lang));
        }
    }
    print(&text)
}

fn show(mut library: Library, args: &ShowArgs, lang: Lang) -> Result<(), Failure> {
    let id = schema_id(&mut library, &args.schema)?;
    let Some(schema) = library.schema(&id)? else {
        return Err(no_schema(&library, &id));
    };
    match args.format {
        ShowFormat::Json => print_json(schema.json()),
        ShowFormat::Yaml => print(schema.source().text()),
        ShowFormat::Text => {
            let mut text = String::new();
            for field in schema.fields().skip(1) {
                let shape = schema.shape(field);
                let indent = "  ".repeat(schema.path(field).matches('.').count());
                let (key, title, kind) = (&shape.key, shape.title.get(lang), shape.kind.as_str());
                let _ = writeln!(text, "{indent}{key}: {title} ({kind})");
            }
            print(&text)
        }
    }
}

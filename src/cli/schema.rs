//! `pubreport schema`: the forms, and the JSON Schema of the output.

use std::fmt::Write;

use crate::{Library, config::config_schema, diagnostic::finding::Lang, output};
use clap::{Args, Subcommand, ValueEnum};

use super::{
    exit_code::CLEAN,
    failure::Failure,
    options::NoConfig,
    settings::{AtHand, no_schema, schema_id},
    system::stream::{print, print_data, print_json},
};

#[derive(Subcommand)]
pub(crate) enum SchemaCommand {
    List(NoConfig),
    Show(ShowArgs),
    Output,
    Config,
}

#[derive(Args)]
pub(crate) struct ShowArgs {
    schema: String,
    #[arg(long, value_enum, default_value_t = ShowFormat::Text, value_name = "FORMAT")]
    format: ShowFormat,
    #[command(flatten)]
    config: NoConfig,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShowFormat {
    Text,
    Json,
    Yaml,
}

pub(crate) fn run(command: &SchemaCommand, lang: Lang) -> Result<u8, Failure> {
    match command {
        SchemaCommand::List(config) => list(&AtHand::new(*config)?.library, lang)?,
        SchemaCommand::Show(args) => show(AtHand::new(args.config)?.library, args, lang)?,
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
    Ok(print(&text)?)
}

fn show(mut library: Library, args: &ShowArgs, lang: Lang) -> Result<(), Failure> {
    let id = schema_id(&mut library, &args.schema)?;
    let Some(schema) = library.schema(&id)? else {
        return Err(no_schema(&library, &id));
    };
    match args.format {
        ShowFormat::Json => print_json(schema.json())?,
        ShowFormat::Yaml => print_data(schema.source().text().as_bytes())?,
        ShowFormat::Text => {
            let mut text = String::new();
            for field in schema.fields().skip(1) {
                let shape = schema.shape(field);
                let indent = "  ".repeat(schema.path(field).matches('.').count());
                let (key, title, kind) = (&shape.key, shape.title.get(lang), shape.kind.as_str());
                let _ = writeln!(text, "{indent}{key}: {title} ({kind})");
            }
            print(&text)?;
        }
    }
    Ok(())
}

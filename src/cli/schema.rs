//! `pubreport schema`: the forms, and the JSON Schema of the output.

use crate::{Library, config::config_schema, output, text::suggest::nearest};
use clap::{Args, Subcommand, ValueEnum};

use super::{CLEAN, Failure, LangArg, as_file, print, settings::read};

#[derive(Subcommand)]
pub(crate) enum SchemaCommand {
    /// List the forms
    List {
        /// Language of titles
        #[arg(long, value_enum, default_value_t = LangArg::Zh)]
        lang: LangArg,
    },
    /// Show a form: its fields with their labels, or its JSON Schema for an editor
    Show(ShowArgs),
    /// Print the JSON Schema of `lint --format json`
    Output,
    /// Print the JSON Schema of pubreport.yaml
    Config,
}

#[derive(Args)]
pub(crate) struct ShowArgs {
    /// The form: an id or a file
    schema: String,
    /// `text`: the fields with their labels; `json`: the JSON Schema; `yaml`: the file as it is
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    format: ShowFormat,
    /// Language of labels
    #[arg(long, value_enum, default_value_t = LangArg::Zh)]
    lang: LangArg,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShowFormat {
    Text,
    Json,
    Yaml,
}

pub(crate) fn run(command: SchemaCommand) -> Result<u8, Failure> {
    let mut library = Library::default();
    match command {
        SchemaCommand::List { lang } => {
            let mut text = String::new();
            for id in library.schema_ids() {
                if let Some(schema) = library.schema(id)? {
                    text.push_str(&format!("{id}  {}\n", schema.title.get(lang.into())));
                }
            }
            print(&text)?;
        }
        SchemaCommand::Show(args) => show(&mut library, &args)?,
        SchemaCommand::Output => print(&(json(&output::json_schema())? + "\n"))?,
        SchemaCommand::Config => print(&(json(&config_schema())? + "\n"))?,
    }
    Ok(CLEAN)
}

fn json(value: &serde_json::Value) -> Result<String, Failure> {
    serde_json::to_string_pretty(value).map_err(|error| Failure::Say(error.to_string()))
}

fn show(library: &mut Library, args: &ShowArgs) -> Result<(), Failure> {
    let id = match as_file(&args.schema) {
        Some(path) => library.add_schema(read(&path)?)?,
        None => args.schema.clone(),
    };
    let Some(schema) = library.schema(&id)? else {
        let near = nearest(&id, library.schema_ids())
            .map(|near| format!("; {near}?"))
            .unwrap_or_default();
        return Err(Failure::Say(format!("没有格式 / no schema `{id}`{near}")));
    };
    match args.format {
        ShowFormat::Json => print(&(json(schema.json())? + "\n")),
        ShowFormat::Yaml => print(schema.source().text()),
        ShowFormat::Text => {
            let lang = args.lang.into();
            let lines = schema.fields().skip(1).map(|field| {
                let shape = schema.shape(field);
                let path = schema.path(field);
                let indent = "  ".repeat(path.matches('.').count());
                format!(
                    "{indent}{}: {} ({})\n",
                    shape.key,
                    shape.title.get(lang),
                    shape.kind.as_str()
                )
            });
            print(&lines.collect::<String>())
        }
    }
}

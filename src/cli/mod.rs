//! The command line: one file a command.

mod exit_code;
mod explain;
mod failure;
mod files;
mod fix;
mod help;
mod import;
mod inputs;
mod language;
mod lint;
mod new;
mod options;
mod render;
mod rules;
mod schema;
mod settings;
mod sum;
mod system;
mod targets;
mod terminal;
mod usage;

use std::{ffi::OsString, path::Path, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};

use crate::diagnostic::finding::Lang;

use self::{
    exit_code::{CLEAN, NO_VERDICT},
    failure::Failure,
    language::Early,
    options::LangArg,
    system::stream::{note, print_data},
};

// What commands and arguments do is told in `help.yaml`, in both languages.
#[derive(Parser)]
#[command(name = "pubreport", version)]
struct Cli {
    /// Read by [`Early`] already, which knows it also where the rest is wrong.
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<LangArg>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Lint(lint::LintArgs),
    Explain(explain::ExplainArgs),
    #[command(subcommand)]
    Rules(rules::RulesCommand),
    #[command(subcommand)]
    Schema(schema::SchemaCommand),
    New(new::NewArgs),
    Sum(sum::SumArgs),
    Import(import::ImportArgs),
    Render(render::RenderArgs),
    Completions {
        shell: clap_complete::Shell,
    },
}

impl Command {
    /// The folder whose configuration says in which language a run is: of the first file named, or else the working folder.
    fn folder(&self) -> &Path {
        match self {
            Self::Lint(args) => files::folder_of(&args.files, args.stdin_filename.as_deref()),
            Self::Sum(args) => files::folder_of(&args.members, None),
            Self::Import(args) => files::folder_of(&args.files, None),
            Self::Render(args) => files::folder_of(std::slice::from_ref(&args.file), None),
            Self::Explain(_) | Self::Rules(_) | Self::Schema(_) | Self::New(_) | Self::Completions { .. } => {
                Path::new("")
            }
        }
    }

    fn run(&self, early: &Early, lang: Lang) -> Result<u8, Failure> {
        match self {
            Self::Lint(args) => lint::run(args, lang),
            Self::Explain(args) => explain::run(args, lang),
            Self::Rules(command) => rules::run(command, lang),
            Self::Schema(command) => schema::run(command, lang),
            Self::New(args) => new::run(args, lang),
            Self::Sum(args) => sum::run(args, lang),
            Self::Import(args) => import::run(args, lang),
            Self::Render(args) => render::run(args, lang),
            Self::Completions { shell } => {
                let mut script = Vec::new();
                let mut command = help::with_help(Cli::command(), early.of_help());
                clap_complete::generate(*shell, &mut command, "pubreport", &mut script);
                print_data(&script)?;
                Ok(CLEAN)
            }
        }
    }
}

/// Run the command line that the process was started with.
pub fn run() -> ExitCode {
    survive_limits();
    std::panic::set_hook(Box::new(|panic| note(&format!("pubreport: internal error: {panic}"))));
    // Whatever goes wrong, a gate is told that there is no verdict.
    ExitCode::from(std::panic::catch_unwind(answer).unwrap_or(NO_VERDICT))
}

fn answer() -> u8 {
    let args: Vec<OsString> = std::env::args_os().collect();
    let early = Early::of(&args);
    let Ok(cli) = Cli::try_parse_from(&args) else {
        return usage::answer(Cli::command(), args, early.of_help());
    };
    let lang = cli.lang.map(Lang::from);
    let lang = lang.unwrap_or_else(|| early.of_messages(cli.command.folder()));
    cli.command.run(&early, lang).unwrap_or_else(|failure| {
        failure.report(lang);
        NO_VERDICT
    })
}

/// A limit on the size of files makes writing fail, as a full disk does, instead of ending the program.
fn survive_limits() {
    #[cfg(unix)]
    {
        let seen = std::sync::Arc::default();
        // Where that cannot be had, all else works.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, seen);
    }
}

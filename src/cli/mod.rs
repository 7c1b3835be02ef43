//! The command line: one file a command.

mod beside;
mod explain;
mod files;
mod fix;
mod import;
mod lint;
mod new;
mod render;
mod rules;
mod schema;
mod settings;
mod sum;

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use crate::{LinterError, config::FailOn, finding::Lang, output};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

/// Nothing at or above the threshold.
pub(crate) const CLEAN: u8 = 0;
/// A finding at or above the threshold.
pub(crate) const FOUND: u8 = 1;
/// No verdict.
pub(crate) const NO_VERDICT: u8 = 2;

/// Check statutory reports against their form and the law.
#[derive(Parser)]
#[command(name = "pubreport", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check reports: files, directories, or `-` for standard input
    Lint(lint::LintArgs),
    /// Tell what a rule asks, why, and how to mend a breach
    Explain(explain::ExplainArgs),
    /// List the rules, test a pack, print the JSON Schema of packs
    #[command(subcommand)]
    Rules(rules::RulesCommand),
    /// List or show the forms, print the JSON Schema of the JSON output
    #[command(subcommand)]
    Schema(schema::SchemaCommand),
    /// Begin a report: a skeleton with the official labels as comments
    New(new::NewArgs),
    /// Add up reports: the consolidated tables of many as one report
    Sum(sum::SumArgs),
    /// Turn published reports into YAML: text, Markdown, HTML and DOCX
    Import(import::ImportArgs),
    /// Print a report as it is published: HTML, Markdown, DOCX or plain text
    Render(render::RenderArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Options of every command that loads schemas and packs or prints messages.
#[derive(Args, Clone)]
pub(crate) struct Common {
    /// Language of messages [default: zh]
    #[arg(long, value_name = "LANG")]
    pub(crate) lang: Option<LangArg>,
    /// A rule pack that takes the place of the built-in one: an id or a file; may be repeated
    #[arg(long, value_name = "PACK")]
    pub(crate) rules: Vec<String>,
    /// Hold reports against this schema, whatever they say: an id or a file
    #[arg(long, value_name = "SCHEMA")]
    pub(crate) schema: Option<String>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = ColorArg::Auto, value_name = "WHEN")]
    pub(crate) color: ColorArg,
    /// Characters for frames; `auto` is ASCII where the locale is not UTF-8
    #[arg(long, value_enum, default_value_t = ThemeArg::Auto, value_name = "THEME")]
    pub(crate) theme: ThemeArg,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangArg {
    Zh,
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Zh => Self::Zh,
            LangArg::En => Self::En,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ThemeArg {
    Auto,
    Unicode,
    Ascii,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOnArg {
    Error,
    Warning,
    Info,
    Never,
}

impl From<FailOnArg> for FailOn {
    fn from(level: FailOnArg) -> Self {
        match level {
            FailOnArg::Error => Self::Error,
            FailOnArg::Warning => Self::Warning,
            FailOnArg::Info => Self::Info,
            FailOnArg::Never => Self::Never,
        }
    }
}

/// Why a command ends without a verdict.
pub(crate) enum Failure {
    /// Schemas, packs or configurations with errors at their places.
    Load(LinterError),
    /// Anything else, said in one sentence.
    Say(String),
}

impl From<LinterError> for Failure {
    fn from(error: LinterError) -> Self {
        Self::Load(error)
    }
}

impl From<crate::load::LoadErrors> for Failure {
    fn from(errors: crate::load::LoadErrors) -> Self {
        Self::Load(errors.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Say(error.to_string())
    }
}

/// Run the command line that the process was started with.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Help and version are asked for; anything else is a wrong call.
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { NO_VERDICT } else { CLEAN });
        }
    };
    let result = match cli.command {
        Command::Lint(args) => lint::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(command) => rules::run(command),
        Command::Schema(command) => schema::run(command),
        Command::New(args) => new::run(&args),
        Command::Sum(args) => sum::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Render(args) => render::run(&args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "pubreport", &mut script);
            print(&String::from_utf8_lossy(&script)).map(|()| CLEAN)
        }
    };
    match result {
        Ok(code) => ExitCode::from(code),
        // Whoever reads the output has seen enough: `pubreport … | head`.
        Err(Failure::Say(message)) if message == BROKEN_PIPE => ExitCode::from(NO_VERDICT),
        Err(failure) => {
            report(failure);
            ExitCode::from(NO_VERDICT)
        }
    }
}

const BROKEN_PIPE: &str = "broken pipe";

/// Write to standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// A closed pipe ends the command without a message.
pub(crate) fn written(result: io::Result<()>) -> Result<(), Failure> {
    result.map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Say(BROKEN_PIPE.into()),
        _ => Failure::Say(error.to_string()),
    })
}

/// Say on standard error why there is no verdict.
fn report(failure: Failure) {
    let mut err = io::stderr().lock();
    match failure {
        Failure::Say(message) => {
            let _ = writeln!(err, "pubreport: {message}");
        }
        Failure::Load(error) => {
            let options = output::Options {
                lang: lang_of_arguments(),
                color: use_color(ColorArg::Auto, io::stderr().is_terminal()),
                theme: theme(ThemeArg::Auto),
                width: width(),
                quiet: false,
            };
            let mut printer = output::printer(output::Format::Pretty, options);
            for errors in error.errors {
                // A name that nothing bears has no file to show a place in.
                if errors.source.text().is_empty() && as_file(&errors.source.path().to_string_lossy()).is_none() {
                    for error in &errors.errors {
                        let help = error
                            .help
                            .as_ref()
                            .map(|help| help.get(options.lang))
                            .unwrap_or_default();
                        let _ = writeln!(
                            err,
                            "pubreport: {}",
                            sentence(error.message.get(options.lang), help, options.lang)
                        );
                    }
                    continue;
                }
                let _ = printer.file(&errors.report(options.lang), output::Status::Error, &mut err);
            }
        }
    }
}

fn sentence(message: &str, help: &str, lang: Lang) -> String {
    match (help.is_empty(), lang) {
        (true, _) => message.to_owned(),
        (_, Lang::Zh) => format!("{message}，{help}"),
        (_, Lang::En) => format!("{message}; {help}"),
    }
}

/// The language asked for, also where a command failed before it had its options at hand.
fn lang_of_arguments() -> Lang {
    let args: Vec<String> = std::env::args().collect();
    let english = args.windows(2).any(|pair| pair == ["--lang", "en"]) || args.iter().any(|arg| arg == "--lang=en");
    if english { Lang::En } else { Lang::Zh }
}

/// Whether to use colour; `NO_COLOR` and `CLICOLOR_FORCE` are heeded.
pub(crate) fn use_color(when: ColorArg, is_terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    match when {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => !set("NO_COLOR") && (set("CLICOLOR_FORCE") || is_terminal),
    }
}

/// Frames that the terminal can show.
pub(crate) fn theme(asked: ThemeArg) -> output::Theme {
    let utf8 = || {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        // Where nothing says otherwise, as on Windows and in most containers, UTF-8 is what terminals speak.
        locale.is_none_or(|locale| {
            let locale = locale.to_lowercase();
            locale.contains("utf-8") || locale.contains("utf8") || locale == "c" || locale == "posix"
        })
    };
    match asked {
        ThemeArg::Unicode => output::Theme::Unicode,
        ThemeArg::Ascii => output::Theme::Ascii,
        ThemeArg::Auto if utf8() => output::Theme::Unicode,
        ThemeArg::Auto => output::Theme::Ascii,
    }
}

/// The terminal's width in columns; `COLUMNS` where there is no terminal, otherwise 100.
pub(crate) fn width() -> usize {
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let asked = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal.or_else(asked).unwrap_or(100)
}

/// The path of a file that a user named by an id or a path: a path if it looks like one.
pub(crate) fn as_file(name: &str) -> Option<PathBuf> {
    let looks_like_path = name.contains(['/', '\\']) || name.ends_with(".yaml") || name.ends_with(".yml");
    looks_like_path.then(|| PathBuf::from(name))
}

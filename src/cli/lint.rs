//! `pubreport lint`.

use std::{
    collections::BTreeMap,
    io::{self, IsTerminal, Write},
    path::PathBuf,
};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{Zoned, civil::Date};
use pubreport::{
    finding::{FileReport, Lang, Severity},
    output::{self, Printer, RuleInfo, Status, Summary},
    published::{Input, Medium},
    read::Format,
    source::Source,
};
use rayon::prelude::*;

use super::{
    CLEAN, Common, FOUND, FailOnArg, Failure, NO_VERDICT, files,
    rules::rule_infos,
    settings::{AllSettings, Settings},
    theme, use_color, width, written,
};

/// So many files are linted before the first of them is printed; bounds the memory whatever the number of files.
const BATCH_PER_JOB: usize = 16;
/// A progress bar is worth its line from so many files on.
const MANY_FILES: usize = 200;

/// Check reports: files, directories, or `-` for standard input
#[derive(Args)]
pub struct LintArgs {
    /// Reports, directories with reports, or `-`
    #[arg(required = true, value_name = "FILE|DIR|-")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
    /// How findings are printed: pretty, short, json, sarif, github, gitlab, junit
    #[arg(long, default_value_t, value_name = "FORMAT")]
    format: output::Format,
    /// From which severity on a report fails [default: error]
    #[arg(long, value_name = "LEVEL")]
    fail_on: Option<FailOnArg>,
    /// Number of threads [default: the processor's]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// Print errors only, without a summary
    #[arg(long, short)]
    quiet: bool,
    /// What findings call the report from standard input; its folder decides the configuration
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,
    /// What the reports are, whatever their names say: yaml, json, text, markdown, html, docx
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    input_format: Option<InputFormatArg>,
    /// Ignore every pubreport.yaml and .gitignore, so that a filer's waivers do not count and no file is left out
    #[arg(long)]
    no_config: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputFormatArg {
    Yaml,
    Json,
    Text,
    Markdown,
    Html,
    Docx,
}

impl From<InputFormatArg> for Input {
    fn from(format: InputFormatArg) -> Self {
        match format {
            InputFormatArg::Yaml => Self::Data(Some(Format::Yaml)),
            InputFormatArg::Json => Self::Data(Some(Format::Json)),
            InputFormatArg::Text => Self::Published(Medium::Text),
            InputFormatArg::Markdown => Self::Published(Medium::Markdown),
            InputFormatArg::Html => Self::Published(Medium::Html),
            InputFormatArg::Docx => Self::Published(Medium::Docx),
        }
    }
}

/// Lint and print; the exit code.
pub fn run(args: &LintArgs) -> Result<u8, Failure> {
    let mut all = AllSettings::new(&args.common, !args.no_config);
    let inputs = files::collect(&args.files, args.stdin_filename.as_deref(), &mut all)?;
    if inputs.is_empty() {
        return Err(Failure::Say(match args.common.lang {
            Some(super::LangArg::En) => {
                "nothing to lint: no .yaml, .yml, .json, .html, .htm or .docx file found".into()
            }
            _ => "没有可核对的报告：没有找到 .yaml、.yml、.json、.html、.htm 或 .docx 文件".into(),
        }));
    }
    let lang = all.get(inputs[0].settings).linter.options().lang;
    let mut desk = Desk {
        printer: output::printer(args.format, options(args, lang)),
        out: io::BufWriter::new(io::stdout().lock()),
        summary: Summary::default(),
        schemas: BTreeMap::new(),
        worst: CLEAN,
    };
    written(desk.printer.begin(&mut desk.out))?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(args.jobs.unwrap_or(0).into())
        .build();
    let pool = pool.map_err(|error| Failure::Say(error.to_string()))?;
    let today = Zoned::now().date();
    let bar = progress(inputs.len(), args.quiet);
    for batch in inputs.chunks(pool.current_num_threads() * BATCH_PER_JOB) {
        let reports: Vec<FileReport> = pool.install(|| {
            batch
                .par_iter()
                .map(|input| lint(input, args, all.get(input.settings), today))
                .collect()
        });
        for (input, report) in batch.iter().zip(reports) {
            desk.show(&report, threshold(args, all.get(input.settings)))?;
            desk.schemas.entry(input.settings).or_default().extend(report.schema);
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    stale_waivers(args, &all, today, &mut desk)?;
    let infos: Vec<RuleInfo> = rule_infos(&all, &desk.schemas, lang)?;
    written(
        desk.printer
            .end(&desk.summary, &infos, &mut desk.out)
            .and_then(|()| desk.out.flush()),
    )?;
    Ok(desk.worst)
}

/// Where reports are printed one after the other.
struct Desk<'o> {
    printer: Box<dyn Printer>,
    out: io::BufWriter<io::StdoutLock<'o>>,
    summary: Summary,
    /// The schemas met, by settings.
    schemas: BTreeMap<usize, std::collections::BTreeSet<String>>,
    worst: u8,
}

impl Desk<'_> {
    fn show(&mut self, report: &FileReport, fail_on: Option<Severity>) -> Result<(), Failure> {
        let status = Status::of(report, fail_on);
        self.worst = self.worst.max(match status {
            Status::Pass => CLEAN,
            Status::Fail => FOUND,
            Status::Error => NO_VERDICT,
        });
        self.summary.add(report, fail_on);
        written(self.printer.file(report, status, &mut self.out))
    }
}

fn options(args: &LintArgs, lang: Lang) -> output::Options {
    output::Options {
        lang,
        color: use_color(args.common.color, io::stdout().is_terminal()),
        theme: theme(args.common.theme),
        width: width(),
        quiet: args.quiet,
    }
}

fn threshold(args: &LintArgs, settings: &Settings) -> Option<Severity> {
    let configured = || settings.config.as_ref().and_then(|config| config.file.fail_on);
    let fail_on = args.fail_on.map(Into::into).or_else(configured).unwrap_or_default();
    fail_on.threshold()
}

fn lint(input: &files::Input, args: &LintArgs, settings: &Settings, today: Date) -> FileReport {
    let bytes = match files::read(input, settings.linter.options().limits.bytes) {
        Ok(bytes) => bytes,
        Err(error) => {
            let report = FileReport::empty(Source::new(&input.path, ""));
            return FileReport {
                failure: Some(files::unreadable(&error, settings.linter.options().lang)),
                ..report
            };
        }
    };
    let kind = args
        .input_format
        .map_or_else(|| Input::of(&input.path, &bytes), Into::into);
    let mut report = settings.linter.lint_as(&input.path, &bytes, kind);
    if let Some(config) = &settings.config {
        let waives = |waiver: &pubreport::config::Waiver| {
            let at = config.waivers.iter().position(|known| std::ptr::eq(known, waiver));
            at.is_some_and(|at| settings.waives(at, &input.path))
        };
        config.waive(&mut report, today, waives);
    }
    report
}

/// Waivers that covered nothing, or are over, are findings of the configuration.
fn stale_waivers(args: &LintArgs, all: &AllSettings, today: Date, desk: &mut Desk<'_>) -> Result<(), Failure> {
    for (at, settings) in all.iter().enumerate() {
        let Some(config) = &settings.config else { continue };
        let lang = settings.linter.options().lang;
        for schema in desk.schemas.get(&at).cloned().unwrap_or_default().iter().take(1) {
            let Some((_, rules)) = settings.linter.form(schema)? else {
                continue;
            };
            let known: Vec<&str> = rules.rules.iter().map(|rule| rule.file.id.as_str()).collect();
            let findings = config.stale_waivers(rules, &known, today, lang);
            if !findings.is_empty() {
                let report = FileReport {
                    findings,
                    ..FileReport::empty(config.source.clone())
                };
                desk.show(&report, threshold(args, settings))?;
            }
        }
    }
    Ok(())
}

fn progress(files: usize, quiet: bool) -> ProgressBar {
    if quiet || files < MANY_FILES || !io::stderr().is_terminal() || io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(files as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar
}

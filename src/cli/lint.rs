//! `pubreport lint`.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::{self, IsTerminal, Write},
    path::PathBuf,
};

use crate::{
    Beside, Opened, Report,
    finding::{Lang, LocalizedReport, Severity},
    fix::{self, Fixed},
    members::Assembly,
    output::{self, Printer, RuleInfo, Status, Summary},
    published::{Input, Medium},
    read::Format,
    source::Source,
};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{Zoned, civil::Date};
use rayon::prelude::*;

use super::{
    CLEAN, Common, FOUND, FailOnArg, Failure, NO_VERDICT,
    beside::{self, Paired},
    files,
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
pub(crate) struct LintArgs {
    /// Reports, directories with reports, or `-`
    #[arg(required = true, value_name = "FILE|DIR|-")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
    /// Last year's report of the same agency, to hold the report against; for one report
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    /// Hold each report against last year's of the same agency, if that is among the reports
    #[arg(long, conflicts_with = "previous")]
    by_agency: bool,
    /// Reports that the report sums up: files or directories; for one report; may be repeated
    #[arg(long, value_name = "FILE|DIR", conflicts_with = "by_agency")]
    members: Vec<PathBuf>,
    /// Who the members should be: YAML, or CSV with the columns agency, level, expected
    #[arg(long, value_name = "FILE", requires = "members")]
    roster: Option<PathBuf>,
    /// How findings are printed: pretty, short, json, sarif, github, gitlab, junit
    #[arg(long, default_value_t, value_name = "FORMAT")]
    format: output::Format,
    /// From which severity on a report fails [default: error]
    #[arg(long, value_name = "LEVEL")]
    fail_on: Option<FailOnArg>,
    /// Number of threads [default: the processor's]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// Mend in the files what can be mended beyond doubt, and print what is left
    #[arg(long)]
    fix: bool,
    /// Print what --fix would change instead of findings, and change nothing; with --fix, change it
    #[arg(long)]
    diff: bool,
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
pub(crate) enum InputFormatArg {
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
pub(crate) fn run(args: &LintArgs) -> Result<u8, Failure> {
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
    let lang = all.get(inputs[0].settings).lang;
    if inputs.len() > 1 && (args.previous.is_some() || !args.members.is_empty()) {
        return Err(Failure::Say(match lang {
            Lang::Zh => "--previous、--members 只能用于一份报告；一批报告与上年对照请用 --by-agency".into(),
            Lang::En => {
                "--previous and --members go with one report; to hold many against last year use --by-agency".into()
            }
        }));
    }
    let assembly = match args.members.is_empty() {
        true => None,
        false => {
            let roster = args.roster.as_deref();
            Some(beside::assembly(
                &args.members,
                roster,
                Some(&inputs[0].path),
                &mut all,
            )?)
        }
    };
    if args.fix && inputs.iter().any(|input| input.is_stdin) {
        return Err(Failure::Say(match lang {
            Lang::Zh => "标准输入不能用 --fix 改写；只看改动请用 --diff".into(),
            Lang::En => "standard input cannot be changed with --fix; use --diff to see the changes".into(),
        }));
    }
    let previous = match &args.previous {
        Some(path) => Some(beside::previous(path, all.get(inputs[0].settings))?),
        None => None,
    };
    let mut desk = Desk {
        only_diff: args.diff,
        printer: output::printer(args.format, options(args, lang)),
        out: io::BufWriter::new(io::stdout().lock()),
        summary: Summary::default(),
        schemas: BTreeMap::new(),
        worst: CLEAN,
    };
    if !args.diff {
        written(desk.printer.begin(&mut desk.out))?;
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(args.jobs.unwrap_or(0).into())
        .build();
    let pool = pool.map_err(|error| Failure::Say(error.to_string()))?;
    let today = Zoned::now().date();
    let input = args.input_format.map(Into::into);
    let paired = args
        .by_agency
        .then(|| pool.install(|| beside::by_agency(&inputs, &all, input)));
    let job = Job {
        inputs: &inputs,
        all: &all,
        previous: previous.as_ref(),
        assembly: assembly.as_ref(),
        paired,
        today,
        input,
    };
    let bar = progress(inputs.len(), args.quiet);
    let places: Vec<usize> = (0..inputs.len()).collect();
    let wants_fixes = args.fix || args.diff;
    for batch in places.chunks(pool.current_num_threads() * BATCH_PER_JOB) {
        let reports: Vec<(Report, Option<Fixed>)> = pool.install(|| {
            let judged = batch.par_iter().map(|at| {
                let report = job.lint(*at);
                let judge = |text: &str| job.judge(*at, &job.open(*at, text.as_bytes()));
                let fixed = wants_fixes.then(|| fix::fix(&report, judge));
                (report, fixed.flatten())
            });
            judged.collect()
        });
        for (at, (mut report, fixed)) in batch.iter().zip(reports) {
            let input = &inputs[*at];
            if let Some(fixed) = fixed {
                if args.diff {
                    written(super::fix::diff(&input.path, &report, &fixed, &mut desk.out))?;
                }
                if args.fix {
                    report = super::fix::write(&input.path, report, fixed, lang)?;
                }
            }
            desk.show(&report.localized(lang), threshold(args, all.get(input.settings)))?;
            let schema = report.schema.map(|schema| schema.id.clone());
            desk.schemas.entry(input.settings).or_default().extend(schema);
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    stale_waivers(args, &all, today, &mut desk)?;
    if args.diff {
        written(desk.out.flush())?;
        return Ok(desk.worst);
    }
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
    /// Changes are printed, not findings.
    only_diff: bool,
    printer: Box<dyn Printer>,
    out: io::BufWriter<io::StdoutLock<'o>>,
    summary: Summary,
    /// The schemas met, by settings.
    schemas: BTreeMap<usize, std::collections::BTreeSet<String>>,
    worst: u8,
}

impl Desk<'_> {
    fn show(&mut self, report: &LocalizedReport, fail_on: Option<Severity>) -> Result<(), Failure> {
        let status = Status::of(report, fail_on);
        self.worst = self.worst.max(match status {
            Status::Pass => CLEAN,
            Status::Fail => FOUND,
            Status::Error => NO_VERDICT,
        });
        self.summary.add(report, fail_on);
        if self.only_diff {
            // Why there is no verdict is told even where findings are not.
            if let Some(failure) = &report.failure {
                eprintln!("{}: {failure}", report.source.path().display());
            }
            return Ok(());
        }
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

/// What every report of the run is linted with.
struct Job<'j> {
    inputs: &'j [files::Input],
    all: &'j AllSettings,
    /// Last year's report, if the user has named it.
    previous: Option<&'j Opened>,
    /// The reports that the one report sums up.
    assembly: Option<&'j Assembly>,
    /// The reports beside each other, if they are to be paired.
    paired: Option<Paired>,
    today: Date,
    /// What the reports are, if the user has said it.
    input: Option<Input>,
}

impl Job<'_> {
    fn lint(&self, at: usize) -> Report {
        match self.opened(at) {
            Ok(opened) => self.judge(at, &opened),
            Err(error) => Report::empty(Source::new(&self.inputs[at].path, "")).failed(files::unreadable(&error)),
        }
    }

    /// A report, opened once where it is at hand already.
    fn opened(&self, at: usize) -> io::Result<Cow<'_, Opened>> {
        let kept = self.paired.as_ref().and_then(|paired| paired.opened[at].as_ref());
        if let Some(opened) = kept {
            return Ok(Cow::Borrowed(opened));
        }
        let input = &self.inputs[at];
        let limit = self.all.get(input.settings).linter.options().limits.bytes;
        files::read(input, limit).map(|bytes| Cow::Owned(self.open(at, &bytes)))
    }

    fn open(&self, at: usize, bytes: &[u8]) -> Opened {
        let input = &self.inputs[at];
        let linter = &self.all.get(input.settings).linter;
        linter.open(&input.path, bytes, self.input)
    }

    /// The verdict on a report beside others, with the waivers of its configuration.
    fn judge(&self, at: usize, opened: &Opened) -> Report {
        let input = &self.inputs[at];
        let settings = self.all.get(input.settings);
        let company = self.paired.as_ref().map(|paired| &paired.companies[at]);
        let paired = company.and_then(|company| self.opened(company.previous?).ok());
        let twins = company.map_or(&[][..], |company| &company.twins).iter();
        let twins: Vec<String> = twins
            .map(|twin| self.inputs[*twin].path.display().to_string())
            .collect();
        let beside = Beside {
            previous: self.previous.or(paired.as_deref()),
            members: self.assembly,
            twins: &twins,
        };
        let mut report = settings.linter.judge(opened, &beside);
        if let Some(config) = &settings.config {
            let waives = |waiver: &crate::config::Waiver| {
                let at = config.waivers.iter().position(|known| std::ptr::eq(known, waiver));
                at.is_some_and(|at| settings.waives(at, &input.path))
            };
            config.waive(&mut report, self.today, waives);
        }
        report
    }
}

/// Waivers that covered nothing, or are over, are findings of the configuration.
fn stale_waivers(args: &LintArgs, all: &AllSettings, today: Date, desk: &mut Desk<'_>) -> Result<(), Failure> {
    for (at, settings) in all.iter().enumerate() {
        let Some(config) = &settings.config else { continue };
        for schema in desk.schemas.get(&at).cloned().unwrap_or_default().iter().take(1) {
            let Some(form) = settings.linter.form(schema)? else {
                continue;
            };
            let rules = &form.rules;
            let known: Vec<&str> = rules.rules.iter().map(|rule| rule.file.id.as_str()).collect();
            let violations = config.stale_waivers(rules, &known, today);
            if !violations.is_empty() {
                let report = Report {
                    violations,
                    ..Report::empty(config.source.clone())
                };
                desk.show(&report.localized(settings.lang), threshold(args, settings))?;
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

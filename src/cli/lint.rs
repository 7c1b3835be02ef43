//! `pubreport lint`: collect the reports, judge them, print what was found.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use crate::{
    Beside, Opened, Report,
    compare::{members::Assembly, previous::Duplicates},
    diagnostic::finding::{Lang, Localized, Severity},
    extract::input::Input as InputFormat,
    fix::{self, Fixed},
    output::{self, Printer, RuleInfo, Status, Summary},
    text::name::name,
    text::source::Source,
};
use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};
use jiff::{Zoned, civil::Date};
use rayon::prelude::*;

use super::{
    exit_code::{self, CLEAN, NO_VERDICT},
    failure::Failure,
    files::{self, Collected, Input},
    inputs::{self, Paired},
    options::{Common, FailOnArg, Given, InputFormatArg, Jobs},
    rules::rule_infos,
    settings::{AllSettings, Settings},
    system::stream::{Out, is_terminal, note, progress},
    terminal::{theme, use_color, width},
};

/// A progress bar is worth its line from so many files on.
const MANY_FILES: usize = 200;

#[derive(Args)]
pub(crate) struct LintArgs {
    #[arg(required = true, value_name = "FILE|DIR|-")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
    // Of the members each states its own.
    #[command(flatten)]
    given: Given,
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    #[arg(long, conflicts_with = "previous")]
    by_agency: bool,
    #[arg(long, value_name = "FILE|DIR", conflicts_with_all = ["by_agency", "set"])]
    members: Vec<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "members")]
    roster: Option<PathBuf>,
    #[arg(long, default_value_t, value_name = "FORMAT", value_parser = formats())]
    format: output::Format,
    #[arg(long, value_name = "LEVEL")]
    fail_on: Option<FailOnArg>,
    #[command(flatten)]
    jobs: Jobs,
    #[arg(long)]
    fix: bool,
    #[arg(long)]
    diff: bool,
    #[arg(long, short)]
    quiet: bool,
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<PathBuf>,
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    input_format: Option<InputFormatArg>,
}

/// A format by its name.
fn formats() -> impl TypedValueParser<Value = output::Format> {
    PossibleValuesParser::new(output::Format::ALL.map(output::Format::as_str)).try_map(|name| name.parse())
}

/// Lint and print; the exit code.
pub(crate) fn run(args: &LintArgs, lang: Lang) -> Result<u8, Failure> {
    let mut all = AllSettings::new(&args.common, &args.given);
    let Collected { inputs, passed } = collect(args, &mut all)?;
    let pool = args.jobs.pool()?;
    let assembly = match args.members.is_empty() {
        true => None,
        false => {
            let (roster, report) = (args.roster.as_deref(), Some(inputs[0].path.as_path()));
            Some(inputs::assembly(&args.members, roster, report, &mut all, &pool)?)
        }
    };
    let previous = args.previous.as_ref();
    let previous = previous.map(|path| inputs::previous(path, inputs[0].settings, &all));
    let previous = previous.transpose()?;
    let input_format = args.input_format.map(Into::into);
    let job = Job {
        inputs: &inputs,
        all: &all,
        previous: previous.as_ref(),
        assembly: assembly.as_ref(),
        paired: args
            .by_agency
            .then(|| inputs::by_agency(&inputs, &all, input_format, &pool)),
        today: Zoned::now().date(),
        input_format,
        wants_fixes: args.fix || args.diff,
    };
    let mut session = Session::begin(args, lang);
    let bar = progress(inputs.len(), MANY_FILES, args.quiet || is_terminal());
    for batch in files::batches(&inputs, pool.current_num_threads()) {
        let judged: Vec<_> = pool.install(|| batch.clone().into_par_iter().map(|at| job.lint(at)).collect());
        for (at, (report, fixed)) in batch.zip(judged) {
            session.print(&inputs[at], report, fixed, &all);
            bar.inc(1);
        }
        // Whoever read the output has seen enough; what is to be fixed is fixed all the same.
        if session.out.is_lost() && !args.fix {
            break;
        }
    }
    bar.finish_and_clear();
    session.print_stale_waivers(&all, job.today)?;
    if !args.quiet {
        passed.lines(lang).iter().for_each(|line| note(line));
    }
    session.end(&all)
}

/// The reports that were named, as far as they go with the other options.
fn collect(args: &LintArgs, all: &mut AllSettings) -> Result<Collected, Failure> {
    let collected = files::collect(&args.files, args.stdin_filename.as_deref(), all)?;
    let inputs = &collected.inputs;
    if inputs.is_empty() {
        return Err(Failure::stated(
            "没有可核对的报告：没有找到 .yaml、.yml、.json、.html、.htm、.docx、.xlsx、.xlsm 或 .pdf 文件",
            "nothing to lint: no .yaml, .yml, .json, .html, .htm, .docx, .xlsx, .xlsm or .pdf file found",
        ));
    }
    if inputs.len() > 1 && (args.previous.is_some() || !args.members.is_empty()) {
        return Err(Failure::stated(
            "--previous、--members 只能用于一份报告；多份报告与上年对照，请用 --by-agency",
            "--previous and --members take one report; use --by-agency to check many against last year's",
        ));
    }
    if args.fix && inputs.iter().any(|input| input.is_stdin) {
        return Err(Failure::stated(
            "标准输入不能用 --fix 改写；只查看改动，请用 --diff",
            "standard input cannot be changed with --fix; use --diff to see the changes",
        ));
    }
    Ok(collected)
}

/// What every report of the run is linted with.
struct Job<'j> {
    inputs: &'j [Input],
    all: &'j AllSettings,
    /// Last year's report, if the user has named it.
    previous: Option<&'j Opened>,
    /// The reports that the one report sums up.
    assembly: Option<&'j Assembly>,
    /// The reports beside each other, if they are to be paired.
    paired: Option<Paired>,
    today: Date,
    /// What the reports are, if the user has stated it.
    input_format: Option<InputFormat>,
    wants_fixes: bool,
}

impl Job<'_> {
    /// The verdict on a report, and the report with its certain fixes if these are wanted and there are any.
    fn lint(&self, at: usize) -> (Report, Option<Fixed>) {
        let report = match self.opened(at) {
            Ok(opened) => self.judge(at, &opened),
            Err(why) => Report::empty(Source::new(&self.inputs[at].path, "")).failed(why),
        };
        let judge = |text: &str| self.judge(at, &self.open(at, text.as_bytes()));
        let fixed = self.wants_fixes.then(|| fix::fix(&report, judge)).flatten();
        (report, fixed)
    }

    /// A report, opened once where it is at hand already.
    fn opened(&self, at: usize) -> Result<Cow<'_, Opened>, Localized> {
        let kept = self.paired.as_ref().and_then(|paired| paired.opened[at].as_ref());
        if let Some(opened) = kept {
            return Ok(Cow::Borrowed(opened));
        }
        let input = &self.inputs[at];
        let linter = &self.all.get(input.settings).linter;
        files::open(input, linter, self.input_format).map(Cow::Owned)
    }

    fn open(&self, at: usize, bytes: &[u8]) -> Opened {
        let input = &self.inputs[at];
        let linter = &self.all.get(input.settings).linter;
        linter.open(&input.path, bytes, self.input_format)
    }

    fn judge(&self, at: usize, opened: &Opened) -> Report {
        let peers = self.paired.as_ref().map(|paired| &paired.peers[at]);
        let paired = peers.and_then(|peers| self.opened(peers.previous?).ok());
        let duplicates = peers.map_or(&[][..], |peers| &peers.duplicates).iter();
        let duplicates: Vec<String> = duplicates.map(|at| name(&self.inputs[*at].path)).collect();
        let duplicates = Duplicates {
            named: &duplicates,
            count: peers.map_or(0, |peers| peers.duplicate_count),
        };
        let beside = Beside {
            previous: self.previous.or(paired.as_deref()),
            members: self.assembly,
            duplicates,
        };
        let settings = self.all.get(self.inputs[at].settings);
        settings.judge(opened, &beside, self.today)
    }
}

/// A run as it is printed, one report after the other.
struct Session<'s> {
    args: &'s LintArgs,
    lang: Lang,
    printer: Box<dyn Printer>,
    out: Out,
    summary: Summary,
    /// The schemas met, by settings.
    schemas: BTreeMap<usize, BTreeSet<String>>,
    worst: u8,
}

impl<'s> Session<'s> {
    fn begin(args: &'s LintArgs, lang: Lang) -> Self {
        let options = output::Options {
            lang,
            color: use_color(args.common.color, is_terminal()),
            theme: theme(args.common.theme),
            width: width(),
            quiet: args.quiet,
        };
        let mut session = Self {
            args,
            lang,
            printer: output::printer(args.format, options),
            out: Out::new(),
            summary: Summary::default(),
            schemas: BTreeMap::new(),
            worst: CLEAN,
        };
        if !args.diff {
            session.out.findings(|out| session.printer.begin(out));
        }
        session
    }

    /// Print a report and what its fixes would change, and change that in the file, as far as the options ask for it.
    fn print(&mut self, input: &Input, mut report: Report, fixed: Option<Fixed>, all: &AllSettings) {
        if self.args.diff {
            if let Some(fixed) = &fixed {
                self.out.text(|out| super::fix::diff(&input.path, &report, fixed, out));
            }
            super::fix::report_left_out(&input.path, &report, fixed.as_ref(), self.lang);
        }
        if let Some(fixed) = fixed.filter(|_| self.args.fix) {
            match super::fix::write(&input.path, &report, &fixed, self.lang) {
                Ok(()) => report = fixed.report,
                // What cannot be written stays as it was found, and the others are written.
                Err(failure) => {
                    failure.report(self.lang);
                    self.worst = NO_VERDICT;
                }
            }
        }
        let settings = all.get(input.settings);
        self.print_findings(&report, settings);
        let schema = report.schema.map(|schema| schema.id.clone());
        self.schemas.entry(input.settings).or_default().extend(schema);
    }

    fn print_findings(&mut self, report: &Report, settings: &Settings) {
        let fail_on: Option<Severity> = settings.fail_on(self.args.fail_on);
        let report = report.localized(self.lang);
        let status = Status::of(&report, fail_on);
        self.worst = self.worst.max(exit_code::of(status));
        self.summary.add(&report, fail_on);
        if self.args.diff {
            // Why there is no verdict is stated even where findings are not.
            if let Some(failure) = &report.failure {
                note(&format!("{}: {failure}", name(report.source.path())));
            }
            return;
        }
        self.out.findings(|out| self.printer.file(&report, status, out));
    }

    /// Waivers that covered nothing, or are over, are findings of the configuration.
    fn print_stale_waivers(&mut self, all: &AllSettings, today: Date) -> Result<(), Failure> {
        for (at, settings) in all.iter().enumerate() {
            let Some(config) = &settings.config else { continue };
            let mut forms = Vec::new();
            for schema in self.schemas.get(&at).into_iter().flatten() {
                forms.extend(settings.linter.form(schema)?);
            }
            // Any form has the words for waivers; without one, no report was judged by which to tell what they covered.
            let Some(first) = forms.first() else { continue };
            let rules = forms.iter().flat_map(|form| &form.rules.rules);
            let known: Vec<&str> = rules.map(|rule| rule.file.id.as_str()).collect();
            let violations = config.stale_waivers(&first.rules, &known, today);
            if violations.is_empty() {
                continue;
            }
            let report = Report {
                violations,
                ..Report::empty(config.source.clone())
            };
            if self.args.diff {
                super::fix::report_left_out(config.source.path(), &report, None, self.lang);
            }
            self.print_findings(&report, settings);
        }
        Ok(())
    }

    /// Print what comes after the last report; the exit code.
    fn end(mut self, all: &AllSettings) -> Result<u8, Failure> {
        if !self.args.diff {
            let infos: Vec<RuleInfo> = rule_infos(all, &self.schemas, self.lang)?;
            self.out.findings(|out| self.printer.end(&self.summary, &infos, out));
        }
        self.out.end()?;
        Ok(self.worst)
    }
}

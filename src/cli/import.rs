//! `pubreport import`.

use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    Beside, Report,
    finding::Lang,
    import::{Data, import, unread},
    output::{self, Status},
    published,
};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::{
    CLEAN, Common, FOUND, FailOnArg, Failure, NO_VERDICT,
    files::{self, Input, put},
    lint::InputFormatArg,
    print,
    settings::{AllSettings, Settings},
    theme, use_color, width,
};

/// So many files are read before the first of them is written; bounds the memory whatever the number of files.
const BATCH: usize = 64;
/// A progress bar is worth its line from so many files on.
const MANY_FILES: usize = 20;

/// Turn published reports into YAML: text, Markdown, HTML and DOCX
#[derive(Args)]
pub(crate) struct ImportArgs {
    /// Reports, directories with reports, or `-`
    #[arg(required = true, value_name = "FILE|DIR|-")]
    files: Vec<PathBuf>,
    /// Where to write: a file, or for many reports a directory [default: standard output]
    #[arg(long, short, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
    /// What to write: yaml, json
    #[arg(long, value_enum, default_value_t = FormatArg::Yaml, value_name = "FORMAT", hide_possible_values = true)]
    format: FormatArg,
    /// What the reports are, whatever their names say: yaml, json, text, markdown, html, docx
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    input_format: Option<InputFormatArg>,
    /// Overwrite files that are there already
    #[arg(long)]
    force: bool,
    /// From which severity on a finding makes the exit code 1 [default: error]
    #[arg(long, value_name = "LEVEL")]
    fail_on: Option<FailOnArg>,
    /// Do not say what could not be read, nor how many reports were
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Yaml,
    Json,
}

/// What became of the reports.
#[derive(Default)]
struct Tally {
    written: usize,
    failing: usize,
    unread: usize,
}

pub(crate) fn run(args: &ImportArgs) -> Result<u8, Failure> {
    let mut all = AllSettings::new(&args.common, true);
    let inputs = files::collect(&args.files, None, &mut all)?;
    let lang = all.get(inputs.first().map_or(0, |input| input.settings)).lang;
    if inputs.is_empty() {
        return Err(Failure::Say(match lang {
            Lang::En => "nothing to import: no .html, .htm, .docx, .yaml, .yml or .json file found".into(),
            Lang::Zh => "没有可读入的报告：没有找到 .html、.htm、.docx、.yaml、.yml 或 .json 文件".into(),
        }));
    }
    let is_many = inputs.len() > 1 || args.files.len() > 1 || args.files[0].is_dir();
    let folder = args
        .output
        .as_deref()
        .filter(|path| is_many || path.is_dir() || path.to_string_lossy().ends_with(['/', '\\']));
    if is_many && folder.is_none() {
        return Err(Failure::Say(match lang {
            Lang::En => "several reports are written to a directory; name it with -o".into(),
            Lang::Zh => "多份报告要写入目录，请用 -o 指定".into(),
        }));
    }
    let is_terminal = io::stderr().is_terminal();
    let mut printer = output::printer(
        output::Format::Short,
        output::Options {
            lang,
            color: use_color(args.common.color, is_terminal),
            theme: theme(args.common.theme),
            width: width(),
            quiet: false,
        },
    );
    let bar = progress(inputs.len(), args.quiet || !is_terminal);
    let (mut tally, mut worst) = (Tally::default(), CLEAN);
    for batch in inputs.chunks(BATCH) {
        let read: Vec<io::Result<Imported>> = batch
            .par_iter()
            .map(|input| read(input, args, all.get(input.settings)))
            .collect();
        for (input, read) in batch.iter().zip(read) {
            let code = bar.suspend(|| match read {
                Ok(imported) => {
                    let target = folder
                        .map(|folder| folder.join(target(input, args)))
                        .or(args.output.clone());
                    let code = code(&imported, args, all.get(input.settings));
                    tell(&imported, args, lang, &mut *printer)?;
                    write(&imported, target.as_deref(), args.force, lang)?;
                    Ok(code)
                }
                Err(error) => Err(Failure::Say(format!(
                    "{}: {}",
                    input.path.display(),
                    files::unreadable(&error).get(lang)
                ))),
            });
            bar.inc(1);
            let code = match code {
                Ok(code) => code,
                // One report that is not to be had does not keep the others back.
                Err(Failure::Say(message)) if is_many && message != super::BROKEN_PIPE => {
                    bar.suspend(|| {
                        let _ = writeln!(io::stderr(), "pubreport: {message}");
                    });
                    NO_VERDICT
                }
                Err(failure) => return Err(failure),
            };
            match code {
                NO_VERDICT => tally.unread += 1,
                _ => tally.written += 1,
            }
            tally.failing += usize::from(code == FOUND);
            worst = worst.max(code);
        }
    }
    bar.finish_and_clear();
    if is_many && !args.quiet {
        let Tally {
            written,
            failing,
            unread,
        } = tally;
        let said = match lang {
            Lang::Zh => format!("写出 {written} 份报告，其中 {failing} 份核对未通过；{unread} 份没有写出"),
            Lang::En => format!("{written} report(s) written, {failing} of them with findings; {unread} not written"),
        };
        let _ = writeln!(io::stderr(), "{said}");
    }
    Ok(worst)
}

/// A report that was read.
struct Imported {
    report: Report,
    /// The report as data; none if it could not be read at all.
    text: Option<String>,
}

fn read(input: &Input, args: &ImportArgs, settings: &Settings) -> io::Result<Imported> {
    let bytes = files::read(input, settings.linter.options().limits.bytes)?;
    let kind = args
        .input_format
        .map_or_else(|| published::Input::of(&input.path, &bytes), Into::into);
    let data = match args.format {
        FormatArg::Yaml => Data::Yaml,
        FormatArg::Json => Data::Json,
    };
    let linter = &settings.linter;
    let report = linter.judge(&linter.open(&input.path, &bytes, Some(kind)), &Beside::default());
    Ok(Imported {
        text: import(&report, data, settings.lang),
        report,
    })
}

/// The code that linting would end with; a report that could not be read at all has no verdict.
fn code(imported: &Imported, args: &ImportArgs, settings: &Settings) -> u8 {
    if imported.text.is_none() {
        return NO_VERDICT;
    }
    let configured = || settings.config.as_ref().and_then(|config| config.file.fail_on);
    let fail_on = args.fail_on.map(Into::into).or_else(configured).unwrap_or_default();
    match Status::of(&imported.report.localized(settings.lang), fail_on.threshold()) {
        Status::Pass => CLEAN,
        Status::Fail => FOUND,
        Status::Error => NO_VERDICT,
    }
}

/// Say what could not be read.
fn tell(imported: &Imported, args: &ImportArgs, lang: Lang, printer: &mut dyn output::Printer) -> Result<(), Failure> {
    let is_lost = imported.text.is_none();
    if args.quiet && !is_lost {
        return Ok(());
    }
    let report = &imported.report;
    let mut told = Report {
        failure: report.failure.clone(),
        ..Report::empty(Arc::clone(&report.source))
    };
    if is_lost {
        told.violations.clone_from(&report.violations);
    } else {
        told.violations = unread(report).cloned().collect();
    }
    let told = told.localized(lang);
    printer.file(&told, Status::Fail, &mut io::stderr().lock())?;
    Ok(())
}

fn write(imported: &Imported, target: Option<&Path>, force: bool, lang: Lang) -> Result<(), Failure> {
    let Some(text) = &imported.text else { return Ok(()) };
    let Some(target) = target else { return print(text) };
    if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| Failure::Say(format!("{}: {error}", folder.display())))?;
    }
    put(target, text.as_bytes(), force, lang)
}

/// Where in the output directory a report goes: as it lay in its own, with the ending of what it is now.
fn target(input: &Input, args: &ImportArgs) -> PathBuf {
    let ending = match args.format {
        FormatArg::Yaml => "yaml",
        FormatArg::Json => "json",
    };
    if input.is_stdin {
        return Path::new("stdin").with_extension(ending);
    }
    let folders = args.files.iter().filter(|path| path.is_dir());
    let inside = folders.filter_map(|folder| input.path.strip_prefix(folder).ok()).next();
    let name = inside
        .map(Path::to_path_buf)
        .or_else(|| input.path.file_name().map(PathBuf::from));
    name.unwrap_or_else(|| PathBuf::from("report")).with_extension(ending)
}

fn progress(files: usize, hidden: bool) -> ProgressBar {
    if hidden || files < MANY_FILES {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(files as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar
}

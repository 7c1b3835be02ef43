//! `pubreport import`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    Beside, Report,
    diagnostic::finding::{Lang, Localized},
    import::{Data, import, unread},
    output::{self, Printer, Status},
};
use clap::{Args, ValueEnum};
use jiff::{Zoned, civil::Date};
use rayon::prelude::*;

use super::{
    exit_code::{self, CLEAN, FOUND, NO_VERDICT},
    failure::Failure,
    files::{self, Collected, Input},
    options::{Common, FailOnArg, Given, InputFormatArg, Jobs},
    settings::{AllSettings, Settings},
    system::{
        stream::{note, note_findings, notes_are_seen, print_data, progress},
        write::{folders, put},
    },
    targets::{destination, is_same_file, make_folder, plan},
    terminal::{theme, use_color, width},
};

/// A progress bar is worth its line from so many files on.
const MANY_FILES: usize = 20;

#[derive(Args)]
pub(crate) struct ImportArgs {
    #[arg(required = true, value_name = "FILE|DIR|-")]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, short, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = FormatArg::Yaml, value_name = "FORMAT", hide_possible_values = true)]
    format: FormatArg,
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    input_format: Option<InputFormatArg>,
    #[arg(long)]
    force: bool,
    #[arg(long, value_name = "LEVEL")]
    fail_on: Option<FailOnArg>,
    #[command(flatten)]
    jobs: Jobs,
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    given: Given,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Yaml,
    Json,
}

impl FormatArg {
    /// How the names of such files end.
    const fn ending(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Json => "json",
        }
    }
}

pub(crate) fn run(args: &ImportArgs, lang: Lang) -> Result<u8, Failure> {
    let mut all = AllSettings::new(&args.common, &args.given);
    let Collected { inputs, passed } = files::collect(&args.files, None, &mut all)?;
    if inputs.is_empty() {
        return Err(Failure::stated(
            "没有可读入的报告：没有找到 .html、.htm、.docx、.xlsx、.xlsm、.pdf、.yaml、.yml 或 .json 文件",
            "nothing to import: no .html, .htm, .docx, .xlsx, .xlsm, .pdf, .yaml, .yml or .json file found",
        ));
    }
    let is_many = inputs.len() > 1 || args.files.len() > 1 || args.files[0].is_dir();
    let output = destination(args.output.as_ref());
    let folder = output.filter(|path| is_many || path.is_dir() || path.to_string_lossy().ends_with(['/', '\\']));
    if is_many && folder.is_none() {
        return Err(Failure::stated(
            "多份报告要写入目录，请用 -o 指定",
            "several reports are written to a directory; name it with -o",
        ));
    }
    let targets = match (folder, output) {
        (Some(folder), _) => plan(&inputs, &args.files, folder, args.format.ending())?
            .into_iter()
            .map(Some)
            .collect(),
        (None, output) => vec![output.map(Path::to_path_buf)],
    };
    let pool = args.jobs.pool()?;
    let today = Zoned::now().date();
    let mut writer = Writer::new(args, folder, is_many, lang);
    let bar = progress(inputs.len(), MANY_FILES, args.quiet);
    for batch in files::batches(&inputs, pool.current_num_threads()) {
        let read = |input: &Input| read(input, args, all.get(input.settings), lang, today);
        let imported: Vec<_> = pool.install(|| inputs[batch.clone()].par_iter().map(read).collect());
        for (at, imported) in batch.zip(imported) {
            let (input, target) = (&inputs[at], targets[at].as_deref());
            bar.suspend(|| writer.take(input, imported, target, all.get(input.settings)))?;
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    if !args.quiet {
        passed.lines(lang).iter().for_each(|line| note(line));
    }
    writer.end();
    Ok(writer.worst)
}

/// A report that was read.
struct Imported {
    report: Report,
    /// The report as data; none if it could not be read at all.
    text: Option<String>,
}

fn read(input: &Input, args: &ImportArgs, settings: &Settings, lang: Lang, today: Date) -> Result<Imported, Failure> {
    let kind = args.input_format.map(Into::into);
    let data = match args.format {
        FormatArg::Yaml => Data::Yaml,
        FormatArg::Json => Data::Json,
    };
    let opened = files::open(input, &settings.linter, kind);
    let opened = opened.map_err(|why| Failure::of_file(&input.path, &why))?;
    let report = settings.judge(&opened, &Beside::default(), today);
    Ok(Imported {
        text: import(&report, data, lang),
        report,
    })
}

/// Writes reports one after the other, and counts what became of them.
struct Writer<'w> {
    args: &'w ImportArgs,
    /// Where many reports go.
    folder: Option<&'w Path>,
    is_many: bool,
    lang: Lang,
    printer: Box<dyn Printer>,
    written: usize,
    failing: usize,
    unread: usize,
    worst: u8,
}

impl<'w> Writer<'w> {
    fn new(args: &'w ImportArgs, folder: Option<&'w Path>, is_many: bool, lang: Lang) -> Self {
        let options = output::Options {
            lang,
            color: use_color(args.common.color, notes_are_seen()),
            theme: theme(args.common.theme),
            width: width(),
            quiet: false,
        };
        Self {
            args,
            folder,
            is_many,
            lang,
            printer: output::printer(output::Format::Short, options),
            written: 0,
            failing: 0,
            unread: 0,
            worst: CLEAN,
        }
    }

    /// Write a report. One of many that is not to be had does not keep the others back.
    fn take(
        &mut self,
        input: &Input,
        imported: Result<Imported, Failure>,
        target: Option<&Path>,
        settings: &Settings,
    ) -> Result<(), Failure> {
        let code = match imported.and_then(|imported| self.write(input, &imported, target, settings)) {
            Ok(code) => code,
            Err(failure @ Failure::Stated(_)) if self.is_many => {
                failure.report(self.lang);
                NO_VERDICT
            }
            Err(failure) => return Err(failure),
        };
        match code {
            NO_VERDICT => self.unread += 1,
            _ => self.written += 1,
        }
        self.failing += usize::from(code == FOUND);
        self.worst = self.worst.max(code);
        Ok(())
    }

    fn write(
        &mut self,
        input: &Input,
        imported: &Imported,
        target: Option<&Path>,
        settings: &Settings,
    ) -> Result<u8, Failure> {
        self.report_unread(imported);
        // A report that could not be read at all has no verdict.
        let Some(text) = &imported.text else {
            return Ok(NO_VERDICT);
        };
        match target {
            Some(target) => {
                if let Some(folder) = self.folder {
                    make_folder(target, folder)?;
                } else {
                    folders(files::folder(target))?;
                }
                if is_same_file(target, &input.path) && !imported.report.is_whole {
                    return Err(Failure::of_file(
                        target,
                        &Localized {
                            zh: "是所读入的文件本身，其内容不能全部写回，没有改写；请写入另一文件".into(),
                            en:
                                "is the file that was read, not all of which can be written back; write to another file"
                                    .into(),
                        },
                    ));
                }
                put(target, text.as_bytes(), self.args.force)?;
            }
            None => print_data(text.as_bytes())?,
        }
        let report = imported.report.localized(self.lang);
        Ok(exit_code::of(Status::of(&report, settings.fail_on(self.args.fail_on))))
    }

    /// Print what could not be read.
    fn report_unread(&mut self, imported: &Imported) {
        let is_lost = imported.text.is_none();
        if self.args.quiet && !is_lost {
            return;
        }
        let report = &imported.report;
        let mut stated = Report {
            failure: report.failure.clone(),
            ..Report::empty(Arc::clone(&report.source))
        };
        if is_lost {
            stated.violations.clone_from(&report.violations);
        } else {
            stated.violations = unread(report).cloned().collect();
        }
        let stated = stated.localized(self.lang);
        note_findings(|err| self.printer.file(&stated, Status::Fail, err));
    }

    /// Print how many reports were written.
    fn end(&self) {
        if !self.is_many || self.args.quiet {
            return;
        }
        let (written, failing, unread) = (self.written, self.failing, self.unread);
        note(&match self.lang {
            Lang::Zh => format!("写出 {written} 份报告，其中 {failing} 份核对未通过；{unread} 份没有写出"),
            Lang::En => format!("{written} report(s) written, {failing} of them with findings; {unread} not written"),
        });
    }
}

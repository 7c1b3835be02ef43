//! `pubreport render`.

use std::path::{Path, PathBuf};

use crate::{
    Beside, Report, Severity,
    diagnostic::finding::{Lang, Localized},
    emit::render::{Format, render},
    text::name::name,
};
use clap::{Args, ValueEnum};
use jiff::Zoned;

use super::{
    exit_code::{CLEAN, FOUND},
    failure::Failure,
    files,
    options::{Common, Given, InputFormatArg},
    settings::AllSettings,
    system::{
        stream::{is_terminal, note, print_data},
        write::put,
    },
    targets::{destination, is_same_file},
};

#[derive(Args)]
pub(crate) struct RenderArgs {
    #[arg(value_name = "FILE|-")]
    pub(crate) file: PathBuf,
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<FormatArg>,
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    input_format: Option<InputFormatArg>,
    #[arg(long)]
    force: bool,
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Html,
    #[value(alias = "md")]
    Markdown,
    Docx,
    #[value(alias = "txt")]
    Text,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Html => Self::Html,
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Docx => Self::Docx,
            FormatArg::Text => Self::Text,
        }
    }
}

/// The format that an ending stands for.
fn format_of(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    match ending.as_str() {
        "html" | "htm" => Some(Format::Html),
        "md" | "markdown" => Some(Format::Markdown),
        "docx" => Some(Format::Docx),
        "txt" => Some(Format::Text),
        _ => None,
    }
}

pub(crate) fn run(args: &RenderArgs, lang: Lang) -> Result<u8, Failure> {
    let format = format(args)?;
    let mut all = AllSettings::new(&args.common, &Given::default());
    let inputs = files::collect(std::slice::from_ref(&args.file), None, &mut all)?.inputs;
    let [input] = inputs.as_slice() else {
        let path = name(&args.file);
        return Err(Failure::stated(
            format!("{path}：一次只能输出一份报告"),
            format!("{path}: one report at a time"),
        ));
    };
    if let Some(output) = destination(args.output.as_ref()).filter(|output| is_same_file(output, &input.path)) {
        return Err(Failure::of_file(
            output,
            &Localized {
                zh: "是报告本身，没有改写；请写入另一文件".into(),
                en: "is the report itself; write to another file".into(),
            },
        ));
    }
    let settings = all.get(input.settings);
    let opened = files::open(input, &settings.linter, args.input_format.map(Into::into));
    let opened = opened.map_err(|why| Failure::of_file(&input.path, &why))?;
    let report = settings.judge(&opened, &Beside::default(), Zoned::now().date());
    let page = page(&report, format)?;
    let errors = report
        .counted()
        .filter(|violation| violation.severity == Severity::Error)
        .count();
    if errors > 0 {
        let path = name(&input.path);
        note(&match (lang, args.check) {
            (Lang::Zh, false) => {
                format!("pubreport: {path}：有 {errors} 处错误，已照原样输出；用 pubreport lint 查看")
            }
            (Lang::Zh, true) => format!("pubreport: {path}：有 {errors} 处错误，没有输出；用 pubreport lint 查看"),
            (Lang::En, false) => {
                format!("pubreport: {path}: has {errors} error(s), printed as it stands; pubreport lint shows them")
            }
            (Lang::En, true) => {
                format!("pubreport: {path}: has {errors} error(s), not printed; pubreport lint shows them")
            }
        });
        if args.check {
            return Ok(FOUND);
        }
    }
    match destination(args.output.as_ref()) {
        Some(path) => put(path, &page, args.force)?,
        None => print_data(&page)?,
    }
    Ok(CLEAN)
}

/// The format that is asked for, by an option or by the ending of the output.
fn format(args: &RenderArgs) -> Result<Format, Failure> {
    let output = destination(args.output.as_ref());
    let by_ending = || output.map_or(Some(Format::Markdown), format_of);
    let Some(format) = args.format.map(Format::from).or_else(by_ending) else {
        return Err(Failure::stated(
            "从文件名看不出格式，请用 --format 指明：html、markdown、docx、text",
            "the file name does not tell the format; name one with --format: html, markdown, docx, text",
        ));
    };
    if format == Format::Docx && output.is_none() && is_terminal() {
        return Err(Failure::stated(
            "DOCX 不能输出到终端，请用 -o 指定文件",
            "a terminal cannot show DOCX; name a file with -o",
        ));
    }
    Ok(format)
}

/// The report as it is published.
fn page(report: &Report, format: Format) -> Result<Vec<u8>, Failure> {
    let path = report.source.path();
    let (Some(schema), Some(document)) = (&report.schema, &report.document) else {
        let first = report.violations.first();
        let first = first.map(|violation| Localized {
            zh: violation.message.render(Lang::Zh),
            en: violation.message.render(Lang::En),
        });
        let reason = report.failure.clone().or(first).unwrap_or_default();
        return Err(Failure::of_file(path, &reason));
    };
    render(schema, document, format).ok_or_else(|| {
        let id = &schema.id;
        Failure::stated(
            format!("格式 {id} 没有规定报告如何公布（x-published）"),
            format!("the form {id} does not state how it is published (x-published)"),
        )
    })
}

//! `pubreport render`.

use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use crate::{
    Beside,
    finding::{Lang, Severity},
    published::Input,
    render::{Format, render},
};
use clap::{Args, ValueEnum};

use super::{
    CLEAN, Common, FOUND, Failure,
    files::{self, put},
    lint::InputFormatArg,
    settings::AllSettings,
    written,
};

/// Print a report as it is published: HTML, Markdown, DOCX or plain text
#[derive(Args)]
pub(crate) struct RenderArgs {
    /// The report, or `-` for standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// Where to write; the ending tells the format [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The format, whatever the ending of the output: html, markdown, docx, text
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<FormatArg>,
    /// What the report is, whatever its name says: yaml, json, text, markdown, html, docx
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    input_format: Option<InputFormatArg>,
    /// Overwrite a file that is there already
    #[arg(long)]
    force: bool,
    /// Print nothing if the report has errors
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

pub(crate) fn run(args: &RenderArgs) -> Result<u8, Failure> {
    let mut all = AllSettings::new(&args.common, true);
    let inputs = files::collect(std::slice::from_ref(&args.file), None, &mut all)?;
    let [input] = inputs.as_slice() else {
        return Err(Failure::Say(format!("{}: one report at a time", args.file.display())));
    };
    let linter = &all.get(input.settings).linter;
    let lang = all.get(input.settings).lang;
    let named = args
        .format
        .map(Format::from)
        .or_else(|| format_of(args.output.as_deref()?));
    let Some(format) = named.or((args.output.is_none() && args.format.is_none()).then_some(Format::Markdown)) else {
        return Err(Failure::Say(match lang {
            Lang::Zh => "从文件名看不出格式，请用 --format 指明：html、markdown、docx、text".into(),
            Lang::En => "the file name tells no format; name one with --format: html, markdown, docx, text".into(),
        }));
    };
    if format == Format::Docx && args.output.is_none() && io::stdout().is_terminal() {
        return Err(Failure::Say(match lang {
            Lang::Zh => "DOCX 不能输出到终端，请用 -o 指定文件".into(),
            Lang::En => "a terminal cannot show DOCX; name a file with -o".into(),
        }));
    }
    let bytes = files::read(input, linter.options().limits.bytes).map_err(|error| {
        Failure::Say(format!(
            "{}: {}",
            input.path.display(),
            files::unreadable(&error).get(lang)
        ))
    })?;
    let kind = args
        .input_format
        .map_or_else(|| Input::of(&input.path, &bytes), Into::into);
    let report = linter.judge(&linter.open(&input.path, &bytes, Some(kind)), &Beside::default());
    let errors = report.violations.iter();
    let errors = errors.filter(|violation| violation.severity == Severity::Error).count();
    let (Some(schema), Some(document)) = (&report.schema, &report.document) else {
        let first = report
            .violations
            .first()
            .map(|violation| violation.message.render(lang));
        let failure = report.failure.as_ref().map(|failure| failure.get(lang).to_owned());
        let reason = first.or(failure).unwrap_or_default();
        return Err(Failure::Say(format!("{}: {reason}", input.path.display())));
    };
    let Some(page) = render(schema, document, format) else {
        return Err(Failure::Say(match lang {
            Lang::Zh => format!("格式 {} 没有写明如何印出（x-published）", schema.id),
            Lang::En => format!("the form {} does not say how it is printed (x-published)", schema.id),
        }));
    };
    if errors > 0 {
        let path = input.path.display();
        let said = match (lang, args.check) {
            (Lang::Zh, false) => format!("{path}：有 {errors} 处错误，已照原样输出；用 pubreport lint 查看"),
            (Lang::Zh, true) => format!("{path}：有 {errors} 处错误，没有输出；用 pubreport lint 查看"),
            (Lang::En, false) => {
                format!("{path}: has {errors} error(s), printed as it stands; pubreport lint shows them")
            }
            (Lang::En, true) => format!("{path}: has {errors} error(s), not printed; pubreport lint shows them"),
        };
        let _ = writeln!(io::stderr(), "pubreport: {said}");
        if args.check {
            return Ok(FOUND);
        }
    }
    match &args.output {
        Some(path) => put(path, &page, args.force, lang)?,
        None => {
            let mut out = io::stdout().lock();
            written(out.write_all(&page).and_then(|()| out.flush()))?;
        }
    }
    Ok(CLEAN)
}

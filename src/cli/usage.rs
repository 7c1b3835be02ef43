//! What is answered where no command can be run: help, the version, what is wrong with the call.

use std::{ffi::OsString, fmt::Write};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::{diagnostic::finding::Lang, text::name::shown};

use super::{
    exit_code::{CLEAN, NO_VERDICT},
    failure::Failure,
    help,
    system::stream::{is_terminal, note, print_own},
    terminal::{ColorArg, use_color},
};

/// Answer to arguments that ask for help, or are wrong; the exit code.
pub(crate) fn answer(command: clap::Command, args: Vec<OsString>, lang: Lang) -> u8 {
    // What is wrong is told with the argument in it.
    let args = args.into_iter().map(|arg| match arg.to_str() {
        Some(text) => shown(text).into(),
        None => arg,
    });
    let Err(error) = help::with_help(command, lang).try_get_matches_from(args) else {
        return NO_VERDICT;
    };
    if error.use_stderr() {
        let text = chinese(&error).filter(|_| lang == Lang::Zh);
        note(text.unwrap_or_else(|| error.render().to_string()).trim_end());
        return NO_VERDICT;
    }
    let text = error.render();
    let text = match use_color(ColorArg::Auto, is_terminal()) {
        true => text.ansi().to_string(),
        false => text.to_string(),
    };
    match print_own(&text) {
        Ok(()) => CLEAN,
        Err(error) => {
            Failure::from(error).report(lang);
            NO_VERDICT
        }
    }
}

/// A usage error in Chinese; none for help, which is in Chinese already.
fn chinese(error: &clap::Error) -> Option<String> {
    let text = |kind| error.get(kind).map(|value| value.to_string()).unwrap_or_default();
    let (argument, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    let mut message = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::DisplayVersion
        | ErrorKind::Io
        | ErrorKind::Format => return None,
        ErrorKind::InvalidSubcommand => format!("没有命令“{}”", text(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => format!("“{}”后须写明命令", text(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("不识别的参数“{argument}”"),
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”须给出值"),
        ErrorKind::InvalidValue => format!("“{argument}”的值“{value}”无效"),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(|why| format!("（{why}）"));
            format!("“{argument}”的值“{value}”无效{}", why.unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => format!("缺少必需的参数：{}", list(error, ContextKind::InvalidArg)),
        ErrorKind::ArgumentConflict => match list(error, ContextKind::PriorArg) {
            prior if prior == argument => format!("“{argument}”只能出现一次"),
            prior => format!("“{argument}”不能与“{prior}”同时使用"),
        },
        ErrorKind::TooManyValues => format!("“{argument}”的值过多：多出“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("“{argument}”的值的个数不对"),
        ErrorKind::NoEquals => format!("“{argument}”与值之间须用等号连接"),
        ErrorKind::InvalidUtf8 => "参数不是有效的UTF-8文字".to_owned(),
        _ => "用法有误".to_owned(),
    };
    let suggestions = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    let suggestion = suggestions.map(|kind| list(error, kind)).concat();
    if !suggestion.is_empty() {
        let _ = write!(message, "，是否应为“{suggestion}”？");
    }
    let possible = [ContextKind::ValidValue, ContextKind::ValidSubcommand].map(|kind| list(error, kind));
    let possible = possible.concat();
    if !possible.is_empty() {
        let _ = write!(message, "\n  可填：{possible}");
    }
    let usage = text(ContextKind::Usage);
    if !usage.is_empty() {
        let _ = write!(message, "\n\n{}", help::chinese_usage(&usage));
    }
    Some(format!("错误：{message}\n\n详细用法请加--help查看。"))
}

/// The texts of an error's context.
fn list(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::None) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

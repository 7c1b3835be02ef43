//! What the terminal can show.

use clap::ValueEnum;

use crate::output;

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

/// The value of an environment variable that says something.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
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
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
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

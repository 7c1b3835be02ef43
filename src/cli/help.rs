//! Help in both languages, from one table.
//!
//! Clap knows the commands and their arguments, `help.yaml` what they do. The pages are laid out here: clap breaks lines at blanks only,
//! and Chinese has none.

use std::{collections::BTreeMap, fmt::Write, sync::LazyLock};

use clap::{
    Arg, Command,
    builder::{StyledStr, styling::Style},
};
use serde::Deserialize;
use unicode_width::UnicodeWidthStr;

use crate::{
    diagnostic::finding::{Lang, Localized},
    output::wrap,
};

use super::terminal::width;

/// Lines wider than this are tiring to read, however wide the terminal is.
const WIDEST: usize = 100;
/// Names wider than this have their text on the next line.
const WIDEST_NAME: usize = 34;

/// Headings as clap has them; where colours are not shown, clap takes this out.
const HEADING: Style = Style::new().bold().underline();

/// What commands and arguments do.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    /// By the command as it is typed; the program itself is `pubreport`.
    commands: BTreeMap<String, Localized>,
    /// By command and argument; by the argument alone where it does the same in every command.
    arguments: BTreeMap<String, Localized>,
    /// What stands for the values of arguments, in Chinese.
    values: BTreeMap<String, String>,
}

static TEXTS: LazyLock<Texts> = LazyLock::new(|| {
    let texts = serde_yaml::from_str(include_str!("help.yaml"));
    // A table that cannot be read leaves the pages bare; the tests do not let it pass.
    texts.unwrap_or(Texts {
        commands: BTreeMap::new(),
        arguments: BTreeMap::new(),
        values: BTreeMap::new(),
    })
});

impl Texts {
    fn command(&self, path: &str) -> Option<&Localized> {
        self.commands.get(path)
    }

    fn argument(&self, path: &str, id: &str) -> Option<&Localized> {
        let own = self.arguments.get(&format!("{path} {id}"));
        own.or_else(|| self.arguments.get(id))
    }

    /// The names of an argument's values.
    fn value(&self, name: &str, lang: Lang) -> String {
        match lang {
            Lang::En => name.to_owned(),
            Lang::Zh => {
                let parts = name
                    .split('|')
                    .map(|part| self.values.get(part).map_or(part, String::as_str));
                parts.collect::<Vec<_>>().join("|")
            }
        }
    }
}

/// The command line with its help in a language.
pub(crate) fn with_help(command: Command, lang: Lang) -> Command {
    let mut root = described(command, "", lang);
    root.build();
    with_pages(&mut root, "", lang);
    root
}

/// The path of a subcommand; of the program itself it is empty.
fn path_of(parent: &str, name: &str) -> String {
    match parent {
        "" => name.to_owned(),
        _ => format!("{parent} {name}"),
    }
}

/// The command with its texts, for completions and usage lines.
fn described(command: Command, path: &str, lang: Lang) -> Command {
    let texts = &*TEXTS;
    let mut command = command
        .mut_args(|arg| {
            let names = arg.get_value_names().unwrap_or_default().iter();
            let names: Vec<String> = names.map(|name| texts.value(name, lang)).collect();
            let arg = match texts.argument(path, arg.get_id().as_str()) {
                Some(text) => arg.help(text.get(lang).to_owned()),
                None => arg,
            };
            if names.is_empty() { arg } else { arg.value_names(names) }
        })
        .mut_subcommands(|sub| {
            let path = path_of(path, sub.get_name());
            described(sub, &path, lang)
        });
    if let Some(text) = texts.command(if path.is_empty() { "pubreport" } else { path }) {
        command = command.about(text.get(lang).to_owned());
    }
    if lang == Lang::Zh && command.has_subcommands() {
        command = command.subcommand_value_name("命令");
    }
    command
}

/// Set the pages of a command that is built, and of all below it.
fn with_pages(command: &mut Command, path: &str, lang: Lang) {
    for sub in command.get_subcommands_mut() {
        let path = path_of(path, sub.get_name());
        with_pages(sub, &path, lang);
    }
    let page = page(command, path, lang, width().min(WIDEST));
    *command = std::mem::take(command).override_help(StyledStr::from(page));
}

/// A page of help.
fn page(command: &mut Command, path: &str, lang: Lang, columns: usize) -> String {
    let usage = command.render_usage().to_string();
    let mut page = String::new();
    let about = TEXTS.command(if path.is_empty() { "pubreport" } else { path });
    for line in wrap(about.map_or("", |about| about.get(lang)), columns, columns) {
        let _ = writeln!(page, "{line}");
    }
    let usage = match lang {
        Lang::Zh => chinese_usage(&usage),
        Lang::En => usage,
    };
    let (head, commands, arguments, options) = match lang {
        Lang::Zh => ("用法：", "命令：", "参数：", "选项："),
        Lang::En => ("Usage:", "Commands:", "Arguments:", "Options:"),
    };
    let usage = usage.trim().trim_start_matches(head);
    let _ = writeln!(page, "\n{HEADING}{head}{HEADING:#}{usage}");
    let subcommands = command.get_subcommands().map(|sub| {
        let text = TEXTS.command(&path_of(path, sub.get_name()));
        // `help` is clap's own.
        let text = text.or_else(|| TEXTS.command(sub.get_name()));
        (
            sub.get_name().to_owned(),
            text.map_or("", |text| text.get(lang)).to_owned(),
        )
    });
    section(&mut page, commands, subcommands.collect(), columns);
    let entries = |arguments: &mut dyn Iterator<Item = &Arg>| {
        let shown = arguments.filter(|arg| !arg.is_hide_set());
        shown.map(|arg| (name(arg), text(arg, path, lang))).collect::<Vec<_>>()
    };
    section(&mut page, arguments, entries(&mut command.get_positionals()), columns);
    let mut others = command.get_arguments().filter(|arg| !arg.is_positional());
    section(&mut page, options, entries(&mut others), columns);
    page
}

/// A heading, and below it names with what they do beside them.
fn section(page: &mut String, heading: &str, entries: Vec<(String, String)>, columns: usize) {
    if entries.is_empty() {
        return;
    }
    let _ = writeln!(page, "\n{HEADING}{heading}{HEADING:#}");
    let widths = entries.iter().map(|(name, _)| name.width());
    let wide = widths.filter(|wide| *wide <= WIDEST_NAME).max().unwrap_or_default();
    let inside = columns.saturating_sub(wide + 4).max(20);
    for (name, text) in entries {
        let mut beside = format!("  {name}");
        if name.width() > wide {
            let _ = writeln!(page, "{beside}");
            beside.clear();
        }
        for line in wrap(&text, inside, inside) {
            let gap = " ".repeat((wide + 4).saturating_sub(beside.width()));
            let _ = writeln!(page, "{}", format!("{beside}{gap}{line}").trim_end());
            beside.clear();
        }
    }
}

/// An argument as it is typed.
fn name(arg: &Arg) -> String {
    if arg.is_positional() {
        return arg.to_string();
    }
    let short = arg.get_short().map_or("    ".to_owned(), |short| format!("-{short}, "));
    short + &arg.to_string()
}

/// What an argument does, what it is by default and what it can be.
fn text(arg: &Arg, path: &str, lang: Lang) -> String {
    let id = arg.get_id().as_str();
    let text = TEXTS.argument(path, id).map_or("", |text| text.get(lang));
    let mut text = text.to_owned();
    let takes_value = arg.get_action().takes_values();
    let defaults = arg.get_default_values().iter().filter(|_| takes_value);
    let defaults: Vec<String> = defaults.map(|value| value.to_string_lossy().into_owned()).collect();
    let possible = match arg.is_hide_possible_values_set() {
        true => Vec::new(),
        false => arg.get_possible_values(),
    };
    let possible = possible.iter().filter(|_| takes_value);
    let possible: Vec<&str> = possible.map(|value| value.get_name()).collect();
    let (default, among, comma) = match lang {
        Lang::Zh => ("默认：", "可填：", "、"),
        Lang::En => ("default: ", "possible values: ", ", "),
    };
    let stated = [(default, defaults.join(comma)), (among, possible.join(comma))].into_iter();
    let stated = stated.filter(|(_, values)| !values.is_empty());
    let stated: Vec<String> = stated.map(|(what, values)| format!("{what}{values}")).collect();
    let _ = match (lang, stated.is_empty()) {
        (_, true) => Ok(()),
        (Lang::Zh, false) => write!(text, "（{}）", stated.join("；")),
        (Lang::En, false) => write!(text, " [{}]", stated.join("; ")),
    };
    text
}

/// Clap's line of usage in Chinese.
pub(crate) fn chinese_usage(usage: &str) -> String {
    let usage = usage
        .trim()
        .replacen("Usage:", "用法：", 1)
        .replace("用法： ", "用法：");
    usage.replace("[OPTIONS]", "[选项]").replace("[COMMAND]", "[命令]")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    /// Every command with its path.
    fn walk(command: &Command, path: &str, seen: &mut Vec<(String, Command)>) {
        let own = if path.is_empty() { "pubreport" } else { path };
        seen.push((own.to_owned(), command.clone()));
        for sub in command.get_subcommands() {
            // Below `help` clap repeats all commands.
            if sub.get_name() == "help" {
                seen.push(("help".to_owned(), Command::new("help")));
                continue;
            }
            walk(sub, &path_of(path, sub.get_name()), seen);
        }
    }

    #[test]
    fn every_text_is_there_in_both_languages_and_none_is_dead() {
        let texts: Texts = serde_yaml::from_str(include_str!("help.yaml")).unwrap();
        let mut root = Cli::command();
        root.build();
        let mut commands = Vec::new();
        walk(&root, "", &mut commands);
        let (mut missing, mut used, mut values) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for (path, command) in &commands {
            match texts.commands.contains_key(path) {
                true => drop(used.insert(path.clone())),
                false => missing.push(path.clone()),
            }
            for arg in command.get_arguments() {
                let id = arg.get_id().as_str();
                let own = format!("{path} {id}");
                match [own.clone(), id.to_owned()]
                    .into_iter()
                    .find(|key| texts.arguments.contains_key(key))
                {
                    Some(key) => drop(used.insert(key)),
                    None => missing.push(own),
                }
                let names = arg.get_value_names().unwrap_or_default().iter();
                let shown = names.filter(|_| arg.get_action().takes_values());
                values.extend(shown.flat_map(|name| name.split('|').map(str::to_owned).collect::<Vec<_>>()));
            }
        }
        assert_eq!(missing, Vec::<String>::new(), "without a text");
        let all = texts.commands.keys().chain(texts.arguments.keys());
        let dead: Vec<&String> = all.filter(|key| !used.contains(*key)).collect();
        assert_eq!(dead, Vec::<&String>::new(), "for nothing that there is");
        for (key, text) in texts.commands.iter().chain(&texts.arguments) {
            assert!(text.zh.chars().any(|c| c > '\u{2e80}'), "{key}: not Chinese");
            assert!(text.en.is_ascii() && !text.en.is_empty(), "{key}: not English");
        }
        values.remove("-");
        assert_eq!(values, texts.values.into_keys().collect(), "what stands for values");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let styles = regex::Regex::new("\u{1b}\\[[0-9;]*m").expect("is a pattern");
        for (lang, columns) in [(Lang::Zh, 80), (Lang::Zh, 60), (Lang::En, 80), (Lang::En, 60)] {
            let mut root = described(Cli::command(), "", lang);
            root.build();
            for sub in root.get_subcommands_mut() {
                let path = sub.get_name().to_owned();
                let page = page(sub, &path, lang, columns);
                let page = styles.replace_all(&page, "");
                let mut lines = page
                    .lines()
                    .filter(|line| !line.contains(": pubreport") && !line.contains("：pubreport"));
                assert!(lines.all(|line| line.width() <= columns), "{page}");
            }
        }
    }
}

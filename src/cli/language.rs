//! The language of a run, decided once, before anything is said.
//!
//! `--lang` comes first, then `lang:` of the nearest `pubreport.yaml`. Where neither says, messages about reports are in Chinese, the
//! language of the forms; help and usage errors follow the locale, as those of other programs do.

use std::{
    ffi::{OsStr, OsString},
    path::Path,
};

use crate::{
    diagnostic::finding::Lang,
    document::{format::Format, limits::Limits, parse::parse},
};

use super::{settings, terminal::variable};

/// What of the arguments must be known before they are parsed: help and usage errors are in a language, too.
pub(crate) struct Early {
    lang: Option<Lang>,
    no_config: bool,
}

impl Early {
    /// Read from the arguments of the process, whatever else is wrong with them.
    pub(crate) fn of(args: &[OsString]) -> Self {
        let mut early = Self {
            lang: None,
            no_config: false,
        };
        let mut args = args.iter().map(|arg| arg.as_os_str()).take_while(|arg| *arg != "--");
        while let Some(arg) = args.next() {
            let arg = arg.to_string_lossy();
            let value = match arg.split_once('=') {
                Some(("--lang", value)) => Some(OsStr::new(value).to_owned()),
                None if arg == "--lang" => args.next().map(OsStr::to_owned),
                _ => None,
            };
            early.lang = value.and_then(|value| named(value.to_str()?)).or(early.lang);
            early.no_config |= arg == "--no-config";
        }
        early
    }

    /// The language of help and usage errors.
    pub(crate) fn of_help(&self) -> Lang {
        self.stated(Path::new("")).unwrap_or_else(of_locale)
    }

    /// The language of messages about reports in a folder.
    pub(crate) fn of_messages(&self, folder: &Path) -> Lang {
        self.stated(folder).unwrap_or_default()
    }

    /// The language that somebody has stated.
    fn stated(&self, folder: &Path) -> Option<Lang> {
        self.lang.or_else(|| configured(folder).filter(|_| !self.no_config))
    }
}

fn named(name: &str) -> Option<Lang> {
    match name {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// `lang:` of the nearest configuration, also where something else in that is wrong: its errors are shown in that language.
fn configured(folder: &Path) -> Option<Lang> {
    let source = settings::configuration(&settings::nearest(folder)?).ok()?;
    let (document, _) = parse(source.text(), Format::Yaml, &Limits::default());
    named(document?.root.get("lang")?.text()?)
}

fn of_locale() -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable);
    match locale {
        Some(locale) if locale.to_lowercase().starts_with("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_read_before_the_arguments_are() {
        let of = |line: &str| {
            let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            Early::of(&args).lang
        };
        assert_eq!(of("lint --lang en x"), Some(Lang::En));
        assert_eq!(of("--lang=zh lint --nonsense"), Some(Lang::Zh));
        assert_eq!(of("lint --lang fr"), None);
        assert_eq!(of("lint --lang"), None);
        assert_eq!(of("lint -- --lang en"), None);
    }
}

//! The reports beside those that are linted: which they are, and their bytes.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::{
    Opened,
    extract::input::Input as InputFormat,
    members::{Assembly, Member},
    pairs::{Company, pair},
    read::{Limits, decode},
    roster::Roster,
    source::Source,
};
use rayon::prelude::*;

use super::{
    Failure,
    files::{self, Input},
    settings::{AllSettings, Settings},
};

/// So many bytes of text are kept opened while reports are paired; the reports beyond are opened again when their turn comes.
const KEPT_BYTES: usize = 48 << 20;

/// Last year's report, which the user has named.
pub(crate) fn previous(path: &Path, settings: &Settings) -> Result<Opened, Failure> {
    let linter = &settings.linter;
    let bytes = files::read_path(path, linter.options().limits.bytes);
    let unreadable = |error| {
        Failure::Say(format!(
            "{}: {}",
            path.display(),
            files::unreadable(&error).get(settings.lang)
        ))
    };
    Ok(linter.open(path, &bytes.map_err(unreadable)?, None))
}

/// Reports paired by agency and year, and those of them that are at hand already.
pub(crate) struct Paired {
    pub(crate) companies: Vec<Company>,
    pub(crate) opened: Vec<Option<Opened>>,
}

/// Pair the reports of each agency by year.
pub(crate) fn by_agency(inputs: &[Input], all: &AllSettings, input_format: Option<InputFormat>) -> Paired {
    let kept = AtomicUsize::new(0);
    let opened = inputs.par_iter().map(|input| {
        let linter = &all.get(input.settings).linter;
        // Standard input can be read once only.
        let bytes = (!input.is_stdin).then(|| files::read(input, linter.options().limits.bytes).ok());
        let Some(bytes) = bytes.flatten() else {
            return (None, None);
        };
        let opened = linter.open(&input.path, &bytes, input_format);
        let owner = opened.owner();
        let before = kept.fetch_add(bytes.len(), Ordering::Relaxed);
        (owner, Some(opened).filter(|_| before < KEPT_BYTES))
    });
    let (owners, opened): (Vec<_>, Vec<_>) = opened.unzip();
    Paired {
        companies: pair(&owners),
        opened,
    }
}

/// Read the member reports among `named`, but for the report that sums them up, and the roster of who they should be from.
pub(crate) fn assembly(
    named: &[PathBuf],
    roster: Option<&Path>,
    report: Option<&Path>,
    all: &mut AllSettings,
) -> Result<Assembly, Failure> {
    let mut inputs = files::collect(named, None, all)?;
    let whole = report.and_then(|report| report.canonicalize().ok());
    if whole.is_some() {
        inputs.retain(|input| input.path.canonicalize().ok() != whole);
    }
    let members = inputs.par_iter().map(|input| {
        let linter = &all.get(input.settings).linter;
        match files::read(input, linter.options().limits.bytes) {
            Ok(bytes) => linter.member(&linter.open(&input.path, &bytes, None)),
            Err(error) => Member::unreadable(&input.path, files::unreadable(&error)),
        }
    });
    let members: Vec<Member> = members.collect();
    let mut roster = roster.map(self::roster).transpose()?;
    // What kinds of bodies there are stands in the form.
    let forms: BTreeSet<&str> = members.iter().filter_map(|member| member.form.as_deref()).collect();
    for form in forms {
        let library = inputs.first().map(|input| all.get(input.settings).linter.library());
        let schema = library.map(|library| library.schema(form)).transpose()?.flatten();
        if let Some(schema) = schema
            && let Some(listed) = roster.take()
        {
            roster = Some(listed.for_form(schema)?);
        }
    }
    Ok(Assembly { members, roster })
}

/// Read a roster. Spreadsheets still write CSV in other encodings than UTF-8.
fn roster(path: &Path) -> Result<Roster, Failure> {
    let limits = Limits::default();
    let bytes = files::read_path(path, limits.bytes);
    let bytes = bytes.map_err(|error| Failure::Say(format!("{}: {error}", path.display())))?;
    match decode(&bytes, &limits) {
        Ok((text, _)) => Ok(Roster::read(Source::new(path, text.trim_start_matches('\u{feff}')))?),
        Err(_) => Err(Failure::Say(format!(
            "{}: not a text file / 不是文本文件",
            path.display()
        ))),
    }
}

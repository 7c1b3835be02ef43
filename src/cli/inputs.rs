//! The reports beside those that are linted: which they are, and their bytes.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::{
    Opened,
    compare::{
        members::{Assembly, Member},
        pairing::{Peers, pair},
        roster::Roster,
    },
    diagnostic::finding::Localized,
    document::{decode::decode, limits::Limits},
    extract::input::Input as InputFormat,
    text::source::Source,
};
use rayon::{ThreadPool, prelude::*};

use super::{
    failure::Failure,
    files::{self, Input},
    settings::AllSettings,
    system::read::{self, Links},
};

/// So many bytes of reports are kept opened once they are paired; the reports beyond are opened again when their turn comes.
const KEPT_BYTES: usize = 48 << 20;

/// Last year's report, which the user has named, read with the settings of the report.
pub(crate) fn previous(path: &Path, settings: usize, all: &AllSettings) -> Result<Opened, Failure> {
    let linter = &all.get(settings).linter;
    let links = if all.uses_config() {
        Links::Follow
    } else {
        Links::Refuse
    };
    let bytes = read::bytes(path, linter.options().limits.bytes, links);
    let bytes = bytes.map_err(|why| Failure::of_file(path, &why))?;
    Ok(files::opened(path, &bytes, linter, None, all.converts()))
}

/// Reports paired by agency and year, and those of them that are at hand already.
pub(crate) struct Paired {
    pub(crate) peers: Vec<Peers>,
    pub(crate) opened: Vec<Option<Opened>>,
}

/// Pair the reports of each agency by year.
pub(crate) fn by_agency(
    inputs: &[Input],
    all: &AllSettings,
    input_format: Option<InputFormat>,
    pool: &ThreadPool,
) -> Paired {
    let kept = AtomicUsize::new(0);
    let open = |input: &Input| {
        let linter = &all.get(input.settings).linter;
        let Ok(bytes) = files::read(input, linter.options().limits.bytes) else {
            return (None, None);
        };
        let opened = files::opened(
            &input.path,
            &bytes,
            linter,
            input_format,
            input.converts && input_format.is_none(),
        );
        let owner = opened.owner();
        let before = kept.fetch_add(read::unpacked(&bytes, linter.options().limits.bytes), Ordering::Relaxed);
        // Standard input can be read once only.
        (owner, Some(opened).filter(|_| input.is_stdin || before < KEPT_BYTES))
    };
    let (owners, opened): (Vec<_>, Vec<_>) = pool.install(|| inputs.par_iter().map(open).unzip());
    Paired {
        peers: pair(&owners),
        opened,
    }
}

/// Read the member reports among `named`, but for the report that sums them up, and the roster of who they should be from.
pub(crate) fn assembly(
    named: &[PathBuf],
    roster: Option<&Path>,
    report: Option<&Path>,
    all: &mut AllSettings,
    pool: &ThreadPool,
) -> Result<Assembly, Failure> {
    let mut inputs = members(named, all)?;
    let whole = report.and_then(|report| report.canonicalize().ok());
    if whole.is_some() {
        inputs.retain(|input| input.path.canonicalize().ok() != whole);
    }
    if inputs.is_empty() {
        return Err(Failure::stated(
            "没有成员报告：所给的只有汇总报告本身",
            "there are no member reports: only the report that sums them up was named",
        ));
    }
    let member = |input: &Input| {
        let linter = &all.get(input.settings).linter;
        match files::open(input, linter, None) {
            Ok(opened) => Ok(linter.member(&opened)),
            // What the user has named is asked for; of what lies in a folder, one file keeps none of the others back.
            Err(why) if input.is_named => Err(Failure::of_file(&input.path, &why)),
            Err(why) => Ok(Member::unreadable(&input.path, why)),
        }
    };
    let members: Vec<Result<Member, Failure>> = pool.install(|| inputs.par_iter().map(member).collect());
    let members = members.into_iter().collect::<Result<Vec<Member>, Failure>>()?;
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

/// The files of the members. A folder in which there is none was named by mistake.
fn members(named: &[PathBuf], all: &mut AllSettings) -> Result<Vec<Input>, Failure> {
    let mut inputs = Vec::new();
    let mut seen = BTreeSet::new();
    for path in named {
        let found = files::collect(std::slice::from_ref(path), None, all)?.inputs;
        if found.is_empty() {
            return Err(Failure::of_file(
                path,
                &Localized {
                    zh: "目录中没有报告".into(),
                    en: "there is no report in this directory".into(),
                },
            ));
        }
        inputs.extend(found.into_iter().filter(|input| seen.insert(input.path.clone())));
    }
    Ok(inputs)
}

/// Read a roster. Spreadsheets still write CSV in other encodings than UTF-8.
fn roster(path: &Path) -> Result<Roster, Failure> {
    let limits = Limits::default();
    let bytes = read::bytes(path, limits.bytes, Links::Follow).map_err(|why| Failure::of_file(path, &why))?;
    match decode(&bytes, &limits) {
        Ok((text, _)) => Ok(Roster::read(Source::new(path, text.trim_start_matches('\u{feff}')))?),
        Err(_) => Err(Failure::of_file(
            path,
            &Localized {
                zh: "不是文本文件".into(),
                en: "not a text file".into(),
            },
        )),
    }
}

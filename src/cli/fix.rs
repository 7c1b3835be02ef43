//! Fixes shown and written: a file is replaced whole or not at all.

use std::{
    fmt::Write as _,
    io::{self, Write},
    path::Path,
};

use crate::{Report, diagnostic::finding::Lang, fix::Fixed, text::name::name};
use similar::TextDiff;

use super::{
    failure::Failure,
    system::{stream::note, write::replace},
};

/// Lines around a change in a diff.
const CONTEXT: usize = 2;

/// Write the changes as a unified diff that `patch -p1` takes.
pub(crate) fn diff(path: &Path, report: &Report, fixed: &Fixed, out: &mut dyn Write) -> io::Result<()> {
    let name = name(path);
    let name = name.trim_start_matches("./").trim_start_matches('/');
    let diff = TextDiff::from_lines(report.source.text(), &fixed.text);
    diff.unified_diff()
        .context_radius(CONTEXT)
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_writer(out)
}

/// Report on standard error what a diff leaves out, so that no failure is silent: what has no certain fix, and what cannot be fixed in
/// this file.
pub(crate) fn report_left_out(path: &Path, report: &Report, fixed: Option<&Fixed>, lang: Lang) {
    let left = fixed.map_or(report, |fixed| &fixed.report);
    let count = left.counted().count();
    if count == 0 {
        return;
    }
    let name = name(path);
    let certain = left.counted().filter(|violation| violation.certain_fix().is_some());
    let certain = certain.count();
    let mut line = match lang {
        Lang::Zh => format!("{name}：另有{count}处问题，--diff不显示，请用pubreport lint查看"),
        Lang::En => format!("{name}: --diff does not show {count} finding(s); pubreport lint does"),
    };
    if certain > 0 {
        let _ = match lang {
            Lang::Zh => write!(
                line,
                "；其中{certain}处改法明确，但此文件不能由pubreport改写，请在原文件中改正"
            ),
            Lang::En => write!(
                line,
                "; {certain} can be fixed for certain, but only in the original: pubreport does not rewrite this file"
            ),
        };
    }
    note(&line);
}

/// Replace the file by its fixed text, and report that.
pub(crate) fn write(path: &Path, report: &Report, fixed: &Fixed, lang: Lang) -> Result<(), Failure> {
    replace(path, report.source.text(), &fixed.text)?;
    let (name, count) = (name(path), fixed.count);
    note(&match lang {
        Lang::Zh => format!("{name}：改正了 {count} 处"),
        Lang::En => format!("{name}: {count} fixed"),
    });
    Ok(())
}

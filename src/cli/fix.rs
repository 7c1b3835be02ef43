//! Fixes shown and written: a file is replaced whole or not at all.

use std::{
    fmt::Write as _,
    fs,
    io::{self, Write},
    path::Path,
};

use crate::{Report, diagnostic::finding::Lang, fix::Fixed};
use similar::TextDiff;
use tempfile::NamedTempFile;

use super::{failure::Failure, files::unwritable, terminal::note};

/// Lines around a change in a diff.
const CONTEXT: usize = 2;

/// Write the changes as a unified diff that `patch -p1` takes.
pub(crate) fn diff(path: &Path, report: &Report, fixed: &Fixed, out: &mut dyn Write) -> io::Result<()> {
    let name = path.display().to_string();
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
    let name = path.display();
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

/// Replace the file by its fixed text, report that, and return the verdict that now holds.
pub(crate) fn write(path: &Path, report: Report, fixed: Fixed, lang: Lang) -> Result<Report, Failure> {
    let name = path.display();
    if fs::read(path).ok().as_deref() != Some(report.source.text().as_bytes()) {
        return Err(Failure::stated(
            format!("{name} 在核对期间被改动过，没有改写"),
            format!("{name} has changed since it was checked; nothing was written"),
        ));
    }
    replace(path, &fixed.text).map_err(|error| unwritable(path, &error))?;
    let count = fixed.count;
    note(&match lang {
        Lang::Zh => format!("{name}：改正了 {count} 处"),
        Lang::En => format!("{name}: {count} fixed"),
    });
    Ok(fixed.report)
}

/// The new file takes the place of the old one at once, so that a crash leaves one or the other.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A link stays a link.
    let path = fs::canonicalize(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(fs::metadata(&path)?.permissions())?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

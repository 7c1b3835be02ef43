//! Fixes shown and written: a file is replaced whole or not at all.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use crate::{Report, finding::Lang, fix::Fixed};
use similar::TextDiff;
use tempfile::NamedTempFile;

use super::Failure;

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

/// Replace the file by its fixed text, say so, and return the verdict that now holds.
pub(crate) fn write(path: &Path, report: Report, fixed: Fixed, lang: Lang) -> Result<Report, Failure> {
    if fs::read(path).ok().as_deref() != Some(report.source.text().as_bytes()) {
        let name = path.display();
        return Err(Failure::Say(match lang {
            Lang::Zh => format!("{name} 在核对期间被改动过，没有改写"),
            Lang::En => format!("{name} has changed while it was checked; nothing was written"),
        }));
    }
    replace(path, &fixed.text).map_err(|error| {
        let name = path.display();
        Failure::Say(match lang {
            Lang::Zh => format!("{name} 写不进去：{error}"),
            Lang::En => format!("{name} cannot be written: {error}"),
        })
    })?;
    let (name, count) = (path.display(), fixed.count);
    match lang {
        Lang::Zh => eprintln!("{name}：改正了 {count} 处"),
        Lang::En => eprintln!("{name}: {count} mended"),
    }
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

//! Files of old word processors and spreadsheets: made into documents that are read, by LibreOffice where it is installed.
//!
//! Each file has a folder of its own that nobody else may enter, with the profile of the office in it: nothing of a user's is read or
//! kept, macros and links are off, and the file keeps nothing of its name but its ending. Where the system can, the office has no network
//! and bounded memory. It is ended when its time is over.
#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    thread::sleep,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::extract::input::Medium;

/// A report of many pages takes a few seconds.
const TIME: Duration = Duration::from_secs(60);
/// How often it is looked whether it is done.
const PAUSE: Duration = Duration::from_millis(20);
/// What the profile of the office says: no macros, no links that are followed, no questions.
const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"#;

/// What a file is made into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Target {
    /// The ending by which the office knows what it is.
    from: &'static str,
    /// The ending, which is the name of the filter too, of what it makes.
    to: &'static str,
    medium: Medium,
}

/// What is made of a file of this name that begins so; none if the office would not read it, or read it as something else.
fn target(path: &Path, bytes: &[u8]) -> Option<Target> {
    const OLD: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let ending = ending.to_ascii_lowercase();
    let text = |from| Target {
        from,
        to: "docx",
        medium: Medium::Docx,
    };
    let sheet = |from| Target {
        from,
        to: "xlsx",
        medium: Medium::Sheet,
    };
    match ending.as_str() {
        // The files of WPS are those of old Word.
        "doc" | "dot" | "wps" | "wpt" | "" if bytes.starts_with(OLD) => Some(text("doc")),
        _ if bytes.starts_with(b"{\\rtf") => Some(text("rtf")),
        "odt" if bytes.starts_with(b"PK") => Some(text("odt")),
        "xls" | "xlt" | "et" if bytes.starts_with(OLD) => Some(sheet("xls")),
        "ods" if bytes.starts_with(b"PK") => Some(sheet("ods")),
        _ => None,
    }
}

/// Whether files with this ending can be made into something that is read, if the office is there.
pub(crate) fn is_convertible(ending: &str) -> bool {
    matches!(
        ending,
        "doc" | "dot" | "wps" | "wpt" | "rtf" | "odt" | "xls" | "xlt" | "et" | "ods"
    )
}

/// What became of a file.
pub(crate) enum Converted {
    /// It is not of a kind that needs it, or there is no office.
    Not,
    /// The document that it was made into.
    Done(Vec<u8>, Medium),
    /// The office did not do it: the file is damaged, has a password, or takes too long.
    Failed,
}

/// Make a file into a document that is read, of `limit` bytes at most.
pub(crate) fn convert(path: &Path, bytes: &[u8], limit: usize) -> Converted {
    let (Some(target), Some(office)) = (target(path, bytes), office()) else {
        return Converted::Not;
    };
    match run(office, target, bytes, limit) {
        Ok(Some(made)) => Converted::Done(made, target.medium),
        Ok(None) | Err(_) => Converted::Failed,
    }
}

/// The program, if it is installed where such programs are.
pub(crate) fn office() -> Option<&'static Path> {
    static FOUND: OnceLock<Option<PathBuf>> = OnceLock::new();
    FOUND.get_or_init(find).as_deref()
}

fn find() -> Option<PathBuf> {
    const NAMES: [&str; 3] = ["soffice", "libreoffice", "soffice.exe"];
    const PLACES: [&str; 3] = [
        "/Applications/LibreOffice.app/Contents/MacOS",
        "C:\\Program Files\\LibreOffice\\program",
        "C:\\Program Files (x86)\\LibreOffice\\program",
    ];
    let path = std::env::var_os("PATH").unwrap_or_default();
    // The folder that one works in may hold anything.
    let folders = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
    let mut folders = folders.chain(PLACES.map(PathBuf::from));
    folders.find_map(|folder| {
        NAMES
            .map(|name| folder.join(name))
            .into_iter()
            .find(|file| file.is_file())
    })
}

fn run(office: &Path, target: Target, bytes: &[u8], limit: usize) -> io::Result<Option<Vec<u8>>> {
    let folder = private()?;
    let at = |name: &str| folder.path().join(name);
    let profile = at("profile").join("user");
    fs::create_dir_all(&profile)?;
    fs::write(profile.join("registrymodifications.xcu"), PROFILE)?;
    let source = at("report").with_extension(target.from);
    fs::write(&source, bytes)?;
    let mut command = bounded(office);
    command
        .arg(format!("-env:UserInstallation={}", address(&at("profile"))))
        .args([
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--convert-to",
            target.to,
            "--outdir",
        ])
        .args([at("made"), source])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)))
        .env("HOME", folder.path())
        .env("TMPDIR", folder.path())
        .env("LC_ALL", "C.UTF-8")
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if !ends_in_time(&mut command)? {
        return Ok(None);
    }
    let made = at("made").join("report").with_extension(target.to);
    let size = match fs::metadata(&made) {
        Ok(metadata) if metadata.is_file() => usize::try_from(metadata.len()).unwrap_or(usize::MAX),
        _ => return Ok(None),
    };
    if size > limit {
        return Ok(None);
    }
    fs::read(made).map(Some)
}

/// A folder that nobody else may enter.
fn private() -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("pubreport-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir()
}

/// The address of a folder, with everything but letters and digits escaped.
fn address(folder: &Path) -> String {
    let path = folder.to_string_lossy().replace('\\', "/");
    let mut address = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b':' => address.push(byte.into()),
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address
}

/// The office with bounds on memory, processor time and files, and without a network, where the system can do that for any user.
#[cfg(unix)]
fn bounded(office: &Path) -> Command {
    use std::os::unix::process::CommandExt;

    const LIMITS: &str = "ulimit -t 60; ulimit -v 6000000; ulimit -f 1000000; ulimit -c 0; exec \"$@\"";
    static ALONE: OnceLock<bool> = OnceLock::new();
    let without_network = ["unshare", "--map-root-user", "--net", "--"];
    let is_possible = || {
        let mut tried = Command::new(without_network[0]);
        tried.args(&without_network[1..]).arg("true");
        tried.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        tried.status().is_ok_and(|status| status.success())
    };
    let mut command = Command::new("/bin/sh");
    command.args(["-c", LIMITS, "sh"]).process_group(0);
    if *ALONE.get_or_init(is_possible) {
        command.args(without_network);
    }
    command.arg(office);
    command
}

#[cfg(not(unix))]
fn bounded(office: &Path) -> Command {
    Command::new(office)
}

/// Whether the program ends by itself, and well. Otherwise it is ended, with all that it has started.
fn ends_in_time(command: &mut Command) -> io::Result<bool> {
    let mut child = command.spawn()?;
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) if start.elapsed() < TIME => sleep(PAUSE),
            _ => {
                end(&mut child);
                return Ok(false);
            }
        }
    }
}

fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // It may have ended by itself in the meantime.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

//! Every command, where its streams are full, closed or gone, where its files are none, and where names are meant for the terminal: it
//! answers 0, 1 or 2, does all its work, and prints nothing that a terminal or a log obeys.
#![cfg(unix)]

mod input;
mod output;
mod process;
mod terminal;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::common::{folder, project, span_of, with_value, write};

const VALID: &str = "examples/cn-ogi-2021-city.yaml";
const RECEIVED: &str = "requests.received.natural_person";
/// No command takes so long, but for one that waits for ever.
const LONGEST: Duration = Duration::from_secs(60);

/// The valid report with one number a digit too long, which `--fix` puts right.
fn wrong() -> String {
    let text = project(VALID);
    let span = span_of(&text, RECEIVED);
    with_value(&text, RECEIVED, &format!("{}0", &text[span.start..span.end]))
}

/// A folder with what the commands below need.
fn place() -> TempDir {
    let dir = folder();
    write(&dir, "ok.yaml", project(VALID));
    write(&dir, "r.yaml", wrong());
    write(&dir, "in/a.yaml", project(VALID));
    write(&dir, "in/b.yaml", project("examples/cn-ogi-2021.yaml"));
    write(&dir, "roster.yaml", "agencies:\n- {agency: 甲市乙局}\n");
    write(
        &dir,
        "pack.yaml",
        "id: own\nextends: cn-ogi-2021\ntitle: {zh: 本地, en: own}\nrules: []\n",
    );
    dir
}

struct Ran {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Run a line of the shell, in which `"$@"` is the call of the binary, and which leaves its exit code in the file `code`.
fn sh(dir: &Path, line: &str, args: &[&str]) -> Ran {
    let mut child = Command::new("sh")
        .args(["-c", line, "sh", env!("CARGO_BIN_EXE_pubreport")])
        .args(args)
        .current_dir(dir)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("COLUMNS", "80")
        .stdin(Stdio::null())
        .stdout(fs::File::create(dir.join(".stdout")).unwrap())
        .stderr(fs::File::create(dir.join(".stderr")).unwrap())
        .spawn()
        .unwrap();
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > LONGEST {
            child.kill().unwrap();
            panic!("{args:?} {line}: waits for ever");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let read = |name: &str| {
        let bytes = fs::read(dir.join(name)).unwrap();
        fs::remove_file(dir.join(name)).unwrap();
        String::from_utf8(bytes).unwrap_or_else(|error| panic!("{args:?}: {error}"))
    };
    let code = fs::read_to_string(dir.join("code")).ok();
    let code = code.map_or(status.code(), |code| code.trim().parse().ok());
    let _ = fs::remove_file(dir.join("code"));
    Ran {
        code,
        stdout: read(".stdout"),
        stderr: read(".stderr"),
    }
}

const PLAIN: &str = "\"$@\"";

/// The characters that must reach no terminal.
fn is_obeyed(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl Ran {
    /// Answered, and harmless.
    fn answers(&self, what: &str) -> i32 {
        let code = self.code.unwrap_or(-1);
        assert!(
            (0..=2).contains(&code),
            "{what}: exit {code}\n{}{}",
            self.stdout,
            self.stderr
        );
        let colours = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
        for text in [&self.stdout, &self.stderr] {
            let text = if what.contains("always") {
                colours.replace_all(text, "")
            } else {
                text.into()
            };
            assert_eq!(text.find(is_obeyed), None, "{what}\n{text:?}");
            let is_command = |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
            let is_ours = what.contains("github");
            assert!(is_ours || !text.lines().any(is_command), "{what}\n{text}");
        }
        code
    }
}

//! Every command, where its streams are full, closed or gone, where its files are none, and where names are meant for the terminal: it
//! answers 0, 1 or 2, does all its work, and prints nothing that a terminal or a log obeys.
#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::common::{folder, project, span_of, with_value, write};

const VALID: &str = "examples/cn-ogi-2021-city.yaml";
const RECEIVED: &str = "requests.received.natural_person";
/// A terminal's command, a runner's, and one that turns letters round; a mark that clears the screen; a line of its own.
const HOSTILE: &str = "\u{1b}[2J\n::error::x\u{202e}\u{7f}\u{85}##[error]\u{1b}]0;x\u{7}.yaml";
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

/// Every command, with what it leaves behind and the exit code where nothing is in its way.
const CALLS: [(&str, &[&str], i32); 27] = [
    ("lint ok.yaml", &[], 0),
    ("lint r.yaml", &[], 1),
    ("lint r.yaml --no-config --color always", &[], 1),
    ("lint r.yaml --format short", &[], 1),
    ("lint r.yaml --format json", &[], 1),
    ("lint r.yaml --format github", &[], 1),
    ("lint r.yaml --format junit", &[], 1),
    ("lint r.yaml --diff", &[], 1),
    ("lint r.yaml --fix", &["r.yaml"], 0),
    ("lint r.yaml --fix --diff", &["r.yaml"], 0),
    ("lint in --by-agency", &[], 0),
    (
        "lint ok.yaml --members in/b.yaml --roster roster.yaml --fail-on never",
        &[],
        0,
    ),
    ("lint ok.yaml --previous in/b.yaml", &[], 1),
    ("import ok.yaml", &[], 0),
    ("import ok.yaml -o new.yaml", &["new.yaml"], 0),
    ("import in -o out", &["out/a.yaml", "out/b.yaml"], 0),
    ("render ok.yaml", &[], 0),
    ("render ok.yaml -o new.html", &["new.html"], 0),
    ("sum in/b.yaml", &[], 0),
    ("sum in/b.yaml -o new.yaml --roster roster.yaml", &["new.yaml"], 0),
    ("new --year 2024 -o new.yaml", &["new.yaml"], 0),
    ("explain req-balance --rules pack.yaml", &[], 0),
    ("rules list", &[], 0),
    ("rules test pack.yaml", &[], 0),
    ("schema show cn-ogi-2021 --format json", &[], 0),
    ("completions bash", &[], 0),
    ("--help", &[], 0),
];

#[test]
fn streams() {
    let streams = [
        PLAIN,
        "\"$@\" >/dev/full",
        "\"$@\" 2>/dev/full",
        "\"$@\" >&- 2>&-",
        "{ \"$@\" 2>&1; echo $? >code; } | true",
    ];
    for (call, works, code) in CALLS {
        let args: Vec<&str> = call.split(' ').collect();
        for line in streams {
            let dir = place();
            let before = |name: &str| fs::read(dir.path().join(name)).ok();
            let then: Vec<_> = works.iter().map(|name| before(name)).collect();
            let ran = sh(dir.path(), line, &args);
            let what = format!("{call}: {line}");
            let answer = ran.answers(&what);
            match line {
                PLAIN => assert_eq!(answer, code, "{what}\n{}{}", ran.stdout, ran.stderr),
                // A verdict that cannot be printed is none.
                line if line.contains(">/dev/full") && !line.starts_with("\"$@\" 2") && !call.contains(" -o ") => {
                    let is_silent = call == "lint r.yaml --fix";
                    assert!(answer == 2 || is_silent, "{what}: {answer}");
                }
                _ => {}
            }
            for (name, then) in works.iter().zip(then) {
                assert_ne!(before(name), then, "{what}: {name} was not written");
            }
        }
    }
}

#[test]
fn all_of_many_files_are_mended_whoever_reads() {
    for line in [
        "\"$@\" 2>/dev/full",
        "\"$@\" >/dev/full",
        "{ \"$@\"; echo $? >code; } | head -n 1 >/dev/null",
        "\"$@\" >&- 2>&-",
    ] {
        for more in [&["--fix"][..], &["--fix", "--diff"]] {
            let dir = folder();
            for at in 0..25 {
                write(&dir, &format!("in/{at}.yaml"), wrong());
            }
            sh(dir.path(), line, &[&["lint", "in"], more].concat()).answers(line);
            for at in 0..25 {
                let text = fs::read_to_string(dir.path().join(format!("in/{at}.yaml"))).unwrap();
                assert!(text == project(VALID), "{line}: {at}.yaml is not mended");
            }
        }
    }
}

/// Wherever a command takes a file, it takes no pipe, device or folder for one, and never waits.
#[test]
fn what_is_no_file() {
    let dir = place();
    assert!(
        Command::new("mkfifo")
            .arg(dir.path().join("fifo.yaml"))
            .status()
            .unwrap()
            .success()
    );
    symlink("loop.yaml", dir.path().join("loop.yaml")).unwrap();
    symlink("gone", dir.path().join("dangling.yaml")).unwrap();
    write(
        &dir,
        "example.yaml",
        "id: own\nextends: cn-ogi-2021\ntitle: {zh: 本地, en: own}\nexample: fifo.yaml\nrules: []\n",
    );
    write(&dir, "conf/schema/pubreport.yaml", "schemas: [f.yaml]\n");
    write(&dir, "conf/pack/pubreport.yaml", "packs: [./f.yaml]\n");
    for conf in ["schema", "pack"] {
        write(&dir, &format!("conf/{conf}/ok.yaml"), project(VALID));
        let fifo = dir.path().join(format!("conf/{conf}/f.yaml"));
        assert!(Command::new("mkfifo").arg(fifo).status().unwrap().success());
        let ok = format!("conf/{conf}/ok.yaml");
        let ran = sh(dir.path(), PLAIN, &["lint", &ok]);
        assert_eq!(ran.answers(conf), 2, "{}", ran.stderr);
        assert!(ran.stderr.contains("FIFO"), "{}", ran.stderr);
        assert_eq!(sh(dir.path(), PLAIN, &["lint", "--no-config", &ok]).answers(conf), 0);
    }
    for file in ["fifo.yaml", "loop.yaml", "dangling.yaml", "/dev/zero", "in"] {
        let calls = [
            "lint ok.yaml F",
            "lint --no-config F",
            "lint --fix F",
            "lint ok.yaml --previous F",
            "lint ok.yaml --members F",
            "lint ok.yaml --members in/b.yaml --roster F",
            "lint ok.yaml --rules ./F",
            "lint ok.yaml --schema ./F",
            "import F",
            "render F",
            "sum F",
            "sum in/b.yaml --roster F",
            "rules list ./F",
            "rules test ./F",
            "rules test pack.yaml --phrases F",
            "explain req-balance --rules ./F",
            "schema show ./F",
            "new --schema ./F",
        ];
        for call in calls {
            // A folder of reports is what some of them take.
            let takes_folders = [
                "lint ok.yaml F",
                "lint --no-config F",
                "lint --fix F",
                "lint ok.yaml --members F",
                "sum F",
            ];
            if file == "in" && takes_folders.contains(&call) {
                continue;
            }
            let name = if file.starts_with('/') {
                call.replace("./F", "F")
            } else {
                call.to_owned()
            };
            let name = name.replace('F', file);
            let args: Vec<&str> = name.split(' ').collect();
            let ran = sh(dir.path(), PLAIN, &args);
            assert_eq!(ran.answers(&name), 2, "{name}\n{}{}", ran.stdout, ran.stderr);
        }
    }
    assert_eq!(
        sh(dir.path(), PLAIN, &["rules", "test", "example.yaml"]).answers("example"),
        2
    );
}

#[test]
fn names_are_shown_not_obeyed() {
    let dir = place();
    write(&dir, HOSTILE, wrong());
    write(&dir, &format!("d/{HOSTILE}"), wrong());
    write(&dir, "::error::x.yaml", wrong());
    let roster = "agencies:\n- {agency: \"甲\\e[2J\\n::error::x\\u202E\"}\n";
    write(&dir, "hostile-roster.yaml", roster);
    let calls: [&[&str]; 30] = [
        &["lint", HOSTILE],
        &["lint", HOSTILE, "--color", "always"],
        &["lint", HOSTILE, "--format", "short"],
        &["lint", HOSTILE, "--format", "json"],
        &["lint", HOSTILE, "--format", "sarif"],
        &["lint", HOSTILE, "--format", "github"],
        &["lint", HOSTILE, "--format", "gitlab"],
        &["lint", HOSTILE, "--format", "junit"],
        &["lint", HOSTILE, "--diff"],
        &["lint", HOSTILE, "--fix"],
        &["lint", "d", "--fix", "--diff", "--no-config"],
        &["lint", "::error::x.yaml", "--format", "short"],
        &["lint", "::error::x.yaml", "--fix"],
        &["lint", "ok.yaml", "--previous", HOSTILE, "--fail-on", "info"],
        &[
            "lint",
            "ok.yaml",
            "--members",
            HOSTILE,
            "--roster",
            "hostile-roster.yaml",
        ],
        &["lint", "ok.yaml", "--rules", HOSTILE],
        &["lint", "ok.yaml", "--schema", HOSTILE],
        &["lint", HOSTILE, HOSTILE, "d", "--by-agency"],
        &["import", HOSTILE],
        &["import", "d", "-o", "out"],
        &["import", HOSTILE, "-o", "ok.yaml"],
        &["render", HOSTILE, "-o", "ok.html"],
        &["sum", "in/b.yaml", HOSTILE],
        &["sum", "in/b.yaml", "--roster", "hostile-roster.yaml", "--set", HOSTILE],
        &["new", "--year", "2024", "--set", HOSTILE, "--schema", "cn-ogi-2021"],
        &["explain", HOSTILE],
        &["rules", "test", HOSTILE],
        &["schema", "show", HOSTILE],
        &["lint", "--lang", "en", "--nonsense\n::error::\u{1b}[2J\u{202e}"],
        &["\u{1b}[2J\n::error::"],
    ];
    for args in calls {
        sh(dir.path(), PLAIN, args).answers(&format!("{args:?}"));
    }
    // What a report says is shown no other way.
    for (name, text) in [("v.yaml", wrong()), ("v.txt", wrong()), ("v.html", wrong())] {
        let text = text.replacen("title: ", "title: \u{1b}[2J\u{202e}\u{85}\r::error::", 1);
        write(&dir, name, text);
        for format in ["pretty", "short", "json", "sarif", "github", "gitlab", "junit"] {
            sh(dir.path(), PLAIN, &["lint", name, "--format", format]).answers(&format!("{name} {format}"));
        }
        sh(dir.path(), PLAIN, &["lint", name, "--diff"]).answers(name);
    }
}

/// A disk that is full, as a limit on what may be written is: the old file stays, and nothing else is there.
#[test]
fn a_full_disk_leaves_the_old_file() {
    let calls = [
        "lint r.yaml --fix",
        "import ok.yaml -o r.yaml --force",
        "import r.yaml -o r.yaml --force",
        "import ok.yaml -o new.yaml",
        "render ok.yaml -o old.html --force",
        "render ok.yaml -o new.html",
        "sum in/b.yaml -o r.yaml --force",
        "new --year 2024 -o new.yaml",
    ];
    for call in calls {
        let dir = place();
        write(&dir, "old.html", "old");
        let names = || {
            let entries = fs::read_dir(dir.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name());
            let mut names: Vec<_> = entries.collect();
            names.sort();
            names
        };
        let before = names();
        let args: Vec<&str> = call.split(' ').collect();
        let ran = sh(dir.path(), "ulimit -f 1; \"$@\" >/dev/null 2>/dev/null", &args);
        assert_eq!(ran.answers(call), 2, "{call}");
        assert_eq!(names(), before, "{call}");
        assert_eq!(
            fs::read_to_string(dir.path().join("r.yaml")).unwrap(),
            wrong(),
            "{call}"
        );
        assert_eq!(
            fs::read_to_string(dir.path().join("old.html")).unwrap(),
            "old",
            "{call}"
        );
    }
}

#[test]
fn what_must_not_be_replaced_is_not() {
    let dir = place();
    let path = dir.path().join("r.yaml");
    let run = |args: &[&str], code: i32| {
        let ran = sh(dir.path(), PLAIN, args);
        assert_eq!(ran.answers(&format!("{args:?}")), code, "{args:?}\n{}", ran.stderr);
        ran.stderr
    };
    fs::hard_link(&path, dir.path().join("second.yaml")).unwrap();
    assert!(run(&["lint", "--fix", "r.yaml"], 2).contains("硬链接"));
    assert!(run(&["import", "ok.yaml", "-o", "r.yaml", "--force", "--lang", "en"], 2).contains("hard links"));
    fs::remove_file(dir.path().join("second.yaml")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    assert!(run(&["lint", "--fix", "r.yaml"], 2).contains("只读"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("r.yaml", dir.path().join("link.yaml")).unwrap();
    assert!(run(&["lint", "--fix", "link.yaml"], 2).contains("符号链接"));
    assert!(run(&["import", "ok.yaml", "-o", "link.yaml", "--force"], 2).contains("符号链接"));
    assert_eq!(fs::read_to_string(&path).unwrap(), wrong());
    run(&["import", "ok.yaml", "-o", "/dev/null", "--force"], 2);
    run(&["render", "ok.yaml", "-o", "in", "--format", "html", "--force"], 2);
    // One that cannot be written keeps no other back.
    write(&dir, "s.yaml", wrong());
    run(&["lint", "--fix", "link.yaml", "s.yaml"], 2);
    assert_eq!(fs::read_to_string(dir.path().join("s.yaml")).unwrap(), project(VALID));
    run(
        &["import", "r.yaml", "-o", "r.yaml", "--force", "--fail-on", "never"],
        0,
    );
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o640);
    // What cannot be written back whole is not written over itself.
    write(&dir, "broken.yaml", "year: 2023\nschema: cn-ogi-2021\nmore: [1, 2\n");
    run(&["import", "broken.yaml", "-o", "broken.yaml", "--force"], 2);
    run(&["render", "r.yaml", "-o", "r.yaml", "--format", "text", "--force"], 2);
    run(&["new", "--year", "2024", "-o", "r.yaml"], 2);
}

#[test]
fn output_names_that_clash_are_refused_before_anything_is_written() {
    let dir = place();
    let run = |args: &[&str], code: i32| {
        let ran = sh(dir.path(), PLAIN, args);
        assert_eq!(ran.answers(&format!("{args:?}")), code, "{args:?}\n{}", ran.stderr);
        ran.stderr
    };
    run(&["render", "ok.yaml", "-o", "a.html"], 0);
    run(&["render", "ok.yaml", "-o", "a.docx"], 0);
    run(&["render", "ok.yaml", "-o", "A.html"], 0);
    run(&["render", "ok.yaml", "-o", "x/a.html"], 2);
    fs::create_dir(dir.path().join("x")).unwrap();
    run(&["render", "ok.yaml", "-o", "x/a.html"], 0);
    run(&["render", "ok.yaml", "-o", "é.html"], 0);
    run(&["render", "ok.yaml", "-o", "e\u{301}.html"], 0);
    for pair in [
        ["a.html", "a.docx"],
        ["a.html", "A.html"],
        ["a.html", "x/a.html"],
        ["é.html", "e\u{301}.html"],
    ] {
        let said = run(&["import", pair[0], pair[1], "-o", "o", "--force"], 2);
        assert!(said.contains(pair[0]) && said.contains(pair[1]), "{said}");
        assert!(!dir.path().join("o").exists());
    }
    // A report that is still to be read is not written over.
    write(&dir, "y/z.yaml", project(VALID));
    run(&["import", "x/a.html", "y/z.yaml", "-o", "y", "--force"], 0);
    write(&dir, "y/y/z.yaml", project(VALID));
    run(&["import", "y", "y/y", "-o", "y/y", "--force"], 2);
    // Nothing is written outside.
    let outside = folder();
    write(&outside, "evil.yaml", project(VALID));
    let climbing = format!(
        "x/../../{}/evil.yaml",
        outside.path().file_name().unwrap().to_str().unwrap()
    );
    sh(dir.path(), PLAIN, &["import", "x", &climbing, "-o", "o2"]).answers("climbing");
    assert!(!dir.path().join(outside.path().file_name().unwrap()).exists());
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
    fs::create_dir(dir.path().join("o3")).unwrap();
    symlink(outside.path(), dir.path().join("o3/sub")).unwrap();
    write(&dir, "z/sub/a.yaml", project(VALID));
    run(&["import", "z", "-o", "o3"], 2);
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
}

/// At a gate, each file of a folder is judged or named, whatever it is called and whatever it is.
#[test]
fn every_file_is_judged_or_named() {
    let secret = folder();
    write(&secret, "secret.yaml", "schema: cn-ogi-2021\nkey: hunter2\n");
    let gate = |dir: &Path, more: &[&str]| {
        let args = [
            &[
                "lint",
                "--no-config",
                "--rules",
                "cn-ogi-2021",
                "--format",
                "short",
                "d",
            ],
            more,
        ]
        .concat();
        let ran = sh(dir, PLAIN, &args);
        (ran.answers(&format!("{args:?}")), ran.stdout + &ran.stderr)
    };
    let reports = [
        "pubreport.yaml",
        "~$r.yaml",
        "r.docm",
        "r.xhtml",
        ".r.yaml",
        ".git/r.yaml",
        "r",
        "r.bak",
        "r.yaml.swp",
        "r.txt",
        "r.md",
        "r.shtml",
        "r.pdf",
        "r.xlsx",
        "r.zip",
        "r.png",
        ".gitignore",
        ".pubreport-abc.tmp",
        "r.YAML",
        "目录/更深/报告.yml",
    ];
    for name in reports {
        let dir = folder();
        write(&dir, "d/ok.yaml", project(VALID));
        write(&dir, &format!("d/{name}"), wrong());
        let (code, said) = gate(dir.path(), &[]);
        assert_ne!(code, 0, "{name}\n{said}");
        let shown = name.rsplit('/').next().unwrap();
        assert!(said.contains(shown), "{name}\n{said}");
    }
    // A configuration is none.
    let dir = folder();
    write(&dir, "d/ok.yaml", project(VALID));
    write(&dir, "d/pubreport.yaml", "fail_on: never\nschemas: [/etc/passwd]\n");
    let (code, said) = gate(dir.path(), &[]);
    assert_eq!(
        (code, said.as_str()),
        (
            0,
            "d/pubreport.yaml：是配置文件，使用--no-config时不采用，也不作为报告核对\n"
        )
    );
    // Links: inside the folder, what they lead to is judged itself.
    symlink("ok.yaml", dir.path().join("d/inside.yaml")).unwrap();
    assert_eq!(gate(dir.path(), &[]).0, 0);
    let original = fs::read_to_string(secret.path().join("secret.yaml")).unwrap();
    for (name, to) in [
        ("out.yaml", secret.path().join("secret.yaml")),
        ("folder", secret.path().to_owned()),
        ("loop.yaml", "loop.yaml".into()),
        ("round", ".".into()),
        ("gone.yaml", "nothing".into()),
    ] {
        let link = dir.path().join("d").join(name);
        symlink(to, &link).unwrap();
        write(&dir, "d/bad.yaml", wrong());
        for more in [&[][..], &["--fix"]] {
            let (code, said) = gate(dir.path(), more);
            assert_eq!(code, 2, "{name}\n{said}");
            assert!(said.contains(name) && !said.contains("hunter2"), "{name}\n{said}");
        }
        // The others were judged, and mended.
        assert_eq!(
            fs::read_to_string(dir.path().join("d/bad.yaml")).unwrap(),
            project(VALID)
        );
        assert_eq!(fs::read_to_string(secret.path().join("secret.yaml")).unwrap(), original);
        fs::remove_file(link).unwrap();
    }
    assert!(
        Command::new("mkfifo")
            .arg(dir.path().join("d/fifo"))
            .status()
            .unwrap()
            .success()
    );
    let (code, said) = gate(dir.path(), &[]);
    assert!(code == 2 && said.contains("d/fifo"), "{said}");
    // By hand it is the same.
    let link = dir.path().join("by-hand.yaml");
    symlink(secret.path().join("secret.yaml"), link).unwrap();
    let ran = sh(dir.path(), PLAIN, &["lint", "--no-config", "by-hand.yaml"]);
    assert_eq!(ran.answers("by hand"), 2);
    assert!(!(ran.stdout + &ran.stderr).contains("hunter2"));
    assert_eq!(
        sh(
            dir.path(),
            PLAIN,
            &["lint", "ok.yaml", "--no-config", "--previous", "by-hand.yaml"]
        )
        .answers("previous"),
        2
    );
}

#[test]
fn a_configuration_reads_its_own_folder_only() {
    let outside = folder();
    let secret = write(&outside, "secret.yaml", "hunter2: [\n");
    let name = secret.to_str().unwrap();
    let relative = format!(
        "../{}/secret.yaml",
        outside.path().file_name().unwrap().to_str().unwrap()
    );
    for named in [name, &relative, "./link.yaml", "link/secret.yaml", "d/../../x.yaml"] {
        for key in ["schemas", "packs"] {
            let dir = place();
            symlink(&secret, dir.path().join("link.yaml")).unwrap();
            symlink(outside.path(), dir.path().join("link")).unwrap();
            write(&dir, "pubreport.yaml", format!("{key}: ['{named}']\n"));
            for call in [
                "lint ok.yaml",
                "import ok.yaml",
                "render ok.yaml",
                "sum in/b.yaml",
                "rules list",
                "schema list",
                "explain req-balance",
                "new --year 2024",
            ] {
                // One command for each way out, and every command for one of them.
                if named != name && call != "lint ok.yaml" {
                    continue;
                }
                let args: Vec<&str> = call.split(' ').collect();
                let ran = sh(dir.path(), PLAIN, &args);
                assert_eq!(ran.answers(call), 2, "{call} {key} {named}\n{}", ran.stderr);
                assert!(!ran.stderr.contains("hunter2"), "{}", ran.stderr);
                let ran = sh(dir.path(), PLAIN, &[&args[..], &["--no-config"]].concat());
                assert_eq!(ran.answers(call), 0, "{call} --no-config\n{}", ran.stderr);
            }
        }
    }
    let dir = place();
    symlink(&secret, dir.path().join("pubreport.yaml")).unwrap();
    let ran = sh(dir.path(), PLAIN, &["lint", "ok.yaml"]);
    assert_eq!(ran.answers("linked configuration"), 2);
    assert!(!ran.stderr.contains("hunter2"), "{}", ran.stderr);
}

#[test]
fn members_that_are_not_there_are_no_members() {
    let dir = place();
    fs::create_dir(dir.path().join("empty")).unwrap();
    for members in [
        &["nope.yaml"][..],
        &["empty"],
        &["in/b.yaml", "--members", "empty"],
        &["ok.yaml"],
    ] {
        let args = [&["lint", "--no-config", "ok.yaml", "--members"], members].concat();
        let code = sh(dir.path(), PLAIN, &args).answers("members");
        assert_eq!(code, 2, "{members:?}");
    }
}

/// Work goes on with the threads that there are.
#[test]
fn threads_are_bounded() {
    let calls = [
        "lint in",
        "import in -o out",
        "sum in/b.yaml",
        "lint ok.yaml --members in/b.yaml --fail-on never",
        "lint in --by-agency",
    ];
    for call in calls {
        for (line, more) in [
            ("RAYON_NUM_THREADS=100000 \"$@\"", &[][..]),
            (PLAIN, &["--jobs", "100000"]),
            (PLAIN, &["--jobs", "18446744073709551615"]),
        ] {
            let dir = place();
            let args: Vec<&str> = call.split(' ').chain(more.iter().copied()).collect();
            assert_eq!(sh(dir.path(), line, &args).answers(call), 0, "{call} {line} {more:?}");
        }
    }
}

/// Marks that take no column of their own are not printed by the million.
#[test]
fn marks_without_end_are_cut() {
    let dir = place();
    let marks = format!("year: 2023x{}", "\u{301}".repeat(300_000));
    write(&dir, "marks.yaml", wrong().replacen("year: 2023", &marks, 1));
    for format in ["pretty", "short", "github"] {
        let ran = sh(dir.path(), PLAIN, &["lint", "marks.yaml", "--format", format]);
        assert_eq!(ran.answers(format), 1);
        assert!(ran.stdout.len() < 20_000, "{format}: {} bytes", ran.stdout.len());
    }
}

//! The standard streams of a command, which may be full, closed or gone, and the threads that it may have.

use std::fs;

use super::{PLAIN, VALID, place, sh, wrong};
use crate::common::{folder, project, write};

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

//! What is printed of names and of reports: a terminal or a log obeys none of it.

use super::{PLAIN, place, sh, wrong};
use crate::common::write;

/// A terminal's command, a runner's, and one that turns letters round; a mark that clears the screen; a line of its own.
const HOSTILE: &str = "\u{1b}[2J\n::error::x\u{202e}\u{7f}\u{85}##[error]\u{1b}]0;x\u{7}.yaml";

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

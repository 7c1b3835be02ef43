//! Files that are written: a full disk, what must not be replaced, and names that clash.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
};

use super::{PLAIN, VALID, place, sh, wrong};
use crate::common::{folder, project, write};

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

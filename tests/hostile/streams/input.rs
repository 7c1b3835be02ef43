//! Files that are read: what is no file, what of a folder is judged, and what a configuration may name.

use std::{fs, os::unix::fs::symlink, path::Path, process::Command};

use super::{PLAIN, VALID, place, sh, wrong};
use crate::common::{folder, project, write};

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

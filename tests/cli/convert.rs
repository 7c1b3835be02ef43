//! Files of old word processors, read by way of an office.
#![cfg(unix)]

use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use sha2::{Digest, Sha256};

use crate::common::{Output, Run, folder, project, write};

/// How files of old Word begin.
const OLD: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and what follows";

/// A program in the place of the office, which writes down how it was called.
fn office(dir: &Path, does: &str) -> String {
    let bin = dir.join("bin");
    fs::create_dir_all(&bin).unwrap();
    let here = bin.display();
    let script = format!(
        "#!/bin/sh\necho \"$@\" >>'{here}/calls'\nenv >'{here}/env'\nstat -c %a . >'{here}/mode' 2>/dev/null\n\
         while [ \"$1\" != --outdir ]; do shift; done\nmkdir -p \"$2\"\n{does}\n"
    );
    let program = write(&bin, "soffice", script);
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
    format!("{here}:/usr/bin:/bin")
}

fn lint(dir: &Path, path: &str, args: &[&str]) -> Output {
    let args = [&["lint", "--format", "json"], args].concat();
    Run::new(&args).dir(dir).env("PATH", path).go()
}

/// An example as a document.
fn document(dir: &Path) -> PathBuf {
    write(dir, "clean.yaml", project("examples/cn-ogi-2021.yaml"));
    Run::new(&["render", "clean.yaml", "-o", "bin/made.docx"])
        .dir(dir)
        .go()
        .expect(0);
    dir.join("bin/made.docx")
}

fn calls(dir: &Path) -> usize {
    fs::read_to_string(dir.join("bin/calls")).map_or(0, |calls| calls.lines().count())
}

#[test]
fn an_old_document_is_read_by_way_of_the_office() {
    let dir = folder();
    let dir = dir.path();
    let path = office(dir, "cp \"$(dirname \"$0\")/made.docx\" \"$2/report.docx\"");
    document(dir);
    for name in ["report.doc", "report.wps", "r e p'o\"rt.DOC"] {
        write(dir, name, OLD);
        let output = lint(dir, &path, &[name]).expect(0);
        assert!(output.findings().is_empty(), "{name}: {}", output.stdout);
        let judged = &output.json()["files"][0];
        assert_eq!(judged["path"], name);
        // It is the file that was handed in that was judged.
        let digest: String = Sha256::digest(OLD).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(judged["sha256"], digest);
    }
    assert_eq!(calls(dir), 3);
    let called = fs::read_to_string(dir.join("bin/calls")).unwrap();
    assert!(!called.contains("r e p"), "a name is no argument: {called}");
    assert_eq!(fs::read_to_string(dir.join("bin/mode")).unwrap().trim(), "700");
    let given = fs::read_to_string(dir.join("bin/env")).unwrap();
    assert!(!given.contains("CARGO"), "nothing of the user's: {given}");
    // Its folder is gone.
    let home = given.lines().find_map(|line| line.strip_prefix("HOME=")).unwrap();
    assert!(!Path::new(home).exists(), "{home}");
    // In a folder it is a report like others.
    let all = lint(dir, &path, &["."]).expect(0);
    assert_eq!(all.json()["summary"]["files"], 5, "{}", all.stdout);
}

#[test]
fn the_gate_starts_no_other_program_unasked() {
    let dir = folder();
    let dir = dir.path();
    let path = office(dir, "cp \"$(dirname \"$0\")/made.docx\" \"$2/report.docx\"");
    document(dir);
    write(dir, "report.doc", OLD);
    let refused = |args: &[&str]| {
        let output = lint(dir, &path, &[&["report.doc"], args].concat()).expect(1);
        output.findings()[0]["message"].as_str().unwrap().to_owned()
    };
    assert!(refused(&["--no-config"]).contains("--convert always"));
    assert!(refused(&["--convert", "never"]).contains("LibreOffice"));
    assert_eq!(calls(dir), 0);
    lint(dir, &path, &["report.doc", "--no-config", "--convert", "always"]).expect(0);
    assert_eq!(calls(dir), 1);
    // What is no old document is none of the office's business.
    write(dir, "page.html", "<html><p>无</p></html>");
    write(dir, "table.csv", "信息内容,1");
    lint(dir, &path, &["page.html", "table.csv", "clean.yaml"]).expect(1);
    assert_eq!(calls(dir), 1);
}

#[test]
fn what_the_office_does_not_make_is_said_to_be_not_read() {
    for does in [
        "exit 1",
        "true",
        "mkdir \"$2/report.docx\"",
        "echo no >\"$2/report.docx\"; exit 3",
    ] {
        let dir = folder();
        let path = office(dir.path(), does);
        write(&dir, "report.doc", OLD);
        let output = lint(dir.path(), &path, &["report.doc"]).expect(1);
        let message = output.findings()[0]["message"].as_str().unwrap().to_owned();
        assert!(message.contains("未能转换"), "{does}: {message}");
    }
    let dir = folder();
    write(&dir, "report.doc", OLD);
    let output = lint(dir.path(), "bin:/nowhere", &["report.doc"]).expect(1);
    assert!(output.stdout.contains("没有安装"), "{}", output.stdout);
}

/// The office itself, where it is installed.
#[test]
fn libreoffice_makes_of_old_files_what_they_were() {
    let is_there = Command::new("soffice")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !is_there {
        let _ = writeln!(std::io::stderr(), "skipped: LibreOffice is not installed");
        return;
    }
    let dir = folder();
    let dir = dir.path();
    fs::create_dir(dir.join("bin")).unwrap();
    let document = document(dir);
    let import = |file: &str| {
        Run::new(&["import", file])
            .dir(dir)
            .env("PATH", &std::env::var("PATH").unwrap())
            .go()
            .expect(0)
            .stdout
    };
    let expected = import("bin/made.docx");
    for ending in ["doc", "rtf", "odt"] {
        let status = Command::new("soffice")
            .arg(format!(
                "-env:UserInstallation=file://{}",
                dir.join("profile").display()
            ))
            .args(["--headless", "--convert-to", ending, "--outdir"])
            .args([dir, &document])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(status.unwrap().success(), "{ending}");
        assert_eq!(import(&format!("made.{ending}")), expected, "{ending}");
    }
    // The same of spreadsheets, from a page that the office takes for one.
    Run::new(&["render", "clean.yaml", "-o", "sheet.html"])
        .dir(dir)
        .go()
        .expect(0);
    let mut sheets = Vec::new();
    for ending in ["xlsx", "xls", "ods"] {
        let status = Command::new("soffice")
            .arg(format!(
                "-env:UserInstallation=file://{}",
                dir.join("profile").display()
            ))
            .args([
                "--headless",
                "--infilter=HTML (StarCalc)",
                "--convert-to",
                ending,
                "--outdir",
            ])
            .args([dir, &dir.join("sheet.html")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(status.unwrap().success(), "{ending}");
        sheets.push(import(&format!("sheet.{ending}")));
    }
    assert!(sheets[0].contains("natural_person: 2"), "{}", sheets[0]);
    assert!(sheets.iter().all(|sheet| *sheet == sheets[0]));
}

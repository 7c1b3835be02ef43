//! What LibreOffice and Chromium print of our own reports is read as it was. Run by hand, where these programs are:
//! `CASES=200 cargo test --test published -- --ignored printed`.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use pubreport::emit::{Format, render};

use super::*;
use crate::common::{Chance, folder, with_values, write};

/// Reports with other figures in each cell.
fn varied(count: usize) -> Vec<String> {
    let mut random = Chance(11);
    let paths = cells("cn-ogi-2021");
    let report = common::project("examples/cn-ogi-2021.yaml");
    let figure = |random: &mut Chance| match random.below(5) {
        0 => 0,
        1 => random.below(10),
        2 => random.below(100_000),
        3 => random.below(10_000_000),
        _ => random.below(1000),
    };
    let values = |random: &mut Chance| -> Vec<String> { paths.iter().map(|_| figure(random).to_string()).collect() };
    (0..count)
        .map(|_| {
            let values = values(&mut random);
            with_values(&report, paths.iter().map(String::as_str).zip(values))
        })
        .collect()
}

/// All values of a printed report, without the marks that LibreOffice leaves out where they hang over the margin.
fn read(bytes: &[u8], medium: Medium) -> String {
    let (layout, defects) = steps::layout(bytes, medium, &Limits::default()).unwrap();
    assert!(defects.is_empty(), "{defects:?}");
    let schema = linter().library().schema("cn-ogi-2021").unwrap().unwrap();
    let reading = steps::read(&layout, &[schema]);
    assert!(reading.defects.is_empty(), "{:?}", reading.defects);
    let is_kept = |c: &char| !c.is_whitespace() && !"，、；。：".contains(*c);
    let values = files::values(&reading.document.unwrap().root);
    let lines = values
        .lines()
        .map(|line| line.chars().filter(is_kept).collect::<String>());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Prints that are kept: of LibreOffice, and of Chromium without the outlines of its fonts. They are of one report.
#[test]
fn kept_prints_are_read_as_they_were() {
    let report = linter().lint("report.yaml", common::project("examples/cn-ogi-2021.yaml").as_bytes());
    let word = render(&report.schema.unwrap(), &report.document.unwrap(), Format::Docx).unwrap();
    for name in ["office-2023.pdf", "page-2023.pdf"] {
        let path = Path::new(common::ROOT).join("tests/data/published").join(name);
        let bytes = std::fs::read(path).unwrap();
        assert_eq!(read(&bytes, Medium::Pdf), read(&word, Medium::Docx), "{name}");
        let errors = lint(name, &bytes);
        let errors = errors
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        assert_eq!(errors.count(), 0, "{name}");
    }
}

/// Run a program, if it is there.
#[allow(clippy::print_stdout)]
fn ran(program: &str, arguments: &[String], dir: &Path) -> bool {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(dir)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    match command.status() {
        Ok(status) => status.success(),
        Err(_) => {
            println!("{program} is not installed: nothing is checked with it");
            false
        }
    }
}

#[allow(clippy::print_stdout)]
#[test]
#[ignore = "takes minutes, and needs LibreOffice and Chromium"]
fn printed_reports_are_read_as_they_were() {
    let count = std::env::var("CASES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(10);
    let dir = folder();
    let reports = varied(count);
    let print = |report: &str, format: Format| {
        let report = linter().lint("report.yaml", report.as_bytes());
        render(&report.schema.unwrap(), &report.document.unwrap(), format).unwrap()
    };
    for (at, report) in reports.iter().enumerate() {
        write(dir.path(), &format!("word{at}.docx"), print(report, Format::Docx));
        write(dir.path(), &format!("page{at}.html"), print(report, Format::Html));
    }
    let mut arguments: Vec<String> = [
        "--headless",
        "--convert-to",
        "pdf",
        "-env:UserInstallation=file:///tmp/pubreport-test-office",
    ]
    .map(String::from)
    .to_vec();
    arguments.extend((0..count).map(|at| format!("word{at}.docx")));
    let has_office = ran("soffice", &arguments, dir.path());
    let has_browser = (0..count).all(|at| {
        let print = format!("--print-to-pdf=page{at}.pdf");
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            &print,
        ];
        let mut arguments: Vec<String> = arguments.map(String::from).to_vec();
        arguments.push(format!("file://{}/page{at}.html", dir.path().to_str().unwrap()));
        ran("chromium", &arguments, dir.path())
    });
    let (mut checked, mut wrong) = (0, Vec::new());
    for at in 0..count {
        let file = |name: &str| std::fs::read(dir.path().join(name)).unwrap();
        let expected = read(&file(&format!("word{at}.docx")), Medium::Docx);
        for (name, is_there) in [("word", has_office), ("page", has_browser)] {
            if is_there {
                let printed = read(&file(&format!("{name}{at}.pdf")), Medium::Pdf);
                let differing = expected
                    .lines()
                    .zip(printed.lines())
                    .filter(|(before, behind)| before != behind);
                let differing: Vec<_> = differing.take(4).collect();
                if expected != printed {
                    wrong.push(format!("{name}{at}: {differing:#?}"));
                }
                checked += 1;
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {checked}: {}",
        wrong.len(),
        wrong[..wrong.len().min(5)].join("\n")
    );
    println!("{checked} files were read as they were");
}

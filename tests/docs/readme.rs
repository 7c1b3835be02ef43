//! The READMEs tell the truth: every command in them is run, its exit code and the output shown are compared.
//!
//! In a ```console block a line that begins with `$ ` is a command; `# exit 1` (`# 退出码 1`) behind it is its exit code, 0 by default; the
//! lines below must stand in its output in that order, and next to each other where no `…` line parts them. How many rules were
//! evaluated may differ. A block after `<!-- file: NAME -->` is a file that the commands below it find.

#![cfg(unix)]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::common::steady;

/// What is not run here: it builds, or installs, or is this test.
const NOT_RUN: [&str; 3] = ["cargo test", "cargo install --path .", "cargo doc --open"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The content of a fenced block and its language, with the line before it.
struct Block {
    before: String,
    language: String,
    lines: Vec<String>,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    let mut before = String::new();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let content = lines.by_ref().take_while(|line| *line != "```");
            blocks.push(Block {
                before: before.clone(),
                language: language.to_owned(),
                lines: content.map(str::to_owned).collect(),
            });
        }
        before = line.to_owned();
    }
    blocks
}

/// A folder with what a checkout has that the commands need.
fn checkout() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["examples", "rules", "rules/local"] {
        fs::create_dir_all(folder.path().join(part)).unwrap();
        for entry in fs::read_dir(root().join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, folder.path().join(part).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    folder
}

fn run(command: &str, folder: &Path) -> Output {
    let binary = Path::new(env!("CARGO_BIN_EXE_pubreport"));
    let command = command.replacen("cargo run --release --", "pubreport", 1);
    let path = std::env::join_paths(
        std::iter::once(binary.parent().unwrap().to_path_buf())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    Command::new("sh")
        .args(["-c", &command])
        .current_dir(folder)
        .env("PATH", path.unwrap())
        .env("COLUMNS", "80")
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap()
}

/// Whether the lines shown stand in the output, in order; `…` lines part the runs that stand together.
fn shows(output: &str, shown: &[String]) -> bool {
    let output: Vec<&str> = output.lines().map(str::trim_end).collect();
    let mut from = 0;
    shown.split(|line| line.trim() == "…").all(|run| {
        let found = (from..=output.len().saturating_sub(run.len())).find(|at| {
            let lines = output[*at..].iter();
            lines.zip(run).all(|(line, shown)| *line == shown.trim_end())
        });
        from = found.unwrap_or_default() + run.len();
        found.is_some()
    })
}

fn check(readme: &str) {
    let folder = checkout();
    let mut commands = 0;
    for block in blocks(&read(readme)) {
        let text = block.lines.join("\n") + "\n";
        let file = block.before.strip_prefix("<!-- file: ");
        if let Some(name) = file.and_then(|rest| rest.strip_suffix(" -->")) {
            fs::write(folder.path().join(name), &text).unwrap();
        }
        if block.language == "sh" {
            panic!("{readme}: write commands in a ```console block");
        }
        if block.language != "console" {
            continue;
        }
        for step in text.split("$ ").skip(1) {
            let mut lines = step.lines();
            let line = lines.next().unwrap();
            let shown = steady(&lines.collect::<Vec<_>>().join("\n"));
            let shown: Vec<String> = shown.lines().map(str::to_owned).collect();
            let (command, exit) = line.split_once("    # ").unwrap_or((line, "exit 0"));
            if NOT_RUN.contains(&command.trim()) {
                continue;
            }
            commands += 1;
            let output = run(command, folder.path());
            let exit = exit.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok();
            let printed = String::from_utf8_lossy(&output.stdout);
            let complaint = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), exit, "{readme}: {command}\n{printed}{complaint}");
            assert!(
                shows(&steady(&printed), &shown),
                "{readme}: {command}\n{}\n--- prints\n{printed}",
                shown.join("\n")
            );
        }
    }
    assert!(commands >= 10, "{readme}: only {commands} commands");
}

#[test]
fn every_command_of_the_english_readme_does_what_it_says() {
    check("README.md");
}

#[test]
fn every_command_of_the_chinese_readme_does_what_it_says() {
    check("README.zh.md");
}

#[test]
fn both_readmes_have_the_same_parts_and_commands() {
    let outline = |readme: &str| {
        let text = read(readme);
        let headings = text.lines().filter(|line| line.starts_with("## ")).count();
        let blocks = blocks(&text).into_iter().map(|block| {
            let commands = block.lines.iter().filter_map(|line| line.strip_prefix("$ "));
            let commands = commands.map(|line| line.split("    # ").next().unwrap().replace(" --lang en", ""));
            (block.language, commands.collect::<Vec<_>>())
        });
        (headings, blocks.collect::<Vec<_>>())
    };
    assert_eq!(outline("README.md"), outline("README.zh.md"));
}

#[test]
fn ci_runs_the_tests_as_the_readme_does() {
    let command = "cargo test";
    let in_readme = |readme: &str| read(readme).lines().any(|line| line == format!("$ {command}"));
    assert!(in_readme("README.md") && in_readme("README.zh.md"));
    assert!(read(".ci/run").lines().any(|line| line == format!("step {command}")));
}

#[test]
fn the_configuration_shown_has_every_key() {
    let schema = pubreport::config::config_schema();
    let keys = |pointer: &str| -> Vec<String> {
        let keys = schema.pointer(pointer).and_then(|keys| keys.as_object()).unwrap();
        keys.keys().cloned().collect()
    };
    for readme in ["README.md", "README.zh.md"] {
        let blocks = blocks(&read(readme));
        let block = blocks
            .iter()
            .find(|block| block.before == "<!-- file: pubreport.yaml -->");
        let lines = &block.unwrap().lines;
        for key in keys("/properties").iter().chain(&keys("/$defs/WaiverFile/properties")) {
            let has = |line: &String| line.trim_start_matches([' ', '-']).starts_with(&format!("{key}:"));
            assert!(lines.iter().any(has), "{readme} does not show {key}");
        }
    }
}

#[test]
fn every_output_format_is_named() {
    for readme in ["README.md", "README.zh.md"] {
        let text = read(readme);
        for format in pubreport::output::Format::ALL {
            assert!(text.contains(&format!("`{format}`")), "{readme} does not name {format}");
        }
    }
}

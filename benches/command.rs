//! The command as it is run: one report from a cold start, and many reports with the memory they take.
//!
//! Prints medians; where the system has no `/proc`, the memory is left out.

#![allow(clippy::print_stdout)]

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const REPORT: &str = include_str!("../examples/cn-ogi-2021.yaml");

fn main() {
    // `cargo test --benches` runs this too; then one quick round is enough.
    let is_bench = std::env::args().any(|arg| arg == "--bench");
    let (rounds, sizes): (usize, &[usize]) = if is_bench {
        (41, &[1, 100, 10_000])
    } else {
        (1, &[1, 10])
    };
    for &files in sizes {
        let folder = tempfile::tempdir().expect("a folder for reports");
        for file in 0..files {
            fs::write(folder.path().join(format!("{file}.yaml")), REPORT).expect("a report");
        }
        let rounds = if files > 1000 { rounds.min(3) } else { rounds };
        let mut runs: Vec<(Duration, u64)> = (0..rounds).map(|_| lint(folder.path())).collect();
        runs.sort();
        let (median, _) = runs[runs.len() / 2];
        let peak = runs.iter().map(|(_, peak)| peak).max().copied().unwrap_or_default();
        println!("{files:6} report(s): median {median:10.2?}, peak memory {} KiB", peak);
    }
}

/// Lint a folder; the time and the peak memory in KiB.
fn lint(folder: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_pubreport"))
        .args(["lint", "--no-config"])
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()
        .expect("the command starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let code = loop {
        if let Some(code) = child.try_wait().expect("the command ends") {
            break code;
        }
        let status = fs::read_to_string(&status).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(kib.unwrap_or_default());
        std::thread::sleep(Duration::from_micros(200));
    };
    assert!(code.success(), "the example report has no error");
    (start.elapsed(), peak)
}

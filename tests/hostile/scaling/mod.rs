//! Work and memory grow no faster than the input, whatever the input is: each generator makes something hostile of size n, and of 2n.
//!
//! No test here asserts how long something takes: machines differ, and this one may be busy. What is compared is the CPU time of the program
//! on 2n with that on n, both without what it takes to do nothing, and only where it is so much that the clock can tell; where the growth
//! looks too great the pair is measured again and the least of each counts, for noise only adds. A generator's n is such that quadratic
//! work is far above that floor, in a debug build too.

#![cfg(target_os = "linux")]

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::Mutex,
    thread,
    time::Duration,
};

use crate::common::{folder, write};

mod beside;
mod pages;
mod pdf;
mod reports;
mod sheets;

/// Growth of the work when the input doubles: 2 where it is linear, 4 where it is quadratic.
const MOST_GROWTH: f64 = 2.6;
/// So much CPU time is told apart from noise, in seconds.
const FLOOR: f64 = 0.25;
/// Bytes of memory that no input may make the program take, its own code and stacks included.
const MOST_MEMORY: u64 = 500 << 20;
/// A run that takes longer is ended, in seconds of CPU time.
const HOPELESS: f64 = 20.0;
/// How often a growth that is too great is measured again.
const RETRIES: usize = 3;

/// Files by name; the first is the one that is linted unless the arguments say otherwise.
type Files = Vec<(String, Vec<u8>)>;

/// A kind of hostile input.
#[derive(Clone, Copy)]
struct Case {
    name: &'static str,
    /// How large it is: so that linear work takes well below a second in a debug build.
    n: usize,
    /// What the program is called with.
    args: &'static [&'static str],
    files: fn(usize) -> Files,
}

/// A report in one file, linted.
const fn lint(name: &'static str, n: usize, files: fn(usize) -> Files) -> Case {
    Case {
        name,
        n,
        args: &["lint", "--no-config"],
        files,
    }
}

/// Whatever is done with files: the names in the arguments are those of the files.
const fn with(name: &'static str, n: usize, args: &'static [&'static str], files: fn(usize) -> Files) -> Case {
    Case { name, n, args, files }
}

fn file(name: &str, text: impl Into<Vec<u8>>) -> Files {
    vec![(name.to_owned(), text.into())]
}

/// `piece` of each number below `n`, behind each other.
fn times(n: usize, piece: impl Fn(usize) -> String) -> String {
    (0..n).map(piece).collect()
}

/// What a run took.
#[derive(Clone, Copy, Debug)]
struct Taken {
    /// CPU time, in seconds.
    seconds: f64,
    /// The most memory, in bytes; told to who runs some of the cases by name.
    #[allow(dead_code)]
    memory: u64,
}

/// Run the program and see what it takes; it must end by itself, with a verdict or without.
fn run(case: &Case, folder: &Path, files: &Files) -> Result<Taken, String> {
    let own = files[0].0.as_str();
    let is_named = case.args.iter().any(|arg| *arg == own || *arg == ".");
    let mut child = Command::new(env!("CARGO_BIN_EXE_pubreport"))
        .args(case.args)
        .args((!is_named).then_some(own))
        .env_clear()
        .env("COLUMNS", "80")
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let proc = Path::new("/proc").join(child.id().to_string());
    let mut memory = 0;
    // What has ended keeps its times until it is waited for, but not its memory.
    let seconds = loop {
        let status = fs::read_to_string(proc.join("status")).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        memory = memory.max(peak.unwrap_or(0) << 10);
        if memory > MOST_MEMORY {
            child.kill().unwrap();
            child.wait().unwrap();
            return Err(format!("{}: more than {} MB", case.name, memory >> 20));
        }
        let stat = fs::read_to_string(proc.join("stat")).unwrap();
        // The name of the program may hold blanks; what follows its bracket is in columns (proc_pid_stat(5)).
        let columns: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks: f64 = columns[11].parse::<f64>().unwrap() + columns[12].parse::<f64>().unwrap();
        let seconds = ticks / 100.0;
        if columns[0] == "Z" {
            break seconds;
        }
        // A test that fails has to end, too.
        if seconds > HOPELESS {
            child.kill().unwrap();
            break seconds;
        }
        thread::sleep(Duration::from_millis(2));
    };
    let code = child.wait().unwrap().code();
    if seconds <= HOPELESS && !matches!(code, Some(0..=2)) {
        return Err(format!("{}: exit {code:?}", case.name));
    }
    Ok(Taken { seconds, memory })
}

/// What is wrong with how the work for a case grows, if anything.
fn judge(case: &Case) -> Result<Taken, String> {
    /// So small a part of the input costs what starting costs: some cases load no packs, others all of them.
    const IDLE: usize = 50;
    let folder = folder();
    let make = |n: usize| {
        let files = (case.files)(n);
        let folder = folder.path().join(n.to_string());
        for (name, bytes) in &files {
            write(&folder, name, bytes);
        }
        (folder, files)
    };
    let of_little = make((case.n / IDLE).max(1));
    let idle = (0..2).map(|_| Ok(run(case, &of_little.0, &of_little.1)?.seconds));
    let idle = idle
        .collect::<Result<Vec<f64>, String>>()?
        .into_iter()
        .fold(f64::MAX, f64::min);
    let (of_n, of_2n) = (make(case.n), make(2 * case.n));
    let first = run(case, &of_n.0, &of_n.1)?;
    let (mut once, mut twice) = (first.seconds - idle, f64::MAX);
    for _ in 0..=RETRIES {
        if once < FLOOR {
            return Ok(first);
        }
        twice = twice.min(run(case, &of_2n.0, &of_2n.1)?.seconds - idle);
        if twice <= once * MOST_GROWTH {
            return Ok(Taken {
                seconds: twice,
                ..first
            });
        }
        once = once.min(run(case, &of_n.0, &of_n.1)?.seconds - idle);
    }
    Err(format!("{}: {once:.2} s for n, {twice:.2} s for 2n", case.name))
}

// By name, for who works on one of them, what each took is told.
#[allow(clippy::print_stderr)]
#[test]
fn work_and_memory_grow_no_faster_than_the_input() {
    let only = std::env::var("SCALING").ok();
    let cases = [reports::CASES, pages::CASES, pdf::CASES, sheets::CASES, beside::CASES].concat();
    let mut cases = cases
        .iter()
        .filter(|case| only.as_ref().is_none_or(|only| case.name.contains(only.as_str())));
    let next = Mutex::new(&mut cases as &mut (dyn Iterator<Item = &Case> + Send));
    let wrong = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(case) = next.lock().unwrap().next() else { break };
                    match judge(case) {
                        Ok(taken) if only.is_some() => eprintln!("{}: {taken:?}", case.name),
                        Ok(_) => {}
                        Err(error) if only.is_some() => eprintln!("WRONG {error}"),
                        Err(error) => wrong.lock().unwrap().push(error),
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

//! Every target for some time, or for a number of inputs, on all cores: what the checks of a change run.
//!
//! `fuzz-minute [--seconds N] [--inputs N] [--seed N] [--seeds-into FOLDER] [--only FILE] [TARGET…]`. An input that makes a target panic, or that takes longer than any
//! honest input could, is written to `fuzz/failures/`, and the run ends with 1. `--seeds-into` only writes what the targets begin with;
//! `--only` tries one input, such as one that failed.

use std::{
    fs,
    io::Read,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use pubreport_fuzz::{TARGETS, Target, mutate::Mutator};

/// An input of some kilobytes that takes so long is a hang, however slow the machine.
const HANG: Duration = Duration::from_secs(20);
/// More memory than any input of some kilobytes may take, in kilobytes.
const MEMORY: u64 = 1 << 20;

struct Options {
    seconds: u64,
    inputs: usize,
    seed: u64,
    seeds_into: Option<PathBuf>,
    only: Option<PathBuf>,
    targets: Vec<&'static Target>,
}

fn main() -> ExitCode {
    let options = match options() {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    if let Some(folder) = &options.seeds_into {
        return match write_seeds(folder, &options.targets) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{}: {error}", folder.display());
                ExitCode::from(2)
            }
        };
    }
    if let Some(path) = &options.only {
        return match fs::read(path) {
            Ok(bytes) if options.targets.iter().all(|target| withstands(target, &bytes)) => ExitCode::SUCCESS,
            Ok(_) => ExitCode::FAILURE,
            Err(error) => {
                eprintln!("{}: {error}", path.display());
                ExitCode::from(2)
            }
        };
    }
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(false);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores.min(options.targets.len()) {
            scope.spawn(|| {
                while let Some(target) = options.targets.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if !run(target, &options) {
                        *failed.lock().expect("no thread panics") = true;
                    }
                }
            });
        }
    });
    match *failed.lock().expect("no thread panics") {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}

fn options() -> Result<Options, String> {
    let mut options = Options {
        seconds: 60,
        inputs: usize::MAX,
        seed: 1,
        seeds_into: None,
        only: None,
        targets: Vec::new(),
    };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = || {
            let value = args.next().and_then(|value| value.parse::<u64>().ok());
            value.ok_or_else(|| format!("{arg} takes a number"))
        };
        match arg.as_str() {
            "--seconds" => options.seconds = number()?,
            "--inputs" => options.inputs = usize::try_from(number()?).unwrap_or(usize::MAX),
            "--seed" => options.seed = number()?,
            "--seeds-into" => options.seeds_into = args.next().map(PathBuf::from),
            "--only" => options.only = args.next().map(PathBuf::from),
            name => options
                .targets
                .push(pubreport_fuzz::target(name).ok_or_else(|| format!("there is no target {name}"))?),
        }
    }
    if options.targets.is_empty() {
        options.targets = TARGETS.iter().collect();
    }
    Ok(options)
}

/// Whether a target withstands an input; one that it does not is written down.
fn withstands(target: &Target, bytes: &[u8]) -> bool {
    let begun = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(bytes)));
    let why = match outcome {
        Err(_) => "panic",
        Ok(()) if begun.elapsed() > HANG => "hang",
        Ok(()) => return true,
    };
    report(target, why, bytes);
    false
}

/// Whether a target withstood.
fn run(target: &Target, options: &Options) -> bool {
    let corpus = corpus(target);
    let (start, limit) = (Instant::now(), Duration::from_secs(options.seconds));
    let mut done = 0;
    for bytes in &corpus {
        done += 1;
        if !withstands(target, bytes) {
            return false;
        }
    }
    let kept = corpus.len();
    let mut mutator = Mutator::new(options.seed, corpus, target.words);
    while start.elapsed() < limit && done < options.inputs {
        let bytes = mutator.next_input();
        done += 1;
        if !withstands(target, &bytes) {
            return false;
        }
        if done % 1024 == 0 && peak().is_some_and(|peak| peak > MEMORY) {
            report(target, "memory", &bytes);
            return false;
        }
    }
    println!(
        "{:14} {done:>9} inputs ({kept} kept) in {:>4} s",
        target.name,
        start.elapsed().as_secs()
    );
    true
}

/// Write what targets begin with, a folder each.
fn write_seeds(folder: &Path, targets: &[&Target]) -> std::io::Result<()> {
    for target in targets {
        let folder = folder.join(target.name);
        fs::create_dir_all(&folder)?;
        for (at, bytes) in (target.seeds)().iter().enumerate() {
            fs::write(folder.join(format!("seed-{at}")), bytes)?;
        }
    }
    Ok(())
}

/// What is kept, and the seeds.
fn corpus(target: &Target) -> Vec<Vec<u8>> {
    let mut inputs = (target.seeds)();
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(format!("{}.zip", target.name));
    let Ok(kept) = fs::File::open(path) else { return inputs };
    let mut kept = zip::ZipArchive::new(kept).expect("the corpus is an archive");
    for at in 0..kept.len() {
        let mut input = Vec::new();
        let mut file = kept.by_index(at).expect("an input of the corpus");
        file.read_to_end(&mut input).expect("an input of the corpus");
        inputs.push(input);
    }
    inputs
}

fn report(target: &Target, why: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("failures");
    let path = folder.join(format!("{}-{why}", target.name));
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, bytes));
    let place = written.map_or_else(|error| error.to_string(), |()| path.display().to_string());
    eprintln!("{}: {why}, {} bytes: {place}", target.name, bytes.len());
}

/// The most memory that the process has held, in kilobytes, where the system tells.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").trim().parse().ok()
}

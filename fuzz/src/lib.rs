//! What untrusted input goes through, each way a target: it must neither panic nor hang, nor give places outside its text, nor print
//! what a terminal would obey.

pub mod mutate;
mod targets;

/// A way that untrusted bytes go.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, also that of its folder in `corpus/`.
    pub name: &'static str,
    /// Run it on an input; panics where something is wrong.
    pub run: fn(&[u8]),
    /// Inputs to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words that its inputs are made of.
    pub words: &'static [&'static str],
}

/// Every target.
pub const TARGETS: &[Target] = &[
    targets::data::YAML,
    targets::data::JSON,
    targets::published::HTML,
    targets::published::MARKDOWN,
    targets::published::TEXT,
    targets::published::DOCX,
    targets::sheet::XLSX,
    targets::sheet::CELLS,
    targets::pdf::PDF,
    targets::pdf::DRAWN,
    targets::published::WORD,
    targets::language::PACK,
    targets::language::SCHEMA,
    targets::language::EXPRESSION,
    targets::language::PATTERN,
    targets::lists::ROSTER,
    targets::lists::CONFIGURATION,
    targets::whole::PROSE,
    targets::whole::OUTPUTS,
    targets::whole::REWRITTEN,
];

/// The target of a name.
#[must_use]
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

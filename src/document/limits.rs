//! Bounds of the work and memory that an untrusted file may cost.

/// What a file may cost at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Records and lists within each other; more than [`Limits::MAX_DEPTH`] is not granted.
    pub depth: usize,
    /// Values, those that aliases repeat included.
    pub nodes: usize,
}

impl Limits {
    /// The greatest depth that can be asked for: trees are dropped and copied by recursion.
    pub const MAX_DEPTH: usize = 512;
    /// The findings of one report that are told one by one; the others are counted. Nobody reads as many, and each is some kilobytes of output.
    pub const FINDINGS: usize = 1000;
    /// The bytes of text that a report's rules may search, each counted once for every step of the pattern that is searched.
    pub const SEARCHED: u64 = 10_000_000_000;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 8 << 20,
            depth: 64,
            nodes: 200_000,
        }
    }
}

//! Inputs made of others by chance, without knowing what they lead to. The same number gives the same inputs.

/// No input is longer.
const LONGEST: usize = 16 << 10;
/// Numbers that readers count, add up and compare.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "9",
    "10",
    "255",
    "65536",
    "2147483648",
    "18446744073709551616",
    "1e9",
    "0.5",
    "1e-30",
];

/// Makes inputs.
#[derive(Debug)]
pub struct Mutator {
    state: u64,
    corpus: Vec<Vec<u8>>,
    words: &'static [&'static str],
}

impl Mutator {
    /// From what is kept in a corpus, and the words of a target.
    #[must_use]
    pub fn new(seed: u64, corpus: Vec<Vec<u8>>, words: &'static [&'static str]) -> Self {
        Self {
            state: seed.wrapping_mul(2).wrapping_add(1),
            corpus,
            words,
        }
    }

    /// A number below `below` (xorshift*).
    fn below(&mut self, below: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let mixed = self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(mixed).unwrap_or_default() % below.max(1)
    }

    fn pick(&mut self) -> Vec<u8> {
        let at = self.below(self.corpus.len());
        self.corpus.get(at).cloned().unwrap_or_default()
    }

    /// The next input.
    pub fn next_input(&mut self) -> Vec<u8> {
        let mut bytes = self.pick();
        for _ in 0..=self.below(6) {
            self.change(&mut bytes);
        }
        bytes.truncate(LONGEST);
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len() + 1);
        let end = at + self.below((bytes.len() - at).min(64) + 1);
        match self.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                let to = self.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            3 => {
                let piece = bytes[at..end].repeat(1 + self.below(40));
                bytes.splice(at..end, piece);
            }
            4 => {
                let other = self.pick();
                let from = self.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            5 => {
                let number = NUMBERS[self.below(NUMBERS.len())];
                let from = (0..at)
                    .rev()
                    .take_while(|at| bytes[*at].is_ascii_digit())
                    .last()
                    .unwrap_or(at);
                bytes.splice(from..at, number.bytes());
            }
            _ => {
                let words = self.words;
                let word = words.get(self.below(words.len())).copied().unwrap_or("\u{202e}");
                let end = if self.below(2) == 0 { at } else { end };
                bytes.splice(at..end, word.bytes());
            }
        }
    }
}

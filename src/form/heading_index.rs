//! The headings of a form's parts: which part a heading is of, and which it is most like.

use std::collections::{BTreeMap, HashMap};

/// Two letters that stand side by side.
type Pair = (char, char);

/// From so much on, in thousandths, one heading is like another.
const LIKE: usize = 500;

/// The headings of a form, without numbers and punctuation.
#[derive(Debug, Default)]
pub(crate) struct HeadingIndex {
    exact: HashMap<String, usize>,
    /// The headings in which a pair of letters stands.
    with_pair: HashMap<Pair, Vec<usize>>,
    /// The part of each heading, and how many pairs of letters it has.
    headings: Vec<(usize, usize)>,
}

impl HeadingIndex {
    /// Add a heading of a part. Of two parts with one heading the first has it.
    pub(crate) fn add(&mut self, key: String, part: usize) {
        if self.exact.contains_key(&key) {
            return;
        }
        let heading = self.headings.len();
        let mut count = 0;
        for pair in pairs(&key) {
            let with_pair = self.with_pair.entry(pair).or_default();
            if with_pair.last() != Some(&heading) {
                with_pair.push(heading);
            }
            count += 1;
        }
        self.headings.push((part, count));
        self.exact.insert(key, part);
    }

    /// The part with this heading.
    pub(crate) fn exact(&self, key: &str) -> Option<usize> {
        self.exact.get(key).copied()
    }

    /// All headings and their parts.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.exact.iter().map(|(key, part)| (key.as_str(), *part))
    }

    /// The part whose heading is most like this one: at least half of their pairs of letters are the same (Dice's coefficient).
    pub(crate) fn nearest(&self, key: &str) -> Option<usize> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        let mut count = 0;
        for pair in pairs(key) {
            count += 1;
            for heading in self.with_pair.get(&pair).into_iter().flatten() {
                *shared.entry(*heading).or_default() += 1;
            }
        }
        let like = shared.into_iter().filter_map(|(heading, shared)| {
            let (part, pairs) = *self.headings.get(heading)?;
            let likeness = 2000 * shared / (count + pairs).max(1);
            (likeness >= LIKE).then_some((likeness, std::cmp::Reverse(part)))
        });
        like.max().map(|(_, part)| part.0)
    }
}

fn pairs(key: &str) -> impl Iterator<Item = Pair> {
    key.chars().zip(key.chars().skip(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_in_other_words_is_known_by_most_of_its_letters() {
        let mut index = HeadingIndex::default();
        for (key, part) in [
            ("总体情况", 0),
            ("主动公开政府信息情况", 1),
            ("存在的主要问题及改进情况", 4),
            ("其他报告事项", 5),
        ] {
            index.add(key.to_owned(), part);
        }
        for (key, part) in [
            ("存在的主要问题及下步改进措施", Some(4)),
            ("其他事项", Some(5)),
            ("2023年总体情况", Some(0)),
            ("加强监督保障", None),
            ("", None),
            ("情", None),
        ] {
            assert_eq!(index.nearest(key), part, "{key}");
        }
        assert_eq!(index.exact("总体情况"), Some(0));
    }
}

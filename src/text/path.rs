//! Paths to the values of a report: dotted, as rules and people write them, and JSON Pointers (RFC 6901), as findings show them. Every
//! conversion between the two is here.

use std::{borrow::Cow, fmt};

/// The way from the top of a report to a value: keys, and places in lists by number from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldPath {
    steps: Vec<String>,
}

impl FieldPath {
    /// A path as people write it: dotted, or a JSON Pointer, which begins with `/`. Nothing is the whole report.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text.is_empty() || text.starts_with('/') {
            return Self::from_pointer(text);
        }
        Self {
            steps: text.split('.').map(str::to_owned).collect(),
        }
    }

    /// The path that a JSON Pointer is.
    #[must_use]
    pub fn from_pointer(pointer: &str) -> Self {
        Self {
            steps: pointer_steps(pointer).map(Cow::into_owned).collect(),
        }
    }

    /// The path as a JSON Pointer.
    #[must_use]
    pub fn to_pointer(&self) -> String {
        self.steps.iter().map(|step| pointer_step(step)).collect()
    }

    /// Its keys and numbers, from the top.
    #[must_use]
    pub fn steps(&self) -> &[String] {
        &self.steps
    }

    /// The last step, and those before it; none of the whole report.
    #[must_use]
    pub fn split_last(&self) -> Option<(&str, &[String])> {
        self.steps.split_last().map(|(last, before)| (last.as_str(), before))
    }
}

impl<S: Into<String>> FromIterator<S> for FieldPath {
    fn from_iter<I: IntoIterator<Item = S>>(steps: I) -> Self {
        Self {
            steps: steps.into_iter().map(Into::into).collect(),
        }
    }
}

/// Dotted; a JSON Pointer where a key cannot be told from several in dots. [`FieldPath::parse`] reads either back.
impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_pointer_alike = self.steps.first().is_some_and(|step| step.starts_with('/'));
        if is_pointer_alike || self.steps.iter().any(|step| step.is_empty() || step.contains('.')) {
            f.write_str(&self.to_pointer())
        } else {
            f.write_str(&self.steps.join("."))
        }
    }
}

/// `key` as a step of a JSON Pointer, with its `/`: `~` and `/` are escaped (RFC 6901, section 3).
#[must_use]
pub(crate) fn pointer_step(key: &str) -> String {
    format!("/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The keys and numbers of a JSON Pointer, from the top; copied only where something is escaped (RFC 6901, section 4).
pub(crate) fn pointer_steps(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescape)
}

/// The JSON Pointer of what is around a value, and the value's key or number there; none of the whole report.
#[must_use]
pub(crate) fn split_pointer(pointer: &str) -> Option<(&str, Cow<'_, str>)> {
    let (around, step) = pointer.rsplit_once('/')?;
    Some((around, unescape(step)))
}

/// Whether a JSON Pointer leads to the value at `around` or to one inside it.
#[must_use]
pub(crate) fn is_within(pointer: &str, around: &str) -> bool {
    let rest = pointer.strip_prefix(around);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn unescape(step: &str) -> Cow<'_, str> {
    // In this order, so that `~01` becomes `~1` and not `/`.
    match step.contains('~') {
        true => step.replace("~1", "/").replace("~0", "~").into(),
        false => step.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dotted_paths_are_pointers_and_back() {
        for (dotted, pointer) in [
            ("", ""),
            ("requests", "/requests"),
            ("requests.received.total", "/requests/received/total"),
            ("sections.0.heading", "/sections/0/heading"),
            ("a~b", "/a~0b"),
            ("a/b", "/a~1b"),
            ("正文.概述", "/正文/概述"),
        ] {
            assert_eq!(FieldPath::parse(dotted).to_pointer(), pointer);
            assert_eq!(FieldPath::from_pointer(pointer).to_string(), dotted);
            assert_eq!(
                FieldPath::parse(pointer),
                FieldPath::parse(dotted),
                "either is understood"
            );
        }
        // What a dot or a slash would be misread in is shown as a pointer.
        for pointer in ["/a.b", "/", "/a//b", "/~1a", "/a/"] {
            assert_eq!(FieldPath::from_pointer(pointer).to_string(), pointer);
        }
        assert_eq!(
            FieldPath::parse("a..b").steps(),
            ["a", "", "b"],
            "no field has such a path"
        );
    }

    #[test]
    fn pointers_are_those_of_the_standard() {
        // The keys of the example in RFC 6901, section 5.
        for (pointer, key) in [
            ("/foo", "foo"),
            ("/", ""),
            ("/a~1b", "a/b"),
            ("/m~0n", "m~n"),
            ("/~01", "~1"),
            ("/k\"l", "k\"l"),
            ("/ ", " "),
        ] {
            assert_eq!(pointer_step(key), pointer);
            assert_eq!(pointer_steps(pointer).collect::<Vec<_>>(), [key]);
            let below = format!("/x~1y{pointer}");
            assert_eq!(split_pointer(&below), Some(("/x~1y", key.into())));
        }
        assert_eq!(split_pointer(""), None);
        for (pointer, around, within) in [
            ("/a/b", "/a", true),
            ("/a", "/a", true),
            ("/ab", "/a", false),
            ("/a", "", true),
            ("/a", "/a/b", false),
        ] {
            assert_eq!(is_within(pointer, around), within, "{pointer} in {around}");
        }
        assert_eq!(FieldPath::default().split_last(), None);
        let path = FieldPath::parse("list.0");
        assert_eq!(path.split_last(), Some(("0", &["list".to_owned()][..])));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_is_lost_on_the_way(steps in prop::collection::vec("[a-b0~/. 甲]{0,4}", 0..5)) {
            let path: FieldPath = steps.iter().map(String::as_str).collect();
            prop_assert_eq!(path.steps(), &steps[..]);
            prop_assert_eq!(&FieldPath::from_pointer(&path.to_pointer()), &path);
            prop_assert_eq!(&FieldPath::parse(&path.to_string()), &path);
        }
    }
}

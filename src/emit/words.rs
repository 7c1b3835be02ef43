//! The texts of a report as lines that can be printed.

use crate::{
    document::model::Node,
    form::{schema::Schema, shape::ShapeId},
    text::normalize::is_gap,
};

/// The value of a field.
pub(super) fn node<'d>(schema: &Schema, root: &'d Node, field: ShapeId) -> Option<&'d Node> {
    root.pointer(&schema.pointer(field)).map(|(node, _)| node)
}

/// The lines of a text that have something on them, without white space at their ends.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let breaks = |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    text.split(breaks)
        .map(visible)
        .filter(|line| !line.is_empty())
        .collect()
}

/// A text on one line.
pub(super) fn line(text: &str) -> String {
    paragraphs(text).join(" ")
}

/// Without what no file can hold or nobody can see. Tabs are spaces: they would tell cells apart.
fn visible(line: &str) -> String {
    let seen = line.chars().filter_map(|c| match c {
        '\t' => Some(' '),
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    });
    seen.collect::<String>().trim_matches(is_gap).to_owned()
}

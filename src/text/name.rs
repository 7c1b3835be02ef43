//! Names of files, and other values that nobody has checked, on one line of a message.

use std::path::Path;
#[cfg(feature = "cli")]
use std::path::PathBuf;

use crate::text::normalize::is_reordering;

/// Characters that a terminal obeys, or that change the order or the lines of those around them. A line break and a tab are not among
/// them.
pub(crate) const fn is_obeyed(c: char) -> bool {
    let controls = matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}');
    controls || is_reordering(c) || matches!(c, '\u{200e}' | '\u{2028}' | '\u{2029}')
}

/// The sign that stands for a character that must not be printed.
pub(crate) fn sign(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        _ => '\u{fffd}',
    }
}

/// A value on one line and harmless, wherever it is printed.
pub(crate) fn shown(text: &str) -> String {
    let harmless = |c: char| match is_obeyed(c) || matches!(c, '\n' | '\t') {
        true => sign(c),
        false => c,
    };
    text.chars().map(harmless).collect()
}

/// The name of a file, as messages show it.
pub(crate) fn name(path: &Path) -> String {
    shown(&path.to_string_lossy())
}

/// The path of a file that a user named by an id or a path: a path if it looks like one.
#[cfg(feature = "cli")]
pub(crate) fn as_file(name: &str) -> Option<PathBuf> {
    let looks_like_path = name.contains(['/', '\\']) || name.ends_with(".yaml") || name.ends_with(".yml");
    looks_like_path.then(|| PathBuf::from(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_harmless_line() {
        let path = Path::new("\u{1b}]0;甲\u{7}\n::error::\u{202e}x\u{85}");
        assert_eq!(name(path), "␛]0;甲␇␊::error::\u{fffd}x\u{fffd}");
        assert_eq!(name(Path::new("报告/a b.yaml")), "报告/a b.yaml");
    }
}

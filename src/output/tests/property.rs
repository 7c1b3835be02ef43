//! Whatever the text and the places, drawing neither panics nor leaves the terminal's width.

use proptest::prelude::*;

use crate::output::wrap::width;
use crate::{diagnostic::finding::Severity, output::tests::*};

/// Text with everything that upsets columns, and with lines longer than any terminal.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ -~]{0,12}",
        4 => "[总计应为，。（）《》—“”]{0,9}",
        2 => Just(String::from("\n")),
        1 => Just(String::from("\r\n")),
        1 => Just(String::from("key: ")),
        1 => "[\u{0}-\u{1f}\u{7f}\u{9b}\u{200b}\u{200d}\u{202e}\u{feff}\u{fe0f}\u{301}👩🏽é]{0,4}",
        1 => "[申请公开]{30,90}",
        1 => "[a-z]{50,90}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_wider_than_the_terminal(
        source in text(),
        places in prop::collection::vec((0usize..500, 0usize..60, text()), 0..8),
        message in text(),
        columns in 40usize..130,
        ascii: bool,
        color: bool,
    ) {
        let mut found = finding("r", Severity::Error, &message, "", Span::new(0, 0), "");
        found.labels.clear();
        for (i, (start, len, said)) in places.into_iter().enumerate() {
            let span = Span::new(start, start + len);
            found.labels.push(Label { primary: i == 0, ..label("", span, &said) });
            if i == 0 {
                found.span = span;
            }
        }
        found.help = Some(message.clone());
        found.notes = vec![message];
        let theme = if ascii { Theme::Ascii } else { Theme::Unicode };
        let options = Options { width: columns, theme, color, ..Options::default() };
        let report = file("r.yaml", &source, vec![found]);
        let drawn = print(Format::Pretty, options, std::slice::from_ref(&report));
        let codes = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
        for format in Format::ALL {
            print(format, options, std::slice::from_ref(&report));
        }
        // What takes a command of a build its meaning comes on top.
        let drawn = codes.replace_all(&drawn, "").replace("\\::", "::").replace("#\\#", "##");
        for line in drawn.lines() {
            prop_assert!(width(line) <= columns, "{} > {columns}: {line}\n{drawn}", width(line));
        }
    }
}

#[test]
fn a_character_without_a_column_is_shown_with_its_neighbour() {
    // What has no width was once underlined at the end of the line, one column beyond the terminal.
    let source = "a\n\u{fe0f}\u{200b}a。a👩🏽。a字a字字a👩🏽aa字字a字字aa字字aa字字aa字字a字a字字a字aa字字字a\n";
    for columns in 40..100 {
        for start in [1, 2, source.len() - 1] {
            let found = finding("r", Severity::Error, "m", "", Span::new(start, start + 3), "");
            let options = Options {
                width: columns,
                ..Options::default()
            };
            let drawn = print(Format::Pretty, options, &[file("r.yaml", source, vec![found])]);
            assert!(drawn.lines().all(|line| width(line) <= columns), "{columns} {drawn}");
        }
    }
}

//! Lists that a run is given: the roster, the configuration.

use pubreport::{Lang, compare::Roster, config::Config, text::Source};

use super::text_of;
use crate::Target;

/// A roster: YAML, or CSV behind a first byte `c`.
pub(crate) const ROSTER: Target = Target {
    name: "roster",
    run: |bytes| {
        let Some(text) = text_of(bytes) else { return };
        let source = match text.strip_prefix('c') {
            Some(csv) => Source::new("r.csv", csv),
            None => Source::new("r.yaml", text),
        };
        match Roster::read(source) {
            Ok(roster) => assert!(roster.expected().all(|name| roster.entry(name).is_some())),
            Err(errors) => assert!(!errors.text(Lang::Zh).is_empty()),
        }
    },
    seeds: || {
        vec![
            "complete: true\nagencies:\n  - {agency: 甲局, level: department}\n  - {agency: 乙局, expected: no}\n"
                .as_bytes()
                .to_vec(),
            "cagency,level,expected\n甲局,department,yes\n\"乙,局\",,否\n"
                .as_bytes()
                .to_vec(),
        ]
    },
    words: &[
        "agency",
        "agencies:",
        "expected: ",
        "complete: ",
        "\"",
        ",",
        "\r\n",
        "- {agency: a}\n",
        "是",
        "\u{feff}",
        "&a ",
        "*a",
    ],
};

/// A configuration.
pub(crate) const CONFIGURATION: Target = Target {
    name: "configuration",
    run: |bytes| {
        let Some(text) = text_of(bytes) else { return };
        match Config::read(Source::new("pubreport.yaml", text)) {
            Ok(_) => {}
            Err(errors) => assert!(!errors.text(Lang::En).is_empty()),
        }
    },
    seeds: || {
        vec![
            b"schemas: [a.yaml]\npacks: [cn-ogi-2021]\nfail_on: warning\nlang: en\nexclude: ['x/*']\nwaivers:\n  - {rule: a, path: b.c, file: d, reason: e, until: 2026-01-31}\n"
                .to_vec(),
        ]
    },
    words: &[
        "waivers:",
        "- {rule: a, reason: b}\n",
        "until: ",
        "fail_on: never",
        "exclude: ['**']",
        "&a ",
        "*a",
        "!",
        "[",
        "]",
    ],
};

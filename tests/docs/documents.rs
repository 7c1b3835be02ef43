//! The rule reference in `docs/` is what the packs say, and the documents name only files that exist.
//! `UPDATE=1 cargo test --test docs` rewrites the reference.

use std::{fs, path::Path};

use pubreport::{Library, Linter, Options, diagnostic::Lang, reference::reference, text::Source};

const LOCAL: &str = "rules/local/cn-gansu-wuwei-2025.yaml";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The reference of all packs that come with the program, and of the local one.
fn rules(lang: Lang) -> String {
    let builtin = Linter::new(Library::default(), Options::default()).unwrap();
    let mut library = Library::default();
    let id = library.add_pack(Source::new(LOCAL, read(LOCAL))).unwrap();
    let packs = vec![id];
    let local = Linter::new(
        library,
        Options {
            packs,
            ..Options::default()
        },
    )
    .unwrap();
    let mut sets: Vec<_> = builtin
        .library()
        .schema_ids()
        .map(|schema| &*builtin.form(schema).unwrap().unwrap().rules)
        .collect();
    sets.push(&local.form("cn-ogi-2021").unwrap().unwrap().rules);
    let head = match lang {
        Lang::En => {
            "# Rules\n\n[中文](rules.zh.md)\n\nGenerated from the packs in `rules/` by `UPDATE=1 cargo test --test docs`. \
             `pubreport explain RULE` shows one rule. In “Shown as”, … stands for a value of the report. Where packs differ, the pack \
             is named in brackets.\n\n"
        }
        Lang::Zh => {
            "# 规则一览\n\n[English](rules.md)\n\n本文由 `UPDATE=1 cargo test --test docs` 从 `rules/` 下的规则包生成。查看单条规则用 \
             `pubreport explain 规则名`。“提示文字”中的 … 代表报告里的具体数值；各规则包要求不同的，括号内注明规则包。\n\n"
        }
    };
    head.to_owned() + &reference(local.library(), &sets, lang).unwrap()
}

#[test]
fn rule_reference_is_up_to_date() {
    for (path, lang) in [("docs/rules.md", Lang::En), ("docs/rules.zh.md", Lang::Zh)] {
        let fresh = rules(lang);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(root().join(path), fresh).unwrap();
        } else if fresh != fs::read_to_string(root().join(path)).unwrap_or_default() {
            panic!("{path} is not what the packs say; run UPDATE=1 cargo test --test docs and look at the difference");
        }
    }
}

#[test]
fn every_rule_of_a_pack_stands_once_in_the_reference() {
    let text = rules(Lang::En);
    let mut rules = 0;
    for pack in text.split("\n## ").skip(1) {
        let mut ids: Vec<&str> = pack.lines().filter_map(|line| line.strip_prefix("### ")).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(all, ids.len());
        rules += all;
    }
    assert!(rules > 50, "only {rules} rules");
}

/// A word in back-ticks is a path of the repository if it has a folder or the ending of a file, and no placeholder.
fn is_path(word: &str) -> bool {
    let is_plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    let file = word.rsplit('/').next().unwrap_or_default();
    let has_ending = [".md", ".rs", ".yaml", ".json", ".toml"]
        .iter()
        .any(|ending| file.len() > ending.len() && file.ends_with(ending));
    is_plain && (has_ending || word.ends_with('/') && word.len() > 1) && !word.starts_with(['/', '.'])
}

/// Files that the documents speak of and that a user has, not the repository.
const USERS: [&str; 6] = [
    "pubreport.yaml",
    "report.yaml",
    "my-city.yaml",
    "city.yaml",
    "roster.yaml",
    "cn-ogi-2021.schema.json",
];

#[test]
fn every_path_in_the_documents_exists() {
    let mut missing = Vec::new();
    let docs = fs::read_dir(root().join("docs")).unwrap();
    let docs = docs.map(|entry| format!("docs/{}", entry.unwrap().file_name().to_str().unwrap()));
    let readmes = ["README.md", "README.zh.md"].map(str::to_owned);
    for document in docs.filter(|path| path.ends_with(".md")).chain(readmes) {
        let text = read(&document);
        let folder = Path::new(&document).parent().unwrap();
        let outside_blocks = text.split("\n```").step_by(2);
        let quoted = outside_blocks
            .clone()
            .flat_map(|part| part.split('`').skip(1).step_by(2))
            .filter(|word| is_path(word) && !USERS.contains(word));
        let from_root = quoted.map(|word| root().join(word)).collect::<Vec<_>>();
        let linked = outside_blocks
            .flat_map(|part| part.split("](").skip(1))
            .filter_map(|rest| rest.split([')', '#']).next())
            .filter(|link| !link.is_empty() && !link.contains("://"));
        let linked = linked.map(|link| root().join(folder).join(link));
        for path in from_root.into_iter().chain(linked) {
            if !path.exists() {
                missing.push(format!("{document}: {}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_map_has_every_room() {
    let map = read("docs/CONTRIBUTING.md");
    let rooms = fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| ("src/", entry.unwrap()));
    let folders = fs::read_dir(root()).unwrap().map(|entry| ("", entry.unwrap()));
    // Build output is no room of the house, nor are hidden folders.
    let folders = folders.filter(|(_, entry)| {
        let name = entry.file_name();
        let name = name.to_str().unwrap();
        entry.path().is_dir() && !name.starts_with('.') && name != "target"
    });
    for (above, entry) in rooms.chain(folders) {
        let name = entry.file_name();
        let slash = if entry.path().is_dir() { "/" } else { "" };
        let room = format!("`{above}{}{slash}`", name.to_str().unwrap());
        if !["`src/lib.rs`", "`src/`"].contains(&room.as_str()) {
            assert!(map.contains(&room), "docs/CONTRIBUTING.md does not speak of {room}");
        }
    }
}

/// What is kept for fuzzing is for every checkout to carry.
#[test]
fn what_is_kept_for_fuzzing_stays_small() {
    // The published package has none.
    let Ok(kept) = fs::read_dir(root().join("fuzz/corpus")) else {
        return;
    };
    let sizes: Vec<u64> = kept.map(|file| file.unwrap().metadata().unwrap().len()).collect();
    assert!(sizes.len() > 10 && sizes.iter().sum::<u64>() < 2_000_000, "{sizes:?}");
}

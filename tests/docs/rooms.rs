//! The map in docs/CONTRIBUTING.md holds: imports run down the table only, and no two files import each other, directly or through others.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::common::ROOT;

/// A file of the library by its path below `src/`, and the files that it imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// The rooms of the map, ground first: `text/`, `rules/lang/`, `report.rs`.
fn rooms() -> Vec<String> {
    let map = fs::read_to_string(Path::new(ROOT).join("docs/CONTRIBUTING.md")).unwrap();
    let rows = map.lines().filter_map(|line| line.strip_prefix("| `src/"));
    let rooms = rows.filter_map(|row| row.split('`').next()).map(str::to_owned);
    // These two stand for the whole; everything may be public, and the binary only calls.
    rooms.filter(|room| room != "lib.rs" && room != "main.rs").collect()
}

/// The room that a file is in, as its place in the map.
fn room(rooms: &[String], file: &str) -> Option<usize> {
    rooms
        .iter()
        .position(|room| file == room || room.ends_with('/') && file.starts_with(room.as_str()))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file without comments and without its tests, on one line.
fn code(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    let code = lines.collect::<Vec<_>>().join(" ");
    match code.find("#[cfg(test)] mod tests {") {
        Some(tests) => code[..tests].to_owned(),
        None => code,
    }
}

/// The paths that a `use` tree names: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn leaves(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        return vec![tree.replace(' ', "")];
    };
    let (head, inner) = (&tree[..open], &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())]);
    let (mut depth, mut start, mut paths) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let parts = leaves(&inner[start..at]).into_iter().filter(|part| !part.is_empty());
                paths.extend(parts.map(|part| format!("{head}{part}").replace(' ', "")));
                start = at + 1;
            }
            _ => {}
        }
    }
    paths
}

/// The paths below `crate` that a file names, in `use` and elsewhere; `module` is its own.
fn named(code: &str, module: &[&str]) -> Vec<String> {
    // `super` at the beginning of a path is the module around; a second one, that around it.
    let mut code = format!(" {code}").replace("super::super::", "crate::OVER::");
    for (relative, length) in [("crate::OVER::", 2), ("super::", 1)] {
        let around = &module[..module.len().saturating_sub(length)];
        let whole: String = ["crate"].iter().chain(around).map(|step| format!("{step}::")).collect();
        code = code.replace(relative, &whole);
    }
    let mut paths = Vec::new();
    let mut rest = code.as_str();
    while let Some(at) = rest.find("crate::") {
        let is_use = rest[..at].trim_end().ends_with("use");
        rest = &rest[at + "crate::".len()..];
        let end = match is_use {
            true => rest.find(';'),
            false => rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':'),
        };
        paths.extend(leaves(&rest[..end.unwrap_or(rest.len())]));
    }
    paths
}

/// The file that a path leads to: the longest beginning of it that is a module.
fn file_of(files: &BTreeSet<String>, path: &str) -> Option<String> {
    let steps: Vec<&str> = path.split("::").collect();
    (1..=steps.len()).rev().find_map(|count| {
        let module = steps[..count].join("/");
        [format!("{module}.rs"), format!("{module}/mod.rs")]
            .into_iter()
            .find(|file| files.contains(file))
    })
}

fn imports() -> Imports {
    let src = Path::new(ROOT).join("src");
    let mut paths = Vec::new();
    sources(&src, &mut paths);
    let name = |path: &PathBuf| {
        let inside = path.strip_prefix(&src).unwrap();
        inside.to_str().unwrap().replace('\\', "/")
    };
    let files: BTreeSet<String> = paths.iter().map(name).collect();
    let is_test = |file: &str| file.ends_with("tests.rs") || file.ends_with("fuzz.rs") || file.contains("/tests/");
    let mut imports = Imports::new();
    for path in &paths {
        let file = name(path);
        if is_test(&file) || ["lib.rs", "main.rs"].contains(&file.as_str()) {
            continue;
        }
        let code = code(&fs::read_to_string(path).unwrap());
        let module = file.trim_end_matches(".rs").trim_end_matches("/mod");
        let module: Vec<&str> = module.split('/').collect();
        let own = named(&code, &module);
        let found = own.iter().filter_map(|path| file_of(&files, path));
        // A module may use what the one around it says of all in it.
        let is_around = |other: &String| {
            let folder = other.strip_suffix("mod.rs");
            folder.is_some_and(|folder| file.starts_with(folder))
        };
        let found = found.filter(|other| !is_around(other) && *other != file).collect();
        imports.insert(file.clone(), found);
    }
    imports
}

#[test]
fn every_file_is_in_a_room_of_the_map() {
    let rooms = rooms();
    assert!(rooms.len() > 10, "{rooms:?}");
    let lost: Vec<String> = imports()
        .into_keys()
        .filter(|file| room(&rooms, file).is_none() && file != "rules/mod.rs")
        .collect();
    assert!(lost.is_empty(), "{lost:?} are in no room of docs/CONTRIBUTING.md");
}

#[test]
fn no_import_runs_up() {
    let rooms = rooms();
    let mut wrong = Vec::new();
    for (file, imported) in imports() {
        for other in imported {
            if let (Some(from), Some(to)) = (room(&rooms, &file), room(&rooms, &other))
                && to > from
            {
                wrong.push(format!(
                    "{file} uses {other}, but {} stands below {}",
                    rooms[to], rooms[from]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_two_files_import_each_other() {
    let imports = imports();
    let mut circles = Vec::new();
    for file in imports.keys() {
        // All that can be reached from the file; a circle is one that comes back.
        let mut open: Vec<&String> = imports[file].iter().filter(|other| *other != file).collect();
        let mut seen = BTreeSet::new();
        while let Some(next) = open.pop() {
            if next == file {
                circles.push(file.clone());
                break;
            }
            if seen.insert(next) {
                let further = imports.get(next).into_iter().flatten();
                open.extend(further.filter(|other| *other != next));
            }
        }
    }
    assert!(circles.is_empty(), "in circles: {circles:?}");
}

#[test]
fn the_reader_of_imports_sees_what_is_there() {
    assert_eq!(leaves("a::{b, c::{d, e}, f}"), ["a::b", "a::c::d", "a::c::e", "a::f"]);
    let code = code("use crate::{text::text::Span, form}; // crate::no\nfn f() { crate::engine::check(1) }");
    assert_eq!(named(&code, &["a"]), ["text::text::Span", "form", "engine::check"]);
    let beside = "use super::{c, super_d}; use super::super::e::f;";
    assert_eq!(
        named(beside, &["a", "b", "own"]),
        ["a::b::c", "a::b::super_d", "a::e::f"]
    );
    assert!(imports()["cli/lint.rs"].contains("cli/settings.rs"));
    assert!(imports()["engine/judge.rs"].contains("rules/evaluate/run.rs"));
}

/// The YAML that users write goes through our own reader, which bounds depth, values and copies and knows every place.
#[test]
fn only_texts_that_come_with_the_program_are_read_by_another_parser() {
    let mut files = Vec::new();
    sources(&Path::new(ROOT).join("src"), &mut files);
    let calls = |path: &&PathBuf| code(&fs::read_to_string(path).unwrap()).contains("serde_yaml");
    let found: Vec<String> = files
        .iter()
        .filter(calls)
        .map(|path| path.strip_prefix(ROOT).unwrap().display().to_string())
        .filter(|path| !path.ends_with("/fuzz.rs"))
        .collect();
    assert_eq!(found, ["src/cli/help.rs"], "read it with `document::own_file`");
}

//! `pubreport import`: published reports as data.

use std::{fs, path::Path};

use crate::common::{Run, blanks, folder, project, run, snapshot, write};

/// A published page of an example.
fn page(dir: &Path, example: &str, name: &str) -> String {
    let path = dir.join(name);
    run(&["render", example, "-o", path.to_str().unwrap()]).expect(0);
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_page_becomes_tidy_yaml() {
    let dir = folder();
    let report = write(&dir, "blanks.yaml", blanks());
    let path = page(dir.path(), report.to_str().unwrap(), "a.html");
    let output = run(&["import", &path]).expect(0);
    assert_eq!(output.stderr, "");
    snapshot("import__yaml_2019", &output.stdout);
    // What it writes is a report like any other.
    let report = write(dir.path(), "a.yaml", &output.stdout);
    let short = |path: &str| {
        let found = run(&["lint", "--no-config", "--format", "short", "--lang", "en", path]).stdout;
        let found = found.lines().filter(|line| !line.contains("`level`"));
        let mut found: Vec<String> = found
            .map(|line| line.splitn(4, ':').last().unwrap().to_owned())
            .collect();
        found.sort();
        found
    };
    assert_eq!(short(report.to_str().unwrap()), short(&path));
    let json = run(&["import", &path, "--format", "json"]).expect(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["requests"]["received"]["total"], 859);
    assert_eq!(json["proactive"]["procurement"]["amount"], "251000元");
}

#[test]
fn what_could_not_be_read_is_said_at_its_place() {
    let dir = folder();
    let path = page(dir.path(), "examples/cn-ogi-2021.yaml", "a.md");
    let text = fs::read_to_string(&path).unwrap();
    // A cell is lost from one row, and another row is of no form.
    let text = text.replacen("| 3.补正后申请内容仍不明确 | 0 |", "| 3.补正后申请内容仍不明确 |", 1);
    write(dir.path(), "a.md", text);
    let output = run(&["import", &path, "--lang", "en"]).expect(1);
    let place = output.stdout.find("needs_creation:").unwrap();
    let around: Vec<&str> = output.stdout[place..].lines().skip(1).take(2).collect();
    snapshot(
        "import__unread",
        &format!(
            "{}\n--- stderr\n{}",
            around.join("\n"),
            output.stderr.replace(&path, "a.md")
        ),
    );
    assert_eq!(run(&["import", &path, "--quiet"]).expect(1).stderr, "");
    run(&["import", &path, "--fail-on", "never"]).expect(0);
}

#[test]
fn what_is_no_report_is_refused() {
    let dir = folder();
    let path = write(dir.path(), "a.html", "<p>甲</p>");
    let output = run(&["import", path.to_str().unwrap()]).expect(2);
    assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    let pdf = write(dir.path(), "a.pdf", "%PDF-1.7");
    run(&["import", pdf.to_str().unwrap()]).expect(2);
    run(&["import", "nothing.html"]).expect(2);
}

#[test]
fn files_are_not_overwritten() {
    let dir = folder();
    let path = page(dir.path(), "examples/cn-ogi-2021.yaml", "a.docx");
    let out = dir.path().join("a.yaml");
    let import = |more: &[&str]| run(&[&["import", &path, "-o", out.to_str().unwrap(), "--lang", "en"], more].concat());
    import(&[]).expect(0);
    assert!(
        import(&[])
            .expect(2)
            .stderr
            .contains("already exists; nothing was written")
    );
    write(dir.path(), "a.yaml", "mine");
    import(&["--force"]).expect(0);
    assert!(fs::read_to_string(&out).unwrap().starts_with("# "));
}

#[test]
fn a_directory_becomes_a_directory() {
    let dir = folder();
    fs::create_dir_all(dir.path().join("in/deep")).unwrap();
    page(dir.path(), "examples/cn-ogi-2021.yaml", "in/a.html");
    page(dir.path(), "examples/cn-ogi-2019.yaml", "in/deep/b.docx");
    write(dir.path(), "in/c.html", "<p>甲</p>");
    let import = |args: &[&str]| {
        Run::new(&[&["import", "--lang", "en"], args].concat())
            .dir(dir.path())
            .go()
    };
    assert!(import(&["in"]).expect(2).stderr.contains("name it with -o"));
    let output = import(&["in", "-o", "out/"]).expect(2);
    assert!(
        output
            .stderr
            .ends_with("2 report(s) written, 0 of them with findings; 1 not written\n"),
        "{}",
        output.stderr
    );
    assert!(
        fs::read_to_string(dir.path().join("out/a.yaml"))
            .unwrap()
            .contains("schema: cn-ogi-2021")
    );
    assert!(
        fs::read_to_string(dir.path().join("out/deep/b.yaml"))
            .unwrap()
            .contains("schema: cn-ogi-2019")
    );
    assert!(!dir.path().join("out/c.yaml").exists());
    // Nothing of it is overwritten the second time.
    assert!(
        import(&["in", "-o", "out/"])
            .expect(2)
            .stderr
            .contains("0 report(s) written")
    );
}

#[test]
fn data_are_put_in_order_and_nothing_of_them_is_lost() {
    let yaml = "year: 2023\nschema: cn-ogi-2021\nextra: {deep: [1, 'a: b', ~, 2.50]}\nagency: {level: department, name: '甲 # 乙'}\n";
    let output = Run::new(&["import", "-", "--fail-on", "never", "--quiet"])
        .stdin(yaml)
        .go()
        .expect(0);
    snapshot("import__order", &output.stdout);
    let page = run(&["render", "examples/cn-ogi-2021.yaml", "--format", "text"]).stdout;
    let output = Run::new(&["import", "-", "--input-format", "text"])
        .stdin(page)
        .go()
        .expect(0);
    assert!(output.stdout.contains("in_force: 14}"));
}

#[test]
fn the_example_comes_back_as_it_was_written() {
    let dir = folder();
    let path = page(dir.path(), "examples/cn-ogi-2021.yaml", "a.html");
    let text = run(&["import", &path]).expect(0).stdout;
    let example = project("examples/cn-ogi-2021.yaml");
    let prose = |text: &str| {
        let lines = text
            .lines()
            .filter(|line| line.starts_with("  （") || line.starts_with("  按照"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(prose(&text), prose(&example));
}

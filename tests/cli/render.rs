//! `pubreport render`: what it prints, where, and what it refuses.

use std::fs;

use crate::common::{Run, blanks, folder, project, requesters, run, snapshot, write};
use serde_json::Value;

/// A page without its style sheet.
fn unstyled(page: &str) -> String {
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, behind) = rest.split_once("</style>\n").unwrap();
    format!("{before}{behind}")
}

#[test]
fn the_forms_are_complete() {
    let page = run(&["render", "examples/cn-ogi-2021.yaml", "--format", "html"]).expect(0);
    assert_eq!(page.stderr, "");
    snapshot("render__html_2021", &unstyled(&page.stdout));
    let page = run(&["render", "examples/cn-ogi-2019.yaml", "--format", "html"]).expect(0);
    snapshot("render__html_2019", &unstyled(&page.stdout));
    snapshot(
        "render__markdown_2021",
        &run(&["render", "examples/cn-ogi-2021.yaml"]).expect(0).stdout,
    );
    snapshot(
        "render__text_2019",
        &run(&["render", "examples/cn-ogi-2019.yaml", "--format", "text"])
            .expect(0)
            .stdout,
    );
}

#[test]
fn a_form_that_does_not_say_how_it_is_printed_is_not() {
    let args = [
        "render",
        "--schema",
        "tests/foi/schema.yaml",
        "tests/foi/report.yaml",
        "--lang",
        "en",
    ];
    let output = run(&args).expect(2);
    assert!(
        output
            .stderr
            .contains("the form uk-foi-return does not state how it is published"),
        "{}",
        output.stderr
    );
}

#[test]
fn what_stands_in_the_report_cannot_become_markup() {
    let report = "schema: cn-ogi-2021\nyear: 2023\nagency: {name: '<b>&\"', level: department}\n\
                  overview: \"<script>alert(1)</script>\\n| a | *b* |\\n# c\"\nproactive: {licensing: {decisions: <i>}}\n";
    let html = Run::new(&["render", "-", "--format", "html"])
        .stdin(report)
        .go()
        .expect(0)
        .stdout;
    let body = unstyled(&html);
    for markup in ["<script>", "<b>", "<i>"] {
        assert!(!body.contains(markup), "{body}");
    }
    assert!(body.contains("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>| a | *b* |</p>\n<p># c</p>"));
    let markdown = Run::new(&["render", "-", "--format", "markdown"])
        .stdin(report)
        .go()
        .expect(0)
        .stdout;
    assert!(
        markdown.contains("\n\\<script>alert(1)\\</script>\n\n\\| a \\| \\*b\\* \\|\n\n\\# c\n"),
        "{markdown}"
    );
}

#[test]
fn blanks_are_blank_and_words_stand_as_they_are() {
    let page = Run::new(&["render", "-", "--format", "text"])
        .stdin(blanks())
        .go()
        .expect(0)
        .stdout;
    let report: Value = serde_yaml::from_str(&blanks()).unwrap();
    let cells: Vec<String> = requesters()
        .iter()
        .map(|column| report["requests"]["received"][column].as_u64())
        .map(|cell| cell.map_or_else(String::new, |number| number.to_string()))
        .collect();
    assert!(cells.contains(&String::new()));
    let row = format!("\n一、本年新收政府信息公开申请数量\t{}\n", cells.join("\t"));
    assert!(page.contains(&row), "{page}");
    assert!(page.contains("\n政府集中采购\t6\t251000元\n"));
}

#[test]
fn a_report_with_errors_is_printed_with_a_word_unless_checked() {
    let printed = run(&["render", "examples/broken.yaml", "--lang", "en"]).expect(0);
    assert!(printed.stdout.starts_with("# "));
    assert!(
        printed.stderr.contains("has 9 error(s), printed as it stands"),
        "{}",
        printed.stderr
    );
    let checked = run(&["render", "examples/broken.yaml", "--lang", "en", "--check"]).expect(1);
    assert_eq!(checked.stdout, "");
    assert!(
        checked.stderr.contains("has 9 error(s), not printed"),
        "{}",
        checked.stderr
    );
    run(&["render", "examples/cn-ogi-2021.yaml", "--check"]).expect(0);
}

#[test]
fn the_ending_tells_the_format_and_nothing_is_overwritten() {
    let dir = folder();
    write(dir.path(), "report.yaml", project("examples/cn-ogi-2021.yaml"));
    let render = |args: &[&str]| {
        Run::new(&[&["render", "report.yaml"], args].concat())
            .dir(dir.path())
            .go()
    };
    for (name, begins) in [
        ("a.html", "<!DOCTYPE html>"),
        ("a.md", "# "),
        ("a.txt", "平顶山"),
        ("a.docx", "PK"),
    ] {
        let output = render(&["-o", name]).expect(0);
        assert_eq!(output.stdout, "");
        assert!(
            fs::read(dir.path().join(name)).unwrap().starts_with(begins.as_bytes()),
            "{name}"
        );
    }
    assert!(
        render(&["-o", "a.md", "--lang", "en"])
            .expect(2)
            .stderr
            .contains("a.md already exists")
    );
    render(&["-o", "a.md", "--format", "text", "--force"]).expect(0);
    assert!(
        fs::read_to_string(dir.path().join("a.md"))
            .unwrap()
            .starts_with("平顶山")
    );
    assert!(
        render(&["-o", "a.pdf", "--lang", "en"])
            .expect(2)
            .stderr
            .contains("does not tell the format")
    );
    assert!(!dir.path().join("a.pdf").exists());
    // The same report gives the same bytes.
    let first = fs::read(dir.path().join("a.docx")).unwrap();
    render(&["-o", "b.docx"]).expect(0);
    assert_eq!(first, fs::read(dir.path().join("b.docx")).unwrap());
    render(&["-o", "nowhere/a.md"]).expect(2);
}

#[test]
fn no_report_no_page() {
    assert!(run(&["render", "nothing.yaml"]).expect(2).stderr.contains("文件不存在"));
    let output = Run::new(&["render", "-", "--lang", "en"]).stdin("a: [").go().expect(2);
    assert!(!output.stderr.is_empty() && output.stdout.is_empty());
    run(&["render", "examples"]).expect(2);
}

//! Every line of a report between its title and its end stands in the document: in a part, in a table, or beside a table.

use std::sync::LazyLock;

use super::*;
use proptest::prelude::*;
use pubreport::emit::{Format, render as print};

/// A report in lines, and the lines behind which a sentence may be put: the title and what follows, without those of a table's head.
static PLAIN: LazyLock<String> = LazyLock::new(|| plain_lines(&report()));
static PAGE: LazyLock<String> = LazyLock::new(|| html(&report()));

/// Sentences as they stand above, below and in between; with numbers, points, and words of the form.
fn sentence() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "本年度收到的申请均在期限内答复。",
        "（二）收到和处理政府信息公开申请情况。全年收到申请2件。",
        "注：本表数字不含下属单位。",
        "（一）主动公开政府信息情况如下。",
        "与上年相比，行政许可增加3件。",
        "其中结转下年度继续办理的没有。",
        "六、其他需要报告的事项见后。",
    ]);
    (words, 100..999u32).prop_map(|(words, mark)| format!("{words}（说明{mark}）"))
}

/// All prose of a document.
fn prose(bytes: &[u8], medium: Medium) -> (String, pubreport::extract::Account) {
    let (_, _, reading) = read(bytes, medium);
    let document = reading.document.unwrap();
    let mut prose = String::new();
    if let Value::Record(entries) = &document.root.value {
        for entry in entries {
            if let Value::Text(text) = &entry.value.value {
                prose.push_str(&squeezed(&text.text));
                prose.push('\n');
            }
        }
    }
    (prose, reading.account)
}

/// Put a sentence behind one of the lines behind the title. Between the two lines of a head or a row that is broken there is no room for one.
fn put_in(text: &str, at: usize, sentence: &str, places: &[usize]) -> String {
    let place = places[at % places.len()];
    format!("{}{sentence}\n{}", &text[..place], &text[place..])
}

fn line_ends(text: &str) -> Vec<usize> {
    text.match_indices('\n').map(|(at, _)| at + 1).skip(1).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sentence_anywhere_in_lines_is_kept(at in 0..200usize, sentence in sentence()) {
        let text = put_in(&PLAIN, at, &sentence, &line_ends(&PLAIN));
        let (prose, account) = prose(text.as_bytes(), Medium::Text);
        prop_assert!(prose.contains(&squeezed(&sentence)), "{sentence} is not in {prose}");
        prop_assert_eq!(account.read, account.kept + account.refused + account.outside + account.furniture);
        prop_assert_eq!(account.outside + account.furniture, 0);
    }

    #[test]
    fn a_sentence_anywhere_in_a_page_is_kept(at in 0..200usize, sentence in sentence()) {
        let ends = PAGE.match_indices("</table>").map(|(at, end)| at + end.len());
        let paragraphs = PAGE.match_indices("</span></p>").map(|(at, end)| at + end.len());
        let places: Vec<usize> = ends.chain(paragraphs).collect();
        let text = put_in(&PAGE, at, &format!("<p>{sentence}</p>"), &places);
        let (prose, account) = prose(text.as_bytes(), Medium::Html);
        prop_assert!(prose.contains(&squeezed(&sentence)), "{sentence} is not in {prose}");
        prop_assert_eq!(account.read, account.kept + account.refused + account.outside + account.furniture);
    }

    #[test]
    fn text_beside_tables_is_printed_and_read_again(texts in prop::collection::vec(prop::option::of(sentence()), 3)) {
        let linter = linter();
        let mut yaml = common::project("examples/cn-ogi-2021.yaml");
        for (key, text) in ["proactive_text", "requests_text", "review_text"].into_iter().zip(&texts) {
            if let Some(text) = text {
                yaml.push_str(&format!("{key}: |\n  {text}\n"));
            }
        }
        let report = linter.lint("report.yaml", yaml.as_bytes());
        let (schema, document) = (report.schema.unwrap(), report.document.unwrap());
        for (format, file) in [(Format::Text, "r.txt"), (Format::Markdown, "r.md"), (Format::Html, "r.html"), (Format::Docx, "r.docx")] {
            let bytes = print(&schema, &document, format).unwrap();
            let again = linter.lint(file, &bytes).document.unwrap();
            for (key, text) in ["proactive_text", "requests_text", "review_text"].into_iter().zip(&texts) {
                let read = again.root.get(key).and_then(|node| node.text().map(squeezed));
                prop_assert_eq!(read, text.as_deref().map(squeezed), "{} {}", file, key);
            }
        }
    }
}

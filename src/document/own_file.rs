//! The YAML files that users write beside reports: schemas, packs, rosters, configurations. They are read as reports are, within the same
//! limits, and nothing else reads their text.

use crate::{
    diagnostic::{
        defect::{Defect, DefectKind},
        finding::Localized,
        load_error::{LoadError, LoadErrors},
    },
    document::{
        format::Format,
        limits::Limits,
        model::{Document, Node},
        parse::parse,
    },
    text::source::Source,
};

/// The words for defects of any file.
const WORDS: &str = include_str!("../../rules/document.yaml");

/// The document in a file; none in a file that says nothing.
///
/// # Errors
/// All that the reader finds wrong: what it passes over in a report would be a value that its author did not mean.
pub(crate) fn read(source: &Source) -> Result<Option<Document>, LoadErrors> {
    let (document, mut defects) = parse(source.text(), Format::Yaml, &Limits::default());
    defects.retain(|defect| defect.kind != DefectKind::Empty);
    if defects.is_empty() {
        return Ok(document);
    }
    let (words, _) = parse(WORDS, Format::Yaml, &Limits::default());
    let words = words.as_ref().map(|words| &words.root);
    let errors = defects.iter().map(|defect| worded(defect, words)).collect();
    Err(LoadErrors::new(source.clone(), errors))
}

/// A defect in the words of the rule that is for its kind.
fn worded(defect: &Defect, words: Option<&Node>) -> LoadError {
    let kind = serde_json::to_value(defect.kind).unwrap_or_default();
    let kind = kind.as_str().unwrap_or_default();
    let rules = words.and_then(|words| words.get("rules"));
    let rule = rules.and_then(|rules| {
        let mut rules = rules.items().iter();
        rules.find(|rule| rule.get("detect").and_then(Node::text) == Some(kind))
    });
    let say = |lang: &str| -> String {
        // The rules speak of reports; here the files are others.
        let own = match (defect.kind, lang) {
            (DefectKind::MultipleDocuments, "zh") => Some("文件中自此处起有另一份 YAML 文档（---）"),
            (DefectKind::MultipleDocuments, _) => Some("another YAML document begins here (`---`)"),
            _ => None,
        };
        let message = rule.and_then(|rule| rule.get("message")?.get(lang)?.text());
        let mut said = own.or(message).unwrap_or(kind).to_owned();
        let cause = defect.cause.map(|cause| {
            let worded = rule.and_then(|rule| rule.get("causes")?.get(cause)?.get(lang)?.text());
            worded.unwrap_or(cause)
        });
        let params = defect.params.iter();
        let params = params.filter_map(|(name, value)| Some((*name, value.as_text()?)));
        for (name, value) in params.chain(cause.map(|cause| ("cause", cause))) {
            said = said.replace(&format!("{{{name}}}"), value);
        }
        said
    };
    let message = Localized {
        zh: say("zh"),
        en: say("en"),
    };
    LoadError::new(defect.span, message.zh, message.en)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::diagnostic::finding::Lang;

    fn errors(text: &str) -> String {
        read(&Source::new("p.yaml", text)).unwrap_err().text(Lang::En)
    }

    #[test]
    fn what_cannot_be_read_is_said_in_the_words_of_a_report() {
        assert_eq!(
            errors("id: a\ntitle:x\n"),
            "p.yaml:2:6: the file cannot be read past this point: no space after the colon\n"
        );
        assert_eq!(
            errors("a: 1\na: 2\n"),
            "p.yaml:2:1: `a` is a duplicate; the first one is on line 1\n"
        );
        assert_eq!(
            errors(&"[".repeat(60_000)),
            "p.yaml:1:65: nested more than 64 levels deep; reading stopped here\n"
        );
        assert_eq!(
            errors("a: 1\n---\nb: 2\n"),
            "p.yaml:2:1: another YAML document begins here (`---`)\n"
        );
        let aliases = format!("a: &a {}\nb:\n{}", "x".repeat(100_000), "- *a\n".repeat(2000));
        assert!(errors(&aliases).contains("more than 200000 values after anchors are expanded"));
        assert!(read(&Source::new("p.yaml", "# nothing\n")).unwrap().is_none());
    }

    #[test]
    fn every_value_of_a_message_is_filled_in() {
        for text in [
            "a: !x 1\n",
            "? [a]\n: 1\n",
            "a: 1e",
            "a: 99999999999999999999999999999999999999\n",
            "a: *b\n",
        ] {
            if let Err(errors) = read(&Source::new("p.yaml", text)) {
                for lang in [Lang::Zh, Lang::En] {
                    assert!(!errors.text(lang).contains('{'), "{}", errors.text(lang));
                }
            }
        }
    }
}

//! Rules as text for people: `explain`, and the rule reference in `docs/`.

use super::{Rule, RuleSet, pack::OneOrMany};
use crate::finding::Lang;

/// The whole of a rule, as Markdown.
#[must_use]
pub fn rule_reference(set: &RuleSet, rule: &Rule, lang: Lang) -> String {
    let file = &rule.file;
    let mut text = format!("### {}\n\n**{}**\n\n", file.id, file.title.get(lang));
    let (severity, basis, asks, message, help, pack) = match lang {
        Lang::Zh => ("级别", "依据", "规则", "提示", "怎么改", "规则包"),
        Lang::En => ("Severity", "Basis", "Rule", "Message", "To mend it", "Pack"),
    };
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    let level = rule.level.severity().map_or("off", |severity| severity.as_str());
    let mut lines = vec![(
        severity,
        std::iter::once(level.to_owned())
            .chain(cases(rule))
            .collect::<Vec<_>>()
            .join("; "),
    )];
    lines.extend(rule.off.as_ref().map(|reason| ("off", reason.clone())));
    for cited in set.basis(rule, lang) {
        let number = cited.number.map(|number| format!("（{number}）")).unwrap_or_default();
        let at = cited.at.unwrap_or_default();
        lines.push((
            basis,
            match lang {
                Lang::Zh => format!("《{}》{number}{at}", cited.title),
                Lang::En => format!("{}{number} {at}", cited.title).trim_end().to_owned(),
            },
        ));
    }
    lines.push((asks, statement(rule)));
    lines.push((message, format!("`{}`", file.message.get(lang))));
    lines.extend(file.help.as_ref().map(|text| (help, text.get(lang).to_owned())));
    lines.push((pack, format!("`{}`", rule.pack)));
    if let Some(description) = &file.description {
        text.push_str(description.get(lang).trim());
        text.push_str("\n\n");
    }
    for (name, value) in lines {
        text.push_str(&format!("- {name}{colon}{value}\n"));
    }
    text
}

fn cases(rule: &Rule) -> impl Iterator<Item = String> + '_ {
    rule.file.severity_when.iter().map(|case| {
        let level = case.severity.severity().map_or("off", |severity| severity.as_str());
        format!("{level} if `{}`", one_line(&case.when))
    })
}

/// What a rule asks, in the rule language, on one line.
fn statement(rule: &Rule) -> String {
    let file = &rule.file;
    let list = |texts: &OneOrMany| texts.as_slice().join(", ");
    let mut parts = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        parts.extend(value.map(|value| format!("{name} `{}`", one_line(&value).replace('|', "\\|"))));
    };
    add("for", file.types.as_ref().map(list));
    add("when", file.when.clone());
    for (name, value) in &file.lets {
        add(
            &format!("let {name} ="),
            Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
        );
    }
    add("find", file.find.as_ref().map(list));
    add("in", file.within.as_ref().map(list));
    add("required", file.required.as_ref().map(list));
    add("assert", file.assert.clone());
    let detect = file.detect.and_then(|kind| serde_json::to_value(kind).ok());
    add("detect", detect.and_then(|kind| kind.as_str().map(str::to_owned)));
    parts.join(", ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rules of a set, as Markdown: a heading for each, with all that is known of it.
#[must_use]
pub fn reference(set: &RuleSet, lang: Lang) -> String {
    let mut text = format!("## {}\n\n", set.title.get(lang));
    for rule in &set.rules {
        text.push_str(&rule_reference(set, rule, lang));
        text.push('\n');
    }
    text
}

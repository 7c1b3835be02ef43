//! The few words of the interface, in Chinese and English.

use crate::diagnostic::finding::{Basis, Confidence, Finding, Lang, Severity, Waived};
use crate::text::name::name;

/// A word of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Help,
    Basis,
    Note,
    Related,
    NoVerdict,
}

/// `word` in `lang`.
pub(crate) const fn word(word: Word, lang: Lang) -> &'static str {
    match (word, lang) {
        (Word::Help, Lang::Zh) => "处理意见",
        (Word::Help, Lang::En) => "help",
        (Word::Basis, Lang::Zh) => "依据",
        (Word::Basis, Lang::En) => "basis",
        (Word::Note, Lang::Zh) => "说明",
        (Word::Note, Lang::En) => "note",
        (Word::Related, Lang::Zh) => "同时不符合",
        (Word::Related, Lang::En) => "also breaks",
        (Word::NoVerdict, Lang::Zh) => "无法作出结论",
        (Word::NoVerdict, Lang::En) => "no verdict",
    }
}

/// `word` before a text, with the colon of the language.
pub(crate) fn lead(word: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{word}："),
        Lang::En => format!("{word}: "),
    }
}

/// A text with a word before it.
pub(crate) fn led(before: Word, text: &str, lang: Lang) -> String {
    lead(word(before, lang), lang) + text
}

/// A severity as people read it; formats for machines have [`Severity::as_str`].
pub(crate) const fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (_, Lang::En) => severity.as_str(),
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Warning, Lang::Zh) => "警告",
        (Severity::Info, Lang::Zh) => "提示",
    }
}

/// The severity and rule of a finding, `error[rule]`, or that it is waived.
pub(crate) fn label(finding: &Finding, rule: &str, lang: Lang) -> String {
    let word = match (&finding.waiver, lang) {
        (None, _) => severity(finding.severity, lang),
        (Some(_), Lang::Zh) => "已豁免",
        (Some(_), Lang::En) => "waived",
    };
    format!("{word}[{rule}]")
}

/// That further reports have a finding which was told once.
pub(crate) fn repeated(said: &str, more: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("另有{more}份报告同样：{said}"),
        Lang::En if more == 1 => format!("1 more report has it too: {said}"),
        Lang::En => format!("{more} more reports have it too: {said}"),
    }
}

/// The same for a file without a verdict.
pub(crate) fn no_verdict(lang: Lang) -> String {
    format!("{}[{}]", severity(Severity::Error, lang), word(Word::NoVerdict, lang))
}

/// The introduction of a suggested change, or of several to choose from.
pub(crate) const fn fix(confidence: Confidence, choices: usize, lang: Lang) -> &'static str {
    match (confidence, lang) {
        (Confidence::Certain, Lang::Zh) => "修改建议",
        (Confidence::Certain, Lang::En) => "fix",
        (Confidence::Likely, Lang::Zh) if choices > 1 => "可改正其中之一（请核对）",
        (Confidence::Likely, Lang::En) if choices > 1 => "one of these (please check)",
        (Confidence::Likely, Lang::Zh) => "修改建议（请核对）",
        (Confidence::Likely, Lang::En) => "fix (please check)",
    }
}

/// How many lines were left out.
pub(crate) fn and_more(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("……另有{count}项"),
        Lang::En => format!("… and {count} more"),
    }
}

/// The labels of a line, after its number.
pub(crate) fn at_line(line: usize, texts: &[String], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第{line}行：{}", texts.join("；")),
        Lang::En => format!("line {line}: {}", texts.join("; ")),
    }
}

/// At most this many line numbers are listed.
const LINES: usize = 12;

/// Further lines with the same defect.
pub(crate) fn also_at(lines: &[usize], lang: Lang) -> String {
    let listed: Vec<_> = lines.iter().take(LINES).map(usize::to_string).collect();
    let more = lines.len().saturating_sub(LINES);
    match (lang, more) {
        (Lang::Zh, 0) => format!("另见第{}行", listed.join("、")),
        (Lang::Zh, more) => format!("另见第{}行，以及其后{more}行", listed.join("、")),
        (Lang::En, 0) => format!("also on line {}", listed.join(", ")),
        (Lang::En, more) => format!("also on line {} and {more} more", listed.join(", ")),
    }
}

/// The places of a finding in other files, for outputs that show no excerpt of them.
pub(crate) fn beside(finding: &Finding, lang: Lang) -> Vec<String> {
    let files = finding.elsewhere().into_iter();
    let places = files.flat_map(|(file, labels)| labels.into_iter().map(move |label| (file, label)));
    places
        .map(|(file, label)| {
            let at = file.position(label.span.start);
            let place = format!("{}:{}:{}", name(file.path()), at.line, at.column);
            match (lang, label.message.as_str()) {
                (Lang::Zh, "") => format!("对照 {place}"),
                (Lang::Zh, message) => format!("对照 {place}（{message}）"),
                (Lang::En, "") => format!("see {place}"),
                (Lang::En, message) => format!("see {place} ({message})"),
            }
        })
        .collect()
}

/// The first of them in one line with the message.
pub(crate) fn with_beside(finding: &Finding, lang: Lang) -> String {
    match (beside(finding, lang).first(), lang) {
        (None, _) => finding.message.clone(),
        (Some(first), Lang::Zh) => format!("{}；{first}", finding.message),
        (Some(first), Lang::En) => format!("{}; {first}", finding.message),
    }
}

/// A legal basis as a lawyer cites it.
pub(crate) fn cite(basis: &Basis, lang: Lang) -> String {
    let mut out = match lang {
        Lang::Zh if !basis.title.contains('《') => format!("《{}》", basis.title),
        _ => basis.title.clone(),
    };
    if let Some(number) = &basis.number {
        out.push_str(&match lang {
            Lang::Zh => format!("（{number}）"),
            Lang::En => format!(" ({number})"),
        });
    }
    if let Some(at) = &basis.at {
        if lang == Lang::En {
            out.push_str(", ");
        }
        out.push_str(at);
    }
    out
}

/// All legal bases on one line.
pub(crate) fn cite_all(basis: &[Basis], lang: Lang) -> String {
    let cited: Vec<_> = basis.iter().map(|basis| cite(basis, lang)).collect();
    cited.join(match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    })
}

/// The reason of a waiver, after the message.
pub(crate) fn waived(waived: &Waived, lang: Lang) -> String {
    match (lang, &waived.until) {
        (Lang::Zh, Some(until)) => format!("（理由：{}；有效期至{until}）", waived.reason),
        (Lang::Zh, None) => format!("（理由：{}）", waived.reason),
        (Lang::En, Some(until)) => format!(" (until {until}: {})", waived.reason),
        (Lang::En, None) => format!(" ({})", waived.reason),
    }
}

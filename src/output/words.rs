//! The few words of the interface, in Chinese and English.

use crate::diagnostic::finding::{Basis, Confidence, Finding, Lang, Waived};
use crate::output::Summary;

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
        (Word::Help, Lang::Zh) => "帮助",
        (Word::Help, Lang::En) => "help",
        (Word::Basis, Lang::Zh) => "依据",
        (Word::Basis, Lang::En) => "basis",
        (Word::Note, Lang::Zh) => "说明",
        (Word::Note, Lang::En) => "note",
        (Word::Related, Lang::Zh) => "同时不满足",
        (Word::Related, Lang::En) => "also breaks",
        (Word::NoVerdict, Lang::Zh) => "无法作出结论",
        (Word::NoVerdict, Lang::En) => "no verdict",
    }
}

/// What stands before a suggested change, or before several to choose from.
pub(crate) const fn fix(confidence: Confidence, choices: usize, lang: Lang) -> &'static str {
    match (confidence, lang) {
        (Confidence::Certain, Lang::Zh) => "建议修改",
        (Confidence::Certain, Lang::En) => "fix",
        (Confidence::Likely, Lang::Zh) if choices > 1 => "可能的改法（请核对）",
        (Confidence::Likely, Lang::En) if choices > 1 => "one of these (please check)",
        (Confidence::Likely, Lang::Zh) => "建议修改（请核对）",
        (Confidence::Likely, Lang::En) => "fix (please check)",
    }
}

/// How many lines were left out.
pub(crate) fn and_more(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("……另有 {count} 项"),
        Lang::En => format!("… and {count} more"),
    }
}

/// A line number before what stands there.
pub(crate) fn at_line(line: usize, texts: &[String], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {line} 行：{}", texts.join("；")),
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
        (Lang::Zh, 0) => format!("另见第 {} 行", listed.join("、")),
        (Lang::Zh, more) => format!("另见第 {} 行，以及其后 {more} 行", listed.join("、")),
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
            let place = format!("{}:{}:{}", file.path().display(), at.line, at.column);
            match (lang, label.message.as_str()) {
                (Lang::Zh, "") => format!("对照 {place}"),
                (Lang::Zh, said) => format!("对照 {place}（{said}）"),
                (Lang::En, "") => format!("beside {place}"),
                (Lang::En, said) => format!("beside {place} ({said})"),
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

/// Why a finding does not count.
pub(crate) fn waived(waived: &Waived, lang: Lang) -> String {
    match (lang, &waived.until) {
        (Lang::Zh, Some(until)) => format!("（已豁免：{}，有效期至 {until}）", waived.reason),
        (Lang::Zh, None) => format!("（已豁免：{}）", waived.reason),
        (Lang::En, Some(until)) => format!(" (waived until {until}: {})", waived.reason),
        (Lang::En, None) => format!(" (waived: {})", waived.reason),
    }
}

/// The sentence at the end of a run.
pub(crate) fn summary(summary: &Summary, lang: Lang) -> String {
    match lang {
        Lang::Zh => summary_zh(summary),
        Lang::En => summary_en(summary),
    }
}

fn summary_zh(s: &Summary) -> String {
    let found: Vec<_> = [(s.errors, "个错误"), (s.warnings, "个警告"), (s.infos, "个提示")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let found = if !found.is_empty() {
        found.join("、")
    } else if s.errored > 0 {
        String::from("未能全部核对")
    } else {
        String::from("没有发现问题")
    };
    let mut files = format!("{} 份报告", s.files);
    match (s.failed, s.errored) {
        (0, 0) if s.files == 1 => files.push_str("，通过"),
        (0, 0) => files.push_str("，全部通过"),
        (failed, errored) => {
            files.push_str("，其中");
            if failed > 0 {
                files.push_str(&format!(" {failed} 份未通过"));
            }
            if errored > 0 {
                files.push_str(if failed > 0 { "、" } else { " " });
                files.push_str(&format!("{errored} 份无法作出结论"));
            }
        }
    }
    // A rule counts once for each report, hence 条次.
    let unit = if s.files > 1 { "条次" } else { "条" };
    let mut details = vec![files];
    let mut rules = format!("核对规则 {} {unit}", s.rules.passed + s.rules.failed);
    let inapplicable = s.rules.not_evaluated - s.rules.need_others.min(s.rules.not_evaluated);
    if inapplicable > 0 {
        rules.push_str(&format!("，{inapplicable} {unit}不适用"));
    }
    if s.rules.need_others > 0 {
        rules.push_str(&format!("，{} {unit}缺对照的报告", s.rules.need_others));
    }
    details.push(rules);
    if s.waived > 0 {
        details.push(format!("另有 {} 个已豁免", s.waived));
    }
    if s.fixable > 0 {
        details.push(format!("{} 个可用 --fix 改正", s.fixable));
    }
    format!("{found}（{}）", details.join("；"))
}

fn summary_en(s: &Summary) -> String {
    let found: Vec<_> = [(s.errors, "error"), (s.warnings, "warning"), (s.infos, "hint")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    let found = if !found.is_empty() {
        found.join(", ")
    } else if s.errored > 0 {
        String::from("not everything could be checked")
    } else {
        String::from("nothing found")
    };
    let mut files = counted(s.files, "report");
    if s.failed == 0 && s.errored == 0 {
        files.push_str(if s.files == 1 { ", passed" } else { ", all passed" });
    }
    if s.failed > 0 {
        files.push_str(&format!(", {} failed", s.failed));
    }
    if s.errored > 0 {
        files.push_str(&format!(", {} without a verdict", s.errored));
    }
    let mut details = vec![files];
    let mut rules = format!("{} evaluated", counted(s.rules.passed + s.rules.failed, "rule"));
    let inapplicable = s.rules.not_evaluated - s.rules.need_others.min(s.rules.not_evaluated);
    if inapplicable > 0 {
        rules.push_str(&format!(", {inapplicable} not applicable"));
    }
    if s.rules.need_others > 0 {
        let verb = if s.rules.need_others == 1 { "needs" } else { "need" };
        rules.push_str(&format!(", {} {verb} other reports", s.rules.need_others));
    }
    details.push(rules);
    if s.waived > 0 {
        details.push(format!("{} waived", s.waived));
    }
    if s.fixable > 0 {
        details.push(format!("{} can be mended with --fix", s.fixable));
    }
    format!("{found} ({})", details.join("; "))
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

//! The counts of a run and the sentence about them.

use crate::diagnostic::finding::{Lang, LocalizedReport, RuleCounts, Severity};
use crate::output::status::Status;

/// The counts of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files judged or not.
    pub files: usize,
    /// Files that passed.
    pub passed: usize,
    /// Files that failed.
    pub failed: usize,
    /// Files without a verdict.
    pub errored: usize,
    /// Findings of severity error; waived ones are counted apart.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings waived, of whatever severity.
    pub waived: usize,
    /// Findings with a fix that is certain, in files that can be written.
    pub fixable: usize,
    /// The outcomes of the rules, summed over the files.
    pub rules: RuleCounts,
    /// Files in which a rule was not checked for lack of data.
    pub lacking_data: usize,
    /// Files in which a rule was not checked because it needs other reports.
    pub needing_others: usize,
}

impl Summary {
    /// Count `report`, where findings from `fail_on` upwards fail it.
    pub fn add(&mut self, report: &LocalizedReport, fail_on: Option<Severity>) {
        self.files += 1;
        match Status::of(report, fail_on) {
            Status::Pass => self.passed += 1,
            Status::Fail => self.failed += 1,
            Status::Error => self.errored += 1,
        }
        for finding in &report.findings {
            match (&finding.waiver, finding.severity) {
                (Some(_), _) => self.waived += 1,
                (None, Severity::Error) => self.errors += 1,
                (None, Severity::Warning) => self.warnings += 1,
                (None, Severity::Info) => self.infos += 1,
            }
        }
        self.fixable += report.fixable();
        self.rules.passed += report.rules.passed;
        self.rules.failed += report.rules.failed;
        self.rules.not_evaluated += report.rules.not_evaluated;
        self.rules.lack_data += report.rules.lack_data;
        self.rules.need_others += report.rules.need_others;
        self.lacking_data += usize::from(report.rules.lack_data > 0);
        self.needing_others += usize::from(report.rules.need_others > 0);
    }

    /// The sentence at the end of a run. It counts rules for one report and reports for many, because a number of rules times
    /// reports has no use.
    pub(crate) fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        let found = [(self.errors, "错误"), (self.warnings, "警告"), (self.infos, "提示")];
        let found = list(found, |count, word| format!("{word}{count}处"), "、");
        let found = found.unwrap_or_else(|| {
            String::from(match self.errored {
                0 => "没有发现问题",
                _ => "未能全部核对",
            })
        });
        let mut details = Vec::new();
        if self.files == 1 {
            let verdict = match (self.failed, self.errored) {
                (0, 0) => "通过",
                (_, 0) => "未通过",
                _ => "无法作出结论",
            };
            details.push(format!("1份报告，{verdict}"));
            let counts = [
                (self.inapplicable(), "不适用"),
                (self.rules.lack_data, "缺数据未核对"),
                (self.rules.need_others, "须与其他报告对照、本次未核对"),
            ];
            let mut rules = format!("核对规则{}条", self.evaluated());
            if let Some(others) = list(counts, |count, word| format!("{count}条{word}"), "，") {
                rules = format!("{rules}，另有{others}");
            }
            if self.errored == 0 {
                details.push(rules);
            }
        } else {
            let counts = [(self.failed, "未通过"), (self.errored, "无法作出结论")];
            details.push(match list(counts, |count, word| format!("{count}份{word}"), "、") {
                Some(counts) => format!("{}份报告，其中{counts}", self.files),
                None => format!("{}份报告，全部通过", self.files),
            });
            let counts = [(self.lacking_data, "缺数据"), (self.needing_others, "未与其他报告对照")];
            if let Some(counts) = list(counts, |count, word| format!("{count}份{word}"), "、") {
                details.push(format!("{counts}，有关规则未核对"));
            }
        }
        if self.waived > 0 {
            details.push(format!("另有{}处已豁免", self.waived));
        }
        if self.fixable > 0 {
            details.push(format!("{}处可用 --fix 改正", self.fixable));
        }
        format!("{found}（{}）", details.join("；"))
    }

    fn en(&self) -> String {
        let found = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "hint")];
        let found = list(found, counted, ", ");
        let found = found.unwrap_or_else(|| {
            String::from(match self.errored {
                0 => "nothing found",
                _ => "not everything could be checked",
            })
        });
        let mut details = Vec::new();
        if self.files == 1 {
            let verdict = match (self.failed, self.errored) {
                (0, 0) => "passed",
                (_, 0) => "failed",
                _ => "no verdict",
            };
            details.push(format!("1 report, {verdict}"));
            let counts = [
                (self.inapplicable(), "not applicable"),
                (self.rules.lack_data, "not checked for lack of data"),
                (
                    self.rules.need_others,
                    verb(self.rules.need_others, "needs other reports", "need other reports"),
                ),
            ];
            let mut rules = format!("{} evaluated", counted(self.evaluated(), "rule"));
            if let Some(others) = list(counts, |count, word| format!("{count} {word}"), ", ") {
                rules = format!("{rules}, {others}");
            }
            if self.errored == 0 {
                details.push(rules);
            }
        } else {
            let mut files = counted(self.files, "report");
            let counts = [(self.failed, "failed"), (self.errored, "without a verdict")];
            match list(counts, |count, word| format!("{count} {word}"), ", ") {
                Some(counts) => files = format!("{files}, {counts}"),
                None => files.push_str(", all passed"),
            }
            details.push(files);
            let counts = [
                (self.lacking_data, verb(self.lacking_data, "lacks data", "lack data")),
                (
                    self.needing_others,
                    verb(self.needing_others, "needs other reports", "need other reports"),
                ),
            ];
            if let Some(counts) = list(counts, |count, word| format!("{count} {word}"), ", ") {
                details.push(format!("for some rules, {counts}"));
            }
        }
        if self.waived > 0 {
            details.push(format!("{} waived", self.waived));
        }
        if self.fixable > 0 {
            details.push(format!("{} can be fixed with --fix", self.fixable));
        }
        format!("{found} ({})", details.join("; "))
    }

    const fn evaluated(&self) -> usize {
        self.rules.passed + self.rules.failed
    }

    const fn inapplicable(&self) -> usize {
        let others = self.rules.lack_data + self.rules.need_others;
        self.rules.not_evaluated.saturating_sub(others)
    }
}

/// The counts that are not zero, each with its word; none if all are zero.
fn list<const N: usize>(
    counts: [(usize, &str); N],
    write: impl Fn(usize, &str) -> String,
    separator: &str,
) -> Option<String> {
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let texts: Vec<_> = counts.map(|(count, word)| write(count, word)).collect();
    (!texts.is_empty()).then(|| texts.join(separator))
}

const fn verb(count: usize, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

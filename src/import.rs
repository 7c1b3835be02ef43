//! Published reports turned into data, with what could not be read.

use std::path::Path;

use crate::{
    diagnostic::finding::{FileReport, Finding},
    emit::yaml::Note,
    engine::Linter,
    extract::input::Input,
};

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// YAML with comments.
    Yaml,
    /// JSON.
    Json,
}

/// A report that was read.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The verdict on it.
    pub report: FileReport,
    /// The findings of the verdict that are the reader's: what they speak of is not in `text`.
    pub unread: Vec<Finding>,
    /// The report as data; none if it could not be read at all.
    pub text: Option<String>,
}

/// Read a report of whatever kind and write it as data. Linting that finds what linting the original does, but for what could not
/// be read, and for what a published report need not say.
///
/// ```
/// use pubreport::{Library, Linter, Options, import::{Data, import}, published::{Input, Medium}};
///
/// let linter = Linter::new(Library::default(), Options::default())?;
/// let page = "<h1>甲市乙局2023年政府信息公开工作年度报告</h1><p>六、其他需要报告的事项</p><p>无。</p>";
/// let imported = import(&linter, "page.html", page.as_bytes(), Input::Published(Medium::Html), Data::Yaml);
/// let text = imported.text.unwrap();
/// assert!(text.contains("# 编制机关\nagency:\n  name: 甲市乙局 "));
/// assert!(text.ends_with("# 六、其他需要报告的事项\nother_matters: |\n  无。\n"));
/// # Ok::<(), pubreport::LinterError>(())
/// ```
#[must_use]
pub fn import(linter: &Linter, path: impl AsRef<Path>, bytes: &[u8], input: Input, data: Data) -> Imported {
    let lang = linter.options().lang;
    let mut unread = Vec::new();
    let (report, text) = linter.lint_with(path, bytes, input, |schema, document, report| {
        unread = of_reader(linter, report);
        let notes: Vec<Note> = unread
            .iter()
            .map(|finding| Note {
                path: finding.path.clone(),
                text: finding.message.clone(),
            })
            .collect();
        match data {
            Data::Yaml => crate::emit::yaml::yaml(schema, document, &notes, lang),
            Data::Json => crate::emit::json::json(schema, document),
        }
    });
    Imported { report, unread, text }
}

/// The findings that are the reader's.
fn of_reader(linter: &Linter, report: &FileReport) -> Vec<Finding> {
    let form = report.schema.as_deref().and_then(|id| linter.form(id).ok().flatten());
    let rules = form.map(|(_, rules)| rules.rules.as_slice()).unwrap_or_default();
    let is_of_reader = |finding: &&Finding| {
        let mut rules = rules.iter().filter(|rule| rule.file.id == finding.rule);
        rules.any(|rule| rule.file.detect.is_some_and(|kind| kind.is_of_reader()))
    };
    report.findings.iter().filter(is_of_reader).cloned().collect()
}

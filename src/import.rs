//! Reports written as data, with what could not be read.

use crate::{
    diagnostic::{defect::DefectKind, finding::Lang, violation::Violation},
    emit::{
        json::json,
        yaml::{Note, yaml},
    },
    report::Report,
};

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// YAML with comments.
    Yaml,
    /// JSON.
    Json,
}

/// Write a report of whatever kind as data; none if it could not be read, or is of no known form. Linting that finds what linting the
/// original does, but for what could not be read, and for what a published report need not say.
///
/// ```
/// use pubreport::{Lang, Library, Linter, Options, import::{Data, import}};
///
/// let linter = Linter::new(Library::default(), Options::default())?;
/// let page = "<h1>甲市乙局2023年政府信息公开工作年度报告</h1><p>六、其他需要报告的事项</p><p>无。</p>";
/// let report = linter.lint("page.html", page.as_bytes());
/// let text = import(&report, Data::Yaml, Lang::Zh).unwrap();
/// assert!(text.contains("# 编制机关\nagency:\n  name: 甲市乙局 "));
/// assert!(text.ends_with("# 六、其他需要报告的事项\nother_matters: |\n  无。\n"));
/// # Ok::<(), pubreport::LinterError>(())
/// ```
#[must_use]
pub fn import(report: &Report, data: Data, lang: Lang) -> Option<String> {
    let (schema, document) = (report.schema.as_ref()?, report.document.as_ref()?);
    let notes: Vec<Note> = unread(report)
        .map(|violation| Note {
            path: violation.path.clone(),
            text: violation.message.render(lang),
        })
        .collect();
    Some(match data {
        Data::Yaml => yaml(schema, document, &notes, lang),
        Data::Json => json(schema, document),
    })
}

/// What the reader found: what it speaks of is not in the data.
pub fn unread(report: &Report) -> impl Iterator<Item = &Violation> {
    let is_of_reader = |violation: &&Violation| violation.kind.is_some_and(DefectKind::is_of_reader);
    report.violations.iter().filter(is_of_reader)
}

//! SARIF 2.1.0. Rules are known only at the end, so the results come before the tool that found them; the order of keys means nothing.

use std::{
    io::{self, Write},
    path::Path,
};

use serde_json::{Value, json};

use crate::output::{
    gitlab::Fingerprints,
    printer::{Elements, Printer, RuleInfo, TOOL, VERSION},
    status::Status,
    summary::Summary,
    words::{self, Word, word},
};
use crate::{
    diagnostic::finding::{Finding, Fix, Lang, LocalizedReport, Severity},
    text::source::{Source, Span},
};

/// The rule under which a file without a verdict is listed; no pack has it.
const NO_VERDICT: &str = "no-verdict";

/// Prints SARIF.
pub(crate) struct Sarif {
    lang: Lang,
    results: Elements,
}

impl Sarif {
    pub(crate) fn new(lang: Lang) -> Self {
        Self {
            lang,
            results: Elements::default(),
        }
    }
}

impl Printer for Sarif {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
        write!(
            out,
            "{{\"$schema\":\"{schema}\",\"version\":\"2.1.0\",\"runs\":[{{\"columnKind\":\"unicodeCodePoints\",\"results\":["
        )
    }

    fn file(&mut self, report: &LocalizedReport, _: Status, out: &mut dyn Write) -> io::Result<()> {
        let uri = uri(report.source.path());
        let mut fingerprints = Fingerprints::new(report.source.path());
        for finding in &report.findings {
            let fingerprint = fingerprints.next(&finding.rule, &finding.path);
            self.results
                .push(&result(&report.source, &uri, finding, &fingerprint), out)?;
        }
        if let Some(failure) = &report.failure {
            let result = json!({
                "ruleId": NO_VERDICT,
                "level": "error",
                "message": {"text": failure},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}}}],
                "partialFingerprints": {"findingHash/v1": fingerprints.next(NO_VERDICT, "")},
            });
            self.results.push(&result, out)?;
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary, rules: &[RuleInfo], out: &mut dyn Write) -> io::Result<()> {
        let mut rules: Vec<_> = rules.iter().map(|info| rule(info, self.lang)).collect();
        if summary.errored > 0 {
            rules.push(json!({
                "id": NO_VERDICT,
                "shortDescription": {"text": word(Word::NoVerdict, self.lang)},
                "defaultConfiguration": {"level": "error"},
            }));
        }
        let tool = json!({"driver": {"name": TOOL, "version": VERSION, "rules": rules}});
        let invocations = json!([{"executionSuccessful": summary.errored == 0}]);
        writeln!(out, "\n],\"invocations\":{invocations},\"tool\":{tool}}}]}}")
    }
}

fn rule(rule: &RuleInfo, lang: Lang) -> Value {
    let mut out = json!({
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.description.as_deref().unwrap_or(&rule.title)},
        "defaultConfiguration": match rule.severity {
            Some(severity) => json!({"level": level(severity)}),
            None => json!({"enabled": false}),
        },
    });
    let mut help: Vec<String> = rule.help.iter().cloned().collect();
    if !rule.basis.is_empty() {
        help.push(words::cite_all(&rule.basis, lang));
    }
    if !help.is_empty() {
        out["help"] = json!({"text": help.join("\n")});
    }
    out
}

fn result(source: &Source, uri: &str, finding: &Finding, fingerprint: &str) -> Value {
    let logical = |path: &str| json!([{"fullyQualifiedName": path, "kind": "member"}]);
    let mut place = physical(source, uri, finding.span);
    if !finding.path.is_empty() {
        place["logicalLocations"] = logical(&finding.path);
    }
    let mut out = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": {"text": finding.message},
        "locations": [place],
        "partialFingerprints": {"findingHash/v1": fingerprint},
    });
    let related: Vec<_> = finding
        .labels
        .iter()
        .filter(|label| !label.primary)
        .map(|label| {
            let mut place = match label.file.as_deref() {
                Some(file) => physical(file, &self::uri(file.path()), label.span),
                None => physical(source, uri, label.span),
            };
            if !label.message.is_empty() {
                place["message"] = json!({"text": label.message});
            }
            if !label.path.is_empty() {
                place["logicalLocations"] = logical(&label.path);
            }
            place
        })
        .collect();
    if !related.is_empty() {
        out["relatedLocations"] = Value::Array(unique(related));
    }
    let fixes: Vec<_> = finding
        .fixes
        .iter()
        .filter(|fix| !fix.edits.is_empty())
        .map(|fix| change(source, uri, fix))
        .collect();
    if !fixes.is_empty() {
        out["fixes"] = Value::Array(unique(fixes));
    }
    if let Some(waiver) = &finding.waiver {
        out["suppressions"] = json!([{"kind": "external", "status": "accepted", "justification": waiver.reason}]);
    }
    let mut more = serde_json::Map::new();
    if let Some(help) = &finding.help {
        more.insert("help".into(), json!(help));
    }
    if !finding.basis.is_empty() {
        more.insert("basis".into(), json!(finding.basis));
    }
    if !finding.notes.is_empty() {
        more.insert("notes".into(), json!(finding.notes));
    }
    if !finding.related.is_empty() {
        more.insert("related".into(), json!(finding.related));
    }
    if !more.is_empty() {
        out["properties"] = Value::Object(more);
    }
    out
}

/// SARIF forbids equal elements in most of its arrays.
fn unique(values: Vec<Value>) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::with_capacity(values.len());
    for value in values {
        if !out.contains(&value) {
            out.push(value);
        }
    }
    out
}

fn physical(source: &Source, uri: &str, span: Span) -> Value {
    json!({"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region(source, span)}})
}

fn region(source: &Source, span: Span) -> Value {
    let span = source.clamp(span);
    let (start, end) = (source.position(span.start), source.position(span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": span.start,
        "byteLength": span.len(),
    })
}

fn change(source: &Source, uri: &str, fix: &Fix) -> Value {
    let replacements: Vec<_> = fix
        .edits
        .iter()
        .map(|edit| {
            json!({
                "deletedRegion": region(source, edit.span),
                "insertedContent": {"text": edit.replacement},
            })
        })
        .collect();
    json!({
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": {"uri": uri}, "replacements": replacements}],
        "properties": {"confidence": fix.confidence},
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a URI reference: relative as it is, absolute as `file:`. Everything but unreserved characters is escaped, a colon too,
/// which would make the first directory a scheme.
fn uri(path: &Path) -> String {
    let mut out = String::new();
    let bytes = path.as_os_str().as_encoded_bytes();
    if path.is_absolute() {
        out.push_str(if bytes.starts_with(b"/") { "file://" } else { "file:///" });
    }
    for &byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            b'\\' if cfg!(windows) => out.push('/'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri(Path::new("报告/a b.yaml")), "%E6%8A%A5%E5%91%8A/a%20b.yaml");
        assert_eq!(uri(Path::new("a:b.yaml")), "a%3Ab.yaml");
        #[cfg(unix)]
        assert_eq!(uri(Path::new("/tmp/x.yaml")), "file:///tmp/x.yaml");
    }
}

//! Reports beside the one that is linted: last year's, and those that it sums up.

use std::{path::Path, sync::Arc};

use crate::{
    compare::members::{Assembly, Members},
    diagnostic::{
        defect::{Defect, DefectKind},
        finding::Lang,
    },
    document::model::{Document, Node},
    engine::{Linter, LinterError},
    form::schema::Schema,
    open::Opened,
    rules::pack::rule_set::RuleSet,
    text::source::{Source, Span},
};

/// What a report is held against besides its form and the law; nothing by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'b> {
    /// Last year's report: what findings call it, and its bytes.
    pub previous: Option<(&'b Path, &'b [u8])>,
    /// The reports that it sums up.
    pub members: Option<&'b Assembly>,
    /// Other reports of the same agency and year, by name. Nobody can tell which of them counts.
    pub twins: &'b [String],
}

/// Last year's report, read.
pub(crate) struct Prior<'p> {
    pub schema: &'p Schema,
    pub rules: &'p RuleSet,
    pub document: Document<'p>,
    pub source: Arc<Source>,
}

/// The documents that rules are evaluated on beside the report.
#[derive(Clone, Copy, Default)]
pub(crate) struct Around<'a> {
    pub prior: Option<&'a Prior<'a>>,
    pub members: Option<&'a Assembly>,
    pub twins: &'a [String],
}

impl Linter {
    /// Last year's report as rules need it, or why it is of no use.
    pub(crate) fn prior<'p>(&'p self, opened: &'p Arc<Opened>) -> Result<Result<Prior<'p>, String>, LinterError> {
        let lang = self.options().lang;
        let name = opened.source.path().display();
        let (document, mut defects) = self.parse(opened)?;
        let Some(document) = document else {
            defects.extend(opened.defects.iter().cloned());
            let why = self.first_word(&defects, &opened.source)?;
            return Ok(Err(match lang {
                Lang::Zh => format!("上年报告 {name} 读不出来：{why}"),
                Lang::En => format!("last year's report {name} cannot be read: {why}"),
            }));
        };
        Ok(match self.form_of(&document)? {
            Ok((schema, rules)) => Ok(Prior {
                schema,
                rules,
                document,
                source: Arc::new(opened.source.clone()),
            }),
            Err(defect) => {
                let why = self.first_word(&[defect], &opened.source)?;
                Err(match lang {
                    Lang::Zh => format!("上年报告 {name} 的格式无法识别：{why}"),
                    Lang::En => format!("the form of last year's report {name} is not known: {why}"),
                })
            }
        })
    }

    /// The first of the defects, with its line.
    pub(crate) fn first_word(&self, defects: &[Defect], source: &Source) -> Result<String, LinterError> {
        let rules = self.document_rules()?;
        let lang = self.options().lang;
        let words = defects.iter().find_map(|defect| {
            let finding = crate::diagnose::word(rules, None, None, defect.clone(), lang)?;
            Some((finding.span, finding.message))
        });
        Ok(match (words, lang) {
            (None, Lang::Zh) => "文件是空的".into(),
            (None, Lang::En) => "the file is empty".into(),
            (Some((_, message)), _) if source.text().is_empty() => message,
            (Some((span, message)), Lang::Zh) => format!("第 {} 行：{message}", source.position(span.start).line),
            (Some((span, message)), Lang::En) => format!("line {}: {message}", source.position(span.start).line),
        })
    }
}

impl<'a> Around<'a> {
    /// What is wrong with the choice of these documents, and last year's report if it can be held against this one.
    pub fn examine(&self, schema: &Schema, root: &Node<'_>) -> (Vec<Defect>, Option<&'a Prior<'a>>) {
        let mut defects = Vec::new();
        let here = &schema.identity;
        if !self.twins.is_empty() {
            let defect = at(DefectKind::PublishedTwice, root, here.year.as_deref());
            defects.push(defect.with("files", self.twins.join(", ")));
        }
        let Some(prior) = self.prior else {
            return (defects, None);
        };
        let (there, other) = (&prior.schema.identity, &prior.document.root);
        let file = prior.source.path().display().to_string();
        if here.year.is_some() {
            let (year, before) = (here.year_of(root), there.year_of(other));
            if year.is_none() || before.map(|before| before + 1) != year {
                let defect = at(DefectKind::PreviousOtherYear, root, here.year.as_deref());
                let shown = |year: Option<i64>| year.map_or_else(|| "？".to_owned(), |year| year.to_string());
                defects.push(
                    defect
                        .with("file", file)
                        .with("value", shown(before))
                        .with("expected", shown(year.map(|year| year - 1))),
                );
                return (defects, None);
            }
        }
        if let (Some(name), Some(before)) = (here.agency_of(root), there.agency_of(other))
            && name != before
        {
            let defect = at(DefectKind::PreviousOtherAgency, root, here.agency.as_deref());
            defects.push(defect.with("file", file).with("value", before).with("expected", name));
        }
        (defects, Some(prior))
    }
}

/// What is wrong with the choice of member reports.
pub(crate) fn examine_members(members: &Members, schema: &Schema, root: &Node<'_>) -> Vec<Defect> {
    /// More names than this are counted, not listed.
    const NAMED: usize = 20;
    let here = |kind| at(kind, root, schema.identity.agency.as_deref());
    let mut defects = Vec::new();
    for left_out in &members.left_out {
        let defect = here(DefectKind::MemberLeftOut).because(left_out.why.as_str());
        let file = left_out.path.display().to_string();
        defects.push(defect.with("file", file).with("value", left_out.about.as_str()));
    }
    for (path, level, expected) in &members.other_levels {
        let defect = here(DefectKind::MemberOtherLevel).with("file", path.display().to_string());
        defects.push(defect.with("value", level.as_str()).with("expected", expected.as_str()));
    }
    if !members.absent.is_empty() {
        let mut names = members
            .absent
            .iter()
            .take(NAMED)
            .cloned()
            .collect::<Vec<_>>()
            .join("、");
        if members.absent.len() > NAMED {
            names.push('…');
        }
        let defect = here(DefectKind::MembersMissing).with("count", members.absent.len().to_string());
        defects.push(defect.with("names", names));
    }
    defects
}

/// A defect at a field of the report, or at its beginning.
fn at(kind: DefectKind, root: &Node<'_>, pointer: Option<&str>) -> Defect {
    match pointer.and_then(|pointer| Some((pointer, root.pointer(pointer)?))) {
        Some((pointer, (node, _))) if !node.span.is_empty() => Defect::new(kind, node.span).at(pointer),
        Some((pointer, (_, Some(key)))) => Defect::new(kind, key).at(pointer),
        _ => {
            let first = root.entries().first();
            Defect::new(kind, first.map_or(Span::default(), |first| first.key_span))
        }
    }
}

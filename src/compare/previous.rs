//! Checks that the other reports given are the right ones: last year's, members, others of the same year.

use std::path::Path;

use crate::text::name::name;
use crate::{
    compare::members::Members,
    diagnostic::{
        defect::{Defect, DefectKind},
        message::Argument,
    },
    document::model::Node,
    form::schema::Schema,
    text::source::Span,
};

/// Other reports of the same agency and year; it is not known which of them counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Duplicates<'d> {
    /// The names of some of them.
    pub named: &'d [String],
    /// How many there are.
    pub count: usize,
}

/// Several reports of one agency, year and scope: it is not known which counts.
pub(crate) fn examine_duplicates(schema: &Schema, root: &Node, duplicates: &Duplicates<'_>) -> Option<Defect> {
    let Duplicates { named, count } = *duplicates;
    let files = || Argument::List(named.iter().map(Argument::from).collect(), count > named.len());
    let defect = || at(DefectKind::PublishedTwice, root, schema.identity.year.as_deref());
    (!named.is_empty()).then(|| defect().with("files", files()).with("count", count.to_string()))
}

/// Defects in the choice of last year's report, which is `file`, and whether the report can be checked against it at all.
pub(crate) fn examine(schema: &Schema, root: &Node, there: &Schema, other: &Node, file: &Path) -> (Vec<Defect>, bool) {
    let (here, there) = (&schema.identity, &there.identity);
    let file = name(file);
    if here.year.is_some() {
        let (year, before) = (here.year_of(root), there.year_of(other));
        if year.is_none() || before.map(|before| before + 1) != year {
            let shown = |year: Option<i64>| year.map_or(Argument::Unknown, |year| Argument::Number(year.into()));
            let defect = at(DefectKind::PreviousOtherYear, root, here.year.as_deref())
                .with("file", file)
                .with("value", shown(before))
                .with("expected", shown(year.map(|year| year - 1)));
            return (vec![defect], false);
        }
    }
    let mut defects = Vec::new();
    if let (Some(name), Some(before)) = (here.agency_of(root), there.agency_of(other))
        && name != before
    {
        let kind = match here.differ_by_place(&name, &before) {
            true => DefectKind::PreviousOtherName,
            false => DefectKind::PreviousOtherAgency,
        };
        let defect = at(kind, root, here.agency.as_deref());
        defects.push(defect.with("file", file).with("value", before).with("expected", name));
    }
    (defects, true)
}

/// Defects in the choice of member reports.
pub(crate) fn examine_members(members: &Members, schema: &Schema, root: &Node) -> Vec<Defect> {
    /// More names than this are counted, not listed.
    const NAMED: usize = 20;
    let here = |kind| at(kind, root, schema.identity.agency.as_deref());
    let mut defects = Vec::new();
    for left_out in &members.left_out {
        let defect = here(DefectKind::MemberLeftOut).because(left_out.why.as_str());
        let file = name(&left_out.path);
        defects.push(defect.with("file", file).with("value", left_out.about.clone()));
    }
    for (path, level, expected) in &members.other_levels {
        let defect = here(DefectKind::MemberOtherLevel).with("file", name(path));
        defects.push(defect.with("value", level.as_str()).with("expected", expected.as_str()));
    }
    if !members.absent.is_empty() {
        let names = members.absent.iter().take(NAMED).map(Argument::from);
        let names = Argument::List(names.collect(), members.absent.len() > NAMED);
        let defect = here(DefectKind::MembersMissing).with("count", members.absent.len());
        defects.push(defect.with("names", names));
    }
    defects
}

/// A defect at a field of the report, or at its beginning.
fn at(kind: DefectKind, root: &Node, pointer: Option<&str>) -> Defect {
    match pointer.and_then(|pointer| Some((pointer, root.pointer(pointer)?))) {
        Some((pointer, (node, _))) if !node.span.is_empty() => Defect::new(kind, node.span).at(pointer),
        Some((pointer, (_, Some(key)))) => Defect::new(kind, key).at(pointer),
        _ => {
            let first = root.entries().first();
            Defect::new(kind, first.map_or(Span::default(), |first| first.key_span))
        }
    }
}

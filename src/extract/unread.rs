//! What is missing in a published report because it could not be read: no further defect.

use crate::{
    diagnostic::defect::{Defect, DefectKind},
    diagnostic::message::Argument,
    document::model::{Document, Value},
    text::path::is_within,
};

/// What is missing because the reader could not read it, and has said so.
pub(crate) struct Unread<'d> {
    document: &'d Document,
    paths: Vec<String>,
}

impl<'d> Unread<'d> {
    /// What the reader has said of a report.
    pub(crate) fn new(document: &'d Document, defects: &[Defect]) -> Self {
        let said = defects.iter().filter(|_| document.published).filter(|defect| {
            use DefectKind as D;
            matches!(defect.kind, D::NoTitle | D::UnreadableTable | D::UnreadableRow)
        });
        Self {
            document,
            paths: said
                .flat_map(|defect| {
                    let further = defect.params.iter().filter(|(name, _)| *name == "path");
                    let further = further.filter_map(|(_, path)| match path {
                        Argument::Text(path) => Some(path.clone()),
                        _ => None,
                    });
                    std::iter::once(defect.path.clone()).chain(further)
                })
                .collect(),
        }
    }

    /// Whether nothing stands at a path, and there is nothing more to say about it.
    pub(crate) fn covers(&self, path: &str) -> bool {
        if !self.document.published {
            return false;
        }
        let found = self.document.root.pointer(path);
        if found.is_some_and(|(node, _)| !matches!(node.value, Value::Null)) {
            return false;
        }
        let is_in = |around: &String| is_within(path, around) || !path.is_empty() && is_within(around, path);
        found.is_none() && self.paths.iter().any(is_in)
    }
}

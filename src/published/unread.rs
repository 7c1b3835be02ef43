//! What is missing in a published report and is no further defect.

use crate::{
    defect::Defect,
    defect::DefectKind,
    document::{Document, Value},
    schema::Schema,
};

/// What is missing because a published report does not print it, or because the reader could not read it and has said so.
pub struct Unread<'d> {
    schema: &'d Schema,
    document: &'d Document<'d>,
    paths: Vec<String>,
}

impl<'d> Unread<'d> {
    /// What the reader has said of a report.
    pub fn new(schema: &'d Schema, document: &'d Document<'d>, defects: &[Defect]) -> Self {
        let said = defects.iter().filter(|_| document.published).filter(|defect| {
            use DefectKind as D;
            matches!(defect.kind, D::NoTitle | D::UnreadableTable | D::UnreadableRow)
        });
        Self {
            schema,
            document,
            paths: said
                .flat_map(|defect| {
                    let further = defect.params.iter().filter(|(name, _)| *name == "path");
                    std::iter::once(defect.path.clone()).chain(further.map(|(_, path)| path.clone()))
                })
                .collect(),
        }
    }

    /// Whether nothing stands at a path, and there is nothing more to say about it.
    pub fn covers(&self, path: &str) -> bool {
        if !self.document.published {
            return false;
        }
        let found = self.document.root.pointer(path);
        if found.is_some_and(|(node, _)| !matches!(node.value, Value::Null)) {
            return false;
        }
        let is_unprinted = || {
            self.schema
                .at_pointer(path)
                .is_some_and(|field| !self.schema.shape(field).printed)
        };
        let is_in = |around: &String| {
            let below = path
                .strip_prefix(around.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            let above = around.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
            below || above && !path.is_empty()
        };
        is_unprinted() || found.is_none() && self.paths.iter().any(is_in)
    }
}

//! A file opened: its readable text, the document in it, whose report it is.

use std::{path::Path, sync::Arc};

use crate::{
    compare::pairing::Owner,
    diagnostic::{
        defect::{Defect, DefectKind},
        finding::Localized,
    },
    document::{
        decode::decode,
        format::Format,
        limits::Limits,
        model::{Document, Node},
    },
    engine::form::Form,
    extract::{
        input::{self, Input, Medium},
        layout::Layout,
    },
    form::schema::Schema,
    report::Identity,
    text::digest::sha256,
    text::source::{Source, Span},
};

/// A file that was opened, parsed and identified: all that later steps need of it.
#[derive(Clone, Debug)]
pub struct Opened {
    pub(super) source: Arc<Source>,
    pub(super) sha256: String,
    pub(super) document: Option<Arc<Document>>,
    /// What the readers found.
    pub(super) defects: Vec<Defect>,
    pub(super) form: Option<Form>,
    pub(super) identity: Identity,
    /// Schemas that did not load.
    pub(super) failure: Option<Localized>,
    /// Whether the text is the file's own, byte for byte, and was read to its end.
    pub(super) is_whole: bool,
    /// Whether the text is not what stands in the file, so that nothing there can be edited by its places.
    pub(super) is_extract: bool,
}

impl Opened {
    /// The name of the file in findings.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.source.path()
    }

    /// Whose report it is, and for when.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The same as read from another file, of which this one was made for reading: it is that one that is judged.
    #[must_use]
    pub fn converted_from(mut self, original: &[u8]) -> Self {
        self.sha256 = sha256(original);
        self.is_whole = false;
        self
    }

    /// The report's owner, as reports are paired by; none if the report does not state it.
    #[must_use]
    pub fn owner(&self) -> Option<Owner> {
        let agency = self.identity.agency.clone()?;
        let form = self.form.as_ref();
        let other_names = form.map(|form| form.schema.identity.names_without_place(&agency));
        Some(Owner {
            other_names: other_names.unwrap_or_default(),
            agency,
            year: self.identity.year?,
            scope: self.identity.scope.clone(),
        })
    }
}

/// A file as text.
pub(super) struct Readable {
    /// The text that places are in: the file's own, or what a person reads of a published report.
    pub(super) source: Source,
    /// What is wrong with it as text.
    pub(super) defects: Vec<Defect>,
    pub(super) content: Content,
}

pub(super) enum Content {
    /// It cannot be read.
    Nothing,
    Data(Option<Format>),
    Published(Layout, Medium),
}

/// A file's bytes as text.
pub(super) fn readable(path: &Path, bytes: &[u8], input: Option<Input>, limits: &Limits) -> Readable {
    let nothing = |mut defect: Defect| {
        // There is no text that a place could be in.
        defect.span = Span::default();
        Readable {
            source: Source::new(path, ""),
            defects: vec![defect],
            content: Content::Nothing,
        }
    };
    match input.unwrap_or_else(|| Input::of(path, bytes)) {
        Input::Refused(kind) => nothing(Defect::new(DefectKind::UnreadableFile, Span::default()).because(kind)),
        Input::Data(format) => match decode(bytes, limits) {
            Ok((text, defects)) => Readable {
                content: match text.is_empty() && !defects.is_empty() {
                    true => Content::Nothing,
                    false => Content::Data(format),
                },
                source: Source::new(path, text.into_owned()),
                defects,
            },
            Err(defect) => nothing(*defect),
        },
        Input::Published(medium) => match input::layout(bytes, medium, limits) {
            Ok((layout, defects)) => Readable {
                source: Source::new(path, layout.text.clone()),
                defects,
                content: Content::Published(layout, medium),
            },
            Err(defect) => nothing(*defect),
        },
    }
}

/// Whose report it is, and for when, as far as the form names the fields.
pub(super) fn identity(schema: &Schema, root: &Node) -> Identity {
    let paths = &schema.identity;
    Identity {
        agency: paths.agency_of(root),
        year: paths.year_of(root),
        level: paths.level_of(root),
        scope: paths.scope_of(root),
        date: paths.date_of(root),
    }
}

//! A report's file, opened: its readable text, and the document in it.

use std::path::Path;

use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::{model::Document, parse::Format},
    engine::{Linter, LinterError},
    extract::{
        input::{Input, Medium},
        layout::Layout,
    },
    form::schema::Schema,
    text::source::{Source, Span},
};

/// A file as text.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The text that places are in: the file's own, or what a person reads of a published report.
    pub source: Source,
    /// What is wrong with it as text.
    pub defects: Vec<Defect>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// It cannot be read.
    Nothing,
    Data(Option<Format>),
    Published(Layout, Medium),
}

impl Opened {
    /// Whether the text that places are in is not what stands in the file, so that nothing there can be edited by them.
    pub fn is_extract(&self) -> bool {
        matches!(self.content, Content::Published(_, Medium::Html | Medium::Docx))
    }
}

impl Linter {
    /// Open a file; `input` is what it is, if not what name and bytes tell.
    pub(crate) fn open(&self, path: &Path, bytes: &[u8], input: Option<Input>) -> Opened {
        let limits = &self.options().limits;
        let nothing = |mut defect: Defect| {
            // There is no text that a place could be in.
            defect.span = Span::default();
            Opened {
                source: Source::new(path, ""),
                defects: vec![defect],
                content: Content::Nothing,
            }
        };
        match input.unwrap_or_else(|| Input::of(path, bytes)) {
            Input::Refused(kind) => nothing(Defect::new(DefectKind::UnreadableFile, Span::default()).because(kind)),
            Input::Data(format) => match crate::document::decode::decode(bytes, limits) {
                Ok((text, defects)) => Opened {
                    content: match text.is_empty() && !defects.is_empty() {
                        true => Content::Nothing,
                        false => Content::Data(format),
                    },
                    source: Source::new(path, text.into_owned()),
                    defects,
                },
                Err(defect) => nothing(defect),
            },
            Input::Published(medium) => match crate::extract::input::layout(bytes, medium, limits) {
                Ok((layout, defects)) => Opened {
                    source: Source::new(path, layout.text.clone()),
                    defects,
                    content: Content::Published(layout, medium),
                },
                Err(defect) => nothing(defect),
            },
        }
    }

    /// The document in a file, and what is wrong with that.
    ///
    /// # Errors
    /// Schemas that do not load.
    pub(crate) fn parse<'o>(&self, opened: &'o Opened) -> Result<(Option<Document<'o>>, Vec<Defect>), LinterError> {
        Ok(match &opened.content {
            Content::Nothing => (None, Vec::new()),
            Content::Data(format) => {
                let text = opened.source.text();
                let format = format.unwrap_or_else(|| Format::of(opened.source.path(), text));
                crate::document::parse::parse(text, format, &self.options().limits)
            }
            Content::Published(layout, _) => {
                let reading = crate::extract::extraction::read(layout, &self.forms()?);
                (reading.document, reading.defects)
            }
        })
    }

    /// The forms that a published report may be of.
    fn forms(&self) -> Result<Vec<&Schema>, LinterError> {
        let only = self.options().schema.as_deref();
        let ids = self.library().schema_ids();
        let mut forms = Vec::new();
        for id in ids.filter(|id| only.is_none_or(|only| only == *id)) {
            forms.extend(self.library().schema(id)?);
        }
        Ok(forms)
    }
}

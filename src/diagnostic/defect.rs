//! Defects that the readers and the structural check find; rule packs word them (`detect:`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    diagnostic::finding::{Confidence, Edit},
    diagnostic::message::Argument,
    text::source::Span,
};

/// What kind of defect; the name in a rule's `detect:`. Placeholders are listed in `docs/rule-language.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum DefectKind {
    Syntax,
    DuplicateKey,
    TooLarge,
    TooDeep,
    TooManyNodes,
    NotText,
    DamagedText,
    Decoded,
    ByteOrderMark,
    MultipleDocuments,
    Empty,
    Tag,
    NotAKey,
    UnknownSchema,
    UnknownKey,
    MissingKey,
    NotANumber,
    NotAnInteger,
    OutOfRange,
    WrongType,
    NotAllowed,
    BadFormat,
    BadShape,
    WrongCell,
    WrongCells,
    OneOfCells,
    UnexplainedSums,
    PreviousOtherAgency,
    PreviousOtherName,
    PreviousOtherYear,
    PublishedTwice,
    MemberLeftOut,
    MemberOtherLevel,
    MembersMissing,
    UnreadableFile,
    DamagedFile,
    TooManyCells,
    UnknownForm,
    CollectingSheet,
    NoTitle,
    UnreadableTable,
    UnreadableRow,
    UnknownRow,
    OtherWording,
    NotedNumber,
    NotAsShown,
    UnusedWaiver,
    ExpiredWaiver,
    MoreFindings,
    TooMuchWork,
}

impl DefectKind {
    /// Whether something of the file was not read, or not as it stands there.
    #[must_use]
    pub const fn is_loss(self) -> bool {
        matches!(
            self,
            Self::Syntax
                | Self::TooLarge
                | Self::TooDeep
                | Self::TooManyNodes
                | Self::NotText
                | Self::DamagedText
                | Self::Decoded
                | Self::MultipleDocuments
                | Self::Empty
                | Self::UnreadableFile
                | Self::DamagedFile
                | Self::TooManyCells
        )
    }

    /// Whether it is the reader's: something stands in the file that could not be read, or not as it was meant.
    #[must_use]
    pub const fn is_of_reader(self) -> bool {
        use DefectKind as D;
        let is_of_data = matches!(
            self,
            D::DuplicateKey | D::Tag | D::NotAKey | D::ByteOrderMark | D::UnknownSchema
        );
        let is_of_page = matches!(
            self,
            D::UnknownForm
                | D::CollectingSheet
                | D::NoTitle
                | D::UnreadableTable
                | D::UnreadableRow
                | D::UnknownRow
                | D::NotAsShown
        );
        self.is_loss() || is_of_data || is_of_page
    }
}

/// A defect before a rule has given it a severity and words.
#[derive(Clone, Debug)]
pub struct Defect {
    /// What kind.
    pub kind: DefectKind,
    /// The primary place.
    pub span: Span,
    /// JSON Pointer of the value at fault; empty for the whole file.
    pub path: String,
    /// The key of the rule's `causes` that words `{cause}`.
    pub cause: Option<&'static str>,
    /// The values of the other placeholders.
    pub params: Vec<(&'static str, Argument)>,
    /// Further places, such as the first of two equal keys.
    pub others: Vec<Span>,
    /// The change that fixes it, if there is only one.
    pub fix: Option<(Confidence, Edit)>,
}

impl Defect {
    /// A defect of `kind` at `span`, with nothing else known.
    #[must_use]
    pub fn new(kind: DefectKind, span: Span) -> Self {
        Self {
            kind,
            span,
            path: String::new(),
            cause: None,
            params: Vec::new(),
            others: Vec::new(),
            fix: None,
        }
    }

    /// With the JSON Pointer of the value at fault.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// With a cause.
    #[must_use]
    pub fn because(mut self, cause: &'static str) -> Self {
        self.cause = Some(cause);
        self
    }

    /// With the value of a placeholder.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.params.push((name, value.into()));
        self
    }

    /// With a further place.
    #[must_use]
    pub fn and(mut self, span: Span) -> Self {
        self.others.push(span);
        self
    }

    /// With a change that fixes it.
    #[must_use]
    pub fn fixed_by(mut self, confidence: Confidence, edit: Edit) -> Self {
        self.fix = Some((confidence, edit));
        self
    }
}

//! A finding with values instead of words: it can be rendered in any language.

use std::sync::Arc;

use crate::{
    diagnostic::{
        defect::DefectKind,
        finding::{
            Basis, Confidence, Edit, Finding, Fix, Label, Lang, Localized, Related, Severity, Unevaluated, Waived,
        },
        message::Statement,
    },
    text::source::{Source, Span},
};

/// One defect at its place.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The rule's id.
    pub rule: String,
    /// The kind, for a defect found by the reader, the structural check or the search for wrong cells; none for one found by a rule.
    pub kind: Option<DefectKind>,
    /// The severity.
    pub severity: Severity,
    /// Whether most reports have it, so that people are told of it once in a run over many.
    pub once: bool,
    /// What is wrong.
    pub message: Statement,
    /// What to do about it.
    pub help: Option<Statement>,
    /// The law behind the rule.
    pub basis: Arc<[Citation]>,
    /// JSON Pointer of the cell or field at fault; of its parent where the field is missing; empty for the whole file.
    pub path: String,
    /// The primary place.
    pub span: Span,
    /// The primary place and others, the primary one first.
    pub labels: Vec<Mark>,
    /// Further operands that have no label of their own, each one line.
    pub notes: Vec<Statement>,
    /// Other rules that the same defect breaks.
    pub related: Vec<AlsoBroken>,
    /// Ways to fix it.
    pub fixes: Vec<Change>,
    /// The waiver that covers it; a waived violation does not count.
    pub waiver: Option<Waived>,
}

/// A legal basis in all languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The instrument's id in the pack.
    pub instrument: String,
    /// The instrument's title.
    pub title: Localized,
    /// The document number, such as 国务院令第711号.
    pub number: Option<String>,
    /// The article, part or table.
    pub at: Option<Localized>,
}

/// A place and its message.
#[derive(Clone, Debug)]
pub struct Mark {
    /// JSON Pointer of the value; empty where it is not a value of the report.
    pub path: String,
    /// The place.
    pub span: Span,
    /// The value there, or the expected one; may be empty.
    pub message: Statement,
    /// Whether this is the violation's own place.
    pub primary: bool,
    /// The text that the place is in, where it is not the report's own.
    pub file: Option<Arc<Source>>,
}

/// A rule that the defect of another violation breaks too.
#[derive(Clone, Debug)]
pub struct AlsoBroken {
    /// The rule's id.
    pub rule: String,
    /// JSON Pointer of the cell that the rule itself would point at.
    pub path: String,
    /// What is wrong by that rule.
    pub message: Statement,
}

/// A change of the file that fixes a defect.
#[derive(Clone, Debug)]
pub struct Change {
    /// What it does.
    pub title: Statement,
    /// How sure it is.
    pub confidence: Confidence,
    /// The edits, in the order of their places; they do not overlap.
    pub edits: Vec<Edit>,
}

/// A rule that was not evaluated somewhere.
#[derive(Clone, Debug)]
pub struct NotEvaluated {
    /// The rule's id.
    pub rule: String,
    /// At how many places.
    pub places: usize,
    /// Why not, at the first of them where the rule applies.
    pub reason: Statement,
}

impl Violation {
    /// The only fix, if it is certain.
    #[must_use]
    pub fn certain_fix(&self) -> Option<&Change> {
        match self.fixes.as_slice() {
            [fix] if fix.confidence == Confidence::Certain => Some(fix),
            _ => None,
        }
    }

    /// The same as a finding in a language.
    #[must_use]
    pub fn finding(&self, lang: Lang) -> Finding {
        Finding {
            rule: self.rule.clone(),
            severity: self.severity,
            once: self.once,
            message: self.message.render(lang),
            help: self.help.as_ref().map(|help| help.render(lang)),
            basis: self.basis.iter().map(|citation| citation.basis(lang)).collect(),
            path: self.path.clone(),
            span: self.span,
            labels: self.labels.iter().map(|mark| mark.label(lang)).collect(),
            notes: self.notes.iter().map(|note| note.render(lang)).collect(),
            related: self.related.iter().map(|other| other.related(lang)).collect(),
            fixes: self.fixes.iter().map(|change| change.fix(lang)).collect(),
            waiver: self.waiver.clone(),
        }
    }
}

impl Citation {
    /// The same in a language.
    #[must_use]
    pub fn basis(&self, lang: Lang) -> Basis {
        Basis {
            instrument: self.instrument.clone(),
            title: self.title.get(lang).to_owned(),
            number: self.number.clone(),
            at: self.at.as_ref().map(|at| at.get(lang).to_owned()),
        }
    }
}

impl Mark {
    fn label(&self, lang: Lang) -> Label {
        Label {
            path: self.path.clone(),
            span: self.span,
            message: self.message.render(lang),
            primary: self.primary,
            file: self.file.clone(),
        }
    }
}

impl AlsoBroken {
    fn related(&self, lang: Lang) -> Related {
        Related {
            rule: self.rule.clone(),
            path: self.path.clone(),
            message: self.message.render(lang),
        }
    }
}

impl Change {
    fn fix(&self, lang: Lang) -> Fix {
        Fix {
            title: self.title.render(lang),
            confidence: self.confidence,
            edits: self.edits.clone(),
        }
    }
}

impl NotEvaluated {
    /// The same in a language.
    #[must_use]
    pub fn unevaluated(&self, lang: Lang) -> Unevaluated {
        Unevaluated {
            rule: self.rule.clone(),
            places: self.places,
            reason: self.reason.render(lang),
        }
    }
}

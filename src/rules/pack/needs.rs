//! The reports beside the one at hand that a rule cannot do without.

use crate::rules::{
    lang::ir::{CellPath, Code},
    pack::rule_set::{Body, Needs, Variant},
};

impl Needs {
    /// What the verdict of a rule rests on: its condition, its named parts, what it asserts and the texts it looks in.
    pub(crate) fn of(variants: &[Variant]) -> Self {
        let mut needs = Self::default();
        for variant in variants {
            for code in variant.codes() {
                code.walk(&mut |part| {
                    if let Code::Cell(path) | Code::Cells(path) = part {
                        needs.add(path);
                    }
                });
            }
            variant.body.texts().iter().for_each(|path| needs.add(path));
        }
        needs
    }

    fn add(&mut self, path: &CellPath) {
        self.previous |= path.start.is_previous();
        self.members |= path.start.is_members();
    }
}

impl Variant {
    /// All expressions that the verdict rests on.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &Code> {
        self.when.iter().chain(&self.lets).chain(self.body.assertion())
    }
}

impl Body {
    /// What must be true: of the report, of a match, or of a number that a text claims.
    pub(crate) fn assertion(&self) -> Option<&Code> {
        match self {
            Self::Assert(code) | Self::Find { assert: Some(code), .. } | Self::Claims { assert: code, .. } => {
                Some(code)
            }
            _ => None,
        }
    }

    /// The texts that are looked through.
    pub(crate) fn texts(&self) -> &[CellPath] {
        match self {
            Self::Find { within, .. } | Self::Claims { within, .. } => within,
            _ => &[],
        }
    }
}

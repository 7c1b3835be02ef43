//! Headers and footers: what in them may stand over the report, or pass for a part of it.

use super::{
    fields::Fields,
    spaces::Space,
    xml::{Sink, Tag},
};
use crate::diagnostic::defect::Defect;

/// So much of a text is kept to name it.
const LONGEST_NAME: usize = 40;
/// So many texts are named.
const MOST: usize = 3;
/// What stands around the number of a page.
const AROUND_NUMBER: [char; 3] = ['第', '共', '页'];

/// Reads a header or a footer.
#[derive(Default)]
pub(super) struct Margin {
    /// Texts that stand at a place of their own, wherever that is. The number of a page is none.
    pub floating: Vec<String>,
    /// Texts with digits that stand where a header or a footer does.
    pub still: Vec<String>,
    open: Vec<Open>,
    fields: Fields,
}

/// An element that has begun.
#[derive(Clone, Copy, Default)]
struct Open {
    kind: Kind,
    floats: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Kind {
    #[default]
    Other,
    Paragraph,
    Table,
    Field,
    Code,
    Text,
}

impl Margin {
    /// The paragraph or table that has begun last stands at a place of its own.
    fn float(&mut self, kind: Kind) {
        if let Some(open) = self.open.iter_mut().rev().find(|open| open.kind == kind) {
            open.floats = true;
        }
    }
}

impl Sink for Margin {
    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        let mut open = Open {
            kind: Kind::Other,
            ..self.open.last().copied().unwrap_or_default()
        };
        if tag.space == Space::Word {
            match tag.name() {
                b"p" => open.kind = Kind::Paragraph,
                b"tbl" => open.kind = Kind::Table,
                b"t" => open.kind = Kind::Text,
                b"instrText" => open.kind = Kind::Code,
                b"txbxContent" => open.floats = true,
                b"framePr" => self.float(Kind::Paragraph),
                b"tblpPr" => self.float(Kind::Table),
                b"fldChar" => match tag.word("fldCharType").as_deref() {
                    Some("begin") => self.fields.begin(false),
                    Some("separate") => self.fields.separate(),
                    _ => {
                        self.fields.end();
                    }
                },
                b"fldSimple" => {
                    open.kind = Kind::Field;
                    self.fields.begin(false);
                    self.fields.code(&tag.word("instr").unwrap_or_default());
                    self.fields.separate();
                }
                _ => {}
            }
        }
        self.open.push(open);
        Ok(true)
    }

    fn end(&mut self) {
        if self.open.pop().is_some_and(|open| open.kind == Kind::Field) {
            self.fields.end();
        }
    }

    fn text(&mut self, text: &str) {
        let open = self.open.last().copied().unwrap_or_default();
        match open.kind {
            Kind::Code => return self.fields.code(text),
            Kind::Text if !self.fields.is_code() && !self.fields.is_computed(false) => {}
            _ => return,
        }
        let says = |c: char| c.is_alphanumeric() && !AROUND_NUMBER.contains(&c);
        let (found, counts) = match open.floats {
            true => (&mut self.floating, text.contains(says)),
            false => (&mut self.still, text.contains(char::is_numeric)),
        };
        if counts && found.len() < MOST {
            found.push(text.trim().chars().take(LONGEST_NAME).collect());
        }
    }
}

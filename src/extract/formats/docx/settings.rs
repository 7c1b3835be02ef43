//! What the settings of a document say of how it opens, and which colours of its theme stand for others.

use super::{
    spaces::Space,
    xml::{Sink, Tag},
};
use crate::diagnostic::defect::Defect;

/// What a colour of the theme may be for.
const ROLES: [&str; 12] = [
    "bg1",
    "t1",
    "bg2",
    "t2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hyperlink",
    "followedHyperlink",
];

/// How a document opens.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// All fields are computed anew.
    pub updates_fields: bool,
    /// The styles are taken from a template elsewhere.
    pub links_styles: bool,
    /// It opens as a page of the web.
    pub opens_as_page: bool,
    /// The page has the colour that the document says.
    pub shows_background: bool,
    /// Colours of the theme that stand for others.
    pub colors: Vec<(String, String)>,
}

impl Sink for Settings {
    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        if tag.space != Space::Word {
            return Ok(false);
        }
        match tag.name() {
            b"settings" => return Ok(true),
            b"updateFields" => self.updates_fields = tag.is_on(),
            b"linkStyles" => self.links_styles = tag.is_on(),
            b"displayBackgroundShape" => self.shows_background = tag.is_on(),
            b"clrSchemeMapping" => {
                self.colors = ROLES
                    .iter()
                    .filter_map(|role| Some(((*role).to_owned(), tag.word(role)?.into_owned())))
                    .collect();
            }
            b"view" => self.opens_as_page = tag.val().as_deref() == Some("web"),
            _ => {}
        }
        Ok(false)
    }

    fn end(&mut self) {}

    fn text(&mut self, _text: &str) {}
}

//! What of an element is noted: that it is hidden, moved or shown as something else, or that it shows what cannot be read.

use super::super::{
    looks::{Look, Shown, look},
    names::{EMBEDDED, FIELDS},
    tree::{Element, NodeId},
};
use super::{Context, GLANCE, Reader, has_digit, tag};
use crate::{extract::layout::Reach, text::normalize::is_gap};

/// A text of more bytes is no heading, nor a word for those who do not see.
const SENTENCE: usize = 90;

impl Reader<'_> {
    /// Nobody sees what is in `id`: it is said where cells or whole sentences with figures are in it.
    pub(super) fn hidden(&mut self, id: NodeId, in_table: bool) {
        let text = self.page.tree.text(id, GLANCE);
        let is_table = |id: NodeId| matches!(self.page.tree.html(id), Some("table" | "td"));
        let is_caption = self.page.tree.html(id) == Some("caption");
        let is_sentence = in_table && !is_caption || text.trim_matches(is_gap).len() > SENTENCE;
        if has_digit(&text) && is_sentence || self.page.tree.within(id).any(is_table) {
            self.flow.unlike("hidden", &text, Reach::Report);
        }
    }

    /// What is left out with all that is in it may lie over the figures.
    pub(super) fn floating(&mut self, top: NodeId, outer: &Context) {
        let page = self.page;
        for id in page.tree.within(top) {
            let Some(element) = page.tree.element(id) else { continue };
            let look = look(&page.tree, &page.sheet, id, element, &outer.inherited);
            if look.shown != Shown::Yes || !(look.is_afloat || look.draws) {
                continue;
            }
            let text = page.tree.text(id, GLANCE);
            let text = text.trim_matches(is_gap);
            let is_figure = has_digit(text) && !text.contains(char::is_alphabetic);
            if look.covers || look.draws || is_figure {
                let value = if text.is_empty() { tag(element) } else { text.to_owned() };
                self.flow.unlike("moved", &value, Reach::Anywhere);
            }
        }
    }

    /// Say why an element may be seen otherwise than it is read.
    pub(super) fn oddities(&mut self, id: NodeId, element: &Element, look: &Look, inner: &Context) {
        let tree = &self.page.tree;
        let is_override = element.name() == "bdo" && look.inherited.is_reversed;
        let cause = if is_override { Some("reordered") } else { look.odd };
        let has_table = || tree.within(id).any(|id| self.page.tables.contains(&id));
        if let Some(cause) = cause {
            let text = tree.text(id, GLANCE);
            // An element with tables in it is told at each of them.
            if cause == "inserted" && inner.in_heading
                || look.draws && !has_table()
                || (inner.in_table && !self.page.tables.contains(&id) || has_digit(&text) && !has_table())
                    && !text.trim_matches(is_gap).is_empty()
            {
                self.flow.unlike(cause, &text, Reach::Report);
            }
        }
        let rows = |id: &NodeId| tree.html(*id) == Some("tr");
        if let Some(height) = look.cut_at
            && has_table()
            // Hardly a row is lower.
            && height < 18.0 * tree.within(id).filter(rows).count() as f32
        {
            self.flow.unlike("hidden", &tag(element), Reach::Anywhere);
        }
        if look.covers && !has_table() {
            self.flow.unlike("moved", &tag(element), Reach::Anywhere);
        }
        if look.is_afloat {
            let text = tree.text(id, GLANCE);
            let shows = |id: NodeId| {
                tree.html(id)
                    .is_some_and(|name| name == "img" || EMBEDDED.contains(&name))
            };
            if inner.in_table
                || has_digit(&text) && !has_table()
                || tree.within(id).any(shows) && !has_table() && self.is_between()
            {
                let value = if text.trim_matches(is_gap).is_empty() {
                    tag(element)
                } else {
                    text
                };
                self.flow.unlike("moved", &value, Reach::Report);
            }
        }
        if inner.in_table {
            let is_cell = matches!(element.name(), "td" | "th" | "tr" | "table");
            if look.inserts_mark {
                let text = tree.text(id, GLANCE);
                self.flow.unlike("inserted", &text, Reach::Report);
            }
            if look.has_picture && (is_cell || has_digit(&tree.text(id, GLANCE))) {
                self.flow.unlike("embedded", &tag(element), Reach::Report);
            }
        }
    }

    /// What is shown and cannot be read.
    pub(super) fn embedded(&mut self, id: NodeId, element: &Element, outer: &Context) {
        let tree = &self.page.tree;
        let name = element.name();
        if name == "input" && is_without_text(element) {
            return;
        }
        let text = match name {
            "input" => element
                .attribute("value")
                .or(element.attribute("placeholder"))
                .unwrap_or("")
                .to_owned(),
            _ => tree.text(id, GLANCE),
        };
        let holds = |id: NodeId| {
            tree.element(id)
                .is_some_and(|element| matches!(element.name(), "table" | "foreignObject" | "image" | "img"))
        };
        let matters = match name {
            _ if outer.in_table => true,
            "input" | "select" | "textarea" | "button" | "output" | "keygen" => {
                has_digit(&text) || tree.within(id).any(holds)
            }
            // A drawing of lines is an icon.
            "svg" | "math" => has_digit(&text) || tree.within(id).any(holds),
            "audio" | "meter" | "progress" => false,
            // Behind the last table it could stand for no figures.
            _ => self.tables < self.page.tables.len() || tree.within(id).any(holds) || has_digit(&text),
        };
        if matters {
            let cause = if FIELDS.contains(&name) { "input" } else { "embedded" };
            let value = if text.trim_matches(is_gap).is_empty() {
                tag(element)
            } else {
                text
            };
            self.flow.unlike(cause, &value, Reach::Report);
        }
        self.tables += self.tables_in(id);
    }
}

/// Whether a field shows no text.
fn is_without_text(element: &Element) -> bool {
    let kind = element.attribute("type").unwrap_or("").trim().to_ascii_lowercase();
    let shows = |name: &str| {
        element
            .attribute(name)
            .is_some_and(|value| !value.trim_matches(is_gap).is_empty())
    };
    matches!(kind.as_str(), "hidden" | "checkbox" | "radio" | "file" | "password")
        || !shows("value") && !shows("placeholder") && kind != "image"
}

//! HTML: the text of a page without what is around it, with its tables.

use html5gum::{StartTag, Token, Tokenizer, emitters::default::DefaultEmitter};

use crate::extract::{
    formats::layout_builder::Flow,
    layout::{Block, Layout},
};
use crate::{diagnostic::defect::Defect, document::limits::Limits, text::normalize::is_gap};

/// Elements that hold nothing to read.
const SILENT: [&str; 18] = [
    "script", "style", "noscript", "template", "title", "svg", "math", "iframe", "object", "select", "button",
    "textarea", "audio", "video", "canvas", "dialog", "datalist", "map",
];
/// Elements for what every page of a site holds.
const FRAME: [&str; 3] = ["nav", "footer", "aside"];
/// Elements without an end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
];
/// Elements within a line.
const INLINE: [&str; 32] = [
    "a", "abbr", "acronym", "b", "basefont", "bdi", "bdo", "big", "cite", "code", "data", "del", "em", "font", "i",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var",
];
/// Roles of what is around the text of a page.
const ROLES: [&str; 6] = ["navigation", "banner", "contentinfo", "search", "complementary", "menu"];
/// Classes and ids that tell the same.
const CHROME: [&str; 18] = [
    "nav",
    "navbar",
    "navigation",
    "menu",
    "footer",
    "foot",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "share",
    "sharing",
    "sidebar",
    "toolbar",
    "copyright",
    "pagination",
    "qrcode",
    "bdsharebuttonbox",
];

/// Read a page. What is around the text of a page is left out, unless tables are in it too, or most of the text.
///
/// # Errors
/// A limit that is exceeded.
pub(crate) fn layout(html: &str, limits: &Limits) -> Result<Layout, Box<Defect>> {
    let (page, is_cut) = read(html, limits, false);
    if !is_cut {
        return page;
    }
    let (page, whole) = (page?, read(html, limits, true).0?);
    let rows = |layout: &Layout| {
        layout
            .blocks
            .iter()
            .filter(|block| matches!(block, Block::Row(_)))
            .count()
    };
    let is_whole = rows(&page) == rows(&whole) && page.text.len() * 2 > whole.text.len();
    Ok(if is_whole { page } else { whole })
}

fn read(html: &str, limits: &Limits, with_frame: bool) -> (Result<Layout, Box<Defect>>, bool) {
    let mut reader = HtmlReader {
        flow: Flow::new(limits),
        with_frame,
        left_out: None,
        is_cut: false,
        preformatted: 0,
    };
    let mut emitter = DefaultEmitter::default();
    // Scripts and styles are no markup.
    emitter.naively_switch_states(true);
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
        if reader.flow.is_full() {
            break;
        }
    }
    (reader.flow.finish(), reader.is_cut)
}

struct HtmlReader {
    flow: Flow,
    with_frame: bool,
    /// The element that is being left out, and how many of its name are open.
    left_out: Option<(String, usize)>,
    /// Whether anything around the text was left out.
    is_cut: bool,
    preformatted: usize,
}

impl HtmlReader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name);
        let name = name.as_ref();
        if let Some((left_out, open)) = &mut self.left_out {
            *open += usize::from(left_out == name && !tag.self_closing);
            return;
        }
        if !VOID.contains(&name) && self.leaves_out(name, tag) {
            self.left_out = Some((name.to_owned(), 1));
            return;
        }
        let attribute = |name: &[u8]| -> Option<usize> {
            let (_, value) = tag.attributes.iter().find(|(key, _)| key.as_slice() == name)?;
            std::str::from_utf8(value).ok()?.trim().parse().ok()
        };
        match name {
            "table" => self.flow.open_table(),
            "tr" => self.flow.open_row(),
            "td" | "th" => {
                let rows = attribute(b"rowspan").unwrap_or(1);
                // 0 reaches to the end of the table.
                let rows = if rows == 0 { usize::MAX } else { rows };
                self.flow.open_cell(attribute(b"colspan").unwrap_or(1), rows);
            }
            "pre" => {
                self.flow.end_line();
                self.preformatted += 1;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flow.end_line();
                self.flow.title();
            }
            "img" | "input" | "wbr" | "col" => {}
            _ if INLINE.contains(&name) => {}
            _ => self.flow.end_line(),
        }
    }

    fn leaves_out(&mut self, name: &str, tag: &StartTag<()>) -> bool {
        if SILENT.contains(&name) {
            return true;
        }
        if self.with_frame || matches!(name, "html" | "body" | "table" | "tbody" | "tr" | "td" | "th") {
            return false;
        }
        let is_frame = FRAME.contains(&name)
            || tag.attributes.iter().any(|(key, value)| {
                let value = String::from_utf8_lossy(value).to_ascii_lowercase();
                match key.as_slice() {
                    b"hidden" => true,
                    b"role" => ROLES.contains(&value.trim()),
                    b"style" => value.split_whitespace().collect::<String>().contains("display:none"),
                    b"class" | b"id" => value.split_whitespace().any(|word| CHROME.contains(&word)),
                    _ => false,
                }
            });
        self.is_cut |= is_frame;
        is_frame
    }

    fn end(&mut self, name: &str) {
        if let Some((left_out, open)) = &mut self.left_out {
            *open -= usize::from(left_out == name);
            // What is left out ends at the latest with the page.
            if *open == 0 || matches!(name, "body" | "html") {
                self.left_out = None;
                self.flow.end_line();
            }
            return;
        }
        match name {
            "table" => self.flow.close_table(),
            "td" | "th" => self.flow.close_cell(),
            "pre" => {
                self.flow.end_line();
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            _ if INLINE.contains(&name) || VOID.contains(&name) && name != "br" => {}
            _ => self.flow.end_line(),
        }
    }

    fn text(&mut self, text: &str) {
        if self.left_out.is_some() {
            return;
        }
        if self.preformatted > 0 {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.flow.end_line();
                }
                self.flow.text(line);
            }
            return;
        }
        for (at, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            if at > 0 {
                self.flow.space();
            }
            // Nobody sees these, and they would stand between the characters of a label.
            if word.contains(|c: char| is_gap(c) && !c.is_whitespace()) {
                self.flow
                    .text(&word.replace(|c: char| is_gap(c) && !c.is_whitespace(), ""));
            } else {
                self.flow.text(word);
            }
        }
    }
}

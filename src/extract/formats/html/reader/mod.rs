//! The tree of a page to paragraphs and tables, as a person sees them.

mod unlike;

use std::collections::{HashMap, HashSet};

use super::{
    looks::{Contrast, Inherited, Look, Shown, look},
    names::{EMBEDDED, FIELDS, INLINE, SILENT, is_furniture, is_table_part},
    sheet::Sheet,
    tree::{Element, Kind, NodeId, Tree},
};
use crate::{
    extract::formats::{
        layout_builder::Flow,
        typography::{Level, Typography},
    },
    extract::layout::Reach,
    text::normalize::{is_gap, is_reordering},
};

/// So many bytes of a text tell what it is about.
const GLANCE: usize = 4_000;

/// What is known of a page before it is read.
pub(super) struct Page {
    pub(super) tree: Tree,
    pub(super) sheet: Sheet,
    /// Tables with figures: not those that only arrange the page.
    pub(super) tables: HashSet<NodeId>,
    /// The elements with scripts that may write the report anew.
    pub(super) scripts: HashMap<NodeId, String>,
    /// Whether what is not shown may be shown by what is in it.
    pub(super) shows_again: bool,
}

/// Reads a page.
pub(super) struct Reader<'p> {
    page: &'p Page,
    flow: Flow,
    with_furniture: bool,
    /// Whether anything around the text was left out.
    is_cut: bool,
    /// How many of the tables have begun.
    tables: usize,
    /// The elements with scripts that were come upon.
    scripts_met: HashSet<NodeId>,
    steps: Vec<Step>,
}

/// What passes from an element to those in it, besides its look.
#[derive(Clone, Copy, Default)]
struct Context {
    inherited: Inherited,
    typography: Typography,
    in_table: bool,
    in_heading: bool,
    is_blank: bool,
}

enum Step {
    Enter(NodeId, Context),
    EndLine,
    EndCell,
    EndRows,
    EndTable,
    Text(&'static str),
}

impl<'p> Reader<'p> {
    /// Read a page with what is around its text, or without; tells whether anything was left out.
    pub(super) fn read(page: &'p Page, mut flow: Flow, with_furniture: bool) -> (Flow, bool) {
        if page.sheet.is_overfull {
            flow.unlike("style", "<style>", Reach::Anywhere);
        }
        let mut reader = Reader {
            page,
            flow,
            with_furniture,
            is_cut: false,
            tables: 0,
            scripts_met: HashSet::new(),
            steps: vec![Step::Enter(Tree::ROOT, Context::default())],
        };
        while let Some(step) = reader.steps.pop() {
            match step {
                Step::Enter(id, context) => reader.enter(id, context),
                Step::EndLine => reader.flow.end_line(),
                Step::EndCell => reader.flow.close_cell(),
                Step::EndRows => reader.flow.end_rows(),
                Step::EndTable => reader.flow.close_table(),
                Step::Text(text) => reader.flow.text(text),
            }
            if reader.flow.is_full() {
                break;
            }
        }
        // Within a drawing, say, which is not entered.
        let unmet = page.scripts.iter().filter(|(id, _)| !reader.scripts_met.contains(id));
        if let Some((_, code)) = unmet.min_by_key(|(id, _)| **id) {
            reader.flow.unlike("script", code, Reach::Anywhere);
        }
        if page.sheet.is_exhausted() {
            reader.flow.unlike("style", "<style>", Reach::Anywhere);
        }
        (reader.flow, reader.is_cut)
    }

    fn enter(&mut self, id: NodeId, context: Context) {
        match self.page.tree.kind(id) {
            Kind::Text(text) => self.text(text, &context),
            Kind::Other => self.enter_all(self.page.tree.children(id), context),
            Kind::Element(element) => self.element(id, element, context),
        }
    }

    fn enter_all(&mut self, nodes: impl Iterator<Item = NodeId>, context: Context) {
        let from = self.steps.len();
        self.steps.extend(nodes.map(|node| Step::Enter(node, context)));
        self.steps[from..].reverse();
    }

    fn element(&mut self, id: NodeId, element: &'p Element, outer: Context) {
        let name = element.name();
        if let Some(code) = self.page.scripts.get(&id) {
            self.flow.unlike("script", code, Reach::Anywhere);
            self.scripts_met.insert(id);
        }
        let is_html = element.is_html();
        if name == "head" {
            return self.enter_all(self.page.tree.children(id), outer);
        }
        if is_html && name == "template" && element.attribute("shadowrootmode").is_some() {
            self.flow.unlike("embedded", "<template>", Reach::Report);
        }
        if is_html && name == "meta" && refreshes(element) {
            self.flow
                .unlike("script", element.attribute("content").unwrap_or(""), Reach::Anywhere);
        }
        let is_dark = |scheme: &str| scheme.to_ascii_lowercase().contains("dark");
        if name == "meta"
            && element
                .attribute("name")
                .is_some_and(|name| name.trim().eq_ignore_ascii_case("color-scheme"))
            && element.attribute("content").is_some_and(is_dark)
        {
            self.flow.unlike("style", "<meta color-scheme>", Reach::Anywhere);
        }
        if is_html && SILENT.contains(&name) {
            return;
        }
        let look = look(&self.page.tree, &self.page.sheet, id, element, &outer.inherited);
        if self.is_hidden(id, element, &look, &outer) {
            self.hidden(id, outer.in_table);
            self.tables += self.tables_in(id);
            return;
        }
        if !self.with_furniture && !outer.in_table && !self.is_between() && is_furniture(element) {
            self.is_cut = true;
            self.floating(id, &outer);
            self.tables += self.tables_in(id);
            return self.flow.end_line();
        }
        let inner = Context {
            inherited: look.inherited,
            is_blank: outer.is_blank || look.shown == Shown::Blank,
            typography: typography(name, &look, outer.typography),
            in_heading: outer.in_heading || matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"),
            in_table: outer.in_table || self.page.tables.contains(&id),
        };
        self.oddities(id, element, &look, &inner);
        if !is_html || EMBEDDED.contains(&name) || FIELDS.contains(&name) {
            return self.embedded(id, element, &outer);
        }
        self.content(id, name, element, inner);
    }

    /// Whether nothing is seen of an element, not even its place.
    fn is_hidden(&self, id: NodeId, element: &Element, look: &Look, outer: &Context) -> bool {
        let name = element.name();
        let is_closed =
            name == "dialog" && element.attribute("open").is_none() || element.attribute("popover").is_some();
        if look.shown == Shown::Gone || is_closed {
            return true;
        }
        let fades = outer.inherited.is_visible && !look.inherited.is_visible && !self.page.shows_again;
        let is_blank = !outer.is_blank && look.shown == Shown::Blank || fades;
        let is_in_closed = || {
            let parent = self.page.tree.parent(id);
            let details = parent.filter(|parent| self.page.tree.html(*parent) == Some("details"));
            let details = details.and_then(|details| self.page.tree.element(details));
            let is_first = || {
                let mut before = self.page.tree.before(id);
                name == "summary" && before.all(|sibling| self.page.tree.html(sibling) != Some("summary"))
            };
            details.is_some_and(|details| details.attribute("open").is_none()) && !is_first()
        };
        is_blank && !is_table_part(name) || is_in_closed()
    }

    fn tables_in(&self, id: NodeId) -> usize {
        let within = self.page.tree.within(id);
        within.filter(|id| self.page.tables.contains(id)).count()
    }

    /// Whether tables stand before and behind.
    fn is_between(&self) -> bool {
        0 < self.tables && self.tables < self.page.tables.len()
    }

    fn content(&mut self, id: NodeId, name: &str, element: &'p Element, mut inner: Context) {
        let page = self.page;
        let children = page.tree.children(id);
        match name {
            "table" => self.table(id, inner),
            "tr" => {
                self.flow.open_row();
                self.enter_all(children, inner);
            }
            "thead" | "tbody" | "tfoot" => {
                self.steps.push(Step::EndRows);
                self.enter_all(children, inner);
            }
            "td" | "th" => {
                let rows = number(element, "rowspan").unwrap_or(1);
                // 0 reaches to the end of the part of the table.
                let rows = if rows == 0 { usize::MAX } else { rows };
                self.flow.open_cell(number(element, "colspan").unwrap_or(1), rows);
                self.steps.push(Step::EndCell);
                self.enter_all(children, inner);
            }
            "colgroup" | "col" => {
                let is_collapsed = !inner.inherited.is_visible;
                if is_collapsed {
                    self.flow.unlike("hidden", &tag(element), Reach::Report);
                }
                self.enter_all(children, inner);
            }
            "br" | "hr" => self.flow.end_line(),
            "img" => {
                let is_spacer = ["width", "height"]
                    .iter()
                    .any(|side| number(element, side).is_some_and(|side| side < 4));
                if inner.in_table && !is_spacer {
                    self.flow.unlike("embedded", &tag(element), Reach::Report);
                }
            }
            "ol" if inner.in_table => {
                let text = page.tree.text(id, GLANCE);
                if has_digit(&text) {
                    self.flow.unlike("inserted", &text, Reach::Report);
                }
                self.block(children, inner);
            }
            "q" => {
                self.flow.text("“");
                self.steps.push(Step::Text("”"));
                self.enter_all(children, inner);
            }
            "pre" | "xmp" | "listing" | "plaintext" => {
                inner.inherited.is_preformatted = true;
                self.block(children, inner);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flow.end_line();
                self.flow.title();
                self.steps.push(Step::EndLine);
                self.enter_all(children, inner);
            }
            _ if INLINE.contains(&name) => self.enter_all(children, inner),
            _ => self.block(children, inner),
        }
    }

    fn block(&mut self, children: impl Iterator<Item = NodeId>, inner: Context) {
        self.flow.end_line();
        self.steps.push(Step::EndLine);
        self.enter_all(children, inner);
    }

    /// A table, whose head is shown above it and whose foot below it wherever they stand.
    fn table(&mut self, id: NodeId, inner: Context) {
        let tree = &self.page.tree;
        let is_data = self.page.tables.contains(&id);
        if is_data {
            self.tables += 1;
            let cause = inner
                .inherited
                .is_reversed
                .then_some("reordered")
                .or(inner.inherited.odd);
            if let Some(cause) = cause {
                let text = tree.text(id, GLANCE);
                self.flow.unlike(cause, &text, Reach::Report);
            }
        }
        self.flow.open_table();
        self.steps.push(Step::EndTable);
        let first = |name: &str| tree.children(id).find(|child| tree.html(*child) == Some(name));
        let (head, foot) = (first("thead"), first("tfoot"));
        let is_other = |child: &NodeId| Some(*child) != head && Some(*child) != foot;
        let is_caption = |child: &NodeId| tree.html(*child) == Some("caption");
        let captions = tree.children(id).filter(is_caption);
        let rest = tree.children(id).filter(|child| is_other(child) && !is_caption(child));
        self.enter_all(captions.chain(head).chain(rest).chain(foot), inner);
    }

    fn text(&mut self, text: &str, context: &Context) {
        let look = &context.inherited;
        let contrast = look.contrast();
        let digits = has_digit(text);
        if !look.is_visible || look.is_tiny || look.is_outside || context.is_blank || contrast == Contrast::None {
            if digits {
                self.flow.unlike("hidden", text, Reach::Report);
            }
            return self.flow.space();
        }
        if digits && contrast == Contrast::Doubtful && !context.in_heading {
            self.flow.unlike("faint", text, Reach::Report);
        }
        if digits && context.in_table && look.has_own_font {
            self.flow.unlike("font", text, Reach::Report);
        }
        let text = context.typography.apply(text);
        if look.is_preformatted {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.flow.end_line();
                }
                self.words(line);
            }
            return;
        }
        for (at, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            if at > 0 {
                self.flow.space();
            }
            self.words(word);
        }
    }

    fn words(&mut self, text: &str) {
        // Nobody sees these, and they would stand between the characters of a label.
        let is_unseen = |c: char| is_gap(c) && !c.is_whitespace() && !is_reordering(c);
        if text.contains(is_unseen) {
            self.flow.text(&text.replace(is_unseen, ""));
        } else {
            self.flow.text(text);
        }
    }
}

/// Whether a text has a number in it, in whatever digits.
fn has_digit(text: &str) -> bool {
    text.chars().any(char::is_numeric)
}

/// A number as an attribute of HTML tells it: what follows it does not matter.
fn number(element: &Element, name: &str) -> Option<usize> {
    let value = element
        .attribute(name)?
        .trim_start_matches(|c: char| c.is_ascii_whitespace());
    let value = value.strip_prefix('+').unwrap_or(value);
    let end = value.bytes().take_while(u8::is_ascii_digit).count();
    match value[..end].parse() {
        Ok(number) => Some(number),
        Err(_) if end > 0 => Some(usize::MAX),
        Err(_) => None,
    }
}

/// The beginning of an element as its author wrote it.
fn tag(element: &Element) -> String {
    match element.attribute("src").or(element.attribute("name")) {
        Some(address) if !address.is_empty() => format!("<{} {address}>", element.name()),
        _ => format!("<{}>", element.name()),
    }
}

/// Whether a page is another after a moment.
fn refreshes(element: &Element) -> bool {
    let is = element
        .attribute("http-equiv")
        .is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh"));
    is && element
        .attribute("content")
        .unwrap_or("")
        .to_ascii_lowercase()
        .contains("url")
}

fn typography(name: &str, look: &Look, outer: Typography) -> Typography {
    let level = match name {
        "sup" | "rt" => Level::Raised,
        "sub" => Level::Lowered,
        _ if look.is_raised && INLINE.contains(&name) => Level::Raised,
        _ => outer.level,
    };
    Typography {
        level,
        is_struck: outer.is_struck || matches!(name, "s" | "strike" | "del") || look.is_struck,
    }
}

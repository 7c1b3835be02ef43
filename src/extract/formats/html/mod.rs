//! HTML: the text of a page as a person sees it, without what is around it, with its tables.
//!
//! The page becomes a tree as in a browser ([`build`], [`tree`]). Styles in the page tell what is seen of an element ([`css`], [`values`],
//! [`style`], [`sheet`], [`looks`]): what is hidden is not read, and what may be seen otherwise than it is read is noted, as are elements
//! that show what cannot be read and scripts that may write the report anew ([`scripts`]). Style sheets and scripts in other files are
//! unknown.

mod build;
mod colours;
mod css;
mod looks;
mod names;
mod reader;
mod scripts;
mod sheet;
mod style;
mod tree;
mod values;

use std::collections::HashSet;

use crate::extract::{
    formats::layout_builder::Flow,
    layout::{Block, Layout},
};
use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::limits::Limits,
    text::{normalize::is_gap, source::Span},
};
use reader::{Page, Reader};
use sheet::Sheet;
use tree::{MAX_DEPTH, NodeId, Refusal, Tree};

/// A page has several nodes for each value in it.
const NODES: usize = 4;

/// A page says no more of itself than so many lines that matter, none longer than so many bytes.
const MOST_ABOUT: usize = 50;
const LONGEST_ABOUT: usize = 300;

/// Read a page. What is around the text of a page is left out, unless tables are in it too, or most of the text.
///
/// # Errors
/// A limit that is exceeded.
pub(crate) fn layout(html: &str, limits: &Limits) -> Result<Layout, Box<Defect>> {
    let most = limits.nodes.saturating_mul(NODES);
    let tree = build::tree(html, most).map_err(|refusal| refused(refusal, limits))?;
    let page = page(tree);
    let read = |with_furniture| {
        let (flow, is_cut) = Reader::read(&page, Flow::new(limits), with_furniture);
        let layout = flow.finish().map(|mut layout| {
            about(&page.tree, &mut layout);
            layout
        });
        (layout, is_cut)
    };
    let (bare, is_cut) = read(false);
    if !is_cut {
        return bare;
    }
    let (bare, whole) = (bare?, read(true).0?);
    let rows = |layout: &Layout| {
        let blocks = layout.blocks.iter();
        blocks.filter(|block| matches!(block, Block::Row(_))).count()
    };
    let is_whole = rows(&bare) == rows(&whole) && bare.text.len() * 2 > whole.text.len();
    Ok(if is_whole { bare } else { whole })
}

/// What the page says of itself: its title, and what it tells search engines.
fn about(tree: &Tree, layout: &mut Layout) {
    let said = tree.within(Tree::ROOT).filter_map(|id| {
        let element = tree.element(id).filter(|element| element.is_html())?;
        match element.name() {
            "title" => Some(tree.text(id, LONGEST_ABOUT)),
            "meta" => {
                let (name, content) = (element.attribute("name")?, element.attribute("content")?);
                Some(format!("{name}：{content}"))
            }
            _ => None,
        }
    });
    let said = said.filter(|line| line.len() <= LONGEST_ABOUT && line.chars().all(|c| !c.is_control()));
    for line in said.take(MOST_ABOUT) {
        let line = line.trim_matches(is_gap);
        if line.is_empty() {
            continue;
        }
        if !layout.text.is_empty() {
            layout.text.push('\n');
        }
        let start = layout.text.len();
        layout.text.push_str(line);
        layout.about.push(Span::new(start, layout.text.len()));
    }
}

fn refused(refusal: Refusal, limits: &Limits) -> Box<Defect> {
    let (kind, limit) = match refusal {
        Refusal::TooMany => (DefectKind::TooManyCells, limits.nodes.to_string()),
        Refusal::TooDeep => (DefectKind::TooDeep, MAX_DEPTH.to_string()),
    };
    Defect::new(kind, Span::default()).with("limit", limit).into()
}

fn page(tree: Tree) -> Page {
    let mut sheet = Sheet::default();
    let mut tables = HashSet::new();
    let mut shows_again = false;
    for id in tree.within(Tree::ROOT) {
        let Some(element) = tree.element(id) else { continue };
        match element.name() {
            "style" => {
                let text = tree.text(id, usize::MAX);
                shows_again |= text.contains("visib");
                sheet.add(&text, element.attribute("media"));
            }
            "table" if element.is_html() && is_data(&tree, id) => {
                tables.insert(id);
            }
            _ => {
                shows_again |= element
                    .attribute("style")
                    .is_some_and(|style| style.contains("visible"))
            }
        }
    }
    let scripts = scripts::rewriting(&tree, &tables);
    Page {
        tree,
        sheet,
        tables,
        scripts,
        shows_again,
    }
}

/// Whether a table does not only arrange the page: no table is in it, and cells stand side by side.
fn is_data(tree: &Tree, table: NodeId) -> bool {
    let mut has_row = false;
    for id in tree.within(table).skip(1) {
        match tree.html(id) {
            Some("table") => return false,
            Some("td" | "th") if !has_row => {
                has_row = tree
                    .before(id)
                    .any(|before| matches!(tree.html(before), Some("td" | "th")));
            }
            _ => {}
        }
    }
    has_row
}

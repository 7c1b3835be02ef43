//! The tree of a page, as the HTML standard builds it.

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    rc::Rc,
};

use html5ever::{
    Attribute, ExpandedName, QualName,
    interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink},
    ns,
    tendril::StrTendril,
};

/// Browsers nest elements no deeper.
pub(super) const MAX_DEPTH: u32 = 512;

/// A node, by its number. The document has 0.
pub(super) type NodeId = u32;
/// No node.
const NONE: NodeId = NodeId::MAX;

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    Element(Element),
    Text(String),
    /// The document, a comment, contents of a template: nothing that is shown.
    Other,
}

/// An element and those of its attributes that matter.
#[derive(Debug)]
pub(super) struct Element {
    name: Rc<QualName>,
    pub(super) attributes: Vec<Attribute>,
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    depth: u32,
    parent: NodeId,
    first: NodeId,
    last: NodeId,
    next: NodeId,
    previous: NodeId,
}

/// The nodes of a page.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// Why a tree was not built to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    TooMany,
    TooDeep,
}

impl Element {
    /// Its name in lower case.
    pub(super) fn name(&self) -> &str {
        &self.name.local
    }

    /// Whether it is one of HTML, not of SVG or MathML.
    pub(super) fn is_html(&self) -> bool {
        self.name.ns == ns!(html)
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|attribute| &*attribute.name.local == name)?;
        Some(&found.value)
    }
}

impl Tree {
    /// The document.
    pub(super) const ROOT: NodeId = 0;

    /// What a node is.
    pub(super) fn kind(&self, id: NodeId) -> &Kind {
        self.nodes.get(id as usize).map_or(&Kind::Other, |node| &node.kind)
    }

    /// A node as an element.
    pub(super) fn element(&self, id: NodeId) -> Option<&Element> {
        match self.kind(id) {
            Kind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The name of a node that is an element of HTML.
    pub(super) fn html(&self, id: NodeId) -> Option<&str> {
        self.element(id).filter(|element| element.is_html()).map(Element::name)
    }

    fn link(&self, id: NodeId, of: impl Fn(&Node) -> NodeId) -> Option<NodeId> {
        self.nodes.get(id as usize).map(of).filter(|id| *id != NONE)
    }

    pub(super) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.link(id, |node| node.parent)
    }

    /// The children of a node in their order.
    pub(super) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.link(id, |node| node.first), |child| {
            self.link(*child, |node| node.next)
        })
    }

    /// The siblings before a node, the nearest first.
    pub(super) fn before(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.link(id, |node| node.previous), |node| {
            self.link(*node, |node| node.previous)
        })
    }

    /// The node behind `id` in the order of the page that is within `top`; past what is in `id` if it is `done`.
    fn following(&self, id: NodeId, top: NodeId, done: bool) -> Option<NodeId> {
        if !done && let Some(child) = self.link(id, |node| node.first) {
            return Some(child);
        }
        let mut at = id;
        while at != top {
            if let Some(next) = self.link(at, |node| node.next) {
                return Some(next);
            }
            at = self.parent(at)?;
        }
        None
    }

    /// A node and all that is in it, in the order of the page.
    pub(super) fn within(&self, top: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(top), move |id| self.following(*id, top, false))
    }

    /// The text in a node, at most so many bytes of it and a little more.
    pub(super) fn text(&self, top: NodeId, most: usize) -> String {
        let mut all = String::new();
        for id in self.within(top) {
            if let Kind::Text(text) = self.kind(id) {
                all.push_str(text);
            }
            if all.len() > most {
                break;
            }
        }
        all
    }
}

/// A node as the tree builder knows it.
#[derive(Clone, Debug)]
pub(super) struct Handle {
    id: NodeId,
    name: Rc<QualName>,
}

/// Takes what the tree builder makes.
pub(super) struct Sink {
    tree: RefCell<Tree>,
    most: usize,
    /// The name of what has none.
    no_name: Rc<QualName>,
    refused: Cell<Option<Refusal>>,
    /// How often a node was moved; a tree in which more is moved than stands there is no page.
    moved: Cell<usize>,
}

impl Sink {
    /// Takes no more nodes than `most`.
    pub(super) fn new(most: usize) -> Self {
        let document = Node::new(Kind::Other);
        Self {
            tree: RefCell::new(Tree { nodes: vec![document] }),
            most,
            no_name: Rc::new(QualName::new(None, ns!(), html5ever::LocalName::default())),
            refused: Cell::new(None),
            moved: Cell::new(0),
        }
    }

    /// Why no more is taken.
    pub(super) const fn refused(&self) -> Option<Refusal> {
        self.refused.get()
    }

    /// The tree.
    pub(super) fn into_tree(self) -> Tree {
        self.tree.into_inner()
    }

    fn nameless(&self, id: NodeId) -> Handle {
        Handle {
            id,
            name: Rc::clone(&self.no_name),
        }
    }

    fn add(&self, kind: Kind) -> NodeId {
        let nodes = &mut self.tree.borrow_mut().nodes;
        if nodes.len() >= self.most {
            self.refused.set(Some(Refusal::TooMany));
        }
        nodes.push(Node::new(kind));
        NodeId::try_from(nodes.len() - 1).unwrap_or(Tree::ROOT)
    }

    fn insert(&self, parent: NodeId, before: NodeId, child: NodeOrText<Handle>) {
        let id = match child {
            NodeOrText::AppendNode(handle) => {
                self.tree.borrow_mut().detach(handle.id);
                handle.id
            }
            NodeOrText::AppendText(text) => {
                if self.tree.borrow_mut().extend_text(parent, before, &text) {
                    return;
                }
                self.add(Kind::Text(text.to_string()))
            }
        };
        let depth = self.tree.borrow_mut().attach(id, parent, before);
        if depth > MAX_DEPTH {
            self.refused.set(Some(Refusal::TooDeep));
        }
    }
}

impl Node {
    const fn new(kind: Kind) -> Self {
        Self {
            kind,
            depth: 0,
            parent: NONE,
            first: NONE,
            last: NONE,
            next: NONE,
            previous: NONE,
        }
    }
}

impl Tree {
    fn get(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id as usize)
    }

    /// Add to the text before a place, if there is one.
    fn extend_text(&mut self, parent: NodeId, before: NodeId, text: &str) -> bool {
        let previous = match before {
            NONE => self.link(parent, |node| node.last),
            before => self.link(before, |node| node.previous),
        };
        match previous.and_then(|id| self.get(id)) {
            Some(Node {
                kind: Kind::Text(all), ..
            }) => {
                all.push_str(text);
                true
            }
            _ => false,
        }
    }

    fn detach(&mut self, id: NodeId) {
        let Some(node) = self.get(id) else { return };
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
        match self.get(previous) {
            Some(previous) => previous.next = next,
            None => {
                if let Some(parent) = self.get(parent) {
                    parent.first = next;
                }
            }
        }
        match self.get(next) {
            Some(next) => next.previous = previous,
            None => {
                if let Some(parent) = self.get(parent) {
                    parent.last = previous;
                }
            }
        }
    }

    /// Put a node into another, before one of its children or at the end; tells its depth.
    fn attach(&mut self, id: NodeId, parent: NodeId, before: NodeId) -> u32 {
        let previous = match before {
            NONE => self.link(parent, |node| node.last),
            before => self.link(before, |node| node.previous),
        };
        let previous = previous.unwrap_or(NONE);
        let depth = self.nodes.get(parent as usize).map_or(0, |node| node.depth + 1);
        if let Some(node) = self.get(id) {
            (node.parent, node.previous, node.next, node.depth) = (parent, previous, before, depth);
        }
        match self.get(previous) {
            Some(previous) => previous.next = id,
            None => {
                if let Some(parent) = self.get(parent) {
                    parent.first = id;
                }
            }
        }
        match self.get(before) {
            Some(before) => before.previous = id,
            None => {
                if let Some(parent) = self.get(parent) {
                    parent.last = id;
                }
            }
        }
        depth
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.nameless(Tree::ROOT)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let name = Rc::new(name);
        let id = self.add(Kind::Element(Element {
            name: Rc::clone(&name),
            attributes,
        }));
        Handle { id, name }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.nameless(self.add(Kind::Other))
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> Handle {
        self.create_comment(data)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.id, NONE, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let has_parent = self.tree.borrow().parent(element.id).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What is in a template is in a node that is nowhere.
    fn get_template_contents(&self, _: &Handle) -> Handle {
        self.create_comment(StrTendril::new())
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let parent = self.tree.borrow().parent(sibling.id);
        if let Some(parent) = parent {
            self.insert(parent, sibling.id, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        let mut tree = self.tree.borrow_mut();
        let Some(Node {
            kind: Kind::Element(element),
            ..
        }) = tree.get(target.id)
        else {
            return;
        };
        for attribute in attributes {
            if element.attributes.iter().all(|known| known.name != attribute.name) {
                element.attributes.push(attribute);
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.tree.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let children: Vec<NodeId> = self.tree.borrow().children(node.id).collect();
        self.moved.set(self.moved.get() + children.len());
        if self.moved.get() > self.most {
            self.refused.set(Some(Refusal::TooMany));
        }
        let mut tree = self.tree.borrow_mut();
        for child in children {
            tree.detach(child);
            tree.attach(child, new_parent.id, NONE);
        }
    }

    fn allow_declarative_shadow_roots(&self, _: &Handle) -> bool {
        false
    }
}

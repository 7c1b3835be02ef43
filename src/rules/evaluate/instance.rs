//! Documents laid onto their forms: for each field that stands in the report, or in one beside it, its cell.

use std::{ops::Range, sync::Arc};

use crate::rules::{lang::effort::Effort, pack::rule_set::RuleSet};
use crate::{
    compare::members::Members,
    diagnostic::finding::Localized,
    document::{
        limits::Limits,
        model::{Node, Style, Value},
    },
    form::{
        schema::Schema,
        shape::{Kind, Shape, ShapeId, TypeId},
    },
    text::{
        path::FieldPath,
        source::{Source, Span},
    },
};

/// A text of more bytes is pointed at by its key.
const LONG: usize = 200;

/// A cell's index in its [`Binding`]; no two documents of a binding share one.
pub(crate) use crate::rules::lang::value::CellId;

/// A field that stands in the report.
#[derive(Clone, Debug)]
pub(crate) struct Cell<'d> {
    /// The field of the form.
    pub shape: ShapeId,
    /// The record or list around it.
    pub parent: Option<CellId>,
    /// Its value; none if the field is missing.
    pub node: Option<&'d Node>,
    /// Where its key stands.
    pub key_span: Option<Span>,
    /// Its place in a list.
    pub index: usize,
    /// The document it stands in.
    pub document: DocumentId,
    children: Range<CellId>,
}

/// A document's index in its [`Binding`].
pub(crate) type DocumentId = usize;

/// A report laid onto its form, and documents beside it on theirs. Building it is linear in the documents and in the forms.
#[derive(Debug)]
pub(crate) struct Binding<'d> {
    /// The form of the report.
    pub schema: &'d Schema,
    /// The form of each document.
    forms: Vec<&'d Schema>,
    cells: Vec<Cell<'d>>,
    /// The cells of the report by type; the rules are about no others.
    by_type: Vec<Vec<CellId>>,
    previous: Option<Previous<'d>>,
    members: Option<&'d Members>,
    /// What the rules may search.
    pub effort: Effort,
}

/// Last year's report beside the one that rules are about.
#[derive(Debug)]
struct Previous<'d> {
    /// Its top among the cells.
    top: CellId,
    root: &'d Node,
    schema: &'d Schema,
    /// The rules for it.
    rules: &'d RuleSet,
    /// Its text.
    source: Arc<Source>,
}

impl<'d> Binding<'d> {
    /// Lay `root` onto the form.
    #[must_use]
    pub(crate) fn new(schema: &'d Schema, root: &'d Node) -> Self {
        let mut binding = Self {
            schema,
            forms: Vec::new(),
            cells: Vec::with_capacity(512),
            by_type: vec![Vec::new(); schema.type_names().len()],
            previous: None,
            members: None,
            effort: Effort::new(Limits::SEARCHED),
        };
        binding.lay(schema, root);
        binding
    }

    /// The same with last year's report, which stands in `source`, laid beside it.
    #[must_use]
    pub(crate) fn with_previous(
        mut self,
        schema: &'d Schema,
        rules: &'d RuleSet,
        root: &'d Node,
        source: Arc<Source>,
    ) -> Self {
        let top = self.lay(schema, root);
        self.previous = Some(Previous {
            top,
            root,
            schema,
            rules,
            source,
        });
        self
    }

    /// The same with the reports that this one sums up.
    #[must_use]
    pub(crate) fn with_members(mut self, members: &'d Members) -> Self {
        self.members = Some(members);
        self
    }

    /// The top of last year's report.
    #[must_use]
    pub(crate) fn previous(&self) -> Option<CellId> {
        self.previous.as_ref().map(|previous| previous.top)
    }

    /// Last year's report by itself with the rules for it, and how far its cells are shifted here.
    pub(crate) fn previous_alone(&self) -> Option<(Self, &'d RuleSet, CellId)> {
        let previous = self.previous.as_ref()?;
        let alone = Binding::new(previous.schema, previous.root);
        Some((alone, previous.rules, previous.top))
    }

    /// The reports that this one sums up.
    #[must_use]
    pub(crate) fn members(&self) -> Option<&'d Members> {
        self.members
    }

    /// The text that a cell stands in; none for the report itself.
    #[must_use]
    pub(crate) fn file(&self, id: CellId) -> Option<&Arc<Source>> {
        let is_other = self.cells[id].document != Self::REPORT;
        let previous = self.previous.as_ref().filter(|_| is_other);
        previous.map(|previous| &previous.source)
    }

    /// Lay a document onto its form, behind those that are there.
    fn lay(&mut self, schema: &'d Schema, root: &'d Node) -> CellId {
        let first = self.cells.len();
        self.cells.push(Cell {
            shape: schema.root(),
            parent: None,
            node: Some(root),
            key_span: None,
            index: 0,
            document: self.forms.len(),
            children: 0..0,
        });
        self.forms.push(schema);
        let mut at = first;
        while at < self.cells.len() {
            self.open(at);
            at += 1;
        }
        first
    }

    /// Append the children of a cell, so that they stand side by side.
    fn open(&mut self, at: CellId) {
        let Cell {
            shape,
            node: Some(node),
            document,
            ..
        } = self.cells[at]
        else {
            return;
        };
        let schema = self.forms[document];
        let field = schema.shape(shape);
        let holds = match field.kind {
            Kind::Record => matches!(node.value, Value::Record(_)),
            Kind::List => matches!(node.value, Value::List(_)),
            _ => true,
        };
        if !holds {
            return;
        }
        if document == Self::REPORT {
            for of in &field.types {
                self.by_type[*of].push(at);
            }
        }
        let first = self.cells.len();
        match &node.value {
            Value::Record(entries) if field.kind == Kind::Record => {
                // Authors keep the order of the form, so the next entry is usually the one looked for.
                let mut next = 0;
                for child in &field.children {
                    let key = &schema.shape(*child).key;
                    let found = match entries.get(next) {
                        Some(entry) if entry.key == *key => Some(next),
                        _ => entries.iter().position(|entry| entry.key == *key),
                    };
                    let entry = found.map(|found| &entries[found]);
                    next = found.map_or(next, |found| found + 1);
                    self.cells.push(Cell {
                        shape: *child,
                        parent: Some(at),
                        node: entry.map(|entry| &entry.value),
                        key_span: entry.map(|entry| entry.key_span),
                        index: 0,
                        document,
                        children: 0..0,
                    });
                }
            }
            Value::List(items) if field.kind == Kind::List => {
                for (index, item) in items.iter().enumerate() {
                    self.cells.extend(field.children.first().map(|child| Cell {
                        shape: *child,
                        parent: Some(at),
                        node: Some(item),
                        key_span: None,
                        index,
                        document,
                        children: 0..0,
                    }));
                }
            }
            _ => {}
        }
        self.cells[at].children = first..self.cells.len();
    }

    /// The cell of the whole report.
    pub(crate) const ROOT: CellId = 0;

    /// The report itself among the documents.
    pub(crate) const REPORT: DocumentId = 0;

    /// A cell.
    #[must_use]
    pub(crate) fn cell(&self, id: CellId) -> &Cell<'d> {
        &self.cells[id]
    }

    /// The field of the form that a cell is of.
    #[must_use]
    pub(crate) fn shape(&self, id: CellId) -> &'d Shape {
        self.schema_of(id).shape(self.cells[id].shape)
    }

    /// The form of the document that a cell stands in.
    #[must_use]
    pub(crate) fn schema_of(&self, id: CellId) -> &'d Schema {
        self.forms[self.cells[id].document]
    }

    /// The cells of the report of a type, in the order of the form.
    #[must_use]
    pub(crate) fn of_type(&self, of: TypeId) -> &[CellId] {
        &self.by_type[of]
    }

    /// The cells inside a cell: one for each field of a record, there or not; one for each element of a list.
    #[must_use]
    pub(crate) fn children(&self, id: CellId) -> Range<CellId> {
        self.cells[id].children.clone()
    }

    /// Whether the cell's field is there, but left blank.
    #[must_use]
    pub(crate) fn is_blank(&self, id: CellId) -> bool {
        let cell = &self.cells[id];
        match cell.node.map(|node| &node.value) {
            Some(Value::Null) => true,
            Some(Value::Text(text)) => {
                let field = self.shape(id);
                match field.kind {
                    Kind::Text | Kind::Date | Kind::Any => text.text.trim().is_empty(),
                    kind => kind.is_number() && field.is_blank_text(&text.text),
                }
            }
            _ => false,
        }
    }

    /// The JSON Pointer of a cell.
    #[must_use]
    pub(crate) fn pointer(&self, id: CellId) -> String {
        let mut steps = Vec::new();
        let mut at = id;
        while let Some(parent) = self.cells[at].parent {
            steps.push(self.step(at, parent));
            at = parent;
        }
        FieldPath::from_iter(steps.into_iter().rev()).to_pointer()
    }

    fn step(&self, at: CellId, parent: CellId) -> String {
        match self.shape(parent).kind {
            Kind::List => self.cells[at].index.to_string(),
            _ => self.shape(at).key.clone(),
        }
    }

    /// The label of a cell in the words of the form; elements of a list are numbered from 1.
    #[must_use]
    pub(crate) fn label(&self, id: CellId) -> Localized {
        let mut label = self.schema_of(id).labels(self.cells[id].shape);
        let mut at = id;
        while let Some(parent) = self.cells[at].parent {
            if self.shape(parent).kind == Kind::List {
                let number = format!(" [{}]", self.cells[at].index + 1);
                label.zh.push_str(&number);
                label.en.push_str(&number);
            }
            at = parent;
        }
        label
    }

    /// The place of a cell: its value, or its key where the value is empty or long; where the field is missing, the place of
    /// what is around it.
    #[must_use]
    pub(crate) fn span(&self, id: CellId) -> Span {
        let cell = &self.cells[id];
        match (cell.node, cell.key_span, cell.parent) {
            (Some(node), Some(key), _) => match &node.value {
                Value::Null | Value::Record(_) | Value::List(_) => key,
                Value::Text(text)
                    if text.style == Style::Block || text.text.len() > LONG || text.text.trim().is_empty() =>
                {
                    key
                }
                _ => node.span,
            },
            (Some(node), None, _) => match node.entries().first() {
                Some(entry) => entry.key_span,
                None => node.span,
            },
            (None, _, Some(parent)) => self.span(parent),
            (None, _, None) => Span::new(0, 0),
        }
    }

    /// The nearest cell around `id`, or itself, that is of one of the types of the report's form.
    #[must_use]
    pub(crate) fn around(&self, id: CellId, of: &[TypeId]) -> Option<CellId> {
        // Types of another form have other numbers.
        let mut at = Some(id).filter(|id| !of.is_empty() && self.cells[*id].document == Self::REPORT);
        while let Some(cell) = at {
            if self.shape(cell).types.iter().any(|found| of.contains(found)) {
                return at;
            }
            at = self.cells[cell].parent;
        }
        None
    }
}

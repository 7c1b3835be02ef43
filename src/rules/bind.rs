//! The document laid onto the form: for each field that stands in the report, its cell.

use std::ops::Range;

use crate::{
    document::{Node, Style, Value, pointer_step},
    finding::Lang,
    schema::{Kind, Schema, ShapeId, TypeId},
    source::Span,
};

/// A text of more bytes is pointed at by its key.
const LONG: usize = 200;

/// A cell's index in its [`Binding`].
pub type CellId = usize;

/// A field that stands in the report.
#[derive(Clone, Debug)]
pub struct Cell<'d> {
    /// The field of the form.
    pub shape: ShapeId,
    /// The record or list around it.
    pub parent: Option<CellId>,
    /// Its value; none if the field is missing.
    pub node: Option<&'d Node<'d>>,
    /// Where its key stands.
    pub key_span: Option<Span>,
    /// Its place in a list.
    pub index: usize,
    children: Range<CellId>,
}

/// The document laid onto the form. Building it is linear in the document and in the form.
#[derive(Debug)]
pub struct Binding<'d> {
    /// The form.
    pub schema: &'d Schema,
    cells: Vec<Cell<'d>>,
    by_type: Vec<Vec<CellId>>,
}

impl<'d> Binding<'d> {
    /// Lay `root` onto the form.
    #[must_use]
    pub fn new(schema: &'d Schema, root: &'d Node<'d>) -> Self {
        let mut binding = Self {
            schema,
            cells: Vec::with_capacity(512),
            by_type: vec![Vec::new(); schema.type_names().len()],
        };
        binding.cells.push(Cell {
            shape: schema.root(),
            parent: None,
            node: Some(root),
            key_span: None,
            index: 0,
            children: 0..0,
        });
        let mut at = 0;
        while at < binding.cells.len() {
            binding.open(at);
            at += 1;
        }
        binding
    }

    /// Append the children of a cell, so that they stand side by side.
    fn open(&mut self, at: CellId) {
        let Cell {
            shape,
            node: Some(node),
            ..
        } = self.cells[at]
        else {
            return;
        };
        let schema = self.schema;
        let field = schema.shape(shape);
        let holds = match field.kind {
            Kind::Record => matches!(node.value, Value::Record(_)),
            Kind::List => matches!(node.value, Value::List(_)),
            _ => true,
        };
        if !holds {
            return;
        }
        for of in &field.types {
            self.by_type[*of].push(at);
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
                        children: 0..0,
                    }));
                }
            }
            _ => {}
        }
        self.cells[at].children = first..self.cells.len();
    }

    /// The cell of the whole report.
    pub const ROOT: CellId = 0;

    /// A cell.
    #[must_use]
    pub fn cell(&self, id: CellId) -> &Cell<'d> {
        &self.cells[id]
    }

    /// The cells of a type, in the order of the form.
    #[must_use]
    pub fn of_type(&self, of: TypeId) -> &[CellId] {
        &self.by_type[of]
    }

    /// The cells inside a cell: one for each field of a record, there or not; one for each element of a list.
    #[must_use]
    pub fn children(&self, id: CellId) -> Range<CellId> {
        self.cells[id].children.clone()
    }

    /// Whether the cell's field is there, but left blank.
    #[must_use]
    pub fn is_blank(&self, id: CellId) -> bool {
        let cell = &self.cells[id];
        match cell.node.map(|node| &node.value) {
            Some(Value::Null) => true,
            Some(Value::Text(text)) => {
                let field = self.schema.shape(cell.shape);
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
    pub fn pointer(&self, id: CellId) -> String {
        let mut steps = Vec::new();
        let mut at = id;
        while let Some(parent) = self.cells[at].parent {
            steps.push(self.step(at, parent));
            at = parent;
        }
        steps.iter().rev().map(|step| pointer_step(step)).collect()
    }

    fn step(&self, at: CellId, parent: CellId) -> String {
        match self.schema.shape(self.cells[parent].shape).kind {
            Kind::List => self.cells[at].index.to_string(),
            _ => self.schema.shape(self.cells[at].shape).key.clone(),
        }
    }

    /// The label of a cell in the words of the form; elements of a list are numbered from 1.
    #[must_use]
    pub fn label(&self, id: CellId, lang: Lang) -> String {
        let mut label = self.schema.label(self.cells[id].shape, lang);
        let mut at = id;
        while let Some(parent) = self.cells[at].parent {
            if self.schema.shape(self.cells[parent].shape).kind == Kind::List {
                label.push_str(&format!(" [{}]", self.cells[at].index + 1));
            }
            at = parent;
        }
        label
    }

    /// The place of a cell: its value, or its key where the value is empty or long; where the field is missing, the place of
    /// what is around it.
    #[must_use]
    pub fn span(&self, id: CellId) -> Span {
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

    /// The nearest cell around `id`, or itself, that is of one of the types.
    #[must_use]
    pub fn around(&self, id: CellId, of: &[TypeId]) -> Option<CellId> {
        let mut at = Some(id).filter(|_| !of.is_empty());
        while let Some(cell) = at {
            if self
                .schema
                .shape(self.cells[cell].shape)
                .types
                .iter()
                .any(|found| of.contains(found))
            {
                return at;
            }
            at = self.cells[cell].parent;
        }
        None
    }
}

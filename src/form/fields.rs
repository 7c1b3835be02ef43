//! The fields of a form as a tree, and how to find one: by path, by pointer, by type.

use std::collections::HashMap;

use crate::{
    diagnostic::finding::Localized,
    text::{
        path::{FieldPath, pointer_steps},
        suggest::nearest,
    },
};
use crate::{
    diagnostic::{finding::Lang, mistake::Mistake},
    form::shape::{Kind, Shape, ShapeId, TypeId},
};

/// The type of the whole report.
pub const REPORT: TypeId = 0;

/// The field trees of a form: the whole report's and one for each type.
#[derive(Debug)]
pub(crate) struct Fields {
    pub shapes: Vec<Shape>,
    pub types: HashMap<String, TypeId>,
    pub type_names: Vec<String>,
    pub prototypes: Vec<ShapeId>,
    pub bases: Vec<Vec<TypeId>>,
}

impl Fields {
    /// A field.
    pub(crate) fn shape(&self, id: ShapeId) -> &Shape {
        &self.shapes[id]
    }

    /// The whole report; its descendants are all the fields.
    pub(crate) fn root(&self) -> ShapeId {
        self.prototypes[REPORT]
    }

    /// All fields in the order of the form, each before those inside it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = ShapeId> + '_ {
        let mut open = vec![self.root()];
        std::iter::from_fn(move || {
            let next = open.pop()?;
            open.extend(self.shapes[next].children.iter().rev());
            Some(next)
        })
    }

    /// The field at a JSON Pointer of a report.
    pub(crate) fn at_pointer(&self, pointer: &str) -> Option<ShapeId> {
        let mut at = self.root();
        for step in pointer_steps(pointer) {
            let shape = self.shape(at);
            at = match shape.kind {
                Kind::List => *shape.children.first()?,
                _ => {
                    let mut children = shape.children.iter();
                    *children.find(|child| self.shape(**child).key == step)?
                }
            };
        }
        Some(at)
    }

    /// The field with a dotted path.
    pub(crate) fn at_path(&self, path: &str) -> Option<ShapeId> {
        self.at_pointer(&FieldPath::parse(path).to_pointer())
    }

    /// The dotted path of a field from the top, as in a rule.
    pub(crate) fn path(&self, id: ShapeId) -> String {
        self.field_path(id).to_string()
    }

    /// The path of a field from the top; `*` stands for what is in a list.
    pub(crate) fn field_path(&self, id: ShapeId) -> FieldPath {
        let mut keys = Vec::new();
        let mut at = Some(id);
        while let Some(shape) = at.map(|at| &self.shapes[at]) {
            if shape.parent.is_some() {
                keys.push(shape.key.as_str());
            }
            at = shape.parent;
        }
        keys.into_iter().rev().collect()
    }

    /// The JSON Pointer of a field in a report.
    pub(crate) fn pointer(&self, id: ShapeId) -> String {
        self.field_path(id).to_pointer()
    }

    /// The label of a field in all languages.
    pub(crate) fn labels(&self, id: ShapeId) -> Localized {
        Localized {
            zh: self.label(id, Lang::Zh),
            en: self.label(id, Lang::En),
        }
    }

    /// The label of a field in the words of the form, from the top.
    pub(crate) fn label(&self, id: ShapeId, lang: Lang) -> String {
        let mut parts = Vec::new();
        let mut at = id;
        while let Some(parent) = self.shapes[at].parent {
            let text = self.shapes[at].label.get(lang);
            if !text.is_empty() {
                parts.push((text, self.shapes[parent].columns));
            }
            at = parent;
        }
        let mut label = String::new();
        for (text, is_column) in parts.into_iter().rev() {
            if !label.is_empty() {
                label.push_str(match (is_column, text.starts_with('（')) {
                    (true, _) => " · ",
                    (false, true) => "",
                    (false, false) => " ",
                });
            }
            label.push_str(text);
        }
        label
    }

    /// A schema names a field that the form does not have.
    pub(crate) fn no_field(&self, pointer: &str, path: &str) -> Mistake {
        let known: Vec<String> = self.iter().map(|field| self.path(field)).collect();
        let error = Mistake::at(
            pointer,
            format!("没有字段 `{path}`"),
            format!("there is no field `{path}`"),
        );
        error.meaning(nearest(path, known.iter().map(String::as_str)))
    }
}

//! One statutory format: what a report of it can be, with the official labels.

use crate::form::identity::Identity;
use crate::form::json_view::DocumentJson;
use crate::form::printed::Printed;
use crate::form::shape::{Kind, Shape, ShapeId, TypeId};
use std::{collections::HashMap, sync::OnceLock};

use serde_json::Value as Json;

use crate::{
    diagnostic::{
        finding::{Lang, Localized},
        load_error::{LoadError, LoadErrors},
    },
    text::{
        path::FieldPath,
        source::{Source, Span},
    },
};

/// A loaded schema.
#[derive(Debug)]
pub struct Schema {
    /// The schema's id: its `$id`, and the value of a report's `schema` key.
    pub id: String,
    /// Its title.
    pub title: Localized,
    pub(crate) source: Source,
    pub(crate) json: Json,
    pub(crate) validator: jsonschema::Validator<DocumentJson>,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) types: HashMap<String, TypeId>,
    pub(crate) type_names: Vec<String>,
    pub(crate) prototypes: Vec<ShapeId>,
    pub(crate) bases: Vec<Vec<TypeId>>,
    pub(crate) required_texts: Vec<String>,
    /// Where a report says whose it is and for which year.
    pub identity: Identity,
    pub(crate) published: Option<crate::form::keyword::File>,
    pub(crate) printed: OnceLock<Printed>,
}

/// The type of the whole report.
pub const REPORT: TypeId = 0;

impl Schema {
    /// Read a schema file.
    ///
    /// # Errors
    /// Everything that is wrong with it, with places in the file.
    pub fn load(source: Source) -> Result<Self, LoadErrors> {
        let json: Json = match serde_yaml::from_str(source.text()) {
            Ok(json) => json,
            Err(error) => {
                let at = error.location().map_or(0, |location| location.index());
                return Err(LoadErrors::one(source, LoadError::yaml(at, &error)));
            }
        };
        let Some(id) = json["$id"].as_str().map(str::to_owned) else {
            let error = LoadError::new(
                Span::new(0, 1),
                "schema 缺少 `$id`",
                "the schema has no `$id`, which names it",
            );
            return Err(LoadErrors::one(source, error));
        };
        let validator = match jsonschema::options_for::<DocumentJson>()
            .should_validate_formats(true)
            .build(&json)
        {
            Ok(validator) => validator,
            Err(error) => {
                let span = crate::diagnostic::load_error::locate(source.text(), error.instance_path().as_str());
                let error = LoadError::new(
                    span,
                    format!("不是有效的 JSON Schema：{error}"),
                    format!("not a valid JSON Schema: {error}"),
                );
                return Err(LoadErrors::one(source, error));
            }
        };
        let tree = match crate::form::shape::Tree::build(&json) {
            Ok(tree) => tree,
            Err((pointer, zh, en)) => {
                let span = crate::diagnostic::load_error::locate(source.text(), &pointer);
                return Err(LoadErrors::one(source, LoadError::new(span, zh, en)));
            }
        };
        let published = crate::form::keyword::File::of(&json).map_err(|wrong| wrong.in_source(&source))?;
        let mut schema = Self {
            id,
            title: crate::form::shape::localized_title(&json).unwrap_or_default(),
            source,
            json,
            validator,
            types: tree
                .type_names
                .iter()
                .enumerate()
                .map(|(at, name)| (name.clone(), at))
                .collect(),
            shapes: tree.shapes,
            type_names: tree.type_names,
            prototypes: tree.prototypes,
            bases: tree.bases,
            required_texts: Vec::new(),
            identity: Identity::default(),
            published,
            printed: OnceLock::new(),
        };
        schema.required_texts = schema.required_texts_of_form();
        schema.identity = match Identity::read(&schema) {
            Ok(identity) => identity,
            Err((pointer, zh, en)) => {
                let span = crate::diagnostic::load_error::locate(schema.source.text(), &pointer);
                return Err(LoadErrors::one(schema.source, LoadError::new(span, zh, en)));
            }
        };
        if let Some(file) = &schema.published {
            file.check(&schema).map_err(|wrong| wrong.in_source(&schema.source))?;
        }
        Ok(schema)
    }

    /// The file it was read from.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The schema as JSON Schema.
    #[must_use]
    pub fn json(&self) -> &Json {
        &self.json
    }

    /// JSON Pointers of the texts that the schema requires; an empty one is as good as none.
    #[must_use]
    pub fn required_texts(&self) -> &[String] {
        &self.required_texts
    }

    /// How the form is printed; none if the schema does not say.
    pub(crate) fn printed(&self) -> Option<&Printed> {
        let file = self.published.as_ref()?;
        Some(self.printed.get_or_init(|| Printed::new(self, file)))
    }

    pub(crate) fn required_texts_of_form(&self) -> Vec<String> {
        let is_required = |field: &ShapeId| self.shape(*field).required && self.shape(*field).kind == Kind::Text;
        // What is in a list has no pointer of its own.
        let paths = self.fields().filter(is_required).map(|field| self.field_path(field));
        let paths = paths.filter(|path| path.steps().iter().all(|step| step != "*"));
        paths.map(|path| path.to_pointer()).collect()
    }

    /// The validator of the whole.
    #[must_use]
    pub fn validator(&self) -> &jsonschema::Validator<DocumentJson> {
        &self.validator
    }

    /// A field of the form.
    #[must_use]
    pub fn shape(&self, id: ShapeId) -> &Shape {
        &self.shapes[id]
    }

    /// The whole report; its descendants are all the fields of the form.
    #[must_use]
    pub fn root(&self) -> ShapeId {
        self.prototypes[REPORT]
    }

    /// The type called `name`; `report` is the whole report.
    #[must_use]
    pub fn type_id(&self, name: &str) -> Option<TypeId> {
        self.types.get(name).copied()
    }

    /// The names of all types; the position is the [`TypeId`].
    #[must_use]
    pub fn type_names(&self) -> &[String] {
        &self.type_names
    }

    /// A field tree that stands for any value of the type: the children of a value of this type, wherever it stands, are in
    /// the same order.
    #[must_use]
    pub fn prototype(&self, of: TypeId) -> ShapeId {
        self.prototypes[of]
    }

    /// The type and the types it is a subtype of.
    #[must_use]
    pub fn bases(&self, of: TypeId) -> &[TypeId] {
        &self.bases[of]
    }

    /// The fields of the whole form in its order, each before those inside it.
    pub fn fields(&self) -> impl Iterator<Item = ShapeId> + '_ {
        let mut open = vec![self.root()];
        std::iter::from_fn(move || {
            let next = open.pop()?;
            open.extend(self.shapes[next].children.iter().rev());
            Some(next)
        })
    }

    /// The path of a field from the top; `*` stands for what is in a list.
    fn field_path(&self, id: ShapeId) -> FieldPath {
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

    /// The dotted path of a field from the top, as in a rule.
    #[must_use]
    pub fn path(&self, id: ShapeId) -> String {
        self.field_path(id).to_string()
    }

    /// The JSON Pointer of a field in a report.
    #[must_use]
    pub(crate) fn pointer(&self, id: ShapeId) -> String {
        self.field_path(id).to_pointer()
    }

    /// The field at a dotted path; the whole report is none.
    pub(crate) fn field(&self, path: &str) -> Option<ShapeId> {
        let field = self.at_pointer(&FieldPath::parse(path).to_pointer())?;
        (field != self.root()).then_some(field)
    }

    /// The JSON Pointer of a dotted path, if it is that of a field.
    pub(crate) fn pointer_of(&self, path: &str) -> Option<String> {
        self.field(path).map(|_| FieldPath::parse(path).to_pointer())
    }

    /// The label of a field in all languages, from the top.
    #[must_use]
    pub fn labels(&self, id: ShapeId) -> Localized {
        Localized {
            zh: self.label(id, Lang::Zh),
            en: self.label(id, Lang::En),
        }
    }

    /// The label of a field in the words of the form, from the top.
    #[must_use]
    pub fn label(&self, id: ShapeId, lang: Lang) -> String {
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
}

//! One statutory format: what a report of it can be, with the official labels.

use std::{collections::HashMap, sync::OnceLock};

use serde_json::Value as Json;

use crate::{
    diagnostic::{
        finding::{Lang, Localized},
        load_error::{LoadError, LoadErrors},
        message::Statement,
        mistake::Mistake,
    },
    document::{
        deserialize::from_document,
        model::{Document, Node, Style, Text, Value},
        own_file,
    },
    form::{
        fields::Fields,
        identity::Identity,
        inferred::Inferred,
        json_view::DocumentJson,
        keyword::PublishedFile,
        load_fields::load_fields,
        printed::Printed,
        shape::{Kind, Shape, ShapeId, TypeId, localized_title},
        weight,
    },
    text::source::{Source, Span},
};

pub use crate::form::fields::REPORT;

/// The key of a report that names its form.
pub(crate) const FORM_KEY: &str = "schema";

/// Bytes that a compiled `pattern` may take.
const PATTERN_BYTES: usize = 1 << 20;

/// A loaded schema.
#[derive(Debug)]
pub struct Schema {
    /// The schema's id: its `$id`, and the value of a report's `schema` key.
    pub id: String,
    /// Its title.
    pub title: Localized,
    source: Source,
    json: Json,
    validator: jsonschema::Validator<DocumentJson>,
    fields: Fields,
    required_texts: Vec<String>,
    /// Which fields tell reports of this form apart.
    pub identity: Identity,
    /// What fields are taken to be where a report does not state them.
    inferred: Vec<Inferred>,
    published: Option<PublishedFile>,
    printed: OnceLock<Printed>,
}

impl Schema {
    /// Read a schema file.
    ///
    /// # Errors
    /// Everything that is wrong with it, with places in the file.
    pub fn load(source: Source) -> Result<Self, LoadErrors> {
        let document = own_file::read(&source)?;
        let json: Json = document
            .and_then(|document| from_document(&document, source.text()).ok())
            .unwrap_or_default();
        let Some(id) = json["$id"].as_str().map(str::to_owned) else {
            let error = LoadError::new(
                Span::new(0, 1),
                "schema 缺少 `$id`",
                "the schema has no `$id`, which names it",
            );
            return Err(LoadErrors::one(source, error));
        };
        Self::read(id, json, source.clone()).map_err(|wrong| crate::document::locate::placed(source, wrong))
    }

    /// The form of a file whose form is not known: it has no fields, and any record is of its shape.
    ///
    /// # Errors
    /// None that a user could cause.
    pub(crate) fn unknown() -> Result<Self, LoadErrors> {
        let source = Source::new("", "");
        let json = serde_json::json!({"type": "object"});
        Self::read(String::new(), json, source.clone())
            .map_err(|mistakes| crate::document::locate::placed(source, mistakes))
    }

    fn read(id: String, json: Json, source: Source) -> Result<Self, Vec<Mistake>> {
        let fields = load_fields(&json).map_err(|wrong| vec![wrong])?;
        if let Some(wrong) = weight::examine(&json) {
            return Err(vec![wrong]);
        }
        // Patterns that look around would make the work on a text exponential.
        let patterns = jsonschema::PatternOptions::regex().size_limit(PATTERN_BYTES);
        let options = jsonschema::options_for::<DocumentJson>()
            .should_validate_formats(true)
            .with_pattern_options(patterns);
        let validator = options.build(&json).map_err(|error| {
            vec![Mistake::at(
                error.instance_path().as_str(),
                format!("不是有效的 JSON Schema：{error}"),
                format!("not a valid JSON Schema: {error}"),
            )]
        })?;
        let published = PublishedFile::of(&json).map_err(|wrong| vec![wrong])?;
        let mut wrong = Vec::new();
        let identity = Identity::read(&json, &fields, &mut wrong);
        let inferred = Inferred::read(&json, &fields, &mut wrong);
        if let Some(file) = &published {
            file.check(&fields, &mut wrong);
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Self {
            id,
            title: localized_title(&json).unwrap_or_default(),
            source,
            validator,
            required_texts: required_texts(&fields),
            identity,
            inferred,
            published,
            printed: OnceLock::new(),
            fields,
            json,
        })
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
        let printed = || Printed::new(&self.fields, &self.identity, file);
        Some(self.printed.get_or_init(printed))
    }

    /// Put what the words of a report tell in the place of what it does not state; `source` is the text that it was read from.
    pub(crate) fn infer(&self, document: &mut Document, source: &str) {
        for inferred in &self.inferred {
            let none = HashMap::new();
            let letters = self.printed().map_or(&none, |printed| &printed.letters);
            if let Some((value, span)) = inferred.of(&document.root, source, letters) {
                let value = Value::Text(Text {
                    text: value.as_str().into(),
                    style: Style::Inferred,
                });
                document.root.put(&inferred.pointer, Node { span, value });
            }
        }
    }

    /// What a field of a report was taken to be, to be said at the words that tell it; none where the report states it.
    pub(crate) fn inferred(&self, field: ShapeId, node: &Node) -> Option<Statement> {
        let Value::Text(text) = &node.value else { return None };
        if text.style != Style::Inferred {
            return None;
        }
        let inferred = self.inferred.iter().find(|inferred| inferred.field == field)?;
        Some(inferred.says(self.shape(field), &text.text))
    }

    /// The validator of the whole.
    #[must_use]
    pub fn validator(&self) -> &jsonschema::Validator<DocumentJson> {
        &self.validator
    }

    /// A field of the form.
    #[must_use]
    pub fn shape(&self, id: ShapeId) -> &Shape {
        self.fields.shape(id)
    }

    /// The whole report; its descendants are all the fields of the form.
    #[must_use]
    pub fn root(&self) -> ShapeId {
        self.fields.root()
    }

    /// The type called `name`; `report` is the whole report.
    #[must_use]
    pub fn type_id(&self, name: &str) -> Option<TypeId> {
        self.fields.types.get(name).copied()
    }

    /// The names of all types; the position is the [`TypeId`].
    #[must_use]
    pub fn type_names(&self) -> &[String] {
        &self.fields.type_names
    }

    /// A field tree that stands for any value of the type: the children of a value of this type, wherever it stands, are in
    /// the same order.
    #[must_use]
    pub fn prototype(&self, of: TypeId) -> ShapeId {
        self.fields.prototypes[of]
    }

    /// The type and the types it is a subtype of.
    #[must_use]
    pub fn bases(&self, of: TypeId) -> &[TypeId] {
        &self.fields.bases[of]
    }

    /// The fields of the whole form in its order, each before those inside it.
    pub fn fields(&self) -> impl Iterator<Item = ShapeId> + '_ {
        self.fields.iter()
    }

    /// The field at a JSON Pointer of a report.
    #[must_use]
    pub fn at_pointer(&self, pointer: &str) -> Option<ShapeId> {
        self.fields.at_pointer(pointer)
    }

    /// The dotted path of a field from the top, as in a rule.
    #[must_use]
    pub fn path(&self, id: ShapeId) -> String {
        self.fields.path(id)
    }

    /// The JSON Pointer of a field in a report.
    pub(crate) fn pointer(&self, id: ShapeId) -> String {
        self.fields.pointer(id)
    }

    /// The field with a dotted path.
    #[must_use]
    pub fn at_path(&self, path: &str) -> Option<ShapeId> {
        self.fields.at_path(path).filter(|_| !path.is_empty())
    }

    /// The label of a field in all languages.
    #[must_use]
    pub fn labels(&self, id: ShapeId) -> Localized {
        self.fields.labels(id)
    }

    /// The label of a field in the words of the form, from the top.
    #[must_use]
    pub fn label(&self, id: ShapeId, lang: Lang) -> String {
        self.fields.label(id, lang)
    }
}

/// JSON Pointers of the texts that a schema requires. What is in a list has no pointer of its own.
fn required_texts(fields: &Fields) -> Vec<String> {
    let is_required = |field: &ShapeId| fields.shape(*field).required && fields.shape(*field).kind == Kind::Text;
    let paths = fields.iter().filter(is_required).map(|field| fields.field_path(field));
    let paths = paths.filter(|path| path.steps().iter().all(|step| step != "*"));
    paths.map(|path| path.to_pointer()).collect()
}

//! A report to begin with: every field of the form in its order, with the official labels as comments and nothing filled in.

use std::collections::BTreeMap;

use crate::{
    diagnostic::finding::Lang,
    emit::yaml_writer::{YamlWriter, scalar},
    form::{
        schema::Schema,
        shape::{Kind, ShapeId},
    },
};

/// Write the skeleton of a report as YAML. `values` are filled in, by dotted path.
#[must_use]
pub fn skeleton(schema: &Schema, values: &BTreeMap<String, String>, lang: Lang) -> String {
    let mut skeleton = Skeleton {
        writer: YamlWriter::new(schema, lang),
        schema,
        values,
    };
    skeleton.fields(schema.root(), 0);
    skeleton.writer.text
}

struct Skeleton<'s> {
    writer: YamlWriter<'s>,
    schema: &'s Schema,
    values: &'s BTreeMap<String, String>,
}

impl Skeleton<'_> {
    fn fields(&mut self, around: ShapeId, depth: usize) {
        let children = &self.schema.shape(around).children;
        let rows = children.iter().filter(|child| self.schema.shape(**child).columns);
        let wide = rows
            .clone()
            .map(|row| self.schema.shape(*row).key.len())
            .max()
            .unwrap_or_default();
        if let Some(row) = rows.clone().next() {
            let titles = self.schema.shape(*row).children.iter();
            let titles: Vec<&str> = titles.map(|column| self.writer.title(*column)).collect();
            self.writer.line(depth, &format!("# {}", titles.join(" | ")), "");
        }
        let is_beside = |field: &ShapeId| {
            let mut parts = self.schema.printed().into_iter().flat_map(|printed| &printed.sections);
            parts.any(|part| part.beside == Some(*field))
        };
        // Few reports have text beside a table.
        for child in children.iter().filter(|child| !is_beside(child)) {
            self.field(*child, depth, wide);
        }
    }

    fn field(&mut self, id: ShapeId, depth: usize, wide: usize) {
        let shape = self.schema.shape(id);
        let path = self.schema.path(id);
        let title = self.writer.title(id);
        let key = &shape.key;
        if depth == 0 && matches!(shape.kind, Kind::Record | Kind::List | Kind::Text) {
            self.writer.text.push('\n');
        }
        let value = self
            .values
            .get(&path)
            .cloned()
            .or_else(|| match shape.allowed.as_slice() {
                [only] => only.as_str().map(str::to_owned),
                _ => None,
            });
        let note = self.writer.note(id);
        match (shape.kind, value) {
            (_, Some(value)) => self
                .writer
                .line(depth, &format!("{key}: {}", scalar(&value, shape.kind)), title),
            (Kind::Record, None) if shape.columns => {
                let cells = shape.children.iter().map(|cell| {
                    let column = self.schema.shape(*cell);
                    let value = self.values.get(&self.schema.path(*cell));
                    let value = value.map(|value| scalar(value, column.kind)).unwrap_or_default();
                    format!("{}: {value}", column.key)
                });
                let cells: Vec<String> = cells.collect();
                let row = format!(
                    "{key}:{} {{{}}}",
                    " ".repeat(wide.saturating_sub(key.len())),
                    cells.join(", ")
                );
                self.writer.line(depth, &format!("# {title}"), "");
                self.writer.line(depth, &row, "");
            }
            (Kind::Record, None) => {
                self.writer.line(depth, &format!("{key}:"), &format!("{title}{note}"));
                self.fields(id, depth + 1);
            }
            (Kind::List, None) => self
                .writer
                .line(depth, &format!("{key}: []"), &format!("{title}{note}")),
            (Kind::Text, None) if depth == 0 && shape.allowed.is_empty() => {
                self.writer.line(depth, &format!("# {title}{note}"), "");
                self.writer.line(depth, &format!("{key}: |"), "");
            }
            (_, None) => self.writer.line(depth, &format!("{key}:"), &format!("{title}{note}")),
        }
    }
}

//! A report to begin with: every field of the form in its order, with the official labels as comments and nothing filled in.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use crate::{
    finding::Lang,
    schema::{Kind, Schema, ShapeId},
};

/// Comments start here where the line is short enough; a display column.
const COMMENT_COLUMN: usize = 40;

/// Write the skeleton of a report as YAML. `values` are filled in, by dotted path.
#[must_use]
pub fn skeleton(schema: &Schema, values: &BTreeMap<String, String>, lang: Lang) -> String {
    let mut writer = Writer {
        schema,
        values,
        lang,
        text: String::new(),
    };
    writer.text.push_str(&format!("# {}\n", schema.title.get(lang)));
    writer.fields(schema.root(), 0);
    writer.text
}

struct Writer<'s> {
    schema: &'s Schema,
    values: &'s BTreeMap<String, String>,
    lang: Lang,
    text: String,
}

impl Writer<'_> {
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
            let titles: Vec<&str> = titles
                .map(|column| self.schema.shape(*column).title.get(self.lang))
                .collect();
            self.line(depth, &format!("# {}", titles.join(" | ")), "");
        }
        for child in children {
            self.field(*child, depth, wide);
        }
    }

    fn field(&mut self, id: ShapeId, depth: usize, wide: usize) {
        let shape = self.schema.shape(id);
        let path = self.schema.path(id);
        let title = shape.title.get(self.lang);
        let key = &shape.key;
        if depth == 0 && matches!(shape.kind, Kind::Record | Kind::List | Kind::Text) {
            self.text.push('\n');
        }
        let value = self
            .values
            .get(&path)
            .cloned()
            .or_else(|| match shape.allowed.as_slice() {
                [only] => only.as_str().map(str::to_owned),
                _ => None,
            });
        let note = self.note(id);
        match (shape.kind, value) {
            (_, Some(value)) => self.line(depth, &format!("{key}: {}", quoted(&value, shape.kind)), title),
            (Kind::Record, None) if shape.columns => {
                let cells = shape.children.iter().map(|cell| {
                    let column = self.schema.shape(*cell);
                    let value = self.values.get(&self.schema.path(*cell));
                    let value = value.map(|value| quoted(value, column.kind)).unwrap_or_default();
                    format!("{}: {value}", column.key)
                });
                let cells: Vec<String> = cells.collect();
                let row = format!(
                    "{key}:{} {{{}}}",
                    " ".repeat(wide.saturating_sub(key.len())),
                    cells.join(", ")
                );
                self.line(depth, &format!("# {title}"), "");
                self.line(depth, &row, "");
            }
            (Kind::Record, None) => {
                self.line(depth, &format!("{key}:"), &format!("{title}{note}"));
                self.fields(id, depth + 1);
            }
            (Kind::List, None) => self.line(depth, &format!("{key}: []"), &format!("{title}{note}")),
            (Kind::Text, None) if depth == 0 && shape.allowed.is_empty() => {
                self.line(depth, &format!("# {title}{note}"), "");
                self.line(depth, &format!("{key}: |"), "");
            }
            (_, None) => self.line(depth, &format!("{key}:"), &format!("{title}{note}")),
        }
    }

    /// What the form says about a field beside its label.
    fn note(&self, id: ShapeId) -> String {
        let shape = self.schema.shape(id);
        let allowed: Vec<&str> = shape.allowed.iter().filter_map(|value| value.as_str()).collect();
        let said = match (&shape.description, self.lang) {
            (Some(description), Lang::Zh) => description.clone(),
            _ => allowed.join(", "),
        };
        match (said.is_empty(), self.lang) {
            (true, _) => said,
            (_, Lang::Zh) => format!("：{said}"),
            (_, Lang::En) => format!(": {said}"),
        }
    }

    fn line(&mut self, depth: usize, text: &str, comment: &str) {
        let line = format!("{}{text}", "  ".repeat(depth));
        self.text.push_str(&line);
        if !comment.is_empty() {
            let gap = COMMENT_COLUMN.saturating_sub(line.width()).max(2);
            let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
            self.text.push_str(&format!("{}# {comment}", " ".repeat(gap)));
        }
        self.text.push('\n');
    }
}

/// A value as YAML; quoted where it might be read as something else than the text it is.
fn quoted(value: &str, kind: Kind) -> String {
    let plain = value
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '（' | '）' | '·'));
    let is_word =
        plain && value.chars().next().is_some_and(|c| c.is_alphabetic()) && !matches!(value, "null" | "true" | "false");
    let is_number = !value.is_empty() && value.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.'));
    if (is_number && (kind.is_number() || kind == Kind::Date)) || is_word {
        return value.to_owned();
    }
    serde_json::Value::from(value).to_string()
}

//! How a form is printed: the keyword `x-published` of a schema, and the labels of its tables.

use std::{collections::HashMap, sync::OnceLock};

use crate::form::{
    keyword::{FactFile, File, Parts, Years},
    labels::{Labels, Target},
    print::Print,
    schema::Schema,
    shape::{Shape, ShapeId},
};
use crate::text::normalize::{Folded, letters};
use regex::{Regex, RegexBuilder};

/// A pattern compiles to no more than so many bytes.
const COMPILED_BYTES: usize = 4 << 20;

/// A pattern, compiled when first needed.
#[derive(Debug)]
pub(crate) struct Lazy {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Lazy {
    fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            compiled: OnceLock::new(),
        }
    }

    /// The pattern; none if it would be too large.
    pub fn get(&self) -> Option<&Regex> {
        let compile = || RegexBuilder::new(&self.text).size_limit(COMPILED_BYTES).build().ok();
        self.compiled.get_or_init(compile).as_ref()
    }
}

/// Values read from a place in the text.
#[derive(Debug)]
pub(crate) struct Fact {
    /// Where they stand, the first that matches.
    pub find: Vec<Lazy>,
    /// The fields, as paths, and the groups that are their values.
    pub set: Vec<(String, Parts)>,
}

impl Fact {
    /// `whole`: the patterns describe all of a text, not a part of it.
    fn new(file: &FactFile, whole: bool) -> Self {
        let pattern = |text: &String| match whole {
            true => Lazy::new(&format!("^(?:{text})$")),
            false => Lazy::new(text),
        };
        Self {
            find: file.find.iter().map(pattern).collect(),
            set: file
                .set
                .iter()
                .map(|(path, parts)| (path.clone(), parts.clone()))
                .collect(),
        }
    }
}

/// A part of the report with a heading.
#[derive(Debug)]
pub(crate) struct PrintedSection {
    /// The field.
    pub field: ShapeId,
    /// The number in its title, folded.
    pub number: String,
    /// The table it holds.
    pub table: Option<usize>,
}

/// A row of a table: a record of numbers.
#[derive(Debug)]
pub(crate) struct PrintedRow {
    /// The record.
    pub field: ShapeId,
    /// Its cells, in the order of the form.
    pub columns: Vec<ShapeId>,
}

/// A table of the form.
#[derive(Debug)]
pub(crate) struct PrintedTable {
    /// The field of the report that it fills.
    pub field: ShapeId,
    /// Its rows, in the order of the form.
    pub rows: Vec<PrintedRow>,
    /// Whether all the rows stand side by side in one.
    pub across: bool,
}

/// How a form is printed.
#[derive(Debug)]
pub(crate) struct Printed {
    /// The parts of the report, in the order of the form.
    pub sections: Vec<PrintedSection>,
    /// Where the text before the first part goes.
    pub preamble: Option<ShapeId>,
    /// The tables.
    pub tables: Vec<PrintedTable>,
    /// The labels of the tables.
    pub labels: Labels,
    /// Letters that stand for others.
    pub letters: HashMap<char, char>,
    /// How the title reads.
    pub title: Option<Fact>,
    /// What else is read from the text.
    pub facts: Vec<Fact>,
    headings: HashMap<String, usize>,
    ignore: Vec<Lazy>,
    ends: Vec<Lazy>,
    years: Years,
    blank_words: Vec<String>,
    /// What is printed around the parts.
    pub print: Print,
}

impl Printed {
    pub(crate) fn new(schema: &Schema, file: &File) -> Self {
        let map: HashMap<char, char> = file
            .letters
            .iter()
            .filter_map(|pair| Some((pair.chars().next()?, pair.chars().nth(1)?)))
            .collect();
        let fold = |text: &str| Folded::of(text, 0, &map).text;
        let numbering = file
            .numbering
            .as_deref()
            .and_then(|text| Lazy::new(text).get().cloned());
        let mut labels = Labels::new(numbering);
        let mut tables = Vec::new();
        for field in &schema.shape(schema.root()).children {
            let table = tables.len();
            let mut rows = Vec::new();
            rows_of(schema, *field, &mut rows);
            if rows.is_empty() {
                continue;
            }
            let across = schema.shape(*field).across;
            let mut add = |field: ShapeId, target: Target| {
                let shape = schema.shape(field);
                for label in names(shape) {
                    labels.add(&fold(label), target);
                }
            };
            for (at, row) in rows.iter().enumerate() {
                add(row.field, Target::Row { table, row: at });
                let columns = row.columns.iter();
                columns.for_each(|column| add(*column, Target::Column { table, field: *column }));
                let mut around = schema.shape(row.field).parent;
                while let Some(group) = around.filter(|group| group != field) {
                    add(group, Target::Group { table, field: group });
                    around = schema.shape(group).parent;
                }
            }
            tables.push(PrintedTable {
                field: *field,
                rows,
                across,
            });
        }
        let fields = tables.iter().flat_map(|table: &PrintedTable| {
            let cells = table
                .rows
                .iter()
                .flat_map(|row| std::iter::once(&row.field).chain(&row.columns));
            std::iter::once(&table.field).chain(cells)
        });
        for field in fields {
            let shape = schema.shape(*field);
            for words in [&shape.above, &shape.over, &shape.corner].into_iter().flatten() {
                labels.add(&fold(words), Target::Caption);
            }
        }
        for caption in &file.captions {
            labels.add(&fold(caption), Target::Caption);
        }
        let mut headings = HashMap::new();
        let mut sections = Vec::new();
        for field in file.sections.iter().filter_map(|path| schema.field(path)) {
            let shape = schema.shape(field);
            let title = fold(&shape.title.zh);
            let (_, behind) = labels.numbered(&title);
            for name in names(shape) {
                headings.entry(labels.key(&fold(name))).or_insert(sections.len());
            }
            sections.push(PrintedSection {
                field,
                number: letters(&title[..title.len() - behind.len()]),
                table: tables.iter().position(|table: &PrintedTable| table.field == field),
            });
        }
        let cells = tables
            .iter()
            .flat_map(|table| table.rows.iter().flat_map(|row| &row.columns));
        let words = cells.flat_map(|cell| &schema.shape(*cell).blank_texts);
        let blank_words: std::collections::BTreeSet<String> = words.cloned().collect();
        let blank_words = blank_words.into_iter().collect();
        let whole = |fact: &FactFile| {
            fact.set
                .iter()
                .find(|(_, parts)| matches!(parts, Parts::One(name) if name == "0"))
                .map(|(path, _)| path.clone())
        };
        let title = file.title.as_ref().and_then(whole);
        let title = title.as_deref();
        let patterns = |texts: &[String]| texts.iter().map(|text| Lazy::new(text)).collect();
        Self {
            sections,
            preamble: file.preamble.as_ref().and_then(|path| schema.field(path)),
            tables,
            labels,
            title: file.title.as_ref().map(|fact| Fact::new(fact, true)),
            facts: file.facts.iter().map(|fact| Fact::new(fact, false)).collect(),
            headings,
            ignore: patterns(&file.ignore),
            ends: patterns(&file.ends),
            years: file.years,
            letters: map,
            blank_words,
            print: Print::new(schema, &file.print, title),
        }
    }

    /// The part of the report that these letters, without a number before them, are the heading of.
    pub fn heading(&self, key: &str) -> Option<usize> {
        self.headings.get(key).copied()
    }

    /// All headings and their parts.
    pub fn headings(&self) -> impl Iterator<Item = (&str, usize)> {
        self.headings.iter().map(|(key, section)| (key.as_str(), *section))
    }

    /// How many cells a row has; where rows stand side by side and none is named, all of theirs.
    pub fn cells_of(&self, table: usize, row: Option<usize>) -> usize {
        let table = &self.tables[table];
        match row {
            Some(row) if !table.across => table.rows[row].columns.len(),
            _ => table.rows.iter().map(|row| row.columns.len()).sum(),
        }
    }

    /// The words that stand for no number in a cell.
    pub fn blank_words(&self) -> &[String] {
        &self.blank_words
    }

    /// Whether a folded line belongs to the page, not to the report.
    pub fn ignores(&self, folded: &str) -> bool {
        matches(&self.ignore, folded)
    }

    /// Whether a folded line comes after the end of the report.
    pub fn ends(&self, folded: &str) -> bool {
        matches(&self.ends, folded)
    }

    /// Whether the form is meant for reports on this year.
    pub fn is_for(&self, year: i64) -> bool {
        self.years.from.is_none_or(|from| from <= year) && self.years.to.is_none_or(|to| year <= to)
    }
}

fn matches(patterns: &[Lazy], text: &str) -> bool {
    patterns
        .iter()
        .any(|pattern| pattern.get().is_some_and(|pattern| pattern.is_match(text)))
}

/// The labels under which a field is printed.
fn names(shape: &Shape) -> impl Iterator<Item = &str> {
    std::iter::once(shape.title.zh.as_str()).chain(shape.aliases.iter().map(String::as_str))
}

/// The records of numbers in a field, in the order of the form.
fn rows_of(schema: &Schema, field: ShapeId, rows: &mut Vec<PrintedRow>) {
    use crate::form::shape::Kind;
    let shape = schema.shape(field);
    if shape.kind != Kind::Record {
        return;
    }
    let kinds = || shape.children.iter().map(|child| schema.shape(*child).kind);
    let is_cell = |kind: Kind| kind.is_number() || kind == Kind::Any;
    if kinds().any(Kind::is_number) && kinds().all(is_cell) {
        rows.push(PrintedRow {
            field,
            columns: shape.children.clone(),
        });
        return;
    }
    shape.children.iter().for_each(|child| rows_of(schema, *child, rows));
}

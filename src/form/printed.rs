//! How a form is printed: the keyword `x-published` of a schema, and the labels of its tables.

use std::collections::{BTreeSet, HashMap};

use crate::{
    form::{
        fields::Fields,
        heading_index::HeadingIndex,
        identity::Identity,
        keyword::{FactFile, Groups, PublishedFile, Which, Years},
        labels::{Labels, Target},
        pattern::Lazy,
        print::Print,
        shape::{Kind, Shape, ShapeId},
    },
    text::normalize::Folded,
};

/// Values read from a place in the text.
#[derive(Debug)]
pub(crate) struct Fact {
    /// Where they stand, the first that matches.
    pub find: Vec<Lazy>,
    /// Whether they describe a whole line of the report, and which of such lines counts.
    pub line: Option<Which>,
    /// The fields, in the order of their paths.
    pub set: Vec<FactValue>,
}

/// A value read from a place in the text.
#[derive(Debug)]
pub(crate) struct FactValue {
    /// The field.
    pub field: ShapeId,
    /// The groups of the pattern that are its value.
    pub groups: Groups,
}

impl Fact {
    /// `whole`: the patterns describe all of a text, not a part of it.
    fn new(file: &FactFile, fields: &Fields, whole: bool) -> Self {
        let pattern = |text: &String| match whole {
            true => Lazy::new(&format!("^(?:{text})$")),
            false => Lazy::new(text),
        };
        let set = file.set.iter().filter_map(|(path, groups)| {
            Some(FactValue {
                field: fields.at_path(path)?,
                groups: groups.clone(),
            })
        });
        Self {
            find: file.find.iter().map(pattern).collect(),
            line: file.line,
            set: set.collect(),
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
    /// Where the text beside the table goes.
    pub beside: Option<ShapeId>,
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

impl PrintedTable {
    /// The cells of all its rows.
    fn cells(&self) -> impl Iterator<Item = ShapeId> {
        self.rows.iter().flat_map(|row| row.columns.iter().copied())
    }
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
    /// The headings of the parts.
    pub headings: HeadingIndex,
    ignore: Vec<Lazy>,
    ends: Vec<Lazy>,
    other_units: Vec<Lazy>,
    years: Years,
    blank_words: Vec<String>,
    /// The heads of lists of agencies, folded, without what is not compared.
    collecting: BTreeSet<String>,
    /// What is printed around the parts.
    pub print: Print,
}

impl Printed {
    /// How the form with these fields is printed.
    pub(crate) fn new(fields: &Fields, identity: &Identity, file: &PublishedFile) -> Self {
        let letters: HashMap<char, char> = file
            .letters
            .iter()
            .filter_map(|pair| Some((pair.chars().next()?, pair.chars().nth(1)?)))
            .collect();
        let numbering = file.numbering.as_deref();
        let numbering = numbering.and_then(|text| Lazy::new(text).get().cloned());
        let tables = tables(fields);
        let mut labels = LabelMaker {
            fields,
            letters: &letters,
            labels: Labels::new(numbering),
        };
        tables
            .iter()
            .enumerate()
            .for_each(|(at, table)| labels.table(at, table));
        tables.iter().for_each(|table| labels.around(table));
        file.captions
            .iter()
            .for_each(|caption| labels.add(caption, Target::Caption));
        let labels = labels.labels;
        let fold = |text: &str| Folded::of(text, 0, &letters).text;
        let at = |path: &String| fields.at_path(path);
        let mut headings = HeadingIndex::default();
        let mut sections = Vec::new();
        for (path, field) in file.sections.iter().filter_map(|path| Some((path, at(path)?))) {
            let shape = fields.shape(field);
            let title = fold(&shape.title.zh);
            let (_, behind) = labels.numbered(&title);
            for name in names(shape) {
                headings.add(labels.key(&fold(name)), sections.len());
            }
            sections.push(PrintedSection {
                field,
                number: crate::text::normalize::letters(&title[..title.len() - behind.len()]),
                table: tables.iter().position(|table| table.field == field),
                beside: file.beside.get(path).and_then(at),
            });
        }
        let cells = tables.iter().flat_map(PrintedTable::cells);
        let blank_words = cells.flat_map(|cell| &fields.shape(cell).blank_texts);
        let blank_words: BTreeSet<String> = blank_words.cloned().collect();
        let heads = file.collecting.iter();
        let collecting = heads.map(|head| crate::text::normalize::letters(&fold(head))).collect();
        let patterns = |texts: &[String]| texts.iter().map(|text| Lazy::new(text)).collect();
        Self {
            sections,
            preamble: file.preamble.as_ref().and_then(at),
            tables,
            labels,
            title: file.title.as_ref().map(|fact| Fact::new(fact, fields, true)),
            facts: file
                .facts
                .iter()
                .map(|fact| Fact::new(fact, fields, fact.line.is_some()))
                .collect(),
            headings,
            ignore: patterns(&file.ignore),
            ends: patterns(&file.ends),
            other_units: patterns(&file.other_units),
            years: file.years,
            letters,
            blank_words: blank_words.into_iter().collect(),
            collecting,
            print: Print::new(fields, identity, &file.print),
        }
    }

    /// The part that a field is the text of, the only one or that beside the table.
    pub(crate) fn part_of_text(&self, field: ShapeId) -> Option<usize> {
        let is_text = |section: &PrintedSection| match section.table {
            Some(_) => section.beside == Some(field),
            None => section.field == field,
        };
        self.sections.iter().position(is_text)
    }

    /// The part that has this number: 三, or 3.
    pub(crate) fn part_numbered(&self, number: &str) -> Option<usize> {
        let counted = || {
            number
                .parse::<usize>()
                .ok()?
                .checked_sub(1)
                .filter(|at| *at < self.sections.len())
        };
        let is_own = |section: &PrintedSection| !number.is_empty() && section.number == number;
        self.sections.iter().position(is_own).or_else(counted)
    }

    /// How many cells a row has; where rows stand side by side and none is named, all of theirs.
    pub(crate) fn cells_of(&self, table: usize, row: Option<usize>) -> usize {
        let table = &self.tables[table];
        match row {
            Some(row) if !table.across => table.rows[row].columns.len(),
            _ => table.rows.iter().map(|row| row.columns.len()).sum(),
        }
    }

    /// The words that stand for no number in a cell.
    pub(crate) fn blank_words(&self) -> &[String] {
        &self.blank_words
    }

    /// Whether the letters of a cell are the head of a list of agencies.
    pub(crate) fn collects(&self, letters: &str) -> bool {
        self.collecting.contains(letters)
    }

    /// Whether a folded line belongs to the page, not to the report.
    pub(crate) fn ignores(&self, folded: &str) -> bool {
        matches(&self.ignore, folded)
    }

    /// Whether a folded line comes after the end of the report.
    pub(crate) fn ends(&self, folded: &str) -> bool {
        matches(&self.ends, folded)
    }

    /// Where a folded text names a unit that is not the form's.
    pub(crate) fn other_unit(&self, folded: &str) -> Option<std::ops::Range<usize>> {
        let patterns = self.other_units.iter().filter_map(|pattern| pattern.get());
        patterns
            .filter_map(|pattern| pattern.find(folded))
            .map(|found| found.range())
            .next()
    }

    /// Whether the form is meant for reports on this year.
    pub(crate) fn is_for(&self, year: i64) -> bool {
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

/// The tables of a form: every part of the report that holds records of numbers.
fn tables(fields: &Fields) -> Vec<PrintedTable> {
    let parts = fields.shape(fields.root()).children.iter();
    let tables = parts.map(|field| {
        let mut rows = Vec::new();
        rows_of(fields, *field, &mut rows);
        PrintedTable {
            field: *field,
            rows,
            across: fields.shape(*field).across,
        }
    });
    tables.filter(|table| !table.rows.is_empty()).collect()
}

/// The records of numbers in a field, in the order of the form.
fn rows_of(fields: &Fields, field: ShapeId, rows: &mut Vec<PrintedRow>) {
    let shape = fields.shape(field);
    if shape.kind != Kind::Record {
        return;
    }
    let kinds = || shape.children.iter().map(|child| fields.shape(*child).kind);
    let is_cell = |kind: Kind| kind.is_number() || kind == Kind::Any;
    if kinds().any(Kind::is_number) && kinds().all(is_cell) {
        rows.push(PrintedRow {
            field,
            columns: shape.children.clone(),
        });
        return;
    }
    shape.children.iter().for_each(|child| rows_of(fields, *child, rows));
}

/// Collects the labels of a form's tables.
struct LabelMaker<'f> {
    fields: &'f Fields,
    letters: &'f HashMap<char, char>,
    labels: Labels,
}

impl LabelMaker<'_> {
    fn add(&mut self, label: &str, target: Target) {
        self.labels.add(&Folded::of(label, 0, self.letters).text, target);
    }

    fn field(&mut self, field: ShapeId, target: Target) {
        let fields = self.fields;
        names(fields.shape(field)).for_each(|label| self.add(label, target));
    }

    /// The labels of rows, of columns and of the groups that rows are in.
    fn table(&mut self, table: usize, printed: &PrintedTable) {
        for (at, row) in printed.rows.iter().enumerate() {
            self.field(row.field, Target::Row { table, row: at });
            for column in &row.columns {
                self.field(*column, Target::Column { table, field: *column });
            }
            let mut around = self.fields.shape(row.field).parent;
            while let Some(group) = around.filter(|group| *group != printed.field) {
                self.field(group, Target::Group { table, field: group });
                around = self.fields.shape(group).parent;
            }
        }
    }

    /// The words above, over and in the corner of a table.
    fn around(&mut self, table: &PrintedTable) {
        let fields = self.fields;
        let rows = table.rows.iter().map(|row| row.field);
        for field in std::iter::once(table.field).chain(rows).chain(table.cells()) {
            let shape = fields.shape(field);
            for words in [&shape.above, &shape.over, &shape.corner].into_iter().flatten() {
                self.add(words, Target::Caption);
            }
        }
    }
}

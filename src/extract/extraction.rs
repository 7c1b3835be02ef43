//! Published reports: text, Markdown, HTML, DOCX, XLSX and PDF, read into the [document](crate::document) that YAML is read into.
//!
//! [`layout`](crate::extract::input::layout) makes readable text and its lines and rows of a file's bytes, [`read`] finds the form in them. What labels and
//! headings a form has, and how its title reads, stands in its schema. Both read untrusted files: work and memory are bounded by
//! [`Limits`](crate::document::limits::Limits), and whatever cannot be read is a [`Defect`] at its place; a number is never guessed.
//!
//! ```
//! use pubreport::{Library, document::Limits, extract::Medium, steps};
//!
//! let page = "<h1>甲市乙局2023年政府信息公开工作年度报告</h1><p>六、其他需要报告的事项</p><p>没有收取信息处理费。</p>";
//! let (layout, defects) = steps::layout(page.as_bytes(), Medium::Html, &Limits::default()).unwrap();
//! assert!(defects.is_empty());
//! let library = Library::default();
//! let schemas: Vec<_> = library.schema_ids().filter_map(|id| library.schema(id).ok()?.map(|schema| &**schema)).collect();
//! let reading = steps::read(&layout, &schemas);
//! assert_eq!(reading.schema.as_deref(), Some("cn-ogi-2021"));
//! let document = reading.document.unwrap();
//! assert_eq!(document.root.get("agency").unwrap().get("name").unwrap().text(), Some("甲市乙局"));
//! assert_eq!(document.root.get("other_matters").unwrap().text(), Some("没有收取信息处理费。"));
//! ```

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::model::Document,
    extract::{
        assemble::{self, Recognized},
        block_uses::{Account, uses},
        layout::{Block, Layout, Reach, Unlike},
        recognize::{
            candidates::{MetLabel, Walked},
            collecting,
            facts::{self, Given, Title, Told},
            headings::{self, FoundPart, Headings},
            scanner,
        },
        tables::rows,
    },
    form::{printed::Printed, schema::Schema, shape::ShapeId},
    text::{normalize::Folded, quote::shorten, source::Span},
};

/// So many labels or headings of a form make a text a report.
const FEWEST_MARKS: usize = 2;
/// More places at which a file shows something else than is read than anybody looks up.
const MOST_UNLIKE: usize = 50;

/// What was read of a published report.
#[derive(Debug)]
pub struct Reading {
    /// The id of the schema whose form this is; none if it is of no known form.
    pub schema: Option<String>,
    /// The report; there is none where the form is not known.
    pub document: Option<Document>,
    /// What could not be read, by place.
    pub defects: Vec<Defect>,
    /// How much of the page became what.
    pub account: Account,
}

/// A report tried on a form.
struct Trial<'s> {
    schema: &'s Schema,
    printed: &'s Printed,
    headings: Headings,
    title: Option<Title>,
    told: Vec<Told>,
    walked: Walked<'s>,
    /// The first block that is no longer the report's.
    end: usize,
}

/// Read a report that is of one of these forms; which one its tables tell.
#[must_use]
pub fn read(layout: &Layout, schemas: &[&Schema]) -> Reading {
    let trials = schemas.iter().filter_map(|schema| Trial::new(layout, schema));
    let mut trials: Vec<Trial<'_>> = trials.collect();
    let year = trials.iter().find_map(Trial::year);
    let rank = |trial: &Trial<'_>| {
        let fits_year = year.is_none_or(|year| trial.printed.is_for(year));
        (trial.walked.labels.len(), fits_year)
    };
    let best = (0..trials.len()).max_by_key(|at| (rank(&trials[*at]), std::cmp::Reverse(*at)));
    // A report has headings; a list of agencies has the form's labels in its head.
    let collecting = best.filter(|best| trials[*best].headings.parts.len() < FEWEST_MARKS);
    let collecting = collecting.and_then(|best| collecting::find(trials[best].printed, layout));
    let Some(best) = best.filter(|best| collecting.is_none() && trials[*best].marks() >= FEWEST_MARKS) else {
        let defect = collecting.unwrap_or_else(|| unknown_form(layout, schemas));
        return Reading {
            schema: None,
            document: None,
            account: Account::default(),
            defects: std::iter::once(defect)
                .chain(layout.unlike.iter().map(not_as_shown).take(MOST_UNLIKE))
                .collect(),
        };
    };
    let others: Vec<&Printed> = trials
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != best)
        .map(|(_, trial)| trial.printed)
        .collect();
    let evidence = trials[best].evidence(layout, &others);
    trials.swap_remove(best).reading(layout, evidence)
}

/// The fields that sentences tell, with what they tell.
pub(crate) fn told<'t>(printed: &Printed, lines: impl Iterator<Item = &'t String>) -> BTreeMap<ShapeId, String> {
    let mut layout = Layout::default();
    for line in lines {
        let start = layout.text.len();
        layout.text.push_str(line);
        layout.blocks.push(Block::Line(Span::new(start, layout.text.len())));
    }
    let told = facts::facts(printed, &layout).into_iter();
    let told = told.map(|told| match told.value {
        Given::Number(number) => (told.field, number.to_string()),
        Given::Text(text) => (told.field, text),
    });
    told.collect()
}

fn unknown_form(layout: &Layout, schemas: &[&Schema]) -> Defect {
    let first = layout.blocks.first().map_or(Span::default(), Block::span);
    let known: Vec<&str> = schemas.iter().map(|schema| schema.id.as_str()).collect();
    let kind = if layout.blocks.is_empty() {
        DefectKind::Empty
    } else {
        DefectKind::UnknownForm
    };
    Defect::new(kind, first).with("known", known.join(", "))
}

/// Where the report says that its figures are in a unit that is not the form's.
fn other_units<'l>(
    printed: &'l Printed,
    layout: &'l Layout,
    inside: Range<usize>,
) -> impl Iterator<Item = Defect> + 'l {
    /// What names the unit of a table is no longer than so many bytes.
    const LONGEST: usize = 200;
    let places = layout.blocks[inside].iter().flat_map(|block| match block {
        Block::Line(span) => vec![*span],
        Block::Row(row) => row.cells.iter().map(|cell| cell.span).collect(),
    });
    let short = places.filter(|span| span.len() <= LONGEST);
    short.filter_map(|span| {
        let folded = Folded::of(&layout.words(span), span.start, &printed.letters);
        let place = folded.place(printed.other_unit(&folded.text)?);
        let defect = Defect::new(DefectKind::NotAsShown, place).because("unit");
        Some(defect.with("value", layout.text[place.start..place.end].to_owned()))
    })
}

fn not_as_shown(unlike: &Unlike) -> Defect {
    Defect::new(DefectKind::NotAsShown, unlike.span)
        .because(unlike.cause)
        .with("value", unlike.value.clone())
}

impl<'s> Trial<'s> {
    fn new(layout: &Layout, schema: &'s Schema) -> Option<Self> {
        let printed = schema.printed()?;
        let headings = headings::find(printed, layout);
        let walked = scanner::walk(printed, layout, &headings.of_block, printed.blank_words());
        let first = headings.parts.first().map_or(layout.blocks.len(), |part| part.block);
        let title = facts::title(printed, layout, first, &headings.contents);
        let mut told = title.as_ref().map(|title| title.told.clone()).unwrap_or_default();
        let start = title.as_ref().map_or(0, |title| title.first);
        let end = end(printed, layout, &headings);
        facts::add(&mut told, facts::facts(printed, layout));
        facts::add_lines(&mut told, printed, layout, start..end.max(start));
        facts::add(&mut told, facts::about(printed, layout));
        Some(Self {
            schema,
            printed,
            headings,
            title,
            told,
            walked,
            end,
        })
    }

    /// What was told of the field at a JSON Pointer.
    fn told_at(&self, pointer: Option<&String>) -> Option<&Told> {
        let field = self.schema.at_pointer(pointer?)?;
        self.told.iter().find(|told| told.field == field)
    }

    fn year(&self) -> Option<i64> {
        match self.told_at(self.schema.identity.year.as_ref())?.value {
            Given::Number(number) => i64::try_from(number).ok(),
            Given::Text(_) => None,
        }
    }

    /// How much of the form is there.
    fn marks(&self) -> usize {
        let is_dated = usize::from(!self.told.is_empty());
        self.headings.parts.len() + self.walked.labels.len() + usize::from(self.title.is_some()).max(is_dated)
    }

    /// The tables with labels of the form.
    fn own_tables(&self, layout: &Layout) -> BTreeSet<usize> {
        let table = |label: &MetLabel<'_>| {
            let behind = layout
                .blocks
                .partition_point(|block| block.span().start <= label.span.start);
            match layout.blocks.get(behind.checked_sub(1)?)? {
                Block::Row(row) => Some(row.table),
                Block::Line(_) => None,
            }
        };
        self.walked.labels.iter().filter_map(table).collect()
    }

    /// Where it shows that this is the form and none of the others.
    fn evidence(&self, layout: &Layout, others: &[&Printed]) -> Span {
        let labels = &self.walked.labels;
        let is_own = |key: &str| others.iter().all(|other| !other.labels.knows(key));
        let own = labels.iter().find(|label| is_own(label.key)).or(labels.first());
        let heading = || self.headings.parts.first().map(|part: &FoundPart| part.heading);
        let first = || layout.blocks.first().map(Block::span);
        own.map(|label| label.span)
            .or_else(heading)
            .or_else(first)
            .unwrap_or_default()
    }

    fn reading(mut self, layout: &Layout, evidence: Span) -> Reading {
        let tables = rows::read(
            self.schema,
            self.printed,
            layout,
            &mut self.walked,
            &self.headings.of_block,
        );
        let mut defects = tables.defects.clone();
        defects.extend(self.untold(layout));
        let parts = self.headings.parts.iter();
        let reworded = parts.filter(|part| !part.is_known || part.is_misnumbered);
        defects.extend(reworded.map(|part| {
            let field = self.printed.sections[part.section].field;
            let heading = layout.meant(part.heading);
            Defect::new(DefectKind::OtherWording, part.heading)
                .at(self.schema.pointer(field))
                .because(if part.is_known { "number" } else { "heading" })
                .with("value", shorten(heading.trim()))
                .with("meant", self.schema.shape(field).title.zh.clone())
        }));
        let end = self.end;
        let title = self.title.as_ref().map(|title| title.first..title.end);
        let inside = title.as_ref().map_or(0, |title| title.start)..end;
        let uses = uses(self.printed, layout, &self.headings, &tables.in_table, title, end);
        let recognized = Recognized {
            schema: self.schema,
            printed: self.printed,
            headings: &self.headings,
            tables: &tables,
            groups: &self.walked.groups,
            told: &self.told,
            body: self.title.as_ref().map_or(0, |title| title.end),
            evidence,
            title: self.title.as_ref().map(|title| title.span),
            uses: &uses,
            end,
        };
        let own = self.own_tables(layout);
        let is_own = |block| matches!(layout.blocks.get(block), Some(Block::Row(row)) if own.contains(&row.table));
        let counts = |unlike: &&Unlike| match unlike.reach {
            Reach::Anywhere => true,
            Reach::Report => inside.contains(&unlike.block),
            Reach::BesideTables => inside.contains(&unlike.block) && !is_own(unlike.block),
        };
        defects.extend(layout.unlike.iter().filter(counts).map(not_as_shown).take(MOST_UNLIKE));
        defects.extend(other_units(self.printed, layout, inside).take(MOST_UNLIKE));
        let document = assemble::document(layout, &recognized);
        defects.sort_by_key(|defect| defect.span);
        let unreadable =
            |defect: &&Defect| matches!(defect.kind, DefectKind::UnreadableRow | DefectKind::UnreadableTable);
        let refused = defects
            .iter()
            .filter(unreadable)
            .map(|defect| defect.span.start)
            .collect();
        Reading {
            schema: Some(self.schema.id.clone()),
            document: Some(document),
            account: Account::of(layout, &uses, &refused),
            defects,
        }
    }

    /// Whether the schema asks for a field, and for what is around it.
    fn is_needed(&self, field: ShapeId) -> bool {
        let shape = self.schema.shape(field);
        shape
            .parent
            .is_none_or(|parent| shape.required && self.is_needed(parent))
    }

    /// What the title should have told and did not.
    fn untold(&self, layout: &Layout) -> Option<Defect> {
        let fact = self.printed.title.as_ref()?;
        let is_untold = |field: &ShapeId| self.told.iter().all(|told| told.field != *field);
        let missing: Vec<ShapeId> = fact.set.iter().map(|value| value.field).filter(is_untold).collect();
        // The title itself is no loss where all that it tells stands elsewhere; without the year nothing can be checked.
        let year = self.schema.identity.year.as_deref();
        let year = year.and_then(|pointer| self.schema.at_pointer(pointer));
        let mut needed = missing.iter().filter(|field| self.is_needed(**field));
        let first = needed.clone().find(|field| Some(**field) == year).or(needed.next())?;
        let cause = if self.title.is_some() { "incomplete" } else { "missing" };
        let first_block = || layout.blocks.first().map(Block::span).unwrap_or_default();
        let place = self.title.as_ref().map_or_else(first_block, |title| title.span);
        let defect = Defect::new(DefectKind::NoTitle, place)
            .at(self.schema.pointer(*first))
            .because(cause);
        let paths = missing.iter().map(|field| self.schema.pointer(*field));
        Some(paths.fold(defect, |defect, path| defect.with("path", path)))
    }
}

/// The first block that is no longer the report's.
fn end(printed: &Printed, layout: &Layout, headings: &Headings) -> usize {
    let last = headings.parts.last();
    let last = last.map_or(layout.blocks.len(), |part| part.block + 1);
    let ends = |at: &usize| match &layout.blocks[*at] {
        Block::Line(span) => {
            let line = layout.words(*span);
            printed.ends(&Folded::of(&line, 0, &printed.letters).text)
        }
        Block::Row(_) => false,
    };
    (last..layout.blocks.len()).find(ends).unwrap_or(layout.blocks.len())
}

//! The reports that a consolidated one sums up, as far as rules need them: who they are from and which numbers they have.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

use rust_decimal::Decimal;

use crate::text::name::name;
use crate::{
    compare::roster::Roster,
    diagnostic::{finding::Localized, message::Argument},
    document::model::{Node, Value},
    form::{schema::Schema, shape::ShapeId},
};

/// A report that another one sums up: a few numbers, whatever the size of the report.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// Its name in findings.
    pub path: PathBuf,
    /// The id of its form.
    pub form: Option<String>,
    /// Its agency, without white space.
    pub agency: Option<String>,
    /// The kind of body.
    pub level: Option<String>,
    /// What it covers.
    pub scope: Option<String>,
    /// Its reporting year.
    pub year: Option<i64>,
    /// Why it cannot be used.
    pub unreadable: Option<Localized>,
    /// The numbers that are not 0, of fields that add up.
    numbers: Vec<(ShapeId, Decimal)>,
    /// Fields that add up and have no number, and whether that counts as 0.
    blanks: Vec<(ShapeId, bool)>,
}

/// The member reports of a run and who they should be from.
#[derive(Clone, Debug, Default)]
pub struct Assembly {
    /// The reports, in the order in which messages name them.
    pub members: Vec<Member>,
    /// The roster of expected bodies.
    pub roster: Option<Roster>,
}

/// The member reports to check a report against.
#[derive(Clone, Debug, Default)]
pub struct Members {
    names: Vec<String>,
    fields: HashMap<ShapeId, Figures>,
    /// Whether these are all, including the summing agency's own report.
    pub complete: bool,
    /// Reports that are not counted, and why.
    pub left_out: Vec<LeftOut>,
    /// Bodies that should have a report here and have none.
    pub absent: Vec<String>,
    /// Reports whose kind of body differs from the roster: the file, its kind, the expected one.
    pub other_levels: Vec<(PathBuf, String, String)>,
}

/// A report that is not counted.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// Its name.
    pub path: PathBuf,
    /// Why.
    pub why: Why,
    /// What the reason is about: a message, a form, a year, a file, a name.
    pub about: Argument,
}

/// Why a member report is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It cannot be read.
    Unreadable,
    /// It has another form.
    Form,
    /// It is for another year.
    Year,
    /// It is from the agency of the summing report and covers the same.
    Itself,
    /// Its agency is among the others already.
    Twice,
    /// Its agency is not on the roster.
    Unlisted,
    /// Its agency is on the roster as one that does not belong here.
    Unexpected,
}

impl Why {
    /// The key of the rule's `causes`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Form => "form",
            Self::Year => "year",
            Self::Itself => "itself",
            Self::Twice => "twice",
            Self::Unlisted => "unlisted",
            Self::Unexpected => "unexpected",
        }
    }
}

/// The values of the member reports in one field.
#[derive(Clone, Debug)]
pub struct Figures {
    /// How many reports have a number there, or a blank that counts as 0.
    pub known: usize,
    /// The sum; none if it is too large to be exact.
    pub sum: Option<Decimal>,
    /// The numbers that are not 0, by report.
    numbers: Vec<(usize, Decimal)>,
}

impl Figures {
    /// The reports with the largest numbers, the largest first; of equal ones the one that came first.
    #[must_use]
    pub fn largest(&self, count: usize) -> Vec<(usize, Decimal)> {
        let mut numbers = self.numbers.clone();
        numbers.sort_by(|(a, left), (b, right)| right.cmp(left).then(a.cmp(b)));
        numbers.truncate(count);
        numbers
    }
}

/// The fields of a form whose numbers add up, in its order.
fn additive(schema: &Schema) -> impl Iterator<Item = ShapeId> + '_ {
    let adds_up = |field: &ShapeId| schema.shape(*field).additive && schema.shape(*field).kind.is_number();
    schema.fields().filter(adds_up)
}

impl Member {
    /// A report of a form.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, schema: &Schema, root: &Node) -> Self {
        let mut member = Self {
            path: path.into(),
            form: Some(schema.id.clone()),
            agency: schema.identity.agency_of(root),
            level: schema.identity.stated_level_of(root),
            scope: schema.identity.scope_of(root),
            year: schema.identity.year_of(root),
            ..Self::default()
        };
        let mut open = vec![(schema.root(), Some(root))];
        while let Some((field, node)) = open.pop() {
            let shape = schema.shape(field);
            let children = shape.children.iter().rev();
            open.extend(children.map(|child| (*child, node.and_then(|node| node.get(&schema.shape(*child).key)))));
            if !shape.additive || !shape.kind.is_number() {
                continue;
            }
            let is_blank = match node.map(|node| &node.value) {
                Some(Value::Number(number)) => {
                    member.numbers.extend((!number.is_zero()).then_some((field, *number)));
                    continue;
                }
                Some(Value::Null) => true,
                Some(Value::Text(text)) => shape.is_blank_text(&text.text),
                _ => false,
            };
            member.blanks.push((field, is_blank && !shape.blank_is_unknown));
        }
        member
    }

    /// A report that cannot be read, and why.
    #[must_use]
    pub fn unreadable(path: impl Into<PathBuf>, why: Localized) -> Self {
        Self {
            path: path.into(),
            unreadable: Some(why),
            ..Self::default()
        }
    }

    /// Its name in messages: its agency's, or its file's.
    #[must_use]
    pub fn name(&self) -> String {
        self.agency.clone().unwrap_or_else(|| name(&self.path))
    }

    /// The fields that add up and have no number.
    pub fn blanks(&self) -> impl Iterator<Item = ShapeId> + '_ {
        self.blanks.iter().map(|(field, _)| *field)
    }
}

impl Members {
    /// Add up the reports of a form that `report` sums up; without one, all that are not of another form.
    #[must_use]
    pub fn gather(schema: &Schema, report: Option<&Member>, assembly: &Assembly) -> Self {
        let start = Figures {
            known: 0,
            sum: Some(Decimal::ZERO),
            numbers: Vec::new(),
        };
        let mut members = Self {
            fields: additive(schema).map(|field| (field, start.clone())).collect(),
            ..Self::default()
        };
        let mut seen: HashMap<&str, &Path> = HashMap::new();
        for member in &assembly.members {
            let listed = assembly.roster.as_ref().map(|roster| roster.entry(&member.name()));
            let year = || {
                member
                    .year
                    .map_or(Argument::Unknown, |year| Argument::Number(year.into()))
            };
            let is_itself = report.is_some_and(|report| {
                member.agency.is_some() && member.agency == report.agency && member.scope == report.scope
            });
            let is_of_year = report.is_none_or(|report| report.year.is_none() || report.year == member.year);
            let agency = member.agency.as_deref().unwrap_or_default();
            let why = if let Some(why) = &member.unreadable {
                Some((Why::Unreadable, why.clone().into()))
            } else if member.form.as_deref() != Some(&schema.id) {
                Some((Why::Form, member.form.clone().unwrap_or_default().into()))
            } else if !is_of_year {
                Some((Why::Year, year()))
            } else if is_itself {
                Some((Why::Itself, agency.into()))
            } else if let Some(first) = seen.get(agency).filter(|_| member.agency.is_some()) {
                Some((Why::Twice, name(first).into()))
            } else {
                match listed {
                    Some(None) => Some((Why::Unlisted, member.name().into())),
                    Some(Some(entry)) if !entry.expected => Some((Why::Unexpected, member.name().into())),
                    _ => None,
                }
            };
            if let Some((why, about)) = why {
                members.left_out.push(LeftOut {
                    path: member.path.clone(),
                    why,
                    about,
                });
                continue;
            }
            seen.insert(agency, &member.path);
            let expected = listed.flatten().and_then(|entry| entry.level.clone());
            if let (Some(expected), Some(level)) = (expected, member.level.clone())
                && expected != level
            {
                members.other_levels.push((member.path.clone(), level, expected));
            }
            members.add(member);
        }
        if let Some(roster) = &assembly.roster {
            let there: HashSet<&str> = members.names.iter().map(String::as_str).collect();
            let expected = roster.expected();
            members.absent = expected
                .filter(|name| !there.contains(name))
                .map(str::to_owned)
                .collect();
            members.complete = roster.complete && members.absent.is_empty();
        }
        members
    }

    fn add(&mut self, member: &Member) {
        let at = self.names.len();
        self.names.push(member.name());
        for figures in self.fields.values_mut() {
            figures.known += 1;
        }
        for (field, number) in &member.numbers {
            if let Some(figures) = self.fields.get_mut(field) {
                figures.sum = figures.sum.and_then(|sum| sum.checked_add(*number));
                figures.numbers.push((at, *number));
            }
        }
        for (field, is_zero) in &member.blanks {
            if let Some(figures) = self.fields.get_mut(field) {
                figures.known -= usize::from(!is_zero);
            }
        }
    }

    /// How many reports are counted.
    #[must_use]
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// Who a report is from.
    #[must_use]
    pub fn name(&self, member: usize) -> &str {
        &self.names[member]
    }

    /// Their values in a field; none if the form does not mark it as additive.
    #[must_use]
    pub fn figures(&self, field: ShapeId) -> Option<&Figures> {
        self.fields.get(&field)
    }
}

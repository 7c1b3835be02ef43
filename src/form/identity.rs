//! Which fields tell reports of one form apart: `x-identity` of a schema.

use serde_json::Value as Json;

use crate::{
    diagnostic::mistake::Mistake,
    document::model::{Node, Style, Value},
    form::fields::Fields,
    text::{
        normalize::squeezed,
        path::{FieldPath, pointer_step},
        suggest::nearest,
    },
};

/// JSON Pointers of the fields that say whose report it is, for which year and the like; none where the schema names none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The name of who reports.
    pub agency: Option<String>,
    /// The reporting year.
    pub year: Option<String>,
    /// What kind of body reports.
    pub level: Option<String>,
    /// What the report covers, where one body may file several for a year.
    pub scope: Option<String>,
    /// The title that the report gives itself.
    pub title: Option<String>,
    /// The day on which it was published.
    pub date: Option<String>,
    /// What the names of places end with: a body's name is also written without the place that it lies in.
    pub places: Vec<String>,
}

/// What a field can be named as.
const ROLES: [&str; 6] = ["agency", "year", "level", "scope", "title", "date"];

impl Identity {
    /// Read `x-identity`; what is wrong with it goes to `wrong`.
    pub(crate) fn read(json: &Json, fields: &Fields, wrong: &mut Vec<Mistake>) -> Self {
        let mut identity = Self::default();
        for (role, path) in json["x-identity"].as_object().into_iter().flatten() {
            let place = format!("/x-identity{}", pointer_step(role));
            let Some(named) = identity.named(role) else {
                let error = Mistake::at(
                    &place,
                    format!("`x-identity` 没有 `{role}` 一项"),
                    format!("`x-identity` has no `{role}`"),
                );
                wrong.push(error.meaning(nearest(role, ROLES)));
                continue;
            };
            let pointer = FieldPath::parse(path.as_str().unwrap_or_default()).to_pointer();
            if pointer.is_empty() || fields.at_pointer(&pointer).is_none() {
                let path = path.as_str().map_or_else(|| path.to_string(), str::to_owned);
                wrong.push(fields.no_field(&place, &path));
                continue;
            }
            *named = Some(pointer);
        }
        let places = json["x-places"].as_array().into_iter().flatten();
        identity.places = places.filter_map(|place| place.as_str().map(str::to_owned)).collect();
        identity
    }

    /// What else the name of a body may be written as: without the place that it lies in, the longest first.
    #[must_use]
    pub fn names_without_place(&self, name: &str) -> Vec<String> {
        /// No body has a longer name, in bytes; each place in it makes another one.
        const LONGEST: usize = 300;
        if name.len() > LONGEST {
            return Vec::new();
        }
        let ends = name.char_indices().map(|(at, _)| at).skip(2);
        let is_place = |at: &usize| self.places.iter().any(|end| name[..*at].ends_with(end.as_str()));
        // A name of one letter names nothing.
        let names = ends.filter(is_place).map(|at| name[at..].to_owned());
        names.filter(|name| name.chars().nth(1).is_some()).collect()
    }

    /// Whether two names are of one body, written with and without the place that it lies in.
    #[must_use]
    pub fn differ_by_place(&self, one: &str, other: &str) -> bool {
        let (short, long) = if one.len() < other.len() {
            (one, other)
        } else {
            (other, one)
        };
        self.names_without_place(long).iter().any(|name| name == short)
    }

    fn named(&mut self, role: &str) -> Option<&mut Option<String>> {
        match role {
            "agency" => Some(&mut self.agency),
            "year" => Some(&mut self.year),
            "level" => Some(&mut self.level),
            "scope" => Some(&mut self.scope),
            "title" => Some(&mut self.title),
            "date" => Some(&mut self.date),
            _ => None,
        }
    }

    /// The year of a report.
    #[must_use]
    pub fn year_of(&self, root: &Node) -> Option<i64> {
        let Value::Number(year) = root.pointer(self.year.as_ref()?)?.0.value else {
            return None;
        };
        let year = i64::try_from(year).ok().filter(|_| year.is_integer());
        year.filter(|year| (0..=9999).contains(year))
    }

    /// The name of who a report is from, without white space that means nothing.
    #[must_use]
    pub fn agency_of(&self, root: &Node) -> Option<String> {
        let name = root.pointer(self.agency.as_ref()?)?.0.text()?;
        let name = squeezed(name);
        (!name.is_empty()).then_some(name)
    }

    /// What kind of body a report is from.
    #[must_use]
    pub fn level_of(&self, root: &Node) -> Option<String> {
        let level = root.pointer(self.level.as_ref()?)?.0.text()?;
        Some(level.trim().to_owned())
    }

    /// The same, where the report itself states it.
    pub(crate) fn stated_level_of(&self, root: &Node) -> Option<String> {
        let (node, _) = root.pointer(self.level.as_ref()?)?;
        let is_stated = matches!(&node.value, Value::Text(text) if text.style != Style::Inferred);
        self.level_of(root).filter(|_| is_stated)
    }

    /// The day on which a report was published, as it states it.
    #[must_use]
    pub fn date_of(&self, root: &Node) -> Option<String> {
        let date = root.pointer(self.date.as_ref()?)?.0.text()?;
        Some(date.trim().to_owned())
    }

    /// What a report covers.
    #[must_use]
    pub fn scope_of(&self, root: &Node) -> Option<String> {
        let scope = root.pointer(self.scope.as_ref()?)?.0.text()?;
        Some(scope.trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_also_written_without_its_places() {
        let identity = Identity {
            places: vec!["市".to_owned(), "区".to_owned()],
            ..Identity::default()
        };
        assert_eq!(identity.names_without_place("甲市乙区丙局"), ["乙区丙局", "丙局"]);
        assert!(identity.differ_by_place("乙区丙局", "甲市乙区丙局"));
        assert!(!identity.differ_by_place("丁局", "甲市乙区丙局"));
        // As many names as places, each as long as what is left, would be the square of a name.
        assert!(identity.names_without_place(&"甲市".repeat(100_000)).is_empty());
    }
}

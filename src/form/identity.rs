//! Where a report says whose it is and for which year: `x-identity` of a schema.

use serde_json::Value as Json;

use crate::document::model::{Node, Value, pointer_step};
use crate::form::schema::Schema;

/// JSON Pointers of the fields that tell reports of one form apart; none where the schema names none.
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
}

/// What an `x-identity` says that cannot be: the JSON Pointer in the schema, in Chinese and in English.
type Wrong = (String, String, String);

impl Identity {
    pub(crate) fn read(schema: &Schema) -> Result<Self, Wrong> {
        let mut identity = Self::default();
        let Some(said) = schema.json["x-identity"].as_object() else {
            return Ok(identity);
        };
        for (role, path) in said {
            let place = format!("/x-identity{}", pointer_step(role));
            let to = match role.as_str() {
                "agency" => &mut identity.agency,
                "year" => &mut identity.year,
                "level" => &mut identity.level,
                "scope" => &mut identity.scope,
                _ => {
                    return Err((
                        place,
                        "`x-identity` 只能有 agency、year、level、scope".into(),
                        "`x-identity` has agency, year, level and scope only".into(),
                    ));
                }
            };
            let pointer: String = path.as_str().unwrap_or_default().split('.').map(pointer_step).collect();
            if schema.at_pointer(&pointer).is_none() {
                let path = path.as_str().map_or_else(|| Json::to_string(path), str::to_owned);
                return Err((
                    place,
                    format!("没有字段 `{path}`"),
                    format!("there is no field `{path}`"),
                ));
            }
            *to = Some(pointer);
        }
        Ok(identity)
    }

    /// The year of a report.
    #[must_use]
    pub fn year_of(&self, root: &Node<'_>) -> Option<i64> {
        let Value::Number(year) = root.pointer(self.year.as_ref()?)?.0.value else {
            return None;
        };
        let year = i64::try_from(year).ok().filter(|_| year.is_integer());
        year.filter(|year| (0..=9999).contains(year))
    }

    /// The name of who a report is from, without white space.
    #[must_use]
    pub fn agency_of(&self, root: &Node<'_>) -> Option<String> {
        let name = root.pointer(self.agency.as_ref()?)?.0.text()?;
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        (!name.is_empty()).then_some(name)
    }

    /// What kind of body a report is from.
    #[must_use]
    pub fn level_of(&self, root: &Node<'_>) -> Option<String> {
        let level = root.pointer(self.level.as_ref()?)?.0.text()?;
        Some(level.trim().to_owned())
    }

    /// What a report covers.
    #[must_use]
    pub fn scope_of(&self, root: &Node<'_>) -> Option<String> {
        let scope = root.pointer(self.scope.as_ref()?)?.0.text()?;
        Some(scope.trim().to_owned())
    }
}

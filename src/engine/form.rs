//! A form together with the rules for its reports.

use std::sync::Arc;

use crate::{form::schema::Schema, rules::pack::rule_set::RuleSet};

/// A form and what the law requires of its reports.
#[derive(Clone, Debug)]
pub struct Form {
    /// What a report of it can be.
    pub schema: Arc<Schema>,
    /// The rules.
    pub rules: Arc<RuleSet>,
}

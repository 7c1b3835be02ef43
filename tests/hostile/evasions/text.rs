//! Markdown and plain text.

use super::Case;
use crate::honest;

pub fn cases() -> Vec<Case> {
    vec![
        Case::new("nothing", "report.md", honest::markdown(), "224"),
        Case::new("nothing", "report.txt", honest::text(), "224"),
    ]
}

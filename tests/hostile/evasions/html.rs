//! Pages.

use super::Case;
use crate::honest;

pub fn cases() -> Vec<Case> {
    vec![Case::new("nothing", "report.html", honest::html(), "224")]
}

//! Documents of Word.

use super::Case;
use crate::honest;

pub fn cases() -> Vec<Case> {
    vec![Case::new(
        "nothing",
        "report.docx",
        honest::docx_with(|main| main),
        "224",
    )]
}

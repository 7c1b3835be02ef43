//! DOCX.
use super::page::Page;

pub fn docx(_page: &Page) -> Vec<u8> {
    Vec::new()
}

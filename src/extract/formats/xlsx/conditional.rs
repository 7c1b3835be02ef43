//! Conditional formats: whether one may make something else of a cell with something in it. When it does is not looked into.

use std::rc::Rc;

use super::{
    places::Place,
    sheet::{Cell, Effort, Rule, Sheet, Value},
    styles::Styles,
};
use crate::extract::formats::typography::Level;

/// What a rule may do to a cell: a cause of what is not as shown.
fn effect(rule: Rule, cell: &Cell, styles: &Styles) -> Option<&'static str> {
    let made = match rule {
        Rule::Hides => return Some("hidden"),
        Rule::Unread => return Some("style"),
        Rule::Style(at) => styles.conditional(at)?,
    };
    if made.has_format && matches!(cell.value, Value::Number(_)) {
        return Some("number-format");
    }
    let style = styles.cell(cell.style);
    let own = style.and_then(|style| styles.font(style)).cloned().unwrap_or_default();
    let mut font = own;
    if let Some(made) = &made.font {
        if made.typography.is_struck {
            return Some("struck");
        }
        if made.typography.level != Level::Line {
            return Some("style");
        }
        font.ink = made.ink.or(font.ink);
        font.size = made.size.or(font.size);
    }
    let grounds = match &made.fill {
        Some(fill) => styles.colors(fill),
        None => style.map(|style| styles.grounds(style)).unwrap_or_default(),
    };
    (!font.is_seen(&styles.colours, &grounds)).then_some("faint")
}

/// Note the first cell that each conditional format may change.
pub(super) fn note(sheet: &mut Sheet, styles: &Styles, effort: &mut Effort) {
    let mut found: Vec<(Place, &'static str)> = Vec::new();
    let mut is_unclear = false;
    for (areas, rule) in &sheet.conditional {
        for area in Rc::clone(areas).iter() {
            let changes = |_: Place, cell: &Cell| cell.value != Value::Blank && effect(*rule, cell, styles).is_some();
            match effort.spend(1).then(|| sheet.find(area, effort, changes)) {
                Some(Ok(Some((place, cell)))) => found.extend(effect(*rule, cell, styles).map(|cause| (place, cause))),
                Some(Ok(None)) => {}
                None | Some(Err(())) => is_unclear = true,
            }
            if is_unclear {
                break;
            }
        }
    }
    for (place, cause) in found {
        sheet.note(place, cause, "");
    }
    if is_unclear {
        sheet.note_all("style", "conditionalFormatting");
    }
}

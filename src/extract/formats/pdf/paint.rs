//! Paths drawn: what of them is taken into a page as lines, grounds and shapes.

use super::{
    colours::Space,
    file::Refusal,
    geometry::Rect,
    marks::{Cover, Line, Marks},
    path::Drawn,
    state::{Ink, State},
};
use crate::extract::formats::contrast::{WHITE, is_seen};

/// Grounds and pictures of a page.
pub(super) const COVERS: usize = 4000;

/// Take what a path is into the page; `things` may still be drawn.
pub(super) fn draw(
    drawn: &Drawn,
    ink: &Ink,
    width: f64,
    state: &State,
    marks: &mut Marks,
    things: &mut usize,
) -> Result<(), Refusal> {
    let count = drawn.lines.len() + drawn.grounds.len() + drawn.shapes.len();
    *things = things.checked_sub(count).ok_or(Refusal::TooMany)?;
    if ink.alpha < 0.02 || ink.space == Space::Nothing {
        return Ok(());
    }
    let clip = state.clip;
    let is_full = ink.alpha > 0.98 && !state.is_mixed;
    let order = marks.next();
    let mut covers = Vec::new();
    for line in drawn.lines.iter().filter_map(|line| clipped(line, &clip)) {
        let is_visible = ink.color.is_none_or(|color| is_seen(color, WHITE)) && ink.alpha > 0.2;
        if is_visible {
            marks.lines.push(line);
        }
        // A white line is seen only where it takes something away.
        if !is_visible || width > 1.0 {
            let half = (width / 2.0).max(0.5);
            let place = match line.is_level {
                true => [line.from, line.at - half, line.to, line.at + half],
                false => [line.at - half, line.from, line.at + half, line.to],
            };
            covers.push((Rect::of(place), is_full));
        }
    }
    covers.extend(drawn.grounds.iter().map(|place| (*place, is_full)));
    covers.extend(drawn.shapes.iter().map(|place| (*place, false)));
    for (place, is_full) in covers {
        let place = place.within(&clip);
        if !place.is_empty() {
            marks.covers.push(Cover {
                place,
                order,
                color: ink.color,
                is_full,
            });
        }
    }
    let shapes = drawn.shapes.iter().map(|place| place.within(&clip));
    marks
        .shapes
        .extend(shapes.filter(|place| place.width() >= 0.0 && place.height() >= 0.0));
    is_within_limit(marks)
}

/// Whether a page has no more grounds than are judged.
pub(super) const fn is_within_limit(marks: &Marks) -> Result<(), Refusal> {
    match marks.covers.len() <= COVERS {
        true => Ok(()),
        false => Err(Refusal::TooMany),
    }
}

/// What is left of a line within a clip.
fn clipped(line: &Line, clip: &Rect) -> Option<Line> {
    let (low, high, from, to) = match line.is_level {
        true => (clip.bottom, clip.top, clip.left, clip.right),
        false => (clip.left, clip.right, clip.bottom, clip.top),
    };
    let kept = Line {
        from: line.from.max(from),
        to: line.to.min(to),
        ..*line
    };
    // Lines along the edge of a clip are half there.
    (low - 1.0 <= line.at && line.at <= high + 1.0 && kept.to > kept.from).then_some(kept)
}

//! Which of the glyphs are seen: not on a ground of their own colour, not covered by what was drawn later, not over each other.

use std::collections::HashMap;

use super::{
    geometry::Rect,
    marks::{Cover, Glyph, Marks},
};
use crate::extract::formats::contrast::{WHITE, is_seen};

/// A page is divided into so many strips each way, to find what lies at a place.
const STRIPS: usize = 24;
/// So many glyphs within as little as one takes are a heap, whatever they are.
const HEAP: usize = 24;
/// The side of a square that holds about one glyph, in points.
const SQUARE: f64 = 8.0;

/// What covers or grounds a page, by place.
struct Index<'m> {
    size: (f64, f64),
    /// The covers of each strip, in the order in which they were drawn.
    strips: Vec<Vec<&'m Cover>>,
}

impl<'m> Index<'m> {
    fn of(size: (f64, f64), covers: &'m [Cover]) -> Self {
        let mut index = Self {
            size,
            strips: vec![Vec::new(); STRIPS * STRIPS],
        };
        for cover in covers {
            let (left, bottom) = index.strip((cover.place.left, cover.place.bottom));
            let (right, top) = index.strip((cover.place.right, cover.place.top));
            for row in bottom..=top {
                for column in left..=right {
                    index.strips[row * STRIPS + column].push(cover);
                }
            }
        }
        index
    }

    fn strip(&self, (x, y): (f64, f64)) -> (usize, usize) {
        let at = |place: f64, size: f64| {
            let share = place / size.max(1.0) * STRIPS as f64;
            (share.clamp(0.0, (STRIPS - 1) as f64)) as usize
        };
        (at(x, self.size.0), at(y, self.size.1))
    }

    fn at(&self, place: (f64, f64)) -> &[&'m Cover] {
        let (column, row) = self.strip(place);
        &self.strips[row * STRIPS + column]
    }
}

/// Judge all glyphs of a page. What was drawn twice at one place, as bold letters are by some producers, is left once.
pub(super) fn judge(marks: &mut Marks) {
    let index = Index::of(marks.size, &marks.covers);
    for glyph in marks.glyphs.iter_mut().filter(|glyph| !glyph.is_unseen) {
        let covers = index.at(glyph.place.center());
        let first_behind = covers.partition_point(|cover| cover.order < glyph.order);
        let (before, behind) = covers.split_at(first_behind);
        let inner = inner(glyph);
        if behind.iter().any(|cover| cover.place.meets(&inner)) {
            glyph.unlike = Some("displaced");
        } else {
            match ground(glyph, before) {
                Ground::Seen => {}
                Ground::Unknown => glyph.unlike = Some("on-picture"),
                Ground::Same => {
                    glyph.unlike = Some("faint");
                    glyph.is_unseen = true;
                }
            }
        }
    }
    overlaid(&mut marks.glyphs);
}

enum Ground {
    Seen,
    Same,
    Unknown,
}

/// What a glyph stands on.
fn ground(glyph: &Glyph, before: &[&Cover]) -> Ground {
    let Some(ink) = glyph.ink else { return Ground::Unknown };
    let center = glyph.place.center();
    for cover in before.iter().rev().filter(|cover| cover.place.has(center)) {
        match cover.color {
            None => return Ground::Unknown,
            Some(color) if !is_seen(ink, color) => return Ground::Same,
            Some(_) if cover.is_full => return Ground::Seen,
            // A part of it may show what is under it.
            Some(_) => {}
        }
    }
    match is_seen(ink, WHITE) {
        true => Ground::Seen,
        false => Ground::Same,
    }
}

/// The middle of a glyph, where its ink is.
fn inner(glyph: &Glyph) -> Rect {
    let Rect {
        left,
        bottom,
        right,
        top,
    } = glyph.place;
    let (width, height) = (right - left, top - bottom);
    Rect {
        left: left + width * 0.25,
        right: right - width * 0.25,
        bottom: bottom + height * 0.3,
        top: top - height * 0.3,
    }
}

/// Note glyphs over each other; leave out what is drawn twice.
fn overlaid(glyphs: &mut Vec<Glyph>) {
    let square = |at: f64| (at / SQUARE).floor() as i64;
    let mut squares: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    let mut twice = vec![false; glyphs.len()];
    for at in 0..glyphs.len() {
        if glyphs[at].is_unseen {
            continue;
        }
        let (x, y) = glyphs[at].place.center();
        let home = (square(x), square(y));
        let neighbours = (-1..=1).flat_map(|row| (-1..=1).map(move |column| (home.0 + column, home.1 + row)));
        let near: Vec<usize> = neighbours
            .filter_map(|square| squares.get(&square))
            .flatten()
            .copied()
            .collect();
        if near.len() > HEAP * 9 {
            glyphs[at].unlike = Some("displaced");
            continue;
        }
        for other in near {
            let (this, before) = (&glyphs[at], &glyphs[other]);
            let size = this.size.min(before.size);
            let (dx, dy) = (x - before.place.center().0, y - before.place.center().1);
            if this.text == before.text && dx.abs() < size * 0.12 && dy.abs() < size * 0.12 {
                twice[at] = true;
            } else if inner(this).meets(&inner(before)) {
                glyphs[at].unlike = Some("displaced");
                glyphs[other].unlike = Some("displaced");
            }
        }
        let here = squares.entry(home).or_default();
        if !twice[at] {
            here.push(at);
        }
    }
    let mut twice = twice.into_iter();
    glyphs.retain(|_| !twice.next().unwrap_or(false));
}

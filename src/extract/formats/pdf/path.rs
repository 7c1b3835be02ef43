//! Paths: which of them are lines, which are grounds, and which are shapes that may say something.

use super::{
    geometry::{Matrix, Rect},
    marks::Line,
};

/// A rectangle that is no thicker is a line.
const THIN: f64 = 3.2;
/// A slanting line that is shorter may be a stroke of a letter.
const STROKE: f64 = 24.0;
/// Points of one path that are kept: more are a drawing.
const MOST_POINTS: usize = 4096;

/// A part of a path, from where the pen was put down.
#[derive(Default)]
struct Part {
    points: Vec<(f64, f64)>,
    has_curve: bool,
    is_closed: bool,
}

/// A path that is being made, in shown places.
#[derive(Default)]
pub(super) struct Path {
    parts: Vec<Part>,
    points: usize,
    /// Where the pen is, before it is moved to what is shown.
    pen: (f64, f64),
    /// Whether it becomes the clip.
    pub clips: bool,
}

/// What a path is when it is drawn.
#[derive(Default)]
pub(super) struct Drawn {
    pub lines: Vec<Line>,
    pub grounds: Vec<Rect>,
    pub shapes: Vec<Rect>,
}

impl Path {
    pub(super) fn move_to(&mut self, matrix: &Matrix, to: (f64, f64)) {
        self.pen = to;
        self.parts.push(Part::default());
        self.point(matrix, to);
    }

    pub(super) fn line_to(&mut self, matrix: &Matrix, to: (f64, f64)) {
        self.pen = to;
        self.point(matrix, to);
    }

    /// A curve, of which only its ends and where it is drawn to are kept.
    pub(super) fn curve_to(&mut self, matrix: &Matrix, controls: &[(f64, f64)], to: (f64, f64)) {
        if let Some(part) = self.parts.last_mut() {
            part.has_curve = true;
        }
        controls.iter().for_each(|control| self.point(matrix, *control));
        self.line_to(matrix, to);
    }

    pub(super) fn rectangle(&mut self, matrix: &Matrix, [x, y, width, height]: [f64; 4]) {
        self.move_to(matrix, (x, y));
        for corner in [(x + width, y), (x + width, y + height), (x, y + height)] {
            self.point(matrix, corner);
        }
        self.close();
    }

    pub(super) fn close(&mut self) {
        if let Some(part) = self.parts.last_mut() {
            part.is_closed = true;
        }
    }

    fn point(&mut self, matrix: &Matrix, at: (f64, f64)) {
        self.points += 1;
        if self.points <= MOST_POINTS
            && let Some(part) = self.parts.last_mut()
        {
            part.points.push(matrix.apply(at));
        }
    }

    /// What it would clip to: its own rectangle where it is one, else what is around it.
    pub(super) fn around(&self) -> Option<Rect> {
        let places = self.parts.iter().filter_map(|part| Rect::around(&part.points));
        places.reduce(|all, place| all.with(&place))
    }

    /// What is filled.
    pub(super) fn filled(&self) -> Drawn {
        let mut drawn = Drawn::default();
        // Holes are left open by parts within each other: what many parts make is a shape.
        let is_simple = self.points <= MOST_POINTS;
        for part in &self.parts {
            let Some(place) = Rect::around(&part.points) else {
                continue;
            };
            let (width, height) = (place.width(), place.height());
            if part.is_upright() && is_simple {
                if height <= THIN && width > height {
                    drawn.lines.push(level(&place));
                } else if width <= THIN && height > width {
                    drawn.lines.push(upright(&place));
                } else {
                    drawn.grounds.push(place);
                }
            } else {
                drawn.shapes.push(place);
            }
        }
        drawn
    }

    /// What is drawn along it, so thick.
    pub(super) fn stroked(&self, width: f64) -> Drawn {
        let mut drawn = Drawn::default();
        for part in &self.parts {
            let Some(place) = Rect::around(&part.points) else {
                continue;
            };
            if part.has_curve || self.points > MOST_POINTS || width > THIN * 2.0 {
                drawn.shapes.push(place);
                continue;
            }
            let behind = part.points.iter().skip(1);
            let back = part.is_closed.then(|| part.points.first()).flatten();
            for (from, to) in part.points.iter().zip(behind.chain(back)) {
                let side = Rect::of([from.0, from.1, to.0, to.1]);
                if side.height() < 0.5 && side.width() > 0.5 {
                    drawn.lines.push(level(&side));
                } else if side.width() < 0.5 && side.height() > 0.5 {
                    drawn.lines.push(upright(&side));
                } else if !side.is_empty() && (part.points.len() > 2 || side.width().hypot(side.height()) < STROKE) {
                    // A long stroke across the corner of a table is none of a digit.
                    drawn.shapes.push(side);
                }
            }
        }
        drawn
    }
}

impl Part {
    /// Whether it is a rectangle along the sides of the page.
    fn is_upright(&self) -> bool {
        let is_same = |a: f64, b: f64| (a - b).abs() < 0.05;
        let mut points = self.points.clone();
        if points.len() == 5 && points.first() == points.last() {
            points.pop();
        }
        let [a, b, c, d] = points.as_slice() else { return false };
        let is_first = is_same(a.1, b.1) && is_same(b.0, c.0) && is_same(c.1, d.1) && is_same(d.0, a.0);
        let is_second = is_same(a.0, b.0) && is_same(b.1, c.1) && is_same(c.0, d.0) && is_same(d.1, a.1);
        !self.has_curve && (is_first || is_second)
    }
}

fn level(place: &Rect) -> Line {
    Line {
        is_level: true,
        at: place.center().1,
        from: place.left,
        to: place.right,
    }
}

fn upright(place: &Rect) -> Line {
    Line {
        is_level: false,
        at: place.center().0,
        from: place.bottom,
        to: place.top,
    }
}

//! Ruled lines to tables: rows, columns, and cells that reach over several of either.

use super::{geometry::Rect, marks::Line};

/// Lines as near to each other are one.
const NEAR: f64 = 2.2;
/// Columns and rows are not narrower.
const NARROWEST: f64 = 4.0;
/// Lines of a page either way; more are a drawing.
const MOST_LINES: usize = 3000;
/// Columns of a table.
const MOST_COLUMNS: usize = 128;
/// Squares between the lines of a page's tables.
const MOST_SQUARES: usize = 200_000;

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Ruled {
    pub place: Rect,
    /// Where columns begin, and the last one ends.
    pub columns: Vec<f64>,
    /// Where rows begin, from the top, and the last one ends.
    pub rows: Vec<f64>,
    pub cells: Vec<RuledCell>,
}

/// A cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct RuledCell {
    pub column: usize,
    pub row: usize,
    pub columns: usize,
    pub rows: usize,
    pub place: Rect,
}

/// The tables of a page, and the lines that belong to none.
pub(super) fn tables(lines: &[Line]) -> (Vec<Ruled>, Vec<Line>) {
    let level = merged(lines.iter().filter(|line| line.is_level));
    let upright = merged(lines.iter().filter(|line| !line.is_level));
    if level.len() > MOST_LINES || upright.len() > MOST_LINES {
        return (Vec::new(), Vec::new());
    }
    let mut tables = Vec::new();
    let mut rest = Vec::new();
    let mut squares = 0;
    for (level, upright) in connected(&level, &upright) {
        match table(&level, &upright, &mut squares) {
            Some(table) => tables.push(table),
            None => rest.extend(level.into_iter().chain(upright)),
        }
    }
    // What lies within a cell of another is a drawing in it.
    let places: Vec<Rect> = tables.iter().map(|table| table.place).collect();
    let is_inside = |table: &Ruled| {
        let place = table.place;
        places.iter().any(|around| {
            *around != place && around.has((place.left, place.bottom)) && around.has((place.right, place.top))
        })
    };
    let (inside, mut tables): (Vec<Ruled>, Vec<Ruled>) = tables.into_iter().partition(is_inside);
    for table in inside {
        let side = |is_level, at, from, to| Line { is_level, at, from, to };
        let place = table.place;
        rest.push(side(true, place.top, place.left, place.right));
        rest.push(side(false, place.left, place.bottom, place.top));
    }
    tables.sort_by(|a, b| b.place.top.total_cmp(&a.place.top));
    (tables, rest)
}

/// Lines on one axis as one line where they touch.
fn merged<'l>(lines: impl Iterator<Item = &'l Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = lines.copied().collect();
    lines.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut merged: Vec<Line> = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let first = lines[start].at;
        let end = start + lines[start..].partition_point(|line| line.at - first <= NEAR);
        let axis = &mut lines[start..end];
        let middle = axis.iter().map(|line| line.at).sum::<f64>() / axis.len() as f64;
        axis.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut last: Option<Line> = None;
        for line in axis {
            match &mut last {
                Some(before) if line.from <= before.to + NEAR => before.to = before.to.max(line.to),
                _ => {
                    merged.extend(last.take());
                    last = Some(Line { at: middle, ..*line });
                }
            }
        }
        merged.extend(last);
        start = end;
    }
    merged
}

/// Lines that touch or cross, together.
fn connected(level: &[Line], upright: &[Line]) -> Vec<(Vec<Line>, Vec<Line>)> {
    let mut parents: Vec<usize> = (0..level.len() + upright.len()).collect();
    for (below, side) in upright.iter().enumerate() {
        // Level lines are in the order of their heights.
        let first = level.partition_point(|line| line.at < side.from - NEAR);
        let crossed = level[first..].iter().enumerate();
        for (at, line) in crossed.take_while(|(_, line)| line.at <= side.to + NEAR) {
            if line.from - NEAR <= side.at && side.at <= line.to + NEAR {
                let (a, b) = (root(&mut parents, first + at), root(&mut parents, level.len() + below));
                parents[a] = b;
            }
        }
    }
    let mut groups: Vec<(Vec<Line>, Vec<Line>)> = Vec::new();
    let mut group_of = vec![usize::MAX; parents.len()];
    for at in 0..parents.len() {
        let root = root(&mut parents, at);
        if group_of[root] == usize::MAX {
            group_of[root] = groups.len();
            groups.push((Vec::new(), Vec::new()));
        }
        let group = &mut groups[group_of[root]];
        match at.checked_sub(level.len()) {
            None => group.0.push(level[at]),
            Some(at) => group.1.push(upright[at]),
        }
    }
    groups
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

/// Places on one axis in their order, those that are near to each other once.
fn places(mut all: Vec<f64>) -> Vec<f64> {
    all.sort_by(f64::total_cmp);
    let mut places: Vec<f64> = Vec::new();
    for place in all {
        if places.last().is_none_or(|last| place - last > NARROWEST) {
            places.push(place);
        }
    }
    places
}

/// The table that some lines rule; none if they do not.
fn table(level: &[Line], upright: &[Line], squares: &mut usize) -> Option<Ruled> {
    if level.len() < 2 || upright.is_empty() {
        return None;
    }
    // A table may be open at its sides: lines end where its columns do.
    let ends = |lines: &[Line]| -> Vec<f64> {
        let from = lines.iter().map(|line| line.from).fold(f64::INFINITY, f64::min);
        let to = lines.iter().map(|line| line.to).fold(f64::NEG_INFINITY, f64::max);
        vec![from, to]
    };
    let at = |lines: &[Line]| lines.iter().map(|line| line.at).collect::<Vec<_>>();
    let columns = places([at(upright), ends(level)].concat());
    let mut rows = places([at(level), ends(upright)].concat());
    rows.reverse();
    let (width, height) = (columns.len() - 1, rows.len() - 1);
    *squares = squares.saturating_add(width.saturating_mul(height));
    if width == 0 || height == 0 || width > MOST_COLUMNS || *squares > MOST_SQUARES {
        return None;
    }
    // What separates a square from the next one and from the one below.
    let mut right = vec![0.0; width * height];
    let mut below = vec![0.0; width * height];
    let nearest = |places: &[f64], at: f64| {
        let distance = |place: &f64| (place - at).abs();
        (0..places.len()).min_by(|a, b| distance(&places[*a]).total_cmp(&distance(&places[*b])))
    };
    for line in level {
        let Some(row) = nearest(&rows, line.at).and_then(|row| row.checked_sub(1)) else {
            continue;
        };
        for column in 0..width {
            let common = line.to.min(columns[column + 1]) - line.from.max(columns[column]);
            below[row * width + column] += common.max(0.0) / (columns[column + 1] - columns[column]);
        }
    }
    for line in upright {
        let Some(column) = nearest(&columns, line.at).and_then(|at| at.checked_sub(1)) else {
            continue;
        };
        for row in 0..height {
            let common = line.to.min(rows[row]) - line.from.max(rows[row + 1]);
            right[row * width + column] += common.max(0.0) / (rows[row] - rows[row + 1]);
        }
    }
    let mut parents: Vec<usize> = (0..width * height).collect();
    for square in 0..width * height {
        let (row, column) = (square / width, square % width);
        let mut join = |other: usize| {
            let (a, b) = (root(&mut parents, square), root(&mut parents, other));
            parents[a.max(b)] = a.min(b);
        };
        if column + 1 < width && right[square] < 0.6 {
            join(square + 1);
        }
        if row + 1 < height && below[square] < 0.6 {
            join(square + width);
        }
    }
    let cells = cells(&mut parents, width, &columns, &rows)?;
    (cells.len() > 1).then(|| Ruled {
        place: Rect::of([columns[0], rows[height], columns[width], rows[0]]),
        columns,
        rows,
        cells,
    })
}

/// The cells that squares make up; none if one is no rectangle.
fn cells(parents: &mut [usize], width: usize, columns: &[f64], rows: &[f64]) -> Option<Vec<RuledCell>> {
    let mut cells: Vec<RuledCell> = Vec::new();
    let mut sizes: Vec<usize> = Vec::new();
    let mut cell_of = vec![usize::MAX; parents.len()];
    for square in 0..parents.len() {
        let root = root(parents, square);
        let (row, column) = (square / width, square % width);
        if cell_of[root] == usize::MAX {
            cell_of[root] = cells.len();
            sizes.push(0);
            cells.push(RuledCell {
                column,
                row,
                columns: 1,
                rows: 1,
                place: Rect::ALL,
            });
        }
        let (cell, size) = (&mut cells[cell_of[root]], &mut sizes[cell_of[root]]);
        *size += 1;
        // The first square of a cell may stand further right than the others.
        if column < cell.column {
            return None;
        }
        cell.columns = cell.columns.max(column + 1 - cell.column);
        cell.rows = cell.rows.max(row + 1 - cell.row);
    }
    for (cell, size) in cells.iter_mut().zip(sizes) {
        if cell.columns * cell.rows != size {
            return None;
        }
        let (right, bottom) = (cell.column + cell.columns, cell.row + cell.rows);
        cell.place = Rect::of([columns[cell.column], rows[bottom], columns[right], rows[cell.row]]);
    }
    Some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(is_level: bool, at: f64, from: f64, to: f64) -> Line {
        Line { is_level, at, from, to }
    }

    #[test]
    fn cells_reach_over_rows_and_columns() {
        // Two rows and three columns: the first cell reaches over both rows, the second over two columns. Sides are drawn piece by piece.
        let lines = [
            line(true, 100.0, 0.0, 50.0),
            line(true, 100.3, 50.0, 150.0),
            line(true, 80.0, 50.0, 150.0),
            line(true, 60.0, 0.0, 150.0),
            line(false, 0.0, 60.0, 100.0),
            line(false, 50.0, 60.0, 100.0),
            line(false, 100.0, 60.0, 80.0),
            line(false, 150.0, 60.0, 100.0),
        ];
        let (tables, rest) = tables(&lines);
        assert!(rest.is_empty());
        let [table] = tables.as_slice() else {
            panic!("{tables:?}")
        };
        let cells: Vec<_> = table
            .cells
            .iter()
            .map(|cell| (cell.row, cell.column, cell.rows, cell.columns))
            .collect();
        assert_eq!(cells, [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
    }

    #[test]
    fn what_is_no_rectangle_is_no_table() {
        let lines = [
            line(true, 100.0, 0.0, 100.0),
            line(true, 50.0, 0.0, 50.0),
            line(true, 0.0, 0.0, 100.0),
            line(false, 0.0, 0.0, 100.0),
            line(false, 50.0, 50.0, 100.0),
            line(false, 100.0, 0.0, 100.0),
        ];
        assert!(tables(&lines).0.is_empty());
        let frame = [
            line(true, 100.0, 0.0, 100.0),
            line(true, 0.0, 0.0, 100.0),
            line(false, 0.0, 0.0, 100.0),
            line(false, 100.0, 0.0, 100.0),
        ];
        assert!(tables(&frame).0.is_empty());
    }
}

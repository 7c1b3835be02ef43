//! Words checked against the labels of the form: a label may be broken over cells and lines, or stand beside others.

use crate::extract::recognize::{
    candidates::{Content, GroupLabel, Head, MetLabel},
    scanner::{Begun, Pending, Walker},
};
use crate::{
    form::labels::{Hit, Rest, Target},
    text::source::Span,
};

/// So many letters before a label may be the remains of one that is printed from top to bottom beside it.
const STRAY_LETTERS: usize = 4;
/// A label that the end of the line cuts off is known by so many letters.
const FEWEST_LETTERS: usize = 4;

impl<'l> Walker<'l, '_> {
    /// Words that may be a label; whether they are, or begin one.
    pub(crate) fn words(&mut self, span: Span, loosely: bool) -> bool {
        let labels = &self.printed.labels;
        if span.len() > labels.longest() * 8 {
            return false;
        }
        let folded = self.fold(span);
        if !folded.contains(char::is_alphanumeric) {
            return false;
        }
        if !self.owed.is_empty() {
            let key = crate::text::normalize::letters(&folded);
            match self.owed.strip_prefix(&key) {
                Some(rest) if !key.is_empty() => {
                    self.owed = rest.to_owned();
                    return true;
                }
                _ => self.owed.clear(),
            }
        }
        if folded.len() > labels.longest() * 4 {
            return false;
        }
        if let Some(begun) = self.begun.take() {
            let whole = format!("{}{folded}", begun.folded);
            if whole.len() <= labels.longest() * 4 {
                let (hits, rest) = labels.parse(&whole);
                let grows = hits.first().is_none_or(|hit| hit.end > begun.folded.len());
                if grows && !matches!(rest, Rest::Unknown(_)) {
                    if begun.is_reported && self.pending_is_empty() {
                        self.pending = None;
                    }
                    self.say(&whole, &hits, rest, Span::new(begun.span.start, span.end));
                    return true;
                }
            }
        }
        let (hits, rest) = labels.parse(&folded);
        if !matches!(rest, Rest::Unknown(_)) {
            self.say(&folded, &hits, rest, span);
            return true;
        }
        // `行政事业性收费（万元）`: a note or a unit behind the label.
        if let Some((label, _)) = folded.split_once('(').filter(|_| folded.ends_with(')')) {
            let (hits, rest) = labels.parse(label);
            if rest == Rest::Nothing && hits.len() == 1 {
                self.say(label, &hits, rest, span);
                return true;
            }
        }
        if loosely {
            let letters = folded.char_indices().filter(|(_, c)| c.is_alphanumeric());
            for (at, c) in letters.take(STRAY_LETTERS) {
                let behind = &folded[at + c.len_utf8()..];
                let (hits, rest) = labels.parse(behind);
                if rest == Rest::Nothing && !hits.is_empty() {
                    self.say(behind, &hits, rest, span);
                    return true;
                }
            }
        }
        false
    }

    fn pending_is_empty(&self) -> bool {
        match &self.pending {
            Some(Pending::Row(row)) => row.cells.iter().all(|cell| cell.content == Content::Blank),
            _ => true,
        }
    }

    fn say(&mut self, folded: &str, hits: &[Hit<'l>], rest: Rest, span: Span) {
        for hit in hits {
            self.hit(hit, span);
        }
        let last = hits.last().filter(|hit| hit.extendable);
        self.begun = match (rest, last) {
            (Rest::Open(at), _) => Some(Begun {
                folded: folded[at..].to_owned(),
                span,
                is_reported: false,
            }),
            (_, Some(hit)) => Some(Begun {
                folded: folded[hit.start..].to_owned(),
                span,
                is_reported: true,
            }),
            _ => None,
        };
        self.out.marked[self.block] = true;
    }

    pub(crate) fn forget(&mut self) {
        self.begun = None;
        self.owed.clear();
    }

    fn hit(&mut self, hit: &Hit<'l>, span: Span) {
        if self.known.insert(hit.key) {
            self.out.labels.push(MetLabel { key: hit.key, span });
        }
        let own = |target: &&Target| target.table().is_none() || target.table() == self.table;
        let tables = || hit.targets.iter().filter_map(|target| target.table());
        let is_of_one = tables().min() == tables().max();
        if !is_of_one && !hit.targets.iter().any(|target| target.table() == self.table) {
            // A word that several tables share says nothing before one of them has begun.
            return self.close();
        }
        let of_table: Vec<Target> = if is_of_one {
            hit.targets.to_vec()
        } else {
            hit.targets.iter().filter(own).copied().collect()
        };
        if let Some(table) = of_table.iter().find_map(|target| target.table()) {
            self.table = Some(table);
        }
        let row = of_table.iter().find_map(|target| match target {
            Target::Row { table, row } => Some((*table, *row)),
            _ => None,
        });
        let group = of_table.iter().find_map(|target| match target {
            Target::Group { field, .. } => Some(*field),
            _ => None,
        });
        let column = of_table.iter().find(|target| matches!(target, Target::Column { .. }));
        if let (Some(_), Some(table)) = (column, self.table) {
            self.out.heads.push(Head {
                key: hit.key,
                span,
                line: self.line,
                table,
                column: self
                    .page_table
                    .filter(|_| self.exact)
                    .map(|page_table| (page_table, self.column)),
            });
        }
        let across = self.table.filter(|table| self.printed.tables[*table].across);
        // The columns below the name of a row are its own: tables of which each has one row of the form.
        let is_named = matches!(&self.pending, Some(Pending::Row(row)) if row.row.is_some() && row.cells.is_empty()
            && Some(row.table) == across);
        if is_named && row.is_none() && column.is_some() {
            return;
        }
        match (across, row, group) {
            (Some(table), ..) if !of_table.iter().all(|target| *target == Target::Caption) => {
                let named = row.map(|(_, row)| row);
                self.open_row(table, named, span, column.is_some());
            }
            (_, Some((table, row)), None) => self.open_row(table, Some(row), span, column.is_some() && !hit.numbered),
            (_, _, Some(field)) => {
                self.close();
                let group = GroupLabel { field, label: span };
                self.out.groups.push(group);
                self.led = true;
                self.pending = Some(Pending::Group {
                    label: group,
                    has_values: false,
                });
            }
            _ => self.close(),
        }
    }

    /// Numbers follow the beginning of a label: it is the label, if there is only one that begins like this.
    pub(crate) fn abbreviated(&mut self, begun: &Begun) {
        let labels = &self.printed.labels;
        let key = labels.key(&begun.folded);
        if key.chars().count() < FEWEST_LETTERS {
            return;
        }
        let found = labels.iter().filter(|(label, _)| label.starts_with(&key));
        let mut found: Vec<_> = found.collect();
        found.sort_unstable_by_key(|(label, _)| (std::cmp::Reverse(label.len()), *label));
        let is_one = found.windows(2).all(|pair| pair[0].1 == pair[1].1);
        if let Some((label, targets)) = found.first().copied().filter(|_| is_one) {
            let (numbered, _) = labels.numbered(&begun.folded);
            let hit = Hit {
                targets,
                key: label,
                numbered,
                start: 0,
                end: 0,
                extendable: false,
            };
            self.hit(&hit, begun.span);
            self.owed = label[key.len()..].to_owned();
        }
    }
}

//! Drawings, text boxes and equations.

use super::*;

impl Body<'_> {
    pub(in crate::extract::formats::docx) fn begin_drawing(&mut self, is_old: bool) {
        self.drawings.push((Drawing::default(), is_old));
    }

    pub(in crate::extract::formats::docx) fn drawing(&mut self, tag: &Tag<'_>) {
        if let Some((drawing, _)) = self.drawings.last_mut() {
            drawing.set(tag);
        }
    }

    pub(in crate::extract::formats::docx) fn offset(&mut self, text: &str) {
        if let Some((drawing, _)) = self.drawings.last_mut() {
            drawing.offset(text);
        }
    }

    pub(in crate::extract::formats::docx) fn end_drawing(&mut self) {
        let is_in_table = !self.tables.is_empty();
        let Some((drawing, is_old)) = self.drawings.pop() else {
            return;
        };
        let is_shown = self.unseen.is_empty() && self.removed == 0 && self.look().unseen.is_none();
        if !is_shown || drawing.is_empty(is_old) {
            return;
        }
        if is_in_table && drawing.shows() {
            self.note("picture", &drawing.name);
        } else if drawing.may_cover() {
            self.floats.add(drawing);
        }
    }

    pub(in crate::extract::formats::docx) fn begin_box(&mut self) {
        self.boxes.push(TextBox::default());
    }

    pub(in crate::extract::formats::docx) fn end_box(&mut self) {
        let Some(text_box) = self.boxes.pop() else { return };
        let floats = self.drawings.last().is_some_and(|(drawing, _)| drawing.floats);
        let lines = text_box
            .lines
            .into_iter()
            .filter(|line| !line.trim_matches(is_gap).is_empty());
        let lines: Vec<String> = lines.collect();
        if let Some(line) = lines
            .iter()
            .find(|line| has_digit(line))
            .filter(|_| floats || text_box.has_table)
        {
            self.note("floating", line);
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.boxes.extend(lines);
        }
    }

    pub(in crate::extract::formats::docx) fn equation(&mut self, text: &str) {
        if self.equation.len() < LONGEST_NAME {
            self.equation.extend(text.trim().chars().take(LONGEST_NAME));
        }
    }

    pub(in crate::extract::formats::docx) fn end_equation(&mut self) {
        let equation = std::mem::take(&mut self.equation);
        if says(&equation) && self.unseen.is_empty() && self.removed == 0 {
            self.note("equation", &equation);
        }
    }
}

//! Paragraphs, from their properties to the end of their last line.

use super::*;

impl Body<'_> {
    pub(in crate::extract::formats::docx) fn begin_paragraph(&mut self) {
        self.paragraphs.push(Paragraph::default());
    }

    pub(in crate::extract::formats::docx) fn takes_paragraph_properties(&self) -> bool {
        self.paragraphs.last().is_some_and(|paragraph| !paragraph.is_settled)
    }

    pub(in crate::extract::formats::docx) fn paragraph_property(&mut self, tag: &Tag<'_>) {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        paragraph.properties.set(tag, self.palette);
        // The style's name is not told here; writers give the headings that they come with ids like these.
        let is_title = match tag.name() {
            b"pStyle" => tag.val().is_some_and(|id| id.starts_with("Heading") || id == "Title"),
            b"outlineLvl" => tag.number("val").is_none_or(|level| level < 9),
            _ => false,
        };
        if is_title && self.is_laid_out() {
            self.flow.title();
        }
    }

    pub(in crate::extract::formats::docx) fn mark_property(&mut self, tag: &Tag<'_>) {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        match tag.name() {
            b"ins" | b"moveTo" => paragraph.is_revised = true,
            b"del" | b"moveFrom" => {
                paragraph.is_revised = true;
                paragraph.goes_on = true;
            }
            _ => paragraph.mark.set(tag, self.palette),
        }
    }

    /// Its properties are known.
    pub(in crate::extract::formats::docx) fn settle_paragraph(&mut self) {
        let table = self.tables.last().and_then(|table| table.style.clone());
        let is_in_table = !self.tables.is_empty();
        let Some(paragraph) = self.paragraphs.last_mut().filter(|paragraph| !paragraph.is_settled) else {
            return;
        };
        paragraph.is_settled = true;
        let style = self.styles.get(For::Paragraph, paragraph.properties.style.as_deref());
        let mut resolved = self.styles.defaults.paragraph.clone();
        if let Some(style) = self.styles.get(For::Table, table.as_deref()).filter(|_| is_in_table) {
            resolved.merge(&style.paragraph);
        }
        if let Some(style) = style {
            resolved.merge(&style.paragraph);
        }
        resolved.merge(&paragraph.properties);
        paragraph.styles = [table.filter(|_| is_in_table), paragraph.properties.style.take()];
        paragraph.properties = resolved;
        paragraph.goes_on |= paragraph.mark.is_hidden();
    }

    /// What the paragraph takes of the height of its cell, were it one line.
    fn take_room(&mut self) {
        let Some(paragraph) = self.paragraphs.last().filter(|_| self.boxes.is_empty()) else {
            return;
        };
        let styles = [
            self.styles.get(For::Table, paragraph.styles[0].as_deref()),
            self.styles.get(For::Paragraph, paragraph.styles[1].as_deref()),
        ];
        let styles: Vec<&RunProperties> = styles.iter().flatten().map(|style: &&Style| &style.run).collect();
        let mark = RunProperties::resolved(&self.styles.defaults.run, &styles, &paragraph.mark);
        let ParagraphProperties { before, after, .. } = paragraph.properties;
        let line = paragraph.properties.line_height(mark.size());
        let height = line
            .saturating_add(before.unwrap_or(0).max(0))
            .saturating_add(after.unwrap_or(0).max(0));
        let goes_on = paragraph.goes_on;
        let cell = self.tables.last_mut().and_then(|table| table.cell.as_mut());
        if let Some(cell) = cell.filter(|_| !goes_on) {
            cell.height = cell.height.saturating_add(height);
        }
    }

    pub(in crate::extract::formats::docx) fn end_paragraph(&mut self) {
        self.settle_paragraph();
        let Some(paragraph) = self.paragraphs.last() else {
            return;
        };
        let name = if paragraph.name.is_empty() {
            "¶".to_owned()
        } else {
            paragraph.name.clone()
        };
        let is_in_cell = !self.tables.is_empty();
        let is_number = paragraph.properties.is_numbered == Some(true) && is_in_cell && !paragraph.has_letters;
        let (goes_on, is_revised) = (paragraph.goes_on, paragraph.is_revised);
        let is_framed = paragraph.properties.is_framed == Some(true) && has_digit(&name);
        if self.unseen.is_empty() {
            if is_number {
                self.note("numbered", &name);
            }
            if is_revised {
                self.note("revised", &name);
            }
            if is_framed {
                self.note("floating", &name);
            }
        }
        self.take_room();
        let paragraph = self.paragraphs.pop().unwrap_or_default();
        if let Some(text_box) = self.boxes.last_mut() {
            if !goes_on {
                let line = std::mem::take(&mut text_box.line);
                text_box.lines.push(line);
            }
            text_box.lines.extend(paragraph.boxes);
            return;
        }
        if !self.unseen.is_empty() {
            return;
        }
        if !goes_on {
            self.flow.end_line();
        }
        if self.tables.is_empty() && says(&paragraph.name) {
            self.floats.line();
        }
        for line in paragraph.boxes {
            self.flow.text(&line);
            self.flow.end_line();
        }
    }
}

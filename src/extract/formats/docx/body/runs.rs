//! Runs: what is seen of their text.

use super::*;

impl Body<'_> {
    pub(in crate::extract::formats::docx) fn begin_run(&mut self) {
        self.settle_paragraph();
        self.runs.push(Run::default());
    }

    pub(in crate::extract::formats::docx) fn end_run(&mut self) {
        self.runs.pop();
    }

    pub(in crate::extract::formats::docx) fn takes_run_properties(&self) -> bool {
        self.runs.last().is_some_and(|run| run.look.is_none())
    }

    pub(in crate::extract::formats::docx) fn run_property(&mut self, tag: &Tag<'_>) {
        if let Some(run) = self.runs.last_mut() {
            match tag.name() {
                // The run itself was put in or taken out.
                b"ins" | b"del" | b"moveTo" | b"moveFrom" => {}
                _ => run.properties.set(tag, self.palette),
            }
        }
    }

    /// Its properties are known.
    pub(in crate::extract::formats::docx) fn settle_run(&mut self) {
        self.look();
    }

    /// The ground that the text stands on, as far as it is not the text's own.
    pub(super) fn ground(&self) -> Option<Color> {
        let paragraph = self
            .paragraphs
            .last()
            .and_then(|paragraph| paragraph.properties.ground.flatten());
        let table = self.tables.last().filter(|_| self.boxes.is_empty());
        let cell = || table?.cell.as_ref()?.ground;
        let row = || table?.row.ground;
        let style = || self.styles.get(For::Table, table?.style.as_deref())?.ground;
        let own = paragraph.or_else(cell).or_else(row).or_else(|| table?.ground);
        own.or_else(style).or(self.page)
    }

    /// What is seen of the text of the run.
    pub(super) fn look(&mut self) -> Look {
        if let Some(look) = self.runs.last().and_then(|run| run.look) {
            return look;
        }
        let ground = self.ground();
        let (Some(run), Some(paragraph)) = (self.runs.last_mut(), self.paragraphs.last()) else {
            return Look::default();
        };
        let is_in_table = !self.tables.is_empty();
        let [table, own] = &paragraph.styles;
        let found = [
            self.styles.get(For::Table, table.as_deref()).filter(|_| is_in_table),
            self.styles.get(For::Paragraph, own.as_deref()),
            self.styles.get(For::Run, run.properties.style.as_deref()),
        ];
        let styles: Vec<&RunProperties> = found.iter().flatten().map(|style: &&Style| &style.run).collect();
        let resolved = RunProperties::resolved(&self.styles.defaults.run, &styles, &run.properties);
        let mut look = resolved.look(ground);
        if self.settings.opens_as_page && resolved.is_web_hidden() {
            look.unseen = look.unseen.or(Some("hidden"));
        }
        let is_by_table = found[0].and_then(|style| style.conditional);
        look.altered = look.altered.or(is_by_table);
        run.look = Some(look);
        look
    }

    pub(in crate::extract::formats::docx) fn begin_text(&mut self, keeps_space: bool) {
        self.look();
        if let Some(run) = self.runs.last_mut() {
            run.keeps_space = keeps_space;
        }
    }

    pub(in crate::extract::formats::docx) fn text(&mut self, text: &str) {
        self.taken = self.taken.saturating_add(text.len());
        if let Some(run) = self.runs.last_mut().filter(|_| self.taken <= self.limits.bytes) {
            run.text.push_str(text);
        }
    }

    pub(in crate::extract::formats::docx) fn end_text(&mut self) {
        let Some(run) = self.runs.last_mut() else { return };
        let text = std::mem::take(&mut run.text);
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
        let kept = if run.keeps_space {
            &text[..]
        } else {
            text.trim_matches(is_space)
        };
        self.write(kept);
    }

    pub(in crate::extract::formats::docx) fn white_space(&mut self, space: &str) {
        let look = self.look();
        let is_shown = self.removed == 0 && !self.fields.is_code() && look.unseen.is_none() && self.unseen.is_empty();
        match self.boxes.last_mut() {
            _ if !is_shown => {}
            Some(text_box) => text_box.line.push(' '),
            None if space == "\n" => self.flow.end_line(),
            None => self.flow.space(),
        }
    }

    /// Text of the run, as far as it is shown.
    pub(in crate::extract::formats::docx) fn write(&mut self, text: &str) {
        let look = self.look();
        let is_blank = text.trim_matches(is_gap).is_empty();
        if self.removed > 0 {
            return self.deleted(text);
        }
        if text.is_empty() || self.fields.is_code() {
            return;
        }
        let is_cut_off = self.is_cut_off();
        let drawn = self.drawings.last().and_then(|(drawing, _)| drawing.unseen);
        let unseen = self.unseen.last().copied().or(drawn).or(look.unseen);
        let unseen = unseen.or(is_cut_off.then_some("faint"));
        if let Some(cause) = unseen {
            if says(text) {
                self.note(cause, text);
            }
            return;
        }
        if !is_blank {
            self.alterations(text, look);
        }
        if self.above > 0 {
            return;
        }
        let shown = look.typography.apply(text);
        if let Some(paragraph) = self.paragraphs.last_mut() {
            let left = LONGEST_NAME.saturating_sub(paragraph.name.chars().count());
            paragraph.name.extend(shown.chars().take(left));
            paragraph.has_letters |= text.contains(char::is_alphabetic);
        }
        match self.boxes.last_mut() {
            Some(text_box) => text_box.line.push_str(&shown),
            None => self.flow.text(&shown),
        }
    }

    /// Text that was taken out.
    pub(in crate::extract::formats::docx) fn deleted(&mut self, text: &str) {
        if !text.trim_matches(is_gap).is_empty() {
            self.note("revised", text);
        }
    }

    pub(super) fn is_cut_off(&self) -> bool {
        let Some(paragraph) = self.paragraphs.last() else {
            return false;
        };
        let table = self.tables.last();
        let height = table.and_then(|table| table.row.height);
        let cell = table.and_then(|table| table.cell.as_ref());
        let above = cell.filter(|cell| !cell.is_merged()).map_or(0, |cell| cell.height);
        let before = paragraph.properties.before.unwrap_or(0);
        let is_below = height.is_some_and(|height| above.saturating_add(before) >= height);
        paragraph.properties.is_cut_off() || is_below && self.boxes.is_empty()
    }

    /// Note where a text that is shown is shown as something else.
    pub(super) fn alterations(&mut self, text: &str, look: Look) {
        let is_in_table = !self.tables.is_empty();
        let has_digit = has_digit(text);
        if self.inserted > 0 {
            self.note("revised", text);
        }
        if !says(text) {
            return;
        }
        if let Some(table) = self.tables.last_mut() {
            let cell = table.cell.as_mut().map(|cell| std::mem::take(&mut cell.notes));
            let notes = [
                std::mem::take(&mut table.notes),
                std::mem::take(&mut table.row.notes),
                cell.unwrap_or_default(),
            ];
            for cause in notes.concat() {
                self.note(cause, text);
            }
        }
        if has_digit && self.tables.iter().any(|table| table.floats) {
            self.note_within("floating-table", text, Reach::BesideTables);
        }
        if let Some(cause) = look.altered {
            let counts = match cause {
                "symbol" => has_digit || is_in_table,
                "reversed" => has_digit,
                _ => true,
            };
            if counts {
                self.note(cause, text);
            }
        }
        // Characters that only a font of symbols has.
        if text.contains(|c| ('\u{f020}'..='\u{f0ff}').contains(&c))
            && (is_in_table || text.contains(|c| ('\u{f030}'..='\u{f039}').contains(&c)))
        {
            self.note("symbol", text);
        }
        let paragraph = self.paragraphs.last().map(|paragraph| &paragraph.properties);
        let is_from_right = paragraph.is_some_and(|properties| properties.is_from_right == Some(true));
        let is_aside = paragraph.is_some_and(|properties| properties.is_aside(is_in_table));
        if has_digit && (is_from_right || self.reversed > 0) {
            self.note("reversed", text);
        }
        if is_aside || self.above > 0 && has_digit {
            self.note("displaced", text);
        }
        if self.controls.contains(&true) {
            self.note("bound", text);
        }
        if self.fields.is_computed(self.settings.updates_fields) {
            self.note("field", text);
        }
    }

    /// A character of a font of symbols. Ticks and bullets say nothing of the report; digits do, and whatever stands in a cell.
    pub(in crate::extract::formats::docx) fn symbol(&mut self, font: &str, code: u32) {
        let is_digit = matches!(code & 0xff, 0x30..=0x39 | 0x80..=0x95 | 0xac..=0xbe);
        let is_shown = self.removed == 0 && !self.fields.is_code() && self.look().unseen.is_none();
        if is_shown && self.unseen.is_empty() && (is_digit || !self.tables.is_empty()) {
            self.note("symbol", font);
        }
    }

    /// A mark of a note, which Word raises and numbers. On the line it looks like a digit of what stands before it.
    pub(in crate::extract::formats::docx) fn note_mark(&mut self, has_own: bool) {
        use crate::extract::formats::typography::Level;
        let look = self.look();
        let is_shown = look.unseen.is_none() && self.unseen.is_empty() && self.removed == 0;
        if !has_own && is_shown && look.typography.level == Level::Line {
            let name = self
                .paragraphs
                .last()
                .map(|paragraph| paragraph.name.clone())
                .unwrap_or_default();
            self.note("numbered", &name);
        }
    }

    pub(in crate::extract::formats::docx) fn code(&mut self, code: &str) {
        if self.removed == 0 {
            self.fields.code(code);
        }
    }

    pub(in crate::extract::formats::docx) fn end_field(&mut self) {
        if let Some(name) = self.fields.end()
            && self.unseen.is_empty()
        {
            self.note("field", &name);
        }
    }
}

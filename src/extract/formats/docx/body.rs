//! Paragraphs, runs and tables as they are read: what of them is shown goes into the [`Flow`], and what is not, or is shown as something
//! else, is noted.

use super::{
    colors::{Color, Palette},
    fields::Fields,
    floats::{Drawing, Floats},
    paragraph::ParagraphProperties,
    properties::{Look, RunProperties},
    settings::Settings,
    styles::{For, Style, Styles},
    tables::Table,
    xml::{Tag, too_large},
};
use crate::{
    diagnostic::defect::Defect,
    document::limits::Limits,
    extract::{formats::layout_builder::Flow, layout::Layout},
    text::normalize::is_gap,
};

/// A table of hidden cells is one defect; so many of its rows are named.
const MOST_IN_TABLE: usize = 3;
/// So much of a paragraph is kept to name it.
const LONGEST_NAME: usize = 40;

/// A paragraph that has begun.
#[derive(Default)]
struct Paragraph {
    properties: ParagraphProperties,
    mark: RunProperties,
    is_settled: bool,
    /// The styles of its runs: of the table, and its own.
    styles: [Option<String>; 2],
    /// The beginning of its text.
    name: String,
    has_letters: bool,
    /// The paragraph, or where it ends, was put in or taken out.
    is_revised: bool,
    goes_on: bool,
    /// What was said of it already.
    said: Vec<&'static str>,
    /// What text boxes in it hold.
    boxes: Vec<String>,
}

/// A run that has begun.
#[derive(Default)]
struct Run {
    properties: RunProperties,
    look: Option<Look>,
    text: String,
    keeps_space: bool,
}

/// A text box that has begun.
#[derive(Default)]
struct TextBox {
    lines: Vec<String>,
    line: String,
    has_table: bool,
}

/// See the module.
pub(super) struct Body<'a> {
    limits: Limits,
    styles: &'a Styles,
    settings: &'a Settings,
    palette: &'a Palette,
    flow: Flow,
    paragraphs: Vec<Paragraph>,
    runs: Vec<Run>,
    tables: Vec<Table>,
    boxes: Vec<TextBox>,
    drawings: Vec<(Drawing, bool)>,
    floats: Floats,
    equation: String,
    /// Why what stands here is not shown: cells and rows within each other.
    unseen: Vec<&'static str>,
    pub fields: Fields,
    /// Content controls within each other; whether what they hold is kept elsewhere too.
    pub controls: Vec<bool>,
    pub inserted: usize,
    pub removed: usize,
    pub reversed: usize,
    pub above: usize,
    /// The bytes of text that were taken.
    taken: usize,
}

fn says(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

fn has_digit(text: &str) -> bool {
    text.contains(char::is_numeric)
}

impl<'a> Body<'a> {
    pub(super) fn new(limits: &Limits, styles: &'a Styles, settings: &'a Settings, palette: &'a Palette) -> Self {
        let mut flow = Flow::new(limits);
        if settings.links_styles {
            flow.unlike("template", "linkStyles", true);
        }
        Self {
            limits: *limits,
            styles,
            settings,
            palette,
            flow,
            paragraphs: Vec::new(),
            runs: Vec::new(),
            tables: Vec::new(),
            boxes: Vec::new(),
            drawings: Vec::new(),
            floats: Floats::default(),
            equation: String::new(),
            unseen: Vec::new(),
            fields: Fields::default(),
            controls: Vec::new(),
            inserted: 0,
            removed: 0,
            reversed: 0,
            above: 0,
            taken: 0,
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.flow.is_full() || self.taken > self.limits.bytes
    }

    pub(super) fn finish(mut self) -> Result<Layout, Box<Defect>> {
        if self.taken > self.limits.bytes {
            return Err(too_large(&self.limits));
        }
        for name in self.floats.at_end() {
            self.flow.unlike("floating", &name, false);
        }
        self.flow.finish()
    }

    /// Note once in a paragraph or a row that it shows something else than is read.
    pub(super) fn note(&mut self, cause: &'static str, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            if paragraph.said.contains(&cause) {
                return;
            }
            paragraph.said.push(cause);
        }
        if let Some(table) = self.tables.first_mut() {
            let said = table.said.iter().filter(|said| **said == cause).count();
            if table.row.said.contains(&cause) || said == MOST_IN_TABLE {
                return;
            }
            table.row.said.push(cause);
            table.said.push(cause);
        }
        self.flow.unlike(cause, text, false);
    }

    /// Whether rows and cells here are those of the page.
    fn is_laid_out(&self) -> bool {
        self.unseen.is_empty() && self.boxes.is_empty()
    }

    /// Something of another kind of file.
    pub(super) fn embedded<T>(&mut self, name: &str) -> Option<T> {
        self.note("embedded", name);
        None
    }
}

/// Paragraphs.
impl Body<'_> {
    pub(super) fn begin_paragraph(&mut self) {
        self.paragraphs.push(Paragraph::default());
    }

    pub(super) fn takes_paragraph_properties(&self) -> bool {
        self.paragraphs.last().is_some_and(|paragraph| !paragraph.is_settled)
    }

    pub(super) fn paragraph_property(&mut self, tag: &Tag<'_>) {
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

    pub(super) fn mark_property(&mut self, tag: &Tag<'_>) {
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
    pub(super) fn settle_paragraph(&mut self) {
        let table = self.tables.last().and_then(|table| table.style.clone());
        let is_in_table = !self.tables.is_empty();
        let Some(paragraph) = self.paragraphs.last_mut().filter(|paragraph| !paragraph.is_settled) else {
            return;
        };
        paragraph.is_settled = true;
        let style = self.styles.get(For::Paragraph, paragraph.properties.style.as_deref());
        let mut resolved = self.styles.defaults.paragraph.clone();
        if let Some(style) = style {
            resolved.merge(&style.paragraph);
        }
        resolved.merge(&paragraph.properties);
        paragraph.styles = [table.filter(|_| is_in_table), paragraph.properties.style.take()];
        paragraph.properties = resolved;
        paragraph.goes_on |= paragraph.mark.hides_mark();
    }

    pub(super) fn end_paragraph(&mut self) {
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

/// Runs.
impl Body<'_> {
    pub(super) fn begin_run(&mut self) {
        self.settle_paragraph();
        self.runs.push(Run::default());
    }

    pub(super) fn end_run(&mut self) {
        self.runs.pop();
    }

    pub(super) fn takes_run_properties(&self) -> bool {
        self.runs.last().is_some_and(|run| run.look.is_none())
    }

    pub(super) fn run_property(&mut self, tag: &Tag<'_>) {
        if let Some(run) = self.runs.last_mut() {
            match tag.name() {
                // The run itself was put in or taken out.
                b"ins" | b"del" | b"moveTo" | b"moveFrom" => {}
                _ => run.properties.set(tag, self.palette),
            }
        }
    }

    /// Its properties are known.
    pub(super) fn settle_run(&mut self) {
        self.look();
    }

    /// The ground that the text stands on, as far as it is not the text's own.
    fn ground(&self) -> Option<Color> {
        let paragraph = self
            .paragraphs
            .last()
            .and_then(|paragraph| paragraph.properties.ground.flatten());
        let table = self.tables.last().filter(|_| self.boxes.is_empty());
        let cell = || table?.cell.as_ref()?.ground;
        let style = || self.styles.get(For::Table, table?.style.as_deref())?.ground;
        paragraph.or_else(cell).or_else(|| table?.ground).or_else(style)
    }

    /// What is seen of the text of the run.
    fn look(&mut self) -> Look {
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

    pub(super) fn begin_text(&mut self, keeps_space: bool) {
        self.look();
        if let Some(run) = self.runs.last_mut() {
            run.keeps_space = keeps_space;
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.taken = self.taken.saturating_add(text.len());
        if let Some(run) = self.runs.last_mut().filter(|_| self.taken <= self.limits.bytes) {
            run.text.push_str(text);
        }
    }

    pub(super) fn end_text(&mut self) {
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

    pub(super) fn white_space(&mut self, space: &str) {
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
    pub(super) fn write(&mut self, text: &str) {
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
    pub(super) fn deleted(&mut self, text: &str) {
        if !text.trim_matches(is_gap).is_empty() {
            self.note("revised", text);
        }
    }

    fn is_cut_off(&self) -> bool {
        let Some(paragraph) = self.paragraphs.last() else {
            return false;
        };
        let height = self.tables.last().and_then(|table| table.row.height);
        let is_below = height
            .zip(paragraph.properties.before)
            .is_some_and(|(height, before)| before >= height);
        paragraph.properties.is_cut_off() || is_below && self.boxes.is_empty()
    }

    /// Note where a text that is shown is shown as something else.
    fn alterations(&mut self, text: &str, look: Look) {
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
        let is_aside = paragraph.is_some_and(ParagraphProperties::is_aside);
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
    pub(super) fn symbol(&mut self, font: &str, code: u32) {
        let is_digit = matches!(code & 0xff, 0x30..=0x39 | 0x80..=0x95 | 0xac..=0xbe);
        let is_shown = self.removed == 0 && !self.fields.is_code() && self.look().unseen.is_none();
        if is_shown && self.unseen.is_empty() && (is_digit || !self.tables.is_empty()) {
            self.note("symbol", font);
        }
    }

    /// A mark of a note, which Word raises and numbers. On the line it looks like a digit of what stands before it.
    pub(super) fn note_mark(&mut self, has_own: bool) {
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

    pub(super) fn code(&mut self, code: &str) {
        if self.removed == 0 {
            self.fields.code(code);
        }
    }

    pub(super) fn end_field(&mut self) {
        if let Some(name) = self.fields.end()
            && self.unseen.is_empty()
        {
            self.note("field", &name);
        }
    }
}

/// Tables.
impl Body<'_> {
    pub(super) fn begin_table(&mut self) {
        for name in self.floats.before_table() {
            self.note("floating", &name);
        }
        if let Some(text_box) = self.boxes.last_mut() {
            text_box.has_table = true;
        } else if self.unseen.is_empty() {
            self.flow.open_table();
        }
        self.tables.push(Table::default());
    }

    pub(super) fn takes_table_properties(&self) -> bool {
        self.tables.last().is_some_and(|table| !table.has_rows)
    }

    pub(super) fn table_property(&mut self, tag: &Tag<'_>) {
        if let Some(table) = self.tables.last_mut() {
            table.set(tag, self.palette);
        }
    }

    pub(super) fn end_table(&mut self) {
        self.tables.pop();
        if self.is_laid_out() {
            self.flow.close_table();
        }
        if self.tables.is_empty() {
            for name in self.floats.before_table() {
                self.note("floating", &name);
            }
        }
    }

    pub(super) fn begin_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.begin_row();
        }
    }

    pub(super) fn takes_row_properties(&self) -> bool {
        self.tables.last().is_some_and(|table| !table.row.is_open)
    }

    pub(super) fn row_property(&mut self, tag: &Tag<'_>) {
        if let Some(table) = self.tables.last_mut() {
            table.row.set(tag);
        }
    }

    pub(super) fn end_row(&mut self) {
        if let Some(table) = self.tables.last()
            && table.row.is_open
            && table.row.unseen.is_some()
        {
            self.unseen.pop();
        }
    }

    pub(super) fn begin_cell(&mut self) {
        let is_laid_out = self.is_laid_out();
        let Some(table) = self.tables.last_mut() else { return };
        if !std::mem::replace(&mut table.row.is_open, true) {
            match table.row.unseen {
                Some(cause) => self.unseen.push(cause),
                None if is_laid_out => {
                    self.flow.open_row();
                    if table.row.before > 0 {
                        self.flow.skip_columns(table.row.before);
                    }
                }
                None => {}
            }
        }
        table.begin_cell();
    }

    pub(super) fn takes_cell_properties(&self) -> bool {
        let cell = self.tables.last().and_then(|table| table.cell.as_ref());
        cell.is_some_and(|cell| !cell.is_open)
    }

    pub(super) fn cell_property(&mut self, tag: &Tag<'_>) {
        if let Some(table) = self.tables.last_mut() {
            table.set_cell(tag, self.palette);
        }
    }

    /// The properties of the cell are known.
    pub(super) fn open_cell(&mut self) {
        let is_laid_out = self.is_laid_out();
        let Some(table) = self.tables.last_mut() else { return };
        if table.cell.as_ref().is_none_or(|cell| cell.is_open) {
            return;
        }
        let is_covered = table.place_cell();
        let Some(cell) = &mut table.cell else { return };
        cell.is_open = true;
        cell.unseen = match () {
            () if cell.is_removed => Some("revised"),
            () if is_covered => Some("covered"),
            () => None,
        };
        match cell.unseen {
            Some(cause) => {
                if is_laid_out && is_covered {
                    self.flow.skip_columns(cell.columns);
                }
                self.unseen.push(cause);
            }
            None if is_laid_out => self.flow.open_cell(cell.columns, 1),
            None => {}
        }
    }

    pub(super) fn end_cell(&mut self) {
        self.open_cell();
        let cell = self.tables.last_mut().and_then(|table| table.cell.take());
        if cell.is_some_and(|cell| cell.unseen.is_some()) {
            self.unseen.pop();
        }
        if self.is_laid_out() {
            self.flow.close_cell();
        }
    }
}

/// Drawings, text boxes and equations.
impl Body<'_> {
    pub(super) fn begin_drawing(&mut self, is_old: bool) {
        self.drawings.push((Drawing::default(), is_old));
    }

    pub(super) fn drawing(&mut self, tag: &Tag<'_>) {
        if let Some((drawing, _)) = self.drawings.last_mut() {
            drawing.set(tag);
        }
    }

    pub(super) fn offset(&mut self, text: &str) {
        if let Some((drawing, _)) = self.drawings.last_mut() {
            drawing.offset(text);
        }
    }

    pub(super) fn end_drawing(&mut self) {
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

    pub(super) fn begin_box(&mut self) {
        self.boxes.push(TextBox::default());
    }

    pub(super) fn end_box(&mut self) {
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

    pub(super) fn equation(&mut self, text: &str) {
        if self.equation.len() < LONGEST_NAME {
            self.equation.extend(text.trim().chars().take(LONGEST_NAME));
        }
    }

    pub(super) fn end_equation(&mut self) {
        let equation = std::mem::take(&mut self.equation);
        if says(&equation) && self.unseen.is_empty() && self.removed == 0 {
            self.note("equation", &equation);
        }
    }
}

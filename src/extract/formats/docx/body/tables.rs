//! Tables, rows and cells.

use super::*;

impl Body<'_> {
    pub(in crate::extract::formats::docx) fn begin_table(&mut self) {
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

    pub(in crate::extract::formats::docx) fn takes_table_properties(&self) -> bool {
        self.tables.last().is_some_and(|table| !table.has_rows)
    }

    pub(in crate::extract::formats::docx) fn table_property(&mut self, tag: &Tag<'_>) {
        if let Some(table) = self.tables.last_mut() {
            table.set(tag, self.palette);
        }
    }

    pub(in crate::extract::formats::docx) fn end_table(&mut self) {
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

    pub(in crate::extract::formats::docx) fn begin_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.begin_row();
        }
    }

    pub(in crate::extract::formats::docx) fn takes_row_properties(&self) -> bool {
        self.tables.last().is_some_and(|table| !table.row.is_open)
    }

    pub(in crate::extract::formats::docx) fn row_property(&mut self, tag: &Tag<'_>) {
        if let Some(table) = self.tables.last_mut() {
            table.row.set(tag, self.palette);
        }
    }

    pub(in crate::extract::formats::docx) fn end_row(&mut self) {
        if let Some(table) = self.tables.last()
            && table.row.is_open
            && table.row.unseen.is_some()
        {
            self.unseen.pop();
        }
    }

    pub(in crate::extract::formats::docx) fn begin_cell(&mut self) {
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

    pub(in crate::extract::formats::docx) fn takes_cell_properties(&self) -> bool {
        let cell = self.tables.last().and_then(|table| table.cell.as_ref());
        cell.is_some_and(|cell| !cell.is_open)
    }

    pub(in crate::extract::formats::docx) fn cell_property(&mut self, tag: &Tag<'_>) {
        if let Some(table) = self.tables.last_mut() {
            table.set_cell(tag, self.palette);
        }
    }

    /// The properties of the cell are known.
    pub(in crate::extract::formats::docx) fn open_cell(&mut self) {
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

    pub(in crate::extract::formats::docx) fn end_cell(&mut self) {
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

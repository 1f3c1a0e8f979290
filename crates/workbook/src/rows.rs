use groundswell_interchange::SheetWriter;
use groundswell_model::workbook::WorkbookError;

/// So many bytes of text a workbook may hold: the most rows that are taken, of a kilobyte each, three times over.
pub(crate) const MOST_BYTES: usize = 64 << 20;
/// What is further to the right is no table that people keep.
const MOST_COLUMNS: u32 = 200;

/// A sheet's rows while they are read, one after the other.
pub(crate) struct Rows {
    written: SheetWriter,
    room: usize,
    number: u32,
    cells: Vec<String>,
}

impl Rows {
    /// None yet, and room for so many bytes of text.
    pub(crate) fn new(room: usize) -> Self {
        Self { written: SheetWriter::default(), room, number: 0, cells: Vec::new() }
    }

    /// Takes a cell. Within a row the order is free.
    ///
    /// # Errors
    /// When there is more text than room.
    pub(crate) fn put(&mut self, row: u32, column: u32, text: String) -> Result<(), WorkbookError> {
        if text.is_empty() || column >= MOST_COLUMNS {
            return Ok(());
        }
        if row != self.number {
            self.end_row()?;
            self.number = row;
        }
        let column = column as usize;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = text;
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), WorkbookError> {
        self.written.write(self.number as usize, self.cells.iter().map(String::as_str));
        self.cells.clear();
        if self.written.len() > self.room { Err(WorkbookError::TooLarge) } else { Ok(()) }
    }

    /// How many rows have content, and all rows.
    ///
    /// # Errors
    /// When there is more text than room.
    pub(crate) fn finish(mut self) -> Result<(usize, String), WorkbookError> {
        self.end_row()?;
        Ok((self.written.filled(), self.written.finish()))
    }
}

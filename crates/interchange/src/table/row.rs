use csv::StringRecord;

/// So many rows may stand above the headings: a title, a date, a hint.
pub(crate) const MOST_ABOVE: usize = 10;

/// A row with content.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Its row as a spreadsheet program counts them, from 1.
    pub(crate) line: usize,
    /// Its cells as they stand in the file. Rows may be shorter or longer than the headings.
    pub(crate) cells: StringRecord,
    /// What is wrong with it, or why it is likely no record.
    pub(crate) flaw: Option<Flaw>,
}

/// Why a person should look at a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A quote in it is never closed.
    OpenQuote,
    /// It is the headings once more.
    HeadingsAgain,
    /// It is a total, or says something of the file.
    NoRecord,
}

impl Row {
    /// The cell in this column; empty where the row is too short.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default()
    }
}

//! A spreadsheet in text form, read whatever program wrote it.

mod delimiter;
mod encoding;
mod kind;
mod mend;
mod reader;
pub(crate) mod row;
mod split;

pub(crate) use encoding::decode;
pub use reader::Reader;

use crate::{guess, records::Sheet, text};
use groundswell_model::{
    Kind,
    import::{FirstRow, OpenedTable, TableError},
};
use row::{Flaw, Row};

/// How many values of each column a person is shown.
const SAMPLES: usize = 3;

/// A spreadsheet: its headings, and its rows with content.
#[derive(Clone, Debug)]
pub struct Table {
    file: String,
    encoding: &'static str,
    delimiter: char,
    headings: Vec<String>,
    /// Its first rows as they stand in the file, and the place of the headings among them.
    first: Vec<FirstRow>,
    headings_at: Option<usize>,
    rows: Vec<Row>,
    empty_rows: usize,
    /// Whether this app wrote the file: it then means what it says, to the letter.
    is_ours: bool,
    /// What its rows are, where they are contacts.
    contacts: Option<Kind>,
}

impl Table {
    /// Reads a file's bytes in one go. [`Reader`] does the same in steps.
    ///
    /// # Errors
    /// When the bytes are no spreadsheet in text form, are empty, or have too many rows.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, TableError> {
        let mut reader = Reader::open(file, bytes)?;
        loop {
            let progress = reader.step(usize::MAX)?;
            if progress.done == progress.total {
                return reader.finish();
            }
        }
    }

    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The headings as they stand in the file; empty where there is none.
    #[must_use]
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// How many rows have content, headings not counted.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nothing below the headings.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Each row's number, as a spreadsheet program counts them, and its cells, one for each heading; what a row has beyond
    /// is left out.
    pub fn rows(&self) -> impl Iterator<Item = (usize, Vec<&str>)> {
        self.rows.iter().map(|row| (row.line, (0..self.headings.len()).map(|at| row.cell(at)).collect()))
    }

    /// The kind whose spreadsheet it is, if its headings are those that the declaration of one gives: such a table is
    /// read by a [`RecordPlanner`](crate::records::RecordPlanner).
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        Sheet::of(self).map(|sheet| sheet.kind)
    }

    /// What is said of it before anybody is asked, with the best guess of what each column means.
    #[must_use]
    pub fn opened(&self) -> OpenedTable {
        let samples = (0..self.headings.len())
            .map(|column| self.values(column).take(SAMPLES).map(crate::text::excerpt).collect())
            .collect();
        OpenedTable {
            kind: self.kind(),
            file: self.file.clone(),
            encoding: self.encoding.to_owned(),
            delimiter: self.delimiter,
            headings: self.headings.clone(),
            guess: guess::columns(self),
            remembered: 0,
            samples,
            first: self.first.clone(),
            headings_at: self.headings_at,
            // A workbook's text was never bytes.
            encodings: encoding::names().filter(|_| !self.encoding.is_empty()).map(str::to_owned).collect(),
            rows: self.rows.len(),
            empty_rows: self.empty_rows,
        }
    }

    /// The values of a column that say something.
    pub(crate) fn values(&self, column: usize) -> impl Iterator<Item = &str> {
        let rows =
            self.rows.iter().filter(|row| !matches!(row.flaw, Some(Flaw::HeadingsAgain | Flaw::NoRecord)));
        rows.map(move |row| row.cell(column).trim())
            .filter(|value| !value.is_empty() && (self.is_ours || !text::is_placeholder(value)))
    }

    /// What its rows are, where they are contacts out of somebody's address book.
    pub(crate) const fn contacts(&self) -> Option<Kind> {
        self.contacts
    }

    /// Whether this app wrote the file.
    pub(crate) const fn is_ours(&self) -> bool {
        self.is_ours
    }

    pub(crate) fn row(&self, at: usize) -> Option<&Row> {
        self.rows.get(at)
    }
}

use super::{
    Table, delimiter, encoding, kind,
    row::{Flaw, MOST_ABOVE, Row},
    split::{self, Dialect, Searches},
};
use crate::{guess, sheet, text};
use csv::StringRecord;
use groundswell_model::{
    Kind,
    import::{FirstRow, HeadingRow, MAX_ROWS, ReadAs, TableError},
    message::{Progress, Stage},
};

/// So many columns are looked at; what is beyond is no spreadsheet that people keep.
const MAX_COLUMNS: usize = 200;

/// Reads a spreadsheet in steps.
///
/// ```
/// # use groundswell_interchange::Reader;
/// let mut reader = Reader::open("groups.csv", b"Group,Town\nNeighbors,Green Bay\n")?;
/// while { let progress = reader.step(500)?; progress.done < progress.total } {}
/// assert_eq!(reader.finish()?.len(), 1);
/// # Ok::<(), groundswell_model::import::TableError>(())
/// ```
#[derive(Debug)]
pub struct Reader {
    text: String,
    /// What of the text was read, in bytes.
    at: usize,
    dialect: Dialect,
    searches: Searches,
    file: String,
    encoding: &'static str,
    rows: Vec<Row>,
    /// Rows with content, those beyond [`MAX_ROWS`] counted too.
    found: usize,
    empty_rows: usize,
    /// Rows before, as a spreadsheet program counts them.
    row: usize,
    /// Where somebody says the headings are.
    headings: Option<HeadingRow>,
    contacts: Option<Kind>,
    done: bool,
}

impl Reader {
    /// Finds out what the bytes are and how they are written.
    ///
    /// # Errors
    /// When they are empty or no text.
    pub fn open(file: &str, bytes: &[u8]) -> Result<Self, TableError> {
        Self::open_as(file, bytes, &ReadAs::default())
    }

    /// The same, as somebody says that it is written.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_as(file: &str, bytes: &[u8], read_as: &ReadAs) -> Result<Self, TableError> {
        if let Some(kind) = kind::not_text(bytes) {
            return Err(TableError::NotText(kind.to_owned()));
        }
        let (mut text, encoding) = encoding::decode(bytes, read_as.encoding.as_deref())
            .ok_or_else(|| TableError::NotText("binary".to_owned()))?;
        if text.trim().is_empty() {
            return Err(TableError::Empty);
        }
        if let Some(unwrapped) = delimiter::unwrapped(&text) {
            text = unwrapped;
        }
        let (dialect, at) = match delimiter::declared(&text) {
            Some((delimiter, length)) => {
                (delimiter::declared_as(text.get(length..).unwrap_or_default(), delimiter), length)
            }
            None => (delimiter::detect(&text), 0),
        };
        Ok(Self { dialect, encoding, at, ..Self::of_text(file, text, read_as) })
    }

    /// Takes a sheet as a [`SheetWriter`](crate::SheetWriter) wrote it, with its headings where somebody says.
    ///
    /// # Errors
    /// When it has no content.
    pub fn of_sheet(file: &str, text: String, read_as: &ReadAs) -> Result<Self, TableError> {
        if text.trim().is_empty() {
            return Err(TableError::Empty);
        }
        Ok(Self::of_text(file, text, read_as))
    }

    /// Takes contacts of this kind as a [`SheetWriter`](crate::SheetWriter) wrote them below their headings.
    ///
    /// # Errors
    /// When there are none.
    pub fn of_contacts(file: &str, text: String, kind: Kind) -> Result<Self, TableError> {
        let read_as = ReadAs { headings: Some(HeadingRow::At(0)), ..ReadAs::default() };
        Ok(Self { contacts: Some(kind), ..Self::of_sheet(file, text, &read_as)? })
    }

    fn of_text(file: &str, text: String, read_as: &ReadAs) -> Self {
        Self {
            text,
            at: 0,
            dialect: Dialect::of(sheet::DELIMITER),
            searches: Searches::default(),
            file: file.to_owned(),
            encoding: "",
            rows: Vec::new(),
            found: 0,
            empty_rows: 0,
            row: 0,
            headings: read_as.headings,
            contacts: None,
            done: false,
        }
    }

    /// Reads at most so many rows more. All is read when `done` equals `total`; both count bytes.
    ///
    /// # Errors
    /// When there are more rows than are taken at once.
    pub fn step(&mut self, rows: usize) -> Result<Progress, TableError> {
        let total = self.text.len();
        for _ in 0..rows {
            if self.done {
                break;
            }
            self.read_row()?;
        }
        // While there may be more, never say that all is done.
        let done = if self.done { total } else { self.at.min(total.saturating_sub(1)) };
        Ok(Progress { stage: Stage::Reading, done, total })
    }

    fn read_row(&mut self) -> Result<(), TableError> {
        let start = split::past_line_ends(&self.text, self.at);
        let blank = blank_lines(&self.text, self.at, start);
        if start >= self.text.len() {
            self.done = true;
            if self.found > MAX_ROWS + MOST_ABOVE {
                return Err(TableError::TooManyRows(self.found - 1));
            }
            return Ok(());
        }
        let mut cells = StringRecord::new();
        let row = self.dialect.row(&self.text, start, &mut cells, &mut self.searches);
        self.at = row.end;
        self.row += blank + 1;
        if self.found > 0 {
            self.empty_rows += blank;
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            self.empty_rows += usize::from(self.found > 0);
            return Ok(());
        }
        self.found += 1;
        if self.found <= MAX_ROWS + MOST_ABOVE {
            // The parser's buffers are larger than the row.
            let cells: StringRecord = cells.iter().take(MAX_COLUMNS).collect();
            self.rows.push(Row { line: self.row, cells, flaw: row.open_quote.then_some(Flaw::OpenQuote) });
        } else {
            self.rows.clear();
        }
        Ok(())
    }

    /// The table, once all is read; rows that were not read are not in it.
    ///
    /// # Errors
    /// When there is no row with content, or there are more than are taken at once.
    pub fn finish(mut self) -> Result<Table, TableError> {
        let first = self.rows.iter().take(MOST_ABOVE + 1).map(first_row).collect();
        let found = guess::headings(&self.rows, self.headings);
        self.rows.drain(..found.rows.min(self.rows.len()));
        if found.headings.is_empty() {
            return Err(TableError::Empty);
        }
        if self.rows.len() > MAX_ROWS {
            return Err(TableError::TooManyRows(self.rows.len()));
        }
        let mut headings = found.headings;
        // Columns that the program wrote although nobody ever filled them.
        while headings.last().is_some_and(|last| {
            last.is_empty() && self.rows.iter().all(|row| row.cell(headings.len() - 1).trim().is_empty())
        }) {
            headings.pop();
        }
        let mut table = Table {
            file: self.file,
            encoding: self.encoding,
            delimiter: char::from(self.dialect.delimiter),
            headings,
            first,
            headings_at: found.rows.checked_sub(1),
            rows: self.rows,
            empty_rows: self.empty_rows,
            is_ours: false,
            contacts: self.contacts,
        };
        table.is_ours = guess::is_ours(&table);
        if !table.is_ours {
            table.mend();
        }
        Ok(table)
    }
}

fn first_row(row: &Row) -> FirstRow {
    FirstRow { line: row.line, cells: row.cells.iter().map(text::excerpt).collect() }
}

/// How many blank lines lie between where a row ends and the next one starts. A spreadsheet program shows each as a row.
fn blank_lines(text: &str, end: usize, start: usize) -> usize {
    let between = text.as_bytes().get(end..start).unwrap_or_default();
    let pairs = between.windows(2).filter(|pair| *pair == b"\r\n").count();
    let ends = between.iter().filter(|byte| matches!(byte, b'\r' | b'\n')).count() - pairs;
    // The first of the line ends is that of the row before.
    ends.saturating_sub(usize::from(end > 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Row, cells.
    type Rows<'a> = &'a [(usize, &'a [&'a str])];

    #[track_caller]
    fn check(text: &str, headings: &[&str], rows: Rows<'_>, empty_rows: usize) {
        let table = Table::read("a.csv", text.as_bytes()).unwrap();
        assert_eq!(table.headings(), headings, "{text:?}");
        let read: Vec<(usize, Vec<&str>)> = table.rows().collect();
        let expect: Vec<(usize, Vec<&str>)> =
            rows.iter().map(|(line, cells)| (*line, cells.to_vec())).collect();
        assert_eq!(read, expect, "{text:?}");
        assert_eq!(table.opened().empty_rows, empty_rows, "{text:?}");
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_program_counts_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["Group,Notes", "A,\"one", "two\"", "B,", "", "C,x", ",", "D,y"].join(end);
            let quoted = format!("one{end}two");
            check(
                &text,
                &["Group", "Notes"],
                &[(2, &["A", &quoted]), (3, &["B", ""]), (5, &["C", "x"]), (7, &["D", "y"])],
                2,
            );
        }
    }

    #[test]
    fn headings_are_found_below_blank_lines_titles_and_declarations() {
        check("\r\n\r\nGroup,Town\r\nA,B\r\n\r\n", &["Group", "Town"], &[(4, &["A", "B"])], 0);
        check("sep=;\r\nGroup;Town\r\nA;B\r\n", &["Group", "Town"], &[(2, &["A", "B"])], 0);
        check(
            "Wisconsin groups,,\nas of May,,\nGroup,Town,Phone\nA,B,C\n",
            &["Group", "Town", "Phone"],
            &[(4, &["A", "B", "C"])],
            0,
        );
    }

    #[test]
    fn ragged_rows_are_padded() {
        check("Group,Town\nA\nB,C,D\n", &["Group", "Town"], &[(2, &["A", ""]), (3, &["B", "C"])], 0);
    }

    #[test]
    fn empty_headings_stay_while_their_column_has_values() {
        check("Group,,,\nA,,x,\n", &["Group", "", ""], &[(2, &["A", "", "x"])], 0);
    }

    #[test]
    fn what_can_not_be_read_says_why() {
        for (bytes, error) in [
            (&b""[..], TableError::Empty),
            (b" \r\n\r\n", TableError::Empty),
            (b",,,\n,,\n", TableError::Empty),
            (b"%PDF-1.4", TableError::NotText("pdf".into())),
            (b"\x00\x01\x02\x03", TableError::NotText("binary".into())),
        ] {
            assert_eq!(Table::read("a.csv", bytes).unwrap_err(), error);
        }
    }

    #[test]
    fn more_rows_than_are_taken_are_counted_and_refused() {
        let with = |rows: usize| format!("Group,Town\n{}", "A,B\n".repeat(rows)).into_bytes();
        assert_eq!(Table::read("a.csv", &with(MAX_ROWS)).unwrap().len(), MAX_ROWS);
        for more in [1, 5, 20] {
            let error = Table::read("a.csv", &with(MAX_ROWS + more)).unwrap_err();
            assert_eq!(error, TableError::TooManyRows(MAX_ROWS + more));
        }
    }

    #[test]
    fn steps_get_on_and_end() {
        let text = format!("Group,Town\n{}", "A,B\n".repeat(1000));
        let mut reader = Reader::open("a.csv", text.as_bytes()).unwrap();
        let mut last = 0;
        let mut steps = 0;
        loop {
            let progress = reader.step(100).unwrap();
            assert!(progress.done >= last);
            last = progress.done;
            steps += 1;
            if progress.done == progress.total {
                break;
            }
        }
        assert_eq!(steps, 11);
        assert_eq!(reader.finish().unwrap().len(), 1000);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(&b",;\"\r\n\tab"[..])], 0..200)) {
            if let Ok(table) = Table::read("a.csv", &bytes) {
                let _ = table.opened();
                prop_assert_eq!(table.rows().count(), table.len());
            }
        }

        #[test]
        fn steps_of_any_size_read_the_same(text in "[a-c,\"\r\n]{0,60}", size in 1_usize..5) {
            let Ok(whole) = Table::read("a.csv", text.as_bytes()) else { return Ok(()) };
            let mut reader = Reader::open("a.csv", text.as_bytes()).unwrap();
            while { let progress = reader.step(size).unwrap(); progress.done < progress.total } {}
            let stepped = reader.finish().unwrap();
            prop_assert_eq!(whole.opened(), stepped.opened());
        }
    }
}

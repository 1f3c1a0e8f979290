//! Rows that were never a text, on their way to the [`Reader`](crate::Reader).

/// What stands between the cells.
pub(crate) const DELIMITER: u8 = b'\t';

/// Writes rows as a text that is read in one way only: tabs between cells, quotes around those that need them, and one
/// row after the other from the first, empty ones too, so that they keep their numbers.
///
/// ```
/// # use groundswell_interchange::{Reader, SheetWriter};
/// # use groundswell_model::import::ReadAs;
/// let mut sheet = SheetWriter::default();
/// sheet.write(0, ["Group", "Town"]);
/// sheet.write(7, ["Neighbors", "Green Bay"]);
/// let mut reader = Reader::of_sheet("groups.xlsx", sheet.finish(), &ReadAs::default())?;
/// while { let progress = reader.step(500)?; progress.done < progress.total } {}
/// assert_eq!(reader.finish()?.rows().next(), Some((8, vec!["Neighbors", "Green Bay"])));
/// # Ok::<(), groundswell_model::import::TableError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct SheetWriter {
    text: String,
    /// Rows written, empty ones too.
    rows: usize,
    filled: usize,
}

impl SheetWriter {
    /// Writes the row that has this number, counted from 0, below those before it. A row without content is as good as
    /// none, and so is one whose number has passed.
    pub fn write<'a>(&mut self, number: usize, cells: impl IntoIterator<Item = &'a str>) {
        if number < self.rows {
            return;
        }
        let start = self.text.len();
        let mut empty = true;
        self.text.extend(std::iter::repeat_n('\n', number - self.rows));
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.text.push(char::from(DELIMITER));
            }
            empty &= cell.trim().is_empty();
            if cell.contains(['"', '\t', '\r', '\n']) {
                self.text.push('"');
                self.text.push_str(&cell.replace('"', "\"\""));
                self.text.push('"');
            } else {
                self.text.push_str(cell);
            }
        }
        if empty {
            self.text.truncate(start);
            return;
        }
        self.text.push('\n');
        self.rows = number + 1;
        self.filled += 1;
    }

    /// How many rows with content it holds.
    #[must_use]
    pub const fn filled(&self) -> usize {
        self.filled
    }

    /// How long the text is, in bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing is written.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reader, Table};
    use groundswell_model::import::ReadAs;
    use proptest::prelude::*;

    fn read(text: String) -> Table {
        let mut reader = Reader::of_sheet("a.xlsx", text, &ReadAs::default()).unwrap();
        while {
            let progress = reader.step(100).unwrap();
            progress.done < progress.total
        } {}
        reader.finish().unwrap()
    }

    #[test]
    fn rows_have_the_numbers_of_the_sheet_whatever_their_cells_hold() {
        let mut sheet = SheetWriter::default();
        sheet.write(1, ["Group", "Notes", "Phone"]);
        sheet.write(2, ["A", "one\ntwo\r\n\nthree", "x"]);
        sheet.write(3, ["", " ", ""]);
        sheet.write(6, ["B", "a\\\"b, \"c\"", ""]);
        sheet.write(2, ["too", "late", ""]);
        assert_eq!(sheet.filled(), 3);
        let table = read(sheet.finish());
        let rows: Vec<_> = table.rows().collect();
        assert_eq!(rows, [(3, vec!["A", "one\ntwo\r\n\nthree", "x"]), (7, vec!["B", "a\\\"b, \"c\"", ""])]);
        assert_eq!(table.opened().encoding, "");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            rows in prop::collection::vec(prop::collection::vec("[a\\\\\"\t\r\n ,;ñ]{0,9}", 3), 0..8),
        ) {
            let mut sheet = SheetWriter::default();
            sheet.write(0, ["Group", "Town", "Phone"]);
            for (at, row) in rows.iter().enumerate() {
                let cells = [&format!("x{}", row[0]), &row[1], &row[2]];
                sheet.write(2 * at + 1, cells.map(String::as_str));
            }
            let table = read(sheet.finish());
            let read: Vec<(usize, Vec<String>)> =
                table.rows().map(|(line, cells)| (line, cells.into_iter().map(str::to_owned).collect())).collect();
            let expect: Vec<(usize, Vec<String>)> = rows
                .iter()
                .enumerate()
                .map(|(at, row)| (2 * at + 2, vec![format!("x{}", row[0]), row[1].clone(), row[2].clone()]))
                .collect();
            prop_assert_eq!(read, expect);
        }
    }
}

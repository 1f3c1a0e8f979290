//! A text cut into rows and cells. RFC 4180, and what hand-written files and other programs make of it: a space before
//! a quote, a quote that is never closed, quotes within quotes, quotes behind a backslash.

use csv::StringRecord;

/// No cell is longer than so many bytes: Excel's longest has 32,767 characters.
const LONGEST: usize = 256 * 1024;

/// How the rows of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What stands between cells.
    pub(super) delimiter: u8,
    /// Whether a quote within quotes stands behind a backslash.
    pub(super) backslash: bool,
    /// Cells in most rows; 0 if that is not known.
    pub(super) width: usize,
}

impl Dialect {
    /// Without backslashes, of a width that is not known.
    pub(super) const fn of(delimiter: u8) -> Self {
        Self { delimiter, backslash: false, width: 0 }
    }

    /// Reads the row that begins at this place, which is no line end, into `cells`.
    pub(super) fn row(
        self,
        text: &str,
        from: usize,
        cells: &mut StringRecord,
        searches: &mut Searches,
    ) -> Row {
        cells.clear();
        let mut row = Row { end: from, open_quote: false };
        loop {
            let (after, cell) = self.cell(text, row.end, searches);
            searches.read += after - row.end + 1;
            match cell {
                Cell::Plain { open_quote } => {
                    let raw = text.get(row.end..after).unwrap_or_default();
                    row.open_quote |= open_quote;
                    cells.push_field(if open_quote { raw.trim_start().trim_start_matches('"') } else { raw });
                }
                Cell::Quoted(value) => cells.push_field(&value),
            }
            row.end = after;
            if text.as_bytes().get(after) != Some(&self.delimiter) {
                return row;
            }
            row.end += 1;
        }
    }

    /// Where the cell ends that begins at this place, and what it is.
    fn cell(self, text: &str, from: usize, searches: &mut Searches) -> (usize, Cell) {
        let bytes = text.as_bytes();
        let start = self.past_spaces(bytes, from);
        let is_quoted = bytes.get(start) == Some(&b'"');
        if is_quoted {
            let most = searches.most();
            match self.quoted(text, start + 1, most) {
                Ok((after, value)) => return (after, Cell::Quoted(value)),
                Err(seen) => searches.failed += seen,
            }
        }
        let rest = bytes.get(from..).unwrap_or_default();
        let length = rest.iter().position(|byte| self.is_end(*byte)).unwrap_or(rest.len());
        let quotes = rest.iter().take(length).filter(|byte| **byte == b'"').count();
        // Quotes around a word at the beginning are the writer's own.
        (from + length, Cell::Plain { open_quote: is_quoted && quotes % 2 == 1 })
    }

    /// The value of a quoted cell whose first quote stands before this place, and where the cell ends.
    ///
    /// # Errors
    /// How many bytes were looked at, if that quote is not closed within so many.
    fn quoted(self, text: &str, from: usize, most: usize) -> Result<(usize, String), usize> {
        let bytes = text.as_bytes();
        let most = bytes.len().min(from + most);
        let (mut value, mut kept, mut at) = (String::new(), from, from);
        while at < most {
            let seen = at - from;
            let Some(byte) = bytes.get(at) else { return Err(seen) };
            let next = bytes.get(at + 1).copied();
            if self.backslash && *byte == b'\\' && matches!(next, Some(b'"' | b'\\')) {
                value.push_str(text.get(kept..at).ok_or(seen)?);
                kept = at + 1;
                at += 2;
            } else if *byte != b'"' {
                at += 1;
            } else if next == Some(b'"') {
                value.push_str(text.get(kept..=at).ok_or(seen)?);
                at += 2;
                kept = at;
            } else {
                let after = self.past_spaces(bytes, at + 1);
                if bytes.get(after).is_none_or(|byte| self.is_end(*byte)) {
                    let cell = text.get(from..at).ok_or(seen)?;
                    if self.swallowed_rows(cell) {
                        return Err(seen);
                    }
                    value.push_str(text.get(kept..at).ok_or(seen)?);
                    return Ok((after, value));
                }
                // This one opens another cell, so the one before it was never closed.
                if at > from && bytes.get(at - 1).is_some_and(|before| self.is_end(*before)) {
                    return Err(seen);
                }
                at += 1;
            }
        }
        Err(most.saturating_sub(from))
    }

    /// Whether the lines within a cell are rows of the table: a quote was left open, and one much further down taken
    /// for its end.
    fn swallowed_rows(self, cell: &str) -> bool {
        let mut lines = cell.split(['\n', '\r']).skip(1).filter(|line| !line.is_empty()).peekable();
        let cuts = |line: &str| {
            // Behind the comma of a sentence is a space.
            let tight = |pair: &[u8]| pair.first() == Some(&self.delimiter) && pair.get(1) != Some(&b' ');
            let last = usize::from(line.as_bytes().last() == Some(&self.delimiter));
            line.as_bytes().windows(2).filter(|pair| tight(pair)).count() + last
        };
        self.width >= 3 && lines.peek().is_some() && lines.all(|line| cuts(line) + 1 >= self.width)
    }

    fn past_spaces(self, bytes: &[u8], from: usize) -> usize {
        let rest = bytes.get(from..).unwrap_or_default();
        let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t') && **byte != self.delimiter;
        from + rest.iter().take_while(is_space).count()
    }

    const fn is_end(self, byte: u8) -> bool {
        byte == self.delimiter || byte == b'\r' || byte == b'\n'
    }
}

/// What was looked at for the end of cells in vain. A text of quotes that are never closed is not read again and again:
/// there are only so many such searches for what was read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Searches {
    /// Bytes of the cells that were read.
    read: usize,
    /// Bytes that were looked at beyond.
    failed: usize,
}

impl Searches {
    /// So many bytes may be looked at for each one that was read.
    const EACH: usize = 4;

    /// So many bytes the next search may look at.
    fn most(self) -> usize {
        (4 * LONGEST + Self::EACH * self.read).saturating_sub(self.failed).min(LONGEST)
    }
}

/// A row that was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Where its line end is, or the text's end.
    pub(super) end: usize,
    /// Whether a quote in it is never closed.
    pub(super) open_quote: bool,
}

enum Cell {
    /// As it stands there.
    Plain {
        /// Whether it begins with a quote that is never closed.
        open_quote: bool,
    },
    /// What stood between quotes.
    Quoted(String),
}

/// Past the line ends at this place.
pub(super) fn past_line_ends(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

/// Each row of a text until `each` says that it has seen enough.
pub(super) fn rows(text: &str, dialect: Dialect, mut each: impl FnMut(&StringRecord, Row) -> bool) {
    let mut cells = StringRecord::new();
    let mut searches = Searches::default();
    let mut at = past_line_ends(text, 0);
    while at < text.len() {
        let row = dialect.row(text, at, &mut cells, &mut searches);
        if !each(&cells, row) {
            return;
        }
        at = past_line_ends(text, row.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, dialect: Dialect) -> (Vec<Vec<String>>, bool) {
        let (mut all, mut open) = (Vec::new(), false);
        rows(text, dialect, |cells, row| {
            all.push(cells.iter().map(str::to_owned).collect());
            open |= row.open_quote;
            true
        });
        (all, open)
    }

    #[track_caller]
    fn check(text: &str, dialect: Dialect, expect: &[&[&str]], open: bool) {
        let (all, is_open) = read(text, dialect);
        assert_eq!(all, expect, "{text}");
        assert_eq!(is_open, open, "{text}");
    }

    const COMMA: Dialect = Dialect { width: 3, ..Dialect::of(b',') };

    #[test]
    fn quotes_are_read_as_they_are_meant() {
        check("a, \"b, c\" ,d", COMMA, &[&["a", "b, c", "d"]], false);
        check("\"a \"\"b\"\"\",c\r\n\"\",d", COMMA, &[&["a \"b\"", "c"], &["", "d"]], false);
        check("\"a \"b\" c, d\",e", COMMA, &[&["a \"b\" c, d", "e"]], false);
        check("\"Open Door\" Cafe,\"Racine, WI\"", COMMA, &[&["\"Open Door\" Cafe", "Racine, WI"]], false);
        check("5\" pipe,b", COMMA, &[&["5\" pipe", "b"]], false);
        check("a,\"b\nc\",d\n", COMMA, &[&["a", "b\nc", "d"]], false);
        let backslash = Dialect { backslash: true, ..COMMA };
        check(r#""The \"Door\", R","\\",x"#, backslash, &[&["The \"Door\", R", "\\", "x"]], false);
    }

    #[test]
    fn a_quote_that_is_never_closed_swallows_no_rows() {
        check("a,b,\"c\nd,e,f\ng,h,i", COMMA, &[&["a", "b", "c"], &["d", "e", "f"], &["g", "h", "i"]], true);
        let rows: &[&[&str]] = &[&["a", "b", "c"], &["d", "e", "f, g"]];
        check("a,b,\"c\nd,e,\"f, g\"", COMMA, rows, true);
        let rows: &[&[&str]] = &[&["a", "b", "c"], &["d", "e", "5\""], &["g", "h", "i"]];
        check("a,b,\"c\nd,e,5\"\ng,h,i", COMMA, rows, true);
        // A sentence's commas are no columns.
        check("a,b,\"c\nd, e, f\"", COMMA, &[&["a", "b", "c\nd, e, f"]], false);
    }

    #[test]
    fn quotes_that_are_never_closed_are_searched_for_only_so_long() {
        for piece in [", \"a", "\"\"a,", "\"a\" b,", "\"\"a\n", " \"a\n", "a,\"b\n", "\"a, \""] {
            let text = piece.repeat((1 << 19) / piece.len());
            let (mut cells, mut searches, mut at) = (StringRecord::new(), Searches::default(), 0);
            while at < text.len() {
                let row = COMMA.row(&text, at, &mut cells, &mut searches);
                at = past_line_ends(&text, row.end);
            }
            assert!(searches.failed <= 5 * LONGEST + Searches::EACH * text.len(), "{piece}");
        }
    }

    proptest! {
        #[test]
        fn what_is_well_formed_is_read_as_the_standard_parser_reads_it(
            table in prop::collection::vec(prop::collection::vec("[a-c ,;\"\r\n]{0,8}", 3), 1..6),
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(read(&text, Dialect::of(b',')).0, table);
        }

        #[test]
        fn no_text_panics(text in "[a,\"\\\\\r\n ñ]{0,60}|\\PC{0,40}", backslash: bool, width in 0..4_usize) {
            read(&text, Dialect { backslash, width, ..Dialect::of(b',') });
        }
    }
}

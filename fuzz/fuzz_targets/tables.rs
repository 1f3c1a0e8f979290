//! A spreadsheet in text form, whatever program wrote it, and the step in which it is read.
#![no_main]

use groundswell_interchange::{Reader, SheetWriter, Table};
use groundswell_model::import::{HeadingRow, ReadAs, TableError};
use libfuzzer_sys::fuzz_target;

type Rows = Vec<(usize, Vec<String>)>;

fn read(mut reader: Reader, step: usize) -> Result<Table, TableError> {
    loop {
        let progress = reader.step(step)?;
        if progress.done == progress.total {
            return reader.finish();
        }
    }
}

fn rows(table: &Table) -> Rows {
    table.rows().map(|(line, cells)| (line, cells.into_iter().map(str::to_owned).collect())).collect()
}

fuzz_target!(|input: (u8, &[u8])| {
    let (step, bytes) = input;
    let Ok(whole) = Table::read("a.csv", bytes) else { return };
    let opened = whole.opened();
    assert_eq!(opened.rows, whole.len());
    assert_eq!(opened.guess.len(), opened.headings.len());
    // In steps it is the same.
    let stepped = Reader::open("a.csv", bytes).and_then(|reader| read(reader, usize::from(step) + 1));
    let stepped = stepped.expect("it was read in one go");
    assert_eq!(stepped.opened(), opened);
    assert_eq!(rows(&stepped), rows(&whole));
    // A workbook's sheet with the same cells gives as many rows, each with its number.
    let mut sheet = SheetWriter::default();
    let records = rows(&whole);
    for (number, (_, cells)) in records.iter().enumerate() {
        let marked = std::iter::once("x").chain(cells.iter().map(String::as_str));
        sheet.write(2 * number, marked);
    }
    if !sheet.is_empty() {
        let missing = ReadAs { headings: Some(HeadingRow::Missing), ..ReadAs::default() };
        let again = Reader::of_sheet("a.xlsx", sheet.finish(), &missing).expect("it has content");
        let again = read(again, usize::from(step) + 1).expect("it is no longer than before");
        assert_eq!(again.len(), records.len());
        for (number, (line, _)) in rows(&again).into_iter().enumerate() {
            assert_eq!(line, 2 * number + 1);
        }
    }
});

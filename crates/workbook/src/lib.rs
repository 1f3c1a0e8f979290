//! Files that are no tables of text, as rows for the import: the workbooks `.xlsx`, `.xlsb`, `.xls` and `.ods`, and the
//! contacts of `.vcf`.
//!
//! It is a program of its own, which a page starts when somebody chooses such a file and ends when it has answered.
//! That bounds what a hostile file can do: it has only so much memory (`build.rs`), the page gives it only so much time,
//! and a trap ends nothing but this one program.
//!
//! *Architecture invariant:* it knows no directory, no storage and no network.

mod cell;
mod format;
pub mod program;
mod rows;

use calamine::{Data, Ods, Range, Reader, Sheet as About, SheetType, SheetVisible, Xls, Xlsb, Xlsx};
use format::Pattern;
use groundswell_interchange::vcard;
use groundswell_model::workbook::{Outcome, Sheet, WorkbookError};
use rows::Rows;
use std::io::Cursor;

type File = Cursor<Vec<u8>>;

/// So many sheets of a workbook are looked at.
const MOST_SHEETS: usize = 100;

/// The sheets of a file that have rows. Sheets that were hidden are among them only where no other has any.
///
/// # Errors
/// When the file can not be read, is locked, holds too much, or has no rows.
pub fn read(bytes: Vec<u8>) -> Outcome {
    if vcard::is_vcard(&bytes) {
        return contacts(&bytes);
    }
    let is_compound = bytes.starts_with(b"\xd0\xcf\x11\xe0");
    let is = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    // The names of a ZIP archive's entries stand in it as they are.
    let (is_ods, is_xlsb) = (is(b"META-INF/manifest.xml"), is(b"xl/workbook.bin"));
    let file = Cursor::new(bytes);
    if is_compound {
        return compound(file);
    }
    if is_ods {
        return whole(Ods::new(file).map_err(unreadable)?);
    }
    if is_xlsb {
        return whole(Xlsb::new(file).map_err(unreadable)?);
    }
    sheets_of_xlsx(Xlsx::new(file).map_err(unreadable)?)
}

fn contacts(bytes: &[u8]) -> Outcome {
    let sheets: Vec<_> = vcard::read(bytes)
        .into_iter()
        .map(|vcard::Contacts { kind, records, text }| Sheet {
            name: String::new(),
            contacts: Some(kind),
            rows: records,
            text,
        })
        .collect();
    if sheets.is_empty() { Err(WorkbookError::Empty) } else { Ok(sheets) }
}

/// A compound file: an old workbook, or a new one that is locked.
fn compound(file: File) -> Outcome {
    match Xls::new(file.clone()) {
        Ok(workbook) => whole(workbook),
        Err(error) => match Xlsx::new(file) {
            Err(calamine::XlsxError::Password) => Err(WorkbookError::Locked),
            Ok(_) | Err(_) => Err(unreadable(error)),
        },
    }
}

/// Reads cell by cell: a sheet that claims to be large costs nothing.
fn sheets_of_xlsx(mut workbook: Xlsx<File>) -> Outcome {
    let mut patterns: Option<Vec<Pattern>> = None;
    let about = workbook.sheets_metadata().to_vec();
    collect(&about, |name, rows| {
        let mut cells = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
        let patterns = patterns.get_or_insert_with(|| cells.styles().iter().map(Pattern::of).collect());
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(unreadable)? {
            let pattern = patterns.get(style).unwrap_or(&Pattern::Plain);
            let (row, column) = cell.get_position();
            rows.put(row, column, cell::text(&cell.get_value().clone().into(), pattern))?;
        }
        Ok(())
    })
}

fn whole<R: Reader<File>>(mut workbook: R) -> Outcome
where
    R::Error: std::fmt::Display,
{
    let about = workbook.sheets_metadata().to_vec();
    collect(&about, |name, rows| {
        let range: Range<Data> = workbook.worksheet_range(name).map_err(unreadable)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at =
                |place: usize, first: u32| u32::try_from(place).unwrap_or(u32::MAX).saturating_add(first);
            rows.put(at(row, top), at(column, left), cell::text(value, &Pattern::Plain))?;
        }
        Ok(())
    })
}

/// Each sheet's rows, those of hidden ones only where the others have none.
fn collect(about: &[About], mut read: impl FnMut(&str, &mut Rows) -> Result<(), WorkbookError>) -> Outcome {
    let mut room = rows::MOST_BYTES;
    for hidden in [false, true] {
        let mut sheets = Vec::new();
        let wanted = |about: &&About| {
            about.typ == SheetType::WorkSheet && hidden == (about.visible != SheetVisible::Visible)
        };
        for About { name, .. } in about.iter().filter(wanted).take(MOST_SHEETS) {
            let mut rows = Rows::new(room);
            read(name, &mut rows)?;
            let (filled, text) = rows.finish()?;
            room = room.saturating_sub(text.len());
            if filled > 0 {
                sheets.push(Sheet { name: name.clone(), contacts: None, rows: filled, text });
            }
        }
        if !sheets.is_empty() {
            return Ok(sheets);
        }
    }
    Err(WorkbookError::Empty)
}

fn unreadable(error: impl std::fmt::Display) -> WorkbookError {
    let words = error.to_string();
    // Each format has a type of errors of its own; the words are the same.
    if words.contains("password protected") { WorkbookError::Locked } else { WorkbookError::Damaged(words) }
}

//! Files that programs wrote, and some that nobody would. `data/make.py` made them; `calculated.xlsx`, `groups.ods` and
//! `groups.xls` are what LibreOffice 7.4 made of `groups.xlsx`, which openpyxl 3.1 wrote.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use groundswell_interchange::Reader;
use groundswell_model::{
    import::ReadAs,
    workbook::{Sheet, WorkbookError},
};
use groundswell_workbook::read;
use std::{fs, path::Path};

fn bytes(file: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)).unwrap()
}

fn names(sheets: &[Sheet]) -> Vec<(&str, usize)> {
    sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.rows)).collect()
}

/// The rows below the headings, each with its number in the sheet.
fn rows(file: &str, sheet: &str) -> Vec<(usize, Vec<String>)> {
    let sheets = read(bytes(file)).unwrap();
    let sheet = sheets.into_iter().find(|it| it.name == sheet).unwrap();
    let mut reader = Reader::of_sheet(file, sheet.text, &ReadAs::default()).unwrap();
    while {
        let progress = reader.step(100).unwrap();
        progress.done < progress.total
    } {}
    let table = reader.finish().unwrap();
    let row = |(line, cells): (usize, Vec<&str>)| (line, cells.into_iter().map(str::to_owned).collect());
    table.rows().map(row).collect()
}

#[track_caller]
fn check(file: &str, expect: &[(usize, &[&str])]) {
    let expect: Vec<(usize, Vec<String>)> = expect
        .iter()
        .map(|(line, cells)| (*line, cells.iter().map(|cell| (*cell).to_owned()).collect()))
        .collect();
    assert_eq!(rows(file, "Groups"), expect, "{file}");
}

#[test]
fn cells_of_excel_files_are_what_people_see() {
    let kenosha: &[&str] = &[
        "Kenosha Community Assembly",
        "Kenosha",
        "53140",
        "2625550101",
        "2024-05-01",
        "9:30",
        "12.5%",
        "TRUE",
        "Brings \"soup\"\nand\tbread",
    ];
    let agawam = |error| {
        let since = "2023-11-07 19:00";
        ["Agawam Neighbors", "Agawam", "01001", "(413) 555-0102", since, "19:00", "30%", "FALSE", error]
    };
    let mazomanie =
        |made| ["Compañeros de Mazomanie", "Mazomanie", "53560", "608-555-0103", "", "", "", "", made];
    let made = "made of Kenosha Community Assembly";
    check("calculated.xlsx", &[(3, kenosha), (5, &agawam("#DIV/0!")), (6, &mazomanie(made))]);
    // Without what formulas come to: nothing has calculated it yet.
    check("groups.xlsx", &[(3, kenosha), (5, &agawam("")), (6, &mazomanie(""))]);
}

#[test]
fn cells_of_other_programs_files_are_what_they_keep() {
    // These formats, or the library's readers of them, keep how a number is shown for themselves.
    let made = "made of Kenosha Community Assembly";
    for (file, error) in [("groups.ods", "#DIV/0!"), ("groups.xls", "#DIV/0!")] {
        let rows = rows(file, "Groups");
        let cell =
            |row: usize, at: usize| rows.get(row).and_then(|(_, cells)| cells.get(at)).unwrap().as_str();
        assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 5, 6], "{file}");
        assert_eq!(cell(0, 3), "2625550101", "{file}");
        assert_eq!(cell(0, 4), "2024-05-01", "{file}");
        assert_eq!(cell(0, 5), "9:30", "{file}");
        assert_eq!(cell(0, 8).lines().next(), Some("Brings \"soup\""), "{file}");
        assert_eq!(cell(1, 4), "2023-11-07 19:00", "{file}");
        assert_eq!(cell(1, 8), error, "{file}");
        assert_eq!(cell(2, 0), "Compañeros de Mazomanie", "{file}");
        assert_eq!(cell(2, 8), made, "{file}");
    }
}

#[test]
fn sheets_without_rows_and_hidden_ones_are_not_offered() {
    for file in ["groups.xlsx", "calculated.xlsx", "groups.ods", "groups.xls"] {
        assert_eq!(names(&read(bytes(file)).unwrap()), [("Groups", 4), ("Members", 2)], "{file}");
    }
    assert_eq!(names(&read(bytes("one-sheet.xlsx")).unwrap()), [("Groups", 2)]);
}

#[test]
fn files_that_can_not_be_read_say_why() {
    assert_eq!(read(bytes("locked.xlsx")), Err(WorkbookError::Locked));
    for file in ["groups.xlsx", "groups.ods", "groups.xls"] {
        let whole = bytes(file);
        for cut in [8, whole.len() / 2, whole.len() - 1] {
            let part = whole.get(..cut).unwrap().to_vec();
            assert!(
                !matches!(read(part), Err(WorkbookError::Locked | WorkbookError::TooLarge)),
                "{file} {cut}"
            );
        }
    }
    assert!(matches!(read(b"PK\x03\x04".to_vec()), Err(WorkbookError::Damaged(_))));
}

#[test]
fn contacts_come_as_a_sheet_for_each_kind() {
    let file = "BEGIN:VCARD\nFN:Rosa\nEND:VCARD\nBEGIN:VCARD\nKIND:org\nFN:Racine Neighbors\nEND:VCARD\n";
    let sheets = read(file.as_bytes().to_vec()).unwrap();
    let kinds: Vec<_> = sheets.iter().map(|sheet| (sheet.contacts, sheet.rows)).collect();
    assert_eq!(
        kinds,
        [(Some(groundswell_model::Kind::Person), 1), (Some(groundswell_model::Kind::Group), 1)]
    );
    assert_eq!(read(b"BEGIN:VCARD\nEND:VCARD\n".to_vec()), Err(WorkbookError::Empty));
}

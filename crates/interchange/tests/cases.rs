//! Spreadsheets that break importers: `data/spreadsheets/CASES.md` says of each where it comes from and what a
//! sensible person expects of it. Each is imported with the defaults accepted, then once more, exported, and the
//! export imported.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

#[path = "cases/expected.rs"]
mod expected;
#[path = "cases/seen.rs"]
mod seen;

use expected::CASES;
use seen::Seen;
use std::{
    collections::BTreeSet,
    fs, panic,
    path::{Path, PathBuf},
};

/// Cases that do not hold yet, and why. An entry that holds fails the test.
const WAITING: &[(&str, &str)] = &[];

/// Where the spreadsheets are.
fn spreadsheets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/spreadsheets")
}

#[test]
fn each_holds() {
    let mut wrong = Vec::new();
    for case in CASES {
        let reason = WAITING.iter().find(|(number, _)| *number == case.number).map(|(_, reason)| reason);
        let holds = panic::catch_unwind(|| (case.holds)(&Seen::import(case.files)));
        match (holds, reason) {
            (Ok(()), None) | (Err(_), Some(_)) => {}
            (Ok(()), Some(reason)) => {
                wrong.push(format!("{} holds; it was said to wait: {reason}", case.number))
            }
            (Err(_), None) => wrong.push(format!("{} does not hold", case.number)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_file_is_in_a_case_and_each_case_is_described() {
    let folder = spreadsheets();
    let described = fs::read_to_string(folder.join("CASES.md")).unwrap();
    let mut files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "CASES.md")
        .collect();
    for case in CASES {
        assert!(described.contains(&format!("## {} ", case.number)), "{}", case.number);
        for file in case.files {
            assert!(files.remove(*file), "{file}");
        }
    }
    assert!(files.is_empty(), "{files:?}");
}

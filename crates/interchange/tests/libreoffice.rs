//! The export, opened and saved by LibreOffice itself. Where it is not installed the test says so and ends;
//! with `GROUNDSWELL_REQUIRE_LIBREOFFICE=1` it fails instead.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

use groundswell_interchange::{
    Existing, Language, Planner, Table, export,
    records::{KnownRecords, Names, RecordPlanner},
};
use groundswell_model::{
    Audience, ContactKind, ContactWay, Group, Id, Kind, Membership, Person, Place, Record, Ref, Region, Role,
    Status, import::Outcome, record::Access,
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

/// Comma, double quotes, UTF-8, from the first line on (LibreOffice help, "Filter Options for CSV").
const AS_SHOWN: &str = "CSV:44,34,76,1";
/// The same, with "Format quoted field as text".
const AS_TEXT: &str = "CSV:44,34,76,1,,0,true";
/// Comma, double quotes, UTF-8, cells as shown, not every text quoted.
const TO_CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false";

fn soffice() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|dir| dir.join("soffice")).find(|program| program.is_file());
    let required = std::env::var("GROUNDSWELL_REQUIRE_LIBREOFFICE").is_ok_and(|value| value == "1");
    assert!(found.is_some() || !required, "LibreOffice is required here and was not found");
    if found.is_none() {
        println!("skipped: LibreOffice (soffice) is not installed");
    }
    found
}

/// Opens the file as CSV, saves it as a workbook, opens that and saves it as CSV again.
fn through_libreoffice(soffice: &Path, bytes: &[u8], open_as: &str) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("groups.csv");
    std::fs::write(&file, bytes).unwrap();
    let convert = |arguments: &[&str], from: &Path, to: &Path| {
        let output = Command::new(soffice)
            .arg("--headless")
            // A profile of its own: a running LibreOffice would take the job and ignore the options.
            .arg(format!("-env:UserInstallation=file://{}", dir.path().join("profile").display()))
            .args(arguments)
            .arg("--outdir")
            .arg(to)
            .arg(from)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let (workbooks, back) = (dir.path().join("workbooks"), dir.path().join("back"));
    convert(&[&format!("--infilter={open_as}"), "--convert-to", "xlsx"], &file, &workbooks);
    convert(&["--convert-to", TO_CSV], &workbooks.join("groups.xlsx"), &back);
    std::fs::read(back.join("groups.csv")).unwrap()
}

fn way(at: u8, kind: ContactKind, audience: Audience, entered: &str) -> ContactWay {
    ContactWay::entered(Id::from_bytes([at; 12]), kind, audience, entered).unwrap()
}

/// What spreadsheet programs like to change: leading zeros, accents, quoted line breaks, formulas, things that
/// look like dates and numbers.
fn directory() -> Existing {
    let region = Region { id: Id::from_bytes([1; 12]), name: "Región del Sur".into(), ..Region::default() };
    let mut labelled = way(5, ContactKind::Phone, Audience::Members, "608-555-0100 x12");
    labelled.label = "después de las 6".into();
    let first = Group {
        id: Id::from_bytes([2; 12]),
        name: "Asamblea «Núñez»".into(),
        status: Status::Forming,
        place: Place {
            town: "Prattville".into(),
            county: "Autauga".into(),
            state: "AL".into(),
            county_fips: "01001".into(),
            latitude: Some(32.46402),
            longitude: Some(-86.45969),
        },
        region: Some(region.id),
        time_zone: "America/Chicago".into(),
        topics: BTreeSet::from(["Education, K-12".into()]),
        founded: "2011".into(),
        meets: "1st and 3rd Tuesday, 7:00 pm".into(),
        about: "We meet.\n\n\"Rides\": call; bring a chair".into(),
        notes: "=HYPERLINK(\"http://example.org\")\n+1\n-1".into(),
        contacts: vec![
            labelled,
            way(6, ContactKind::Phone, Audience::Public, "+44 20 7946 0018"),
            way(7, ContactKind::Email, Audience::Members, "a@example.org"),
            way(8, ContactKind::Web, Audience::Public, "http://example.org/a?b=c,d"),
            way(9, ContactKind::Post, Audience::Public, "PO Box 007\nPrattville, AL 36066"),
            way(10, ContactKind::Other, Audience::Members, "@asamblea"),
        ],
        ..Group::default()
    };
    let second = Group {
        id: Id::from_bytes([3; 12]),
        name: "=1+1".into(),
        place: Place { town: "-7".into(), county_fips: "55079".into(), ..Place::default() },
        founded: "May 2017".into(),
        meets: "1/2".into(),
        about: "'tis".into(),
        topics: BTreeSet::from(["007".into(), "TRUE".into()]),
        ..Group::default()
    };
    let contact = Membership { of: Ref::new(Kind::Group, first.id), role: Role::Contact };
    let person = Person {
        id: Id::from_bytes([4; 12]),
        name: "Oneida Peña".into(),
        roles: BTreeSet::from([contact]),
        ..Person::default()
    };
    Existing { groups: vec![first, second], regions: vec![region], people: vec![person], deleted: Vec::new() }
}

fn cells(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let table = Table::read("groups.csv", bytes).unwrap();
    let rows = table.rows().map(|(_, cells)| cells.into_iter().map(String::from).collect()).collect();
    (table.headings().to_vec(), rows)
}

#[test]
fn libreoffice_shows_the_cells_that_were_exported() {
    let Some(soffice) = soffice() else { return };
    let existing = directory();
    for language in [Language::English, Language::Spanish] {
        let file = export::groups(&existing.groups, &existing.regions, &existing.people, language);
        let (headings, rows) = cells(&file);
        let (headings_back, rows_back) = cells(&through_libreoffice(&soffice, &file, AS_TEXT));
        assert_eq!(headings, headings_back);
        assert_eq!(rows.len(), rows_back.len());
        for (row, back) in rows.iter().zip(&rows_back) {
            for ((heading, cell), back) in headings.iter().zip(row).zip(back) {
                assert_eq!(cell, back, "{heading}");
            }
        }
    }
}

#[test]
fn what_libreoffice_saves_imports_as_the_same_directory() {
    let Some(soffice) = soffice() else { return };
    for open_as in [AS_SHOWN, AS_TEXT] {
        let mut existing = directory();
        if open_as == AS_SHOWN {
            // Without "quoted field as text", LibreOffice makes dates of these; no CSV can prevent it.
            existing.groups[1].founded = "spring 2017".into();
            existing.groups[1].meets = "Mondays".into();
        }
        let file = export::groups(&existing.groups, &existing.regions, &existing.people, Language::English);
        let back = through_libreoffice(&soffice, &file, open_as);
        let table = Table::read("groups.csv", &back).unwrap();
        let columns = table.opened().guess;
        let plan =
            Planner::new(Arc::new(table), &columns, existing.clone(), Box::new(|| Id::from_bytes([99; 12])))
                .unwrap()
                .finish();
        for row in plan.preview().rows {
            assert!(matches!(row.outcome, Outcome::Same { .. }), "{open_as}: {row:?}");
        }
        assert_eq!(plan.commit(&[]).commands, []);
    }
}

/// A record of this kind with something in every field that a spreadsheet program would like to change.
fn filled(kind: Kind, group: Ref) -> Record {
    let mut record = (kind.declaration().empty)(Id::from_bytes([11; 12]));
    for spec in kind.declaration().fields() {
        match spec.value {
            Access::Line(text) => (text.set)(&mut record, "007".into()),
            Access::Long(_, text) => (text.set)(&mut record, "=1+1\n\n\"Núñez\"; -2, 'tis".into()),
            Access::Date(text) => (text.set)(&mut record, "2013-03".into()),
            Access::Day(text) => (text.set)(&mut record, "2031-03-12".into()),
            Access::TimeZone(text) => (text.set)(&mut record, "America/Chicago".into()),
            Access::CountyCode(text) => (text.set)(&mut record, "01001".into()),
            Access::Choice { keys, set, .. } => set(&mut record, keys().last().unwrap()),
            Access::Degrees { set, .. } => set(&mut record, Some(-8.5)),
            Access::Reference { set, .. } => set(&mut record, Some(group.id)),
            Access::Flag { set, .. } => set(&mut record, true),
            Access::Set(members) => {
                ["1,200; 3", "-40", "TRUE"].iter().for_each(|member| (members.insert)(&mut record, member));
            }
            Access::Refs(_, members) => (members.insert)(&mut record, &group.to_string()),
            Access::Roles(members) => (members.insert)(&mut record, &format!("{group}:contact")),
            Access::Contacts { set, .. } => set(
                &mut record,
                vec![
                    way(6, ContactKind::Phone, Audience::Public, "+44 20 7946 0018"),
                    way(9, ContactKind::Post, Audience::Members, "PO Box 007\nPrattville, AL 36066"),
                ],
            ),
        }
    }
    record
}

#[test]
fn libreoffice_shows_the_cells_of_every_kind_and_saves_what_imports_without_a_difference() {
    let Some(soffice) = soffice() else { return };
    let group = Ref::new(Kind::Group, Id::from_bytes([2; 12]));
    let names = Names::of([(group, "=Neighbors; of Racine".to_owned())]);
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.list_title().is_some());
    for (kind, language) in kinds.zip([Language::English, Language::Spanish].into_iter().cycle()) {
        let record = filled(kind, group);
        assert_eq!(record.problems(), [], "{kind:?}");
        let known = KnownRecords { records: vec![record], names: names.clone(), ..KnownRecords::default() };
        let file = export::records(kind, &known.records, &known.names, &[], language);
        let back = through_libreoffice(&soffice, &file, AS_TEXT);
        assert_eq!(cells(&file), cells(&back), "{kind:?}");
        let table = Arc::new(Table::read("a.csv", &back).unwrap());
        assert_eq!(table.kind(), Some(kind));
        let id = Box::new(|| Id::from_bytes([99; 12]));
        let plan = RecordPlanner::new(table, known, language, id).unwrap().finish();
        assert_eq!(plan.commit(&[]).commands, [], "{kind:?}: {:?}", plan.preview());
        assert_eq!(plan.commit(&[]).done.unchanged, 1);
    }
}

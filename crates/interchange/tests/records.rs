//! Spreadsheets of the kinds whose columns follow from their declaration: what goes out comes in again.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

use groundswell_interchange::{
    Commit, Table, export,
    records::{KnownRecords, Names, RecordPlan, RecordPlanner, referenced},
};
use groundswell_model::{
    Achievement, Announcement, Audience, Awg, Command, ContactKind, ContactWay, Field, Id, Kind, Language,
    Problem, Record, Ref, Status,
    contact::uniform,
    import::{Outcome, RemarkKind, exported},
    record::Access,
};
use groundswell_testkit::{arb_id, arb_name, arb_record};
use proptest::{prelude::*, sample::select};
use std::{collections::BTreeSet, sync::Arc};

/// The kinds whose spreadsheets follow from their declaration.
fn kinds() -> Vec<Kind> {
    Kind::ALL.into_iter().filter(|kind| kind.list_title().is_some()).collect()
}

fn ids() -> Box<dyn FnMut() -> Id> {
    let mut next = 0_u64;
    Box::new(move || {
        next += 1;
        let mut bytes = [250; 12];
        bytes[..8].copy_from_slice(&next.to_be_bytes());
        Id::from_bytes(bytes)
    })
}

fn plan(bytes: &[u8], known: &KnownRecords) -> RecordPlan {
    let table = Arc::new(Table::read("a.csv", bytes).unwrap());
    RecordPlanner::new(table, known.clone(), Language::English, ids()).unwrap().finish()
}

/// A file's cells, headings first, as any reader of CSV sees them.
fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn file(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.into_inner().unwrap()
}

/// The file with the cell below this heading, in the first row, changed.
fn with(bytes: &[u8], heading: &str, cell: &str) -> Vec<u8> {
    let mut rows = cells(bytes);
    let at = rows[0]
        .iter()
        .position(|it| it == heading)
        .unwrap_or_else(|| panic!("no {heading} in {:?}", rows[0]));
    rows[1][at] = cell.to_owned();
    file(&rows)
}

/// What the directory has after this, each command of which must hold.
fn carried_out(known: &KnownRecords, commit: &Commit) -> Vec<Record> {
    let mut records = known.records.clone();
    for command in &commit.commands {
        let Command::Save { before, after } = command else { panic!("an import only saves") };
        assert_eq!(after.problems(), []);
        match records.iter_mut().find(|record| record.id() == after.id()) {
            Some(record) => {
                assert_eq!(before.as_deref(), Some(&*record));
                *record = (**after).clone();
            }
            None => {
                assert_eq!(*before, None);
                records.push((**after).clone());
            }
        }
    }
    records
}

/// What a record says, field by field: but for the white space around lines, and the ids of contact ways, which no
/// spreadsheet shows.
fn said(record: &Record) -> Vec<(Field, Vec<String>)> {
    let fields = record.kind().declaration().fields();
    fields
        .map(|spec| {
            let values = spec.values(record);
            let said = match spec.value {
                Access::Line(_) => {
                    values.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
                }
                Access::Contacts { get, .. } => {
                    let mut ways: Vec<String> = get(record)
                        .iter()
                        .map(|way| {
                            format!(
                                "{:?} {:?} {:?} {}",
                                way.kind,
                                way.audience,
                                uniform(way.kind, &way.value),
                                way.label
                            )
                        })
                        .collect();
                    ways.sort();
                    ways
                }
                _ => values.iter().map(|value| value.to_string()).collect(),
            };
            (spec.field, said)
        })
        .map(|(field, said): (Field, Vec<String>)| {
            (field, said.into_iter().filter(|it| !it.is_empty()).collect())
        })
        .collect()
}

/// A directory: records of a kind, and what they refer to, some of it called alike.
fn arb_known() -> impl Strategy<Value = (Kind, KnownRecords)> {
    let names = prop_oneof![
        arb_name(),
        select(&["Neighbors", "NEIGHBORS", "A; B", "network", ""][..]).prop_map(String::from)
    ];
    (
        select(kinds()),
        prop::collection::vec((arb_id(), names), 1..5),
        prop::collection::btree_set(arb_id(), 1..4),
    )
        .prop_flat_map(|(kind, groups, ids)| {
            let groups_ids: Vec<Id> = groups.iter().map(|(id, _)| *id).collect();
            let records: Vec<_> =
                ids.into_iter().map(|id| arb_record(kind, id, Vec::new(), groups_ids.clone())).collect();
            (Just(kind), Just(groups), records)
        })
        .prop_map(|(kind, groups, records)| {
            let network = [(Ref::NETWORK, "Wisconsin".to_owned())];
            let groups = groups.into_iter().map(|(id, name)| (Ref::new(Kind::Group, id), name));
            let names = Names::of(groups.chain(network));
            (kind, KnownRecords { records, deleted: Vec::new(), names })
        })
}

fn language(spanish: bool) -> Language {
    if spanish { Language::Spanish } else { Language::English }
}

proptest! {
    #[test]
    fn what_is_exported_imports_into_the_same_directory_without_a_difference(
        (kind, known) in arb_known(), spanish: bool, turned: bool,
    ) {
        let mut bytes = export::records(kind, &known.records, &known.names, &[], language(spanish));
        if turned {
            // Neither the order of columns nor that of rows matters.
            let mut rows = cells(&bytes);
            rows[1..].reverse();
            rows.iter_mut().for_each(|row| row.reverse());
            bytes = file(&rows);
        }
        prop_assert_eq!(Table::read("a.csv", &bytes).unwrap().kind(), Some(kind));
        let plan = plan(&bytes, &known);
        for row in plan.preview().rows {
            prop_assert!(matches!(row.outcome, Outcome::Same { .. }), "{:?}", row);
        }
        let commit = plan.commit(&[]);
        prop_assert_eq!(commit.commands, vec![]);
        prop_assert_eq!(commit.done.unchanged, known.records.len());
    }

    #[test]
    fn what_is_exported_imports_into_an_empty_directory_as_the_same_records(
        (kind, known) in arb_known(), spanish: bool,
    ) {
        let bytes = export::records(kind, &known.records, &known.names, &[], language(spanish));
        let empty = KnownRecords { records: Vec::new(), ..known.clone() };
        let plan = plan(&bytes, &empty);
        for row in plan.preview().rows {
            prop_assert_eq!(&row.outcome, &Outcome::New, "{:?}", row);
        }
        let records = carried_out(&empty, &plan.commit(&[]));
        prop_assert_eq!(records.len(), known.records.len());
        for (record, back) in known.records.iter().zip(&records) {
            prop_assert_eq!(record.id(), back.id());
            prop_assert_eq!(said(record), said(back));
        }
    }

    #[test]
    fn a_file_with_whatever_in_its_cells_is_taken_in_or_refused_row_by_row(
        (kind, known) in arb_known(),
        written in prop::collection::vec((any::<usize>(), any::<usize>(), "[ -~\n]{0,8}|\\PC{0,6}"), 1..6),
    ) {
        let bytes = export::records(kind, &known.records, &known.names, &[], Language::English);
        let mut rows = cells(&bytes);
        for (row, column, cell) in written {
            let row = 1 + row % (rows.len() - 1);
            let column = column % rows[row].len();
            rows[row][column] = cell;
        }
        let bytes = file(&rows);
        let plan = plan(&bytes, &known);
        let commit = plan.commit(&[]);
        let done = commit.done;
        prop_assert_eq!(plan.preview().rows.len(), done.created + done.changed + done.unchanged + done.refused);
        prop_assert_eq!(commit.commands.len(), done.created + done.changed);
        for row in plan.preview().rows {
            prop_assert_eq!(row.outcome == Outcome::Refused, !row.remarks.is_empty());
        }
        // A second time it has nothing more to do, but for rows that no record can come of.
        let records = carried_out(&known, &commit);
        let again = self::plan(&bytes, &KnownRecords { records, ..known }).commit(&[]);
        prop_assert_eq!(again.commands, vec![]);
    }
}

#[test]
fn every_kind_that_follows_from_its_declaration_is_exported_and_known_by_its_headings() {
    let exported: BTreeSet<Kind> = exported().collect();
    for kind in kinds() {
        assert!(exported.contains(&kind), "{kind:?}");
        for language in [Language::English, Language::Spanish] {
            let bytes = export::records(kind, &[], &Names::default(), &[], language);
            assert_eq!(Table::read("a.csv", &bytes).unwrap().kind(), Some(kind));
        }
    }
    for bytes in [
        export::groups(&[], &[], &[], Language::English),
        export::people(&[], &[], &[], &[], Language::Spanish),
        include_bytes!("data/wisconsin-groups.csv").to_vec(),
    ] {
        assert_eq!(Table::read("a.csv", &bytes).unwrap().kind(), None);
    }
}

fn id(at: u8) -> Id {
    Id::from_bytes([at; 12])
}

fn group(at: u8) -> Ref {
    Ref::new(Kind::Group, id(at))
}

/// Two groups of one name, one of another, and two achievements.
fn achievements() -> (Vec<u8>, KnownRecords) {
    let names = Names::of([
        (group(1), "Kenosha Assembly".to_owned()),
        (group(2), "Neighbors".to_owned()),
        (group(3), "Neighbors".to_owned()),
    ]);
    let first = Achievement {
        id: id(10),
        name: "A garden".into(),
        date: "2013-03".into(),
        by: BTreeSet::from([group(1), group(2)]),
        figures: BTreeSet::from(["1,200 signatures; 3 towns".into(), "40 beds".into()]),
        outcome: "=1+1\n\nIt grows.".into(),
        notes: "The key is with Rosa".into(),
        ..Achievement::default()
    };
    let second = Achievement { id: id(11), name: "A vote".into(), ..Achievement::default() };
    let known = KnownRecords { records: vec![first.into(), second.into()], deleted: vec![id(12)], names };
    (export::records(Kind::Achievement, &known.records, &known.names, &[], Language::English), known)
}

#[test]
fn an_achievement_stands_in_its_cells_as_people_read_it() {
    let (bytes, _) = achievements();
    assert!(bytes.starts_with(b"\xef\xbb\xbf"));
    let rows = cells(&bytes);
    assert_eq!(
        rows[0],
        [
            "What was done",
            "When",
            "By which groups",
            "Where",
            "Who took part",
            "What came of it",
            "In figures",
            "Thanks",
            "Notes for members (members only)",
            "Id",
        ]
    );
    assert_eq!(
        rows[1],
        [
            "A garden",
            "2013-03",
            &format!("Kenosha Assembly; Neighbors ({})", group(2)),
            "",
            "",
            "'=1+1\n\nIt grows.",
            "\"1,200 signatures; 3 towns\"; 40 beds",
            "",
            "The key is with Rosa",
            &id(10).to_string(),
        ]
    );
}

#[test]
fn a_cell_that_was_changed_changes_its_field_alone() {
    let (bytes, known) = achievements();
    let check = |heading: &str, cell: &str, field: Field, before: &str, after: &str| {
        let plan = plan(&with(&bytes, heading, cell), &known);
        let preview = plan.preview();
        let Outcome::Changed { id: of, changes, .. } = &preview.rows[0].outcome else {
            panic!("{:?}", preview.rows[0]);
        };
        assert_eq!((*of, changes.len()), (id(10), 1), "{changes:?}");
        assert_eq!((changes[0].field, &*changes[0].before, &*changes[0].after), (field, before, after));
        assert_eq!(preview.rows[1].outcome, Outcome::Same { id: id(11) });
        let commit = plan.commit(&[]);
        let [Command::Save { before: Some(before), after }] = &commit.commands[..] else {
            panic!("one is saved")
        };
        assert_eq!(**before, known.records[0]);
        for spec in before.kind().declaration().fields().filter(|spec| spec.field != field) {
            assert_eq!(spec.values(before), spec.values(after), "{:?}", spec.field);
        }
        assert_eq!(plan.commit(&[0]).commands, []);
    };
    check("What was done", " A  bed", Field::Name, "A garden", "A bed");
    check("When", "March 3, 2013", Field::Date, "2013-03", "2013-03-03");
    check("When", "", Field::Date, "2013-03", "");
    let both = format!("Kenosha Assembly; Neighbors ({})", group(2));
    check("By which groups", "kenosha assembly", Field::By, &both, "Kenosha Assembly");
    check(
        "In figures",
        "40 beds\n7 towns",
        Field::Figures,
        "\"1,200 signatures; 3 towns\"; 40 beds",
        "40 beds; 7 towns",
    );
    check("What came of it", "'=2+2", Field::Outcome, "=1+1\n\nIt grows.", "=2+2");
}

#[test]
fn a_row_that_can_not_be_taken_says_why_and_the_others_are_taken() {
    let (bytes, known) = achievements();
    let check = |heading: &str, cell: &str, kind: RemarkKind| {
        let bytes = with(&bytes, heading, cell);
        let at = cells(&bytes)[0].iter().position(|it| it == heading).unwrap();
        let plan = plan(&bytes, &known);
        let preview = plan.preview();
        assert_eq!(preview.rows[0].outcome, Outcome::Refused, "{heading}: {cell}");
        let said: Vec<_> =
            preview.rows[0].remarks.iter().map(|remark| (remark.column, remark.kind)).collect();
        assert_eq!(said, [(at, kind)], "{heading}: {cell}");
        assert!(matches!(preview.rows[1].outcome, Outcome::Same { .. }));
        assert_eq!((plan.commit(&[]).done.refused, plan.commit(&[]).commands.len()), (1, 0));
    };
    check("What was done", "", RemarkKind::Problem(Problem::Missing));
    check("What was done", &"n".repeat(201), RemarkKind::Problem(Problem::TooLong(200)));
    check("When", "last spring", RemarkKind::Problem(Problem::NotADate));
    check("By which groups", "Neighbors", RemarkKind::Problem(Problem::NotOneOfThem));
    check("By which groups", "Kenosha Assembly; Racine", RemarkKind::Problem(Problem::NotOneOfThem));
    check("Where", &"w".repeat(201), RemarkKind::Problem(Problem::TooLong(200)));
    check("Id", "10", RemarkKind::NotAnId);
    check("Id", &Id::NETWORK.to_string(), RemarkKind::NotAnId);
    check("Id", &id(12).to_string(), RemarkKind::WasDeleted);
    // Here the second of the two rows is the one that repeats.
    let mut rows = cells(&bytes);
    let last = rows[1].len() - 1;
    rows[2][last] = id(10).to_string();
    let preview = plan(&file(&rows), &known).preview();
    assert_eq!(preview.rows[1].remarks[0].kind, RemarkKind::Repeated);
}

#[test]
fn rows_without_a_known_id_are_new_and_come_in_once() {
    let (bytes, known) = achievements();
    let mut rows = cells(&bytes);
    let last = rows[1].len() - 1;
    rows[1][last] = String::new();
    rows[2][last] = id(77).to_string();
    rows[1][0] = "A third".into();
    let plan = plan(&file(&rows), &known);
    assert_eq!(plan.preview().rows.iter().map(|row| &row.outcome).collect::<Vec<_>>(), [&Outcome::New; 2]);
    let records = carried_out(&known, &plan.commit(&[]));
    assert_eq!(records.len(), 4);
    assert_eq!(records[3].id(), id(77));
    assert_eq!(records[2].meta().source, "a.csv");
    let again = self::plan(&file(&rows), &KnownRecords { records, ..known });
    assert_eq!(again.commit(&[]).commands, []);
    assert_eq!(again.commit(&[]).done.unchanged, 2);
}

fn left_out(plan: &RecordPlan) -> Vec<String> {
    plan.preview().left_out.into_iter().map(|column| column.heading).collect()
}

#[test]
fn what_has_no_column_stays_and_what_the_kind_has_not_is_left_out() {
    let (bytes, known) = achievements();
    let mut rows = cells(&bytes);
    let places = rows[0].iter().position(|it| it == "In figures").unwrap();
    rows.iter_mut().for_each(|row| drop(row.remove(places)));
    rows[0].push("Color".into());
    rows[1].push("blue".into());
    let plan = plan(&file(&rows), &known);
    assert_eq!(plan.commit(&[]).commands, []);
    assert_eq!(left_out(&plan), ["Color"]);
}

#[test]
fn contact_ways_keep_what_no_column_shows_and_their_audience() {
    let way =
        |at: u8, kind, audience, entered: &str| ContactWay::entered(id(at), kind, audience, entered).unwrap();
    let awg: Record = Awg {
        id: id(20),
        name: "Move to Amend".into(),
        status: Status::Paused,
        contacts: vec![
            way(1, ContactKind::Email, Audience::Members, "ROSA@example.org"),
            way(2, ContactKind::Email, Audience::Members, "carl@example.org"),
            way(3, ContactKind::Phone, Audience::Public, "608-555-0100"),
        ],
        ..Awg::default()
    }
    .into();
    let known = KnownRecords { records: vec![awg.clone()], ..KnownRecords::default() };
    let bytes = export::records(Kind::Awg, &known.records, &known.names, &[], Language::English);
    let rows = cells(&bytes);
    assert!(rows[0].contains(&"People (members only)".to_owned()), "who has a role in it");
    assert!(rows[1].contains(&"Paused".to_owned()), "the status as the app calls it");
    let plan = plan(&with(&bytes, "E-mail 2 (members only)", "lena@example.org [office]"), &known);
    assert_eq!(left_out(&plan), ["People (members only)"]);
    let Outcome::Changed { changes, .. } = &plan.preview().rows[0].outcome else { panic!("a change") };
    assert_eq!(
        changes[0].after,
        "E-mail (members only): lena@example.org [office]; E-mail (members only): rosa@example.org; \
         Phone (public): (608) 555-0100"
    );
    let records = carried_out(&known, &plan.commit(&[]));
    let (Ok(before), Ok(after)) = (Awg::try_from(awg), Awg::try_from(records[0].clone())) else {
        panic!("an AWG")
    };
    for kept in [&before.contacts[0], &before.contacts[2]] {
        assert!(after.contacts.contains(kept), "{:?}", after.contacts);
    }
    assert_eq!(after.contacts.len(), 3);
    // What does not hold as an address is refused, and says so below its own heading.
    let plan = self::plan(&with(&bytes, "E-mail 2 (members only)", "ask Carl"), &known);
    assert_eq!(plan.preview().rows[0].remarks[0].kind, RemarkKind::Problem(Problem::NotAnEmail));
}

#[test]
fn fields_of_a_kind_at_home_with_members_are_marked_and_checked_together() {
    let announcement = Announcement {
        id: id(30),
        name: "Call".into(),
        since: "2031-05-01".into(),
        until: "2031-05-09".into(),
        ..Announcement::default()
    };
    let known = KnownRecords { records: vec![announcement.into()], ..KnownRecords::default() };
    let bytes = export::records(Kind::Announcement, &known.records, &known.names, &[], Language::Spanish);
    let rows = cells(&bytes);
    for heading in &rows[0][..rows[0].len() - 1] {
        assert!(heading.ends_with(" (solo miembros)"), "{heading}");
    }
    let until = "Hasta el final del (solo miembros)";
    let plan = plan(&with(&bytes, until, "2031-04-01"), &known);
    let preview = plan.preview();
    let at = rows[0].iter().position(|it| it == until).unwrap();
    assert_eq!(preview.rows[0].remarks[0].column, at);
    assert_eq!(preview.rows[0].remarks[0].kind, RemarkKind::Problem(Problem::EndsBeforeItBegins));
}

#[test]
fn what_a_kind_refers_to_follows_from_its_fields() {
    assert_eq!(referenced(Kind::Achievement), BTreeSet::from([Kind::Group, Kind::Awg]));
    assert_eq!(referenced(Kind::Group), BTreeSet::from([Kind::Region]));
    assert_eq!(referenced(Kind::Awg), BTreeSet::new());
}

//! What goes out comes in again, and what came in once does not come in twice.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

use groundswell_interchange::{Commit, Existing, Plan, Planner, Table, export};
use groundswell_model::{
    Audience, Command, ContactKind, ContactWay, Field, Group, Id, Kind, Language, Level, Membership, Person,
    Place, Record, Ref, Region, Role, Status,
    import::{Column, Outcome, RemarkKind},
};
use proptest::{prelude::*, sample::select};
use std::{collections::BTreeSet, sync::Arc};

/// Ids that do not meet those of the generated records.
fn ids(salt: u8) -> Box<dyn FnMut() -> Id> {
    let mut next = 0_u64;
    Box::new(move || {
        next += 1;
        let mut bytes = [salt; 12];
        bytes[..8].copy_from_slice(&next.to_be_bytes());
        Id::from_bytes(bytes)
    })
}

fn planner(bytes: &[u8], existing: &Existing, salt: u8) -> Planner {
    let table = Table::read("a.csv", bytes).unwrap();
    let columns = table.opened().guess;
    Planner::new(Arc::new(table), &columns, existing.clone(), ids(salt)).unwrap()
}

fn plan(bytes: &[u8], existing: &Existing, salt: u8) -> Plan {
    planner(bytes, existing, salt).finish()
}

/// The directory after the commands, each of which must hold.
fn carried_out(existing: &Existing, commit: &Commit) -> Existing {
    let mut existing = existing.clone();
    let mut saved = BTreeSet::new();
    for command in &commit.commands {
        let Command::Save { before, after } = command else { panic!("an import only saves") };
        assert_eq!(after.problems(), []);
        assert!(saved.insert(after.id()), "a record is saved once");
        match &**after {
            Record::Group(group) => put(&mut existing.groups, group, before.is_some(), |group| group.id),
            Record::Region(region) => {
                put(&mut existing.regions, region, before.is_some(), |region| region.id)
            }
            Record::Person(person) => put(&mut existing.people, person, before.is_some(), |person| person.id),
            other => panic!("{other:?}"),
        }
    }
    existing
}

fn put<T: Clone>(records: &mut Vec<T>, record: &T, known: bool, id: impl Fn(&T) -> Id) {
    match records.iter_mut().find(|other| id(other) == id(record)) {
        Some(other) => {
            assert!(known, "a new record has an id of its own");
            *other = record.clone();
        }
        None => {
            assert!(!known, "a changed record is there");
            records.push(record.clone());
        }
    }
}

/// Cells out of few values, so that rows meet; hostile ones among them.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just(String::new()),
        1 => "[ -~]{0,6}",
        1 => "\\PC{0,4}",
        1 => select(&["=1+1", "'=1+1", "''@x", "-", "n/a", "ask Rosa", "\u{202e}abc", "a\nb", "\"", "ñ", "'"][..])
            .prop_map(String::from),
    ]
}

fn of(values: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![8 => select(values).prop_map(String::from), 1 => cell()]
}

fn row() -> impl Strategy<Value = Vec<String>> {
    (
        of(&[
            "Kenosha Assembly",
            "Kenosha Community Assembly",
            "KENOSHA ASSEMBLY",
            "Neighbors",
            "Neighbors of Racine",
            "",
        ]),
        of(&["Kenosha, WI", "Racine, Wisconsin", "Kenosha", "Springfield, IL", "Springfield, WI 53703", ""]),
        of(&["Kenosha Co.", "Kenosha", "Racine County", ""]),
        of(&["Southeast", "south-east", "West", ""]),
        of(&["Rosa Lee", "ROSA LEE", "Rosa Lee; Carl Núñez", "Carl Nunez", ""]),
        of(&["a@example.org", "A@EXAMPLE.ORG", "b@example.org, a@example.org", "ask", ""]),
        of(&["608-555-0100", "(608) 555-0100", "608 555 0101 (cell)", "555-0100", ""]),
        of(&["example.org", "https://example.org", "http://example.org/x", "library", ""]),
        of(&["Climate", "climate; Labor", "Labor, Climate", "Clean water", ""]),
        of(&["2011", "2012", "spring 2017", ""]),
        of(&["We meet.", "We meet.\nBring a chair.", "Bring a chair.", ""]),
        of(&["17031", "1001", "x", ""]),
    )
        .prop_map(
            |(name, place, county, region, person, email, phone, web, topics, since, notes, fips)| {
                vec![name, place, county, region, person, email, phone, web, topics, since, notes, fips]
            },
        )
}

const HEADINGS: [&str; 12] = [
    "Group",
    "Where",
    "County",
    "Region",
    "Contact person",
    "E-mail",
    "Phone",
    "Web site",
    "Issues",
    "Since",
    "Notes",
    "FIPS",
];

fn columns() -> Vec<Column> {
    vec![
        Column::Field(Field::Name),
        Column::Where,
        Column::Field(Field::County),
        Column::RegionName,
        Column::ContactPerson,
        Column::Contact(ContactKind::Email, Audience::Members),
        Column::Contact(ContactKind::Phone, Audience::Members),
        Column::Contact(ContactKind::Web, Audience::Public),
        Column::Field(Field::Topics),
        Column::Field(Field::Founded),
        Column::Field(Field::Notes),
        Column::Field(Field::CountyFips),
    ]
}

fn file(rows: &[Vec<String>]) -> Vec<u8> {
    let mut text = HEADINGS.join(",");
    for row in rows {
        let cells: Vec<String> =
            row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        text.push_str("\r\n");
        text.push_str(&cells.join(","));
    }
    text.into_bytes()
}

fn mapped(bytes: &[u8], existing: &Existing, salt: u8) -> Planner {
    let table = Table::read("a.csv", bytes).unwrap();
    Planner::new(Arc::new(table), &columns(), existing.clone(), ids(salt)).unwrap()
}

/// What comes of a plan of which nobody changes anything.
fn by_default(plan: &Plan) -> Commit {
    let rows = plan.preview().rows;
    let left: Vec<usize> = (0..).zip(&rows).filter(|(_, row)| !row.take).map(|(at, _)| at).collect();
    plan.commit(&left)
}

fn has_nothing_to_do(plan: &Plan) -> Result<(), TestCaseError> {
    let commit = by_default(plan);
    prop_assert_eq!(&commit.commands, &[]);
    prop_assert_eq!((commit.done.created, commit.done.changed), (0, 0));
    for row in plan.preview().rows {
        let asks_whether_it_is_one =
            !row.take && row.remarks.iter().any(|remark| remark.kind == RemarkKind::Perhaps);
        prop_assert!(
            asks_whether_it_is_one
                || matches!(
                    row.outcome,
                    Outcome::Same { .. } | Outcome::DuplicateOf { .. } | Outcome::Refused
                ),
            "{:?}",
            row
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_file_imported_twice_changes_nothing_the_second_time(
        first in prop::collection::vec(row(), 0..4),
        second in prop::collection::vec(row(), 1..8),
    ) {
        let mut existing = Existing::default();
        for (salt, rows) in [&first, &second].into_iter().enumerate() {
            let commit = by_default(&mapped(&file(rows), &existing, salt as u8).finish());
            existing = carried_out(&existing, &commit);
        }
        has_nothing_to_do(&mapped(&file(&second), &existing, 9).finish())?;
    }

    #[test]
    fn what_was_imported_is_exported_and_imports_as_the_same(rows in prop::collection::vec(row(), 1..8), spanish: bool) {
        let commit = mapped(&file(&rows), &Existing::default(), 1).finish().commit(&[]);
        let existing = carried_out(&Existing::default(), &commit);
        let language = if spanish { Language::Spanish } else { Language::English };
        let exported = export::groups(&existing.groups, &existing.regions, &existing.people, language);
        if !existing.groups.is_empty() {
            has_nothing_to_do(&plan(&exported, &existing, 2))?;
        }
    }

    #[test]
    fn each_row_is_accounted_for_whatever_is_left_out(
        rows in prop::collection::vec(row(), 1..8),
        leave_out in prop::collection::vec(0_usize..8, 0..4),
    ) {
        let plan = mapped(&file(&rows), &Existing::default(), 1).finish();
        let preview = plan.preview();
        let commit = plan.commit(&leave_out);
        carried_out(&Existing::default(), &commit);
        let done = commit.done;
        prop_assert_eq!(
            done.created + done.changed + done.unchanged + done.merged + done.refused,
            preview.rows.len()
        );
        let taken = (0..preview.rows.len())
            .filter(|at| !leave_out.contains(at) && preview.rows[*at].outcome != Outcome::Refused)
            .count();
        prop_assert_eq!(done.refused, preview.rows.len() - taken);
    }

    #[test]
    fn steps_of_any_size_make_the_same_plan(rows in prop::collection::vec(row(), 1..6), size in 1_usize..7) {
        let bytes = file(&rows);
        let whole = mapped(&bytes, &Existing::default(), 1).finish();
        let mut planner = mapped(&bytes, &Existing::default(), 1);
        let mut last = 0;
        loop {
            let progress = planner.step(size);
            prop_assert!(last <= progress.done && progress.done <= progress.total);
            last = progress.done;
            if progress.done == progress.total {
                break;
            }
        }
        let stepped = planner.finish();
        prop_assert_eq!(whole.preview(), stepped.preview());
        prop_assert_eq!(whole.commit(&[]).commands, stepped.commit(&[]).commands);
    }

    #[test]
    fn no_file_and_no_mapping_panics(
        bytes in prop::collection::vec(prop_oneof![3 => any::<u8>(), 2 => select(&b",;\"\r\n\t'=@"[..])], 0..300),
        columns in prop::collection::vec(
            select(&[
                Column::Ignore, Column::Field(Field::Name), Column::Where, Column::RegionName, Column::ContactPerson,
                Column::Id, Column::Contact(ContactKind::Phone, Audience::Public), Column::Field(Field::Latitude),
                Column::Field(Field::Longitude), Column::Field(Field::Notes), Column::Field(Field::Topics),
                Column::Field(Field::Roles), Column::Contact(ContactKind::Post, Audience::Members),
            ][..]),
            0..6,
        ),
    ) {
        if let Ok(table) = Table::read("a.csv", &bytes)
            && let Ok(planner) = Planner::new(Arc::new(table), &columns, Existing::default(), ids(1))
        {
            let plan = planner.finish();
            carried_out(&Existing::default(), &plan.commit(&[]));
            prop_assert!(plan.preview().rows.len() <= bytes.len());
        }
    }
}

fn id() -> impl Strategy<Value = Id> {
    // Never the network's.
    prop::array::uniform12(1_u8..).prop_map(Id::from_bytes)
}

/// A short text that is tidy, and hostile.
fn short() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[A-Za-zñé]{1,6}( [A-Za-z]{1,6}){0,2}",
        1 => select(&["=1+1", "'=1", "''=1", "+44 20", "-7", "@x", "'tis", "\"x\"", "a,b", "a;b", "007", "TRUE", "n/a", "-",
            "May 2017", "1/2", "[x]", "x []", "(a)"][..]).prop_map(String::from),
    ]
}

fn contact() -> impl Strategy<Value = ContactWay> {
    let entered = prop_oneof![
        (Just(ContactKind::Email), "[a-z]{1,4}@[a-z]{1,4}\\.org"),
        (Just(ContactKind::Phone), "[2-9][0-9]{2}[2-9][0-9]{6}( x[0-9]{1,3})?"),
        (Just(ContactKind::Phone), "\\+44[1-9][0-9]{9}"),
        (Just(ContactKind::Web), "(http://|https://)?[a-z]{1,4}\\.org(/[a-z;,]{1,3})?"),
        (Just(ContactKind::Post), "[A-Z][a-z]{1,4} [0-9]{1,3}( \\[[a-z]{1,3}\\])?"),
        (Just(ContactKind::Post), "[A-Z][a-z]{1,4} [0-9]{1,3}\n[A-Z][a-z]{1,4}"),
        (Just(ContactKind::Other), "@[a-z]{1,5}|Signal: [a-z;]{1,5}"),
    ];
    (id(), entered, "|[a-z]{1,5}( [a-z()]{1,4})?", any::<bool>()).prop_filter_map(
        "does not hold",
        |(id, (kind, entered), label, public)| {
            let audience = if public { Audience::Public } else { Audience::Members };
            let mut way = ContactWay::entered(id, kind, audience, &entered).ok()?;
            way.label = label;
            way.entered = String::new();
            Some(way)
        },
    )
}

fn place() -> impl Strategy<Value = Place> {
    let position = prop::option::of((-90.0..=90.0_f64, -180.0..=180.0_f64));
    let county = short().prop_filter("a county's word", |county| !county.to_lowercase().ends_with(" co"));
    (short(), county, select(&["WI", "IL", "Ontario", ""][..]), "|[0-9]{5}", position).prop_map(
        |(town, county, state, county_fips, position)| Place {
            town,
            county,
            state: state.to_owned(),
            county_fips,
            latitude: position.map(|(north, _)| north),
            longitude: position.map(|(_, east)| east),
        },
    )
}

fn group(regions: Vec<Id>) -> impl Strategy<Value = Group> {
    let texts = (
        prop_oneof![Just("Neighbors".to_owned()), short()],
        place(),
        prop_oneof![Just(String::new()), short()],
        prop_oneof![Just(String::new()), short()],
        prop_oneof![Just(String::new()), "[a-z=@]{1,5}(\n\n?[a-z]{1,5}){0,3}"],
        prop_oneof![Just(String::new()), "[a-z'=]{1,5}(\n\n?[a-z]{1,5}){0,3}"],
    );
    let rest = (
        id(),
        select(&Status::ALL[..]),
        prop::option::of(select(regions)),
        select(&["America/Chicago", "Etc/GMT+5", "UTC", ""][..]),
        prop::collection::btree_set(short(), 0..4),
        prop::collection::vec(contact(), 0..5),
    );
    (texts, rest).prop_map(
        |((name, place, founded, meets, about, notes), (id, status, region, zone, topics, contacts))| Group {
            id,
            name,
            status,
            place,
            region,
            time_zone: zone.to_owned(),
            topics,
            founded,
            meets,
            about,
            notes,
            contacts: each_once(contacts),
            ..Group::default()
        },
    )
}

fn each_once(mut contacts: Vec<ContactWay>) -> Vec<ContactWay> {
    let mut seen = BTreeSet::new();
    contacts.retain(|way| seen.insert((way.kind, groundswell_model::fold::fold(&way.value))));
    contacts
}

fn directory() -> impl Strategy<Value = Existing> {
    prop::collection::vec((id(), short(), select(&Level::ALL[..])), 1..4).prop_flat_map(|regions| {
        let of: Vec<Id> = regions.iter().map(|(id, ..)| *id).collect();
        let people = prop::collection::vec(
            (id(), short(), any::<prop::sample::Index>(), select(&Role::ALL[..])),
            0..5,
        );
        (prop::collection::vec(group(of), 1..5), people).prop_map(move |(groups, people)| {
            let people = people
                .into_iter()
                .map(|(id, name, group, role)| {
                    let of = Ref::new(Kind::Group, groups[group.index(groups.len())].id);
                    Person { id, name, roles: BTreeSet::from([Membership { of, role }]), ..Person::default() }
                })
                .collect();
            let regions = regions
                .iter()
                .map(|(id, name, level)| Region {
                    id: *id,
                    name: name.clone(),
                    level: *level,
                    ..Region::default()
                })
                .collect();
            Existing { groups, regions, people, deleted: Vec::new() }
        })
    })
}

/// What of a group must be the same in another directory. The ids of contact ways and of regions are that
/// directory's, and so is the order of its contact ways.
fn told(group: &Group, of: &Existing) -> impl PartialEq + std::fmt::Debug + use<> {
    let mut contacts: Vec<_> = group
        .contacts
        .iter()
        .map(|way| (way.kind, way.value.clone(), way.audience, way.label.clone()))
        .collect();
    contacts.sort();
    let region = group.region.and_then(|id| of.regions.iter().find(|region| region.id == id));
    let region = region.map(|region| groundswell_model::fold::fold(&region.name));
    let topics: BTreeSet<String> =
        group.topics.iter().map(|topic| groundswell_model::fold::fold(topic)).collect();
    (
        (group.id, group.name.clone(), group.status, group.place.clone(), region, group.time_zone.clone()),
        (
            topics,
            group.founded.clone(),
            group.meets.clone(),
            group.about.clone(),
            group.notes.clone(),
            contacts,
        ),
    )
}

proptest! {
    #[test]
    fn an_exported_directory_imports_as_itself(existing in directory(), spanish: bool) {
        let language = if spanish { Language::Spanish } else { Language::English };
        let file = export::groups(&existing.groups, &existing.regions, &existing.people, language);
        let same = plan(&file, &existing, 1);
        has_nothing_to_do(&same)?;
        let all_same = same.preview().rows.iter().all(|row| matches!(row.outcome, Outcome::Same { .. }));
        prop_assert!(all_same);

        let empty = Existing::default();
        let elsewhere = carried_out(&empty, &plan(&file, &empty, 2).commit(&[]));
        prop_assert_eq!(existing.groups.len(), elsewhere.groups.len());
        for (one, other) in existing.groups.iter().zip(&elsewhere.groups) {
            prop_assert_eq!(told(one, &existing), told(other, &elsewhere));
        }
    }

    #[test]
    fn no_exported_cell_can_be_run(existing in directory()) {
        let file = export::groups(&existing.groups, &existing.regions, &existing.people, Language::English);
        let table = Table::read("a.csv", &file).unwrap();
        for (_, cells) in table.rows() {
            for (heading, cell) in table.headings().iter().zip(cells) {
                let is_number = heading.ends_with("itude") && cell.parse::<f64>().is_ok();
                prop_assert!(is_number || !cell.trim_start().starts_with(['=', '+', '-', '@', '\t']), "{cell}");
            }
        }
    }
}

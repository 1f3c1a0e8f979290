//! The shared spreadsheet of a state-wide network, as it really looks.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

use groundswell_interchange::{Existing, Plan, Planner, Table, export};
use groundswell_model::{
    Audience, Command, ContactKind, Field, Group, Id, Language, Person, Record, Region, Role,
    import::{Column, ImportDone, Outcome, RemarkKind, Sameness},
};
use std::sync::Arc;

const FILE: &[u8] = include_bytes!("data/wisconsin-groups.csv");

fn ids() -> Box<dyn FnMut() -> Id> {
    let mut next = 0_u64;
    Box::new(move || {
        next += 1;
        let mut bytes = [7; 12];
        bytes[..8].copy_from_slice(&next.to_be_bytes());
        Id::from_bytes(bytes)
    })
}

fn plan(bytes: &[u8], existing: Existing) -> Plan {
    let table = Table::read("wisconsin-groups.csv", bytes).unwrap();
    let columns = table.opened().guess;
    Planner::new(Arc::new(table), &columns, existing, ids()).unwrap().finish()
}

fn carried_out(mut existing: Existing, commands: Vec<Command>) -> Existing {
    for command in commands {
        let Command::Save { before, after } = command else { panic!("an import only saves") };
        assert_eq!(after.problems(), []);
        if let Some(before) = &before {
            assert_eq!(before.id(), after.id());
        }
        match *after {
            Record::Group(group) => {
                existing.groups.retain(|other| other.id != group.id);
                existing.groups.push(group);
            }
            Record::Region(region) => existing.regions.push(region),
            Record::Person(person) => {
                existing.people.retain(|other| other.id != person.id);
                existing.people.push(person);
            }
            other => panic!("{other:?}"),
        }
    }
    existing
}

fn imported() -> Existing {
    let plan = plan(FILE, Existing::default());
    carried_out(Existing::default(), plan.commit(&[]).commands)
}

fn group<'a>(existing: &'a Existing, name: &str) -> &'a Group {
    existing.groups.iter().find(|group| group.name == name).unwrap()
}

#[test]
fn it_is_understood_before_anybody_is_asked() {
    let opened = Table::read("wisconsin-groups.csv", FILE).unwrap().opened();
    assert_eq!((opened.encoding.as_str(), opened.delimiter), ("UTF-8", ','));
    assert_eq!((opened.rows, opened.empty_rows), (27, 1));
    assert_eq!(
        opened.guess,
        [
            Column::Field(Field::Name),
            Column::Where,
            Column::Field(Field::County),
            Column::RegionName,
            Column::ContactPerson,
            Column::Contact(ContactKind::Email, Audience::Members),
            Column::Contact(ContactKind::Phone, Audience::Members),
            Column::Contact(ContactKind::Web, Audience::Public),
            Column::Field(Field::Meets),
            Column::Field(Field::Topics),
            Column::Field(Field::Founded),
            Column::Field(Field::Notes),
        ]
    );
}

#[test]
fn its_duplicate_is_found_and_explained() {
    let preview = plan(FILE, Existing::default()).preview();
    assert_eq!(preview.rows.len(), 27);
    let new = preview.rows.iter().filter(|row| row.outcome == Outcome::New).count();
    assert_eq!(new, 26);
    let last = preview.rows.last().unwrap();
    let Outcome::DuplicateOf { line, because, changes } = &last.outcome else { panic!("{last:?}") };
    assert_eq!(preview.rows.iter().find(|row| row.line == *line).unwrap().name, "Kenosha Community Assembly");
    assert_eq!(because, &[Sameness::Name, Sameness::Place, Sameness::Contact]);
    assert_eq!(changes, &[]);
    // Counted in a spreadsheet program: a line break within a note is no row.
    assert_eq!((preview.rows[0].line, preview.rows[1].line, last.line), (2, 3, 28));
    assert_eq!(
        preview.new_regions,
        ["Southeast", "South Central", "Northeast", "West", "Southwest", "Central"]
    );
    assert_eq!(preview.new_people, 25);
}

#[test]
fn odd_forms_are_made_uniform_and_kept() {
    let preview = plan(FILE, Existing::default()).preview();
    let remarks = &preview.rows[0].remarks;
    let said: Vec<_> = remarks
        .iter()
        .map(|remark| (remark.column, remark.kind, remark.entered.as_str(), remark.kept.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (2, RemarkKind::Uniform, "Milwaukee Co.", "Milwaukee"),
            (
                5,
                RemarkKind::Uniform,
                "MILWAUKEECOMMUNITYASSEMB@EXAMPLE.ORG",
                "milwaukeecommunityassemb@example.org"
            ),
            (6, RemarkKind::Uniform, "639-555-0100", "(639) 555-0100"),
            (
                7,
                RemarkKind::Uniform,
                "milwaukeecommunityassemb.example.org",
                "https://milwaukeecommunityassemb.example.org"
            ),
        ]
    );

    let existing = imported();
    let milwaukee = group(&existing, "Milwaukee Community Assembly");
    let place = &milwaukee.place;
    assert_eq!(
        (place.town.as_str(), place.county.as_str(), place.state.as_str()),
        ("Milwaukee", "Milwaukee", "WI")
    );
    let contacts: Vec<_> = milwaukee
        .contacts
        .iter()
        .map(|way| (way.kind, way.audience, way.value.as_str(), way.entered.as_str()))
        .collect();
    assert_eq!(
        contacts,
        [
            (
                ContactKind::Email,
                Audience::Members,
                "milwaukeecommunityassemb@example.org",
                "MILWAUKEECOMMUNITYASSEMB@EXAMPLE.ORG"
            ),
            (ContactKind::Phone, Audience::Members, "+16395550100", "639-555-0100"),
            (
                ContactKind::Web,
                Audience::Public,
                "https://milwaukeecommunityassemb.example.org",
                "milwaukeecommunityassemb.example.org"
            ),
        ]
    );
    assert_eq!(milwaukee.meets, "Last Wednesday of the month, 6 pm");
    assert!(milwaukee.schedule().is_some());
    assert_eq!(milwaukee.founded, "spring 2017");
    assert_eq!(
        milwaukee.topics.iter().map(String::as_str).collect::<Vec<_>>(),
        ["Immigrant justice", "Move to Amend", "State budget", "Voting rights"]
    );
    assert!(milwaukee.notes.ends_with("summer picnic.\nRides: call the contact, \"any time before noon\"."));
    assert_eq!(milwaukee.meta.source, "wisconsin-groups.csv");
    let region = existing.regions.iter().find(|region| Some(region.id) == milwaukee.region).unwrap();
    assert_eq!(region.name, "Southeast");
    let lena = existing.people.iter().find(|person| person.name == "Lena Williams").unwrap();
    assert!(lena.roles.iter().all(|role| role.role == Role::Contact) && !lena.public);
    assert_eq!(group(&existing, "Madison Citizens United for Change").topics.len(), 4);
}

#[test]
fn imported_again_it_has_nothing_to_do() {
    let plan = plan(FILE, imported());
    let commit = plan.commit(&[]);
    assert_eq!(commit.commands, []);
    assert_eq!(commit.done, ImportDone { unchanged: 26, merged: 1, ..ImportDone::default() });
    let preview = plan.preview();
    assert!(
        preview
            .rows
            .iter()
            .all(|row| matches!(row.outcome, Outcome::Same { .. } | Outcome::DuplicateOf { .. }))
    );
}

#[test]
fn only_real_differences_are_offered() {
    let text = String::from_utf8(FILE.to_vec()).unwrap();
    let edited = text
        .replace(
            "\"Third Thursday, 6:30pm\",\"State budget, Fair maps, Tribal sovereignty, Labor\"",
            "\"Third Friday, 6:30pm\",\"labor; Fair maps, State Budget, Tribal Sovereignty\"",
        )
        .replace("(811) 555-0101", "811.555.0101")
        .replace("Carl Núñez", "CARL NUNEZ");
    assert_ne!(text, edited);
    let plan = plan(edited.as_bytes(), imported());
    let changed: Vec<_> = plan
        .preview()
        .rows
        .into_iter()
        .filter_map(|row| match row.outcome {
            Outcome::Changed { changes, because, .. } => Some((row.name, changes, because)),
            _ => None,
        })
        .collect();
    let [(name, changes, because)] = changed.as_slice() else { panic!("{changed:?}") };
    assert_eq!(name, "Madison Citizens United for Change");
    let [meets, topics] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!(
        (meets.before.as_str(), meets.after.as_str()),
        ("Third Thursday, 6:30pm", "Third Friday, 6:30pm")
    );
    // Where a semicolon parts the issues, a comma does not.
    assert_eq!(
        (topics.field, topics.after.as_str()),
        (Field::Topics, "Fair maps, State Budget, Tribal Sovereignty; Labor")
    );
    assert_eq!(because, &[Sameness::Name, Sameness::Place, Sameness::Contact]);
    assert_eq!(plan.commit(&[]).done.changed, 1);
}

#[test]
fn rows_left_out_leave_nothing() {
    let plan = plan(FILE, Existing::default());
    let all: Vec<usize> = (0..27).collect();
    let nothing = plan.commit(&all);
    assert_eq!(nothing.commands, []);
    assert_eq!(nothing.done, ImportDone { refused: 27, ..ImportDone::default() });
    // Without the first Kenosha row, the second stands for the group.
    let kenosha =
        plan.preview().rows.iter().position(|row| row.name == "Kenosha Community Assembly").unwrap();
    let existing = carried_out(Existing::default(), plan.commit(&[kenosha]).commands);
    assert_eq!(existing.groups.len(), 26);
    assert_eq!(group(&existing, "KENOSHA COMMUNITY ASSEMBLY").founded, "");
}

#[test]
fn exported_it_imports_as_the_same_directory() {
    let existing = imported();
    for language in [Language::English, Language::Spanish] {
        let file = export::groups(&existing.groups, &existing.regions, &existing.people, language);
        let same = plan(&file, existing.clone());
        assert_eq!(same.commit(&[]).commands, []);
        assert!(same.preview().rows.iter().all(|row| matches!(row.outcome, Outcome::Same { .. })));

        let elsewhere =
            carried_out(Existing::default(), plan(&file, Existing::default()).commit(&[]).commands);
        for (one, other) in existing.groups.iter().zip(&elsewhere.groups) {
            assert_eq!(one.id, other.id);
            assert_eq!(bare(one, &existing), bare(other, &elsewhere));
        }
        assert_eq!(existing.people.len(), elsewhere.people.len());
    }
}

/// A group without what another directory has to name otherwise: its region's and its contacts' ids.
fn bare(group: &Group, of: &Existing) -> (Group, Option<String>, Vec<String>) {
    let mut bare = group.clone();
    bare.region = None;
    bare.meta = Default::default();
    for way in &mut bare.contacts {
        way.id = Id::default();
        way.entered.clear();
    }
    let region = |region: &&Region| Some(region.id) == group.region;
    let contact = |person: &&Person| {
        person
            .roles
            .iter()
            .any(|role| role.of == groundswell_model::Ref::new(groundswell_model::Kind::Group, group.id))
    };
    (
        bare,
        of.regions.iter().find(region).map(|region| region.name.clone()),
        of.people.iter().filter(contact).map(|person| person.name.clone()).collect(),
    )
}

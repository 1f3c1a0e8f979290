//! A clean national list, of which the first 300 groups are kept here, and a directory as large as any.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

use groundswell_interchange::{Existing, Planner, Table};
use groundswell_model::{
    Audience, Command, ContactKind, Field, Group, Id, Record,
    import::{Column, ImportDone, MAX_ROWS},
};
use std::sync::Arc;

const FILE: &[u8] = include_bytes!("data/us-groups-300.csv");

fn ids() -> Box<dyn FnMut() -> Id> {
    let mut next = 0_u64;
    Box::new(move || {
        next += 1;
        let mut bytes = [5; 12];
        bytes[..8].copy_from_slice(&next.to_be_bytes());
        Id::from_bytes(bytes)
    })
}

fn groups(commands: &[Command]) -> Vec<Group> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Save { after, .. } => match &**after {
                Record::Group(group) => Some(group.clone()),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

#[test]
fn every_column_is_taken_as_it_stands() {
    let table = Table::read("us.csv", FILE).unwrap();
    let columns = table.opened().guess;
    assert!(!columns.contains(&Column::Ignore));
    assert_eq!(columns[8], Column::ContactPerson);
    assert_eq!(columns[9], Column::Contact(ContactKind::Email, Audience::Members));
    assert_eq!(columns[15], Column::Field(Field::About));
    let plan = Planner::new(Arc::new(table), &columns, Existing::default(), ids()).unwrap().finish();
    let commit = plan.commit(&[]);
    assert_eq!(commit.done, ImportDone { created: 300, ..ImportDone::default() });
    let groups = groups(&commit.commands);
    let first = &groups[0];
    assert_eq!(first.name, "Occupy Markham Community Assembly");
    assert_eq!((first.place.latitude, first.place.longitude), (Some(41.59365), Some(-87.69477)));
    assert_eq!((first.place.county_fips.as_str(), first.time_zone.as_str()), ("17031", "America/Chicago"));
    assert_eq!(first.notes, "");
    assert!(plan.preview().rows.iter().all(|row| row.remarks.iter().all(|remark| !remark.kept.is_empty())));
}

/// As many rows as are taken, against half as many groups: each row finds its own.
#[test]
fn the_largest_file_finds_its_groups_in_a_large_directory() {
    let mut text = "Group,Town,State,Phone,Issues\n".to_owned();
    for at in 0..MAX_ROWS {
        let (name, town) = (at % 100, at / 100);
        text.push_str(&format!(
            "Neighbors {name},Town {town},WI,608-{:03}-{:04},Climate\n",
            200 + at / 10_000,
            at % 10_000
        ));
    }
    let half: String = text.lines().take(MAX_ROWS / 2 + 1).map(|line| format!("{line}\n")).collect();
    let plan = |text: &str, existing: Existing| {
        let table = Table::read("a.csv", text.as_bytes()).unwrap();
        let columns = table.opened().guess;
        Planner::new(Arc::new(table), &columns, existing, ids()).unwrap().finish()
    };
    let first = plan(&half, Existing::default()).commit(&[]);
    assert_eq!(first.done.created, MAX_ROWS / 2);
    let existing = Existing { groups: groups(&first.commands), ..Existing::default() };
    let done = plan(&text, existing).commit(&[]).done;
    assert_eq!((done.created, done.unchanged), (MAX_ROWS / 2, MAX_ROWS / 2));
}
